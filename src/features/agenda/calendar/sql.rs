//! The calendar files' statements.

use sqlx::PgConnection;

use super::ics::Entry;
use crate::kernel::{
    ids::{EventId, SessionId},
    zone::Zone,
};

/// Where an event is.
#[derive(Clone, Debug, Default)]
pub struct Venue {
    /// The house; may be empty.
    pub venue: String,
    /// Its address; may be empty.
    pub address: String,
    /// Its city; may be empty.
    pub city: String,
}

impl Venue {
    /// The place of a session in this room, which may be empty.
    pub fn with_room(&self, room: &str) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for part in [room, &self.venue, &self.address, &self.city] {
            // A city that stands in the address already is not said twice.
            if !part.is_empty() && !parts.iter().any(|said| said.contains(part)) {
                parts.push(part);
            }
        }
        parts.join(", ")
    }
}

/// Where an event is.
pub(super) async fn venue(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Venue> {
    sqlx::query_as!(Venue, "select venue, address, city from events where id = $1", event.0)
        .fetch_one(conn)
        .await
}

/// The sessions that were removed from an event's agenda.
pub async fn removed(
    conn: &mut PgConnection,
    event: EventId,
    zone: Zone,
    venue: &Venue,
) -> sqlx::Result<Vec<Entry>> {
    let rows = sqlx::query!(
        r#"select id as "id: SessionId", title, room, starts_at, ends_at, version, changed_at
             from sessions where event_id = $1 and removed_at is not null order by removed_at desc, id limit 500"#,
        event.0
    )
    .fetch_all(conn)
    .await?;
    let entries = rows.into_iter().map(|row| Entry {
        id: row.id,
        title: row.title,
        location: venue.with_room(&row.room),
        description: String::new(),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        zone,
        sequence: row.version - 1,
        changed_at: row.changed_at,
        is_cancelled: true,
    });
    Ok(entries.collect())
}
