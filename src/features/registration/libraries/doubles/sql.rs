//! Statements about libraries that a province has twice. Row-level security keeps them to the scope's own province.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::model::Alike;
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    features::registration::merging::{Changes, Row},
    kernel::ids::{LibraryId, MergeId},
};

/// The most pairs that are read at once.
pub(super) const MOST: i64 = 200;

/// Two libraries that may be one, and why.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub one: (LibraryId, String, String),
    pub other: (LibraryId, String, String),
    pub alike: Alike,
}

/// The pairs, those with the best reasons first.
pub(super) async fn pairs(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<Vec<Pair>> {
    let rows = sqlx::query!(
        r#"select a.id as "one: LibraryId", a.name, coalesce(concat_ws(', ', q.name, q.parents), '') as "place!",
                  b.id as "other: LibraryId", b.name as other_name, coalesce(concat_ws(', ', r.name, r.parents), '') as "other_place!",
                  s.same_code as "code!", s.same_region as "region!", s.same_name as "same_name!", s.alike as "alike!"
             from suspected_libraries($1) s
             join libraries a on a.province_code = $1 and a.id = s.one_id
             join libraries b on b.province_code = $1 and b.id = s.other_id
             left join regions q on q.code = a.region_code
             left join regions r on r.code = b.region_code
            order by 4 * s.same_code::int + 2 * s.same_name::int + s.same_region::int desc, lower(a.name), a.id, b.id
            limit $2"#,
        province.as_str(),
        MOST
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Pair {
            one: (r.one, r.name, r.place),
            other: (r.other, r.other_name, r.other_place),
            alike: Alike { code: r.code, region: r.region, name: r.same_name, sounding: r.alike },
        })
        .collect())
}

/// How many pairs there are that may be one, or that were decided about.
pub(in crate::features::registration::libraries) async fn suspects(
    conn: &mut PgConnection,
    province: &ProvinceCode,
) -> sqlx::Result<(i64, bool)> {
    sqlx::query!(
        r#"select (select count(*) from (select from suspected_libraries($1) limit $2) s) as "pairs!",
                  exists (select from library_merges where province_code = $1 and undone_at is null)
                    or exists (select from libraries_told_apart where province_code = $1) as "decided!""#,
        province.as_str(),
        MOST
    )
    .fetch_one(conn)
    .await
    .map(|row| (row.pairs, row.decided))
}

/// A library's row with everything that is compared, and what hangs on it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub id: LibraryId,
    pub row: Json<Row>,
    pub version: i32,
    pub is_removed: bool,
    pub merged_into: Option<LibraryId>,
    pub changed_at: Option<DateTime<Utc>>,
    pub people: i64,
}

/// These libraries as they stand, held until the transaction ends where it may change them.
pub(super) async fn libraries(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    ids: &[Uuid],
) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"select l.id as "id: LibraryId",
                  jsonb_build_object('kind', l.kind, 'name', l.name, 'also_known_as', l.also_known_as, 'agency_name', l.agency_name,
                    'region_code', l.region_code, 'unit_word', l.unit_word, 'partner_since', l.partner_since, 'cohorts', l.cohorts,
                    'is_champion', l.is_champion, 'bimtek_completed', l.bimtek_completed, 'pic_name', l.pic_name,
                    'pic_phone', l.pic_phone, 'sim_code', l.sim_code, 'note', l.note) as "row!: Json<Row>",
                  l.version, l.removed_at is not null as "is_removed!", l.merged_into as "merged_into: LibraryId", l.changed_at,
                  (select count(*) from participants p where p.province_code = $1 and p.library_id = l.id) as "people!"
             from libraries l
            where l.province_code = $1 and l.id = any($2)"#,
        province.as_str(),
        ids
    )
    .fetch_all(conn)
    .await
}

/// Keeps these rows from being changed until the transaction ends.
pub(super) async fn lock(conn: &mut PgConnection, province: &ProvinceCode, ids: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!(
        "select id from libraries where province_code = $1 and id = any($2) order by id for no key update",
        province.as_str(),
        ids
    )
    .fetch_all(conn)
    .await
    .map(|_| ())
}

/// Sets a library's row to these columns.
pub(super) async fn write(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: LibraryId,
    row: &Row,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update libraries l
            set kind = r.kind, name = r.name, also_known_as = r.also_known_as, agency_name = r.agency_name, region_code = r.region_code,
                unit_word = r.unit_word, partner_since = r.partner_since, cohorts = r.cohorts, is_champion = r.is_champion,
                bimtek_completed = r.bimtek_completed, pic_name = r.pic_name, pic_phone = r.pic_phone, sim_code = r.sim_code, note = r.note,
                changed_by = $4, changed_at = $5, version = l.version + 1
           from jsonb_to_record($3) as r (kind text, name text, also_known_as text, agency_name text, region_code text, unit_word text,
                partner_since integer, cohorts integer[], is_champion boolean, bimtek_completed boolean, pic_name text, pic_phone text,
                sim_code text, note text)
          where l.province_code = $1 and l.id = $2",
        province.as_str(),
        id.0,
        Json(row) as _,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Removes a library that counts as another one from now on (`Some`), or brings it back.
pub(super) async fn set_merged(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: LibraryId,
    into: Option<LibraryId>,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update libraries set merged_into = $3, removed_at = case when $3::uuid is not null then $5::timestamptz end,
                changed_by = $4, changed_at = $5, version = version + 1
          where province_code = $1 and id = $2",
        province.as_str(),
        id.0,
        into.map(|into| into.0),
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Leads everything that names one library to another one, and says what that was, by table. Every table with a key to
/// `libraries` has its statement here and in [`move_back`]; a test reads the keys of the database and asks for it.
///
/// People of events that are still open take the survivor's name along, as they would a new name of their own library.
pub(super) async fn move_references(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    (from, old_name): (LibraryId, &str),
    (to, name): (LibraryId, &str),
) -> sqlx::Result<Value> {
    let people = sqlx::query_scalar!(
        r#"with moved as (
             select event_id, id, agency_name from participants where province_code = $1 and library_id = $2 for no key update
           ), done as (
             update participants p
                set library_id = $3,
                    agency_name = case when p.agency_name = $4 and e.status in ('draft', 'published', 'postponed') then $5 else p.agency_name end
               from moved m join events e on e.id = m.event_id
              where p.event_id = m.event_id and p.id = m.id
             returning 1)
           select coalesce(jsonb_agg(jsonb_build_object('event_id', m.event_id, 'id', m.id, 'agency_name', m.agency_name)), '[]') as "people!"
             from moved m"#,
        province.as_str(),
        from.0,
        to.0,
        old_name,
        name
    )
    .fetch_one(&mut *conn)
    .await?;
    // Where both are invited to one event, both invitations stay as they are: each has its places and its people.
    let invitations = sqlx::query_scalar!(
        r#"with moved as (
             update delegations d set library_id = $3
              where d.province_code = $1 and d.library_id = $2
                and not exists (select from delegations other
                                 where other.event_id = d.event_id and other.province_code = $1 and other.library_id = $3)
             returning d.event_id, d.id)
           select coalesce(jsonb_agg(jsonb_build_object('event_id', event_id, 'id', id)), '[]') as "invitations!" from moved"#,
        province.as_str(),
        from.0,
        to.0
    )
    .fetch_one(&mut *conn)
    .await?;
    // What both have told of themselves stays with each: nobody's words are thrown away for the other's.
    let achievements = sqlx::query_scalar!(
        r#"with moved as (
             update achievements a set library_id = $3
              where a.province_code = $1 and a.library_id = $2
                and not exists (select from achievements other
                                 where other.event_id = a.event_id and other.province_code = $1 and other.library_id = $3)
             returning a.event_id, a.id)
           select coalesce(jsonb_agg(jsonb_build_object('event_id', event_id, 'id', id)), '[]') as "achievements!" from moved"#,
        province.as_str(),
        from.0,
        to.0
    )
    .fetch_one(conn)
    .await?;
    Ok(
        serde_json::json!({ "participants": people, "delegations": invitations, "achievements": achievements }),
    )
}

/// Leads back what a merge moved, as far as it still names the survivor; a name that somebody has changed since stays.
pub(super) async fn move_back(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    (from, name): (LibraryId, &str),
    to: LibraryId,
    moved: &Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participants p
            set library_id = $3, agency_name = case when p.agency_name = $4 then m.agency_name else p.agency_name end
           from jsonb_to_recordset($5::jsonb -> 'participants') as m (event_id uuid, id uuid, agency_name text)
          where p.event_id = m.event_id and p.id = m.id and p.province_code = $1 and p.library_id = $2",
        province.as_str(),
        from.0,
        to.0,
        name,
        moved
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update delegations d set library_id = $3
           from jsonb_to_recordset($4::jsonb -> 'delegations') as m (event_id uuid, id uuid)
          where d.event_id = m.event_id and d.id = m.id and d.province_code = $1 and d.library_id = $2",
        province.as_str(),
        from.0,
        to.0,
        moved
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update achievements a set library_id = $3
           from jsonb_to_recordset($4::jsonb -> 'achievements') as m (event_id uuid, id uuid)
          where a.event_id = m.event_id and a.id = m.id and a.province_code = $1 and a.library_id = $2",
        province.as_str(),
        from.0,
        to.0,
        moved
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A merge as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Merge {
    pub id: MergeId,
    pub survivor: LibraryId,
    pub merged: LibraryId,
    pub at: DateTime<Utc>,
    pub changes: Json<Changes>,
    pub moved: Value,
    pub is_undone: bool,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    merge: &Merge,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into library_merges (province_code, id, survivor_id, merged_id, merged_at, merged_by, changes, moved)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        province.as_str(),
        merge.id.0,
        merge.survivor.0,
        merge.merged.0,
        merge.at,
        hand.by,
        Json(&merge.changes.0) as _,
        merge.moved
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The merge, held until the transaction ends.
pub(super) async fn find(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: MergeId,
) -> sqlx::Result<Merge> {
    sqlx::query_as!(
        Merge,
        r#"select id as "id: MergeId", survivor_id as "survivor: LibraryId", merged_id as "merged: LibraryId", merged_at as at,
                  changes as "changes: Json<Changes>", moved, undone_at is not null as "is_undone!"
             from library_merges where province_code = $1 and id = $2 for update"#,
        province.as_str(),
        id.0
    )
    .fetch_one(conn)
    .await
}

/// The merges into the same survivor that were made after this one and stand, in their order.
pub(super) async fn later(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    merge: &Merge,
) -> sqlx::Result<Vec<(MergeId, Changes)>> {
    sqlx::query!(
        r#"select id as "id: MergeId", changes as "changes: Json<Changes>" from library_merges
            where province_code = $1 and survivor_id = $2 and undone_at is null and (merged_at, id) > ($3, $4)
            order by merged_at, id for update"#,
        province.as_str(),
        merge.survivor.0,
        merge.at,
        merge.id.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.id, row.changes.0)).collect())
}

/// Sets what a merge will take back.
pub(super) async fn set_changes(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: MergeId,
    changes: &Changes,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update library_merges set changes = $3 where province_code = $1 and id = $2",
        province.as_str(),
        id.0,
        Json(changes) as _
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn set_undone(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: MergeId,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update library_merges set undone_at = $3, undone_by = $4 where province_code = $1 and id = $2",
        province.as_str(),
        id.0,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A pair that was decided about: merged (with the merge's id), or told apart.
#[derive(Clone, Debug)]
pub(super) struct Decided {
    pub merge: Option<MergeId>,
    pub one: LibraryId,
    pub other: LibraryId,
    pub name: String,
    pub other_name: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// Merges that stand and pairs that were told apart, the newest 50 of each.
pub(super) async fn decided(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<Vec<Decided>> {
    sqlx::query_as!(
        Decided,
        r#"select d.merge as "merge: MergeId", d.one as "one!: LibraryId", d.other as "other!: LibraryId", d.by as "by!", d.at as "at!",
                  a.name, b.name as other_name
             from ((select id as merge, survivor_id as one, merged_id as other, merged_by as by, merged_at as at
                      from library_merges where province_code = $1 and undone_at is null order by merged_at desc, id desc limit 50)
                   union all
                   (select null, one_id, other_id, told_by, told_at
                      from libraries_told_apart where province_code = $1 order by told_at desc, one_id, other_id limit 50)) d
             join libraries a on a.province_code = $1 and a.id = d.one
             join libraries b on b.province_code = $1 and b.id = d.other
            order by d.at desc, d.one, d.other"#,
        province.as_str()
    )
    .fetch_all(conn)
    .await
}

/// Remembers that two libraries are two; says whether that is new.
pub(super) async fn tell_apart(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    one: LibraryId,
    other: LibraryId,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into libraries_told_apart (province_code, one_id, other_id, told_by, told_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        province.as_str(),
        one.min(other).0,
        one.max(other).0,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Forgets that; says whether it was known.
pub(super) async fn ask_again(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    one: LibraryId,
    other: LibraryId,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "delete from libraries_told_apart where province_code = $1 and one_id = $2 and other_id = $3",
        province.as_str(),
        one.min(other).0,
        one.max(other).0
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
