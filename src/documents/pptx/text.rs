//! How many lines a text takes and where it is divided, reckoned from the widths of letters.

use super::{Emu, POINT, Paragraph, Room, Style};
use std::collections::VecDeque;

/// Widths of the letters from space to tilde in Carlito, which are those of Calibri, in thousandths of the font size.
const WIDTHS: [u16; 95] = [
    226, 326, 401, 498, 507, 715, 682, 221, 303, 303, 498, 498, 250, 306, 252, 386, 507, 507, 507, 507, 507,
    507, 507, 507, 507, 507, 268, 268, 498, 498, 498, 463, 894, 579, 544, 533, 615, 488, 459, 631, 623, 252,
    319, 520, 420, 855, 646, 662, 517, 673, 543, 459, 487, 642, 567, 890, 519, 487, 468, 307, 386, 307, 498,
    498, 291, 479, 525, 423, 525, 498, 305, 471, 525, 229, 239, 455, 229, 799, 525, 527, 525, 525, 349, 391,
    335, 525, 452, 715, 433, 453, 395, 314, 460, 314, 498,
];
/// Widths are reckoned so much larger, in percent: bold letters are, and programs round differently.
const MARGIN: i64 = 105;
/// A line is so much higher than the size of its font, in percent.
const LINE: i64 = 122;
/// What stands before a paragraph at most, in EMU.
const BEFORE: Emu = 10 * POINT;
/// What bullets take of the width.
const INDENT: Emu = 20 * POINT;
/// Sizes of titles, from which the first that fits is taken, in hundredths of a point.
const SIZES: [i64; 10] = [4_400, 4_000, 3_600, 3_200, 3_000, 2_800, 2_600, 2_400, 2_200, 2_000];

/// The width of a text on one line in EMU; `size` in hundredths of a point.
pub fn width(text: &str, size: i64) -> Emu {
    text.chars().map(letter).sum::<i64>() * size * 127 * MARGIN / 100_000
}

/// In thousandths of the font size. Letters with marks are no wider than `W`; Chinese, Japanese and Korean ones and signs of
/// pictures take a square and a little more.
fn letter(c: char) -> i64 {
    let plain = usize::try_from(u32::from(c)).ok().and_then(|c| WIDTHS.get(c.checked_sub(32)?));
    match (plain, u32::from(c)) {
        (Some(width), _) => i64::from(*width),
        (
            None,
            0..0xa0 | 0x300..=0x36f | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f,
        ) => 0,
        (None, 0xa0..0x250) => 700,
        (None, 0x250..0x1100) => 900,
        (None, _) => 1_300,
    }
}

/// The lines of a text, each with the space at its end: broken between words, and within a word only where that is longer
/// than a line. Together they are the text.
pub fn lines(text: &str, size: i64, room: Emu) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut start, mut word, mut used) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        let wide = letter(c) * size * 127 * MARGIN / 100_000;
        if c == ' ' {
            word = at + 1;
        } else if used + wide > room && at > start {
            let end = if word > start { word } else { at };
            lines.push(text.get(start..end).unwrap_or_default());
            start = end;
            used = width(text.get(start..at).unwrap_or_default(), size);
        }
        used += wide;
    }
    lines.push(text.get(start..).unwrap_or_default());
    lines
}

/// The height of lines in EMU.
pub const fn height(lines: Emu, size: i64) -> Emu {
    lines * size * 127 * LINE / 100
}

/// A title for at most two lines: the text, cut if nothing else helps, and its size where that is smaller than the usual.
pub fn title(text: &str, room: &Room) -> (String, Option<i64>) {
    let [usual, _] = room.sizes;
    let fits = |text: &str, size: i64| {
        let lines = Emu::try_from(lines(text, size, room.text.0).len()).unwrap_or(Emu::MAX);
        lines <= 2 && height(lines, size) <= room.text.1
    };
    let size = std::iter::once(usual).chain(SIZES.into_iter().filter(|size| *size < usual));
    let mut smallest = usual;
    for size in size {
        if fits(text, size) {
            return (text.to_owned(), (size < usual).then_some(size));
        }
        smallest = size;
    }
    let most = if height(2, smallest) <= room.text.1 { 2 } else { 1 };
    (clip(text, smallest, room.text.0, most), (smallest < usual).then_some(smallest))
}

/// The beginning of a text, with an ellipsis where it takes more lines.
pub fn clip(text: &str, size: i64, room: Emu, most: usize) -> String {
    let all = lines(text, size, room);
    if all.len() <= most {
        return text.to_owned();
    }
    let mut kept = all.get(..most).unwrap_or_default().concat();
    while lines(&format!("{kept}…"), size, room).len() > most && kept.pop().is_some() {}
    format!("{}…", kept.trim_end_matches([' ', ',', '.', ';', ':']))
}

/// Paragraphs without those that say nothing; lines of their own become paragraphs.
pub fn paragraphs(text: &str, style: Style) -> Vec<Paragraph> {
    let tidy = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let breaks = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    let all = text.split(breaks).map(tidy).filter(|line| !line.is_empty());
    all.map(|text| Paragraph::new(style, text)).collect()
}

fn size_of(paragraph: &Paragraph, room: &Room) -> i64 {
    let [first, second] = room.sizes;
    if paragraph.style == Style::Second { second } else { first }
}

/// What text has of the width of the room.
fn width_for(paragraph: &Paragraph, room: &Room) -> Emu {
    let indent = if matches!(paragraph.style, Style::Item | Style::Second) { INDENT } else { 0 };
    (room.text.0 - indent).max(1)
}

fn count(paragraph: &Paragraph, room: &Room) -> Emu {
    let whole = paragraph.whole();
    let all = lines(&whole, size_of(paragraph, room), width_for(paragraph, room));
    Emu::try_from(all.len()).unwrap_or(Emu::MAX)
}

/// The height that paragraphs take, in EMU.
pub fn height_of(paragraphs: &[Paragraph], room: &Room) -> Emu {
    paragraphs.iter().map(|p| height(count(p, room), size_of(p, room)) + BEFORE).sum()
}

/// Paragraphs by slides: as few as needed, and about as full as each other.
pub fn pages(paragraphs: &[Paragraph], room: &Room) -> Vec<Vec<Paragraph>> {
    let mut best = divide(paragraphs, room, room.text.1);
    if best.len() > 1 {
        for tenths in (4..10).rev() {
            let even = divide(paragraphs, room, room.text.1 * tenths / 10);
            if even.len() > best.len() {
                break;
            }
            best = even;
        }
    }
    best
}

/// What fits into a room of the beginning of these paragraphs, and the rest.
pub fn first_page(paragraphs: Vec<Paragraph>, room: &Room) -> (Vec<Paragraph>, Vec<Paragraph>) {
    let mut rest = paragraphs.into();
    let page = take(&mut rest, room, room.text.1);
    (page, rest.into())
}

fn divide(paragraphs: &[Paragraph], room: &Room, most: Emu) -> Vec<Vec<Paragraph>> {
    let mut pages = Vec::new();
    let mut rest = paragraphs.to_vec().into();
    loop {
        let page = take(&mut rest, room, most);
        if page.is_empty() {
            return pages;
        }
        pages.push(page);
    }
}

/// The next page; it has something on it as long as something is left, however small the room is.
fn take(rest: &mut VecDeque<Paragraph>, room: &Room, mut left: Emu) -> Vec<Paragraph> {
    let mut page: Vec<Paragraph> = Vec::new();
    while let Some(paragraph) = rest.pop_front() {
        let size = size_of(&paragraph, room);
        let needed_lines = count(&paragraph, room);
        let needed = height(needed_lines, size) + BEFORE;
        let is_heading = paragraph.style == Style::Heading;
        // A heading stays with the first lines below it.
        let below = if is_heading && !rest.is_empty() { height(2, size) + BEFORE } else { 0 };
        if needed + below <= left || is_heading && page.is_empty() {
            left -= needed;
            page.push(paragraph);
            continue;
        }
        let fitting = (left - BEFORE) / height(1, size);
        // What is short, or would leave a line alone, goes on as a whole.
        let is_worth = needed_lines > 6 && fitting >= 3 && needed_lines - fitting >= 2;
        let is_forced = page.iter().all(|above| above.style == Style::Heading);
        if !is_heading && (is_forced || is_worth) {
            let (head, tail) = cut(paragraph, room, usize::try_from(fitting).unwrap_or(0).max(1));
            page.push(head);
            if let Some(tail) = tail {
                rest.push_front(tail);
            }
        } else {
            rest.push_front(paragraph);
        }
        break;
    }
    page
}

/// The first lines of a paragraph and the rest: after a sentence if one ends in the second half, else after a word.
fn cut(mut paragraph: Paragraph, room: &Room, most: usize) -> (Paragraph, Option<Paragraph>) {
    let (size, width) = (size_of(&paragraph, room), width_for(&paragraph, room));
    let whole = paragraph.whole();
    let lead = whole.len() - paragraph.text.len();
    let broken = lines(&whole, size, width);
    let end: usize = broken.iter().take(most).map(|line| line.len()).sum();
    let head = whole.get(..end).unwrap_or_default();
    let after_sentence = [". ", "! ", "? ", "; "].iter().filter_map(|stop| head.rfind(stop)).max();
    let end = after_sentence.map(|at| at + 2).filter(|at| *at > end / 2).unwrap_or(end);
    let Some(at) = end.checked_sub(lead).filter(|at| *at > 0) else { return (paragraph, None) };
    let tail = paragraph.text.split_off(at.min(paragraph.text.len()));
    paragraph.text.truncate(paragraph.text.trim_end().len());
    let style = if paragraph.style == Style::Item { Style::Plain } else { paragraph.style };
    let tail = tail.trim_start().to_owned();
    (paragraph, (!tail.is_empty()).then(|| Paragraph::new(style, tail)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::pptx::Rect;

    fn room(width: Emu, height: Emu) -> Room {
        Room {
            rect: Rect::default(),
            is_moved: false,
            sizes: [2_000, 1_800],
            text: (width * POINT, height * POINT),
        }
    }

    #[test]
    fn lines_break_between_words_and_lose_nothing() {
        let text = "Perpustakaan desa melatih warga membuat keripik pisang dan memasarkannya.";
        let broken = lines(text, 2_000, 200 * POINT);
        assert!(broken.len() > 2 && broken.iter().all(|line| width(line.trim_end(), 2_000) <= 200 * POINT));
        assert_eq!(broken.concat(), text);
        let word = "a".repeat(500);
        let broken = lines(&word, 2_000, 200 * POINT);
        assert!(broken.len() > 20 && broken.concat() == word);
        assert_eq!(lines("", 2_000, 100), [""]);
        assert_eq!(lines("😀", 2_000, 1), ["😀"]);
    }

    #[test]
    fn titles_shrink_to_two_lines_and_are_cut_only_then() {
        let wide = room(880, 90);
        assert_eq!(title("Tips", &wide), ("Tips".to_owned(), None));
        let large = Room { sizes: [3_200, 1_800], ..wide };
        let name = "Perpustakaan Umum ".repeat(8);
        let (text, size) = title(name.trim(), &large);
        assert!(text == name.trim() && size.is_some_and(|size| (2_000..3_200).contains(&size)));
        let (text, size) = title(&"W".repeat(400), &large);
        assert!(text.ends_with('…') && size == Some(2_000));
        assert!(lines(&text, 2_000, large.text.0).len() <= 2);
    }

    #[test]
    fn long_text_goes_on_over_slides_that_are_about_as_full() {
        let room = room(500, 200);
        let text = "Warga datang setiap minggu untuk belajar bersama. ".repeat(60);
        let divided = pages(&paragraphs(&text, Style::Plain), &room);
        assert!(divided.len() > 3);
        for page in &divided {
            assert!(height_of(page, &room) <= room.text.1);
            assert!(page.iter().all(|paragraph| paragraph.text.ends_with('.')));
        }
        let words = divided.iter().flatten().flat_map(|paragraph| paragraph.text.split(' ')).count();
        assert_eq!(words, text.split_whitespace().count());
        let fill: Vec<Emu> = divided.iter().map(|page| height_of(page, &room)).collect();
        assert!(fill.last() > Some(&(fill[0] / 3)), "{fill:?}");
    }

    #[test]
    fn headings_stay_with_what_they_head() {
        let room = room(500, 120);
        let mut all = paragraphs("satu\ndua\ntiga", Style::Item);
        all.push(Paragraph::new(Style::Heading, "Judul"));
        all.extend(paragraphs("empat", Style::Item));
        let divided = pages(&all, &room);
        assert!(divided.len() > 1);
        assert!(divided.iter().all(|page| page.last().unwrap().style != Style::Heading));
    }
}
