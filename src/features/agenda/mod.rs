//! The agenda (rundown) of an event: its sessions by day, who leads them, and the edition's template.
//!
//! Rules:
//! - A session lies on one of the event's days and ends after it begins, in the event's own zone.
//! - The template is taken over in one action, into an agenda that is still empty; that can be undone as long as
//!   nobody has touched the sessions.
//! - Most of it is done in parts of its own: [`shift`] moves sessions, [`slots`] orders presentations, [`templates`] begins an agenda.
//! - A removed session stays as a row: marks of attendance may still arrive for it.
//! - The sessions are a draft; what others than the host's office see was published, in `publication`.
//!
//! This is the slice that other features are modelled on.

mod actions;
pub mod calendar;
mod forms;
pub mod goals;
mod leaders;
mod margin;
pub mod model;
mod pages;
pub mod paths;
pub mod shift;
pub mod slots;
pub mod speakers;
mod projector;
mod public;
pub mod publication;
pub mod rooms;
mod sql;
pub mod templates;
mod timeline;
mod verbs;
pub mod warnings;

pub use margin::anchor;
pub use publication::{Shown, Version};
pub use slots::{Turn, turns_of};
pub use sql::{Session, find, list_for_event};
pub use verbs::{Template, take_over_template};

use sql::is_empty_and_held;
use verbs::take_over;

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
        .merge(shift::routes())
        .merge(slots::routes())
        .merge(speakers::routes())
        .merge(templates::routes())
        .merge(publication::routes())
        .merge(public::routes())
        .merge(projector::routes())
        .merge(rooms::routes())
        .merge(warnings::routes())
        .merge(goals::routes())
        .merge(calendar::routes())
}
