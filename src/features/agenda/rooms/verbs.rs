//! What is done with rooms, with its row in the audit log.

use super::{
    forms::{RoomForm, RoomPlan},
    sql::{self, Room},
};
use crate::{
    audit::{self, Change, Hand},
    db::{Tx, constraint},
    error::Result,
    features::agenda,
    kernel::{
        clock::Clock,
        ids::{EventId, RoomId, SessionId},
        text,
    },
};

const NAME_KEY: &str = "event_rooms_name_key";

/// Why a room was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Another room bears the name.
    Taken,
    /// The event has as many rooms as it may.
    TooMany,
}

impl Refused {
    /// What to do instead.
    pub fn sentence(self) -> String {
        match self {
            Self::Taken => {
                "Nama ini sudah dipakai ruang lain. Ubah ruang itu, atau pilih nama yang berbeda.".into()
            }
            Self::TooMany => format!("Sudah ada {} ruang. Hapus dulu yang tidak dipakai.", super::MOST),
        }
    }
}

/// Adds a room; the transaction is of no more use when it is refused.
pub async fn add(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    plan: &RoomPlan,
) -> Result<Result<RoomId, Refused>> {
    if !sql::holds_one_more(tx, event).await? {
        return Ok(Err(Refused::TooMany));
    }
    let id = RoomId::new();
    let hand = Hand::of(tx, clock);
    if constraint::unless_broken(sql::insert(tx, event, id, plan, &hand).await, NAME_KEY)?.is_none() {
        return Ok(Err(Refused::Taken));
    }
    Change::new(clock, "room.add", id).in_event(event).after(plan).record(tx).await?;
    Ok(Ok(id))
}

/// What came of changing a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It was changed, and so many sessions followed its name.
    Done(usize),
    /// Somebody else changed it meanwhile.
    Stale,
    /// Another room bears the name.
    Taken,
}

/// Changes a room, unless somebody else did since `version`. Sessions that meant it follow its new name.
pub async fn change(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    before: &Room,
    version: i32,
    plan: &RoomPlan,
) -> Result<Changed> {
    let hand = Hand::of(tx, clock);
    let updated = sql::update(tx, event, before.id, version, plan, &hand).await;
    match constraint::unless_broken(updated, NAME_KEY)? {
        None => return Ok(Changed::Taken),
        Some(false) => return Ok(Changed::Stale),
        Some(true) => {}
    }
    Change::new(clock, "room.change", before.id)
        .in_event(event)
        .before(&RoomForm::of(before))
        .after(plan)
        .record(tx)
        .await?;
    if before.name == plan.name {
        return Ok(Changed::Done(0));
    }
    let meant: Vec<(SessionId, String)> = agenda::list_for_event(tx, event)
        .await?
        .into_iter()
        .filter(|session| text::compact(&session.room) == before.key && session.room != plan.name)
        .map(|session| (session.id, session.room))
        .collect();
    let ids: Vec<SessionId> = meant.iter().map(|(id, _)| *id).collect();
    let moved = sql::move_sessions(tx, event, &ids, &plan.name, &hand).await?;
    let changes = meant.iter().filter(|(id, _)| moved.contains(id)).map(|(id, room)| audit::One {
        subject: id.0,
        before: Some(serde_json::json!({ "room": room })),
        after: Some(serde_json::json!({ "room": plan.name })),
    });
    audit::record_all(tx, clock, "session.room", event, changes.collect()).await?;
    Ok(Changed::Done(moved.len()))
}

/// Removes a room or brings it back; the transaction is of no more use when it is refused.
pub async fn set_removed(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    id: RoomId,
    removed: bool,
) -> Result<Result<(), Refused>> {
    if !removed && !sql::holds_one_more(tx, event).await? {
        return Ok(Err(Refused::TooMany));
    }
    let hand = Hand::of(tx, clock);
    let done = sql::set_removed(tx, event, id, removed, &hand).await;
    match constraint::unless_broken(done, NAME_KEY)? {
        None => return Ok(Err(Refused::Taken)),
        Some(false) => {}
        Some(true) => {
            let action = if removed { "room.remove" } else { "room.restore" };
            Change::new(clock, action, id).in_event(event).record(tx).await?;
        }
    }
    Ok(Ok(()))
}
