//! What a device sends, and what it is told.

use chrono::{DateTime, Datelike as _, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    features::{
        attendance::{
            model::{Holds, Mark, Outcome, Source, State},
            record::Verdict,
        },
        registration::{Arrival, Category},
    },
    kernel::ids::{AccountId, EventId, LibraryId, MarkId, ParticipantId, SessionId},
};

/// The most marks of one request; a device sends the rest in the next.
pub const MOST_MARKS: usize = 500;
/// The most people of one request.
pub const MOST_PEOPLE: usize = 100;
/// The largest request, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;

/// A batch of marks, and the people who were added for them.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Batch {
    /// The device's own name for itself.
    #[serde(default)]
    pub device: String,
    /// Whoever was signed in when the marks were made. Another person's queue is not consumed (409).
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub marker: Option<AccountId>,
    /// The device's clock when it sent this.
    #[serde(default)]
    pub sent_at: Option<DateTime<Utc>>,
    /// What the device still holds beside this, for the office.
    #[serde(default)]
    pub unsent: Option<Unsent>,
    /// People who came unannounced or instead of somebody; read before the marks.
    #[serde(default)]
    #[schema(value_type = Vec<SentPerson>, max_items = 100)]
    pub people: Vec<serde_json::Value>,
    /// Each is read on its own: one that cannot be read blocks nobody.
    #[schema(value_type = Vec<SentMark>, max_items = 500)]
    pub marks: Vec<serde_json::Value>,
}

/// What a device holds that it has not sent.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct Unsent {
    /// How many marks.
    pub count: i32,
    /// When the oldest of them was made, by the device's clock.
    #[serde(default)]
    pub since: Option<DateTime<Utc>>,
}

impl Unsent {
    /// The same within bounds, since a forged or wrong clock may have told it.
    pub fn read(self, now: DateTime<Utc>) -> Holds {
        let count = self.count.clamp(0, 100_000);
        Holds {
            count,
            since: self
                .since
                .filter(|since| count > 0 && (2000..2200).contains(&since.year()) && *since <= now),
        }
    }
}

/// One mark.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SentMark {
    /// Made on the device (UUID version 7), kept when the mark is sent again.
    #[schema(value_type = uuid::Uuid)]
    pub id: MarkId,
    /// In which session.
    #[schema(value_type = uuid::Uuid)]
    pub session_id: SessionId,
    /// Of whom.
    #[schema(value_type = uuid::Uuid)]
    pub participant_id: ParticipantId,
    /// What it says: present, late, excused, sick, absent, or cleared.
    #[schema(value_type = String, example = "present")]
    pub state: State,
    /// A word about it, at most 200 letters.
    #[serde(default)]
    pub note: Option<String>,
    /// The device's clock when it was made, to the millisecond.
    pub marked_at: DateTime<Utc>,
    /// Server minus device in milliseconds, as measured last; left out when it never could be.
    #[serde(default)]
    pub clock_offset_ms: Option<i64>,
    /// How it was made: tap, badge, code or paper.
    #[schema(value_type = String, example = "tap")]
    pub source: Source,
}

impl SentMark {
    /// The mark, unless it cannot be read: an offset of more than ten years is unknown, and no device lives in a year
    /// that far away.
    pub fn read(sent: &serde_json::Value) -> Option<Mark> {
        const TEN_YEARS_MS: u64 = 10 * 365 * 24 * 3600 * 1000;
        let sent = Self::deserialize(sent).ok()?;
        let is_ours = (2000..2200).contains(&sent.marked_at.year()) && sent.source != Source::Form;
        is_ours.then(|| Mark {
            id: sent.id,
            session: sent.session_id,
            person: sent.participant_id,
            state: sent.state,
            note: line(sent.note.as_deref().unwrap_or_default(), 200),
            device_time: sent.marked_at,
            offset_ms: sent.clock_offset_ms.filter(|ms| ms.unsigned_abs() <= TEN_YEARS_MS),
            source: sent.source,
        })
    }
}

/// Somebody who was added at the door, under an id that the device made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SentPerson {
    /// Made on the device (UUID version 7), kept when the person is sent again.
    #[schema(value_type = uuid::Uuid)]
    pub id: ParticipantId,
    /// To which event.
    #[schema(value_type = uuid::Uuid)]
    pub event_id: EventId,
    /// With or without titles.
    pub name: String,
    /// A library of the host's office.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub library_id: Option<LibraryId>,
    /// A library or any agency, as it was typed.
    #[serde(default)]
    pub library_text: Option<String>,
    /// The category of participants; asked for unless the person comes instead of somebody.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "village_library")]
    pub category: Option<Category>,
    /// Instead of whom.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub replaces: Option<ParticipantId>,
}

impl SentPerson {
    /// The person and the event, unless they cannot be read.
    pub fn read(sent: &serde_json::Value) -> Option<(EventId, Arrival)> {
        let sent = Self::deserialize(sent).ok()?;
        let name = line(&sent.name, 120);
        (!name.is_empty()).then(|| {
            let arrival = Arrival {
                id: sent.id,
                name,
                library: sent.library_id,
                agency: line(sent.library_text.as_deref().unwrap_or_default(), 200),
                category: sent.category,
                replaces: sent.replaces,
            };
            (sent.event_id, arrival)
        })
    }
}

/// One line of at most so many letters, out of whatever was sent.
fn line(text: &str, most: usize) -> String {
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|c| !c.is_control()).take(most).collect()
}

/// The device's name as it is kept.
pub fn device_name(sent: &str) -> String {
    let name = line(sent, 100);
    if name.is_empty() { "ponsel".into() } else { name }
}

/// What became of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer {
    /// The server's clock.
    pub server_time: DateTime<Utc>,
    /// What became of each person, in order.
    pub people: Vec<PersonOutcome>,
    /// What became of each mark, in order.
    pub outcomes: Vec<MarkOutcome>,
}

/// What became of one mark.
#[derive(Debug, Serialize, ToSchema)]
pub struct MarkOutcome {
    /// The id as it was sent.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub id: serde_json::Value,
    /// stored, superseded, conflict, proposed, duplicate or refused.
    #[schema(value_type = String, example = "stored")]
    pub outcome: Outcome,
    /// Whether this mark is the one that counts now.
    pub effective: bool,
    /// Why it is proposed or refused; what came of a duplicate the first time.
    pub code: Option<String>,
    /// The same for the person who marked, in Indonesian.
    pub message: String,
}

impl MarkOutcome {
    /// The outcome of the mark that was sent like this.
    pub fn of(sent: &serde_json::Value, verdict: Verdict) -> Self {
        Self {
            id: sent.get("id").cloned().unwrap_or_default(),
            outcome: verdict.outcome,
            effective: verdict.counts,
            message: message(&verdict).to_owned(),
            code: Some(verdict.code).filter(|code| !code.is_empty()),
        }
    }
}

/// What became of one person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonOutcome {
    /// The id as it was sent.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub id: serde_json::Value,
    /// stored, duplicate or refused.
    pub outcome: &'static str,
    /// Why it was refused, or `seat_taken` when somebody else has come instead of the person already.
    pub code: Option<&'static str>,
    /// The same in Indonesian.
    pub message: &'static str,
}

/// An answer in which nothing was consumed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Refusal {
    /// A code.
    pub error: String,
    /// The same in Indonesian.
    pub message: String,
}

fn message(verdict: &Verdict) -> &'static str {
    match (verdict.outcome, verdict.code.as_str()) {
        (Outcome::Stored, _) => "Tersimpan.",
        (Outcome::Superseded, _) => "Tersimpan; tanda yang lebih baru tetap berlaku.",
        (Outcome::Conflict, _) => {
            "Tersimpan; orang lain menandai berbeda. Keduanya disimpan dan admin akan memutuskan."
        }
        (Outcome::Proposed, "right_ended") => {
            "Tersimpan sebagai usulan karena tugas Anda di kegiatan ini sudah berakhir; menunggu admin."
        }
        (Outcome::Proposed, "forwarded") => {
            "Tersimpan sebagai usulan karena dikirim dari ponsel lain; menunggu admin."
        }
        (Outcome::Proposed, _) => "Tersimpan sebagai usulan karena sesi sudah ditutup; menunggu admin.",
        (Outcome::Duplicate, _) => "Sudah diterima sebelumnya.",
        (Outcome::Refused, "unknown") => {
            "Ditolak: sesi atau orang ini tidak ada di kegiatan yang Anda tangani."
        }
        (Outcome::Refused, "id_reused") => {
            "Ditolak: nomor tanda ini sudah dipakai tanda lain. Kirim lagi dengan nomor baru."
        }
        (Outcome::Refused, _) => "Ditolak: tanda ini tidak terbaca.",
    }
}
