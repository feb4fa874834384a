//! The statements about the order of presentations.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    audit::Hand,
    kernel::ids::{EventId, LibraryId, ReorderId, SessionId, SlotId},
};

/// A turn as it stands.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub id: SlotId,
    pub label: String,
    pub minutes: i32,
}

/// The turns of a session, in their order.
pub(super) async fn list(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<Vec<Slot>> {
    sqlx::query_as!(
        Slot,
        r#"select id as "id: SlotId", label, minutes from session_slots
            where event_id = $1 and session_id = $2 and removed_at is null order by position, id limit 500"#,
        event.0,
        session.0
    )
    .fetch_all(conn)
    .await
}

/// How many minutes the turns of each session take together; sessions without any are not there.
pub(in crate::features::agenda) async fn minutes(
    conn: &mut PgConnection,
    event: EventId,
) -> sqlx::Result<HashMap<SessionId, i64>> {
    let rows = sqlx::query!(
        r#"select session_id as "session: SessionId", sum(minutes) as "minutes!" from session_slots
            where event_id = $1 and removed_at is null group by session_id"#,
        event.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.session, row.minutes)).collect())
}

/// Keeps others from changing the session's order until the transaction ends; no row when the session is not there.
pub(super) async fn hold(conn: &mut PgConnection, event: EventId, session: SessionId) -> sqlx::Result<()> {
    sqlx::query!(
        "select id from sessions where event_id = $1 and id = $2 and removed_at is null for update",
        event.0,
        session.0
    )
    .fetch_one(conn)
    .await
    .map(|_| ())
}

/// A library that can be given a turn.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub library: LibraryId,
    pub name: String,
    /// The code of its category; empty where nobody said.
    pub category: String,
}

/// The libraries that are invited or have people registered and have no turn in this session: regencies first, then villages.
pub(super) async fn candidates(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> sqlx::Result<Vec<Candidate>> {
    sqlx::query_as!(
        Candidate,
        r#"select l.library_id as "library!: LibraryId", min(l.name) as "name!", coalesce(min(l.category), '') as "category!"
             from (select library_id, library_name as name, category from delegations
                    where event_id = $1 and withdrawn_at is null and answer <> 'declined'
                   union all
                   select p.library_id, p.agency_name, p.category from participants p
                    where p.event_id = $1 and p.kind = 'peserta' and p.status in ('invited', 'registered', 'confirmed') and p.library_id is not null
                      and length(p.agency_name) between 2 and 200
                      and not exists (select from delegations d where d.event_id = $1 and d.library_id = p.library_id and d.withdrawn_at is null)) l
            where not exists (select from session_slots s
                               where s.event_id = $1 and s.session_id = $2 and s.library_id = l.library_id and s.removed_at is null)
            group by l.library_id
            order by min(array_position(array['regency_office', 'village_library', 'champion_village'], l.category)) nulls last, lower(min(l.name)), 1
            limit 200"#,
        event.0,
        session.0
    )
    .fetch_all(conn)
    .await
}

/// Gives turns behind the last one; says whose they are.
pub(super) async fn add(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    new: &[(SlotId, Option<LibraryId>, String)],
    minutes: i32,
    hand: &Hand,
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = new.iter().map(|(id, ..)| id.0).collect();
    let libraries: Vec<Option<Uuid>> = new.iter().map(|(_, library, _)| library.map(|id| id.0)).collect();
    let labels: Vec<String> = new.iter().map(|(.., label)| label.clone()).collect();
    sqlx::query!(
        "insert into session_slots (event_id, id, session_id, library_id, label, minutes, position, changed_by, changed_at)
         select $1, n.id, $2, n.library_id, n.label, $6,
                n.nth::int + coalesce((select max(position) from session_slots where event_id = $1 and session_id = $2), 0), $7, $8
           from unnest($3::uuid[], $4::uuid[], $5::text[]) with ordinality as n (id, library_id, label, nth)",
        event.0,
        session.0,
        &ids,
        &libraries as &[Option<Uuid>],
        &labels,
        minutes,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Puts the turns into this order, each with its minutes, and keeps under `reorder` how they stood.
pub(super) async fn set(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    reorder: ReorderId,
    order: &[(SlotId, i32)],
    hand: &Hand,
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = order.iter().map(|(id, _)| id.0).collect();
    let minutes: Vec<i32> = order.iter().map(|(_, minutes)| *minutes).collect();
    sqlx::query!(
        "with wanted as (
           select * from unnest($3::uuid[], $4::int[]) with ordinality as n (id, minutes, nth)
         ), kept as (
           insert into session_slot_moves (event_id, reorder_id, slot_id, session_id, position, minutes, version)
           select s.event_id, $7, s.id, s.session_id, s.position, s.minutes, s.version + (s.position <> n.nth or s.minutes <> n.minutes)::int
             from session_slots s join wanted n on n.id = s.id
            where s.event_id = $1 and s.session_id = $2 and s.removed_at is null
         )
         update session_slots s set position = n.nth, minutes = n.minutes, changed_by = $5, changed_at = $6, version = s.version + 1
           from wanted n
          where s.event_id = $1 and s.session_id = $2 and s.id = n.id and s.removed_at is null
            and (s.position <> n.nth or s.minutes <> n.minutes)",
        event.0,
        session.0,
        &ids,
        &minutes,
        hand.by,
        hand.at,
        reorder.0
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Puts the turns back as they stood before `reorder`, unless one of them was touched since, or others came; says how many
/// were.
pub(super) async fn put_back(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    reorder: ReorderId,
    hand: &Hand,
) -> sqlx::Result<u64> {
    sqlx::query!(
        "with moved as (
           select * from session_slot_moves where event_id = $1 and reorder_id = $3 and session_id = $2
         )
         update session_slots s set position = m.position, minutes = m.minutes, changed_by = $4, changed_at = $5, version = s.version + 1
           from moved m
          where s.event_id = $1 and s.session_id = $2 and s.id = m.slot_id and (s.position <> m.position or s.minutes <> m.minutes)
            and not exists (select from moved o left join session_slots a on a.event_id = $1 and a.id = o.slot_id and a.version = o.version
                             where a.id is null)
            and not exists (select from session_slots a
                             where a.event_id = $1 and a.session_id = $2 and a.removed_at is null
                               and not exists (select from moved o where o.slot_id = a.id))",
        event.0,
        session.0,
        reorder.0,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// Removes a turn or brings it back; says whose it is when that changed anything.
pub(super) async fn set_removed(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    slot: SlotId,
    removed: bool,
    hand: &Hand,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "update session_slots set removed_at = case when $4 then $6::timestamptz end, changed_by = $5, changed_at = $6, version = version + 1
          where event_id = $1 and session_id = $2 and id = $3 and (removed_at is null) = $4
        returning label",
        event.0,
        session.0,
        slot.0,
        removed,
        hand.by,
        hand.at
    )
    .fetch_optional(conn)
    .await
}

/// One turn, removed or not.
pub(super) async fn label(
    conn: &mut PgConnection,
    (event, session): (EventId, SessionId),
    slot: SlotId,
) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        "select label from session_slots where event_id = $1 and session_id = $2 and id = $3",
        event.0,
        session.0,
        slot.0
    )
    .fetch_one(conn)
    .await
}
