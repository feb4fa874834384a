//! What of two libraries is compared, and in which words.

use serde_json::Value;

use crate::{
    features::registration::{
        LibraryKind,
        merging::{Field, Row},
    },
    kernel::names,
};

/// What is compared, in the order of the page.
pub(super) const FIELDS: &[Field] = &[
    Field { code: "name", label: "Nama perpustakaan", columns: &["name"] },
    Field { code: "also_known_as", label: "Sebutan lain", columns: &["also_known_as"] },
    Field { code: "kind", label: "Jenis", columns: &["kind"] },
    Field { code: "region", label: "Wilayah resmi", columns: &["region_code"] },
    Field { code: "unit_word", label: "Sebutan desa", columns: &["unit_word"] },
    Field { code: "agency_name", label: "Instansi induk", columns: &["agency_name"] },
    Field { code: "partner_since", label: "Mitra sejak tahun", columns: &["partner_since"] },
    Field { code: "cohorts", label: "Angkatan", columns: &["cohorts"] },
    Field { code: "is_champion", label: "Desa Champion", columns: &["is_champion"] },
    Field { code: "bimtek_completed", label: "Bimtek SPP-TIK", columns: &["bimtek_completed"] },
    Field { code: "pic", label: "PIC", columns: &["pic_name", "pic_phone"] },
    Field { code: "sim_code", label: "Kode SIM TPBIS", columns: &["sim_code"] },
    Field { code: "note", label: "Catatan", columns: &["note"] },
];

/// One column's text.
pub(super) fn text<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A field in words; `region` says the official name of a region.
pub(super) fn shown(field: &Field, row: &Row, region: impl Fn(&str) -> String) -> String {
    match field.code {
        "kind" => LibraryKind::from_code(text(row, "kind")).map_or("", LibraryKind::label).to_owned(),
        "region" => region(text(row, "region_code")),
        "partner_since" => {
            row.get("partner_since").and_then(Value::as_i64).map(|year| year.to_string()).unwrap_or_default()
        }
        "cohorts" => {
            let years = row.get("cohorts").and_then(Value::as_array).into_iter().flatten();
            years.filter_map(Value::as_i64).map(|year| year.to_string()).collect::<Vec<_>>().join(", ")
        }
        "is_champion" | "bimtek_completed" => {
            if row.get(field.code).and_then(Value::as_bool).unwrap_or_default() { "Ya" } else { "Tidak" }
                .into()
        }
        "pic" => {
            let phone = names::phone_for_people(text(row, "pic_phone"));
            [text(row, "pic_name"), phone.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        }
        code => text(row, code).to_owned(),
    }
}

/// Why two libraries may be one.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a reason of its own")]
pub(super) struct Alike {
    pub code: bool,
    pub region: bool,
    pub name: bool,
    pub sounding: bool,
}

impl Alike {
    /// `kode SIM TPBIS sama, nama sama`.
    pub fn words(self) -> String {
        [
            (self.code, "kode SIM TPBIS sama"),
            (self.region, "jenis dan wilayah resmi sama"),
            (self.name, "nama sama"),
            (self.sounding, "nama mirip"),
        ]
        .into_iter()
        .filter_map(|(is_so, words)| is_so.then_some(words))
        .collect::<Vec<_>>()
        .join(", ")
    }
}
