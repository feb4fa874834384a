//! What a session is, and how the edition's template becomes the sessions of an event.

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Serialize;

use crate::{
    features::editions::model::TemplateSession,
    kernel::{ids::ParticipantId, zone::Zone},
};

pub use crate::features::editions::model::{LONGEST_SESSION, SessionKind, Strategy, wrong_end};

/// A session as a person wants it: the command that a form becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionPlan {
    /// What happens.
    pub kind: SessionKind,
    /// Its title.
    pub title: String,
    /// Where; may be empty.
    pub room: String,
    /// What to wear; may be empty.
    pub dress_code: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Which of the edition's goals it serves.
    pub goals: Vec<i32>,
    /// Which strategies it is about.
    pub strategies: Vec<Strategy>,
    /// Whether presence is marked.
    pub takes_attendance: bool,
    /// Whether it keeps its hour when the day runs late.
    pub is_fixed: bool,
    /// Who leads it, in order.
    pub leaders: Vec<ParticipantId>,
    /// Who moderates it, in order; nobody of them leads it.
    pub moderators: Vec<ParticipantId>,
}

/// One session of a template on its day of an event that begins its programme on `first_day`, in the event's own zone;
/// `None` when the event does not have that day.
pub fn lay(
    session: &TemplateSession,
    first_day: NaiveDate,
    days: &RangeInclusive<NaiveDate>,
    zone: Zone,
) -> Option<SessionPlan> {
    let day = first_day + TimeDelta::days(i64::from(session.day_offset));
    days.contains(&day).then(|| SessionPlan {
        kind: session.kind,
        title: session.title.clone(),
        room: session.room.clone(),
        dress_code: String::new(),
        starts_at: zone.instant(day.and_time(session.starts_at)),
        ends_at: zone.instant(day.and_time(session.ends_at)),
        goals: session.goals.clone(),
        strategies: Strategy::named(&session.strategies),
        takes_attendance: session.takes_attendance,
        is_fixed: session.is_fixed,
        leaders: Vec::new(),
        moderators: Vec::new(),
    })
}

/// The template laid over an event's programme days. Sessions of days that the event does not have are counted
/// apart, so that the person can be told.
pub fn lay_template(
    template: &[TemplateSession],
    first_day: NaiveDate,
    last_day: NaiveDate,
    zone: Zone,
) -> (Vec<SessionPlan>, usize) {
    let days = first_day..=last_day;
    let plans: Vec<_> = template.iter().filter_map(|session| lay(session, first_day, &days, zone)).collect();
    let beyond = template.len() - plans.len();
    (plans, beyond)
}

/// From when to when.
pub type Hours = (DateTime<Utc>, DateTime<Utc>);

/// A day as a session may fill it: from midnight to its last minute.
pub fn day_of(at: DateTime<Utc>, zone: Zone) -> Hours {
    let midnight = zone.instant(zone.date(at).and_time(NaiveTime::MIN));
    (midnight, midnight + TimeDelta::minutes(24 * 60 - 1))
}

/// Where a session stands at an instant, as the stylesheet calls it.
pub fn moment_class(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, now: DateTime<Utc>) -> &'static str {
    if now >= ends_at {
        "past"
    } else if now >= starts_at {
        "now"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 8, d).unwrap()
    }

    fn session(day_offset: i32, from: u32) -> TemplateSession {
        TemplateSession {
            day_offset,
            starts_at: NaiveTime::from_hms_opt(from, 0, 0).unwrap(),
            ends_at: NaiveTime::from_hms_opt(from + 1, 0, 0).unwrap(),
            kind: SessionKind::Opening,
            title: "Pembukaan".into(),
            room: String::new(),
            goals: vec![1],
            strategies: vec!["advocacy_publicity".into()],
            takes_attendance: true,
            is_fixed: false,
        }
    }

    #[test]
    fn the_template_is_laid_in_the_events_own_zone() {
        let (plans, beyond) = lay_template(&[session(0, 7), session(1, 7)], day(9), day(10), Zone::Wit);
        assert_eq!(beyond, 0);
        let starts: Vec<_> = plans.iter().map(|p| p.starts_at.to_rfc3339()).collect();
        assert_eq!(starts, ["2022-08-08T22:00:00+00:00", "2022-08-09T22:00:00+00:00"]);
        assert!(plans.iter().all(|plan| plan.strategies == [Strategy::Advocacy, Strategy::Publicity]));
    }

    #[test]
    fn days_that_the_event_does_not_have_are_counted_apart() {
        let (plans, beyond) = lay_template(&[session(0, 8), session(1, 8)], day(2), day(2), Zone::Wib);
        assert_eq!((plans.len(), beyond), (1, 1));
    }
}
