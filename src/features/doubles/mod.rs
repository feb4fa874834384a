//! People who stand on an event's list twice: suspected, looked at side by side, merged, and parted again.
//!
//! Rules:
//! - A suspicion is a question. Whoever looked and found two people is not asked again, until they want to be.
//! - One row survives with the values that were chosen; the other is on no list and in no count any more, and stays as
//!   the survivor's alias: marks that were made or still arrive for it count for the survivor.
//! - Different marks of the two in a session are a conflict, and a person decides, as always.
//! - One personal link counts afterwards: the survivor's, or the other's when the survivor had none.
//! - A merge can be undone: both rows are as before, with their marks and links. What was changed on the survivor since
//!   stays there, and is said.
//! - Only people of one province are merged: each province answers for its own, and the places are counted by province.
//! - Merges of one event happen one after another, so that A into B while B into C makes neither a circle nor a gap.

mod actions;
mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use verbs::{Merged, Unmerged, merge, undo};

use crate::web::routes::Routes;

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .page(pages::compare)
        .action(actions::merge)
        .action(actions::undo)
        .action(actions::tell_apart)
        .action(actions::ask_again)
}
