//! URLs of checking in by a code.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    auth::token::Secret,
    error::Error,
    features::attendance::paths::session_paths,
    kernel::{
        ids::{EventId, SessionId},
        place::Place,
    },
};

session_paths! {
    /// The session's code, for the hall.
    CheckInPath "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/kode";
    /// The check-in is opened, or gets a new code.
    OpenCheckInPath "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/kode/buka";
    /// The check-in is closed.
    CloseCheckInPath "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/kode/tutup";
}

/// Where the screen's code leads a phone.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/kode/{session}/{code}", rejection(Error))]
pub struct CodePath {
    /// Which session.
    pub session: SessionId,
    /// The six digits.
    pub code: Secret,
}

/// The same by the code that was typed on the page of one's own.
#[derive(Clone, TypedPath, Deserialize)]
#[typed_path("/saya/{token}/hadir", rejection(Error))]
pub struct OwnCheckInPath {
    /// The secret.
    pub token: Secret,
}
