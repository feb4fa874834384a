//! Sheets that were signed on paper: typed in by their code, in the order of their lines, and held against the register.
//!
//! Rules:
//! - A line is written down as it stands on the paper; the mark that follows from it is a mark like any other, with the
//!   sheet as its source and whoever types as its marker. A signature adds nothing about somebody who is present already.
//! - What somebody else has written on the same line meanwhile is asked about, never overwritten; the same page sent twice
//!   is one entry.
//! - A filled blank line is somebody known, or somebody new by the rules of the door.
//! - A photo of a sheet is drawn anew when it comes, and removed only with a reason.
//! - Where a signature and the register differ, a person settles it or says why it stays so, before the session is closed.

mod actions;
mod blank;
mod differences;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod photos;
mod sql;

pub(super) use differences::{Unsettled, accept_all, differences};
pub(super) use forms::reason;

use crate::web::routes::Routes;

/// The routes of signed sheets.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::sheets)
        .page(pages::sheet)
        .page(pages::entry)
        .action(actions::save)
        .page(blank::form)
        .action(blank::save)
        .action(differences::settle)
        .action(photos::take)
        .page(photos::show)
        .page(photos::show_small)
        .action(photos::remove)
}
