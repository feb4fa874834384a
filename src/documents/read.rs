//! What kind of file it is, by what it begins with and what is in it.

use super::archive::Archive;
use super::ole::{self, Ole};
use super::{Book, MOST_BYTES, Refused, csv_text, ods, refusal, xls, xlsx};

/// How much of a file can say what it is.
const BEGINNING: usize = 1_024;
/// A list of contents is never longer.
const MOST_TYPES: u64 = 1024 * 1024;

/// Reads a spreadsheet, whatever its name.
pub fn read(bytes: &[u8]) -> Result<Book, Refused> {
    if bytes.is_empty() {
        return Err(refusal::EMPTY);
    }
    if bytes.len() > MOST_BYTES {
        return Err(refusal::TOO_LARGE);
    }
    let book = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        from_archive(bytes)?
    } else if bytes.starts_with(ole::SIGNATURE) {
        from_container(bytes)?
    } else if is_bare_workbook(bytes) {
        xls::read(bytes)?
    } else if let Some(refused) = other_kind(bytes) {
        return Err(refused);
    } else {
        let text = csv_text::decode(bytes)?;
        if let Some(refused) = markup(&text) {
            return Err(refused);
        }
        csv_text::read(&text)?
    };
    if book.sheets.is_empty() { Err(refusal::NOTHING_IN_IT) } else { Ok(book) }
}

fn from_archive(bytes: &[u8]) -> Result<Book, Refused> {
    let mut archive = Archive::open(bytes)?;
    if let Some(types) = archive.beginning("[Content_Types].xml", MOST_TYPES)? {
        let types = types.to_ascii_lowercase();
        let has = |word: &str| types.contains(word);
        if has("wordprocessingml") || has("presentationml") || has("ms-word") || has("ms-powerpoint") {
            return Err(refusal::DOCUMENT);
        }
        // Before macros, for every one of these says that it may have some.
        if has("sheet.binary") || archive.has("xl/workbook.bin") {
            return Err(refusal::BINARY_BOOK);
        }
        let is_macro = |name: &str| name.ends_with("vbaproject.bin") || name.contains("/macrosheets/");
        if has("macroenabled") || has("vbaproject") || archive.names().any(is_macro) {
            return Err(refusal::MACROS);
        }
        let is_book = has("spreadsheetml.sheet.main+xml") || has("spreadsheetml.template.main+xml");
        return if is_book || archive.has("xl/workbook.xml") {
            xlsx::read(&mut archive)
        } else {
            Err(refusal::OTHER_ARCHIVE)
        };
    }
    let kind = archive.beginning("mimetype", 200)?.unwrap_or_default();
    let Some(kind) = kind.trim().strip_prefix("application/vnd.oasis.opendocument.") else {
        return Err(refusal::OTHER_ARCHIVE);
    };
    if !kind.starts_with("spreadsheet") {
        return Err(refusal::DOCUMENT);
    }
    if ods::is_encrypted(&mut archive)? {
        return Err(refusal::PASSWORD);
    }
    // The lists of libraries are there even if no library is.
    let is_list = |name: &str| {
        name.ends_with('/') || name.ends_with("script-lb.xml") || name.ends_with("script-lc.xml")
    };
    let is_macro =
        |name: &str| (name.starts_with("basic/") || name.starts_with("scripts/")) && !is_list(name);
    if archive.names().any(is_macro) {
        return Err(refusal::MACROS);
    }
    ods::read(&mut archive)
}

fn from_container(bytes: &[u8]) -> Result<Book, Refused> {
    let ole = Ole::open(bytes)?;
    if ole.has("EncryptedPackage") {
        return Err(refusal::PASSWORD);
    }
    if ole.has("WordDocument") || ole.has("PowerPoint Document") {
        return Err(refusal::DOCUMENT);
    }
    if ole.has("_VBA_PROJECT_CUR") || ole.has("_VBA_PROJECT") {
        return Err(refusal::MACROS);
    }
    let stream = ["Workbook", "Book"].into_iter().find(|name| ole.has(name)).ok_or(refusal::NOT_TEXT)?;
    xls::read(&ole.stream(stream)?)
}

/// The records of an .xls without their container, as web applications write them.
fn is_bare_workbook(bytes: &[u8]) -> bool {
    matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, 4..=16, 0, ..])
}

/// Files that are no text and no spreadsheet.
fn other_kind(bytes: &[u8]) -> Option<Refused> {
    let beginning = bytes.get(..bytes.len().min(BEGINNING)).unwrap_or_default();
    let starts = |marks: &[&[u8]]| marks.iter().any(|mark| beginning.starts_with(mark));
    let is_riff_picture = beginning.starts_with(b"RIFF") && beginning.get(8..12) == Some(b"WEBP");
    let is_phone_picture = beginning.get(4..8) == Some(b"ftyp");
    if beginning.windows(5).any(|window| window == b"%PDF-") {
        Some(refusal::PDF)
    } else if starts(&[b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"])
        || is_riff_picture
        || is_phone_picture
    {
        Some(refusal::PICTURE)
    } else if starts(&[b"{\\rtf"]) {
        Some(refusal::DOCUMENT)
    } else if starts(&[b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b", b"PK"]) {
        Some(refusal::OTHER_ARCHIVE)
    } else {
        None
    }
}

/// Text that is a page or a workbook in XML.
fn markup(text: &str) -> Option<Refused> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let beginning: String = text.chars().take(BEGINNING).collect::<String>().to_ascii_lowercase();
    if beginning.starts_with("<?xml") {
        let has = |word: &str| beginning.contains(word);
        return Some(match () {
            () if has("urn:schemas-microsoft-com:office:spreadsheet") => refusal::XML_BOOK,
            () if has("<html") => refusal::WEB_PAGE,
            () => refusal::NOT_TEXT,
        });
    }
    let tags =
        ["<!doctype", "<html", "<table", "<head", "<meta", "<style", "<body", "<div", "<script", "<!--"];
    let is_page = tags.iter().any(|tag| beginning.starts_with(tag)) || beginning.starts_with("mime-version:");
    is_page.then_some(refusal::WEB_PAGE)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::archive::tests::zipped;
    use super::super::ole::tests::contained;
    use super::super::{Sheet, row, xls};
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

    /// A valid workbook with most of what a workbook can have.
    pub(in super::super) fn book() -> Vec<u8> {
        let date = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Peserta & tamu").unwrap();
        sheet.merge_range(2, 0, 3, 0, "Perpustakaan", &Format::new()).unwrap();
        sheet.write(2, 1, "Ani\u{a0} \nBerliana").unwrap();
        sheet.write(2, 2, 81_234_567_890.0).unwrap();
        sheet
            .write_with_format(2, 3, ExcelDateTime::parse_from_str("2022-08-02T09:05:00").unwrap(), &date)
            .unwrap();
        sheet.write(2, 4, true).unwrap();
        sheet.write_formula(2, 5, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_formula(2, 6, Formula::new("=A1&\"x\"").set_result("hasil")).unwrap();
        sheet.write_rich_string(3, 1, &[(&Format::new().set_bold(), "Bu"), (&Format::new(), "di ")]).unwrap();
        sheet.write(3, 2, 198_609_262_015_051_001.0).unwrap();
        sheet.set_row_hidden(3).unwrap();
        sheet.write(5, 70, "jauh").unwrap();
        sheet.write(1_048_575, 16_383, "terjauh").unwrap();
        book.add_worksheet().set_name("Kosong").unwrap();
        book.add_worksheet().set_name("Pilihan").unwrap().set_hidden(true).write(0, 0, "S1").unwrap();
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn a_whole_xlsx_becomes_text() {
        let ani = ["Perpustakaan", "Ani Berliana", "81234567890", "2/8/2022 09.05", "Ya", "#DIV/0!", "hasil"];
        let people = vec![row(3, false, &ani), row(4, true, &["Perpustakaan", "Budi", "1.98609E+17"])];
        let sheets = vec![
            Sheet { name: "Peserta & tamu".into(), is_hidden: false, rows: people },
            Sheet { name: "Pilihan".into(), is_hidden: true, rows: vec![row(1, false, &["S1"])] },
        ];
        assert_eq!(read(&book()).unwrap(), Book { sheets });
    }

    #[test]
    fn kinds_are_told_by_content() {
        let text = read(b"Nama;NIP\nAni;198609262015051001").unwrap();
        let rows = vec![row(1, false, &["Nama", "NIP"]), row(2, false, &["Ani", "198609262015051001"])];
        assert_eq!(text, Book { sheets: vec![Sheet { name: String::new(), is_hidden: false, rows }] });
        assert_eq!(read(xls::tests::BOOK).unwrap().sheets.len(), 3);
        let ods = ods::tests::document(
            "",
            "<table:table table:name=\"S\"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>\
             </table:table-row></table:table>",
        );
        let rows = vec![row(1, false, &["a"])];
        assert_eq!(
            read(&ods).unwrap(),
            Book { sheets: vec![Sheet { name: "S".into(), is_hidden: false, rows }] }
        );
    }

    /// An archive with a list of contents that names this.
    fn package(kind: &str, other: &str) -> Vec<u8> {
        let types = format!("<Types><Override PartName=\"/x\" ContentType=\"application/{kind}\"/></Types>");
        zipped([("[Content_Types].xml", types.into_bytes()), (other, Vec::new())])
    }

    fn document(kind: &str, other: &str, manifest: &str) -> Vec<u8> {
        zipped([
            ("mimetype", format!("application/vnd.oasis.opendocument.{kind}").into_bytes()),
            ("META-INF/manifest.xml", manifest.into()),
            ("content.xml", b"<x/>".to_vec()),
            (other, Vec::new()),
        ])
    }

    #[test]
    fn every_fault_of_an_archive_has_its_sentence() {
        let encrypted = "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>";
        for (bytes, wanted) in [
            (package("vnd.ms-excel.sheet.macroEnabled.main+xml", "a"), refusal::MACROS),
            (
                package(
                    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    "xl/vbaProject.bin",
                ),
                refusal::MACROS,
            ),
            (package("vnd.ms-excel.sheet.binary.macroEnabled.main", "a"), refusal::BINARY_BOOK),
            (package("x", "xl/workbook.bin"), refusal::BINARY_BOOK),
            (
                package("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "a"),
                refusal::DOCUMENT,
            ),
            (package("vnd.openxmlformats-officedocument.presentationml.slide+xml", "a"), refusal::DOCUMENT),
            (package("x", "a"), refusal::OTHER_ARCHIVE),
            (package("x", "xl/workbook.xml"), refusal::NOTHING_IN_IT),
            (package("x", "../xl/workbook.xml"), refusal::UNSAFE_ARCHIVE),
            (document("text", "a", "<m/>"), refusal::DOCUMENT),
            (document("spreadsheet", "a", encrypted), refusal::PASSWORD),
            (document("spreadsheet", "Basic/Standard/Module1.xml", "<m/>"), refusal::MACROS),
            (document("spreadsheet", "Scripts/python/a.py", "<m/>"), refusal::MACROS),
            (document("spreadsheet", "Basic/Standard/script-lb.xml", "<m/>"), refusal::NOTHING_IN_IT),
            (zipped([("foto.jpg", b"x".to_vec())]), refusal::OTHER_ARCHIVE),
            (zipped([]), refusal::OTHER_ARCHIVE),
            (Workbook::new().save_to_buffer().unwrap(), refusal::NOTHING_IN_IT),
        ] {
            assert_eq!(read(&bytes), Err(wanted), "{wanted}");
        }
    }

    #[test]
    fn every_fault_of_a_container_has_its_sentence() {
        let book = xls::tests::workbook(0x0600, b"", b"", b"\x01\0S");
        let secret = xls::tests::workbook(0x0600, &xls::tests::record(0x2f, b"\0\0"), b"", b"\x01\0S");
        for (streams, wanted) in [
            (vec![("EncryptionInfo", &b"x"[..]), ("EncryptedPackage", b"x")], refusal::PASSWORD),
            (vec![("Workbook", secret.as_slice())], refusal::PASSWORD),
            (vec![("Workbook", book.as_slice()), ("_VBA_PROJECT_CUR", b"")], refusal::MACROS),
            (vec![("WordDocument", b"x")], refusal::DOCUMENT),
            (vec![("PowerPoint Document", b"x")], refusal::DOCUMENT),
            (vec![("Pesan", b"x")], refusal::NOT_TEXT),
            (vec![("Workbook", book.as_slice())], refusal::NOTHING_IN_IT),
            (vec![("Workbook", b"")], refusal::BROKEN),
        ] {
            assert_eq!(read(&contained(&streams)), Err(wanted), "{wanted}");
        }
        assert_eq!(read(ole::SIGNATURE), Err(refusal::BROKEN));
    }

    #[test]
    fn every_other_file_has_its_sentence() {
        for (bytes, wanted) in [
            (&b""[..], refusal::EMPTY),
            (b" \r\n;;\r\n", refusal::NOTHING_IN_IT),
            (b"%PDF-1.7", refusal::PDF),
            (b"\n\n%PDF-1.4", refusal::PDF),
            (b"\x89PNG\r\n\x1a\n", refusal::PICTURE),
            (b"\xff\xd8\xff\xe0", refusal::PICTURE),
            (b"RIFF\0\0\0\0WEBP", refusal::PICTURE),
            (b"\0\0\0\x18ftypheic", refusal::PICTURE),
            (b"{\\rtf1", refusal::DOCUMENT),
            (b"Rar!\x1a\x07", refusal::OTHER_ARCHIVE),
            (b"7z\xbc\xaf\x27\x1c", refusal::OTHER_ARCHIVE),
            (b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">", refusal::WEB_PAGE),
            (b"\xef\xbb\xbf\r\n <TABLE border=1>", refusal::WEB_PAGE),
            (b"<!DOCTYPE html>", refusal::WEB_PAGE),
            (b"\xff\xfe<\0t\0a\0b\0l\0e\0>\0", refusal::WEB_PAGE),
            (b"MIME-Version: 1.0\r\n", refusal::WEB_PAGE),
            (
                b"<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                refusal::XML_BOOK,
            ),
            (b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", refusal::WEB_PAGE),
            (b"<?xml version=\"1.0\"?><daftar/>", refusal::NOT_TEXT),
            (b"\x01\x02\x03\x04\x80\x90", refusal::NOT_TEXT),
            (b"\x09\x04\x06\0\0\0\x10\0\0\0", refusal::OLD_BOOK),
            (b"PK\x03\x04 dan tidak lebih", refusal::BROKEN),
        ] {
            assert_eq!(read(bytes), Err(wanted), "{wanted}");
        }
        assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), Err(refusal::TOO_LARGE));
        assert_eq!(read("a\n".repeat(20_001).as_bytes()), Err(refusal::TOO_MANY_ROWS));
        assert_eq!(read("a\n".repeat(20_000).as_bytes()).unwrap().sheets[0].rows.len(), 20_000);
    }
}
