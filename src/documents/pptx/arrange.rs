//! Where things stand on a slide: where the layout puts them, unless others leave them their room.

use super::{
    Emu,
    base::With,
    layout::{Kind, LayoutPart, Rect, Slot},
};

/// Between pictures beside each other, in EMU.
const GAP: Emu = 16 * super::POINT;

/// The place of something on a slide, and the text that fits there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Room {
    /// Where it is.
    pub rect: Rect,
    /// The layout has it elsewhere.
    pub is_moved: bool,
    /// The sizes of the first two levels of text, in hundredths of a point.
    pub sizes: [i64; 2],
    /// What of the rectangle text can fill: width and height in EMU.
    pub text: (Emu, Emu),
}

impl Room {
    pub(super) fn of(layout: &LayoutPart, kind: Kind, number: usize, with: With) -> Self {
        let Some(slot) = layout.slots(kind).nth(number) else { return Self::default() };
        let rect = if kind == Kind::Title || kind == Kind::Footer || kind == Kind::Number {
            slot.rect
        } else {
            place(layout, slot, number, with)
        };
        let (across, along) = slot.insets;
        Self {
            rect,
            is_moved: rect != slot.rect,
            sizes: slot.sizes,
            text: ((rect.width - across).max(1), (rect.height - along).max(1)),
        }
    }
}

fn place(layout: &LayoutPart, slot: &Slot, number: usize, with: With) -> Rect {
    let pictures: Vec<Rect> = layout.slots(Kind::Picture).map(|slot| slot.rect).collect();
    let captions: Vec<Rect> = layout.slots(Kind::Text).map(|slot| slot.rect).collect();
    // Only a page of photos has as many texts as pictures.
    if pictures.len() >= 6 && captions.len() >= 6 {
        return on_photo_page(slot, number, with, &pictures, &captions);
    }
    if slot.kind == Kind::Picture && with.pictures == 1 && pictures.len() > 1 {
        let whole = Rect::around(pictures).unwrap_or(slot.rect);
        return widened(layout, whole, with);
    }
    widened(layout, slot.rect, with)
}

/// Those in use spread over the width that all together have.
fn widened(layout: &LayoutPart, rect: Rect, with: With) -> Rect {
    let content = |slot: &&Slot| matches!(slot.kind, Kind::Text | Kind::Picture | Kind::Table | Kind::Chart);
    let mut numbers = [0_usize; 2];
    let used = layout.slots.iter().filter(content).filter(|slot| {
        let number = match slot.kind {
            Kind::Text => numbers.first_mut(),
            _ => numbers.last_mut(),
        };
        let at = number.map_or(0, |number| std::mem::replace(number, *number + 1));
        with.uses(slot, at)
    });
    let (Some(used), Some(all)) = (
        Rect::around(used.map(|slot| slot.rect)),
        Rect::around(layout.slots.iter().filter(content).map(|slot| slot.rect)),
    ) else {
        return rect;
    };
    if used.width <= 0 || used.x == all.x && used.width == all.width {
        return rect;
    }
    let scaled = |at: Emu| all.x + (at - used.x) * all.width / used.width;
    let x = scaled(rect.x);
    Rect { x, width: scaled(rect.right()) - x, ..rect }
}

/// Photos with captions below them: few are large, and beyond four they stand where the layout has them.
fn on_photo_page(slot: &Slot, number: usize, with: With, pictures: &[Rect], captions: &[Rect]) -> Rect {
    let Some(area) = Rect::around(pictures.iter().take(6).chain(captions.iter().take(6)).copied()) else {
        return slot.rect;
    };
    let caption_height = captions.first().map_or(0, |caption| caption.height);
    let (columns, rows) = match with.pictures {
        0 | 1 => (1, 1),
        2 => (2, 1),
        3 => (3, 1),
        4 => (2, 2),
        _ => return slot.rect,
    };
    let number = Emu::try_from(number).unwrap_or(0);
    let (column, row) = (number % columns, number / columns % rows);
    let across = (area.width - GAP * (columns - 1)) / columns;
    let along = (area.height - GAP * (rows - 1)) / rows;
    let cell = Rect {
        x: area.x + column * (across + GAP),
        y: area.y + row * (along + GAP),
        width: across,
        height: along - caption_height,
    };
    if slot.kind == Kind::Text { Rect { y: cell.bottom(), height: caption_height, ..cell } } else { cell }
}

/// A picture in its place: the frame, and what is cut off at left, top, right and bottom in thousandths of a percent.
///
/// The frame is filled, but no more than a third of a picture is cut off: beyond that the frame becomes smaller, at the
/// left top of its room. Of what is cut off in height a third goes at the top, where the faces are.
pub(super) fn crop(room: Rect, (width, height): (u32, u32)) -> (Rect, [i64; 4]) {
    let (width, height) = (i64::from(width.max(1)), i64::from(height.max(1)));
    let mut frame = room;
    // Frame and picture have sides of at most 2^26 and 2^16: nothing here comes near 2^63.
    if room.width * height * 2 > room.height * width * 3 {
        frame.width = (room.height * width * 3 / (height * 2)).max(1);
    } else if room.height * width * 2 > room.width * height * 3 {
        frame.height = (room.width * height * 3 / (width * 2)).max(1);
    }
    let (across, along) = (frame.width * height, frame.height * width);
    let cut = if across > along {
        let cut = 100_000 - 100_000 * along / across;
        [0, cut / 3, 0, cut - cut / 3]
    } else {
        let cut = 100_000 - 100_000 * across / along;
        [cut / 2, 0, cut - cut / 2, 0]
    };
    (frame, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_proportions() {
        let room = Rect { x: 0, y: 0, width: 3_000, height: 2_000 };
        for size in [(4_000, 3_000), (3_000, 4_000), (1_600, 900), (500, 500), (100, 9_000), (9_000, 100)] {
            let (frame, [left, top, right, bottom]) = crop(room, size);
            let shown_width =
                f64::from(size.0) * (1.0 - f64::from(i32::try_from(left + right).unwrap()) / 1e5);
            let shown_height =
                f64::from(size.1) * (1.0 - f64::from(i32::try_from(top + bottom).unwrap()) / 1e5);
            let (width, height) = (i32::try_from(frame.width).unwrap(), i32::try_from(frame.height).unwrap());
            let distortion = shown_width / shown_height / (f64::from(width) / f64::from(height));
            assert!((0.95..1.05).contains(&distortion), "{size:?}: {distortion}");
            assert!(left + top + right + bottom <= 33_400 && top <= bottom, "{size:?}");
            assert!(frame.x >= 0 && frame.right() <= room.width && frame.bottom() <= room.height);
        }
        assert_eq!(crop(room, (300, 200)), (room, [0; 4]));
    }
}
