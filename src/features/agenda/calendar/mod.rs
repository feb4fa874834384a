//! Agendas as calendar files (RFC 5545): of an event, for whoever may read its agenda; other pages hand out the same.
//!
//! Rules:
//! - The host's office gets the draft, everybody else the version that readers see.
//! - A session keeps its UID for ever, and its SEQUENCE only grows: in the draft it is the row's version, which every change
//!   raises; for readers it counts publications and withdrawals.
//! - A session that was removed stays in the file as cancelled, so that it goes out of calendars that have it.
//! - The same agenda is the same file: its times are those of the last change, never of the asking.

mod ics;
mod pages;
pub mod paths;
mod sql;

pub use ics::{Calendar, Entry, calendar};
pub use sql::{Venue, removed};

use std::collections::HashSet;

use sqlx::PgConnection;

use super::{
    publication,
    sql::{Session, list_for_event},
};
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

/// The sessions of the version that readers see, and as cancelled those that only other versions had; `None` where nothing was
/// ever published.
pub async fn published(
    conn: &mut PgConnection,
    event: EventId,
    zone: Zone,
    venue: &Venue,
) -> Result<Option<Vec<Entry>>> {
    let versions = publication::history(conn, event).await?;
    let sequence = versions.iter().map(|version| 1 + i32::from(version.withdrawn_at.is_some())).sum();
    let touched = versions.iter().flat_map(|version| [Some(version.published_at), version.withdrawn_at]);
    let Some(changed_at) = touched.flatten().max() else { return Ok(None) };
    let current =
        versions.iter().find(|version| version.withdrawn_at.is_none()).map(|version| version.number);
    let mut told = HashSet::new();
    let mut entries = Vec::new();
    // What counts is told first; of what only other versions had, the newest.
    let (counting, others): (Vec<_>, Vec<_>) =
        versions.into_iter().partition(|version| Some(version.number) == current);
    for version in counting.into_iter().chain(others) {
        let is_cancelled = Some(version.number) != current;
        for session in version.sessions.into_iter().map(Session::from) {
            if told.insert(session.id) {
                entries.push(Entry {
                    id: session.id,
                    location: venue.with_room(&session.room),
                    description: description(&session),
                    title: session.title,
                    starts_at: session.starts_at,
                    ends_at: session.ends_at,
                    zone,
                    sequence,
                    changed_at,
                    is_cancelled,
                });
            }
        }
    }
    Ok(Some(entries))
}
