//! The agenda templates of an edition ("Pola agenda"), one for each kind of meeting: the sessions that an event can take over in
//! one action. Days count from the first programme day, hours are each event's own. Changing it changes no event that has taken it over.

mod actions;
mod forms;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use forms::WhichForm;
pub use sql::{filled, list};
pub use verbs::set_template;

pub(super) use sql::copy;

use crate::web::routes::Routes;

/// The template's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .page(pages::create)
        .action(actions::create)
        .page(pages::edit)
        .action(actions::update)
        .action(actions::remove)
        .action(actions::restore)
}
