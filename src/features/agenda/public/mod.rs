//! The public page of an event: what it is, when and where, and the agenda as it was published.
//!
//! Rules:
//! - Only announced events have one; one that is postponed or cancelled says so and tells no agenda.
//! - No participant is named. Officials and speakers are; who else leads a session is told by what they are.
//! - It is the same for everybody, sets no cookie, and may be kept for a minute.

mod model;
mod pages;
mod sql;

use crate::web::routes::Routes;

/// The routes of the public page.
pub fn routes() -> Routes {
    Routes::new().page(pages::event)
}
