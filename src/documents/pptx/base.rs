//! Base files: what gives a deck its look. Everything but their own slides is kept as it is.

use super::{
    Refused,
    arrange::Room,
    layout,
    layout::{Kind, Layout, LayoutPart, Slot},
    package::{Package, Part, Relationship, relationships_of},
    refusal, standard,
    xml::{Element, parse},
};
use std::collections::BTreeMap;

/// The largest base file that is read, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
const MAIN: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
const TEMPLATE: &str = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml";

/// A presentation whose masters, layouts, theme and media a deck takes over.
#[derive(Debug)]
pub struct Base {
    /// The part with the list of slides, and what it refers to besides slides.
    pub(super) main: Part<'static>,
    pub(super) relationships: Vec<Relationship>,
    /// Everything else that is kept, with relationships, by name.
    pub(super) parts: Vec<Part<'static>>,
    layouts: Vec<(Layout, LayoutPart)>,
}

impl Base {
    /// The built-in base: calm, of high contrast, in Calibri (Carlito where that is missing).
    ///
    /// # Errors
    /// None in practice: it goes through the same checks as any other.
    pub fn standard() -> Result<Self, Refused> {
        Self::read(&standard::file().map_err(|_| refusal::broken())?)
    }

    /// A base file that somebody made: .pptx or .potx that has the layouts of [`Layout::ALL`] by name.
    ///
    /// # Errors
    /// A sentence for people: what is wrong or missing.
    pub fn read(bytes: &[u8]) -> Result<Self, Refused> {
        // What a password protects is an OLE container (MS-OFFCRYPTO).
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(refusal::password());
        }
        if bytes.len() > MOST_BYTES {
            return Err(refusal::too_large());
        }
        let package = Package::read(bytes)?;
        let roots = package.relationships("")?;
        if roots.iter().any(|root| root.full_kind.starts_with("http://purl.oclc.org/")) {
            return Err(refusal::strict());
        }
        let root = roots.iter().find(|root| root.kind == "officeDocument").ok_or_else(refusal::broken)?;
        let mut main = package.part(&root.target).ok_or_else(refusal::broken)?;
        match main.content_type.as_str() {
            MAIN | TEMPLATE => MAIN.clone_into(&mut main.content_type),
            other if other.contains("macroEnabled") => return Err(refusal::macros()),
            _ => return Err(refusal::broken()),
        }
        let mut relationships = package.relationships(&main.name)?;
        relationships.retain(|relationship| !is_of_slides(&relationship.kind));
        let parts = kept(&package, &main.name, &relationships)?;
        let layouts = layout::complete(layouts(&package, &main, &relationships)?)?;
        Ok(Self { main, relationships, parts, layouts })
    }

    /// Where something of a kind stands on a slide that also has these, the first being number 0.
    pub fn room(&self, layout: Layout, kind: Kind, number: usize, with: With) -> Room {
        Room::of(self.layout(layout), kind, number, with)
    }

    pub(super) fn layout(&self, layout: Layout) -> &LayoutPart {
        // Every base has every layout: `complete` saw to it.
        static NONE: LayoutPart = LayoutPart { part: String::new(), slots: Vec::new() };
        self.layouts.iter().find(|(other, _)| *other == layout).map_or(&NONE, |(_, part)| part)
    }

    /// The names of all parts in small letters.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.parts.iter().map(|part| part.name.to_lowercase()).chain([self.main.name.to_lowercase()])
    }
}

/// How many placeholders of a slide are in use; the others leave their room to them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct With {
    /// Which texts: the first is bit 0.
    pub texts: u32,
    /// How many pictures.
    pub pictures: usize,
}

impl With {
    pub(super) fn uses(self, slot: &Slot, number: usize) -> bool {
        match slot.kind {
            Kind::Text => u32::try_from(number).is_ok_and(|n| n < 32 && self.texts >> n & 1 == 1),
            Kind::Picture => number < self.pictures,
            Kind::Table | Kind::Chart => true,
            Kind::Title | Kind::Footer | Kind::Number => false,
        }
    }
}

/// Relationships of the presentation to what goes with its slides.
fn is_of_slides(kind: &str) -> bool {
    matches!(kind, "slide" | "commentAuthors" | "authors" | "revisionInfo" | "tags" | "customXml")
}

/// Everything that the presentation still refers to, with relationships.
fn kept(package: &Package, main: &str, first: &[Relationship]) -> Result<Vec<Part<'static>>, Refused> {
    let mut kept: BTreeMap<String, Part<'static>> = BTreeMap::new();
    let mut next: Vec<Relationship> = first.to_vec();
    while let Some(relationship) = next.pop() {
        if relationship.is_external {
            // An address to click on fetches nothing by itself.
            if relationship.kind == "hyperlink" {
                continue;
            }
            return Err(refusal::linked());
        }
        match relationship.kind.as_str() {
            "slide" => return Err(refusal::linked()),
            "vbaProject" | "oleObject" | "control" | "package" => return Err(refusal::macros()),
            _ => {}
        }
        let key = relationship.target.to_lowercase();
        if key == main.to_lowercase() || kept.contains_key(&key) {
            continue;
        }
        let part = package.part(&key).ok_or_else(refusal::broken)?;
        next.extend(package.relationships(&part.name)?);
        if let Some(bytes) = package.bytes(&relationships_of(&part.name)) {
            let name = relationships_of(&part.name);
            let content_type = "application/vnd.openxmlformats-package.relationships+xml".to_owned();
            let rels = Part { name: name.clone(), content_type, bytes: bytes.to_vec().into() };
            kept.insert(name.to_lowercase(), rels);
        }
        kept.insert(key, part);
    }
    Ok(kept.into_values().collect())
}

/// The layouts that are known, the first of each name.
fn layouts(
    package: &Package,
    main: &Part,
    relationships: &[Relationship],
) -> Result<Vec<(Layout, LayoutPart)>, Refused> {
    let mut found: Vec<(Layout, LayoutPart)> = Vec::new();
    let presentation = parse(&main.bytes)?;
    for master_part in listed(&presentation, "sldMasterIdLst", relationships) {
        let master = parse(package.bytes(&master_part).ok_or_else(refusal::broken)?)?;
        let of_master = package.relationships(&master_part)?;
        for part in listed(&master, "sldLayoutIdLst", &of_master) {
            let element = parse(package.bytes(&part).ok_or_else(refusal::broken)?)?;
            let name = layout::name_of(&element);
            let layout = Layout::ALL.into_iter().find(|layout| layout.name().to_lowercase() == name);
            if let Some(layout) = layout
                && found.iter().all(|(other, _)| *other != layout)
            {
                found.push((layout, LayoutPart::read(layout, part, &element, &master)));
            }
        }
    }
    Ok(found)
}

/// The parts that a list of ids names.
fn listed(element: &Element, list: &str, relationships: &[Relationship]) -> Vec<String> {
    let entries = element.child(list).map(|list| list.children.as_slice()).unwrap_or_default();
    let ids = entries.iter().filter_map(|entry| entry.attribute("r:id"));
    ids.filter_map(|id| relationships.iter().find(|relationship| relationship.id == id))
        .map(|relationship| relationship.target.clone())
        .collect()
}
