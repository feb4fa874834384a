//! What the hall sees at an instant, and from when it sees what.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

use crate::{
    features::{agenda::publication::Shown, editions::model::SessionKind, events::model::Status},
    kernel::{text, zone::Zone},
};

/// What is shown from an instant on, until the next scene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scene {
    /// From when, in milliseconds; the first from ever.
    pub from: Option<i64>,
    /// What it is: `Sekarang`, `Jeda`, `Acara selesai`.
    pub label: &'static str,
    /// What is on.
    pub now: Vec<Item>,
    /// What is counted.
    pub count: Option<Count>,
    /// When it goes on: `Berikutnya`, `Rabu, 3 Agustus`.
    pub then: String,
    /// What comes next.
    pub next: Vec<Item>,
}

/// A session on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its title.
    pub title: String,
    /// `Aula · Siti Aminah` of one that is on, `09.15 · Aula` of one to come.
    pub sub: String,
    /// How long the title is, as the stylesheet calls it.
    pub size: &'static str,
}

/// Minutes until or since an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// `sisa`, `mulur`, `dimulai dalam`.
    pub word: &'static str,
    /// The instant, in milliseconds.
    pub at: i64,
    /// Whether it is counted since then, not until then.
    pub since: bool,
}

impl Count {
    const fn until(word: &'static str, at: DateTime<Utc>) -> Self {
        Self { word, at: at.timestamp_millis(), since: false }
    }

    /// `sisa 12 menit`. What is left is rounded up, what has passed is rounded down.
    pub fn words(self, now: DateTime<Utc>) -> String {
        let now = now.timestamp_millis();
        let minutes = if self.since {
            (now - self.at).max(0) / 60_000
        } else {
            ((self.at - now).max(0) + 59_999) / 60_000
        };
        let is_less = if self.since { minutes == 0 } else { self.at - now < 60_000 };
        let length = match (minutes / 60, minutes % 60) {
            _ if is_less => "kurang dari 1 menit".to_owned(),
            (0, minutes) => format!("{minutes} menit"),
            (hours, 0) => format!("{hours} jam"),
            (hours, minutes) => format!("{hours} jam {minutes} menit"),
        };
        format!("{} {length}", self.word)
    }
}

impl Scene {
    /// What is shown of an event that is called off.
    pub const fn off(status: Status) -> Self {
        let label =
            if matches!(status, Status::Postponed) { "Kegiatan ditunda" } else { "Kegiatan dibatalkan" };
        Self { from: None, label, now: Vec::new(), count: None, then: String::new(), next: Vec::new() }
    }
}

/// Every scene of an agenda, in order. The first is from ever, the last for ever.
pub fn scenes(sessions: &[Shown], zone: Zone) -> Vec<Scene> {
    let mut turns: BTreeSet<DateTime<Utc>> = BTreeSet::new();
    for session in sessions {
        turns.extend([session.starts_at, session.ends_at]);
    }
    // A new day says something else even where no session begins.
    if let (Some(first), Some(last)) = (turns.first().copied(), turns.last().copied()) {
        let midnights =
            zone.date(first).iter_days().take_while(|day| *day <= zone.date(last) + TimeDelta::days(1));
        turns.extend(midnights.take(62).map(|day| midnight(day, zone)));
    }
    let first = turns.first().copied().unwrap_or_default() - TimeDelta::milliseconds(1);
    let mut all = vec![Scene { from: None, ..scene(sessions, first, zone) }];
    for turn in turns {
        let next = scene(sessions, turn, zone);
        let is_new = all.last().is_none_or(|last| Scene { from: next.from, ..last.clone() } != next);
        if is_new {
            all.push(next);
        }
    }
    all
}

/// The scene of an instant.
pub fn at(scenes: &[Scene], now: DateTime<Utc>) -> Option<&Scene> {
    let now = now.timestamp_millis();
    scenes.iter().rev().find(|scene| scene.from.is_none_or(|from| from <= now))
}

fn midnight(day: NaiveDate, zone: Zone) -> DateTime<Utc> {
    zone.instant(day.and_time(chrono::NaiveTime::MIN))
}

/// What is shown at an instant at which something begins, ends, or a day turns.
fn scene(sessions: &[Shown], now: DateTime<Utc>, zone: Zone) -> Scene {
    let mut sorted: Vec<&Shown> = sessions.iter().collect();
    sorted.sort_by_key(|session| session.order());
    let on: Vec<&Shown> =
        sorted.iter().copied().filter(|session| session.starts_at <= now && now < session.ends_at).collect();
    let begins = sorted.iter().map(|session| session.starts_at).find(|starts| *starts > now);
    let next: Vec<&Shown> =
        sorted.iter().copied().filter(|session| Some(session.starts_at) == begins).collect();
    let ended = sorted.iter().map(|session| session.ends_at).filter(|ends| *ends <= now).max();
    let last: Vec<&Shown> = sorted.iter().copied().filter(|session| Some(session.ends_at) == ended).collect();
    let (label, shown, count) = if on.is_empty() {
        between((ended, &last), begins, now, zone)
    } else {
        let ends = on.iter().map(|session| session.ends_at).min();
        ("Sekarang", on, ends.map(|ends| Count::until("sisa", ends)))
    };
    let today = zone.date(now);
    let then = match begins.map(|begins| zone.date(begins)) {
        None => String::new(),
        Some(day) if day == today => "Berikutnya".into(),
        Some(day) => format!("{}, {} {}", text::day_name(day), day.day(), text::month_name(day)),
    };
    Scene {
        from: Some(now.timestamp_millis()),
        label,
        now: shown.into_iter().map(|session| item(session, &now_line(session))).collect(),
        count,
        then,
        next: next.into_iter().map(|session| item(session, &next_line(session, zone))).collect(),
    }
}

/// What is shown while no session is on.
fn between<'s>(
    (ended, last): (Option<DateTime<Utc>>, &[&'s Shown]),
    begins: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    zone: Zone,
) -> (&'static str, Vec<&'s Shown>, Option<Count>) {
    let today = zone.date(now);
    let is_today = |at: DateTime<Utc>| zone.date(at) == today;
    let soon = begins.filter(|begins| is_today(*begins)).map(|begins| Count::until("dimulai dalam", begins));
    match (ended, begins) {
        (None, None) => ("Agenda belum diterbitkan", Vec::new(), None),
        (Some(_), None) => ("Acara selesai", Vec::new(), None),
        (Some(ended), Some(begins)) if is_today(ended) && is_today(begins) => {
            let held: Vec<&Shown> =
                last.iter().copied().filter(|session| session.kind != SessionKind::BreakPrayer).collect();
            if held.is_empty() {
                return ("Jeda", Vec::new(), soon);
            }
            let late = Count { word: "mulur", at: ended.timestamp_millis(), since: true };
            ("Sekarang", held, Some(late))
        }
        (_, Some(begins)) if is_today(begins) => ("Segera dimulai", Vec::new(), soon),
        (Some(ended), Some(_)) if is_today(ended) => ("Acara hari ini selesai", Vec::new(), None),
        (Some(_), Some(_)) => ("Hari ini tidak ada acara", Vec::new(), None),
        (None, Some(_)) => ("Acara belum dimulai", Vec::new(), None),
    }
}

fn item(session: &Shown, sub: &str) -> Item {
    let size = match session.title.chars().count() {
        0..=32 => "",
        33..=80 => "long",
        _ => "longest",
    };
    Item { title: session.title.clone(), sub: sub.to_owned(), size }
}

fn now_line(session: &Shown) -> String {
    joined([session.room.clone(), session.leader_names().join(", ")])
}

fn next_line(session: &Shown, zone: Zone) -> String {
    joined([text::time(zone.local(session.starts_at).time()), session.room.clone()])
}

/// The parts that are known.
fn joined(parts: [String; 2]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::kernel::ids::SessionId;

    fn instant(minutes: i64) -> DateTime<Utc> {
        midnight(NaiveDate::from_ymd_opt(2022, 8, 2).unwrap(), Zone::Wit) + TimeDelta::minutes(minutes)
    }

    fn session(id: u128, from: i64, to: i64) -> Shown {
        Shown {
            id: SessionId(Uuid::from_u128(id)),
            kind: if id % 3 == 2 { SessionKind::BreakPrayer } else { SessionKind::Other },
            title: format!("Sesi {id}"),
            room: "Aula".into(),
            dress_code: String::new(),
            starts_at: instant(from),
            ends_at: instant(to),
            goals: Vec::new(),
            strategies: Vec::new(),
            leaders: Vec::new(),
            moderators: Vec::new(),
            presentations: Vec::new(),
        }
    }

    fn titles(items: &[Item]) -> Vec<&str> {
        items.iter().map(|item| item.title.as_str()).collect()
    }

    /// What is on at a minute and what comes next, by walking along the minutes one by one.
    fn walked(sessions: &[Shown], minute: i64) -> (Vec<String>, Vec<String>) {
        let on_at = |minute: i64| -> Vec<&Shown> {
            let at = instant(minute);
            sessions.iter().filter(|s| s.starts_at <= at && at < s.ends_at).collect()
        };
        let names = |mut these: Vec<&Shown>| -> Vec<String> {
            these.sort_by_key(|s| s.order());
            these.iter().map(|s| s.title.clone()).collect()
        };
        let starting = |minute: i64| -> Vec<&Shown> {
            sessions.iter().filter(|s| s.starts_at == instant(minute)).collect()
        };
        let next = (minute + 1..5_000).map(starting).find(|these| !these.is_empty()).unwrap_or_default();
        let mut on = on_at(minute);
        if on.is_empty() && !next.is_empty() {
            // Back to the last minute in which something was on, on the same day as now and as what comes.
            let day = minute.div_euclid(1440);
            let goes_on = Zone::Wit.date(next[0].starts_at) == Zone::Wit.date(instant(minute));
            let before = (day * 1440 - 1..minute).rev().find(|past| !on_at(*past).is_empty());
            if let Some(before) = before.filter(|_| goes_on) {
                on = sessions
                    .iter()
                    .filter(|s| s.ends_at == instant(before + 1) && s.kind != SessionKind::BreakPrayer)
                    .collect();
                // What ended with the day before is not of this day, unless it ended at its first instant.
                if Zone::Wit.date(instant(before + 1)) != Zone::Wit.date(instant(minute)) {
                    on.clear();
                }
            }
        }
        (names(on), names(next))
    }

    proptest! {
        #[test]
        fn at_every_minute_the_scene_is_what_a_walk_along_the_minutes_finds(
            spans in proptest::collection::vec((0_i64..96, 1_i64..12), 0..7),
            minutes in proptest::collection::vec(-1500_i64..4_500, 1..30),
        ) {
            let sessions: Vec<Shown> = (1..).zip(&spans).map(|(id, (from, length))| session(id, from * 30, (from + length) * 30)).collect();
            let all = scenes(&sessions, Zone::Wit);
            for minute in minutes {
                let scene = at(&all, instant(minute)).unwrap();
                let (on, next) = walked(&sessions, minute);
                prop_assert_eq!(titles(&scene.now), on, "now at {}", minute);
                prop_assert_eq!(titles(&scene.next), next, "next at {}", minute);
                if let Some(count) = scene.count {
                    prop_assert_eq!(count.since, count.at <= instant(minute).timestamp_millis());
                }
            }
        }
    }

    #[test]
    fn every_hour_of_an_event_says_something_sensible() {
        // 08.00-09.00, a gap, 09.15-12.00, a break 12.00-13.00, a gap, 13.30-15.00; the next day 08.00-09.00.
        let sessions = [
            session(1, 480, 540),
            session(3, 555, 720),
            session(2, 720, 780),
            session(4, 810, 900),
            session(6, 1920, 1980),
        ];
        let all = scenes(&sessions, Zone::Wit);
        let said = |minute: i64| {
            let scene = at(&all, instant(minute)).unwrap();
            let count = scene.count.map(|count| count.words(instant(minute))).unwrap_or_default();
            [
                scene.label.to_owned(),
                titles(&scene.now).join("+"),
                count,
                scene.then.clone(),
                titles(&scene.next).join("+"),
            ]
            .join("|")
        };
        assert_eq!(said(-100), "Acara belum dimulai|||Selasa, 2 Agustus|Sesi 1");
        assert_eq!(said(455), "Segera dimulai||dimulai dalam 25 menit|Berikutnya|Sesi 1");
        assert_eq!(said(528), "Sekarang|Sesi 1|sisa 12 menit|Berikutnya|Sesi 3");
        assert_eq!(said(550), "Sekarang|Sesi 1|mulur 10 menit|Berikutnya|Sesi 3");
        assert_eq!(said(750), "Sekarang|Sesi 2|sisa 30 menit|Berikutnya|Sesi 4");
        assert_eq!(said(790), "Jeda||dimulai dalam 20 menit|Berikutnya|Sesi 4");
        assert_eq!(said(820), "Sekarang|Sesi 4|sisa 1 jam 20 menit|Rabu, 3 Agustus|Sesi 6");
        assert_eq!(said(1000), "Acara hari ini selesai|||Rabu, 3 Agustus|Sesi 6");
        assert_eq!(said(1500), "Segera dimulai||dimulai dalam 7 jam|Berikutnya|Sesi 6");
        assert_eq!(said(2000), "Acara selesai||||");
        assert_eq!(at(&scenes(&[], Zone::Wib), instant(0)).unwrap().label, "Agenda belum diterbitkan");
    }

    #[test]
    fn minutes_left_are_rounded_up_and_minutes_over_down() {
        let until = Count::until("sisa", instant(10));
        assert_eq!(until.words(instant(9)), "sisa 1 menit");
        assert_eq!(until.words(instant(9) + TimeDelta::seconds(1)), "sisa kurang dari 1 menit");
        assert_eq!(until.words(instant(8) + TimeDelta::seconds(1)), "sisa 2 menit");
        let since = Count { word: "mulur", since: true, ..until };
        assert_eq!(since.words(instant(10) + TimeDelta::seconds(59)), "mulur kurang dari 1 menit");
        assert_eq!(since.words(instant(72)), "mulur 1 jam 2 menit");
    }
}
