//! Dates, times and numbers as an Indonesian official writes them.

use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};

use super::zone::Zone;

const DAYS: [&str; 7] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];
const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// `Selasa`.
pub fn day_name(date: NaiveDate) -> &'static str {
    DAYS.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or_default()
}

/// `Agustus`.
pub fn month_name(date: NaiveDate) -> &'static str {
    MONTHS.get(date.month0() as usize).copied().unwrap_or_default()
}

/// `2 Agustus 2022`.
pub fn date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

/// `Selasa, 2 Agustus 2022`.
pub fn long_date(day: NaiveDate) -> String {
    format!("{}, {}", day_name(day), date(day))
}

/// `2-4 Agustus 2022`, `30 Juli-2 Agustus 2022`, or one date.
pub fn date_range(first: NaiveDate, last: NaiveDate) -> String {
    if first == last {
        date(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}-{}", first.day(), date(last))
    } else if first.year() == last.year() {
        format!("{} {}-{}", first.day(), month_name(first), date(last))
    } else {
        format!("{}-{}", date(first), date(last))
    }
}

/// `09.05`: Indonesians write a point between hour and minute.
pub fn time(time: NaiveTime) -> String {
    format!("{:02}.{:02}", time.hour(), time.minute())
}

/// `Selasa, 2 Agustus 2022, 09.05 WIB`.
pub fn moment(local: NaiveDateTime, zone: Zone) -> String {
    format!("{}, {} {zone}", long_date(local.date()), time(local.time()))
}

/// `1.234`: thousands with a point.
pub fn number(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if n < 0 { format!("-{out}") } else { out }
}

/// How many there are, as people read it.
pub fn count(n: usize) -> String {
    number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Bytes as hexadecimal letters.
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// `A`, `A dan B`, `A, B, dan C`.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    let mut out = String::new();
    for (i, item) in items.iter().enumerate() {
        out.push_str(match (i, items.len()) {
            (0, _) => "",
            (1, 2) => " dan ",
            (i, n) if i + 1 == n => ", dan ",
            _ => ", ",
        });
        out.push_str(item.as_ref());
    }
    out
}

/// What was typed into a search, as small words; at most six of them.
pub fn words(typed: &str) -> Vec<String> {
    typed
        .split_whitespace()
        .take(6)
        .map(|word| word.chars().take(60).collect::<String>().to_lowercase())
        .collect()
}

/// A name as it is compared: its letters and digits, small, without gaps.
pub fn compact(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How alike two names are, from 0 to 1: the share of letter pairs that they have in common (Dice).
pub fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |text: &str| {
        let letters: Vec<char> = compact(text).chars().collect();
        letters.windows(2).map(<[char]>::to_vec).collect::<Vec<_>>()
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    let mut common = 0_u32;
    for pair in one {
        if let Some(at) = other.iter().position(|p| *p == pair) {
            other.swap_remove(at);
            common += 1;
        }
    }
    u32::try_from(all).ok().filter(|all| *all > 0).map_or(0.0, |all| f64::from(2 * common) / f64::from(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn names_are_compared_by_their_letters() {
        assert_eq!(compact("Dinas  Perpustakaan, Kab. Batang Hari"), "dinasperpustakaankabbatanghari");
        assert!((likeness("Batang Hari", "batanghari") - 1.0).abs() < f64::EPSILON);
        assert!(likeness("Perpustakaan Kota Jambi", "Perpustakaan Kota Jambo") > 0.9);
        assert!(likeness("Jambi", "Kudus") < 0.1);
        assert!(likeness("", "").abs() < f64::EPSILON);
    }

    #[test]
    fn dates_read_as_officials_write_them() {
        assert_eq!(long_date(day(2022, 8, 2)), "Selasa, 2 Agustus 2022");
        assert_eq!(date_range(day(2022, 8, 1), day(2022, 8, 4)), "1-4 Agustus 2022");
        assert_eq!(date_range(day(2022, 7, 30), day(2022, 8, 2)), "30 Juli-2 Agustus 2022");
        assert_eq!(date_range(day(2022, 8, 2), day(2022, 8, 2)), "2 Agustus 2022");
        assert_eq!(time(NaiveTime::from_hms_opt(9, 5, 0).unwrap()), "09.05");
        assert_eq!(number(83_762), "83.762");
        assert_eq!(number(-1_000), "-1.000");
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["A"]), "A");
        assert_eq!(list(&["A", "B"]), "A dan B");
        assert_eq!(list(&["A", "B", "C"]), "A, B, dan C");
    }
}
