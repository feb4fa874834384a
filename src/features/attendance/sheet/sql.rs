//! The statements about signed sheets.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::Sign;
use crate::{
    features::attendance::model::State,
    kernel::{
        ids::{AccountId, EventId, ParticipantId, SessionId, SheetPhotoId},
        names,
    },
};

/// A sheet that was printed.
#[derive(Clone, Debug)]
pub(super) struct SheetRow {
    pub code: String,
    pub day: NaiveDate,
    pub session: Option<SessionId>,
    /// Of the session; empty for a day.
    pub title: String,
    pub is_removed: bool,
    pub printed_at: DateTime<Utc>,
    /// The guest whose people stand on it; empty for the host's.
    pub guest: String,
    pub people: i32,
    pub entered: i64,
    pub sessions: i64,
}

/// The sheets of an event, the earliest day first.
pub(super) async fn printed(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<SheetRow>> {
    sqlx::query_as!(
        SheetRow,
        r#"select s.code, s.day, s.session_id as "session: SessionId", coalesce(t.title, '') as "title!", t.removed_at is not null as "is_removed!",
                  s.first_printed_at as printed_at, case when s.province_code = v.host_province then '' else o.province_name end as "guest!", cardinality(s.people) as "people!",
                  count(e.line) as "entered!", count(distinct e.session_id) as "sessions!"
             from attendance_sheets s
             join events v on v.id = s.event_id
             join tenants o on o.province_code = s.province_code
             left join sessions t on t.event_id = s.event_id and t.id = s.session_id
             left join sheet_entries e on e.event_id = s.event_id and e.code = s.code
            where s.event_id = $1
            group by s.event_id, s.code, t.event_id, t.id, v.id, o.province_code
            order by s.day, t.starts_at nulls first, s.first_printed_at desc, s.code limit 200"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// A sheet with where its pages end.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub day: NaiveDate,
    pub session: Option<SessionId>,
    pub people: i32,
    pub page_ends: Vec<i32>,
    pub printed_at: DateTime<Utc>,
}

impl Sheet {
    /// The lines of a page: after which line they begin, and the last; `None` where there is no such page.
    pub fn page(&self, number: usize) -> Option<(i32, i32)> {
        let last = *self.page_ends.get(number.checked_sub(1)?)?;
        let after = number.checked_sub(2).and_then(|before| self.page_ends.get(before)).copied();
        Some((after.unwrap_or_default(), last))
    }

    /// The page on which a line stands.
    pub fn page_of(&self, line: i32) -> Option<usize> {
        (line > 0).then_some(())?;
        self.page_ends.iter().position(|last| line <= *last).map(|before| before + 1)
    }
}

/// One sheet.
pub(super) async fn find(conn: &mut PgConnection, event: EventId, code: &str) -> sqlx::Result<Sheet> {
    sqlx::query_as!(
        Sheet,
        r#"select day, session_id as "session: SessionId", cardinality(people) as "people!", page_ends, first_printed_at as printed_at
             from attendance_sheets where event_id = $1 and code = $2"#,
        event.0,
        code
    )
    .fetch_one(conn)
    .await
}

/// Keeps a second sending and a second person waiting until this page of this session is written.
pub(super) async fn hold(
    conn: &mut PgConnection,
    event: EventId,
    code: &str,
    session: SessionId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended($1::uuid::text || $2 || $3::uuid::text, 51))",
        event.0,
        code,
        session.0
    )
    .fetch_one(conn)
    .await
    .map(|_| ())
}

/// How many lines of people were entered, by session and page.
pub(super) struct Progress {
    pub session: SessionId,
    pub page: i32,
    pub entered: i64,
}

/// How far a sheet is entered.
pub(super) async fn progress(
    conn: &mut PgConnection,
    event: EventId,
    code: &str,
) -> sqlx::Result<Vec<Progress>> {
    sqlx::query_as!(
        Progress,
        r#"select e.session_id as "session: SessionId",
                  (select count(*) from unnest(s.page_ends) p where p < e.line)::int + 1 as "page!", count(*) as "entered!"
             from attendance_sheets s join sheet_entries e on e.event_id = s.event_id and e.code = s.code
            where s.event_id = $1 and s.code = $2 group by 1, 2"#,
        event.0,
        code
    )
    .fetch_all(conn)
    .await
}

/// A line with whoever stands on it, and what is known of them.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub number: i32,
    /// As printed, or as written on a blank line; `None` where nobody is.
    pub person: Option<ParticipantId>,
    /// Whose row counts, and of whom the rest is told.
    pub counts_for: Option<ParticipantId>,
    pub full_name: Option<String>,
    pub title_prefix: Option<String>,
    pub title_suffix: Option<String>,
    pub agency: Option<String>,
    pub status: Option<String>,
    pub state: Option<State>,
    pub by_paper: bool,
    /// What was entered for this session.
    pub sign: Option<Sign>,
    pub entered_by: Option<String>,
    /// What was entered from the same sheet for another session.
    pub elsewhere: Option<Sign>,
}

impl Line {
    /// The name with its titles.
    pub fn name(&self) -> String {
        let of = |part: &Option<String>| part.clone().unwrap_or_default();
        names::titled(&of(&self.title_prefix), &of(&self.full_name), &of(&self.title_suffix))
    }

    /// Whether the row was merged into another since.
    pub fn is_merged(&self) -> bool {
        self.person != self.counts_for
    }
}

/// The lines after `after`, up to `last`.
pub(super) async fn lines(
    conn: &mut PgConnection,
    (event, code, session): (EventId, &str, SessionId),
    (after, last): (i32, i32),
) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"select n.number as "number!", p.id as "person?: ParticipantId", q.id as "counts_for?: ParticipantId", q.full_name as "full_name?",
                  q.title_prefix as "title_prefix?", q.title_suffix as "title_suffix?", q.agency_name as "agency?", q.status as "status?",
                  a.state as "state?: State", coalesce(m.source = 'paper', false) as "by_paper!", e.sign as "sign?: Sign",
                  marker_name(e.entered_by) as entered_by, o.sign as "elsewhere?: Sign"
             from attendance_sheets s
             cross join generate_series($4::int + 1, $5::int) n (number)
             left join sheet_entries e on e.event_id = s.event_id and e.code = s.code and e.session_id = $3 and e.line = n.number
             left join lateral (select x.sign, x.participant_id from sheet_entries x
                                 where x.event_id = s.event_id and x.code = s.code and x.line = n.number and x.session_id <> $3
                                 order by x.entered_at desc, x.session_id limit 1) o on true
             left join participants p on p.event_id = s.event_id and p.id = coalesce(s.people[n.number], e.participant_id, o.participant_id)
             left join participants q on q.event_id = s.event_id and q.id = coalesce(p.merged_into, p.id)
             left join attendance_states a on a.event_id = s.event_id and a.session_id = $3 and a.participant_id = q.id
             left join attendance_marks m on m.marker = a.marker and m.id = a.mark_id
            where s.event_id = $1 and s.code = $2
            order by n.number"#,
        event.0,
        code,
        session.0,
        after,
        last
    )
    .fetch_all(conn)
    .await
}

/// Writes lines down, each over what stood there.
pub(super) async fn write(
    conn: &mut PgConnection,
    (event, code, session): (EventId, &str, SessionId),
    lines: &[(i32, ParticipantId, Sign)],
    (by, at): (AccountId, DateTime<Utc>),
) -> sqlx::Result<()> {
    let numbers: Vec<i32> = lines.iter().map(|line| line.0).collect();
    let people: Vec<Uuid> = lines.iter().map(|line| line.1.0).collect();
    let signs: Vec<String> = lines.iter().map(|line| line.2.code().to_owned()).collect();
    sqlx::query!(
        "insert into sheet_entries as e (event_id, code, session_id, line, participant_id, province_code, sign, entered_by, entered_at)
         select $1, $2, $3, l.line, p.id, p.province_code, l.sign, $7, $8
           from unnest($4::int[], $5::uuid[], $6::text[]) l (line, person, sign)
           join participants p on p.event_id = $1 and p.id = l.person
         on conflict (event_id, code, session_id, line) do update
            set participant_id = excluded.participant_id, province_code = excluded.province_code, sign = excluded.sign,
                entered_by = excluded.entered_by, entered_at = excluded.entered_at",
        event.0,
        code,
        session.0,
        &numbers,
        &people,
        &signs,
        by.0,
        at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Somebody who is in the event and not on the sheet.
pub(super) struct Somebody {
    pub id: ParticipantId,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub agency: String,
}

/// Who is in the event and on no line of the sheet, printed or written.
pub(super) async fn not_on(
    conn: &mut PgConnection,
    event: EventId,
    code: &str,
) -> sqlx::Result<Vec<Somebody>> {
    sqlx::query_as!(
        Somebody,
        r#"select p.id as "id: ParticipantId", p.full_name, p.title_prefix, p.title_suffix, p.agency_name as agency
             from participants p
            where p.event_id = $1 and p.kind <> 'pejabat' and p.merged_into is null
              and p.status in ('invited', 'registered', 'confirmed')
              and not exists (select from attendance_sheets s join participants r on r.event_id = s.event_id and r.id = any(s.people)
                               where s.event_id = $1 and s.code = $2 and coalesce(r.merged_into, r.id) = p.id)
              and not exists (select from sheet_entries e join participants r on r.event_id = e.event_id and r.id = e.participant_id
                               where e.event_id = $1 and e.code = $2 and coalesce(r.merged_into, r.id) = p.id)
            order by lower(p.full_name), p.id limit 1000"#,
        event.0,
        code
    )
    .fetch_all(conn)
    .await
}

/// A signature and the register say different things of somebody.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub person: ParticipantId,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub agency: String,
    pub signed: bool,
    pub state: Option<State>,
    /// Sheet and line: `7K2Q9M baris 3`.
    pub lines: Vec<String>,
    /// A mark about the person waits for a decision.
    pub waits: bool,
    /// Why it stays so, once somebody has said it.
    pub reason: Option<String>,
    pub accepted_by: Option<String>,
}

/// Of whom a signature and the register say different things in a session: those whose line was entered and, once any line
/// was, who is marked present and stands on no sheet of the session or its day. Whoever has signed on any sheet has signed;
/// lines of a merged row are the survivor's; officials sign none.
pub(super) async fn differences(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<Vec<Difference>> {
    sqlx::query_as!(
        Difference,
        r#"with entered as (
             select coalesce(p.merged_into, p.id) as person, bool_or(e.sign in ('present', 'late')) as signed,
                    array_agg(e.code || ' baris ' || e.line order by e.code, e.line) as lines
               from sheet_entries e join participants p on p.event_id = e.event_id and p.id = e.participant_id
              where e.event_id = $1 and e.session_id = $2
              group by 1),
           listed as (
             select coalesce(p.merged_into, p.id) as person
               from sessions t
               join events v on v.id = t.event_id
               join attendance_sheets s on s.event_id = t.event_id
                and (s.session_id = t.id or s.session_id is null and s.day = local_day(t.starts_at, v.zone))
               cross join unnest(s.people) l (id)
               join participants p on p.event_id = s.event_id and p.id = l.id
              where t.event_id = $1 and t.id = $2),
           compared as (
             select * from entered
             union all
             select a.participant_id, false, '{}' from attendance_states a join participants p on p.event_id = a.event_id and p.id = a.participant_id
              where a.event_id = $1 and a.session_id = $2 and a.state in ('present', 'late') and p.kind <> 'pejabat' and exists (select from entered)
                and a.participant_id not in (select person from entered) and a.participant_id not in (select person from listed))
           select p.id as "person: ParticipantId", p.full_name, p.title_prefix, p.title_suffix, p.agency_name as agency, n.signed as "signed!",
                  a.state as "state?: State", n.lines as "lines!",
                  exists (select from attendance_waiting w where w.event_id = $1 and w.session_id = $2 and w.participant_id = p.id) as "waits!",
                  x.reason as "reason?", marker_name(x.accepted_by) as accepted_by
             from compared n
             join participants p on p.event_id = $1 and p.id = n.person
             left join attendance_states a on a.event_id = $1 and a.session_id = $2 and a.participant_id = p.id
             left join lateral (select d.reason, d.accepted_by from sheet_differences_accepted d
                                  join participants o on o.event_id = d.event_id and o.id = d.participant_id
                                 where d.event_id = $1 and d.session_id = $2 and d.signed = n.signed and coalesce(o.merged_into, o.id) = p.id
                                 order by d.accepted_at desc limit 1) x on true
            where n.signed <> coalesce(a.state in ('present', 'late'), false)
            order by n.signed desc, lower(p.full_name), p.id limit 2000"#,
        event.0,
        session.0
    )
    .fetch_all(conn)
    .await
}

/// Writes down that differences stay, each with whether the person has signed.
pub(super) async fn accept(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    differences: &[(ParticipantId, bool)],
    reason: &str,
    (by, at): (AccountId, DateTime<Utc>),
) -> sqlx::Result<()> {
    let people: Vec<Uuid> = differences.iter().map(|difference| difference.0.0).collect();
    let signed: Vec<bool> = differences.iter().map(|difference| difference.1).collect();
    sqlx::query!(
        "insert into sheet_differences_accepted (event_id, session_id, participant_id, province_code, signed, reason, accepted_by, accepted_at)
         select $1, $2, p.id, p.province_code, l.signed, $5, $6, $7
           from unnest($3::uuid[], $4::boolean[]) l (person, signed) join participants p on p.event_id = $1 and p.id = l.person
         on conflict (event_id, session_id, participant_id, signed) do update
            set reason = excluded.reason, accepted_by = excluded.accepted_by, accepted_at = excluded.accepted_at",
        event.0,
        session.0,
        &people,
        &signed,
        reason,
        by.0,
        at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Whether there was such a session, and it was removed.
pub(super) async fn was_removed(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from sessions where event_id = $1 and id = $2 and removed_at is not null) as "is_so!""#,
        event.0,
        session.0
    )
    .fetch_one(conn)
    .await
}

/// A photo of a page.
pub(super) struct PhotoRow {
    pub id: SheetPhotoId,
    pub received_at: DateTime<Utc>,
    pub by: Option<String>,
}

/// The photos of a page, the oldest first.
pub(super) async fn photos(
    conn: &mut PgConnection,
    event: EventId,
    code: &str,
    page: usize,
) -> sqlx::Result<Vec<PhotoRow>> {
    sqlx::query_as!(
        PhotoRow,
        r#"select id as "id: SheetPhotoId", received_at, marker_name(taken_by) as "by" from sheet_photos
            where event_id = $1 and code = $2 and page = $3 and removed_at is null order by received_at, id limit 50"#,
        event.0,
        code,
        i32::try_from(page).unwrap_or_default()
    )
    .fetch_all(conn)
    .await
}

/// Whether a photo is there or was.
pub(super) async fn has_photo(
    conn: &mut PgConnection,
    event: EventId,
    id: SheetPhotoId,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from sheet_photos where event_id = $1 and id = $2) as "is_so!""#,
        event.0,
        id.0
    )
    .fetch_one(conn)
    .await
}

/// How many photos a page has.
pub(super) async fn count_photos(
    conn: &mut PgConnection,
    event: EventId,
    code: &str,
    page: usize,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from sheet_photos where event_id = $1 and code = $2 and page = $3 and removed_at is null"#,
        event.0,
        code,
        i32::try_from(page).unwrap_or_default()
    )
    .fetch_one(conn)
    .await
}

/// Keeps a photo; says whether it was not there yet.
pub(super) async fn keep_photo(
    conn: &mut PgConnection,
    (event, id): (EventId, SheetPhotoId),
    (code, page): (&str, usize),
    (file, small): (&[u8], &[u8]),
    (by, at): (AccountId, DateTime<Utc>),
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into sheet_photos (event_id, id, code, page, file, small, taken_by, received_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (event_id, id) do nothing",
        event.0,
        id.0,
        code,
        i32::try_from(page).unwrap_or_default(),
        file,
        small,
        by.0,
        at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// A photo's picture.
pub(super) async fn photo(
    conn: &mut PgConnection,
    (event, id): (EventId, SheetPhotoId),
    code: &str,
    is_small: bool,
) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar!(
        r#"select case when $4 then small else file end as "file!" from sheet_photos
            where event_id = $1 and id = $2 and code = $3 and removed_at is null"#,
        event.0,
        id.0,
        code,
        is_small
    )
    .fetch_one(conn)
    .await
}

/// Takes a photo's picture away; says whether it was there.
pub(super) async fn remove_photo(
    conn: &mut PgConnection,
    (event, id): (EventId, SheetPhotoId),
    code: &str,
    reason: &str,
    (by, at): (&str, DateTime<Utc>),
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update sheet_photos set file = null, small = null, removed_at = $5, removed_by = $6, removed_reason = $4
          where event_id = $1 and id = $2 and code = $3 and removed_at is null",
        event.0,
        id.0,
        code,
        reason,
        at,
        by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
