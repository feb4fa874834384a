//! The plan's forms.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::model;
use crate::{
    features::editions::Wave,
    kernel::ids::{EditionId, EventId, WaveId},
    web::form::{Problem, Problems},
};

/// Provinces to be put into a wave.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceForm {
    pub provinces: Vec<String>,
    pub wave: String,
}

impl PlaceForm {
    /// The wave and the provinces, or what is wrong.
    pub fn parse(&self, waves: &[Wave]) -> Result<(WaveId, Vec<String>), Vec<Problem>> {
        let mut problems = Problems::new();
        if self.provinces.is_empty() {
            problems.add("provinces", "Pilih satu provinsi atau lebih.");
        }
        let wave = problems.choice("wave", &self.wave, "gelombang", |raw| {
            let id = raw.parse::<WaveId>().ok()?;
            waves.iter().any(|wave| wave.id == id).then_some(id)
        });
        let provinces: Vec<String> = self.provinces.iter().take(100).cloned().collect();
        problems.into_result(wave.map(|wave| (wave, provinces)))
    }
}

/// Which edition's placing is followed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LikeForm {
    pub other: String,
}

impl LikeForm {
    /// The edition.
    pub fn other(&self) -> Option<EditionId> {
        self.other.parse().ok()
    }
}

/// Where an event is moved.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    pub wave: String,
}

impl MoveForm {
    /// The wave.
    pub fn wave(&self) -> Option<WaveId> {
        self.wave.parse().ok()
    }
}

/// Whose event a province joins.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    pub joint: String,
}

impl JoinForm {
    /// The event.
    pub fn joint(&self) -> Option<EventId> {
        self.joint.parse().ok()
    }
}

/// The days of a wave as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WaveForm {
    pub number: String,
    pub starts_on: String,
    pub ends_on: String,
    #[serde(skip_serializing)]
    pub move_events: String,
    pub version: String,
}

impl WaveForm {
    /// The form of a wave as it stands.
    pub fn of(wave: &Wave) -> Self {
        Self {
            number: wave.number.to_string(),
            starts_on: wave.starts_on.to_string(),
            ends_on: wave.ends_on.to_string(),
            move_events: "ya".into(),
            version: wave.version.to_string(),
        }
    }

    /// The days, or what is wrong.
    pub fn parse(&self, year: i32) -> Result<(NaiveDate, NaiveDate), Vec<Problem>> {
        let mut problems = Problems::new();
        let starts = problems.date("starts_on", &self.starts_on, "hari pertama");
        let ends = problems.date("ends_on", &self.ends_on, "hari terakhir");
        let days = starts.zip(ends);
        if let Some((field, sentence)) = days.and_then(|(starts, ends)| model::wrong_days(year, starts, ends))
        {
            problems.add(field, sentence);
        }
        problems.into_result(days)
    }
}
