//! The rule that picks the state which counts, written plainly: what the database works out is held against it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sejawat::{
    features::attendance::model::State,
    kernel::ids::{AccountId, MarkId, ParticipantId, SessionId},
};
use uuid::Uuid;

use crate::support::World;

/// Which row something was said about: the person's own, or one that was merged into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct About {
    /// The row that was on the list then.
    pub person: ParticipantId,
    /// Since when it counts for the one that it counts for now; `None` for a row that counts for itself.
    pub since: Option<DateTime<Utc>>,
}

/// A mark as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptMark {
    /// Made on the device.
    pub id: MarkId,
    /// About which of the person's rows.
    pub about: About,
    /// Who marked.
    pub marker: AccountId,
    /// What it says.
    pub state: State,
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
    /// About which of the person's rows.
    pub about: About,
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

impl Decision {
    /// Whether what was said then was known when this was decided: what is said of another row is known once the two
    /// have become one.
    fn knew(&self, about: About, said_at: DateTime<Utc>) -> bool {
        let known_at = if about.person == self.about.person {
            said_at
        } else {
            [about.since, self.about.since].into_iter().flatten().fold(said_at, DateTime::max)
        };
        known_at <= self.decided_at
    }
}

/// The state of one person in one session: a pure function of what is kept about all the person's rows, whatever its
/// order.
///
/// The newest decision outranks every mark. Marks that the server knew when a decision was made are settled by it; one
/// that arrives later and differs opens the conflict again, and a person decides again. What was said of two rows before
/// they were merged is two words, also when one person said both; what was taken back of one row says nothing about the
/// others.
pub fn effective(marks: &[KeptMark], decisions: &[Decision]) -> Option<Effective> {
    let decision = decisions.iter().max_by_key(|decision| (decision.decided_at, decision.about));
    let open: Vec<&KeptMark> = marks
        .iter()
        .filter(|mark| !mark.proposed && !decisions.iter().any(|d| d.knew(mark.about, mark.received_at)))
        .collect();
    let open = without_what_was_taken_back(open);
    let winner = open.iter().max_by_key(|mark| (mark.effective_at, mark.id, mark.marker));
    let differs = |state: State| last_words(open.iter().copied()).any(|word| word != state);
    match (winner, decision) {
        (None, None) => None,
        (_, Some(decision)) => Some(Effective {
            state: decision.state,
            conflict: differs(decision.state)
                || decisions.iter().any(|other| {
                    other.state != decision.state
                        && !decisions.iter().any(|d| d != other && d.knew(other.about, other.decided_at))
                }),
            winner: None,
        }),
        (Some(winner), None) => {
            Some(Effective { state: winner.state, conflict: differs(winner.state), winner: Some(winner.id) })
        }
    }
}

/// The marks but for those of rows whose last one was taken back, where another row still has one.
fn without_what_was_taken_back(marks: Vec<&KeptMark>) -> Vec<&KeptMark> {
    let mut last: HashMap<ParticipantId, &KeptMark> = HashMap::new();
    for mark in &marks {
        last.entry(mark.about.person)
            .and_modify(|known| {
                if (mark.effective_at, mark.id) > (known.effective_at, known.id) {
                    *known = mark;
                }
            })
            .or_insert(mark);
    }
    let stands = |mark: &&KeptMark| last.get(&mark.about.person).is_some_and(|l| l.state != State::Cleared);
    if last.len() > 1 && marks.iter().any(stands) {
        marks.into_iter().filter(stands).collect()
    } else {
        marks
    }
}

/// What each marker said last of each row.
fn last_words<'a>(marks: impl Iterator<Item = &'a KeptMark>) -> impl Iterator<Item = State> {
    let mut words: HashMap<(AccountId, ParticipantId), (DateTime<Utc>, MarkId, State)> = HashMap::new();
    for mark in marks {
        let word = (mark.effective_at, mark.id, mark.state);
        words
            .entry((mark.marker, mark.about.person))
            .and_modify(|last| *last = word.max(*last))
            .or_insert(word);
    }
    words.into_values().map(|(_, _, state)| state)
}

/// Every state that must stand, by session and by the row that counts: worked out from all marks and decisions about all
/// rows.
pub async fn expected(world: &World) -> HashMap<(SessionId, ParticipantId), Effective> {
    type Row = (Uuid, Option<Uuid>, Option<DateTime<Utc>>);
    type Mark = (Uuid, Uuid, Uuid, Uuid, String, DateTime<Utc>, DateTime<Utc>, bool);
    let mut conn = world.look().await;
    let rows: Vec<Row> = sqlx::query_as("select id, merged_into, merged_at from participants")
        .fetch_all(&mut conn)
        .await
        .unwrap();
    let rows: HashMap<Uuid, (Uuid, About)> = rows
        .into_iter()
        .map(|(id, into, since)| (id, (into.unwrap_or(id), About { person: ParticipantId(id), since })))
        .collect();
    let mut slots: HashMap<(Uuid, Uuid), (Vec<KeptMark>, Vec<Decision>)> = HashMap::new();
    let marks: Vec<Mark> = sqlx::query_as(
        "select session_id, participant_id, id, marker, state, effective_at, received_at, proposed_because <> '' from attendance_marks",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    for (session, person, id, marker, state, effective_at, received_at, proposed) in marks {
        let (counts, about) = rows[&person];
        slots.entry((session, counts)).or_default().0.push(KeptMark {
            id: MarkId(id),
            about,
            marker: AccountId(marker),
            state: State::from_code(&state).unwrap(),
            effective_at,
            received_at,
            proposed,
        });
    }
    let decisions: Vec<(Uuid, Uuid, String, DateTime<Utc>)> =
        sqlx::query_as("select session_id, participant_id, state, decided_at from attendance_decisions")
            .fetch_all(&mut conn)
            .await
            .unwrap();
    for (session, person, state, decided_at) in decisions {
        let (counts, about) = rows[&person];
        let state = State::from_code(&state).unwrap();
        slots.entry((session, counts)).or_default().1.push(Decision { about, state, decided_at });
    }
    slots
        .into_iter()
        .filter_map(|((session, person), (marks, decisions))| {
            let found = effective(&marks, &decisions)?;
            Some(((SessionId(session), ParticipantId(person)), found))
        })
        .collect()
}

/// Every state that stands.
pub async fn standing(world: &World) -> HashMap<(SessionId, ParticipantId), Effective> {
    let rows: Vec<(Uuid, Uuid, String, bool, Option<Uuid>)> = sqlx::query_as(
        "select session_id, participant_id, state, conflict, case when decided_at is null then mark_id end from attendance_states",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap();
    rows.into_iter()
        .map(|(session, person, state, conflict, winner)| {
            let state = State::from_code(&state).unwrap();
            (
                (SessionId(session), ParticipantId(person)),
                Effective { state, conflict, winner: winner.map(MarkId) },
            )
        })
        .collect()
}

mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_659_400_000 + seconds, 0).unwrap()
    }

    /// The person's own row (0), or one that was merged into it at 200.
    fn row(n: u128) -> About {
        About { person: ParticipantId(Uuid::from_u128(n)), since: (n > 0).then(|| at(200)) }
    }

    fn mark(id: u128, marker: u128, state: State, effective: i64, received: i64) -> KeptMark {
        KeptMark {
            id: MarkId(Uuid::from_u128(id)),
            about: row(0),
            marker: AccountId(Uuid::from_u128(marker)),
            state,
            effective_at: at(effective),
            received_at: at(received),
            proposed: false,
        }
    }

    #[test]
    fn the_same_persons_later_word_stands_without_a_conflict() {
        let marks = [mark(1, 7, State::Absent, 10, 12), mark(2, 7, State::Late, 20, 21)];
        let found = effective(&marks, &[]).unwrap();
        assert_eq!((found.state, found.conflict), (State::Late, false));
    }

    #[test]
    fn two_peoples_different_marks_are_a_conflict_until_one_decides() {
        let marks = vec![mark(1, 7, State::Absent, 10, 12), mark(2, 8, State::Present, 20, 21)];
        let found = effective(&marks, &[]).unwrap();
        assert_eq!((found.state, found.conflict), (State::Present, true));
        let decided = [Decision { about: row(0), state: State::Absent, decided_at: at(30) }];
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

    fn of_row(n: u128, mark: KeptMark) -> KeptMark {
        KeptMark { about: row(n), ..mark }
    }

    #[test]
    fn different_marks_of_two_rows_that_were_merged_are_a_conflict_also_by_one_hand() {
        let marks = [mark(1, 7, State::Present, 10, 12), of_row(1, mark(2, 7, State::Absent, 20, 21))];
        let found = effective(&marks, &[]).unwrap();
        assert_eq!((found.state, found.conflict), (State::Absent, true));
        let same = [mark(1, 7, State::Present, 10, 12), of_row(1, mark(2, 7, State::Present, 20, 21))];
        assert!(!effective(&same, &[]).unwrap().conflict);
    }

    #[test]
    fn what_was_taken_back_of_one_row_takes_nothing_from_the_other() {
        let marks = [
            of_row(1, mark(1, 7, State::Absent, 10, 12)),
            mark(2, 7, State::Present, 20, 21),
            of_row(1, mark(3, 7, State::Cleared, 30, 31)),
        ];
        let found = effective(&marks, &[]).unwrap();
        assert_eq!((found.state, found.conflict), (State::Present, false));
        assert_eq!(effective(&marks[2..], &[]).unwrap().state, State::Cleared);
    }

    #[test]
    fn a_decision_about_one_row_knew_nothing_of_the_other_before_they_were_merged() {
        let marks = [mark(1, 7, State::Present, 10, 12), of_row(1, mark(2, 8, State::Late, 10, 12))];
        let of_the_other = Decision { about: row(1), state: State::Absent, decided_at: at(30) };
        let found = effective(&marks, std::slice::from_ref(&of_the_other)).unwrap();
        assert_eq!((found.state, found.conflict), (State::Absent, true));
        let own = Decision { about: row(0), state: State::Present, decided_at: at(25) };
        let two = effective(&marks, &[of_the_other.clone(), own]).unwrap();
        assert_eq!((two.state, two.conflict), (State::Absent, true));
        // Decided again when both were known.
        let both = Decision { about: row(0), state: State::Present, decided_at: at(210) };
        let settled = effective(&marks, &[of_the_other, both]).unwrap();
        assert_eq!((settled.state, settled.conflict), (State::Present, false));
    }

    fn any_mark() -> impl Strategy<Value = KeptMark> {
        (0..12_u128, 0..3_u128, 0..3_u128, 0..State::ALL.len(), 0..20_i64, any::<bool>()).prop_map(
            |(id, marker, n, state, time, proposed)| KeptMark {
                proposed,
                ..of_row(n, mark(id + 100 * marker, marker, State::ALL[state], time, 50 + time))
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
