//! Attendance for programs, first of all for our own page on phones without signal: the roster of an event, and marks in
//! batches, each with its own outcome. Documented at `/api/openapi.json`, made from these types.
//!
//! Rules:
//! - Whoever may mark in an event may read its roster and send marks, whatever place they are in on the screen. A right that has
//!   ended still lets what was marked arrive, as a proposal; where there never was one, an id is as good as not there.
//! - A queue belongs to whoever made its marks: another's is not consumed. Brought as such, from a file, its marks become
//!   proposals in their maker's name, until the office decides or the maker's own device sends them.
//! - The roster's cursor is the oldest transaction that was open when it was read: what follows may repeat, and never
//!   leaves anything out.

mod actions;
mod forms;
mod model;
mod pages;
pub mod paths;
mod sql;

use crate::web::routes::Routes;

/// The routes of the interface.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::events)
        .page(pages::roster)
        .action(actions::sync)
        .action(actions::forward)
        .page(pages::openapi)
}
