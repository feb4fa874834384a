//! What a library is.

use serde::Serialize;

use crate::kernel::origin::Origin;

crate::codes! {
    /// Whose library it is.
    pub enum LibraryKind {
        /// The province's own office.
        ProvinceOffice = "province_office", "Dinas perpustakaan provinsi";
        /// The office of a kabupaten or kota.
        RegencyOffice = "regency_office", "Dinas perpustakaan kabupaten/kota";
        /// A village's library.
        VillageLibrary = "village_library", "Perpustakaan desa/kelurahan";
        /// A community's, a school's, anybody else's.
        Other = "other", "Lainnya";
    }
}

impl LibraryKind {
    /// What a name tells: `Dinas Perpustakaan Kab. Kudus`, `Perpusdes Arang-Arang`. The unit that is named first counts:
    /// what comes after it says where that lies.
    /// A village's library is one wherever that is said: `Kab. Kudus - Perpusdes Kajen`.
    pub fn told_by(name: &str) -> Option<Self> {
        let units = || {
            words(name).find_map(|word| match word.as_str() {
                "provinsi" | "propinsi" | "prov" => Some(Self::ProvinceOffice),
                "kabupaten" | "kab" | "kota" => Some(Self::RegencyOffice),
                "kel" => Some(Self::VillageLibrary),
                word if UNIT_WORDS.contains(&word) => Some(Self::VillageLibrary),
                _ => None,
            })
        };
        if words(name).any(|word| word == "perpusdes") {
            return Some(Self::VillageLibrary);
        }
        units().or_else(|| is_of_others(name).then_some(Self::Other))
    }
}

fn words(name: &str) -> impl Iterator<Item = String> {
    name.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Whether a name is that of a government's office, and not of a library that only lies in a kabupaten or a kota.
pub fn is_of_office(name: &str) -> bool {
    let offices = [
        "dinas",
        "badan",
        "kantor",
        "arsip",
        "kearsipan",
        "perpusda",
        "dispursip",
        "dispusip",
        "disperpusip",
    ];
    let lower = name.to_lowercase();
    words(name).any(|word| offices.contains(&word.as_str()))
        || ["perpustakaan daerah", "perpustakaan umum"].iter().any(|told| lower.contains(told))
}

/// Whether a name is that of a school, a university, a community, a person.
pub fn is_of_others(name: &str) -> bool {
    const OTHERS: [&str; 31] = [
        "lainnya",
        "lain",
        "komunitas",
        "tbm",
        "taman",
        "pribadi",
        "sekolah",
        "madrasah",
        "pesantren",
        "ponpes",
        "paud",
        "tk",
        "sd",
        "sdn",
        "sdit",
        "smp",
        "smpn",
        "sma",
        "sman",
        "smk",
        "smkn",
        "mi",
        "mts",
        "mtsn",
        "ma",
        "man",
        "slb",
        "universitas",
        "institut",
        "politeknik",
        "kampus",
    ];
    // A school's number may stand without a space: `SMAN2`.
    words(name).any(|word| OTHERS.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit())))
}

/// Words for the village unit; provinces differ.
pub const UNIT_WORDS: [&str; 7] = ["desa", "kelurahan", "nagari", "pekon", "kampung", "kalurahan", "gampong"];

/// The first year of the programme's partners.
pub const FIRST_YEAR: i32 = 2010;

/// A library as a person wants it: the command that a form becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LibraryPlan {
    /// Whose library it is.
    pub kind: LibraryKind,
    /// The name people know.
    pub name: String,
    /// What people and newspapers call it besides; may be empty.
    pub also_known_as: String,
    /// The office it belongs to; may be empty.
    pub agency_name: String,
    /// The official region's code; empty when unknown.
    pub region_code: String,
    /// What the village unit is called there; may be empty.
    pub unit_word: String,
    /// Since which year it is a partner.
    pub partner_since: Option<i32>,
    /// The years in which it took part.
    pub cohorts: Vec<i32>,
    /// Whether it is a Desa Champion.
    pub is_champion: bool,
    /// Whether its people have had the training that comes before.
    pub bimtek_completed: bool,
    /// The person in charge; may be empty.
    pub pic_name: String,
    /// That person's number in E.164; may be empty.
    pub pic_phone: String,
    /// Its code in SIM TPBIS; may be empty.
    pub sim_code: String,
    /// Anything else.
    pub note: String,
    /// How far the facts can be relied on.
    pub data_origin: Origin,
    /// The address they come from; may be empty.
    pub source: String,
}

impl LibraryPlan {
    /// A library of which only kind and name are known.
    pub fn new(kind: LibraryKind, name: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.into(),
            also_known_as: String::new(),
            agency_name: String::new(),
            region_code: String::new(),
            unit_word: String::new(),
            partner_since: None,
            cohorts: Vec::new(),
            is_champion: false,
            bimtek_completed: false,
            pic_name: String::new(),
            pic_phone: String::new(),
            sim_code: String::new(),
            note: String::new(),
            data_origin: Origin::Real,
            source: String::new(),
        }
    }
}
