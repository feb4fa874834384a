//! The form of an edition.

use serde::{Deserialize, Serialize};

use super::{
    model::{CATEGORIES, Category, EditionPlan, Goal, Level, reworded},
    sql::Edition,
};
use crate::{
    kernel::origin::Origin,
    web::form::{Problem, Problems},
};

/// An edition as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditionForm {
    pub year: String,
    pub level: String,
    pub name: String,
    pub meeting_label: String,
    pub trainer_label: String,
    pub regions_as_of: String,
    pub target_provinces: String,
    pub target_regencies: String,
    pub target_villages: String,
    pub wave_count: String,
    pub wave_min_provinces: String,
    pub wave_max_provinces: String,
    pub goals: String,
    pub province_office: String,
    pub regency_office: String,
    pub village_library: String,
    pub impact_beneficiary: String,
    pub champion_village: String,
    /// The usual share of an event's places of each category, in percent, in the order of [`CATEGORIES`].
    pub share: Vec<String>,
    /// The edition it is a copy of; empty when it is none.
    pub copied_from: String,
    pub version: String,
}

/// What an edition's form asks for.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub plan: EditionPlan,
    goals: Vec<String>,
    /// Code, label and share of each category.
    categories: Vec<(&'static str, String, i32)>,
}

impl Wanted {
    /// The goals, with what is known of those that were there.
    pub fn goals(&self, old: &[Goal]) -> Vec<Goal> {
        reworded(old, &self.goals)
    }

    /// The categories, with what no form asks for kept from those that were there.
    pub fn categories(&self, old: &[Category]) -> Vec<Category> {
        let plain = |category: &str| Category {
            category: category.to_owned(),
            label: String::new(),
            short_label: String::new(),
            quota_percent: 0,
            note: String::new(),
            origin: Origin::Real,
            source: String::new(),
        };
        self.categories
            .iter()
            .map(|(code, label, share)| {
                let kept = old.iter().find(|c| c.category == *code).cloned().unwrap_or_else(|| plain(code));
                Category { label: label.clone(), quota_percent: *share, ..kept }
            })
            .collect()
    }
}

impl EditionForm {
    /// The form of the first edition.
    pub fn blank(year: i32) -> Self {
        let mut form = Self {
            year: year.to_string(),
            level: Level::Province.code().into(),
            name: format!("PLM {year}"),
            meeting_label: "Peer Learning Meeting".into(),
            trainer_label: "Master Trainer".into(),
            regions_as_of: format!("{year}-01-01"),
            target_provinces: "38".into(),
            target_regencies: "0".into(),
            target_villages: "0".into(),
            wave_count: "5".into(),
            wave_min_provinces: "6".into(),
            wave_max_provinces: "8".into(),
            share: vec!["0".into(); CATEGORIES.len()],
            ..Self::default()
        };
        for (category, label) in CATEGORIES {
            form.set_label(category, label);
        }
        form
    }

    /// The form of an edition as it stands.
    pub fn of(edition: &Edition, goals: &[Goal], categories: &[Category]) -> Self {
        let share =
            |code: &str| categories.iter().find(|c| c.category == code).map_or(0, |c| c.quota_percent);
        let sentences: Vec<&str> = goals.iter().map(|goal| goal.sentence.as_str()).collect();
        let mut form = Self {
            year: edition.year.to_string(),
            level: edition.level.code().into(),
            name: edition.name.clone(),
            meeting_label: edition.meeting_label.clone(),
            trainer_label: edition.trainer_label.clone(),
            regions_as_of: edition.regions_as_of.to_string(),
            target_provinces: edition.target_provinces.to_string(),
            target_regencies: edition.target_regencies.to_string(),
            target_villages: edition.target_villages.to_string(),
            wave_count: edition.wave_count.to_string(),
            wave_min_provinces: edition.wave_min_provinces.to_string(),
            wave_max_provinces: edition.wave_max_provinces.to_string(),
            goals: sentences.join("\n"),
            share: CATEGORIES.iter().map(|(code, _)| share(code).to_string()).collect(),
            version: edition.version.to_string(),
            ..Self::default()
        };
        for category in categories {
            form.set_label(&category.category, &category.label);
        }
        form
    }

    /// The same as the beginning of the next year's edition.
    #[must_use]
    pub fn a_year_later(mut self, from: &Edition) -> Self {
        let (old, new) = (from.year.to_string(), (from.year + 1).to_string());
        self.year.clone_from(&new);
        self.name = self.name.replace(&old, &new);
        self.regions_as_of = format!("{new}-01-01");
        self.copied_from = from.id.to_string();
        self.version = String::new();
        self
    }

    fn label(&mut self, category: &str) -> Option<&mut String> {
        match category {
            "province_office" => Some(&mut self.province_office),
            "regency_office" => Some(&mut self.regency_office),
            "village_library" => Some(&mut self.village_library),
            "impact_beneficiary" => Some(&mut self.impact_beneficiary),
            "champion_village" => Some(&mut self.champion_village),
            _ => None,
        }
    }

    fn set_label(&mut self, category: &str, words: &str) {
        if let Some(label) = self.label(category) {
            words.clone_into(label);
        }
    }

    /// The command, or what is wrong.
    pub fn parse(&self) -> Result<Wanted, Vec<Problem>> {
        let mut problems = Problems::new();
        let year = problems.number("year", &self.year, "tahun", 2018, 2100);
        let level = problems.choice("level", &self.level, "tingkat", Level::from_code);
        let name = named(&mut problems, "name", &self.name, "nama edisi", 3, 120);
        let meeting_label =
            named(&mut problems, "meeting_label", &self.meeting_label, "sebutan pertemuan", 2, 80);
        let trainer_label =
            named(&mut problems, "trainer_label", &self.trainer_label, "sebutan pelatih", 2, 80);
        let regions_as_of = problems.date("regions_as_of", &self.regions_as_of, "tanggal acuan wilayah");
        let provinces =
            problems.number("target_provinces", &self.target_provinces, "target provinsi", 0, 100);
        let regencies =
            problems.number("target_regencies", &self.target_regencies, "target kabupaten/kota", 0, 1000);
        let villages = problems.number("target_villages", &self.target_villages, "target desa", 0, 100_000);
        let waves = problems.number("wave_count", &self.wave_count, "jumlah gelombang", 1, 20);
        let least = problems.number(
            "wave_min_provinces",
            &self.wave_min_provinces,
            "jumlah provinsi paling sedikit",
            1,
            60,
        );
        let most = problems.number(
            "wave_max_provinces",
            &self.wave_max_provinces,
            "jumlah provinsi paling banyak",
            1,
            60,
        );
        if let (Some(least), Some(most)) = (least, most)
            && most < least
        {
            problems.add(
                "wave_max_provinces",
                format!("Paling banyak tidak boleh kurang dari paling sedikit, {least}."),
            );
        }
        let goals = self.goals(&mut problems);
        let categories = self.categories(&mut problems);
        let plan = (|| {
            Some(EditionPlan {
                year: year?,
                level: level?,
                name,
                meeting_label,
                trainer_label,
                regions_as_of: regions_as_of?,
                target_provinces: provinces?,
                target_regencies: regencies?,
                target_villages: villages?,
                wave_count: waves?,
                wave_min_provinces: least?,
                wave_max_provinces: most?,
            })
        })();
        problems.into_result(plan.map(|plan| Wanted { plan, goals, categories }))
    }

    fn goals(&self, problems: &mut Problems) -> Vec<String> {
        let text = problems.lines("goals", &self.goals, "tujuan", 4000);
        let goals: Vec<String> =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect();
        if goals.len() > 9 {
            problems.add("goals", format!("Tulis paling banyak 9 tujuan, sekarang {}.", goals.len()));
        }
        if let Some(bad) = goals.iter().position(|goal| !(5..=400).contains(&goal.chars().count())) {
            problems.add("goals", format!("Tujuan nomor {} harus 5 sampai 400 huruf.", bad + 1));
        }
        goals
    }

    fn categories(&self, problems: &mut Problems) -> Vec<(&'static str, String, i32)> {
        let fields = [
            ("province_office", &self.province_office),
            ("regency_office", &self.regency_office),
            ("village_library", &self.village_library),
            ("impact_beneficiary", &self.impact_beneficiary),
            ("champion_village", &self.champion_village),
        ];
        let share =
            |n: usize| self.share.get(n).map(|raw| raw.trim()).filter(|raw| !raw.is_empty()).unwrap_or("0");
        let mut categories = Vec::new();
        for (n, (code, raw)) in fields.into_iter().enumerate() {
            let label = named(problems, code, raw, "sebutan kategori", 2, 80);
            let share = share(n).parse::<i32>().ok().filter(|share| (0..=100).contains(share));
            if share.is_none() && problems.is_empty_for("share") {
                problems.add("share", format!("Isi bagian kategori {} dengan angka 0 sampai 100.", n + 1));
            }
            categories.push((code, label, share.unwrap_or_default()));
        }
        let sum: i32 = categories.iter().map(|(_, _, share)| share).sum();
        if problems.is_empty_for("share") && sum != 0 && sum != 100 {
            problems.add("share", format!("Jumlah bagian semua kategori harus 100 atau 0, sekarang {sum}."));
        }
        categories
    }

    /// What the form's part about categories shows: field, label, number, share.
    pub(super) fn category_fields(&self) -> Vec<CategoryField> {
        (1..)
            .zip(CATEGORIES)
            .map(|(number, (code, usual))| CategoryField {
                number,
                code,
                usual,
                label: self.clone().label(code).map(|label| label.clone()).unwrap_or_default(),
                share: self.share.get(number - 1).cloned().unwrap_or_default(),
            })
            .collect()
    }
}

/// One category as the form shows it.
pub(super) struct CategoryField {
    /// From 1.
    pub number: usize,
    pub code: &'static str,
    pub usual: &'static str,
    pub label: String,
    pub share: String,
}

impl CategoryField {
    /// `Kategori 1: Dinas Perpustakaan Provinsi`.
    pub fn heading(&self) -> String {
        format!("Kategori {}: {}", self.number, self.usual)
    }
}

/// A name that must be filled in and have at least so many letters.
fn named(
    problems: &mut Problems,
    field: &'static str,
    raw: &str,
    label: &str,
    least: usize,
    most: usize,
) -> String {
    let text = problems.required(field, raw, label, most);
    if !text.is_empty() && text.chars().count() < least {
        problems.add(field, format!("Isi {label} paling sedikit {least} huruf."));
    }
    text
}
