//! The audit log's one statement.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

pub(super) struct Row<'a> {
    pub at: DateTime<Utc>,
    pub actor: Option<Uuid>,
    pub actor_name: &'a str,
    pub scope: &'a str,
    pub province_code: Option<&'a str>,
    pub event_id: Option<Uuid>,
    pub action: &'a str,
    pub subject: Uuid,
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
    pub request_id: &'a str,
}

pub(super) async fn insert(conn: &mut PgConnection, row: &Row<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into audit_log (id, at, actor, actor_name, scope, province_code, event_id, action, subject, before, after, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        Uuid::now_v7(),
        row.at,
        row.actor,
        row.actor_name,
        row.scope,
        row.province_code,
        row.event_id,
        row.action,
        row.subject,
        row.before,
        row.after,
        row.request_id
    )
    .execute(conn)
    .await
    .map(|_| ())
}
