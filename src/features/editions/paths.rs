//! The editions' URLs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::ids::{EditionId, WaveId},
};

/// Every edition.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi")]
pub struct EditionsPath;

/// A new edition.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/baru")]
pub struct NewEditionPath;

/// An edition's plan: its waves and their provinces.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}", rejection(Error))]
pub struct EditionPath {
    /// Which edition.
    pub edition: EditionId,
}

/// An edition's labels, targets and goals, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/ubah", rejection(Error))]
pub struct EditEditionPath {
    /// Which edition.
    pub edition: EditionId,
}

/// A new wave.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/gelombang", rejection(Error))]
pub struct WavesPath {
    /// Of which edition.
    pub edition: EditionId,
}

/// A wave's days, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/gelombang/{wave}", rejection(Error))]
pub struct WavePath {
    /// Of which edition.
    pub edition: EditionId,
    /// Which wave.
    pub wave: WaveId,
}

/// Removal of a wave.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/gelombang/{wave}/hapus", rejection(Error))]
pub struct RemoveWavePath {
    /// Of which edition.
    pub edition: EditionId,
    /// Which wave.
    pub wave: WaveId,
}
