//! A kept search, as typed and as it stands.

use serde::{Deserialize, Serialize};

use crate::kernel::ids::SavedFilterId;

/// A kept search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    /// Which.
    pub id: SavedFilterId,
    /// What it is called.
    pub name: String,
    /// The query of the list's URL.
    pub query: String,
    /// Whether it is somebody's own, and not the office's.
    pub is_own: bool,
}

/// What is to be kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SaveForm {
    /// What it is to be called.
    pub name: String,
    /// `kantor` for the whole office, else for oneself.
    pub whose: String,
    /// The query of the list's URL.
    pub filter: String,
}

/// What a kept search is called: one line of at most 40 letters, or a sentence.
pub(super) fn name(typed: &str) -> Result<String, &'static str> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_plain = name.chars().all(|c| !c.is_control());
    match name.chars().count() {
        0 => Err("Beri nama saringan ini dulu, misalnya “Desa belum dikonfirmasi”."),
        1..=40 if is_plain => Ok(name),
        _ => Err("Nama saringan paling banyak 40 huruf."),
    }
}
