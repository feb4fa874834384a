//! Storing marks: one outcome per mark, whatever is sent again, late, out of order or from two phones.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{
    model::{self, About, Decision, Effective, KeptMark, Mark, Outcome, Source},
    sql::{self, NewMark, NewState},
};
use crate::{
    audit::Change,
    db::Tx,
    error::{Error, Result},
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
    /// Who marked, and sends.
    pub marker: AccountId,
    /// How the marks were made.
    pub source: Source,
    /// The device's name, or the batch's.
    pub device: &'a str,
    /// When the server got them.
    pub received_at: DateTime<Utc>,
}

/// The most marks one marker can leave about one person in one session; nobody taps that often.
const MOST_PER_PERSON: usize = 200;

/// The refusal of an id that belongs to another mark: the device gives a new one.
const ID_REUSED: &str = "id_reused";

/// What came of one mark; `code` is the reason of a refusal, or a duplicate's first outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What came of it.
    pub outcome: Outcome,
    /// The reason of a refusal, or a duplicate's first outcome.
    pub code: Option<String>,
}

impl Verdict {
    fn of(outcome: Outcome) -> Self {
        Self { outcome, code: None }
    }
    /// Whether the id belongs to another mark already.
    pub fn is_id_reused(&self) -> bool {
        self.code.as_deref() == Some(ID_REUSED)
    }
    fn refused(code: &str) -> Self {
        Self { outcome: Outcome::Refused, code: Some(code.to_owned()) }
    }
}

type Key = (SessionId, ParticipantId);

/// What is kept about one person in one session, by the row that counts, and what this delivery adds.
struct Slot {
    province_code: String,
    closed: bool,
    marks: Vec<KeptMark>,
    decisions: Vec<Decision>,
    touched: bool,
}

/// The slots of some people, whichever of their rows were named.
#[derive(Default)]
struct Slots {
    slots: BTreeMap<Key, Slot>,
    /// For every row of these people: which one counts, and what was said of it.
    rows: BTreeMap<ParticipantId, (ParticipantId, About)>,
}

impl Slots {
    /// The slot of a row in a session, and the row itself; nothing where the scope does not see them.
    fn of(&mut self, (session, person): Key) -> Option<(&mut Slot, About)> {
        let (counts, about) = self.rows.get(&person)?;
        Some((self.slots.get_mut(&(session, *counts))?, *about))
    }
}

/// Stores the marks of a delivery in the order they came, and says what became of each.
///
/// The pairs of session and person are locked in one order, so that two phones cannot deadlock; ids and people that
/// the scope does not see are refused one by one, and block nobody. A mark about somebody who was merged is kept as it
/// was made and counts for the survivor.
pub async fn record(tx: &mut Tx, delivery: &Delivery<'_>, marks: &[Mark]) -> Result<Vec<Verdict>> {
    if tx.scope().actor() != Some(delivery.marker) {
        return Err(Error::Forbidden(
            "Tanda ini dibuat oleh orang lain. Masuklah sebagai orang itu untuk mengirimnya.",
        ));
    }
    let keys: BTreeSet<Key> = marks.iter().map(|mark| (mark.session, mark.person)).collect();
    let mut slots = load(tx, delivery.event, &keys).await?;
    let ids: Vec<_> = marks.iter().map(|mark| mark.id).collect();
    let known = sql::known_marks(tx, delivery.event, delivery.marker, &ids).await?;
    let mut fresh: Vec<NewMark> = Vec::new();
    let mut verdicts = Vec::with_capacity(marks.len());
    for mark in marks {
        let before = known.iter().find(|k| k.id == mark.id).map(|k| (k.is(mark), k.outcome.as_str()));
        let now = fresh.iter().find(|f| f.mark.id == mark.id).map(|f| (f.mark == *mark, f.outcome.code()));
        let verdict = match before.or(now) {
            Some((true, first)) => Verdict { outcome: Outcome::Duplicate, code: Some(first.to_owned()) },
            Some((false, _)) => Verdict::refused(ID_REUSED),
            None => match slots.of((mark.session, mark.person)) {
                Some(slot) => store(slot, delivery, mark, &mut fresh),
                None => Verdict::refused("unknown"),
            },
        };
        verdicts.push(verdict);
    }
    sql::insert_marks(tx, delivery, &fresh).await?;
    let states: Vec<NewState> = slots
        .slots
        .iter()
        .filter(|(_, slot)| slot.touched)
        .filter_map(|(key, slot)| settled(*key, slot))
        .collect();
    sql::upsert_states(tx, delivery.event, &states).await?;
    Ok(verdicts)
}

fn store(
    (slot, about): (&mut Slot, About),
    delivery: &Delivery<'_>,
    mark: &Mark,
    fresh: &mut Vec<NewMark>,
) -> Verdict {
    if slot.marks.iter().filter(|kept| kept.marker == delivery.marker).count() >= MOST_PER_PERSON {
        return Verdict::refused("too_many");
    }
    let (effective_at, doubtful) =
        model::effective_time(mark.device_time, mark.offset_ms, delivery.received_at);
    let kept = KeptMark {
        id: mark.id,
        about,
        marker: delivery.marker,
        state: mark.state,
        note: mark.note.clone(),
        effective_at,
        received_at: delivery.received_at,
        proposed: slot.closed,
    };
    let province_code = slot.province_code.clone();
    slot.marks.push(kept.clone());
    let outcome = match model::effective(&slot.marks, &slot.decisions) {
        Some(effective) => Outcome::of(&kept, &slot.marks, &effective),
        None => Outcome::Proposed,
    };
    slot.touched |= !kept.proposed;
    fresh.push(NewMark { mark: mark.clone(), province_code, effective_at, doubtful, outcome });
    Verdict::of(outcome)
}

/// The row of the effective state. A decision's row keeps the newest mark's time and id.
fn state(key: Key, slot: &Slot, effective: &Effective) -> Option<NewState> {
    let newest = slot.marks.iter().filter(|m| !m.proposed).max_by_key(|m| (m.effective_at, m.id))?;
    let winner = effective.winner.and_then(|id| slot.marks.iter().find(|m| m.id == id)).unwrap_or(newest);
    Some(NewState {
        session: key.0,
        person: key.1,
        province_code: slot.province_code.clone(),
        state: effective.state,
        note: winner.note.clone(),
        effective_at: winner.effective_at,
        mark: winner.id,
        marker: winner.marker,
        conflict: effective.conflict,
        decided_at: slot.decisions.iter().map(|d| d.decided_at).max(),
    })
}

async fn load(tx: &mut Tx, event: EventId, keys: &BTreeSet<Key>) -> Result<Slots> {
    let sessions: Vec<_> = keys.iter().map(|key| key.0.0).collect();
    let people: Vec<_> = keys.iter().map(|key| key.1.0).collect();
    let mut found = Slots::default();
    for pair in sql::lock_pairs(tx, event, &sessions, &people).await? {
        let counts = pair.counts_for;
        found.rows.insert(counts, (counts, About { person: counts, since: None }));
        for (row, since) in pair.aliases.into_iter().flatten().zip(pair.since.into_iter().flatten()) {
            let row = ParticipantId(row);
            found.rows.insert(row, (counts, About { person: row, since: Some(since) }));
        }
        let (province_code, closed) = (pair.province_code, pair.closed);
        found.slots.entry((pair.session, counts)).or_insert_with(|| Slot {
            province_code,
            closed,
            marks: Vec::new(),
            decisions: Vec::new(),
            touched: false,
        });
    }
    // Every row of everybody, in every session that was asked for.
    let mut rows: BTreeMap<ParticipantId, Vec<ParticipantId>> = BTreeMap::new();
    for (row, (counts, _)) in &found.rows {
        rows.entry(*counts).or_default().push(*row);
    }
    let (sessions, people): (Vec<_>, Vec<_>) = found
        .slots
        .keys()
        .flat_map(|(session, counts)| rows.get(counts).into_iter().flatten().map(|row| (session.0, row.0)))
        .unzip();
    for row in sql::marks_of_pairs(tx, event, &sessions, &people).await? {
        if let Some((slot, about)) = found.of((row.session, row.person)) {
            slot.marks.push(row.kept(about));
        }
    }
    for row in sql::decisions_of_pairs(tx, event, &sessions, &people).await? {
        if let Some((slot, about)) = found.of((row.session, row.person)) {
            slot.decisions.push(Decision { about, state: row.state, decided_at: row.decided_at });
        }
    }
    Ok(found)
}

/// Recomputes and stores the state of one person in one session: after a decision.
pub async fn settle(tx: &mut Tx, event: EventId, session: SessionId, person: ParticipantId) -> Result<()> {
    settle_all(tx, event, &BTreeSet::from([(session, person)])).await
}

async fn settle_all(tx: &mut Tx, event: EventId, keys: &BTreeSet<Key>) -> Result<()> {
    let found = load(tx, event, keys).await?;
    let states: Vec<_> = found.slots.iter().filter_map(|(key, slot)| settled(*key, slot)).collect();
    Ok(sql::upsert_states(tx, event, &states).await?)
}

/// Works out anew who was present of these people, in every session: after their rows were merged, or parted again.
pub async fn settle_anew(tx: &mut Tx, event: EventId, people: &[ParticipantId]) -> Result<()> {
    let ids: Vec<_> = people.iter().map(|person| person.0).collect();
    sql::forget_states(tx, event, &ids).await?;
    let keys: BTreeSet<Key> = sql::sessions_of(tx, event, &ids).await?.into_iter().collect();
    settle_all(tx, event, &keys).await
}

fn settled(key: Key, slot: &Slot) -> Option<NewState> {
    let effective = model::effective(&slot.marks, &slot.decisions)?;
    state(key, slot, &effective).or_else(|| decided_without_marks(key, slot, &effective))
}

/// A decision about somebody whom nobody had marked: its own time stands, under ids that no mark has.
fn decided_without_marks(key: Key, slot: &Slot, effective: &Effective) -> Option<NewState> {
    let decided_at = slot.decisions.iter().map(|d| d.decided_at).max()?;
    Some(NewState {
        session: key.0,
        person: key.1,
        province_code: slot.province_code.clone(),
        state: effective.state,
        note: String::new(),
        effective_at: decided_at,
        mark: crate::kernel::ids::MarkId(uuid::Uuid::nil()),
        marker: AccountId(uuid::Uuid::nil()),
        conflict: effective.conflict,
        decided_at: Some(decided_at),
    })
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
