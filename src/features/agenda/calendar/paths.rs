//! The URLs of calendar files.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    auth::token::Secret,
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

/// The published agenda of an event as a calendar file, for anybody.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/plm/{event}/agenda.ics", rejection(Error))]
pub struct PublicCalendarPath {
    /// Of which event.
    pub event: EventId,
}

/// The agendas of all events that somebody is assigned to, for their calendar program.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/kalender/{token}/tugas.ics", rejection(Error))]
pub struct FeedPath {
    /// The secret.
    pub token: Secret,
}

/// One's own calendar address.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/akun/kalender")]
pub struct LinkPath;

/// The end of one's own calendar address.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/akun/kalender/cabut")]
pub struct RevokePath;
