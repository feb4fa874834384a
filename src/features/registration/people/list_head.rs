//! What stands above the list of people: what can be done, kept searches, and how it is sorted.

use axum::{http::HeaderMap, response::Response};

use super::{
    forms::PeopleFilter,
    paths::{NewPersonPath, PeoplePath, StatusOfSeveralPath, StatusWord},
    sql,
};
use crate::{
    auth::permission::{EditQuotas, ManageOpenLink, ViewParticipants},
    error::Result,
    features::registration::{
        consents::paths::ConsentsPath,
        import::{
            Accepted,
            paths::{ExportPath, ImportsPath},
        },
        lodging::paths::LodgingPath,
        open_link::paths::OpenLinkPath,
        quick::paths::QuickPath,
        quotas::paths::QuotasPath,
        saved::{
            SavedFilter,
            paths::{RemoveFilterPath, RenameFilterPath, SaveFilterPath},
        },
    },
    kernel::{ids::AccountId, text, zone::Zone},
    web::{cookies, guard::Can, page::Choice, paging::address},
};

/// What the reader may do with the list, and where.
pub(super) struct EditLinks {
    pub create: String,
    pub quick: String,
    pub import: String,
    pub export: String,
    /// What can be done with those who are chosen.
    pub confirm: String,
    pub approve: String,
    pub refuse: String,
    /// Whether somebody on this page waits.
    pub has_awaiting: bool,
    pub links: String,
    pub renew: String,
    pub revoke: String,
    /// Where the open link is managed; empty for those who may not.
    pub open_link: String,
    /// Who has agreed to what.
    pub consents: String,
    /// What the list is filtered by, to come back to it.
    pub filter: String,
    /// Empty for those who may not set quotas.
    pub quotas: String,
    pub rooms: String,
    /// Pairs who may be one person, in words, and where they are looked at; `None` when there are none.
    pub doubles: Option<(String, String)>,
    pub chips: Vec<Chip>,
    /// Where the search is kept.
    pub save: String,
}

/// A column of the list.
pub(super) struct Column {
    pub label: &'static str,
    pub href: String,
    /// `ascending`, `descending`, or nothing when the list is not sorted by it.
    pub order: &'static str,
}

impl EditLinks {
    /// The links of who may edit the list.
    pub fn of(
        path: &PeoplePath,
        can: &Can<ViewParticipants>,
        filter: &PeopleFilter,
        kept: Vec<SavedFilter>,
        imports: &[Choice],
    ) -> Self {
        let (place, event, here) = (path.place.clone(), path.event, path.to_string());
        let bulk = |to| StatusOfSeveralPath { place: path.place.clone(), event: path.event, to }.to_string();
        Self {
            create: NewPersonPath { place: place.clone(), event }.to_string(),
            quick: QuickPath { place: place.clone(), event }.to_string(),
            import: ImportsPath { place: place.clone(), event }.to_string(),
            export: ExportPath { place: place.clone(), event }.to_string(),
            confirm: bulk(StatusWord::Terkonfirmasi),
            approve: bulk(StatusWord::Terdaftar),
            refuse: bulk(StatusWord::Ditolak),
            has_awaiting: false,
            links: format!("{here}/terpilih/tautan"),
            renew: format!("{here}/terpilih/tautan/perbarui"),
            revoke: format!("{here}/terpilih/tautan/cabut"),
            open_link: if can.may::<ManageOpenLink>() {
                OpenLinkPath { place: place.clone(), event }.to_string()
            } else {
                String::new()
            },
            consents: ConsentsPath { place: place.clone(), event }.to_string(),
            filter: serde_html_form::to_string(filter).unwrap_or_default(),
            quotas: if can.may::<EditQuotas>() {
                QuotasPath { place: place.clone(), event }.to_string()
            } else {
                String::new()
            },
            doubles: None,
            rooms: LodgingPath { place: place.clone(), event }.to_string(),
            chips: chips(path, &here, filter, kept, imports),
            save: SaveFilterPath { place: place.clone(), event }.to_string(),
        }
    }
}

/// The columns that the list can be sorted by, with the order that a press asks for.
pub(super) fn columns(filter: &PeopleFilter, here: &str) -> Vec<Column> {
    let newest = if filter.urut == "terbaru" { "terlama" } else { "terbaru" };
    [
        ("Nama", "nama"),
        ("Perpustakaan atau instansi", "instansi"),
        ("Kategori", "kategori"),
        ("Status", "status"),
        ("Terdaftar", newest),
    ]
    .into_iter()
    .map(|(label, sort)| Column {
        label,
        href: address(here, filter, &[("urut", sort)]),
        order: match (label, filter.urut.as_str()) {
            ("Terdaftar", "terbaru") => "descending",
            ("Terdaftar", "terlama") | ("Nama", "") => "ascending",
            (_, urut) if urut == sort && label != "Terdaftar" => "ascending",
            _ => "",
        },
    })
    .collect()
}

/// Remembers in this browser how its person sorted the list last.
const SORT_COOKIE: &str = "sejawat_urut_peserta";
/// For a year.
const REMEMBERED: i64 = 365 * 24 * 60 * 60;
const SORTS: [&str; 6] = ["nama", "instansi", "kategori", "status", "terbaru", "terlama"];

/// How this person sorted the list last; what somebody else left in the same browser does not count.
pub(super) fn remembered_sort(headers: &HeaderMap, account: AccountId) -> Option<&'static str> {
    let (sort, whose) = cookies::read(headers, SORT_COOKIE)?.split_once('.')?;
    SORTS.into_iter().find(|known| *known == sort && whose == account.to_string())
}

/// A kept search above the list.
pub(super) struct Chip {
    pub name: String,
    pub href: String,
    pub is_current: bool,
    pub is_own: bool,
    pub rename: String,
    pub remove: String,
}

/// Kept searches that make sense in this event.
fn chips(
    path: &PeoplePath,
    here: &str,
    filter: &PeopleFilter,
    kept: Vec<SavedFilter>,
    imports: &[Choice],
) -> Vec<Chip> {
    let PeoplePath { place, event } = path;
    kept.into_iter()
        .filter_map(|saved| {
            let asked = PeopleFilter::read(&saved.query);
            if !asked.impor.is_empty() && imports.iter().all(|import| import.value != asked.impor) {
                return None;
            }
            let (rename, remove) = (
                RenameFilterPath { place: place.clone(), event: *event, filter: saved.id },
                RemoveFilterPath { place: place.clone(), event: *event, filter: saved.id },
            );
            // How it is sorted does not make it another search.
            let unsorted =
                |filter: &PeopleFilter| PeopleFilter { urut: String::new(), ..filter.clone() }.query();
            Some(Chip {
                is_current: unsorted(&asked) == unsorted(filter),
                href: asked.address(here),
                name: saved.name,
                is_own: saved.is_own,
                rename: rename.to_string(),
                remove: remove.to_string(),
            })
        })
        .collect()
}

/// How many pairs may be one person, and where they are looked at; `None` when there are none.
pub(super) fn doubles_link(suspects: i64, here: &str) -> Option<(String, String)> {
    let many = if suspects == sql::MOST_SUSPECTS { " atau lebih" } else { "" };
    (suspects > 0).then(|| (format!("Mungkin ganda: {suspects} pasang{many}"), format!("{here}/ganda")))
}

/// A sort that the list knows.
pub(super) fn known_sort(typed: &str) -> Option<&'static str> {
    SORTS.into_iter().find(|sort| *sort == typed)
}

/// Remembers how this person sorted the list.
pub(super) fn remember_sort(response: &mut Response, sort: &str, account: AccountId) -> Result<()> {
    cookies::set(response, SORT_COOKIE, &format!("{sort}.{account}"), REMEMBERED)
}

/// The imports that people came by, as choices.
pub(super) fn import_choices(imports: Vec<Accepted>, zone: Zone) -> Vec<Choice> {
    imports
        .into_iter()
        .map(|import| {
            let day = text::date(zone.date(import.at));
            Choice::new(import.id.to_string(), format!("{} ({day})", import.file_name))
        })
        .collect()
}
