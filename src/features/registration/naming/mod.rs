//! The people of an invited library, named by its PIC through a delegation link, without an account and on a telephone.
//!
//! Rules:
//! - The link shows the event, the library, its places and whom it named, and nobody else.
//! - One person at a time, each under an id that the page brought along: sent twice it is still one person.
//! - Never more people than places; a person taken back frees the place.
//! - A person whom the office has changed since is the office's, and is only read here.
//! - "Selesai" and "tidak dapat hadir" are both answers, and can be taken back until the names close.

mod actions;
mod forms;
mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use model::NamingPlan;
pub use verbs::{Named, finish, name};

use crate::web::routes::Routes;

/// The routes of a delegation link.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::own)
        .action(actions::open)
        .action(actions::name)
        .page(pages::edit)
        .action(actions::correct)
        .action(actions::take_back)
        .action(actions::bring_back)
        .action(actions::finish)
        .action(actions::decline)
        .action(actions::reopen)
}
