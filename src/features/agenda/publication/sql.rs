//! The statements of publication.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use super::model::{Leader, Presentation, Shown, Version};
use crate::{
    features::{
        editions::model::{SessionKind, Strategy},
        events::model::Status,
        registration::PersonKind,
    },
    kernel::{
        ids::{EventId, ParticipantId, SessionId},
        names,
    },
};

/// A leader or moderator as the draft's statement brings them.
#[derive(Debug, Deserialize)]
struct Led {
    id: ParticipantId,
    prefix: String,
    name: String,
    suffix: String,
    kind: PersonKind,
}

impl From<Led> for Leader {
    fn from(led: Led) -> Self {
        Self { id: led.id, name: names::titled(&led.prefix, &led.name, &led.suffix), kind: led.kind }
    }
}

/// The sessions as they would be published now, in order. Whoever was merged leads or moderates as their survivor; whoever does
/// both by that leads.
pub async fn draft(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Shown>> {
    let rows = sqlx::query!(
        r#"select s.id as "id: SessionId", s.kind as "kind: SessionKind", s.title, s.room, s.dress_code, s.starts_at, s.ends_at, s.goals, s.strategies,
                  coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'prefix', p.title_prefix, 'name', p.full_name,
                    'suffix', p.title_suffix, 'kind', p.kind) order by p.position) filter (where p.role = 'leads'), '[]')
                    as "leaders!: Json<Vec<Led>>",
                  coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'prefix', p.title_prefix, 'name', p.full_name,
                    'suffix', p.title_suffix, 'kind', p.kind) order by p.position) filter (where p.role = 'moderates'), '[]')
                    as "moderators!: Json<Vec<Led>>",
                  (select coalesce(jsonb_agg(jsonb_build_object('library', t.library_id, 'label', t.label, 'minutes', t.minutes) order by t.position, t.id), '[]')
                     from session_slots t where t.event_id = s.event_id and t.session_id = s.id and t.removed_at is null)
                    as "presentations!: Json<Vec<Presentation>>"
             from sessions s
             left join lateral (
               select p.id, p.title_prefix, p.full_name, p.title_suffix, p.kind, min(l.position) as position, min(l.role) as role
                 from session_leaders l
                 join participants a on a.event_id = l.event_id and a.id = l.participant_id
                 join participants p on p.event_id = a.event_id and p.id = coalesce(a.merged_into, a.id)
                where l.event_id = s.event_id and l.session_id = s.id
                group by p.event_id, p.id) p on true
            where s.event_id = $1 and s.removed_at is null
            group by s.event_id, s.id
            order by s.starts_at, s.ends_at, s.id"#,
        event.0
    )
    .fetch_all(conn)
    .await?;
    let shown = |Json(leaders): Json<Vec<Led>>| leaders.into_iter().map(Leader::from).collect();
    Ok(rows
        .into_iter()
        .map(|row| Shown {
            id: row.id,
            kind: row.kind,
            title: row.title,
            room: row.room,
            dress_code: row.dress_code,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            goals: row.goals,
            strategies: Strategy::named(&row.strategies),
            leaders: shown(row.leaders),
            moderators: shown(row.moderators),
            presentations: row.presentations.0,
        })
        .collect())
}

/// The version that counts: the last one that was not withdrawn.
pub async fn current(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Option<Version>> {
    Ok(versions(conn, event, true, 1).await?.pop())
}

/// The version that readers see: the one that counts, unless the event is postponed or cancelled.
pub async fn of_readers(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Option<Version>> {
    if called_off(&mut *conn, event).await?.is_some() { Ok(None) } else { current(conn, event).await }
}

/// As what an event is called off: postponed or cancelled.
pub async fn called_off(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Option<Status>> {
    sqlx::query_scalar!(
        r#"select status as "status: Status" from events where id = $1 and status in ('postponed', 'cancelled')"#,
        event.0
    )
    .fetch_optional(conn)
    .await
}

/// The versions of an agenda, the newest first, with what each of them followed; all, or those that were not withdrawn.
pub(super) async fn versions(
    conn: &mut PgConnection,
    event: EventId,
    standing_only: bool,
    most: i64,
) -> sqlx::Result<Vec<Version>> {
    let rows = sqlx::query!(
        r#"select v.number, v.follows, v.published_at, v.published_by, v.note, v.withdrawn_at,
                  coalesce(v.withdrawn_by, '') as "withdrawn_by!", v.sessions as "sessions: Json<Vec<Shown>>",
                  b.sessions as "before?: Json<Vec<Shown>>"
             from agenda_versions v
             left join agenda_versions b on b.event_id = v.event_id and b.number = v.follows
            where v.event_id = $1 and (not $2 or v.withdrawn_at is null)
            order by v.number desc limit $3"#,
        event.0,
        standing_only,
        most
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Version {
            number: row.number,
            follows: row.follows,
            published_at: row.published_at,
            published_by: row.published_by,
            note: row.note,
            sessions: row.sessions.0,
            before: row.before.map(|Json(before)| before).unwrap_or_default(),
            withdrawn_at: row.withdrawn_at,
            withdrawn_by: row.withdrawn_by,
        })
        .collect())
}

/// The number of the version that was published last, withdrawn or not; 0 before the first.
pub(super) async fn last_number(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "number!" from agenda_versions where event_id = $1"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// Keeps a version, and which sessions readers were shown; says whether nobody else has taken its number meanwhile.
pub(super) async fn insert(
    conn: &mut PgConnection,
    event: EventId,
    (number, follows): (i32, Option<i32>),
    sessions: &[Shown],
    note: &str,
    (by, at): (&str, DateTime<Utc>),
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"with kept as (
             insert into agenda_versions (event_id, number, follows, published_at, published_by, note, sessions)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (event_id, number) do nothing returning sessions
           ), told as (
             insert into agenda_told (event_id, session_id, starts_at, ends_at)
             select $1, (s ->> 'id')::uuid, (s ->> 'starts_at')::timestamptz, (s ->> 'ends_at')::timestamptz
               from kept, jsonb_array_elements(kept.sessions) s
             on conflict (event_id, session_id) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at
           )
           select exists (select from kept) as "kept!""#,
        event.0,
        number,
        follows,
        at,
        by,
        note,
        Json(sessions) as _
    )
    .fetch_one(conn)
    .await
}

/// Withdraws a version if it is the one that counts; says whether it was.
pub(super) async fn withdraw(
    conn: &mut PgConnection,
    event: EventId,
    number: i32,
    (by, at): (&str, DateTime<Utc>),
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update agenda_versions v set withdrawn_at = $3, withdrawn_by = $4
          where v.event_id = $1 and v.number = $2 and v.withdrawn_at is null
            and not exists (select from agenda_versions l where l.event_id = $1 and l.number > $2 and l.withdrawn_at is null)",
        event.0,
        number,
        at,
        by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
