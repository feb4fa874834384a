//! Entries and remarks as typed.

use serde::{Deserialize, Serialize};

use super::model::{Entry, Kind, NewEntry, Spot};
use crate::{
    kernel::ids::{MinuteCommentId, MinuteEntryId},
    web::form::{Problem, Problems},
};

/// An entry as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    /// The id that the device gave it; not a field that anybody types.
    #[serde(skip_serializing)]
    pub id: String,
    pub kind: String,
    pub body: String,
    pub answers: String,
    pub raised_by: String,
    pub version: String,
    /// Whose entry it is, where a script sends it: another may have signed in on this device meanwhile.
    #[serde(skip_serializing)]
    pub writer: String,
}

impl EntryForm {
    /// The form of an entry that does not exist yet, with an id of its own.
    pub fn blank(kind: Kind, answers: Option<MinuteEntryId>) -> Self {
        Self {
            id: MinuteEntryId::new().to_string(),
            kind: kind.code().into(),
            answers: answers.map(|id| id.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The form of an entry as it stands.
    pub fn of(entry: &Entry) -> Self {
        Self {
            id: String::new(),
            kind: entry.kind.code().into(),
            body: entry.body.clone(),
            answers: entry.answers.map(|id| id.to_string()).unwrap_or_default(),
            raised_by: entry.raised_by.clone(),
            version: entry.version.to_string(),
            writer: String::new(),
        }
    }

    /// The id that the device gave it, or a new one.
    pub fn id(&self) -> MinuteEntryId {
        self.id.parse().unwrap_or_default()
    }

    /// The command, or what is wrong. `challenges` are those of the session, which a solution may answer.
    pub fn parse(&self, challenges: &[MinuteEntryId]) -> Result<NewEntry, Vec<Problem>> {
        let mut problems = Problems::new();
        let kind = problems.choice("kind", &self.kind, "jenis butir", Kind::from_code);
        let body = problems.lines("body", &self.body, "butir", 2000);
        if body.is_empty() {
            problems.add("body", "Tulis butirnya.");
        }
        let answers = self.answers.parse::<MinuteEntryId>().ok().filter(|id| challenges.contains(id));
        let answers = answers.filter(|_| kind == Some(Kind::Solution));
        if kind == Some(Kind::Solution) && answers.is_none() {
            problems.add(
                "answers",
                if challenges.is_empty() {
                    "Belum ada tantangan pada sesi ini. Catat dulu tantangannya, lalu solusinya."
                } else {
                    "Pilih tantangan yang dijawab solusi ini."
                },
            );
        }
        let raised_by = problems.optional("raised_by", &self.raised_by, "nama perpustakaan", 200);
        problems.into_result(kind.map(|kind| NewEntry { kind, body, answers, raised_by }))
    }
}

/// Where an entry is put: `above` or `below` names one of its row.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlaceForm {
    pub above: String,
    pub below: String,
}

impl PlaceForm {
    /// The spot, if there is one.
    pub fn spot(&self) -> Option<Spot<MinuteEntryId>> {
        let above = self.above.parse().ok().map(Spot::Above);
        above.or_else(|| self.below.parse().ok().map(Spot::Below))
    }
}

/// Whether a challenge goes to the Stakeholder Meeting.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EscalateForm {
    /// `ya` or `tidak`.
    pub escalated: String,
}

/// A remark as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RemarkForm {
    /// The id that its page gave it.
    #[serde(skip_serializing)]
    pub id: String,
    pub remark: String,
}

impl RemarkForm {
    /// The form of a remark that does not exist yet.
    pub fn blank() -> Self {
        Self { id: MinuteCommentId::new().to_string(), remark: String::new() }
    }

    /// Its id, or a new one.
    pub fn id(&self) -> MinuteCommentId {
        self.id.parse().unwrap_or_default()
    }

    /// Its words, or what is wrong.
    pub fn parse(&self) -> Result<String, Vec<Problem>> {
        let mut problems = Problems::new();
        let remark = problems.lines("remark", &self.remark, "komentar", 1000);
        if remark.is_empty() {
            problems.add("remark", "Tulis komentarnya.");
        }
        problems.into_result(Some(remark))
    }
}

/// What the page of all sessions is filtered by, and what the form of a session begins with.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct KindQuery {
    /// A kind's code.
    pub jenis: String,
    /// The challenge that is to be answered.
    pub solusi: String,
}
