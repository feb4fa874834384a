//! The code by which people mark themselves, and what may be known of it before anybody is.
//!
//! A screen's code is that of RFC 6238 with HMAC-SHA-256, six digits and steps of thirty seconds. The code of the step before
//! still counts, so nobody who began to type in time is turned away, and none counts longer than a minute. A spoken code is
//! the first of its secret and stays until it is changed.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use sha2::Sha256;
use sqlx::PgConnection;

use super::{
    personal::LinkedEvent,
    sql,
    token::{self, Secret},
};
use crate::kernel::ids::{EventId, ParticipantId, SessionId};

/// How long a screen's code is shown, in seconds.
pub const STEP: i64 = 30;
/// How many wrong codes a person may type within a quarter of an hour.
pub const MOST_FAILURES: i32 = 10;
const MODULUS: u32 = 1_000_000;

/// The check-in of a session, while it stands open.
#[derive(Clone, Debug, Deserialize)]
pub struct OpenCheckIn {
    /// The event.
    pub event: EventId,
    /// The session.
    pub session: SessionId,
    /// What the session is called.
    pub session_title: String,
    /// `screen` or `spoken`.
    pub kind: String,
    secret: Secret,
    /// Who of the event has opened their own link on the device that asks.
    pub people: Vec<ParticipantId>,
    /// Which meeting it is.
    #[serde(flatten)]
    pub about: LinkedEvent,
}

impl OpenCheckIn {
    /// Whether a code that was typed counts now.
    pub fn takes(&self, typed: &str, now: DateTime<Utc>) -> bool {
        let secret = bytes(&self.secret.0);
        let step = step(now);
        match self.kind.as_str() {
            "spoken" => typed == code(&secret, 0),
            _ => typed == code(&secret, step) || typed == code(&secret, step.wrapping_sub(1)),
        }
    }
}

/// In which step a moment is.
pub fn step(now: DateTime<Utc>) -> u64 {
    u64::try_from(now.timestamp().div_euclid(STEP)).unwrap_or_default()
}

/// The code of a step; a spoken one is that of step 0.
pub fn code(secret: &[u8], step: u64) -> String {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let sum = mac.finalize().into_bytes();
    let at = usize::from(sum.last().copied().unwrap_or_default() & 15);
    let four = sum.iter().skip(at).take(4).fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (four & 0x7fff_ffff) % MODULUS)
}

/// The six digits of what was typed, or `None`. Spaces and hyphens between them are how codes are written.
pub fn typed(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.')).collect();
    (digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

/// The open check-in of a session, as this device sees it. `None` when none is open.
pub async fn resolve(
    conn: &mut PgConnection,
    session: SessionId,
    device: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<OpenCheckIn>> {
    sql::resolve_check_in(conn, session, &token::hash(device), now).await
}

/// Counts a wrong code, and says how many the person typed within a quarter of an hour.
pub async fn count_failures(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
    is_wrong: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<i32> {
    sql::count_check_in_failures(conn, event, person, is_wrong, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the last six of its eight digits.
        let key = b"12345678901234567890123456789012";
        for (seconds, digits) in [
            (59, "119246"),
            (1_111_111_109, "084774"),
            (1_111_111_111, "062674"),
            (1_234_567_890, "819424"),
            (2_000_000_000, "698825"),
        ] {
            assert_eq!(code(key, step(DateTime::from_timestamp(seconds, 0).unwrap())), digits);
        }
    }

    #[test]
    fn a_code_counts_for_a_minute_at_the_most() {
        let open = |kind: &str| OpenCheckIn {
            event: EventId::new(),
            session: SessionId::new(),
            session_title: String::new(),
            kind: kind.into(),
            secret: Secret("07".repeat(32)),
            people: Vec::new(),
            about: LinkedEvent {
                title: String::new(),
                venue: String::new(),
                city: String::new(),
                zone: crate::kernel::zone::Zone::Wib,
                starts_on: chrono::NaiveDate::MIN,
                ends_on: chrono::NaiveDate::MIN,
            },
        };
        let at = |seconds: i64| DateTime::from_timestamp(1_659_400_020 + seconds, 0).unwrap();
        let shown = code(&[7; 32], step(at(0)));
        let screen = open("screen");
        assert_eq!(at(0).timestamp() % STEP, 0, "the code has just come up");
        assert!(screen.takes(&shown, at(0)) && screen.takes(&shown, at(59)));
        assert!(!screen.takes(&shown, at(60)) && !screen.takes(&shown, at(-1)));
        let spoken = code(&[7; 32], 0);
        assert!(open("spoken").takes(&spoken, at(0)) && open("spoken").takes(&spoken, at(90_000)));
        assert!(!open("spoken").takes(&shown, at(0)) && !screen.takes(&spoken, at(0)));
    }

    #[test]
    fn six_digits_are_read_as_they_are_written() {
        assert_eq!(typed(" 482 913 ").as_deref(), Some("482913"));
        assert_eq!(typed("482-913").as_deref(), Some("482913"));
        assert_eq!(typed("48291"), None);
        assert_eq!(typed("48291a"), None);
    }
}
