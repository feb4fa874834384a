//! What an entry is, and how entries stand together.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::kernel::ids::{MinuteEntryId, SessionId};

crate::codes! {
    /// What an entry of the notulen is.
    pub enum Kind {
        /// Something that was said.
        Point = "point", "Pokok bahasan";
        /// Something that is in the way.
        Challenge = "challenge", "Tantangan";
        /// What helps against a challenge.
        Solution = "solution", "Solusi";
        /// Something that was agreed on.
        Decision = "decision", "Keputusan";
    }
}

/// The most entries that a session's notulen holds.
pub const MOST: i64 = 300;

/// An entry as a person wants it: the command that a form becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewEntry {
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub body: String,
    /// The challenge that a solution answers.
    pub answers: Option<MinuteEntryId>,
    /// The library or agency that raised it; may be empty.
    pub raised_by: String,
}

/// An entry as it stands.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: MinuteEntryId,
    /// In which session it was said.
    pub session: SessionId,
    /// What it is.
    pub kind: Kind,
    /// Its words.
    pub body: String,
    /// The challenge that a solution answers.
    pub answers: Option<MinuteEntryId>,
    /// The library or agency that raised it; may be empty.
    pub raised_by: String,
    /// Whether it goes to the Stakeholder Meeting.
    pub escalated: bool,
    /// Who wrote it.
    pub written_by: String,
    /// When.
    pub written_at: DateTime<Utc>,
    /// Who changed it last.
    pub changed_by: String,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// Counts changes.
    pub version: i32,
}

/// A challenge with the solutions that were found.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What is in the way.
    pub challenge: Entry,
    /// What helps.
    pub solutions: Vec<Entry>,
}

/// Entries as they are read: each kind by itself, solutions with their challenge.
#[derive(Clone, Debug, Default)]
pub struct Minutes {
    /// What was said.
    pub points: Vec<Entry>,
    /// What is in the way, and what helps.
    pub pairs: Vec<Pair>,
    /// What was agreed on.
    pub decisions: Vec<Entry>,
}

impl Minutes {
    /// Puts entries together, in their order. A solution whose challenge is not among them stands among the points, so that
    /// nothing that was said is hidden.
    pub fn of(entries: Vec<Entry>) -> Self {
        let mut minutes = Self::default();
        let mut solutions = Vec::new();
        for entry in entries {
            match entry.kind {
                Kind::Point => minutes.points.push(entry),
                Kind::Challenge => {
                    minutes.pairs.push(Pair { challenge: entry, solutions: Vec::new() });
                }
                Kind::Solution => solutions.push(entry),
                Kind::Decision => minutes.decisions.push(entry),
            }
        }
        for solution in solutions {
            let answered = minutes.pairs.iter_mut().find(|pair| Some(pair.challenge.id) == solution.answers);
            match answered {
                Some(pair) => pair.solutions.push(solution),
                None => minutes.points.push(solution),
            }
        }
        minutes
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        let solutions: usize = self.pairs.iter().map(|pair| pair.solutions.len()).sum();
        self.points.len() + self.pairs.len() + solutions + self.decisions.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The entries that stand in one row with this one, in their order: of its kind, and of its challenge.
pub fn row_of(entries: &[Entry], of: &Entry) -> Vec<MinuteEntryId> {
    entries
        .iter()
        .filter(|entry| (entry.session, entry.kind, entry.answers) == (of.session, of.kind, of.answers))
        .map(|entry| entry.id)
        .collect()
}

/// Where something is put in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot<T> {
    /// Right above this one.
    Above(T),
    /// Right below this one.
    Below(T),
}

/// The row with `what` at another spot; done twice it is the same as once. `None` when one of the two is not in the row.
pub fn placed<T: Copy + PartialEq>(row: &[T], what: T, spot: Spot<T>) -> Option<Vec<T>> {
    let (Spot::Above(anchor) | Spot::Below(anchor)) = spot;
    if anchor == what || !row.contains(&what) {
        return None;
    }
    let mut rest: Vec<T> = row.iter().copied().filter(|other| *other != what).collect();
    let at = rest.iter().position(|other| *other == anchor)?;
    let at = if matches!(spot, Spot::Above(_)) { at } else { at + 1 };
    rest.insert(at, what);
    Some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(id: u128, kind: Kind, answers: Option<u128>) -> Entry {
        let at = DateTime::UNIX_EPOCH;
        Entry {
            id: uuid::Uuid::from_u128(id).into(),
            session: uuid::Uuid::from_u128(1).into(),
            kind,
            body: format!("Butir {id}"),
            answers: answers.map(|id| uuid::Uuid::from_u128(id).into()),
            raised_by: String::new(),
            escalated: false,
            written_by: String::new(),
            written_at: at,
            changed_by: String::new(),
            changed_at: at,
            version: 1,
        }
    }

    #[test]
    fn solutions_stand_with_their_challenge_and_nothing_is_hidden() {
        let entries = vec![
            entry(1, Kind::Solution, Some(3)),
            entry(2, Kind::Decision, None),
            entry(3, Kind::Challenge, None),
            entry(4, Kind::Solution, Some(9)),
            entry(5, Kind::Point, None),
        ];
        let minutes = Minutes::of(entries.clone());
        assert_eq!(minutes.len(), 5);
        assert_eq!(minutes.pairs[0].solutions[0].id, entries[0].id);
        let points: Vec<_> = minutes.points.iter().map(|entry| entry.body.as_str()).collect();
        assert_eq!(points, ["Butir 5", "Butir 4"], "a solution without its challenge is still to be read");
        assert_eq!(row_of(&entries, &entries[0]), [entries[0].id]);
    }

    proptest! {
        #[test]
        fn a_row_loses_nothing_and_twice_is_once(len in 1_usize..8, what in 0_usize..8, anchor in 0_usize..8, above: bool) {
            let row: Vec<usize> = (0..len).collect();
            let spot = if above { Spot::Above(anchor) } else { Spot::Below(anchor) };
            let once = placed(&row, what, spot);
            prop_assert_eq!(once.is_some(), what < len && anchor < len && what != anchor);
            if let Some(once) = once {
                let mut sorted = once.clone();
                sorted.sort_unstable();
                prop_assert_eq!(sorted, row);
                prop_assert_eq!(placed(&once, what, spot), Some(once.clone()));
                let at = |of| once.iter().position(|other| *other == of).unwrap();
                prop_assert_eq!(at(what) + usize::from(above), at(anchor) + usize::from(!above));
            }
        }
    }
}
