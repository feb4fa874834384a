//! What speakers do, with its row in the audit log.

use sqlx::PgConnection;

use super::{forms::NewMaterial, sql};
use crate::{
    audit::{Change, Hand},
    db::Tx,
    error::Result,
    features::agenda::publication::{self, Shown},
    kernel::{
        clock::Clock,
        ids::{EventId, MaterialId, ParticipantId},
    },
};

/// How much material one event has at most.
pub(super) const MOST: usize = 500;

/// The published sessions in which somebody leads or moderates.
pub(super) async fn sessions_of(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Vec<Shown>> {
    let version = publication::of_readers(conn, event).await?;
    let sessions = version.map(|version| version.sessions).unwrap_or_default();
    Ok(sessions.into_iter().filter(|shown| shown.is_spoken_in_by(person)).collect())
}

/// Keeps what somebody tells of themselves, unless it was changed meanwhile; says whether it did.
pub(super) async fn tell(
    tx: &mut Tx,
    clock: &Clock,
    who: (EventId, ParticipantId),
    version: i32,
    biodata: &str,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let before = sql::profile(tx, who.0, who.1).await?.map(|profile| profile.biodata);
    if before.as_deref().unwrap_or_default() == biodata {
        return Ok(true);
    }
    if !sql::set_profile(tx, who, version, biodata, &hand).await? {
        return Ok(false);
    }
    Change::new(clock, "speaker.tell", who.1)
        .in_event(who.0)
        .before(&before)
        .after(&biodata)
        .record(tx)
        .await?;
    Ok(true)
}

/// Adds material.
pub(super) async fn add(
    tx: &mut Tx,
    clock: &Clock,
    who: (EventId, ParticipantId),
    new: &NewMaterial,
) -> Result<()> {
    let (id, hand) = (MaterialId::new(), Hand::of(tx, clock));
    sql::add(tx, who, id, new, &hand).await?;
    Change::new(clock, "material.add", id).in_event(who.0).after(new).record(tx).await?;
    Ok(())
}

/// Takes material away or brings it back; of `person` alone, where one is named.
pub(super) async fn set_removed(
    tx: &mut Tx,
    clock: &Clock,
    of: (EventId, MaterialId),
    person: Option<ParticipantId>,
    removed: bool,
) -> Result<()> {
    let hand = Hand::of(tx, clock);
    if sql::set_removed(tx, of, person, removed, &hand).await? {
        let action = if removed { "material.remove" } else { "material.restore" };
        Change::new(clock, action, of.1).in_event(of.0).record(tx).await?;
    }
    Ok(())
}
