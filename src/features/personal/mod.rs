//! A participant's own page, by a personal link: who the office thinks they are, the agenda, and their presence.
//!
//! Rules:
//! - The link is a secret, made by the office, one at a time per person, revocable, valid twelve months after the
//!   event. Only its hash is kept; it is shown once.
//! - A preview by a messenger opens links: a GET changes nothing and tells the event only.
//! - A new browser shows the last four digits of the person's telephone or the office's code, once.
//! - A person who was replaced or cancelled has no page; one who does not come, or was not approved, has one that says so.
//! - People correct their own details and say whether they will come; what the office has decided, the office changes.

mod actions;
mod own;
mod pages;
pub mod paths;
mod sql;

pub use paths::OwnPagePath;
pub use sql::{make_link, make_link_with_code};

use crate::web::routes::Routes;

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .merge(own::routes())
        .action(actions::open)
        .page(pages::link)
        .action(actions::make)
        .action(actions::make_several)
        .action(actions::renew_several)
        .action(actions::revoke_several)
        .action(actions::revoke)
}
