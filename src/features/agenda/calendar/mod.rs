//! Agendas as calendar files (RFC 5545): of an event, for whoever may read its agenda; other pages hand out the same.
//!
//! Rules:
//! - A session keeps its UID for ever, and its SEQUENCE only grows: it is the row's version, which every change raises.
//! - A session that was removed stays in the file as cancelled, so that it goes out of calendars that have it.
//! - The same agenda is the same file: its times are those of the last change, never of the asking.

mod ics;
mod pages;
pub mod paths;
mod sql;

pub use ics::{Calendar, Entry, calendar};
pub use sql::{Venue, removed};

use sqlx::PgConnection;

use super::sql::{Session, list_for_event};
use crate::{
    error::Result,
    kernel::{ids::EventId, text, zone::Zone},
    web::routes::Routes,
};

/// The routes of the calendar files.
pub(super) fn routes() -> Routes {
    Routes::new().page(pages::event)
}

/// What a file says of a session beside its title and hours.
pub fn description(session: &Session) -> String {
    let mut lines = vec![session.kind.label().to_owned()];
    if !session.leader_names.is_empty() {
        lines.push(format!("Dipandu oleh {}", text::list(&session.leader_names)));
    }
    if !session.moderator_names.is_empty() {
        lines.push(format!("Moderator {}", text::list(&session.moderator_names)));
    }
    if !session.dress_code.is_empty() {
        lines.push(format!("Pakaian: {}", session.dress_code));
    }
    lines.join("\n")
}

/// The sessions of an event that stand, and those that were removed, as the scope sees them.
pub async fn entries(
    conn: &mut PgConnection,
    event: EventId,
    zone: Zone,
    venue: &Venue,
) -> Result<Vec<Entry>> {
    let standing = list_for_event(conn, event).await?;
    let mut entries: Vec<Entry> = standing
        .iter()
        .map(|session| Entry {
            id: session.id,
            title: session.title.clone(),
            location: venue.with_room(&session.room),
            description: description(session),
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            zone,
            sequence: session.version - 1,
            changed_at: session.changed_at,
            is_cancelled: false,
        })
        .collect();
    entries.extend(removed(conn, event, zone, venue).await?);
    Ok(entries)
}
