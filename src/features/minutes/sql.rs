//! The notulen's statements.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Entry, Kind, NewEntry};
use crate::{
    audit::Hand,
    features::agenda::model::SessionKind,
    kernel::ids::{AccountId, EventId, MinuteCommentId, MinuteEntryId, SessionId},
};

/// A session as its notulen names it, also one that was removed.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub id: SessionId,
    pub kind: SessionKind,
    pub title: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub is_removed: bool,
    pub entries: i64,
    pub remarks: i64,
}

/// The sessions of an event in their order, or one of them: those that stand in the agenda, and those that were removed and
/// have something written.
pub(super) async fn sessions(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<SessionId>,
) -> sqlx::Result<Vec<Head>> {
    sqlx::query_as!(
        Head,
        r#"select s.id as "id: SessionId", s.kind as "kind: SessionKind", s.title, s.starts_at, s.ends_at,
                  s.removed_at is not null as "is_removed!", e.n as "entries!", c.n as "remarks!"
             from sessions s
            cross join lateral (select count(*) as n from minute_entries e
                                 where e.event_id = s.event_id and e.session_id = s.id and e.removed_at is null) e
            cross join lateral (select count(*) as n from minute_comments c
                                 where c.event_id = s.event_id and c.session_id = s.id and c.removed_at is null) c
            where s.event_id = $1 and ($2::uuid is null or s.id = $2)
              and (s.removed_at is null or $2 is not null or e.n > 0 or c.n > 0)
            order by s.starts_at, s.ends_at, s.id"#,
        event.0,
        only.map(|session| session.0)
    )
    .fetch_all(conn)
    .await
}

/// What was written in a session, or in all of them, in its order; of all at most `most`.
pub(super) async fn entries(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<SessionId>,
    most: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as!(
        Entry,
        r#"select m.id as "id: MinuteEntryId", m.session_id as "session: SessionId", m.kind as "kind: Kind", m.body,
                  m.answers as "answers: MinuteEntryId", m.raised_by, m.escalated, m.written_by, m.written_at, m.changed_by,
                  m.changed_at, m.version
             from minute_entries m
             join sessions s on s.event_id = m.event_id and s.id = m.session_id
            where m.event_id = $1 and ($2::uuid is null or m.session_id = $2) and m.removed_at is null
            order by s.starts_at, s.id, m.position, m.id
            limit $3"#,
        event.0,
        only.map(|session| session.0),
        most
    )
    .fetch_all(conn)
    .await
}

/// One entry that has not been removed.
pub(super) async fn entry(
    conn: &mut PgConnection,
    event: EventId,
    entry: MinuteEntryId,
) -> sqlx::Result<Entry> {
    sqlx::query_as!(
        Entry,
        r#"select id as "id: MinuteEntryId", session_id as "session: SessionId", kind as "kind: Kind", body,
                  answers as "answers: MinuteEntryId", raised_by, escalated, written_by, written_at, changed_by, changed_at, version
             from minute_entries where event_id = $1 and id = $2 and removed_at is null"#,
        event.0,
        entry.0
    )
    .fetch_one(conn)
    .await
}

/// The session of an entry, whether or not it was removed.
pub(super) async fn session_of(
    conn: &mut PgConnection,
    event: EventId,
    entry: MinuteEntryId,
) -> sqlx::Result<SessionId> {
    sqlx::query_scalar!(
        r#"select session_id as "session: SessionId" from minute_entries where event_id = $1 and id = $2"#,
        event.0,
        entry.0
    )
    .fetch_one(conn)
    .await
}

/// Keeps others from adding to a session's notulen and from putting it in another order until the transaction ends.
pub(super) async fn hold(conn: &mut PgConnection, session: SessionId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 130))", session.0)
        .fetch_one(conn)
        .await
        .map(|_| ())
}

/// Whose hand writes: the account beside its name.
pub(super) struct Writer<'a> {
    pub id: AccountId,
    pub hand: &'a Hand,
}

/// Adds an entry below the others, unless its id is known; says whether it was added.
pub(super) async fn insert(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    id: MinuteEntryId,
    new: &NewEntry,
    sent_hash: &[u8],
    writer: &Writer<'_>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into minute_entries (event_id, id, session_id, kind, body, answers, raised_by, escalated, position,
                writer_id, written_by, written_at, sent_hash, changed_by, changed_at)
         select $1, $2, $3, $4, $5, $6, $7,
                coalesce((select escalated from minute_entries where event_id = $1 and id = $6), false),
                coalesce((select max(position) from minute_entries where event_id = $1 and session_id = $3), 0) + 1,
                $8, $9, $10, $11, $9, $10
         on conflict (event_id, id) do nothing",
        event.0,
        id.0,
        session.0,
        new.kind.code(),
        new.body,
        new.answers.map(|id| id.0),
        new.raised_by,
        writer.id.0,
        writer.hand.by,
        writer.hand.at,
        sent_hash
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// What was first sent under an id.
pub(super) async fn sent_hash(
    conn: &mut PgConnection,
    event: EventId,
    id: MinuteEntryId,
) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar!("select sent_hash from minute_entries where event_id = $1 and id = $2", event.0, id.0)
        .fetch_one(conn)
        .await
}

/// Corrects an entry that nobody has touched since its writer sent it; says whether it was.
pub(super) async fn correct(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    id: MinuteEntryId,
    new: &NewEntry,
    sent_hash: &[u8],
    writer: &Writer<'_>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update minute_entries m set kind = $4, body = $5, answers = $6, raised_by = $7, sent_hash = $8, changed_at = $10, version = version + 1,
                escalated = $4 = 'solution' and coalesce((select c.escalated from minute_entries c where c.event_id = $1 and c.id = $6), false)
          where event_id = $1 and id = $2 and session_id = $3 and writer_id = $9 and changed_by = written_by and removed_at is null and not escalated
            and not exists (select from minute_entries a where a.event_id = $1 and a.answers = $2)",
        event.0,
        id.0,
        session.0,
        new.kind.code(),
        new.body,
        new.answers.map(|id| id.0),
        new.raised_by,
        sent_hash,
        writer.id.0,
        writer.hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Changes an entry if it is still at `version`; says whether it was. A solution goes where its challenge goes.
pub(super) async fn update(
    conn: &mut PgConnection,
    event: EventId,
    id: MinuteEntryId,
    version: i32,
    new: &NewEntry,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update minute_entries m set kind = $4, body = $5, answers = $6, raised_by = $7, changed_by = $8, changed_at = $9,
                version = version + 1,
                escalated = case when $4 = 'solution' then coalesce((select c.escalated from minute_entries c where c.event_id = $1 and c.id = $6), false)
                                 else escalated and kind = 'challenge' and $4 = 'challenge' end
          where event_id = $1 and id = $2 and version = $3 and removed_at is null",
        event.0,
        id.0,
        version,
        new.kind.code(),
        new.body,
        new.answers.map(|id| id.0),
        new.raised_by,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Removes an entry, and with a challenge its solutions; says whether it was there.
pub(super) async fn remove(
    conn: &mut PgConnection,
    event: EventId,
    id: MinuteEntryId,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update minute_entries set removed_at = $3, changed_by = $4, changed_at = $3, version = version + 1
          where event_id = $1 and (id = $2 or answers = $2) and removed_at is null
            and exists (select from minute_entries m where m.event_id = $1 and m.id = $2 and m.removed_at is null)",
        event.0,
        id.0,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// Brings a removed entry back, and with a challenge the solutions that went with it; says whether it could. A solution whose
/// challenge is away stays away.
pub(super) async fn restore(
    conn: &mut PgConnection,
    event: EventId,
    id: MinuteEntryId,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update minute_entries m set removed_at = null, changed_by = $4, changed_at = $3, version = m.version + 1
           from minute_entries gone
          where gone.event_id = $1 and gone.id = $2 and gone.removed_at is not null
            and not exists (select from minute_entries c where c.event_id = $1 and c.id = gone.answers and c.removed_at is not null)
            and m.event_id = $1 and (m.id = $2 or m.answers = $2) and m.removed_at = gone.removed_at",
        event.0,
        id.0,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// Puts entries of one row in this order: the places they have, dealt out anew.
pub(super) async fn put_in_order(
    conn: &mut PgConnection,
    event: EventId,
    row: &[MinuteEntryId],
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = row.iter().map(|id| id.0).collect();
    sqlx::query!(
        "update minute_entries m set position = wanted.position
           from (select w.id, p.position
                   from unnest($2::uuid[]) with ordinality as w (id, n)
                   join (select position, row_number() over (order by position, id) as n
                           from minute_entries where event_id = $1 and id = any($2)) p on p.n = w.n) wanted
          where m.event_id = $1 and m.id = wanted.id and m.position <> wanted.position",
        event.0,
        &ids
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A challenge goes to the Stakeholder Meeting with its solutions, or does not; says whether that is a change.
pub(super) async fn escalate(
    conn: &mut PgConnection,
    event: EventId,
    challenge: MinuteEntryId,
    escalated: bool,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update minute_entries set escalated = $3
          where event_id = $1 and (id = $2 or answers = $2) and escalated <> $3",
        event.0,
        challenge.0,
        escalated
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// The names of the agencies that take part, as far as the scope sees them: whoever raises something is usually one of them.
pub(super) async fn agencies(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select distinct agency_name from participants
          where event_id = $1 and kind = 'peserta' and agency_name <> '' and status in ('invited', 'registered', 'confirmed')
          order by agency_name limit 200",
        event.0
    )
    .fetch_all(conn)
    .await
}

/// A remark as it stands.
#[derive(Clone, Debug)]
pub(super) struct Remark {
    pub id: MinuteCommentId,
    pub body: String,
    pub writer: AccountId,
    pub written_by: String,
    pub written_at: DateTime<Utc>,
}

/// The remarks on a session's notulen, the oldest first.
pub(super) async fn remarks(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<Vec<Remark>> {
    sqlx::query_as!(
        Remark,
        r#"select id as "id: MinuteCommentId", body, writer_id as "writer: AccountId", written_by, written_at
             from minute_comments where event_id = $1 and session_id = $2 and removed_at is null
            order by written_at, id limit 200"#,
        event.0,
        session.0
    )
    .fetch_all(conn)
    .await
}

/// Adds a remark, unless its id is known; says whether it was added.
pub(super) async fn insert_remark(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    id: MinuteCommentId,
    body: &str,
    writer: &Writer<'_>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into minute_comments (event_id, id, session_id, body, writer_id, written_by, written_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (event_id, id) do nothing",
        event.0,
        id.0,
        session.0,
        body,
        writer.id.0,
        writer.hand.by,
        writer.hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// A remark's place: its session, who wrote it, and its words.
pub(super) async fn remark(
    conn: &mut PgConnection,
    event: EventId,
    id: MinuteCommentId,
) -> sqlx::Result<(SessionId, AccountId, String)> {
    sqlx::query!(
        r#"select session_id as "session: SessionId", writer_id as "writer: AccountId", body
             from minute_comments where event_id = $1 and id = $2"#,
        event.0,
        id.0
    )
    .fetch_one(conn)
    .await
    .map(|row| (row.session, row.writer, row.body))
}

/// Removes a remark, or brings it back; says whether that is a change.
pub(super) async fn set_remark_removed(
    conn: &mut PgConnection,
    event: EventId,
    id: MinuteCommentId,
    removed_at: Option<DateTime<Utc>>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update minute_comments set removed_at = $3
          where event_id = $1 and id = $2 and (removed_at is null) <> ($3::timestamptz is null)",
        event.0,
        id.0,
        removed_at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// What a meeting of the province has taken to this Stakeholder Meeting.
#[derive(Clone, Debug)]
pub(super) struct Brought {
    pub event: String,
    pub id: MinuteEntryId,
    pub kind: Kind,
    pub body: String,
    pub answers: Option<MinuteEntryId>,
    pub raised_by: String,
}

/// What was taken to this Stakeholder Meeting: each challenge before its solutions.
pub(super) async fn brought(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Brought>> {
    sqlx::query_as!(
        Brought,
        r#"select event_title as "event!", id as "id!: MinuteEntryId", kind as "kind!: Kind", body as "body!",
                  answers as "answers: MinuteEntryId", raised_by as "raised_by!" from escalated_challenges($1)"#,
        event.0
    )
    .fetch_all(conn)
    .await
}
