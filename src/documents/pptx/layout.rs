//! Layouts of a base file: which placeholders they have, where those stand and how large their text is.

use super::{Emu, POINT, Refused, refusal, xml::Element};

/// The layouts that a base file must have, by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// "Sampul": title, two texts.
    Cover,
    /// "Judul dan isi": title, one text.
    Content,
    /// "Isi dan foto": title, one text, one picture.
    ContentPhoto,
    /// "Grafik": title, a chart, a text beside it.
    Chart,
    /// "Strategi": title, three figures, one text larger than those, two pictures.
    Strategy,
    /// "Dua kolom": title, two texts.
    TwoColumns,
    /// "Foto": title, six pictures, six captions.
    Photos,
    /// "Tabel": title, a table.
    Table,
    /// "Penutup": title, one text.
    Closing,
}

/// What a placeholder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The title of the slide.
    Title,
    /// Any other text.
    Text,
    /// A picture.
    Picture,
    /// A table.
    Table,
    /// A chart.
    Chart,
    /// The line at the foot.
    Footer,
    /// The number of the slide.
    Number,
}

impl Kind {
    /// As people call it.
    const fn name(self) -> &'static str {
        match self {
            Self::Title => "judul",
            Self::Text => "teks",
            Self::Picture => "gambar",
            Self::Table => "tabel",
            Self::Chart => "grafik",
            Self::Footer => "catatan kaki",
            Self::Number => "nomor",
        }
    }

    /// By the `type` of a placeholder (`ST_PlaceholderType`, ISO/IEC 29500-1, 19.7.10); none means any content.
    fn of(name: Option<&str>) -> Option<Self> {
        match name {
            Some("title" | "ctrTitle") => Some(Self::Title),
            None | Some("body" | "obj" | "subTitle") => Some(Self::Text),
            Some("pic") => Some(Self::Picture),
            Some("tbl") => Some(Self::Table),
            Some("chart") => Some(Self::Chart),
            Some("ftr") => Some(Self::Footer),
            Some("sldNum") => Some(Self::Number),
            Some(_) => None,
        }
    }
}

impl Layout {
    /// All of them, in the order of the standard base.
    pub const ALL: [Self; 9] = [
        Self::Cover,
        Self::Content,
        Self::ContentPhoto,
        Self::Chart,
        Self::Strategy,
        Self::TwoColumns,
        Self::Photos,
        Self::Table,
        Self::Closing,
    ];

    /// The name by which it is found, in any case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cover => "Sampul",
            Self::Content => "Judul dan isi",
            Self::ContentPhoto => "Isi dan foto",
            Self::Chart => "Grafik",
            Self::Strategy => "Strategi",
            Self::TwoColumns => "Dua kolom",
            Self::Photos => "Foto",
            Self::Table => "Tabel",
            Self::Closing => "Penutup",
        }
    }

    /// The fewest placeholders that it must have besides the title.
    const fn needs(self) -> &'static [(Kind, usize)] {
        match self {
            Self::Cover | Self::TwoColumns => &[(Kind::Text, 2)],
            Self::Content | Self::Closing => &[(Kind::Text, 1)],
            Self::ContentPhoto => &[(Kind::Text, 1), (Kind::Picture, 1)],
            Self::Chart => &[(Kind::Chart, 1), (Kind::Text, 1)],
            Self::Strategy => &[(Kind::Text, 4), (Kind::Picture, 2)],
            Self::Photos => &[(Kind::Picture, 6), (Kind::Text, 6)],
            Self::Table => &[(Kind::Table, 1)],
        }
    }
}

/// A rectangle on the slide, in EMU.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rect {
    /// From the left edge of the slide.
    pub x: Emu,
    /// From its top.
    pub y: Emu,
    /// Its width.
    pub width: Emu,
    /// Its height.
    pub height: Emu,
}

impl Rect {
    pub(super) const fn right(self) -> Emu {
        self.x + self.width
    }

    pub(super) const fn bottom(self) -> Emu {
        self.y + self.height
    }

    /// The smallest rectangle around all of these.
    pub(super) fn around(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().reduce(|one, other| {
            let (x, y) = (one.x.min(other.x), one.y.min(other.y));
            let (right, bottom) = (one.right().max(other.right()), one.bottom().max(other.bottom()));
            Self { x, y, width: right - x, height: bottom - y }
        })
    }

    /// Inside of what a slide can be: 56 inches (`ST_SlideSizeCoordinate`), and not turned inside out.
    fn is_sensible(self) -> bool {
        const MOST: Emu = 51_206_400;
        [self.x, self.y].iter().all(|at| (-MOST..=MOST).contains(at))
            && [self.width, self.height].iter().all(|size| (POINT..=MOST).contains(size))
    }
}

/// A placeholder of a layout.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) kind: Kind,
    /// As the layout writes them; the slide must say the same.
    pub(super) type_name: Option<String>,
    pub(super) index: Option<u32>,
    pub(super) rect: Rect,
    /// Of the first two levels, in hundredths of a point.
    pub(super) sizes: [i64; 2],
    /// Left and right together, and top and bottom together.
    pub(super) insets: (Emu, Emu),
}

/// A layout as the base file has it.
#[derive(Debug, Clone)]
pub(super) struct LayoutPart {
    pub(super) part: String,
    /// In the order of their indices, which stays when somebody brings one to the front.
    pub(super) slots: Vec<Slot>,
}

impl LayoutPart {
    pub(super) fn slots(&self, kind: Kind) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(move |slot| slot.kind == kind)
    }

    /// The placeholders of the layout, with what they take from the master.
    pub(super) fn read(layout: Layout, part: String, element: &Element, master: &Element) -> Self {
        let of_master = placeholders(master);
        let own = placeholders(element).into_iter();
        let mut slots: Vec<Slot> = own.filter_map(|shape| slot(shape, &of_master, master)).collect();
        let area = |slot: &Slot| slot.rect.width * slot.rect.height;
        let largest = slots.iter().filter(|slot| slot.kind == Kind::Text).map(area).max();
        // Beside figures the text is the largest, whatever index it was given.
        let is_last = |slot: &Slot| layout == Layout::Strategy && Some(area(slot)) == largest;
        slots.sort_by_key(|slot| (is_last(slot), slot.index));
        Self { part, slots }
    }

    /// What this layout lacks, as a phrase.
    pub(super) fn lacks(&self, layout: Layout) -> Option<String> {
        let lacking: Vec<String> = [(Kind::Title, 1)]
            .iter()
            .chain(layout.needs())
            .filter(|(kind, count)| self.slots(*kind).count() < *count)
            .map(|(kind, count)| format!("{count} tempat {}", kind.name()))
            .collect();
        (!lacking.is_empty())
            .then(|| format!("tata letak \"{}\" memerlukan {}", layout.name(), lacking.join(" dan ")))
    }
}

/// The name of a layout.
pub(super) fn name_of(layout: &Element) -> String {
    let name = layout.child("cSld").and_then(|slide| slide.attribute("name")).unwrap_or_default();
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn placeholders(part: &Element) -> Vec<&Element> {
    part.at(&["cSld", "spTree"])
        .into_iter()
        .flat_map(|tree| tree.all("sp"))
        .filter(|shape| placeholder(shape).is_some())
        .collect()
}

fn placeholder(shape: &Element) -> Option<&Element> {
    shape.at(&["nvSpPr", "nvPr", "ph"])
}

fn slot(shape: &Element, of_master: &[&Element], master: &Element) -> Option<Slot> {
    let mark = placeholder(shape)?;
    let kind = Kind::of(mark.attribute("type"))?;
    // A placeholder of the master lends what the layout does not say; those of content take it from its text.
    let lender_kind = match kind {
        Kind::Picture | Kind::Table | Kind::Chart => Kind::Text,
        kind => kind,
    };
    let lender = of_master
        .iter()
        .find(|other| {
            placeholder(other).is_some_and(|mark| Kind::of(mark.attribute("type")) == Some(lender_kind))
        })
        .copied();
    let chain = [Some(shape), lender];
    let rect = chain.into_iter().flatten().find_map(rect_of).filter(|rect| rect.is_sensible())?;
    let style = if kind == Kind::Title { "titleStyle" } else { "bodyStyle" };
    let lists = chain
        .into_iter()
        .flatten()
        .filter_map(|shape| shape.at(&["txBody", "lstStyle"]))
        .chain(master.at(&["txStyles", style]))
        .collect::<Vec<_>>();
    let size = |level: &str| {
        let said = lists.iter().find_map(|list| list.at(&[level, "defRPr"])?.number("sz"));
        said.unwrap_or(1_800).clamp(100, 40_000)
    };
    // What nothing says is a tenth of an inch at the sides and half of that above and below (CT_TextBodyProperties).
    let inset = |name: &str, other: Emu| {
        let mut bodies = chain.into_iter().flatten().filter_map(|shape| shape.at(&["txBody", "bodyPr"]));
        bodies.find_map(|body| body.number(name)).unwrap_or(other).clamp(0, 100 * POINT)
    };
    Some(Slot {
        kind,
        type_name: mark.attribute("type").map(str::to_owned),
        index: mark.attribute("idx").and_then(|index| index.parse().ok()),
        rect,
        sizes: [size("lvl1pPr"), size("lvl2pPr")],
        insets: (
            inset("lIns", 91_440) + inset("rIns", 91_440),
            inset("tIns", 45_720) + inset("bIns", 45_720),
        ),
    })
}

fn rect_of(shape: &Element) -> Option<Rect> {
    let transform = shape.at(&["spPr", "xfrm"])?;
    let (from, size) = (transform.child("off")?, transform.child("ext")?);
    Some(Rect {
        x: from.number("x")?,
        y: from.number("y")?,
        width: size.number("cx")?,
        height: size.number("cy")?,
    })
}

/// All layouts, or what is missing.
pub(super) fn complete(found: Vec<(Layout, LayoutPart)>) -> Result<Vec<(Layout, LayoutPart)>, Refused> {
    let lacking: Vec<String> = Layout::ALL
        .into_iter()
        .filter_map(|layout| match found.iter().find(|(other, _)| *other == layout) {
            Some((_, part)) => part.lacks(layout),
            None => Some(format!("tata letak \"{}\" tidak ada", layout.name())),
        })
        .collect();
    if lacking.is_empty() { Ok(found) } else { Err(refusal::missing(&lacking)) }
}
