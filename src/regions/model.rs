//! What a region is and how it is called. Pure: no database here.

use chrono::NaiveDate;

use super::query;
use crate::kernel::zone::Zone;

/// The four levels of the ministry's codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type)]
#[repr(i16)]
pub enum Level {
    /// Provinsi.
    Province = 1,
    /// Kabupaten or kota.
    Regency = 2,
    /// Kecamatan.
    District = 3,
    /// Desa, kelurahan or desa adat.
    Village = 4,
}

impl Level {
    /// All four, the largest first.
    pub const ALL: [Level; 4] = [Level::Province, Level::Regency, Level::District, Level::Village];
}

/// A region as lists and choosers need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// `62.11.05.2014`
    pub code: String,
    /// Its level.
    pub level: Level,
    /// The official name without the kind's word: `Mantaren II`.
    pub name: String,
    /// The ministry's word for what it is: `Desa`, `Kota`, `Kabupaten Administrasi`.
    pub kind: String,
    /// What it lies in, nearest first: `Kec. Kahayan Hilir, Kab. Pulang Pisau, Kalimantan Tengah`. Empty for a province.
    pub parents: String,
    /// `62`
    pub province_code: String,
    /// The time zone of its province.
    pub zone: Zone,
}

impl Found {
    /// Kind and name: `Desa Mantaren II`.
    pub fn title(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }

    /// Kind, name and parents, which tells it from every other region of that name:
    /// `Desa Mantaren II, Kec. Kahayan Hilir, Kab. Pulang Pisau, Kalimantan Tengah`.
    pub fn label(&self) -> String {
        if self.parents.is_empty() { self.title() } else { format!("{}, {}", self.title(), self.parents) }
    }
}

/// A province with what only provinces have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Province {
    /// Two digits.
    pub code: String,
    /// The official name: `Daerah Istimewa Yogyakarta`.
    pub name: String,
    /// Its time zone.
    pub zone: Zone,
    /// The day it was inaugurated, for the four provinces of late 2022.
    pub since: Option<NaiveDate>,
}

/// What a search may return and whom it serves.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// Levels wanted.
    pub levels: &'a [Level],
    /// Code of the caller's own province, whose regions come first among equally good ones.
    pub own_province: Option<&'a str>,
    /// At most so many, and never more than [`MOST`](super::MOST).
    pub limit: usize,
}

impl Default for Search<'_> {
    /// All levels, no own province, 20 results.
    fn default() -> Self {
        Self { levels: &Level::ALL, own_province: None, limit: 20 }
    }
}

/// Kind and remaining name of an official name: `Kota Administrasi Jakarta Pusat` is a `Kota Administrasi`.
pub(super) fn split_kind<'n>(code: &str, level: Level, name: &'n str) -> (&'static str, &'n str) {
    const REGENCIES: [&str; 4] = ["Kabupaten Administrasi", "Kota Administrasi", "Kabupaten", "Kota"];
    match level {
        Level::Province => ("Provinsi", name),
        Level::Regency => REGENCIES
            .into_iter()
            .find_map(|kind| Some((kind, name.strip_prefix(kind)?.strip_prefix(' ')?)))
            .unwrap_or(("Kabupaten", name)),
        Level::District => ("Kecamatan", name),
        Level::Village => match code.split('.').nth(3).and_then(|last| last.bytes().next()) {
            Some(b'1') => ("Kelurahan", name),
            Some(b'3') => ("Desa Adat", name),
            _ => ("Desa", name),
        },
    }
}

/// Kind and name as they stand among a village's parents: `Kab. Tegal`, `Jawa Tengah`, `DI Yogyakarta`.
pub(super) fn short_name(kind: &str, name: &str) -> String {
    let short = match kind {
        "Provinsi" => {
            let (prefix, rest) = short_province(name);
            return if prefix.is_empty() { rest.to_owned() } else { format!("{prefix} {rest}") };
        }
        "Kabupaten" => "Kab.",
        "Kabupaten Administrasi" => "Kab. Adm.",
        "Kota Administrasi" => "Kota Adm.",
        "Kecamatan" => "Kec.",
        "Kelurahan" => "Kel.",
        other => other,
    };
    format!("{short} {name}")
}

/// The key of an official name. A province's is without its rank: `jakarta`, `yogyakarta`.
pub(super) fn key_of(level: Level, name: &str) -> String {
    let name = if level == Level::Province { short_province(name).1 } else { name };
    query::key(name)
}

fn short_province(name: &str) -> (&'static str, &str) {
    const RANKS: [(&str, &str); 3] =
        [("Daerah Khusus Ibukota ", "DKI"), ("Daerah Khusus ", "DK"), ("Daerah Istimewa ", "DI")];
    RANKS.into_iter().find_map(|(rank, short)| Some((short, name.strip_prefix(rank)?))).unwrap_or(("", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_names_are_taken_apart() {
        assert_eq!(split_kind("33.76", Level::Regency, "Kota Tegal"), ("Kota", "Tegal"));
        assert_eq!(
            split_kind("31.71", Level::Regency, "Kota Administrasi Jakarta Pusat"),
            ("Kota Administrasi", "Jakarta Pusat")
        );
        assert_eq!(split_kind("62.11.05.1005", Level::Village, "Pulang Pisau").0, "Kelurahan");
        assert_eq!(split_kind("62.11.05.2014", Level::Village, "Mantaren II").0, "Desa");
        assert_eq!(split_kind("91.03.01.3001", Level::Village, "X").0, "Desa Adat");
        assert_eq!(short_name("Kota Administrasi", "Jakarta Pusat"), "Kota Adm. Jakarta Pusat");
        assert_eq!(short_name("Provinsi", "Daerah Istimewa Yogyakarta"), "DI Yogyakarta");
        assert_eq!(key_of(Level::Province, "Daerah Khusus Ibukota Jakarta"), "jakarta");
        assert_eq!(key_of(Level::Village, "Daerah Khusus"), "daerahkhusus");
    }
}
