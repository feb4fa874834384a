//! Cover, profile and closing.

use super::{
    Subject,
    maker::{Maker, joined, line},
};
use crate::documents::pptx::{
    Kind, Layout, Paragraph, Slide, Style, With,
    text::{clip, paragraphs},
};

impl Maker<'_> {
    pub(super) fn cover(&mut self) {
        let (library, event) = (&self.achievement.library, &self.achievement.event);
        let name = self.or_words(&library.name, "Nama perpustakaan");
        let province = prefixed("Provinsi ", &library.province);
        let year = event.year.map_or_else(String::new, |year| year.to_string());
        let has_year = event.year.is_none() || event.name.contains(&year);
        let named = if has_year { line(&event.name) } else { joined(&[&event.name, &year], " ") };
        let presenter = prefixed("Penyaji: ", &event.presenter);
        let texts = vec![
            self.clipped(
                0,
                &[self.or_words(&library.regency, "Kabupaten/kota"), self.or_words(&province, "Provinsi")],
            ),
            self.clipped(
                1,
                &[self.or_words(&named, "Acara dan tahun"), self.or_words(&presenter, "Penyaji")],
            ),
        ];
        let slide = Slide { texts, footer: String::new(), ..self.slide(Layout::Cover, &name) };
        self.slides.push(slide);
    }

    pub(super) fn profile(&mut self) {
        let profile = &self.achievement.profile;
        let since = profile.partner_since.map_or_else(String::new, |year| year.to_string());
        let pairs = [
            ("Jenis", line(&profile.kind), "perpustakaan desa, umum, atau lainnya"),
            ("Kode", line(&profile.code), "kode atau NPP perpustakaan"),
            ("Penanggung jawab", line(&profile.person_in_charge), "nama dan jabatan"),
            ("Mitra sejak", since, "tahun"),
        ];
        let pictures = self.photos_of(Subject::Library, 1);
        let is_told = !profile.about.trim().is_empty()
            || !pictures.is_empty()
            || pairs.iter().any(|(_, told, _)| !told.is_empty());
        let mut text = Vec::new();
        for (label, told, hint) in pairs {
            if !told.is_empty() {
                text.push(Paragraph::led(Style::Plain, label, told));
            } else if self.with_empty_parts {
                text.push(Paragraph::led(Style::Plain, label, format!("[{hint}]")));
            }
        }
        let about = paragraphs(&profile.about, Style::Plain);
        let hint = "Tulis dua atau tiga kalimat tentang perpustakaan dan warga yang dilayani";
        text.extend(self.or_hint(about, Style::Plain, &[hint]));
        let mut slide = self.slide(Layout::ContentPhoto, "Profil perpustakaan");
        slide.picture_prompts = usize::from(pictures.is_empty() && self.with_empty_parts);
        slide.pictures = pictures;
        self.flow(slide, 0, text, is_told);
    }

    pub(super) fn closing(&mut self) {
        let library = &self.achievement.library;
        let place = joined(&[&library.regency, &prefixed("Provinsi ", &library.province)], ", ");
        let texts = vec![self.clipped(0, &[self.or_words(&library.name, "Nama perpustakaan"), place])];
        let slide = Slide { texts, footer: String::new(), ..self.slide(Layout::Closing, "Terima kasih") };
        self.slides.push(slide);
    }

    /// Words on one line, or a hint of what they should be.
    fn or_words(&self, told: &str, hint: &str) -> String {
        let told = line(told);
        if told.is_empty() && self.with_empty_parts { format!("[{hint}]") } else { told }
    }

    /// Paragraphs of at most two lines each, for the dark slides.
    fn clipped(&self, at: usize, words: &[String]) -> Vec<Paragraph> {
        let room = self.base.room(Layout::Cover, Kind::Text, at, With { texts: 3, pictures: 0 });
        let words = words.iter().filter(|words| !words.is_empty());
        words.map(|words| Paragraph::new(Style::Item, clip(words, room.sizes[0], room.text.0, 2))).collect()
    }
}

fn prefixed(prefix: &str, text: &str) -> String {
    let text = line(text);
    if text.is_empty() || text.to_lowercase().starts_with(prefix.trim_end()) {
        text
    } else {
        format!("{prefix}{text}")
    }
}
