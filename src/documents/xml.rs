//! The XML of spreadsheets, piece by piece: no tree, no entities but the five of XML and numbers, no declarations.

use super::{Refused, refusal};
use std::io::{BufRead, Read};

/// The longest tag or text; a cell holds 32,767 characters at most.
const LONGEST: u64 = 4 * 1024 * 1024;

/// What came next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// A tag opened; one that is empty closes right after.
    Open,
    Close,
    Text,
    End,
}

/// Walks through XML. Names are local: `x:row` is `row`.
#[derive(Debug)]
pub(super) struct Xml<R> {
    input: R,
    piece: Vec<u8>,
    tag: String,
    text: String,
    depth: usize,
    has_started: bool,
    /// The last tag was empty.
    must_close: bool,
    /// The bracket of the next tag is already read.
    is_in_tag: bool,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            piece: Vec::new(),
            tag: String::new(),
            text: String::new(),
            depth: 0,
            has_started: false,
            must_close: false,
            is_in_tag: false,
        }
    }

    pub(super) fn next(&mut self) -> Result<Event, Refused> {
        if self.must_close {
            self.must_close = false;
            self.depth -= 1;
            return Ok(Event::Close);
        }
        loop {
            if !self.is_in_tag {
                self.read_until(b'<')?;
                self.is_in_tag = self.piece.pop_if(|last| *last == b'<').is_some();
                self.skip_mark()?;
                if !self.piece.is_empty() {
                    let piece = std::str::from_utf8(&self.piece).map_err(|_| refusal::BROKEN)?;
                    self.text.clear();
                    decode(piece, &mut self.text);
                    return Ok(Event::Text);
                }
                if !self.is_in_tag {
                    return if self.depth == 0 { Ok(Event::End) } else { Err(refusal::BROKEN) };
                }
            }
            self.is_in_tag = false;
            if let Some(event) = self.read_tag()? {
                return Ok(event);
            }
        }
    }

    /// Drops a byte order mark at the very beginning.
    fn skip_mark(&mut self) -> Result<(), Refused> {
        if !self.has_started {
            self.has_started = true;
            if let Some(rest) = self.piece.strip_prefix(b"\xef\xbb\xbf") {
                self.piece = rest.to_vec();
            }
            // Nothing writes spreadsheets in UTF-16, and it would hide from every check.
            if self.piece.contains(&0) || matches!(self.piece.first(), Some(0xfe | 0xff)) {
                return Err(refusal::BROKEN);
            }
        }
        Ok(())
    }

    fn read_tag(&mut self) -> Result<Option<Event>, Refused> {
        self.read_until(b'>')?;
        if self.piece.starts_with(b"!--") {
            self.read_on(b"-->")?;
            return Ok(None);
        }
        if self.piece.starts_with(b"![CDATA[") {
            self.read_on(b"]]>")?;
            let inside = self.piece.get(8..self.piece.len().saturating_sub(3)).unwrap_or_default();
            self.text.clear();
            self.text.push_str(std::str::from_utf8(inside).map_err(|_| refusal::BROKEN)?);
            return Ok(Some(Event::Text));
        }
        if self.piece.starts_with(b"?") {
            self.read_on(b"?>")?;
            return Ok(None);
        }
        // A bracket between quotes does not end the tag.
        let (mut quote, mut seen) = (None, 0);
        loop {
            quote = quote_after(quote, self.piece.get(seen..).unwrap_or_default());
            if quote.is_none() {
                break;
            }
            seen = self.piece.len();
            self.read_more(b'>')?;
        }
        if self.piece.starts_with(b"!") {
            // Declarations of its own are how a small file becomes a large one.
            return if self.piece.contains(&b'[') { Err(refusal::BROKEN) } else { Ok(None) };
        }
        if self.piece.pop_if(|last| *last == b'>').is_none() {
            return Err(refusal::BROKEN);
        }
        if self.piece.first() == Some(&b'/') {
            self.set_tag(1)?;
            self.depth = self.depth.checked_sub(1).ok_or(refusal::BROKEN)?;
            return Ok(Some(Event::Close));
        }
        self.must_close = self.piece.pop_if(|last| *last == b'/').is_some();
        self.set_tag(0)?;
        self.depth += 1;
        Ok(Some(Event::Open))
    }

    fn set_tag(&mut self, from: usize) -> Result<(), Refused> {
        let tag = self.piece.get(from..).unwrap_or_default();
        self.tag.clear();
        self.tag.push_str(std::str::from_utf8(tag).map_err(|_| refusal::BROKEN)?);
        Ok(())
    }

    fn read_until(&mut self, end: u8) -> Result<(), Refused> {
        self.piece.clear();
        self.read_some(end).map(drop)
    }

    /// Reads on to the next `end`; the file may not stop before it.
    fn read_more(&mut self, end: u8) -> Result<(), Refused> {
        if self.read_some(end)? == 0 { Err(refusal::BROKEN) } else { Ok(()) }
    }

    fn read_on(&mut self, end: &[u8]) -> Result<(), Refused> {
        while !self.piece.ends_with(end) {
            self.read_more(b'>')?;
        }
        Ok(())
    }

    fn read_some(&mut self, end: u8) -> Result<usize, Refused> {
        let before = self.piece.len();
        let left = LONGEST.saturating_sub(u64::try_from(before).unwrap_or(LONGEST));
        let read = self.input.by_ref().take(left).read_until(end, &mut self.piece);
        let read = read.map_err(|_| refusal::BROKEN)?;
        if u64::try_from(self.piece.len()).unwrap_or(LONGEST) >= LONGEST {
            return Err(refusal::BOMB);
        }
        Ok(read)
    }

    /// The local name of the tag that opened or closed.
    pub(super) fn name(&self) -> &str {
        let full = self.tag.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        full.rsplit_once(':').map_or(full, |(_, name)| name)
    }

    /// The text that came, with its entities replaced.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// An attribute of the tag that opened, by its local name.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let raw = attributes(&self.tag).find(|(full, _)| {
            let local = full.rsplit_once(':').map_or(*full, |(_, local)| local);
            local == name
        })?;
        let mut out = String::with_capacity(raw.1.len());
        decode(raw.1, &mut out);
        Some(out)
    }

    /// An attribute of the tag that opened, by its name with prefix.
    pub(super) fn exact_attribute(&self, name: &str) -> Option<String> {
        let raw = attributes(&self.tag).find(|(full, _)| *full == name)?;
        let mut out = String::with_capacity(raw.1.len());
        decode(raw.1, &mut out);
        Some(out)
    }

    /// Reads to the end of the tag that just opened, without looking.
    pub(super) fn skip(&mut self) -> Result<(), Refused> {
        let depth = self.depth;
        while self.depth >= depth {
            if self.next()? == Event::End {
                return Err(refusal::BROKEN);
            }
        }
        Ok(())
    }
}

/// The quote that is open after these bytes of a tag.
fn quote_after(mut quote: Option<u8>, bytes: &[u8]) -> Option<u8> {
    for &byte in bytes {
        match quote {
            Some(open) if open == byte => quote = None,
            None if byte == b'"' || byte == b'\'' => quote = Some(byte),
            _ => {}
        }
    }
    quote
}

/// The attributes of a tag as they are written.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest =
        tag.find(|c: char| c.is_ascii_whitespace()).and_then(|at| tag.get(at..)).unwrap_or_default();
    std::iter::from_fn(move || {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_ascii_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after.get(1..)?.split_once(quote)?;
        rest = after;
        Some((name.trim_ascii(), value))
    })
}

/// Replaces the five entities of XML and numbered characters; any other stands for nothing.
fn decode(mut text: &str, out: &mut String) {
    while let Some((before, after)) = text.split_once('&') {
        out.push_str(before);
        let end = after.bytes().take(12).position(|byte| byte == b';');
        let Some((entity, rest)) = end.and_then(|end| after.get(..end).zip(after.get(end + 1..))) else {
            out.push('&');
            text = after;
            continue;
        };
        match entity {
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "amp" => out.push('&'),
            "quot" => out.push('"'),
            "apos" => out.push('\''),
            _ => out.extend(numbered(entity)),
        }
        text = rest;
    }
    out.push_str(text);
}

fn numbered(entity: &str) -> Option<char> {
    let digits = entity.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    code.ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The walk written out.
    fn walk(xml: &[u8]) -> Result<String, Refused> {
        let mut xml = Xml::new(xml);
        let mut out = String::new();
        loop {
            match xml.next()? {
                Event::Open => out.extend(["<", xml.name(), ">"]),
                Event::Close => out.push_str("</>"),
                Event::Text => out.push_str(xml.text()),
                Event::End => return Ok(out),
            }
        }
    }

    #[test]
    fn tags_and_texts_come_in_order() {
        for (given, wanted) in [
            ("<a><b/>x</a>", "<a><b></>x</>"),
            ("\u{feff}<?xml version=\"1.0\"?><!-- > --><x:a y='>'>1 &lt; 2</x:a>", "<a>1 < 2</>"),
            ("<a><![CDATA[<b> & ]] >]]></a>", "<a><b> & ]] ></>"),
            ("<!DOCTYPE a PUBLIC \"-//x\" \"y.dtd\"><a>&#65;&#x42;&bom;&</a>", "<a>AB&</>"),
            ("<a\n  b=\"1\"\t>\n</a>", "<a>\n</>"),
            ("", ""),
        ] {
            assert_eq!(walk(given.as_bytes()).unwrap(), wanted, "{given}");
        }
    }

    #[test]
    fn what_does_not_fit_is_broken() {
        for given in [
            "<a>",
            "</a>",
            "<a",
            "<a b=\"",
            "<a><b></a>",
            "<!-- ",
            "<![CDATA[x",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
        ] {
            assert_eq!(walk(given.as_bytes()), Err(refusal::BROKEN), "{given}");
        }
        assert_eq!(walk(b"<a>\xff</a>"), Err(refusal::BROKEN));
        assert_eq!(walk(b"\xff\xfe<\0a\0/\0>\0"), Err(refusal::BROKEN));
        let long = format!("<a>{}</a>", "x".repeat(5 * 1024 * 1024));
        assert_eq!(walk(long.as_bytes()), Err(refusal::BOMB));
    }

    #[test]
    fn attributes_are_found_by_name() {
        let mut xml = Xml::new(&b"<c r='A1' x:s = \"2\" name=\"a &amp; b\" r=\"9\"/>"[..]);
        assert_eq!(xml.next(), Ok(Event::Open));
        assert_eq!(xml.attribute("r").as_deref(), Some("A1"));
        assert_eq!(xml.attribute("s").as_deref(), Some("2"));
        assert_eq!(xml.exact_attribute("s"), None);
        assert_eq!(xml.exact_attribute("x:s").as_deref(), Some("2"));
        assert_eq!(xml.attribute("name").as_deref(), Some("a & b"));
        assert_eq!(xml.attribute("t"), None);
    }

    #[test]
    fn skipping_ends_with_the_tag() {
        let mut xml = Xml::new(&b"<a><b><b>x</b></b><c/></a>"[..]);
        assert_eq!((xml.next(), xml.next()), (Ok(Event::Open), Ok(Event::Open)));
        xml.skip().unwrap();
        assert_eq!(xml.next(), Ok(Event::Open));
        assert_eq!(xml.name(), "c");
        xml.skip().unwrap();
        assert_eq!((xml.next(), xml.next()), (Ok(Event::Close), Ok(Event::End)));
    }
}
