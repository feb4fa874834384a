//! How the rest of a day moves.
//!
//! - Sessions that begin before the chosen one stay, and so do those whose attendance is closed and those with a fixed hour;
//!   the latter move along where that was asked for.
//! - It moves until the next session with a fixed hour, unless another one or the end of the day is chosen: that session and
//!   whatever begins with or after it stay, so that the day is back to plan from there. What ended before it still does.
//! - What moves goes by the same number of minutes, one after the other, in the order of their beginnings.
//! - Two sessions that did not overlap do not overlap afterwards, whatever their rooms: the same people sit in both. What did
//!   overlap may go on doing so.
//! - A session that moves later and would run into one that stays ends where that one begins, as long as [`LEAST`] of it
//!   remains; else it goes on behind it, and whatever followed it makes room. A session that moves earlier never passes
//!   one that was before it.
//! - Of those that move, in one room none begins before one that began before it.
//! - Nothing leaves its day. What finds no room in it is named, and then nothing is moved at all.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    features::agenda::model::{Hours, LONGEST_SESSION},
    kernel::ids::SessionId,
};

/// What must remain of a session that is squeezed; one that was shorter stays as it was.
pub(super) const LEAST: TimeDelta = TimeDelta::minutes(5);

/// A session, as far as moving it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub id: SessionId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub room: String,
    pub is_fixed: bool,
    /// Its attendance is closed.
    pub is_closed: bool,
}

impl Block {
    /// From when to when.
    pub fn hours(&self) -> Hours {
        (self.starts_at, self.ends_at)
    }

    /// Whether it stays where it is, when what begins from `first` on and before `limit` moves.
    pub fn stays(&self, first: DateTime<Utc>, limit: Option<DateTime<Utc>>, fixed_too: bool) -> bool {
        self.starts_at < first
            || limit.is_some_and(|limit| self.starts_at >= limit)
            || self.is_closed
            || (self.is_fixed && !fixed_too)
    }
}

/// Until where a day moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Until {
    /// The first session with a fixed hour after the chosen one; the end of the day where there is none.
    #[default]
    Next,
    /// This session with a fixed hour; where it does not follow the chosen one, the first that does.
    Session(SessionId),
    /// The end of the day.
    DayEnd,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    /// From which session on.
    pub from: SessionId,
    /// By how many minutes; fewer than none is earlier.
    pub minutes: i64,
    /// Whether sessions with a fixed hour move along.
    pub fixed_too: bool,
    /// Until where.
    pub until: Until,
}

/// The sessions with a fixed hour that begin after the chosen one, in their order: the day can be back to plan at each.
pub(super) fn limits(blocks: &[Block], from: SessionId) -> Vec<&Block> {
    let Some(first) = blocks.iter().find(|block| block.id == from) else { return Vec::new() };
    let mut limits: Vec<_> =
        blocks.iter().filter(|block| block.is_fixed && block.starts_at > first.starts_at).collect();
    limits.sort_by_key(|block| (block.starts_at, block.ends_at, block.id));
    limits
}

/// The session at which the day is back to plan; `None` when it moves until its end.
pub(super) fn limit(blocks: &[Block], wish: Wish) -> Option<&Block> {
    let limits = limits(blocks, wish.from);
    match wish.until {
        Until::DayEnd => None,
        Until::Next => limits.first().copied(),
        Until::Session(id) => limits.iter().find(|block| block.id == id).or(limits.first()).copied(),
    }
}

/// A session that gets other hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub id: SessionId,
    pub before: Hours,
    pub after: Hours,
}

impl Move {
    /// How much shorter it gets.
    pub fn lost(&self) -> TimeDelta {
        (self.before.1 - self.before.0) - (self.after.1 - self.after.0)
    }
}

/// What comes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Who gets other hours, in the order of the day.
    pub moves: Vec<Move>,
    /// Who finds no room in the day. If there is anybody, nothing is to be moved.
    pub stuck: Vec<SessionId>,
}

/// Moves the rest of a day; `blocks` are its sessions, `day` is its first and its last minute.
pub(super) fn shift(blocks: &[Block], wish: Wish, day: Hours) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(first) = blocks.iter().find(|block| block.id == wish.from) else { return outcome };
    let limit = limit(blocks, wish).map(|block| block.starts_at);
    let (staying, mut moving): (Vec<_>, Vec<_>) =
        blocks.iter().partition(|block| block.stays(first.starts_at, limit, wish.fixed_too));
    moving.sort_by_key(|block| (block.starts_at, block.ends_at, block.id));
    let mut placed: Vec<(&Block, Hours)> = staying.into_iter().map(|block| (block, block.hours())).collect();
    for block in moving {
        // What lay across the limit may go on doing so.
        let last = limit.filter(|limit| block.ends_at <= *limit).unwrap_or(day.1);
        match place(block, &placed, TimeDelta::minutes(wish.minutes), (day.0, last)) {
            Some(hours) => {
                placed.push((block, hours));
                if hours != block.hours() {
                    outcome.moves.push(Move { id: block.id, before: block.hours(), after: hours });
                }
            }
            None => outcome.stuck.push(block.id),
        }
    }
    outcome
}

/// The new holes of a day, each as the session that it lies before and its minutes: nothing goes on, where something did or
/// less time was empty. What runs late leaves none before it, as what was before it takes its time.
pub(super) fn holes(blocks: &[Block], wish: Wish, outcome: &Outcome) -> Vec<(SessionId, i64)> {
    let first = blocks.iter().find(|block| block.id == wish.from).map(|block| block.starts_at);
    let now = |block: &Block| {
        outcome.moves.iter().find(|one| one.id == block.id).map_or(block.hours(), |one| one.after)
    };
    let before = gaps(blocks.iter().map(|block| (block.hours(), block)).collect());
    let after = gaps(blocks.iter().map(|block| (now(block), block)).collect());
    let was = |id| before.iter().find(|(block, _)| block.id == id).map_or(0, |(_, minutes)| *minutes);
    after
        .into_iter()
        .filter(|(block, minutes)| *minutes > was(block.id) && Some(block.starts_at) != first)
        .map(|(block, minutes)| (block.id, minutes))
        .collect()
}

/// Before which sessions nothing goes on, and for how many minutes.
fn gaps(mut all: Vec<(Hours, &Block)>) -> Vec<(&Block, i64)> {
    all.sort_by_key(|(hours, block)| (*hours, block.id));
    let mut until: Option<DateTime<Utc>> = None;
    let mut gaps = Vec::new();
    for ((starts, ends), block) in all {
        if let Some(until) = until.filter(|until| *until < starts) {
            gaps.push((block, (starts - until).num_minutes()));
        }
        until = until.max(Some(ends));
    }
    gaps
}

/// Where one session goes among those that have their place: those that stay, and those that moved before it.
fn place(block: &Block, placed: &[(&Block, Hours)], by: TimeDelta, day: Hours) -> Option<Hours> {
    let length = block.ends_at - block.starts_at;
    let mut starts = (block.starts_at + by).max(day.0);
    // What comes after it can only be something that stays: the others are placed in their order.
    let mut behind = Vec::new();
    for (other, now) in placed {
        if other.ends_at <= block.starts_at {
            starts = starts.max(now.1);
        } else if other.starts_at >= block.ends_at {
            behind.push(*now);
        } else if other.room == block.room && other.starts_at <= block.starts_at {
            starts = starts.max(now.0);
        }
    }
    behind.sort();
    for wall in behind {
        if starts + length <= wall.0 {
            break;
        }
        if starts + length.min(LEAST) <= wall.0 {
            return (wall.0 <= day.1).then_some((starts, wall.0));
        }
        starts = starts.max(wall.1);
    }
    (starts + length <= day.1).then(|| (starts, starts + length))
}

/// Other hours for one session: its beginning and its end moved by so many minutes each, or a sentence why not.
pub(super) fn nudge((starts, ends): Hours, by: (i64, i64), day: Hours) -> Result<Hours, &'static str> {
    let hours = (starts + TimeDelta::minutes(by.0), ends + TimeDelta::minutes(by.1));
    if hours.1 - hours.0 < LEAST.min(ends - starts) {
        Err("Sesi paling singkat 5 menit.")
    } else if hours.1 - hours.0 > LONGEST_SESSION {
        Err("Sesi paling lama 18 jam.")
    } else if hours.0 < day.0 || hours.1 > day.1 {
        Err("Sesi tidak dapat melewati tengah malam.")
    } else {
        Ok(hours)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    const DAY: i64 = 24 * 60 - 1;

    fn block(n: u128, starts: i64, ends: i64, room: &str, is_fixed: bool) -> Block {
        Block {
            id: SessionId(Uuid::from_u128(n)),
            starts_at: at(starts),
            ends_at: at(ends),
            room: room.into(),
            is_fixed,
            is_closed: false,
        }
    }

    fn by(from: u128, minutes: i64) -> Wish {
        Wish { from: SessionId(Uuid::from_u128(from)), minutes, fixed_too: false, until: Until::DayEnd }
    }

    /// The hours of everybody afterwards, as minutes of the day.
    fn after(blocks: &[Block], outcome: &Outcome) -> Vec<(i64, i64)> {
        let minute = |at: DateTime<Utc>| (at - DateTime::UNIX_EPOCH).num_minutes();
        let hours = |block: &Block| {
            outcome.moves.iter().find(|m| m.id == block.id).map_or(block.hours(), |m| m.after)
        };
        blocks.iter().map(hours).map(|(starts, ends)| (minute(starts), minute(ends))).collect()
    }

    fn shifted(blocks: &[Block], wish: Wish) -> Vec<(i64, i64)> {
        let outcome = shift(blocks, wish, (at(0), at(DAY)));
        assert!(outcome.stuck.is_empty(), "{outcome:?}");
        after(blocks, &outcome)
    }

    #[test]
    fn the_rest_of_the_day_moves_and_lunch_stays() {
        let day = [
            block(1, 510, 540, "", false),
            block(2, 540, 600, "", false),
            block(3, 600, 720, "", false),
            block(4, 720, 780, "", true),
            block(5, 780, 840, "", false),
        ];
        assert_eq!(shifted(&day, by(2, 20)), [(510, 540), (560, 620), (620, 720), (720, 780), (800, 860)]);
    }

    #[test]
    fn from_lunch_on_the_day_is_back_to_plan() {
        let day = [
            block(1, 510, 540, "", false),
            block(2, 540, 600, "", false),
            block(3, 600, 720, "", false),
            block(4, 720, 780, "", true),
            block(5, 780, 840, "", false),
            block(6, 840, 900, "", true),
        ];
        let late = |until| Wish { until, ..by(2, 20) };
        let planned = [(510, 540), (560, 620), (620, 720), (720, 780), (780, 840), (840, 900)];
        assert_eq!(shifted(&day, late(Until::Next)), planned);
        assert_eq!(shifted(&day, late(Until::Session(day[3].id))), planned);
        assert_eq!(shifted(&day, late(Until::Session(day[0].id))), planned);
        let closing = [(510, 540), (560, 620), (620, 720), (720, 780), (800, 840), (840, 900)];
        assert_eq!(shifted(&day, late(Until::Session(day[5].id))), closing);
        // What moves with lunch and all until the closing.
        let all = Wish { fixed_too: true, ..late(Until::Session(day[5].id)) };
        assert_eq!(
            shifted(&day, all),
            [(510, 540), (560, 620), (620, 740), (740, 800), (800, 840), (840, 900)]
        );
        // Nothing follows the closing: the end of the day is the limit.
        assert_eq!(limit(&day, Wish { from: day[5].id, ..late(Until::Next) }), None);
        // What finds no room before lunch is named instead of going on behind it.
        let outcome = shift(&day, Wish { until: Until::Next, ..by(3, 120) }, (at(0), at(DAY)));
        assert_eq!(outcome.stuck, [day[2].id]);
    }

    #[test]
    fn new_holes_are_found() {
        let day = [
            block(1, 540, 600, "", false),
            block(2, 600, 720, "", false),
            block(3, 720, 780, "", true),
            block(4, 780, 840, "", false),
        ];
        let found = |wish| holes(&day, wish, &shift(&day, wish, (at(0), at(DAY))));
        assert_eq!(found(by(1, 20)), [(day[3].id, 20)]);
        assert_eq!(found(Wish { until: Until::Next, ..by(1, 20) }), []);
        assert_eq!(found(Wish { until: Until::Next, ..by(1, -10) }), [(day[2].id, 10)]);
    }

    #[test]
    fn what_cannot_be_squeezed_goes_on_after_lunch() {
        let day =
            [block(1, 660, 720, "", false), block(2, 720, 780, "", true), block(3, 780, 840, "", false)];
        assert_eq!(shifted(&day, by(1, 55)), [(715, 720), (720, 780), (835, 895)]);
        assert_eq!(shifted(&day, by(1, 56)), [(780, 840), (720, 780), (840, 900)]);
    }

    #[test]
    fn earlier_stops_at_what_was_before() {
        let day =
            [block(1, 480, 540, "", false), block(2, 550, 600, "", false), block(3, 600, 660, "", false)];
        assert_eq!(shifted(&day, by(2, -20)), [(480, 540), (540, 590), (590, 650)]);
    }

    #[test]
    fn a_full_day_names_who_has_no_room() {
        let day = [block(1, 1380, 1430, "", false)];
        let outcome = shift(&day, by(1, 20), (at(0), at(DAY)));
        assert_eq!((outcome.moves.len(), outcome.stuck.len()), (0, 1));
    }

    #[test]
    fn one_session_is_moved_and_resized_within_its_day() {
        let day = (at(0), at(DAY));
        assert_eq!(nudge((at(60), at(90)), (5, 5), day), Ok((at(65), at(95))));
        assert_eq!(nudge((at(60), at(90)), (0, -25), day), Ok((at(60), at(65))));
        assert!(nudge((at(60), at(90)), (0, -26), day).is_err());
        assert!(nudge((at(60), at(63)), (5, 5), day).is_ok());
        assert!(nudge((at(2), at(90)), (-5, -5), day).is_err());
        assert!(nudge((at(60), at(DAY)), (0, 1), day).is_err());
    }

    fn blocks() -> impl Strategy<Value = Vec<Block>> {
        let one = (0..270_i64, 1..24_i64, 0..3_usize, any::<bool>(), 0..8_u8);
        proptest::collection::vec(one, 1..14).prop_map(|drawn| {
            drawn
                .into_iter()
                .zip(1..)
                .map(|((start, length, room, is_fixed, closed), n)| {
                    let (starts, ends) = (start * 5, (start * 5 + length * 5).min(DAY));
                    let room = ["", "Aula", "Ruang 2"][room];
                    Block { is_closed: closed == 0, ..block(n, starts, ends, room, is_fixed) }
                })
                .collect()
        })
    }

    fn overlap(one: Hours, other: Hours) -> bool {
        one.0 < other.1 && other.0 < one.1
    }

    proptest! {
        #[test]
        fn no_new_overlap_nobody_lost_and_in_order(
            day in blocks(), from in 0..14_usize, minutes in -240..240_i64, fixed_too: bool, until in 0..16_usize
        ) {
            let until = match until {
                14 => Until::Next,
                15 => Until::DayEnd,
                n => Until::Session(day[n % day.len()].id),
            };
            let wish = Wish { from: day[from % day.len()].id, minutes, fixed_too, until };
            let limit = limit(&day, wish).map(|block| block.starts_at);
            let outcome = shift(&day, wish, (at(0), at(DAY)));
            let first = day[from % day.len()].starts_at;
            prop_assert!(outcome.stuck.iter().all(|id| day.iter().any(|block| block.id == *id)));
            if !outcome.stuck.is_empty() {
                return Ok(());
            }
            let moved: Vec<(Block, Block)> = day
                .iter()
                .map(|old| {
                    let hours = outcome.moves.iter().find(|m| m.id == old.id).map_or(old.hours(), |m| m.after);
                    (old.clone(), Block { starts_at: hours.0, ends_at: hours.1, ..old.clone() })
                })
                .collect();
            for (old, new) in &moved {
                let (before, now) = (old.ends_at - old.starts_at, new.ends_at - new.starts_at);
                prop_assert!(now <= before && now >= before.min(LEAST), "{old:?} {new:?}");
                prop_assert!(new.starts_at >= at(0) && new.ends_at <= at(DAY).max(old.ends_at));
                if let Some(limit) = limit {
                    prop_assert!(old.starts_at < limit || old == new, "{old:?} {new:?}");
                    prop_assert!(old.ends_at > limit || new.ends_at <= limit, "{old:?} {new:?}");
                }
                if old.stays(first, limit, fixed_too) {
                    prop_assert_eq!(old, new);
                } else if minutes < 0 {
                    prop_assert!(new.starts_at <= old.starts_at && now == before);
                } else {
                    prop_assert!(new.starts_at >= old.starts_at + TimeDelta::minutes(minutes));
                }
            }
            for (one, one_now) in &moved {
                for (other, other_now) in &moved {
                    if one.id != other.id && !overlap(one.hours(), other.hours()) {
                        prop_assert!(!overlap(one_now.hours(), other_now.hours()), "{one_now:?} {other_now:?}");
                    }
                    let both_move = !one.stays(first, limit, fixed_too) && !other.stays(first, limit, fixed_too);
                    if both_move && one.room == other.room && one.starts_at < other.starts_at {
                        prop_assert!(one_now.starts_at <= other_now.starts_at);
                    }
                }
            }
            // Put back, everything is as it was.
            let back: Vec<Hours> = moved
                .iter()
                .map(|(_, new)| outcome.moves.iter().find(|m| m.id == new.id).map_or(new.hours(), |m| m.before))
                .collect();
            prop_assert_eq!(back, day.iter().map(Block::hours).collect::<Vec<_>>());
        }
    }
}
