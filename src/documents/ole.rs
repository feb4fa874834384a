//! The container of .xls: a small file system of sectors in chains.

use super::{Refused, refusal};

/// What every container begins with.
pub(super) const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Numbers from here on are no sectors but marks.
const FIRST_MARK: u32 = 0xffff_fffa;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn usize_at(bytes: &[u8], at: usize) -> Option<usize> {
    u32_at(bytes, at).and_then(|value| usize::try_from(value).ok())
}

/// An opened container.
pub(super) struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    chains: Vec<u32>,
    mini_chains: Vec<u32>,
    mini: Vec<u8>,
    /// Streams below this size are in small sectors.
    cutoff: usize,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'a> Ole<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refused> {
        Self::try_open(bytes).ok_or(refusal::BROKEN)
    }

    fn try_open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let cutoff = usize_at(bytes, 56)?;
        let mut ole = Self {
            bytes,
            sector,
            chains: Vec::new(),
            mini_chains: Vec::new(),
            mini: Vec::new(),
            cutoff,
            entries: vec![],
        };
        ole.chains = ole.read_chains()?;
        let directory = ole.chain(u32_at(bytes, 48)?, bytes.len())?;
        ole.entries =
            directory.as_chunks::<ENTRY>().0.iter().filter_map(|entry| Entry::read(entry)).collect();
        let root = ole.entries.first()?;
        let (start, size) = (root.start, root.size);
        if size > 0 && start < FIRST_MARK {
            ole.mini = ole.chain(start, size)?;
            ole.mini_chains = words(&ole.chain(u32_at(bytes, 60)?, bytes.len())?);
        }
        Some(ole)
    }

    /// Which sector follows which.
    fn read_chains(&self) -> Option<Vec<u32>> {
        let mut sectors = words(self.bytes.get(76..512)?);
        let mut next = u32_at(self.bytes, 68)?;
        let mut steps = self.bytes.len() / self.sector + 1;
        while next < FIRST_MARK {
            // A chain in a circle would never end.
            steps = steps.checked_sub(1)?;
            let mut more = words(self.at(next)?);
            next = more.pop()?;
            sectors.extend(more);
        }
        let mut out = Vec::new();
        for sector in sectors.into_iter().filter(|&sector| sector < FIRST_MARK) {
            out.extend(words(self.at(sector)?));
            if out.len() > self.bytes.len() {
                return None;
            }
        }
        Some(out)
    }

    /// One sector; the last of a file may be short.
    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(sector).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The sectors of a chain, up to a size.
    fn chain(&self, mut next: u32, most: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while next < FIRST_MARK && out.len() < most {
            out.extend_from_slice(self.at(next)?);
            if out.len() > self.bytes.len() {
                return None;
            }
            next = *self.chains.get(usize::try_from(next).ok()?)?;
        }
        out.truncate(most);
        Some(out)
    }

    fn mini_chain(&self, mut next: u32, most: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while next < FIRST_MARK && out.len() < most {
            let index = usize::try_from(next).ok()?;
            let start = index.checked_mul(MINI_SECTOR)?;
            let end = start.checked_add(MINI_SECTOR)?.min(self.mini.len());
            out.extend_from_slice(self.mini.get(start..end).filter(|sector| !sector.is_empty())?);
            if out.len() > self.mini.len() {
                return None;
            }
            next = *self.mini_chains.get(index)?;
        }
        out.truncate(most);
        Some(out)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// A whole stream.
    pub(super) fn stream(&self, name: &str) -> Result<Vec<u8>, Refused> {
        let read = || {
            let entry = self.entry(name)?;
            let is_mini = entry.size < self.cutoff;
            let out = if is_mini {
                self.mini_chain(entry.start, entry.size)
            } else {
                self.chain(entry.start, entry.size)
            };
            out.filter(|out| out.len() == entry.size)
        };
        read().ok_or(refusal::BROKEN)
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let units = bytes.get(..64)?.as_chunks::<2>().0.iter().map(|&unit| u16::from_le_bytes(unit));
        let name = char::decode_utf16(units.take_while(|&unit| unit != 0)).filter_map(Result::ok).collect();
        Some(Self { name, start: u32_at(bytes, 116)?, size: usize_at(bytes, 120)? })
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|&word| u32::from_le_bytes(word)).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A container with these streams, each in whole sectors.
    pub(in super::super) fn contained(streams: &[(&str, &[u8])]) -> Vec<u8> {
        const END: u32 = 0xffff_fffe;
        let put = |bytes: &mut [u8], at: usize, value: u32| {
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        };
        let mut directory = vec![0; (streams.len() + 1).div_ceil(4) * 512];
        let mut name_entry = |index: usize, name: &str, start: u32, size: usize| {
            let at = index * ENTRY;
            for (place, unit) in name.encode_utf16().enumerate() {
                directory[at + place * 2..at + place * 2 + 2].copy_from_slice(&unit.to_le_bytes());
            }
            put(&mut directory, at + 116, start);
            put(&mut directory, at + 120, u32::try_from(size).unwrap());
        };
        name_entry(0, "Root Entry", END, 0);
        let (mut sectors, mut chains) = (Vec::new(), Vec::new());
        for (index, (name, content)) in streams.iter().enumerate() {
            name_entry(index + 1, name, u32::try_from(chains.len()).unwrap(), content.len());
            let count = content.len().div_ceil(512).max(1);
            let first = chains.len();
            chains.extend((1..count).map(|step| u32::try_from(first + step).unwrap()));
            chains.push(END);
            sectors.extend_from_slice(content);
            sectors.resize(chains.len() * 512, 0);
        }
        let start = chains.len();
        let length = directory.len() / 512;
        chains.extend((1..length).map(|step| u32::try_from(start + step).unwrap()));
        chains.push(END);
        sectors.extend_from_slice(&directory);
        let fat = chains.len();
        let fats = (fat + 1).div_ceil(128) + 1;
        chains.resize(fat + fats, 0xffff_fffd);
        chains.resize(fats * 128, 0xffff_ffff);

        let mut out = SIGNATURE.to_vec();
        out.resize(512, 0);
        out[26..28].copy_from_slice(&3_u16.to_le_bytes());
        out[30..32].copy_from_slice(&9_u16.to_le_bytes());
        put(&mut out, 48, u32::try_from(start).unwrap());
        put(&mut out, 56, 0);
        put(&mut out, 60, END);
        put(&mut out, 68, END);
        for index in 0..109 {
            let sector = if index < fats { u32::try_from(fat + index).unwrap() } else { 0xffff_ffff };
            put(&mut out, 76 + index * 4, sector);
        }
        out.extend_from_slice(&sectors);
        out.extend(chains.iter().flat_map(|sector| sector.to_le_bytes()));
        out
    }

    #[test]
    fn streams_are_found_by_name() {
        let long = vec![7; 70_000];
        let bytes = contained(&[("Workbook", &long), ("Kecil", b"abc")]);
        let ole = Ole::open(&bytes).unwrap();
        assert!(ole.has("WORKBOOK") && !ole.has("Book"));
        assert_eq!(ole.stream("Workbook").unwrap(), long);
        assert_eq!(ole.stream("kecil").unwrap(), b"abc");
        assert_eq!(ole.stream("Book"), Err(refusal::BROKEN));
    }

    #[test]
    fn circles_and_cuts_are_broken() {
        let bytes = contained(&[("Workbook", &vec![7; 70_000])]);
        assert!(Ole::open(&bytes[..40_000]).is_err());
        let mut circle = bytes.clone();
        let fat = circle.len() - 3 * 512;
        // The last sector of the stream leads back to its first; the size says that there is more.
        circle[fat + 136 * 4..fat + 137 * 4].copy_from_slice(&0_u32.to_le_bytes());
        let directory = 512 + 137 * 512;
        circle[directory + ENTRY + 120..directory + ENTRY + 124].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(Ole::open(&circle).unwrap().stream("Workbook"), Err(refusal::BROKEN));
        let mut circle = bytes;
        circle[68..72].copy_from_slice(&0_u32.to_le_bytes());
        circle[512 + 508..1024].copy_from_slice(&0_u32.to_le_bytes());
        assert!(Ole::open(&circle).is_err());
    }
}
