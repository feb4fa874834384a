//! The national plan of an edition: which province meets in which wave, and who meets together.
//!
//! Rules:
//! - A province stands once among the waves of an edition; a unique key says so.
//! - Putting a province into a wave makes its event. Moving the event moves its days, and its agenda with them.
//! - A province that joins another's event gives up its own, as long as nothing has been done to it.

pub(super) mod actions;
mod forms;
pub mod model;
pub(super) mod pages;
mod sql;
mod verbs;
pub(super) mod waves;

pub use verbs::{join, move_to_wave, place, split};
