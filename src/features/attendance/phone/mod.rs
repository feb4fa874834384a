//! The roll call on a phone without signal: one page that names nobody, and the worker that keeps it on the phone.
//!
//! - The page, its styles and scripts come from the phone itself once they were loaded; what they show is fetched from
//!   the API and kept by the scripts in `static/js/hadir/`.
//! - The worker keeps these files alone: no answer of the API, and no other page.
//! - It takes a file only when its content is what this program holds, so that the page of a hotel's Wi-Fi is never
//!   kept in its place.

mod pages;
pub mod paths;

use crate::web::routes::Routes;

/// The routes of the page, its worker and its manifest.
pub fn routes() -> Routes {
    Routes::new().page(pages::shell).page(pages::worker).page(pages::manifest)
}
