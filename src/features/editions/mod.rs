//! Editions: the programme years with their labels, goals, templates and waves.

pub mod model;
mod sql;
mod verbs;

pub use verbs::{add_wave, create, set_award_categories, set_categories, set_goals, set_template};
