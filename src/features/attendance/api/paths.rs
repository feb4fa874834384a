//! URLs of attendance for programs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{error::Error, kernel::ids::EventId};

/// The events in which the caller may mark.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/api/v1/attendance/events")]
pub struct EventsPath;

/// Sessions, people and states of an event.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/api/v1/attendance/events/{event}/roster", rejection(Error))]
pub struct RosterPath {
    /// Which event.
    pub event: EventId,
}

/// Marks, and people who came unannounced, from a device.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/api/v1/attendance/sync")]
pub struct SyncPath;

/// Marks of somebody whose device finds no connection, brought by another.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/api/v1/attendance/forward")]
pub struct ForwardPath;

/// What the interface is, as `OpenAPI` 3.1.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/api/openapi.json")]
pub struct OpenApiPath;
