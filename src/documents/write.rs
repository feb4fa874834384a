//! Writing .xlsx: lists to keep and forms to fill in.

use super::write_choices::{clip, last_index, write_choices};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Whole numbers up to here are held exactly: 2^53.
const MOST_EXACT: u64 = 1 << 53;
/// What a cell holds at most.
pub(super) const MOST_LETTERS: usize = 32_767;
/// What a sheet name holds at most.
const MOST_NAME: usize = 31;
/// So many rows below the header have choices and notes, even if the form is blank.
const ROOM: u32 = 1_000;
const NARROWEST: u32 = 8;
const WIDEST: u32 = 60;
/// The arrow of the filter hides as much of a heading.
const ARROW: u32 = 3;
const A4: u8 = 9;

/// A spreadsheet could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the spreadsheet could not be written: {0}")]
pub struct WriteError(#[from] XlsxError);

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every digit and leading zero stays, also what people type later.
    Text,
    /// Whole numbers.
    Number,
    /// Days.
    Date,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// Never a formula, whatever it begins with.
    Text(&'a str),
    /// Text if a spreadsheet would round it or its column holds text.
    Number(i64),
    /// Text if it is before 1900.
    Date(NaiveDate),
    /// Nothing.
    Empty,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// What stands in the header.
    pub heading: &'a str,
    /// What its cells hold.
    pub kind: Kind,
    /// In letters; 0 for what its content needs, from 8 to 60.
    pub width: f64,
    /// What people can choose from; empty if they may write anything.
    pub choices: &'a [&'a str],
    /// Shown beside a cell while it is selected; may be empty.
    pub note: &'a str,
}

/// One sheet.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Shown on its tab, without what a tab cannot show.
    pub name: &'a str,
    /// Lines above the header.
    pub title: &'a [&'a str],
    /// From left to right.
    pub columns: &'a [Column<'a>],
}

/// Writes a sheet: title, header and rows. The same content made on the same day is the same file.
pub fn xlsx<'a>(
    page: &Page<'a>,
    rows: impl IntoIterator<Item = Vec<Value<'a>>>,
    made_on: NaiveDate,
) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&day(made_on)?));
    let looks = Looks::new();
    let name = sheet_name(page.name);
    let mut sheet = Worksheet::new();
    sheet.set_name(&name)?;
    let header = write_title(&mut sheet, page, &looks)?;

    let mut widths: Vec<u32> = page.columns.iter().map(|column| letters(column.heading) + ARROW).collect();
    let mut last = header;
    for cells in rows {
        last += 1;
        for (((index, column), width), value) in (0..).zip(page.columns).zip(&mut widths).zip(cells) {
            let written = write_cell(&mut sheet, (last, index), column.kind, value, &looks)?;
            *width = written.max(*width);
        }
    }
    for ((index, column), width) in (0..).zip(page.columns).zip(widths) {
        sheet.set_column_format(index, looks.of(column.kind))?;
        let by_content = f64::from(width.saturating_add(1).clamp(NARROWEST, WIDEST));
        sheet.set_column_width(index, if column.width > 0.0 { column.width } else { by_content })?;
        sheet.write_string_with_format(header, index, clip(column.heading, MOST_LETTERS), &looks.heading)?;
    }
    if let Some(last_column) = last_index(page.columns.len()) {
        sheet.autofilter(header, 0, last, last_column)?;
    }
    sheet.set_freeze_panes(header + 1, 0)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(header, header)?;

    let choices = write_choices(&mut sheet, page, &name, header + 1..=last.max(header + ROOM))?;
    book.push_worksheet(sheet);
    if let Some(choices) = choices {
        book.push_worksheet(choices);
    }
    Ok(book.save_to_buffer()?)
}

/// The formats of a sheet.
struct Looks {
    title: Format,
    heading: Format,
    text: Format,
    number: Format,
    date: Format,
}

impl Looks {
    fn new() -> Self {
        let heading = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00DD_EBF7))
            .set_border(FormatBorder::Thin)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter);
        Self {
            title: Format::new().set_bold(),
            heading,
            // The built-in formats `@` and `0`, which every spreadsheet knows as text and number.
            text: Format::new().set_num_format_index(49),
            number: Format::new().set_num_format_index(1),
            date: Format::new().set_num_format("d/m/yyyy"),
        }
    }

    fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Number => &self.number,
            Kind::Date => &self.date,
        }
    }
}

/// Writes the lines above the header and a blank one; gives the row of the header.
fn write_title(sheet: &mut Worksheet, page: &Page<'_>, looks: &Looks) -> Result<u32, WriteError> {
    let mut header = 0;
    for line in page.title {
        sheet.write_string_with_format(header, 0, clip(line, MOST_LETTERS), &looks.title)?;
        header += 1;
    }
    Ok(if page.title.is_empty() { 0 } else { header + 1 })
}

/// Writes a cell; gives how many letters it shows.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    kind: Kind,
    value: Value<'_>,
    looks: &Looks,
) -> Result<u32, WriteError> {
    let text = match value {
        Value::Empty => return Ok(0),
        Value::Number(number) if kind != Kind::Text && number.unsigned_abs() <= MOST_EXACT => {
            let shown = number.to_string();
            // Exact, for the text has no more digits than a spreadsheet holds.
            let exact: f64 = shown.parse().unwrap_or_default();
            sheet.write_number_with_format(row, column, exact, &looks.number)?;
            return Ok(letters(&shown));
        }
        Value::Date(date) if date.year() >= 1900 => {
            sheet.write_datetime_with_format(row, column, &day(date)?, &looks.date)?;
            return Ok(10);
        }
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.format("%-d/%-m/%Y").to_string(),
        Value::Text(text) => clip(text, MOST_LETTERS),
    };
    let shown = letters(&text);
    sheet.write_string_with_format(row, column, text, &looks.text)?;
    Ok(shown)
}

fn day(date: NaiveDate) -> Result<ExcelDateTime, WriteError> {
    let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    let year = u16::try_from(date.year()).unwrap_or(u16::MAX);
    Ok(ExcelDateTime::from_ymd(year, small(date.month()), small(date.day()))?)
}

/// How many letters a column would have to show, as far as that matters.
fn letters(text: &str) -> u32 {
    u32::try_from(text.chars().take(100).count()).unwrap_or(WIDEST)
}

/// A name that a tab can show.
fn sheet_name(name: &str) -> String {
    let spaced = name.replace(|c: char| c.is_control() || "[]:*?/\\".contains(c), " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let name = clip(words.join(" ").trim_matches('\''), MOST_NAME);
    let name = name.trim().trim_matches('\'');
    // Excel keeps the second name for itself.
    if name.is_empty() || name.eq_ignore_ascii_case("History") {
        "Lembar1".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Book, Row, Sheet, read};
    use super::*;
    use std::io::{Cursor, Read};

    const TEXT: Column<'_> = Column { heading: "Nama", kind: Kind::Text, width: 0.0, choices: &[], note: "" };

    fn made_on() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 8, 1).unwrap()
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut text = String::new();
        zip::ZipArchive::new(Cursor::new(bytes))
            .unwrap()
            .by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    fn row(number: u32, cells: &[&str]) -> Row {
        Row { number, is_hidden: false, cells: cells.iter().map(|&cell| cell.to_owned()).collect() }
    }

    #[test]
    fn difficult_texts_come_back_as_they_were() {
        let long = "kata ".repeat(60);
        let texts = [
            "00123",
            "198609262015051001",
            "=SUM(A1:A9)",
            "+62812",
            "-5",
            "@nama",
            "O'Brien",
            "\"kutip\" & <tanda>",
            "ж é 名",
            "_x000D_",
            "TRUE",
            "2022-08-02",
            "http://a.id",
            long.trim_end(),
        ];
        let page = Page { name: "Data", title: &[], columns: &[TEXT] };
        let bytes = xlsx(&page, texts.iter().map(|text| vec![Value::Text(text)]), made_on()).unwrap();
        let rows =
            std::iter::once(&"Nama").chain(&texts).zip(1..).map(|(&text, number)| row(number, &[text]));
        let sheet = Sheet { name: "Data".into(), is_hidden: false, rows: rows.collect() };
        assert_eq!(read(&bytes).unwrap(), Book { sheets: vec![sheet] });
        assert!(!part(&bytes, "xl/worksheets/sheet1.xml").contains("<f>"));
    }

    #[test]
    fn numbers_and_dates_are_numbers_and_dates() {
        let date = NaiveDate::from_ymd_opt(2022, 8, 2).unwrap();
        let old = NaiveDate::from_ymd_opt(1899, 8, 17).unwrap();
        let columns = [
            TEXT,
            Column { heading: "Jumlah", kind: Kind::Number, ..TEXT },
            Column { heading: "Tanggal", kind: Kind::Date, ..TEXT },
        ];
        let page = Page { name: "Data", title: &["Daftar Peserta", "Tahun 2026"], columns: &columns };
        let rows = [
            vec![Value::Number(7), Value::Number(-12), Value::Date(date)],
            vec![
                Value::Empty,
                Value::Number(198_609_262_015_051_001),
                Value::Date(old),
                Value::Text("lebih"),
            ],
        ];
        let bytes = xlsx(&page, rows, made_on()).unwrap();
        let rows = vec![
            row(1, &["Daftar Peserta"]),
            row(2, &["Tahun 2026"]),
            row(4, &["Nama", "Jumlah", "Tanggal"]),
            row(5, &["7", "-12", "2/8/2022"]),
            row(6, &["", "198609262015051001", "17/8/1899"]),
        ];
        assert_eq!(read(&bytes).unwrap().sheets[0].rows, rows);
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        for wanted in [
            "<v>-12</v>",
            "<v>44775</v>",
            "<autoFilter ref=\"A4:C6\"/>",
            "ySplit=\"4\" topLeftCell=\"A5\"",
            "state=\"frozen\"",
            "paperSize=\"9\"",
            "fitToHeight=\"0\"",
            "orientation=\"landscape\"",
        ] {
            assert!(sheet.contains(wanted), "{wanted} in {sheet}");
        }
        assert!(part(&bytes, "xl/workbook.xml").contains("Data!$4:$4"));
    }

    #[test]
    fn a_blank_form_keeps_digits_and_offers_choices() {
        let many: Vec<String> = (0..40).map(|n| format!("Jabatan nomor {n}, golongan {n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let columns = [
            Column { heading: "NIP", note: "18 angka", ..TEXT },
            Column { heading: "Pendidikan", choices: &["S1", "S2"], ..TEXT },
            Column { heading: "Jabatan", choices: &many, width: 20.0, ..TEXT },
        ];
        let page = Page { name: "Isian", title: &[], columns: &columns };
        let bytes = xlsx(&page, [], made_on()).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        for wanted in [
            "prompt=\"18 angka\" sqref=\"A2:A1001\"",
            "<formula1>\"S1,S2\"</formula1>",
            "<formula1>'Pilihan'!$A$1:$A$40</formula1>",
            "<autoFilter ref=\"A1:C1\"/>",
        ] {
            assert!(sheet.contains(wanted), "{wanted} in {sheet}");
        }
        // Every column has a format of its own, and it is that of text.
        assert_eq!(sheet.matches("<col ").count(), sheet.matches(" style=\"").count());
        assert!(part(&bytes, "xl/styles.xml").contains("numFmtId=\"49\""));
        let book = read(&bytes).unwrap();
        let names: Vec<_> = book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.is_hidden)).collect();
        assert_eq!(names, [("Isian", false), ("Pilihan", true)]);
        assert_eq!(book.sheets[1].rows.len(), 40);
    }

    #[test]
    fn the_same_content_is_the_same_file() {
        let page = Page { name: "Data", title: &["Judul"], columns: &[TEXT] };
        let write = |day| xlsx(&page, [vec![Value::Text("a")]], day).unwrap();
        assert_eq!(write(made_on()), write(made_on()));
        assert!(part(&write(made_on()), "docProps/core.xml").contains("2026-08-01T00:00:00Z"));
        assert_ne!(write(made_on()), write(made_on().succ_opt().unwrap()));
    }

    #[test]
    fn names_and_lengths_fit_a_spreadsheet() {
        for (given, wanted) in [
            ("Peserta: 'A' [1]/2?", "Peserta 'A' 1 2"),
            ("", "Lembar1"),
            ("'''", "Lembar1"),
            ("history", "Lembar1"),
            ("Perpustakaan Provinsi Daerah Istimewa", "Perpustakaan Provinsi Daerah Is"),
            ("𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞", "𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞"),
        ] {
            assert_eq!(sheet_name(given), wanted, "{given}");
            let page = Page { name: given, title: &[], columns: &[TEXT] };
            assert_eq!(read(&xlsx(&page, [], made_on()).unwrap()).unwrap().sheets[0].name, wanted);
        }
        let long = "𝄞".repeat(40_000);
        let page = Page {
            name: "pilihan",
            title: &[&long],
            columns: &[Column { note: &long, choices: &[&long], ..TEXT }],
        };
        let bytes = xlsx(&page, [vec![Value::Text(&long)]], made_on()).unwrap();
        assert_eq!(read(&bytes).unwrap().sheets[0].rows[2].cells[0].chars().count(), 16_383);
        let none = Page { name: "a", title: &[], columns: &[] };
        assert!(xlsx(&none, [vec![Value::Empty]], made_on()).is_ok());
    }
}
