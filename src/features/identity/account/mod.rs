//! One's own account: name, password, and where one is signed in.

pub(super) mod actions;
mod forms;
pub(super) mod pages;
