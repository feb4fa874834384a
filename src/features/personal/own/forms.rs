//! Answers and consents as sent.

use serde::Deserialize;

use crate::{
    features::registration::{Answer, Purpose},
    web::form::{Problem, Problems},
};

/// Whether one will come.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// `coming`, `not_coming`, or `open` to take it back.
    pub answer: String,
    pub reason: String,
}

impl AnswerForm {
    /// The answer and its reason, or what is wrong.
    pub fn parse(&self) -> Result<(Answer, String), Vec<Problem>> {
        let mut problems = Problems::new();
        let answer = problems.choice("answer", &self.answer, "jawaban", |code| match code {
            "open" => Some(Answer::Open),
            code => Answer::from_code(code).filter(|answer| *answer != Answer::Open),
        });
        let mut reason = problems.optional("reason", &self.reason, "alasan", 300);
        if answer == Some(Answer::NotComing) && reason.is_empty() {
            problems.add("reason", "Tulis alasannya dengan singkat, supaya dinas dapat mencari pengganti.");
        }
        if answer != Some(Answer::NotComing) {
            reason = String::new();
        }
        problems.into_result(answer.map(|answer| (answer, reason)))
    }
}

/// What one agrees to, or takes back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConsentForm {
    /// A purpose's code.
    pub purpose: String,
    /// `ya` or `tidak`.
    pub given: String,
}

impl ConsentForm {
    /// The purpose, and yes or no.
    pub fn parse(&self) -> Option<(Purpose, bool)> {
        let given = match self.given.as_str() {
            "ya" => true,
            "tidak" => false,
            _ => return None,
        };
        Some((Purpose::from_code(&self.purpose)?, given))
    }
}
