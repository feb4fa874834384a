//! Capaian: what a library has done, told by its people on their own page, or by their office with them.
//!
//! Rules:
//! - One for each library in an event; everybody who comes from the library writes the same one, and whoever was overtaken
//!   is asked.
//! - It is kept while it is being written; a part that is wrong keeps back no other.
//! - Nothing is asked for that must be filled in. What is missing is shown, and left out of the deck.
//! - Somebody's own words are kept only with their consent; a minor's with their guardian's.

mod actions;
mod deck;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use verbs::{Invitation, begin, invitation};

use crate::web::{page::Area, routes::Routes};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .rail(Area::Event, "Capaian", "capaian")
        .page(pages::office)
        .page(pages::office_deck)
        .action(actions::save)
        .page(pages::own)
        .page(pages::own_deck)
        .action(actions::save_own)
        .action(actions::keep_own)
}
