//! What a library tells of itself at a meeting.

/// A library's year, as its form has it. What is empty was not told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Achievement {
    /// The library.
    pub library: Library,
    /// Where this is presented.
    pub event: Event,
    /// More of the library.
    pub profile: Profile,
    /// Visits before it became a partner and after.
    pub visits: Visits,
    /// In the order of [`STRATEGIES`].
    pub strategies: [Strategy; 3],
    /// Who and what supports it.
    pub support: Support,
    /// What was difficult and what helped.
    pub challenges: Vec<Challenge>,
    /// Advice for other libraries, one sentence or two each.
    pub tips: Vec<String>,
    /// What changed for somebody. Only what may be shown.
    pub story: Story,
    /// What comes next.
    pub plan: Vec<Plan>,
    /// Pictures; those after the first [`MOST_PHOTOS`] are left out.
    pub photos: Vec<Photo>,
}

/// The names of the three strategies of the national programme.
pub const STRATEGIES: [&str; 3] =
    ["Peningkatan layanan informasi", "Pelibatan masyarakat", "Advokasi dan publikasi"];

/// A deck has no more photos than these.
pub const MOST_PHOTOS: usize = 60;

/// Which library it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Library {
    /// `Perpustakaan Desa Sukamaju`.
    pub name: String,
    /// Its regency or city: `Kabupaten Batang Hari`.
    pub regency: String,
    /// Its province, without the word: `Jambi`.
    pub province: String,
}

/// Where it is presented, and by whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// `Peer Learning Meeting Provinsi Jambi`.
    pub name: String,
    /// The year of the event.
    pub year: Option<u16>,
    /// Who presents, with position if wanted.
    pub presenter: String,
}

/// More of the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// `Perpustakaan desa`.
    pub kind: String,
    /// Its number in the national list of libraries (NPP) or in the programme.
    pub code: String,
    /// The person in charge.
    pub person_in_charge: String,
    /// The year in which it became a partner.
    pub partner_since: Option<u16>,
    /// Some lines of text.
    pub about: String,
}

/// Visits before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visits {
    /// What "before" is: `2023`. The word alone if empty.
    pub before: String,
    /// What "after" is.
    pub after: String,
    /// One line for each that is counted.
    pub counts: Vec<VisitCount>,
}

/// One that is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitCount {
    /// `Kunjungan per bulan`.
    pub what: String,
    /// How many before.
    pub before: Option<u32>,
    /// How many after.
    pub after: Option<u32>,
}

/// What was done for one strategy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strategy {
    /// How many activities.
    pub activities: Option<u32>,
    /// How many people took part.
    pub participants: Option<u32>,
    /// How many topics or skills were offered.
    pub topics: Option<u32>,
    /// Text; each line of its own is an item.
    pub text: String,
}

/// Who and what supports the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Support {
    /// Partners.
    pub partners: Vec<Partner>,
    /// Decrees and regulations, one each.
    pub regulations: Vec<String>,
    /// Budgets.
    pub budgets: Vec<Budget>,
}

/// A partner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// The agreement: `MoU 2024`.
    pub agreement: String,
    /// What it gives.
    pub contribution: String,
}

/// Money.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Budget {
    /// `Dana desa`.
    pub source: String,
    /// Its year.
    pub year: Option<u16>,
    /// In whole rupiah.
    pub rupiah: Option<u64>,
}

/// What was difficult, and what helped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Challenge {
    /// What was difficult.
    pub challenge: String,
    /// What helped.
    pub solution: String,
}

/// What changed for somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Story {
    /// Who it was, if the name may be shown.
    pub who: String,
    /// How it was before.
    pub before: String,
    /// What of the library was used.
    pub service: String,
    /// How it is now.
    pub change: String,
    /// What came in, if told: `Rp500.000 per bulan`.
    pub income: String,
    /// Their own words, only with consent.
    pub quotation: String,
}

/// What comes next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What will be done.
    pub activity: String,
    /// When: `Triwulan I 2027`.
    pub time: String,
    /// With whom.
    pub partners: String,
}

/// What a photo shows, and so where it stands. Those that find no room there are in the gallery.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Subject {
    /// The library: the first beside its profile.
    Library,
    /// A strategy, by its place in [`STRATEGIES`]: the first two beside it.
    Strategy(usize),
    /// The story: the first beside it.
    Story,
    /// Anything else.
    #[default]
    Other,
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Photo {
    /// A JPEG; what is none is left out.
    pub jpeg: Vec<u8>,
    /// What is seen.
    pub caption: String,
    /// What it is about.
    pub subject: Subject,
}
