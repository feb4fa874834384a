//! Forms of signed sheets.

use serde::{Deserialize, Serialize};

use super::model::Sign;
use crate::{
    features::registration::WalkInForm,
    kernel::ids::ParticipantId,
    web::form::{Problem, Problems},
};

/// The code as typed, and the page that is gone to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub kode: String,
    pub halaman: String,
}

/// A page as it was sent: for every line what was chosen and what stood there when the page was drawn.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct PageForm(Vec<(String, String)>);

impl PageForm {
    fn field(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// What was chosen for a line.
    pub fn sent(&self, line: i32) -> Option<Sign> {
        Sign::from_code(self.field(&format!("baris_{line}")))
    }

    /// What stood there when the page was drawn.
    pub fn was(&self, line: i32) -> Option<Sign> {
        Sign::from_code(self.field(&format!("tadi_{line}")))
    }

    /// Whether lines for which nothing was chosen are empty.
    pub fn fills_rest(&self) -> bool {
        self.field("sisanya") == "kosong"
    }

    /// The blank line that is filled in next.
    pub fn then(&self) -> Option<i32> {
        self.field("lanjut").parse().ok()
    }
}

/// Whose name stands on a line that was blank: somebody known, or somebody new with the fields of the door.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BlankLineForm {
    pub person: String,
    pub full_name: String,
    pub sex: String,
    pub agency: String,
    pub category: String,
    #[serde(skip_serializing)]
    pub save_anyway: String,
}

impl BlankLineForm {
    /// Whom it names, where that is somebody known.
    pub fn person(&self) -> Option<ParticipantId> {
        self.person.parse().ok()
    }

    /// The fields of the door.
    pub fn walk_in(&self) -> WalkInForm {
        WalkInForm {
            full_name: self.full_name.clone(),
            sex: self.sex.clone(),
            agency: self.agency.clone(),
            category: self.category.clone(),
            save_anyway: self.save_anyway.clone(),
        }
    }
}

/// How a difference is settled.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DifferenceForm {
    /// A state's code, or empty to leave it with a reason.
    pub state: String,
    pub reason: String,
}

impl DifferenceForm {
    /// Why it stays so.
    pub fn reason(&self) -> Result<String, Vec<Problem>> {
        reason(&self.reason)
    }
}

/// A reason, which is never left out.
pub fn reason(typed: &str) -> Result<String, Vec<Problem>> {
    let mut problems = Problems::new();
    let reason = problems.required("reason", typed, "alasan", 300);
    problems.into_result(Some(reason))
}
