//! Text with separators, as every spreadsheet and many a web application writes it.

use super::grid::{Budget, Grid};
use super::{Book, Refused, refusal};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// In order of preference: Indonesian spreadsheets write semicolons.
const SEPARATORS: [char; 3] = [';', ',', '\t'];
/// As many lines decide about the separator.
const SAMPLE: usize = 200;
/// One odd letter in so many is a slip, more is no text.
const LETTERS_PER_SLIP: usize = 500;

pub(super) fn read(text: &str) -> Result<Book, Refused> {
    let (separator, text) = declared(text).unwrap_or_else(|| (separator(text), text));
    let mut budget = Budget::new();
    let mut grid = Grid::new(&mut budget);
    let (mut row, mut column) = (0_u32, 0_usize);
    for field in Fields::new(text, separator) {
        grid.put(row, column, &field.text)?;
        if field.ends_row {
            row = row.saturating_add(1);
            column = 0;
        } else {
            column += 1;
        }
    }
    Ok(Book { sheets: grid.finish("", false)?.into_iter().collect() })
}

/// Letters from bytes, whatever wrote them.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        String::from_utf8_lossy(rest)
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        UTF_16LE.decode_without_bom_handling(rest).0
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        UTF_16BE.decode_without_bom_handling(rest).0
    } else if let Some(encoding) = zero_bytes(bytes) {
        encoding.decode_without_bom_handling(bytes).0
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        Cow::Borrowed(text)
    } else {
        WINDOWS_1252.decode_without_bom_handling(bytes).0
    };
    let slips = text.chars().filter(|&c| c.is_control() && !c.is_whitespace() || c == '\u{fffd}').count();
    if text.contains('\0') || slips.saturating_mul(LETTERS_PER_SLIP) > text.len() {
        return Err(refusal::NOT_TEXT);
    }
    Ok(text)
}

/// UTF-16 without its mark: every other byte of Latin text is zero.
fn zero_bytes(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let pairs = bytes.get(..bytes.len().min(2_000)).unwrap_or_default().as_chunks::<2>().0;
    let count = |index: usize| pairs.iter().filter(|pair| pair.get(index) == Some(&0)).count();
    let (first, second) = (count(0), count(1));
    match pairs.len() / 2 {
        _ if pairs.is_empty() => None,
        half if second > half && first == 0 => Some(UTF_16LE),
        half if first > half && second == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// What a first line such as `sep=;` says, and the text after it.
fn declared(text: &str) -> Option<(char, &str)> {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(end)?;
    let line = line.trim_matches('"');
    let mark = line.get(..4).filter(|mark| mark.eq_ignore_ascii_case("sep="))?;
    let mut letters = line.strip_prefix(mark)?.chars();
    let separator = letters.next().filter(|c| !c.is_alphanumeric() && *c != '"')?;
    // Spreadsheets fill the line up to the width of the table.
    if letters.any(|c| c != separator) {
        return None;
    }
    let rest = rest.strip_prefix('\r').unwrap_or(rest);
    Some((separator, rest.strip_prefix('\n').unwrap_or(rest)))
}

/// The separator that makes the most even columns.
fn separator(text: &str) -> char {
    let mut best = (0.0, ';');
    for separator in SEPARATORS {
        let score = evenness(text, separator);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// From 0 for a single column to almost 1 for many that every line has.
fn evenness(text: &str, separator: char) -> f64 {
    let mut widths: Vec<u32> = Vec::new();
    let (mut width, mut is_blank) = (0, true);
    for field in Fields::new(text, separator) {
        width += 1;
        is_blank &= field.text.trim().is_empty();
        if field.ends_row {
            if !is_blank {
                widths.push(width);
            }
            (width, is_blank) = (0, true);
            if widths.len() >= SAMPLE {
                break;
            }
        }
    }
    let share = |wanted: u32| {
        let matching = u32::try_from(widths.iter().filter(|&&width| width == wanted).count()).unwrap_or(0);
        f64::from(matching) / f64::from(u32::try_from(widths.len()).unwrap_or(u32::MAX))
    };
    let scores = widths.iter().map(|&width| share(width).powi(2) * (1.0 - 1.0 / f64::from(width)));
    scores.fold(0.0, f64::max)
}

struct Field<'t> {
    text: Cow<'t, str>,
    ends_row: bool,
}

/// Walks through the fields of a text.
struct Fields<'t> {
    rest: Option<&'t str>,
    separator: char,
}

impl<'t> Fields<'t> {
    fn new(text: &'t str, separator: char) -> Self {
        Self { rest: Some(text), separator }
    }

    /// What stands between quotes, and what follows; `None` if no quote ends it, for then it is only a quote.
    fn quoted(text: &'t str) -> Option<(Cow<'t, str>, &'t str)> {
        let inside = text.strip_prefix('"')?;
        let mut out = Cow::Borrowed("");
        let mut rest = inside;
        loop {
            let (part, after) = rest.split_once('"')?;
            out += part;
            let Some(more) = after.strip_prefix('"') else { return Some((out, after)) };
            out += "\"";
            rest = more;
        }
    }
}

impl<'t> Iterator for Fields<'t> {
    type Item = Field<'t>;

    fn next(&mut self) -> Option<Field<'t>> {
        let rest = self.rest.take()?;
        let (mut text, rest) = Self::quoted(rest).unwrap_or((Cow::Borrowed(""), rest));
        let end = rest.find([self.separator, '\r', '\n']).unwrap_or(rest.len());
        let (part, rest) = rest.split_at_checked(end)?;
        text += part;
        let mut letters = rest.chars();
        let ends_row = letters.next() != Some(self.separator);
        self.rest = if rest.is_empty() {
            None
        } else {
            let after = letters.as_str();
            Some(if rest.starts_with("\r\n") { after.strip_prefix('\n').unwrap_or(after) } else { after })
        };
        Some(Field { text, ends_row })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        let book = read(text).unwrap();
        book.sheets.into_iter().flat_map(|sheet| sheet.rows).map(|row| (row.number, row.cells)).collect()
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn the_most_even_columns_win() {
        for (text, wanted) in [
            ("Nama;Alamat\nAni;Jl. A, No. 1, Kota\nBudi;Jl. B\n", ';'),
            ("Nama,NIP,Gaji\nAni,1,\"1;2\"\nBudi,2,\"3;4\"\n", ','),
            ("Nama\tGelar\nAni\tS.Pd., M.Pd.\nBudi\tS.Pd.\n", '\t'),
            ("Daftar Peserta\n\nNo;Nama;NIP\n1;Ani, S.Pd.;1\n2;Budi, S.Pd.;2\n3;Cici, S.Pd.;3\n", ';'),
            ("\"a;b\nc;d\",x\n\"e;f\",y\n", ','),
            ("Ani\nBudi\n", ';'),
            ("", ';'),
        ] {
            assert_eq!(separator(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn quotes_lines_and_numbers_are_those_of_a_spreadsheet() {
        let text = "No;Nama;Alamat\r\n1;\"Ani \"\"A\"\"\";\"Jl. A\r\nKota; B\"\r\n\r\n;;\r\n2;O'Brien \"x\";081234\r\n";
        let wanted = vec![
            row(1, &["No", "Nama", "Alamat"]),
            row(2, &["1", "Ani \"A\"", "Jl. A Kota; B"]),
            row(5, &["2", "O'Brien \"x\"", "081234"]),
        ];
        assert_eq!(rows(text), wanted);
        assert_eq!(rows(&text.replace("\r\n", "\r")), wanted);
        assert_eq!(rows("a;\"b\nc;d"), vec![row(1, &["a", "\"b"]), row(2, &["c", "d"])]);
        assert_eq!(
            rows("198609262015051001;1.98609E+17"),
            vec![row(1, &["198609262015051001", "1.98609E+17"])]
        );
    }

    #[test]
    fn a_declared_separator_is_obeyed() {
        let wanted = vec![row(1, &["a,b", "c"]), row(2, &["d,e", "f"])];
        assert_eq!(rows("sep=|\r\na,b|c\r\nd,e|f"), wanted);
        assert_eq!(rows("\"SEP=;\"\na,b;c\nd,e;f"), wanted);
        assert_eq!(rows("sep=;;\na,b;c\nd,e;f"), wanted);
        assert_eq!(rows("sep=Nama"), vec![row(1, &["sep=Nama"])]);
    }

    #[test]
    fn every_usual_encoding_is_understood() {
        let text = "Nama;Kota\nRené;Yogyakarta\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe", little.as_slice()].concat(),
            [b"\xfe\xff", big.as_slice()].concat(),
            little,
            big,
            WINDOWS_1252.encode(text).0.into_owned(),
        ] {
            assert_eq!(decode(&bytes).unwrap(), text, "{bytes:?}");
        }
    }

    #[test]
    fn rubbish_is_no_text() {
        let mut state = 1_u32;
        let rubbish: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_le_bytes()[3]
        })
        .take(10_000)
        .collect();
        assert_eq!(decode(&rubbish), Err(refusal::NOT_TEXT));
        assert_eq!(decode(b"Nama;\0\0\0\0;\0"), Err(refusal::NOT_TEXT));
    }
}
