//! Where a session stands in the picture of a day.

use crate::{features::agenda::model::Hours, kernel::text};

/// A session, as far as the picture goes.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    pub hours: Hours,
    /// As somebody wrote it; empty when no room was said.
    pub room: &'a str,
}

/// A room's column: it is as many lanes wide as sessions in it overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// As it was written first; empty for the sessions without a room.
    pub room: String,
    pub first_lane: usize,
    pub lanes: usize,
}

/// The picture of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub columns: Vec<Column>,
    /// All lanes together, at least one.
    pub lanes: usize,
    /// For every item its first lane and over how many it goes.
    pub places: Vec<(usize, usize)>,
}

fn overlap(one: Hours, other: Hours) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// Lays out a day's sessions, which come in the order of their beginnings. A session without a room goes over all rooms when
/// nothing else is on meanwhile; else those without a room share a column of their own. A room is one, however it is written.
pub(super) fn lay_out(items: &[Item<'_>]) -> Layout {
    let alone = |item: &Item<'_>| items.iter().filter(|other| overlap(other.hours, item.hours)).count() == 1;
    let keys: Vec<String> = items.iter().map(|item| text::compact(item.room)).collect();
    let is_wide: Vec<bool> =
        items.iter().zip(&keys).map(|(item, key)| key.is_empty() && alone(item)).collect();
    let mut rooms: Vec<(&str, &str)> = Vec::new();
    for ((item, key), wide) in items.iter().zip(&keys).zip(&is_wide) {
        if !wide && rooms.iter().all(|(known, _)| known != key) {
            rooms.push((key.as_str(), if key.is_empty() { "" } else { item.room.trim() }));
        }
    }
    // Those without a room stand last.
    rooms.sort_by_key(|(key, _)| key.is_empty());
    let mut layout = Layout { places: vec![(0, 0); items.len()], ..Layout::default() };
    for (room, name) in rooms {
        // When the last session of each lane of this room ends.
        let mut ends = Vec::new();
        for (((item, key), wide), place) in items.iter().zip(&keys).zip(&is_wide).zip(&mut layout.places) {
            if *wide || key != room {
                continue;
            }
            let free = ends.iter().position(|end| *end <= item.hours.0);
            let lane = free.unwrap_or(ends.len());
            match ends.get_mut(lane) {
                Some(end) => *end = item.hours.1,
                None => ends.push(item.hours.1),
            }
            *place = (layout.lanes + lane, 1);
        }
        layout.columns.push(Column { room: name.to_owned(), first_lane: layout.lanes, lanes: ends.len() });
        layout.lanes += ends.len();
    }
    layout.lanes = layout.lanes.max(1);
    for (place, wide) in layout.places.iter_mut().zip(&is_wide) {
        if *wide {
            *place = (0, layout.lanes);
        }
    }
    layout
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use proptest::prelude::*;

    use super::*;

    fn item(room: &str, from: i64, to: i64) -> Item<'_> {
        let at = |minute| DateTime::UNIX_EPOCH + TimeDelta::minutes(minute);
        Item { hours: (at(from), at(to)), room }
    }

    #[test]
    fn rooms_stand_side_by_side_and_lunch_goes_over_all() {
        let layout = lay_out(&[
            item("Aula", 0, 60),
            item("Ruang 2", 30, 60),
            item("", 60, 120),
            item("Aula", 120, 150),
        ]);
        assert_eq!(layout.places, [(0, 1), (1, 1), (0, 2), (0, 1)]);
        assert_eq!(layout.columns.iter().map(|c| c.room.as_str()).collect::<Vec<_>>(), ["Aula", "Ruang 2"]);
    }

    #[test]
    fn a_room_is_one_however_it_is_written() {
        let layout = lay_out(&[
            item("Aula A", 0, 60),
            item("aula  a", 60, 90),
            item("Aula B", 0, 60),
            item(" - ", 90, 99),
        ]);
        assert_eq!(layout.places, [(0, 1), (0, 1), (1, 1), (0, 2)]);
        assert_eq!(layout.columns.iter().map(|c| c.room.as_str()).collect::<Vec<_>>(), ["Aula A", "Aula B"]);
        // Written twice at one time it is still one room, and the clash is seen.
        let layout = lay_out(&[item("Aula A", 0, 60), item("AULA A", 30, 90)]);
        assert_eq!((layout.columns.len(), layout.places), (1, vec![(0, 1), (1, 1)]));
    }

    #[test]
    fn what_overlaps_in_one_room_gets_lanes() {
        let layout =
            lay_out(&[item("Aula", 0, 60), item("Aula", 30, 90), item("", 30, 40), item("Aula", 60, 70)]);
        assert_eq!(layout.places, [(0, 1), (1, 1), (2, 1), (0, 1)]);
        assert_eq!((layout.lanes, layout.columns[0].lanes), (3, 2));
        assert_eq!(lay_out(&[]).lanes, 1);
    }

    proptest! {
        #[test]
        fn nobody_stands_on_another(drawn in proptest::collection::vec((0..200_i64, 1..50_i64, 0..4_usize), 0..20)) {
            let mut items: Vec<_> = drawn
                .iter()
                .map(|(from, length, room)| item(["", "A", "B", "b "][*room], *from, from + length))
                .collect();
            items.sort_by_key(|item| item.hours);
            let layout = lay_out(&items);
            prop_assert_eq!(layout.places.len(), items.len());
            for (n, (one, place)) in items.iter().zip(&layout.places).enumerate() {
                prop_assert!(place.1 >= 1 && place.0 + place.1 <= layout.lanes);
                for (other, beside) in items.iter().zip(&layout.places).skip(n + 1) {
                    let apart = place.0 + place.1 <= beside.0 || beside.0 + beside.1 <= place.0;
                    prop_assert!(apart || !overlap(one.hours, other.hours));
                }
            }
        }
    }
}
