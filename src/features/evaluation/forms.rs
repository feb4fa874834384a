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
        let mut value = |field, raw: &str, about: &str| {
            let value = raw.parse().ok().filter(|value| (1..=BEST).contains(value));
            if value.is_none() {
                problems.add(field, format!("Pilih satu angka untuk {about}."));
            }
            value
        };
        let material = value("material", &self.material, "materi");
        let facilitators = value("facilitators", &self.facilitators, "fasilitator");
        let time = value("time", &self.time, "waktu");
        let venue = value("venue", &self.venue, "tempat");
        let usefulness = value("usefulness", &self.usefulness, "kegunaan");
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
