//! Slides that go on while there is more to say.

use super::{Achievement, MOST_PHOTOS, Photo, Subject};
use crate::documents::pptx::{
    Base, Kind, Layout, Paragraph, Picture, Slide, Style, Table, With,
    text::{first_page, pages, paragraphs},
};
use crate::kernel;

/// Makes the slides of one deck.
pub(super) struct Maker<'a> {
    pub(super) achievement: &'a Achievement,
    pub(super) base: &'a Base,
    pub(super) with_empty_parts: bool,
    pub(super) slides: Vec<Slide<'a>>,
    /// Those that are not shown yet.
    photos: Vec<(&'a Photo, Picture<'a>)>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(achievement: &'a Achievement, base: &'a Base, with_empty_parts: bool) -> Self {
        let photos = achievement.photos.iter().take(MOST_PHOTOS).filter_map(|photo| {
            let description = if photo.caption.is_empty() { "Foto kegiatan" } else { &photo.caption };
            Some((photo, Picture::new(&photo.jpeg, description)?))
        });
        Self { achievement, base, with_empty_parts, slides: Vec::new(), photos: photos.collect() }
    }

    /// Takes the first photos about something.
    pub(super) fn photos_of(&mut self, subject: Subject, most: usize) -> Vec<Picture<'a>> {
        let mut taken = Vec::new();
        self.photos.retain(|(photo, picture)| {
            let is_taken = photo.subject == subject && taken.len() < most;
            if is_taken {
                taken.push(*picture);
            }
            !is_taken
        });
        taken
    }

    /// Takes all that are left.
    pub(super) fn other_photos(&mut self) -> Vec<(&'a Photo, Picture<'a>)> {
        std::mem::take(&mut self.photos)
    }

    pub(super) fn slide(&self, layout: Layout, title: &str) -> Slide<'a> {
        Slide { footer: self.achievement.library.name.clone(), ..Slide::new(layout, title) }
    }

    /// A hint where nothing was told, if empty parts are wanted.
    pub(super) fn or_hint(&self, told: Vec<Paragraph>, style: Style, hints: &[&str]) -> Vec<Paragraph> {
        if !told.is_empty() || !self.with_empty_parts {
            return told;
        }
        hints.iter().map(|hint| Paragraph::new(style, format!("[{hint}]"))).collect()
    }

    /// Adds a slide whose text number `at` is this, and what does not fit on slides after it. `is_told` says that the slide
    /// is worth showing without the text.
    pub(super) fn flow(&mut self, mut slide: Slide<'a>, at: usize, text: Vec<Paragraph>, is_told: bool) {
        if text.is_empty() {
            if is_told {
                self.slides.push(slide);
            }
            return;
        }
        slide.texts.resize(slide.texts.len().max(at + 1), Vec::new());
        let with = With { texts: slide.with().texts | 1 << at, ..slide.with() };
        let room = self.base.room(slide.layout, Kind::Text, at, with);
        let title = slide.title.clone();
        let next = self.base.room(Layout::Content, Kind::Text, 0, With { texts: 1, pictures: 0 });
        let (page, rest) = if slide.layout == Layout::Content {
            let mut all = pages(&text, &next).into_iter();
            (all.next().unwrap_or_default(), all.collect())
        } else {
            let (page, rest) = first_page(text, &room);
            (page, pages(&rest, &next))
        };
        if let Some(place) = slide.texts.get_mut(at) {
            *place = page;
        }
        self.slides.push(slide);
        for page in rest {
            let mut slide = self.slide(Layout::Content, &continued(&title));
            slide.texts = vec![page];
            self.slides.push(slide);
        }
    }

    /// Adds slides with two columns; what goes on in one of them alone has the whole width.
    pub(super) fn columns(&mut self, title: &str, [mut left, mut right]: [Vec<Paragraph>; 2]) {
        let mut title = title.to_owned();
        let with = With { texts: 0b11, pictures: 0 };
        let [of_left, of_right] = [0, 1].map(|at| self.base.room(Layout::TwoColumns, Kind::Text, at, with));
        while !left.is_empty() && !right.is_empty() {
            let (first, second);
            (first, left) = first_page(left, &of_left);
            (second, right) = first_page(right, &of_right);
            let slide = Slide { texts: vec![first, second], ..self.slide(Layout::TwoColumns, &title) };
            self.slides.push(slide);
            title = continued(&title);
        }
        left.append(&mut right);
        let slide = self.slide(Layout::Content, &title);
        self.flow(slide, 0, left, false);
    }

    /// Adds slides with a table.
    pub(super) fn table(&mut self, title: &str, table: Table) {
        let room = self.base.room(Layout::Table, Kind::Table, 0, With::default());
        let mut title = title.to_owned();
        for table in table.pages(room.rect) {
            let slide = Slide { table: Some(table), ..self.slide(Layout::Table, &title) };
            self.slides.push(slide);
            title = continued(&title);
        }
    }
}

/// The title of a slide that goes on with another.
pub(super) fn continued(title: &str) -> String {
    const MARK: &str = " (lanjutan)";
    format!("{}{MARK}", title.strip_suffix(MARK).unwrap_or(title))
}

/// A heading with text below it, if there is text.
pub(super) fn headed(heading: &str, text: &str) -> Vec<Paragraph> {
    let text = paragraphs(text, Style::Plain);
    if text.is_empty() {
        return text;
    }
    std::iter::once(Paragraph::new(Style::Heading, heading)).chain(text).collect()
}

/// Text on one line.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// These texts on one line, without the empty ones.
pub(super) fn joined(texts: &[&str], between: &str) -> String {
    texts.iter().map(|text| line(text)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between)
}

/// `1.234`.
pub(super) fn number(n: u64) -> String {
    kernel::text::number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// `1.234`, and rounded down from a million on, so that a figure stays a figure.
pub(super) fn figure(n: u32) -> String {
    match n {
        0..1_000_000 => number(n.into()),
        1_000_000..10_000_000 => format!("{},{} juta", n / 1_000_000, n / 100_000 % 10),
        10_000_000..1_000_000_000 => format!("{} juta", n / 1_000_000),
        _ => format!("{} miliar", n / 1_000_000_000),
    }
}
