//! What the public reads: one function.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};

use super::model::PublicEvent;
use crate::kernel::ids::EventId;

/// An announced event.
pub(super) async fn find(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<PublicEvent> {
    sqlx::query_scalar!(r#"select public_event($1, $2) as "event: Json<PublicEvent>""#, event.0, now)
        .fetch_one(conn)
        .await?
        .map(|Json(event)| event)
        .ok_or(sqlx::Error::RowNotFound)
}
