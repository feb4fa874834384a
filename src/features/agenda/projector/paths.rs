//! URLs of the projector.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// The page for the hall.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/layar", rejection(Error))]
pub struct ScreenPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// What the page shows, for its script.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/layar/keadaan", rejection(Error))]
pub struct StatePath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}
