//! The form by which an agenda is published.

use serde::{Deserialize, Serialize};

use super::model::Seen;
use crate::web::form::{Problem, Problems};

/// What is said about a version, and what was seen when the page was drawn.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PublishForm {
    pub note: String,
    pub seen: String,
}

impl PublishForm {
    /// The form of a page that shows this.
    pub fn of(seen: &Seen) -> Self {
        Self { note: String::new(), seen: format!("{} {}", seen.number, seen.draft) }
    }

    /// The note and what was seen, or what is wrong. A forged sight is that of nothing.
    pub fn parse(&self) -> Result<(String, Seen), Vec<Problem>> {
        let mut problems = Problems::new();
        let note = problems.optional("note", &self.note, "catatan", 200);
        let (number, draft) = self.seen.split_once(' ').unwrap_or_default();
        let seen = Seen { number: number.parse().unwrap_or(-1), draft: draft.to_owned() };
        problems.into_result(Some((note, seen)))
    }
}
