//! The libraries' statements. Row-level security keeps them to the scope's own province.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{LibraryKind, LibraryPlan};
use crate::{
    audit::Hand,
    {db::scope::ProvinceCode, kernel::ids::LibraryId},
};

/// A library as it stands.
#[derive(Clone, Debug)]
pub(super) struct Library {
    pub kind: LibraryKind,
    pub name: String,
    pub also_known_as: String,
    pub agency_name: String,
    pub region_code: String,
    pub unit_word: String,
    pub partner_since: Option<i32>,
    pub cohorts: Vec<i32>,
    pub is_champion: bool,
    pub bimtek_completed: bool,
    pub pic_name: String,
    pub pic_phone: String,
    pub sim_code: String,
    pub note: String,
    pub version: i32,
    pub changed_by: String,
    pub changed_at: Option<DateTime<Utc>>,
}

pub(super) async fn find(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: LibraryId,
) -> sqlx::Result<Library> {
    sqlx::query_as!(
        Library,
        r#"select kind as "kind: LibraryKind", name, also_known_as, agency_name, region_code, unit_word, partner_since, cohorts,
                  is_champion, bimtek_completed, pic_name, pic_phone, sim_code, note, version, changed_by, changed_at
             from libraries where province_code = $1 and id = $2 and removed_at is null"#,
        province.as_str(),
        id.0
    )
    .fetch_one(conn)
    .await
}

/// What the list asks for; empty text and `None` ask for everything.
#[derive(Clone, Debug, Default)]
pub(in crate::features::registration) struct Wanted {
    pub words: Vec<String>,
    pub kind: String,
    pub cohort: Option<i32>,
    pub bimtek: Option<bool>,
}

/// A library as the list shows it.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub id: LibraryId,
    pub kind: LibraryKind,
    pub name: String,
    pub also_known_as: String,
    pub cohorts: Vec<i32>,
    pub partner_since: Option<i32>,
    pub is_champion: bool,
    pub bimtek_completed: bool,
    pub pic_name: String,
    pub pic_phone: String,
    pub region: Option<String>,
    pub region_kind: Option<String>,
    pub region_parents: Option<String>,
    pub is_sample: bool,
}

/// One page of the list in the order province, kabupaten, villages; and how many there are in all.
pub(super) async fn list(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select l.id as "id: LibraryId", l.kind as "kind: LibraryKind", l.name, l.also_known_as, l.cohorts,
                  l.partner_since, l.is_champion, l.bimtek_completed, l.pic_name, l.pic_phone,
                  r.name as "region?", r.kind as "region_kind?", r.parents as "region_parents?",
                  l.data_origin = 'synthetic' as "is_sample!"
             from libraries l left join regions r on r.code = l.region_code
            where l.province_code = $1 and l.removed_at is null
              and ($2 = '' or l.kind = $2) and ($3::int is null or $3 = any(l.cohorts) or $3 = l.partner_since)
              and ($4::bool is null or l.bimtek_completed = $4)
              and not exists (select from unnest($5::text[]) as word
                               where strpos(lower(concat_ws(' ', l.name, l.also_known_as, l.agency_name, r.name, r.parents)), word) = 0)
            order by array_position(array['province_office', 'regency_office', 'village_library', 'other'], l.kind),
                     lower(l.name), l.region_code, l.id
            limit $6 offset $7"#,
        province.as_str(),
        wanted.kind,
        wanted.cohort,
        wanted.bimtek,
        &wanted.words,
        limit,
        offset
    )
    .fetch_all(conn)
    .await
}

/// How many libraries the list has, with and without its filters.
pub(super) async fn count(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    wanted: &Wanted,
) -> sqlx::Result<(i64, i64)> {
    sqlx::query!(
        r#"select count(*) as "all!", count(*) filter (where ($2 = '' or l.kind = $2)
                and ($3::int is null or $3 = any(l.cohorts) or $3 = l.partner_since)
                and ($4::bool is null or l.bimtek_completed = $4)
                and not exists (select from unnest($5::text[]) as word
                                 where strpos(lower(concat_ws(' ', l.name, l.also_known_as, l.agency_name, r.name, r.parents)), word) = 0)) as "wanted!"
             from libraries l left join regions r on r.code = l.region_code
            where l.province_code = $1 and l.removed_at is null"#,
        province.as_str(),
        wanted.kind,
        wanted.cohort,
        wanted.bimtek,
        &wanted.words
    )
    .fetch_one(conn)
    .await
    .map(|row| (row.wanted, row.all))
}

/// The years that the province's libraries name, newest first.
pub(in crate::features::registration) async fn cohorts(
    conn: &mut PgConnection,
    province: &ProvinceCode,
) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        r#"select distinct year as "year!" from libraries, unnest(array_append(cohorts, partner_since)) as year
            where province_code = $1 and removed_at is null and year is not null order by 1 desc limit 30"#,
        province.as_str()
    )
    .fetch_all(conn)
    .await
}

/// The rule that two libraries of one name lie in different regions.
pub(in crate::features::registration) const NAME_KEY: &str = "libraries_name_key";

pub(super) async fn insert(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: LibraryId,
    plan: &LibraryPlan,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into libraries (province_code, id, kind, name, also_known_as, agency_name, region_code, unit_word, partner_since, cohorts,
                is_champion, bimtek_completed, pic_name, pic_phone, sim_code, note, data_origin, source, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        province.as_str(),
        id.0,
        plan.kind.code(),
        plan.name,
        plan.also_known_as,
        plan.agency_name,
        plan.region_code,
        plan.unit_word,
        plan.partner_since,
        &plan.cohorts,
        plan.is_champion,
        plan.bimtek_completed,
        plan.pic_name,
        plan.pic_phone,
        plan.sim_code,
        plan.note,
        plan.data_origin.code(),
        plan.source,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes the library if it is still at `version`; says whether it was. People who are registered for coming
/// events under the old name follow.
pub(super) async fn update(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: LibraryId,
    version: i32,
    old_name: &str,
    plan: &LibraryPlan,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update libraries set kind = $4, name = $5, also_known_as = $6, agency_name = $7, region_code = $8, unit_word = $9,
                partner_since = $10, cohorts = $11, is_champion = $12, bimtek_completed = $13, pic_name = $14, pic_phone = $15,
                sim_code = $16, note = $17, changed_by = $18, changed_at = $19, version = version + 1
          where province_code = $1 and id = $2 and version = $3 and removed_at is null",
        province.as_str(),
        id.0,
        version,
        plan.kind.code(),
        plan.name,
        plan.also_known_as,
        plan.agency_name,
        plan.region_code,
        plan.unit_word,
        plan.partner_since,
        &plan.cohorts,
        plan.is_champion,
        plan.bimtek_completed,
        plan.pic_name,
        plan.pic_phone,
        plan.sim_code,
        plan.note,
        hand.by,
        hand.at
    )
    .execute(&mut *conn)
    .await?
    .rows_affected()
        == 1;
    if changed {
        rename_people(conn, province, id, old_name, &plan.name).await?;
    }
    Ok(changed)
}

/// People who are registered for coming events under a library's old name take the new one.
pub(super) async fn rename_people(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: LibraryId,
    old_name: &str,
    name: &str,
) -> sqlx::Result<()> {
    if old_name == name {
        return Ok(());
    }
    sqlx::query!(
        "update participants p set agency_name = $4 from events e
          where p.province_code = $1 and p.library_id = $2 and p.agency_name = $3
            and e.id = p.event_id and e.status in ('draft', 'published', 'postponed')",
        province.as_str(),
        id.0,
        old_name,
        name
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Removes the library; its name, if it was there.
pub(super) async fn remove(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: LibraryId,
    hand: &Hand,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "update libraries set removed_at = $3, changed_by = $4, changed_at = $3, version = version + 1
          where province_code = $1 and id = $2 and removed_at is null returning name",
        province.as_str(),
        id.0,
        hand.at,
        hand.by
    )
    .fetch_optional(conn)
    .await
}

/// Brings a removed library back; its name, if it was removed and not merged into another one.
pub(super) async fn restore(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: LibraryId,
    hand: &Hand,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "update libraries set removed_at = null, changed_by = $4, changed_at = $3, version = version + 1
          where province_code = $1 and id = $2 and removed_at is not null and merged_into is null returning name",
        province.as_str(),
        id.0,
        hand.at,
        hand.by
    )
    .fetch_optional(conn)
    .await
}

/// A library that can be chosen for a person.
#[derive(Clone, Debug)]
pub struct Choosable {
    /// Its id.
    pub id: LibraryId,
    /// Whose library it is.
    pub kind: LibraryKind,
    /// Its name.
    pub name: String,
    /// What people call it besides; may be empty.
    pub also_known_as: String,
    /// Whether it is a Desa Champion.
    pub is_champion: bool,
    /// What its region lies in, nearest first; told only where names repeat.
    pub parents: Option<String>,
    /// Whether another one has the same name.
    pub repeats: bool,
}

impl Choosable {
    /// The name; where names repeat, with what it lies in.
    pub fn label(&self) -> String {
        match &self.parents {
            Some(parents) if self.repeats => format!("{} ({parents})", self.name),
            _ => self.name.clone(),
        }
    }
}

/// The province's libraries in the order of the list.
pub async fn choosable(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<Vec<Choosable>> {
    sqlx::query_as!(
        Choosable,
        r#"select l.id as "id: LibraryId", l.kind as "kind: LibraryKind", l.name, l.also_known_as, l.is_champion, r.parents as "parents?",
                  count(*) over (partition by lower(l.name)) > 1 as "repeats!"
             from libraries l left join regions r on r.code = l.region_code
            where l.province_code = $1 and l.removed_at is null
            order by array_position(array['province_office', 'regency_office', 'village_library', 'other'], l.kind),
                     lower(l.name), l.region_code, l.id
            limit 2000"#,
        province.as_str()
    )
    .fetch_all(conn)
    .await
}

/// The name of a library that the scope sees and that has not been removed.
pub async fn name_of(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: LibraryId,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select name from libraries where province_code = $1 and id = $2 and removed_at is null",
        province.as_str(),
        Uuid::from(id)
    )
    .fetch_optional(conn)
    .await
}
