//! What a session is, and how the edition's template becomes the sessions of an event.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Serialize;

use crate::kernel::{ids::ParticipantId, zone::Zone};

crate::codes! {
    /// What happens in a session.
    pub enum SessionKind {
        /// People arrive and sign in.
        Registration = "registration", "Registrasi";
        /// An official opens the event.
        Opening = "opening", "Pembukaan";
        /// Libraries present what they achieved.
        AchievementPresentation = "achievement_presentation", "Paparan capaian";
        /// A walk along the photographs of achievements.
        ExpoTour = "expo_tour", "Expo capaian";
        /// Booths with products.
        BoothExhibition = "booth_exhibition", "Lapak literasi";
        /// A beneficiary tells.
        Testimony = "testimony", "Testimoni";
        /// A speaker of the province.
        LocalSpeaker = "local_speaker", "Narasumber lokal";
        /// New knowledge and skills.
        CapacityBuilding = "capacity_building", "Peningkatan kapasitas";
        /// Groups discuss challenges and solutions.
        GroupDiscussion = "group_discussion", "Diskusi kelompok";
        /// Plans for afterwards.
        FollowUpPlanning = "follow_up_planning", "Penyusunan RTL";
        /// Prizes.
        AwardCeremony = "award_ceremony", "Penghargaan";
        /// An official closes the event.
        Closing = "closing", "Penutupan";
        /// Break, prayer, meal.
        BreakPrayer = "break_prayer", "Ishoma dan jeda";
        /// Anything else.
        Other = "other", "Lainnya";
    }
}

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
    /// Whether presence is marked.
    pub takes_attendance: bool,
    /// Who leads it, in order.
    pub leaders: Vec<ParticipantId>,
}

/// A session of an edition's template: days count from the first programme day.
#[derive(Clone, Debug)]
pub struct TemplateSession {
    /// 0 is the first programme day.
    pub day_offset: i32,
    /// Local time.
    pub starts_at: NaiveTime,
    /// Local time, same day.
    pub ends_at: NaiveTime,
    /// What happens.
    pub kind: SessionKind,
    /// Its title.
    pub title: String,
    /// Where; may be empty.
    pub room: String,
    /// Which goals it serves.
    pub goals: Vec<i32>,
    /// Whether presence is marked.
    pub takes_attendance: bool,
}

/// The template laid over an event's programme days. Sessions of days that the event does not have are counted
/// apart, so that the person can be told.
pub fn lay_template(
    template: &[TemplateSession],
    first_day: NaiveDate,
    last_day: NaiveDate,
    zone: Zone,
) -> (Vec<SessionPlan>, usize) {
    let mut plans = Vec::new();
    let mut beyond = 0;
    for session in template {
        let day = first_day + chrono::TimeDelta::days(i64::from(session.day_offset));
        if day > last_day {
            beyond += 1;
            continue;
        }
        plans.push(SessionPlan {
            kind: session.kind,
            title: session.title.clone(),
            room: session.room.clone(),
            dress_code: String::new(),
            starts_at: zone.instant(day.and_time(session.starts_at)),
            ends_at: zone.instant(day.and_time(session.ends_at)),
            goals: session.goals.clone(),
            takes_attendance: session.takes_attendance,
            leaders: Vec::new(),
        });
    }
    (plans, beyond)
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
            takes_attendance: true,
        }
    }

    #[test]
    fn the_template_is_laid_in_the_events_own_zone() {
        let (plans, beyond) = lay_template(&[session(0, 7), session(1, 7)], day(9), day(10), Zone::Wit);
        assert_eq!(beyond, 0);
        let starts: Vec<_> = plans.iter().map(|p| p.starts_at.to_rfc3339()).collect();
        assert_eq!(starts, ["2022-08-08T22:00:00+00:00", "2022-08-09T22:00:00+00:00"]);
    }

    #[test]
    fn days_that_the_event_does_not_have_are_counted_apart() {
        let (plans, beyond) = lay_template(&[session(0, 8), session(1, 8)], day(2), day(2), Zone::Wib);
        assert_eq!((plans.len(), beyond), (1, 1));
    }
}
