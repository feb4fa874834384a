//! The statements about the national list of partners.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{audit::Hand, features::registration::import::Line, kernel::ids::PartnerListId};

/// A list as it stands.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub id: PartnerListId,
    pub file_name: String,
    pub heading_row: i32,
    pub heading_height: i32,
    pub mapping: Vec<String>,
    /// What it says, until it is shared.
    pub lines: Vec<Line>,
    pub is_draft: bool,
    pub shared_by: String,
    pub shared_at: Option<DateTime<Utc>>,
    /// Counts what was put right.
    pub version: i32,
}

/// What is written of a list when it arrives.
pub(super) struct NewList<'a> {
    pub id: PartnerListId,
    pub file_name: &'a str,
    pub heading_row: i32,
    pub heading_height: i32,
    pub mapping: &'a [String],
    pub lines: &'a [Line],
}

pub(super) async fn insert(conn: &mut PgConnection, new: &NewList<'_>, hand: &Hand) -> sqlx::Result<()> {
    let lines = serde_json::to_value(new.lines).unwrap_or_default();
    sqlx::query!(
        "insert into partner_lists (id, file_name, heading_row, heading_height, mapping, lines, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.0,
        new.file_name,
        new.heading_row,
        new.heading_height,
        new.mapping,
        lines,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A list that was sent, in numbers.
pub(super) struct Sent {
    pub id: PartnerListId,
    pub file_name: String,
    pub is_draft: bool,
    pub by: String,
    pub at: DateTime<Utc>,
    pub provinces: i64,
    pub libraries: i64,
    pub accepted: i64,
    pub waiting: i64,
    pub withdrawn: i64,
    pub replaced: i64,
}

/// The newest lists.
pub(super) async fn sent(conn: &mut PgConnection) -> sqlx::Result<Vec<Sent>> {
    sqlx::query_as!(
        Sent,
        r#"select l.id as "id: PartnerListId", l.file_name, l.state = 'draft' as "is_draft!",
                  case when l.state = 'draft' then l.made_by else l.shared_by end as "by!", coalesce(l.shared_at, l.made_at) as "at!",
                  p.provinces as "provinces!", p.libraries as "libraries!", p.accepted as "accepted!", p.waiting as "waiting!",
                  p.withdrawn as "withdrawn!", p.replaced as "replaced!"
             from (select * from partner_lists order by made_at desc, id limit 20) l
            cross join lateral (
                  select count(*) as provinces, coalesce(sum(p.libraries), 0)::bigint as libraries,
                         count(*) filter (where i.state = 'accepted') as accepted, count(*) filter (where i.state = 'draft') as waiting,
                         count(*) filter (where p.ended = 'withdrawn') as withdrawn, count(*) filter (where p.ended = 'replaced') as replaced
                    from partner_list_parts p
                    left join library_imports i on i.partner_list_id = p.list_id and i.province_code = p.province_code
                   where p.list_id = l.id) p
            order by l.made_at desc, l.id"#
    )
    .fetch_all(conn)
    .await
}

/// One list with what it says.
pub(super) async fn find(conn: &mut PgConnection, id: PartnerListId) -> sqlx::Result<List> {
    let row = sqlx::query!(
        r#"select file_name, heading_row, heading_height, mapping, lines, state = 'draft' as "is_draft!", shared_by, shared_at, version
             from partner_lists where id = $1"#,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(List {
        id,
        file_name: row.file_name,
        heading_row: row.heading_row,
        heading_height: row.heading_height,
        mapping: row.mapping,
        lines: serde_json::from_value(row.lines).unwrap_or_default(),
        is_draft: row.is_draft,
        shared_by: row.shared_by,
        shared_at: row.shared_at,
        version: row.version,
    })
}

/// One list, held until the end of the transaction; lists are shared and taken back one after the other.
pub(super) async fn hold(conn: &mut PgConnection, id: PartnerListId) -> sqlx::Result<List> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('partner lists', 0))")
        .execute(&mut *conn)
        .await?;
    sqlx::query!("select id from partner_lists where id = $1 for update", id.0).fetch_one(&mut *conn).await?;
    find(conn, id).await
}

/// What the columns mean, while the list is a draft.
pub(super) async fn put_columns(conn: &mut PgConnection, list: &List) -> sqlx::Result<()> {
    sqlx::query!(
        "update partner_lists set mapping = $2, version = version + 1 where id = $1 and state = 'draft'",
        list.id.0,
        &list.mapping
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Forgets a draft; says whether it was one.
pub(super) async fn forget(conn: &mut PgConnection, id: PartnerListId) -> sqlx::Result<bool> {
    sqlx::query!("delete from partner_lists where id = $1 and state = 'draft'", id.0)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
}

/// Forgets drafts that nobody has shared since `before`.
pub(in crate::features::registration) async fn forget_old(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("delete from partner_lists where state = 'draft' and made_at < $1", before)
        .execute(conn)
        .await
        .map(|_| ())
}

/// The provinces whose office has not accepted what an earlier list brought.
pub(super) async fn waiting(conn: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select distinct province_code from library_imports where partner_list_id is not null and state = 'draft' limit 100"
    )
    .fetch_all(conn)
    .await
}

/// Takes earlier lists' parts away that these provinces' offices have not accepted.
pub(super) async fn replace(conn: &mut PgConnection, provinces: &[String]) -> sqlx::Result<u64> {
    sqlx::query!(
        "with gone as (delete from library_imports where province_code = any($1) and partner_list_id is not null and state = 'draft'
                       returning partner_list_id, province_code)
         update partner_list_parts p set ended = 'replaced' from gone
          where p.list_id = gone.partner_list_id and p.province_code = gone.province_code",
        provinces
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// Gives each office its part, given as `province_code`, `id`, `libraries` and `lines`. The list forgets what it said.
pub(super) async fn share(
    conn: &mut PgConnection,
    list: &List,
    parts: &Value,
    hand: &Hand,
) -> sqlx::Result<()> {
    // The name of the sender stands among the office's files.
    let sender = format!("Perpusnas ({})", hand.by);
    sqlx::query!(
        "insert into library_imports (province_code, id, partner_list_id, partners, file_name, heading_row, heading_height, mapping, lines,
                made_by, made_at)
         select p.province_code, p.id, $2, p.libraries, $3, $4, $5, $6, p.lines, $7, $8
           from jsonb_to_recordset($1) as p (province_code text, id uuid, libraries integer, lines jsonb)",
        parts,
        list.id.0,
        list.file_name,
        list.heading_row,
        list.heading_height,
        &list.mapping,
        sender,
        hand.at
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into partner_list_parts (list_id, province_code, libraries)
         select $2, p.province_code, p.libraries from jsonb_to_recordset($1) as p (province_code text, libraries integer)",
        parts,
        list.id.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update partner_lists set state = 'shared', lines = '[]', shared_by = $2, shared_at = $3, version = version + 1 where id = $1",
        list.id.0,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Takes back what no office has accepted; says how many parts those were.
pub(super) async fn withdraw(conn: &mut PgConnection, id: PartnerListId) -> sqlx::Result<u64> {
    sqlx::query!(
        "with gone as (delete from library_imports where partner_list_id = $1 and state = 'draft' returning province_code)
         update partner_list_parts p set ended = 'withdrawn' from gone where p.list_id = $1 and p.province_code = gone.province_code",
        id.0
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// One office's part of a list that was shared.
pub(super) struct Shared {
    pub code: String,
    pub slug: String,
    pub province: String,
    pub libraries: i32,
    /// `withdrawn`, `replaced` or nothing.
    pub ended: String,
    /// `draft`, `accepted`; nothing where the office threw it away or it ended.
    pub state: Option<String>,
    pub added: Option<i32>,
    pub changed: Option<i32>,
    pub settled_at: Option<DateTime<Utc>>,
}

impl Shared {
    /// Whether the office accepted at least some of it.
    pub fn has_begun(&self) -> bool {
        self.added.unwrap_or_default() + self.changed.unwrap_or_default() > 0
    }
}

/// What became of each part of a list, by province.
pub(super) async fn parts(conn: &mut PgConnection, id: PartnerListId) -> sqlx::Result<Vec<Shared>> {
    sqlx::query_as!(
        Shared,
        r#"select p.province_code as code, t.slug, t.province_name as province, p.libraries, p.ended,
                  i.state as "state?", i.added as "added?", i.changed as "changed?", i.settled_at as "settled_at?"
             from partner_list_parts p
             join tenants t using (province_code)
             left join library_imports i on i.partner_list_id = p.list_id and i.province_code = p.province_code
            where p.list_id = $1 order by t.province_name limit 100"#,
        id.0
    )
    .fetch_all(conn)
    .await
}
