//! The tests that drive the real forms and the real database, in one binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking"
)]

mod agenda;
mod attendance;
mod events;
mod national;
mod personal;
mod sign_in;
mod support;
mod tenants;
