//! The rooms' statements.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{MOST, forms::RoomPlan};
use crate::{
    audit::Hand,
    kernel::{
        ids::{EventId, RoomId, SessionId},
        text,
    },
};

/// A room as it stands.
#[derive(Clone, Debug)]
pub struct Room {
    /// Its id.
    pub id: RoomId,
    /// What it is called.
    pub name: String,
    /// The name as it is compared.
    pub key: String,
    /// How many people it holds, if somebody has said.
    pub capacity: Option<i32>,
    /// Counts changes.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: String,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
}

/// The event's rooms that have not been removed, by name.
pub async fn list(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Room>> {
    sqlx::query_as!(
        Room,
        r#"select id as "id: RoomId", name, name_key as key, capacity, version, changed_by, changed_at
             from event_rooms where event_id = $1 and removed_at is null order by lower(name), id limit 200"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// The names that the session form offers: the event's rooms, and what has been typed besides.
pub async fn offered(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<String>> {
    let rooms = list(&mut *conn, event).await?;
    let typed = sqlx::query_scalar!(
        r#"select distinct room as "room!" from sessions where event_id = $1 and room <> '' and removed_at is null
            order by 1 limit 100"#,
        event.0
    )
    .fetch_all(conn)
    .await?;
    let mut names: Vec<String> = rooms.into_iter().map(|room| room.name).collect();
    for room in typed {
        if !names.iter().any(|name| text::compact(name) == text::compact(&room)) {
            names.push(room);
        }
    }
    Ok(names)
}

/// One room that has not been removed.
pub(super) async fn find(conn: &mut PgConnection, event: EventId, id: RoomId) -> sqlx::Result<Room> {
    sqlx::query_as!(
        Room,
        r#"select id as "id: RoomId", name, name_key as key, capacity, version, changed_by, changed_at
             from event_rooms where event_id = $1 and id = $2 and removed_at is null"#,
        event.0,
        id.0
    )
    .fetch_one(conn)
    .await
}

/// Keeps others from adding rooms to the event until the transaction ends, and says whether there is a place for one more.
pub(super) async fn holds_one_more(conn: &mut PgConnection, event: EventId) -> sqlx::Result<bool> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('rooms ' || $1::uuid::text, 0))", event.0)
        .execute(&mut *conn)
        .await?;
    list(conn, event).await.map(|rooms| rooms.len() < MOST)
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    event: EventId,
    id: RoomId,
    plan: &RoomPlan,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into event_rooms (event_id, id, name, name_key, capacity, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        event.0,
        id.0,
        plan.name,
        plan.key(),
        plan.capacity,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes the room if it is still at `version`; says whether it was.
pub(super) async fn update(
    conn: &mut PgConnection,
    event: EventId,
    id: RoomId,
    version: i32,
    plan: &RoomPlan,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update event_rooms set name = $4, name_key = $5, capacity = $6, changed_by = $7, changed_at = $8, version = version + 1
          where event_id = $1 and id = $2 and version = $3 and removed_at is null",
        event.0,
        id.0,
        version,
        plan.name,
        plan.key(),
        plan.capacity,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Gives these sessions another room; those whose attendance is closed stay. Says which were changed.
pub(super) async fn move_sessions(
    conn: &mut PgConnection,
    event: EventId,
    sessions: &[SessionId],
    room: &str,
    hand: &Hand,
) -> sqlx::Result<Vec<SessionId>> {
    let ids: Vec<Uuid> = sessions.iter().map(|session| session.0).collect();
    sqlx::query_scalar!(
        r#"update sessions set room = $3, changed_by = $4, changed_at = $5, version = version + 1
            where event_id = $1 and id = any($2) and removed_at is null and locked_at is null
           returning id as "id: SessionId""#,
        event.0,
        &ids,
        room,
        hand.by,
        hand.at
    )
    .fetch_all(conn)
    .await
}

/// Removes the room or brings it back; says whether that changed anything.
pub(super) async fn set_removed(
    conn: &mut PgConnection,
    event: EventId,
    id: RoomId,
    removed: bool,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update event_rooms set removed_at = case when $3 then $5::timestamptz end, changed_by = $4, changed_at = $5,
                version = version + 1
          where event_id = $1 and id = $2 and (removed_at is null) = $3",
        event.0,
        id.0,
        removed,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
