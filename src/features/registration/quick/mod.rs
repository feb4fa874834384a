//! Many people on one page: name, sex, library, category and telephone in rows, as from a list on paper.
//!
//! Nothing is saved until every row that is not blank is right. A library left blank is the one above.

mod actions;
mod forms;
mod pages;
pub mod paths;

use crate::web::routes::Routes;

/// The routes of the page.
pub fn routes() -> Routes {
    Routes::new().page(pages::fill).action(actions::save)
}
