//! Marks, and the one rule that picks the state which counts.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::kernel::ids::{AccountId, MarkId, ParticipantId, SessionId};

crate::codes! {
    /// What a mark says of a person in a session.
    pub enum State {
        /// In the room.
        Present = "present", "Hadir";
        /// In the room, late.
        Late = "late", "Terlambat";
        /// Excused.
        Excused = "excused", "Izin";
        /// Ill.
        Sick = "sick", "Sakit";
        /// Not there.
        Absent = "absent", "Tidak hadir";
        /// The mark was taken back.
        Cleared = "cleared", "Belum ditandai";
    }
}

impl State {
    /// The five that can be tapped, in the order of a school register.
    pub const MARKS: [State; 5] = [State::Present, State::Late, State::Excused, State::Sick, State::Absent];

    /// The letter that every Indonesian register uses.
    pub const fn letter(self) -> &'static str {
        match self {
            State::Present => "H",
            State::Late => "T",
            State::Excused => "I",
            State::Sick => "S",
            State::Absent => "A",
            State::Cleared => "",
        }
    }

    /// The meaning's class in the stylesheet.
    pub const fn class(self) -> &'static str {
        match self {
            State::Present => "done",
            State::Late => "late",
            State::Excused => "way",
            State::Sick => "sick",
            State::Absent => "refused",
            State::Cleared => "neutral",
        }
    }

    /// Present in a session, in the programme's one meaning.
    pub const fn is_present(self) -> bool {
        matches!(self, State::Present | State::Late)
    }
}

crate::codes! {
    /// How a mark was made.
    pub enum Source {
        /// Tapped in the list on a device with a script.
        List = "list", "daftar";
        /// Sent by a plain form.
        Form = "form", "formulir";
    }
}

/// A mark as it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Made on the device.
    pub id: MarkId,
    /// In which session.
    pub session: SessionId,
    /// Of whom.
    pub person: ParticipantId,
    /// What it says.
    pub state: State,
    /// A word about it; may be empty.
    pub note: String,
    /// The device's clock when it was made.
    pub device_time: DateTime<Utc>,
    /// Server minus device in milliseconds, as the device measured it; `None` when it never could.
    pub offset_ms: Option<i64>,
}

/// A mark as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMark {
    /// Made on the device.
    pub id: MarkId,
    /// Who marked.
    pub marker: AccountId,
    /// What it says.
    pub state: State,
    /// A word about it.
    pub note: String,
    /// The time that counts.
    pub effective_at: DateTime<Utc>,
    /// When the server got it.
    pub received_at: DateTime<Utc>,
    /// Waits for a person and does not count.
    pub proposed: bool,
}

/// A person's word over the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What counts.
    pub state: State,
    /// When it was decided.
    pub decided_at: DateTime<Utc>,
}

/// The state that counts, and whether somebody marked otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// What counts.
    pub state: State,
    /// Another person's different mark stands beside it, undecided.
    pub conflict: bool,
    /// The mark that won; `None` when a decision did.
    pub winner: Option<MarkId>,
}

/// The time that counts: the device's, corrected by its offset, and never later than the receipt, so that a fast or
/// forged clock cannot win for ever. Doubtful when the offset is unknown or more than two minutes, or the clock ran ahead.
pub fn effective_time(
    device_time: DateTime<Utc>,
    offset_ms: Option<i64>,
    received_at: DateTime<Utc>,
) -> (DateTime<Utc>, bool) {
    let offset = offset_ms.and_then(TimeDelta::try_milliseconds);
    let corrected = device_time.checked_add_signed(offset.unwrap_or_default()).unwrap_or(received_at);
    let ahead = corrected > received_at + TimeDelta::minutes(2);
    let doubtful = ahead || offset.is_none_or(|offset| offset.abs() > TimeDelta::minutes(2));
    (corrected.min(received_at), doubtful)
}

/// The state of one person in one session: a pure function of what is kept, whatever its order.
///
/// The newest decision outranks every mark. Marks that the server knew when it was made are settled by it; one that
/// arrives later and differs opens the conflict again, and a person decides again.
pub fn effective(marks: &[KeptMark], decisions: &[Decision]) -> Option<Effective> {
    let decision = decisions.iter().max_by_key(|decision| decision.decided_at);
    let counting =
        || marks.iter().filter(|m| !m.proposed && decision.is_none_or(|d| m.received_at > d.decided_at));
    let winner = counting().max_by_key(|mark| (mark.effective_at, mark.id));
    match (winner, decision) {
        (None, None) => None,
        (_, Some(decision)) => Some(Effective {
            state: decision.state,
            conflict: last_words(counting()).any(|state| state != decision.state),
            winner: None,
        }),
        (Some(winner), None) => Some(Effective {
            state: winner.state,
            conflict: last_words(counting()).any(|state| state != winner.state),
            winner: Some(winner.id),
        }),
    }
}

/// What each marker said last.
fn last_words<'a>(marks: impl Iterator<Item = &'a KeptMark>) -> impl Iterator<Item = State> {
    let mut words: HashMap<AccountId, (DateTime<Utc>, MarkId, State)> = HashMap::new();
    for mark in marks {
        let word = (mark.effective_at, mark.id, mark.state);
        words.entry(mark.marker).and_modify(|last| *last = word.max(*last)).or_insert(word);
    }
    words.into_values().map(|(_, _, state)| state)
}

/// What came of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Stored, and it counts.
    Stored,
    /// Stored; a later mark by the same person stands.
    Superseded,
    /// Stored; another person's different mark exists.
    Conflict,
    /// Stored, and waits for a person: the session is closed.
    Proposed,
    /// Known already; the code says what came of it the first time.
    Duplicate,
    /// Not stored; the code says why.
    Refused,
}

impl Outcome {
    /// The name in the database and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Stored => "stored",
            Outcome::Superseded => "superseded",
            Outcome::Conflict => "conflict",
            Outcome::Proposed => "proposed",
            Outcome::Duplicate => "duplicate",
            Outcome::Refused => "refused",
        }
    }

    /// What a stored mark came to, seen against the state that now counts.
    pub fn of(mark: &KeptMark, marks: &[KeptMark], effective: &Effective) -> Self {
        if mark.proposed {
            return Outcome::Proposed;
        }
        let winner = effective.winner.and_then(|id| marks.iter().find(|m| m.id == id));
        match winner {
            Some(winner) if winner.id == mark.id && winner.marker == mark.marker => {
                if effective.conflict {
                    Outcome::Conflict
                } else {
                    Outcome::Stored
                }
            }
            Some(winner) if winner.marker != mark.marker && winner.state != mark.state => Outcome::Conflict,
            None if effective.state != mark.state => Outcome::Conflict,
            _ => Outcome::Superseded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_659_400_000 + seconds, 0).unwrap()
    }

    fn mark(id: u128, marker: u128, state: State, effective: i64, received: i64) -> KeptMark {
        KeptMark {
            id: MarkId(Uuid::from_u128(id)),
            marker: AccountId(Uuid::from_u128(marker)),
            state,
            note: String::new(),
            effective_at: at(effective),
            received_at: at(received),
            proposed: false,
        }
    }

    #[test]
    fn a_clock_that_runs_ahead_wins_no_time() {
        let received = at(100);
        assert_eq!(effective_time(at(5000), Some(0), received), (received, true));
        assert_eq!(effective_time(at(101), Some(0), received), (received, false));
        assert_eq!(effective_time(at(90), Some(-30_000), received), (at(60), false));
        assert_eq!(effective_time(at(90), None, received), (at(90), true));
        assert_eq!(effective_time(at(90), Some(-3_600_000), received), (at(90 - 3600), true));
        assert_eq!(effective_time(at(90), Some(i64::MAX), received), (received, true));
    }

    #[test]
    fn the_same_persons_later_word_stands_without_a_conflict() {
        let marks = [mark(1, 7, State::Absent, 10, 12), mark(2, 7, State::Late, 20, 21)];
        let found = effective(&marks, &[]).unwrap();
        assert_eq!((found.state, found.conflict), (State::Late, false));
        assert_eq!(Outcome::of(&marks[0], &marks, &found), Outcome::Superseded);
    }

    #[test]
    fn two_peoples_different_marks_are_a_conflict_until_one_decides() {
        let marks = vec![mark(1, 7, State::Absent, 10, 12), mark(2, 8, State::Present, 20, 21)];
        let found = effective(&marks, &[]).unwrap();
        assert_eq!((found.state, found.conflict), (State::Present, true));
        let decided = [Decision { state: State::Absent, decided_at: at(30) }];
        let settled = effective(&marks, &decided).unwrap();
        assert_eq!((settled.state, settled.conflict), (State::Absent, false));
        // A late arrival that agrees changes nothing; one that differs opens it again.
        let mut agreeing = marks.clone();
        agreeing.push(mark(3, 8, State::Absent, 25, 40));
        assert!(!effective(&agreeing, &decided).unwrap().conflict);
        let mut differing = marks;
        differing.push(mark(3, 8, State::Present, 25, 40));
        let again = effective(&differing, &decided).unwrap();
        assert_eq!((again.state, again.conflict), (State::Absent, true));
    }

    #[test]
    fn whoever_changed_their_mind_in_time_is_no_conflict() {
        let marks = [
            mark(1, 7, State::Absent, 10, 12),
            mark(2, 8, State::Present, 20, 21),
            mark(3, 7, State::Present, 30, 31),
        ];
        assert!(!effective(&marks, &[]).unwrap().conflict);
    }

    fn any_mark() -> impl Strategy<Value = KeptMark> {
        (0..12_u128, 0..3_u128, 0..State::ALL.len(), 0..20_i64, any::<bool>()).prop_map(
            |(id, marker, state, time, proposed)| KeptMark {
                proposed,
                ..mark(id + 100 * marker, marker, State::ALL[state], time, 50 + time)
            },
        )
    }

    proptest! {
        #[test]
        fn the_state_does_not_depend_on_order_or_repetition(
            marks in prop::collection::vec(any_mark(), 0..12),
            order in any::<prop::sample::Index>(),
            seed in any::<u64>(),
        ) {
            // One content per (marker, id), as the database's key guarantees.
            let mut unique: Vec<KeptMark> = Vec::new();
            for mark in marks {
                if !unique.iter().any(|known| (known.marker, known.id) == (mark.marker, mark.id)) {
                    unique.push(mark);
                }
            }
            let expected = effective(&unique, &[]);
            let mut shuffled = unique.clone();
            let n = shuffled.len().max(1);
            shuffled.rotate_left(order.index(n) % n);
            let mut state = seed;
            for i in (1..shuffled.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                shuffled.swap(i, usize::try_from(state >> 33).unwrap() % (i + 1));
            }
            prop_assert_eq!(effective(&shuffled, &[]), expected.clone());
            let mut doubled = shuffled.clone();
            doubled.extend(unique);
            prop_assert_eq!(effective(&doubled, &[]), expected);
        }
    }
}
