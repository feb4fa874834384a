//! "Hadir mandiri": people mark themselves present by a code that is shown in the hall or spoken in a meeting by video.
//!
//! Rules:
//! - Whoever marks in a session opens and closes its check-in. A closed session takes nobody.
//! - A screen's code changes every thirty seconds and counts for a minute at the most; a spoken one until it is changed.
//! - A person is who has opened their own link on the device. Ten wrong codes, and a quarter of an hour has to pass.
//! - The mark is the person's own word, beside those of whoever guides the session: where they differ, somebody decides.

mod actions;
mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use pages::{Asked, asked};

use crate::web::routes::Routes;

/// The routes of checking in by a code.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::office)
        .action(actions::open)
        .action(actions::close)
        .page(pages::at_code)
        .action(actions::by_code)
        .action(actions::by_own_page)
}
