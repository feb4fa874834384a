//! URLs of a province's office and of its settings.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::SignerId, place::Place},
};

/// The office's front page.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}", rejection(Error))]
pub struct OfficePath {
    /// Whose office.
    pub place: Place,
}

/// The agency's name, letterhead and signers.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/pengaturan", rejection(Error))]
pub struct SettingsPath {
    /// Whose office.
    pub place: Place,
}

/// The emblem of the letterhead; by POST, another one.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/pengaturan/lambang", rejection(Error))]
pub struct LogoPath {
    /// Whose emblem.
    pub place: Place,
}

/// The emblem's removal.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/pengaturan/lambang/hapus", rejection(Error))]
pub struct RemoveLogoPath {
    /// Whose emblem.
    pub place: Place,
}

/// The removed emblem's return.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/pengaturan/lambang/pulihkan", rejection(Error))]
pub struct RestoreLogoPath {
    /// Whose emblem.
    pub place: Place,
}

/// A new signer.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/pengaturan/penanda-tangan-baru", rejection(Error))]
pub struct NewSignerPath {
    /// Whose office.
    pub place: Place,
}

/// One signer, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/pengaturan/penanda-tangan/{signer}", rejection(Error))]
pub struct SignerPath {
    /// Whose office.
    pub place: Place,
    /// Which signer.
    pub signer: SignerId,
}

/// Removal of a signer.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/pengaturan/penanda-tangan/{signer}/hapus", rejection(Error))]
pub struct RemoveSignerPath {
    /// Whose office.
    pub place: Place,
    /// Which signer.
    pub signer: SignerId,
}

/// Return of a removed signer.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/pengaturan/penanda-tangan/{signer}/pulihkan", rejection(Error))]
pub struct RestoreSignerPath {
    /// Whose office.
    pub place: Place,
    /// Which signer.
    pub signer: SignerId,
}
