//! What anybody may read of an event.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::{
    features::{
        agenda::publication::{
            Leader, Shown,
            changes::{Change, changes},
        },
        events::model::{ActingStatus, Ceremony, Mode, Phase, Status},
    },
    kernel::{names, zone::Zone},
};

/// An announced event.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PublicEvent {
    pub title: String,
    pub venue: String,
    pub room: String,
    pub address: String,
    pub city: String,
    pub zone: Zone,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub status: Status,
    pub mode: Mode,
    pub is_sample: bool,
    /// The host's agency.
    pub office: String,
    /// Provinces that come as guests.
    pub guests: Vec<String>,
    pub officials: Vec<PublicOfficial>,
    /// The token of the open link, while people may register by it.
    pub registration: Option<String>,
    /// Whether an agenda was published once: where none is seen, it was withdrawn.
    pub is_withdrawn: bool,
    /// The agenda that readers see.
    pub version: Option<PublicVersion>,
}

/// Who opens or closes it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PublicOfficial {
    pub ceremony: Ceremony,
    pub phase: Phase,
    pub honorific: String,
    pub title_prefix: String,
    pub full_name: String,
    pub title_suffix: String,
    pub position: String,
    pub acting_status: ActingStatus,
    pub represents: String,
}

/// The published agenda. Of its people it tells the names of officials and speakers; of others the name is empty.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PublicVersion {
    pub number: i32,
    pub published_at: DateTime<Utc>,
    /// What the office said about it.
    pub note: String,
    pub sessions: Vec<Shown>,
    /// What readers were shown before, if anything.
    pub before: Option<Vec<Shown>>,
}

impl PublicVersion {
    /// What is otherwise than before.
    pub fn changes(&self) -> Vec<Change> {
        self.before.as_ref().map(|before| changes(before, &self.sessions)).unwrap_or_default()
    }
}

/// `Fasilitator; Dr. Ninik, M.Hum.`: names as they are, and each other kind once.
pub(super) fn told(people: &[Leader]) -> String {
    let mut told: Vec<&str> = Vec::new();
    for person in people {
        let word = if person.name.is_empty() { person.kind.label() } else { &person.name };
        if !told.contains(&word) {
            told.push(word);
        }
    }
    told.join("; ")
}

impl PublicOfficial {
    /// `Bapak Dr. Joko, M.Si., Plt. Kepala Dinas, mewakili Gubernur`.
    pub fn words(&self) -> String {
        let acting = match self.acting_status {
            ActingStatus::Appointed => "",
            ActingStatus::Plt => "Plt. ",
            ActingStatus::Plh => "Plh. ",
            ActingStatus::Pj => "Pj. ",
        };
        let name = names::titled(&self.title_prefix, &self.full_name, &self.title_suffix);
        let mut said = if self.honorific.is_empty() { name } else { format!("{} {name}", self.honorific) };
        if !self.position.is_empty() {
            let _ = write!(said, ", {acting}{}", self.position);
        }
        if !self.represents.is_empty() {
            let _ = write!(said, ", mewakili {}", self.represents);
        }
        said
    }
}

/// Who opens or closes as it was, else as it is planned.
pub(super) fn official(all: &[PublicOfficial], ceremony: Ceremony) -> Option<&PublicOfficial> {
    let of = |phase| all.iter().find(|o| o.ceremony == ceremony && o.phase == phase);
    of(Phase::Actual).or_else(|| of(Phase::Planned))
}
