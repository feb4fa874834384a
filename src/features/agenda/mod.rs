//! The agenda (rundown) of an event: its sessions by day, who leads them, and the edition's template.
//!
//! Rules:
//! - A session lies on one of the event's days and ends after it begins, in the event's own zone.
//! - The template is taken over in one action, into an agenda that is still empty; that can be undone as long as
//!   nobody has touched the sessions.
//! - A removed session stays as a row: marks of attendance may still arrive for it.
//!
//! This is the slice that other features are modelled on.

mod actions;
pub mod calendar;
mod forms;
pub mod goals;
mod margin;
pub mod model;
mod pages;
pub mod paths;
pub mod rooms;
mod sql;
mod verbs;
pub mod warnings;

pub use sql::{Session, find, list_for_event};
pub use verbs::{Template, take_over_template};

use crate::web::{page::Area, routes::Routes};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .rail(Area::Event, "Agenda", "agenda")
        .page(pages::create)
        .action(actions::create)
        .page(pages::edit)
        .action(actions::update)
        .action(actions::remove)
        .action(actions::restore)
        .action(actions::apply_template)
        .action(actions::undo_template)
        .merge(rooms::routes())
        .merge(warnings::routes())
        .merge(goals::routes())
        .merge(calendar::routes())
}
