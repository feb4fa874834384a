//! Spreadsheets and papers. Lists of people come and go as spreadsheets: [`read`](fn@read) makes text of what somebody
//! uploads, [`write`](mod@write) makes what they download. [`typeset`](mod@typeset) makes papers, [`pptx`] presentations.
//!
//! # Reading
//!
//! A file is .xlsx, .xls, .ods or text with separators, told apart by content and never by name. Every cell becomes
//! clean text: no invisible characters, single spaces, nothing at the ends.
//!
//! | in the file | as text |
//! |---|---|
//! | a whole number that a spreadsheet holds exactly (up to 2^53) | `81234567890` |
//! | a larger number, which has lost its last digits | `1.98609E+17`, so that nobody takes it for a NIP |
//! | any other number | `3.5` |
//! | a date, a date with a time, a time | `2/8/2022`, `2/8/2022 09.05`, `09.05` |
//! | true, false | `Ya`, `Tidak` |
//! | an error | `#REF!` |
//! | a formula | its last result |
//!
//! Rows with nothing in them are left out and the others keep their numbers; so are sheets with nothing in them. A cell
//! merged over several rows counts for each of them that holds something of its own, and only in its first column.
//! Columns after [`MOST_COLUMNS`] are not looked at.
//!
//! # What a file may cost
//!
//! Whoever may upload may upload anything, so nothing here believes what a file says about itself: the readers walk
//! rows and cells one by one, keep only cells with text, and stop at [`MOST_BYTES`], [`MOST_ROWS`], 100 MB unpacked,
//! 2,000 archive entries and 32 MB of text. That is why they are written here: the usual libraries lay out a table as
//! large as the file declares, or follow its chains in circles.
//!
//! | file | what does it |
//! |---|---|
//! | `read` | tells the kinds apart |
//! | `archive`, `xml` | zip archives and their XML, in pieces, without entities of their own |
//! | `xlsx`, `xlsx_sheet`, `ods` | the two kinds that are archives |
//! | `ole`, `biff` | the container of .xls, its records and their strings |
//! | `xls`, `xls_sheet` | what they say |
//! | `csv_text` | text with separators |
//! | [`write`](mod@write), `write_choices` | .xlsx, and what its cells offer |
//! | [`typeset`](mod@typeset) | PDF/A by Typst, from `templates/documents` |
//! | `value`, `grid` | numbers and dates as text; rows, merged cells and the limits |
//! | `refusal` | every sentence for a file that is not read |
//!
//! # Limits
//!
//! - Number formats only decide whether a number is a date: 81 formatted `0000` is `81`, 50% is `0.5`.
//! - Rows hidden by an outline or a filter count as hidden; columns never do.
//! - .xls from Excel 95 to 2003 (BIFF5 and BIFF8); older ones are refused.
//! - No formula is ever calculated, no link followed and no macro looked at.

mod archive;
mod biff;
mod csv_text;
mod grid;
#[cfg(test)]
mod hostile;
mod ods;
mod ole;
mod read;
mod refusal;
pub mod pptx;
pub mod typeset;
mod value;
pub mod write;
mod write_choices;
mod xls;
mod xls_sheet;
mod xlsx;
mod xlsx_sheet;
mod xml;

pub use read::read;

/// The same on a thread of its own: unpacking would keep everybody else waiting.
pub async fn read_aside(bytes: Vec<u8>) -> crate::error::Result<Result<Book, Refused>> {
    let read = tokio::task::spawn_blocking(move || read(&bytes)).await;
    read.map_err(|error| crate::error::Error::Internal(Box::new(error)))
}

/// The largest file that is read.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The most rows with something in them, in all sheets of a file together.
pub const MOST_ROWS: usize = 20_000;
/// Columns after these are not looked at.
pub const MOST_COLUMNS: usize = 60;

/// A spreadsheet as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// In the order of the file, without those that have nothing in them.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Empty for text with separators, which has no name for it.
    pub name: String,
    /// The spreadsheet does not show it.
    pub is_hidden: bool,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// One row that has at least one cell with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// As the spreadsheet numbers it, from 1.
    pub number: u32,
    /// The spreadsheet does not show it.
    pub is_hidden: bool,
    /// From column A up to the last one with something in it.
    pub cells: Vec<String>,
}

/// Why a file was not read: a sentence for people.
#[derive(Debug, Clone, Copy, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct Refused(pub &'static str);

/// A row as tests expect it.
#[cfg(test)]
fn row(number: u32, is_hidden: bool, cells: &[&str]) -> Row {
    Row { number, is_hidden, cells: cells.iter().map(|&cell| cell.to_owned()).collect() }
}
