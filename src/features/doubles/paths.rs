//! URLs of people who may be on the list twice.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, MergeId, ParticipantId},
        place::Place,
    },
};

/// Suspected pairs, and what was done about them.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/ganda", rejection(Error))]
pub struct DoublesPath {
    /// As whom it is seen.
    pub place: Place,
    /// Whose people.
    pub event: EventId,
}

/// Two people side by side; by POST, merged.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/ganda/{participant}/{other}", rejection(Error))]
pub struct ComparePath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// One.
    pub participant: ParticipantId,
    /// The other.
    pub other: ParticipantId,
}

/// Two people who are not the same.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/ganda/{participant}/{other}/beda", rejection(Error))]
pub struct ApartPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// One.
    pub participant: ParticipantId,
    /// The other.
    pub other: ParticipantId,
}

/// Two people who may be the same after all.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/ganda/{participant}/{other}/tanya", rejection(Error))]
pub struct AskAgainPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// One.
    pub participant: ParticipantId,
    /// The other.
    pub other: ParticipantId,
}

/// A merge, undone.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/penggabungan/{merge}/batalkan", rejection(Error))]
pub struct UndoPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which merge.
    pub merge: MergeId,
}
