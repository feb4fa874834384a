//! The template's URLs.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::ids::{EditionId, TemplateSessionId},
};

/// The template of an edition.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/pola", rejection(Error))]
pub struct TemplatePath {
    /// Of which edition.
    pub edition: EditionId,
}

/// A new session of the template.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/pola/sesi-baru", rejection(Error))]
pub struct NewTemplateSessionPath {
    /// Of which edition.
    pub edition: EditionId,
}

/// One session of the template, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/pola/sesi/{template_session}", rejection(Error))]
pub struct TemplateSessionPath {
    /// Of which edition.
    pub edition: EditionId,
    /// Which session.
    pub template_session: TemplateSessionId,
}

/// Removal of a session.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/pola/sesi/{template_session}/hapus", rejection(Error))]
pub struct RemoveTemplateSessionPath {
    /// Of which edition.
    pub edition: EditionId,
    /// Which session.
    pub template_session: TemplateSessionId,
}

/// Return of a removed session.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/edisi/{edition}/pola/sesi/{template_session}/pulihkan", rejection(Error))]
pub struct RestoreTemplateSessionPath {
    /// Of which edition.
    pub edition: EditionId,
    /// Which session.
    pub template_session: TemplateSessionId,
}
