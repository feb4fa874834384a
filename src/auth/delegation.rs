//! Delegation links: how the PIC of an invited library comes in, without an account.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    personal::{LinkedEvent, Opening},
    sql, token,
};
use crate::{
    db::scope::ProvinceCode,
    kernel::ids::{DelegationId, EventId},
};

/// A link that counts. Before the device is known, only the event may be told.
#[derive(Clone, Debug, Deserialize)]
pub struct DelegationLink {
    /// The link.
    pub link: Uuid,
    /// The event.
    pub event: EventId,
    /// Which invitation.
    pub delegation: DelegationId,
    /// Whose library it is.
    pub province: ProvinceCode,
    /// The library's name.
    pub library: String,
    /// Whether this device has shown that it may use the link.
    pub known: bool,
    /// The last day on which people can be named.
    pub closes_on: NaiveDate,
    /// Which meeting it is.
    #[serde(flatten)]
    pub about: LinkedEvent,
}

/// The link behind a token, as this device sees it. `None` when it does not count; whether its names have closed is a
/// matter of the programme's time.
pub async fn resolve(
    conn: &mut PgConnection,
    secret: &str,
    device: &str,
    programme_now: DateTime<Utc>,
) -> sqlx::Result<Option<DelegationLink>> {
    sql::resolve_delegation_link(conn, &token::hash(secret), &token::hash(device), programme_now).await
}

/// Shows a code for a device.
pub async fn open(
    conn: &mut PgConnection,
    secret: &str,
    device: &str,
    code: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Opening> {
    let (secret, device) = (token::hash(secret), token::hash(device));
    let answer = sql::open_delegation_link(conn, &secret, &device, code, now).await?;
    Ok(Opening::of(answer.as_deref()))
}
