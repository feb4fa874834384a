//! What an edition is.

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

/// A category of participants under the edition's own label.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CategoryLabel {
    /// The category's code.
    pub category: String,
    /// What it is called that year.
    pub label: String,
}

/// An award that every event of the edition gives.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AwardCategory {
    /// What it is called.
    pub name: String,
    /// Who competes.
    pub scope: String,
    /// `best`, `most_active`, `booth` or `expo`.
    pub kind: String,
    /// `ordered` (Juara I-III, Harapan I-III) or `unordered_best`.
    pub rank_scheme: String,
    /// What is judged, and its weight in percent.
    pub criteria: Vec<Criterion>,
}

/// What is judged, and how much it counts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
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
    /// The session kind's code.
    pub kind: String,
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
