//! The form of an official.

use serde::{Deserialize, Serialize};

use super::sql::Official;
use crate::{
    features::events::model::{ActingStatus, OfficialPlan},
    web::form::{Problem, Problems},
};

/// An official as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OfficialForm {
    pub honorific: String,
    pub title_prefix: String,
    pub full_name: String,
    pub title_suffix: String,
    pub position: String,
    pub acting_status: String,
    pub represents: String,
    pub note: String,
    pub version: String,
}

impl OfficialForm {
    /// The form of an official who is not recorded yet, filled with who was planned, if anybody.
    pub fn blank(planned: Option<&Official>) -> Self {
        let form = planned.map(Self::of).unwrap_or_default();
        let acting_status = if form.acting_status.is_empty() {
            ActingStatus::Appointed.code().to_owned()
        } else {
            form.acting_status
        };
        Self { acting_status, version: String::new(), note: String::new(), ..form }
    }

    /// The form of an official as recorded.
    pub fn of(official: &Official) -> Self {
        Self {
            honorific: official.honorific.clone(),
            title_prefix: official.title_prefix.clone(),
            full_name: official.full_name.clone(),
            title_suffix: official.title_suffix.clone(),
            position: official.position.clone(),
            acting_status: official.acting_status.code().into(),
            represents: official.represents.clone(),
            note: official.note.clone(),
            version: official.version.to_string(),
        }
    }

    /// The command, or what is wrong.
    pub fn parse(&self) -> Result<OfficialPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let honorific = problems.choice("honorific", &self.honorific, "sapaan", |typed| {
            ["", "Bapak", "Ibu"].contains(&typed).then(|| typed.to_owned())
        });
        let title_prefix = problems.optional("title_prefix", &self.title_prefix, "gelar depan", 40);
        let full_name = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        let title_suffix = problems.optional("title_suffix", &self.title_suffix, "gelar belakang", 80);
        let position = problems.required("position", &self.position, "jabatan", 200);
        let acting_status =
            problems.choice("acting_status", &self.acting_status, "status jabatan", ActingStatus::from_code);
        let represents = problems.optional("represents", &self.represents, "yang diwakili", 200);
        let note = problems.optional("note", &self.note, "catatan", 500);
        let plan = (|| {
            Some(OfficialPlan {
                honorific: honorific?,
                title_prefix,
                full_name,
                title_suffix,
                position,
                acting_status: acting_status?,
                represents,
                note,
            })
        })();
        problems.into_result(plan)
    }
}
