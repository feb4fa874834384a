//! Cells become rows here, within the limits of the whole file.

use super::{MOST_COLUMNS, MOST_ROWS, Refused, Row, Sheet, refusal, value};
use std::collections::BTreeMap;

/// What all cells of a file may hold together, in bytes.
const MOST_TEXT: usize = 32 * 1024 * 1024;
/// As many cells as the rows can have; real ones are given once, and real merged ones do not overlap.
const MOST_CELLS: usize = MOST_ROWS * MOST_COLUMNS;

/// What is left of a file's limits.
#[derive(Debug)]
pub(super) struct Budget {
    rows: usize,
    cells: usize,
    text: usize,
    merges: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { rows: MOST_ROWS, cells: MOST_CELLS, text: MOST_TEXT, merges: MOST_CELLS }
    }
}

/// One sheet while it is read.
#[derive(Debug)]
pub(super) struct Grid<'b> {
    budget: &'b mut Budget,
    rows: BTreeMap<u32, Draft>,
    merges: Vec<Merge>,
}

#[derive(Debug, Default)]
struct Draft {
    is_hidden: bool,
    cells: Vec<String>,
}

#[derive(Debug)]
struct Merge {
    top: u32,
    bottom: u32,
    column: usize,
}

impl<'b> Grid<'b> {
    pub(super) fn new(budget: &'b mut Budget) -> Self {
        Self { budget, rows: BTreeMap::new(), merges: Vec::new() }
    }

    /// Puts a text in a cell; `row` and `column` count from 0. Text that nobody sees is no text.
    pub(super) fn put(&mut self, row: u32, column: usize, text: &str) -> Result<(), Refused> {
        if column >= MOST_COLUMNS || text.is_empty() {
            return Ok(());
        }
        let text = value::clean(text);
        if text.is_empty() {
            return Ok(());
        }
        self.budget.text = self.budget.text.checked_sub(text.len()).ok_or(refusal::TOO_MUCH_TEXT)?;
        let draft = match self.rows.entry(row) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                self.budget.rows = self.budget.rows.checked_sub(1).ok_or(refusal::TOO_MANY_ROWS)?;
                entry.insert(Draft::default())
            }
        };
        self.budget.cells = self.budget.cells.checked_sub(1).ok_or(refusal::BROKEN)?;
        if draft.cells.len() <= column {
            draft.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = draft.cells.get_mut(column) {
            *cell = text;
        }
        Ok(())
    }

    /// The spreadsheet does not show this row. Call it after the row's cells: a row without any is not kept.
    pub(super) fn hide(&mut self, row: u32) {
        if let Some(draft) = self.rows.get_mut(&row) {
            draft.is_hidden = true;
        }
    }

    /// Cells merged from one row to another; only their first column counts.
    pub(super) fn merge(&mut self, top: u32, bottom: u32, column: usize) -> Result<(), Refused> {
        if bottom > top && column < MOST_COLUMNS {
            self.budget.merges = self.budget.merges.checked_sub(1).ok_or(refusal::BROKEN)?;
            self.merges.push(Merge { top, bottom, column });
        }
        Ok(())
    }

    /// The sheet, or `None` if nothing is in it.
    pub(super) fn finish(mut self, name: &str, is_hidden: bool) -> Result<Option<Sheet>, Refused> {
        self.repeat_merged()?;
        if self.rows.is_empty() {
            return Ok(None);
        }
        let rows = self.rows.into_iter().map(|(index, draft)| Row {
            number: index.saturating_add(1),
            is_hidden: draft.is_hidden,
            cells: draft.cells,
        });
        Ok(Some(Sheet { name: value::clean(name), is_hidden, rows: rows.collect() }))
    }

    fn repeat_merged(&mut self) -> Result<(), Refused> {
        // Overlapping merges exist only to cost time.
        let mut steps = MOST_CELLS;
        for merge in &self.merges {
            let first = self.rows.get(&merge.top).and_then(|draft| draft.cells.get(merge.column));
            let Some(text) = first.filter(|text| !text.is_empty()).cloned() else { continue };
            for (_, draft) in self.rows.range_mut(merge.top + 1..=merge.bottom) {
                steps = steps.checked_sub(1).ok_or(refusal::BROKEN)?;
                self.budget.text = self.budget.text.checked_sub(text.len()).ok_or(refusal::TOO_MUCH_TEXT)?;
                if draft.cells.len() <= merge.column {
                    draft.cells.resize(merge.column + 1, String::new());
                }
                if let Some(cell) = draft.cells.get_mut(merge.column) {
                    cell.clone_from(&text);
                }
            }
        }
        Ok(())
    }
}

/// Many texts in one allocation: a file can hold millions of empty ones.
#[derive(Debug, Default)]
pub(super) struct Strings {
    all: String,
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn push(&mut self, text: &str) -> Result<(), Refused> {
        if self.all.len() + text.len() > MOST_TEXT {
            return Err(refusal::TOO_MUCH_TEXT);
        }
        self.all.push_str(text);
        self.ends.push(u32::try_from(self.all.len()).map_err(|_| refusal::TOO_MUCH_TEXT)?);
        Ok(())
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let at = |index: usize| self.ends.get(index).and_then(|&end| usize::try_from(end).ok());
        let start = index.checked_sub(1).map_or(Some(0), at)?;
        self.all.get(start..at(index)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, cells: &[&str]) -> Row {
        Row { number, is_hidden: false, cells: cells.iter().map(|&cell| cell.to_owned()).collect() }
    }

    #[test]
    fn rows_keep_their_numbers_and_lose_their_blanks() {
        let mut budget = Budget::new();
        let mut grid = Grid::new(&mut budget);
        for (row, column, text) in
            [(4, 1, " b "), (4, 7, "\u{a0}"), (2, 0, "a"), (9, 60, "x"), (1_048_575, 0, "z")]
        {
            grid.put(row, column, text).unwrap();
        }
        grid.hide(2);
        grid.hide(3);
        let sheet = grid.finish(" Data\u{a0}1 ", true).unwrap().unwrap();
        let rows =
            vec![Row { is_hidden: true, ..row(3, &["a"]) }, row(5, &["", "b"]), row(1_048_576, &["z"])];
        assert_eq!(sheet, Sheet { name: "Data 1".into(), is_hidden: true, rows });
    }

    #[test]
    fn merged_rows_repeat_where_a_row_has_something() {
        let mut budget = Budget::new();
        let mut grid = Grid::new(&mut budget);
        for (row, column, text) in [(0, 0, "Perpustakaan A"), (0, 1, "Ani"), (1, 1, "Budi"), (3, 1, "Cici")] {
            grid.put(row, column, text).unwrap();
        }
        grid.merge(0, 2, 0).unwrap();
        grid.merge(0, 0, 1).unwrap();
        let sheet = grid.finish("", false).unwrap().unwrap();
        let rows = vec![
            row(1, &["Perpustakaan A", "Ani"]),
            row(2, &["Perpustakaan A", "Budi"]),
            row(4, &["", "Cici"]),
        ];
        assert_eq!(sheet.rows, rows);
    }

    #[test]
    fn the_limits_hold_for_all_sheets_together() {
        let mut budget = Budget::new();
        let mut grid = Grid::new(&mut budget);
        for row in 0..15_000 {
            grid.put(row, 0, "x").unwrap();
        }
        grid.finish("", false).unwrap();
        let mut grid = Grid::new(&mut budget);
        for row in 0..5_000 {
            grid.put(row, 0, "x").unwrap();
            grid.put(row, 1, "x").unwrap();
        }
        assert_eq!(grid.put(5_000, 0, "x"), Err(refusal::TOO_MANY_ROWS));

        let mut budget = Budget::new();
        let mut grid = Grid::new(&mut budget);
        let long = "x".repeat(32_767);
        let put = (0..MOST_ROWS).try_for_each(|row| grid.put(u32::try_from(row).unwrap(), 0, &long));
        assert_eq!(put, Err(refusal::TOO_MUCH_TEXT));
    }

    #[test]
    fn overlapping_merges_do_not_cost_time() {
        let mut budget = Budget::new();
        let mut grid = Grid::new(&mut budget);
        for row in 0..10_000 {
            grid.put(row, 0, "x").unwrap();
        }
        for _ in 0..1_000 {
            grid.merge(0, u32::MAX, 0).unwrap();
        }
        assert_eq!(grid.finish("", false), Err(refusal::BROKEN));
    }

    #[test]
    fn one_cell_given_many_times_does_not_cost_time() {
        let mut budget = Budget::new();
        let mut grid = Grid::new(&mut budget);
        let put = (0..=MOST_CELLS).try_for_each(|_| grid.put(0, 0, "x"));
        assert_eq!(put, Err(refusal::BROKEN));
    }

    #[test]
    fn strings_are_found_again() {
        let mut strings = Strings::default();
        for text in ["satu", "", "é"] {
            strings.push(text).unwrap();
        }
        let found: Vec<_> = (0..4).map(|index| strings.get(index)).collect();
        assert_eq!(found, [Some("satu"), Some(""), Some("é"), None]);
    }
}
