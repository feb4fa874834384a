//! What is done with the order of presentations, with its rows in the audit log.

use serde_json::json;

use super::{
    forms::{Deed, Line, Wanted},
    model::{self, MOST},
    sql,
};
use crate::{
    audit::{Change, Hand},
    db::{Tx, constraint},
    error::Result,
    features::agenda::Session,
    kernel::{
        clock::Clock,
        ids::{EventId, ReorderId, SessionId, SlotId},
    },
};

/// Why something was not done.
pub(super) type Refused = &'static str;

const FULL: &str = "Paling banyak 100 paparan dalam satu sesi.";
const TWICE: &str = "Perpustakaan ini sudah ada dalam urutan.";

/// Gives turns behind the last one; says how many.
pub(super) async fn add(
    tx: &mut Tx,
    clock: &Clock,
    (event, session): (EventId, SessionId),
    wanted: Wanted,
    minutes: i32,
) -> Result<Result<Vec<String>, Refused>> {
    let there = sql::list(tx, event, session).await?.len();
    let candidates = sql::candidates(tx, event, session).await?;
    let new: Vec<_> = match wanted {
        Wanted::Category(category) => candidates
            .into_iter()
            .filter(|c| c.category == category)
            .map(|c| (SlotId::new(), Some(c.library), c.name))
            .collect(),
        Wanted::Library(library) => {
            let Some(found) = candidates.into_iter().find(|c| c.library == library) else {
                return Ok(Err("Perpustakaan ini sudah ada dalam urutan, atau tidak ikut kegiatan ini."));
            };
            vec![(SlotId::new(), Some(found.library), found.name)]
        }
        Wanted::Other(label) => vec![(SlotId::new(), None, label)],
    };
    if new.is_empty() {
        return Ok(Err("Semua perpustakaan itu sudah ada dalam urutan."));
    }
    if there + new.len() > MOST {
        return Ok(Err(FULL));
    }
    let hand = Hand::of(tx, clock);
    sql::add(tx, (event, session), &new, minutes, &hand).await?;
    let labels: Vec<String> = new.into_iter().map(|(.., label)| label).collect();
    let after = json!({ "labels": labels, "minutes": minutes });
    Change::new(clock, "slot.add", session).in_event(event).after(&after).record(tx).await?;
    Ok(Ok(labels))
}

/// Gives every library of a category that has none a turn of so many minutes, where there is any.
pub async fn present(
    tx: &mut Tx,
    clock: &Clock,
    at: (EventId, SessionId),
    category: &str,
    minutes: i32,
) -> Result<()> {
    add(tx, clock, at, Wanted::Category(category.to_owned()), minutes).await.map(|_| ())
}

/// What came of a deed.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// What takes the new order or minutes back; `None` when they are as they were.
    pub reorder: Option<ReorderId>,
    /// Which turn was removed, and whose it was.
    pub removed: Option<(SlotId, String)>,
}

/// Saves the minutes that were typed and then does the deed.
pub(super) async fn change(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    session: &Session,
    lines: &[Line],
    deed: Deed,
) -> Result<Result<Changed, Refused>> {
    let stands: Vec<_> = lines.iter().map(|line| (line.slot.id, line.slot.minutes)).collect();
    let order: Vec<SlotId> = stands.iter().map(|(id, _)| *id).collect();
    let place = |slot: SlotId| order.iter().position(|id| *id == slot).unwrap_or_default();
    let new = match deed {
        Deed::Up(slot) => model::reordered(&order, slot, place(slot).saturating_sub(1)),
        Deed::Down(slot) => model::reordered(&order, slot, place(slot) + 1),
        Deed::To(slot, to) => model::reordered(&order, slot, to),
        _ => order.clone(),
    };
    let spread = match deed {
        Deed::Spread => {
            let whole = (session.ends_at - session.starts_at).num_minutes();
            let Some(spread) = model::spread(whole, order.len()) else {
                return Ok(Err(
                    "Waktu sesi ini tidak dapat dibagi rata: ubah jam sesinya atau jumlah paparannya.",
                ));
            };
            spread
        }
        Deed::Each(minutes) => vec![minutes; order.len()],
        _ => new
            .iter()
            .map(|id| lines.iter().find(|line| line.slot.id == *id).map_or(1, Line::minutes))
            .collect(),
    };
    let wanted: Vec<_> = new.into_iter().zip(spread).collect();
    let hand = Hand::of(tx, clock);
    let mut changed = Changed::default();
    if wanted != stands {
        let reorder = *changed.reorder.insert(ReorderId::new());
        sql::set(tx, (event, session.id), reorder, &wanted, &hand).await?;
        Change::new(clock, "slot.change", session.id)
            .in_event(event)
            .before(&stands)
            .after(&wanted)
            .record(tx)
            .await?;
    }
    let Deed::Remove(slot) = deed else { return Ok(Ok(changed)) };
    let gone = sql::set_removed(tx, (event, session.id), slot, true, &hand).await?;
    if gone.is_some() {
        Change::new(clock, "slot.remove", slot).in_event(event).record(tx).await?;
    }
    changed.removed = gone.map(|label| (slot, label));
    Ok(Ok(changed))
}

/// Puts the order and its minutes back as they were; says whether it did: not when somebody changed the order since, nor a
/// second time.
pub(super) async fn put_back(
    tx: &mut Tx,
    clock: &Clock,
    (event, session): (EventId, SessionId),
    reorder: ReorderId,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let back = sql::put_back(tx, (event, session), reorder, &hand).await?;
    if back > 0 {
        Change::new(clock, "slot.put_back", session).in_event(event).after(&reorder).record(tx).await?;
    }
    Ok(back > 0)
}

/// Brings a removed turn back to where it was; a second time changes nothing.
pub(super) async fn restore(
    tx: &mut Tx,
    clock: &Clock,
    (event, session): (EventId, SessionId),
    slot: SlotId,
) -> Result<Result<(), Refused>> {
    if sql::list(tx, event, session).await?.len() >= MOST {
        return Ok(Err(FULL));
    }
    let hand = Hand::of(tx, clock);
    match sql::set_removed(tx, (event, session), slot, false, &hand).await {
        Ok(None) => Ok(Ok(())),
        Ok(Some(_)) => {
            Change::new(clock, "slot.restore", slot).in_event(event).record(tx).await?;
            Ok(Ok(()))
        }
        Err(error) if constraint::broken(&error) == Some("session_slots_once") => Ok(Err(TWICE)),
        Err(error) => Err(error.into()),
    }
}
