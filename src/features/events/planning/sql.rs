//! The plan's statements. National scope.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Candidate, Planned};
use crate::{
    audit::Hand,
    features::events::model::{Dates, Status},
    kernel::{
        ids::{EditionId, EventId, WaveId},
        zone::Zone,
    },
    regions,
};

/// The provinces of a day, and whether their offices take part.
pub(super) async fn candidates(conn: &mut PgConnection, as_of: NaiveDate) -> sqlx::Result<Vec<Candidate>> {
    let offices: HashMap<String, String> = sqlx::query!("select province_code, province_name from tenants")
        .fetch_all(&mut *conn)
        .await?
        .into_iter()
        .map(|row| (row.province_code, row.province_name))
        .collect();
    let provinces = regions::provinces(conn, as_of).await?;
    Ok(provinces
        .into_iter()
        .map(|province| Candidate {
            has_office: offices.contains_key(&province.code),
            name: offices.get(&province.code).cloned().unwrap_or(province.name),
            code: province.code,
        })
        .collect())
}

/// Name and zone of an office.
pub(super) async fn office(conn: &mut PgConnection, province: &str) -> sqlx::Result<Option<(String, Zone)>> {
    sqlx::query!(
        r#"select province_name, zone as "zone: Zone" from tenants where province_code = $1"#,
        province
    )
    .fetch_optional(conn)
    .await
    .map(|row| row.map(|row| (row.province_name, row.zone)))
}

/// An event of the plan with what the board shows of it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub planned: Planned,
    pub title: String,
    pub city: String,
    pub venue: String,
    pub status: Status,
}

/// The events of an edition's waves.
pub(super) async fn plan(conn: &mut PgConnection, edition: EditionId) -> sqlx::Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"select e.id as "id: EventId", e.wave_id as "wave!: WaveId", e.title, e.city, e.venue, e.status as "status: Status",
                  e.starts_on, e.ends_on, e.programme_starts_on, e.programme_ends_on,
                  array_agg(p.province_code order by p.part = 'guest', t.province_name) as "codes!: Vec<String>",
                  array_agg(t.province_name order by p.part = 'guest', t.province_name) as "names!: Vec<String>"
             from events e
             join event_provinces p on p.event_id = e.id
             join tenants t on t.province_code = p.province_code
            where e.edition_id = $1 and e.wave_id is not null
            group by e.id
            order by min(t.province_name) filter (where p.part = 'host'), e.id"#,
        edition.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Row {
            planned: Planned {
                event: row.id,
                wave: row.wave,
                dates: Dates {
                    starts_on: row.starts_on,
                    programme_starts_on: row.programme_starts_on,
                    programme_ends_on: row.programme_ends_on,
                    ends_on: row.ends_on,
                },
                provinces: row.codes.into_iter().zip(row.names).collect(),
            },
            title: row.title,
            city: row.city,
            venue: row.venue,
            status: row.status,
        })
        .collect())
}

/// The other editions that have placed somebody, newest first.
pub(super) async fn placed_elsewhere(
    conn: &mut PgConnection,
    edition: EditionId,
) -> sqlx::Result<Vec<(EditionId, String)>> {
    sqlx::query!(
        r#"select id as "id: EditionId", name from editions d
            where id <> $1 and exists (select from events e where e.edition_id = d.id and e.wave_id is not null)
            order by year desc, level limit 50"#,
        edition.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Moves an event to a wave and to other days. The provinces' rows follow by their key.
pub(super) async fn reschedule(
    conn: &mut PgConnection,
    event: EventId,
    wave: WaveId,
    dates: &Dates,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update events set wave_id = $2, starts_on = $3, programme_starts_on = $4, programme_ends_on = $5, ends_on = $6,
                changed_by = $7, changed_at = $8, version = version + 1
          where id = $1",
        event.0,
        wave.0,
        dates.starts_on,
        dates.programme_starts_on,
        dates.programme_ends_on,
        dates.ends_on,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Whether nothing has been done to an event yet that its removal would lose. The event is held until the end.
pub(super) async fn is_untouched(conn: &mut PgConnection, event: EventId) -> sqlx::Result<bool> {
    sqlx::query!("select id from events where id = $1 for update", event.0).fetch_one(&mut *conn).await?;
    sqlx::query_scalar!(
        r#"select (e.status = 'draft' and e.venue = '' and g.sessions = 0 and g.people = 0
                   and not exists (select from event_officials o where o.event_id = e.id)
                   and (select count(*) from event_provinces p where p.event_id = e.id) = 1) as "untouched!"
             from events e join event_progress g on g.event_id = e.id where e.id = $1"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// Removes an event on which nothing hangs; something unseen that hangs on it breaks a foreign key.
pub(super) async fn delete(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!("delete from event_provinces where event_id = $1", event.0).execute(&mut *conn).await?;
    sqlx::query!("delete from events where id = $1", event.0).execute(conn).await.map(|_| ())
}

/// Makes a province a guest of an event.
pub(super) async fn add_guest(conn: &mut PgConnection, event: EventId, province: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into event_provinces (event_id, province_code, part, edition_id, wave_id)
         select id, $2, 'guest', edition_id, wave_id from events where id = $1",
        event.0,
        province
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Takes a guest out of an event; a guest with people breaks a foreign key.
pub(super) async fn remove_guest(
    conn: &mut PgConnection,
    event: EventId,
    province: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from event_provinces where event_id = $1 and province_code = $2 and part = 'guest'",
        event.0,
        province
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Gives an event another title, if it still has the one that the plan gave it.
pub(super) async fn retitle(
    conn: &mut PgConnection,
    event: EventId,
    from: &str,
    to: &str,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update events set title = $3, changed_by = $4, changed_at = $5, version = version + 1 where id = $1 and title = $2",
        event.0,
        from,
        to,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes the days of a wave that is still at `version`; says whether it was.
pub(super) async fn update_wave(
    conn: &mut PgConnection,
    wave: WaveId,
    version: i32,
    (starts_on, ends_on): (NaiveDate, NaiveDate),
    by: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update waves set starts_on = $3, ends_on = $4, field_origins = '{}', changed_by = $5, changed_at = $6, version = version + 1
          where id = $1 and version = $2",
        wave.0,
        version,
        starts_on,
        ends_on,
        by,
        at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Who changed a wave last, and when.
pub(super) async fn wave_hand(
    conn: &mut PgConnection,
    wave: WaveId,
) -> sqlx::Result<(String, Option<DateTime<Utc>>)> {
    sqlx::query!("select changed_by, changed_at from waves where id = $1", wave.0)
        .fetch_one(conn)
        .await
        .map(|row| (row.changed_by, row.changed_at))
}

/// Removes a wave without events; says whether it could.
pub(super) async fn remove_wave(
    conn: &mut PgConnection,
    edition: EditionId,
    wave: WaveId,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "delete from waves w where w.id = $1 and w.edition_id = $2
            and not exists (select from events e where e.wave_id = w.id)",
        wave.0,
        edition.0
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Locks the edition's plan, so that two coordinators do not place at once.
pub(super) async fn hold(conn: &mut PgConnection, edition: EditionId) -> sqlx::Result<()> {
    let found: Uuid = sqlx::query_scalar!("select id from editions where id = $1 for update", edition.0)
        .fetch_one(conn)
        .await?;
    debug_assert_eq!(found, edition.0);
    Ok(())
}
