//! The award categories of an edition ("Penghargaan"): who competes, what is judged and with which weight. A province
//! may add its own to its event later.

mod actions;
mod forms;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use verbs::set_award_categories;

pub(super) use sql::copy;

use crate::web::routes::Routes;

/// The awards' routes.
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
