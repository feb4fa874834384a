//! The rows as typed.

use serde::{Deserialize, Serialize};

use crate::{
    db::scope::ProvinceCode,
    features::registration::{
        libraries::{Named, SEVERAL, did_you_mean, named},
        people::{
            PersonKind, PersonPlan, Scene, TypedContact,
            model::{Category, TypedName, category_of_agency, usual_category},
        },
    },
    web::form::{Problem, Problems},
};

/// Rows on a fresh page, and how many more a press adds.
pub(super) const ROWS: usize = 10;
/// The most people that are saved at once; more come back as they were typed.
pub(super) const MOST_ROWS: usize = 500;

/// The page as typed: one list per column, all of the same length.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QuickForm {
    pub kind: String,
    pub province: String,
    pub full_name: Vec<String>,
    pub sex: Vec<String>,
    pub library: Vec<String>,
    pub category: Vec<String>,
    pub phone: Vec<String>,
    pub save_anyway: String,
    /// Which button was pressed: `more` adds rows, `stay` changes nothing, `clear-3` empties a row, else everything is
    /// saved.
    pub next: String,
}

/// One row as typed, with what is wrong in it.
#[derive(Clone, Debug, Default)]
pub(super) struct TypedRow {
    /// From 1.
    pub number: usize,
    pub full_name: String,
    pub sex: String,
    pub library: String,
    pub category: String,
    pub phone: String,
    pub problems: Vec<Problem>,
    /// People who may be the same, in sentences.
    pub twins: Vec<String>,
}

impl TypedRow {
    /// The sentence beside a field.
    pub fn problem(&self, field: &str) -> Option<&str> {
        self.problems.iter().find(|p| p.field == field).map(|p| p.sentence.as_str())
    }

    /// Empties the row, so that the list above and below stays as it is.
    pub fn clear(&mut self) {
        *self = Self { number: self.number, ..Self::default() };
    }

    /// A row in which nobody stands.
    pub fn is_blank(&self) -> bool {
        [&self.full_name, &self.library, &self.phone].iter().all(|field| field.trim().is_empty())
    }
}

/// What all rows have in common.
pub(super) struct Frame {
    pub kind: PersonKind,
    pub province: ProvinceCode,
}

impl QuickForm {
    /// The rows as typed, all of them, and `extra` blank ones as far as there may be more.
    pub fn rows(&self, extra: usize) -> Vec<TypedRow> {
        let at = |column: &[String], i: usize| column.get(i).cloned().unwrap_or_default();
        let typed = self.full_name.len();
        (0..typed.max((typed + extra).min(MOST_ROWS)))
            .map(|i| TypedRow {
                number: i + 1,
                full_name: at(&self.full_name, i),
                sex: at(&self.sex, i),
                library: at(&self.library, i),
                category: at(&self.category, i),
                phone: at(&self.phone, i),
                ..TypedRow::default()
            })
            .collect()
    }

    /// The row whose button to empty it was pressed.
    pub fn cleared(&self) -> Option<usize> {
        self.next.strip_prefix("clear-")?.parse().ok()
    }

    /// Kind and province, or a sentence.
    pub fn frame(&self, scene: &Scene) -> Result<Frame, &'static str> {
        let kind = PersonKind::from_code(&self.kind).ok_or("Pilih jenis dari daftar.")?;
        let province = if scene.chooses_province() && !self.province.is_empty() {
            let known = scene.provinces.iter().find(|p| p.code.as_str() == self.province);
            known.ok_or("Pilih provinsi dari daftar.")?.code.clone()
        } else {
            scene.own.clone()
        };
        Ok(Frame { kind, province })
    }
}

/// The rows as commands, each with its row's number; what is wrong is written into the rows.
pub(super) fn parse(rows: &mut [TypedRow], frame: &Frame, scene: &Scene) -> Vec<(usize, PersonPlan)> {
    let mut plans = Vec::new();
    let mut above = String::new();
    for row in rows.iter_mut().filter(|row| !row.is_blank()) {
        if row.library.trim().is_empty() {
            row.library.clone_from(&above);
        }
        above.clone_from(&row.library);
        match parse_row(row, frame, scene) {
            Ok(plan) => plans.push((row.number, plan)),
            Err(problems) => row.problems = problems,
        }
    }
    plans
}

fn parse_row(row: &TypedRow, frame: &Frame, scene: &Scene) -> Result<PersonPlan, Vec<Problem>> {
    let mut problems = Problems::new();
    let is_peserta = frame.kind == PersonKind::Peserta;
    let typed = problems.required("full_name", &row.full_name, "nama lengkap", 120);
    let name = TypedName::parse(&typed);
    let sex = match row.sex.trim() {
        known @ ("L" | "P") => known.to_owned(),
        "" if !is_peserta => String::new(),
        _ => {
            problems.add("sex", "Pilih L atau P.");
            String::new()
        }
    };
    let agency = problems.optional("library", &row.library, "nama perpustakaan", 200);
    let mut meant = None;
    let library = match named(&scene.libraries, &agency) {
        _ if frame.province != scene.own => None,
        Named::One(library) => Some(library),
        Named::Several => {
            problems.add("library", SEVERAL);
            None
        }
        Named::Nobody(closest) => {
            meant = closest;
            None
        }
    };
    if is_peserta && agency.is_empty() {
        problems.add("library", "Isi perpustakaan atau instansi.");
    }
    let category = if !is_peserta {
        None
    } else if row.category.trim().is_empty() {
        let usual = library.and_then(|library| usual_category(library.kind, library.is_champion));
        let told = if meant.is_none() { category_of_agency(&agency) } else { None };
        let category = usual.or(told);
        // A library that has to be mended first may bring the category along.
        if category.is_none() && problems.is_empty_for("library") {
            match meant {
                Some(library) => problems.add("library", did_you_mean(library)),
                None => problems
                    .add("category", "Perpustakaan ini tidak ada dalam daftar, jadi pilih kategorinya."),
            }
        }
        category
    } else {
        problems.choice("category", &row.category, "kategori", Category::from_code)
    };
    let contact = TypedContact { phone: &row.phone, email: "", nip: "" }.parse(&mut problems);
    let (title_prefix, title_suffix) = (fitting(name.prefix, 40), fitting(name.suffix, 80));
    problems.into_result(Some(PersonPlan {
        category,
        library: library.map(|library| library.id),
        agency_name: agency,
        title_prefix,
        title_suffix,
        sex,
        contact,
        ..PersonPlan::new(frame.province.clone(), frame.kind, name.name)
    }))
}

fn fitting(title: String, most: usize) -> String {
    if title.chars().count() > most { title.chars().take(most).collect() } else { title }
}
