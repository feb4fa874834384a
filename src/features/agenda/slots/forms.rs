//! What is typed on the page of the order.

use serde::Deserialize;

use super::{model::MOST_MINUTES, sql::Slot};
use crate::{
    features::agenda::publication::Presentation,
    kernel::ids::{LibraryId, SlotId},
};

/// More who present, and the order as typed, so that adding somebody loses no minutes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddForm {
    /// `semua <category>` for all libraries of a category that have no turn yet; `lain` for somebody else; else one library.
    pub what: String,
    /// Which library.
    pub library: String,
    /// Who presents and is no library.
    pub label: String,
    /// How many minutes each library.
    pub new_minutes: String,
    /// How many minutes somebody else.
    pub other_minutes: String,
    pub slot: Vec<String>,
    pub minutes: Vec<String>,
    pub was: Vec<String>,
}

/// Who is to be added.
pub(super) enum Wanted {
    /// All of a category, by its code.
    Category(String),
    Library(LibraryId),
    Other(String),
}

impl AddForm {
    /// Who and how long, or a sentence.
    pub fn parse(&self, usual: i32) -> Result<(Wanted, i32), &'static str> {
        let is_other = self.what == "lain";
        let minutes = match if is_other { &self.other_minutes } else { &self.new_minutes }.trim() {
            "" => usual,
            typed => minutes(typed).ok_or("Isi menit dengan angka 1 sampai 240.")?,
        };
        let label = self.label.split_whitespace().collect::<Vec<_>>().join(" ");
        let category = self.what.strip_prefix("semua ").map(str::trim);
        let wanted = match (self.what.as_str(), self.library.parse()) {
            _ if category.is_some() => Wanted::Category(category.unwrap_or_default().to_owned()),
            ("lain", _) => match label.chars().count() {
                2..=200 if label.chars().all(|c| !c.is_control()) => Wanted::Other(label),
                _ => return Err("Isi nama penampil dengan 2 sampai 200 huruf."),
            },
            (_, Ok(library)) => Wanted::Library(library),
            _ => return Err("Pilih perpustakaan dari daftar."),
        };
        Ok((wanted, minutes))
    }

    /// The order as typed.
    pub fn order(&self) -> ChangeForm {
        let (slot, minutes, was) = (self.slot.clone(), self.minutes.clone(), self.was.clone());
        ChangeForm { slot, minutes, was, ..ChangeForm::default() }
    }
}

/// A number of minutes, when it is one.
pub(super) fn minutes(typed: &str) -> Option<i32> {
    typed.trim().parse().ok().filter(|minutes| (1..=MOST_MINUTES).contains(minutes))
}

/// The whole order as typed: three lists of the same length, and the button that was pressed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    pub slot: Vec<String>,
    pub minutes: Vec<String>,
    /// What stood in the field of minutes when the page was drawn.
    pub was: Vec<String>,
    /// Minutes for all.
    pub each: String,
    /// `simpan`, `samakan`, `rata`, `naik <id>`, `turun <id>`, `ke <id> <n>` or `hapus <id>`.
    pub act: String,
}

/// What is to be done with the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Save,
    /// The same minutes for all.
    Each(i32),
    /// The session's minutes spread over all.
    Spread,
    Up(SlotId),
    Down(SlotId),
    To(SlotId, usize),
    Remove(SlotId),
}

impl ChangeForm {
    /// What is to be done, or a sentence.
    pub fn deed(&self) -> Result<Deed, &'static str> {
        let mut words = self.act.split_whitespace();
        let (act, slot) = (words.next().unwrap_or_default(), words.next().and_then(|id| id.parse().ok()));
        match (act, slot) {
            ("simpan" | "", _) => Ok(Deed::Save),
            ("rata", _) => Ok(Deed::Spread),
            ("samakan", _) => {
                minutes(&self.each).map(Deed::Each).ok_or("Isi menit untuk semua dengan angka 1 sampai 240.")
            }
            ("naik", Some(slot)) => Ok(Deed::Up(slot)),
            ("turun", Some(slot)) => Ok(Deed::Down(slot)),
            ("hapus", Some(slot)) => Ok(Deed::Remove(slot)),
            ("ke", Some(slot)) => {
                let to = words.next().and_then(|n| n.parse().ok());
                to.map(|to| Deed::To(slot, to)).ok_or("Urutan ini tidak terbaca. Muat ulang halaman.")
            }
            _ => Err("Tindakan ini tidak terbaca. Muat ulang halaman, lalu coba lagi."),
        }
    }
}

/// One turn on the page.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub slot: Slot,
    /// What is in the field of minutes.
    pub typed: String,
    pub problem: &'static str,
    /// What somebody else saved meanwhile; empty when nobody did.
    pub theirs: String,
}

impl Line {
    /// A turn as it stands.
    pub fn of(slot: Slot) -> Self {
        Self { typed: slot.minutes.to_string(), slot, problem: "", theirs: String::new() }
    }

    /// A turn as it was published; nothing is done to it.
    pub fn shown(one: &Presentation) -> Self {
        Self::of(Slot { id: SlotId::new(), label: one.label.clone(), minutes: one.minutes })
    }

    /// The turns with what was typed. A field that nobody touched follows what stands now; one that both touched is asked about.
    pub fn filled(slots: Vec<Slot>, form: &ChangeForm) -> Vec<Self> {
        let typed = |id: SlotId| {
            let fields = form.slot.iter().zip(&form.minutes).zip(&form.was);
            fields
                .map(|((slot, typed), was)| (slot, typed.trim(), was.trim()))
                .find(|(slot, ..)| **slot == id.to_string())
        };
        slots
            .into_iter()
            .map(|slot| {
                let Some((_, typed, was)) = typed(slot.id) else { return Self::of(slot) };
                let now = slot.minutes.to_string();
                if typed == was || typed == now {
                    return Self::of(slot);
                }
                let problem = if minutes(typed).is_none() { "Isi dengan angka 1 sampai 240." } else { "" };
                let theirs = if was == now { String::new() } else { now };
                Self { slot, typed: typed.to_owned(), problem, theirs }
            })
            .collect()
    }

    /// The minutes that are wanted.
    pub fn minutes(&self) -> i32 {
        minutes(&self.typed).unwrap_or(self.slot.minutes)
    }
}
