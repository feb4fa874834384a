//! The rooms of an event ("Ruang"), and how many people each holds.
//!
//! Rules:
//! - A session's room stays free text: rooms are offered, never demanded. A room is meant where the names have the same
//!   letters and digits (`kernel::text::compact`).
//! - A room that gets another name takes along the sessions that meant it, but for those whose attendance is closed.
//! - A removed room can be brought back while no other bears its name.

mod actions;
mod forms;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub(super) use sql::{list, offered};

use crate::web::routes::Routes;

/// How many rooms an event has at most.
const MOST: usize = 60;

/// The routes of the rooms.
pub(super) fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .action(actions::add)
        .page(pages::edit)
        .action(actions::change)
        .action(actions::remove)
        .action(actions::restore)
}
