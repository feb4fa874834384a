//! What an agency says about itself on paper, and how an event stands on the day it is looked at.

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use crate::{
    db::scope::ProvinceCode,
    kernel::{names, origin::Origin, text, zone::Zone},
};

crate::codes! {
    /// The paper that documents are made for.
    pub enum Paper {
        /// 210 by 297 mm.
        A4 = "A4", "A4 (210 × 297 mm)";
        /// Folio, as Indonesian offices use it.
        F4 = "F4", "F4 atau folio (215 × 330 mm)";
    }
}

crate::codes! {
    /// Whether an official holds the post or stands in for it.
    pub enum ActingStatus {
        /// Holds the post.
        Definitive = "definitif", "Definitif";
        /// Pelaksana tugas: the post is vacant.
        Plt = "plt", "Plt. (pelaksana tugas)";
        /// Pelaksana harian: the holder is away.
        Plh = "plh", "Plh. (pelaksana harian)";
        /// Penjabat: appointed for a time.
        Pj = "pj", "Pj. (penjabat)";
    }
}

impl ActingStatus {
    /// What stands before the position on paper: `Plt. `; empty for the holder.
    pub const fn before_position(self) -> &'static str {
        match self {
            ActingStatus::Definitive => "",
            ActingStatus::Plt => "Plt. ",
            ActingStatus::Plh => "Plh. ",
            ActingStatus::Pj => "Pj. ",
        }
    }
}

/// A province's office that is taken into the programme.
#[derive(Clone, Debug, Serialize)]
pub struct NewTenant {
    /// Kemendagri's code.
    pub province: ProvinceCode,
    /// The first segment of its URLs: `jawa-tengah`.
    pub slug: String,
    /// `Jawa Tengah`.
    pub province_name: String,
    /// Its time zone.
    pub zone: Zone,
    /// The agency's name as its letterhead has it.
    pub official_name: String,
    /// `Arpus Jateng`.
    pub short_name: String,
    /// Where its office is.
    pub city: String,
    /// How far the names can be relied on.
    pub data_origin: Origin,
    /// Where the names were found.
    pub source: String,
}

/// Whom to call at the office; every part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OfficeContact {
    /// Name, with titles as the person writes them.
    pub full_name: String,
    /// What the person is in the office.
    pub position: String,
    /// E.164.
    pub phone: String,
}

/// How Perpusnas reaches a province's office.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Kemendagri's code.
    pub code: ProvinceCode,
    /// The province's name.
    pub province: String,
    /// The agency's name as its letterhead has it.
    pub official_name: String,
    /// Its time zone.
    pub zone: Zone,
    /// Street and number.
    pub address: String,
    /// The office's telephone.
    pub phone: String,
    /// The office's e-mail.
    pub email: String,
    /// The office's website.
    pub website: String,
    /// Whom to call; empty while the office has named nobody.
    pub person: String,
    /// What the person is in the office.
    pub position: String,
    /// The person's number.
    pub person_phone: String,
}

impl Reach {
    /// The number that a message goes to, in E.164: the person's, else the office's.
    pub fn number(&self) -> Option<String> {
        [&self.person_phone, &self.phone].into_iter().find_map(|raw| names::phone(raw).ok())
    }

    /// How a message begins: `Yth. Kepala Bidang.`
    pub fn salutation(&self) -> String {
        let to = if self.person.is_empty() { &self.official_name } else { &self.person };
        format!("Yth. {}.", to.trim_end_matches('.'))
    }
}

/// What the agency decides about itself and its papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// The agency's name as its letterhead has it.
    pub official_name: String,
    /// What people call it.
    pub short_name: String,
    /// Street and number.
    pub address: String,
    /// The city letters are dated in.
    pub city: String,
    /// The office's telephone, as it is printed.
    pub phone: String,
    /// The office's e-mail.
    pub email: String,
    /// The office's website.
    pub website: String,
    /// Whom Perpusnas calls.
    pub contact: OfficeContact,
    /// What documents are printed on.
    pub paper: Paper,
    /// How letters are numbered.
    pub letter_number_pattern: String,
    /// Whether facilitators may add people at the door of the events that it hosts.
    pub facilitators_add_people: bool,
}

/// The kop: what stands on top of every paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// The government that the agency belongs to; empty for Perpusnas.
    pub authority: String,
    /// The agency.
    pub name: String,
    /// Street and city; may be empty.
    pub address: String,
    /// Telephone, e-mail and website; may be empty.
    pub contact: String,
}

/// Who signs, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignerPlan {
    /// Name without titles.
    pub full_name: String,
    /// `Dr.`
    pub title_prefix: String,
    /// `M.Hum.`
    pub title_suffix: String,
    /// `Kepala Dinas`.
    pub position: String,
    /// Whether the post is held or stood in for.
    pub acting_status: ActingStatus,
    /// 18 digits, or empty.
    pub nip: String,
}

impl SignerPlan {
    /// `Dr. Joko Santoso, M.Hum.`
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }

    /// `Plt. Kepala Dinas`.
    pub fn full_position(&self) -> String {
        format!("{}{}", self.acting_status.before_position(), self.position)
    }
}

/// The parts that a letter-number pattern may name, and what they become.
pub const LETTER_NUMBER_PARTS: [&str; 4] = ["{nomor}", "{bulan}", "{bulan-romawi}", "{tahun}"];

/// A letter's number by the agency's pattern: `{nomor}/PLM/{bulan-romawi}/{tahun}` gives `012/PLM/VIII/2022`.
pub fn letter_number(pattern: &str, number: u32, date: NaiveDate) -> String {
    const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let roman = ROMAN.get(date.month0() as usize).copied().unwrap_or_default();
    pattern
        .replace("{nomor}", &format!("{number:03}"))
        .replace("{bulan}", &format!("{:02}", date.month()))
        .replace("{bulan-romawi}", roman)
        .replace("{tahun}", &date.year().to_string())
}

/// What is wrong with a letter-number pattern, as a sentence. An empty one means that numbers are typed by hand.
pub fn letter_number_problem(pattern: &str) -> Option<&'static str> {
    if pattern.is_empty() {
        return None;
    }
    if !pattern.contains("{nomor}") {
        return Some("Pola harus memuat {nomor}, tempat nomor urut surat.");
    }
    let mut rest = pattern.to_owned();
    for part in LETTER_NUMBER_PARTS {
        rest = rest.replace(part, "");
    }
    rest.contains(['{', '}']).then_some(
        "Yang dikenal hanya {nomor}, {bulan}, {bulan-romawi}, dan {tahun}; periksa ejaan dan kurungnya.",
    )
}

/// How an event stands on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Under way today.
    Running,
    /// Still to come, in so many days.
    Upcoming(i64),
    /// Put off.
    Postponed,
    /// Over, not closed yet.
    Over,
    /// Closed or reported.
    Closed,
    /// Called off.
    Cancelled,
}

impl Standing {
    /// Reads the standing from an event's state and days.
    pub fn of(status: &str, starts_on: NaiveDate, ends_on: NaiveDate, today: NaiveDate) -> Self {
        match status {
            "cancelled" => Standing::Cancelled,
            "postponed" => Standing::Postponed,
            "closed" | "reported" => Standing::Closed,
            _ if today > ends_on => Standing::Over,
            _ if today >= starts_on => Standing::Running,
            _ => Standing::Upcoming((starts_on - today).num_days()),
        }
    }

    /// In words.
    pub fn words(self) -> String {
        match self {
            Standing::Running => "Berlangsung".into(),
            Standing::Upcoming(1) => "Besok".into(),
            Standing::Upcoming(days) => format!("{} hari lagi", text::number(days)),
            Standing::Postponed => "Ditunda".into(),
            Standing::Over => "Belum ditutup".into(),
            Standing::Closed => "Selesai".into(),
            Standing::Cancelled => "Dibatalkan".into(),
        }
    }

    /// The badge's meaning.
    pub const fn meaning(self) -> &'static str {
        match self {
            Standing::Running => "way",
            Standing::Upcoming(_) => "neutral",
            Standing::Postponed | Standing::Over => "late",
            Standing::Closed => "done",
            Standing::Cancelled => "refused",
        }
    }

    /// Whether there is still something to prepare.
    pub const fn is_ahead(self) -> bool {
        matches!(self, Standing::Running | Standing::Upcoming(_) | Standing::Postponed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 8, d).unwrap()
    }

    #[test]
    fn letters_are_numbered_by_the_agencys_pattern() {
        assert_eq!(letter_number("{nomor}/PLM/{bulan-romawi}/{tahun}", 12, day(2)), "012/PLM/VIII/2022");
        assert_eq!(letter_number("005/{nomor}-{bulan}", 7, day(2)), "005/007-08");
        assert_eq!(letter_number_problem(""), None);
        assert_eq!(letter_number_problem("{nomor}/{bulan}"), None);
        assert!(letter_number_problem("005/{tahun}").is_some());
        assert!(letter_number_problem("{nomor}/{taun}").is_some());
        assert!(letter_number_problem("{nomor}/{tahun").is_some());
    }

    #[test]
    fn events_under_way_come_first_then_the_nearest() {
        let standing = |from, to| Standing::of("published", day(from), day(to), day(2));
        assert_eq!(standing(1, 4), Standing::Running);
        assert_eq!(standing(2, 2), Standing::Running);
        assert_eq!(standing(3, 4).words(), "Besok");
        assert_eq!(standing(9, 12).words(), "7 hari lagi");
        assert_eq!(standing(1, 1), Standing::Over);
        assert_eq!(Standing::of("cancelled", day(9), day(9), day(2)), Standing::Cancelled);
        assert!(standing(1, 4) < standing(3, 4) && standing(3, 4) < standing(9, 12));
        assert!(standing(9, 12) < standing(1, 1));
    }

    #[test]
    fn a_stand_in_signs_as_one() {
        let signer = SignerPlan {
            full_name: "Sapta Hermawati".into(),
            title_prefix: String::new(),
            title_suffix: "SH, MM".into(),
            position: "Kepala Dinas".into(),
            acting_status: ActingStatus::Plh,
            nip: String::new(),
        };
        assert_eq!(signer.titled(), "Sapta Hermawati, SH, MM");
        assert_eq!(signer.full_position(), "Plh. Kepala Dinas");
    }
}
