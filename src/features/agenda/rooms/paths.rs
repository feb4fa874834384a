//! The rooms' URLs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, RoomId},
        place::Place,
    },
};

/// The rooms of an event, and a new one.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/ruang", rejection(Error))]
pub struct RoomsPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// One room, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/ruang/{room}", rejection(Error))]
pub struct RoomPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Which room.
    pub room: RoomId,
}

/// Removal of a room.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/ruang/{room}/hapus", rejection(Error))]
pub struct RemoveRoomPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Which room.
    pub room: RoomId,
}

/// Return of a removed room.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/ruang/{room}/pulihkan", rejection(Error))]
pub struct RestoreRoomPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Which room.
    pub room: RoomId,
}
