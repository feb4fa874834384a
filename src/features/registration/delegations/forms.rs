//! Libraries that were chosen, one invitation's form, and what the list is filtered by.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    model::{DelegationPlan, InvitationPlan, MOST_PLACES},
    sql::{Delegation, Wanted},
};
use crate::{
    features::registration::{
        libraries::Choosable,
        people::{Category, usual_category},
    },
    kernel::{
        ids::{DelegationId, LibraryId},
        names,
        origin::Origin,
        text,
    },
    web::form::{Problem, Problems},
};

/// The most libraries that are invited at once.
pub(super) const MOST: usize = 200;

/// Libraries as they were ticked, each with its places.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    /// Every library of the page, beside `places`.
    pub library: Vec<String>,
    /// How many places each would have.
    pub places: Vec<String>,
    /// Those that are ticked.
    pub who: Vec<String>,
    /// The category of libraries that have no usual one.
    pub category: String,
    /// The last day; empty follows the event.
    pub closes_on: String,
}

impl InviteForm {
    /// Whether a library is ticked.
    pub fn is_chosen(&self, library: LibraryId) -> bool {
        self.who.iter().any(|id| *id == library.to_string())
    }

    /// The places typed for a library.
    pub fn places_of(&self, library: LibraryId) -> Option<&str> {
        let at = self.library.iter().position(|id| *id == library.to_string())?;
        self.places.get(at).map(String::as_str)
    }

    /// The commands, or what is wrong. Ticked libraries that are not the office's fall away.
    pub fn parse(&self, own: &[Choosable]) -> Result<Vec<InvitationPlan>, Vec<Problem>> {
        let mut problems = Problems::new();
        let closes_on = closing_day(&mut problems, &self.closes_on);
        let other = Category::from_code(&self.category).unwrap_or(Category::VillageLibrary);
        let mut plans = Vec::new();
        for library in own.iter().filter(|library| self.is_chosen(library.id)).take(MOST) {
            let typed = self.places_of(library.id).unwrap_or_default().trim();
            match typed.parse::<i32>().ok().filter(|places| (1..=MOST_PLACES).contains(places)) {
                Some(places) => plans.push(InvitationPlan {
                    library: library.id,
                    places,
                    category: usual_category(library.kind, library.is_champion).unwrap_or(other),
                    closes_on,
                    data_origin: Origin::Real,
                }),
                None => problems.add(
                    "places",
                    format!("Isi tempat {} dengan angka 1 sampai {MOST_PLACES}.", library.name),
                ),
            }
        }
        if plans.is_empty() && problems.is_empty() {
            problems.add("who", "Belum ada yang dipilih. Centang perpustakaan yang diundang.");
        }
        problems.into_result(Some(plans))
    }
}

/// The last day for names; nothing typed follows the event.
fn closing_day(problems: &mut Problems, typed: &str) -> Option<NaiveDate> {
    if typed.trim().is_empty() { None } else { problems.date("closes_on", typed, "batas pengisian nama") }
}

/// One invitation as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DelegationForm {
    pub places: String,
    pub category: String,
    pub closes_on: String,
    pub pic_name: String,
    pub pic_phone: String,
    pub note: String,
    pub version: String,
}

impl DelegationForm {
    /// The form of an invitation as it stands.
    pub fn of(delegation: &Delegation) -> Self {
        Self {
            places: delegation.places.to_string(),
            category: delegation.category.code().into(),
            closes_on: delegation.own_closes_on.map(|day| day.to_string()).unwrap_or_default(),
            pic_name: delegation.pic_name.clone(),
            pic_phone: names::phone_for_people(&delegation.pic_phone),
            note: delegation.note.clone(),
            version: delegation.version.to_string(),
        }
    }

    /// The command, or what is wrong. `named` people hold places already.
    pub fn parse(&self, named: i64) -> Result<DelegationPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let places = problems.number("places", &self.places, "tempat", 1, MOST_PLACES);
        if places.is_some_and(|places| i64::from(places) < named) {
            problems.add(
                "places",
                format!(
                    "Sudah {named} orang disebutkan. Batalkan dulu sebagian, atau isi paling sedikit {named}."
                ),
            );
        }
        let category = problems.choice("category", &self.category, "kategori", Category::from_code);
        let closes_on = closing_day(&mut problems, &self.closes_on);
        let pic_name = problems.optional("pic_name", &self.pic_name, "nama penanggung jawab", 120);
        let pic_phone = problems.parsed("pic_phone", &self.pic_phone, names::phone);
        let note = problems.lines("note", &self.note, "catatan", 500);
        let (Some(places), Some(category)) = (places, category) else { return problems.into_result(None) };
        problems.into_result(Some(DelegationPlan { places, category, closes_on, pic_name, pic_phone, note }))
    }
}

/// What the list is searched and filtered by, as the URL says it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DelegationFilter {
    /// Words of a library's or a PIC's name.
    pub cari: String,
    /// `belum`, `selesai`, `tidak-hadir`, `tanpa-tautan`, `rangkap`.
    pub jawaban: String,
    /// The province's code.
    pub provinsi: String,
    /// The page, from 1.
    pub halaman: String,
}

impl DelegationFilter {
    /// The filter as the statement takes it.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            words: text::words(&self.cari),
            state: self.jawaban.clone(),
            province: self.provinsi.clone(),
        }
    }

    /// Whether it asks for anything.
    pub(super) fn is_active(&self) -> bool {
        [&self.cari, &self.jawaban, &self.provinsi].iter().any(|field| !field.is_empty())
    }
}

/// Invitations that were ticked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChosenDelegations {
    /// Their ids.
    pub who: Vec<String>,
    /// `ya`: everybody who has no link.
    pub all: String,
    /// Where the reminders go on.
    pub lewati: String,
    /// `urut` when the reminders are gone through one after another.
    pub next: String,
}

impl ChosenDelegations {
    /// The invitations; what is no id falls away.
    pub fn ids(&self) -> Vec<DelegationId> {
        self.who.iter().take(MOST).filter_map(|id| id.parse().ok()).collect()
    }
}
