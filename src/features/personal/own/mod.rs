//! The page itself: where one stands, whether one will come, the agenda, one's details, and what one agrees to.

mod actions;
mod calendar;
mod forms;
mod moment;
mod pages;

pub(super) use pages::DOOR;

use crate::web::routes::Routes;

/// The routes of the page.
pub(super) fn routes() -> Routes {
    Routes::new()
        .page(pages::own)
        .page(calendar::own)
        .action(actions::update)
        .action(actions::keep)
        .action(actions::answer)
        .action(actions::consent)
}
