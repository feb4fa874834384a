//! What an event is, where it stands on a day, and what it still lacks.

use chrono::{NaiveDate, TimeDelta};
use serde::Serialize;

crate::codes! {
    /// What kind of meeting it is.
    pub enum Kind {
        /// Peer Learning Meeting.
        Plm = "plm", "PLM";
        /// The meeting with stakeholders in the same week.
        Shm = "shm", "Stakeholder Meeting (SHM)";
        /// Anything else.
        Other = "other", "Kegiatan lain";
    }
}

crate::codes! {
    /// How people meet.
    pub enum Mode {
        /// In one hall.
        Onsite = "onsite", "Tatap muka";
        /// On the screen.
        Online = "online", "Daring";
        /// Both.
        Hybrid = "hybrid", "Campuran (luring dan daring)";
    }
}

crate::codes! {
    /// Who pays.
    pub enum Funding {
        /// The state's budget, through Perpusnas.
        Apbn = "apbn", "APBN";
        /// The province's budget.
        ProvinceBudget = "apbd_provinsi", "APBD provinsi";
        /// The budget of a kabupaten or kota.
        RegencyBudget = "apbd_kabupaten_kota", "APBD kabupaten/kota";
        /// Village funds.
        VillageFund = "dana_desa", "Dana desa";
        /// Anybody else.
        Other = "other", "Sumber lain";
    }
}

crate::codes! {
    /// What people decided about an event. That it is running is never decided: it follows from the dates.
    pub enum Status {
        /// Being prepared.
        Draft = "draft", "Konsep";
        /// Announced to those who take part.
        Published = "published", "Terbit";
        /// Over, and its data complete.
        Closed = "closed", "Ditutup";
        /// Its report has been sent.
        Reported = "reported", "Dilaporkan";
        /// Will be held at another time.
        Postponed = "postponed", "Ditunda";
        /// Will not be held.
        Cancelled = "cancelled", "Dibatalkan";
    }
}

crate::codes! {
    /// In what standing an official holds the position.
    pub enum ActingStatus {
        /// Appointed.
        Appointed = "definitif", "Definitif";
        /// Pelaksana tugas.
        Plt = "plt", "Plt. (pelaksana tugas)";
        /// Pelaksana harian.
        Plh = "plh", "Plh. (pelaksana harian)";
        /// Penjabat.
        Pj = "pj", "Pj. (penjabat)";
    }
}

crate::codes! {
    /// What an official does.
    pub enum Ceremony {
        /// Opens the event.
        Opener = "opener", "Pembuka";
        /// Closes the event.
        Closer = "closer", "Penutup";
    }
}

crate::codes! {
    /// Whether an official was expected, or really came.
    pub enum Phase {
        /// As planned.
        Planned = "planned", "Rencana";
        /// As it really was.
        Actual = "actual", "Pelaksanaan";
    }
}

/// The four days of an event: travel at both ends, the programme within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// First day, travel included.
    pub starts_on: NaiveDate,
    /// First programme day: the opening.
    pub programme_starts_on: NaiveDate,
    /// Last programme day.
    pub programme_ends_on: NaiveDate,
    /// Last day, travel included.
    pub ends_on: NaiveDate,
}

impl Dates {
    /// The most days an event may span after its first.
    pub const MOST_DAYS: i64 = 30;

    /// The same days, so many days later.
    #[must_use]
    pub fn shifted(self, days: i64) -> Self {
        let by = TimeDelta::days(days);
        Self {
            starts_on: self.starts_on + by,
            programme_starts_on: self.programme_starts_on + by,
            programme_ends_on: self.programme_ends_on + by,
            ends_on: self.ends_on + by,
        }
    }

    /// The days of a wave: people travel on the first and the last day when there are days enough between.
    pub fn within_wave(starts_on: NaiveDate, ends_on: NaiveDate) -> Self {
        let day = TimeDelta::days(1);
        let (first, last) = if ends_on - starts_on >= day * 2 {
            (starts_on + day, ends_on - day)
        } else {
            (starts_on, ends_on)
        };
        Self { starts_on, programme_starts_on: first, programme_ends_on: last, ends_on }
    }
}

/// Where an event stands on a day of its own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Being prepared, not announced.
    Draft,
    /// Announced, not begun.
    Upcoming,
    /// People are travelling to it, in it, or travelling home.
    Running,
    /// Over, but nobody has closed it.
    Over,
    /// Closed.
    Closed,
    /// Reported.
    Reported,
    /// Postponed.
    Postponed,
    /// Cancelled.
    Cancelled,
}

impl Stage {
    /// Where an event stands.
    pub fn of(status: Status, dates: &Dates, today: NaiveDate) -> Self {
        match status {
            Status::Draft => Stage::Draft,
            Status::Closed => Stage::Closed,
            Status::Reported => Stage::Reported,
            Status::Postponed => Stage::Postponed,
            Status::Cancelled => Stage::Cancelled,
            Status::Published if today < dates.starts_on => Stage::Upcoming,
            Status::Published if today <= dates.ends_on => Stage::Running,
            Status::Published => Stage::Over,
        }
    }

    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Stage::Draft => "Konsep",
            Stage::Upcoming => "Akan datang",
            Stage::Running => "Sedang berjalan",
            Stage::Over => "Selesai, belum ditutup",
            Stage::Closed => "Ditutup",
            Stage::Reported => "Dilaporkan",
            Stage::Postponed => "Ditunda",
            Stage::Cancelled => "Dibatalkan",
        }
    }

    /// The meaning that goes with the words.
    pub const fn meaning(self) -> &'static str {
        match self {
            Stage::Draft => "neutral",
            Stage::Upcoming | Stage::Running => "way",
            Stage::Over | Stage::Postponed => "late",
            Stage::Closed | Stage::Reported => "done",
            Stage::Cancelled => "refused",
        }
    }
}

/// What an event's summary looks at.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Today in the event's zone.
    pub today: NaiveDate,
    /// Its days.
    pub dates: Dates,
    /// Its status.
    pub status: Status,
    /// Whether it has a venue, or needs none.
    pub has_venue: bool,
    /// How many sessions its agenda has.
    pub sessions: i64,
    /// How many of them are over and not closed although presence is taken.
    pub open_sessions: i64,
    /// How many people are registered.
    pub registered: i64,
    /// How many places there are.
    pub places: i64,
    /// Whether an opener is planned.
    pub opener_planned: bool,
    /// Whether it is recorded who really opened it.
    pub opener_recorded: bool,
}

/// Something that an event lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No venue.
    Venue,
    /// No number of places.
    Places,
    /// The agenda is empty.
    Agenda,
    /// Not announced.
    Publication,
    /// Fewer people than places.
    People,
    /// Nobody planned to open it.
    Opener,
    /// Sessions are over, their attendance is not closed.
    OpenSessions,
    /// It is not recorded who opened it.
    ActualOpener,
    /// It is over and not closed.
    Closing,
    /// It is closed and not reported.
    Report,
    /// It is postponed and has no new date.
    NewDate,
}

/// What an event lacks, in the order of the work, each with the day by which it should be there.
pub fn gaps(facts: &Facts) -> Vec<(Gap, Option<NaiveDate>)> {
    let opening = facts.dates.programme_starts_on;
    let before = |days: i64| Some(opening - TimeDelta::days(days));
    let end = facts.dates.programme_ends_on;
    match facts.status {
        Status::Cancelled | Status::Reported => return Vec::new(),
        Status::Postponed => return vec![(Gap::NewDate, None)],
        Status::Draft | Status::Published | Status::Closed => {}
    }
    let preparing = facts.today <= opening;
    let over = facts.today > end;
    let closed = facts.status == Status::Closed;
    [
        (Gap::Venue, !facts.has_venue, before(21)),
        (Gap::Publication, facts.status == Status::Draft, before(14)),
        (Gap::Places, preparing && facts.places == 0, before(14)),
        (Gap::People, preparing && facts.registered < facts.places, before(7)),
        (Gap::Agenda, facts.sessions == 0, before(3)),
        (Gap::Opener, preparing && !facts.opener_planned, before(3)),
        (Gap::OpenSessions, facts.open_sessions > 0, Some(end)),
        (Gap::ActualOpener, facts.today > opening && !facts.opener_recorded, Some(end)),
        (Gap::Closing, over && facts.status == Status::Published, Some(end + TimeDelta::days(7))),
        (Gap::Report, closed, Some(end + TimeDelta::days(14))),
    ]
    .into_iter()
    .filter_map(|(gap, is_missing, due)| is_missing.then_some((gap, due)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, m, d).unwrap()
    }

    fn dates() -> Dates {
        Dates::within_wave(day(8, 1), day(8, 4))
    }

    #[test]
    fn people_travel_on_the_first_and_last_day_of_a_wave() {
        assert_eq!((dates().programme_starts_on, dates().programme_ends_on), (day(8, 2), day(8, 3)));
        let short = Dates::within_wave(day(8, 1), day(8, 2));
        assert_eq!((short.programme_starts_on, short.programme_ends_on), (day(8, 1), day(8, 2)));
    }

    #[test]
    fn running_follows_the_dates_and_closing_is_an_act() {
        let on = |status, d| Stage::of(status, &dates(), d);
        assert_eq!(on(Status::Published, day(7, 31)), Stage::Upcoming);
        assert_eq!(on(Status::Published, day(8, 1)), Stage::Running);
        assert_eq!(on(Status::Published, day(8, 4)), Stage::Running);
        assert_eq!(on(Status::Published, day(8, 5)), Stage::Over);
        assert_eq!(on(Status::Closed, day(8, 3)), Stage::Closed);
        assert_eq!(on(Status::Postponed, day(8, 2)), Stage::Postponed);
        assert_eq!(on(Status::Draft, day(8, 2)), Stage::Draft);
    }

    #[test]
    fn what_is_missing_comes_in_the_order_of_the_work() {
        let facts = Facts {
            today: day(7, 20),
            dates: dates(),
            status: Status::Draft,
            has_venue: false,
            sessions: 0,
            open_sessions: 0,
            registered: 3,
            places: 18,
            opener_planned: false,
            opener_recorded: false,
        };
        let missing: Vec<Gap> = gaps(&facts).into_iter().map(|(gap, _)| gap).collect();
        assert_eq!(missing, [Gap::Venue, Gap::Publication, Gap::People, Gap::Agenda, Gap::Opener]);
        assert_eq!(gaps(&facts)[0].1, Some(day(7, 12)));
        let over =
            Facts { today: day(8, 6), status: Status::Published, has_venue: true, sessions: 5, ..facts };
        let missing: Vec<Gap> = gaps(&over).into_iter().map(|(gap, _)| gap).collect();
        assert_eq!(missing, [Gap::ActualOpener, Gap::Closing]);
        assert!(gaps(&Facts { status: Status::Cancelled, ..over }).is_empty());
    }
}
