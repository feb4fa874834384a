//! A wording as typed.

use serde::{Deserialize, Serialize};

use super::model::{MessageKind, Wording};
use crate::web::form::{Problem, Problems};

/// The wording as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WordingForm {
    pub body: String,
    pub version: String,
    /// Which button was pressed: `preview` saves nothing.
    #[serde(skip_serializing)]
    pub act: String,
}

impl WordingForm {
    /// The form of a wording as it stands.
    pub(super) fn of(wording: &Wording) -> Self {
        Self { body: wording.text.clone(), version: wording.version.to_string(), act: String::new() }
    }

    /// The wording, or what is wrong.
    pub(super) fn parse(&self, kind: MessageKind) -> Result<String, Vec<Problem>> {
        let mut problems = Problems::new();
        let body = problems.lines("body", &self.body, "teks pesan", 1000);
        if body.is_empty() {
            problems.add("body", "Isi teks pesan, atau kembalikan ke teks baku.");
        } else if let Err(sentence) = kind.check(&body) {
            problems.add("body", sentence);
        }
        problems.into_result(Some(body))
    }
}
