//! The statements about jobs. Offices ask and watch; the worker takes, as the program itself.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    db::{
        Tx,
        scope::{ProvinceCode, Resumed, Scope},
    },
    kernel::ids::{AccountId, EventId, JobId, ParticipantId},
};

/// Writes a job; whose eyes it has, the columns' defaults take from the transaction.
pub(super) async fn insert(
    tx: &mut Tx,
    id: JobId,
    kind: &str,
    payload: &serde_json::Value,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let scope = tx.scope().clone();
    sqlx::query!(
        "insert into jobs (id, kind, payload, asked_at, run_at, actor_name, request_id) values ($1, $2, $3, $4, $4, $5, $6)",
        id.0,
        kind,
        payload,
        now,
        scope.actor_name(),
        scope.request_id()
    )
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// A job that this worker now works on.
pub(super) struct Taken {
    pub id: JobId,
    pub kind: String,
    pub attempts: i32,
    payload: serde_json::Value,
    role: String,
    actor: Option<Uuid>,
    actor_name: String,
    request_id: String,
    province_code: Option<String>,
    person: Option<Uuid>,
    events: Vec<Uuid>,
    hosted: Vec<Uuid>,
}

impl Taken {
    /// Whose eyes the job has, and what it is about. `None` for a role that asks for no jobs.
    pub fn into_scope(self) -> Option<(Scope, serde_json::Value)> {
        let resumed = Resumed {
            role: self.role,
            actor: self.actor.map(AccountId),
            actor_name: self.actor_name,
            province: self.province_code.as_deref().and_then(ProvinceCode::parse),
            person: self.person.map(ParticipantId),
            events: self.events.into_iter().map(EventId).collect(),
            hosted: self.hosted.into_iter().map(EventId).collect(),
            request_id: self.request_id,
        };
        Some((Scope::resumed(resumed)?, self.payload))
    }
}

/// Takes the job that has waited longest and is nobody's.
pub(super) async fn take(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<Option<Taken>> {
    sqlx::query_as!(
        Taken,
        r#"update jobs set attempts = attempts + 1, taken_until = $2
            where id = (select id from jobs
                         where done_at is null and failed_at is null and run_at <= $1 and (taken_until is null or taken_until < $1)
                         order by run_at, id limit 1 for update skip locked)
        returning id as "id: JobId", kind, attempts, payload, role, actor, actor_name, request_id, province_code, person, events, hosted"#,
        now,
        until
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn renew(conn: &mut PgConnection, id: JobId, until: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!("update jobs set taken_until = $2 where id = $1", id.0, until)
        .execute(conn)
        .await
        .map(|_| ())
}

pub(super) async fn report(conn: &mut PgConnection, id: JobId, step: i32, steps: i32) -> sqlx::Result<()> {
    sqlx::query!("update jobs set step = $2, steps = $3 where id = $1", id.0, step, steps)
        .execute(conn)
        .await
        .map(|_| ())
}

pub(super) async fn end(conn: &mut PgConnection, id: JobId, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "update jobs set done_at = $2, taken_until = null where id = $1 and failed_at is null",
        id.0,
        now
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Sets a job to be tried again, or gives it up.
pub(super) async fn fail(
    conn: &mut PgConnection,
    id: JobId,
    now: DateTime<Utc>,
    again: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update jobs set taken_until = null, run_at = coalesce($3, run_at), failed_at = case when $3::timestamptz is null then $2::timestamptz end
          where id = $1 and done_at is null",
        id.0,
        now,
        again
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Removes what ended before; what hangs on it goes with it.
pub(super) async fn sweep(conn: &mut PgConnection, before: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from jobs where coalesce(done_at, failed_at) < $1 and (done_at is not null or failed_at is not null)",
        before
    )
    .execute(conn)
    .await
    .map(|_| ())
}
