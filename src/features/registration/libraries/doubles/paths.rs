//! URLs of libraries that may be there twice.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{LibraryId, MergeId},
        place::Place,
    },
};

/// Suspected pairs, and what was done about them.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/ganda", rejection(Error))]
pub struct DoublesPath {
    /// Whose libraries.
    pub place: Place,
}

/// Two libraries side by side; by POST, merged.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/ganda/{library}/{other}", rejection(Error))]
pub struct ComparePath {
    /// Of which province.
    pub place: Place,
    /// One.
    pub library: LibraryId,
    /// The other.
    pub other: LibraryId,
}

/// Two libraries that are not the same.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/ganda/{library}/{other}/beda", rejection(Error))]
pub struct ApartPath {
    /// Of which province.
    pub place: Place,
    /// One.
    pub library: LibraryId,
    /// The other.
    pub other: LibraryId,
}

/// Two libraries that may be the same after all.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/ganda/{library}/{other}/tanya", rejection(Error))]
pub struct AskAgainPath {
    /// Of which province.
    pub place: Place,
    /// One.
    pub library: LibraryId,
    /// The other.
    pub other: LibraryId,
}

/// A merge, undone.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/penggabungan/{merge}/batalkan", rejection(Error))]
pub struct UndoPath {
    /// Of which province.
    pub place: Place,
    /// Which merge.
    pub merge: MergeId,
}
