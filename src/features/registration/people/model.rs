//! Who takes part in an event, and how names are read.

use serde::Serialize;

use crate::{
    db::scope::ProvinceCode,
    features::registration::libraries::{LibraryKind, is_of_office, is_of_others},
    kernel::{
        ids::{LibraryId, ParticipantId},
        names,
        origin::Origin,
    },
};

crate::codes! {
    /// As what a person is at an event. Papers choose kinds.
    pub enum PersonKind {
        /// Takes part.
        Peserta = "peserta", "Peserta";
        /// Guides sessions.
        Fasilitator = "fasilitator", "Fasilitator";
        /// Speaks.
        Narasumber = "narasumber", "Narasumber";
        /// Organises.
        Panitia = "panitia", "Panitia";
        /// Opens, closes, attends as an official.
        Pejabat = "pejabat", "Pejabat";
        /// Accompanies the programme.
        Konsultan = "konsultan", "Konsultan";
    }
}

crate::codes! {
    /// The category of a peserta.
    pub enum Category {
        /// From the province's office.
        ProvinceOffice = "province_office", "Dinas perpustakaan provinsi";
        /// From the office of a kabupaten or kota.
        RegencyOffice = "regency_office", "Dinas perpustakaan kabupaten/kota";
        /// From a village's library.
        VillageLibrary = "village_library", "Perpustakaan desa/kelurahan";
        /// Somebody whose life the library changed.
        ImpactBeneficiary = "impact_beneficiary", "Penerima manfaat";
        /// From a Desa Champion.
        ChampionVillage = "champion_village", "Desa Champion";
    }
}

crate::codes! {
    /// Where a person stands on the way to the event.
    pub enum Status {
        /// Asked to come.
        Invited = "invited", "Diundang";
        /// Has registered by an open link and waits for the office.
        AwaitingApproval = "awaiting_approval", "Menunggu persetujuan";
        /// On the list.
        Registered = "registered", "Terdaftar";
        /// Said that they will come.
        Confirmed = "confirmed", "Terkonfirmasi";
        /// Said that they will not come.
        Declined = "declined", "Berhalangan";
        /// Asked to come by the open link, and the office said no.
        Refused = "refused", "Tidak disetujui";
        /// Somebody else comes instead.
        Replaced = "replaced", "Digantikan";
        /// Taken off the list.
        Cancelled = "cancelled", "Dibatalkan";
        /// Another row of the same person counts for this one.
        Merged = "merged", "Digabungkan";
    }
}

impl Status {
    /// Where somebody on the list can stand: whoever was merged is on no list.
    pub fn listed() -> impl Iterator<Item = Status> {
        Self::ALL.iter().copied().filter(|status| *status != Status::Merged)
    }

    /// Whether the person holds a place, and is on lists of presence once approved.
    pub const fn counts(self) -> bool {
        matches!(self, Status::Invited | Status::AwaitingApproval | Status::Registered | Status::Confirmed)
    }

    /// Whether somebody who stands here may be set to `to` together with others: only who waits is approved or refused.
    pub const fn may_become(self, to: Status) -> bool {
        match to {
            Status::Registered | Status::Refused => matches!(self, Status::AwaitingApproval),
            _ => !matches!(self, Status::Replaced | Status::Merged),
        }
    }

    /// The colour of its meaning.
    pub const fn meaning(self) -> &'static str {
        match self {
            Status::Confirmed => "done",
            Status::Registered => "way",
            Status::AwaitingApproval => "late",
            Status::Declined | Status::Refused | Status::Cancelled => "refused",
            Status::Invited | Status::Replaced | Status::Merged => "neutral",
        }
    }
}

/// Why two people may be one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a reason of its own")]
pub struct Alike {
    /// The same NIP.
    pub nip: bool,
    /// The same telephone.
    pub phone: bool,
    /// The same name, titles and spellings apart.
    pub name: bool,
    /// The same library or agency.
    pub agency: bool,
    /// Not the same name, but almost.
    pub sounding: bool,
}

impl Alike {
    /// `NIP sama, nama sama di perpustakaan atau instansi yang sama`.
    pub fn words(self) -> String {
        let name = match (self.name, self.sounding, self.agency) {
            (true, _, true) => "nama sama di perpustakaan atau instansi yang sama",
            (true, _, false) => "nama sama",
            (_, true, _) => "nama mirip di perpustakaan atau instansi yang sama",
            _ => "",
        };
        let words = [
            if self.nip { "NIP sama" } else { "" },
            if self.phone { "nomor telepon sama" } else { "" },
            name,
        ];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

crate::codes! {
    /// Which facilitator.
    pub enum TrainerKind {
        /// Trained by Perpusnas.
        MasterTrainer = "master_trainer", "Master Trainer";
        /// Of the region.
        RegionalFacilitator = "regional_facilitator", "Fasilitator daerah";
    }
}

crate::codes! {
    /// How a person came onto the list.
    pub enum Entry {
        /// The office registered the person.
        Office = "office", "Didaftarkan dinas";
        /// The library was invited and named the person.
        Invited = "invited", "Diundang";
        /// The person registered by a link.
        Myself = "self", "Mendaftar sendiri";
        /// Came unannounced.
        WalkIn = "walk_in", "Datang langsung";
        /// Comes instead of somebody.
        Substitute = "substitute", "Pengganti";
    }
}

/// The category that a library's people usually are of.
pub const fn usual_category(kind: LibraryKind, is_champion: bool) -> Option<Category> {
    match kind {
        LibraryKind::ProvinceOffice => Some(Category::ProvinceOffice),
        LibraryKind::RegencyOffice => Some(Category::RegencyOffice),
        LibraryKind::VillageLibrary if is_champion => Some(Category::ChampionVillage),
        LibraryKind::VillageLibrary => Some(Category::VillageLibrary),
        LibraryKind::Other => None,
    }
}

/// The category that the name of an agency tells which is not in the directory: only that of a library does, and that of a
/// kabupaten, a kota or a province only when an office bears it. A school's or a community's lies there as well.
pub fn category_of_agency(name: &str) -> Option<Category> {
    let is_library = ["perpus", "arsip"].iter().any(|word| name.to_lowercase().contains(word));
    let kind = LibraryKind::told_by(name).filter(|_| is_library && !is_of_others(name))?;
    let is_told = kind == LibraryKind::VillageLibrary || is_of_office(name);
    is_told.then(|| usual_category(kind, false)).flatten()
}

/// How to reach a person, and the NIP: shown to the offices only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// E.164; may be empty.
    pub phone: String,
    /// May be empty.
    pub email: String,
    /// 18 digits; empty for people who are not civil servants.
    pub nip: String,
}

/// A person of an event as the office wants them: the command that a form becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonPlan {
    /// The province that sends the person.
    pub province: ProvinceCode,
    /// As what.
    pub kind: PersonKind,
    /// For peserta, and only for them.
    pub category: Option<Category>,
    /// One of the province's libraries.
    pub library: Option<LibraryId>,
    /// The agency's name; a library's own name wins over it.
    pub agency_name: String,
    /// The name without titles.
    pub full_name: String,
    /// `Dr.`
    pub title_prefix: String,
    /// `M.Hum.`
    pub title_suffix: String,
    /// `Bapak`, `Ibu` or nothing.
    pub honorific: String,
    /// `L`, `P` or not asked yet. Never derived.
    pub sex: String,
    /// PIC, pengelola, kepala desa.
    pub delegation_role: String,
    /// The post at home.
    pub job_title: String,
    /// Pangkat and golongan.
    pub rank: String,
    /// Which facilitator.
    pub trainer_kind: Option<TrainerKind>,
    /// Where a facilitator comes from; may be empty.
    pub home_region_code: String,
    /// Where the person stands.
    pub status: Status,
    /// How the person came onto the list.
    pub entry: Entry,
    /// Whom the person replaces.
    pub replaces: Option<ParticipantId>,
    /// Anything else.
    pub note: String,
    /// How to reach the person.
    pub contact: Contact,
    /// How far the facts can be relied on.
    pub data_origin: Origin,
    /// The address they come from; may be empty.
    pub source: String,
}

impl PersonPlan {
    /// A person of whom only province, kind and name are known; a peserta still needs a category.
    pub fn new(province: ProvinceCode, kind: PersonKind, full_name: impl Into<String>) -> Self {
        Self {
            province,
            kind,
            category: None,
            library: None,
            agency_name: String::new(),
            full_name: full_name.into(),
            title_prefix: String::new(),
            title_suffix: String::new(),
            honorific: String::new(),
            sex: String::new(),
            delegation_role: String::new(),
            job_title: String::new(),
            rank: String::new(),
            trainer_kind: None,
            home_region_code: String::new(),
            status: Status::Registered,
            entry: Entry::Office,
            replaces: None,
            note: String::new(),
            contact: Contact::default(),
            data_origin: Origin::Real,
            source: String::new(),
        }
    }

    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }
}

/// A name that was typed with its titles, taken apart: `Dr. Hj. Siti Aminah, S.Sos., M.M.`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedName {
    /// `Dr. Hj.`
    pub prefix: String,
    /// `Siti Aminah`
    pub name: String,
    /// `S.Sos., M.M.`
    pub suffix: String,
}

impl TypedName {
    /// Titles are what stands behind the first comma, and words before the name that are known as titles. A name
    /// that would vanish stays as it was typed.
    pub fn parse(typed: &str) -> Self {
        const TITLES: [&str; 14] = [
            "prof", "prof.", "dr", "dr.", "drs", "drs.", "dra", "dra.", "ir.", "h.", "hj.", "kh.", "drg.",
            "kol.",
        ];
        let (front, suffix) = typed.split_once(',').unwrap_or((typed, ""));
        let words: Vec<&str> = front.split_whitespace().collect();
        let titles = words
            .iter()
            .take_while(|word| TITLES.contains(&word.to_lowercase().as_str()))
            .count()
            .min(words.len().saturating_sub(1));
        let (prefix, name) = words.split_at(titles);
        if name.is_empty() {
            return Self { name: typed.to_owned(), ..Self::default() };
        }
        Self { prefix: prefix.join(" "), name: name.join(" "), suffix: suffix.trim().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(typed: &str) -> (String, String, String) {
        let TypedName { prefix, name, suffix } = TypedName::parse(typed);
        (prefix, name, suffix)
    }

    #[test]
    fn titles_typed_into_the_name_are_taken_apart() {
        assert_eq!(
            parts("Dr. Hj. Siti Aminah, S.Sos., M.M."),
            ("Dr. Hj.".into(), "Siti Aminah".into(), "S.Sos., M.M.".into())
        );
        assert_eq!(parts("Ninik"), (String::new(), "Ninik".into(), String::new()));
        assert_eq!(parts("I Made Dr Arta"), (String::new(), "I Made Dr Arta".into(), String::new()));
        assert_eq!(parts("Dr."), (String::new(), "Dr.".into(), String::new()));
        assert_eq!(parts(", S.H."), (String::new(), ", S.H.".into(), String::new()));
    }

    #[test]
    fn an_agency_that_is_a_library_tells_the_category() {
        for (agency, category) in [
            ("Dinas Perpustakaan dan Kearsipan Kab. Kudus, Prov. Jawa Tengah", Some(Category::RegencyOffice)),
            ("Dinas Arsip dan Perpustakaan Kota Sungai Penuh", Some(Category::RegencyOffice)),
            ("DINAS KEARSIPAN PROVINSI JAWA TENGAH", Some(Category::ProvinceOffice)),
            ("Perpustakaan Desa Arang-Arang, Kabupaten Muaro Jambi", Some(Category::VillageLibrary)),
            ("Perpusdes Kajen", Some(Category::VillageLibrary)),
            ("Perpustakaan Umum Kota Jambi", Some(Category::RegencyOffice)),
            ("Perpustakaan Sekolah Alam", None),
            ("Perpustakaan SMAN 2 Kota Jambi", None),
            ("Perpustakaan SD3 Desa Kajen", None),
            ("Perpustakaan Komunitas Rumah Cahaya, Kota Bogor", None),
            ("Perpustakaan Kota Karang", None),
            ("Bappeda Kabupaten Kudus", None),
            ("Pemerintah Desa Kajen", None),
            ("", None),
        ] {
            assert_eq!(category_of_agency(agency), category, "{agency}");
        }
    }

    #[test]
    fn who_counts() {
        let counting: Vec<_> = Status::ALL.iter().filter(|status| status.counts()).collect();
        assert_eq!(counting.len(), 4);
        assert_eq!(usual_category(LibraryKind::VillageLibrary, true), Some(Category::ChampionVillage));
    }
}
