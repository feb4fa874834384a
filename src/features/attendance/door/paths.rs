//! URLs of the door.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    features::registration::people::paths::StatusWord,
    kernel::{
        ids::{EventId, ParticipantId, SessionId},
        place::Place,
    },
};

/// Somebody who comes unannounced.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/kehadiran/sesi/{session}/datang-langsung", rejection(Error))]
pub struct WalkInPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
}

/// Somebody who came unannounced, taken off the list again.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path(
    "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/datang-langsung/{added}/urungkan",
    rejection(Error)
)]
pub struct UndoWalkInPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
    /// Who was added.
    pub added: ParticipantId,
}

/// Somebody who comes instead of a person.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path(
    "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/orang/{participant}/wakil",
    rejection(Error)
)]
pub struct StandInPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
    /// Who does not come.
    pub participant: ParticipantId,
}

/// Somebody who came instead of a person, taken back.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path(
    "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/wakil/{added}/urungkan/{to}",
    rejection(Error)
)]
pub struct UndoStandInPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
    /// Who was added.
    pub added: ParticipantId,
    /// What the first person was.
    pub to: StatusWord,
}
