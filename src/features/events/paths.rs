//! The events' URLs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EditionId, EventId, WaveId},
        place::Place,
    },
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

/// What anybody may read of an event.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/plm/{event}", rejection(Error))]
pub struct PublicPath {
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

/// Provinces put into a wave: each gets an event there.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/tempatkan", rejection(Error))]
pub struct PlacePath {
    /// In which edition.
    pub edition: EditionId,
}

/// Provinces put where they stood in another edition.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/tempatkan-seperti", rejection(Error))]
pub struct PlaceLikePath {
    /// In which edition.
    pub edition: EditionId,
}

/// A wave whose provinces are all taken out again.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/gelombang/{wave}/kosongkan", rejection(Error))]
pub struct EmptyWavePath {
    /// In which edition.
    pub edition: EditionId,
    /// Which wave.
    pub wave: WaveId,
}

/// An event moved to another wave.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/kegiatan/{event}/pindah", rejection(Error))]
pub struct MovePath {
    /// In which edition.
    pub edition: EditionId,
    /// Which event.
    pub event: EventId,
}

/// A province that joins another's event as a guest.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/kegiatan/{event}/gabung", rejection(Error))]
pub struct JoinPath {
    /// In which edition.
    pub edition: EditionId,
    /// The province's own event.
    pub event: EventId,
}

/// The guests of a joint event, each with an event of its own again.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/kegiatan/{event}/pisah", rejection(Error))]
pub struct SplitPath {
    /// In which edition.
    pub edition: EditionId,
    /// The joint event.
    pub event: EventId,
}

/// An event taken out of the plan.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/kegiatan/{event}/keluarkan", rejection(Error))]
pub struct TakeOutPath {
    /// In which edition.
    pub edition: EditionId,
    /// Which event.
    pub event: EventId,
}
