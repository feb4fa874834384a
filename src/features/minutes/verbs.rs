//! What can be done with the notulen, with its row in the audit log.

use sha2::{Digest as _, Sha256};

use super::{
    model::{self, Entry, Kind, MOST, NewEntry, Spot},
    sql::{self, Writer},
};
use crate::{
    audit::{Change, Hand},
    db::Tx,
    error::{Error, Result},
    kernel::{
        clock::Clock,
        ids::{AccountId, EventId, MinuteCommentId, MinuteEntryId, SessionId},
    },
};

/// What came of writing an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It stands in the notulen.
    Stored,
    /// It stood there before: the same was sent once more.
    Again,
    /// The session's notulen is full.
    Full,
}

/// The account that writes; nothing is written by nobody.
fn writer(tx: &Tx) -> Result<AccountId> {
    tx.scope().actor().ok_or(Error::NotFound)
}

/// What tells whether an entry is the one that was sent before.
fn hash_of(session: SessionId, new: &NewEntry) -> Vec<u8> {
    let said = serde_json::json!([session, new]);
    Sha256::digest(said.to_string()).to_vec()
}

/// Writes an entry below the others. Its device has given it its id; where that is taken by something else, as when a page
/// was gone back to, it gets one of its own.
pub async fn write(
    tx: &mut Tx,
    clock: &Clock,
    at: (EventId, SessionId),
    id: MinuteEntryId,
    new: &NewEntry,
) -> Result<Written> {
    keep(tx, clock, at, id, new, false).await
}

/// Writes an entry that a device sends again until it is told that it stands. What was sent under its id before, and has been
/// corrected on the device since, becomes what it is now, unless somebody else has changed it.
pub(super) async fn send(
    tx: &mut Tx,
    clock: &Clock,
    at: (EventId, SessionId),
    id: MinuteEntryId,
    new: &NewEntry,
) -> Result<Written> {
    keep(tx, clock, at, id, new, true).await
}

/// Keeps an entry. Another one under its id is corrected by it if it `may_correct`; else both are kept.
async fn keep(
    tx: &mut Tx,
    clock: &Clock,
    (event, session): (EventId, SessionId),
    id: MinuteEntryId,
    new: &NewEntry,
    may_correct: bool,
) -> Result<Written> {
    let hand = Hand::of(tx, clock);
    let writer = Writer { id: writer(tx)?, hand: &hand };
    let hash = hash_of(session, new);
    sql::hold(tx, session).await?;
    let there = sql::sessions(tx, event, Some(session)).await?.pop().ok_or(Error::NotFound)?;
    let mut id = id;
    match sql::sent_hash(tx, event, id).await {
        Ok(sent) if sent == hash => return Ok(Written::Again),
        Ok(_) => {
            if may_correct && sql::correct(tx, (event, session), id, new, &hash, &writer).await? {
                Change::new(clock, "minutes.correct", id).in_event(event).after(new).record(tx).await?;
                return Ok(Written::Stored);
            }
            id = MinuteEntryId::new();
        }
        Err(sqlx::Error::RowNotFound) => {}
        Err(error) => return Err(error.into()),
    }
    if there.entries >= MOST {
        return Ok(Written::Full);
    }
    if !sql::insert(tx, (event, session), id, new, &hash, &writer).await? {
        return Ok(Written::Again);
    }
    Change::new(clock, "minutes.write", id).in_event(event).after(new).record(tx).await?;
    Ok(Written::Stored)
}

/// Changes an entry unless somebody else did meanwhile; says whether it did.
pub(super) async fn change(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (version, before): (i32, &Entry),
    new: &NewEntry,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    if !sql::update(tx, event, before.id, version, new, &hand).await? {
        return Ok(false);
    }
    let was = NewEntry {
        kind: before.kind,
        body: before.body.clone(),
        answers: before.answers,
        raised_by: before.raised_by.clone(),
    };
    Change::new(clock, "minutes.change", before.id)
        .in_event(event)
        .before(&was)
        .after(new)
        .record(tx)
        .await?;
    Ok(true)
}

/// Puts an entry at another spot of its row; says whether that is a change.
pub(super) async fn place(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    entry: &Entry,
    spot: Spot<MinuteEntryId>,
) -> Result<bool> {
    sql::hold(tx, entry.session).await?;
    let entries = sql::entries(tx, event, Some(entry.session), MOST * 2).await?;
    let row = model::row_of(&entries, entry);
    let Some(wanted) = model::placed(&row, entry.id, spot).filter(|wanted| *wanted != row) else {
        return Ok(false);
    };
    sql::put_in_order(tx, event, &wanted).await?;
    Change::new(clock, "minutes.place", entry.id)
        .in_event(event)
        .before(&row)
        .after(&wanted)
        .record(tx)
        .await?;
    Ok(true)
}

/// Removes an entry, and with a challenge its solutions; says whether it was there.
pub(super) async fn remove(tx: &mut Tx, clock: &Clock, event: EventId, id: MinuteEntryId) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let removed = sql::remove(tx, event, id, &hand).await?;
    if removed {
        Change::new(clock, "minutes.remove", id).in_event(event).record(tx).await?;
    }
    Ok(removed)
}

/// Brings a removed entry back; says whether it could.
pub(super) async fn restore(tx: &mut Tx, clock: &Clock, event: EventId, id: MinuteEntryId) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let restored = sql::restore(tx, event, id, &hand).await?;
    if restored {
        Change::new(clock, "minutes.restore", id).in_event(event).record(tx).await?;
    }
    Ok(restored)
}

/// Takes a challenge to the Stakeholder Meeting with its solutions, or does not; says whether that is a change.
pub async fn escalate(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    entry: &Entry,
    escalated: bool,
) -> Result<bool> {
    if entry.kind != Kind::Challenge || !sql::escalate(tx, event, entry.id, escalated).await? {
        return Ok(false);
    }
    Change::new(clock, "minutes.escalate", entry.id).in_event(event).after(&escalated).record(tx).await?;
    Ok(true)
}

/// Adds a remark, once.
pub(super) async fn remark(
    tx: &mut Tx,
    clock: &Clock,
    (event, session): (EventId, SessionId),
    id: MinuteCommentId,
    body: &str,
) -> Result<()> {
    let hand = Hand::of(tx, clock);
    let writer = Writer { id: writer(tx)?, hand: &hand };
    let mut id = id;
    match sql::remark(tx, event, id).await {
        Ok((place, who, words)) if (place, who, words.as_str()) == (session, writer.id, body) => {
            return Ok(());
        }
        Ok(_) => id = MinuteCommentId::new(),
        Err(sqlx::Error::RowNotFound) => {}
        Err(error) => return Err(error.into()),
    }
    if sql::insert_remark(tx, (event, session), id, body, &writer).await? {
        Change::new(clock, "minutes.remark", id).in_event(event).after(&body).record(tx).await?;
    }
    Ok(())
}

/// Removes a remark or brings it back; says whether that is a change.
pub(super) async fn set_remark_removed(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    id: MinuteCommentId,
    removed: bool,
) -> Result<bool> {
    let at = removed.then(|| clock.now());
    let changed = sql::set_remark_removed(tx, event, id, at).await?;
    if changed {
        let action = if removed { "minutes.remove_remark" } else { "minutes.restore_remark" };
        Change::new(clock, action, id).in_event(event).record(tx).await?;
    }
    Ok(changed)
}
