//! What is typed of a library's achievements.

use serde::{Deserialize, Serialize};

use super::model::{Achievement, Told};
use crate::web::form::{Problem, Problems};

/// Everything as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AchievementForm {
    pub visits_before: String,
    pub visits_after: String,
    pub visits_period: String,
    pub service_activities: String,
    pub service_people: String,
    pub service_topics: String,
    pub community_activities: String,
    pub community_people: String,
    pub community_topics: String,
    pub advocacy_activities: String,
    pub advocacy_people: String,
    pub advocacy_topics: String,
    pub is_advocacy: String,
    pub is_publicity: String,
    pub partners: String,
    pub regulation: String,
    pub budget: String,
    pub media: String,
    pub challenges: String,
    pub solutions: String,
    pub tips: String,
    pub story_before: String,
    pub story_service: String,
    pub story_change: String,
    pub story_income: String,
    pub testimony: String,
    pub testimony_by: String,
    pub testimony_consent: String,
    pub testimony_is_minors: String,
    pub testimony_guardian: String,
    pub plan: String,
    /// Which version of the row the form was drawn from.
    pub version: String,
}

fn number(n: Option<i32>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

fn tick(is_so: bool) -> String {
    if is_so { "ya".into() } else { String::new() }
}

/// A count that may be missing, however its thousands are set apart.
fn count(problems: &mut Problems, field: &'static str, raw: &str, label: &str, max: i32) -> Option<i32> {
    let digits: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    if digits.is_empty() {
        return None;
    }
    problems.number(field, &digits, label, 0, max)
}

const MOST_PEOPLE: i32 = 10_000_000;
const MOST_ACTIVITIES: i32 = 100_000;

impl AchievementForm {
    /// The form of what is told so far.
    pub fn of(achievement: Option<&Achievement>) -> Self {
        let Some(achievement) = achievement else { return Self { version: "0".into(), ..Self::default() } };
        let told = achievement.told.0.clone();
        Self {
            visits_before: number(told.visits_before),
            visits_after: number(told.visits_after),
            visits_period: told.visits_period,
            service_activities: number(told.service_activities),
            service_people: number(told.service_people),
            service_topics: told.service_topics,
            community_activities: number(told.community_activities),
            community_people: number(told.community_people),
            community_topics: told.community_topics,
            advocacy_activities: number(told.advocacy_activities),
            advocacy_people: number(told.advocacy_people),
            advocacy_topics: told.advocacy_topics,
            is_advocacy: tick(told.is_advocacy),
            is_publicity: tick(told.is_publicity),
            partners: told.partners,
            regulation: told.regulation,
            budget: told.budget,
            media: told.media,
            challenges: told.challenges,
            solutions: told.solutions,
            tips: told.tips,
            story_before: told.story_before,
            story_service: told.story_service,
            story_change: told.story_change,
            story_income: told.story_income,
            testimony: told.testimony,
            testimony_by: told.testimony_by,
            testimony_consent: tick(told.testimony_consent),
            testimony_is_minors: tick(told.testimony_is_minors),
            testimony_guardian: told.testimony_guardian,
            plan: told.plan,
            version: achievement.version.to_string(),
        }
    }

    /// What is told, or what is wrong.
    pub fn parse(&self) -> Result<Told, Vec<Problem>> {
        let mut problems = Problems::new();
        let numbers = self.numbers(&mut problems);
        let rest = self.rest(&mut problems, numbers);
        let told = self.story(&mut problems, rest);
        problems.into_result(Some(told))
    }

    /// Visits and strategies.
    fn numbers(&self, p: &mut Problems) -> Told {
        let people = MOST_PEOPLE;
        let deeds = MOST_ACTIVITIES;
        Told {
            visits_before: count(
                p,
                "visits_before",
                &self.visits_before,
                "kunjungan sebelum program",
                people,
            ),
            visits_after: count(p, "visits_after", &self.visits_after, "kunjungan sesudah program", people),
            visits_period: p.optional("visits_period", &self.visits_period, "masa yang dibandingkan", 100),
            service_activities: count(
                p,
                "service_activities",
                &self.service_activities,
                "jumlah kegiatan layanan",
                deeds,
            ),
            service_people: count(
                p,
                "service_people",
                &self.service_people,
                "jumlah peserta layanan",
                people,
            ),
            service_topics: p.lines("service_topics", &self.service_topics, "kegiatan layanan", 2000),
            community_activities: count(
                p,
                "community_activities",
                &self.community_activities,
                "jumlah kegiatan pelibatan",
                deeds,
            ),
            community_people: count(
                p,
                "community_people",
                &self.community_people,
                "jumlah peserta pelibatan",
                people,
            ),
            community_topics: p.lines("community_topics", &self.community_topics, "kegiatan pelibatan", 2000),
            advocacy_activities: count(
                p,
                "advocacy_activities",
                &self.advocacy_activities,
                "jumlah kegiatan advokasi",
                deeds,
            ),
            advocacy_people: count(
                p,
                "advocacy_people",
                &self.advocacy_people,
                "jumlah orang yang dijangkau",
                people,
            ),
            advocacy_topics: p.lines("advocacy_topics", &self.advocacy_topics, "kegiatan advokasi", 2000),
            is_advocacy: !self.is_advocacy.is_empty(),
            is_publicity: !self.is_publicity.is_empty(),
            ..Told::default()
        }
    }

    /// Support, challenges and the plan.
    fn rest(&self, p: &mut Problems, told: Told) -> Told {
        Told {
            partners: p.lines("partners", &self.partners, "mitra", 1000),
            regulation: p.lines("regulation", &self.regulation, "aturan", 1000),
            budget: p.lines("budget", &self.budget, "anggaran", 1000),
            media: p.lines("media", &self.media, "pemberitaan", 1000),
            challenges: p.lines("challenges", &self.challenges, "tantangan", 2000),
            solutions: p.lines("solutions", &self.solutions, "solusi", 2000),
            tips: p.lines("tips", &self.tips, "tips", 2000),
            plan: p.lines("plan", &self.plan, "rencana", 2000),
            ..told
        }
    }

    /// The story, and somebody's words with their consent.
    fn story(&self, p: &mut Problems, told: Told) -> Told {
        let told = Told {
            story_before: p.lines("story_before", &self.story_before, "keadaan dahulu", 1500),
            story_service: p.lines("story_service", &self.story_service, "layanan yang dipakai", 1500),
            story_change: p.lines("story_change", &self.story_change, "perubahannya", 1500),
            story_income: p.optional("story_income", &self.story_income, "penghasilan", 300),
            testimony: p.lines("testimony", &self.testimony, "testimoni", 1000),
            testimony_by: p.optional("testimony_by", &self.testimony_by, "nama pemberi testimoni", 200),
            testimony_consent: !self.testimony_consent.is_empty(),
            testimony_is_minors: !self.testimony_is_minors.is_empty(),
            testimony_guardian: p.optional(
                "testimony_guardian",
                &self.testimony_guardian,
                "nama orang tua atau wali",
                200,
            ),
            ..told
        };
        if told.testimony.is_empty() {
            return told;
        }
        if told.testimony_by.is_empty() {
            p.add("testimony_by", "Tulis siapa yang mengatakannya.");
        }
        if !told.testimony_consent {
            p.add(
                "testimony_consent",
                "Testimoni disimpan sesudah orangnya setuju. Tanyakan dulu lalu centang, atau kosongkan testimoninya.",
            );
        }
        if told.testimony_is_minors && told.testimony_guardian.is_empty() {
            p.add(
                "testimony_guardian",
                "Untuk anak di bawah 18 tahun, tulis nama orang tua atau wali yang menyetujui.",
            );
        }
        told
    }

    /// The same with what is wrong as it stands, so that the rest can be kept. Somebody's words stay away as a whole while
    /// their consent is missing.
    #[must_use]
    pub fn without(self, problems: &[Problem], stands: &Self) -> Self {
        const TESTIMONY: [&str; 5] =
            ["testimony", "testimony_by", "testimony_consent", "testimony_is_minors", "testimony_guardian"];
        let mut fields: Vec<&str> = problems.iter().map(|problem| problem.field).collect();
        if fields.iter().any(|field| TESTIMONY.contains(field)) {
            fields.extend(TESTIMONY);
        }
        let (Ok(serde_json::Value::Object(mut typed)), Ok(stands)) =
            (serde_json::to_value(&self), serde_json::to_value(stands))
        else {
            return self;
        };
        for field in fields {
            if let (Some(typed), Some(stands)) = (typed.get_mut(field), stands.get(field)) {
                typed.clone_from(stands);
            }
        }
        serde_json::from_value(typed.into()).unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> AchievementForm {
        AchievementForm {
            testimony: "Saya kini berjualan.".into(),
            testimony_by: "Ibu W".into(),
            ..AchievementForm::default()
        }
    }

    fn fields(problems: Vec<Problem>) -> Vec<&'static str> {
        problems.into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn words_need_consent_and_a_minors_their_guardians() {
        assert_eq!(fields(filled().parse().unwrap_err()), ["testimony_consent"]);
        let agreed = AchievementForm { testimony_consent: "ya".into(), ..filled() };
        assert!(agreed.parse().is_ok());
        let minor = AchievementForm { testimony_is_minors: "ya".into(), ..agreed.clone() };
        assert_eq!(fields(minor.parse().unwrap_err()), ["testimony_guardian"]);
        assert!(AchievementForm { testimony_guardian: "Bapak W".into(), ..minor }.parse().is_ok());
        let nameless = AchievementForm { testimony_by: String::new(), ..agreed };
        assert_eq!(fields(nameless.parse().unwrap_err()), ["testimony_by"]);
    }

    #[test]
    fn what_is_wrong_stays_as_it_stood_and_words_without_consent_stay_away_whole() {
        let typed = AchievementForm { tips: "Mulai kecil".into(), visits_after: "banyak".into(), ..filled() };
        let problems = typed.parse().unwrap_err();
        let stands = AchievementForm { visits_after: "1200".into(), ..AchievementForm::default() };
        let kept = typed.without(&problems, &stands).parse().unwrap();
        let expected = Told { tips: "Mulai kecil".into(), visits_after: Some(1200), ..Told::default() };
        assert_eq!(kept, expected);
    }

    #[test]
    fn counts_are_read_as_people_write_them() {
        let typed =
            |text: &str| AchievementForm { visits_after: text.into(), ..AchievementForm::default() }.parse();
        assert_eq!(typed("1.250").unwrap().visits_after, Some(1250));
        assert_eq!(typed(" 12 500 ").unwrap().visits_after, Some(12_500));
        assert_eq!(typed("").unwrap().visits_after, None);
        assert!(typed("-3").is_err() && typed("99.999.999").is_err());
    }
}
