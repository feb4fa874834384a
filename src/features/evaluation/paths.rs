//! URLs of the evaluation.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EvaluationAnswerId, EventId},
        place::Place,
    },
};

/// What was answered, for the host.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/evaluasi", rejection(Error))]
pub struct ResultsPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// A text that is kept from being shown.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/evaluasi/saran/{answer}/sembunyikan", rejection(Error))]
pub struct HidePath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which text.
    pub answer: EvaluationAnswerId,
}

/// A text that is shown again.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/evaluasi/saran/{answer}/tampilkan", rejection(Error))]
pub struct ShowPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// Which text.
    pub answer: EvaluationAnswerId,
}

/// A participant's form.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/evaluasi", rejection(Error))]
pub struct EvaluatePath {
    /// The secret.
    pub token: String,
}

crate::never_printed!(EvaluatePath);
