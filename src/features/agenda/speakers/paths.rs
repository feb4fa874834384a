//! URLs of the speakers.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    auth::token::Secret,
    error::Error,
    kernel::{
        ids::{EventId, MaterialId},
        place::Place,
    },
};

/// The page of whoever speaks.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/narasumber", rejection(Error))]
pub struct SpeakerPath {
    /// The secret.
    pub token: Secret,
}

/// What one tells of oneself.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/narasumber/biodata", rejection(Error))]
pub struct BiodataPath {
    /// The secret.
    pub token: Secret,
}

/// Material, added.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/narasumber/materi", rejection(Error))]
pub struct AddMaterialPath {
    /// The secret.
    pub token: Secret,
}

/// Material, taken away by whoever added it.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/narasumber/materi/{material}/hapus", rejection(Error))]
pub struct TakeAwayPath {
    /// The secret.
    pub token: Secret,
    /// Which.
    pub material: MaterialId,
}

/// The same, brought back.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/narasumber/materi/{material}/pulihkan", rejection(Error))]
pub struct BringBackPath {
    /// The secret.
    pub token: Secret,
    /// Which.
    pub material: MaterialId,
}

/// Material, taken away by the office.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/materi/{material}/hapus", rejection(Error))]
pub struct RemoveMaterialPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which.
    pub material: MaterialId,
}

/// The same, brought back.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/materi/{material}/pulihkan", rejection(Error))]
pub struct RestoreMaterialPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which.
    pub material: MaterialId,
}
