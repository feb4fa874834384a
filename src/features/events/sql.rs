//! The events' statements.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::NewEvent;
use super::model::{Act, Dates, Frame, Funding, Kind, Mode, Status};
use crate::{
    audit::Hand,
    features::editions::model::Level,
    kernel::{
        ids::{EditionId, EventId, SessionId, WaveId},
        origin::{FieldOrigins, Origin},
        zone::Zone,
    },
};

/// An event as it stands.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// The edition it belongs to.
    pub edition: EditionId,
    /// The edition's name.
    pub edition_name: String,
    /// The wave, unless it is self-funded.
    pub wave: Option<WaveId>,
    /// The wave's number.
    pub wave_number: Option<i32>,
    /// The host's code.
    pub host: String,
    /// PLM, SHM, other.
    pub kind: Kind,
    /// How far it reaches.
    pub level: Level,
    /// Its title.
    pub title: String,
    /// The kabupaten or kota that holds it, or empty.
    pub region_code: String,
    /// Building; may be empty.
    pub venue: String,
    /// Room; may be empty.
    pub room: String,
    /// Street; may be empty.
    pub address: String,
    /// Town; may be empty.
    pub city: String,
    /// First day, travel included.
    pub starts_on: NaiveDate,
    /// Last day, travel included.
    pub ends_on: NaiveDate,
    /// First programme day.
    pub programme_starts_on: NaiveDate,
    /// Last programme day.
    pub programme_ends_on: NaiveDate,
    /// Zone of its times.
    pub zone: Zone,
    /// How people meet.
    pub mode: Mode,
    /// Who pays.
    pub funding: Funding,
    /// What people decided about it.
    pub status: Status,
    /// Why it is postponed or cancelled.
    pub status_reason: String,
    /// A remark.
    pub note: String,
    /// Where its facts come from.
    pub data_origin: Origin,
    /// Fields of another origin.
    pub field_origins: Json<FieldOrigins>,
    /// Counts changes.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: String,
    /// When it was changed last.
    pub changed_at: Option<DateTime<Utc>>,
}

impl Event {
    /// Its days.
    pub fn dates(&self) -> Dates {
        Dates {
            starts_on: self.starts_on,
            programme_starts_on: self.programme_starts_on,
            programme_ends_on: self.programme_ends_on,
            ends_on: self.ends_on,
        }
    }

    /// Its frame: what its host may change.
    pub fn frame(&self) -> Frame {
        Frame {
            title: self.title.clone(),
            venue: self.venue.clone(),
            room: self.room.clone(),
            address: self.address.clone(),
            city: self.city.clone(),
            dates: self.dates(),
            zone: self.zone,
            mode: self.mode,
            funding: self.funding,
            note: self.note.clone(),
        }
    }
}

/// One event.
pub async fn find(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Event> {
    sqlx::query_as!(
        Event,
        r#"select e.id as "id: EventId", e.edition_id as "edition: EditionId", d.name as edition_name,
                  e.wave_id as "wave: WaveId", w.number as "wave_number?", e.host_province as host, e.kind as "kind: Kind",
                  e.level as "level: Level", e.title, e.region_code, e.venue, e.room, e.address, e.city, e.starts_on, e.ends_on,
                  e.programme_starts_on, e.programme_ends_on, e.zone as "zone: Zone", e.mode as "mode: Mode",
                  e.funding as "funding: Funding", e.status as "status: Status", e.status_reason, e.note,
                  e.data_origin as "data_origin: Origin", e.field_origins as "field_origins: Json<FieldOrigins>",
                  e.version, e.changed_by, e.changed_at
             from events e
             join editions d on d.id = e.edition_id
             left join waves w on w.id = e.wave_id
            where e.id = $1"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// An event in a list.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub id: EventId,
    pub title: String,
    pub kind: Kind,
    pub level: Level,
    pub host: String,
    pub wave_number: Option<i32>,
    pub venue: String,
    pub city: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub programme_starts_on: NaiveDate,
    pub programme_ends_on: NaiveDate,
    pub zone: Zone,
    pub status: Status,
    pub status_reason: String,
    pub is_sample: bool,
}

impl Listed {
    /// Its days.
    pub(super) fn dates(&self) -> Dates {
        Dates {
            starts_on: self.starts_on,
            programme_starts_on: self.programme_starts_on,
            programme_ends_on: self.programme_ends_on,
            ends_on: self.ends_on,
        }
    }
}

/// The events that the scope sees, newest first; at most `limit` after the first `skip`.
pub(super) async fn list(conn: &mut PgConnection, skip: i64, limit: i64) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select e.id as "id: EventId", e.title, e.kind as "kind: Kind", e.level as "level: Level", e.host_province as host,
                  w.number as "wave_number?", e.venue, e.city, e.starts_on, e.ends_on, e.programme_starts_on, e.programme_ends_on,
                  e.zone as "zone: Zone", e.status as "status: Status", e.status_reason,
                  e.data_origin = 'synthetic' as "is_sample!"
             from events e
             left join waves w on w.id = e.wave_id
            order by e.starts_on desc, e.id
            offset $1 limit $2"#,
        skip,
        limit
    )
    .fetch_all(conn)
    .await
}

/// A province of an event.
#[derive(Clone, Debug)]
pub struct Party {
    /// Kemendagri's code.
    pub province: String,
    /// `Jawa Barat`.
    pub name: String,
    /// The agency's official name.
    pub agency: String,
    /// Whether it is the host.
    pub is_host: bool,
    /// Its places.
    pub quota: i32,
}

/// The provinces of an event, the host first.
pub async fn parties(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Party>> {
    sqlx::query_as!(
        Party,
        r#"select p.province_code as province, t.province_name as name, t.official_name as agency,
                  p.part = 'host' as "is_host!", p.quota
             from event_provinces p join tenants t on t.province_code = p.province_code
            where p.event_id = $1
            order by p.part = 'guest', t.province_name"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// How far the work on an event has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    pub registered: i64,
    /// Who has registered by the open link and waits for the office.
    pub awaiting: i64,
}

pub(super) async fn progress(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Progress> {
    sqlx::query_as!(
        Progress,
        r#"select registered as "registered!", awaiting as "awaiting!" from event_progress where event_id = $1"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// A session as the summary shows it.
#[derive(Clone, Debug)]
pub(super) struct Programmed {
    pub event: EventId,
    pub id: SessionId,
    pub is_break: bool,
    pub title: String,
    pub room: String,
    pub dress_code: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub takes_attendance: bool,
    pub locked_at: Option<DateTime<Utc>>,
}

/// The sessions of these events, in the order of the day.
pub(super) async fn programme(conn: &mut PgConnection, events: &[EventId]) -> sqlx::Result<Vec<Programmed>> {
    let ids: Vec<Uuid> = events.iter().map(|event| event.0).collect();
    sqlx::query_as!(
        Programmed,
        r#"select event_id as "event!: EventId", id as "id!: SessionId", is_break as "is_break!", title as "title!", room as "room!",
                  dress_code as "dress_code!", starts_at as "starts_at!", ends_at as "ends_at!", takes_attendance as "takes_attendance!", locked_at
             from event_programme where event_id = any($1)
            order by starts_at, ends_at, id
            limit 1000"#,
        &ids
    )
    .fetch_all(conn)
    .await
}

/// Changes the frame of an event that is still at `version`; says whether it was. `today` is the programme's time, by
/// which it is judged whether the venue was set early enough.
pub(super) async fn update_frame(
    conn: &mut PgConnection,
    event: EventId,
    version: i32,
    frame: &Frame,
    today: DateTime<Utc>,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update events set title = $3, venue = $4, room = $5, address = $6, city = $7, starts_on = $8, ends_on = $9,
                programme_starts_on = $10, programme_ends_on = $11, zone = $12, mode = $13, funding = $14, note = $15,
                venue_set_at = case when $4 = '' then null when venue = $4 then venue_set_at else $18 end,
                field_origins = '{}', data_origin = case data_origin when 'real' then 'real' else 'derived' end,
                changed_by = $16, changed_at = $17, version = version + 1
          where id = $1 and version = $2",
        event.0,
        version,
        frame.title,
        frame.venue,
        frame.room,
        frame.address,
        frame.city,
        frame.dates.starts_on,
        frame.dates.ends_on,
        frame.dates.programme_starts_on,
        frame.dates.programme_ends_on,
        frame.zone.letters(),
        frame.mode.code(),
        frame.funding.code(),
        frame.note,
        hand.by,
        hand.at,
        today
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Does what an act does to the status, if it can still be done; says whether it could.
pub(super) async fn act(
    conn: &mut PgConnection,
    event: EventId,
    act: Act,
    reason: &str,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let from: Vec<String> = act.from().iter().map(|status| status.code().to_owned()).collect();
    sqlx::query!(
        "update events set status = coalesce($3, resumes_as), status_reason = $4,
                resumes_as = case when status in ('draft', 'published') then status else resumes_as end,
                changed_by = $5, changed_at = $6, version = version + 1
          where id = $1 and status = any($2)",
        event.0,
        &from,
        act.to().map(Status::code),
        reason,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Moves the sessions that are still open by so many seconds; says how many.
pub(super) async fn shift_agenda(
    conn: &mut PgConnection,
    event: EventId,
    seconds: i64,
    hand: &Hand,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select shift_agenda($1, $2::bigint * interval '1 second', $3, $4) as "moved!""#,
        event.0,
        seconds,
        hand.by,
        hand.at
    )
    .fetch_one(conn)
    .await
}

/// Moves what readers are shown of an event's agenda, as a version of its own. Says whether there was any.
pub(super) async fn shift_readers_agenda(
    conn: &mut PgConnection,
    event: EventId,
    seconds: i64,
    by: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select shift_readers_agenda($1, $2::bigint * interval '1 second', $3, $4) as "moved!""#,
        event.0,
        seconds,
        by,
        now
    )
    .fetch_one(conn)
    .await
}

/// Copies one event's agenda to another, moved by so many seconds, as far as it fits between the instants.
pub(super) async fn copy_agenda(
    conn: &mut PgConnection,
    (from, to): (EventId, EventId),
    seconds: i64,
    within: (DateTime<Utc>, DateTime<Utc>),
    batch: Uuid,
    hand: &Hand,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select copy_agenda($1, $2, $3::bigint * interval '1 second', $4, $5, $6, $7, $8) as "copied!""#,
        from.0,
        to.0,
        seconds,
        within.0,
        within.1,
        batch,
        hand.by,
        hand.at
    )
    .fetch_one(conn)
    .await
}

/// A new event. It is not read back: a province's scope learns of it by [`adopt`] or with the next request.
pub(super) async fn insert(
    conn: &mut PgConnection,
    id: EventId,
    new: &NewEvent,
    hand: &Hand,
) -> sqlx::Result<()> {
    let frame = &new.frame;
    sqlx::query!(
        "insert into events (id, edition_id, wave_id, host_province, kind, level, region_code, title, venue, room, address, city,
                starts_on, ends_on, programme_starts_on, programme_ends_on, zone, mode, funding, note, status, venue_set_at,
                copied_from, data_origin, field_origins, source, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                $27, $22, $23, $24, $25, $26, $28)",
        id.0,
        new.edition.0,
        new.wave.map(|wave| wave.0),
        new.host.as_str(),
        new.kind.code(),
        new.level.code(),
        new.region_code,
        frame.title,
        frame.venue,
        frame.room,
        frame.address,
        frame.city,
        frame.dates.starts_on,
        frame.dates.ends_on,
        frame.dates.programme_starts_on,
        frame.dates.programme_ends_on,
        frame.zone.letters(),
        frame.mode.code(),
        frame.funding.code(),
        frame.note,
        new.status.code(),
        new.copied_from.map(|event| event.0),
        new.origin.code(),
        Json(&new.field_origins) as _,
        new.source,
        hand.by,
        new.venue_set_at,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A province of a new event.
pub(super) async fn insert_party(
    conn: &mut PgConnection,
    event: EventId,
    new: &NewEvent,
    province: &str,
    is_host: bool,
    quota: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into event_provinces (event_id, province_code, part, edition_id, wave_id, quota) values ($1, $2, $3, $4, $5, $6)",
        event.0,
        province,
        if is_host { "host" } else { "guest" },
        new.edition.0,
        new.wave.map(|wave| wave.0),
        quota
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Lets a province's transaction see and write the event that it has just made.
pub(super) async fn adopt(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!("select adopt_event($1)", event.0).execute(conn).await.map(|_| ())
}

/// The edition that an event of this year belongs to: the nearest, the later of two.
pub(super) async fn edition_for(conn: &mut PgConnection, year: i32) -> sqlx::Result<Option<EditionId>> {
    sqlx::query_scalar!(
        r#"select id as "id: EditionId" from editions order by abs(year - $1), year desc, level = 'provinsi' desc limit 1"#,
        year
    )
    .fetch_optional(conn)
    .await
}

/// Events of this host that another can be copied from, newest first.
pub(super) async fn copyable(conn: &mut PgConnection, host: &str) -> sqlx::Result<Vec<(EventId, String)>> {
    sqlx::query!(
        r#"select id as "id: EventId", title from events where host_province = $1 order by starts_on desc, id limit 50"#,
        host
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.id, row.title)).collect())
}
