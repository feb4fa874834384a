//! Attendance's statements.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    model::{Mark, Outcome, Source, State, Waits, effective_time},
    record::{Delivery, Verdict},
};
use crate::kernel::ids::{AccountId, EventId, ParticipantId, SessionId};

/// Keeps others from merging the event's people until the transaction ends, and waits for who does: what is decided about
/// a person is decided about the row that counts.
pub(super) async fn hold(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock_shared(hashtextextended($1::uuid::text, 50))", event.0)
        .fetch_one(conn)
        .await
        .map(|_| ())
}

/// Whose row counts for this one: its own, unless it was merged.
pub(super) async fn counts_for(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<ParticipantId> {
    sqlx::query_scalar!(
        r#"select coalesce(merged_into, id) as "id!: ParticipantId" from participants where event_id = $1 and id = $2"#,
        event.0,
        person.0
    )
    .fetch_one(conn)
    .await
}

/// Where something was said of these people or of a row that was merged into theirs: sessions and people, by pairs.
pub(super) async fn sessions_of(
    conn: &mut PgConnection,
    event: EventId,
    people: &[Uuid],
) -> sqlx::Result<(Vec<Uuid>, Vec<Uuid>)> {
    sqlx::query!(
        r#"select distinct s.id as session, coalesce(p.merged_into, p.id) as "person!"
             from participants p
             cross join sessions s
            where p.event_id = $1 and (p.id = any($2) or p.merged_into = any($2)) and s.event_id = $1
              and (exists (select from attendance_marks m where m.event_id = $1 and m.session_id = s.id and m.participant_id = p.id)
                   or exists (select from attendance_decisions d where d.event_id = $1 and d.session_id = s.id and d.participant_id = p.id))"#,
        event.0,
        people
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.session, row.person)).unzip())
}

/// Forgets the effective states of these people, to be worked out anew; whoever follows the roster is told of them again.
pub(super) async fn forget_states(
    conn: &mut PgConnection,
    event: EventId,
    people: &[Uuid],
) -> sqlx::Result<()> {
    sqlx::query!(
        "with told as (update participants set changed_in = pg_current_xact_id() where event_id = $1 and id = any($2))
         delete from attendance_states a using sessions s
          where s.event_id = $1 and a.event_id = $1 and a.session_id = s.id and a.participant_id = any($2)",
        event.0,
        people
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Keeps the effective state of these people in these sessions, by pairs, worked out from what is kept.
pub(super) async fn settle(
    conn: &mut PgConnection,
    event: EventId,
    sessions: &[Uuid],
    people: &[Uuid],
) -> sqlx::Result<()> {
    sqlx::query!("select settle_presence($1, $2, $3)", event.0, sessions, people)
        .fetch_one(conn)
        .await
        .map(|_| ())
}

/// Keeps marks, works out the states that count now, and says what came of each mark, in order.
pub(super) async fn take_marks(
    conn: &mut PgConnection,
    delivery: &Delivery<'_>,
    marks: &[Mark],
) -> sqlx::Result<Vec<Verdict>> {
    let ids = |f: fn(&Mark) -> Uuid| marks.iter().map(f).collect::<Vec<_>>();
    let texts = |f: fn(&Mark) -> &str| marks.iter().map(|m| f(m).to_owned()).collect::<Vec<_>>();
    let (effective_at, doubtful): (Vec<_>, Vec<_>) =
        marks.iter().map(|m| effective_time(m.device_time, m.offset_ms, delivery.received_at)).unzip();
    sqlx::query_as!(
        Verdict,
        r#"select outcome as "outcome!: Outcome", counts as "counts!", code as "code!"
             from take_marks($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"#,
        delivery.event.0,
        delivery.marker.0,
        delivery.received_at,
        delivery.device,
        delivery.waits.map_or("", Waits::code),
        &ids(|m| m.id.0),
        &ids(|m| m.session.0),
        &ids(|m| m.person.0),
        &texts(|m| m.state.code()),
        &texts(|m| &m.note),
        &marks.iter().map(|m| m.device_time).collect::<Vec<_>>(),
        &marks.iter().map(|m| m.offset_ms).collect::<Vec<_>>() as &[Option<i64>],
        &effective_at,
        &doubtful,
        &texts(|m| m.source.code()),
        delivery.holds.map(|holds| holds.count),
        delivery.holds.and_then(|holds| holds.since)
    )
    .fetch_all(conn)
    .await
}

/// A session with the counts of its participants, for the overview.
pub(super) struct SessionCounts {
    pub id: SessionId,
    pub title: String,
    pub room: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub locked_at: Option<DateTime<Utc>>,
    pub present: i64,
    pub late: i64,
    pub excused: i64,
    pub sick: i64,
    pub absent: i64,
    pub conflicts: i64,
    pub expected: i64,
}

pub(super) async fn session_counts(
    conn: &mut PgConnection,
    event: EventId,
) -> sqlx::Result<Vec<SessionCounts>> {
    sqlx::query_as!(
        SessionCounts,
        r#"with roster as materialized (
             select id from participants
              where event_id = $1 and kind = 'peserta' and status in ('invited', 'registered', 'confirmed'))
           select s.id as "id: SessionId", s.title, s.room, s.starts_at, s.ends_at, s.locked_at,
                  count(*) filter (where a.state = 'present') as "present!", count(*) filter (where a.state = 'late') as "late!",
                  count(*) filter (where a.state = 'excused') as "excused!", count(*) filter (where a.state = 'sick') as "sick!",
                  count(*) filter (where a.state = 'absent') as "absent!",
                  (select count(*) from attendance_states c where c.event_id = s.event_id and c.session_id = s.id and c.conflict) as "conflicts!",
                  (select count(*) from roster) as "expected!"
             from sessions s
             left join (attendance_states a join roster r on r.id = a.participant_id)
               on a.event_id = s.event_id and a.session_id = s.id
            where s.event_id = $1 and s.removed_at is null and s.takes_attendance
            group by s.event_id, s.id
            order by s.starts_at, s.id"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// Somebody about whom a person has to decide.
pub(super) struct Unsettled {
    pub session: SessionId,
    pub title: String,
    pub person: ParticipantId,
    pub name: String,
    /// Two people marked differently; else a mark waits.
    pub conflict: bool,
}

/// The people about whom somebody has to decide, the earliest sessions first.
pub(super) async fn unsettled(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Unsettled>> {
    sqlx::query_as!(
        Unsettled,
        r#"select s.id as "session: SessionId", s.title, p.id as "person: ParticipantId", p.full_name as name, bool_or(u.conflict) as "conflict!"
             from (select session_id, participant_id, true as conflict from attendance_states where event_id = $1 and conflict
                   union all
                   select session_id, participant_id, false from attendance_waiting where event_id = $1) u
             join sessions s on s.event_id = $1 and s.id = u.session_id and s.removed_at is null
             join participants p on p.event_id = $1 and p.id = u.participant_id
            group by s.event_id, s.id, p.event_id, p.id
            order by s.starts_at, s.id, lower(p.full_name), p.id limit 100"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// A phone in the hall, as it was last heard of.
pub(super) struct PhoneRow {
    pub name: Option<String>,
    pub device: String,
    pub heard_at: DateTime<Utc>,
    pub unsent: i32,
    pub unsent_since: Option<DateTime<Utc>>,
}

/// The phones that mark in an event, those that hold something first.
pub(super) async fn devices(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<PhoneRow>> {
    sqlx::query_as!(
        PhoneRow,
        r#"select marker_name(account_id) as name, device, heard_at, unsent, unsent_since
             from attendance_devices where event_id = $1
            order by unsent > 0 desc, unsent_since, heard_at desc limit 100"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// How many participants were present at the event, and how many there are.
pub(super) async fn present_at_event(conn: &mut PgConnection, event: EventId) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select (select count(distinct a.participant_id) from attendance_states a
                     join sessions s on s.event_id = a.event_id and s.id = a.session_id and s.removed_at is null
                     join participants p on p.event_id = a.event_id and p.id = a.participant_id and p.kind = 'peserta'
                    where a.event_id = $1 and a.state in ('present', 'late')) as "present!",
                  (select count(*) from participants where event_id = $1 and kind = 'peserta'
                      and status in ('invited', 'registered', 'confirmed')) as "expected!""#,
        event.0
    )
    .fetch_one(conn)
    .await?;
    Ok((row.present, row.expected))
}

/// One line of the roll call.
pub(super) struct RollRow {
    pub id: ParticipantId,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub agency_name: String,
    pub kind: String,
    pub status: String,
    pub state: Option<State>,
    pub note: Option<String>,
    pub conflict: Option<bool>,
    pub proposals: i64,
}

/// Everybody who is expected, and everybody who has a mark.
pub(super) async fn roll(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<Vec<RollRow>> {
    sqlx::query_as!(
        RollRow,
        r#"select p.id as "id: ParticipantId", p.full_name, p.title_prefix, p.title_suffix, p.agency_name, p.kind, p.status,
                  a.state as "state?: State", a.note as "note?", a.conflict as "conflict?",
                  coalesce(w.proposals, 0) as "proposals!"
             from participants p
             left join attendance_states a on a.event_id = $1 and a.session_id = $2 and a.participant_id = p.id
             left join (select participant_id, count(*) as proposals
                          from attendance_waiting where event_id = $1 and session_id = $2 group by 1) w
               on w.participant_id = p.id
            where p.event_id = $1 and p.kind <> 'pejabat' and p.merged_into is null
              and (p.status in ('invited', 'registered', 'confirmed') or a.state <> 'cleared')
            order by array_position(array['peserta', 'narasumber', 'fasilitator', 'konsultan', 'panitia'], p.kind),
                     lower(p.full_name), p.id
            limit 2000"#,
        event.0,
        session.0
    )
    .fetch_all(conn)
    .await
}

/// The expected participants who have no mark.
pub(super) async fn unmarked(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<Vec<(ParticipantId, String)>> {
    sqlx::query!(
        r#"select p.id as "id: ParticipantId", p.full_name
             from participants p
             left join attendance_states a on a.event_id = $1 and a.session_id = $2 and a.participant_id = p.id
            where p.event_id = $1 and p.kind = 'peserta' and p.status in ('invited', 'registered', 'confirmed')
              and coalesce(a.state, 'cleared') = 'cleared'
            order by lower(p.full_name), p.id
            limit 2000"#,
        event.0,
        session.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.id, row.full_name)).collect())
}

/// A name, for the sentence after a deed.
pub(super) async fn name(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<(String, String)> {
    sqlx::query!(
        "select full_name, agency_name from participants where event_id = $1 and id = $2",
        event.0,
        person.0
    )
    .fetch_one(conn)
    .await
    .map(|row| (row.full_name, row.agency_name))
}

/// The state that counts now.
pub(super) async fn current_state(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
    person: ParticipantId,
) -> sqlx::Result<Option<State>> {
    sqlx::query_scalar!(
        r#"select state as "state: State" from attendance_states where event_id = $1 and session_id = $2 and participant_id = $3"#,
        event.0,
        session.0,
        person.0
    )
    .fetch_optional(conn)
    .await
}

/// Who closes a session, and when.
#[derive(Clone, Copy)]
pub(super) struct Closing<'a> {
    pub at: DateTime<Utc>,
    pub by: &'a str,
    pub account: Option<AccountId>,
}

/// Closes the session, or opens it (`None`); says whether that changed anything.
pub(super) async fn set_closed(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
    closing: Option<Closing<'_>>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update sessions set locked_at = $3, locked_by = $4, locked_by_account = $5
          where event_id = $1 and id = $2 and removed_at is null and (locked_at is null) = ($3::timestamptz is not null)",
        event.0,
        session.0,
        closing.map(|c| c.at),
        closing.map(|c| c.by),
        closing.and_then(|c| c.account).map(|account| account.0)
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Who closed a session: the name, and the account unless the program itself did.
pub(super) async fn closed_by(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<(String, Option<AccountId>)> {
    sqlx::query!(
        r#"select coalesce(locked_by, '') as "name!", locked_by_account as "account: AccountId" from sessions where event_id = $1 and id = $2"#,
        event.0,
        session.0
    )
    .fetch_one(conn)
    .await
    .map(|row| (row.name, row.account))
}

/// The people whom one marking of the rest made present, and who still are.
pub(super) async fn made_present_by(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
    marker: AccountId,
    batch: Uuid,
) -> sqlx::Result<Vec<ParticipantId>> {
    sqlx::query_scalar!(
        r#"select m.participant_id as "id: ParticipantId" from attendance_marks m
             join attendance_states a on a.event_id = m.event_id and a.session_id = m.session_id
              and a.mark_id = m.id and a.marker = m.marker
            where m.event_id = $1 and m.session_id = $2 and m.marker = $3 and m.device = $4"#,
        event.0,
        session.0,
        marker.0,
        batch.to_string()
    )
    .fetch_all(conn)
    .await
}

/// One entry of a person's history in a session.
#[derive(Clone, Debug)]
pub(super) struct HistoryRow {
    pub state: State,
    pub note: String,
    /// By the device's own clock.
    pub device_time: DateTime<Utc>,
    /// Server minus device, as the device measured it.
    pub offset_ms: Option<i64>,
    pub effective_at: DateTime<Utc>,
    pub received_at: DateTime<Utc>,
    pub doubtful: bool,
    pub source: Source,
    /// Why it waits, or waited, for a person.
    pub waits: Option<Waits>,
    pub by: Option<String>,
    /// Who brought it, where that was not whoever marked.
    pub brought_by: Option<String>,
    /// Made about a row that was merged into this person's.
    pub of_merged: bool,
    /// Whether it is the newest mark that counts, were nothing decided.
    pub is_newest: bool,
}

pub(super) async fn marks_of(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
    person: ParticipantId,
) -> sqlx::Result<Vec<HistoryRow>> {
    sqlx::query_as!(
        HistoryRow,
        r#"select m.state as "state: State", m.note, m.device_time, m.offset_ms, m.effective_at, m.received_at, m.time_doubtful as doubtful,
                  m.source as "source: Source", nullif(m.proposed_because, '') as "waits: Waits",
                  marker_name(m.marker) as "by",
                  case when coalesce(m.forwarded_by, m.sent_by) <> m.marker then marker_name(coalesce(m.forwarded_by, m.sent_by)) end as "brought_by",
                  m.participant_id <> $3 as "of_merged!",
                  coalesce(a.mark_id = m.id and a.marker = m.marker, false) as "is_newest!"
             from attendance_marks m
             left join attendance_states a on a.event_id = $1 and a.session_id = $2 and a.participant_id = $3
            where m.event_id = $1 and m.session_id = $2
              and m.participant_id in (select id from participants where event_id = $1 and (id = $3 or merged_into = $3))
            order by m.effective_at desc, m.id desc limit 100"#,
        event.0,
        session.0,
        person.0
    )
    .fetch_all(conn)
    .await
}

/// The state that counts of a person in a session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub state: State,
    pub conflict: bool,
    pub decided_at: Option<DateTime<Utc>>,
}

pub(super) async fn standing(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
    person: ParticipantId,
) -> sqlx::Result<Option<Standing>> {
    sqlx::query_as!(
        Standing,
        r#"select state as "state: State", conflict, decided_at from attendance_states
            where event_id = $1 and session_id = $2 and participant_id = $3"#,
        event.0,
        session.0,
        person.0
    )
    .fetch_optional(conn)
    .await
}

/// A decision as it is shown.
pub(super) struct DecisionShown {
    pub state: State,
    pub reason: String,
    pub decided_at: DateTime<Utc>,
    pub by: Option<String>,
}

pub(super) async fn decisions_of(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
    person: ParticipantId,
) -> sqlx::Result<Vec<DecisionShown>> {
    sqlx::query_as!(
        DecisionShown,
        r#"select state as "state: State", reason, decided_at, marker_name(decided_by) as "by"
             from attendance_decisions
            where event_id = $1 and session_id = $2
              and participant_id in (select id from participants where event_id = $1 and (id = $3 or merged_into = $3))
            order by decided_at desc limit 50"#,
        event.0,
        session.0,
        person.0
    )
    .fetch_all(conn)
    .await
}

/// A decision to be kept.
pub(super) struct NewDecision<'a> {
    pub state: State,
    pub reason: &'a str,
    pub by: AccountId,
    pub at: DateTime<Utc>,
}

pub(super) async fn insert_decision(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
    person: ParticipantId,
    decision: &NewDecision<'_>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into attendance_decisions (event_id, id, session_id, participant_id, province_code, state, reason, decided_by, decided_at)
         select $1, $2, $3, p.id, p.province_code, $5, $6, $7, $8 from participants p where p.event_id = $1 and p.id = $4",
        event.0,
        Uuid::now_v7(),
        session.0,
        person.0,
        decision.state.code(),
        decision.reason,
        decision.by.0,
        decision.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}
