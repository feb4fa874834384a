//! URLs of a province's libraries.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::LibraryId, place::Place},
};

/// The libraries of a province.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan", rejection(Error))]
pub struct LibrariesPath {
    /// Whose libraries.
    pub place: Place,
}

/// A new library.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/baru", rejection(Error))]
pub struct NewLibraryPath {
    /// Of which province.
    pub place: Place,
}

/// One library, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/data/{library}", rejection(Error))]
pub struct LibraryPath {
    /// Of which province.
    pub place: Place,
    /// Which library.
    pub library: LibraryId,
}

/// Removal of a library.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/data/{library}/hapus", rejection(Error))]
pub struct RemoveLibraryPath {
    /// Of which province.
    pub place: Place,
    /// Which library.
    pub library: LibraryId,
}

/// Return of a removed library.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/data/{library}/pulihkan", rejection(Error))]
pub struct RestoreLibraryPath {
    /// Of which province.
    pub place: Place,
    /// Which library.
    pub library: LibraryId,
}

/// Official regions that resemble what was typed, as radios for the library's form.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/wilayah", rejection(Error))]
pub struct RegionsPath {
    /// Whose own regions come first.
    pub place: Place,
}
