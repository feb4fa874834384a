//! The events' statements.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};

use super::model::{ActingStatus, Ceremony, Dates, Funding, Kind, Mode, Phase, Status};
use crate::{
    features::editions::model::Level,
    kernel::{
        ids::{EditionId, EventId, OfficialId, WaveId},
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

/// Who opens or closes an event.
#[derive(Clone, Debug)]
pub struct Official {
    /// The row.
    pub id: OfficialId,
    /// Opener or closer.
    pub ceremony: Ceremony,
    /// As planned, or as it was.
    pub phase: Phase,
    /// `Bapak`, `Ibu`, or empty.
    pub honorific: String,
    /// Titles before the name.
    pub title_prefix: String,
    /// The name.
    pub full_name: String,
    /// Titles after the name.
    pub title_suffix: String,
    /// The position held.
    pub position: String,
    /// In what standing.
    pub acting_status: ActingStatus,
    /// For whom the official stands in; may be empty.
    pub represents: String,
    /// A remark.
    pub note: String,
    /// Where the fact comes from.
    pub data_origin: Origin,
    /// Counts changes.
    pub version: i32,
}

impl Official {
    /// `Plt. Kepala Dinas ..., mewakili Kepala ...`
    pub fn standing(&self) -> String {
        let acting = match self.acting_status {
            ActingStatus::Appointed => "",
            ActingStatus::Plt => "Plt. ",
            ActingStatus::Plh => "Plh. ",
            ActingStatus::Pj => "Pj. ",
        };
        let mut out = format!("{acting}{}", self.position);
        if !self.represents.is_empty() {
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str("mewakili ");
            out.push_str(&self.represents);
        }
        out
    }
}

/// The officials of an event: openers before closers, plans before facts.
pub async fn officials(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Official>> {
    sqlx::query_as!(
        Official,
        r#"select id as "id: OfficialId", ceremony as "ceremony: Ceremony", phase as "phase: Phase", honorific, title_prefix,
                  full_name, title_suffix, position, acting_status as "acting_status: ActingStatus", represents, note,
                  data_origin as "data_origin: Origin", version
             from event_officials where event_id = $1
            order by ceremony desc, phase desc"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// How far the work on an event has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    pub registered: i64,
}

pub(super) async fn progress(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Progress> {
    sqlx::query_as!(
        Progress,
        r#"select registered as "registered!" from event_progress where event_id = $1"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// A session as the summary shows it.
#[derive(Clone, Debug)]
pub(super) struct Programmed {
    pub event: EventId,
    pub is_break: bool,
    pub title: String,
    pub room: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub takes_attendance: bool,
    pub locked_at: Option<DateTime<Utc>>,
}

/// The sessions of these events, in the order of the day.
pub(super) async fn programme(conn: &mut PgConnection, events: &[EventId]) -> sqlx::Result<Vec<Programmed>> {
    let ids: Vec<uuid::Uuid> = events.iter().map(|event| event.0).collect();
    sqlx::query_as!(
        Programmed,
        r#"select event_id as "event!: EventId", is_break as "is_break!", title as "title!", room as "room!",
                  starts_at as "starts_at!", ends_at as "ends_at!", takes_attendance as "takes_attendance!", locked_at
             from event_programme where event_id = any($1)
            order by starts_at, ends_at, id
            limit 1000"#,
        &ids
    )
    .fetch_all(conn)
    .await
}
