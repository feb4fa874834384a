//! The audit log's statements.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::One;

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

/// Rows that differ in what was changed only; `common` says the rest.
pub(super) async fn insert_all(
    conn: &mut PgConnection,
    common: &Row<'_>,
    changes: Vec<One>,
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = changes.iter().map(|_| Uuid::now_v7()).collect();
    let subjects: Vec<Uuid> = changes.iter().map(|change| change.subject).collect();
    let (before, after): (Vec<_>, Vec<_>) =
        changes.into_iter().map(|change| (change.before, change.after)).unzip();
    sqlx::query!(
        "insert into audit_log (id, at, actor, actor_name, scope, province_code, event_id, action, subject, before, after, request_id)
         select c.id, $1, $2, $3, $4, $5, $6, $7, c.subject, c.before, c.after, $8
           from unnest($9::uuid[], $10::uuid[], $11::jsonb[], $12::jsonb[]) as c (id, subject, before, after)",
        common.at,
        common.actor,
        common.actor_name,
        common.scope,
        common.province_code,
        common.event_id,
        common.action,
        common.request_id,
        &ids,
        &subjects,
        &before as &[Option<serde_json::Value>],
        &after as &[Option<serde_json::Value>]
    )
    .execute(conn)
    .await
    .map(|_| ())
}
