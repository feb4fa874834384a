//! The statements about patterns and earlier events.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::model::{PatternSession, Source};
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    features::{
        editions::model::{SessionKind, TemplateSession},
        events::model::Kind,
    },
    kernel::ids::{EventId, PatternId},
};

/// A pattern in a list.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub id: PatternId,
    pub name: String,
    /// Of what kind of event it was kept.
    pub kind: Kind,
    pub sessions: i64,
    pub days: i64,
}

/// An office's patterns, by name.
pub(super) async fn all(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<Vec<Pattern>> {
    sqlx::query_as!(
        Pattern,
        r#"select p.id as "id: PatternId", p.name, p.event_kind as "kind: Kind", s.sessions as "sessions!", s.days as "days!"
             from agenda_patterns p
            cross join lateral (select count(*) as sessions, count(distinct day_offset) as days
                                  from agenda_pattern_sessions where province_code = p.province_code and pattern_id = p.id) s
            where p.province_code = $1 and p.removed_at is null order by lower(p.name), p.id limit 100"#,
        province.as_str()
    )
    .fetch_all(conn)
    .await
}

/// What kind of event it is.
pub(super) async fn kind(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Kind> {
    sqlx::query_scalar!(r#"select kind as "kind: Kind" from events where id = $1"#, event.0)
        .fetch_one(conn)
        .await
}

/// Keeps others of the office from keeping patterns until the transaction ends, so that there are never too many.
pub(super) async fn hold(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<()> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('agenda patterns ' || $1::text, 0))",
        province.as_str()
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// What a pattern is called, removed or not.
pub(super) async fn name(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: PatternId,
) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        "select name from agenda_patterns where province_code = $1 and id = $2",
        province.as_str(),
        id.0
    )
    .fetch_one(conn)
    .await
}

/// The sessions of a pattern that has not been removed.
pub(super) async fn sessions(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: PatternId,
) -> sqlx::Result<Vec<PatternSession>> {
    let rows = sqlx::query!(
        r#"select s.day_offset, s.starts_at, s.ends_at, s.kind as "kind: SessionKind", s.title, s.room, s.dress_code, s.goals, s.strategies,
                  s.takes_attendance, s.is_fixed
             from agenda_pattern_sessions s
             join agenda_patterns p on p.province_code = s.province_code and p.id = s.pattern_id and p.removed_at is null
            where s.province_code = $1 and s.pattern_id = $2 order by s.position limit 500"#,
        province.as_str(),
        id.0
    )
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().map(|row| PatternSession {
        session: TemplateSession {
            day_offset: row.day_offset,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            kind: row.kind,
            title: row.title,
            room: row.room,
            goals: row.goals,
            strategies: row.strategies,
            takes_attendance: row.takes_attendance,
            is_fixed: row.is_fixed,
        },
        dress_code: row.dress_code,
    });
    Ok(rows.collect())
}

/// The sessions of an event that are to become a pattern.
pub(super) async fn sources(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Source>> {
    sqlx::query_as!(
        Source,
        r#"select kind as "kind: SessionKind", title, room, dress_code, starts_at, ends_at, goals, strategies, takes_attendance, is_fixed
             from sessions where event_id = $1 and removed_at is null order by starts_at, ends_at, id limit 500"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// Keeps a pattern under a name.
pub(super) async fn insert(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    (id, name, kind): (PatternId, &str, Kind),
    sessions: &[PatternSession],
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into agenda_patterns (province_code, id, name, event_kind, made_by, made_at) values ($1, $2, $3, $4, $5, $6)",
        province.as_str(),
        id.0,
        name,
        kind.code(),
        hand.by,
        hand.at
    )
    .execute(&mut *conn)
    .await?;
    let rows = serde_json::to_value(sessions).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "insert into agenda_pattern_sessions (province_code, pattern_id, position, day_offset, starts_at, ends_at, kind, title, room, dress_code,
                goals, strategies, takes_attendance, is_fixed)
         select $1, $2, r.nth, s.day_offset, s.starts_at, s.ends_at, s.kind, s.title, s.room, s.dress_code, s.goals, s.strategies,
                s.takes_attendance, s.is_fixed
           from jsonb_array_elements($3) with ordinality as r (value, nth),
                jsonb_populate_record(null::agenda_pattern_sessions, r.value) s",
        province.as_str(),
        id.0,
        rows
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Removes a pattern or brings it back; says whether that changed anything.
pub(super) async fn set_removed(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: PatternId,
    removed: bool,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update agenda_patterns set removed_at = case when $3 then $4::timestamptz end
          where province_code = $1 and id = $2 and (removed_at is null) = $3",
        province.as_str(),
        id.0,
        removed,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// An event whose agenda can be copied.
#[derive(Clone, Debug)]
pub(super) struct Earlier {
    pub id: EventId,
    pub title: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub sessions: i64,
}

/// The host's other events that began no later and have an agenda, newest first.
pub(super) async fn earlier(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    event: EventId,
) -> sqlx::Result<Vec<Earlier>> {
    sqlx::query_as!(
        Earlier,
        r#"select e.id as "id: EventId", e.title, e.programme_starts_on as starts_on, e.programme_ends_on as ends_on, s.sessions as "sessions!"
             from events e
            cross join lateral (select count(*) as sessions from sessions where event_id = e.id and removed_at is null) s
            where e.host_province = $1 and e.id <> $2 and s.sessions > 0
              and e.programme_starts_on <= (select programme_starts_on from events where id = $2)
            order by e.programme_starts_on desc, e.id desc limit 20"#,
        province.as_str(),
        event.0
    )
    .fetch_all(conn)
    .await
}
