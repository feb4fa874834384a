//! The URLs of lists that come as spreadsheets.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, ImportId},
        place::Place,
    },
};

/// Choosing a file, and the files before.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/impor", rejection(Error))]
pub struct ImportsPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
}

/// A spreadsheet with the right columns and nobody in it.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/impor/templat.xlsx", rejection(Error))]
pub struct TemplatePath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
}

/// What was read, row by row; by POST, what was mended in it.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/impor/{import}", rejection(Error))]
pub struct ImportPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which list.
    pub import: ImportId,
}

/// What the columns mean.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/impor/{import}/kolom", rejection(Error))]
pub struct ColumnsPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which list.
    pub import: ImportId,
}

/// Forgetting a list that was not accepted.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/impor/{import}/buang", rejection(Error))]
pub struct ForgetPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which list.
    pub import: ImportId,
}

/// Taking back a list that was accepted.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/impor/{import}/urungkan", rejection(Error))]
pub struct UndoPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which list.
    pub import: ImportId,
}

/// The people of an event as a spreadsheet.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/ekspor.xlsx", rejection(Error))]
pub struct ExportPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
}
