//! The order of presentations: whose turn is when.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    features::agenda::{model::Hours, publication::Shown},
    kernel::ids::{LibraryId, SessionId, SlotId},
};

/// The most who present in one session.
pub(super) const MOST: usize = 100;
/// The most minutes of one presentation.
pub(super) const MOST_MINUTES: i32 = 240;
/// How long a presentation is as long as nobody says otherwise.
pub(super) const USUAL_MINUTES: i32 = 15;

/// When each turn is: one after the other, from the beginning of the session.
pub(super) fn turns(starts_at: DateTime<Utc>, minutes: impl IntoIterator<Item = i32>) -> Vec<Hours> {
    let mut next = starts_at;
    minutes
        .into_iter()
        .map(|minutes| {
            let from = next;
            next += TimeDelta::minutes(minutes.into());
            (from, next)
        })
        .collect()
}

/// By how many minutes turns that take so long together run beyond a session's end; fewer than none is what remains.
pub(in crate::features::agenda) fn over((starts_at, ends_at): Hours, minutes: i64) -> i64 {
    minutes - (ends_at - starts_at).num_minutes()
}

/// So many minutes for so many turns, all alike up to one minute; the first ones get what is left over. `None` when a turn
/// would get no minute, or more than [`MOST_MINUTES`].
pub(super) fn spread(whole: i64, turns: usize) -> Option<Vec<i32>> {
    let count = i64::try_from(turns).ok().filter(|count| *count > 0)?;
    let (each, rest) = (whole / count, whole % count);
    let most = i64::from(MOST_MINUTES) - i64::from(rest > 0);
    let each = i32::try_from(each).ok().filter(|each| *each >= 1 && i64::from(*each) <= most)?;
    Some((0..count).map(|n| each + i32::from(n < rest)).collect())
}

/// The order with one turn at another place; 0 is the first.
pub(super) fn reordered(order: &[SlotId], slot: SlotId, to: usize) -> Vec<SlotId> {
    let mut others: Vec<SlotId> = order.iter().copied().filter(|other| *other != slot).collect();
    if others.len() < order.len() {
        others.insert(to.min(others.len()), slot);
    }
    others
}

/// The turn of one library in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// In which session.
    pub session: SessionId,
    /// 1 is the first.
    pub nth: usize,
    /// How many minutes come before it.
    pub after: i64,
    /// How long it is.
    pub minutes: i32,
}

/// The turns of one library in these sessions.
pub fn turns_of(sessions: &[Shown], library: LibraryId) -> Vec<Turn> {
    let turn = |shown: &Shown| {
        let at = shown.presentations.iter().position(|one| one.library == Some(library))?;
        let before = shown.presentations.iter().take(at).map(|one| i64::from(one.minutes)).sum();
        let minutes = shown.presentations.get(at)?.minutes;
        Some(Turn { session: shown.id, nth: at + 1, after: before, minutes })
    };
    sessions.iter().filter_map(turn).collect()
}

/// How many present in a session, in few words' worth.
#[derive(Clone, Debug)]
pub struct Summary {
    /// In which session.
    pub session: SessionId,
    /// How many.
    pub count: i64,
    /// How many minutes they take together.
    pub minutes: i64,
    /// Who begins.
    pub first: String,
    /// Who ends.
    pub last: String,
}

impl Summary {
    /// Of a session as it was published; `None` where nobody presents.
    pub fn of(shown: &Shown) -> Option<Self> {
        let (first, last) = (shown.presentations.first()?, shown.presentations.last()?);
        Some(Self {
            session: shown.id,
            count: i64::try_from(shown.presentations.len()).unwrap_or(i64::MAX),
            minutes: shown.presentations.iter().map(|one| i64::from(one.minutes)).sum(),
            first: first.label.clone(),
            last: last.label.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn ids(n: usize) -> Vec<SlotId> {
        (0..n).map(|n| SlotId(Uuid::from_u128(n as u128))).collect()
    }

    #[test]
    fn a_turn_goes_up_and_down() {
        let order = ids(3);
        assert_eq!(reordered(&order, order[2], 0), [order[2], order[0], order[1]]);
        assert_eq!(reordered(&order, order[0], 9), [order[1], order[2], order[0]]);
        assert_eq!(reordered(&order, SlotId(Uuid::from_u128(9)), 0), order);
    }

    #[test]
    fn minutes_are_spread_over_the_session() {
        assert_eq!(spread(100, 7), Some(vec![15, 15, 14, 14, 14, 14, 14]));
        assert_eq!(spread(3, 4), None);
        assert_eq!(spread(0, 0), None);
        assert_eq!(spread(481, 2), None);
    }

    proptest! {
        #[test]
        fn reordering_loses_nobody(n in 1..40_usize, slot in 0..40_usize, to in 0..60_usize) {
            let order = ids(n);
            let new = reordered(&order, order[slot % n], to);
            prop_assert_eq!(new.len(), n);
            prop_assert_eq!(new.iter().collect::<BTreeSet<_>>(), order.iter().collect::<BTreeSet<_>>());
            prop_assert_eq!(new[to.min(n - 1)], order[slot % n]);
        }

        #[test]
        fn turns_follow_one_another(minutes in proptest::collection::vec(1..240_i32, 0..40)) {
            let starts = DateTime::UNIX_EPOCH;
            let turns = turns(starts, minutes.iter().copied());
            let mut next = starts;
            for ((from, to), minutes) in turns.into_iter().zip(&minutes) {
                prop_assert_eq!(from, next);
                prop_assert_eq!((to - from).num_minutes(), i64::from(*minutes));
                next = to;
            }
        }

        #[test]
        fn spreading_fills_the_session(whole in 1..1080_i64, n in 1..40_usize) {
            if let Some(minutes) = spread(whole, n) {
                prop_assert_eq!(minutes.iter().map(|m| i64::from(*m)).sum::<i64>(), whole);
                let (least, most) = (minutes.iter().min().unwrap(), minutes.iter().max().unwrap());
                prop_assert!(most - least <= 1 && *least >= 1 && *most <= MOST_MINUTES);
            }
        }
    }
}
