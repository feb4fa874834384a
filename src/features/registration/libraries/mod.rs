//! The libraries of a province: offices of the province and its kabupaten and kota, and village libraries.

mod actions;
mod forms;
mod model;
mod pages;
pub mod paths;
mod sql;

pub use actions::add_library;
pub use model::{LibraryKind, LibraryPlan};
pub use sql::{Choosable, choosable, name_of};

use crate::web::{page::Area, routes::Routes};

/// The routes of a province's libraries.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .rail(Area::Office, "Perpustakaan", "perpustakaan")
        .page(pages::create)
        .action(actions::create)
        .page(pages::edit)
        .action(actions::update)
        .action(actions::remove)
        .action(actions::restore)
        .page(pages::region_choices)
}
