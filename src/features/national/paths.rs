//! URLs of the national board.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::error::Error;

/// The board.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional")]
pub struct BoardPath;

/// A province's card.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/provinsi/{province}", rejection(Error))]
pub struct ProvinceCardPath {
    /// The slug of the province's tenant.
    pub province: String,
}
