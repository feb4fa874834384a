//! Steps, deadlines, and what a province's row shows.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::kernel::{text, zone::Zone};

crate::codes! {
    /// What a province has to bring about.
    pub enum Step {
        /// The event has its place.
        Venue = "venue", "Tempat";
        /// The agenda stands and is published.
        Agenda = "agenda", "Agenda";
        /// People are registered.
        Registration = "registration", "Peserta";
        /// Presence is marked and closed.
        Attendance = "attendance", "Kehadiran";
    }
}

impl Step {
    /// The last day on which the step is on time.
    pub fn deadline(self, first_day: NaiveDate, last_day: NaiveDate) -> NaiveDate {
        match self {
            Step::Venue => first_day - TimeDelta::days(21),
            Step::Registration => first_day - TimeDelta::days(7),
            Step::Agenda => first_day - TimeDelta::days(3),
            Step::Attendance => last_day,
        }
    }

    /// How the deadline is written: `H-21`.
    pub const fn deadline_rule(self) -> &'static str {
        match self {
            Step::Venue => "H-21",
            Step::Registration => "H-7",
            Step::Agenda => "H-3",
            Step::Attendance => "hari yang sama",
        }
    }
}

/// One province in one event, in numbers.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Whether the event's place is known.
    pub has_venue: bool,
    /// Whether the event is published.
    pub is_published: bool,
    /// Postponed or cancelled: nothing is expected.
    pub is_off: bool,
    /// First programme day.
    pub first_day: NaiveDate,
    /// Last programme day.
    pub last_day: NaiveDate,
    /// The event's zone: its own "today".
    pub zone: Zone,
    /// Places of the province.
    pub quota: i64,
    /// Participants registered.
    pub registered: i64,
    /// Participants present on at least one day.
    pub present: i64,
    /// Sessions of the agenda.
    pub sessions: i64,
    /// Sessions whose presence is taken.
    pub sessions_to_take: i64,
    /// Of these, how many are closed.
    pub sessions_closed: i64,
    /// When the first session that is not closed ended or will end.
    pub first_open_end: Option<DateTime<Utc>>,
}

/// What a cell of the board shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Which step.
    pub step: Step,
    /// What is shown: `ada`, `16 dari 18`, `belum ada`.
    pub text: String,
    /// Whether everything expected is there.
    pub done: bool,
    /// Whether anything is there.
    pub begun: bool,
    /// Days past the deadline while not done; 0 on the day itself.
    pub late_days: Option<i64>,
    /// Whether more is there than expected.
    pub is_over: bool,
    /// What is missing, as a sentence; empty when done, and when nothing is expected any more.
    pub missing: String,
}

impl Cell {
    /// Whether the deadline has passed.
    pub fn is_late(&self) -> bool {
        self.late_days.is_some_and(|days| days > 0)
    }

    /// `terlambat 3 hari`, `tenggat hari ini`, `melebihi kuota` or nothing.
    pub fn remark(&self) -> String {
        match self.late_days {
            Some(0) => "tenggat hari ini".into(),
            Some(days) => format!("terlambat {days} hari"),
            None if self.is_over => "melebihi kuota".into(),
            None => String::new(),
        }
    }

    /// The meaning's class in the stylesheet.
    pub fn class(&self) -> &'static str {
        match (self.done, self.is_late(), self.begun) {
            (true, _, _) if self.is_over => "late",
            (true, _, _) => "done",
            (_, true, _) => "late",
            (_, _, true) => "way",
            _ => "neutral",
        }
    }
}

impl Progress {
    /// The four cells at an instant of the programme's clock.
    pub fn cells(&self, now: DateTime<Utc>) -> Vec<Cell> {
        Step::ALL.iter().map(|step| self.cell(*step, now)).collect()
    }

    fn cell(&self, step: Step, now: DateTime<Utc>) -> Cell {
        let today = self.zone.date(now);
        let (done, begun, text, missing) = match step {
            Step::Venue => yes_or_no(self.has_venue, "Tempat kegiatan belum diisi."),
            Step::Agenda => {
                let done = self.sessions > 0 && self.is_published;
                let text = if done || self.sessions > 0 {
                    format!("{} sesi", self.sessions)
                } else {
                    "belum ada".into()
                };
                let missing = match (self.sessions > 0, self.is_published) {
                    (false, _) => "Agenda belum disusun.",
                    (true, false) => "Agenda sudah disusun, tetapi kegiatan belum diterbitkan.",
                    (true, true) => "",
                };
                (done, self.sessions > 0, text, missing.to_owned())
            }
            Step::Registration => {
                let expected = self.quota.max(1);
                let missing = expected - self.registered;
                let text = format!("{} dari {}", text::number(self.registered), text::number(self.quota));
                let sentence =
                    if missing > 0 { format!("{missing} peserta belum didaftarkan.") } else { String::new() };
                (missing <= 0, self.registered > 0, text, sentence)
            }
            Step::Attendance => {
                let all = self.sessions_to_take > 0 && self.sessions_closed == self.sessions_to_take;
                let open = self.sessions_to_take - self.sessions_closed;
                let text = if self.present > 0 {
                    format!("{} hadir", text::number(self.present))
                } else {
                    "belum ada".into()
                };
                let sentence = match (self.sessions_to_take, open) {
                    (0, _) => "Belum ada sesi yang dicatat kehadirannya.".into(),
                    (_, 0) => String::new(),
                    (all, open) => format!("{open} dari {all} daftar hadir belum ditutup."),
                };
                (all, self.present > 0 || self.sessions_closed > 0, text, sentence)
            }
        };
        if self.is_off {
            return Cell { step, text, done, begun, late_days: None, is_over: false, missing: String::new() };
        }
        let is_over = step == Step::Registration && self.quota > 0 && self.registered > self.quota;
        let late_days = (!done).then(|| self.days_late(step, today)).flatten();
        Cell { step, text, done, begun, late_days, is_over, missing }
    }

    /// Days since the deadline, once it is there. Attendance is due on the day of the first session left open.
    fn days_late(&self, step: Step, today: NaiveDate) -> Option<i64> {
        let deadline = match (step, self.first_open_end) {
            (Step::Attendance, Some(end)) => self.zone.date(end),
            _ => step.deadline(self.first_day, self.last_day),
        };
        Some((today - deadline).num_days()).filter(|days| *days >= 0)
    }

    /// Where the event stands in time.
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        let today = self.zone.date(now);
        if today < self.first_day {
            Phase::Ahead
        } else if today <= self.last_day {
            Phase::Running
        } else {
            Phase::Over
        }
    }
}

fn yes_or_no(done: bool, missing: &str) -> (bool, bool, String, String) {
    if done {
        (true, true, "ada".into(), String::new())
    } else {
        (false, false, "belum ada".into(), missing.to_owned())
    }
}

/// Where a wave stands on a day: the running one first, then the coming ones as they come, then the finished ones with
/// the latest first. What lies outside the waves comes last.
pub fn wave_order(wave: Option<(i32, NaiveDate, NaiveDate)>, today: NaiveDate) -> (u8, i32) {
    match wave {
        Some((number, from, to)) if from <= today && today <= to => (0, number),
        Some((number, from, _)) if from > today => (1, number),
        Some((number, ..)) => (2, -number),
        None => (3, 0),
    }
}

crate::codes! {
    /// Where an event stands in time, in its own zone.
    pub enum Phase {
        /// Its first programme day lies ahead.
        Ahead = "belum-mulai", "Belum mulai";
        /// Today is one of its programme days.
        Running = "berjalan", "Berjalan hari ini";
        /// Its last programme day is over.
        Over = "selesai", "Selesai";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, m, d).unwrap()
    }

    fn progress() -> Progress {
        Progress {
            has_venue: true,
            is_published: true,
            is_off: false,
            first_day: day(8, 2),
            last_day: day(8, 3),
            zone: Zone::Wib,
            quota: 16,
            registered: 0,
            present: 0,
            sessions: 0,
            sessions_to_take: 0,
            sessions_closed: 0,
            first_open_end: None,
        }
    }

    fn morning() -> DateTime<Utc> {
        Zone::Wib.instant(day(8, 2).and_hms_opt(8, 30, 0).unwrap())
    }

    #[test]
    fn a_province_that_has_not_begun_is_late_by_its_deadlines() {
        let cells = progress().cells(morning());
        let late: Vec<_> = cells.iter().map(|c| (c.step, c.class(), c.late_days)).collect();
        assert_eq!(
            late,
            [
                (Step::Venue, "done", None),
                (Step::Agenda, "late", Some(3)),
                (Step::Registration, "late", Some(7)),
                (Step::Attendance, "neutral", None),
            ]
        );
        assert_eq!(cells[2].text, "0 dari 16");
        assert_eq!(cells[2].missing, "16 peserta belum didaftarkan.");
    }

    #[test]
    fn sixteen_of_sixteen_is_done_and_presence_is_told_in_people() {
        let open_end = Zone::Wib.instant(day(8, 2).and_hms_opt(16, 0, 0).unwrap());
        let province = Progress {
            registered: 16,
            present: 16,
            sessions: 20,
            sessions_to_take: 15,
            sessions_closed: 3,
            first_open_end: Some(open_end),
            ..progress()
        };
        let cells = province.cells(morning());
        assert!(cells[2].done);
        assert_eq!((cells[3].text.as_str(), cells[3].class()), ("16 hadir", "way"));
        let next_day = morning() + TimeDelta::days(1);
        assert_eq!(province.cells(next_day)[3].late_days, Some(1));
    }

    #[test]
    fn the_running_wave_comes_first_and_the_latest_finished_one_before_the_older() {
        let wave = |number, m, from, to| Some((number, day(m, from), day(m, to)));
        let mut waves = [
            wave(1, 7, 4, 7),
            wave(2, 7, 18, 21),
            None,
            wave(3, 8, 1, 4),
            wave(4, 8, 8, 11),
            wave(5, 8, 15, 18),
        ];
        waves.sort_by_key(|w| wave_order(*w, day(8, 2)));
        let order: Vec<_> = waves.iter().map(|w| w.map(|(number, ..)| number)).collect();
        assert_eq!(order, [Some(3), Some(4), Some(5), Some(2), Some(1), None]);
    }

    #[test]
    fn today_is_each_provinces_own() {
        let papua = Progress { zone: Zone::Wit, first_day: day(8, 3), last_day: day(8, 4), ..progress() };
        let late_evening = Zone::Wib.instant(day(8, 2).and_hms_opt(22, 30, 0).unwrap());
        assert_eq!(papua.phase(late_evening), Phase::Running);
        assert_eq!(Progress { zone: Zone::Wib, ..papua }.phase(late_evening), Phase::Ahead);
    }

    #[test]
    fn nothing_is_expected_of_a_postponed_event() {
        let off = Progress { is_off: true, ..progress() };
        assert!(off.cells(morning()).iter().all(|cell| cell.late_days.is_none() && cell.missing.is_empty()));
    }
}
