//! What people agree to, purpose by purpose. Being registered rests on the office's public task and is not asked; these
//! things are, none of them is a condition, and each is taken back as easily as it was given.
//!
//! Nothing is rewritten: the last word of a purpose counts, the words before it stay as the proof.

pub mod model;
pub(super) mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use model::{Channel, NOTICE, Purpose, TEXT_VERSION};
pub use sql::{Word, of_person};
pub use verbs::{give_first, say};

use crate::web::routes::Routes;

/// The routes of the consents.
pub fn routes() -> Routes {
    Routes::new().page(pages::list)
}
