//! A sheet as an office made it: where its headings stand, what its columns mean, and which rows are people.

use serde::{Deserialize, Serialize};

use super::columns::{Column, key};

/// What columns of a list can mean.
pub trait Meaning: Copy + PartialEq {
    /// The column without which there is no list: what each row is about.
    const NAME: Self;
}

impl Meaning for Column {
    const NAME: Self = Self::FullName;
}

/// One row of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// As the spreadsheet numbers it, from 1.
    pub number: i32,
    /// Whether the spreadsheet hides it.
    pub is_hidden: bool,
    /// The cells as text.
    pub cells: Vec<String>,
}

impl From<crate::documents::Row> for Line {
    fn from(row: crate::documents::Row) -> Self {
        Self {
            number: i32::try_from(row.number).unwrap_or(i32::MAX),
            is_hidden: row.is_hidden,
            cells: row.cells,
        }
    }
}

impl Line {
    fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }

    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// The headings of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headings {
    /// The number of the row they stand in; 0 when none was found, and everything counts as people.
    pub row: i32,
    /// How many rows they take: a second one stands below merged headings.
    pub height: i32,
    /// One for each column, as it is written there.
    pub names: Vec<String>,
}

/// How far down headings are looked for: below letterhead, title and place.
const SEARCHED: usize = 40;

/// Finds the headings: the row in which most cells name a column, if one of them is the name and there is another; else
/// one with three.
pub fn find_headings<C: Meaning>(lines: &[Line], meaning: impl Fn(&str) -> Option<C>) -> Headings {
    let known = |line: &Line| line.cells.iter().filter(|cell| meaning(cell).is_some()).count();
    let names_people = |line: &Line| line.cells.iter().any(|cell| meaning(cell) == Some(C::NAME));
    let best = lines
        .iter()
        .take(SEARCHED)
        .enumerate()
        .filter(|(_, line)| known(line) >= if names_people(line) { 2 } else { 3 })
        .max_by_key(|(at, line)| (names_people(line), known(line), usize::MAX - at));
    match best {
        Some((at, _)) => headings_at(lines, at, meaning),
        None => Headings { names: letters(lines), ..Headings::default() },
    }
}

/// The headings in the row with this number; without one, the columns' letters.
pub fn headings_in<C: Meaning>(lines: &[Line], row: i32, meaning: impl Fn(&str) -> Option<C>) -> Headings {
    match lines.iter().position(|line| line.number == row) {
        Some(at) => headings_at(lines, at, meaning),
        None => Headings { names: letters(lines), ..Headings::default() },
    }
}

/// The headings in the row with this number, so many rows high; without one, the columns' letters.
pub fn headings_at_rows(lines: &[Line], row: i32, height: i32) -> Headings {
    let at = |number: i32| lines.iter().find(|line| line.number == number);
    let Some(head) = at(row) else { return Headings { names: letters(lines), ..Headings::default() } };
    let below = if height > 1 { at(row + 1) } else { None };
    named(lines, head, below)
}

fn named(lines: &[Line], head: &Line, below: Option<&Line>) -> Headings {
    let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or_default();
    let names = (0..width)
        .map(|i| match below.map(|below| below.cell(i)).filter(|cell| !cell.is_empty()) {
            Some(cell) => cell.to_owned(),
            None => head.cell(i).to_owned(),
        })
        .collect();
    Headings { row: head.number, height: if below.is_some() { 2 } else { 1 }, names }
}

fn headings_at<C: Meaning>(lines: &[Line], at: usize, meaning: impl Fn(&str) -> Option<C>) -> Headings {
    let Some(head) = lines.get(at) else { return Headings::default() };
    // Below "Kontak", merged over two columns, stand "HP" and "Surel"; a row of people has a name.
    let below = lines.get(at + 1).filter(|below| {
        let name = head.cells.iter().position(|cell| meaning(cell) == Some(C::NAME));
        below.number == head.number + 1
            && name.is_some_and(|name| below.cell(name).is_empty() || below.cell(name) == head.cell(name))
            && below.cells.iter().any(|cell| meaning(cell).is_some())
    });
    named(lines, head, below)
}

/// `Kolom A`, `Kolom B`: what columns without headings are called.
fn letters(lines: &[Line]) -> Vec<String> {
    let width = lines.iter().map(|line| line.cells.len()).max().unwrap_or_default();
    (0..width).map(|i| format!("Kolom {}", letter(i))).collect()
}

/// The spreadsheet's name of a column: A, B, ... Z, AA.
pub fn letter(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    if column < 26 { last.to_string() } else { format!("{}{last}", letter(column / 26 - 1)) }
}

/// What each column means: each meaning once, to the first heading that has it.
pub fn propose<C: Meaning>(headings: &Headings, meaning: impl Fn(&str) -> Option<C>) -> Vec<Option<C>> {
    let mut taken = Vec::new();
    headings
        .names
        .iter()
        .map(|name| {
            let column = meaning(name).filter(|column| !taken.contains(column));
            taken.extend(column);
            column
        })
        .collect()
}

/// The rows below the headings that may be people: not the row of column numbers, nor headings repeated on a new page,
/// nor blank ones.
pub fn people<'l>(lines: &'l [Line], headings: &Headings) -> Vec<&'l Line> {
    let first = headings.row + headings.height;
    let keys: Vec<String> = headings.names.iter().map(|name| key(name)).collect();
    lines
        .iter()
        .filter(|line| line.number >= first || headings.row == 0)
        .filter(|line| !is_numbering(line) && !repeats(line, &keys) && line.filled() > 0)
        .collect()
}

/// `1 2 3 4`: the numbers of the columns, below the headings of official tables.
fn is_numbering(line: &Line) -> bool {
    let filled: Vec<&str> = line.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let bare = |cell: &str| cell.trim_matches(|c| matches!(c, '(' | ')')).to_owned();
    filled.len() >= 3 && filled.iter().zip(1..).all(|(cell, n): (_, usize)| bare(cell) == n.to_string())
}

fn repeats(line: &Line, keys: &[String]) -> bool {
    let same =
        line.cells.iter().zip(keys).filter(|(cell, name)| !cell.is_empty() && key(cell) == **name).count();
    same >= 2 && same == line.filled()
}

/// The first things in each of so many columns, to recognise it by.
pub fn samples(lines: &[&Line], columns: usize) -> Vec<String> {
    (0..columns)
        .map(|i| {
            let cells = lines.iter().filter_map(|line| line.cells.get(i)).filter(|cell| !cell.is_empty());
            cells.take(3).map(|cell| cell.chars().take(40).collect::<String>()).collect::<Vec<_>>().join(", ")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rows: &[&[&str]]) -> Vec<Line> {
        rows.iter()
            .zip(1..)
            .map(|(cells, number)| Line {
                number,
                is_hidden: false,
                cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            })
            .filter(|line| line.filled() > 0)
            .collect()
    }

    #[test]
    fn headings_stand_below_letterhead_and_title() {
        let rows = lines(&[
            &["PEMERINTAH PROVINSI JAMBI"],
            &["DAFTAR PESERTA", "Nama kegiatan: PLM"],
            &[],
            &["No", "NAMA", "JABATAN", "INSTANSI", "No HP/WA"],
            &["1", "2", "3", "4", "5"],
            &["1", "Siti Aminah", "Pustakawan", "Dinas", "0812"],
            &["No", "NAMA", "JABATAN", "INSTANSI", "No HP/WA"],
            &["2", "Budi"],
        ]);
        let found = find_headings(&rows, Column::of_heading);
        assert_eq!((found.row, found.height), (4, 1));
        let meant = propose(&found, Column::of_heading);
        assert_eq!(
            meant,
            [None, Some(Column::FullName), Some(Column::JobTitle), Some(Column::Agency), Some(Column::Phone)]
        );
        let people: Vec<i32> = people(&rows, &found).iter().map(|line| line.number).collect();
        assert_eq!(people, [6, 8]);
    }

    #[test]
    fn headings_in_two_rows_are_read_as_one() {
        let rows = lines(&[
            &["No", "Nama", "Kontak", ""],
            &["", "", "HP", "Surel"],
            &["1", "Ani", "0812", "a@b.id"],
        ]);
        let found = find_headings(&rows, Column::of_heading);
        assert_eq!((found.row, found.height), (1, 2));
        assert_eq!(found.names, ["No", "Nama", "HP", "Surel"]);
        assert_eq!(people(&rows, &found).len(), 1);
    }

    #[test]
    fn without_headings_every_row_may_be_somebody() {
        let rows = lines(&[&["Ani", "0812"], &["Budi", "0813"]]);
        let found = find_headings(&rows, Column::of_heading);
        assert_eq!((found.row, found.names.clone()), (0, vec!["Kolom A".to_owned(), "Kolom B".to_owned()]));
        assert_eq!(people(&rows, &found).len(), 2);
        assert_eq!((letter(25), letter(26), letter(53)), ("Z".into(), "AA".into(), "BB".into()));
    }

    #[test]
    fn a_meaning_is_given_to_one_column_only() {
        let head = Headings { row: 1, height: 1, names: vec!["Nama".into(), "HP".into(), "No. WA".into()] };
        assert_eq!(propose(&head, Column::of_heading), [Some(Column::FullName), Some(Column::Phone), None]);
    }
}
