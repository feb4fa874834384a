//! Journeys in a real Chromium: what people do, on the screens they have, and what every page must hold to.
//!
//! With `SEJAWAT_SHOTS=folder` the test of all pages leaves a picture of each.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking"
)]

mod achievements;
mod agenda;
mod catalogue;
mod chromium;
mod door;
mod forward;
mod journey;
mod keyboard;
mod link;
mod kept;
mod killed;
mod link_cut;
mod live;
mod minutes;
mod naming;
mod offline;
mod offline_phone;
mod pages;
mod paper;
mod projector;
mod scan;
mod self_registration;
mod shared_phone;
mod sheet_photo;
mod site;
mod slow_line;
mod spreadsheet;
#[path = "../it/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "shared with the tests that need no screen, which use the rest")]
mod support;
mod tab;
mod twenty;
mod without_script;
