//! Personal links: a participant's way in, without an account.

use std::fmt::Display;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{sql, token};
use crate::kernel::{
    ids::{EventId, ParticipantId},
    zone::Zone,
};

/// Where the holder of a personal link reads their own page. Its feature comes after most that lead there.
pub fn own_page(token: impl Display) -> String {
    format!("/saya/{token}")
}

/// What may be said of a link's event before the device is known.
#[derive(Clone, Debug, Deserialize)]
pub struct LinkedEvent {
    /// The event's title.
    pub title: String,
    /// The event's venue; may be empty.
    pub venue: String,
    /// The event's city; may be empty.
    pub city: String,
    /// The event's zone.
    pub zone: Zone,
    /// First programme day.
    pub starts_on: NaiveDate,
    /// Last programme day.
    pub ends_on: NaiveDate,
}

/// A link that counts, and what may be said of it before the device is known.
#[derive(Clone, Debug, Deserialize)]
pub struct PersonalLink {
    /// The link.
    pub link: Uuid,
    /// The event.
    pub event: EventId,
    /// Whose page it is.
    pub person: ParticipantId,
    /// Whether this device has shown that it may use the link.
    pub known: bool,
    /// Which meeting it is.
    #[serde(flatten)]
    pub about: LinkedEvent,
}

/// The link behind a token, as this device sees it. `None` when it does not count.
pub async fn resolve(
    conn: &mut PgConnection,
    secret: &str,
    device: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<PersonalLink>> {
    sql::resolve_personal_link(conn, &token::hash(secret), &token::hash(device), now).await
}

/// Wrong links after which a device that brings its cookie must wait a quarter of an hour.
pub const GUESS_LIMIT: i32 = 30;

/// Counts a link that does not exist, and says whether the device has asked for too many of them. Devices that bring no
/// cookie cannot be told apart and are counted together, up to a bound.
pub async fn wrong_link(conn: &mut PgConnection, device: &str, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let guesses = sql::count_link_guesses(conn, &token::hash(device), true, now).await?;
    Ok(if device.is_empty() { guesses >= 1000 } else { guesses > GUESS_LIMIT })
}

/// Whether a device that brings its cookie has asked for too many links that do not exist.
pub async fn must_wait(conn: &mut PgConnection, device: &str, now: DateTime<Utc>) -> sqlx::Result<bool> {
    if device.is_empty() {
        return Ok(false);
    }
    Ok(sql::count_link_guesses(conn, &token::hash(device), false, now).await? > GUESS_LIMIT)
}

/// What came of showing a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The device may use the link from now on.
    Open,
    /// Not the code.
    Wrong,
    /// Too many wrong codes; wait a quarter of an hour.
    Wait,
    /// The link does not count.
    NoLink,
}

impl Opening {
    /// What the database answered.
    pub(super) fn of(answer: Option<&str>) -> Self {
        match answer {
            Some("open") => Self::Open,
            Some("wrong") => Self::Wrong,
            Some("wait") => Self::Wait,
            _ => Self::NoLink,
        }
    }
}

/// Shows a code for a device.
pub async fn open(
    conn: &mut PgConnection,
    secret: &str,
    device: &str,
    code: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Opening> {
    let answer = sql::open_personal_link(conn, &token::hash(secret), &token::hash(device), code, now).await?;
    Ok(Opening::of(answer.as_deref()))
}
