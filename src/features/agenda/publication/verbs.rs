//! Publishing an agenda.

use sqlx::PgConnection;

use super::{
    model::{Seen, Shown},
    sql,
};
use crate::{
    audit::Change,
    db::Tx,
    error::Result,
    kernel::{clock::Clock, ids::EventId},
};

/// What came of publishing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publication {
    /// Readers see this version now.
    Published(i32),
    /// They see it already.
    Nothing(i32),
    /// There is no session to publish.
    Empty,
    /// Draft or version are not what was seen.
    Stale,
}

/// Publishes the draft as the next version, if it is what was `seen` (anything, where nobody looked).
pub async fn publish(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    seen: Option<&Seen>,
    note: &str,
) -> Result<Publication> {
    let draft = sql::draft(tx, event).await?;
    let last = sql::last_number(tx, event).await?;
    let current = sql::current(tx, event).await?;
    if let Some(current) = current.as_ref().filter(|current| current.sessions == draft) {
        return Ok(Publication::Nothing(current.number));
    }
    if draft.is_empty() {
        return Ok(Publication::Empty);
    }
    if seen.is_some_and(|seen| *seen != Seen::of(last, &draft)) {
        return Ok(Publication::Stale);
    }
    let (number, follows) = (last + 1, current.map(|current| current.number));
    let by = tx.scope().actor_name().to_owned();
    if !sql::insert(tx, event, (number, follows), &draft, note, (&by, clock.programme_now())).await? {
        return Ok(Publication::Stale);
    }
    Change::new(clock, "agenda.publish", event)
        .in_event(event)
        .after(&(number, note, draft.len()))
        .record(tx)
        .await?;
    Ok(Publication::Published(number))
}

/// Withdraws the version that counts; says whether it did. One that does not count stays as it is.
pub(in crate::features::agenda) async fn withdraw(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    number: i32,
) -> Result<bool> {
    let by = tx.scope().actor_name().to_owned();
    let done = sql::withdraw(tx, event, number, (&by, clock.programme_now())).await?;
    if done {
        Change::new(clock, "agenda.withdraw", event).in_event(event).before(&number).record(tx).await?;
    }
    Ok(done)
}

/// What everybody but the host's office is shown: the version that readers see; before the first one, the draft.
pub async fn on_show(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Shown>> {
    if sql::called_off(conn, event).await?.is_some() {
        return Ok(Vec::new());
    }
    match sql::current(conn, event).await? {
        Some(version) => Ok(version.sessions),
        None if sql::last_number(conn, event).await? == 0 => sql::draft(conn, event).await,
        None => Ok(Vec::new()),
    }
}
