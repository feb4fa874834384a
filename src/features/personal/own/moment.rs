//! What is going on at this moment, for one person: what runs, what comes next, and when their own library presents.

use chrono::{DateTime, Days, TimeDelta, Utc};

use crate::{
    auth::personal::PersonalLink,
    features::agenda::{self, publication::Shown},
    kernel::{ids::SessionId, text},
};

/// What is said above the page on the event's days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// What runs; empty between sessions.
    pub now: String,
    /// What begins next, and when; empty when nothing does.
    pub next: String,
    /// When the own library presents today; empty when it does not, or has.
    pub turn: String,
    /// The session that the page leads to.
    pub at: SessionId,
}

impl Moment {
    /// The moment among what was published; `None` on other days than the event's, and when nothing is left.
    pub fn of(
        sessions: &[Shown],
        turns: &[agenda::Turn],
        link: &PersonalLink,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let zone = link.about.zone;
        let today = zone.date(now);
        if !(link.about.starts_on..=link.about.ends_on).contains(&today) {
            return None;
        }
        let clock = |at| text::time(zone.local(at).time());
        let running: Vec<&Shown> =
            sessions.iter().filter(|s| s.starts_at <= now && now < s.ends_at).take(2).collect();
        let coming = sessions.iter().filter(|s| s.starts_at > now).min_by_key(|s| (s.starts_at, s.id));
        let next = coming.map(|session| {
            let day = zone.date(session.starts_at);
            let when = match day {
                day if day == today => String::new(),
                day if Some(day) == today.checked_add_days(Days::new(1)) => "besok ".into(),
                day => format!("{} ", text::long_date(day)),
            };
            format!("{}, {when}{}", session.title, clock(session.starts_at))
        });
        let at = running.first().copied().or(coming)?.id;
        let titles: Vec<&str> = running.iter().map(|session| session.title.as_str()).collect();
        Some(Self {
            now: text::list(&titles),
            next: next.unwrap_or_default(),
            turn: turn(sessions, turns, now)
                .filter(|(from, _)| zone.date(*from) == today)
                .map(|(from, _)| if from <= now { "sekarang".into() } else { clock(from) })
                .unwrap_or_default(),
            at,
        })
    }
}

/// The first turn that has not ended.
fn turn(
    sessions: &[Shown],
    turns: &[agenda::Turn],
    now: DateTime<Utc>,
) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let hours = turns.iter().filter_map(|turn| {
        let session = sessions.iter().find(|session| session.id == turn.session)?;
        let from = session.starts_at + TimeDelta::minutes(turn.after);
        Some((from, from + TimeDelta::minutes(turn.minutes.into())))
    });
    hours.filter(|(_, to)| now < *to).min()
}
