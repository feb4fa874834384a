//! Attendance's statements.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    model::{About, KeptMark, Mark, Outcome, State},
    record::Delivery,
};
use crate::kernel::ids::{AccountId, EventId, MarkId, ParticipantId, SessionId};

/// A session and a person that the scope sees, by the row that counts for the person.
pub(super) struct Pair {
    pub session: SessionId,
    pub counts_for: ParticipantId,
    pub province_code: String,
    pub closed: bool,
    /// Rows that were merged into the one that counts, and since when.
    pub aliases: Option<Vec<Uuid>>,
    pub since: Option<Vec<DateTime<Utc>>>,
}

/// Locks the pairs in one order, behind any merge that is under way, and returns those that exist for this scope. Removed
/// sessions and replaced people stay reachable: their marks may still be under way.
pub(super) async fn lock_pairs(
    conn: &mut PgConnection,
    event: EventId,
    sessions: &[Uuid],
    people: &[Uuid],
) -> sqlx::Result<Vec<Pair>> {
    sqlx::query_as!(
        Pair,
        r#"select session_id as "session!: SessionId", counts_for as "counts_for!: ParticipantId",
                  province_code as "province_code!", closed as "closed!", aliases, since
             from hold_presence($1, $2, $3)"#,
        event.0,
        sessions,
        people
    )
    .fetch_all(conn)
    .await
}

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

/// The sessions in which something was said of these people or of a row that was merged into theirs.
pub(super) async fn sessions_of(
    conn: &mut PgConnection,
    event: EventId,
    people: &[Uuid],
) -> sqlx::Result<Vec<(SessionId, ParticipantId)>> {
    sqlx::query!(
        r#"select distinct s.id as "session: SessionId", coalesce(p.merged_into, p.id) as "person!: ParticipantId"
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
    .map(|rows| rows.into_iter().map(|row| (row.session, row.person)).collect())
}

/// Forgets the effective states of these people, to be worked out anew.
pub(super) async fn forget_states(
    conn: &mut PgConnection,
    event: EventId,
    people: &[Uuid],
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from attendance_states a using sessions s
          where s.event_id = $1 and a.event_id = $1 and a.session_id = s.id and a.participant_id = any($2)",
        event.0,
        people
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A kept mark with its place.
pub(super) struct MarkRow {
    pub session: SessionId,
    pub person: ParticipantId,
    id: MarkId,
    marker: AccountId,
    state: State,
    note: String,
    effective_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
    outcome: String,
}

impl MarkRow {
    pub(super) fn kept(self, about: About) -> KeptMark {
        KeptMark {
            id: self.id,
            about,
            marker: self.marker,
            state: self.state,
            note: self.note,
            effective_at: self.effective_at,
            received_at: self.received_at,
            proposed: self.outcome == Outcome::Proposed.code(),
        }
    }
}

/// One probe of an index per pair, here and below: `offset 0` keeps the planner from reading the whole event instead, as
/// it would while its statistics still say that the table is small.
pub(super) async fn marks_of_pairs(
    conn: &mut PgConnection,
    event: EventId,
    sessions: &[Uuid],
    people: &[Uuid],
) -> sqlx::Result<Vec<MarkRow>> {
    sqlx::query_as!(
        MarkRow,
        r#"select m.session_id as "session: SessionId", m.participant_id as "person: ParticipantId", m.id as "id: MarkId",
                  m.marker as "marker: AccountId", m.state as "state: State", m.note, m.effective_at, m.received_at, m.outcome
             from unnest($2::uuid[], $3::uuid[]) as a (session_id, person_id)
             cross join lateral (select * from attendance_marks
                                  where event_id = $1 and session_id = a.session_id and participant_id = a.person_id offset 0) m"#,
        event.0,
        sessions,
        people
    )
    .fetch_all(conn)
    .await
}

pub(super) struct DecisionRow {
    pub session: SessionId,
    pub person: ParticipantId,
    pub state: State,
    pub decided_at: DateTime<Utc>,
}

pub(super) async fn decisions_of_pairs(
    conn: &mut PgConnection,
    event: EventId,
    sessions: &[Uuid],
    people: &[Uuid],
) -> sqlx::Result<Vec<DecisionRow>> {
    sqlx::query_as!(
        DecisionRow,
        r#"select d.session_id as "session: SessionId", d.participant_id as "person: ParticipantId", d.state as "state: State", d.decided_at
             from unnest($2::uuid[], $3::uuid[]) as a (session_id, person_id)
             cross join lateral (select * from attendance_decisions
                                  where event_id = $1 and session_id = a.session_id and participant_id = a.person_id offset 0) d"#,
        event.0,
        sessions,
        people
    )
    .fetch_all(conn)
    .await
}

/// A mark of this marker that is kept already.
pub(super) struct Known {
    pub id: MarkId,
    session: SessionId,
    person: ParticipantId,
    state: State,
    note: String,
    device_time: DateTime<Utc>,
    pub outcome: String,
}

impl Known {
    /// Whether the same mark came again. PostgreSQL keeps microseconds; so does the comparison.
    pub(super) fn is(&self, mark: &Mark) -> bool {
        (self.session, self.person, self.state, self.note.as_str(), self.device_time.timestamp_micros())
            == (
                mark.session,
                mark.person,
                mark.state,
                mark.note.as_str(),
                mark.device_time.timestamp_micros(),
            )
    }
}

pub(super) async fn known_marks(
    conn: &mut PgConnection,
    event: EventId,
    marker: AccountId,
    ids: &[MarkId],
) -> sqlx::Result<Vec<Known>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        Known,
        r#"select m.id as "id: MarkId", m.session_id as "session: SessionId", m.participant_id as "person: ParticipantId",
                  m.state as "state: State", m.note, m.device_time, m.outcome
             from unnest($3::uuid[]) as a (id)
             cross join lateral (select * from attendance_marks where event_id = $1 and marker = $2 and id = a.id offset 0) m"#,
        event.0,
        marker.0,
        &ids
    )
    .fetch_all(conn)
    .await
}

/// A mark to be kept.
pub(super) struct NewMark {
    pub mark: Mark,
    pub province_code: String,
    pub effective_at: DateTime<Utc>,
    pub doubtful: bool,
    pub outcome: Outcome,
}

pub(super) async fn insert_marks(
    conn: &mut PgConnection,
    delivery: &Delivery<'_>,
    marks: &[NewMark],
) -> sqlx::Result<()> {
    if marks.is_empty() {
        return Ok(());
    }
    let column = |f: fn(&NewMark) -> Uuid| marks.iter().map(f).collect::<Vec<_>>();
    let texts = |f: fn(&NewMark) -> &str| marks.iter().map(|m| f(m).to_owned()).collect::<Vec<_>>();
    sqlx::query!(
        "insert into attendance_marks (marker, id, event_id, session_id, participant_id, province_code, state, note, device_time, offset_ms,
                received_at, effective_at, time_doubtful, source, device, sent_by, outcome)
         select $1, m.id, $2, m.session_id, m.person_id, m.province_code, m.state, m.note, m.device_time, m.offset_ms, $3, m.effective_at,
                m.doubtful, $4, $5, $1, m.outcome
           from unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::bigint[],
                       $14::timestamptz[], $15::boolean[], $16::text[])
                as m (id, session_id, person_id, province_code, state, note, device_time, offset_ms, effective_at, doubtful, outcome)",
        delivery.marker.0,
        delivery.event.0,
        delivery.received_at,
        delivery.source.code(),
        delivery.device,
        &column(|m| m.mark.id.0),
        &column(|m| m.mark.session.0),
        &column(|m| m.mark.person.0),
        &texts(|m| &m.province_code),
        &texts(|m| m.mark.state.code()),
        &texts(|m| &m.mark.note),
        &marks.iter().map(|m| m.mark.device_time).collect::<Vec<_>>(),
        &marks.iter().map(|m| m.mark.offset_ms).collect::<Vec<_>>() as &[Option<i64>],
        &marks.iter().map(|m| m.effective_at).collect::<Vec<_>>(),
        &marks.iter().map(|m| m.doubtful).collect::<Vec<_>>(),
        &texts(|m| m.outcome.code())
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The row of an effective state.
pub(super) struct NewState {
    pub session: SessionId,
    pub person: ParticipantId,
    pub province_code: String,
    pub state: State,
    pub note: String,
    pub effective_at: DateTime<Utc>,
    pub mark: MarkId,
    pub marker: AccountId,
    pub conflict: bool,
    pub decided_at: Option<DateTime<Utc>>,
}

pub(super) async fn upsert_states(
    conn: &mut PgConnection,
    event: EventId,
    states: &[NewState],
) -> sqlx::Result<()> {
    if states.is_empty() {
        return Ok(());
    }
    let ids = |f: fn(&NewState) -> Uuid| states.iter().map(f).collect::<Vec<_>>();
    let texts = |f: fn(&NewState) -> &str| states.iter().map(|s| f(s).to_owned()).collect::<Vec<_>>();
    sqlx::query!(
        "insert into attendance_states (event_id, session_id, participant_id, province_code, state, note, effective_at, mark_id, marker, conflict, decided_at)
         select $1, a.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::uuid[], $9::uuid[],
                                    $10::boolean[], $11::timestamptz[]) a
         on conflict (event_id, session_id, participant_id) do update
            set state = excluded.state, note = excluded.note, effective_at = excluded.effective_at, mark_id = excluded.mark_id,
                marker = excluded.marker, conflict = excluded.conflict, decided_at = excluded.decided_at",
        event.0,
        &ids(|s| s.session.0),
        &ids(|s| s.person.0),
        &texts(|s| &s.province_code),
        &texts(|s| s.state.code()),
        &texts(|s| &s.note),
        &states.iter().map(|s| s.effective_at).collect::<Vec<_>>(),
        &ids(|s| s.mark.0),
        &ids(|s| s.marker.0),
        &states.iter().map(|s| s.conflict).collect::<Vec<_>>(),
        &states.iter().map(|s| s.decided_at).collect::<Vec<_>>() as &[Option<DateTime<Utc>>]
    )
    .execute(conn)
    .await
    .map(|_| ())
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
             left join (select coalesce(q.merged_into, q.id) as participant_id, count(*) as proposals
                          from attendance_marks m join participants q on q.event_id = $1 and q.id = m.participant_id
                         where m.event_id = $1 and m.session_id = $2 and m.outcome = 'proposed' group by 1) w
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
pub(super) struct HistoryRow {
    pub state: State,
    pub note: String,
    pub effective_at: DateTime<Utc>,
    pub received_at: DateTime<Utc>,
    pub doubtful: bool,
    pub outcome: String,
    pub by: Option<String>,
    /// Made about a row that was merged into this person's.
    pub of_merged: bool,
}

pub(super) async fn marks_of(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
    person: ParticipantId,
) -> sqlx::Result<Vec<HistoryRow>> {
    sqlx::query_as!(
        HistoryRow,
        r#"select state as "state: State", note, effective_at, received_at, time_doubtful as doubtful, outcome,
                  marker_name(marker) as "by", participant_id <> $3 as "of_merged!"
             from attendance_marks m
            where event_id = $1 and session_id = $2
              and participant_id in (select id from participants where event_id = $1 and (id = $3 or merged_into = $3))
            order by effective_at desc, id desc limit 100"#,
        event.0,
        session.0,
        person.0
    )
    .fetch_all(conn)
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
