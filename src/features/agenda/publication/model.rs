//! What readers are shown of a session, and a version of the agenda.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::changes::{Change, changes};
use crate::{
    features::{
        editions::model::{SessionKind, Strategy},
        registration::PersonKind,
    },
    kernel::{
        ids::{LibraryId, ParticipantId, SessionId},
        text,
    },
};

/// A session as readers are shown it, and as a version keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Its id.
    pub id: SessionId,
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
    #[serde(default)]
    pub strategies: Vec<Strategy>,
    /// Who leads it, in order.
    pub leaders: Vec<Leader>,
    /// Who moderates it, in order.
    #[serde(default)]
    pub moderators: Vec<Leader>,
    /// Which libraries present in it, one after the other.
    #[serde(default)]
    pub presentations: Vec<Presentation>,
}

/// A presentation within a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presentation {
    /// Whose; of a library that was typed, not chosen, none.
    pub library: Option<LibraryId>,
    /// The library's name.
    pub label: String,
    /// How long it takes.
    pub minutes: i32,
}

impl Shown {
    /// The names of its leaders, in order.
    pub fn leader_names(&self) -> Vec<&str> {
        self.leaders.iter().map(|leader| leader.name.as_str()).collect()
    }

    /// The names of its moderators, in order.
    pub fn moderator_names(&self) -> Vec<&str> {
        self.moderators.iter().map(|moderator| moderator.name.as_str()).collect()
    }

    /// Whether somebody leads or moderates it.
    pub fn is_spoken_in_by(&self, person: ParticipantId) -> bool {
        self.leaders.iter().chain(&self.moderators).any(|other| other.id == person)
    }

    /// Where it stands among others.
    pub fn order(&self) -> (DateTime<Utc>, DateTime<Utc>, SessionId) {
        (self.starts_at, self.ends_at, self.id)
    }
}

/// Who leads or moderates a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leader {
    /// The person.
    pub id: ParticipantId,
    /// The name with its titles.
    pub name: String,
    /// As what the person comes.
    pub kind: PersonKind,
}

/// A version of an agenda.
#[derive(Clone, Debug)]
pub struct Version {
    /// Counts from 1.
    pub number: i32,
    /// The version that readers saw before.
    pub follows: Option<i32>,
    /// When it was published, by the programme's time.
    pub published_at: DateTime<Utc>,
    /// Who published it.
    pub published_by: String,
    /// What the office said about it.
    pub note: String,
    /// What readers are shown, in order.
    pub sessions: Vec<Shown>,
    /// What they were shown before.
    pub before: Vec<Shown>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Who withdrew it.
    pub withdrawn_by: String,
}

impl Version {
    /// What readers see otherwise than before; nothing in the first version, which is all new.
    pub fn changes(&self) -> Vec<Change> {
        if self.follows.is_some() { changes(&self.before, &self.sessions) } else { Vec::new() }
    }
}

/// What somebody saw who decides to publish: the last version's number, and the fingerprint of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Of the version published last, withdrawn or not.
    pub number: i32,
    /// Of the draft.
    pub draft: String,
}

impl Seen {
    /// This draft after this version.
    pub fn of(number: i32, draft: &[Shown]) -> Self {
        Self { number, draft: fingerprint(draft) }
    }
}

/// A few letters that stand for these sessions, so that a form can say what it was drawn from.
fn fingerprint(sessions: &[Shown]) -> String {
    use sha2::{Digest as _, Sha256};
    let content = serde_json::to_vec(sessions).unwrap_or_default();
    text::hex(&Sha256::digest(content)).chars().take(16).collect()
}
