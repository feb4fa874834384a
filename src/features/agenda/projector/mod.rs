//! The page for the hall's projector: what is on now, how long it lasts, and what comes next.
//!
//! Rules:
//! - It shows what readers see: the published version; before the first one, the draft.
//! - It goes on by itself. What it will show, and from when, is sent beforehand as scenes; a script only picks the scene
//!   and counts minutes, also without a network. A small answer that is asked for every few seconds brings changes.
//! - That a session lasts longer than planned is said where the next of its day has not begun; nothing else is guessed.

mod model;
mod pages;
mod paths;

use crate::web::routes::Routes;

/// The routes of the projector.
pub fn routes() -> Routes {
    Routes::new().page(pages::screen).page(pages::state)
}

pub(super) use paths::ScreenPath;
