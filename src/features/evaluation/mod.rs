//! Evaluasi: what participants think of an event, said on a page of their own link and kept without their names.
//!
//! Rules:
//! - The form is open from the first day of the programme until two weeks after its last.
//! - A person answers once; that they did and what they said are kept apart, and nothing leads from one to the other.
//! - Its host sees totals and texts, never an answer as a whole, and of answers only as many as make five more: so no two
//!   looks differ by one person. The last one to four answers of an event are therefore never told.
//! - A text that hurts somebody is hidden, not changed.

mod actions;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use verbs::{Invitation, give, invitation};

use crate::web::{page::Area, routes::Routes};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::results)
        .rail(Area::Event, "Evaluasi", "evaluasi")
        .action(actions::hide)
        .action(actions::show)
        .page(pages::own)
        .action(actions::give)
}
