//! Visits, strategies, and who and what supports the library.

use super::{
    Budget, STRATEGIES, Strategy, Subject, VisitCount,
    maker::{Maker, continued, figure, joined, line, number},
};
use crate::documents::pptx::{
    Chart, Layout, Paragraph, Style,
    text::{clip, paragraphs},
};

/// So many groups of bars can be told apart from the last row.
const MOST_GROUPS: usize = 4;
/// Names below bars are no longer than two lines of 18 points.
const GROUP_WIDTH: i64 = 130 * crate::documents::pptx::POINT;

impl Maker<'_> {
    pub(super) fn visits(&mut self) {
        let visits = &self.achievement.visits;
        let is_counted = |count: &&VisitCount| count.before.is_some() || count.after.is_some();
        let counts: Vec<&VisitCount> = visits.counts.iter().filter(is_counted).collect();
        let mut title = "Kunjungan sebelum dan sesudah menjadi mitra".to_owned();
        if counts.is_empty() && self.with_empty_parts {
            let example =
                VisitCount { what: "Kunjungan per bulan".to_owned(), before: Some(100), after: Some(150) };
            let mut slide = self.slide(Layout::Chart, &title);
            slide.chart = Some(chart(&[&example], "", ""));
            let hint =
                "[Angka contoh. Klik kanan grafik, pilih Edit Data, lalu tulis angka perpustakaan Anda]";
            slide.texts = vec![vec![Paragraph::new(Style::Second, hint)]];
            self.slides.push(slide);
        }
        for (at, group) in counts.chunks(MOST_GROUPS).enumerate() {
            let mut slide = self.slide(Layout::Chart, &title);
            slide.chart = Some(chart(group, &visits.before, &visits.after));
            slide.texts = if at == 0 { vec![growth(&counts)] } else { Vec::new() };
            self.slides.push(slide);
            title = continued(&title);
        }
    }

    pub(super) fn strategy(&mut self, number: usize, strategy: &Strategy) {
        let title = STRATEGIES.get(number).copied().unwrap_or_default();
        let figures = [
            (strategy.activities, "kegiatan"),
            (strategy.participants, "peserta"),
            (strategy.topics, "topik dan keterampilan"),
        ];
        let mut texts: Vec<Vec<Paragraph>> = figures
            .into_iter()
            .filter_map(|(count, label)| {
                let shown = match count {
                    Some(count) => figure(count),
                    None if self.with_empty_parts => "[0]".to_owned(),
                    None => return None,
                };
                Some(vec![Paragraph::new(Style::Item, shown), Paragraph::new(Style::Second, label)])
            })
            .collect();
        let text = self.or_hint(
            paragraphs(&strategy.text, Style::Item),
            Style::Item,
            &["Tulis apa yang dilakukan, satu kegiatan satu baris", "Tulis hasilnya bagi warga"],
        );
        let has_figures = !texts.is_empty();
        let pictures = self.photos_of(Subject::Strategy(number), if has_figures { 2 } else { 1 });
        let is_told = has_figures || !pictures.is_empty();
        // Without figures their place would be a hole.
        let (layout, at) = match (has_figures, pictures.is_empty()) {
            (true, _) => (Layout::Strategy, 3),
            (false, false) => (Layout::ContentPhoto, 0),
            (false, true) => (Layout::Content, 0),
        };
        texts.resize(at, Vec::new());
        let mut slide = self.slide(layout, title);
        slide.texts = texts;
        slide.picture_prompts = if self.with_empty_parts { 2 - pictures.len() } else { 0 };
        slide.pictures = pictures;
        self.flow(slide, at, text, is_told);
    }

    pub(super) fn support(&mut self) {
        let support = &self.achievement.support;
        let partners = support.partners.iter().map(|partner| {
            let name = joined(&[&partner.name, &bracketed(&partner.agreement)], " ");
            Paragraph::new(Style::Item, joined(&[&name, &partner.contribution], ": "))
        });
        let partners =
            self.or_hint(told(partners), Style::Item, &["Nama mitra (MoU dan tahun): dukungannya"]);
        let regulations = support.regulations.iter().map(|text| Paragraph::new(Style::Item, line(text)));
        let regulations = self.or_hint(told(regulations), Style::Item, &["Nomor, tahun, dan isi peraturan"]);
        let budgets = support.budgets.iter().map(|budget| Paragraph::new(Style::Item, budget_line(budget)));
        let budgets = self.or_hint(told(budgets), Style::Item, &["Sumber dana dan tahun: jumlahnya"]);
        let mut right = under("Regulasi", regulations);
        right.extend(under("Anggaran", budgets));
        self.columns("Mitra, regulasi, dan anggaran", [under("Mitra", partners), right]);
    }
}

fn chart(counts: &[&VisitCount], before: &str, after: &str) -> Chart {
    let name = |word: &str, period: &str| joined(&[word, &bracketed(period)], " ");
    let what = |count: &&VisitCount| {
        let what = line(&count.what);
        clip(if what.is_empty() { "Kunjungan" } else { &what }, 1_800, GROUP_WIDTH, 2)
    };
    Chart {
        categories: counts.iter().map(what).collect(),
        series: vec![
            (name("Sebelum", before), counts.iter().map(|count| count.before).collect()),
            (name("Sesudah", after), counts.iter().map(|count| count.after).collect()),
        ],
        title: "Kunjungan".to_owned(),
    }
}

/// How much more or less it is in all, where everything was counted twice.
fn growth(counts: &[&VisitCount]) -> Vec<Paragraph> {
    let sum = |of: fn(&VisitCount) -> Option<u32>| {
        counts.iter().map(|count| of(count).map(u64::from)).sum::<Option<u64>>()
    };
    let (Some(before), Some(after)) = (sum(|count| count.before), sum(|count| count.after)) else {
        return Vec::new();
    };
    if before == 0 {
        return Vec::new();
    }
    let percent = after.abs_diff(before) * 100 / before;
    // Beyond this nobody can imagine anything, and it would not fit.
    if percent > 9_999 {
        return Vec::new();
    }
    let (sign, words) = if after >= before { ("+", "lebih banyak") } else { ("−", "lebih sedikit") };
    let counted = format!("dari {} menjadi {}", number(before), number(after));
    vec![
        Paragraph::new(Style::Item, format!("{sign}{}%", number(percent))),
        Paragraph::new(Style::Second, format!("{words} daripada sebelumnya, {counted}")),
    ]
}

fn budget_line(budget: &Budget) -> String {
    let year = budget.year.map_or_else(String::new, |year| year.to_string());
    let amount = budget.rupiah.map_or_else(String::new, |rupiah| format!("Rp{}", number(rupiah)));
    joined(&[&joined(&[&budget.source, &year], " "), &amount], ": ")
}

fn bracketed(text: &str) -> String {
    let text = line(text);
    if text.is_empty() { text } else { format!("({text})") }
}

fn told(paragraphs: impl Iterator<Item = Paragraph>) -> Vec<Paragraph> {
    paragraphs.filter(|paragraph| !paragraph.text.is_empty()).collect()
}

fn under(heading: &str, text: Vec<Paragraph>) -> Vec<Paragraph> {
    let heading = (!text.is_empty()).then(|| Paragraph::new(Style::Heading, heading));
    heading.into_iter().chain(text).collect()
}
