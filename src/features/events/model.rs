//! What an event is, where it stands on a day, and what it still lacks.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde::Serialize;

use crate::kernel::{text, zone::Zone};

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

impl Status {
    /// What readers are told of an event that is called off; empty of one that stands.
    pub const fn off_notice(self) -> &'static str {
        match self {
            Self::Postponed => "Kegiatan ini ditunda. Tanggal baru diumumkan di halaman ini.",
            Self::Cancelled => "Kegiatan ini dibatalkan.",
            _ => "",
        }
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

/// The frame of an event as its host wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// Its title.
    pub title: String,
    /// Building; may be empty.
    pub venue: String,
    /// Room; may be empty.
    pub room: String,
    /// Street; may be empty.
    pub address: String,
    /// Town; may be empty.
    pub city: String,
    /// Its days.
    pub dates: Dates,
    /// Zone of its times.
    pub zone: Zone,
    /// How people meet.
    pub mode: Mode,
    /// Who pays.
    pub funding: Funding,
    /// A remark; may be empty.
    pub note: String,
}

impl Frame {
    /// How far an agenda moves from this frame to another, so that its wall-clock times stay: in seconds.
    pub fn shift_to(&self, other: &Frame) -> i64 {
        let opening =
            |frame: &Frame| frame.zone.instant(frame.dates.programme_starts_on.and_time(NaiveTime::MIN));
        (opening(other) - opening(self)).num_seconds()
    }
}

/// An official as a person wants it recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfficialPlan {
    /// `Bapak`, `Ibu`, or empty.
    pub honorific: String,
    /// Titles before the name.
    pub title_prefix: String,
    /// The name.
    pub full_name: String,
    /// Titles after the name.
    pub title_suffix: String,
    /// The position held.
    pub position: String,
    /// In what standing.
    pub acting_status: ActingStatus,
    /// For whom the official stands in; may be empty.
    pub represents: String,
    /// A remark; may be empty.
    pub note: String,
}

/// What a person can do to an event's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Announce it.
    Publish,
    /// Take the announcement back.
    Withdraw,
    /// Hold it later.
    Postpone,
    /// Not hold it.
    Cancel,
    /// Hold it after all.
    Resume,
    /// End the work on it.
    Close,
    /// Work on it again.
    Reopen,
    /// Say that its report has been sent.
    Report,
    /// Say that it has not.
    Unreport,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 9] = [
        Act::Publish,
        Act::Withdraw,
        Act::Postpone,
        Act::Cancel,
        Act::Resume,
        Act::Close,
        Act::Reopen,
        Act::Report,
        Act::Unreport,
    ];

    /// The act's segment of the URL.
    pub const fn segment(self) -> &'static str {
        match self {
            Act::Publish => "terbitkan",
            Act::Withdraw => "tarik",
            Act::Postpone => "tunda",
            Act::Cancel => "batalkan",
            Act::Resume => "lanjutkan",
            Act::Close => "tutup",
            Act::Reopen => "buka-kembali",
            Act::Report => "laporkan",
            Act::Unreport => "tarik-laporan",
        }
    }

    /// The act that this segment names.
    pub fn from_segment(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.segment() == segment)
    }

    /// The act's name in the audit log.
    pub const fn action(self) -> &'static str {
        match self {
            Act::Publish => "event.publish",
            Act::Withdraw => "event.withdraw",
            Act::Postpone => "event.postpone",
            Act::Cancel => "event.cancel",
            Act::Resume => "event.resume",
            Act::Close => "event.close",
            Act::Reopen => "event.reopen",
            Act::Report => "event.report",
            Act::Unreport => "event.unreport",
        }
    }

    /// In which statuses it can be done.
    pub const fn from(self) -> &'static [Status] {
        match self {
            Act::Publish => &[Status::Draft],
            Act::Withdraw | Act::Close => &[Status::Published],
            Act::Postpone | Act::Cancel => &[Status::Draft, Status::Published],
            Act::Resume => &[Status::Postponed, Status::Cancelled],
            Act::Reopen | Act::Report => &[Status::Closed],
            Act::Unreport => &[Status::Reported],
        }
    }

    /// What the event is afterwards; `None` where it becomes again what it was.
    pub const fn to(self) -> Option<Status> {
        match self {
            Act::Publish | Act::Reopen => Some(Status::Published),
            Act::Withdraw => Some(Status::Draft),
            Act::Postpone => Some(Status::Postponed),
            Act::Cancel => Some(Status::Cancelled),
            Act::Resume => None,
            Act::Close | Act::Unreport => Some(Status::Closed),
            Act::Report => Some(Status::Reported),
        }
    }

    /// Whether it needs a reason.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Act::Postpone | Act::Cancel)
    }

    /// The act that takes it back.
    pub const fn undone_by(self) -> Option<Act> {
        match self {
            Act::Publish => Some(Act::Withdraw),
            Act::Postpone | Act::Cancel => Some(Act::Resume),
            Act::Close => Some(Act::Reopen),
            Act::Report => Some(Act::Unreport),
            Act::Withdraw => Some(Act::Publish),
            Act::Reopen => Some(Act::Close),
            Act::Unreport => Some(Act::Report),
            Act::Resume => None,
        }
    }

    /// Why it cannot be done on this day, if so. An event ends before it is closed.
    pub fn refused(self, dates: &Dates, today: NaiveDate) -> Option<String> {
        (self == Act::Close && today < dates.programme_ends_on).then(|| {
            format!(
                "Kegiatan belum dapat ditutup: hari terakhir acara {}.",
                text::long_date(dates.programme_ends_on)
            )
        })
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
    /// How many of them are over and not closed although presence is taken, and the day of the first.
    pub open_sessions: (i64, Option<NaiveDate>),
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
        (Gap::OpenSessions, facts.open_sessions.0 > 0, facts.open_sessions.1),
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
            open_sessions: (0, None),
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
        let open = Facts { open_sessions: (2, Some(day(8, 2))), ..over };
        assert!(gaps(&open).contains(&(Gap::OpenSessions, Some(day(8, 2)))), "due on the day it was held");
        assert!(gaps(&Facts { status: Status::Cancelled, ..over }).is_empty());
    }
}
