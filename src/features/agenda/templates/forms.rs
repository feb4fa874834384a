//! What is typed about patterns and copying.

use serde::Deserialize;

/// Under which name an agenda is kept.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PatternForm {
    /// The name.
    pub name: String,
}

impl PatternForm {
    /// The name: one line of 2 to 80 letters, or a sentence.
    pub fn parse(&self) -> Result<String, &'static str> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_plain = name.chars().all(|c| !c.is_control());
        match name.chars().count() {
            0 => Err("Beri nama pola ini dulu, misalnya “PLM dua hari”."),
            2..=80 if is_plain => Ok(name),
            _ => Err("Nama pola paling sedikit 2 dan paling banyak 80 huruf."),
        }
    }
}

/// Into which event an agenda is copied, and from which. The first is part of the URL.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CopyForm {
    /// The event whose agenda is empty.
    pub ke: String,
    /// The earlier event.
    pub source: String,
}
