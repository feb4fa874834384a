//! A deck's achievement from what a library has told.

use super::{
    Achievement, Budget, Challenge, Event, Library, Partner, Plan, Story, Strategy, Support, VisitCount,
    Visits,
};
use crate::features::achievements::model::Told;

/// Everything that is told, for the deck of `library`; somebody's words are there only with their consent.
pub fn of_told(library: &str, event: &str, told: &Told) -> Achievement {
    let mut advocacy = told.advocacy_topics.clone();
    for line in lines(&told.media) {
        advocacy.push_str("\nDiberitakan: ");
        advocacy.push_str(&line);
    }
    Achievement {
        library: Library { name: library.to_owned(), ..Library::default() },
        event: Event { name: event.to_owned(), ..Event::default() },
        visits: visits(told),
        strategies: [
            strategy(
                told.service_activities,
                told.service_people,
                &told.service_topics,
                &told.service_topics,
            ),
            strategy(
                told.community_activities,
                told.community_people,
                &told.community_topics,
                &told.community_topics,
            ),
            strategy(told.advocacy_activities, told.advocacy_people, &told.advocacy_topics, &advocacy),
        ],
        support: Support {
            partners: lines(&told.partners).map(|name| Partner { name, ..Partner::default() }).collect(),
            regulations: lines(&told.regulation).collect(),
            budgets: lines(&told.budget).map(|source| Budget { source, ..Budget::default() }).collect(),
        },
        challenges: challenges(&told.challenges, &told.solutions),
        tips: lines(&told.tips).collect(),
        story: story(told),
        plan: lines(&told.plan).map(|activity| Plan { activity, ..Plan::default() }).collect(),
        ..Achievement::default()
    }
}

fn lines(text: &str) -> impl Iterator<Item = String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

fn count(n: Option<i32>) -> Option<u32> {
    n.and_then(|n| u32::try_from(n).ok())
}

fn visits(told: &Told) -> Visits {
    let (before, after) = (count(told.visits_before), count(told.visits_after));
    if before.is_none() && after.is_none() {
        return Visits::default();
    }
    // "Juli 2020-Juni 2021 dan Juli 2021-Juni 2022"
    let (first, last) = told.visits_period.split_once(" dan ").unwrap_or_default();
    Visits {
        before: first.to_owned(),
        after: last.to_owned(),
        counts: vec![VisitCount { what: "Kunjungan dalam 12 bulan".into(), before, after }],
    }
}

/// `topics` are counted; `text` is shown.
fn strategy(activities: Option<i32>, people: Option<i32>, topics: &str, text: &str) -> Strategy {
    let topics = u32::try_from(lines(topics).count()).ok().filter(|topics| *topics > 1);
    Strategy {
        activities: count(activities),
        participants: count(people),
        topics,
        text: text.trim().to_owned(),
    }
}

/// Line by line where each has its answer, else both as they are.
fn challenges(challenges: &str, solutions: &str) -> Vec<Challenge> {
    if lines(challenges).count() == lines(solutions).count() {
        let both = lines(challenges).zip(lines(solutions));
        return both.map(|(challenge, solution)| Challenge { challenge, solution }).collect();
    }
    vec![Challenge { challenge: challenges.trim().to_owned(), solution: solutions.trim().to_owned() }]
}

fn story(told: &Told) -> Story {
    let may_be_shown = !told.testimony.is_empty() && told.testimony_consent;
    Story {
        who: if may_be_shown { told.testimony_by.clone() } else { String::new() },
        before: told.story_before.clone(),
        service: told.story_service.clone(),
        change: told.story_change.clone(),
        income: told.story_income.clone(),
        quotation: if may_be_shown { told.testimony.clone() } else { String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_paired_when_each_has_its_answer() {
        let pairs = |one: &str, other: &str| challenges(one, other).len();
        assert_eq!(pairs("Listrik\nSinyal", "Genset\n\nAntena"), 2);
        assert_eq!(pairs("Listrik\nSinyal", "Genset"), 1);
        assert_eq!(pairs("", ""), 0);
    }

    #[test]
    fn nobodys_words_are_shown_without_consent() {
        let told = Told {
            testimony: "Kini saya berjualan.".into(),
            testimony_by: "Ibu W".into(),
            ..Told::default()
        };
        assert_eq!(story(&told), Story::default());
        let agreed = story(&Told { testimony_consent: true, ..told });
        assert_eq!((agreed.who.as_str(), agreed.quotation.as_str()), ("Ibu W", "Kini saya berjualan."));
    }

    #[test]
    fn topics_are_counted_and_what_was_reported_stands_with_advocacy() {
        let told =
            Told { advocacy_topics: "Audiensi\nSiaran".into(), media: "Radio\n".into(), ..Told::default() };
        let made = of_told("Perpustakaan", "PLM", &told);
        assert_eq!(made.strategies[2].topics, Some(2));
        assert_eq!(made.strategies[2].text, "Audiensi\nSiaran\nDiberitakan: Radio");
        assert_eq!(made.visits, Visits::default());
    }

    #[test]
    fn two_periods_name_the_bars() {
        let told =
            |period: &str| Told { visits_after: Some(9), visits_period: period.into(), ..Told::default() };
        let named = |period: &str| (visits(&told(period)).before, visits(&told(period)).after);
        assert_eq!(named("2020 dan 2021"), ("2020".to_owned(), "2021".to_owned()));
        assert_eq!(named("tahun lalu"), (String::new(), String::new()));
    }
}
