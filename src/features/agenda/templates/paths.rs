//! The URLs of a province's own patterns and of copying.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, PatternId},
        place::Place,
    },
};

/// An event's agenda, kept as a pattern.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/pola-provinsi", rejection(Error))]
pub struct SavePatternPath {
    /// As whom it is done.
    pub place: Place,
    /// Whose agenda.
    pub event: EventId,
}

/// A pattern, taken over.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/pola-provinsi/{pattern}/pakai", rejection(Error))]
pub struct UsePatternPath {
    /// As whom it is done.
    pub place: Place,
    /// Into which event.
    pub event: EventId,
    /// Which pattern.
    pub pattern: PatternId,
}

/// Removal of a pattern.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/pola-provinsi/{pattern}/hapus", rejection(Error))]
pub struct RemovePatternPath {
    /// As whom it is done.
    pub place: Place,
    /// Seen from which event.
    pub event: EventId,
    /// Which pattern.
    pub pattern: PatternId,
}

/// Return of a removed pattern.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/pola-provinsi/{pattern}/pulihkan", rejection(Error))]
pub struct RestorePatternPath {
    /// As whom it is done.
    pub place: Place,
    /// Seen from which event.
    pub event: EventId,
    /// Which pattern.
    pub pattern: PatternId,
}

/// The agenda of an earlier event, copied. No event stands in this URL, so that the office sees all of its own.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/salin-agenda", rejection(Error))]
pub struct CopyPath {
    /// As whom it is done.
    pub place: Place,
}
