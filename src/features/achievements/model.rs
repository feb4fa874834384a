//! What is told of a library's achievements, and how much of it there is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use crate::kernel::ids::{AchievementId, LibraryId};

/// What a library has done. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of the form")]
pub struct Told {
    /// Visitors in the twelve months before the programme began.
    pub visits_before: Option<i32>,
    /// Visitors in the last twelve months.
    pub visits_after: Option<i32>,
    /// Which months are compared, in words.
    pub visits_period: String,
    /// How many activities for better information services.
    pub service_activities: Option<i32>,
    /// How many took part.
    pub service_people: Option<i32>,
    /// What they were about, a line each.
    pub service_topics: String,
    /// How many activities in which people took part.
    pub community_activities: Option<i32>,
    /// How many took part.
    pub community_people: Option<i32>,
    /// What they were about, a line each.
    pub community_topics: String,
    /// How many activities by which others were won over or heard of it.
    pub advocacy_activities: Option<i32>,
    /// How many were reached.
    pub advocacy_people: Option<i32>,
    /// What they were about, a line each.
    pub advocacy_topics: String,
    /// Whether others were won over.
    pub is_advocacy: bool,
    /// Whether others heard of it.
    pub is_publicity: bool,
    /// With whom, and whether there is a memorandum.
    pub partners: String,
    /// Perda, perdes, decrees.
    pub regulation: String,
    /// Where the money came from, in words.
    pub budget: String,
    /// Where it was reported.
    pub media: String,
    /// What was hard.
    pub challenges: String,
    /// What helped.
    pub solutions: String,
    /// What others may learn from it.
    pub tips: String,
    /// How somebody's life changed: how it was.
    pub story_before: String,
    /// What they used of the library.
    pub story_service: String,
    /// What became of it.
    pub story_change: String,
    /// What they earn, if they tell.
    pub story_income: String,
    /// Somebody's own words.
    pub testimony: String,
    /// Who said it.
    pub testimony_by: String,
    /// Whether they have agreed that their words are shown.
    pub testimony_consent: bool,
    /// Whether they are younger than 18.
    pub testimony_is_minors: bool,
    /// Which guardian has agreed for them.
    pub testimony_guardian: String,
    /// What comes next.
    pub plan: String,
}

/// A part of what is told, as the base format of the decks divides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub label: &'static str,
    /// Its heading's id on the form.
    pub anchor: &'static str,
    /// Whether anything is told.
    pub is_told: bool,
}

impl Told {
    /// The parts in their order.
    pub fn parts(&self) -> Vec<Part> {
        let any = |texts: &[&str]| texts.iter().any(|text| !text.is_empty());
        let strategy = |activities: Option<i32>, people: Option<i32>, topics: &str| {
            activities.is_some() || people.is_some() || !topics.is_empty()
        };
        let part = |label, anchor, is_told| Part { label, anchor, is_told };
        vec![
            part("Kunjungan", "kunjungan", self.visits_before.is_some() || self.visits_after.is_some()),
            part(
                "Peningkatan layanan informasi",
                "layanan",
                strategy(self.service_activities, self.service_people, &self.service_topics),
            ),
            part(
                "Pelibatan masyarakat",
                "pelibatan",
                strategy(self.community_activities, self.community_people, &self.community_topics),
            ),
            part(
                "Advokasi dan publikasi",
                "advokasi",
                strategy(self.advocacy_activities, self.advocacy_people, &self.advocacy_topics),
            ),
            part(
                "Mitra, aturan, dan anggaran",
                "dukungan",
                any(&[&self.partners, &self.regulation, &self.budget, &self.media]),
            ),
            part(
                "Tantangan, solusi, dan tips",
                "tantangan",
                any(&[&self.challenges, &self.solutions, &self.tips]),
            ),
            part(
                "Cerita dampak",
                "cerita",
                any(&[&self.story_before, &self.story_service, &self.story_change, &self.testimony]),
            ),
            part("Rencana ke depan", "rencana", !self.plan.is_empty()),
        ]
    }
}

/// What is told of one library, and by whom last.
#[derive(Clone, Debug)]
pub struct Achievement {
    /// Which it is.
    pub id: AchievementId,
    /// What the library is called in the event.
    pub library_name: String,
    /// Raised with every change.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// What is told.
    pub told: Json<Told>,
}

/// Whose achievements they are: the library, its province, and what it is called in the event.
#[derive(Clone, Debug)]
pub struct Library {
    /// Which it is.
    pub id: LibraryId,
    /// Whose it is, by the code of the province.
    pub province: String,
    /// What its people call it.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_counts_once_anything_of_it_is_told() {
        let told = |told: &Told| told.parts().iter().filter(|part| part.is_told).count();
        assert_eq!(told(&Told::default()), 0);
        assert_eq!(
            told(&Told { visits_after: Some(0), ..Told::default() }),
            1,
            "nobody came is told as well"
        );
        assert_eq!(told(&Told { budget: "Dana desa".into(), media: "Radio".into(), ..Told::default() }), 1);
        assert_eq!(told(&Told { is_advocacy: true, visits_period: "2021".into(), ..Told::default() }), 0);
    }
}
