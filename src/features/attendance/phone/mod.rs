//! The roll call on a phone without signal: one page that names nobody, and the worker that keeps it on the phone.
//!
//! - The page, its styles and scripts come from the phone itself once they were loaded; what they show is fetched from
//!   the API and kept by the scripts in `static/js/hadir/`.
//! - The worker keeps these files alone: no answer of the API, and no other page.
//! - It takes a file only when its content is what this program holds, so that the page of a hotel's Wi-Fi is never
//!   kept in its place.
//! - Cards are read by the browser itself, or by a reader of 400 KB that is fetched only where it is needed, kept under the
//!   sum of its content, and so fetched once over many versions of the program.

mod pages;
pub mod paths;

use crate::web::routes::Routes;

/// The routes of the page, its worker and its manifest.
pub fn routes() -> Routes {
    Routes::new().page(pages::shell).page(pages::worker).page(pages::reader).page(pages::manifest)
}
