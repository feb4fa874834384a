//! Native tables (`CT_Table`, ISO/IEC 29500-1, 21.1.3.13), styled by the theme.

use super::{
    Emu, POINT, Rect,
    text::{height, lines},
    xml::escape,
};
use std::fmt::Write as _;

/// Sizes of text in tables, in hundredths of a point, the largest that lets all be on one slide; tables do not take theirs
/// from the placeholder.
const SIZES: [i64; 2] = [2_200, 2_000];
/// The size where nothing helps.
const SMALLEST: i64 = 1_800;
/// Between the edge of a cell and its text, at the sides and above and below.
const ACROSS: Emu = 9 * POINT;
const ALONG: Emu = 6 * POINT;
/// "Medium Style 2 - Accent 1", which every program knows by this number.
const STYLE: &str = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}";

/// A table with a header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Above each column.
    pub header: Vec<String>,
    /// How wide the columns are, compared with each other; equal where one is missing.
    pub shares: Vec<u16>,
    /// Cells of each row; those without a heading are not shown.
    pub rows: Vec<Vec<String>>,
    size: i64,
}

impl Table {
    /// A table of these cells.
    pub const fn new(header: Vec<String>, shares: Vec<u16>, rows: Vec<Vec<String>>) -> Self {
        Self { header, shares, rows, size: SMALLEST }
    }

    /// Widths that make up exactly the whole.
    fn widths(&self, whole: Emu) -> Vec<Emu> {
        let share = |at: usize| Emu::from(self.shares.get(at).copied().unwrap_or(1).max(1));
        let all: Emu = (0..self.header.len()).map(share).sum();
        let mut left = whole;
        let mut widths: Vec<Emu> = (0..self.header.len())
            .map(|at| {
                let width = whole * share(at) / all;
                left -= width;
                width
            })
            .collect();
        if let Some(last) = widths.last_mut() {
            *last += left;
        }
        widths
    }

    fn row_height(&self, row: &[String], widths: &[Emu]) -> Emu {
        let count = |(cell, width): (&String, &Emu)| {
            cell.split('\n').map(|line| lines(line, self.size, width - 2 * ACROSS).len()).sum::<usize>()
        };
        let most = row.iter().zip(widths).map(count).max().unwrap_or(1).max(1);
        height(Emu::try_from(most).unwrap_or(1), self.size) + 2 * ALONG
    }

    /// The same in tables that each fit into a room; rows that are too high for one go on in the next.
    pub fn pages(mut self, room: Rect) -> Vec<Self> {
        for size in SIZES {
            self.size = size;
            if self.height(room.width) <= room.height {
                return vec![self];
            }
        }
        self.size = SMALLEST;
        let widths = self.widths(room.width);
        let most = room.height - self.row_height(&self.header, &widths);
        let most_lines = usize::try_from((most - 2 * ALONG) / height(1, self.size)).unwrap_or(0).max(1);
        let mut pages = Vec::new();
        let mut left = most;
        let mut rows = Vec::new();
        for row in self.rows.iter().flat_map(|row| pieces(row, self.size, &widths, most_lines)) {
            let needed = self.row_height(&row, &widths);
            if needed > left && !rows.is_empty() {
                pages.push(std::mem::take(&mut rows));
                left = most;
            }
            left -= needed;
            rows.push(row);
        }
        pages.push(rows);
        pages
            .into_iter()
            .map(|rows| Self { rows, ..Self::new(self.header.clone(), self.shares.clone(), Vec::new()) })
            .collect()
    }

    /// How high it is at this width.
    pub fn height(&self, width: Emu) -> Emu {
        let widths = self.widths(width);
        std::iter::once(&self.header).chain(&self.rows).map(|row| self.row_height(row, &widths)).sum()
    }

    /// `a:tbl` and its height.
    pub(super) fn xml(&self, width: Emu) -> (String, Emu) {
        let widths = self.widths(width);
        let mut out = format!(
            "<a:tbl><a:tblPr firstRow=\"1\" bandRow=\"1\"><a:tableStyleId>{STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>"
        );
        for width in &widths {
            let _ = write!(out, "<a:gridCol w=\"{width}\"/>");
        }
        out.push_str("</a:tblGrid>");
        let mut whole = 0;
        for (number, row) in std::iter::once(&self.header).chain(&self.rows).enumerate() {
            let height = self.row_height(row, &widths);
            whole += height;
            let _ = write!(out, "<a:tr h=\"{height}\">");
            for at in 0..widths.len() {
                cell(&mut out, row.get(at).map_or("", String::as_str), self.size, number == 0);
            }
            out.push_str("</a:tr>");
        }
        out.push_str("</a:tbl>");
        (out, whole)
    }
}

fn cell(out: &mut String, text: &str, size: i64, is_heading: bool) {
    let bold = if is_heading { " b=\"1\"" } else { "" };
    out.push_str("<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>");
    for line in text.split('\n') {
        let line = escape(line);
        if line.is_empty() {
            let _ = write!(out, "<a:p><a:endParaRPr lang=\"id-ID\" sz=\"{size}\"{bold}/></a:p>");
        } else {
            let _ = write!(
                out,
                "<a:p><a:r><a:rPr lang=\"id-ID\" sz=\"{size}\"{bold}/><a:t>{line}</a:t></a:r></a:p>"
            );
        }
    }
    let _ = write!(
        out,
        "</a:txBody><a:tcPr marL=\"{ACROSS}\" marR=\"{ACROSS}\" marT=\"{ALONG}\" marB=\"{ALONG}\"/></a:tc>"
    );
}

/// A row as rows of at most so many lines.
fn pieces(row: &[String], size: i64, widths: &[Emu], most: usize) -> Vec<Vec<String>> {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, width)| {
            let mut pieces = vec![String::new()];
            let mut used = 0;
            for paragraph in cell.split('\n') {
                for (at, line) in lines(paragraph, size, width - 2 * ACROSS).into_iter().enumerate() {
                    if used == most {
                        pieces.push(String::new());
                        used = 0;
                    }
                    if let Some(piece) = pieces.last_mut() {
                        if at == 0 && !piece.is_empty() {
                            piece.push('\n');
                        }
                        piece.push_str(line);
                    }
                    used += 1;
                }
            }
            pieces
        })
        .collect();
    let count = cells.iter().map(Vec::len).max().unwrap_or(0);
    (0..count)
        .map(|at| cells.iter().map(|pieces| pieces.get(at).cloned().unwrap_or_default()).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: Vec<Vec<String>>) -> Table {
        Table::new(["Tantangan", "Solusi"].map(str::to_owned).to_vec(), vec![1, 2], rows)
    }

    #[test]
    fn columns_make_up_the_whole_width() {
        let widths = table(Vec::new()).widths(1_000_000);
        assert_eq!((widths[0], widths.iter().sum::<Emu>()), (333_333, 1_000_000));
    }

    #[test]
    fn rows_that_are_too_many_or_too_high_go_on() {
        let room = Rect { x: 0, y: 0, width: 800 * POINT, height: 300 * POINT };
        let long = "Jaringan internet sering terputus saat hujan. ".repeat(40);
        let rows = vec![vec!["Listrik".to_owned(), "Genset".to_owned()]; 12]
            .into_iter()
            .chain([vec![long.trim().to_owned(), "Menunggu".to_owned()]])
            .collect();
        let pages = table(rows).pages(room);
        assert!(pages.len() > 2);
        let mut words = 0;
        for page in &pages {
            assert!(page.xml(room.width).1 <= room.height && !page.rows.is_empty());
            words += page.rows.iter().map(|row| row[0].split_whitespace().count()).sum::<usize>();
        }
        assert_eq!(words, 12 + long.split_whitespace().count());
    }
}
