//! Which province a row of the national list belongs to. Pure: no database here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    features::registration::directory::{Cells, Column, MOST_LIBRARIES, is_library},
    kernel::text,
    regions::{Named, Names},
};

/// The offices that there are: code and name of each one's province.
pub type Offices = BTreeMap<String, String>;

/// What goes to one office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Two digits.
    pub code: String,
    /// The province, as its office calls it.
    pub province: String,
    /// The numbers of its rows.
    pub rows: BTreeSet<i32>,
    /// What was read otherwise than it stands there, and in how many rows.
    pub notes: BTreeMap<String, usize>,
}

/// A row that goes to nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// As the spreadsheet numbers it.
    pub number: i32,
    /// The library's name; empty when it has none.
    pub name: String,
    /// Why, as a sentence.
    pub why: String,
}

/// Whose the rows of a list are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allotment {
    /// By province name.
    pub parts: Vec<Part>,
    /// In the order of the sheet.
    pub left_out: Vec<LeftOut>,
}

impl Allotment {
    /// How many libraries go to somebody.
    pub fn libraries(&self) -> usize {
        self.parts.iter().map(|part| part.rows.len()).sum()
    }

    /// Tells every row its province. Rows come in the order of the sheet, each with its number.
    pub fn of(rows: &[(i32, Cells)], names: &Names, offices: &Offices) -> Self {
        let mut walk = Walk { names, read: HashMap::new(), above: None };
        let mut parts: BTreeMap<String, Part> = BTreeMap::new();
        let mut left_out = Vec::new();
        for (number, cells) in rows {
            let found = walk.province_of(cells);
            if !is_library(cells) {
                continue;
            }
            let placed = found.and_then(|(code, note)| {
                let Some(province) = offices.get(&code) else {
                    let name = names.with_code(&code).map_or(code.as_str(), |province| &province.name);
                    return Err(format!("Provinsi {name} belum punya kantor di Sejawat."));
                };
                let new = || Part { code: code.clone(), province: province.clone(), ..Part::default() };
                let part = parts.entry(code.clone()).or_insert_with(new);
                if part.rows.len() == MOST_LIBRARIES {
                    return Err(format!(
                        "Dalam satu daftar paling banyak {} perpustakaan untuk satu provinsi.",
                        text::count(MOST_LIBRARIES)
                    ));
                }
                part.rows.insert(*number);
                if let Some(note) = note {
                    *part.notes.entry(note).or_default() += 1;
                }
                Ok(())
            });
            if let Err(why) = placed {
                let name = cells.get(&Column::Name).cloned().unwrap_or_default();
                left_out.push(LeftOut { number: *number, name, why });
            }
        }
        let mut parts: Vec<Part> = parts.into_values().collect();
        parts.sort_by(|one, other| one.province.cmp(&other.province));
        Self { parts, left_out }
    }
}

/// A walk down the sheet, which remembers the last province that was written.
struct Walk<'n> {
    names: &'n Names,
    read: HashMap<String, Named<'n>>,
    above: Option<String>,
}

impl Walk<'_> {
    /// The code of a row's province, and what was read otherwise than it stands there; or why none is known.
    fn province_of(&mut self, cells: &Cells) -> Result<(String, Option<String>), String> {
        let cell = |column: Column| cells.get(&column).map(String::as_str).unwrap_or_default();
        let names = self.names;
        let (said, code) = (cell(Column::Province), cell(Column::RegionCode));
        let by_code = names.province_of_code(code);
        let by_place = by_code.or_else(|| names.province_of_regency(cell(Column::Regency)));
        if !said.chars().any(char::is_alphanumeric) {
            let known = by_place.map(|province| (province.code.clone(), None));
            let above = || {
                let code = self.above.clone()?;
                Some((code, Some("tanpa provinsi, mengikuti baris di atasnya".to_owned())))
            };
            return known.or_else(above).ok_or_else(|| {
                "Provinsinya tidak tertulis, dan kode wilayah atau kabupaten/kotanya tidak menunjukkannya."
                    .to_owned()
            });
        }
        let meant = *self.read.entry(said.to_owned()).or_insert_with(|| names.province(said));
        // A province that is not understood begins a block that is nobody's.
        self.above = meant.province().map(|province| province.code.clone());
        match (meant, by_code, by_place) {
            (Named::One(province) | Named::Alike(province), _, Some(other))
                if province.code != other.code =>
            {
                let place = match by_code {
                    Some(_) => format!("kode wilayah {code}"),
                    None => cell(Column::Regency).to_owned(),
                };
                Err(format!(
                    "Kolom provinsi menyebut {}, tetapi {place} ada di {}.",
                    province.name, other.name
                ))
            }
            (Named::One(province), ..) => Ok((province.code.clone(), None)),
            (Named::Alike(province), ..) => {
                let note = format!("“{said}” dibaca sebagai {}", province.name);
                Ok((province.code.clone(), Some(note)))
            }
            (Named::Nobody, _, Some(province)) => {
                let note = format!("“{said}” tidak dikenal, mengikuti wilayahnya");
                Ok((province.code.clone(), Some(note)))
            }
            (Named::Nobody, _, None) => {
                Err(format!("“{said}” bukan nama provinsi yang dikenal. Periksa ejaannya."))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names() -> Names {
        Names::sample(
            &[
                ("15", "Jambi"),
                ("33", "Jawa Tengah"),
                ("34", "Daerah Istimewa Yogyakarta"),
                ("52", "Nusa Tenggara Barat"),
            ],
            &[
                ("15.05", "Kabupaten", "Muaro Jambi"),
                ("33.19", "Kabupaten", "Kudus"),
                ("33.28", "Kabupaten", "Tegal"),
            ],
        )
    }

    fn offices() -> Offices {
        [("15", "Jambi"), ("33", "Jawa Tengah"), ("34", "DI Yogyakarta")]
            .into_iter()
            .map(|(code, name)| (code.to_owned(), name.to_owned()))
            .collect()
    }

    fn row(province: &str, code: &str, regency: &str) -> Cells {
        [
            (Column::Name, "Perpustakaan"),
            (Column::Province, province),
            (Column::RegionCode, code),
            (Column::Regency, regency),
        ]
        .into_iter()
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(column, cell)| (column, cell.to_owned()))
        .collect()
    }

    fn allotted(rows: &[Cells]) -> Allotment {
        let rows: Vec<(i32, Cells)> = (1..).zip(rows.iter().cloned()).collect();
        Allotment::of(&rows, &names(), &offices())
    }

    #[test]
    fn a_row_belongs_where_it_says_itself() {
        for (province, code, regency, wanted) in [
            ("Prov. Jambi", "", "", Ok("15")),
            ("DIY", "", "", Ok("34")),
            ("Jateng", "33.19", "", Ok("33")),
            ("Jmbi", "", "", Ok("15")),
            ("", "3319042003", "", Ok("33")),
            ("", "33.19", "Kab. Muaro Jambi", Ok("33")),
            ("", "", "Kab. Kudus", Ok("33")),
            ("-", "", "Muarojambi", Ok("15")),
            ("Entah", "15.05", "", Ok("15")),
            ("Kab. Kudus", "", "Kab. Kudus", Ok("33")),
            ("Jambi", "12-A", "", Ok("15")),
            ("", "", "", Err("tidak tertulis")),
            ("", "7", "Kab. Entah", Err("tidak tertulis")),
            ("Atlantis", "", "", Err("bukan nama provinsi")),
            ("Jambi", "33.19", "", Err("menyebut Jambi, tetapi kode wilayah 33.19 ada di Jawa Tengah")),
            ("Jambi", "", "Kab. Kudus", Err("menyebut Jambi, tetapi Kab. Kudus ada di Jawa Tengah")),
            ("Jambi", "", "Kab. Entah", Ok("15")),
            ("NTB", "", "", Err("Nusa Tenggara Barat belum punya kantor")),
        ] {
            let found = allotted(&[row(province, code, regency)]);
            match (found.parts.as_slice(), found.left_out.as_slice(), wanted) {
                ([part], [], Ok(wanted)) => assert_eq!(part.code, wanted, "{province} {code} {regency}"),
                ([], [left], Err(why)) => assert!(left.why.contains(why), "{}", left.why),
                _ => panic!("{province} {code} {regency}: {found:?}"),
            }
        }
    }

    #[test]
    fn a_province_written_once_counts_for_the_rows_below_it() {
        let heading = Cells::from([(Column::Province, "JAWA TENGAH".to_owned())]);
        let found = allotted(&[
            row("", "", ""),
            row("Jambi", "", ""),
            row("", "", ""),
            row("", "33.19", ""),
            row("", "", ""),
            row("Atlantis", "", ""),
            row("", "", ""),
            heading,
            row("", "", ""),
            row("DIY", "15.05", ""),
            row("", "", ""),
        ]);
        let rows: Vec<(&str, Vec<i32>)> = found
            .parts
            .iter()
            .map(|part| (part.province.as_str(), part.rows.iter().copied().collect()))
            .collect();
        assert_eq!(
            rows,
            [("DI Yogyakarta", vec![11]), ("Jambi", vec![2, 3, 5]), ("Jawa Tengah", vec![4, 9])]
        );
        let left: Vec<i32> = found.left_out.iter().map(|row| row.number).collect();
        assert_eq!(left, [1, 6, 7, 10]);
        assert_eq!(found.parts[1].notes.values().sum::<usize>(), 2);
        assert_eq!(found.libraries(), 6);
    }

    #[test]
    fn a_province_gets_as_many_as_its_office_can_read() {
        let found = allotted(&vec![row("Jambi", "", ""); MOST_LIBRARIES + 2]);
        assert_eq!((found.libraries(), found.left_out.len()), (MOST_LIBRARIES, 2));
        assert!(found.left_out[0].why.contains("paling banyak 5.000 perpustakaan"));
    }

    proptest! {
        #[test]
        fn no_row_is_lost_and_none_goes_to_two(cells in proptest::collection::vec(
            (proptest::sample::select(vec!["", "Jambi", "Jateng", "Atlantis", "Jmbi", "NTB", "15"]),
             proptest::sample::select(vec!["", "15.05", "33.19", "99"]),
             proptest::sample::select(vec!["", "Kab. Kudus", "Tegal"])), 0..40)
        ) {
            let rows: Vec<Cells> = cells.iter().map(|(p, c, r)| row(p, c, r)).collect();
            let found = allotted(&rows);
            let mut all: Vec<i32> = found.left_out.iter().map(|row| row.number).collect();
            all.extend(found.parts.iter().flat_map(|part| &part.rows));
            all.sort_unstable();
            prop_assert_eq!(all, (1..).take(rows.len()).collect::<Vec<i32>>());
            // Nobody's row says another's province.
            for part in &found.parts {
                for number in &part.rows {
                    let (province, code, _) = cells[usize::try_from(*number).unwrap() - 1];
                    prop_assert!(code.is_empty() || code == "99" || code.starts_with(&part.code));
                    prop_assert!(!(province == "Jambi" && part.code != "15"));
                }
            }
        }
    }
}
