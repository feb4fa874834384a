//! How an agenda becomes a pattern, and a pattern an agenda again: the same days, counted from the first programme day, and
//! the same hours on the wall, whatever the zone.

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    features::{
        agenda::model::{SessionPlan, lay},
        editions::model::{SessionKind, TemplateSession},
    },
    kernel::zone::Zone,
};

/// The most patterns that an office keeps.
pub(super) const MOST: usize = 20;
/// How many days before or after the first programme day a pattern reaches.
const FURTHEST: i64 = 30;

/// A session of an event's agenda, as far as a pattern keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub kind: SessionKind,
    pub title: String,
    pub room: String,
    pub dress_code: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub goals: Vec<i32>,
    pub strategies: Vec<String>,
    pub takes_attendance: bool,
    pub is_fixed: bool,
}

/// A session of a pattern: what the national template has, and what to wear.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct PatternSession {
    #[serde(flatten)]
    pub session: TemplateSession,
    pub dress_code: String,
}

/// The pattern of an agenda, and how many sessions have no place in one: those that run past midnight.
pub(super) fn pattern_of(
    sources: &[Source],
    first_day: NaiveDate,
    zone: Zone,
) -> (Vec<PatternSession>, usize) {
    let kept: Vec<_> = sources
        .iter()
        .filter_map(|source| {
            let (starts, ends) = (zone.local(source.starts_at), zone.local(source.ends_at));
            let days = (starts.date() - first_day).num_days();
            let day_offset = i32::try_from(days).ok().filter(|_| days.abs() <= FURTHEST)?;
            (starts.date() == ends.date()).then(|| PatternSession {
                session: TemplateSession {
                    day_offset,
                    starts_at: starts.time(),
                    ends_at: ends.time(),
                    kind: source.kind,
                    title: source.title.clone(),
                    room: source.room.clone(),
                    goals: source.goals.clone(),
                    strategies: source.strategies.clone(),
                    takes_attendance: source.takes_attendance,
                    is_fixed: source.is_fixed,
                },
                dress_code: source.dress_code.clone(),
            })
        })
        .collect();
    let left = sources.len() - kept.len();
    (kept, left)
}

/// The pattern laid over an event's days; sessions of days that the event does not have are counted apart.
pub(super) fn lay_pattern(
    pattern: &[PatternSession],
    first_day: NaiveDate,
    days: &RangeInclusive<NaiveDate>,
    zone: Zone,
) -> (Vec<SessionPlan>, usize) {
    let plans: Vec<_> = pattern
        .iter()
        .filter_map(|kept| {
            let plan = lay(&kept.session, first_day, days, zone)?;
            Some(SessionPlan { dress_code: kept.dress_code.clone(), ..plan })
        })
        .collect();
    let beyond = pattern.len() - plans.len();
    (plans, beyond)
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveTime, TimeDelta};
    use proptest::prelude::*;

    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 8, 1).unwrap() + Days::new(n)
    }

    fn zones() -> impl Strategy<Value = Zone> {
        proptest::sample::select(Zone::ALL.to_vec())
    }

    fn pattern() -> impl Strategy<Value = Vec<PatternSession>> {
        let one = (-3..5_i32, 0..280_u32, 1..8_u32, any::<bool>());
        proptest::collection::vec(one, 0..20).prop_map(|drawn| {
            let time = |minute: u32| NaiveTime::MIN + TimeDelta::minutes(i64::from(minute.min(1439)));
            drawn
                .into_iter()
                .map(|(day_offset, start, length, is_fixed)| PatternSession {
                    session: TemplateSession {
                        day_offset,
                        starts_at: time(start * 5),
                        ends_at: time(start * 5 + length * 5),
                        kind: SessionKind::Opening,
                        title: format!("Sesi {start}"),
                        room: "Aula".into(),
                        goals: vec![1],
                        strategies: Vec::new(),
                        takes_attendance: true,
                        is_fixed,
                    },
                    dress_code: "Batik".into(),
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn a_pattern_keeps_days_hours_and_gaps(
            pattern in pattern(), zone in zones(), other in zones(), before in 0..4_u64, length in 0..5_u64
        ) {
            let first = day(10);
            let days = first - Days::new(before)..=first + Days::new(length);
            let (plans, beyond) = lay_pattern(&pattern, first, &days, zone);
            prop_assert_eq!(plans.len() + beyond, pattern.len(), "nothing is lost without a word");
            let laid: Vec<_> = pattern.iter()
                .filter(|kept| days.contains(&(first + TimeDelta::days(i64::from(kept.session.day_offset)))))
                .collect();
            prop_assert_eq!(laid.len(), plans.len());
            for (kept, plan) in laid.iter().zip(&plans) {
                let (starts, ends) = (zone.local(plan.starts_at), zone.local(plan.ends_at));
                prop_assert_eq!((starts.time(), ends.time()), (kept.session.starts_at, kept.session.ends_at));
                prop_assert_eq!((starts.date() - first).num_days(), i64::from(kept.session.day_offset));
                prop_assert_eq!(&plan.dress_code, &kept.dress_code);
            }
            for (one, plan) in laid.iter().zip(&plans) {
                for (two, other) in laid.iter().zip(&plans) {
                    let was = one.session.day_offset == two.session.day_offset
                        && one.session.starts_at < two.session.ends_at && two.session.starts_at < one.session.ends_at;
                    let is = plan.starts_at < other.ends_at && other.starts_at < plan.ends_at;
                    prop_assert_eq!(was, is, "an overlap that was not in the pattern");
                }
            }
            // Kept again from the event and laid in another zone, it is the same.
            let sources: Vec<Source> = plans.iter().map(|plan| Source {
                kind: plan.kind, title: plan.title.clone(), room: plan.room.clone(), dress_code: plan.dress_code.clone(),
                starts_at: plan.starts_at, ends_at: plan.ends_at, goals: plan.goals.clone(), strategies: Vec::new(),
                takes_attendance: plan.takes_attendance, is_fixed: plan.is_fixed,
            }).collect();
            let (again, left) = pattern_of(&sources, first, zone);
            prop_assert_eq!(left, 0);
            prop_assert_eq!(&again, &laid.into_iter().cloned().collect::<Vec<_>>());
            let (there, beyond) = lay_pattern(&again, first, &days, other);
            prop_assert_eq!((there.len(), beyond), (plans.len(), 0));
            for (one, two) in plans.iter().zip(&there) {
                prop_assert_eq!(zone.local(one.starts_at), other.local(two.starts_at));
            }
        }
    }

    #[test]
    fn what_runs_past_midnight_is_counted() {
        let starts_at = Zone::Wib.instant(day(1).and_hms_opt(23, 0, 0).unwrap());
        let source = Source {
            kind: SessionKind::Other,
            title: "Malam keakraban".into(),
            room: String::new(),
            dress_code: String::new(),
            starts_at,
            ends_at: starts_at + TimeDelta::hours(2),
            goals: Vec::new(),
            strategies: Vec::new(),
            takes_attendance: false,
            is_fixed: false,
        };
        assert_eq!(pattern_of(&[source], day(1), Zone::Wib), (Vec::new(), 1));
    }
}
