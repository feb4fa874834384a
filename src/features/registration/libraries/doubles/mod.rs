//! Libraries that a province has twice: suspected, looked at side by side, merged, and parted again.
//!
//! Rules:
//! - One row survives with the values that were chosen; the other is removed and says into which.
//! - What hangs on the other moves to the survivor (`sql::move_references`), and back when the merge is undone; people
//!   of events that are over keep the agency's name they had.

mod actions;
mod model;
mod pages;
pub mod paths;
pub(super) mod sql;
mod verbs;

use crate::web::routes::Routes;

/// The routes of libraries that may be there twice.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .page(pages::compare)
        .action(actions::merge)
        .action(actions::undo)
        .action(actions::tell_apart)
        .action(actions::ask_again)
}
