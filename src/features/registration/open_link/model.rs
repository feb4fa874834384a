//! When a link lets somebody register, and how many places there are.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use serde::Serialize;

use crate::{
    auth::open_link::OpenLink,
    db::scope::ProvinceCode,
    features::registration::{
        consents::Purpose,
        people::{Category, Contact},
    },
};

/// Why nobody can register now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// Another link has taken its place.
    Revoked,
    /// The event will not be.
    Cancelled,
    /// The event has no date now.
    Postponed,
    /// The event is over for the office.
    Ended,
    /// The office has closed it.
    Closed,
    /// Its time has not come.
    NotYet,
    /// Its time is over.
    Over,
    /// Every place is taken.
    Full,
}

/// The people who came by the link and hold a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken(pub Vec<(Category, i64)>);

impl Taken {
    /// All of them.
    pub fn all(&self) -> i64 {
        self.0.iter().map(|(_, people)| people).sum()
    }

    /// Those of one category.
    pub fn of(&self, category: Category) -> i64 {
        self.0.iter().filter(|(known, _)| *known == category).map(|(_, people)| people).sum()
    }
}

/// How many may come, in all and by category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Places {
    /// In all.
    pub all: i32,
    /// Of categories that have a limit of their own.
    pub by_category: BTreeMap<String, i32>,
}

impl Places {
    /// Whether one more of this category fits.
    pub fn has_room(&self, taken: &Taken, category: Category) -> bool {
        taken.all() < i64::from(self.all)
            && self
                .by_category
                .get(category.code())
                .is_none_or(|places| taken.of(category) < i64::from(*places))
    }

    /// Whether nobody fits any more.
    pub fn is_full(&self, taken: &Taken) -> bool {
        Category::ALL.iter().all(|category| !self.has_room(taken, *category))
    }
}

/// From when to when a link is open, by the programme's time, and for how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// From then on.
    pub opens_at: DateTime<Utc>,
    /// Until then.
    pub closes_at: DateTime<Utc>,
    /// For so many.
    pub places: Places,
}

/// Somebody who wants to take part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Application {
    /// The province that they come from.
    pub province: ProvinceCode,
    /// The name without titles.
    pub full_name: String,
    /// Titles before it.
    pub title_prefix: String,
    /// Titles after it.
    pub title_suffix: String,
    /// `L` or `P`.
    pub sex: String,
    /// The library or agency as typed.
    pub agency: String,
    /// The category chosen.
    pub category: Category,
    /// The post at home.
    pub job_title: String,
    /// How to reach the person.
    pub contact: Contact,
    /// What they agree to.
    pub consents: Vec<Purpose>,
}

/// What came of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The person is on the list and waits.
    Waits,
    /// No place is left, or none in this category.
    Full,
}

/// The link's places.
pub fn places(link: &OpenLink) -> Places {
    Places { all: link.places, by_category: link.category_places.clone() }
}

/// Why nobody can register by the link now; `None` while people can. What stands higher is said first.
pub fn shut(link: &OpenLink, taken: &Taken, now: DateTime<Utc>) -> Option<Shut> {
    match link.status.as_str() {
        "cancelled" => Some(Shut::Cancelled),
        _ if link.is_revoked => Some(Shut::Revoked),
        "postponed" => Some(Shut::Postponed),
        "closed" | "reported" => Some(Shut::Ended),
        _ if link.is_closed => Some(Shut::Closed),
        _ if now >= link.closes_at => Some(Shut::Over),
        _ if now < link.opens_at => Some(Shut::NotYet),
        _ if places(link).is_full(taken) => Some(Shut::Full),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn categories() -> impl Strategy<Value = Vec<(Category, i64)>> {
        proptest::collection::vec((proptest::sample::select(Category::ALL), 0..6_i64), 0..8)
    }

    proptest! {
        #[test]
        fn whoever_is_let_in_stays_within_every_limit(people in categories(), all in 1..20, own in 0..6_i32, asked in proptest::collection::vec(proptest::sample::select(Category::ALL), 0..40)) {
            let by_category = BTreeMap::from([(Category::VillageLibrary.code().to_owned(), own)]);
            let places = Places { all, by_category };
            let mut taken = Taken(people);
            let (before, villages) = (taken.all(), taken.of(Category::VillageLibrary));
            for category in asked {
                if places.has_room(&taken, category) {
                    taken.0.push((category, 1));
                }
            }
            prop_assert!(taken.all() <= i64::from(all).max(before));
            prop_assert!(taken.of(Category::VillageLibrary) <= i64::from(own).max(villages));
            prop_assert_eq!(places.is_full(&taken), Category::ALL.iter().all(|c| !places.has_room(&taken, *c)));
        }
    }
}
