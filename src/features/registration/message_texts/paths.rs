//! URLs of the wordings.

use axum_extra::routing::TypedPath;
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// A kind of message as a URL says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageWord {
    /// Brings a person the link of their own page.
    TautanPribadi,
    /// Asks people to register themselves.
    UndanganMendaftar,
}

impl std::fmt::Display for MessageWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            MessageWord::TautanPribadi => "tautan-pribadi",
            MessageWord::UndanganMendaftar => "undangan-mendaftar",
        })
    }
}

/// The wording of a kind of message.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/teks/{message}", rejection(Error))]
pub struct WordingPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which message.
    pub message: MessageWord,
}

/// The usual wording again.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/teks/{message}/baku", rejection(Error))]
pub struct ResetPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which message.
    pub message: MessageWord,
}
