//! Files that are made to do harm, and files that came to harm.

use super::archive::tests::zipped;
use super::ole::Ole;
use super::read::tests::book;
use super::{ods, read, refusal, row, xls};
use rust_xlsxwriter::{Format, Workbook};
use std::io::{Cursor, Read};
use zip::ZipArchive;

#[test]
fn a_sheet_used_up_to_its_corner_costs_nothing() {
    // Formats and sizes go to XFD1048576 while the texts are three.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let filled = Format::new().set_background_color("#FFFF00");
    for row in [0, 500_000, 1_048_575] {
        sheet.write(row, 0, "a").unwrap();
        for column in 0..200 {
            sheet.write_blank(row, 16_383 - column, &filled).unwrap();
        }
    }
    let read = read(&book.save_to_buffer().unwrap()).unwrap();
    let rows = vec![row(1, false, &["a"]), row(500_001, false, &["a"]), row(1_048_576, false, &["a"])];
    assert_eq!(read.sheets[0].rows, rows);
}

/// The archive with one of its entries changed.
fn changed(archive: &[u8], part: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        entries.push((name, content));
    }
    zipped(entries.iter().map(|(name, content)| {
        let content = content.clone();
        (name.as_str(), if name == part { change(content) } else { content })
    }))
}

#[test]
fn entities_and_lies_in_a_workbook_do_no_harm() {
    let valid = book();
    let with = |part: &str, from: &str, to: &str| {
        let change = |content| String::from_utf8(content).unwrap().replacen(from, to, 1).into_bytes();
        read(&changed(&valid, part, change))
    };
    let strings = "xl/sharedStrings.xml";
    let lol = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><sst";
    assert_eq!(with(strings, "<sst", lol), Err(refusal::BROKEN));
    assert_eq!(with(strings, "Bu</t>", "&a;</t>").map(|book| book.sheets.len()), Ok(2));
    assert_eq!(with(strings, "uniqueCount=\"", "uniqueCount=\"99999999999999\" x=\""), read(&valid));
    assert_eq!(read(&changed(&valid, strings, |_| b"<sst/>".to_vec())), Err(refusal::BROKEN));
    let sheet = "xl/worksheets/sheet1.xml";
    assert!(with(sheet, "r=\"A3\"", "r=\"A4294967299\"").is_ok());
    let half = |content: Vec<u8>| content[..content.len() / 2].to_vec();
    assert_eq!(read(&changed(&valid, sheet, half)), Err(refusal::BROKEN));
    let twice = "<sheet name=\"B\" sheetId=\"9\" r:id=\"rId1\"/></sheets>";
    assert_eq!(with("xl/workbook.xml", "</sheets>", twice), Err(refusal::BROKEN));
}

#[test]
fn one_long_text_in_every_cell_is_too_much() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..1_100 {
        sheet.write(row, 0, "x".repeat(32_000)).unwrap();
    }
    assert_eq!(read(&book.save_to_buffer().unwrap()), Err(refusal::TOO_MUCH_TEXT));
}

#[test]
fn cut_and_changed_files_never_panic() {
    let ods = ods::tests::document(
        "<style:style style:name=\"a\"><style:table-properties table:display=\"false\"/></style:style>",
        "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"3\"><table:table-cell \
         office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>",
    );
    let csv = "sep=;\r\nNama;NIP\r\n\"Ani \"\"A\"\"\";1\r\né;ж\r\n".as_bytes();
    let mut state = 7_u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 8).unwrap() % below
    };
    let book = book();
    for valid in [book.as_slice(), xls::tests::BOOK, &ods, csv] {
        for _ in 0..40 {
            let _ = read(&valid[..random(valid.len())]);
            let mut changed = valid.to_vec();
            for _ in 0..=random(4) {
                changed[random(valid.len())] = u8::try_from(random(256)).unwrap();
            }
            let _ = read(&changed);
        }
    }
    // Behind the checksums of the archive and the sectors of the container.
    let part = [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "content.xml",
    ];
    for (archive, part) in part.iter().flat_map(|part| [(&book, part), (&ods, part)]) {
        for _ in 0..2 {
            let (place, letter) = (random(10_000), b"<>/&;\"'= A1\xff"[random(12)]);
            let _ = read(&changed(archive, part, |mut content| {
                let place = place % content.len();
                content[place] = letter;
                content
            }));
        }
    }
    let stream = Ole::open(xls::tests::BOOK).unwrap().stream("Workbook").unwrap();
    for _ in 0..1_000 {
        let mut changed = stream.clone();
        for _ in 0..=random(8) {
            changed[random(stream.len())] = u8::try_from(random(256)).unwrap();
        }
        let _ = xls::read(&changed);
    }
}
