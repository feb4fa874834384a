//! URLs of achievements.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, LibraryId},
        place::Place,
    },
};

/// The libraries of an event, and how far each has come.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/capaian", rejection(Error))]
pub struct AchievementsPath {
    /// As whom it is seen.
    pub place: Place,
    /// Which event.
    pub event: EventId,
}

/// What one library has done.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/capaian/{library}", rejection(Error))]
pub struct AchievementPath {
    /// As whom it is seen.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which library.
    pub library: LibraryId,
}

/// The deck made of it.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/capaian/{library}/dek.pptx", rejection(Error))]
pub struct DeckPath {
    /// As whom it is seen.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Of which library.
    pub library: LibraryId,
}

/// What one's own library has done.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/capaian", rejection(Error))]
pub struct OwnAchievementPath {
    /// The secret.
    pub token: String,
}

/// The same, kept while it is being written.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/capaian/simpan", rejection(Error))]
pub struct KeepAchievementPath {
    /// The secret.
    pub token: String,
}

/// The deck made of it.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/capaian/dek.pptx", rejection(Error))]
pub struct OwnDeckPath {
    /// The secret.
    pub token: String,
}

crate::never_printed!(OwnAchievementPath KeepAchievementPath OwnDeckPath);
