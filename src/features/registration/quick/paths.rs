//! The URL of the page for many people.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// Many people at once.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/isi-banyak", rejection(Error))]
pub struct QuickPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
}
