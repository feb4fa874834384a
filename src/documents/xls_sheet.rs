//! One sheet of an .xls, record by record.

use super::biff::{Record, Records};
use super::grid::Grid;
use super::ole::{u16_at, u32_at};
use super::xls::{BEGIN, END, Workbook};
use super::{Refused, refusal, value};

/// Reads one sheet up to its end.
pub(super) fn read(
    book: &Workbook,
    mut records: Records<'_, '_>,
    grid: &mut Grid<'_>,
) -> Result<(), Refused> {
    let first = records.next()?.filter(|record| record.kind == BEGIN);
    first.ok_or(refusal::BROKEN)?;
    let mut hidden = Vec::new();
    let mut depth = 0_u32;
    // Where the text of the last formula goes.
    let mut place = None;
    while let Some(record) = records.next()? {
        match record.kind {
            // Charts in the sheet have records like its own.
            BEGIN => depth += 1,
            END if depth == 0 => break,
            END => depth -= 1,
            _ if depth > 0 => {}
            // ROW
            0x208 if u16_at(record.data, 12).is_some_and(|options| options & 0x20 != 0) => {
                hidden.extend(u16_at(record.data, 0));
            }
            // MERGECELLS
            0xe5 => merge(record.data, grid)?,
            // MULRK
            0xbd => book.many(record.data, grid)?,
            // STRING
            0x207 => {
                let mut reader = record.reader(0);
                let text = reader.u16().and_then(|length| reader.string(length, book.script));
                if let Some((row, column)) = place.take() {
                    grid.put(row, column, &text.ok_or(refusal::BROKEN)?)?;
                }
            }
            _ => {
                if let Some(text) = book.cell(&record)? {
                    let at = u16_at(record.data, 0).zip(u16_at(record.data, 2)).ok_or(refusal::BROKEN)?;
                    let (row, column) = (u32::from(at.0), usize::from(at.1));
                    place = Some((row, column));
                    grid.put(row, column, &text)?;
                }
            }
        }
    }
    for row in hidden {
        grid.hide(row.into());
    }
    Ok(())
}

impl Workbook {
    /// The text of a record if it is one cell.
    fn cell(&self, record: &Record<'_>) -> Result<Option<String>, Refused> {
        let data = record.data;
        let text = match record.kind {
            // NUMBER
            0x203 => f64_at(data, 6).map(|x| self.number(data, x)),
            // RK
            0x27e => u32_at(data, 6).map(|packed| self.number(data, unpack(packed))),
            // LABELSST
            0xfd => {
                let index = u32_at(data, 6).and_then(|index| usize::try_from(index).ok());
                index.and_then(|index| self.strings.get(index)).map(str::to_owned)
            }
            // LABEL and RSTRING
            0x204 | 0xd6 => {
                let mut reader = record.reader(6);
                reader.u16().and_then(|length| reader.string(length, self.script))
            }
            // BOOLERR
            0x205 => match data.get(6..8) {
                Some(&[truth, 0]) => Some(value::truth(truth != 0).to_owned()),
                Some(&[code, _]) => Some(error(code).to_owned()),
                _ => None,
            },
            // FORMULA
            0x06 => match data.get(6..14) {
                Some(&[1, _, truth, .., 0xff, 0xff]) => Some(value::truth(truth != 0).to_owned()),
                Some(&[2, _, code, .., 0xff, 0xff]) => Some(error(code).to_owned()),
                // The text follows, or there is none.
                Some(&[.., 0xff, 0xff]) => Some(String::new()),
                Some(_) => f64_at(data, 6).map(|x| self.number(data, x)),
                None => None,
            },
            _ => return Ok(None),
        };
        text.map(Some).ok_or(refusal::BROKEN)
    }

    /// A number in the format that the cell names.
    fn number(&self, data: &[u8], x: f64) -> String {
        self.shown(u16_at(data, 4).unwrap_or(0), x)
    }

    fn shown(&self, format: u16, x: f64) -> String {
        let id = self.formats.get(usize::from(format)).copied().unwrap_or(0);
        let shown = self.custom.get(&id).copied().unwrap_or_else(|| value::built_in_format(id.into()));
        value::shown(x, shown, self.epoch)
    }

    /// Numbers side by side.
    fn many(&self, data: &[u8], grid: &mut Grid<'_>) -> Result<(), Refused> {
        let (Some(row), Some(first)) = (u16_at(data, 0), u16_at(data, 2)) else {
            return Err(refusal::BROKEN);
        };
        // The last two bytes name the last column.
        let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
        for (step, cell) in cells.as_chunks::<6>().0.iter().enumerate() {
            let (Some(format), Some(packed)) = (u16_at(cell, 0), u32_at(cell, 2)) else { break };
            grid.put(row.into(), usize::from(first) + step, &self.shown(format, unpack(packed)))?;
        }
        Ok(())
    }
}

fn merge(data: &[u8], grid: &mut Grid<'_>) -> Result<(), Refused> {
    for area in data.get(2..).unwrap_or_default().as_chunks::<8>().0 {
        if let (Some(top), Some(bottom), Some(column)) = (u16_at(area, 0), u16_at(area, 2), u16_at(area, 4)) {
            grid.merge(top.into(), bottom.into(), column.into())?;
        }
    }
    Ok(())
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..)?.first_chunk().copied().map(f64::from_le_bytes)
}

/// A number in 30 bits: a whole one or the upper half of a fraction, maybe a hundredfold.
fn unpack(packed: u32) -> f64 {
    let x = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 { x } else { x / 100.0 }
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2b => "#GETTING_DATA",
        _ => "#N/A",
    }
}
