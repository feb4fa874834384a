//! The warnings' URLs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, WarningId},
        place::Place,
    },
};

/// What may be wrong with the agenda.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/peringatan", rejection(Error))]
pub struct WarningsPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// A warning is settled.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/peringatan/{warning}/abaikan", rejection(Error))]
pub struct IgnoreWarningPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which warning.
    pub warning: WarningId,
}

/// A settled warning is told again.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/peringatan/{warning}/tampilkan", rejection(Error))]
pub struct TellWarningPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which warning.
    pub warning: WarningId,
}
