//! Storing marks: one outcome per mark, whatever is sent again, late, out of order or from two phones.

use chrono::{DateTime, Utc};

use super::{
    model::{Holds, Mark, Outcome, Waits},
    sql,
};
use crate::{
    audit::Change,
    db::{Db, Tx, constraint, scope::Scope},
    error::Result,
    kernel::{
        clock::Clock,
        ids::{AccountId, EventId, ParticipantId, SessionId},
    },
};

/// One delivery of marks of one event by one person.
#[derive(Debug)]
pub struct Delivery<'a> {
    /// The event.
    pub event: EventId,
    /// Who marked.
    pub marker: AccountId,
    /// Why all of it waits for a person; `None` when it counts at once.
    pub waits: Option<Waits>,
    /// What the device still holds beside this, when it says so.
    pub holds: Option<Holds>,
    /// The device's name, or the batch's.
    pub device: &'a str,
    /// When the server got them.
    pub received_at: DateTime<Utc>,
}

impl<'a> Delivery<'a> {
    /// What one person marked with the right to, as it arrives.
    pub fn new(event: EventId, marker: AccountId, device: &'a str, received_at: DateTime<Utc>) -> Self {
        Self { event, marker, waits: None, holds: None, device, received_at }
    }

    /// What a person says of themselves: they have no account, so their own id stands for who marked.
    pub fn of_oneself(event: EventId, person: ParticipantId, received_at: DateTime<Utc>) -> Self {
        Self::new(event, AccountId(person.0), "", received_at)
    }
}

/// What came of one mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What came of it.
    pub outcome: Outcome,
    /// Whether it is the mark that counts now.
    pub counts: bool,
    /// The reason of a refusal, or a duplicate's first outcome; empty otherwise.
    pub code: String,
}

/// The refusal of an id that belongs to another mark: the device gives a new one.
const ID_REUSED: &str = "id_reused";

impl Verdict {
    /// Whether the id belongs to another mark already.
    pub fn is_id_reused(&self) -> bool {
        self.code == ID_REUSED
    }

    pub(super) fn refused(code: &str) -> Self {
        Self { outcome: Outcome::Refused, counts: false, code: code.to_owned() }
    }
}

/// Stores the marks of a delivery and says what became of each, in the order they came.
///
/// The pairs of session and person are locked in one order, so that two phones cannot deadlock; ids and people that
/// the scope does not see are refused one by one, and block nobody. A mark about somebody who was merged is kept as it
/// was made and counts for the survivor.
pub async fn record(tx: &mut Tx, delivery: &Delivery<'_>, marks: &[Mark]) -> Result<Vec<Verdict>> {
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql::take_marks(tx, delivery, marks).await?)
}

/// Stores marks in a transaction of their own; when they cannot be stored together, each by itself, so that one that the
/// database does not take keeps back no other.
pub async fn deliver(
    db: &Db,
    scope: &Scope,
    delivery: &Delivery<'_>,
    marks: &[Mark],
) -> Result<Vec<Verdict>> {
    if marks.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = db.begin(scope).await?;
    match sql::take_marks(&mut tx, delivery, marks).await {
        Ok(verdicts) => {
            tx.commit().await?;
            return Ok(verdicts);
        }
        Err(error) if !constraint::is_about_rows(&error) => return Err(error.into()),
        Err(error) => tracing::warn!(%error, marks = marks.len(), "marks are stored one by one"),
    }
    drop(tx);
    let mut tx = db.begin(scope).await?;
    let mut verdicts = Vec::with_capacity(marks.len());
    for mark in marks {
        let mut alone = tx.nested().await?;
        match sql::take_marks(&mut alone, delivery, std::slice::from_ref(mark)).await {
            Ok(verdict) => {
                alone.commit().await?;
                verdicts.extend(verdict);
            }
            Err(error) if constraint::is_about_rows(&error) => {
                alone.rollback().await?;
                // The marker has used the id in an event that is out of sight here.
                let is_reused = constraint::broken(&error) == Some("attendance_marks_pkey");
                verdicts.push(Verdict::refused(if is_reused { ID_REUSED } else { "malformed" }));
            }
            Err(error) => return Err(error.into()),
        }
    }
    tx.commit().await?;
    Ok(verdicts)
}

/// Works out anew who was present of these people, in every session: after their rows were merged, or parted again.
pub async fn settle_anew(tx: &mut Tx, event: EventId, people: &[ParticipantId]) -> Result<()> {
    let ids: Vec<_> = people.iter().map(|person| person.0).collect();
    sql::forget_states(tx, event, &ids).await?;
    let (sessions, people) = sql::sessions_of(tx, event, &ids).await?;
    Ok(sql::settle(tx, event, &sessions, &people).await?)
}

/// Closes a session: later marks become proposals. Says whether it was open.
pub async fn close(tx: &mut Tx, clock: &Clock, event: EventId, session: SessionId) -> Result<bool> {
    let (by, account) = (tx.scope().actor_name().to_owned(), tx.scope().actor());
    let closing = sql::Closing { at: clock.now(), by: &by, account };
    let closed = sql::set_closed(tx, event, session, Some(closing)).await?;
    if closed {
        Change::new(clock, "attendance.close", session).in_event(event).record(tx).await?;
    }
    Ok(closed)
}
