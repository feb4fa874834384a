//! The wordings' statements. Row-level security keeps an office to its own.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::model::{MessageKind, Wording};
use crate::{audit::Hand, db::scope::ProvinceCode, kernel::ids::EventId};

/// The wording that counts: the office's own, else the usual one.
pub async fn wording(
    conn: &mut PgConnection,
    event: EventId,
    office: &ProvinceCode,
    kind: MessageKind,
) -> sqlx::Result<Wording> {
    let own = own(conn, event, office, kind).await?;
    Ok(own.map_or_else(
        || Wording { text: kind.usual().to_owned(), version: 0 },
        |own| Wording { text: own.body, version: own.version },
    ))
}

/// An office's own wording.
pub(super) struct Own {
    pub body: String,
    pub version: i32,
    pub changed_by: String,
    pub changed_at: Option<DateTime<Utc>>,
}

pub(super) async fn own(
    conn: &mut PgConnection,
    event: EventId,
    office: &ProvinceCode,
    kind: MessageKind,
) -> sqlx::Result<Option<Own>> {
    sqlx::query_as!(
        Own,
        "select body, version, changed_by, changed_at from message_texts where event_id = $1 and province_code = $2 and kind = $3",
        event.0,
        office.as_str(),
        kind.code()
    )
    .fetch_optional(conn)
    .await
}

/// Sets the office's own wording if it is still at `version` (0: there is none); says whether it was.
pub(super) async fn set(
    conn: &mut PgConnection,
    event: EventId,
    office: &ProvinceCode,
    kind: MessageKind,
    (version, body): (i32, &str),
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into message_texts as own (event_id, province_code, kind, body, changed_by, changed_at)
         select $1, $2, $3, $5, $6, $7 where $4 = 0 or exists
           (select from message_texts where event_id = $1 and province_code = $2 and kind = $3)
         on conflict (event_id, province_code, kind) do update
           set body = excluded.body, changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = own.version + 1
         where own.version = $4",
        event.0,
        office.as_str(),
        kind.code(),
        version,
        body,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Forgets the office's own wording; says whether there was one.
pub(super) async fn remove(
    conn: &mut PgConnection,
    event: EventId,
    office: &ProvinceCode,
    kind: MessageKind,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "delete from message_texts where event_id = $1 and province_code = $2 and kind = $3",
        event.0,
        office.as_str(),
        kind.code()
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
