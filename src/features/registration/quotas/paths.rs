//! The URL of the quotas.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

/// Places per province and category.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/kuota", rejection(Error))]
pub struct QuotasPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}
