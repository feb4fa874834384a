//! What the pages of lists show, of people and of libraries alike.

use std::collections::BTreeMap;

use super::{forms::RowsFilter, judge::Verdict, sheet::letter};
use crate::{documents, kernel::text, web::paging::address};

/// The file that a page asks for.
#[derive(Clone, Debug)]
pub struct AskedFile {
    /// What is in it: `daftar peserta`.
    pub what: &'static str,
    /// How large it may be, in words.
    pub limits: String,
    /// The same in bytes.
    pub most_bytes: usize,
    /// The name of one that was not read, and why.
    pub refused: Option<(String, String)>,
}

impl AskedFile {
    /// A spreadsheet.
    pub fn new(what: &'static str) -> Self {
        let most_bytes = documents::MOST_BYTES;
        Self {
            what,
            limits: format!("paling besar {} MB", most_bytes / (1024 * 1024)),
            most_bytes,
            refused: None,
        }
    }

    /// The same with why a file was not read.
    #[must_use]
    pub fn refusing(self, name: &str, sentence: &str) -> Self {
        Self { refused: Some((name.to_owned(), sentence.to_owned())), ..self }
    }
}

/// A file that was sent before.
#[derive(Clone, Debug)]
pub struct EarlierFile {
    /// As the sender called it.
    pub file_name: String,
    /// When it came.
    pub when: String,
    /// Who sent it.
    pub by: String,
    /// The meaning of its badge.
    pub meaning: &'static str,
    /// The words of its badge.
    pub label: &'static str,
    /// What it brought; empty until it is accepted.
    pub done: String,
    /// Its own page.
    pub open: String,
    /// Where it is thrown away, as long as it can be.
    pub forget: Option<String>,
    /// Where it is taken back, as long as it can be.
    pub undo: Option<String>,
}

/// A column of the file and what it means.
#[derive(Clone, Debug)]
pub struct FileColumn {
    /// Its place, from 0.
    pub at: usize,
    /// Its heading, or its letter.
    pub heading: String,
    /// The first things in it.
    pub samples: String,
    /// The code of its meaning; empty when it is left out.
    pub meaning: String,
}

impl FileColumn {
    /// The columns of a file that have something in them or mean something; all of them while no heading is known.
    pub fn all(
        headings: Vec<String>,
        samples: Vec<String>,
        mapping: &[String],
        heading_row: i32,
    ) -> Vec<Self> {
        let columns = headings.into_iter().zip(samples).enumerate().map(|(at, (heading, samples))| Self {
            at,
            heading: if heading.is_empty() { format!("Kolom {}", letter(at)) } else { heading },
            samples,
            meaning: mapping.get(at).cloned().unwrap_or_default(),
        });
        columns
            .filter(|column| !column.samples.is_empty() || !column.meaning.is_empty() || heading_row == 0)
            .collect()
    }
}

/// A verdict as one of the links above the rows.
#[derive(Clone, Debug)]
pub struct Tab {
    /// The verdict and how many rows have it.
    pub label: String,
    /// Where only those are shown.
    pub href: String,
    /// Whether they are shown now.
    pub is_current: bool,
}

impl Tab {
    /// All rows, and each verdict that there is.
    pub fn all(here: &str, counts: &BTreeMap<Verdict, usize>, filter: &RowsFilter) -> Vec<Self> {
        let all = Self {
            label: format!("Semua {}", text::count(counts.values().sum())),
            href: here.to_owned(),
            is_current: filter.verdict().is_none(),
        };
        let each = counts.iter().map(|(verdict, rows)| Self {
            label: format!("{} {}", verdict.label(), text::count(*rows)),
            href: address(here, &RowsFilter::default(), &[("tampil", verdict.code())]),
            is_current: filter.verdict() == Some(*verdict),
        });
        std::iter::once(all).chain(each).collect()
    }
}
