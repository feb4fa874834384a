//! URLs of the page that works without signal.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::kernel::ids::{EventId, SessionId};

/// The page. What it shows stands behind the `#`, which is never sent.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/hadir")]
pub struct PhonePath;

/// What keeps the page on the phone.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/hadir/pekerja.js")]
pub struct WorkerPath;

/// What reads the codes on cards where the browser cannot. It stands here because it may compile a program of its own.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/hadir/pembaca.js")]
pub struct ReaderPath;

/// What makes it an application on the home screen.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/hadir/manifest.webmanifest")]
pub struct ManifestPath;

/// The sessions of an event on the page.
pub fn of_event(event: EventId) -> String {
    format!("{PhonePath}#acara/{event}")
}

/// The roll call of a session on the page.
pub fn of_session(event: EventId, session: SessionId) -> String {
    format!("{PhonePath}#sesi/{event}/{session}")
}
