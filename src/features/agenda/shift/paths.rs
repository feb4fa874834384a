//! The URLs of moving sessions.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, SessionId, ShiftId},
        place::Place,
    },
};

/// The rest of a day, moved.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/geser", rejection(Error))]
pub struct ShiftPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
}

/// What was moved, put back.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/geser/{shift}/urungkan", rejection(Error))]
pub struct UndoShiftPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which moving.
    pub shift: ShiftId,
}

/// What was moved and published, put back and withdrawn.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/geser/{shift}/versi/{number}/urungkan", rejection(Error))]
pub struct UndoPublishedPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which moving.
    pub shift: ShiftId,
    /// The version that was published with it.
    pub number: i32,
}

/// One session, moved or made longer.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/sesi/{session}/jam", rejection(Error))]
pub struct NudgePath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
}
