//! Papers of an event: lists, sheets to sign on, badges, table signs, biodata, the rundown, who was present. Each is a Typst template of
//! `templates/documents` and the event's data.
//!
//! Rules:
//! - A paper is made in the background and kept for two weeks; it can be made anew at any time. The same data and choices
//!   give the same bytes.
//! - An office prints the people it sees: a guest its own, the host everybody.
//! - Papers choose the kinds of people they are for; who waits for approval or does not come is on none.
//! - A badge's QR code says a word of the event that means the person, and nothing about the person.
//! - Every page of an attendance sheet bears a code by which its lines can be found again.
//! - A rundown is of the agenda as readers see it; the host may print its draft, which says so.
//! - The final attendance list is of closed sessions; of one that is not, it says so.
//! - Who printed what is in the audit log.

mod actions;
mod choices;
mod content;
mod forms;
mod job;
pub mod model;
mod pages;
pub mod paths;
mod presence;
mod rundown;
mod sql;

pub use job::{KIND, make};

use crate::web::{page::Area, routes::Routes};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .rail(Area::Event, "Dokumen", "cetak")
        .page(pages::prepare)
        .action(actions::ask)
        .page(pages::wait)
        .page(pages::file)
}
