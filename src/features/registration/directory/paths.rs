//! The URLs of the directory as a spreadsheet.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::ImportId, place::Place},
};

/// Choosing a file.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/impor", rejection(Error))]
pub struct DirectoryImportsPath {
    /// Of which province.
    pub place: Place,
}

/// A spreadsheet with the right columns and no library in it.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/impor/templat.xlsx", rejection(Error))]
pub struct DirectoryTemplatePath {
    /// Of which province.
    pub place: Place,
}

/// What was read, row by row; by POST, what was answered, and that it is accepted.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/impor/{import}", rejection(Error))]
pub struct DirectoryImportPath {
    /// Of which province.
    pub place: Place,
    /// Which file.
    pub import: ImportId,
}

/// Forgetting a file that was not accepted.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/impor/{import}/buang", rejection(Error))]
pub struct ForgetDirectoryPath {
    /// Of which province.
    pub place: Place,
    /// Which file.
    pub import: ImportId,
}

/// The directory as a spreadsheet.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/perpustakaan/ekspor.xlsx", rejection(Error))]
pub struct DirectoryExportPath {
    /// Of which province.
    pub place: Place,
}
