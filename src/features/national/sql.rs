//! The board's statements.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::Progress;
use crate::kernel::{
    ids::{EditionId, EventId},
    zone::Zone,
};

/// An edition, for the choice at the top.
pub(super) struct Edition {
    pub id: EditionId,
    pub name: String,
    pub target_provinces: i32,
    pub wave_count: i32,
}

/// The editions: the one that meets on this day first, then those whose events are published, then the plans.
pub(super) async fn editions(conn: &mut PgConnection, today: NaiveDate) -> sqlx::Result<Vec<Edition>> {
    sqlx::query_as!(
        Edition,
        r#"select d.id as "id: EditionId", d.name, d.target_provinces, d.wave_count
             from editions d
             left join (select edition_id, bool_or($1 between starts_on and ends_on) as meets
                          from events where status not in ('draft', 'cancelled') group by edition_id) e on e.edition_id = d.id
            order by e.meets desc nulls last, d.year desc, d.level limit 50"#,
        today
    )
    .fetch_all(conn)
    .await
}

/// One row of the board.
pub(super) struct Row {
    pub event: EventId,
    pub event_title: String,
    pub part: String,
    pub slug: String,
    pub province: String,
    /// Number, first and last day of its wave; `None` outside the waves.
    pub wave: Option<(i32, NaiveDate, NaiveDate)>,
    pub place: String,
    pub status: String,
    pub status_reason: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub progress: Progress,
}

struct RawRow {
    event: Uuid,
    event_title: String,
    part: String,
    slug: String,
    province: String,
    wave: Option<i32>,
    wave_starts_on: Option<NaiveDate>,
    wave_ends_on: Option<NaiveDate>,
    venue: String,
    city: String,
    status: String,
    status_reason: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    first_day: NaiveDate,
    last_day: NaiveDate,
    zone: Zone,
    quota: i32,
    registered: i64,
    present: i64,
    sessions: i64,
    sessions_to_take: i64,
    sessions_closed: i64,
    first_open_end: Option<DateTime<Utc>>,
}

impl From<RawRow> for Row {
    fn from(raw: RawRow) -> Self {
        let place = match (raw.venue.as_str(), raw.city.as_str()) {
            ("", city) => city.to_owned(),
            (venue, "") => venue.to_owned(),
            (venue, city) if venue.contains(city) => venue.to_owned(),
            (venue, city) => format!("{venue}, {city}"),
        };
        Self {
            event: EventId(raw.event),
            event_title: raw.event_title,
            part: raw.part,
            slug: raw.slug,
            province: raw.province,
            wave: (|| Some((raw.wave?, raw.wave_starts_on?, raw.wave_ends_on?)))(),
            place,
            starts_on: raw.starts_on,
            ends_on: raw.ends_on,
            progress: Progress {
                has_venue: !raw.venue.is_empty(),
                is_published: !matches!(raw.status.as_str(), "draft"),
                is_off: matches!(raw.status.as_str(), "postponed" | "cancelled"),
                first_day: raw.first_day,
                last_day: raw.last_day,
                zone: raw.zone,
                quota: i64::from(raw.quota),
                registered: raw.registered,
                present: raw.present,
                sessions: raw.sessions,
                sessions_to_take: raw.sessions_to_take,
                sessions_closed: raw.sessions_closed,
                first_open_end: raw.first_open_end,
            },
            status: raw.status,
            status_reason: raw.status_reason,
        }
    }
}

/// The rows of an edition, all provinces or one.
pub(super) async fn rows(
    conn: &mut PgConnection,
    edition: EditionId,
    slug: Option<&str>,
) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        RawRow,
        r#"select n.event_id as "event!", e.title as event_title, n.part as "part!", t.slug, t.province_name as province,
                  w.number as "wave?", w.starts_on as "wave_starts_on?", w.ends_on as "wave_ends_on?", e.venue, e.city, e.status,
                  e.status_reason, e.starts_on, e.ends_on, e.programme_starts_on as first_day, e.programme_ends_on as last_day,
                  e.zone as "zone: Zone", n.quota as "quota!", n.registered as "registered!", n.present as "present!",
                  n.sessions as "sessions!", n.sessions_to_take as "sessions_to_take!", n.sessions_closed as "sessions_closed!",
                  n.first_open_end
             from national_progress n
             join events e on e.id = n.event_id
             join tenants t on t.province_code = n.province_code
             left join waves w on w.id = n.wave_id
            where n.edition_id = $1 and ($2::text is null or t.slug = $2)
            order by w.number nulls last, t.province_name, e.starts_on
            limit 500"#,
        edition.0,
        slug
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(Row::from).collect())
}
