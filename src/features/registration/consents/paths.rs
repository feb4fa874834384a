//! The URL of the list of consents.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// Who has agreed to what.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/persetujuan", rejection(Error))]
pub struct ConsentsPath {
    /// As whom it is seen.
    pub place: Place,
    /// In which event.
    pub event: EventId,
}
