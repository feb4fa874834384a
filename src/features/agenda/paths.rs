//! The agenda's URLs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, SessionId},
        place::Place,
    },
};

/// The agenda of an event.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda", rejection(Error))]
pub struct AgendaPath {
    /// As whom it is seen.
    pub place: Place,
    /// Whose agenda.
    pub event: EventId,
}

/// A new session.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/sesi-baru", rejection(Error))]
pub struct NewSessionPath {
    /// As whom it is seen.
    pub place: Place,
    /// In which event.
    pub event: EventId,
}

/// One session, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/sesi/{session}", rejection(Error))]
pub struct SessionPath {
    /// As whom it is seen.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
}

/// Removal of a session.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/sesi/{session}/hapus", rejection(Error))]
pub struct RemoveSessionPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
}

/// Return of a removed session.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/sesi/{session}/pulihkan", rejection(Error))]
pub struct RestoreSessionPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
}

/// The edition's template, taken over.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/pola", rejection(Error))]
pub struct TemplatePath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
}

/// The template, taken back.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/pola/{batch}/urungkan", rejection(Error))]
pub struct UndoTemplatePath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which taking over.
    pub batch: Uuid,
}
