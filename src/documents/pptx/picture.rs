//! JPEG pictures (ITU-T T.81): only what is one gets into a presentation, with the size that it says itself.

/// A JPEG picture and what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture<'a> {
    pub(super) jpeg: &'a [u8],
    /// Width and height in pixels.
    pub(super) size: (u32, u32),
    /// For those who cannot see it.
    pub(super) description: &'a str,
}

impl<'a> Picture<'a> {
    /// The picture, if these bytes are a JPEG with a size.
    pub fn new(jpeg: &'a [u8], description: &'a str) -> Option<Self> {
        Some(Self { jpeg, size: size(jpeg)?, description })
    }
}

/// Width and height, from the header of the frame.
fn size(jpeg: &[u8]) -> Option<(u32, u32)> {
    let mut rest = jpeg.strip_prefix(b"\xff\xd8")?;
    loop {
        // Markers may have any number of fill bytes before them (B.1.1.2).
        rest = rest.strip_prefix(b"\xff")?;
        let (&marker, after) = rest.split_first()?;
        if marker == 0xff {
            continue;
        }
        let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
        let segment = after.get(2..length)?;
        // SOF0 to SOF15, but for tables and the like (table B.1): precision, height, width.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let side = |at: usize| Some(u32::from(u16::from_be_bytes(*segment.get(at..)?.first_chunk()?)));
            return Some((side(3)?, side(1)?)).filter(|(width, height)| *width > 0 && *height > 0);
        }
        // Pictures begin before the end and after the header of the frame.
        if matches!(marker, 0xd8..=0xda | 0x00) {
            return None;
        }
        rest = after.get(length..)?;
    }
}

/// The smallest JPEG that a program shows as a picture of that size: all of one grey.
#[cfg(test)]
pub(crate) fn grey(width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
    jpeg.extend([1; 64]);
    let ([h1, h0], [w1, w0]) = (height.to_be_bytes(), width.to_be_bytes());
    jpeg.extend([0xff, 0xc0, 0, 11, 8, h1, h0, w1, w0, 1, 1, 0x11, 0]);
    for table in [0x00, 0x10] {
        jpeg.extend([0xff, 0xc4, 0, 20, table, 1]);
        jpeg.extend([0; 15]);
        jpeg.push(0);
    }
    jpeg.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    // Each block is two bits: no difference, end of block.
    let blocks = usize::from(width.div_ceil(8)) * usize::from(height.div_ceil(8));
    jpeg.extend(std::iter::repeat_n(0, blocks.div_ceil(4)));
    jpeg.extend([0xff, 0xd9]);
    jpeg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_jpeg_with_a_size_is_a_picture() {
        let jpeg = grey(640, 480);
        assert_eq!(Picture::new(&jpeg, "").unwrap().size, (640, 480));
        for end in 0..160 {
            assert_eq!(Picture::new(&jpeg[..end], "").is_some(), end >= 84, "{end}");
        }
        let empty = grey(0, 480);
        for wrong in [&b""[..], b"\x89PNG", b"<svg/>", b"\xff\xd8\xff\xd9", &empty, b"\xff\xd8\xff\xc0\0\0"] {
            assert_eq!(Picture::new(wrong, ""), None);
        }
    }
}
