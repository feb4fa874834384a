//! A province's office: its front page, and what its papers say about it (names, letterhead, signers).
//!
//! Rules:
//! - The agency's name is public and its own to change; the offices themselves are added by Perpusnas.
//! - A removed signer stays as a row, for the papers already signed.
//! - Facilitators add nobody at the door of an event unless its host has allowed it.
//! - "Ahead" and "over" are judged by the programme's clock and each event's own zone.

mod actions;
mod forms;
mod logo;
pub mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use sql::{Signer, Tenant, any, facilitators_add_people, find, logo, reach, reach_all, signer, signers};
pub use verbs::{add, add_signer, change_signer, configure, set_signer_removed};

use crate::web::{page::Area, routes::Routes};

/// The front page, first in the office's rail.
pub fn routes() -> Routes {
    Routes::new().page(pages::office).rail(Area::Office, "Ringkasan", "ringkasan")
}

/// The settings, last in the office's rail.
pub fn settings_routes() -> Routes {
    Routes::new()
        .page(pages::settings)
        .rail(Area::Office, "Pengaturan", "pengaturan")
        .action(actions::configure)
        .page(logo::show)
        .action(logo::set)
        .action(logo::remove)
        .action(logo::restore)
        .page(pages::new_signer)
        .action(actions::add_signer)
        .page(pages::signer)
        .action(actions::change_signer)
        .action(actions::remove_signer)
        .action(actions::restore_signer)
}
