//! The statements about lists that come as spreadsheets. Row-level security keeps each office to its own.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{columns::Column, judge::Answer, sheet::Line};
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    features::registration::people::PersonKind,
    kernel::ids::{EventId, ImportId, ParticipantId},
};

crate::codes! {
    /// Where an import stands.
    pub enum State {
        /// Read, and not accepted.
        Draft = "draft", "Belum diterima";
        /// Its people are on the list.
        Accepted = "accepted", "Diterima";
        /// Accepted and taken back.
        Undone = "undone", "Diurungkan";
    }
}

/// An import as it stands.
#[derive(Clone, Debug)]
pub(super) struct Import {
    pub id: ImportId,
    pub province: ProvinceCode,
    pub people_province: ProvinceCode,
    pub file_name: String,
    pub sheets: Vec<String>,
    pub sheet: i32,
    pub heading_row: i32,
    pub heading_height: i32,
    pub mapping: Vec<String>,
    pub kind: PersonKind,
    pub category: String,
    pub state: State,
    pub added: i32,
    pub changed: i32,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

/// What is written of a file when it arrives.
pub(super) struct NewImport<'a> {
    pub id: ImportId,
    pub province: &'a ProvinceCode,
    pub people_province: &'a ProvinceCode,
    pub file_name: &'a str,
    pub sheets: &'a [String],
    pub sheet: i32,
    pub heading_row: i32,
    pub heading_height: i32,
    pub mapping: &'a [String],
    pub kind: PersonKind,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    event: EventId,
    new: &NewImport<'_>,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into imports (event_id, id, province_code, people_province, file_name, sheets, sheet, heading_row, heading_height, mapping, kind, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        event.0,
        new.id.0,
        new.province.as_str(),
        new.people_province.as_str(),
        new.file_name,
        new.sheets,
        new.sheet,
        new.heading_row,
        new.heading_height,
        new.mapping,
        new.kind.code(),
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Keeps the rows of one sheet.
pub(super) async fn insert_rows(
    conn: &mut PgConnection,
    event: EventId,
    (import, province): (ImportId, &ProvinceCode),
    sheet: i32,
    lines: &[Line],
) -> sqlx::Result<()> {
    let numbers: Vec<i32> = lines.iter().map(|line| line.number).collect();
    let hidden: Vec<bool> = lines.iter().map(|line| line.is_hidden).collect();
    let cells: Vec<Value> = lines.iter().map(|line| Value::from(line.cells.clone())).collect();
    sqlx::query!(
        "insert into import_rows (event_id, import_id, province_code, sheet, number, is_hidden, cells)
         select $1, $2, $3, $4, r.number, r.is_hidden, array(select jsonb_array_elements_text(r.cells))
           from unnest($5::integer[], $6::boolean[], $7::jsonb[]) as r (number, is_hidden, cells)",
        event.0,
        import.0,
        province.as_str(),
        sheet,
        &numbers,
        &hidden,
        &cells
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Forgets drafts that nobody has accepted since `before`, and what files said that were settled before: in all
/// events of this office.
pub(in crate::features::registration) async fn forget_old(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from import_rows r using imports i
          where i.event_id = r.event_id and i.id = r.import_id and i.settled_at < $1",
        before
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from imports where state = 'draft' and made_at < $1", before)
        .execute(conn)
        .await
        .map(|_| ())
}

/// How many lists of an event wait to be accepted.
pub(super) async fn drafts(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "drafts!" from imports where event_id = $1 and state = 'draft'"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// The imports of an event, newest first.
pub(super) async fn list(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Import>> {
    sqlx::query_as!(
        Import,
        r#"select id as "id: ImportId", province_code as "province: ProvinceCode", people_province as "people_province: ProvinceCode",
                  file_name, sheets, sheet, heading_row, heading_height, mapping, kind as "kind: PersonKind", category, state as "state: State", added, changed,
                  made_by, made_at, settled_at
             from imports where event_id = $1 order by made_at desc, id limit 20"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// A list that was accepted.
#[derive(Clone, Debug)]
pub(in crate::features::registration) struct Accepted {
    pub id: ImportId,
    pub file_name: String,
    pub at: DateTime<Utc>,
}

/// The lists of an event that were accepted and brought somebody, newest first.
pub(in crate::features::registration) async fn accepted(
    conn: &mut PgConnection,
    event: EventId,
) -> sqlx::Result<Vec<Accepted>> {
    sqlx::query_as!(
        Accepted,
        r#"select id as "id: ImportId", file_name, coalesce(settled_at, made_at) as "at!" from imports
            where event_id = $1 and state = 'accepted' and added > 0 order by made_at desc, id limit 50"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// One import.
pub(super) async fn find(conn: &mut PgConnection, event: EventId, import: ImportId) -> sqlx::Result<Import> {
    sqlx::query_as!(
        Import,
        r#"select id as "id: ImportId", province_code as "province: ProvinceCode", people_province as "people_province: ProvinceCode",
                  file_name, sheets, sheet, heading_row, heading_height, mapping, kind as "kind: PersonKind", category, state as "state: State", added, changed,
                  made_by, made_at, settled_at
             from imports where event_id = $1 and id = $2"#,
        event.0,
        import.0
    )
    .fetch_one(conn)
    .await
}

/// Holds an import until the end of the transaction.
pub(super) async fn hold(conn: &mut PgConnection, event: EventId, import: ImportId) -> sqlx::Result<()> {
    sqlx::query!("select state from imports where event_id = $1 and id = $2 for update", event.0, import.0)
        .fetch_one(&mut *conn)
        .await?;
    // Two lists of one event are accepted one after the other, so that the second sees the first's people.
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('import ' || $1::uuid, 0))", event.0)
        .execute(conn)
        .await
        .map(|_| ())
}

/// A row of the sheet with what was mended and answered here.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub line: Line,
    pub mended: BTreeMap<Column, String>,
    pub answer: Option<Answer>,
}

/// The rows of a sheet in their order.
pub(super) async fn rows(
    conn: &mut PgConnection,
    event: EventId,
    import: ImportId,
    sheet: i32,
) -> sqlx::Result<Vec<Row>> {
    let rows = sqlx::query!(
        "select number, is_hidden, cells, mended, choice from import_rows
          where event_id = $1 and import_id = $2 and sheet = $3 order by number limit 20000",
        event.0,
        import.0,
        sheet
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Row {
            line: Line { number: row.number, is_hidden: row.is_hidden, cells: row.cells },
            mended: serde_json::from_value(row.mended).unwrap_or_default(),
            answer: Answer::from_code(&row.choice),
        })
        .collect())
}

/// Sheet, headings, meanings and what rows are by default, while the import is a draft.
pub(super) async fn set_frame(conn: &mut PgConnection, event: EventId, import: &Import) -> sqlx::Result<()> {
    sqlx::query!(
        "update imports set sheet = $3, heading_row = $4, heading_height = $5, mapping = $6, kind = $7, category = $8
          where event_id = $1 and id = $2 and state = 'draft'",
        event.0,
        import.id.0,
        import.sheet,
        import.heading_row,
        import.heading_height,
        &import.mapping,
        import.kind.code(),
        import.category
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// What was mended in a row, and what was answered about it.
pub(super) struct Mended {
    pub number: i32,
    pub cells: BTreeMap<Column, String>,
    pub answer: Option<Answer>,
}

/// Adds to what was mended in these rows; an answer replaces the one before. Says whether that changed anything.
pub(super) async fn mend(
    conn: &mut PgConnection,
    event: EventId,
    import: &Import,
    mended: &[Mended],
) -> sqlx::Result<bool> {
    let numbers: Vec<i32> = mended.iter().map(|row| row.number).collect();
    let cells: Vec<Value> =
        mended.iter().map(|row| serde_json::to_value(&row.cells).unwrap_or_default()).collect();
    let answers: Vec<String> = mended
        .iter()
        .map(|row| row.answer.map(|answer| answer.code().to_owned()).unwrap_or_default())
        .collect();
    sqlx::query!(
        "update import_rows r set mended = r.mended || m.cells, choice = m.answer
           from unnest($4::integer[], $5::jsonb[], $6::text[]) as m (number, cells, answer)
          where r.event_id = $1 and r.import_id = $2 and r.sheet = $3 and r.number = m.number
            and (r.mended || m.cells, m.answer) is distinct from (r.mended, r.choice)",
        event.0,
        import.id.0,
        import.sheet,
        &numbers,
        &cells,
        &answers
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// What this province's headings mean, as it was put right once.
pub(super) async fn meanings(
    conn: &mut PgConnection,
    province: &ProvinceCode,
) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query!(
        "select heading, meaning from import_headings where province_code = $1 order by changed_at desc limit 2000",
        province.as_str()
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.heading, row.meaning)).collect())
}

/// Remembers what headings mean.
pub(super) async fn remember(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    meanings: &[(String, String)],
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let headings: Vec<String> = meanings.iter().map(|(heading, _)| heading.clone()).collect();
    let columns: Vec<String> = meanings.iter().map(|(_, meaning)| meaning.clone()).collect();
    sqlx::query!(
        "insert into import_headings (province_code, heading, meaning, changed_at)
         select distinct on (h.heading) $1, h.heading, h.meaning, $4
           from unnest($2::text[], $3::text[]) with ordinality as h (heading, meaning, at)
          where h.heading <> '' order by h.heading, h.at
         on conflict (province_code, heading) do update set meaning = excluded.meaning, changed_at = excluded.changed_at",
        province.as_str(),
        &headings,
        &columns,
        at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Registers people, each given as its plan with an `id`.
pub(super) async fn add_people(
    conn: &mut PgConnection,
    event: EventId,
    import: ImportId,
    people: &Value,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into participants (event_id, id, province_code, kind, category, library_id, agency_name, full_name, title_prefix,
                title_suffix, honorific, sex, delegation_role, job_title, rank, status, entry, note, registered_at, import_id,
                changed_by, changed_at)
         select $1, p.id, p.province, p.kind, p.category, p.library, p.agency_name, p.full_name, p.title_prefix, p.title_suffix, p.honorific,
                p.sex, p.delegation_role, p.job_title, p.rank, 'registered', 'office', p.note, $3, $4, $5, $3
           from jsonb_to_recordset($2) as p (id uuid, province text, kind text, category text, library uuid, agency_name text,
                full_name text, title_prefix text, title_suffix text, honorific text, sex text, delegation_role text, job_title text,
                rank text, note text)",
        event.0,
        people,
        hand.at,
        import.0,
        hand.by
    )
    .execute(&mut *conn)
    .await?;
    set_contacts(conn, event, people).await
}

async fn set_contacts(conn: &mut PgConnection, event: EventId, people: &Value) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into participant_details (event_id, participant_id, province_code, phone, email, nip)
         select $1, p.id, p.province, p.contact ->> 'phone', p.contact ->> 'email', p.contact ->> 'nip'
           from jsonb_to_recordset($2) as p (id uuid, province text, contact jsonb)
         on conflict (event_id, participant_id) do update set phone = excluded.phone, email = excluded.email, nip = excluded.nip",
        event.0,
        people
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes people who are still at the `version` given with each plan; says how many were.
pub(super) async fn change_people(
    conn: &mut PgConnection,
    event: EventId,
    people: &Value,
    hand: &Hand,
) -> sqlx::Result<u64> {
    set_people(conn, event, people, hand, 1).await
}

/// The same, back to the version before: what was drawn from it counts again.
pub(super) async fn restore_people(
    conn: &mut PgConnection,
    event: EventId,
    people: &Value,
    hand: &Hand,
) -> sqlx::Result<u64> {
    set_people(conn, event, people, hand, -1).await
}

async fn set_people(
    conn: &mut PgConnection,
    event: EventId,
    people: &Value,
    hand: &Hand,
    step: i32,
) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "update participants t set kind = p.kind, category = p.category, library_id = p.library, agency_name = p.agency_name,
                full_name = p.full_name, title_prefix = p.title_prefix, title_suffix = p.title_suffix, honorific = p.honorific, sex = p.sex,
                delegation_role = p.delegation_role, job_title = p.job_title, rank = p.rank, note = p.note,
                trainer_kind = case when p.kind = 'fasilitator' then p.trainer_kind end, changed_by = $3, changed_at = $4,
                version = t.version + $5
           from jsonb_to_recordset($2) as p (id uuid, version integer, kind text, category text, library uuid, agency_name text,
                full_name text, title_prefix text, title_suffix text, honorific text, sex text, delegation_role text, job_title text,
                rank text, note text, trainer_kind text)
          where t.event_id = $1 and t.id = p.id and t.version = p.version",
        event.0,
        people,
        hand.by,
        hand.at,
        step
    )
    .execute(&mut *conn)
    .await?
    .rows_affected();
    set_contacts(conn, event, people).await?;
    Ok(done)
}

/// What accepting did with a row.
pub(super) struct Settled {
    pub number: i32,
    pub person: ParticipantId,
    pub before: Value,
    pub version: i32,
}

/// Writes beside the rows whose row they became.
pub(super) async fn settle_rows(
    conn: &mut PgConnection,
    event: EventId,
    import: &Import,
    settled: &[Settled],
) -> sqlx::Result<()> {
    let numbers: Vec<i32> = settled.iter().map(|row| row.number).collect();
    let people: Vec<Uuid> = settled.iter().map(|row| row.person.0).collect();
    let before: Vec<Value> = settled.iter().map(|row| row.before.clone()).collect();
    let versions: Vec<i32> = settled.iter().map(|row| row.version).collect();
    sqlx::query!(
        "update import_rows r set participant_id = s.person, before = s.before, left_at_version = s.version
           from unnest($4::integer[], $5::uuid[], $6::jsonb[], $7::integer[]) as s (number, person, before, version)
          where r.event_id = $1 and r.import_id = $2 and r.sheet = $3 and r.number = s.number",
        event.0,
        import.id.0,
        import.sheet,
        &numbers,
        &people,
        &before,
        &versions
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Sets where the import stands, and what it did.
pub(super) async fn settle(
    conn: &mut PgConnection,
    event: EventId,
    import: ImportId,
    (state, added, changed): (State, i32, i32),
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update imports set state = $3, added = $4, changed = $5, settled_at = $6 where event_id = $1 and id = $2",
        event.0,
        import.0,
        state.code(),
        added,
        changed,
        at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Forgets a draft.
pub(super) async fn forget(conn: &mut PgConnection, event: EventId, import: ImportId) -> sqlx::Result<bool> {
    sqlx::query!("delete from imports where event_id = $1 and id = $2 and state = 'draft'", event.0, import.0)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
}

/// The names of people whom somebody has changed since the import left them.
pub(super) async fn touched_since(
    conn: &mut PgConnection,
    event: EventId,
    import: ImportId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select p.full_name from import_rows r join participants p on p.event_id = r.event_id and p.id = r.participant_id
          where r.event_id = $1 and r.import_id = $2 and p.version <> r.left_at_version order by lower(p.full_name) limit 5",
        event.0,
        import.0
    )
    .fetch_all(conn)
    .await
}

/// What the people whom the import changed were before, each with `id` and the `version` it was left at.
pub(super) async fn were(conn: &mut PgConnection, event: EventId, import: ImportId) -> sqlx::Result<Value> {
    sqlx::query_scalar!(
        r#"select coalesce(jsonb_agg(r.before || jsonb_build_object('id', r.participant_id, 'version', r.left_at_version)), '[]') as "were!"
             from import_rows r where r.event_id = $1 and r.import_id = $2 and jsonb_typeof(r.before) = 'object'"#,
        event.0,
        import.0
    )
    .fetch_one(conn)
    .await
}

/// Takes the people away whom the import brought; their ids.
pub(super) async fn take_away(
    conn: &mut PgConnection,
    event: EventId,
    import: ImportId,
) -> sqlx::Result<Vec<ParticipantId>> {
    sqlx::query_scalar!(
        r#"delete from participants where event_id = $1 and import_id = $2 returning id as "id: ParticipantId""#,
        event.0,
        import.0
    )
    .fetch_all(conn)
    .await
}
