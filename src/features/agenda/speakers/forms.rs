//! What speakers type.

use serde::{Deserialize, Serialize};

use super::model::address;
use crate::{
    kernel::ids::SessionId,
    web::form::{Problem, Problems},
};

/// What one tells of oneself, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BiodataForm {
    pub biodata: String,
    pub version: String,
}

impl BiodataForm {
    /// The text, which may be empty, or what is wrong.
    pub fn parse(&self) -> Result<String, Vec<Problem>> {
        let mut problems = Problems::new();
        let biodata = problems.lines("biodata", &self.biodata, "biodata", 1500);
        problems.into_result(Some(biodata))
    }
}

/// Material as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MaterialForm {
    pub session: String,
    pub title: String,
    pub url: String,
}

/// Material as it is added.
#[derive(Clone, Debug, Serialize)]
pub struct NewMaterial {
    /// Of which session.
    pub session: SessionId,
    /// What it is called.
    pub title: String,
    /// Where it lies.
    pub url: String,
}

impl MaterialForm {
    /// The material, or what is wrong. `sessions` are those in which the person speaks.
    pub fn parse(&self, sessions: &[SessionId]) -> Result<NewMaterial, Vec<Problem>> {
        let mut problems = Problems::new();
        let session = self.session.parse().ok().filter(|session| sessions.contains(session));
        if session.is_none() {
            problems.add("session", "Pilih sesi Anda.");
        }
        let title = problems.required("title", &self.title, "judul materi", 150);
        if title.chars().count() == 1 {
            problems.add("title", "Judul materi paling sedikit 2 huruf.");
        }
        let url = address(&self.url);
        if url.is_none() {
            problems.add("url", "Tempel tautan lengkap, misalnya https://drive.google.com/… .");
        }
        problems.into_result((|| Some(NewMaterial { session: session?, title, url: url? }))())
    }
}
