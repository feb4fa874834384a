//! The statements about the directory as a spreadsheet. Row-level security keeps each office to its own.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    features::registration::{
        import::Line,
        libraries::{LibraryKind, LibraryPlan},
    },
    kernel::{
        ids::{ImportId, LibraryId},
        origin::Origin,
    },
};

/// A file as it stands.
#[derive(Clone, Debug)]
pub(super) struct Import {
    pub id: ImportId,
    pub file_name: String,
    pub heading_row: i32,
    pub heading_height: i32,
    pub mapping: Vec<String>,
    pub lines: Vec<Line>,
    /// What was answered, by the row's number.
    pub answers: Value,
    /// Whether something of it waits to be accepted; a part of it may have been.
    pub is_draft: bool,
    pub added: i32,
    pub changed: i32,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    /// Whether it is a part of Perpusnas's list.
    pub from_nation: bool,
}

impl Import {
    /// Whether a part of it was accepted already.
    pub fn has_begun(&self) -> bool {
        self.added + self.changed > 0
    }
}

/// What was taken of a file, and what of it waits on.
pub(super) struct Taken<'l> {
    pub added: i32,
    pub changed: i32,
    /// How many rows wait.
    pub waiting: i32,
    /// Those rows, and the headings.
    pub lines: &'l [&'l Line],
}

/// What is written of a file when it arrives.
pub(super) struct NewImport<'a> {
    pub id: ImportId,
    pub file_name: &'a str,
    pub heading_row: i32,
    pub heading_height: i32,
    pub mapping: &'a [String],
    pub lines: &'a [Line],
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    new: &NewImport<'_>,
    hand: &Hand,
) -> sqlx::Result<()> {
    let lines = serde_json::to_value(new.lines).unwrap_or_default();
    sqlx::query!(
        "insert into library_imports (province_code, id, file_name, heading_row, heading_height, mapping, lines, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        province.as_str(),
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

/// Forgets the offices' own drafts that nobody has accepted since `before`; what Perpusnas sent waits on.
pub(in crate::features::registration) async fn forget_old(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from library_imports where state = 'draft' and partner_list_id is null and made_at < $1",
        before
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The newest files, without what they say.
pub(super) async fn list(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<Vec<Import>> {
    let rows = sqlx::query!(
        r#"select id as "id: ImportId", file_name, state = 'draft' as "is_draft!", added, changed, made_by, made_at,
                  partner_list_id is not null as "from_nation!"
             from library_imports where province_code = $1 order by made_at desc, id limit 20"#,
        province.as_str()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Import {
            id: row.id,
            file_name: row.file_name,
            heading_row: 0,
            heading_height: 0,
            mapping: Vec::new(),
            lines: Vec::new(),
            answers: Value::Null,
            is_draft: row.is_draft,
            added: row.added,
            changed: row.changed,
            made_by: row.made_by,
            made_at: row.made_at,
            from_nation: row.from_nation,
        })
        .collect())
}

/// The part of Perpusnas's list that waits to be accepted, and how many libraries are in it; the newest, should there be two.
pub async fn waiting_partners(
    conn: &mut PgConnection,
    province: &ProvinceCode,
) -> sqlx::Result<Option<(ImportId, i32)>> {
    let row = sqlx::query!(
        r#"select id as "id: ImportId", partners from library_imports
            where province_code = $1 and partner_list_id is not null and state = 'draft' order by made_at desc, id limit 1"#,
        province.as_str()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.partners)))
}

/// One file with what it says.
pub(super) async fn find(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: ImportId,
) -> sqlx::Result<Import> {
    let row = sqlx::query!(
        r#"select file_name, heading_row, heading_height, mapping, lines, answers, state = 'draft' as "is_draft!", added, changed, made_by, made_at,
                  partner_list_id is not null as "from_nation!"
             from library_imports where province_code = $1 and id = $2"#,
        province.as_str(),
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(Import {
        id,
        file_name: row.file_name,
        heading_row: row.heading_row,
        heading_height: row.heading_height,
        mapping: row.mapping,
        lines: serde_json::from_value(row.lines).unwrap_or_default(),
        answers: row.answers,
        is_draft: row.is_draft,
        added: row.added,
        changed: row.changed,
        made_by: row.made_by,
        made_at: row.made_at,
        from_nation: row.from_nation,
    })
}

/// Holds a file until the end of the transaction; two files of one office are accepted one after the other.
pub(super) async fn hold(conn: &mut PgConnection, province: &ProvinceCode, id: ImportId) -> sqlx::Result<()> {
    sqlx::query!(
        "select id from library_imports where province_code = $1 and id = $2 for update",
        province.as_str(),
        id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('libraries ' || $1::text, 0))",
        province.as_str()
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// What columns mean and what was answered, while the file is a draft.
pub(super) async fn settle_frame(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    import: &Import,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update library_imports set mapping = $3, answers = $4 where province_code = $1 and id = $2 and state = 'draft'",
        province.as_str(),
        import.id.0,
        &import.mapping,
        import.answers
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// What was taken of a file is forgotten; one of which nothing waits is settled.
pub(super) async fn accepted(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: ImportId,
    taken: &Taken<'_>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let is_settled = taken.waiting == 0;
    let lines = serde_json::to_value(if is_settled { &[] } else { taken.lines }).unwrap_or_default();
    sqlx::query!(
        "update library_imports set added = added + $3, changed = changed + $4, partners = $5, lines = $6, answers = '{}',
                state = case when $7 then 'accepted' else state end, settled_at = case when $7 then $8::timestamptz end
          where province_code = $1 and id = $2",
        province.as_str(),
        id.0,
        taken.added,
        taken.changed,
        taken.waiting,
        lines,
        is_settled,
        at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Forgets a draft.
pub(super) async fn forget(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: ImportId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from library_imports where province_code = $1 and id = $2 and state = 'draft'",
        province.as_str(),
        id.0
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A library as it stands, as a plan.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its id.
    pub id: LibraryId,
    /// How often it was changed.
    pub version: i32,
    /// What it is.
    pub plan: LibraryPlan,
}

/// The most libraries of a province that are compared and written.
pub(super) const MOST: i64 = 20_000;

/// The libraries of a province in the order of the directory.
pub(super) async fn standing(
    conn: &mut PgConnection,
    province: &ProvinceCode,
) -> sqlx::Result<Vec<Standing>> {
    let rows = sqlx::query!(
        r#"select id as "id: LibraryId", version, kind as "kind: LibraryKind", name, also_known_as, agency_name, region_code, unit_word,
                  partner_since, cohorts, is_champion, bimtek_completed, pic_name, pic_phone, sim_code, note, data_origin as "data_origin: Origin", source
             from libraries where province_code = $1 and removed_at is null
            order by array_position(array['province_office', 'regency_office', 'village_library', 'other'], kind), lower(name), region_code, id
            limit $2"#,
        province.as_str(),
        MOST
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Standing {
            id: row.id,
            version: row.version,
            plan: LibraryPlan {
                kind: row.kind,
                name: row.name,
                also_known_as: row.also_known_as,
                agency_name: row.agency_name,
                region_code: row.region_code,
                unit_word: row.unit_word,
                partner_since: row.partner_since,
                cohorts: row.cohorts,
                is_champion: row.is_champion,
                bimtek_completed: row.bimtek_completed,
                pic_name: row.pic_name,
                pic_phone: row.pic_phone,
                sim_code: row.sim_code,
                note: row.note,
                data_origin: row.data_origin,
                source: row.source,
            },
        })
        .collect())
}

/// Adds libraries, each given as its plan with an `id`.
pub(super) async fn add(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    plans: &Value,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into libraries (province_code, id, kind, name, also_known_as, agency_name, region_code, unit_word, partner_since, cohorts,
                is_champion, bimtek_completed, pic_name, pic_phone, sim_code, note, changed_by, changed_at)
         select $1, p.id, p.kind, p.name, p.also_known_as, p.agency_name, p.region_code, p.unit_word, p.partner_since, p.cohorts,
                p.is_champion, p.bimtek_completed, p.pic_name, p.pic_phone, p.sim_code, p.note, $3, $4
           from jsonb_to_recordset($2) as p (id uuid, kind text, name text, also_known_as text, agency_name text, region_code text,
                unit_word text, partner_since integer, cohorts integer[], is_champion boolean, bimtek_completed boolean, pic_name text,
                pic_phone text, sim_code text, note text)",
        province.as_str(),
        plans,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes libraries that are still at the `version` given with each plan; says how many were. People who are
/// registered for coming events under the `old_name` follow.
pub(super) async fn change(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    plans: &Value,
    hand: &Hand,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update libraries l set kind = p.kind, name = p.name, also_known_as = p.also_known_as, agency_name = p.agency_name,
                region_code = p.region_code, unit_word = p.unit_word, partner_since = p.partner_since, cohorts = p.cohorts,
                is_champion = p.is_champion, bimtek_completed = p.bimtek_completed, pic_name = p.pic_name, pic_phone = p.pic_phone,
                sim_code = p.sim_code, note = p.note, changed_by = $3, changed_at = $4, version = l.version + 1
           from jsonb_to_recordset($2) as p (id uuid, version integer, kind text, name text, also_known_as text, agency_name text,
                region_code text, unit_word text, partner_since integer, cohorts integer[], is_champion boolean, bimtek_completed boolean,
                pic_name text, pic_phone text, sim_code text, note text)
          where l.province_code = $1 and l.id = p.id and l.version = p.version and l.removed_at is null",
        province.as_str(),
        plans,
        hand.by,
        hand.at
    )
    .execute(&mut *conn)
    .await?
    .rows_affected();
    sqlx::query!(
        "update participants p set agency_name = c.name
           from jsonb_to_recordset($2) as c (id uuid, name text, old_name text), events e
          where p.province_code = $1 and p.library_id = c.id and p.agency_name = c.old_name and c.old_name <> c.name
            and e.id = p.event_id and e.status in ('draft', 'published', 'postponed')",
        province.as_str(),
        plans
    )
    .execute(conn)
    .await?;
    Ok(done)
}
