//! URLs of the personal page and of its link.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, ParticipantId},
        place::Place,
    },
};

/// A participant's own page.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}", rejection(Error))]
pub struct OwnPagePath {
    /// The secret.
    pub token: String,
}

/// The own details, corrected.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/data", rejection(Error))]
pub struct DetailsPath {
    /// The secret.
    pub token: String,
}

/// The own details, kept while they are being typed.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/data/simpan", rejection(Error))]
pub struct KeepDetailsPath {
    /// The secret.
    pub token: String,
}

/// Whether one will come.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/jawaban", rejection(Error))]
pub struct AnswerPath {
    /// The secret.
    pub token: String,
}

/// What one agrees to.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/persetujuan", rejection(Error))]
pub struct OwnConsentPath {
    /// The secret.
    pub token: String,
}

/// The agenda as a calendar file.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/agenda.ics", rejection(Error))]
pub struct OwnCalendarPath {
    /// The secret.
    pub token: String,
}

crate::never_printed!(OwnPagePath DetailsPath KeepDetailsPath AnswerPath OwnConsentPath OwnCalendarPath);

/// The state of a person's link, for the office.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/{participant}/tautan", rejection(Error))]
pub struct LinkPath {
    /// As whom it is seen.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Whose link.
    pub participant: ParticipantId,
}

/// Links for several people.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/terpilih/tautan", rejection(Error))]
pub struct LinksPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
}

/// New links for several people, whether or not they have one.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/terpilih/tautan/perbarui", rejection(Error))]
pub struct RenewLinksPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
}

/// The end of several people's links.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/terpilih/tautan/cabut", rejection(Error))]
pub struct RevokeLinksPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
}

/// The end of a person's link.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/{participant}/tautan/cabut", rejection(Error))]
pub struct RevokeLinkPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Whose link.
    pub participant: ParticipantId,
}
