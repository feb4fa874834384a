//! The form of one person, and the reason of a library that cannot come.

use serde::{Deserialize, Serialize};

use super::{model::NamingPlan, sql::Person};
use crate::{
    features::registration::people::model::TypedName,
    kernel::{ids::ParticipantId, names, origin::Origin},
    web::form::{Problem, Problems},
};

/// A person as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedForm {
    /// The id that the page brought along, so that a second sending is the same person.
    #[serde(skip_serializing)]
    pub id: String,
    pub full_name: String,
    pub sex: String,
    pub delegation_role: String,
    pub job_title: String,
    pub phone: String,
    pub version: String,
}

impl NamedForm {
    /// The form of somebody who is not named yet.
    pub fn blank() -> Self {
        Self { id: ParticipantId::new().to_string(), ..Self::default() }
    }

    /// The form of a person as they stand.
    pub fn of(person: &Person) -> Self {
        Self {
            id: person.id.to_string(),
            full_name: person.titled(),
            sex: person.sex.clone(),
            delegation_role: person.delegation_role.clone(),
            job_title: person.job_title.clone(),
            phone: names::phone_for_people(&person.phone),
            version: person.version.to_string(),
        }
    }

    /// The id that came along; a forged one is none.
    pub fn person(&self) -> Option<ParticipantId> {
        self.id.parse::<ParticipantId>().ok().filter(|id| id.0.get_version_num() == 7)
    }

    /// The command, or what is wrong. Titles may be typed with the name.
    pub fn parse(&self) -> Result<NamingPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let typed = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        let name = TypedName::parse(&typed);
        let fits = name.prefix.chars().count() <= 40 && name.suffix.chars().count() <= 80;
        let name = if fits { name } else { TypedName { name: typed, ..TypedName::default() } };
        let sex = problems.choice("sex", &self.sex, "jenis kelamin", |sex| {
            ["L", "P"].contains(&sex).then(|| sex.to_owned())
        });
        let plan = NamingPlan {
            full_name: name.name,
            title_prefix: name.prefix,
            title_suffix: name.suffix,
            sex: sex.unwrap_or_default(),
            delegation_role: problems.optional("delegation_role", &self.delegation_role, "peran", 80),
            job_title: problems.optional("job_title", &self.job_title, "jabatan", 160),
            phone: problems.parsed("phone", &self.phone, names::phone),
            data_origin: Origin::Real,
        };
        problems.into_result(Some(plan))
    }
}

/// Why a library cannot come, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeclineForm {
    pub reason: String,
}

impl DeclineForm {
    /// The reason, or what is wrong.
    pub fn parse(&self) -> Result<String, Vec<Problem>> {
        let mut problems = Problems::new();
        let reason = problems.lines("reason", &self.reason, "alasan", 500);
        if reason.is_empty() {
            problems.add("reason", "Tulis alasannya dengan singkat, supaya dinas tahu.");
        }
        problems.into_result(Some(reason))
    }
}
