//! URLs of the open link.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// The open link, for the host's office.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/pendaftaran-terbuka", rejection(Error))]
pub struct OpenLinkPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// The end of the registration, at once.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/pendaftaran-terbuka/tutup", rejection(Error))]
pub struct ClosePath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// Another link in the place of this one.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/pendaftaran-terbuka/perbarui", rejection(Error))]
pub struct RenewPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// Where people register themselves.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/daftar/{token}", rejection(Error))]
pub struct ApplyPath {
    /// The open link.
    pub token: String,
}

/// Where a step of the form is sent.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/daftar/{token}/isian/{resume}", rejection(Error))]
pub struct FillPath {
    /// The open link.
    pub token: String,
    /// The secret that leads back to the draft.
    pub resume: String,
}

/// Where what is typed is kept, by script.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/daftar/{token}/isian/{resume}/simpan", rejection(Error))]
pub struct KeepPath {
    /// The open link.
    pub token: String,
    /// The secret that leads back to the draft.
    pub resume: String,
}

/// Going on in another browser.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/lanjut/{resume}", rejection(Error))]
pub struct ResumePath {
    /// The secret that leads back to the draft.
    pub resume: String,
}

crate::never_printed!(FillPath KeepPath ResumePath);
