//! The page of whoever speaks: what they tell of themselves, and where their material lies.
//!
//! Rules:
//! - Who leads or moderates a published session has the page, by their personal link.
//! - Material is a link that begins with `https://`; what is behind it stays with whoever keeps it.
//! - Readers see material beside the session; the public sees it too, and what speakers and officials tell of themselves.
//! - The speaker and the host's office take material away, and bring it back.

mod actions;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use sql::{materials, of_public};

use crate::web::routes::Routes;

/// The routes of the speakers.
pub(super) fn routes() -> Routes {
    Routes::new()
        .page(pages::own)
        .action(actions::tell)
        .action(actions::add)
        .action(actions::take_away)
        .action(actions::bring_back)
        .action(actions::remove)
        .action(actions::restore)
}
