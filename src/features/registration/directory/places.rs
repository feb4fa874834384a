//! Regions as offices write them: `Kab. Muaro Jambi`, a kecamatan, a village; found within one province.

use std::collections::HashMap;

use crate::{
    kernel::text::{compact, likeness},
    regions::{Found, Level, Names},
};

use super::columns::Column;

/// Spelled so alike, one name is taken for the other, and that is said.
const ALIKE: f64 = 0.75;

/// The regions of one province.
pub struct Places {
    all: Vec<Found>,
    by_code: HashMap<String, usize>,
    provinces: Names,
}

/// Where a row lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The deepest region that is known; empty when none is.
    pub code: String,
    /// What was read otherwise than it stands there.
    pub notes: Vec<(Column, String)>,
}

/// What a row says of its place.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'c> {
    /// `15.05.06.2017`
    pub code: &'c str,
    /// `Kab. Muaro Jambi`
    pub regency: &'c str,
    /// `Kumpeh`
    pub district: &'c str,
    /// `Arang-Arang`
    pub village: &'c str,
}

impl Places {
    /// The regions of one province, by code.
    pub fn new(all: Vec<Found>) -> Self {
        let by_code = all.iter().enumerate().map(|(at, found)| (found.code.clone(), at)).collect();
        Self { all, by_code, provinces: Names::default() }
    }

    /// The same, knowing the names of all provinces.
    #[must_use]
    pub fn among(self, provinces: Names) -> Self {
        Self { provinces, ..self }
    }

    /// The name of another province that a text clearly means.
    pub fn other_province(&self, typed: &str) -> Option<&str> {
        let named = self.provinces.province(typed).province()?;
        self.all.first().is_some_and(|own| own.province_code != named.code).then_some(&named.name)
    }

    /// The region with this code.
    pub fn get(&self, code: &str) -> Option<&Found> {
        self.by_code.get(code).and_then(|at| self.all.get(*at))
    }

    /// The names of kabupaten/kota, kecamatan and village of a code, with the kind's word where it tells two apart.
    pub fn written(&self, code: &str) -> [String; 3] {
        let cut = |length: usize| code.get(..length).and_then(|code| self.get(code));
        let plain = |found: Option<&Found>| found.map(|found| found.name.clone()).unwrap_or_default();
        [cut(5).map(Found::title).unwrap_or_default(), plain(cut(8)), plain(cut(13))]
    }

    /// The region that a row names; or beside which column it is not found, and why.
    pub fn find(&self, said: Said<'_>) -> Result<Place, (Column, String)> {
        let mut place = Place::default();
        if !said.code.is_empty() {
            let code = dotted(said.code);
            if self.get(&code).is_none() {
                let sentence = format!("Kode {} tidak ada dalam provinsi ini.", said.code);
                return Err((Column::RegionCode, sentence));
            }
            place.code = code;
            return Ok(place);
        }
        for (column, level, typed) in [
            (Column::Regency, Level::Regency, said.regency),
            (Column::District, Level::District, said.district),
            (Column::Village, Level::Village, said.village),
        ] {
            if typed.is_empty() {
                continue;
            }
            let (found, is_exact) =
                self.named(level, &place.code, typed).map_err(|sentence| (column, sentence))?;
            if !is_exact {
                place.notes.push((column, format!("“{typed}” dibaca sebagai {}.", found.title())));
            }
            place.code.clone_from(&found.code);
        }
        Ok(place)
    }

    /// The region of this level below `within` that bears the name.
    fn named(&self, level: Level, within: &str, typed: &str) -> Result<(&Found, bool), String> {
        let (kind, name) = without_kind(typed);
        let wanted = compact(name);
        let below: Vec<&Found> =
            self.all.iter().filter(|found| found.level == level && found.code.starts_with(within)).collect();
        let fits =
            |found: &Found| kind.is_none_or(|kind| level != Level::Regency || found.kind.starts_with(kind));
        let bears = |found: &Found| {
            let known = compact(&found.name);
            (known == wanted && fits(found)) || known == compact(typed)
        };
        let exact: Vec<&Found> = below.iter().copied().filter(|found| bears(found)).collect();
        match exact.as_slice() {
            [one] => return Ok((one, true)),
            [] => {}
            [one, other, ..] if level == Level::Regency => {
                return Err(format!("Ada {} dan {}; tulis yang mana.", one.title(), other.title()));
            }
            [one, other, ..] => {
                return Err(format!(
                    "Ada lebih dari satu: di {} dan di {}. Lengkapi wilayahnya.",
                    one.parents, other.parents
                ));
            }
        }
        let mut alike: Vec<(f64, &Found)> =
            below.into_iter().map(|found| (likeness(&found.name, name), found)).collect();
        alike.sort_by(|one, other| other.0.total_cmp(&one.0));
        match alike.as_slice() {
            [(best, one), rest @ ..]
                if *best >= ALIKE && rest.first().is_none_or(|(second, _)| second < best) =>
            {
                Ok((one, false))
            }
            [(best, one), ..] if *best >= 0.4 => {
                Err(format!("“{typed}” tidak ditemukan di sini. Maksud Anda {}?", one.label()))
            }
            _ => Err(format!("“{typed}” tidak ditemukan di sini. Periksa ejaannya, atau kosongkan.")),
        }
    }
}

/// The kind's word before a name, and the name.
fn without_kind(typed: &str) -> (Option<&'static str>, &str) {
    let typed = typed.trim();
    let (first, rest) = typed.split_once([' ', '.']).unwrap_or(("", typed));
    let rest = rest.trim_start_matches(['.', ' ']);
    match first.to_lowercase().as_str() {
        _ if rest.is_empty() => (None, typed),
        "kab" | "kabupaten" => (Some("Kabupaten"), rest),
        "kota" => (Some("Kota"), rest),
        "kec" | "kecamatan" | "distrik" | "desa" | "ds" | "kel" | "kelurahan" | "nagari" | "pekon"
        | "kampung" | "kalurahan" | "gampong" => (None, rest),
        _ => (None, typed),
    }
}

/// `1505062017` and `15.05.06.2017` as the ministry writes it.
fn dotted(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let part =
        |from: usize, to: usize| digits.get(from..to.min(digits.len())).filter(|part| !part.is_empty());
    [part(0, 2), part(2, 4), part(4, 6), part(6, 10)].into_iter().flatten().collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::zone::Zone;

    fn places() -> Places {
        let found = |code: &str, level, kind: &str, name: &str, parents: &str| Found {
            code: code.into(),
            level,
            name: name.into(),
            kind: kind.into(),
            parents: parents.into(),
            province_code: "33".into(),
            zone: Zone::Wib,
        };
        Places::new(vec![
            found("33", Level::Province, "Provinsi", "Jawa Tengah", ""),
            found("33.28", Level::Regency, "Kabupaten", "Tegal", "Jawa Tengah"),
            found("33.28.06", Level::District, "Kecamatan", "Lebaksiu", "Kab. Tegal"),
            found("33.28.06.2004", Level::Village, "Desa", "Kajen", "Kec. Lebaksiu, Kab. Tegal"),
            found("33.28.12", Level::District, "Kecamatan", "Talang", "Kab. Tegal"),
            found("33.28.12.2009", Level::Village, "Desa", "Kajen", "Kec. Talang, Kab. Tegal"),
            found("33.76", Level::Regency, "Kota", "Tegal", "Jawa Tengah"),
        ])
    }

    #[test]
    fn regions_are_found_as_offices_write_them() {
        let places = places();
        let find = |regency, district, village| {
            places.find(Said { regency, district, village, ..Said::default() }).map(|place| place.code)
        };
        assert_eq!(find("Kab. Tegal", "", "").unwrap(), "33.28");
        assert_eq!(find("KOTA TEGAL", "", "").unwrap(), "33.76");
        assert_eq!(find("Kabupaten Tegal", "Kec. Talang", "Desa Kajen").unwrap(), "33.28.12.2009");
        assert_eq!(find("", "", "").unwrap(), "");
        let (column, sentence) = find("Tegal", "", "").unwrap_err();
        assert_eq!(
            (column, sentence.as_str()),
            (Column::Regency, "Ada Kabupaten Tegal dan Kota Tegal; tulis yang mana.")
        );
        let (column, sentence) = find("Kab. Tegal", "", "Kajen").unwrap_err();
        assert!(column == Column::Village && sentence.contains("Kec. Lebaksiu"), "{sentence}");
        let place =
            places.find(Said { regency: "Kab. Tegal", district: "Lebak Siuu", ..Said::default() }).unwrap();
        assert_eq!((place.code.as_str(), place.notes.len()), ("33.28.06", 1));
        assert!(find("Kab. Kudus", "", "").is_err());
    }

    #[test]
    fn codes_are_read_with_and_without_points() {
        let places = places();
        for code in ["33.28.06.2004", "3328062004", "33 28 06 2004"] {
            assert_eq!(places.find(Said { code, ..Said::default() }).unwrap().code, "33.28.06.2004");
        }
        assert!(places.find(Said { code: "15.01", ..Said::default() }).is_err());
        assert_eq!(places.written("33.28.12.2009"), ["Kabupaten Tegal", "Talang", "Kajen"]);
    }
}
