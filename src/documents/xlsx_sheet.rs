//! One sheet of an .xlsx, cell by cell.

use super::grid::{Grid, Strings};
use super::value::{self, Epoch, Shown};
use super::xlsx::{is_true, text, unescape};
use super::xml::{Event, Xml};
use super::{MOST_COLUMNS, Refused, refusal};
use std::io::BufRead;

/// What all sheets of a file share.
pub(super) struct Context {
    pub(super) strings: Strings,
    pub(super) formats: Vec<Shown>,
    pub(super) epoch: Epoch,
}

pub(super) fn read(
    xml: &mut Xml<impl BufRead>,
    context: &Context,
    grid: &mut Grid<'_>,
) -> Result<(), Refused> {
    // Rows and cells may leave out where they stand; then they follow the one before.
    let (mut row, mut next_row, mut next_column) = (0_u32, 0_u32, 0_usize);
    let (mut is_in_data, mut is_hidden) = (false, false);
    loop {
        match xml.next()? {
            Event::Open => match xml.name() {
                "sheetData" => is_in_data = true,
                "row" if is_in_data => {
                    let number = xml.attribute("r").and_then(|number| number.trim().parse::<u32>().ok());
                    row = number.map_or(next_row, |number| number.saturating_sub(1));
                    next_row = row.saturating_add(1);
                    next_column = 0;
                    is_hidden = xml.attribute("hidden").is_some_and(|value| is_true(&value));
                }
                "c" if is_in_data => {
                    let column =
                        xml.attribute("r").and_then(|r| place(&r)).map_or(next_column, |(column, _)| column);
                    next_column = column.saturating_add(1);
                    if column < MOST_COLUMNS {
                        grid.put(row, column, &cell(xml, context)?)?;
                    } else {
                        xml.skip()?;
                    }
                }
                "mergeCell" => {
                    let area = xml.attribute("ref").unwrap_or_default();
                    if let Some((from, to)) = area.split_once(':')
                        && let (Some((column, top)), Some((_, bottom))) = (place(from), place(to))
                    {
                        grid.merge(top, bottom, column)?;
                    }
                }
                _ => {}
            },
            Event::Close if xml.name() == "row" && is_hidden => grid.hide(row),
            Event::Close if xml.name() == "sheetData" => is_in_data = false,
            Event::End => return Ok(()),
            Event::Close | Event::Text => {}
        }
    }
}

/// Column and row of a place such as `$B$12`, from 0.
fn place(text: &str) -> Option<(usize, u32)> {
    let text = text.replace('$', "");
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at_checked(digits)?;
    let mut column = 0_usize;
    for letter in letters.bytes() {
        let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|&value| value < 26)?;
        column = column.checked_mul(26)?.checked_add(usize::from(value) + 1)?;
    }
    Some((column.checked_sub(1)?, digits.parse::<u32>().ok()?.checked_sub(1)?))
}

/// The text of the cell that just opened.
fn cell(xml: &mut Xml<impl BufRead>, context: &Context) -> Result<String, Refused> {
    let kind = xml.attribute("t").unwrap_or_default();
    let format = xml.attribute("s").and_then(|index| index.parse::<usize>().ok());
    let shown = format.and_then(|index| context.formats.get(index)).copied().unwrap_or(Shown::Number);
    let (mut value, mut inline) = (String::new(), None);
    loop {
        match xml.next()? {
            Event::Open => match xml.name() {
                "v" => value = plain(xml)?,
                "is" => inline = Some(text(xml)?),
                _ => xml.skip()?,
            },
            Event::Close => break,
            Event::Text => {}
            Event::End => return Err(refusal::BROKEN),
        }
    }
    if let Some(inline) = inline {
        return Ok(inline);
    }
    Ok(match kind.as_str() {
        "s" | "b" if value.trim().is_empty() => String::new(),
        "s" => {
            let index = value.trim().parse::<usize>().ok();
            index.and_then(|index| context.strings.get(index)).ok_or(refusal::BROKEN)?.to_owned()
        }
        "str" => unescape(&value),
        "b" => value::truth(is_true(value.trim())).to_owned(),
        "d" => value::iso_date(&value),
        "" | "n" => match value.trim().parse::<f64>() {
            Ok(x) => value::shown(x, shown, context.epoch),
            Err(_) => value,
        },
        // An error stands there as it is shown.
        _ => value,
    })
}

/// Everything written in the element that just opened.
fn plain(xml: &mut Xml<impl BufRead>) -> Result<String, Refused> {
    let mut out = String::new();
    loop {
        match xml.next()? {
            Event::Text => out.push_str(xml.text()),
            Event::Open => xml.skip()?,
            Event::Close => return Ok(out),
            Event::End => return Err(refusal::BROKEN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::Budget;
    use super::super::{Sheet, row};
    use super::*;

    fn sheet(xml: &str) -> Result<Option<Sheet>, Refused> {
        let mut strings = Strings::default();
        strings.push("satu").unwrap();
        let formats = vec![Shown::Number, Shown::Date];
        let context = Context { strings, formats, epoch: Epoch::Y1900 };
        let mut budget = Budget::new();
        let mut grid = Grid::new(&mut budget);
        read(&mut Xml::new(xml.as_bytes()), &context, &mut grid)?;
        grid.finish("S", false)
    }

    #[test]
    fn places_have_letters_and_digits() {
        for (given, wanted) in [
            ("A1", Some((0, 0))),
            ("$BH$60", Some((59, 59))),
            ("XFD1048576", Some((16_383, 1_048_575))),
            ("A0", None),
            ("A", None),
            ("1", None),
            ("A99999999999", None),
            ("AAAAAAAAAAAAAAAAAAAAAAAAA1", None),
            ("é1", None),
        ] {
            assert_eq!(place(given), wanted, "{given}");
        }
    }

    #[test]
    fn every_kind_of_cell_becomes_text() {
        let source = r#"<x:worksheet xmlns:x="m"><x:dimension ref="A1:XFD1048576"/><x:sheetData>
            <x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c r="C2"><x:v>81234567890</x:v></x:c>
              <x:c r="D2" s="1"><x:v>44775</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c>
              <x:c t="str"><x:f>A1&amp;"x"</x:f><x:v>hasil &amp; x</x:v></x:c><x:c t="d"><x:v>2022-08-02</x:v></x:c>
              <x:c t="inlineStr"><x:is><x:r><x:t>ka</x:t></x:r><x:r><x:t>ya</x:t></x:r></x:is></x:c>
              <x:c r="XFD2"><x:v>9</x:v></x:c></x:row>
            <x:row hidden="1"><x:c><x:v>1.98609262015051E+17</x:v></x:c></x:row>
            <x:row hidden="true"/>
            <x:row r="1048576"><x:c r="A1048576"><x:v>-3.50</x:v></x:c></x:row>
            </x:sheetData></x:worksheet>"#;
        let cells = ["satu", "", "81234567890", "2/8/2022", "Ya", "#REF!", "hasil & x", "2/8/2022", "kaya"];
        let rows =
            vec![row(2, false, &cells), row(3, true, &["1.98609E+17"]), row(1_048_576, false, &["-3.5"])];
        assert_eq!(sheet(source).unwrap().unwrap().rows, rows);
    }

    #[test]
    fn merged_cells_repeat_downwards_only() {
        let source = r#"<worksheet><sheetData><row><c t="str"><v>A</v></c><c t="str"><v>a</v></c></row>
            <row><c/><c t="str"><v>b</v></c></row><row r="3"><c r="B3" t="str"><v>c</v></c></row></sheetData>
            <mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="B1:D1"/><mergeCell ref="x"/></mergeCells></worksheet>"#;
        let rows = vec![row(1, false, &["A", "a"]), row(2, false, &["A", "b"]), row(3, false, &["A", "c"])];
        assert_eq!(sheet(source).unwrap().unwrap().rows, rows);
    }

    #[test]
    fn a_missing_text_is_not_taken_for_none() {
        let source = r#"<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>"#;
        assert_eq!(sheet(source), Err(refusal::BROKEN));
    }
}
