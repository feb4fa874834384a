//! The whole file: what the base lends, the slides, and what they refer to.

use super::{
    Base, Refused, Slide, WriteError,
    package::{DECLARATION, Part, Relationship, pack, relationships_of, relationships_xml},
    refusal, shapes,
    xml::escape,
};
use chrono::{DateTime, SecondsFormat, Utc};
use quick_xml::{Reader, Writer, events::Event};
use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};

const OFFICE_TYPES: &str = "application/vnd.openxmlformats-officedocument";
/// The first number that a slide may have (`ST_SlideId`).
const FIRST_SLIDE: usize = 256;

/// What the properties of the file say.
#[derive(Debug, Clone)]
pub struct About<'a> {
    /// The title.
    pub title: &'a str,
    /// Who made it.
    pub author: &'a str,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// Writes a presentation. The same base, slides and properties are the same bytes.
///
/// # Errors
/// If the workbook of a chart or the archive cannot be written.
pub fn write(base: &Base, slides: &[Slide], about: &About) -> Result<Vec<u8>, WriteError> {
    let mut file = File { taken: base.names().collect(), base, parts: Vec::new(), media: HashMap::new() };
    let mut relationships = base.relationships.clone();
    let mut list = String::new();
    for (at, slide) in slides.iter().enumerate() {
        let name = file.slide(slide, at + 1, about.made_at)?;
        let mut id = format!("slide{}", at + 1);
        while relationships.iter().any(|other| other.id == id) {
            id.push('s');
        }
        let _ = write!(list, "<p:sldId id=\"{}\" r:id=\"{id}\"/>", FIRST_SLIDE + at);
        relationships.push(Relationship::to(id, "slide", name));
    }
    let mut main = base.main.clone();
    main.bytes = with_slides(&main.bytes, &list)?.into();
    let mut parts = vec![
        rels("", &[
            Relationship::to("rId1", "officeDocument", main.name.clone()),
            Relationship {
                full_kind: "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
                    .to_owned(),
                ..Relationship::to("rId2", "core-properties", "docProps/core.xml")
            },
            Relationship::to("rId3", "extended-properties", "docProps/app.xml"),
        ]),
        core(about),
        app(slides.len()),
        rels(&main.name, &relationships),
        main,
    ];
    parts.extend(base.parts.iter().cloned());
    parts.append(&mut file.parts);
    pack(&parts)
}

/// What is added to the base.
struct File<'a> {
    base: &'a Base,
    parts: Vec<Part<'a>>,
    /// Names in small letters.
    taken: HashSet<String>,
    /// Where each picture is; one that is shown twice is there once.
    media: HashMap<&'a [u8], String>,
}

impl<'a> File<'a> {
    /// Adds a slide and what it shows; the answer is its name.
    fn slide(
        &mut self,
        slide: &'a Slide,
        number: usize,
        made_at: DateTime<Utc>,
    ) -> Result<String, WriteError> {
        let layout = &self.base.layout(slide.layout).part;
        let mut relationships = vec![Relationship::to("rId1", "slideLayout", layout)];
        let mut picture_ids = Vec::new();
        for picture in &slide.pictures {
            let name = self.picture(picture.jpeg);
            let id = format!("rId{}", relationships.len() + 1);
            relationships.push(Relationship::to(&id, "image", name));
            picture_ids.push(id);
        }
        let chart_id = format!("rId{}", relationships.len() + 1);
        if let Some(chart) = &slide.chart {
            let book = self.free("ppt/embeddings/data", "xlsx");
            let book_type = format!("{OFFICE_TYPES}.spreadsheetml.sheet");
            self.parts.push(part(&book, &book_type, chart.workbook(made_at)?));
            let name = self.free("ppt/charts/chart", "xml");
            let chart_type = format!("{OFFICE_TYPES}.drawingml.chart+xml");
            self.parts.push(part(&name, &chart_type, chart.xml("rId1").into_bytes()));
            self.parts.push(rels(&name, &[Relationship::to("rId1", "package", book)]));
            relationships.push(Relationship::to(&chart_id, "chart", name));
        }
        let xml = shapes::slide_xml(self.base, slide, number, &picture_ids, &chart_id);
        let name = self.free("ppt/slides/slide", "xml");
        let slide_type = format!("{OFFICE_TYPES}.presentationml.slide+xml");
        self.parts.push(part(&name, &slide_type, xml.into_bytes()));
        self.parts.push(rels(&name, &relationships));
        Ok(name)
    }

    /// The name of a picture, which is added if it is new.
    fn picture(&mut self, jpeg: &'a [u8]) -> String {
        if let Some(name) = self.media.get(jpeg) {
            return name.clone();
        }
        let name = self.free("ppt/media/foto", "jpg");
        self.parts.push(part(&name, "image/jpeg", jpeg));
        self.media.insert(jpeg, name.clone());
        name
    }

    /// The first name of a kind that no part has.
    fn free(&mut self, beginning: &str, extension: &str) -> String {
        let mut number = 1;
        loop {
            let name = format!("{beginning}{number}.{extension}");
            if self.taken.insert(name.clone()) {
                return name;
            }
            number += 1;
        }
    }
}

pub(super) fn part<'a>(
    name: &str,
    content_type: &str,
    bytes: impl Into<std::borrow::Cow<'a, [u8]>>,
) -> Part<'a> {
    Part { name: name.to_owned(), content_type: content_type.to_owned(), bytes: bytes.into() }
}

/// The part with what this part refers to.
pub(super) fn rels(name: &str, relationships: &[Relationship]) -> Part<'static> {
    part(
        &relationships_of(name),
        "application/vnd.openxmlformats-package.relationships+xml",
        relationships_xml(relationships),
    )
}

/// The presentation with this list of slides instead of its own, and without what goes with its own slides.
fn with_slides(presentation: &[u8], list: &str) -> Result<Vec<u8>, Refused> {
    let text = std::str::from_utf8(presentation).map_err(|_| refusal::broken())?;
    let list = if list.is_empty() {
        String::new()
    } else {
        format!("<p:sldIdLst {}>{list}</p:sldIdLst>", shapes::SPACES)
    };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut writer = Writer::new(Vec::new());
    let (mut depth, mut dropped, mut is_written) = (0_u32, None, false);
    loop {
        let event = reader.read_event().map_err(|_| refusal::broken())?;
        let is_end = matches!(event, Event::End(_));
        if is_end {
            depth = depth.saturating_sub(1);
        }
        if let (Event::Start(start) | Event::Empty(start), 1, None) = (&event, depth, dropped) {
            let local = start.local_name();
            let name = local.as_ref();
            // The list stands right before the sizes (CT_Presentation, 19.2.1.26).
            if matches!(name, "sldSz" | "notesSz") && !is_written {
                is_written = true;
                writer.get_mut().extend_from_slice(list.as_bytes());
            }
            let goes = matches!(
                name,
                "sldIdLst" | "custShowLst" | "custDataLst" | "smartTags" | "modifyVerifier" | "extLst"
            );
            if goes {
                dropped = Some(depth);
            }
        }
        let is_gone = dropped.is_some();
        match &event {
            Event::Start(_) => depth += 1,
            Event::Empty(_) | Event::End(_) if dropped == Some(depth) => dropped = None,
            Event::Eof => break,
            _ => {}
        }
        if !is_gone {
            writer.write_event(event).map_err(|_| refusal::broken())?;
        }
    }
    if is_written { Ok(writer.into_inner()) } else { Err(refusal::broken()) }
}

fn core(about: &About) -> Part<'static> {
    let at = about.made_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let (title, author) = (escape(about.title), escape(about.author));
    let xml = format!(
        "{DECLARATION}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:creator>{author}\
         </dc:creator><dc:language>id-ID</dc:language><cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1\
         </cp:revision><dcterms:created xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:created><dcterms:modified \
         xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:modified></cp:coreProperties>"
    );
    part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", xml.into_bytes())
}

fn app(slides: usize) -> Part<'static> {
    let xml = format!(
        "{DECLARATION}<Properties xmlns=\"{}/extended-properties\"><TotalTime>0</TotalTime><Application>Sejawat\
         </Application><PresentationFormat>Layar lebar</PresentationFormat><Slides>{slides}</Slides><Notes>0</Notes>\
         <HiddenSlides>0</HiddenSlides></Properties>",
        "http://schemas.openxmlformats.org/officeDocument/2006"
    );
    part("docProps/app.xml", &format!("{OFFICE_TYPES}.extended-properties+xml"), xml.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slides_of_the_base_make_room_for_others() {
        let before = "<q:presentation xmlns:q='urn:p'><q:sldMasterIdLst><q:sldMasterId/></q:sldMasterIdLst><q:sldIdLst>\
             <q:sldId/></q:sldIdLst><q:sldSz cx='1'/><q:notesSz cx='2'/><q:custShowLst><q:custShow/></q:custShowLst>\
             <q:modifyVerifier/><q:kept/><q:extLst><q:ext/></q:extLst></q:presentation>";
        let after = String::from_utf8(with_slides(before.as_bytes(), "<p:sldId/>").unwrap()).unwrap();
        let list = format!("<p:sldIdLst {}><p:sldId/></p:sldIdLst>", shapes::SPACES);
        assert_eq!(
            after,
            format!(
                "<q:presentation xmlns:q='urn:p'><q:sldMasterIdLst><q:sldMasterId/></q:sldMasterIdLst>{list}<q:sldSz \
                 cx='1'/><q:notesSz cx='2'/><q:kept/></q:presentation>"
            )
        );
        assert!(
            !String::from_utf8(with_slides(before.as_bytes(), "").unwrap()).unwrap().contains("sldIdLst")
        );
    }
}
