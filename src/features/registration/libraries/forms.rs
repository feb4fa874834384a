//! The library form, and what the list is filtered by.

use serde::{Deserialize, Serialize};

use super::{
    model::{FIRST_YEAR, LibraryKind, LibraryPlan, UNIT_WORDS},
    sql::Library,
};
use crate::{
    kernel::names,
    web::form::{Problem, Problems},
};

/// A library as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LibraryForm {
    pub kind: String,
    pub name: String,
    pub also_known_as: String,
    pub agency_name: String,
    pub region_query: String,
    pub region_code: String,
    pub unit_word: String,
    pub partner_since: String,
    pub cohorts: String,
    pub is_champion: String,
    pub bimtek_completed: String,
    pub pic_name: String,
    pub pic_phone: String,
    pub sim_code: String,
    pub note: String,
    pub version: String,
    /// Which button was pressed: `search` looks regions up and saves nothing.
    #[serde(skip_serializing)]
    pub next: String,
}

fn tick(ticked: bool) -> String {
    if ticked { "ya".into() } else { String::new() }
}

impl LibraryForm {
    /// The form of a library that does not exist yet.
    pub fn blank() -> Self {
        Self { kind: LibraryKind::VillageLibrary.code().into(), ..Self::default() }
    }

    /// The form of a library as it stands.
    pub(super) fn of(library: &Library) -> Self {
        Self {
            kind: library.kind.code().into(),
            name: library.name.clone(),
            also_known_as: library.also_known_as.clone(),
            agency_name: library.agency_name.clone(),
            region_query: String::new(),
            region_code: library.region_code.clone(),
            unit_word: library.unit_word.clone(),
            partner_since: library.partner_since.map(|year| year.to_string()).unwrap_or_default(),
            cohorts: library.cohorts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            is_champion: tick(library.is_champion),
            bimtek_completed: tick(library.bimtek_completed),
            pic_name: library.pic_name.clone(),
            pic_phone: names::phone_for_people(&library.pic_phone),
            sim_code: library.sim_code.clone(),
            note: library.note.clone(),
            version: library.version.to_string(),
            next: String::new(),
        }
    }

    /// The command, or what is wrong. The region is looked up by the caller.
    pub fn parse(&self) -> Result<LibraryPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let kind = problems.choice("kind", &self.kind, "jenis perpustakaan", LibraryKind::from_code);
        let name = problems.required("name", &self.name, "nama perpustakaan", 200);
        if name.chars().count() == 1 {
            problems.add("name", "Nama perpustakaan paling sedikit 2 huruf.");
        }
        if self.region_code.trim().is_empty() && !self.region_query.trim().is_empty() {
            problems.add(
                "region_code",
                "Pilih satu wilayah dari daftar di bawah ini, atau kosongkan pencariannya.",
            );
        }
        let unit_word = self.unit_word.trim();
        if !unit_word.is_empty() && !UNIT_WORDS.contains(&unit_word) {
            problems.add("unit_word", "Pilih sebutan desa dari daftar.");
        }
        let partner_since = if self.partner_since.trim().is_empty() {
            None
        } else {
            problems.number(
                "partner_since",
                &self.partner_since,
                "tahun mulai menjadi mitra",
                FIRST_YEAR,
                2100,
            )
        };
        let cohorts = cohorts(&mut problems, &self.cohorts);
        let plan = LibraryPlan {
            name,
            also_known_as: problems.optional("also_known_as", &self.also_known_as, "sebutan lain", 200),
            agency_name: problems.optional("agency_name", &self.agency_name, "nama instansi induk", 200),
            region_code: self.region_code.trim().to_owned(),
            unit_word: unit_word.to_owned(),
            partner_since,
            cohorts,
            is_champion: self.is_champion == "ya",
            bimtek_completed: self.bimtek_completed == "ya",
            pic_name: problems.optional("pic_name", &self.pic_name, "nama penanggung jawab", 120),
            pic_phone: problems.parsed("pic_phone", &self.pic_phone, names::phone),
            sim_code: problems.optional("sim_code", &self.sim_code, "kode SIM TPBIS", 40),
            note: problems.lines("note", &self.note, "catatan", 500),
            ..LibraryPlan::new(kind.unwrap_or(LibraryKind::Other), "")
        };
        problems.into_result(kind.map(|_| plan))
    }
}

/// `2019, 2022`: the years of a library's cohorts.
fn cohorts(problems: &mut Problems, typed: &str) -> Vec<i32> {
    let mut years = Vec::new();
    for word in typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match word.parse::<i32>() {
            Ok(year) if (FIRST_YEAR..=2100).contains(&year) && years.len() < 20 => years.push(year),
            _ => {
                problems.add("cohorts", "Isi angkatan dengan tahun, misalnya 2019, 2022.");
                break;
            }
        }
    }
    years.sort_unstable();
    years.dedup();
    years
}

/// What the list is searched and filtered by, as the URL says it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LibraryFilter {
    /// Words of a name.
    pub cari: String,
    /// A kind's code.
    pub jenis: String,
    /// A year.
    pub angkatan: String,
    /// `sudah` or `belum`.
    pub bimtek: String,
    /// The page, from 1.
    pub halaman: String,
}

/// What was typed to find a region.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RegionQuery {
    /// The words.
    pub cari: String,
}
