//! The awards' URLs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::ids::{AwardCategoryId, EditionId},
};

/// The award categories of an edition.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/penghargaan", rejection(Error))]
pub struct AwardsPath {
    /// Of which edition.
    pub edition: EditionId,
}

/// A new award category.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/penghargaan/baru", rejection(Error))]
pub struct NewAwardPath {
    /// Of which edition.
    pub edition: EditionId,
}

/// One award category, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/penghargaan/kategori/{award}", rejection(Error))]
pub struct AwardPath {
    /// Of which edition.
    pub edition: EditionId,
    /// Which category.
    pub award: AwardCategoryId,
}

/// Removal of an award category.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/penghargaan/kategori/{award}/hapus", rejection(Error))]
pub struct RemoveAwardPath {
    /// Of which edition.
    pub edition: EditionId,
    /// Which category.
    pub award: AwardCategoryId,
}

/// Return of a removed award category.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/penghargaan/kategori/{award}/pulihkan", rejection(Error))]
pub struct RestoreAwardPath {
    /// Of which edition.
    pub edition: EditionId,
    /// Which category.
    pub award: AwardCategoryId,
}
