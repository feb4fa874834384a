//! The people of an office, and those whom Perpusnas invites: inviting, ending, links for new passwords.

pub(super) mod actions;
mod desk;
mod forms;
pub(super) mod pages;
