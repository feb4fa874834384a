//! The statements of moving sessions.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    audit::Hand,
    kernel::ids::{EventId, SessionId, ShiftId},
};

/// A session that is to get other hours, and another room if one is said, as long as it is still at this version.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub id: SessionId,
    pub version: i32,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub room: Option<String>,
}

/// Keeps others from moving the event's sessions until the transaction ends.
pub(super) async fn hold(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!("select id from events where id = $1 for update", event.0).fetch_one(conn).await.map(|_| ())
}

/// Gives sessions other hours and rooms and keeps the old ones under `shift`; says how many were still as they were thought to be.
pub(super) async fn change(
    conn: &mut PgConnection,
    event: EventId,
    shift: ShiftId,
    wanted: &[Wanted],
    hand: &Hand,
) -> sqlx::Result<u64> {
    let ids: Vec<Uuid> = wanted.iter().map(|session| session.id.0).collect();
    let versions: Vec<i32> = wanted.iter().map(|session| session.version).collect();
    let starts: Vec<_> = wanted.iter().map(|session| session.starts_at).collect();
    let ends: Vec<_> = wanted.iter().map(|session| session.ends_at).collect();
    let rooms: Vec<Option<String>> = wanted.iter().map(|session| session.room.clone()).collect();
    sqlx::query!(
        "with wanted as (
           select * from unnest($3::uuid[], $4::int[], $5::timestamptz[], $6::timestamptz[], $9::text[]) as w (id, version, starts_at, ends_at, room)
         ), kept as (
           insert into session_moves (event_id, shift_id, session_id, starts_at, ends_at, version, room)
           select s.event_id, $2, s.id, s.starts_at, s.ends_at, s.version + 1, case when w.room is not null then s.room end
             from sessions s join wanted w on w.id = s.id and w.version = s.version
            where s.event_id = $1
         )
         update sessions s set starts_at = w.starts_at, ends_at = w.ends_at, room = coalesce(w.room, s.room), changed_by = $7, changed_at = $8, version = s.version + 1
           from wanted w
          where s.event_id = $1 and s.id = w.id and s.version = w.version and s.removed_at is null and s.locked_at is null",
        event.0,
        shift.0,
        &ids,
        &versions,
        &starts,
        &ends,
        hand.by,
        hand.at,
        &rooms as &[Option<String>]
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// Puts back what nobody has touched since; says which sessions that were.
pub(super) async fn put_back(
    conn: &mut PgConnection,
    event: EventId,
    shift: ShiftId,
    hand: &Hand,
) -> sqlx::Result<Vec<SessionId>> {
    sqlx::query_scalar!(
        r#"update sessions s set starts_at = m.starts_at, ends_at = m.ends_at, room = coalesce(m.room, s.room), changed_by = $3, changed_at = $4, version = s.version + 1
             from session_moves m
            where m.event_id = $1 and m.shift_id = $2 and s.event_id = $1 and s.id = m.session_id and s.version = m.version
              and s.removed_at is null and s.locked_at is null
           returning s.id as "id: SessionId""#,
        event.0,
        shift.0,
        hand.by,
        hand.at
    )
    .fetch_all(conn)
    .await
}

/// The sessions that were moved, with their titles, in the order of the day.
pub(super) async fn moved(
    conn: &mut PgConnection,
    event: EventId,
    shift: ShiftId,
) -> sqlx::Result<Vec<(SessionId, String)>> {
    let rows = sqlx::query!(
        r#"select s.id as "id: SessionId", s.title
             from session_moves m join sessions s on s.event_id = m.event_id and s.id = m.session_id
            where m.event_id = $1 and m.shift_id = $2 order by m.starts_at, s.id limit 500"#,
        event.0,
        shift.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.title)).collect())
}
