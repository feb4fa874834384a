//! .xlsx: which sheets there are, their texts and which formats are dates.

use super::archive::Archive;
use super::grid::{Budget, Grid, Strings};
use super::value::{self, Epoch, Shown};
use super::xlsx_sheet::{self, Context};
use super::xml::{Event, Xml};
use super::{Book, Refused, refusal};
use std::collections::{HashMap, HashSet};
use std::io::BufRead;

/// More than Excel allows for formats, and far more than there are sheets or relationships.
const MOST_THINGS: usize = 70_000;

/// What one part of the archive says about another.
struct Relation {
    id: String,
    /// The last word of its type, for example `worksheet`.
    kind: String,
    target: String,
}

#[derive(Default)]
struct Workbook {
    sheets: Vec<SheetEntry>,
    is_1904: bool,
}

struct SheetEntry {
    name: String,
    is_hidden: bool,
    relation: String,
}

pub(super) fn read(archive: &mut Archive<'_>) -> Result<Book, Refused> {
    let root = relations(archive, "")?;
    let main = root.iter().find(|relation| relation.kind == "officeDocument");
    let main = main.map_or("xl/workbook.xml", |relation| relation.target.as_str()).to_owned();
    let relations = relations(archive, &main)?;
    let target =
        |kind: &str| relations.iter().find(|relation| relation.kind == kind).map(|r| r.target.clone());

    let workbook = workbook(&mut archive.xml(&main)?.ok_or(refusal::BROKEN)?)?;
    let formats = match target("styles") {
        Some(path) => archive.xml(&path)?.map_or_else(|| Ok(Vec::new()), |mut xml| formats(&mut xml))?,
        None => Vec::new(),
    };
    let strings = match target("sharedStrings") {
        Some(path) => {
            archive.xml(&path)?.map_or_else(|| Ok(Strings::default()), |mut xml| strings(&mut xml))?
        }
        None => Strings::default(),
    };
    let epoch = if workbook.is_1904 { Epoch::Y1904 } else { Epoch::Y1900 };
    let context = Context { strings, formats, epoch };

    let mut budget = Budget::new();
    let mut sheets = Vec::new();
    let mut seen = HashSet::new();
    for entry in workbook.sheets {
        let relation = relations.iter().find(|r| r.id == entry.relation).ok_or(refusal::BROKEN)?;
        // Charts and dialogs have no cells; macro sheets are refused before.
        if relation.kind != "worksheet" {
            continue;
        }
        // Reading one part many times is how a small file takes long.
        if !seen.insert(relation.target.to_lowercase()) {
            return Err(refusal::BROKEN);
        }
        let mut xml = archive.xml(&relation.target)?.ok_or(refusal::BROKEN)?;
        let mut grid = Grid::new(&mut budget);
        xlsx_sheet::read(&mut xml, &context, &mut grid)?;
        sheets.extend(grid.finish(&entry.name, entry.is_hidden)?);
    }
    Ok(Book { sheets })
}

/// What a part says about others; the archive itself is the part without a name.
fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Relation>, Refused> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let path =
        if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let mut out = Vec::new();
    let Some(mut xml) = archive.xml(&path)? else { return Ok(out) };
    loop {
        match xml.next()? {
            Event::Open if xml.name() == "Relationship" => {
                let kind = xml.attribute("Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = resolve(folder, &xml.attribute("Target").unwrap_or_default());
                out.push(Relation { id: xml.attribute("Id").unwrap_or_default(), kind, target });
                if out.len() > MOST_THINGS {
                    return Err(refusal::BROKEN);
                }
            }
            Event::End => return Ok(out),
            _ => {}
        }
    }
}

/// A path as one part gives it, from the top of the archive.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

fn workbook(xml: &mut Xml<impl BufRead>) -> Result<Workbook, Refused> {
    let mut out = Workbook::default();
    loop {
        match xml.next()? {
            Event::Open if xml.name() == "sheet" => {
                let state = xml.attribute("state").unwrap_or_default();
                out.sheets.push(SheetEntry {
                    name: unescape(&xml.attribute("name").unwrap_or_default()),
                    is_hidden: !matches!(state.as_str(), "" | "visible"),
                    relation: xml.attribute("id").unwrap_or_default(),
                });
                if out.sheets.len() > MOST_THINGS {
                    return Err(refusal::BROKEN);
                }
            }
            Event::Open if xml.name() == "workbookPr" => {
                // Extensions have an element of the same name without it.
                out.is_1904 |= xml.attribute("date1904").is_some_and(|value| is_true(&value));
            }
            Event::End => return Ok(out),
            _ => {}
        }
    }
}

/// What each cell format shows.
fn formats(xml: &mut Xml<impl BufRead>) -> Result<Vec<Shown>, Refused> {
    let mut custom = HashMap::new();
    let mut out = Vec::new();
    let mut is_in_cells = false;
    loop {
        match xml.next()? {
            Event::Open => match xml.name() {
                "numFmt" => {
                    let id = xml.attribute("numFmtId").and_then(|id| id.parse::<u32>().ok());
                    if let (Some(id), Some(code)) = (id, xml.attribute("formatCode")) {
                        custom.insert(id, value::format(&code));
                    }
                }
                "cellXfs" => is_in_cells = true,
                "xf" if is_in_cells => {
                    let id = xml.attribute("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    out.push(custom.get(&id).copied().unwrap_or_else(|| value::built_in_format(id)));
                }
                _ => {}
            },
            Event::Close if xml.name() == "cellXfs" => is_in_cells = false,
            Event::End => return Ok(out),
            _ => {}
        }
        if out.len() > MOST_THINGS || custom.len() > MOST_THINGS {
            return Err(refusal::BROKEN);
        }
    }
}

fn strings(xml: &mut Xml<impl BufRead>) -> Result<Strings, Refused> {
    let mut out = Strings::default();
    loop {
        match xml.next()? {
            Event::Open if xml.name() == "si" => out.push(&text(xml)?)?,
            Event::End => return Ok(out),
            _ => {}
        }
    }
}

/// The text of the element that just opened: all of its runs, but not how they are pronounced.
pub(super) fn text(xml: &mut Xml<impl BufRead>) -> Result<String, Refused> {
    let mut out = String::new();
    let mut depth = 1_usize;
    let mut is_text = false;
    while depth > 0 {
        match xml.next()? {
            Event::Open if xml.name() == "rPh" => xml.skip()?,
            Event::Open => {
                depth += 1;
                is_text = xml.name() == "t";
            }
            Event::Close => {
                depth -= 1;
                is_text = false;
            }
            Event::Text if is_text => out.push_str(xml.text()),
            Event::Text => {}
            Event::End => return Err(refusal::BROKEN),
        }
    }
    Ok(unescape(&out))
}

/// Excel writes a carriage return as `_x000D_`.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let escaped = after.get(..4).zip(after.get(4..).and_then(|after| after.strip_prefix('_')));
        let unit = escaped.and_then(|(digits, after)| {
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let unit = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
            Some((char::from_u32(unit)?, after))
        });
        if let Some((c, after)) = unit {
            out.push(c);
            rest = after;
        } else {
            out.push_str("_x");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

pub(super) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_top() {
        for (folder, target, wanted) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../other/./a.xml", "other/a.xml"),
            ("", "xl\\workbook.xml", "xl/workbook.xml"),
            ("", "../../a.xml", "a.xml"),
        ] {
            assert_eq!(resolve(folder, target), wanted, "{target}");
        }
    }

    #[test]
    fn runs_are_one_text_without_their_pronunciation() {
        let source = "<si><r><rPr><b/></rPr><t>Sri </t></r> <r><t xml:space=\"preserve\">Wahyuni</t></r>\
                      <rPh sb=\"0\"><t>xx</t></rPh><phoneticPr/></si>";
        let mut xml = Xml::new(source.as_bytes());
        xml.next().unwrap();
        assert_eq!(text(&mut xml).unwrap(), "Sri Wahyuni");
    }

    #[test]
    fn escapes_of_excel_are_undone() {
        for (given, wanted) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("a_xb", "a_xb"),
            ("_x00é_", "_x00é_"),
            ("_x+00D_", "_x+00D_"),
            ("_xD800_", "_xD800_"),
        ] {
            assert_eq!(unescape(given), wanted, "{given}");
        }
    }
}
