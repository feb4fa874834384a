//! URLs of attendance.

use axum_extra::routing::TypedPath;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, ParticipantId, SessionId},
        place::Place,
    },
};

/// The sessions of an event with their counts.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/kehadiran", rejection(Error))]
pub struct AttendancePath {
    /// As whom it is seen.
    pub place: Place,
    /// Which event.
    pub event: EventId,
}

/// Paths of one session; whoever makes some imports what their fields are made of.
macro_rules! session_paths {
    ($($(#[$doc:meta])* $name:ident $path:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, TypedPath, Deserialize)]
        #[typed_path($path, rejection(Error))]
        pub struct $name {
            /// As whom it is seen.
            pub place: Place,
            /// Which event.
            pub event: EventId,
            /// Which session.
            pub session: SessionId,
        }
    )+};
}
pub(super) use session_paths;

session_paths! {
    /// The roll call of a session.
    RollCallPath "/{place}/kegiatan/{event}/kehadiran/sesi/{session}";
    /// One mark, by a plain form.
    MarkPath "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/tandai";
    /// Everybody who has no mark is present.
    MarkTheRestPath "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/sisanya-hadir";
    /// The session is closed; its page asks first when somebody has no mark.
    ClosePath "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/tutup";
    /// The session is opened again.
    ReopenPath "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/buka";
}

/// "Everybody else is present", taken back.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path(
    "/{place}/kegiatan/{event}/kehadiran/sesi/{session}/sisanya-hadir/{batch}/urungkan",
    rejection(Error)
)]
pub struct UndoTheRestPath {
    /// As whom it is done.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
    /// Which marking of the rest.
    pub batch: Uuid,
}

/// All marks of one person in one session, and the decision over them.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/kehadiran/sesi/{session}/orang/{participant}", rejection(Error))]
pub struct PersonPath {
    /// As whom it is seen.
    pub place: Place,
    /// Which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
    /// Who.
    pub participant: ParticipantId,
}
