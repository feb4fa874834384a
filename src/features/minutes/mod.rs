//! Notulen: what is said in a session, written down entry by entry while it is said, on any phone.
//!
//! Rules:
//! - An entry is a point, a challenge, a solution that answers a challenge of the same session, or a decision. Who raised it
//!   is a library or agency by its name.
//! - The device gives an entry its id: the same entry sent again is one entry, and another one under the same id is not lost.
//! - Two who change one entry see each other's words. A removed entry can be brought back; with a challenge go its solutions.
//! - A challenge can be taken to the province's Stakeholder Meeting; there it stands with the solutions that were found.
//! - Consultants read and remark. What was said in a session stays readable when the session is removed.

mod actions;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod remarks;
mod sql;
mod verbs;

pub use verbs::{Written, escalate, write};

use crate::web::{page::Area, routes::Routes};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::event::event)
        .rail(Area::Event, "Notulen", "notulen")
        .page(pages::session::session)
        .action(actions::write)
        .action(actions::send)
        .page(pages::entry::edit)
        .action(actions::update)
        .action(actions::place)
        .action(actions::remove)
        .action(actions::restore)
        .action(actions::escalate)
        .action(remarks::add)
        .action(remarks::remove)
        .action(remarks::restore)
}
