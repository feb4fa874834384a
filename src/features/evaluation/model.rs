//! The questions, when they are asked, and how their answers are told.

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

crate::codes! {
    /// What is asked about, on a scale of five.
    pub enum Question {
        /// What was told.
        Material = "material", "Materi jelas dan sesuai dengan kebutuhan perpustakaan saya";
        /// Who guided.
        Facilitators = "facilitators", "Fasilitator memandu dengan baik dan memberi kesempatan bertanya";
        /// How long it took.
        Time = "time", "Waktu setiap sesi cukup";
        /// Where it was.
        Venue = "venue", "Tempat dan sarana mendukung kegiatan";
        /// What it is good for.
        Usefulness = "usefulness", "Kegiatan ini berguna bagi pekerjaan saya";
    }
}

/// The highest value of the scale.
pub const BEST: i32 = 5;
/// The least number of answers that are told at all, and by which they grow.
pub const LEAST: i64 = 5;
/// How long after the last day one may answer.
const OPEN_DAYS: i64 = 14;

/// One person's answers, without the person: the command that a form becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// From 1 to 5.
    pub material: i32,
    /// From 1 to 5.
    pub facilitators: i32,
    /// From 1 to 5.
    pub time: i32,
    /// From 1 to 5.
    pub venue: i32,
    /// From 1 to 5.
    pub usefulness: i32,
    /// What should be otherwise; may be empty.
    pub suggestion: String,
}

/// Whether an event is evaluated on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// It has not begun.
    Early,
    /// Until this day.
    Open(NaiveDate),
    /// It ended on this day.
    Over(NaiveDate),
}

impl Window {
    /// How it is on a day, for an event with these programme days.
    pub fn on(today: NaiveDate, first: NaiveDate, last: NaiveDate) -> Self {
        let ends = last + TimeDelta::days(OPEN_DAYS);
        if today < first {
            Self::Early
        } else if today <= ends {
            Self::Open(ends)
        } else {
            Self::Over(ends)
        }
    }
}

/// How often a question got each value, the highest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Value and how often it was given.
    pub counts: Vec<(i32, i64)>,
}

impl Spread {
    /// Of counted values; what was never given is there with nought.
    pub fn of(values: impl Iterator<Item = (i32, i64)>) -> Self {
        let mut counts: Vec<(i32, i64)> = (1..=BEST).rev().map(|value| (value, 0)).collect();
        for (value, given) in values {
            if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == value) {
                *count += given;
            }
        }
        Self { counts }
    }

    /// How many answered.
    pub fn total(&self) -> i64 {
        self.counts.iter().map(|(_, given)| given).sum()
    }

    /// The mean with one digit behind the comma: `4,3`.
    pub fn mean(&self) -> String {
        let total = self.total();
        if total == 0 {
            return "-".into();
        }
        let sum: i64 = self.counts.iter().map(|(value, given)| i64::from(*value) * given).sum();
        let tenths = (sum * 20 + total) / (total * 2);
        format!("{},{}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_open_from_the_first_day_until_two_weeks_after_the_last() {
        let day = |d| NaiveDate::from_ymd_opt(2022, 8, d).unwrap();
        let on = |d| Window::on(day(d), day(2), day(3));
        assert_eq!(on(1), Window::Early);
        assert_eq!((on(2), on(17)), (Window::Open(day(17)), Window::Open(day(17))));
        assert_eq!(on(18), Window::Over(day(17)));
    }

    #[test]
    fn a_mean_is_told_as_people_write_it() {
        let mean = |values: &[(i32, i64)]| Spread::of(values.iter().copied()).mean();
        assert_eq!(mean(&[(5, 3), (4, 2)]), "4,6");
        assert_eq!(mean(&[(4, 3), (5, 1)]), "4,3");
        assert_eq!(mean(&[(5, 5)]), "5,0");
        assert_eq!(mean(&[]), "-");
        assert_eq!(mean(&[(9, 4), (1, 1)]), "1,0", "what is no value does not count");
    }

    proptest! {
        #[test]
        fn a_mean_lies_within_half_a_tenth(values in prop::collection::vec(1_i32..=5, 1..60)) {
            let spread = Spread::of(values.iter().map(|value| (*value, 1)));
            let told: f64 = spread.mean().replace(',', ".").parse().unwrap();
            let sum: i32 = values.iter().sum();
            let exact = f64::from(sum) / f64::from(u32::try_from(values.len()).unwrap());
            prop_assert!((told - exact).abs() <= 0.05 + 1e-9);
            prop_assert_eq!(spread.total(), i64::try_from(values.len()).unwrap());
        }
    }
}
