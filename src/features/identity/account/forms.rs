//! The forms of one's own account.

use serde::{Deserialize, Serialize};

use crate::features::identity::forms::new_password;
use crate::web::form::{Problem, Problems};

/// The own name as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NameForm {
    pub full_name: String,
    pub version: String,
}

impl NameForm {
    /// The name, or what is wrong.
    pub fn parse(&self) -> Result<String, Vec<Problem>> {
        let mut problems = Problems::new();
        let name = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        problems.into_result(Some(name))
    }
}

/// A change of password as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    #[serde(skip_serializing)]
    pub old: String,
    #[serde(skip_serializing)]
    pub password: String,
    #[serde(skip_serializing)]
    pub repeat: String,
}

impl PasswordForm {
    /// The new password, or what is wrong.
    pub fn parse(&self) -> Result<String, Vec<Problem>> {
        let mut problems = Problems::new();
        if self.old.is_empty() {
            problems.add("old", "Isi kata sandi yang sekarang.");
        }
        let password = new_password(&mut problems, &self.password, &self.repeat);
        problems.into_result(Some(password))
    }
}
