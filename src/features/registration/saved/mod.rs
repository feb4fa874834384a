//! Searches of the people list that are kept under a name: for oneself, or for the whole office.
//!
//! Rules:
//! - A kept search holds for every event of the office. One that asks for an event's import is offered in that event only.
//! - Somebody sees the own ones and the office's, twenty together at most.
//! - Whoever may edit the list may rename and remove the office's; what was removed can be brought back.

mod actions;
mod forms;
pub mod paths;
mod sql;
mod verbs;

pub use forms::SavedFilter;
pub(in crate::features::registration) use sql::all;

use crate::web::routes::Routes;

/// The most that one person sees.
const MOST: usize = 20;

/// The routes of kept searches.
pub fn routes() -> Routes {
    Routes::new()
        .action(actions::save)
        .action(actions::rename)
        .action(actions::remove)
        .action(actions::restore)
}
