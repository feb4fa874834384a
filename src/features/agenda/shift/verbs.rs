//! Moving sessions and putting them back, with their rows in the audit log.

use super::{
    model::Move,
    sql::{self, Wanted},
};
use crate::{
    audit::{self, Hand, One},
    db::Tx,
    error::{Error, Result},
    features::agenda::{
        Session,
        publication::{self, Publication, model::Seen},
    },
    kernel::{
        clock::Clock,
        ids::{EventId, ShiftId},
    },
};

/// Gives sessions the hours that were worked out from `sessions`, and another `room` where one is said; `None` when somebody touched one of them meanwhile, and
/// then nothing is to be kept.
pub(super) async fn move_all(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    sessions: &[Session],
    (action, moves): (&'static str, &[Move]),
    room: Option<&str>,
) -> Result<Option<ShiftId>> {
    let shift = ShiftId::new();
    let wanted: Vec<Wanted> = moves
        .iter()
        .filter_map(|one| {
            let session = sessions.iter().find(|session| session.id == one.id)?;
            let (starts_at, ends_at) = one.after;
            Some(Wanted {
                id: one.id,
                version: session.version,
                starts_at,
                ends_at,
                room: room.map(ToOwned::to_owned),
            })
        })
        .collect();
    let hand = Hand::of(tx, clock);
    let reached = sql::change(tx, event, shift, &wanted, &hand).await?;
    if reached != u64::try_from(moves.len()).unwrap_or(u64::MAX) {
        return Ok(None);
    }
    let changes = moves
        .iter()
        .map(|one| One {
            subject: one.id.0,
            before: serde_json::to_value(one.before).ok(),
            after: match room {
                Some(room) => serde_json::to_value((one.after, room)).ok(),
                None => serde_json::to_value(one.after).ok(),
            },
        })
        .collect();
    audit::record_all(tx, clock, action, event, changes).await?;
    Ok(Some(shift))
}

/// What came of moving the rest of a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shifted {
    pub shift: ShiftId,
    /// The version that readers were shown with it.
    pub published: Option<i32>,
}

/// Moves the rest of a day and, where `publishing` says so, publishes what comes of it: what must have been seen, and the note.
/// `None` when something changed meanwhile, and then nothing is to be kept.
pub(super) async fn shift(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (sessions, moves): (&[Session], &[Move]),
    publishing: Option<(Seen, String)>,
) -> Result<Option<Shifted>> {
    let Some(shift) = move_all(tx, clock, event, sessions, ("session.shift", moves), None).await? else {
        return Ok(None);
    };
    let Some((seen, note)) = publishing else { return Ok(Some(Shifted { shift, published: None })) };
    let published = match publication::publish(tx, clock, event, Some(&seen), &note).await? {
        Publication::Published(number) => Some(number),
        // The day is as readers know it.
        Publication::Nothing(_) => None,
        Publication::Empty | Publication::Stale => return Ok(None),
    };
    Ok(Some(Shifted { shift, published }))
}

/// What came of putting sessions back.
#[derive(Debug)]
pub(super) struct PutBack {
    /// How many have their old hours again.
    pub back: usize,
    /// The titles of those that somebody touched since, or that have been put back already.
    pub left: Vec<String>,
}

impl PutBack {
    /// Whether everything has its old hours again.
    pub fn is_whole(&self) -> bool {
        self.back > 0 && self.left.is_empty()
    }
}

/// Puts back what was moved at once, but for what somebody touched since.
pub(super) async fn put_back(tx: &mut Tx, clock: &Clock, event: EventId, shift: ShiftId) -> Result<PutBack> {
    sql::hold(tx, event).await?;
    let moved = sql::moved(tx, event, shift).await?;
    if moved.is_empty() {
        return Err(Error::NotFound);
    }
    let hand = Hand::of(tx, clock);
    let back = sql::put_back(tx, event, shift, &hand).await?;
    let changes = back.iter().map(|id| One { subject: id.0, before: None, after: None }).collect();
    audit::record_all(tx, clock, "session.put_back", event, changes).await?;
    let left = moved.into_iter().filter(|(id, _)| !back.contains(id)).map(|(_, title)| title).collect();
    Ok(PutBack { back: back.len(), left })
}
