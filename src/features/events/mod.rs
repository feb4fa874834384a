//! Events: one meeting at one place, hosted by a province, sometimes with guests.
//!
//! Rules:
//! - An event inside a wave is made by the national plan; a self-funded one by the province itself.
//! - Travel days lie around the programme days. Times are told in the event's own zone.
//! - That an event is running follows from its dates; publishing, closing, reporting, postponing and cancelling are
//!   acts of people. A reason stands beside the last two for everybody who is involved.
//! - Who opens and closes is kept as planned and as it really was.

pub mod model;
mod pages;
pub mod paths;
mod sql;

pub use sql::{Event, find};

use crate::web::{page::Area, routes::Routes};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list::list)
        .rail(Area::Office, "Kegiatan", "kegiatan")
        .page(pages::duties::duties)
        .page(pages::summary::summary)
        .rail(Area::Event, "Ringkasan", "ringkasan")
}
