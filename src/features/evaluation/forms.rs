//! The answers as given.

use serde::{Deserialize, Serialize};

use super::model::{Answers, BEST};
use crate::web::form::{Problem, Problems};

/// The form as filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EvaluationForm {
    pub material: String,
    pub facilitators: String,
    pub time: String,
    pub venue: String,
    pub usefulness: String,
    pub suggestion: String,
}

impl EvaluationForm {
    /// The answers, or what is missing.
    pub fn parse(&self) -> Result<Answers, Vec<Problem>> {
        let mut problems = Problems::new();
        let mut value = |field, raw: &str| {
            let value = raw.parse().ok().filter(|value| (1..=BEST).contains(value));
            if value.is_none() {
                problems.add(field, "Pilih satu angka.");
            }
            value
        };
        let material = value("material", &self.material);
        let facilitators = value("facilitators", &self.facilitators);
        let time = value("time", &self.time);
        let venue = value("venue", &self.venue);
        let usefulness = value("usefulness", &self.usefulness);
        let suggestion = problems.lines("suggestion", &self.suggestion, "saran", 2000);
        let answers = (|| {
            Some(Answers {
                material: material?,
                facilitators: facilitators?,
                time: time?,
                venue: venue?,
                usefulness: usefulness?,
                suggestion,
            })
        })();
        problems.into_result(answers)
    }
}
