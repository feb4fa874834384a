//! A small writer of RFC 5545: what an agenda needs of it, and no more.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::kernel::{ids::SessionId, zone::Zone};

/// The longest line in bytes, without its end.
const LONGEST: usize = 75;

/// What a file is about.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    /// What a calendar program calls it.
    pub name: &'a str,
    /// The program's address: its host ends every UID.
    pub base_url: &'a str,
    /// The zone that is told even where there are no sessions.
    pub zone: Zone,
}

/// A session as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which one: its UID.
    pub id: SessionId,
    /// Its title.
    pub title: String,
    /// Where; may be empty.
    pub location: String,
    /// What else there is to say, in lines; may be empty.
    pub description: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// The zone its times are told in.
    pub zone: Zone,
    /// Counts the changes of this session: a number that only grows.
    pub sequence: i32,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// Whether it was there and is no more.
    pub is_cancelled: bool,
}

/// The file of these sessions, in the order of time.
pub fn calendar(about: &Calendar<'_>, entries: &[Entry]) -> String {
    let mut out = Lines(String::with_capacity(512 + entries.len() * 512));
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//Sejawat//Agenda//ID");
    out.line("CALSCALE", "GREGORIAN");
    out.text("NAME", about.name);
    out.text("X-WR-CALNAME", about.name);
    out.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    out.line("X-PUBLISHED-TTL", "PT1H");
    let told: BTreeSet<&str> =
        entries.iter().map(|entry| entry.zone.name()).chain([about.zone.name()]).collect();
    for zone in Zone::ALL.into_iter().filter(|zone| told.contains(zone.name())) {
        time_zone(&mut out, zone);
    }
    let mut entries: Vec<&Entry> = entries.iter().collect();
    entries.sort_by_key(|entry| (entry.starts_at, entry.id));
    let host = host(about.base_url);
    for entry in entries {
        event(&mut out, entry, host);
    }
    out.line("END", "VCALENDAR");
    out.0
}

/// None of the three has ever been changed for the summer.
fn time_zone(out: &mut Lines, zone: Zone) {
    let offset = zone.utc_offset();
    out.line("BEGIN", "VTIMEZONE");
    out.line("TZID", zone.name());
    out.line("BEGIN", "STANDARD");
    out.line("DTSTART", "19700101T000000");
    out.line("TZOFFSETFROM", offset);
    out.line("TZOFFSETTO", offset);
    out.line("TZNAME", zone.letters());
    out.line("END", "STANDARD");
    out.line("END", "VTIMEZONE");
}

fn event(out: &mut Lines, entry: &Entry, host: &str) {
    let local = |at| entry.zone.local(at).format("%Y%m%dT%H%M%S").to_string();
    let changed = entry.changed_at.format("%Y%m%dT%H%M%SZ").to_string();
    out.line("BEGIN", "VEVENT");
    out.text("UID", &format!("{}@{host}", entry.id));
    out.line("DTSTAMP", &changed);
    out.line("LAST-MODIFIED", &changed);
    out.line("SEQUENCE", &entry.sequence.max(0).to_string());
    out.line(&format!("DTSTART;TZID={}", entry.zone.name()), &local(entry.starts_at));
    out.line(&format!("DTEND;TZID={}", entry.zone.name()), &local(entry.ends_at));
    out.text("SUMMARY", &entry.title);
    if !entry.location.is_empty() {
        out.text("LOCATION", &entry.location);
    }
    if !entry.description.is_empty() {
        out.text("DESCRIPTION", &entry.description);
    }
    out.line("STATUS", if entry.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
    out.line("END", "VEVENT");
}

/// `plm.example.go.id` of `https://plm.example.go.id:8443`.
fn host(base_url: &str) -> &str {
    let after = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let end = after.find([':', '/']).unwrap_or(after.len());
    after.get(..end).filter(|host| !host.is_empty()).unwrap_or("sejawat")
}

struct Lines(String);

impl Lines {
    /// A property whose value needs no escaping.
    fn line(&mut self, name: &str, value: &str) {
        self.folded(&format!("{name}:{value}"));
    }

    /// A property whose value somebody has typed.
    fn text(&mut self, name: &str, value: &str) {
        self.line(name, &escaped(value));
    }

    /// Cuts a long line between letters; what follows begins with a space.
    fn folded(&mut self, line: &str) {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// As a value of text is written: line ends, commas, semicolons and backslashes are told, other control letters left out.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in value.replace("\r\n", "\n").replace('\r', "\n").chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\t' => out.push(' '),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_host_of_an_address() {
        assert_eq!(host("https://plm.example.go.id"), "plm.example.go.id");
        assert_eq!(host("http://127.0.0.1:8080"), "127.0.0.1");
        assert_eq!(host(""), "sejawat");
    }

    #[test]
    fn what_was_typed_cannot_end_a_line() {
        assert_eq!(escaped("a;b,c\\d\r\ne\nf\rg\u{7}h\ti"), "a\\;b\\,c\\\\d\\ne\\nf\\ngh i");
    }

    proptest! {
        #[test]
        fn lines_are_short_and_unfold_to_what_they_were(text in "\\PC{0,200}") {
            let mut lines = Lines(String::new());
            lines.text("SUMMARY", &text);
            for line in lines.0.trim_end_matches("\r\n").split("\r\n") {
                prop_assert!(line.len() <= LONGEST, "{line}");
            }
            prop_assert_eq!(lines.0.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", escaped(&text)));
        }
    }
}
