//! Zip archives: checked as a whole before anything in them is read.

use super::xml::Xml;
use super::{Refused, refusal};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

const MOST_ENTRIES: usize = 2_000;
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;

/// An archive that unpacks to a sensible size.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Where each name stands, in lower case and with slashes.
    places: HashMap<String, usize>,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refused> {
        Self::within(bytes, MOST_UNPACKED)
    }

    fn within(bytes: &'a [u8], most: u64) -> Result<Self, Refused> {
        if has_many_entries(bytes) {
            return Err(refusal::BOMB);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| refusal::BROKEN)?;
        let mut archive = Self { zip, places: HashMap::new() };
        archive.check(most)?;
        Ok(archive)
    }

    /// Unpacks everything once into nothing.
    fn check(&mut self, mut left: u64) -> Result<(), Refused> {
        for index in 0..self.zip.len() {
            let entry = self.zip.by_index_raw(index).map_err(|_| refusal::BROKEN)?;
            let name = entry.name().map_err(|_| refusal::BROKEN)?.replace('\\', "/").to_lowercase();
            if name.starts_with('/')
                || name.contains(':')
                || name.contains('\0')
                || name.split('/').any(|p| p == "..")
            {
                return Err(refusal::UNSAFE_ARCHIVE);
            }
            if entry.encrypted() {
                return Err(refusal::PASSWORD);
            }
            drop(entry);
            let entry = self.zip.by_index(index).map_err(|_| refusal::BROKEN)?;
            let unpacked = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink());
            left = left.checked_sub(unpacked.map_err(|_| refusal::BROKEN)?).ok_or(refusal::BOMB)?;
            self.places.insert(name, index);
        }
        Ok(())
    }

    /// The names in lower case.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(&name.to_lowercase())
    }

    /// The XML of one entry.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Xml<impl BufRead>>, Refused> {
        Ok(self.entry(name)?.map(|entry| Xml::new(BufReader::with_capacity(64 * 1024, entry))))
    }

    /// The beginning of one entry as text.
    pub(super) fn beginning(&mut self, name: &str, most: u64) -> Result<Option<String>, Refused> {
        let Some(entry) = self.entry(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        entry.take(most).read_to_end(&mut bytes).map_err(|_| refusal::BROKEN)?;
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn entry(&mut self, name: &str) -> Result<Option<impl Read>, Refused> {
        let Some(&index) = self.places.get(&name.to_lowercase()) else { return Ok(None) };
        self.zip.by_index(index).map(Some).map_err(|_| refusal::BROKEN)
    }
}

/// Whether there are, or the archive says that there are, too many entries: the library makes room for all of them.
fn has_many_entries(bytes: &[u8]) -> bool {
    let number = |record: &[u8], at: usize| {
        record.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(0, |&number| u64::from_le_bytes(number))
    };
    let most = u64::try_from(MOST_ENTRIES).unwrap_or(u64::MAX);
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let mut entries = 0;
    let mut rest = bytes;
    while let Some(at) = rest.windows(2).position(|window| window == b"PK") {
        let record = rest.get(at..).unwrap_or_default();
        entries += usize::from(record.starts_with(b"PK\x01\x02"));
        // The end of a large archive; it must fit in the file, or it is only data that looks like one.
        let is_end = record.starts_with(b"PK\x06\x06") && number(record, 4) < size;
        if entries > MOST_ENTRIES || is_end && number(record, 32) > most {
            return true;
        }
        rest = record.get(2..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// An archive of these entries.
    pub(in super::super) fn zipped<'n>(entries: impl IntoIterator<Item = (&'n str, Vec<u8>)>) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn refusal_of(bytes: &[u8]) -> Option<Refused> {
        Archive::open(bytes).err()
    }

    #[test]
    fn names_are_found_in_any_case() {
        let bytes = zipped([("XL\\Workbook.xml", b"<a/>".to_vec())]);
        let mut archive = Archive::open(&bytes).unwrap();
        assert!(archive.has("xl/workbook.xml"));
        assert_eq!(archive.beginning("xl/workbook.xml", 2).unwrap().as_deref(), Some("<a"));
        assert_eq!(archive.beginning("xl/other.xml", 2).unwrap(), None);
        assert!(archive.xml("xl/workbook.xml").unwrap().is_some());
    }

    #[test]
    fn names_stay_inside() {
        for name in ["/etc/passwd", "xl/../../x", "..\\x", "C:\\x", "\\x"] {
            assert_eq!(refusal_of(&zipped([(name, Vec::new())])), Some(refusal::UNSAFE_ARCHIVE), "{name}");
        }
    }

    #[test]
    fn bombs_are_not_unpacked() {
        let large = zipped(["a", "b", "c"].map(|name| (name, vec![0; 100_000])));
        assert!(large.len() < 1_000);
        assert!(Archive::within(&large, 300_000).is_ok());
        assert_eq!(Archive::within(&large, 299_999).err(), Some(refusal::BOMB));
        let names: Vec<String> = (0..2_001).map(|n| n.to_string()).collect();
        let many = zipped(names.iter().map(|name| (name.as_str(), Vec::new())));
        assert_eq!(refusal_of(&many), Some(refusal::BOMB));
        let mut large = b"PK\x06\x06".to_vec();
        large.extend(44_u64.to_le_bytes());
        large.extend([0; 20]);
        large.extend(1_000_000_u64.to_le_bytes());
        large.extend([0; 16]);
        assert_eq!(refusal_of(&large), Some(refusal::BOMB));
    }

    #[test]
    fn what_is_cut_or_changed_is_broken() {
        let bytes = zipped([("a", b"some text that is long enough to be changed".to_vec())]);
        assert_eq!(refusal_of(&bytes), None);
        assert_eq!(refusal_of(&bytes[..bytes.len() / 2]), Some(refusal::BROKEN));
        let mut changed = bytes;
        changed[36] ^= 0xff;
        assert_eq!(refusal_of(&changed), Some(refusal::BROKEN));
    }
}
