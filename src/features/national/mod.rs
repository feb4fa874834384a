//! The national board: where every province of an edition stands, what is missing, and whom to call.
//!
//! Rules:
//! - Rows are provinces. A joint event stands in two rows and counts once as a venue.
//! - A step says how much is expected and how much is done. Late is a flag beside it, not a state: a step is late when
//!   its deadline has passed in the event's own zone and it is not done.
//! - Deadlines count from the first programme day (H): venue H-21, names H-7, agenda H-3, attendance on the day.
//! - Numbers only: no person of a province is shown here.

pub mod model;
mod pages;
pub mod paths;
mod sql;

use crate::web::{page::Area, routes::Routes};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new().page(pages::board).rail(Area::National, "Papan nasional", "papan").page(pages::province)
}
