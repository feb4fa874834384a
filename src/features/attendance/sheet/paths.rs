//! URLs of signed sheets.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, ParticipantId, SessionId, SheetPhotoId},
        place::Place,
    },
};

/// The sheets that were printed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/kehadiran/lembar", rejection(Error))]
pub struct SheetsPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// One sheet: its sessions and pages.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/kehadiran/lembar/{code}", rejection(Error))]
pub struct SheetPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// The six signs on every page.
    pub code: String,
}

/// One page of a sheet, for one session.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path(
    "/{place}/kegiatan/{event}/kehadiran/lembar/{code}/sesi/{session}/halaman/{number}",
    rejection(Error)
)]
pub struct SheetPagePath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// The six signs on every page.
    pub code: String,
    /// For which session.
    pub session: SessionId,
    /// Which page, counted from 1.
    pub number: usize,
}

/// A line that was blank when the sheet was printed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path(
    "/{place}/kegiatan/{event}/kehadiran/lembar/{code}/sesi/{session}/baris/{line}",
    rejection(Error)
)]
pub struct BlankLinePath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// The six signs on every page.
    pub code: String,
    /// For which session.
    pub session: SessionId,
    /// Which line, counted from 1 over all pages.
    pub line: i32,
}

/// A signature and the register differ about somebody.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/kehadiran/sesi/{session}/selisih/{participant}", rejection(Error))]
pub struct DifferencePath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// In which session.
    pub session: SessionId,
    /// About whom.
    pub participant: ParticipantId,
}

/// A photo of a page, sent.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path(
    "/{place}/kegiatan/{event}/kehadiran/lembar/{code}/sesi/{session}/halaman/{number}/foto",
    rejection(Error)
)]
pub struct TakePhotoPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// The six signs on every page.
    pub code: String,
    /// The session that is being entered.
    pub session: SessionId,
    /// Which page, counted from 1.
    pub number: usize,
}

macro_rules! photo_paths {
    ($($(#[$doc:meta])* $name:ident $path:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, TypedPath, Deserialize)]
        #[typed_path($path, rejection(Error))]
        pub struct $name {
            /// As whom it is done.
            pub place: Place,
            /// Of which event.
            pub event: EventId,
            /// The six signs on every page.
            pub code: String,
            /// Which photo.
            pub photo: SheetPhotoId,
        }
    )+};
}

photo_paths! {
    /// A photo of a sheet.
    PhotoPath "/{place}/kegiatan/{event}/kehadiran/lembar/{code}/foto/{photo}";
    /// The same, small.
    SmallPhotoPath "/{place}/kegiatan/{event}/kehadiran/lembar/{code}/foto/{photo}/kecil";
    /// A photo is taken away.
    RemovePhotoPath "/{place}/kegiatan/{event}/kehadiran/lembar/{code}/foto/{photo}/hapus";
}
