//! An event's open link: whoever holds it may register, without an account.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{personal::LinkedEvent, sql, token};
use crate::{
    db::scope::ProvinceCode,
    kernel::ids::{EditionId, EventId, OpenLinkId, ParticipantId},
};

/// How many letters an open link has.
pub const LINK_LETTERS: usize = 12;
/// How many letters lead back to what somebody has begun to fill in.
pub const RESUME_LETTERS: usize = 20;

/// An open link, and what may be said of its event to anybody.
#[derive(Clone, Debug, Deserialize)]
pub struct OpenLink {
    /// The link.
    pub link: OpenLinkId,
    /// What stands in its URL.
    pub token: String,
    /// The event.
    pub event: EventId,
    /// The event's edition, for its words.
    pub edition: EditionId,
    /// The host's code.
    pub host: ProvinceCode,
    /// Which meeting it is.
    #[serde(flatten)]
    pub about: LinkedEvent,
    /// The event's status, as its feature codes it.
    pub status: String,
    /// From when people may register, by the programme's time.
    pub opens_at: DateTime<Utc>,
    /// Until when.
    pub closes_at: DateTime<Utc>,
    /// Whether the office has closed it before its time.
    pub is_closed: bool,
    /// Whether another link has taken its place.
    pub is_revoked: bool,
    /// How many may come by it.
    pub places: i32,
    /// How many of single categories.
    pub category_places: BTreeMap<String, i32>,
    /// The host's agency.
    pub office: String,
    /// Its telephone; may be empty.
    pub office_phone: String,
    /// The event's provinces by code and name, the host first.
    pub provinces: Vec<(ProvinceCode, String)>,
    /// What the asker has begun to fill in.
    pub draft: Option<Begun>,
}

/// What somebody has begun to fill in.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Begun {
    /// Whose it becomes.
    pub id: ParticipantId,
    /// Whether it has been sent.
    pub is_sent: bool,
}

/// The open link with this token, or the one that a secret leads back to; with the draft that the secret opens.
pub async fn resolve(
    conn: &mut PgConnection,
    link: Option<&str>,
    secret: Option<&str>,
) -> sqlx::Result<Option<OpenLink>> {
    let secret = secret.map(token::hash);
    sql::resolve_open_link(conn, link, secret.as_deref()).await
}
