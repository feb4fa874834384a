//! The directory of libraries as a spreadsheet: read, judged row by row, accepted; and written.
//!
//! Rules:
//! - Nothing of a file becomes a library before the office has seen every row and accepts; a row that is not plain waits
//!   for an answer, one with something wrong in it is mended in the file.
//! - A library is the same by its SIM TPBIS code, else by its name in its region. Blank cells change nothing.
//! - The same file twice changes nothing the second time.
//! - Regions are written as offices write them; what was read otherwise than it stands there is said.
//! - A part of the national list of partners waits here like a file of the office's own, until it is accepted or thrown away.
//! - What goes out has the columns that can come in. Taking telephone numbers out is written into the audit log.

mod actions;
mod columns;
mod export;
mod judge;
mod pages;
pub mod paths;
mod places;
mod row;
mod sheet;
mod sql;
mod verbs;

pub(super) use columns::Column;
pub(super) use export::columns as written_columns;
pub(super) use row::Cells;
pub(super) use sheet::{Meant, Sheet, choose as choose_columns, is_library};
pub(super) use sql::{forget_old, waiting_partners};
pub(super) use verbs::MOST_LIBRARIES;

use crate::web::routes::Routes;

/// The routes of the directory as a spreadsheet.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::choose)
        .action(actions::take_in)
        .page(export::template)
        .page(pages::rows)
        .action(actions::settle)
        .action(actions::forget)
        .action(export::export)
}
