//! The records of .xls and the strings in them.

use super::ole::u16_at;
use super::{Refused, refusal};
use encoding_rs::Encoding;

/// More than 10 MB of cells have; sheets that overlap could have any number.
const MOST_RECORDS: u32 = 4_000_000;
const CONTINUE: u16 = 0x3c;

/// One record and what continues it.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
    more: Vec<&'a [u8]>,
}

/// Walks through the records of a stream; the limit counts for all walks.
pub(super) struct Records<'a, 'c> {
    rest: &'a [u8],
    count: &'c mut u32,
}

impl<'a, 'c> Records<'a, 'c> {
    pub(super) fn new(stream: &'a [u8], start: usize, count: &'c mut u32) -> Result<Self, Refused> {
        Ok(Self { rest: stream.get(start..).ok_or(refusal::BROKEN)?, count })
    }

    /// The next record; a stream may end without the record that says so.
    pub(super) fn next(&mut self) -> Result<Option<Record<'a>>, Refused> {
        let Some((kind, data)) = self.take()? else { return Ok(None) };
        let mut more = Vec::new();
        while u16_at(self.rest, 0) == Some(CONTINUE) {
            more.extend(self.take()?.map(|(_, data)| data));
        }
        Ok(Some(Record { kind, data, more }))
    }

    fn take(&mut self) -> Result<Option<(u16, &'a [u8])>, Refused> {
        let (Some(kind), Some(size)) = (u16_at(self.rest, 0), u16_at(self.rest, 2)) else { return Ok(None) };
        *self.count += 1;
        let end = 4 + usize::from(size);
        if *self.count > MOST_RECORDS {
            return Err(refusal::BROKEN);
        }
        let data = self.rest.get(4..end).ok_or(refusal::BROKEN)?;
        self.rest = self.rest.get(end..).unwrap_or_default();
        Ok(Some((kind, data)))
    }
}

impl<'a> Record<'a> {
    /// Reads from the middle of the record on, over its continuations.
    pub(super) fn reader(&self, from: usize) -> Reader<'a> {
        Reader { now: self.data.get(from..).unwrap_or_default(), more: self.more.clone().into_iter() }
    }
}

/// How strings are written.
#[derive(Clone, Copy)]
pub(super) enum Script {
    /// Since Excel 97: one or two bytes a letter, as a mark before each says.
    Unicode,
    /// Before that: as the machine wrote it.
    Bytes(&'static Encoding),
}

impl Script {
    pub(super) fn of_code_page(code: u16) -> &'static Encoding {
        match code {
            874 => encoding_rs::WINDOWS_874,
            932 => encoding_rs::SHIFT_JIS,
            936 => encoding_rs::GBK,
            949 => encoding_rs::EUC_KR,
            950 => encoding_rs::BIG5,
            1250 => encoding_rs::WINDOWS_1250,
            1251 => encoding_rs::WINDOWS_1251,
            1253 => encoding_rs::WINDOWS_1253,
            1254 => encoding_rs::WINDOWS_1254,
            1255 => encoding_rs::WINDOWS_1255,
            1256 => encoding_rs::WINDOWS_1256,
            1257 => encoding_rs::WINDOWS_1257,
            1258 => encoding_rs::WINDOWS_1258,
            10_000 | 32_768 => encoding_rs::MACINTOSH,
            _ => encoding_rs::WINDOWS_1252,
        }
    }
}

/// Reads numbers and strings; `None` if they end too early.
pub(super) struct Reader<'a> {
    now: &'a [u8],
    more: std::vec::IntoIter<&'a [u8]>,
}

impl Reader<'_> {
    pub(super) fn u8(&mut self) -> Option<u8> {
        loop {
            if let Some((&byte, rest)) = self.now.split_first() {
                self.now = rest;
                return Some(byte);
            }
            self.now = self.more.next()?;
        }
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        loop {
            let step = count.min(self.now.len());
            self.now = self.now.get(step..)?;
            count -= step;
            if count == 0 {
                return Some(());
            }
            self.now = self.more.next()?;
        }
    }

    /// A string after its length.
    pub(super) fn string(&mut self, length: u16, script: Script) -> Option<String> {
        let length = usize::from(length);
        match script {
            Script::Bytes(encoding) => {
                let bytes: Option<Vec<u8>> = (0..length).map(|_| self.u8()).collect();
                Some(encoding.decode_without_bom_handling(&bytes?).0.into_owned())
            }
            Script::Unicode => {
                // Some writers leave out the mark before nothing.
                let Some(mark) = self.u8() else { return (length == 0).then(String::new) };
                let runs = if mark & 8 == 0 { 0 } else { usize::from(self.u16()?) };
                let extra = if mark & 4 == 0 { 0 } else { usize::try_from(self.u32()?).ok()? };
                let text = self.letters(length, mark & 1 == 1)?;
                self.skip(runs * 4)?;
                self.skip(extra)?;
                Some(text)
            }
        }
    }

    fn letters(&mut self, mut length: usize, mut is_wide: bool) -> Option<String> {
        let mut units = Vec::with_capacity(length);
        loop {
            if is_wide {
                let (pairs, _) = self.now.as_chunks::<2>();
                let step = pairs.len().min(length);
                units.extend(pairs.iter().take(step).map(|&pair| u16::from_le_bytes(pair)));
                self.now = self.now.get(step * 2..)?;
                length -= step;
            } else {
                let step = self.now.len().min(length);
                units.extend(self.now.iter().take(step).map(|&byte| u16::from(byte)));
                self.now = self.now.get(step..)?;
                length -= step;
            }
            if length == 0 {
                return Some(String::from_utf16_lossy(&units));
            }
            // The rest is in the next record, which says anew how wide its letters are.
            self.now = self.more.next()?;
            is_wide = self.u8()? & 1 == 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let size = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &size.to_le_bytes(), data].concat()
    }

    #[test]
    fn strings_go_on_in_the_next_record() {
        let stream = [
            record(0xfc, b"\x05\0\x08\x01\0Sr"),
            record(CONTINUE, b"\x01i\0 \0W\0\x99\x99\x99"),
            record(CONTINUE, b"\x99z"),
        ]
        .concat();
        let mut count = 0;
        let mut records = Records::new(&stream, 0, &mut count).unwrap();
        let found = records.next().unwrap().unwrap();
        let mut reader = found.reader(0);
        let length = reader.u16().unwrap();
        assert_eq!(reader.string(length, Script::Unicode).as_deref(), Some("Sri W"));
        assert_eq!((reader.u8(), reader.u8()), (Some(b'z'), None));
        assert!(records.next().unwrap().is_none());
        assert_eq!(count, 3);
    }

    #[test]
    fn old_strings_are_bytes() {
        let stream = record(0x204, b"caf\xe9");
        let mut count = 0;
        let found = Records::new(&stream, 0, &mut count).unwrap().next().unwrap().unwrap();
        let script = Script::Bytes(Script::of_code_page(1252));
        assert_eq!(found.reader(0).string(4, script).as_deref(), Some("café"));
        assert_eq!(found.reader(0).string(5, script), None);
    }

    #[test]
    fn what_is_cut_is_broken() {
        let mut count = 0;
        assert!(Records::new(b"\x03\x02\x0e\0abc", 0, &mut count).unwrap().next().is_err());
        assert!(Records::new(b"", 1, &mut count).is_err());
        count = MOST_RECORDS;
        assert!(Records::new(&record(1, b""), 0, &mut count).unwrap().next().is_err());
    }
}
