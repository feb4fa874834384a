//! Statements about sign-in. All but [`resolve`] run in the system scope.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{actor::Actor, caller::Known};
use crate::kernel::ids::{AccountId, EventId, LoginId, ParticipantId, SessionId};

/// Who holds the token, and what of the URL is theirs. `None` when nobody does.
pub async fn resolve(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
    slug: Option<&str>,
    event: Option<EventId>,
) -> sqlx::Result<Option<Actor>> {
    sqlx::query_scalar!(
        r#"select resolve_request($1, $2, $3, $4) as "actor: Json<Actor>""#,
        token_hash,
        now,
        slug,
        event.map(|e| e.0)
    )
    .fetch_one(conn)
    .await
    .map(|actor| actor.map(|Json(actor)| actor))
}

/// Who holds the token, in the light of what a request names.
pub(super) async fn resolve_caller(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
    named: Option<(&[EventId], &[SessionId])>,
) -> sqlx::Result<Option<Known>> {
    let events: Option<Vec<Uuid>> = named.map(|(events, _)| events.iter().map(|id| id.0).collect());
    let sessions: Option<Vec<Uuid>> = named.map(|(_, sessions)| sessions.iter().map(|id| id.0).collect());
    sqlx::query_scalar!(
        r#"select resolve_caller($1, $2, $3, $4) as "caller: Json<Known>""#,
        token_hash,
        now,
        events.as_deref(),
        sessions.as_deref()
    )
    .fetch_one(conn)
    .await
    .map(|caller| caller.map(|Json(caller)| caller))
}

/// In which of these events an account may mark, or might once.
pub(super) async fn may_have_marked(
    conn: &mut PgConnection,
    account: AccountId,
    events: &[EventId],
) -> sqlx::Result<Vec<EventId>> {
    let events: Vec<Uuid> = events.iter().map(|id| id.0).collect();
    sqlx::query_scalar!(r#"select may_have_marked($1, $2) as "events!""#, account.0, &events)
        .fetch_one(conn)
        .await
        .map(|events| events.into_iter().map(EventId).collect())
}

pub(super) struct Credentials {
    pub id: AccountId,
    pub password_hash: Option<String>,
}

pub(super) async fn credentials(conn: &mut PgConnection, email: &str) -> sqlx::Result<Option<Credentials>> {
    sqlx::query_as!(
        Credentials,
        r#"select id as "id: AccountId", password_hash from accounts
           where email = $1 and disabled_at is null"#,
        email
    )
    .fetch_optional(conn)
    .await
}

pub(super) struct Failures {
    pub by_device: i64,
    pub by_strangers: i64,
}

pub(super) async fn recent_failures(
    conn: &mut PgConnection,
    account_key: &[u8],
    device_key: &[u8],
    since: DateTime<Utc>,
) -> sqlx::Result<Failures> {
    sqlx::query_as!(
        Failures,
        r#"select count(*) filter (where device_key = $2) as "by_device!", count(*) as "by_strangers!"
           from sign_in_failures where account_key = $1 and failed_at > $3"#,
        account_key,
        device_key,
        since
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn is_known_device(
    conn: &mut PgConnection,
    account: AccountId,
    device_key: &[u8],
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from known_devices where account_id = $1 and device_key = $2) as "known!""#,
        account.0,
        device_key
    )
    .fetch_one(conn)
    .await
}

/// Makes attempts at one address wait for each other until the transaction ends.
pub(super) async fn hold_account(conn: &mut PgConnection, account_key: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended(encode($1, 'hex'), 1))", account_key)
        .fetch_one(conn)
        .await
        .map(|_| ())
}

/// Counts an attempt; the id is to forget it by.
pub(super) async fn note_failure(
    conn: &mut PgConnection,
    account_key: &[u8],
    device_key: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Uuid> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into sign_in_failures (id, account_key, device_key, failed_at) values ($1, $2, $3, $4)",
        id,
        account_key,
        device_key,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from sign_in_failures where failed_at < $1", now - chrono::TimeDelta::days(1))
        .execute(conn)
        .await?;
    Ok(id)
}

/// Forgets an attempt whose password was right.
pub(super) async fn forget_failure(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("delete from sign_in_failures where id = $1", id).execute(conn).await.map(|_| ())
}

pub(super) async fn note_device(
    conn: &mut PgConnection,
    account: AccountId,
    device_key: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into known_devices values ($1, $2, $3) on conflict do nothing",
        account.0,
        device_key,
        now
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn insert_login(
    conn: &mut PgConnection,
    login: LoginId,
    token_hash: &[u8],
    account: AccountId,
    device: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into logins (id, token_hash, account_id, device, started_at, seen_at, expires_at)
         values ($1, $2, $3, $4, $5, $5, $6)",
        login.0,
        token_hash,
        account.0,
        device,
        now,
        expires_at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn end_login(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update logins set ended_at = $2 where token_hash = $1 and ended_at is null",
        token_hash,
        now
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn resolve_personal_link(
    conn: &mut PgConnection,
    token_hash: &[u8],
    device_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<super::personal::PersonalLink>> {
    sqlx::query_scalar!(
        r#"select resolve_personal_link($1, $2, $3) as "link: Json<super::personal::PersonalLink>""#,
        token_hash,
        device_hash,
        now
    )
    .fetch_optional(conn)
    .await
    .map(|link| link.flatten().map(|Json(link)| link))
}

pub(super) async fn open_personal_link(
    conn: &mut PgConnection,
    token_hash: &[u8],
    device_hash: &[u8],
    code: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select open_personal_link($1, $2, $3, $4)", token_hash, device_hash, code, now)
        .fetch_one(conn)
        .await
}

pub(super) async fn resolve_open_link(
    conn: &mut PgConnection,
    link: Option<&str>,
    secret_hash: Option<&[u8]>,
) -> sqlx::Result<Option<super::open_link::OpenLink>> {
    sqlx::query_scalar!(
        r#"select resolve_open_link($1, $2) as "link: Json<super::open_link::OpenLink>""#,
        link,
        secret_hash
    )
    .fetch_optional(conn)
    .await
    .map(|link| link.flatten().map(|Json(link)| link))
}

pub(super) async fn count_link_guesses(
    conn: &mut PgConnection,
    device_hash: &[u8],
    is_wrong: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(r#"select count_link_guesses($1, $2, $3) as "guesses!""#, device_hash, is_wrong, now)
        .fetch_one(conn)
        .await
}

pub(super) async fn resolve_check_in(
    conn: &mut PgConnection,
    session: SessionId,
    device_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<super::check_in::OpenCheckIn>> {
    sqlx::query_scalar!(
        r#"select resolve_check_in($1, $2, $3) as "open: Json<super::check_in::OpenCheckIn>""#,
        session.0,
        device_hash,
        now
    )
    .fetch_optional(conn)
    .await
    .map(|open| open.flatten().map(|Json(open)| open))
}

pub(super) async fn count_check_in_failures(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
    is_wrong: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        r#"select count_check_in_failures($1, $2, $3, $4) as "failures!""#,
        event.0,
        person.0,
        is_wrong,
        now
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn resolve_delegation_link(
    conn: &mut PgConnection,
    token_hash: &[u8],
    device_hash: &[u8],
    programme_now: DateTime<Utc>,
) -> sqlx::Result<Option<super::delegation::DelegationLink>> {
    sqlx::query_scalar!(
        r#"select resolve_delegation_link($1, $2, $3) as "link: Json<super::delegation::DelegationLink>""#,
        token_hash,
        device_hash,
        programme_now
    )
    .fetch_optional(conn)
    .await
    .map(|link| link.flatten().map(|Json(link)| link))
}

pub(super) async fn open_delegation_link(
    conn: &mut PgConnection,
    token_hash: &[u8],
    device_hash: &[u8],
    code: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select open_delegation_link($1, $2, $3, $4)", token_hash, device_hash, code, now)
        .fetch_one(conn)
        .await
}
