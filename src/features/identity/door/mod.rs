//! One-time links: opening shows what one is for and changes nothing; only pressing the button uses it.

pub(super) mod actions;
mod forms;
pub(super) mod pages;
