//! The language of the tests: a world with a few provinces, people in it, and browsers that fill real forms.

pub mod browser;
pub mod cluster;
pub mod samples;
pub mod world;

pub use browser::{Browser, Page};
pub use world::World;
