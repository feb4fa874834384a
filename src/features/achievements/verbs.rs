//! What is done with achievements, with its row in the audit log.

use sqlx::PgConnection;

use super::{
    model::{Achievement, Library, Told},
    paths::OwnAchievementPath,
    sql,
};
use crate::{
    audit::{Change, Hand},
    auth::personal::PersonalLink,
    db::Tx,
    error::Result,
    kernel::{
        clock::Clock,
        ids::{AchievementId, EventId, ParticipantId},
    },
};

/// A person is asked to tell what their library has done.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Where they tell it.
    pub href: String,
    /// How many parts are told.
    pub told: usize,
    /// How many parts there are.
    pub parts: usize,
}

/// Whether the holder of a link is asked; not who comes from no library.
pub async fn invitation(
    conn: &mut PgConnection,
    link: &PersonalLink,
    token: &str,
) -> Result<Option<Invitation>> {
    let Some(library) = sql::library_of(conn, link.event, link.person).await? else { return Ok(None) };
    let found = sql::find(conn, link.event, library.id).await?;
    let parts = found.map(|found| found.told.0).unwrap_or_default().parts();
    Ok(Some(Invitation {
        href: OwnAchievementPath { token: token.to_owned() }.to_string(),
        told: parts.iter().filter(|part| part.is_told).count(),
        parts: parts.len(),
    }))
}

/// Keeps what is told of a library and says which version stands then; `None` when somebody else was faster than whoever
/// saw `version`.
pub(super) async fn tell(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    library: &Library,
    (version, before): (i32, Option<&Achievement>),
    told: &Told,
) -> Result<Option<i32>> {
    // Sent again after its answer was lost, it is there already.
    if let Some(before) = before.filter(|before| before.told.0 == *told) {
        return Ok(Some(before.version));
    }
    let hand = Hand::of(tx, clock);
    let id = before.map_or_else(AchievementId::new, |before| before.id);
    let Some(stands) = sql::save(tx, event, library, (id, version), told, &hand).await? else {
        return Ok(None);
    };
    Change::new(clock, "achievement.tell", id)
        .in_event(event)
        .before(&before.map(|before| &before.told.0))
        .after(told)
        .record(tx)
        .await?;
    Ok(Some(stands))
}

/// Tells for a person's library what nobody has told yet; says whether it did.
pub async fn begin(
    tx: &mut Tx,
    clock: &Clock,
    (event, person): (EventId, ParticipantId),
    told: &Told,
) -> Result<bool> {
    let Some(library) = sql::library_of(tx, event, person).await? else { return Ok(false) };
    if sql::find(tx, event, library.id).await?.is_some() {
        return Ok(false);
    }
    Ok(tell(tx, clock, event, &library, (0, None), told).await?.is_some())
}
