//! Attendance: who was present in a session, marked by whoever guides it, on any phone.
//!
//! Rules:
//! - A mark is kept for ever, under the id that the device gave it. The same mark sent again changes nothing.
//! - The effective state of a person in a session is the mark with the greatest (effective time, id), after human
//!   decisions: a pure function of what is kept (`effective_presence` in the database), whatever the order of arrival.
//! - Effective time is the device's time corrected by its measured offset, and never later than the receipt.
//! - No mark blocks another: each has its own outcome.
//! - Two people's different marks for one person are both kept and shown; a person decides.
//! - In a closed session a mark is kept as a proposal, and so is one whose marker's right has ended; a correction needs a
//!   reason.
//! - Marks of a row that was merged into another count for that one, also those that arrive later.
//! - Present in a session = hadir or terlambat; on a day = in at least one of its sessions; at the event = on at
//!   least one day.
//!
//! Whoever comes unannounced or instead of somebody is added at the [`door`]. Whoever reads the hall's code marks themselves by
//! [`check_in`]. What was signed on paper is typed in by its [`sheet`]. Without signal one marks on the [`phone`],
//! which sends by the [`api`].
//!
//! The marks are their own log, so storing one writes no audit row; closing, opening and deciding do.

mod actions;
pub mod api;
pub mod check_in;
mod closing;
pub mod door;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod person;
pub mod phone;
mod record;
pub mod sheet;
mod sql;

pub use record::{Delivery, Verdict, close, deliver, record, settle_anew};

use crate::web::{page::Area, routes::Routes};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::overview)
        .rail(Area::Event, "Kehadiran", "kehadiran")
        .page(pages::roll_call)
        .page(closing::ask)
        .page(person::person)
        .action(actions::mark)
        .action(actions::mark_the_rest)
        .action(actions::undo_the_rest)
        .action(closing::close)
        .action(actions::reopen)
        .action(actions::decide)
        .merge(check_in::routes())
        .merge(door::routes())
        .merge(sheet::routes())
        .merge(phone::routes())
        .merge(api::routes())
}
