//! URLs of signing in and of one's own account.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

/// The front door: leads to where the person works.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/")]
pub struct HomePath;

/// Signing in.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/masuk")]
pub struct SignInPath;

/// Signing out.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/keluar")]
pub struct SignOutPath;
