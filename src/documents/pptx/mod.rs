//! Presentations (.pptx, `PresentationML` of ISO/IEC 29500-1 transitional) made from a base file that can be replaced.
//!
//! A [`Base`] lends masters, layouts, theme and media, byte for byte; [`write`](fn@write) puts slides on its layouts. What
//! a slide shows stands in placeholders, so that it looks as the base says, shows in the outline, and can be edited in
//! `PowerPoint`, `LibreOffice` and WPS alike. Charts bring their workbook along.
//!
//! | file | what does it |
//! |---|---|
//! | `base` | base files: what is kept of them, what they must have |
//! | `layout`, `arrange` | their layouts, and where things stand on a slide |
//! | `standard`, `standard_layouts`, `theme` | the built-in base |
//! | `text` | how many lines a text takes, and where it is divided |
//! | `slide`, `shapes`, `table`, `chart` | slides and what is on them |
//! | `picture` | JPEG pictures |
//! | `write` | the whole file |
//! | `package`, `xml` | parts, relationships, and the XML in them |
//! | `refusal` | every sentence for a base file that is not taken |
//!
//! # What a base file may cost
//!
//! Nothing here believes what a file says about itself: at most [`MOST_BYTES`], 100 MB unpacked, 2,000 parts, 200,000
//! elements in a part, 100 levels deep; no entities, no macros, nothing from outside.
//!
//! # Limits
//!
//! - Text is measured by the widths of Carlito, which are those of Calibri. A base with a much wider font needs more room
//!   than is reckoned; its layouts should then let text shrink (`normAutofit`), as the standard ones do.

mod arrange;
mod base;
#[cfg(test)]
mod base_tests;
mod chart;
#[cfg(test)]
pub(crate) mod check;
mod layout;
mod package;
mod picture;
mod refusal;
mod shapes;
mod slide;
mod standard;
mod standard_layouts;
mod table;
pub mod text;
mod theme;
mod write;
mod xml;

pub use arrange::Room;
pub use base::{Base, MOST_BYTES, With};
pub use chart::Chart;
pub use layout::{Kind, Layout, Rect};
pub use picture::Picture;
#[cfg(test)]
pub(crate) use picture::grey;
pub use slide::{Paragraph, Slide, Style};
pub use table::Table;
pub use write::{About, write};

/// English Metric Units, in which Open XML measures: 914,400 to an inch.
pub type Emu = i64;
/// A point, a 72nd of an inch.
pub const POINT: Emu = 12_700;

/// Why a base file was not taken: a sentence for people.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct Refused(pub String);

/// A presentation could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The archive.
    #[error("the presentation could not be packed: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// Its bytes.
    #[error("the presentation could not be packed: {0}")]
    Bytes(#[from] std::io::Error),
    /// The workbook of a chart.
    #[error("the workbook of a chart could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The base is no longer what was read.
    #[error("the base file could not be taken over: {0}")]
    Base(#[from] Refused),
}
