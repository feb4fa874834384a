//! What an edition is.

use crate::kernel::origin::Origin;

crate::codes! {
    /// How far a meeting reaches.
    pub enum Level {
        /// One kabupaten or kota.
        Regency = "kabupaten", "Kabupaten/kota";
        /// One province, or two in a joint event.
        Province = "provinsi", "Provinsi";
        /// Several provinces of a region.
        Regional = "regional", "Regional";
        /// All of Indonesia.
        National = "nasional", "Nasional";
    }
}

crate::codes! {
    /// What happens in a session.
    pub enum SessionKind {
        /// People arrive and sign in.
        Registration = "registration", "Registrasi";
        /// An official opens the event.
        Opening = "opening", "Pembukaan";
        /// Libraries present what they achieved.
        AchievementPresentation = "achievement_presentation", "Paparan capaian";
        /// A walk along the photographs of achievements.
        ExpoTour = "expo_tour", "Expo capaian";
        /// Booths with products.
        BoothExhibition = "booth_exhibition", "Lapak literasi";
        /// A beneficiary tells.
        Testimony = "testimony", "Testimoni";
        /// A speaker of the province.
        LocalSpeaker = "local_speaker", "Narasumber lokal";
        /// New knowledge and skills.
        CapacityBuilding = "capacity_building", "Peningkatan kapasitas";
        /// Groups discuss challenges and solutions.
        GroupDiscussion = "group_discussion", "Diskusi kelompok";
        /// Plans for afterwards.
        FollowUpPlanning = "follow_up_planning", "Penyusunan RTL";
        /// Prizes.
        AwardCeremony = "award_ceremony", "Penghargaan";
        /// An official closes the event.
        Closing = "closing", "Penutupan";
        /// Break, prayer, meal.
        BreakPrayer = "break_prayer", "Ishoma dan jeda";
        /// Anything else.
        Other = "other", "Lainnya";
    }
}

/// The words by which a title names a meal or a prayer, as offices spell them.
const MEALS_AND_PRAYERS: [&str; 20] = [
    "ishoma", "isoma", "makan", "salat", "sholat", "shalat", "solat", "subuh", "zuhur", "dzuhur", "zhuhur",
    "dhuhur", "lohor", "asar", "ashar", "magrib", "maghrib", "isya", "jumat", "jumatan",
];

impl SessionKind {
    /// Whether such a session keeps its hour when the day runs late, unless somebody says otherwise: the closing, and a break
    /// whose title names a prayer or a meal. Coffee can wait.
    pub fn keeps_its_hour(self, title: &str) -> bool {
        match self {
            SessionKind::Closing => true,
            SessionKind::BreakPrayer => {
                let title = title.to_lowercase().replace(['\'', '’'], "");
                title.split(|c: char| !c.is_alphanumeric()).any(|word| MEALS_AND_PRAYERS.contains(&word))
            }
            _ => false,
        }
    }
}

crate::codes! {
    /// For which kind of meeting a template is.
    pub enum TemplateKind {
        /// The Peer Learning Meeting.
        Plm = "plm", "PLM";
        /// The meeting with stakeholders in the same week.
        Shm = "shm", "Stakeholder Meeting";
    }
}

/// How long a session is at most, in an agenda and in a template.
pub const LONGEST_SESSION: chrono::TimeDelta = chrono::TimeDelta::hours(18);

/// What is wrong with the end of a session with these hours of a day, if anything is.
pub fn wrong_end(starts: chrono::NaiveTime, ends: chrono::NaiveTime) -> Option<&'static str> {
    if ends <= starts {
        Some("Jam selesai harus sesudah jam mulai.")
    } else if ends - starts > LONGEST_SESSION {
        Some("Sesi paling lama 18 jam. Bagi menjadi beberapa sesi.")
    } else {
        None
    }
}

crate::codes! {
    /// By what a library reaches people, as the programme teaches it.
    pub enum Strategy {
        /// Better information services.
        InformationService = "information_service", "Peningkatan layanan informasi";
        /// People take part.
        CommunityEngagement = "community_engagement", "Pelibatan masyarakat";
        /// Others are won over.
        Advocacy = "advocacy", "Advokasi";
        /// Others hear of it.
        Publicity = "publicity", "Publikasi";
    }
}

impl Strategy {
    /// The strategies that codes name, each once and in their order. Where the programme counts three, advocacy and
    /// publicity are one; codes that nobody knows fall away.
    pub fn named<S: AsRef<str>>(codes: &[S]) -> Vec<Self> {
        let is_named = |strategy: &&Self| {
            let both = matches!(strategy, Self::Advocacy | Self::Publicity);
            codes
                .iter()
                .map(AsRef::as_ref)
                .any(|code| code == strategy.code() || (both && code == "advocacy_publicity"))
        };
        Self::ALL.iter().filter(is_named).copied().collect()
    }

    /// The same as codes.
    pub fn codes<S: AsRef<str>>(codes: &[S]) -> Vec<String> {
        Self::named(codes).into_iter().map(|strategy| strategy.code().to_owned()).collect()
    }
}

crate::codes! {
    /// Who competes for an award.
    pub enum AwardScope {
        /// Everybody who takes part.
        Any = "any", "Semua perpustakaan";
        /// The province's own office.
        ProvinceOffice = "province_office", "Dinas perpustakaan provinsi";
        /// Offices of kabupaten and kota.
        RegencyOffice = "regency_office", "Perpustakaan kabupaten/kota";
        /// Village libraries.
        VillageLibrary = "village_library", "Perpustakaan desa/kelurahan";
    }
}

crate::codes! {
    /// What an award is for.
    pub enum AwardKind {
        /// The best library, by its achievements.
        Best = "best", "Terbaik, menurut capaian";
        /// Whoever took part most; proposed by numbers.
        MostActive = "most_active", "Teraktif, menurut keikutsertaan";
        /// The best booth.
        Booth = "booth", "Lapak literasi terbaik";
        /// The best exposition of achievements.
        Expo = "expo", "Expo capaian terbaik";
    }
}

crate::codes! {
    /// Which ranks an award gives.
    pub enum RankScheme {
        /// First to third, and three honourable mentions.
        Ordered = "ordered", "Juara I-III dan Harapan I-III";
        /// One best, without ranks.
        UnorderedBest = "unordered_best", "Satu terbaik";
    }
}

/// An edition as a person wants it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct EditionPlan {
    /// The programme year.
    pub year: i32,
    /// How far its meetings reach.
    pub level: Level,
    /// `PLM 2022`.
    pub name: String,
    /// What the meeting is called that year: Peer Learning Meeting, Pertemuan Pembelajaran Sebaya.
    pub meeting_label: String,
    /// What its trainers are called: Master Trainer, Pelatih Ahli.
    pub trainer_label: String,
    /// The day whose provinces count: 34 on 1 January 2022, 38 now.
    pub regions_as_of: chrono::NaiveDate,
    /// How many provinces it wants to reach.
    pub target_provinces: i32,
    /// How many kabupaten and kota.
    pub target_regencies: i32,
    /// How many villages.
    pub target_villages: i32,
    /// How many waves it has.
    pub wave_count: i32,
    /// The fewest provinces of a wave.
    pub wave_min_provinces: i32,
    /// The most provinces of a wave.
    pub wave_max_provinces: i32,
}

/// A wave as a person wants it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WavePlan {
    /// 1 is the first.
    pub number: i32,
    /// Its first day.
    pub starts_on: chrono::NaiveDate,
    /// Its last day.
    pub ends_on: chrono::NaiveDate,
}

/// What an edition wants to reach.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Goal {
    /// As it is written.
    pub sentence: String,
    /// In few words; may be empty.
    pub short_label: String,
    /// How far it can be relied on.
    pub origin: Origin,
    /// Where it was found; may be empty.
    pub source: String,
}

/// The goals as a person wants them, with what is known of those that were there: a sentence that stays keeps everything,
/// wherever it moves; one that was reworded in its place keeps its short label.
pub fn reworded(old: &[Goal], wanted: &[String]) -> Vec<Goal> {
    let same = |sentence: &String| old.iter().find(|goal| goal.sentence == *sentence);
    wanted
        .iter()
        .enumerate()
        .map(|(i, sentence)| {
            let in_place = old.get(i).filter(|goal| !wanted.contains(&goal.sentence));
            same(sentence).cloned().unwrap_or_else(|| Goal {
                sentence: sentence.clone(),
                short_label: in_place.map(|goal| goal.short_label.clone()).unwrap_or_default(),
                origin: Origin::Real,
                source: String::new(),
            })
        })
        .collect()
}

/// A category of participants, as the edition calls it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Category {
    /// The category's code.
    pub category: String,
    /// What it is called that year.
    pub label: String,
    /// In few words; may be empty.
    pub short_label: String,
    /// Its usual share of an event's places, in percent; all are 0, or together they are 100.
    pub quota_percent: i32,
    /// A word about it; may be empty.
    pub note: String,
    /// How far it can be relied on.
    pub origin: Origin,
    /// Where it was found; may be empty.
    pub source: String,
}

/// An award that every event of the edition gives.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AwardCategory {
    /// What it is called.
    pub name: String,
    /// Who competes.
    pub scope: AwardScope,
    /// What it is for.
    pub kind: AwardKind,
    /// Which ranks it gives.
    pub rank_scheme: RankScheme,
    /// What is judged, and its weight in percent.
    pub criteria: Vec<Criterion>,
}

/// What is judged, and how much it counts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Criterion {
    /// What is judged.
    pub name: String,
    /// In percent; an award's weights add up to 100.
    pub weight: i32,
}

/// A session of the edition's agenda template; days count from the first programme day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TemplateSession {
    /// 0 is the first programme day.
    pub day_offset: i32,
    /// Local time.
    pub starts_at: chrono::NaiveTime,
    /// Local time, same day.
    pub ends_at: chrono::NaiveTime,
    /// What happens.
    pub kind: SessionKind,
    /// Its title.
    pub title: String,
    /// Where; may be empty.
    pub room: String,
    /// Which goals it serves.
    pub goals: Vec<i32>,
    /// Which strategies it is about.
    pub strategies: Vec<String>,
    /// Whether presence is marked.
    pub takes_attendance: bool,
    /// Whether it keeps its hour when the day runs late.
    pub is_fixed: bool,
}

/// The categories of participants, in their order, with the label that an edition begins with.
pub const CATEGORIES: [(&str, &str); 5] = [
    ("province_office", "Dinas Perpustakaan Provinsi"),
    ("regency_office", "Dinas Perpustakaan Kabupaten/Kota"),
    ("village_library", "Perpustakaan Desa/Kelurahan"),
    ("impact_beneficiary", "Penerima manfaat"),
    ("champion_village", "Desa Champion"),
];

/// How many days later the same week lies some years on, so that a Monday stays a Monday.
pub fn days_between_years(from: i32, to: i32) -> i64 {
    // 365.2425 days a year, in whole weeks.
    let days = i64::from(to - from) * 3_652_425;
    (days + days.signum() * 35_000) / 70_000 * 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meals_prayers_and_the_closing_keep_their_hour() {
        let keeps = |title| SessionKind::BreakPrayer.keeps_its_hour(title);
        assert!(keeps("Istirahat, salat, dan makan siang (ishoma)"));
        assert!(keeps("Rehat dan Sholat Ashar") && keeps("Salat Jum’at") && keeps("ISHOMA"));
        assert!(!keeps("Rehat kopi") && !keeps("Rehat di Pasar Makanan"));
        assert!(SessionKind::Closing.keeps_its_hour("Sayonara"));
        assert!(!SessionKind::Testimony.keeps_its_hour("Makan bersama"));
    }

    #[test]
    fn a_goal_that_stays_keeps_what_is_known_of_it() {
        let goal = |sentence: &str, short: &str| Goal {
            sentence: sentence.into(),
            short_label: short.into(),
            origin: Origin::Synthetic,
            source: "contoh".into(),
        };
        let old = [goal("Satu.", "1"), goal("Dua.", "2"), goal("Tiga.", "3")];
        let new = reworded(&old, &["Tiga.".into(), "Dua, lain.".into(), "Baru.".into()]);
        let kept: Vec<_> =
            new.iter().map(|g| (g.sentence.as_str(), g.short_label.as_str(), g.origin)).collect();
        assert_eq!(
            kept,
            [
                ("Tiga.", "3", Origin::Synthetic),
                ("Dua, lain.", "2", Origin::Real),
                ("Baru.", "", Origin::Real)
            ]
        );
    }

    #[test]
    fn strategies_are_read_in_both_countings() {
        use Strategy::{Advocacy, CommunityEngagement, Publicity};
        assert_eq!(
            Strategy::named(&["advocacy_publicity", "community_engagement", "pesta"]),
            [CommunityEngagement, Advocacy, Publicity]
        );
        assert_eq!(Strategy::named(&["publicity", "publicity"]), [Publicity]);
        assert!(Strategy::named::<&str>(&[]).is_empty());
    }

    #[test]
    fn a_copied_wave_keeps_its_weekday_and_its_season() {
        assert_eq!(days_between_years(2022, 2023), 364);
        assert_eq!(days_between_years(2022, 2024), 728);
        assert_eq!(days_between_years(2022, 2028), 2191);
        assert_eq!(days_between_years(2024, 2022), -728);
        for years in 1..30 {
            let days = days_between_years(2022, 2022 + years);
            assert_eq!(days % 7, 0);
            assert!((days * 10_000 - i64::from(years) * 3_652_425).abs() <= 35_000, "{years}");
        }
    }
}
