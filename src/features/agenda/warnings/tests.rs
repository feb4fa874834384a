//! The warnings against a plain search through all pairs.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::model::{Busy, Frame, Held, Prayer, Warning, find, may_share};
use crate::{
    features::agenda::model::SessionKind,
    kernel::{
        ids::{ParticipantId, SessionId},
        text,
        zone::Zone,
    },
};

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 8, d).unwrap()
}

/// An instant by the local clock: minutes since the morning of 1 August 2022, a Monday.
fn at(zone: Zone, minutes: i64) -> DateTime<Utc> {
    zone.instant(day(1).and_hms_opt(0, 0, 0).unwrap() + TimeDelta::minutes(minutes))
}

fn person(n: u8) -> ParticipantId {
    ParticipantId(Uuid::from_u128(u128::from(n) + 1000))
}

fn id(n: usize) -> SessionId {
    SessionId(Uuid::from_u128(n as u128 + 1))
}

/// Two rooms that are written in several ways, one that nobody has measured, and none.
const ROOMS: [&str; 5] = ["Aula M", "aula  m", "Lobi", "Ruang B", ""];

fn sessions(zone: Zone) -> impl Strategy<Value = Vec<Held>> {
    let one = (0..SessionKind::ALL.len(), 0..ROOMS.len(), 0_i64..5 * 96, 1_i64..40, any::<bool>(), 0_i64..40)
        .prop_flat_map(|rest| (Just(rest), prop::collection::vec(0_u8..4, 0..3)));
    prop::collection::vec(one, 0..14).prop_map(move |all| {
        all.into_iter()
            .enumerate()
            .map(|(n, ((kind, room, from, long, takes_attendance, presented), people))| Held {
                id: id(n),
                kind: SessionKind::ALL[kind],
                room: ROOMS[room].into(),
                // Quarters of an hour, so that sessions often touch; up to ten hours, so that some pass midnight.
                starts_at: at(zone, from * 15),
                ends_at: at(zone, (from + long) * 15),
                takes_attendance,
                presented: presented * 15,
                people: people.into_iter().map(person).collect(),
            })
            .collect()
    })
}

fn busy(zone: Zone) -> impl Strategy<Value = Vec<Busy>> {
    let one = (0_u8..5, 0_i64..5 * 96, 1_i64..20);
    prop::collection::vec(one, 0..4).prop_map(move |all| {
        let busy = |(who, from, long)| Busy {
            person: person(who),
            starts_at: at(zone, from * 15),
            ends_at: at(zone, (from + long) * 15),
        };
        all.into_iter().map(busy).collect()
    })
}

fn frame(zone: Zone, expected: i64, busy: Vec<Busy>) -> Frame {
    let capacities = HashMap::from([("aulam".to_owned(), 40), ("lobi".to_owned(), 20)]);
    Frame { zone, first_day: day(2), last_day: day(4), expected, capacities, busy }
}

fn overlap(one: &Held, other: &Held) -> bool {
    one.starts_at.max(other.starts_at) < one.ends_at.min(other.ends_at)
}

/// The same found by looking at every pair, minute by minute where hours of prayer are concerned.
fn brute(sessions: &[Held], frame: &Frame) -> BTreeSet<Warning> {
    let mut found = BTreeSet::new();
    for one in sessions {
        for other in sessions {
            if (one.starts_at, one.id) >= (other.starts_at, other.id) || !overlap(one, other) {
                continue;
            }
            let (a, b) = (text::compact(&one.room), text::compact(&other.room));
            if !a.is_empty() && a == b && !may_share(one.kind, other.kind) {
                found.insert(Warning::Room { one: one.id, other: other.id });
            }
            for person in one.people.iter().filter(|person| other.people.contains(person)) {
                found.insert(Warning::Person { person: *person, one: one.id, other: other.id });
            }
        }
        for busy in frame.busy.iter().filter(|busy| one.people.contains(&busy.person)) {
            if busy.starts_at.max(one.starts_at) < busy.ends_at.min(one.ends_at) {
                found.insert(Warning::Elsewhere { busy: *busy, session: one.id });
            }
        }
        if let Some(holds) = frame.capacities.get(&text::compact(&one.room))
            && one.takes_attendance
            && frame.expected > i64::from(*holds)
        {
            found.insert(Warning::Capacity { session: one.id, holds: *holds, expected: frame.expected });
        }
        let presented = one.starts_at + TimeDelta::minutes(one.presented);
        if presented > one.ends_at {
            let over = (presented - one.ends_at).num_minutes();
            found.insert(Warning::Presentations { session: one.id, over });
        }
        let mut minute = one.starts_at;
        while minute < one.ends_at {
            let local = frame.zone.local(minute);
            if (local.date() < frame.first_day || local.date() > frame.last_day)
                && one.kind != SessionKind::Registration
            {
                found.insert(Warning::Days { session: one.id });
            }
            for prayer in Prayer::of(local.date()) {
                let (from, to) = prayer.hours();
                let is_over_it =
                    one.kind != SessionKind::BreakPrayer && local.time() >= from && local.time() < to;
                let hours = (local.date().and_time(from), local.date().and_time(to));
                if is_over_it && (prayer == Prayer::Friday || !can_be_said(one, hours, sessions, frame.zone))
                {
                    found.insert(Warning::Prayer { prayer, day: local.date(), session: one.id });
                }
            }
            minute += TimeDelta::minutes(1);
        }
    }
    found
}

/// Whether somebody who is in a session has a quarter of an hour of a break right before or after it, in a break that touches
/// these hours: counted minute by minute.
fn can_be_said(
    session: &Held,
    (from, to): (chrono::NaiveDateTime, chrono::NaiveDateTime),
    sessions: &[Held],
    zone: Zone,
) -> bool {
    let is_break = |minute, other: &&Held| other.starts_at <= minute && minute < other.ends_at;
    let touches = |other: &&Held| {
        other.kind == SessionKind::BreakPrayer
            && zone.local(other.starts_at) <= to
            && zone.local(other.ends_at) >= from
    };
    sessions.iter().filter(touches).any(|rest| {
        let free = |minute: i64, from: DateTime<Utc>| is_break(from + TimeDelta::minutes(minute), &rest);
        (0..15).all(|n| free(n, session.ends_at)) || (1..=15).all(|n| free(-n, session.starts_at))
    })
}

fn an_agenda() -> impl Strategy<Value = (Zone, Vec<Held>, Vec<Busy>, i64)> {
    (0..3_usize).prop_flat_map(|n| {
        let zone = Zone::ALL[n];
        (Just(zone), sessions(zone), busy(zone), 0_i64..60)
    })
}

proptest! {
    #[test]
    fn what_is_found_is_what_a_plain_search_finds((zone, sessions, busy, expected) in an_agenda()) {
        let frame = frame(zone, expected, busy);
        let found = find(&sessions, &frame);
        let once: BTreeSet<Warning> = found.iter().copied().collect();
        prop_assert_eq!(once.len(), found.len(), "nothing is said twice");
        prop_assert_eq!(once, brute(&sessions, &frame));
    }

    #[test]
    fn the_order_of_what_is_given_decides_nothing(
        (zone, sessions, busy, expected) in an_agenda(),
        seed in any::<u64>(),
    ) {
        let found = find(&sessions, &frame(zone, expected, busy.clone()));
        let (mut sessions, mut busy) = (sessions, busy);
        sessions.sort_by_key(|session| session.id.0.as_u128().wrapping_mul(u128::from(seed | 1)));
        for session in &mut sessions {
            session.people.reverse();
        }
        busy.reverse();
        prop_assert_eq!(find(&sessions, &frame(zone, expected, busy)), found);
    }
}

fn session(n: usize, kind: SessionKind, from: i64, to: i64) -> Held {
    Held {
        id: id(n),
        kind,
        room: "Aula M".into(),
        starts_at: at(Zone::Wit, 24 * 60 + from),
        ends_at: at(Zone::Wit, 24 * 60 + to),
        takes_attendance: true,
        presented: 0,
        people: Vec::new(),
    }
}

#[test]
fn booths_and_breaks_share_the_hall_and_speeches_do_not() {
    let agenda = [
        session(0, SessionKind::Opening, 480, 540),
        session(1, SessionKind::BoothExhibition, 480, 660),
        session(2, SessionKind::Registration, 480, 540),
        session(3, SessionKind::BreakPrayer, 500, 520),
        session(4, SessionKind::ExpoTour, 600, 660),
        session(5, SessionKind::ExpoTour, 630, 660),
        session(6, SessionKind::Testimony, 540, 600),
        session(7, SessionKind::Closing, 659, 670),
    ];
    let found = find(&agenda, &frame(Zone::Wit, 0, Vec::new()));
    let room = |one, other| Warning::Room { one: id(one), other: id(other) };
    assert_eq!(found, [room(4, 7), room(5, 7)]);
}

#[test]
fn friday_has_its_own_prayer_and_a_break_has_none() {
    // Friday 5 August 2022.
    let friday = 3 * 24 * 60;
    let agenda = [
        session(0, SessionKind::Testimony, friday + 11 * 60, friday + 11 * 60 + 31),
        session(1, SessionKind::BreakPrayer, friday + 11 * 60, friday + 13 * 60),
        session(2, SessionKind::Closing, friday + 13 * 60, friday + 15 * 60),
    ];
    let found = find(&agenda, &Frame { last_day: day(5), ..frame(Zone::Wit, 0, Vec::new()) });
    assert_eq!(found, [Warning::Prayer { prayer: Prayer::Friday, day: day(5), session: id(0) }]);
}

#[test]
fn a_break_beside_a_session_is_where_people_pray() {
    // Sessions in the hall and breaks on Wednesday 3 August, by the minutes of the day.
    let warned = |held: &[(SessionKind, i64, i64)]| {
        let day = 24 * 60;
        let agenda: Vec<Held> = held
            .iter()
            .enumerate()
            .map(|(n, (kind, from, to))| session(n, *kind, day + from, day + to))
            .collect();
        let found = find(&agenda, &frame(Zone::Wit, 0, Vec::new()));
        found.iter().flat_map(Warning::sessions).map(|id| id.0.as_u128()).collect::<Vec<_>>()
    };
    let (talk, rest) = (SessionKind::Testimony, SessionKind::BreakPrayer);
    let three = 15 * 60;
    // Asar from 15.00 until 15.30.
    assert_eq!(warned(&[(talk, 870, three + 15)]), [1]);
    assert_eq!(warned(&[(talk, 870, three + 15), (rest, three + 15, three + 30)]), [0_u128; 0]);
    assert_eq!(warned(&[(talk, 870, three + 15), (rest, three + 15, three + 29)]), [1], "too short");
    assert_eq!(warned(&[(talk, 870, three + 15), (rest, three + 16, three + 45)]), [1], "not beside it");
    assert_eq!(warned(&[(talk, 870, three + 45), (rest, three + 45, three + 90)]), [1], "too late");
    assert_eq!(warned(&[(rest, three, three + 20), (talk, three + 20, three + 60)]), [0_u128; 0]);
    assert_eq!(
        warned(&[(rest, three, three + 20), (talk, 870, three + 60)]),
        [2],
        "it runs through the break"
    );
}

#[test]
fn the_national_template_leaves_time_for_every_prayer() {
    let minutes = |clock: &str| {
        let (hours, minutes) = clock.split_once(':').unwrap();
        hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
    };
    let lines: Vec<&str> = include_str!("../../../demo/data/agenda_template.tsv").lines().skip(1).collect();
    let agenda: Vec<Held> = lines
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let cells: Vec<&str> = line.split('\t').collect();
            let day = (1 + cells[1].parse::<i64>().unwrap()) * 24 * 60;
            let kind = SessionKind::from_code(cells[4]).unwrap();
            session(n, kind, day + minutes(cells[2]), day + minutes(cells[3]))
        })
        .collect();
    assert!(agenda.len() > 20);
    let found = find(&agenda, &frame(Zone::Wit, 0, Vec::new()));
    let prayers: Vec<_> = found.iter().filter(|warning| matches!(warning, Warning::Prayer { .. })).collect();
    assert_eq!(prayers, Vec::<&Warning>::new());
}
