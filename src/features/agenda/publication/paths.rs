//! URLs of publication.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// What would be published, and publishing it.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/terbitkan", rejection(Error))]
pub struct PublishPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// The versions that were published.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/versi", rejection(Error))]
pub struct VersionsPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// The end of a version.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/versi/{number}/tarik-kembali", rejection(Error))]
pub struct WithdrawPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Which version.
    pub number: i32,
}
