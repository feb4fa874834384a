//! The URL of an event's calendar file.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// The agenda of an event as a calendar file.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/agenda.ics", rejection(Error))]
pub struct CalendarPath {
    /// As whom it is asked for.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}
