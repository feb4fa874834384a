//! A spreadsheet of libraries before anything of it is understood: its lines, its headings, what its columns mean.

use super::{columns::Column, row::Cells};
use crate::{
    documents::Book,
    features::registration::import::{
        Headings, Line, find_headings, headings_at_rows, people, propose, samples,
    },
};

/// The sheet of a file that is read.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// All its lines, those of the headings too.
    pub lines: Vec<Line>,
    /// Where its headings stand.
    pub headings: Headings,
    /// What each column is taken to mean; empty for one that is left out.
    pub mapping: Vec<String>,
}

impl Sheet {
    /// The sheet whose headings say most; of two that say as much the first one.
    pub fn best_of(book: Book) -> Self {
        let sheets = book.sheets.into_iter().map(|sheet| {
            let lines: Vec<Line> = sheet.rows.into_iter().map(Line::from).collect();
            let headings = find_headings(&lines, Column::of_heading);
            let columns = propose(&headings, Column::of_heading);
            let rank = (!sheet.is_hidden, columns.iter().flatten().count());
            let code = |column: Option<Column>| column.map(|c| c.code().to_owned()).unwrap_or_default();
            (rank, Self { lines, headings, mapping: columns.into_iter().map(code).collect() })
        });
        let best = sheets.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, sheet)| sheet).unwrap_or_default()
    }
}

/// Puts what was chosen for some columns; columns that there are not, and meanings that are none, fall away.
pub fn choose(mapping: &mut [String], column_at: &[String], column: &[String]) {
    for (at, meaning) in column_at.iter().zip(column) {
        let known = Column::from_code(meaning).map(Column::code).unwrap_or_default();
        if let Some(place) = at.parse::<usize>().ok().and_then(|at| mapping.get_mut(at)) {
            known.clone_into(place);
        }
    }
}

/// A sheet by what its columns mean.
pub struct Meant {
    /// Where its headings stand.
    pub headings: Headings,
    /// The first cells of each column, to recognise it by.
    pub samples: Vec<String>,
    /// Each row below the headings: its number, and the cells with something in them.
    pub rows: Vec<(i32, Cells)>,
}

impl Meant {
    /// The lines of a sheet whose headings are known.
    pub fn of(lines: &[Line], (row, height): (i32, i32), mapping: &[String]) -> Self {
        let headings = headings_at_rows(lines, row, height);
        let below = people(lines, &headings);
        let meanings: Vec<Option<Column>> = mapping.iter().map(|code| Column::from_code(code)).collect();
        let cells = |line: &Line| {
            let meant = line.cells.iter().zip(&meanings);
            let meant = meant.filter_map(|(cell, column)| column.map(|column| (column, cell.clone())));
            meant.filter(|(_, cell)| !cell.is_empty()).collect()
        };
        let rows = below.iter().map(|line| (line.number, cells(line))).collect();
        Self { samples: samples(&below, headings.names.len()), headings, rows }
    }
}

/// Whether cells are a library's: a province alone heads a block.
pub fn is_library(cells: &Cells) -> bool {
    cells.keys().any(|column| *column != Column::Province)
}
