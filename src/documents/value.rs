//! What a cell holds, as text.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// The largest whole number up to which a spreadsheet holds every one exactly: 2^53.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;
/// The day after 31 December 9999, where spreadsheets stop.
const LAST_SERIAL: f64 = 2_958_466.0;
const MINUTES_A_DAY: u64 = 24 * 60;

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    Date,
    /// A time of day without its date.
    Time,
    /// Hours that go on after 24.
    Duration,
}

/// Where serial dates count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Epoch {
    Y1900,
    Y1904,
}

/// Single spaces, nothing at the ends and nothing that nobody sees.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_gap = false;
    for c in text.chars() {
        if is_invisible(c) {
            continue;
        }
        if c.is_whitespace() || c.is_control() {
            is_gap = true;
            continue;
        }
        if is_gap && !out.is_empty() {
            out.push(' ');
        }
        is_gap = false;
        out.push(c);
    }
    out
}

/// Soft hyphen, zero-width characters, writing directions and the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// True and false in Indonesian.
pub(super) fn truth(is_true: bool) -> &'static str {
    if is_true { "Ya" } else { "Tidak" }
}

/// A number as its format shows it.
pub(super) fn shown(x: f64, shown: Shown, epoch: Epoch) -> String {
    let date = match shown {
        Shown::Number => None,
        Shown::Date => serial(x, epoch),
        Shown::Time => minutes(x).map(|all| clock(all % MINUTES_A_DAY)),
        Shown::Duration => minutes(x).map(clock),
    };
    date.unwrap_or_else(|| number(x))
}

/// A number that is not a date.
pub(super) fn number(x: f64) -> String {
    let size = x.abs();
    if !x.is_finite() {
        return String::new();
    }
    if size.fract() == 0.0 && size <= MOST_EXACT {
        // Adding zero drops the sign of a negative zero.
        return format!("{:.0}", x + 0.0);
    }
    if !(1e-9..=MOST_EXACT).contains(&size) {
        return scientific(x);
    }
    // Spreadsheets show 15 digits, so that 0.1 + 0.2 is 0.3.
    let rounded = format!("{x:.14e}").parse().unwrap_or(x);
    format!("{rounded}")
}

/// As a narrow column shows it: 1.98609E+17.
fn scientific(x: f64) -> String {
    let text = format!("{x:.5e}");
    let Some((mantissa, power)) = text.split_once('e') else { return text };
    let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
    let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
    format!("{mantissa}E{sign}{power:0>2}")
}

/// A serial date; `None` for what no spreadsheet shows as one.
fn serial(x: f64, epoch: Epoch) -> Option<String> {
    let all = minutes(x)?;
    let (day, time) = (all / MINUTES_A_DAY, all % MINUTES_A_DAY);
    if day == 0 && epoch == Epoch::Y1900 {
        return Some(clock(time));
    }
    let date = match epoch {
        // The day that 1900 did not have but Lotus 1-2-3 and therefore Excel did.
        Epoch::Y1900 if day == 60 => "29/2/1900".to_owned(),
        Epoch::Y1900 if day < 60 => {
            date_text(NaiveDate::from_ymd_opt(1899, 12, 31)?.checked_add_days(Days::new(day))?)
        }
        Epoch::Y1900 => date_text(NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(day))?),
        Epoch::Y1904 => date_text(NaiveDate::from_ymd_opt(1904, 1, 1)?.checked_add_days(Days::new(day))?),
    };
    Some(if time == 0 { date } else { format!("{date} {}", clock(time)) })
}

/// Whole minutes since the epoch, to the nearest second first so that 09.05 does not become 09.04.
fn minutes(x: f64) -> Option<u64> {
    if !(0.0..LAST_SERIAL).contains(&x) {
        return None;
    }
    let seconds: u64 = format!("{:.0}", x * 86_400.0).parse().ok()?;
    Some(seconds / 60)
}

fn clock(minutes: u64) -> String {
    format!("{:02}.{:02}", minutes / 60, minutes % 60)
}

fn date_text(date: NaiveDate) -> String {
    date.format("%-d/%-m/%Y").to_string()
}

/// 2022-08-02 or 2022-08-02T09:05:00, with or without a zone; anything else stays as it is.
pub(super) fn iso_date(text: &str) -> String {
    let text = text.trim().trim_end_matches('Z');
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return date_text(date);
    }
    if let Ok(time) = NaiveTime::parse_from_str(text, "%H:%M:%S%.f") {
        return clock_text(time);
    }
    let both = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let Some(moment) = both.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok()) else {
        return text.to_owned();
    };
    if moment.time().hour() == 0 && moment.time().minute() == 0 {
        return date_text(moment.date());
    }
    format!("{} {}", date_text(moment.date()), clock_text(moment.time()))
}

fn clock_text(time: NaiveTime) -> String {
    format!("{:02}.{:02}", time.hour(), time.minute())
}

/// PT09H05M00S as 09.05; anything else stays as it is.
pub(super) fn iso_duration(text: &str) -> String {
    let parse = || {
        let mut rest = text.strip_prefix("PT")?;
        let mut seconds = 0.0_f64;
        for (unit, size) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
            if let Some((amount, after)) = rest.split_once(unit) {
                seconds += amount.parse::<f64>().ok()? * size;
                rest = after;
            }
        }
        minutes(seconds / 86_400.0).filter(|_| rest.is_empty()).map(clock)
    };
    parse().unwrap_or_else(|| text.to_owned())
}

/// What one of the formats that have a number instead of a code shows.
pub(super) fn built_in_format(id: u32) -> Shown {
    match id {
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Date,
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Shown::Time,
        46 => Shown::Duration,
        _ => Shown::Number,
    }
}

/// What a format code such as `dd/mm/yyyy;@` shows, by its first section.
pub(super) fn format(code: &str) -> Shown {
    let mut letters = code.chars();
    let (mut has_day, mut has_hour, mut has_month) = (false, false, false);
    while let Some(c) = letters.next() {
        match c.to_ascii_lowercase() {
            ';' => break,
            // The next letter only stands there, or only gives its width.
            '\\' | '_' | '*' => drop(letters.next()),
            '"' => drop(letters.find(|&c| c == '"')),
            // A colour, a language or a condition, unless it is hours that go on.
            '[' => {
                let inside: String = letters.by_ref().take_while(|&c| c != ']').collect();
                let first = inside.chars().next().map(|c| c.to_ascii_lowercase());
                let is_one_letter = inside.chars().all(|c| Some(c.to_ascii_lowercase()) == first);
                if is_one_letter && matches!(first, Some('h' | 'm' | 's')) {
                    return Shown::Duration;
                }
            }
            'd' | 'y' => has_day = true,
            'h' | 's' => has_hour = true,
            'm' => has_month = true,
            _ => {}
        }
    }
    match (has_day, has_hour, has_month) {
        (true, ..) | (false, false, true) => Shown::Date,
        (false, true, _) => Shown::Time,
        (false, false, false) => Shown::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_loses_what_nobody_sees() {
        for (given, wanted) in [
            ("  Sri\u{a0}\u{a0}Wahyuni \t", "Sri Wahyuni"),
            ("per\u{ad}pus\u{200b}takaan", "perpustakaan"),
            ("\u{feff}Nama", "Nama"),
            ("Jalan\nMerdeka\r\n1", "Jalan Merdeka 1"),
            ("a\u{0}b\u{7}c", "a b c"),
            ("\u{200e}\u{a0}\u{3000}", ""),
            ("O'Brien  é", "O'Brien é"),
        ] {
            assert_eq!(clean(given), wanted, "{given:?}");
        }
    }

    #[test]
    fn numbers_are_what_people_typed() {
        for (given, wanted) in [
            (81_234_567_890.0, "81234567890"),
            (0.0, "0"),
            (-0.0, "0"),
            (-12.0, "-12"),
            (3.5, "3.5"),
            (0.1 + 0.2, "0.3"),
            (2.000_000_000_000_000_4, "2"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (9_007_199_254_740_994.0, "9.0072E+15"),
            (198_609_262_015_051_001.0, "1.98609E+17"),
            (2e20, "2E+20"),
            (-1e300, "-1E+300"),
            (1.5e-12, "1.5E-12"),
            (0.001, "0.001"),
            (f64::INFINITY, ""),
            (f64::NAN, ""),
        ] {
            assert_eq!(number(given), wanted, "{given}");
        }
    }

    #[test]
    fn serial_dates_follow_their_epoch() {
        for (given, epoch, wanted) in [
            (44_775.0, Epoch::Y1900, "2/8/2022"),
            (44_775.378_472_222_22, Epoch::Y1900, "2/8/2022 09.05"),
            (44_775.999_999_9, Epoch::Y1900, "3/8/2022"),
            (43_313.0, Epoch::Y1904, "2/8/2022"),
            (1.0, Epoch::Y1900, "1/1/1900"),
            (59.0, Epoch::Y1900, "28/2/1900"),
            (60.0, Epoch::Y1900, "29/2/1900"),
            (61.0, Epoch::Y1900, "1/3/1900"),
            (0.0, Epoch::Y1904, "1/1/1904"),
            (0.378_472_222_22, Epoch::Y1900, "09.05"),
            (-1.0, Epoch::Y1900, "-1"),
            (81_234_567_890.0, Epoch::Y1900, "81234567890"),
            (2_958_465.0, Epoch::Y1900, "31/12/9999"),
        ] {
            assert_eq!(shown(given, Shown::Date, epoch), wanted, "{given} {epoch:?}");
        }
        assert_eq!(shown(44_775.378_472_222_22, Shown::Time, Epoch::Y1900), "09.05");
        assert_eq!(shown(26.5 / 24.0, Shown::Duration, Epoch::Y1900), "26.30");
    }

    #[test]
    fn iso_dates_are_dates() {
        for (given, wanted) in [
            ("2022-08-02", "2/8/2022"),
            ("2022-08-02T09:05:00", "2/8/2022 09.05"),
            ("2022-08-02T09:05:00.123Z", "2/8/2022 09.05"),
            ("2022-08-02T00:00:00", "2/8/2022"),
            ("09:05:00", "09.05"),
            ("besok", "besok"),
        ] {
            assert_eq!(iso_date(given), wanted, "{given}");
        }
        for (given, wanted) in [
            ("PT09H05M00S", "09.05"),
            ("PT26H30M", "26.30"),
            ("PT5M", "00.05"),
            ("P1D", "P1D"),
            ("PTxH", "PTxH"),
        ] {
            assert_eq!(iso_duration(given), wanted, "{given}");
        }
    }

    #[test]
    fn formats_tell_dates_from_numbers() {
        for (code, wanted) in [
            ("General", Shown::Number),
            ("@", Shown::Number),
            ("0", Shown::Number),
            ("#,##0.00_);[Red](#,##0.00)", Shown::Number),
            ("\"Hari\" 0", Shown::Number),
            ("0\\d", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("_-* #,##0_-", Shown::Number),
            ("[$Rp-421]#,##0", Shown::Number),
            ("dd/mm/yyyy;@", Shown::Date),
            ("[$-421]dd mmmm yyyy", Shown::Date),
            ("mmm-yy", Shown::Date),
            ("mmmm", Shown::Date),
            ("d/m/yyyy h:mm", Shown::Date),
            ("h:mm AM/PM", Shown::Time),
            ("hh.mm", Shown::Time),
            ("[h]:mm:ss", Shown::Duration),
            ("[", Shown::Number),
            ("\"", Shown::Number),
        ] {
            assert_eq!(format(code), wanted, "{code}");
        }
        assert_eq!(built_in_format(14), Shown::Date);
        assert_eq!(built_in_format(20), Shown::Time);
        assert_eq!(built_in_format(1), Shown::Number);
    }
}
