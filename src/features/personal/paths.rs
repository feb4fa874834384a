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

impl std::fmt::Debug for OwnPagePath {
    /// The secret is never printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OwnPagePath(..)")
    }
}

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
