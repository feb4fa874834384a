//! A row of the sheet as a library.

use std::collections::BTreeMap;

use super::{
    columns::Column,
    places::{Places, Said},
};
use crate::{
    features::registration::{
        import::key,
        libraries::{LibraryForm, LibraryKind, LibraryPlan, UNIT_WORDS, is_of_office},
    },
    kernel::text::compact,
};

/// The cells of a row by their meaning.
pub type Cells = BTreeMap<Column, String>;

/// A row that was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The cells that are not blank.
    pub cells: Cells,
    /// The library, unless something is wrong.
    pub plan: Option<LibraryPlan>,
    /// What is wrong, beside which column.
    pub problems: Vec<(Column, String)>,
    /// What was read otherwise than it stands there.
    pub notes: Vec<(Column, String)>,
}

/// Reads a row.
pub fn read(cells: Cells, places: &Places) -> Read {
    let mut out = Read::default();
    let cell = |column: Column| cells.get(&column).map(String::as_str).unwrap_or_default();
    let mut form = LibraryForm {
        name: cell(Column::Name).to_owned(),
        also_known_as: cell(Column::AlsoKnownAs).to_owned(),
        agency_name: cell(Column::AgencyName).to_owned(),
        partner_since: cell(Column::PartnerSince).to_owned(),
        cohorts: cell(Column::Cohorts).to_owned(),
        pic_name: cell(Column::PicName).to_owned(),
        sim_code: cell(Column::SimCode).to_owned(),
        note: cell(Column::Note).to_owned(),
        ..LibraryForm::default()
    };
    if let Some(other) = places.other_province(cell(Column::Province)) {
        let sentence = format!("Baris ini milik Provinsi {other}, bukan provinsi ini.");
        out.problems.push((Column::Province, sentence));
    }
    match kind(cell(Column::Kind), cell(Column::Name), !cell(Column::Village).is_empty()) {
        Some(kind) => kind.code().clone_into(&mut form.kind),
        None => out.problems.push((
            Column::Kind,
            "Tulis dinas provinsi, dinas kabupaten/kota, perpustakaan desa, atau lainnya.".into(),
        )),
    }
    let said = Said {
        code: cell(Column::RegionCode),
        regency: cell(Column::Regency),
        district: cell(Column::District),
        village: cell(Column::Village),
    };
    match places.find(said) {
        Ok(place) => {
            form.region_code = place.code;
            out.notes.extend(place.notes);
        }
        Err(problem) => out.problems.push(problem),
    }
    match unit_word(cell(Column::UnitWord)) {
        Some(word) => word.clone_into(&mut form.unit_word),
        None => {
            out.problems.push((Column::UnitWord, format!("Tulis salah satu: {}.", UNIT_WORDS.join(", "))));
        }
    }
    for (column, field) in
        [(Column::Bimtek, &mut form.bimtek_completed), (Column::Champion, &mut form.is_champion)]
    {
        match yes(cell(column)) {
            Some(is_so) => *field = if is_so { "ya".into() } else { String::new() },
            None => out.problems.push((column, "Tulis ya atau tidak.".into())),
        }
    }
    form.pic_phone = phone(cell(Column::PicPhone));
    match form.parse() {
        Ok(plan) => out.plan = out.problems.is_empty().then_some(plan),
        Err(problems) => {
            for problem in problems {
                let column = Column::from_code(problem.field).unwrap_or(Column::Name);
                if out.problems.iter().all(|(known, _)| *known != column) {
                    out.problems.push((column, problem.sentence));
                }
            }
        }
    }
    out.cells = cells;
    out
}

/// The kind that a cell names; where it is blank, what name and place tell.
fn kind(cell: &str, name: &str, has_village: bool) -> Option<LibraryKind> {
    let typed = key(cell);
    if let Some(known) =
        LibraryKind::ALL.iter().find(|kind| key(kind.label()) == typed || key(kind.code()) == typed)
    {
        return Some(*known);
    }
    if !typed.is_empty() {
        return LibraryKind::told_by(&typed);
    }
    // In a village only an office is not the village's: a desa may be called Kota Karang.
    if has_village && !is_of_office(name) {
        return Some(LibraryKind::VillageLibrary);
    }
    LibraryKind::told_by(name)
}

/// The word for the village unit; nothing typed is no word.
fn unit_word(cell: &str) -> Option<&'static str> {
    let typed = key(cell);
    if typed.is_empty() { Some("") } else { UNIT_WORDS.into_iter().find(|word| *word == typed) }
}

/// Whether a cell says yes; blank says nothing, which is no.
fn yes(cell: &str) -> Option<bool> {
    match compact(cell).as_str() {
        "" if cell.is_empty() || cell == "-" => Some(false),
        "" => Some(cell.contains(['✓', '√', '✔'])),
        "ya" | "y" | "sudah" | "v" | "1" | "true" | "ada" | "yes" | "x" => Some(true),
        "tidak" | "t" | "belum" | "0" | "false" | "n" | "no" => Some(false),
        _ => None,
    }
}

/// A spreadsheet takes the 0 away that a number begins with; `-` is no number.
fn phone(cell: &str) -> String {
    let cell = cell.trim_start_matches('\'').trim();
    if !cell.bytes().any(|b| b.is_ascii_digit()) {
        return String::new();
    }
    let lost_its_zero = cell.len() >= 8
        && cell.bytes().all(|b| b.is_ascii_digit())
        && !["0", "62"].iter().any(|start| cell.starts_with(start));
    if lost_its_zero { format!("0{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_ticks_are_read_as_offices_write_them() {
        assert_eq!(kind("Perpusdes", "", false), Some(LibraryKind::VillageLibrary));
        assert_eq!(kind("", "Dinas Perpustakaan Kab. Kudus", false), Some(LibraryKind::RegencyOffice));
        assert_eq!(kind("", "Taman Bacaan Pelangi", true), Some(LibraryKind::VillageLibrary));
        assert_eq!(kind("Dinas perpustakaan provinsi", "Dinas X", false), Some(LibraryKind::ProvinceOffice));
        assert_eq!(kind("", "Perpustakaan Kota Karang", true), Some(LibraryKind::VillageLibrary));
        assert_eq!(kind("", "Dinas Perpustakaan Provinsi Jambi", true), Some(LibraryKind::ProvinceOffice));
        assert_eq!(kind("", "Kab. Kudus - Perpusdes Kajen", false), Some(LibraryKind::VillageLibrary));
        assert_eq!(kind("", "Rumah Baca", false), None);
        assert_eq!(
            (yes("Ya"), yes("✓"), yes("belum"), yes(""), yes("mungkin")),
            (Some(true), Some(true), Some(false), Some(false), None)
        );
        assert_eq!(
            (phone("81234567890"), phone("-"), phone("0812-3")),
            ("081234567890".into(), String::new(), "0812-3".into())
        );
    }
}
