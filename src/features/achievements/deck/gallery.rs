//! The photos that stand nowhere else.

use super::maker::{Maker, continued, line};
use crate::documents::pptx::{Kind, Layout, Paragraph, Slide, Style, With, text::clip};

/// How many the layout has room for.
const ON_A_SLIDE: usize = 6;

impl Maker<'_> {
    pub(super) fn gallery(&mut self) {
        let mut title = "Galeri foto".to_owned();
        let photos = self.other_photos();
        if photos.is_empty() && self.with_empty_parts {
            let caption = vec![Paragraph::new(Style::Item, "[Keterangan foto]")];
            let texts = vec![caption; ON_A_SLIDE];
            let slide = Slide { texts, picture_prompts: ON_A_SLIDE, ..self.slide(Layout::Photos, &title) };
            self.slides.push(slide);
        }
        let slides = photos.len().div_ceil(ON_A_SLIDE).max(1);
        // Seven photos are four and three rather than six and one.
        for some in photos.chunks(photos.len().div_ceil(slides).max(1)) {
            let mut slide = self.slide(Layout::Photos, &title);
            for (at, (photo, picture)) in some.iter().enumerate() {
                let with = With { texts: 0, pictures: some.len() };
                let room = self.base.room(Layout::Photos, Kind::Text, at, with);
                let caption = clip(&line(&photo.caption), room.sizes[0], room.text.0, 2);
                let caption = (!caption.is_empty()).then(|| Paragraph::new(Style::Item, caption));
                slide.texts.push(caption.into_iter().collect());
                slide.pictures.push(*picture);
            }
            self.slides.push(slide);
            title = continued(&title);
        }
    }
}
