//! The session form.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{
    model::{SessionKind, SessionPlan, Strategy, wrong_end},
    paths::AgendaPath,
    sql::Session,
};
use crate::{
    auth::actor::EventHead,
    kernel::{ids::ParticipantId, text},
    web::form::{Problem, Problems},
};

/// How the agenda is looked at: as a list, or one day of it as a timeline. Part of the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct View {
    /// `linimasa`, or empty for the list.
    pub tampilan: String,
    /// Which day of the timeline.
    pub hari: String,
}

impl View {
    /// The timeline of a day.
    pub fn timeline(day: NaiveDate) -> Self {
        Self { tampilan: TIMELINE.into(), hari: day.to_string() }
    }

    /// Whether it is the timeline.
    pub fn is_timeline(&self) -> bool {
        self.tampilan == TIMELINE
    }

    /// The day that is asked for.
    pub fn day(&self) -> Option<NaiveDate> {
        self.hari.parse().ok()
    }

    /// The agenda's address in this view.
    pub fn address(&self, agenda: &AgendaPath) -> String {
        match (self.is_timeline(), self.day()) {
            (true, Some(day)) => format!("{agenda}?tampilan={TIMELINE}&hari={day}"),
            (true, None) => format!("{agenda}?tampilan={TIMELINE}"),
            (false, _) => agenda.to_string(),
        }
    }
}

const TIMELINE: &str = "linimasa";

/// What a new session is made like. Part of the URL.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LikeForm {
    /// Of which session it is a copy.
    pub dari: String,
    /// On which day it is.
    pub hari: String,
}

/// A session as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionForm {
    pub title: String,
    pub kind: String,
    pub day: String,
    pub starts: String,
    pub ends: String,
    pub room: String,
    pub dress_code: String,
    pub goals: Vec<String>,
    pub strategies: Vec<String>,
    pub leaders: Vec<String>,
    pub moderators: Vec<String>,
    pub takes_attendance: String,
    pub is_fixed: String,
    pub version: String,
}

/// The people of a list of ids; what is no id falls away.
fn people(ids: &[String]) -> Vec<ParticipantId> {
    ids.iter().filter_map(|id| id.parse().ok()).take(20).collect()
}

/// What stands in a field whose form holds codes or ids, as people say it.
pub(super) fn in_words(session: &Session, field: &str) -> Option<String> {
    let strategies = || Strategy::named(&session.strategies).iter().map(|s| s.label()).collect::<Vec<_>>();
    match field {
        "kind" => Some(session.kind.label().to_owned()),
        "leaders" => Some(text::list(&session.leader_names)),
        "moderators" => Some(text::list(&session.moderator_names)),
        "strategies" => Some(text::list(&strategies())),
        _ => None,
    }
}

impl SessionForm {
    /// The form of a session that does not exist yet: on the first programme day, with presence taken.
    pub fn blank(event: &EventHead) -> Self {
        Self { day: event.programme_starts_on.to_string(), takes_attendance: "ya".into(), ..Self::default() }
    }

    /// The form of a session that does not exist yet, after the last one of the day that is asked for, or else after the
    /// last of all.
    pub fn next(event: &EventHead, sessions: &[Session], asked: Option<NaiveDate>) -> Self {
        let days = event.starts_on..=event.ends_on;
        let asked = asked.filter(|day| days.contains(day));
        let last = sessions
            .iter()
            .map(|session| event.zone.local(session.ends_at))
            .filter(|ends| days.contains(&ends.date()) && asked.is_none_or(|day| day == ends.date()))
            .max();
        let blank = Self::blank(event);
        let day = asked.or(last.map(|ends| ends.date()));
        Self {
            day: day.map_or(blank.day, |day| day.to_string()),
            starts: last.map(|ends| text::time(ends.time())).unwrap_or_default(),
            ..blank
        }
    }

    /// The form of a session as it stands.
    pub fn of(session: &Session, event: &EventHead) -> Self {
        let starts = event.zone.local(session.starts_at);
        let ends = event.zone.local(session.ends_at);
        Self {
            title: session.title.clone(),
            kind: session.kind.code().into(),
            day: starts.date().to_string(),
            starts: text::time(starts.time()),
            ends: text::time(ends.time()),
            room: session.room.clone(),
            dress_code: session.dress_code.clone(),
            goals: session.goals.iter().map(ToString::to_string).collect(),
            strategies: session.strategies.clone(),
            leaders: session.leader_ids.iter().map(ToString::to_string).collect(),
            moderators: session.moderator_ids.iter().map(ToString::to_string).collect(),
            takes_attendance: if session.takes_attendance { "ya".into() } else { String::new() },
            is_fixed: if session.is_fixed { "ya".into() } else { String::new() },
            version: session.version.to_string(),
        }
    }

    /// The form of a new session like this one, which begins where this one ends and lasts as long.
    pub fn copy_of(session: &Session, event: &EventHead) -> Self {
        let last = NaiveTime::from_hms_opt(23, 59, 0).unwrap_or_default();
        let starts = event.zone.local(session.ends_at);
        let length = session.ends_at - session.starts_at;
        let ends = (starts + length).min(starts.date().and_time(last));
        Self {
            day: starts.date().to_string(),
            starts: text::time(starts.time()),
            ends: text::time(ends.time()),
            version: String::new(),
            ..Self::of(session, event)
        }
    }

    /// The same with the times as this program writes them, so that `9:05` and `09.05` are no difference.
    #[must_use]
    pub fn with_times_of(self, plan: &SessionPlan, event: &EventHead) -> Self {
        Self {
            starts: text::time(event.zone.local(plan.starts_at).time()),
            ends: text::time(event.zone.local(plan.ends_at).time()),
            ..self
        }
    }

    /// The command, or what is wrong.
    pub fn parse(&self, event: &EventHead) -> Result<SessionPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let title = problems.required("title", &self.title, "judul sesi", 200);
        if title.chars().count() == 1 {
            problems.add("title", "Judul sesi paling sedikit 2 huruf.");
        }
        let kind = problems.choice("kind", &self.kind, "jenis sesi", SessionKind::from_code);
        let day = problems.date("day", &self.day, "hari");
        if day.is_some_and(|day| day < event.starts_on || day > event.ends_on) {
            let days = text::date_range(event.starts_on, event.ends_on);
            problems.add("day", format!("Pilih hari dalam kegiatan ini, {days}."));
        }
        let starts = problems.time("starts", &self.starts, "jam mulai");
        let ends = problems.time("ends", &self.ends, "jam selesai");
        if let Some(sentence) = starts.zip(ends).and_then(|(starts, ends)| wrong_end(starts, ends)) {
            problems.add("ends", sentence);
        }
        let room = problems.optional("room", &self.room, "ruang", 100);
        let dress_code = problems.optional("dress_code", &self.dress_code, "ketentuan pakaian", 120);
        let goals =
            self.goals.iter().filter_map(|goal| goal.parse().ok()).filter(|goal| (1..=9).contains(goal));
        let (leaders, moderators) = (people(&self.leaders), people(&self.moderators));
        if moderators.iter().any(|person| leaders.contains(person)) {
            problems.add(
                "moderators",
                "Satu orang tidak dapat memandu dan memoderatori sesi yang sama. Pilih salah satu.",
            );
        }
        let plan = (|| {
            Some(SessionPlan {
                kind: kind?,
                title,
                room,
                dress_code,
                starts_at: event.zone.instant(day?.and_time(starts?)),
                ends_at: event.zone.instant(day?.and_time(ends?)),
                goals: goals.collect(),
                strategies: Strategy::named(&self.strategies),
                takes_attendance: self.takes_attendance == "ya",
                is_fixed: self.is_fixed == "ya",
                leaders,
                moderators,
            })
        })();
        problems.into_result(plan)
    }
}
