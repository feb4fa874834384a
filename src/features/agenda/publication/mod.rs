//! Published versions of an agenda.
//!
//! Rules:
//! - The sessions are the draft, which the host's office sees. Everybody else sees the last version that was not withdrawn;
//!   attendance alone goes by the sessions as they are.
//! - A version keeps what its readers were shown, and is never changed. Withdrawing the last one brings back the one before.
//! - What changed is told in words, to the office before it publishes and to readers afterwards.
//! - An agenda that was never published is shown as a draft to people who are signed in, and to nobody else.

mod actions;
pub mod changes;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod readers;
mod sql;
pub mod told;
mod verbs;

pub use model::{Leader, Presentation, Shown, Version};
pub use sql::{called_off, current, draft, of_readers};
pub use verbs::{Publication, publish};

pub use pages::seen_by_readers;
pub(super) use pages::{Standing, seen};
pub(super) use readers::Readers;
pub(super) use verbs::{on_show, withdraw};

use crate::web::routes::Routes;

/// The routes of publication.
pub fn routes() -> Routes {
    Routes::new().page(pages::prepare).action(actions::publish).page(pages::history).action(actions::withdraw)
}
