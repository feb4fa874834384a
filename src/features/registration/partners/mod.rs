//! Perpusnas's one list of partner libraries: read, each row told its province, given to the offices.
//!
//! Rules:
//! - A province's directory stays the province's. Its part of the list waits among its imports until the office accepts it; the
//!   nation sees whether it did and how many that changed, never what is in it.
//! - A row goes to a province that it names itself: in words, by its region's code, by its kabupaten or kota, or by the block
//!   that it stands in. A row that contradicts itself goes nowhere, and neither does one whose province has no office.
//! - What is shared is what was seen: it is not shared where somebody has put the columns right meanwhile.
//! - Of one province only the newest part waits. What waits can be taken back; what was accepted stays.
//! - A list that was shared forgets its rows.

mod actions;
mod forms;
mod model;
mod pages;
pub mod paths;
mod shared_page;
mod sql;
mod verbs;

pub(super) use sql::forget_old;

use crate::web::{page::Area, routes::Routes};

/// The routes of the national list of partners.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::choose)
        .rail(Area::National, "Daftar mitra", "perpustakaan")
        .action(actions::take_in)
        .page(pages::template)
        .page(pages::list)
        .action(actions::put_columns)
        .action(actions::share)
        .action(actions::withdraw)
        .action(actions::forget)
}
