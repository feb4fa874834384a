//! Who sleeps where, night by night, and what is odd about it: pure functions of what was written down.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::kernel::ids::ParticipantId;

/// How many people a room holds when nobody has said.
pub(super) const USUAL_BEDS: usize = 2;

/// One person's stay, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    pub person: ParticipantId,
    /// `L`, `P` or unknown.
    pub sex: String,
    pub arrives: Option<NaiveDate>,
    pub departs: Option<NaiveDate>,
    pub needs_room: Option<bool>,
    pub room: String,
    pub mate: Option<ParticipantId>,
}

impl Stay {
    /// Whether the person may sleep there in this night; who has not said when may sleep there in any.
    fn may_sleep(&self, night: NaiveDate) -> bool {
        self.arrives.is_none_or(|day| day <= night) && self.departs.is_none_or(|day| night < day)
    }

    /// Whether the person has a bed of the hotel in this night for certain.
    fn sleeps(&self, night: NaiveDate) -> bool {
        self.needs_room == Some(true)
            && self.arrives.is_some_and(|day| day <= night)
            && self.departs.is_some_and(|day| night < day)
    }

    fn may_meet(&self, other: &Self) -> bool {
        let starts_before = |one: &Self, other: &Self| match (one.arrives, other.departs) {
            (Some(comes), Some(goes)) => comes < goes,
            _ => true,
        };
        starts_before(self, other) && starts_before(other, self)
    }
}

/// What is odd about a person's stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Warning {
    /// Needs a room and has none.
    NoRoom,
    /// So many people in one night, in so many beds.
    TooMany(usize, usize),
    /// L and P in one room.
    Mixed,
    /// The room-mate has another room.
    Apart,
    /// Sleeps there before the event begins.
    Before,
    /// Sleeps there after the event has ended.
    After,
}

impl Warning {
    /// As a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::NoRoom => "Perlu kamar, belum ada kamarnya".into(),
            Self::TooMany(people, beds) => format!("{people} orang sekamar, tempat tidurnya {beds}"),
            Self::Mixed => "Laki-laki dan perempuan sekamar".into(),
            Self::Apart => "Teman sekamarnya di kamar lain".into(),
            Self::Before => "Menginap sebelum kegiatan mulai".into(),
            Self::After => "Menginap sesudah kegiatan selesai".into(),
        }
    }
}

/// A room as it is compared: `301 A` and `301a` are one.
pub(super) fn room_key(room: &str) -> String {
    room.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Who shares a room, by number or as somebody's room-mate; everybody stands in exactly one group. A room-mate who has
/// another number is not in it.
pub(super) fn rooms(stays: &[Stay]) -> Vec<Vec<usize>> {
    let mut of: Vec<usize> = (0..stays.len()).collect();
    let keys: Vec<String> = stays.iter().map(|stay| room_key(&stay.room)).collect();
    let mut numbers: Vec<String> = keys.clone();
    let places: HashMap<ParticipantId, usize> =
        stays.iter().enumerate().map(|(at, stay)| (stay.person, at)).collect();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (at, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
        match first.get(key.as_str()) {
            Some(one) => join(&mut of, &mut numbers, *one, at),
            None => {
                first.insert(key.as_str(), at);
            }
        }
    }
    let mates = stays.iter().enumerate().filter_map(|(at, stay)| Some((at, *places.get(&stay.mate?)?)));
    let mut pairs: Vec<(usize, usize)> = mates.map(|(at, mate)| (at.min(mate), at.max(mate))).collect();
    // Pairs of which one has a number first, so that the order of the list decides nothing.
    pairs.sort_by_key(|(one, other)| {
        let numbered = [one, other].into_iter().filter(|at| keys.get(**at).is_some_and(|k| !k.is_empty()));
        let person = |at: &usize| stays.get(*at).map(|stay| stay.person);
        (std::cmp::Reverse(numbered.count()), person(one).min(person(other)), person(one).max(person(other)))
    });
    for (one, other) in pairs {
        join(&mut of, &mut numbers, one, other);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..stays.len() {
        groups.entry(root(&of, at)).or_default().push(at);
    }
    groups.into_values().collect()
}

fn root(of: &[usize], at: usize) -> usize {
    match of.get(at) {
        Some(up) if *up != at => root(of, *up),
        _ => at,
    }
}

/// Puts two groups together unless they have different numbers.
fn join(of: &mut [usize], numbers: &mut [String], one: usize, other: usize) {
    let (one, other) = (root(of, one), root(of, other));
    let (mine, theirs) = (numbers.get(one).cloned(), numbers.get(other).cloned());
    let (Some(mine), Some(theirs)) = (mine, theirs) else { return };
    if one == other || !(mine.is_empty() || theirs.is_empty() || mine == theirs) {
        return;
    }
    if let (Some(up), Some(number)) = (of.get_mut(other), numbers.get_mut(one)) {
        *up = one;
        if number.is_empty() {
            *number = theirs;
        }
    }
}

/// What is odd about each person's stay, in the order of the list. `beds` says how many a numbered room holds.
pub(super) fn warnings(
    stays: &[Stay],
    beds: &HashMap<String, usize>,
    (first_day, last_day): (NaiveDate, NaiveDate),
) -> Vec<Vec<Warning>> {
    let groups = rooms(stays);
    let mut found: Vec<Vec<Warning>> = stays
        .iter()
        .map(|stay| {
            let mut own = Vec::new();
            if stay.needs_room != Some(false) {
                if stay.arrives.is_some_and(|day| day < first_day) {
                    own.push(Warning::Before);
                }
                if stay.departs.is_some_and(|day| day > last_day) {
                    own.push(Warning::After);
                }
            }
            own
        })
        .collect();
    for group in &groups {
        let people: Vec<&Stay> = group.iter().filter_map(|at| stays.get(*at)).collect();
        let number = people.iter().map(|stay| room_key(&stay.room)).find(|key| !key.is_empty());
        let room = number.as_ref().and_then(|key| beds.get(key)).copied().unwrap_or(USUAL_BEDS);
        let most = most_at_once(&people);
        let mixed = people
            .iter()
            .any(|one| one.sex == "L" && people.iter().any(|other| other.sex == "P" && one.may_meet(other)));
        for at in group {
            let (Some(stay), Some(own)) = (stays.get(*at), found.get_mut(*at)) else { continue };
            if stay.needs_room == Some(true) && number.is_none() {
                own.insert(0, Warning::NoRoom);
            }
            if most > room {
                own.push(Warning::TooMany(most, room));
            }
            if mixed {
                own.push(Warning::Mixed);
            }
            if let Some(mate) = stay.mate
                && stays.iter().any(|other| other.person == mate)
                && people.iter().all(|other| other.person != mate)
            {
                own.push(Warning::Apart);
            }
        }
    }
    found
}

/// The most people who may sleep in one room in one night.
fn most_at_once(people: &[&Stay]) -> usize {
    // The fullest night is one in which somebody arrives; without any date it is any night.
    let nights: BTreeSet<NaiveDate> = people.iter().filter_map(|stay| stay.arrives).collect();
    let in_night = |night: NaiveDate| people.iter().filter(|stay| stay.may_sleep(night)).count();
    let undated = people.iter().filter(|stay| stay.arrives.is_none()).count();
    nights.into_iter().map(in_night).max().unwrap_or_default().max(undated)
}

/// What the hotel needs in one night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Night {
    /// The evening's date.
    pub date: NaiveDate,
    pub people: usize,
    pub men: usize,
    pub women: usize,
    pub rooms: usize,
}

/// Every night in which somebody who needs a room is there for certain.
pub(super) fn nights(stays: &[Stay]) -> Vec<Night> {
    let groups = rooms(stays);
    let first =
        stays.iter().filter(|stay| stay.needs_room == Some(true)).filter_map(|stay| stay.arrives).min();
    let last =
        stays.iter().filter(|stay| stay.needs_room == Some(true)).filter_map(|stay| stay.departs).max();
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    // A stay of years is a slip of the pen.
    first
        .iter_days()
        .take_while(|night| *night < last)
        .take(MOST_NIGHTS)
        .map(|night| {
            let there: Vec<&Stay> = stays.iter().filter(|stay| stay.sleeps(night)).collect();
            let of = |sex: &str| there.iter().filter(|stay| stay.sex == sex).count();
            let is_there = |at: &usize| stays.get(*at).is_some_and(|stay| stay.sleeps(night));
            Night {
                date: night,
                people: there.len(),
                men: of("L"),
                women: of("P"),
                rooms: groups.iter().filter(|group| group.iter().any(is_there)).count(),
            }
        })
        .filter(|night| night.people > 0)
        .collect()
}

/// The most nights that are looked at.
const MOST_NIGHTS: usize = 60;

/// Who needs a room and has not said when.
pub(super) fn undated(stays: &[Stay]) -> usize {
    let is_open = |stay: &&Stay| stay.arrives.is_none() || stay.departs.is_none();
    stays.iter().filter(|stay| stay.needs_room == Some(true)).filter(is_open).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 8, n).unwrap()
    }

    fn who(n: u128) -> ParticipantId {
        ParticipantId(Uuid::from_u128(n))
    }

    fn stay(n: u128, sex: &str, room: &str, mate: u128) -> Stay {
        Stay {
            person: who(n),
            sex: sex.into(),
            arrives: Some(day(1)),
            departs: Some(day(4)),
            needs_room: Some(true),
            room: room.into(),
            mate: (mate > 0).then(|| who(mate)),
        }
    }

    fn said(stays: &[Stay]) -> Vec<Vec<Warning>> {
        warnings(stays, &HashMap::from([("305".to_owned(), 3)]), (day(1), day(4)))
    }

    #[test]
    fn people_share_a_room_by_its_number_or_as_room_mates() {
        let stays = [
            stay(1, "L", "301", 0),
            stay(2, "L", " 3 01", 0),
            stay(3, "P", "", 4),
            stay(4, "P", "302", 0),
            stay(5, "P", "", 0),
        ];
        assert_eq!(rooms(&stays), [vec![0, 1], vec![2, 3], vec![4]]);
        assert_eq!(said(&stays), [vec![], vec![], vec![], vec![], vec![Warning::NoRoom]]);
    }

    #[test]
    fn what_is_odd_is_said_of_everybody_whom_it_concerns() {
        let full = [stay(1, "L", "301", 0), stay(2, "L", "301", 0), stay(3, "L", "301", 0)];
        assert!(said(&full).iter().all(|own| *own == [Warning::TooMany(3, 2)]));
        let large = full.clone().map(|stay| Stay { room: "305".into(), ..stay });
        assert!(said(&large).iter().all(Vec::is_empty));
        let mixed = [stay(1, "L", "301", 0), stay(2, "P", "", 1)];
        assert!(said(&mixed).iter().all(|own| *own == [Warning::Mixed]));
        let apart = [stay(1, "L", "301", 2), stay(2, "L", "302", 0)];
        assert_eq!(said(&apart), [vec![Warning::Apart], vec![]]);
        let early = Stay { arrives: NaiveDate::from_ymd_opt(2022, 7, 31), ..stay(1, "L", "301", 0) };
        let late = Stay { departs: Some(day(5)), ..stay(2, "L", "302", 0) };
        assert_eq!(said(&[early.clone(), late]), [vec![Warning::Before], vec![Warning::After]]);
        let at_home = Stay { needs_room: Some(false), room: String::new(), ..early };
        assert_eq!(said(&[at_home]), [vec![]]);
    }

    #[test]
    fn one_after_the_other_is_not_together() {
        let before = Stay { departs: Some(day(2)), ..stay(1, "L", "301", 0) };
        let after = Stay { arrives: Some(day(2)), ..stay(2, "P", "301", 0) };
        let with = Stay { arrives: Some(day(2)), ..stay(3, "P", "301", 0) };
        assert!(said(&[before, after, with]).iter().all(Vec::is_empty));
    }

    #[test]
    fn the_hotel_is_told_night_by_night() {
        let stays = [
            stay(1, "L", "301", 0),
            stay(2, "L", "301", 0),
            Stay { arrives: Some(day(2)), ..stay(3, "P", "", 0) },
            Stay { needs_room: None, ..stay(4, "P", "", 0) },
            Stay { departs: None, ..stay(5, "P", "", 0) },
        ];
        let found = nights(&stays);
        let numbers: Vec<_> = found.iter().map(|n| (n.date, n.people, n.men, n.women, n.rooms)).collect();
        assert_eq!(numbers, [(day(1), 2, 2, 0, 1), (day(2), 3, 2, 1, 2), (day(3), 3, 2, 1, 2)]);
        assert_eq!(undated(&stays), 1);
    }

    fn any_stay() -> impl Strategy<Value = Stay> {
        (
            prop::sample::select(vec!["", "L", "P"]),
            prop::option::of(1_u32..8),
            prop::option::of(1_u32..8),
            prop::option::of(any::<bool>()),
            prop::sample::select(vec!["", "", "301", "302", "3 02"]),
            0_u128..9,
        )
            .prop_map(|(sex, one, other, needs_room, room, mate)| {
                let (arrives, departs) = match (one, other) {
                    (Some(one), Some(other)) => (Some(day(one.min(other))), Some(day(one.max(other)))),
                    (one, other) => (one.map(day), other.map(day)),
                };
                Stay {
                    arrives,
                    departs,
                    needs_room,
                    mate: (mate > 0).then(|| who(mate)),
                    ..stay(0, sex, room, 0)
                }
            })
    }

    fn any_stays() -> impl Strategy<Value = Vec<Stay>> {
        prop::collection::vec(any_stay(), 0..9).prop_map(|stays| {
            let named = stays.into_iter().zip(1_u128..);
            named
                .map(|(stay, n)| Stay {
                    person: who(n),
                    mate: stay.mate.filter(|mate| *mate != who(n)),
                    ..stay
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn everybody_stands_in_one_room_and_no_room_has_two_numbers(stays in any_stays()) {
            let groups = rooms(&stays);
            let mut all: Vec<usize> = groups.iter().flatten().copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..stays.len()).collect::<Vec<_>>());
            for group in &groups {
                let numbers: BTreeSet<String> =
                    group.iter().map(|at| room_key(&stays[*at].room)).filter(|key| !key.is_empty()).collect();
                prop_assert!(numbers.len() <= 1);
            }
        }

        #[test]
        fn the_order_of_the_list_decides_nothing(stays in any_stays(), turn in 0_usize..9) {
            let by_person = |stays: &[Stay]| -> BTreeMap<ParticipantId, Vec<Warning>> {
                stays.iter().map(|stay| stay.person).zip(said(stays)).collect()
            };
            let mut turned = stays.clone();
            turned.rotate_left(turn % stays.len().max(1));
            prop_assert_eq!(by_person(&turned), by_person(&stays));
            turned.reverse();
            prop_assert_eq!(nights(&turned), nights(&stays));
        }

        #[test]
        fn every_night_of_every_certain_stay_is_counted_once(stays in any_stays()) {
            let beds: i64 = nights(&stays).iter().map(|night| i64::try_from(night.people).unwrap()).sum();
            let expected: i64 = stays
                .iter()
                .filter(|stay| stay.needs_room == Some(true))
                .filter_map(|stay| Some((stay.departs? - stay.arrives?).num_days()))
                .sum();
            prop_assert_eq!(beds, expected);
            for night in nights(&stays) {
                prop_assert!(night.rooms <= night.people && night.men + night.women <= night.people);
            }
        }

        #[test]
        fn who_sleeps_alone_disturbs_nobody(mut stays in any_stays()) {
            for (stay, n) in stays.iter_mut().zip(1..) {
                stay.room = format!("k{n}");
                stay.mate = None;
            }
            for own in said(&stays) {
                prop_assert!(own.iter().all(|w| matches!(w, Warning::Before | Warning::After)));
            }
        }
    }
}
