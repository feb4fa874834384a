//! Statements about accounts, roles, one-time links and sign-ins. All run in the system scope, which sees every
//! account: each names the account, or the province and roles it may reach.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::model::{Purpose, StaffRole};
use crate::{
    db::scope::ProvinceCode,
    kernel::ids::{AccountId, EventId, GrantId, LinkId, LoginId},
};

/// Makes an account unless the address is taken; says which account has the address, and whether it is new.
pub(super) async fn account_for(
    conn: &mut PgConnection,
    email: &str,
    full_name: &str,
    phone: &str,
    password_hash: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<(AccountId, bool)> {
    let made = sqlx::query_scalar!(
        r#"insert into accounts (id, email, full_name, phone, password_hash, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict on constraint accounts_email_key do nothing returning id as "id: AccountId""#,
        AccountId::new().0,
        email,
        full_name,
        phone,
        password_hash,
        now
    )
    .fetch_optional(&mut *conn)
    .await?;
    match made {
        Some(id) => Ok((id, true)),
        None => sqlx::query_scalar!(r#"select id as "id: AccountId" from accounts where email = $1"#, email)
            .fetch_one(conn)
            .await
            .map(|id| (id, false)),
    }
}

/// One's own account.
pub(super) struct Account {
    pub full_name: String,
    pub version: i32,
}

pub(super) async fn account(conn: &mut PgConnection, id: AccountId) -> sqlx::Result<Account> {
    sqlx::query_as!(Account, "select full_name, version from accounts where id = $1", id.0)
        .fetch_one(conn)
        .await
}

/// Changes the name if the account is still at `version`; says whether it was.
pub(super) async fn rename(
    conn: &mut PgConnection,
    id: AccountId,
    version: i32,
    full_name: &str,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update accounts set full_name = $3, version = version + 1 where id = $1 and version = $2",
        id.0,
        version,
        full_name
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

pub(super) async fn set_password(conn: &mut PgConnection, id: AccountId, hash: &str) -> sqlx::Result<()> {
    sqlx::query!("update accounts set password_hash = $2, version = version + 1 where id = $1", id.0, hash)
        .execute(conn)
        .await
        .map(|_| ())
}

/// Gives an account that nobody owns yet its first password; says whether it was unowned. One that has taken on a
/// role is somebody's, even without a password.
pub(super) async fn set_first_password(
    conn: &mut PgConnection,
    id: AccountId,
    full_name: &str,
    phone: &str,
    hash: &str,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update accounts set password_hash = $4, full_name = $2, phone = case when phone = '' then $3 else phone end,
                version = version + 1
          where id = $1 and password_hash is null
            and not exists (select from role_grants where account_id = $1 and accepted_at is not null)",
        id.0,
        full_name,
        phone,
        hash
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// A sign-in that still counts.
pub(super) struct OpenLogin {
    pub id: LoginId,
    pub device: String,
    pub started_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
}

pub(super) async fn open_logins(
    conn: &mut PgConnection,
    account: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<OpenLogin>> {
    sqlx::query_as!(
        OpenLogin,
        r#"select id as "id: LoginId", device, started_at, seen_at from logins
            where account_id = $1 and ended_at is null and expires_at > $2
            order by seen_at desc, id desc limit 50"#,
        account.0,
        now
    )
    .fetch_all(conn)
    .await
}

/// Ends one sign-in of this account; says whether it was open.
pub(super) async fn end_login(
    conn: &mut PgConnection,
    account: AccountId,
    login: LoginId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update logins set ended_at = $3 where account_id = $1 and id = $2 and ended_at is null",
        account.0,
        login.0,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Ends all sign-ins of this account but one; says how many.
pub(super) async fn end_logins(
    conn: &mut PgConnection,
    account: AccountId,
    keep: Option<LoginId>,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    sqlx::query!(
        "update logins set ended_at = $3
          where account_id = $1 and id is distinct from $2 and ended_at is null and expires_at > $3",
        account.0,
        keep.map(|id| id.0),
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// A role to be given.
pub(super) struct GrantRow<'a> {
    pub account: AccountId,
    pub role: StaffRole,
    pub province: Option<&'a ProvinceCode>,
    pub event: Option<EventId>,
    pub invited_name: &'a str,
    pub invited_phone: &'a str,
    pub by: Option<AccountId>,
    pub at: DateTime<Utc>,
    /// Whether it counts at once.
    pub accepted: bool,
}

/// Gives the role unless the account has it, or is invited to it, already.
pub(super) async fn insert_grant(
    conn: &mut PgConnection,
    grant: &GrantRow<'_>,
) -> sqlx::Result<Option<GrantId>> {
    sqlx::query!(
        "update role_grants set revoked_at = $5
          where account_id = $1 and role = $2 and province_code is not distinct from $3
            and event_id is not distinct from $4 and revoked_at is null and ends_at <= $5",
        grant.account.0,
        grant.role.code(),
        grant.province.map(ProvinceCode::as_str),
        grant.event.map(|event| event.0),
        grant.at
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"insert into role_grants (id, account_id, role, province_code, event_id, invited_name, invited_phone, granted_by, granted_at, accepted_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, case when $10 then $9::timestamptz end)
           on conflict do nothing returning id as "id: GrantId""#,
        GrantId::new().0,
        grant.account.0,
        grant.role.code(),
        grant.province.map(ProvinceCode::as_str),
        grant.event.map(|event| event.0),
        grant.invited_name,
        grant.invited_phone,
        grant.by.map(|by| by.0),
        grant.at,
        grant.accepted
    )
    .fetch_optional(conn)
    .await
}

/// A role with the person who holds it, as the list of staff shows it.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub id: GrantId,
    pub account: AccountId,
    pub role: StaffRole,
    pub province: Option<ProvinceCode>,
    pub province_name: Option<String>,
    pub event: Option<EventId>,
    pub event_title: Option<String>,
    pub invited_name: String,
    pub invited_phone: String,
    pub accepted_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub full_name: String,
    pub email: String,
    pub phone: String,
    pub link_expires_at: Option<DateTime<Utc>>,
}

/// Whose roles may be seen: those of one province (or of all), of these kinds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reach<'a> {
    pub province: Option<&'a ProvinceCode>,
    pub roles: &'a [StaffRole],
}

impl Reach<'_> {
    fn codes(&self) -> Vec<String> {
        self.roles.iter().map(|role| role.code().to_owned()).collect()
    }
}

/// The roles within reach, those that count first; with `grant`, that one.
pub(super) async fn held(
    conn: &mut PgConnection,
    reach: Reach<'_>,
    grant: Option<GrantId>,
    search: &str,
    limit: i64,
) -> sqlx::Result<Vec<Held>> {
    sqlx::query_as!(
        Held,
        r#"select g.id as "id: GrantId", g.account_id as "account: AccountId", g.role as "role: StaffRole",
                  g.province_code as "province: ProvinceCode", t.province_name as "province_name?",
                  g.event_id as "event: EventId", e.title as "event_title?", g.invited_name, g.invited_phone,
                  g.accepted_at, g.ends_at, g.revoked_at, a.full_name, a.email, a.phone,
                  (select max(l.expires_at) from one_time_links l
                    where l.grant_id = g.id and l.used_at is null and l.revoked_at is null) as link_expires_at
             from role_grants g
             join accounts a on a.id = g.account_id
             left join tenants t on t.province_code = g.province_code
             left join events e on e.id = g.event_id
            where ($1::text is null or g.province_code = $1) and g.role = any($2) and ($3::uuid is null or g.id = $3)
              and ($4 = '' or strpos(lower(case when g.accepted_at is null then g.invited_name else a.full_name end), $4) > 0
                   or strpos(a.email, $4) > 0 or strpos(lower(coalesce(t.province_name, '')), $4) > 0)
            order by g.revoked_at is not null, array_position($2, g.role), t.province_name, e.starts_on desc,
                     lower(case when g.accepted_at is null then g.invited_name else a.full_name end), g.granted_at desc
            limit $5"#,
        reach.province.map(ProvinceCode::as_str),
        &reach.codes(),
        grant.map(|id| id.0),
        search,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Ends a role within reach; says whether it counted, or waited.
pub(super) async fn end_grant(
    conn: &mut PgConnection,
    reach: Reach<'_>,
    grant: GrantId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update role_grants set revoked_at = $4
          where ($1::text is null or province_code = $1) and role = any($2) and id = $3 and revoked_at is null",
        reach.province.map(ProvinceCode::as_str),
        &reach.codes(),
        grant.0,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Brings an ended role back; says whether it was ended, and the person has not got it anew meanwhile.
pub(super) async fn restore_grant(
    conn: &mut PgConnection,
    reach: Reach<'_>,
    grant: GrantId,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update role_grants g set revoked_at = null
          where ($1::text is null or g.province_code = $1) and g.role = any($2) and g.id = $3 and g.revoked_at is not null
            and not exists (select from role_grants other
                             where other.account_id = g.account_id and other.role = g.role and other.revoked_at is null
                               and other.province_code is not distinct from g.province_code
                               and other.event_id is not distinct from g.event_id)",
        reach.province.map(ProvinceCode::as_str),
        &reach.codes(),
        grant.0
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Whether the account has ever taken on a role outside this province.
pub(super) async fn works_elsewhere(
    conn: &mut PgConnection,
    account: AccountId,
    province: &ProvinceCode,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from role_grants where account_id = $1 and accepted_at is not null
                             and province_code is distinct from $2) as "elsewhere!""#,
        account.0,
        province.as_str()
    )
    .fetch_one(conn)
    .await
}

/// An event that a facilitator can be invited to.
pub(super) struct EventChoice {
    pub id: EventId,
    pub title: String,
}

/// The events that a province hosts, the latest first.
pub(super) async fn hosted_events(
    conn: &mut PgConnection,
    province: &ProvinceCode,
) -> sqlx::Result<Vec<EventChoice>> {
    sqlx::query_as!(
        EventChoice,
        r#"select id as "id: EventId", title from events
            where host_province = $1 and status not in ('cancelled', 'reported') order by starts_on desc, id limit 60"#,
        province.as_str()
    )
    .fetch_all(conn)
    .await
}

/// Every office, by name: code and name.
pub(super) async fn offices(conn: &mut PgConnection) -> sqlx::Result<Vec<(ProvinceCode, String)>> {
    sqlx::query!(
        r#"select province_code as "code: ProvinceCode", province_name from tenants order by province_name limit 100"#
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.code, row.province_name)).collect())
}

/// A one-time link to be made.
pub(super) struct NewLink<'a> {
    pub token_hash: &'a [u8],
    pub purpose: Purpose,
    pub account: AccountId,
    pub grant: Option<GrantId>,
    pub by: Option<AccountId>,
    pub at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(super) async fn insert_link(conn: &mut PgConnection, link: &NewLink<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into one_time_links (id, token_hash, purpose, account_id, grant_id, made_by, made_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        LinkId::new().0,
        link.token_hash,
        link.purpose.code(),
        link.account.0,
        link.grant.map(|id| id.0),
        link.by.map(|id| id.0),
        link.at,
        link.expires_at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Withdraws the open links of a role.
pub(super) async fn revoke_invitations(
    conn: &mut PgConnection,
    grant: GrantId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update one_time_links set revoked_at = $2 where grant_id = $1 and used_at is null and revoked_at is null",
        grant.0,
        now
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Withdraws the open password resets for an account.
pub(super) async fn revoke_resets(
    conn: &mut PgConnection,
    account: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update one_time_links set revoked_at = $2
          where account_id = $1 and purpose = 'password_reset' and used_at is null and revoked_at is null",
        account.0,
        now
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Withdraws the open links, of either purpose, that an account made for others, with the roles that wait for them.
pub(super) async fn revoke_links_made_by(
    conn: &mut PgConnection,
    maker: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update one_time_links set revoked_at = $2 where made_by = $1 and used_at is null and revoked_at is null",
        maker.0,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update role_grants set revoked_at = $2 where granted_by = $1 and accepted_at is null and revoked_at is null",
        maker.0,
        now
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A one-time link with what it is for.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub id: LinkId,
    pub account: AccountId,
    pub grant: Option<GrantId>,
    pub expires_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub email: String,
    pub role: Option<StaffRole>,
    pub province: Option<ProvinceCode>,
    pub province_name: Option<String>,
    pub slug: Option<String>,
    pub event: Option<EventId>,
    pub event_title: Option<String>,
    pub invited_name: Option<String>,
    pub invited_phone: Option<String>,
}

/// The link with this secret.
pub(super) async fn link(
    conn: &mut PgConnection,
    token_hash: &[u8],
    purpose: Purpose,
) -> sqlx::Result<Option<Link>> {
    sqlx::query_as!(
        Link,
        r#"select l.id as "id: LinkId", l.account_id as "account: AccountId", l.grant_id as "grant: GrantId", l.expires_at,
                  l.used_at, coalesce(l.revoked_at, g.revoked_at, a.disabled_at) as revoked_at, a.email,
                  g.role as "role?: StaffRole",
                  g.province_code as "province?: ProvinceCode", t.province_name as "province_name?", t.slug as "slug?",
                  g.event_id as "event?: EventId", e.title as "event_title?", g.invited_name as "invited_name?",
                  g.invited_phone as "invited_phone?"
             from one_time_links l
             join accounts a on a.id = l.account_id
             left join role_grants g on g.id = l.grant_id
             left join tenants t on t.province_code = g.province_code
             left join events e on e.id = g.event_id
            where l.token_hash = $1 and l.purpose = $2"#,
        token_hash,
        purpose.code()
    )
    .fetch_optional(conn)
    .await
}

/// Uses the link up; says whether it was still open. Of two that try at once, one succeeds.
pub(super) async fn use_link(
    conn: &mut PgConnection,
    link: LinkId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update one_time_links set used_at = $2
          where id = $1 and used_at is null and revoked_at is null and expires_at > $2",
        link.0,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Makes a waiting role count; says whether it waited.
pub(super) async fn accept_grant(
    conn: &mut PgConnection,
    grant: GrantId,
    account: AccountId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update role_grants set accepted_at = $3
          where id = $1 and account_id = $2 and accepted_at is null and revoked_at is null",
        grant.0,
        account.0,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
