//! Marks, and the time that counts. Which mark counts is worked out where the marks are: `effective_presence` in the
//! database, one rule for marks, merges and decisions; the tests hold it against the same rule written plainly.

use chrono::{DateTime, TimeDelta, Utc};

use crate::kernel::ids::{MarkId, ParticipantId, SessionId};

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
        Tap = "tap", "diketuk di ponsel";
        /// Sent by a plain form.
        Form = "form", "formulir";
        /// The badge was read by a camera.
        Badge = "badge", "kartu dipindai";
        /// By the code that the hall shows.
        Code = "code", "kode di ruangan";
        /// Taken from a signed sheet.
        Paper = "paper", "daftar bertanda tangan";
    }
}

crate::codes! {
    /// Why a mark waits for a person and does not count.
    pub enum Waits {
        /// The session was closed when it arrived.
        Closed = "closed", "sesi sudah ditutup";
        /// The marker's right had ended before it arrived.
        RightEnded = "right_ended", "tugas penanda sudah berakhir";
        /// Somebody else sent it, from the marker's file.
        Forwarded = "forwarded", "dikirim oleh orang lain";
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
    /// How it was made.
    pub source: Source,
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

crate::codes! {
    /// What came of a mark.
    pub enum Outcome {
        /// Stored, and it counts.
        Stored = "stored", "tersimpan";
        /// Stored; a later mark stands.
        Superseded = "superseded", "tersimpan, ada tanda yang lebih baru";
        /// Stored; another person's different mark exists, or a decision that says otherwise.
        Conflict = "conflict", "tersimpan, berbeda dengan tanda lain";
        /// Stored, and waits for a person.
        Proposed = "proposed", "menunggu keputusan";
        /// Known already; the code says what came of it the first time.
        Duplicate = "duplicate", "sudah diterima";
        /// Not stored; the code says why.
        Refused = "refused", "ditolak";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_659_400_000 + seconds, 0).unwrap()
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
}
