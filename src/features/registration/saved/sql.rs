//! The statements about kept searches. Row-level security shows the office's and one's own.

use sqlx::PgConnection;

use super::forms::SavedFilter;
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    kernel::ids::{AccountId, SavedFilterId},
};

/// What an office and one of its people have kept, by name.
pub(in crate::features::registration) async fn all(
    conn: &mut PgConnection,
    province: &ProvinceCode,
) -> sqlx::Result<Vec<SavedFilter>> {
    sqlx::query_as!(
        SavedFilter,
        r#"select id as "id: SavedFilterId", name, query, account_id is not null as "is_own!"
             from saved_filters where province_code = $1 and removed_at is null order by lower(name), id limit 100"#,
        province.as_str()
    )
    .fetch_all(conn)
    .await
}

/// Keeps others of the office from keeping searches until the transaction ends, so that there are never too many.
pub(super) async fn hold(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('saved filters ' || $1::text, 0))",
        province.as_str()
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A search to be kept.
pub(super) struct New<'a> {
    pub id: SavedFilterId,
    pub province: &'a ProvinceCode,
    /// `None` for the office.
    pub owner: Option<AccountId>,
    pub name: &'a str,
    pub query: &'a str,
}

pub(super) async fn insert(conn: &mut PgConnection, new: &New<'_>, hand: &Hand) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into saved_filters (province_code, id, account_id, name, query, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)",
        new.province.as_str(),
        new.id.0,
        new.owner.map(|account| account.0),
        new.name,
        new.query,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// One kept search, removed or not.
pub(super) async fn find(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: SavedFilterId,
) -> sqlx::Result<SavedFilter> {
    sqlx::query_as!(
        SavedFilter,
        r#"select id as "id: SavedFilterId", name, query, account_id is not null as "is_own!"
             from saved_filters where province_code = $1 and id = $2"#,
        province.as_str(),
        id.0
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn rename(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: SavedFilterId,
    name: &str,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update saved_filters set name = $3 where province_code = $1 and id = $2 and removed_at is null and name <> $3",
        province.as_str(),
        id.0,
        name
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Removes a search or brings it back; says whether that changed anything.
pub(super) async fn set_removed(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: SavedFilterId,
    removed: bool,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update saved_filters set removed_at = case when $3 then $4::timestamptz end
          where province_code = $1 and id = $2 and (removed_at is not null) <> $3",
        province.as_str(),
        id.0,
        removed,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
