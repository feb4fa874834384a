//! The URLs of papers.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, PaperId},
        place::Place,
    },
};

/// The papers that can be made, and those made lately.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/dokumen", rejection(Error))]
pub struct PapersPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// The choices for one kind of paper; by POST, to make it.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/dokumen/siapkan/{paper_kind}", rejection(Error))]
pub struct PreparePath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// What is printed, by its slug.
    pub paper_kind: String,
}

/// A paper while it is being made.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/dokumen/{paper}", rejection(Error))]
pub struct PaperPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Which paper.
    pub paper: PaperId,
}

/// A finished paper.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/dokumen/{paper}/berkas.pdf", rejection(Error))]
pub struct FilePath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Which paper.
    pub paper: PaperId,
}
