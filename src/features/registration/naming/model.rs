//! What a PIC says of a person, and of the library's coming.

use serde::Serialize;

use crate::kernel::{names, origin::Origin};

/// What is offered as a role within the delegation; anything else can be typed.
pub const ROLES: [&str; 4] = ["PIC", "Pengelola perpustakaan", "Kepala desa", "Penerima manfaat"];

/// A person as the PIC names them: the command that a form becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamingPlan {
    /// The name without titles.
    pub full_name: String,
    /// `Dr.`
    pub title_prefix: String,
    /// `M.Hum.`
    pub title_suffix: String,
    /// `L` or `P`.
    pub sex: String,
    /// PIC, pengelola, kepala desa; may be empty.
    pub delegation_role: String,
    /// The post at home; may be empty.
    pub job_title: String,
    /// E.164; may be empty.
    pub phone: String,
    /// How far the facts can be relied on.
    pub data_origin: Origin,
}

impl NamingPlan {
    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }
}
