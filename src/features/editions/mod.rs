//! Editions: the programme years with their labels, goals, templates and waves.
//!
//! Rules:
//! - There is one edition per year and level. Its labels, goals, categories, awards and template are data; a new one
//!   starts as a copy of an earlier one.
//! - The provinces that count are those of the edition's reference day: 34 for 2022, 38 now.
//! - A wave lies within the edition's year. Which province meets in which wave is said by the events' plan.

mod actions;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

pub use sql::{Edition, Wave, find, waves};
pub use verbs::{add_wave, create, set_award_categories, set_categories, set_goals, set_template};

use crate::web::{page::Area, routes::Routes};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .rail(Area::National, "Edisi & gelombang", "edisi")
        .page(pages::create)
        .action(actions::create)
        .page(pages::edit)
        .action(actions::update)
}
