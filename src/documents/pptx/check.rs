//! The rules that `PowerPoint` enforces by "repairing" a file, checked over whole presentations.

use super::{
    package::{Package, relationships_of},
    xml::{Element, parse},
};
use std::collections::{BTreeMap, BTreeSet};

/// The order of children where the schemas have one (ISO/IEC 29500-1, annex A); only what is written here may be there.
const ORDER: &[(&str, &str)] = &[
    ("sld", "cSld clrMapOvr transition timing extLst"),
    ("sldLayout", "cSld clrMapOvr transition timing hf extLst"),
    ("sldMaster", "cSld clrMap sldLayoutIdLst transition timing hf txStyles extLst"),
    (
        "presentation",
        "sldMasterIdLst notesMasterIdLst handoutMasterIdLst sldIdLst sldSz notesSz embeddedFontLst defaultTextStyle",
    ),
    ("cSld", "bg spTree custDataLst controls extLst"),
    ("sp", "nvSpPr spPr style txBody extLst"),
    ("pic", "nvPicPr blipFill spPr style extLst"),
    ("graphicFrame", "nvGraphicFramePr xfrm graphic extLst"),
    ("nvSpPr", "cNvPr cNvSpPr nvPr"),
    ("nvPicPr", "cNvPr cNvPicPr nvPr"),
    ("nvGraphicFramePr", "cNvPr cNvGraphicFramePr nvPr"),
    ("blipFill", "blip srcRect stretch"),
    ("spPr", "xfrm prstGeom noFill solidFill ln effectLst"),
    ("xfrm", "off ext chOff chExt"),
    ("txBody", "bodyPr lstStyle p"),
    ("p", "pPr r endParaRPr"),
    ("pPr", "lnSpc spcBef spcAft buClr buSzPct buFont buNone buChar tabLst defRPr"),
    ("rPr", "ln solidFill effectLst latin ea cs"),
    ("tbl", "tblPr tblGrid tr"),
    ("tc", "txBody tcPr"),
    ("chartSpace", "date1904 roundedCorners chart spPr txPr externalData"),
    ("plotArea", "layout barChart catAx valAx"),
    ("barChart", "barDir grouping varyColors ser gapWidth overlap axId"),
    ("ser", "idx order tx spPr invertIfNegative dLbls cat val"),
];

/// Everything that is wrong with a presentation; empty if nothing is.
pub(crate) fn faults(file: &[u8]) -> Vec<String> {
    let package = match Package::read(file) {
        Ok(package) => package,
        Err(why) => return vec![why.to_string()],
    };
    let mut checker = Checker { package, faults: Vec::new() };
    checker.types();
    checker.reachable();
    checker.presentation();
    checker.faults
}

/// Fails with all faults of a presentation.
pub(crate) fn assert_valid(file: &[u8]) {
    let faults = faults(file);
    assert!(faults.is_empty(), "{faults:#?}");
}

struct Checker {
    package: Package,
    faults: Vec<String>,
}

impl Checker {
    fn expect(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(fault());
        }
    }

    fn xml(&self, name: &str) -> Element {
        parse(self.package.bytes(name).unwrap_or_default()).unwrap_or_default()
    }

    fn types(&mut self) {
        let names: Vec<String> = self.package.names().map(str::to_owned).collect();
        for name in names.iter().filter(|name| *name != "[Content_Types].xml") {
            self.expect(self.package.part(name).is_some(), || format!("{name} has no content type"));
        }
        for kind in self.xml("[Content_Types].xml").children {
            let Some(name) = kind.attribute("PartName") else { continue };
            let is_there = self.package.bytes(name.trim_start_matches('/')).is_some();
            self.expect(is_there, || format!("{name} has a content type but is not there"));
        }
    }

    /// Every target is there, every part is the target of something, every id in a part is known and used.
    fn reachable(&mut self) {
        let mut found = BTreeSet::from(["[content_types].xml".to_owned()]);
        let mut next = vec![String::new()];
        while let Some(name) = next.pop() {
            if !name.is_empty() && !found.insert(name.to_lowercase()) {
                continue;
            }
            let relationships = self.package.relationships(&name).unwrap_or_default();
            if self.package.bytes(&relationships_of(&name)).is_some() {
                found.insert(relationships_of(&name).to_lowercase());
            }
            let ids: BTreeSet<&str> = relationships.iter().map(|other| other.id.as_str()).collect();
            self.expect(ids.len() == relationships.len(), || format!("{name} has an id twice"));
            for relationship in relationships.iter().filter(|other| !other.is_external) {
                let target = &relationship.target;
                self.expect(self.package.bytes(target).is_some(), || format!("{name}: no {target}"));
                next.push(target.clone());
            }
            if name.rsplit_once('.').is_some_and(|(_, extension)| extension == "xml") {
                let text =
                    String::from_utf8_lossy(self.package.bytes(&name).unwrap_or_default()).into_owned();
                // What XML 1.0 has no way to write (production 2).
                let is_illegal =
                    |c: char| c < ' ' && !"\t\n\r".contains(c) || ('\u{fffe}'..='\u{ffff}').contains(&c);
                self.expect(!text.contains(is_illegal), || format!("{name} has characters that XML has not"));
                let mut used = BTreeSet::new();
                let root = self.xml(&name);
                self.expect(!root.name.is_empty(), || format!("{name} is no XML"));
                self.element(&name, &root, &mut used);
                for id in &used {
                    self.expect(ids.contains(id.as_str()), || format!("{name}: {id} is unknown"));
                }
            }
        }
        let names: Vec<String> = self.package.names().map(str::to_lowercase).collect();
        for name in names {
            self.expect(found.contains(&name), || format!("nothing refers to {name}"));
        }
    }

    fn element(&mut self, part: &str, element: &Element, used: &mut BTreeSet<String>) {
        used.extend(["r:id", "r:embed"].iter().filter_map(|id| element.attribute(id)).map(str::to_owned));
        let is_chart = part.contains("/charts/");
        let order = ORDER.iter().find(|(name, _)| *name == element.name);
        if let Some((_, order)) = order.filter(|_| !is_chart || element.name != "spPr") {
            let order: Vec<&str> = order.split(' ').collect();
            let place = |child: &Element| {
                // Runs, breaks and fields stand in any order.
                let name = if matches!(child.name.as_str(), "br" | "fld") { "r" } else { &child.name };
                order.iter().position(|other| *other == name)
            };
            let places: Vec<Option<usize>> = element.children.iter().map(place).collect();
            let is_known = places.iter().all(Option::is_some) && places.is_sorted();
            self.expect(is_known, || format!("{part}: children of {} are out of order", element.name));
        }
        match element.name.as_str() {
            "txBody" => {
                self.expect(element.child("p").is_some(), || format!("{part}: text without paragraph"));
            }
            "tbl" => self.table(part, element),
            "srcRect" => {
                let cut = |one, other| element.number(one).unwrap_or(0) + element.number(other).unwrap_or(0);
                let is_sensible =
                    [("l", "r"), ("t", "b")].iter().all(|(a, b)| (0..90_000).contains(&cut(a, b)));
                self.expect(is_sensible, || format!("{part}: too much of a picture is cut off"));
            }
            _ => {}
        }
        for child in &element.children {
            self.element(part, child, used);
        }
    }

    fn table(&mut self, part: &str, table: &Element) {
        let columns = table.child("tblGrid").map_or(0, |grid| grid.children.len());
        let rows: Vec<&Element> = table.all("tr").collect();
        self.expect(columns > 0 && !rows.is_empty(), || format!("{part}: an empty table"));
        for row in rows {
            self.expect(row.all("tc").count() == columns, || format!("{part}: a row has other columns"));
        }
    }

    fn presentation(&mut self) {
        let Some(main) = self
            .package
            .relationships("")
            .unwrap_or_default()
            .into_iter()
            .find(|r| r.kind == "officeDocument")
        else {
            return self.faults.push("no presentation".to_owned());
        };
        let presentation = self.xml(&main.target);
        let relationships = self.package.relationships(&main.target).unwrap_or_default();
        let target = |id: Option<&str>, kind: &str| {
            relationships
                .iter()
                .find(|r| Some(r.id.as_str()) == id && r.kind == kind)
                .map(|r| r.target.clone())
        };
        let mut ids = Vec::new();
        for master in presentation.child("sldMasterIdLst").into_iter().flat_map(|list| &list.children) {
            ids.push(master.number("id").unwrap_or(0));
            let Some(name) = target(master.attribute("r:id"), "slideMaster") else {
                self.faults.push("a master is missing".to_owned());
                continue;
            };
            let element = self.xml(&name);
            let layouts = element.child("sldLayoutIdLst").into_iter().flat_map(|list| &list.children);
            ids.extend(layouts.map(|layout| layout.number("id").unwrap_or(0)));
        }
        let is_high = ids.iter().all(|id| (2_147_483_648..4_294_967_296).contains(id));
        self.expect(is_high, || "the id of a master or layout is out of range".to_owned());
        let count = ids.len();
        let unique: BTreeSet<i64> = ids.into_iter().collect();
        self.expect(unique.len() == count, || "masters or layouts share an id".to_owned());
        let slides: Vec<&Element> =
            presentation.child("sldIdLst").iter().flat_map(|list| &list.children).collect();
        let ids: BTreeSet<i64> = slides.iter().filter_map(|slide| slide.number("id")).collect();
        let is_good = ids.len() == slides.len() && ids.iter().all(|id| (256..2_147_483_648).contains(id));
        self.expect(is_good, || "the ids of slides are not their own".to_owned());
        let all = relationships.iter().filter(|other| other.kind == "slide").count();
        self.expect(all == slides.len(), || "a slide is not in the list".to_owned());
        let app =
            String::from_utf8_lossy(self.package.bytes("docProps/app.xml").unwrap_or_default()).into_owned();
        self.expect(app.contains(&format!("<Slides>{}</Slides>", slides.len())), || {
            "app.xml miscounts".to_owned()
        });
        let size = presentation.child("sldSz").map(|size| (size.number("cx"), size.number("cy")));
        let size = size.and_then(|(cx, cy)| Some((cx?, cy?))).unwrap_or((0, 0));
        for slide in slides {
            match target(slide.attribute("r:id"), "slide") {
                Some(name) => self.slide(&name, size),
                None => self.faults.push("a slide is missing".to_owned()),
            }
        }
    }

    fn slide(&mut self, name: &str, (width, height): (i64, i64)) {
        let relationships = self.package.relationships(name).unwrap_or_default();
        let layouts: Vec<&str> =
            relationships.iter().filter(|r| r.kind == "slideLayout").map(|r| r.target.as_str()).collect();
        self.expect(layouts.len() == 1, || format!("{name} has {} layouts", layouts.len()));
        let layout = self.xml(layouts.first().copied().unwrap_or_default());
        let known: BTreeSet<_> = marks(&layout).into_iter().collect();
        let slide = self.xml(name);
        let mut used = BTreeMap::new();
        for mark in marks(&slide) {
            self.expect(known.contains(&mark), || format!("{name}: its layout has no {mark:?}"));
            *used.entry(mark).or_insert(0) += 1;
        }
        self.expect(used.values().all(|count| *count == 1), || format!("{name} uses a placeholder twice"));
        let mut ids = Vec::new();
        let mut off = Vec::new();
        walk(&slide, &mut |element| {
            if element.name == "cNvPr" {
                ids.push(element.number("id").unwrap_or(0));
            }
            if let (true, Some(from), Some(size)) =
                (element.name == "xfrm", element.child("off"), element.child("ext"))
            {
                let get = |of: &Element, name| of.number(name).unwrap_or(-1);
                let (x, y, cx, cy) = (get(from, "x"), get(from, "y"), get(size, "cx"), get(size, "cy"));
                off.push(x < 0 || y < 0 || cx < 0 || cy < 0 || x + cx > width || y + cy > height);
            }
            if let (true, Some(frame), Some(table)) = (
                element.name == "graphicFrame",
                element.at(&["xfrm", "ext"]),
                element.at(&["graphic", "graphicData", "tbl"]),
            ) {
                let columns = table.child("tblGrid").into_iter().flat_map(|grid| &grid.children);
                let wide: i64 = columns.map(|column| column.number("w").unwrap_or(0)).sum();
                let high: i64 = table.all("tr").map(|row| row.number("h").unwrap_or(0)).sum();
                off.push(frame.number("cx") != Some(wide) || frame.number("cy") != Some(high));
            }
        });
        let unique: BTreeSet<&i64> = ids.iter().collect();
        self.expect(unique.len() == ids.len() && !ids.contains(&0), || format!("{name} repeats a shape id"));
        self.expect(!off.contains(&true), || format!("{name}: something stands beside the slide"));
        for chart in relationships.iter().filter(|r| r.kind == "chart") {
            let of_chart = self.package.relationships(&chart.target).unwrap_or_default();
            let book = of_chart.iter().find(|r| r.kind == "package").map(|r| r.target.clone());
            let book = book.and_then(|book| Package::read(self.package.bytes(&book)?).ok());
            let is_book = book.is_some_and(|book| book.bytes("xl/worksheets/sheet1.xml").is_some());
            self.expect(is_book, || format!("{name}: a chart without workbook"));
        }
    }
}

fn walk(element: &Element, see: &mut impl FnMut(&Element)) {
    see(element);
    element.children.iter().for_each(|child| walk(child, see));
}

/// Type and index of all placeholders.
fn marks(part: &Element) -> Vec<(Option<String>, Option<String>)> {
    let mut marks = Vec::new();
    walk(part, &mut |element| {
        if element.name == "ph" {
            let get = |name| element.attribute(name).map(str::to_owned);
            marks.push((get("type"), get("idx")));
        }
    });
    marks
}
