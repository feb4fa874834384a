//! What may be wrong with an agenda, found without the database or the web.
//!
//! Decided here, because nobody has told us otherwise:
//! - Hours touch without overlapping: a session may begin when another ends.
//! - Breaks, registration and booths share their room with anything: people eat in the hall, sign in at its door, and booths
//!   stand along its walls the whole day. Walks along the expo share a room with each other. Nothing else shares.
//! - Registration may lie outside the programme days: people arrive the day before.
//! - The hours of prayer are those that offices write into their agendas, in local time, the same everywhere and all year.
//!   The true hours differ by place and day by up to an hour (Kementerian Agama publishes them per kabupaten and kota), so
//!   they are no fact to compute with, only enough to make somebody look. On Fridays the congregation's prayer stands in
//!   place of Dzuhur, and no break makes up for it.
//! - Otherwise a session may reach into a prayer that people can say in a break beside it: one that is long enough and touches
//!   those hours.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

use crate::{
    features::agenda::{model::SessionKind, slots},
    kernel::{
        ids::{ParticipantId, SessionId},
        text,
        zone::Zone,
    },
};

/// A session as it is looked at.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which one.
    pub id: SessionId,
    /// What happens.
    pub kind: SessionKind,
    /// Where, as typed; may be empty.
    pub room: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Whether presence is marked, and so everybody is expected.
    pub takes_attendance: bool,
    /// How many minutes those who present in it take together.
    pub presented: i64,
    /// Who leads or moderates it.
    pub people: Vec<ParticipantId>,
}

/// What an agenda is held against.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The event's zone.
    pub zone: Zone,
    /// First programme day.
    pub first_day: NaiveDate,
    /// Last programme day.
    pub last_day: NaiveDate,
    /// How many participants are expected.
    pub expected: i64,
    /// How many people a room holds, by its name as it is compared.
    pub capacities: HashMap<String, i32>,
    /// When people are needed in other events.
    pub busy: Vec<Busy>,
}

/// Somebody is needed elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Busy {
    /// Who.
    pub person: ParticipantId,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
}

/// A prayer that an agenda must leave room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prayer {
    /// Friday's at noon; men pray it together and cannot make up for it.
    Friday,
    /// At noon.
    Dzuhur,
    /// In the afternoon.
    Asar,
    /// At sunset.
    Maghrib,
}

impl Prayer {
    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Prayer::Friday => "Jumat",
            Prayer::Dzuhur => "Dzuhur",
            Prayer::Asar => "Asar",
            Prayer::Maghrib => "Maghrib",
        }
    }

    /// From when until when, by the local clock.
    pub fn hours(self) -> (NaiveTime, NaiveTime) {
        let (from, to) = match self {
            Prayer::Friday => ((11, 30), (13, 0)),
            Prayer::Dzuhur => ((12, 0), (13, 0)),
            Prayer::Asar => ((15, 0), (15, 30)),
            Prayer::Maghrib => ((18, 0), (18, 30)),
        };
        let clock = |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        (clock(from), clock(to))
    }

    /// Those of a day, in their order.
    pub fn of(day: NaiveDate) -> [Prayer; 3] {
        let noon = if day.weekday() == Weekday::Fri { Prayer::Friday } else { Prayer::Dzuhur };
        [noon, Prayer::Asar, Prayer::Maghrib]
    }
}

/// The shortest break in which people can pray.
pub const SHORTEST_PRAYER_BREAK: TimeDelta = TimeDelta::minutes(15);

/// Something that somebody should look at. Of two sessions the earlier one is named first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warning {
    /// Two sessions have one room at the same time.
    Room { one: SessionId, other: SessionId },
    /// Somebody leads or moderates two sessions at the same time.
    Person { person: ParticipantId, one: SessionId, other: SessionId },
    /// Somebody is needed in another event at the same time.
    Elsewhere { busy: Busy, session: SessionId },
    /// The room holds fewer people than are expected.
    Capacity { session: SessionId, holds: i32, expected: i64 },
    /// Those who present in it take so many minutes more than it has.
    Presentations { session: SessionId, over: i64 },
    /// The session lies outside the programme days.
    Days { session: SessionId },
    /// The session lies over a prayer.
    Prayer { prayer: Prayer, day: NaiveDate, session: SessionId },
}

impl Warning {
    /// The sessions that it is about.
    pub fn sessions(&self) -> impl Iterator<Item = SessionId> + use<> {
        let (one, other) = match *self {
            Warning::Room { one, other } | Warning::Person { one, other, .. } => (one, Some(other)),
            Warning::Elsewhere { session, .. }
            | Warning::Capacity { session, .. }
            | Warning::Presentations { session, .. }
            | Warning::Days { session }
            | Warning::Prayer { session, .. } => (session, None),
        };
        std::iter::once(one).chain(other)
    }

    fn kind(&self) -> u8 {
        match self {
            Warning::Room { .. } => 0,
            Warning::Person { .. } => 1,
            Warning::Elsewhere { .. } => 2,
            Warning::Capacity { .. } => 3,
            Warning::Presentations { .. } => 4,
            Warning::Days { .. } => 5,
            Warning::Prayer { prayer: Prayer::Friday, .. } => 6,
            Warning::Prayer { .. } => 7,
        }
    }
}

/// Whether two sessions may be in one room at the same time.
pub fn may_share(one: SessionKind, other: SessionKind) -> bool {
    shares_with_all(one)
        || shares_with_all(other)
        || (one == SessionKind::ExpoTour && other == SessionKind::ExpoTour)
}

const fn shares_with_all(kind: SessionKind) -> bool {
    matches!(kind, SessionKind::BreakPrayer | SessionKind::Registration | SessionKind::BoothExhibition)
}

/// Everything that may be wrong, by kind and then in the order of the day; the order of what is given decides nothing.
pub fn find(sessions: &[Held], frame: &Frame) -> Vec<Warning> {
    let mut sessions: Vec<&Held> = sessions.iter().collect();
    sessions.sort_by_key(|session| (session.starts_at, session.id));
    let mut found = Vec::new();
    by_room(&sessions, &mut found);
    by_person(&sessions, &mut found);
    elsewhere(&sessions, frame, &mut found);
    let breaks: Vec<_> = sessions
        .iter()
        .filter(|session| session.kind == SessionKind::BreakPrayer)
        .map(|session| (frame.zone.local(session.starts_at), frame.zone.local(session.ends_at)))
        .collect();
    for session in &sessions {
        alone(session, frame, &breaks, &mut found);
    }
    let place: HashMap<SessionId, usize> = sessions.iter().enumerate().map(|(i, s)| (s.id, i)).collect();
    found.sort_by_cached_key(|warning| {
        let places: Vec<_> = warning.sessions().map(|id| place.get(&id).copied()).collect();
        (warning.kind(), places, *warning)
    });
    found.dedup();
    found
}

/// Pairs that overlap, of sessions in the order of their beginning: whatever has not ended yet when one begins overlaps it.
fn overlapping<'a>(sessions: &[&'a Held], mut meet: impl FnMut(&'a Held, &'a Held)) {
    let mut open: Vec<&Held> = Vec::new();
    for session in sessions {
        open.retain(|other| other.ends_at > session.starts_at);
        for other in &open {
            meet(other, session);
        }
        open.push(session);
    }
}

fn by_room(sessions: &[&Held], found: &mut Vec<Warning>) {
    let mut rooms: BTreeMap<String, Vec<&Held>> = BTreeMap::new();
    for session in sessions.iter().filter(|session| !shares_with_all(session.kind)) {
        let room = text::compact(&session.room);
        if !room.is_empty() {
            rooms.entry(room).or_default().push(session);
        }
    }
    for held in rooms.values() {
        overlapping(held, |one, other| {
            if !may_share(one.kind, other.kind) {
                found.push(Warning::Room { one: one.id, other: other.id });
            }
        });
    }
}

fn by_person(sessions: &[&Held], found: &mut Vec<Warning>) {
    let mut duties: BTreeMap<ParticipantId, Vec<&Held>> = BTreeMap::new();
    for session in sessions {
        for person in &session.people {
            let duties = duties.entry(*person).or_default();
            // Whoever leads and moderates one session is there once.
            if duties.last().is_none_or(|last| last.id != session.id) {
                duties.push(session);
            }
        }
    }
    for (person, held) in duties {
        overlapping(&held, |one, other| {
            found.push(Warning::Person { person, one: one.id, other: other.id });
        });
    }
}

fn elsewhere(sessions: &[&Held], frame: &Frame, found: &mut Vec<Warning>) {
    let mut hours: HashMap<ParticipantId, Vec<&Busy>> = HashMap::new();
    for busy in &frame.busy {
        hours.entry(busy.person).or_default().push(busy);
    }
    for session in sessions {
        for busy in session.people.iter().filter_map(|person| hours.get(person)).flatten() {
            if busy.starts_at < session.ends_at && session.starts_at < busy.ends_at {
                found.push(Warning::Elsewhere { busy: **busy, session: session.id });
            }
        }
    }
}

/// Hours by the local clock.
type Hours = (NaiveDateTime, NaiveDateTime);

/// Whether one of the breaks touches the hours of a prayer and is, before the session or after it, long enough to pray in.
fn leaves_time((starts, ends): Hours, (from, to): Hours, breaks: &[Hours]) -> bool {
    breaks.iter().filter(|(begin, end)| *begin <= to && from <= *end).any(|(begin, end)| {
        let is_before = *end >= starts && starts - *begin >= SHORTEST_PRAYER_BREAK;
        let is_after = *begin <= ends && *end - ends >= SHORTEST_PRAYER_BREAK;
        is_before || is_after
    })
}

/// What is wrong with a session by itself and the breaks beside it.
fn alone(session: &Held, frame: &Frame, breaks: &[Hours], found: &mut Vec<Warning>) {
    let id = session.id;
    if session.takes_attendance
        && let Some(holds) = frame.capacities.get(&text::compact(&session.room))
        && i64::from(*holds) < frame.expected
    {
        found.push(Warning::Capacity { session: id, holds: *holds, expected: frame.expected });
    }
    let over = slots::over((session.starts_at, session.ends_at), session.presented);
    if over > 0 {
        found.push(Warning::Presentations { session: id, over });
    }
    let starts = frame.zone.local(session.starts_at);
    let ends = frame.zone.local(session.ends_at);
    // A session until midnight ends on its own day.
    let last = (ends - TimeDelta::nanoseconds(1)).date();
    if session.kind != SessionKind::Registration && (starts.date() < frame.first_day || last > frame.last_day)
    {
        found.push(Warning::Days { session: id });
    }
    if session.kind == SessionKind::BreakPrayer {
        return;
    }
    let mut day = starts.date();
    while day <= last {
        for prayer in Prayer::of(day) {
            let (from, to) = prayer.hours();
            let hours = (day.and_time(from), day.and_time(to));
            let is_over_it = starts < hours.1 && hours.0 < ends;
            let is_strict = prayer == Prayer::Friday;
            if is_over_it && (is_strict || !leaves_time((starts, ends), hours, breaks)) {
                found.push(Warning::Prayer { prayer, day, session: id });
            }
        }
        let Some(next) = day.checked_add_days(Days::new(1)) else { break };
        day = next;
    }
}
