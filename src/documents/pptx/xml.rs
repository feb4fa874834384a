//! XML in and out: a small tree of what a base file says, and text that may stand in a part.

use super::{Refused, refusal};
use quick_xml::{
    NsReader, XmlVersion,
    events::{BytesStart, Event},
    name::ResolveResult,
};

/// Deeper and larger parts are not presentations.
const MOST_DEPTH: usize = 100;
const MOST_ELEMENTS: usize = 200_000;
/// The prefix that `attribute` knows for references to other parts.
const REFERENCES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An element with what is in it. Names are local: `p:sp` is `sp`.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) children: Vec<Element>,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// An attribute by its local name; those of relationships are `r:id`, `r:embed`.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.attribute(name)?.parse().ok()
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.all(name).next()
    }

    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element that stands at this path below.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    fn open(reader: &NsReader<&[u8]>, start: &BytesStart) -> Result<Self, Refused> {
        let mut element = Self { name: start.local_name().as_ref().to_owned(), ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| refusal::broken())?;
            let (space, local) = reader.resolver().resolve_attribute(attribute.key);
            let is_reference = matches!(space, ResolveResult::Bound(space) if space.as_ref() == REFERENCES);
            let name = format!("{}{}", if is_reference { "r:" } else { "" }, local.as_ref());
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| refusal::broken())?;
            element.attributes.push((name, value.into_owned()));
        }
        Ok(element)
    }
}

/// The root element of a part. Declarations of its own are how a small file becomes a large one: they are refused.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|_| refusal::broken())?;
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Element::default()];
    let mut count = 0;
    loop {
        match reader.read_event().map_err(|_| refusal::broken())? {
            Event::Start(start) => {
                count += 1;
                if open.len() > MOST_DEPTH || count > MOST_ELEMENTS {
                    return Err(refusal::too_large());
                }
                open.push(Element::open(&reader, &start)?);
            }
            Event::End(_) => {
                let done = open.pop().ok_or_else(refusal::broken)?;
                open.last_mut().ok_or_else(refusal::broken)?.children.push(done);
            }
            Event::DocType(_) => return Err(refusal::broken()),
            Event::Eof => break,
            _ => {}
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(mut top), true) if top.children.len() == 1 => top.children.pop().ok_or_else(refusal::broken),
        _ => Err(refusal::broken()),
    }
}

/// Text for an element or an attribute in double quotes, without the characters that XML 1.0 knows no way to write.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_local_and_references_are_told_apart() {
        let root = parse(
            b"<x:a xmlns:x='urn:x' xmlns:q='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>\
              <x:b id='1' q:id='r&amp;2'><c/></x:b></x:a>",
        )
        .unwrap();
        let b = root.child("b").unwrap();
        assert_eq!((root.name.as_str(), b.number("id"), b.attribute("r:id")), ("a", Some(1), Some("r&2")));
        assert!(root.at(&["b", "c"]).is_some() && root.at(&["b", "d"]).is_none());
    }

    #[test]
    fn what_is_no_plain_xml_is_refused() {
        let deep = format!("{}{}", "<a>".repeat(500), "</a>".repeat(500));
        let wide = format!("<a>{}</a>", "<b/>".repeat(200_001));
        let entity = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
        for text in ["", "text", "<a>", "<a></b>", "<a/><b/>", "<a b/>", entity, &deep, &wide] {
            assert!(parse(text.as_bytes()).is_err(), "{text:.20}");
        }
        assert!(parse(b"<a>\xff</a>").is_err());
    }

    #[test]
    fn only_what_xml_can_hold_is_written() {
        assert_eq!(escape("a\u{0}\u{b}<\u{ffff}&\"\tb\u{200f}😀"), "a&lt;&amp;&quot; b\u{200f}😀");
    }
}
