//! The tests that drive the real forms and the real database, in one binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking"
)]

mod accounts;
mod achievements;
mod agenda;
mod agenda_editing;
mod agenda_calendar;
mod agenda_goals;
mod agenda_rooms;
mod agenda_warnings;
mod check_in;
mod architecture;
mod attendance;
mod attendance_sync;
mod doubles;
mod door;
mod delegations;
mod demo;
mod directory;
mod editions;
mod evaluation;
mod forwarded;
mod events;
mod given_up;
mod final_attendance;
mod import;
mod isolation;
mod libraries;
mod lodging;
mod migrations;
mod minutes;
mod national;
mod papers;
mod partners;
mod open_link;
mod own_page;
mod permissions;
mod presence;
mod personal;
mod phone;
mod projector;
mod public_event;
mod publication;
mod regions;
mod registration;
mod saved_filters;
mod round_trips;
mod sheets;
mod sign_in;
mod support;
mod speakers;
mod tenants;
