//! Forms of attendance.

use serde::{Deserialize, Serialize};

use super::model::State;
use crate::{
    kernel::ids::{MarkId, ParticipantId},
    web::form::{Problem, Problems},
};

/// One tap, as a plain form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MarkForm {
    pub id: String,
    pub person: String,
    pub state: String,
    /// The state that was effective when the page was drawn; tapping it again clears it.
    pub was: String,
    pub note: String,
}

/// One tap.
#[derive(Debug)]
pub struct Tap {
    pub id: MarkId,
    pub person: ParticipantId,
    pub state: State,
    pub note: String,
}

impl MarkForm {
    /// The tap, or `None` when no form of ours sent it. `keep` leaves the state and changes the note.
    pub fn parse(&self) -> Option<Tap> {
        let tapped =
            if self.state == "keep" { State::from_code(&self.was)? } else { State::from_code(&self.state)? };
        let state = if self.state == self.was { State::Cleared } else { tapped };
        let note: String = self.note.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Tap {
            id: self.id.parse().ok()?,
            person: self.person.parse().ok()?,
            state,
            note: note.chars().filter(|c| !c.is_control()).take(200).collect(),
        })
    }
}

/// The closing of a session.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    /// `ya`: also with people who have no mark.
    pub anyway: String,
    /// Why signatures and marks that differ stay so.
    pub reason: String,
    /// The differences that the page showed.
    pub seen: String,
}

/// A person's word over the marks.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    pub state: String,
    pub reason: String,
}

impl DecisionForm {
    /// The state and the reason, which is never left out.
    pub fn parse(&self) -> Result<(State, String), Vec<Problem>> {
        let mut problems = Problems::new();
        let state = problems.choice("state", &self.state, "status kehadiran", State::from_code);
        let reason = problems.required("reason", &self.reason, "alasan", 300);
        problems.into_result(state.map(|state| (state, reason)))
    }
}
