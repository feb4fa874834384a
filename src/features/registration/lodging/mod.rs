//! The hotel's list (daftar kamar): when people come and go, who needs a room, who sleeps where, and what they need.
//!
//! Rules:
//! - Everything is optional. The province that sends a person and the event's host see it, nobody else.
//! - What somebody needs (access, food) is kept only while the person agrees; who noted that and when is kept with it, and
//!   taking the tick away erases it. The audit log says that there was something, never what.
//! - Room-mates are offered among people of the same L/P, and nobody is put into a room by default.
//! - A room that holds too many, L and P together, nights outside the event, nobody's room: warned about, never refused.

mod actions;
mod export;
mod forms;
mod model;
mod pages;
pub mod paths;
mod print;
mod sql;
mod verbs;

use crate::web::routes::Routes;

/// The routes of the hotel's list.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::fill)
        .action(actions::save)
        .action(actions::set_beds)
        .page(print::print)
        .action(export::export)
}
