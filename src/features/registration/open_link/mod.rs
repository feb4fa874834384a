//! Registration by an open link: the host's office opens it for a time and a number of places; whoever holds it registers
//! without an account and waits for the office.
//!
//! Rules:
//! - One link of an event counts at a time. Closing, renewing and changing it are the host's; times are the programme's.
//! - What is typed is kept step by step under a secret: this browser goes on by itself, another one by a short link whose
//!   first page tells the event only.
//! - Sending twice is sending once: the draft's id is the person's id, and the place is judged under a lock.
//! - An applicant learns nothing of others. That they may be a double, the office sees.
//! - Programs are kept out by a field that people do not see, a shortest time, and counts per device and per link. A phone
//!   that brings no cookie is counted with the link only: a hall has one address and many new phones.

mod actions;
mod apply;
mod apply_pages;
mod forms;
mod limits;
mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use model::{Application, Places, Sent, Terms};
pub(super) use sql::forget_old;
pub use verbs::{apply, open};

use crate::web::routes::Routes;

/// The routes of the open link: the office's, and the applicant's.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::office)
        .action(actions::save)
        .action(actions::close)
        .action(actions::renew)
        .page(apply_pages::begin)
        .action(apply::fill)
        .action(apply::keep)
        .page(apply_pages::resume)
        .action(apply::resume)
}
