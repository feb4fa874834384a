//! Editions: the programme years with their labels, goals, templates and waves.
//!
//! Rules:
//! - There is one edition per year and level. Its labels, goals, categories, awards and template are data; a new one
//!   starts as a copy of an earlier one.
//! - The provinces that count are those of the edition's reference day: 34 for 2022, 38 now.
//! - A wave lies within the edition's year. Which province meets in which wave is said by the events' plan.

mod actions;
pub mod awards;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod sql;
pub mod template;
mod verbs;

pub use awards::set_award_categories;
pub use sql::{Edition, Wave, find, goals, waves};
pub use template::set_template;
pub use verbs::{add_wave, create, set_categories, set_goals};

use chrono::{DateTime, Utc};

use crate::{
    kernel::{text, zone::Zone},
    web::{page::Area, routes::Routes},
};

/// Who saved something, and when, by the clock of Jakarta where editions are planned.
fn saved_by(by: &str, at: DateTime<Utc>) -> String {
    format!("{by}, {}", text::moment(Zone::Wib.local(at), Zone::Wib))
}

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .rail(Area::National, "Edisi & gelombang", "edisi")
        .page(pages::create)
        .action(actions::create)
        .page(pages::edit)
        .action(actions::update)
        .merge(template::routes())
        .merge(awards::routes())
}
