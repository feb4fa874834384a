//! URLs of an event's people.

use axum_extra::routing::TypedPath;
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, ParticipantId},
        place::Place,
    },
};

/// The people of an event.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta", rejection(Error))]
pub struct PeoplePath {
    /// As whom it is seen.
    pub place: Place,
    /// Whose people.
    pub event: EventId,
}

/// A new person.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/baru", rejection(Error))]
pub struct NewPersonPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
}

/// One person, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/orang/{participant}", rejection(Error))]
pub struct PersonPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which person.
    pub participant: ParticipantId,
}

/// A status as a URL says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatusWord {
    /// Asked to come.
    Diundang,
    /// Waits for the office.
    Menunggu,
    /// On the list.
    Terdaftar,
    /// Will come.
    Terkonfirmasi,
    /// Will not come.
    Berhalangan,
    /// Asked to come, and the office said no.
    Ditolak,
    /// Taken off the list.
    Dibatalkan,
}

impl std::fmt::Display for StatusWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            StatusWord::Diundang => "diundang",
            StatusWord::Menunggu => "menunggu",
            StatusWord::Terdaftar => "terdaftar",
            StatusWord::Terkonfirmasi => "terkonfirmasi",
            StatusWord::Berhalangan => "berhalangan",
            StatusWord::Ditolak => "ditolak",
            StatusWord::Dibatalkan => "dibatalkan",
        })
    }
}

/// A person's status, set.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/orang/{participant}/status/{to}", rejection(Error))]
pub struct StatusPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which person.
    pub participant: ParticipantId,
    /// To what.
    pub to: StatusWord,
}

/// The status of several people, set.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/terpilih/status/{to}", rejection(Error))]
pub struct StatusOfSeveralPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// To what.
    pub to: StatusWord,
}

/// Somebody who comes instead of a person.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/orang/{participant}/ganti", rejection(Error))]
pub struct ReplacePath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Who does not come.
    pub participant: ParticipantId,
}

/// A replacement, taken back: the substitute is cancelled, the first person stands as before.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/orang/{participant}/ganti/urungkan/{to}", rejection(Error))]
pub struct UndoReplacePath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// The substitute.
    pub participant: ParticipantId,
    /// What the first person was.
    pub to: StatusWord,
}
