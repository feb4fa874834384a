//! The statements about papers. Row-level security keeps a guest to its own people.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{
    choices::{Choices, KindCount},
    model::{Order, PaperKind},
};
use crate::{
    db::scope::ProvinceCode,
    features::registration::PersonKind,
    kernel::{
        ids::{EventId, JobId, PaperId, SessionId},
        names,
    },
};

/// Somebody on a paper.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub id: Uuid,
    pub province: ProvinceCode,
    pub province_name: String,
    pub kind: PersonKind,
    /// The category in the edition's words; empty for who is no peserta.
    pub category: String,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub sex: String,
    pub agency_name: String,
    pub delegation_role: String,
    pub job_title: String,
    pub rank: String,
    pub phone: String,
    pub email: String,
    pub nip: String,
    pub is_sample: bool,
    /// When what is printed of the person was last changed.
    pub changed_at: DateTime<Utc>,
}

impl Person {
    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }
}

/// How many people there are whom papers show.
pub(super) async fn counts(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<KindCount>> {
    sqlx::query_as!(
        KindCount,
        r#"select kind as "kind: PersonKind", province_code as "province: ProvinceCode", count(*) as "people!"
             from participants where event_id = $1 and status in ('invited', 'registered', 'confirmed')
            group by kind, province_code"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// The people of a paper: of the chosen kinds, coming, in the chosen order; the first `most` of them.
pub(super) async fn people(
    conn: &mut PgConnection,
    event: EventId,
    choices: &Choices,
    most: i64,
) -> sqlx::Result<Vec<Person>> {
    let kinds: Vec<String> = choices.kinds.iter().map(|kind| kind.code().to_owned()).collect();
    let (by_agency, by_category) = (choices.order == Order::Agency, choices.order == Order::Category);
    sqlx::query_as!(
        Person,
        r#"select p.id, p.province_code as "province: ProvinceCode", t.province_name, p.kind as "kind: PersonKind",
                  coalesce(c.label, '') as "category!", p.full_name, p.title_prefix, p.title_suffix, p.sex, p.agency_name,
                  p.delegation_role, p.job_title, p.rank, coalesce(d.phone, '') as "phone!", coalesce(d.email, '') as "email!",
                  coalesce(d.nip, '') as "nip!", p.data_origin = 'synthetic' as "is_sample!",
                  coalesce(p.changed_at, p.registered_at) as "changed_at!"
             from participants p
             join tenants t on t.province_code = p.province_code
             join events e on e.id = p.event_id
             left join edition_categories c on c.edition_id = e.edition_id and c.category = p.category
             left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
            where p.event_id = $1 and p.kind = any($2) and ($3::text is null or p.province_code = $3)
              and p.status in ('invited', 'registered', 'confirmed')
            order by case when $5 then array_position(array['peserta', 'fasilitator', 'narasumber', 'panitia', 'pejabat', 'konsultan'], p.kind) end,
                     case when $5 then c.position end,
                     case when $4 then lower(p.agency_name) end,
                     lower(p.full_name), p.id
            limit $6"#,
        event.0,
        &kinds,
        choices.province.as_ref().map(ProvinceCode::as_str),
        by_agency,
        by_category,
        most
    )
    .fetch_all(conn)
    .await
}

/// Writes down that a paper was asked for.
pub(super) async fn insert(
    conn: &mut PgConnection,
    (event, id, province): (EventId, PaperId, &ProvinceCode),
    kind: PaperKind,
    choices: &Choices,
    job: JobId,
    (by, at): (&str, DateTime<Utc>),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into papers (event_id, id, province_code, kind, choices, job_id, made_by, asked_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        event.0,
        id.0,
        province.as_str(),
        kind.code(),
        Json(choices) as _,
        job.0,
        by,
        at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A paper as it stands.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub id: PaperId,
    pub kind: PaperKind,
    pub choices: Json<Choices>,
    pub made_by: String,
    pub asked_at: DateTime<Utc>,
    pub pages: Option<i32>,
    pub people: Option<i32>,
    /// How far its job is, of how many steps; 0 before it has begun.
    pub step: i32,
    pub steps: i32,
    pub has_failed: bool,
}

/// One paper of the own office.
pub(super) async fn find(conn: &mut PgConnection, event: EventId, id: PaperId) -> sqlx::Result<Kept> {
    kept(conn, event, Some(id)).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// The papers that the own office asked for last, the newest first.
pub(super) async fn latest(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Kept>> {
    kept(conn, event, None).await
}

/// The own office's papers in the event, the newest 20 or one.
async fn kept(conn: &mut PgConnection, event: EventId, only: Option<PaperId>) -> sqlx::Result<Vec<Kept>> {
    sqlx::query_as!(
        Kept,
        r#"select p.id as "id: PaperId", p.kind as "kind: PaperKind", p.choices as "choices: Json<Choices>", p.made_by, p.asked_at,
                  p.pages, p.people, j.step, j.steps, j.failed_at is not null as "has_failed!"
             from papers p join jobs j on j.province_code = p.province_code and j.id = p.job_id
            where p.event_id = $1 and ($2::uuid is null or p.id = $2) order by p.asked_at desc, p.id desc limit 20"#,
        event.0,
        only.map(|paper| paper.0)
    )
    .fetch_all(conn)
    .await
}

/// What the own office chose last for this kind of paper.
pub(super) async fn last_choices(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    kind: PaperKind,
) -> sqlx::Result<Option<Choices>> {
    let found = sqlx::query_scalar!(
        r#"select choices as "choices: Json<Choices>" from papers
            where province_code = $2 and event_id = $1 and kind = $3 order by asked_at desc, id desc limit 1"#,
        event.0,
        province.as_str(),
        kind.code()
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|Json(choices)| choices))
}

/// The file of a finished paper.
pub(super) async fn file(
    conn: &mut PgConnection,
    event: EventId,
    id: PaperId,
) -> sqlx::Result<Option<(PaperKind, Vec<u8>)>> {
    let row = sqlx::query!(
        r#"select kind as "kind: PaperKind", file from papers where event_id = $1 and id = $2"#,
        event.0,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok(row.file.map(|file| (row.kind, file)))
}

/// Keeps a finished paper, unless it is kept already.
pub(super) async fn keep(
    conn: &mut PgConnection,
    (event, id): (EventId, PaperId),
    file: &[u8],
    pages: i32,
    people: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update papers set file = $3, pages = $4, people = $5 where event_id = $1 and id = $2 and file is null",
        event.0,
        id.0,
        file,
        pages,
        people
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The badge words of these people, in any order; `fresh` are given to those who have none.
pub(super) async fn badge_tokens(
    conn: &mut PgConnection,
    event: EventId,
    (people, provinces): (&[Uuid], &[String]),
    fresh: &[String],
) -> sqlx::Result<Vec<(Uuid, String)>> {
    sqlx::query!(
        "insert into badge_tokens (event_id, participant_id, province_code, token)
         select $1, person, province, token from unnest($2::uuid[], $3::text[], $4::text[]) as t (person, province, token)
         on conflict (event_id, participant_id) do nothing",
        event.0,
        people,
        provinces,
        fresh
    )
    .execute(&mut *conn)
    .await?;
    let rows = sqlx::query!(
        "select participant_id, token from badge_tokens where event_id = $1 and participant_id = any($2)",
        event.0,
        people
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.participant_id, row.token)).collect())
}

/// The lines of a sheet, as its code stands for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lines<'l> {
    pub province: &'l ProvinceCode,
    pub day: NaiveDate,
    pub session: Option<SessionId>,
    pub people: &'l [Uuid],
    pub page_ends: &'l [i32],
}

/// Keeps what a sheet's code stands for; says whether it does, which is not so when another sheet has the code.
pub(super) async fn keep_sheet(
    conn: &mut PgConnection,
    (event, code): (EventId, &str),
    lines: &Lines<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into attendance_sheets (event_id, code, province_code, day, session_id, people, page_ends, first_printed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (event_id, code) do nothing",
        event.0,
        code,
        lines.province.as_str(),
        lines.day,
        lines.session.map(|session| session.0),
        lines.people,
        lines.page_ends,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"select exists (select from attendance_sheets where event_id = $1 and code = $2 and province_code = $3 and day = $4
                          and session_id is not distinct from $5 and people = $6 and page_ends = $7) as "is_it!""#,
        event.0,
        code,
        lines.province.as_str(),
        lines.day,
        lines.session.map(|session| session.0),
        lines.people,
        lines.page_ends
    )
    .fetch_one(conn)
    .await
}
