//! Facts about this installation: whether it is a demo, and where the programme's clock stands in it.

mod sql;

pub use sql::{demo_start, mark_as_demo};
