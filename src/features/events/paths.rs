//! The events' URLs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// The events of a province.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan", rejection(Error))]
pub struct EventsPath {
    /// Which office.
    pub place: Place,
}

/// The events that a facilitator or consultant is assigned to.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/tugas")]
pub struct DutiesPath;

/// The summary of an event.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}", rejection(Error))]
pub struct EventPath {
    /// As whom it is seen.
    pub place: Place,
    /// Which event.
    pub event: EventId,
}
