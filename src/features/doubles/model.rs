//! What of two people is compared, and in which words.

use std::cmp::Reverse;

use serde_json::Value;

use crate::{
    features::registration::{
        Category, PersonKind, Status, TrainerKind,
        merging::{self, Field, Row, Side},
    },
    kernel::names,
};

/// What is compared, in the order of the page. A new column of a person that can differ is added here, and to the two
/// statements that read and write the row.
pub(super) const FIELDS: &[Field] = &[
    Field { code: "full_name", label: "Nama lengkap", columns: &["full_name"] },
    Field { code: "title_prefix", label: "Gelar depan", columns: &["title_prefix"] },
    Field { code: "title_suffix", label: "Gelar belakang", columns: &["title_suffix"] },
    Field { code: "as", label: "Hadir sebagai", columns: &["kind", "category", "trainer_kind"] },
    Field { code: "agency", label: "Perpustakaan atau instansi", columns: &["library_id", "agency_name"] },
    Field { code: "status", label: "Status", columns: &["status"] },
    Field { code: "sex", label: "Jenis kelamin", columns: &["sex"] },
    Field { code: "honorific", label: "Sapaan", columns: &["honorific"] },
    Field { code: "phone", label: "Telepon", columns: &["phone"] },
    Field { code: "nip", label: "NIP", columns: &["nip"] },
    Field { code: "email", label: "Surel", columns: &["email"] },
    Field { code: "delegation_role", label: "Peran dalam utusan", columns: &["delegation_role"] },
    Field { code: "job_title", label: "Jabatan", columns: &["job_title"] },
    Field { code: "rank", label: "Pangkat/golongan", columns: &["rank"] },
    Field { code: "note", label: "Catatan", columns: &["note"] },
    Field { code: "home", label: "", columns: &["home_region_code"] },
    Field { code: "account", label: "", columns: &["account_id"] },
];

fn text<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The name with its titles.
pub(super) fn titled(row: &Row) -> String {
    names::titled(text(row, "title_prefix"), text(row, "full_name"), text(row, "title_suffix"))
}

/// Where the person stands.
pub(super) fn status(row: &Row) -> Option<Status> {
    Status::from_code(text(row, "status"))
}

/// A field in words; `category` says the edition's word for a category.
pub(super) fn shown(field: &Field, row: &Row, category: impl Fn(Category) -> String) -> String {
    match field.code {
        "as" => {
            let kind = PersonKind::from_code(text(row, "kind")).map_or("", PersonKind::label);
            let more = Category::from_code(text(row, "category")).map(category);
            let trainer = TrainerKind::from_code(text(row, "trainer_kind"));
            let more = more.or_else(|| trainer.map(|trainer| trainer.label().to_owned()));
            more.map_or_else(|| kind.to_owned(), |more| format!("{kind}: {more}"))
        }
        "agency" if text(row, "library_id").is_empty() => text(row, "agency_name").to_owned(),
        "agency" => format!("{} (dari daftar perpustakaan)", text(row, "agency_name")),
        "status" => status(row).map_or("", Status::label).to_owned(),
        "sex" => match text(row, "sex") {
            "L" => "Laki-laki".into(),
            "P" => "Perempuan".into(),
            _ => String::new(),
        },
        "phone" => names::phone_for_people(text(row, "phone")),
        "nip" => names::nip_for_people(text(row, "nip")),
        code => text(row, code).to_owned(),
    }
}

/// Which of the two a field is usually taken from. Whoever is on the way to the event stays so, however it ended for the
/// other row.
pub(super) fn usual<'s>(field: &Field, one: &'s Side, other: &'s Side) -> &'s Side {
    if field.code == "status" {
        let place = |side: &Side| match status(&side.row) {
            Some(Status::Confirmed) => 0,
            Some(Status::Registered) => 1,
            Some(Status::Invited) => 2,
            Some(Status::AwaitingApproval) => 3,
            Some(Status::Declined) => 4,
            Some(Status::Replaced) => 5,
            _ => 6,
        };
        return if place(other) < place(one) { other } else { one };
    }
    merging::usual(field, one, other)
}

/// What hangs on a row besides its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hangs {
    /// Marks of attendance, of merged rows too.
    pub marks: i64,
    /// Whether a personal link counts.
    pub has_link: bool,
    /// When the row came onto the list, to order by.
    pub since: i64,
}

/// Whether the first of two rows is the one that usually survives: the one with marks, else with a link, else the older.
pub(super) fn survives(one: Hangs, other: Hangs) -> bool {
    let key = |hangs: Hangs| (hangs.marks > 0, hangs.has_link, Reverse(hangs.since));
    key(one) >= key(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_that_something_hangs_on_survives_else_the_older() {
        let bare = Hangs { marks: 0, has_link: false, since: 1 };
        assert!(survives(Hangs { marks: 2, since: 5, ..bare }, Hangs { has_link: true, ..bare }));
        assert!(!survives(bare, Hangs { has_link: true, since: 9, ..bare }));
        assert!(survives(bare, Hangs { since: 2, ..bare }));
        assert!(survives(bare, bare));
    }
}
