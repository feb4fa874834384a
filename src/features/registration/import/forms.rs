//! What is asked about a list: which sheet and columns, what was mended, what is shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    columns::Column,
    judge::{Answer, Verdict},
    sql::{Import, Mended},
};
use crate::features::registration::people::{Category, PersonKind};

/// What the columns mean, and what rows are that do not say it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnsForm {
    pub sheet: String,
    pub heading_row: String,
    /// The columns that were shown, from 0, and what each means.
    pub column_at: Vec<String>,
    pub column: Vec<String>,
    pub kind: String,
    pub category: String,
}

impl ColumnsForm {
    /// The import as it is to be read. What no select of ours offers leaves things as they are. Says whether another
    /// sheet or other headings were chosen: then the columns have to be proposed anew.
    pub(super) fn apply(&self, import: &mut Import) -> bool {
        let sheets = i32::try_from(import.sheets.len()).unwrap_or(i32::MAX);
        let sheet = self.sheet.parse().ok().filter(|n| (1..=sheets).contains(n)).unwrap_or(import.sheet);
        let row = self.heading_row.trim().parse().ok().filter(|n| *n >= 0).unwrap_or(import.heading_row);
        if let Some(kind) = PersonKind::from_code(&self.kind) {
            import.kind = kind;
        }
        import.category = Category::from_code(&self.category)
            .map(|category| category.code().to_owned())
            .unwrap_or_default();
        if (sheet, row) != (import.sheet, import.heading_row) {
            (import.sheet, import.heading_row) = (sheet, row);
            return true;
        }
        let mut mapping = vec![String::new(); import.mapping.len()];
        for (at, code) in self.column_at.iter().zip(&self.column) {
            let slot = at.parse::<usize>().ok().and_then(|at| mapping.get_mut(at));
            if let (Some(slot), Some(column)) = (slot, Column::from_code(code)) {
                column.code().clone_into(slot);
            }
        }
        // A meaning belongs to one column: the first that has it.
        let mut taken = Vec::new();
        for code in &mut mapping {
            if !code.is_empty() && taken.contains(code) {
                code.clear();
            }
            taken.push(code.clone());
        }
        import.mapping = mapping;
        false
    }
}

/// The cells that were mended on one page, and the answers: parallel lists.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RowsForm {
    pub cell_row: Vec<String>,
    pub cell_column: Vec<String>,
    pub cell: Vec<String>,
    pub row: Vec<String>,
    pub answer: Vec<String>,
    /// `terima` accepts what is plain; else what was mended is kept and judged again.
    pub next: String,
}

impl RowsForm {
    /// What was mended and answered, row by row.
    pub(super) fn mended(&self) -> Vec<Mended> {
        let mut rows: BTreeMap<i32, Mended> = BTreeMap::new();
        for (number, answer) in self.row.iter().zip(&self.answer) {
            if let Ok(number) = number.parse() {
                let answer = Answer::from_code(answer);
                rows.insert(number, Mended { number, cells: BTreeMap::new(), answer });
            }
        }
        for ((number, column), cell) in self.cell_row.iter().zip(&self.cell_column).zip(&self.cell) {
            if let (Ok(number), Some(column)) = (number.parse::<i32>(), Column::from_code(column))
                && let Some(row) = rows.get_mut(&number)
            {
                let text: String = cell.chars().filter(|c| !c.is_control()).take(600).collect();
                row.cells.insert(column, text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        rows.into_values().collect()
    }
}

/// Which rows are shown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RowsFilter {
    /// A verdict's code; nothing for all.
    pub tampil: String,
    /// The page, from 1.
    pub halaman: String,
}

impl RowsFilter {
    /// The verdict that is shown.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::from_code(&self.tampil)
    }

    /// The same, or all rows once none of the kind is left: answered to the last, the list goes on.
    pub fn within(&self, counts: &BTreeMap<Verdict, usize>) -> Self {
        match self.verdict() {
            Some(verdict) if !counts.contains_key(&verdict) => Self::default(),
            _ => self.clone(),
        }
    }
}
