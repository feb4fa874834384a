//! The wording of messages that an office sends by WhatsApp. Each kind has a default; an office may have its own for an
//! event. What varies from person to person stands as a placeholder: `{nama}`, `{tautan}`.
//!
//! Another feature adds its kind to [`MessageKind`] and fills the text with [`Wording::fill`].

mod actions;
mod forms;
mod model;
mod pages;
pub mod paths;
mod sql;

pub use model::{MessageKind, Wording};
pub use sql::wording;

use crate::web::routes::Routes;

/// The routes of the wordings.
pub fn routes() -> Routes {
    Routes::new().page(pages::edit).action(actions::save).action(actions::reset)
}
