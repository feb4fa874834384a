//! Agendas as calendar files (RFC 5545): of an event, for whoever may read its agenda and for anybody; and of all events that
//! somebody is assigned to, at a secret address that a calendar program asks again and again.
//!
//! Rules:
//! - A file is of the version that readers see, also the office's: it is passed on. Before the first version it is empty.
//! - A session keeps its UID for ever, and its SEQUENCE only grows: with each change of its event, each publication and each
//!   withdrawal.
//! - A session that readers were shown once and are no more stays in the file as cancelled, so that it goes out of calendars that
//!   have it; so do all sessions of an event that is postponed or cancelled.
//! - The same agenda is the same file: its times are those of the last change, never of the asking.
//! - Of the secret address only a hash is kept. A new one ends the one before.

mod feed;
mod ics;
mod pages;
pub mod paths;
mod sql;

pub(super) use feed::subscription;
pub use ics::{Calendar, Entry, calendar};
pub use pages::answer;
pub use sql::{Readers, of_readers};

use super::sql::Session;
use crate::{kernel::text, web::routes::Routes};

/// The routes of the calendar files.
pub(super) fn routes() -> Routes {
    Routes::new()
        .page(pages::event)
        .page(pages::public)
        .page(feed::file)
        .page(feed::link)
        .action(feed::make)
        .action(feed::revoke)
}

/// What a file says of a session beside its title and hours. Who is not named to its readers is left out.
fn description(session: &Session) -> String {
    let mut lines = vec![session.kind.label().to_owned()];
    for (word, names) in [("Dipandu oleh", &session.leader_names), ("Moderator", &session.moderator_names)] {
        let named: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        if !named.is_empty() {
            lines.push(format!("{word} {}", text::list(&named)));
        }
    }
    if !session.dress_code.is_empty() {
        lines.push(format!("Pakaian: {}", session.dress_code));
    }
    lines.join("\n")
}
