//! Lists of people as spreadsheets: read, judged row by row, accepted or taken back; and written.
//!
//! Rules:
//! - Nothing of a file becomes a participant before the office has seen every row and accepts.
//! - A row is new, changes somebody, is on the list already, is asked about, or has something wrong in it. Only what is plain
//!   or answered is taken; the rest stays in the file.
//! - The same file twice changes nothing the second time; a mended file changes what was mended.
//! - An accepted list can be taken back as a whole while nothing was built on it.
//! - What goes out has the columns that can come in. Taking telephone numbers out is written into the audit log.

mod actions;
mod columns;
mod export;
mod forms;
mod judge;
mod pages;
pub mod paths;
mod row;
mod sheet;
mod sql;
mod verbs;
mod view;

pub(super) use sql::{Accepted, accepted, forget_old};

pub(super) use columns::key;
pub(super) use forms::RowsFilter;
pub(super) use judge::{Answer, Verdict};
pub(super) use sheet::{Headings, Line, Meaning, find_headings, headings_at_rows, people, propose, samples};
pub(super) use verbs::tally;
pub(super) use view::{AskedFile, EarlierFile, FileColumn, Tab};

use crate::web::routes::Routes;

/// The routes of imports and the export.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::choose)
        .action(actions::take_in)
        .page(export::template)
        .page(pages::rows)
        .action(actions::mend)
        .action(actions::columns)
        .action(actions::forget)
        .action(actions::undo)
        .action(export::export)
}
