//! The form of a new browser.

use serde::{Deserialize, Serialize};

/// Four digits as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    #[serde(skip_serializing)]
    pub code: String,
}

impl CodeForm {
    /// The four digits, or `None`.
    pub fn digits(&self) -> Option<String> {
        let digits: String = self.code.chars().filter(|c| !c.is_whitespace()).collect();
        (digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
    }
}
