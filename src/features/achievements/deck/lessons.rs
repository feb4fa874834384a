//! Challenges, tips, the story and the plan.

use super::{
    Subject,
    maker::{Maker, headed, line},
};
use crate::documents::pptx::{Layout, Paragraph, Style, Table, text::paragraphs};

impl Maker<'_> {
    pub(super) fn challenges(&mut self) {
        let rows = self.achievement.challenges.iter();
        let rows = rows.map(|both| vec![lines(&both.challenge), lines(&both.solution)]).collect();
        let hints = ["Tulis satu tantangan", "Tulis bagaimana Anda mengatasinya"];
        self.rows("Tantangan dan solusi", &[("Tantangan", 1), ("Solusi", 1)], rows, &hints);
    }

    pub(super) fn tips(&mut self) {
        let told = self.achievement.tips.iter().map(|tip| Paragraph::new(Style::Item, line(tip)));
        let told = told.filter(|tip| !tip.text.is_empty()).collect();
        let tips = self.or_hint(
            told,
            Style::Item,
            &[
                "Tulis tiga sampai lima tips yang dapat langsung dicoba perpustakaan lain",
                "Satu tips satu baris",
            ],
        );
        let slide = self.slide(Layout::Content, "Tips untuk perpustakaan lain");
        self.flow(slide, 0, tips, false);
    }

    pub(super) fn story(&mut self) {
        let story = &self.achievement.story;
        let pictures = self.photos_of(Subject::Story, 1);
        let who = line(&story.who);
        let title = if who.is_empty() { "Cerita dampak".to_owned() } else { format!("Cerita dampak: {who}") };
        let mut before = headed("Sebelum", &story.before);
        before.extend(headed("Layanan yang dimanfaatkan", &story.service));
        let mut after = headed("Perubahan", &story.change);
        after.extend(headed("Penghasilan", &story.income));
        let said = line(&story.quotation);
        if !said.is_empty() {
            let said = said.trim_matches(['"', '“', '”']);
            after.push(Paragraph::new(Style::Quote, format!("“{said}”")));
        }
        if !pictures.is_empty() {
            let mut slide = self.slide(Layout::ContentPhoto, &title);
            slide.pictures = pictures;
            before.extend(after);
            self.flow(slide, 0, before, true);
            return;
        }
        if before.is_empty() && after.is_empty() && self.with_empty_parts {
            before = headed("Sebelum", "[Tulis keadaan sebelum memanfaatkan perpustakaan]");
            before.extend(headed("Layanan yang dimanfaatkan", "[Tulis layanan atau kegiatan yang diikuti]"));
            after = headed("Perubahan", "[Tulis apa yang berubah]");
            after.extend(headed("Penghasilan", "[Tulis bila ada dan boleh ditampilkan]"));
            after.push(Paragraph::new(Style::Quote, "[“Kutipan”, hanya dengan izin yang bersangkutan]"));
        }
        self.columns(&title, [before, after]);
    }

    pub(super) fn plan(&mut self) {
        let rows = self.achievement.plan.iter();
        let rows = rows.map(|plan| vec![lines(&plan.activity), lines(&plan.time), lines(&plan.partners)]);
        let columns = [("Rencana kegiatan", 5), ("Waktu", 2), ("Bersama", 3)];
        let hints = ["Tulis satu kegiatan", "Bulan dan tahun", "Mitra yang dilibatkan"];
        self.rows("Rencana ke depan", &columns, rows.collect(), &hints);
    }

    /// A table of rows that say something, or one with room to write.
    fn rows(&mut self, title: &str, columns: &[(&str, u16)], mut rows: Vec<Vec<String>>, hints: &[&str]) {
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        if rows.is_empty() {
            if !self.with_empty_parts {
                return;
            }
            rows.push(hints.iter().map(|hint| format!("[{hint}]")).collect());
            rows.resize(5, vec![String::new(); columns.len()]);
        }
        let (header, shares) = columns.iter().map(|(heading, share)| ((*heading).to_owned(), *share)).unzip();
        self.table(title, Table::new(header, shares, rows));
    }
}

/// The lines of a cell.
fn lines(text: &str) -> String {
    paragraphs(text, Style::Plain).into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n")
}
