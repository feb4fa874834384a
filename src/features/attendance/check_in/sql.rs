//! The statements of checking in by a code.

use sqlx::PgConnection;

use super::model::Kind;
use crate::{
    audit::Hand,
    features::attendance::model::State,
    kernel::ids::{EventId, ParticipantId, SessionId},
};

/// A check-in that stands open.
pub(super) struct Open {
    pub secret: Vec<u8>,
    pub kind: Kind,
}

/// The session's check-in; `None` when it does not stand open.
pub(super) async fn open(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<Option<Open>> {
    sqlx::query_as!(
        Open,
        r#"select secret, kind as "kind: Kind" from check_in_codes where event_id = $1 and session_id = $2 and closed_at is null"#,
        event.0,
        session.0
    )
    .fetch_optional(conn)
    .await
}

/// Opens the check-in with a new secret, or gives an open one a new secret.
pub(super) async fn set_open(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    secret: &[u8],
    kind: Kind,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into check_in_codes (event_id, session_id, secret, kind, opened_by, opened_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (event_id, session_id) do update
            set secret = excluded.secret, kind = excluded.kind, opened_by = excluded.opened_by, opened_at = excluded.opened_at, closed_at = null",
        event.0,
        session.0,
        secret,
        kind.code(),
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Closes the check-in; says whether it was open.
pub(super) async fn set_closed(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update check_in_codes set closed_at = $3 where event_id = $1 and session_id = $2 and closed_at is null",
        event.0,
        session.0,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// How many participants are there, of how many, and how many of them by the code.
pub(super) struct Count {
    pub present: i64,
    pub expected: i64,
    pub by_code: i64,
}

/// Who has been marked in the session so far.
pub(super) async fn count(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<Count> {
    sqlx::query_as!(
        Count,
        r#"select count(*) filter (where a.state in ('present', 'late')) as "present!", count(*) as "expected!",
                  count(*) filter (where a.state in ('present', 'late') and a.marker = p.id) as "by_code!"
             from participants p
             left join attendance_states a on a.event_id = p.event_id and a.session_id = $2 and a.participant_id = p.id
            where p.event_id = $1 and p.kind = 'peserta' and p.status in ('invited', 'registered', 'confirmed')"#,
        event.0,
        session.0
    )
    .fetch_one(conn)
    .await
}

/// A session whose check-in stands open, as a person sees it.
pub(super) struct Asking {
    pub session: SessionId,
    pub title: String,
    pub kind: Kind,
    pub state: Option<State>,
}

/// The sessions of the event whose check-in stands open, and the person's own state in each.
pub(super) async fn asking(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Vec<Asking>> {
    sqlx::query_as!(
        Asking,
        r#"select c.session_id as "session: SessionId", s.title, c.kind as "kind: Kind", a.state as "state?: State"
             from check_in_codes c
             join sessions s on s.event_id = c.event_id and s.id = c.session_id
             left join attendance_states a on a.event_id = c.event_id and a.session_id = c.session_id and a.participant_id = $2
            where c.event_id = $1 and c.closed_at is null and s.locked_at is null and s.removed_at is null
            order by s.starts_at, s.id limit 10"#,
        event.0,
        person.0
    )
    .fetch_all(conn)
    .await
}
