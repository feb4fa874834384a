//! The form of a template's session.

use serde::{Deserialize, Serialize};

use super::sql::Kept;
use crate::{
    features::editions::model::{SessionKind, Strategy, TemplateKind, TemplateSession, wrong_end},
    kernel::text,
    web::form::{Problem, Problems},
};

/// The most days that a template may have.
pub(super) const MOST_DAYS: i32 = 10;

/// Which template it is about; part of the URL.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WhichForm {
    /// The code of the kind of meeting; the PLM's where nothing is said.
    pub jenis: String,
}

impl WhichForm {
    /// The template.
    pub fn template(&self) -> TemplateKind {
        TemplateKind::from_code(&self.jenis).unwrap_or(TemplateKind::Plm)
    }

    /// The address of a page about this template.
    #[expect(clippy::needless_pass_by_value, reason = "callers make the path for this call")]
    pub fn address(path: impl ToString, template: TemplateKind) -> String {
        let path = path.to_string();
        if template == TemplateKind::Plm { path } else { format!("{path}?jenis={}", template.code()) }
    }
}

/// A session as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplateSessionForm {
    pub title: String,
    pub kind: String,
    /// 1 is the first programme day.
    pub day: String,
    pub starts: String,
    pub ends: String,
    pub room: String,
    pub goals: Vec<String>,
    pub strategies: Vec<String>,
    pub takes_attendance: String,
    pub is_fixed: String,
    pub version: String,
}

impl TemplateSessionForm {
    /// The form of a session that does not exist yet.
    pub fn blank() -> Self {
        Self {
            kind: SessionKind::Other.code().into(),
            day: "1".into(),
            takes_attendance: "ya".into(),
            ..Self::default()
        }
    }

    /// The form of a session as it stands.
    pub fn of(kept: &Kept) -> Self {
        Self { version: kept.version.to_string(), ..Self::of_plan(&kept.session) }
    }

    /// The same of a plan, with the hours as this program writes them.
    pub fn of_plan(session: &TemplateSession) -> Self {
        Self {
            title: session.title.clone(),
            kind: session.kind.code().into(),
            day: (session.day_offset + 1).to_string(),
            starts: text::time(session.starts_at),
            ends: text::time(session.ends_at),
            room: session.room.clone(),
            goals: session.goals.iter().map(ToString::to_string).collect(),
            strategies: Strategy::codes(&session.strategies),
            takes_attendance: if session.takes_attendance { "ya".into() } else { String::new() },
            is_fixed: if session.is_fixed { "ya".into() } else { String::new() },
            version: String::new(),
        }
    }

    /// The command, or what is wrong.
    pub fn parse(&self) -> Result<TemplateSession, Vec<Problem>> {
        let mut problems = Problems::new();
        let title = problems.required("title", &self.title, "judul sesi", 200);
        if title.chars().count() == 1 {
            problems.add("title", "Judul sesi paling sedikit 2 huruf.");
        }
        let kind = problems.choice("kind", &self.kind, "jenis sesi", SessionKind::from_code);
        let day = problems.choice("day", &self.day, "hari", |raw| {
            raw.parse::<i32>().ok().filter(|day| (1..=MOST_DAYS).contains(day))
        });
        let starts = problems.time("starts", &self.starts, "jam mulai");
        let ends = problems.time("ends", &self.ends, "jam selesai");
        if let Some(sentence) = starts.zip(ends).and_then(|(starts, ends)| wrong_end(starts, ends)) {
            problems.add("ends", sentence);
        }
        let room = problems.optional("room", &self.room, "ruang", 100);
        let goals =
            self.goals.iter().filter_map(|goal| goal.parse().ok()).filter(|goal| (1..=9).contains(goal));
        let session = (|| {
            Some(TemplateSession {
                day_offset: day? - 1,
                starts_at: starts?,
                ends_at: ends?,
                kind: kind?,
                title,
                room,
                goals: goals.collect(),
                strategies: Strategy::codes(&self.strategies),
                takes_attendance: self.takes_attendance == "ya",
                is_fixed: self.is_fixed == "ya",
            })
        })();
        problems.into_result(session)
    }
}
