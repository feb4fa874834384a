//! The statements of this module. Ranges over `code` and `key` use their collation C: `.` is followed by `/`, and no
//! key has a character after `~`. They are written as ranges, and not with LIKE, so that a plan made once for every
//! parameter can use the index too.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    model::{Found, Level, Province, Search},
    query::Query,
};
use crate::kernel::zone::Zone;

fn levels(search: &Search<'_>) -> Vec<i16> {
    search.levels.iter().map(|level| *level as i16).collect()
}

fn most(search: &Search<'_>) -> i64 {
    search.limit.min(super::MOST).try_into().unwrap_or_default()
}

pub(super) async fn by_code(conn: &mut PgConnection, code: &str) -> sqlx::Result<Option<Found>> {
    sqlx::query_as!(
        Found,
        r#"select code, level as "level: Level", name, kind, parents, province_code, zone as "zone: Zone"
        from regions where code = $1"#,
        code
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn of_province(conn: &mut PgConnection, province: &str) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"select code, level as "level: Level", name, kind, parents, province_code, zone as "zone: Zone"
        from regions where code >= $1 and code < $1 || '/' order by code"#,
        province
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn children(conn: &mut PgConnection, code: &str) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"select code, level as "level: Level", name, kind, parents, province_code, zone as "zone: Zone"
        from regions where code > $1 || '.' and code < $1 || '/' and parent_code = $1 order by code"#,
        code
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn provinces(conn: &mut PgConnection, as_of: NaiveDate) -> sqlx::Result<Vec<Province>> {
    sqlx::query_as!(
        Province,
        r#"select code, name, zone as "zone: Zone", since
        from regions where level = 1 and (since is null or since <= $1) order by code"#,
        as_of
    )
    .fetch_all(conn)
    .await
}

/// All provinces, of whatever day.
pub(super) async fn all_provinces(conn: &mut PgConnection) -> sqlx::Result<Vec<Province>> {
    sqlx::query_as!(
        Province,
        r#"select code, name, zone as "zone: Zone", since from regions where level = 1 order by code limit 100"#
    )
    .fetch_all(conn)
    .await
}

/// All kabupaten and kota.
pub(super) async fn all_regencies(conn: &mut PgConnection) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"select code, level as "level: Level", name, kind, parents, province_code, zone as "zone: Zone"
        from regions where level = 2 order by code limit 1000"#
    )
    .fetch_all(conn)
    .await
}

/// A region with this code, then those below it.
pub(super) async fn with_code(
    conn: &mut PgConnection,
    code: &str,
    search: &Search<'_>,
) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"select code, level as "level: Level", name, kind, parents, province_code, zone as "zone: Zone"
        from regions where code >= $1 and code < $1 || '~' and level = any($2) order by level, code limit $3"#,
        code,
        &levels(search),
        most(search)
    )
    .fetch_all(conn)
    .await
}

/// Names that are, or begin with, what was typed.
pub(super) async fn beginning(
    conn: &mut PgConnection,
    query: &Query,
    search: &Search<'_>,
) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"select code, level as "level: Level", name, kind, parents, province_code, zone as "zone: Zone"
        from regions
        where level = any($1) and (key >= $2 and key < $2 || '~' or key >= $3 and key < $3 || '~')
        order by
            case
                when key = $2 or key = $3 and starts_with(kind, $4) then 0
                when starts_with(key, $2) or starts_with(kind, $4) then 1
                when key = $3 then 2
                else 3
            end,
            province_code is distinct from $5, level, key <> $2, length(key), key, code
        limit $6"#,
        &levels(search),
        query.name.full,
        query.name.bare,
        query.name.kind,
        search.own_province,
        most(search)
    )
    .fetch_all(conn)
    .await
}

/// Names that resemble the first part of what was typed, inside regions that are called like the rest of it.
pub(super) async fn within(
    conn: &mut PgConnection,
    query: &Query,
    search: &Search<'_>,
) -> sqlx::Result<Vec<Found>> {
    let names: Vec<String> = query.places.iter().map(|place| place.name.clone()).collect();
    let areas: Vec<String> = query.places.iter().map(|place| place.within.clone()).collect();
    let kinds: Vec<String> = query.places.iter().map(|place| place.within_kind.to_owned()).collect();
    sqlx::query_as!(
        Found,
        r#"with place as (
            select distinct typed.name as typed_name, area.code as area_code
            from unnest($1::text[], $2::text[], $3::text[]) as typed (name, area, kind)
            join regions area on area.key = typed.area and area.level < 4 and starts_with(area.kind, typed.kind)
        )
        select code, level as "level: Level", name, kind, parents, province_code, zone as "zone: Zone"
        from place
        join regions on code > area_code || '.' and code < area_code || '/'
        where level = any($4) and (starts_with(key, typed_name) or similarity(key, typed_name) >= 0.4)
        group by code
        order by count(distinct area_code) desc, max(similarity(key, typed_name)) desc,
            province_code is distinct from $5, level, code
        limit $6"#,
        &names,
        &areas,
        &kinds,
        &levels(search),
        search.own_province,
        most(search)
    )
    .fetch_all(conn)
    .await
}

/// Names that contain what was typed, then names that share at least this part of its trigrams. The right kind
/// and the own province weigh as much as a letter, the right number as much as two.
pub(super) async fn resembling(
    conn: &mut PgConnection,
    query: &Query,
    likeness: f32,
    search: &Search<'_>,
) -> sqlx::Result<Vec<Found>> {
    let mut forms = vec![query.name.bare.clone(), query.name.full.clone()];
    forms.dedup();
    let contains: Vec<String> = forms.iter().map(|form| format!("%{form}%")).collect();
    sqlx::query_as!(
        Found,
        r#"select code, level as "level: Level", name, kind, parents, province_code, zone as "zone: Zone"
        from regions
        cross join lateral (
            select greatest(similarity(key, $2), similarity(key, $3)) as likeness, key like any($5) as contains
        ) as compared
        where level = any($1) and (key % any($4) or key like any($5)) and (contains or likeness >= $6)
        order by not contains,
            likeness
                + case when province_code = $7 then 0.1 else 0 end
                + case when $8 <> '' and starts_with(kind, $8) then 0.1 else 0 end
                + case when $9 <> '' and translate(key, 'abcdefghijklmnopqrstuvwxyz', '') = $9 then 0.2 else 0 end desc,
            level, code
        limit $10"#,
        &levels(search),
        query.name.bare,
        query.name.full,
        &forms,
        &contains,
        likeness,
        search.own_province,
        query.name.kind,
        query.name.digits(),
        most(search)
    )
    .fetch_all(conn)
    .await
}

/// Keeps a second loader out until the transaction ends, and says which data the table holds.
pub(super) async fn lock_and_read_version(conn: &mut PgConnection) -> sqlx::Result<Option<String>> {
    sqlx::query!("lock table regions_version in exclusive mode").execute(&mut *conn).await?;
    sqlx::query_scalar!("select version from regions_version").fetch_optional(conn).await
}

/// Brings the table to exactly these rows (COPY text format) and notes their version. A code that is gone from the
/// data and still referred to by another table stops the load: its migration has to be written first.
pub(super) async fn replace_all(conn: &mut PgConnection, version: &str, rows: Vec<u8>) -> sqlx::Result<u64> {
    sqlx::query(
        "create temporary table regions_incoming (code text, name text, kind text, parents text, key text, zone text, \
         since date) on commit drop",
    )
    .execute(&mut *conn)
    .await?;
    let mut copy = conn.copy_in_raw("copy regions_incoming from stdin").await?;
    copy.send(rows).await?;
    let count = copy.finish().await?;
    sqlx::query(
        "delete from regions where not exists (select from regions_incoming i where i.code = regions.code)",
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "insert into regions (code, name, kind, parents, key, zone, since)
        select code, name, kind, parents, key, zone, since from regions_incoming
        order by code collate \"C\"
        on conflict (code) do update set name = excluded.name, kind = excluded.kind, parents = excluded.parents,
            key = excluded.key, zone = excluded.zone, since = excluded.since
        where (regions.name, regions.kind, regions.parents, regions.key, regions.zone, regions.since) is distinct from
            (excluded.name, excluded.kind, excluded.parents, excluded.key, excluded.zone, excluded.since)",
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into regions_version (version) values ($1) on conflict (only_row) do update set version = excluded.version",
        version
    )
    .execute(&mut *conn)
    .await?;
    // What was inserted waits in a list that every search would read to its end.
    sqlx::query_scalar!("select gin_clean_pending_list('regions_key_trigrams')")
        .fetch_one(&mut *conn)
        .await?;
    sqlx::query!("analyze regions").execute(conn).await?;
    Ok(count)
}
