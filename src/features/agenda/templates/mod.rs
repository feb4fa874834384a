//! Where an agenda comes from besides the national template: a province's own patterns, kept under a name from an event's
//! agenda, and the agenda of an earlier event.
//!
//! Rules:
//! - Days count from the first programme day; hours are those on the wall, in each event's own zone.
//! - Only an empty agenda takes one over, in one action, which can be taken back as long as nobody has touched the sessions.
//! - What finds no day in the event is counted and said.
//! - An office keeps twenty patterns at most; what was removed can be brought back. Changing an agenda changes no pattern.

mod actions;
mod forms;
mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub(super) use pages::Beginnings;

use crate::web::routes::Routes;

/// The routes of patterns and copying.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::choose)
        .action(actions::save)
        .action(actions::take_over)
        .action(actions::remove)
        .action(actions::restore)
        .action(actions::copy)
}
