//! What an invitation is, and the messages that bring it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    features::registration::{libraries::LibraryKind, people::Category},
    kernel::{ids::LibraryId, origin::Origin, text},
};

crate::codes! {
    /// What a library has answered.
    pub enum Answer {
        /// Nothing yet.
        None = "none", "Belum menjawab";
        /// Its list is complete.
        Done = "done", "Sudah menjawab";
        /// It cannot come.
        Declined = "declined", "Tidak dapat hadir";
    }
}

impl Answer {
    /// Its meaning and its words, for a library that has named so many people.
    pub const fn standing(self, named: i64) -> (&'static str, &'static str) {
        match self {
            Answer::None if named > 0 => ("way", "Sedang mengisi"),
            Answer::None => ("late", Answer::None.label()),
            Answer::Done => ("done", Answer::Done.label()),
            Answer::Declined => ("refused", Answer::Declined.label()),
        }
    }
}

/// The most places of one library.
pub const MOST_PLACES: i32 = 99;

/// How many places a library usually has; the office changes it where it is otherwise.
pub const fn default_places(kind: LibraryKind) -> i32 {
    match kind {
        LibraryKind::ProvinceOffice | LibraryKind::RegencyOffice => 2,
        LibraryKind::VillageLibrary | LibraryKind::Other => 1,
    }
}

/// A library to be invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvitationPlan {
    /// Which library of one's own.
    pub library: LibraryId,
    /// How many people may come.
    pub places: i32,
    /// What they are of.
    pub category: Category,
    /// The last day on which they can be named; `None` follows the event.
    pub closes_on: Option<NaiveDate>,
    /// How far the facts can be relied on.
    pub data_origin: Origin,
}

/// An invitation as the office wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DelegationPlan {
    /// How many people may come.
    pub places: i32,
    /// What they are of.
    pub category: Category,
    /// The last day on which they can be named; `None` follows the event.
    pub closes_on: Option<NaiveDate>,
    /// The person in charge; may be empty.
    pub pic_name: String,
    /// That person's number in E.164; may be empty.
    pub pic_phone: String,
    /// Anything else.
    pub note: String,
}

/// What a message to a PIC says.
pub(super) struct Message<'a> {
    pub pic: &'a str,
    pub library: &'a str,
    pub office: &'a str,
    pub event: &'a str,
    pub when: String,
    pub places: i32,
    pub closes_on: NaiveDate,
}

impl Message<'_> {
    fn greeting(&self) -> String {
        let to = if self.pic.is_empty() { "Bapak/Ibu penanggung jawab" } else { self.pic };
        format!("Yth. {to}, {} mengundang {} ke {}, {}", self.office, self.library, self.event, self.when)
    }

    fn places(&self) -> String {
        format!("{} orang", self.places)
    }

    /// The invitation with its link.
    pub fn invitation(&self, url: &str, code: &str) -> String {
        format!(
            "{}. Mohon sebutkan utusannya, paling banyak {}, lewat tautan ini paling lambat {}: {url} . Bila diminta, masukkan 4 angka terakhir nomor telepon ini atau kode {code}. Bila tidak dapat hadir, jawab lewat tautan itu juga.",
            self.greeting(),
            self.places(),
            text::long_date(self.closes_on)
        )
    }

    /// A reminder; the link itself was shown once and is not known any more.
    pub fn reminder(&self) -> String {
        format!(
            "{}. Kami belum menerima nama utusannya (paling banyak {}). Mohon diisi lewat tautan yang sudah kami kirim, paling lambat {}. Bila tautannya tidak ditemukan atau perpustakaan tidak dapat hadir, mohon balas pesan ini.",
            self.greeting(),
            self.places(),
            text::long_date(self.closes_on)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_library_event_places_and_the_last_day() {
        let day = NaiveDate::from_ymd_opt(2022, 8, 2).unwrap();
        let message = Message {
            pic: "",
            library: "Perpustakaan Desa Loram Wetan",
            office: "Arpus Jateng",
            event: "PLM 2022",
            when: text::date_range(day, day),
            places: 2,
            closes_on: day,
        };
        let sent = message.invitation("https://contoh.id/utusan/x", "1234");
        for wanted in [
            "Bapak/Ibu",
            "Loram Wetan",
            "PLM 2022",
            "2 orang",
            "Selasa, 2 Agustus 2022",
            "/utusan/x .",
            "1234",
        ] {
            assert!(sent.contains(wanted), "{wanted}: {sent}");
        }
        assert!(!message.reminder().contains("http"));
    }
}
