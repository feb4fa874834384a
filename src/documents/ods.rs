//! .ods: everything is in `content.xml`, with rows and cells that repeat.

use super::archive::Archive;
use super::grid::{Budget, Grid};
use super::xml::{Event, Xml};
use super::{Book, MOST_COLUMNS, Refused, refusal, value};
use std::collections::HashSet;
use std::io::BufRead;

/// Where spreadsheets stop.
const MOST_ROW_NUMBERS: u32 = 1_048_576;
/// More than anybody has sheets.
const MOST_STYLES: usize = 10_000;

pub(super) fn read(archive: &mut Archive<'_>) -> Result<Book, Refused> {
    let mut xml = archive.xml("content.xml")?.ok_or(refusal::BROKEN)?;
    let mut budget = Budget::new();
    let mut sheets = Vec::new();
    let mut hidden_styles = HashSet::new();
    let mut style = String::new();
    loop {
        match xml.next()? {
            Event::Open => match xml.name() {
                "style" => style = xml.attribute("name").unwrap_or_default(),
                "table-properties" if xml.attribute("display").as_deref() == Some("false") => {
                    hidden_styles.insert(style.clone());
                    if hidden_styles.len() > MOST_STYLES {
                        return Err(refusal::BROKEN);
                    }
                }
                "tracked-changes" => xml.skip()?,
                "table" => {
                    let name = xml.attribute("name").unwrap_or_default();
                    let is_hidden =
                        xml.attribute("style-name").is_some_and(|style| hidden_styles.contains(&style));
                    // A copy of a sheet in another file.
                    if name.starts_with("'file:") {
                        xml.skip()?;
                        continue;
                    }
                    let mut grid = Grid::new(&mut budget);
                    table(&mut xml, &mut grid)?;
                    sheets.extend(grid.finish(&name, is_hidden)?);
                }
                _ => {}
            },
            Event::End => return Ok(Book { sheets }),
            Event::Close | Event::Text => {}
        }
    }
}

/// Whether the list of an archive's files says that they are encrypted.
pub(super) fn is_encrypted(archive: &mut Archive<'_>) -> Result<bool, Refused> {
    let Some(mut xml) = archive.xml("META-INF/manifest.xml")? else { return Ok(false) };
    loop {
        match xml.next()? {
            Event::Open if xml.name() == "encryption-data" => return Ok(true),
            Event::End => return Ok(false),
            _ => {}
        }
    }
}

/// One cell with something in it.
struct Cell {
    column: usize,
    repeat: usize,
    rows: u32,
    text: String,
}

fn table(xml: &mut Xml<impl BufRead>, grid: &mut Grid<'_>) -> Result<(), Refused> {
    let mut row = 0_u32;
    loop {
        match xml.next()? {
            Event::Open if xml.name() == "table-row" => {
                let repeat = count(xml, "number-rows-repeated");
                let visibility = xml.attribute("visibility").unwrap_or_default();
                let is_hidden = matches!(visibility.as_str(), "collapse" | "filter");
                let cells = cells(xml)?;
                let after = row.saturating_add(repeat).min(MOST_ROW_NUMBERS);
                if !cells.is_empty() {
                    for row in row..after {
                        put(grid, row, &cells)?;
                        if is_hidden {
                            grid.hide(row);
                        }
                    }
                }
                row = after;
            }
            // Pictures and what they say.
            Event::Open if matches!(xml.name(), "shapes" | "forms" | "table-source") => xml.skip()?,
            Event::Close if xml.name() == "table" => return Ok(()),
            Event::End => return Err(refusal::BROKEN),
            _ => {}
        }
    }
}

fn put(grid: &mut Grid<'_>, row: u32, cells: &[Cell]) -> Result<(), Refused> {
    for cell in cells {
        for column in cell.column..cell.column.saturating_add(cell.repeat).min(MOST_COLUMNS) {
            grid.put(row, column, &cell.text)?;
        }
        grid.merge(row, row.saturating_add(cell.rows - 1), cell.column)?;
    }
    Ok(())
}

/// How often something repeats: at least once.
fn count(xml: &Xml<impl BufRead>, attribute: &str) -> u32 {
    xml.attribute(attribute).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

/// The cells of the row that just opened.
fn cells(xml: &mut Xml<impl BufRead>) -> Result<Vec<Cell>, Refused> {
    let mut out = Vec::new();
    let mut column = 0_usize;
    loop {
        match xml.next()? {
            Event::Open if matches!(xml.name(), "table-cell" | "covered-table-cell") => {
                let repeat = usize::try_from(count(xml, "number-columns-repeated")).unwrap_or(MOST_COLUMNS);
                let rows = count(xml, "number-rows-spanned");
                // Nobody sees what lies under a merged cell.
                if column >= MOST_COLUMNS || xml.name() == "covered-table-cell" {
                    xml.skip()?;
                } else {
                    let text = cell(xml)?;
                    if !text.is_empty() {
                        out.push(Cell { column, repeat, rows, text });
                    }
                }
                column = column.saturating_add(repeat);
            }
            Event::Open => xml.skip()?,
            Event::Close => return Ok(out),
            Event::Text => {}
            Event::End => return Err(refusal::BROKEN),
        }
    }
}

/// The text of the cell that just opened.
fn cell(xml: &mut Xml<impl BufRead>) -> Result<String, Refused> {
    let attribute = |name: &str| xml.exact_attribute(name).unwrap_or_default();
    let is_error = attribute("calcext:value-type") == "error";
    let value = match attribute("office:value-type").as_str() {
        _ if is_error => String::new(),
        "float" | "percentage" | "currency" => {
            let text = attribute("office:value");
            text.trim().parse::<f64>().map_or(text, value::number)
        }
        "date" => value::iso_date(&attribute("office:date-value")),
        "time" => value::iso_duration(&attribute("office:time-value")),
        "boolean" => value::truth(attribute("office:boolean-value").eq_ignore_ascii_case("true")).to_owned(),
        _ => attribute("office:string-value"),
    };
    let mut written = String::new();
    loop {
        match xml.next()? {
            Event::Open if matches!(xml.name(), "p" | "h") => paragraph(xml, &mut written)?,
            // Notes, pictures and tables in a cell.
            Event::Open => xml.skip()?,
            Event::Close => break,
            Event::Text => {}
            Event::End => return Err(refusal::BROKEN),
        }
    }
    let text = if value.is_empty() { written } else { value };
    Ok(value::clean(&text))
}

fn paragraph(xml: &mut Xml<impl BufRead>, out: &mut String) -> Result<(), Refused> {
    if !out.is_empty() {
        out.push(' ');
    }
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Event::Open => match xml.name() {
                "annotation" | "frame" | "note" | "ruby-text" => xml.skip()?,
                name => {
                    if matches!(name, "s" | "tab" | "line-break") {
                        out.push(' ');
                    }
                    depth += 1;
                }
            },
            Event::Close => depth -= 1,
            Event::Text => out.push_str(xml.text()),
            Event::End => return Err(refusal::BROKEN),
        }
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::archive::tests::zipped;
    use super::super::{Sheet, row};
    use super::*;

    pub(in super::super) const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

    /// An .ods with these styles and tables.
    pub(in super::super) fn document(styles: &str, tables: &str) -> Vec<u8> {
        let content = format!(
            "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles>{styles}\
             </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
             </office:document-content>"
        );
        let manifest =
            "<manifest:manifest><manifest:file-entry manifest:full-path=\"/\"/></manifest:manifest>";
        zipped([
            ("mimetype", MIMETYPE.into()),
            ("META-INF/manifest.xml", manifest.into()),
            ("content.xml", content.into_bytes()),
        ])
    }

    fn book(styles: &str, tables: &str) -> Result<Book, Refused> {
        read(&mut Archive::open(&document(styles, tables)).unwrap())
    }

    #[test]
    fn every_kind_of_cell_becomes_text() {
        let styles = "<style:style style:name=\"ta1\"><style:table-properties table:display=\"true\"/></style:style>\
                      <style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style>";
        let tables = r#"<table:tracked-changes><table:table-cell><text:p>lama</text:p></table:table-cell></table:tracked-changes>
            <table:table table:name="Peserta" table:style-name="ta1"><table:shapes><draw:x><text:p>x</text:p></draw:x></table:shapes>
            <table:table-header-rows><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
            <table:table-row><table:table-cell office:value-type="string"><text:p>Sri<text:s text:c="3"/><text:span>Wahyuni</text:span></text:p><text:p>S.Pd.</text:p></table:table-cell>
            <table:table-cell office:value-type="float" office:value="81234567890"><text:p>8,1E10</text:p></table:table-cell>
            <table:table-cell office:value-type="date" office:date-value="2022-08-02T09:05:00"/>
            <table:table-cell office:value-type="time" office:time-value="PT09H05M00S"/>
            <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
            <table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>
            <table:table-cell office:value-type="float" office:value="198609262015051001"><office:annotation><text:p>catatan</text:p></office:annotation><text:p>x</text:p></table:table-cell>
            </table:table-row></table:table-header-rows>
            <table:table-row table:visibility="filter"><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell><table:covered-table-cell><text:p>b</text:p></table:covered-table-cell></table:table-row>
            <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
            </table:table>
            <table:table table:name="Kosong"><table:table-row><table:table-cell/></table:table-row></table:table>
            <table:table table:name="'file:///x.ods'#S"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>
            <table:table table:name="Pilihan" table:style-name="ta2"><table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>y</text:p></table:table-cell></table:table-row></table:table>"#;
        let cells =
            ["Sri Wahyuni S.Pd.", "81234567890", "2/8/2022 09.05", "09.05", "Ya", "#REF!", "1.98609E+17"];
        let sheets = vec![
            Sheet {
                name: "Peserta".into(),
                is_hidden: false,
                rows: vec![row(3, false, &cells), row(4, true, &["a"])],
            },
            Sheet {
                name: "Pilihan".into(),
                is_hidden: true,
                rows: vec![row(1, false, &["", "y", "y"]), row(2, false, &["", "y", "y"])],
            },
        ];
        assert_eq!(book(styles, tables).unwrap(), Book { sheets });
    }

    #[test]
    fn merged_rows_repeat() {
        let tables = r#"<table:table table:name="S"><table:table-row><table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>A</text:p></table:table-cell><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>
            <table:table-row><table:covered-table-cell/><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"#;
        let rows = vec![row(1, false, &["A", "a"]), row(2, false, &["A", "b"])];
        assert_eq!(book("", tables).unwrap().sheets[0].rows, rows);
    }

    #[test]
    fn repeating_costs_nothing_without_text_and_stops_with_it() {
        let cell = r#"<table:table-cell table:number-columns-repeated="4294967295"><text:p>x</text:p></table:table-cell>"#;
        let row =
            format!("<table:table-row table:number-rows-repeated=\"4294967295\">{cell}</table:table-row>");
        let table = format!("<table:table table:name=\"S\">{row}</table:table>");
        assert_eq!(book("", &table), Err(refusal::TOO_MANY_ROWS));
        let blank = "<table:table-row table:number-rows-repeated=\"4294967295\"><table:table-cell/></table:table-row>";
        let table = format!("<table:table table:name=\"S\">{}</table:table>", blank.repeat(10_000));
        assert_eq!(book("", &table).unwrap().sheets, []);
    }
}
