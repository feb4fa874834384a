//! The events' URLs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// The events of a province.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan", rejection(Error))]
pub struct EventsPath {
    /// Which office.
    pub place: Place,
}

/// A new self-funded event.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/baru", rejection(Error))]
pub struct NewEventPath {
    /// Which office.
    pub place: Place,
}

/// The events that a facilitator or consultant is assigned to.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/tugas")]
pub struct DutiesPath;

/// The summary of an event.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}", rejection(Error))]
pub struct EventPath {
    /// As whom it is seen.
    pub place: Place,
    /// Which event.
    pub event: EventId,
}

/// The frame of an event, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/ubah", rejection(Error))]
pub struct EditPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
}

/// Something done to an event's status: `terbitkan`, `tunda`, `tutup` and so on.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/status/{act}", rejection(Error))]
pub struct ActPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// What is done.
    pub act: String,
}

/// An official of an event: `pembuka-rencana`, `penutup-pelaksanaan` and so on.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/pejabat/{official}", rejection(Error))]
pub struct OfficialPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Which official.
    pub official: String,
}

/// Removal of an official.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/pejabat/{official}/hapus", rejection(Error))]
pub struct RemoveOfficialPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Which official.
    pub official: String,
}
