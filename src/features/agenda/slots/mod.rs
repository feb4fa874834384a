//! Who presents in a session, in which order and for how long ("Urutan paparan").
//!
//! Rules:
//! - Hours are not kept: they follow from the session's beginning and the minutes before. Whoever moves the session moves all turns.
//! - A library has one turn in a session; anybody else is a label. Libraries are those that are invited or have people registered.
//! - Turns may run beyond the session's end: the page says by how much and offers to spread the minutes, and the agenda's
//!   warnings tell it.

mod actions;
mod forms;
mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use verbs::present;

pub(super) use model::over;
pub use model::{Summary, Turn, turns_of};
pub(super) use sql::minutes;

use crate::web::routes::Routes;

/// The routes of the order of presentations.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::show)
        .action(actions::add)
        .action(actions::change)
        .action(actions::undo)
        .action(actions::restore)
}
