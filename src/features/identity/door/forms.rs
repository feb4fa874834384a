//! The forms behind a one-time link.

use serde::{Deserialize, Serialize};

use crate::features::identity::forms::new_password;
use crate::web::form::{Problem, Problems};

/// Name and password of somebody new, as typed. Somebody who is signed in sends it empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptForm {
    pub full_name: String,
    #[serde(skip_serializing)]
    pub password: String,
    #[serde(skip_serializing)]
    pub repeat: String,
}

impl AcceptForm {
    /// Name and password, or what is wrong.
    pub fn parse(&self) -> Result<(String, String), Vec<Problem>> {
        let mut problems = Problems::new();
        let name = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        let password = new_password(&mut problems, &self.password, &self.repeat);
        problems.into_result(Some((name, password)))
    }
}

/// A new password as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    #[serde(skip_serializing)]
    pub password: String,
    #[serde(skip_serializing)]
    pub repeat: String,
}

impl ResetForm {
    /// The password, or what is wrong.
    pub fn parse(&self) -> Result<String, Vec<Problem>> {
        let mut problems = Problems::new();
        let password = new_password(&mut problems, &self.password, &self.repeat);
        problems.into_result(Some(password))
    }
}
