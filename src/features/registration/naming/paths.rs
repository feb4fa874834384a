//! The URLs of a delegation link.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{auth::token::Secret, error::Error, kernel::ids::ParticipantId};

/// The library's own page.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/utusan/{token}", rejection(Error))]
pub struct NamingPath {
    /// The secret.
    pub token: Secret,
}

/// One more person.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/utusan/{token}/orang", rejection(Error))]
pub struct NamePath {
    /// The secret.
    pub token: Secret,
}

/// A person who was named, to be corrected.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/utusan/{token}/orang/{participant}", rejection(Error))]
pub struct NamedPath {
    /// The secret.
    pub token: Secret,
    /// Whom.
    pub participant: ParticipantId,
}

/// A person, taken back.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/utusan/{token}/orang/{participant}/tarik", rejection(Error))]
pub struct TakeBackPath {
    /// The secret.
    pub token: Secret,
    /// Whom.
    pub participant: ParticipantId,
}

/// A person who was taken back, named again.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/utusan/{token}/orang/{participant}/kembalikan", rejection(Error))]
pub struct BringBackPath {
    /// The secret.
    pub token: Secret,
    /// Whom.
    pub participant: ParticipantId,
}

/// The list is complete.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/utusan/{token}/selesai", rejection(Error))]
pub struct FinishPath {
    /// The secret.
    pub token: Secret,
}

/// The library cannot come.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/utusan/{token}/berhalangan", rejection(Error))]
pub struct DeclinePath {
    /// The secret.
    pub token: Secret,
}

/// An answer, taken back.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/utusan/{token}/batalkan-jawaban", rejection(Error))]
pub struct ReopenPath {
    /// The secret.
    pub token: Secret,
}
