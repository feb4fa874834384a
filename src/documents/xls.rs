//! .xls: sheets, texts and cells from the records of the workbook stream.

use super::biff::{Record, Records, Script};
use super::grid::{Budget, Grid, Strings};
use super::ole::{u16_at, u32_at};
use super::value::{self, Epoch, Shown};
use super::{Book, Refused, refusal, xls_sheet};
use std::collections::HashMap;

pub(super) const BEGIN: u16 = 0x0809;
pub(super) const END: u16 = 0x000a;
/// The first record of Excel 2, 3 and 4.
const OLD_BEGINS: [u16; 3] = [0x0009, 0x0209, 0x0409];
/// Sheets that are not more than these.
const MOST_SHEETS: usize = 1_000;
/// What a stream that is one sheet says it is.
const IS_SHEET: u16 = 0x10;

/// What all sheets share.
pub(super) struct Workbook {
    pub(super) script: Script,
    pub(super) epoch: Epoch,
    sheets: Vec<SheetEntry>,
    pub(super) custom: HashMap<u16, Shown>,
    pub(super) formats: Vec<u16>,
    pub(super) strings: Strings,
}

struct SheetEntry {
    start: usize,
    is_hidden: bool,
    kind: u8,
    name: String,
}

pub(super) fn read(stream: &[u8]) -> Result<Book, Refused> {
    let mut count = 0;
    let mut records = Records::new(stream, 0, &mut count)?;
    let first = records.next()?.ok_or(refusal::BROKEN)?;
    if OLD_BEGINS.contains(&first.kind) {
        return Err(refusal::OLD_BOOK);
    }
    let version = u16_at(first.data, 0).filter(|_| first.kind == BEGIN).ok_or(refusal::BROKEN)?;
    let script = if version == 0x0600 { Script::Unicode } else { Script::Bytes(encoding_rs::WINDOWS_1252) };
    let mut book = Workbook {
        script,
        epoch: Epoch::Y1900,
        sheets: Vec::new(),
        custom: HashMap::new(),
        formats: Vec::new(),
        strings: Strings::default(),
    };
    if u16_at(first.data, 2) == Some(IS_SHEET) {
        // Web applications write a bare sheet.
        book.sheets.push(SheetEntry { start: 0, is_hidden: false, kind: 0, name: "Sheet1".to_owned() });
    } else {
        while let Some(record) = records.next()?.filter(|record| record.kind != END) {
            book.note(&record)?;
        }
    }
    let mut budget = Budget::new();
    let mut sheets = Vec::new();
    for entry in &book.sheets {
        // Charts have no cells; macro sheets are macros.
        match entry.kind {
            0 => {}
            1 | 6 => return Err(refusal::MACROS),
            _ => continue,
        }
        let mut grid = Grid::new(&mut budget);
        xls_sheet::read(&book, Records::new(stream, entry.start, &mut count)?, &mut grid)?;
        sheets.extend(grid.finish(&entry.name, entry.is_hidden)?);
    }
    Ok(Book { sheets })
}

impl Workbook {
    /// Takes what a record before the sheets says.
    fn note(&mut self, record: &Record<'_>) -> Result<(), Refused> {
        let data = record.data;
        match record.kind {
            // FILEPASS
            0x2f => return Err(refusal::PASSWORD),
            // CODEPAGE
            0x42 if matches!(self.script, Script::Bytes(_)) => {
                self.script = Script::Bytes(Script::of_code_page(u16_at(data, 0).unwrap_or(1252)));
            }
            // DATEMODE
            0x22 if u16_at(data, 0) == Some(1) => self.epoch = Epoch::Y1904,
            // FORMAT
            0x41e => {
                let mut reader = record.reader(2);
                let length = self.short_or_long(&mut reader);
                let code = length.and_then(|length| reader.string(length, self.script));
                if let (Some(id), Some(code)) = (u16_at(data, 0), code) {
                    self.custom.insert(id, value::format(&code));
                }
            }
            // XF
            0xe0 => self.formats.push(u16_at(data, 2).unwrap_or(0)),
            // BOUNDSHEET
            0x85 => self.sheets.push(self.sheet_entry(record).ok_or(refusal::BROKEN)?),
            // SST
            0xfc => {
                let mut reader = record.reader(8);
                for _ in 0..u32_at(data, 4).ok_or(refusal::BROKEN)? {
                    // Some writers count more than there are; what is used and missing is found later.
                    let text = reader.u16().and_then(|length| reader.string(length, self.script));
                    let Some(text) = text else { break };
                    self.strings.push(&text)?;
                }
            }
            _ => {}
        }
        if self.sheets.len() > MOST_SHEETS { Err(refusal::BROKEN) } else { Ok(()) }
    }

    /// The length of a format code.
    fn short_or_long(&self, reader: &mut super::biff::Reader<'_>) -> Option<u16> {
        match self.script {
            Script::Unicode => reader.u16(),
            Script::Bytes(_) => reader.u8().map(u16::from),
        }
    }

    fn sheet_entry(&self, record: &Record<'_>) -> Option<SheetEntry> {
        let mut reader = record.reader(0);
        let start = usize::try_from(reader.u32()?).ok()?;
        let is_hidden = reader.u8()? & 3 != 0;
        let kind = reader.u8()?;
        let length = u16::from(reader.u8()?);
        let name = reader.string(length, self.script)?;
        Some(SheetEntry { start, is_hidden, kind, name })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::ole::Ole;
    use super::super::{Sheet, row};
    use super::*;

    /// A workbook of several sheets, written by xlwt.
    pub(in super::super) const BOOK: &[u8] = include_bytes!("testdata/buku.xls");

    pub(in super::super) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let size = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &size.to_le_bytes(), data].concat()
    }

    /// A workbook with these records before its only sheet and in it.
    pub(in super::super) fn workbook(version: u16, before: &[u8], cells: &[u8], name: &[u8]) -> Vec<u8> {
        let begin = |kind: u8| record(BEGIN, &[&version.to_le_bytes()[..], &[kind, 0, 0, 0, 0, 0]].concat());
        let start = begin(5).len() + before.len() + 4 + 6 + name.len() + 4;
        let entry = [&u32::try_from(start).unwrap().to_le_bytes(), &[0, 0][..], name].concat();
        [
            begin(5),
            before.to_vec(),
            record(0x85, &entry),
            record(END, b""),
            begin(0x10),
            cells.to_vec(),
            record(END, b""),
        ]
        .concat()
    }

    fn rows(stream: &[u8]) -> Result<Vec<Vec<String>>, Refused> {
        Ok(read(stream)?.sheets.into_iter().flat_map(|sheet| sheet.rows).map(|row| row.cells).collect())
    }

    #[test]
    fn a_whole_book_becomes_text() {
        let book = read(&Ole::open(BOOK).unwrap().stream("Workbook").unwrap()).unwrap();
        let people = vec![
            row(2, false, &["Perpustakaan", "Nama", "NIP", "Telepon", "Tanggal"]),
            row(
                3,
                false,
                &[
                    "Perpustakaan Daerah",
                    "Ani O'Brien – ع",
                    "198609262015051001",
                    "81234567890",
                    "2/8/2022",
                    "2/8/2022 09.05",
                    "09.05",
                    "Ya",
                    "#REF!",
                    "3.5",
                    "12.34",
                    "-7",
                ],
            ),
            row(4, true, &["Perpustakaan Daerah", "Budi", "1.98609E+17"]),
            row(5, false, &["Perpustakaan Daerah", "Cici"]),
        ];
        let long = (0..36).map(|n| {
            let (letter, length) = if n % 2 == 0 { ('ж', 110) } else { ('é', 200) };
            row(n + 1, false, &[&format!("{n:02} {letter}{}", "x".repeat(length))])
        });
        let sheets = vec![
            Sheet { name: "Peserta".into(), is_hidden: false, rows: people },
            Sheet { name: "Panjang".into(), is_hidden: false, rows: long.collect() },
            Sheet { name: "Pilihan".into(), is_hidden: true, rows: vec![row(1, false, &["S1"])] },
        ];
        assert_eq!(book, Book { sheets });
    }

    #[test]
    fn formulas_give_their_last_result() {
        let formula = |column: u8, value: [u8; 8]| {
            record(0x06, &[&[0, 0, column, 0, 0, 0][..], &value, &[0; 8]].concat())
        };
        let cells = [
            formula(0, [0, 0, 0, 0, 0, 0, 0xff, 0xff]),
            record(0x207, b"\x05\0\0hasil"),
            formula(1, [1, 0, 0, 0, 0, 0, 0xff, 0xff]),
            formula(2, [2, 0, 0x2a, 0, 0, 0, 0xff, 0xff]),
            formula(3, 3.5_f64.to_le_bytes()),
            formula(4, [3, 0, 0, 0, 0, 0, 0xff, 0xff]),
            record(0xbd, b"\0\0\x05\0\0\0\x06\0\0\0\0\0\x07\0\0\0\x06\0"),
        ]
        .concat();
        let stream = workbook(0x0600, b"", &cells, b"\x01\0S");
        assert_eq!(rows(&stream).unwrap(), [["hasil", "Tidak", "#N/A", "3.5", "", "1", "0.01"]]);
    }

    #[test]
    fn dates_count_from_1904_where_the_book_says_so() {
        let before = [
            record(0x22, b"\x01\0"),
            record(0x41e, b"\xa4\0\x0a\0\0dd/mm/yyyy"),
            record(0xe0, &[0; 20]),
            record(0xe0, &[0, 0, 0xa4, 0, 0, 0]),
        ]
        .concat();
        let date = |format: u8| [&[0, 0, format, 0, format, 0][..], &43_313.0_f64.to_le_bytes()].concat();
        let cells = [record(0x203, &date(0)), record(0x203, &date(1))].concat();
        let stream = workbook(0x0600, &before, &cells, b"\x01\0S");
        assert_eq!(rows(&stream).unwrap(), [["43313", "2/8/2022"]]);
    }

    #[test]
    fn excel_95_and_bare_sheets_are_read() {
        let cells = record(0x204, b"\0\0\0\0\0\0\x04\0caf\xe9");
        let book =
            read(&workbook(0x0500, &record(0x42, &1252_u16.to_le_bytes()), &cells, b"\x05Lama\xe9")).unwrap();
        let sheet = Sheet { name: "Lamaé".into(), is_hidden: false, rows: vec![row(1, false, &["café"])] };
        assert_eq!(book, Book { sheets: vec![sheet] });
        let bare = [record(BEGIN, b"\0\0\x10\0\0\0\0\0"), cells, record(END, b"")].concat();
        assert_eq!(rows(&bare).unwrap(), [["café"]]);
        assert_eq!(rows(&record(0x0409, b"\0\0\x10\0\0\0")), Err(refusal::OLD_BOOK));
    }

    #[test]
    fn passwords_macro_sheets_and_faults_are_told_apart() {
        let stream = workbook(0x0600, &record(0x2f, b"\x01\0"), b"", b"\x01\0S");
        assert_eq!(read(&stream), Err(refusal::PASSWORD));
        let mut stream = workbook(0x0600, b"", b"", b"\x01\0S");
        assert_eq!(read(&stream).unwrap().sheets, []);
        stream[12 + 4 + 5] = 1;
        assert_eq!(read(&stream), Err(refusal::MACROS));
        let missing = record(0xfd, b"\0\0\0\0\0\0\x09\0\0\0");
        assert_eq!(read(&workbook(0x0600, b"", &missing, b"\x01\0S")), Err(refusal::BROKEN));
        assert_eq!(read(b""), Err(refusal::BROKEN));
    }
}
