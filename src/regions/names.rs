//! Which province a text means, as offices write it: `Prov. Jambi`, `DIY`, `Kep. Riau`. Pure: no database here.

use std::collections::HashMap;

use super::{
    model::{Found, Level, Province, key_of},
    query,
};

/// What a text says of a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named<'n> {
    /// It is this one's name.
    One(&'n Province),
    /// It is almost this one's name, and no other's.
    Alike(&'n Province),
    /// It is no province's name, or could be several ones'.
    Nobody,
}

impl<'n> Named<'n> {
    /// The province that is meant, well spelled or not.
    pub fn province(self) -> Option<&'n Province> {
        match self {
            Self::One(province) | Self::Alike(province) => Some(province),
            Self::Nobody => None,
        }
    }
}

/// The names of the provinces, and of the kabupaten and kota where they help to find one.
#[derive(Clone, Debug, Default)]
pub struct Names {
    provinces: Vec<(String, Province)>,
    /// By key: kind and province of each that is called so.
    regencies: HashMap<String, Vec<(String, String)>>,
    regency_codes: Vec<String>,
}

impl Names {
    /// The provinces, and their kabupaten and kota (or none).
    pub fn new(provinces: Vec<Province>, regencies: Vec<Found>) -> Self {
        let provinces = provinces.into_iter().map(|p| (key_of(Level::Province, &p.name), p)).collect();
        let mut names = Self { provinces, ..Self::default() };
        for regency in regencies {
            let key = key_of(Level::Regency, &regency.name);
            names.regencies.entry(key).or_default().push((regency.kind, regency.province_code));
            names.regency_codes.push(regency.code);
        }
        names.regency_codes.sort();
        names
    }

    /// The province with these two digits.
    pub fn with_code(&self, code: &str) -> Option<&Province> {
        self.provinces.iter().map(|(_, province)| province).find(|province| province.code == code)
    }

    /// The province that a text names.
    pub fn province(&self, typed: &str) -> Named<'_> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        if !digits.is_empty() && !typed.chars().any(char::is_alphabetic) {
            return self.with_code(&digits).map_or(Named::Nobody, Named::One);
        }
        let Some(wanted) = query::province_key(typed) else { return Named::Nobody };
        if let Some((_, exact)) = self.provinces.iter().find(|(key, _)| *key == wanted) {
            return Named::One(exact);
        }
        // One that is that much longer or shorter is too far anyway.
        let about_as_long = self.provinces.iter().filter(|(key, _)| key.len().abs_diff(wanted.len()) <= 2);
        let mut near: Vec<(usize, &str, &Province)> =
            about_as_long.map(|(key, one)| (distance(key, &wanted), key.as_str(), one)).collect();
        near.sort_by_key(|(far, ..)| *far);
        // What begins another name too may mean that one.
        let begins_others =
            |best: &str| self.provinces.iter().any(|(key, _)| key != best && key.starts_with(&wanted));
        match near.as_slice() {
            [(far, key, one), rest @ ..]
                if *far <= if wanted.len() > 8 { 2 } else { 1 }
                    && rest.first().is_none_or(|(second, ..)| second > far)
                    && !begins_others(key) =>
            {
                Named::Alike(one)
            }
            _ => Named::Nobody,
        }
    }

    /// The province of a region's code, with its points or without.
    pub fn province_of_code(&self, typed: &str) -> Option<&Province> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        if typed.chars().any(char::is_alphabetic) || !matches!(digits.len(), 2 | 4 | 6 | 10) {
            return None;
        }
        // A number that only looks like a code begins with no kabupaten's.
        if let (Some(province), Some(regency)) = (digits.get(..2), digits.get(2..4))
            && self.regency_codes.binary_search(&format!("{province}.{regency}")).is_err()
        {
            return None;
        }
        self.with_code(digits.get(..2)?)
    }

    /// The province of a kabupaten or kota, if all that are called so lie in one.
    pub fn province_of_regency(&self, typed: &str) -> Option<&Province> {
        let (key, kind) = query::regency_key(typed)?;
        let mut found = self.regencies.get(&key)?.iter().filter(|(known, _)| known.starts_with(kind));
        let (_, first) = found.next()?;
        found.all(|(_, province)| province == first).then(|| self.with_code(first))?
    }
}

#[cfg(test)]
impl Names {
    /// Provinces by code and name; kabupaten and kota by code, kind and name.
    pub fn sample(provinces: &[(&str, &str)], regencies: &[(&str, &str, &str)]) -> Self {
        use crate::kernel::zone::Zone;
        let provinces = provinces.iter().map(|(code, name)| Province {
            code: (*code).into(),
            name: (*name).into(),
            zone: Zone::Wib,
            since: None,
        });
        let regencies = regencies.iter().map(|(code, kind, name)| Found {
            code: (*code).into(),
            level: Level::Regency,
            name: (*name).into(),
            kind: (*kind).into(),
            parents: String::new(),
            province_code: code.split('.').next().unwrap_or_default().into(),
            zone: Zone::Wib,
        });
        Self::new(provinces.collect(), regencies.collect())
    }
}

/// How many letters have to be put in, left out or changed to make one key of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut above_left = i;
        let mut left = i + 1;
        for (b, cell) in other.bytes().zip(row.iter_mut().skip(1)) {
            let changed = above_left + usize::from(a != b);
            above_left = *cell;
            left = changed.min(left + 1).min(*cell + 1);
            *cell = left;
        }
    }
    if other.is_empty() { one.len() } else { row.last().copied().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROVINCES: &[(&str, &str)] = &[
        ("11", "Aceh"),
        ("12", "Sumatera Utara"),
        ("14", "Riau"),
        ("15", "Jambi"),
        ("19", "Kepulauan Bangka Belitung"),
        ("21", "Kepulauan Riau"),
        ("31", "Daerah Khusus Ibukota Jakarta"),
        ("33", "Jawa Tengah"),
        ("34", "Daerah Istimewa Yogyakarta"),
        ("35", "Jawa Timur"),
        ("52", "Nusa Tenggara Barat"),
        ("53", "Nusa Tenggara Timur"),
        ("62", "Kalimantan Tengah"),
        ("72", "Sulawesi Tengah"),
        ("74", "Sulawesi Tenggara"),
        ("91", "Papua"),
        ("92", "Papua Barat"),
        ("96", "Papua Barat Daya"),
    ];

    fn names() -> Names {
        Names::sample(
            PROVINCES,
            &[
                ("15.05", "Kabupaten", "Muaro Jambi"),
                ("15.71", "Kota", "Jambi"),
                ("31.71", "Kota Administrasi", "Jakarta Pusat"),
                ("33.28", "Kabupaten", "Tegal"),
                ("33.76", "Kota", "Tegal"),
                ("33.01", "Kabupaten", "Kembar"),
                ("35.01", "Kabupaten", "Kembar"),
                ("35.71", "Kota", "Kembar"),
            ],
        )
    }

    #[test]
    fn provinces_are_found_as_offices_write_them() {
        let names = names();
        for (typed, code) in [
            ("Jambi", "15"),
            ("Prov. Jambi", "15"),
            ("PROVINSI JAMBI", "15"),
            ("Propinsi Jawa Tengah", "33"),
            ("Jateng", "33"),
            ("DIY", "34"),
            ("D.I. Yogyakarta", "34"),
            ("DI Yogyakarta", "34"),
            ("Prov. D.I.Y.", "34"),
            ("Daerah Istimewa Yogyakarta", "34"),
            ("NTB", "52"),
            ("N.T.T.", "53"),
            ("Kep. Riau", "21"),
            ("Kepri", "21"),
            ("Riau", "14"),
            ("DKI Jakarta", "31"),
            ("D.K.I Jakarta", "31"),
            ("DKI", "31"),
            ("Babel", "19"),
            ("Kep. Bangka Belitung", "19"),
            ("Nanggroe Aceh Darussalam", "11"),
            ("Papua", "91"),
            ("Papua Barat", "92"),
            ("15", "15"),
            ("15 - Jambi", "15"),
            ("Jambi (15)", "15"),
        ] {
            let found = names.province(typed);
            assert!(matches!(found, Named::One(one) if one.code == code), "{typed}: {found:?}");
        }
        for (typed, code) in
            [("Jmbi", "15"), ("Sumatra Utara", "12"), ("Jawa Tegah", "33"), ("Sulawesi Tengara", "74")]
        {
            let found = names.province(typed);
            assert!(matches!(found, Named::Alike(one) if one.code == code), "{typed}: {found:?}");
        }
        for typed in [
            "Papua B",
            "",
            "-",
            "Nusa Tenggara",
            "Papua Bara",
            "Sulawesi Teng",
            "Kab. Jambi",
            "Kota Jambi",
            "Atlantis",
            "99",
            "Jumlah",
        ] {
            assert_eq!(names.province(typed), Named::Nobody, "{typed}");
        }
    }

    #[test]
    fn letters_are_counted() {
        for (one, other, far) in [
            ("", "", 0),
            ("jambi", "jambi", 0),
            ("jambi", "jmbi", 1),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!((distance(one, other), distance(other, one)), (far, far), "{one} {other}");
        }
    }

    #[test]
    fn codes_and_kabupaten_tell_their_province() {
        let names = names();
        let of_code = |typed| names.province_of_code(typed).map(|p| p.code.as_str());
        for typed in ["15", "15.05", "1505", "15.05.06.2017", "1505062017", "15 71 01"] {
            assert_eq!(of_code(typed), Some("15"), "{typed}");
        }
        for typed in ["", "1", "99", "123", "1599", "SIM-15", "150"] {
            assert_eq!(of_code(typed), None, "{typed}");
        }
        let of_regency = |typed| names.province_of_regency(typed).map(|p| p.code.as_str());
        for (typed, code) in [
            ("Kab. Muaro Jambi", "15"),
            ("Muarojambi", "15"),
            ("Tegal", "33"),
            ("Jakarta Pusat", "31"),
            ("Kota Jakarta Pusat", "31"),
            ("Kota Kembar", "35"),
        ] {
            assert_eq!(of_regency(typed), Some(code), "{typed}");
        }
        for typed in ["Kembar", "Kab. Kembar", "", "Kab. Jambi", "Muara Entah"] {
            assert_eq!(of_regency(typed), None, "{typed}");
        }
    }
}
