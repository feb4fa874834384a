//! How many places each category of each province has. The wave says how many a province has in all; the host
//! divides them. More people than places are warned about, never refused.

mod actions;
mod forms;
mod pages;
pub mod paths;
mod sql;

pub use actions::set_quota;

use crate::web::routes::Routes;

/// The routes of the quotas.
pub fn routes() -> Routes {
    Routes::new().page(pages::edit).action(actions::save)
}
