//! Own details as typed.

use serde::{Deserialize, Serialize};

use super::{model::Details, sql::OwnRow};
use crate::{
    features::registration::people::{PersonKind, TypedContact, TypedName, sex},
    kernel::names,
    web::form::{Problem, Problems},
};

/// Own details as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DetailsForm {
    /// With or without titles.
    pub full_name: String,
    /// `Dr.`
    pub title_prefix: String,
    /// `M.Hum.`
    pub title_suffix: String,
    /// `L` or `P`.
    pub sex: String,
    /// Only where no library was chosen.
    pub agency_name: String,
    /// The post at home.
    pub job_title: String,
    /// In any spelling.
    pub phone: String,
    /// May be empty.
    pub email: String,
    /// May be empty.
    pub nip: String,
    /// Which version of the row the form was drawn from.
    pub version: String,
}

impl DetailsForm {
    /// The form of the details as they stand.
    pub fn of(row: &OwnRow) -> Self {
        Self {
            full_name: row.full_name.clone(),
            title_prefix: row.title_prefix.clone(),
            title_suffix: row.title_suffix.clone(),
            sex: row.sex.clone(),
            agency_name: row.agency_name.clone(),
            job_title: row.job_title.clone(),
            phone: names::phone_for_people(&row.phone),
            email: row.email.clone(),
            nip: names::nip_for_people(&row.nip),
            version: row.version.to_string(),
        }
    }

    /// The details, or what is wrong. `row` is the person as they stand.
    pub fn parse(&self, row: &OwnRow) -> Result<Details, Vec<Problem>> {
        let mut problems = Problems::new();
        let typed = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        let prefix = problems.optional("title_prefix", &self.title_prefix, "gelar depan", 40);
        let suffix = problems.optional("title_suffix", &self.title_suffix, "gelar belakang", 80);
        let name = TypedName::parse(&typed);
        let fits = (name.prefix.is_empty() || (prefix.is_empty() && name.prefix.chars().count() <= 40))
            && (name.suffix.is_empty() || (suffix.is_empty() && name.suffix.chars().count() <= 80));
        let (title_prefix, full_name, title_suffix) = if fits {
            (prefix + name.prefix.as_str(), name.name, suffix + name.suffix.as_str())
        } else {
            (prefix, typed, suffix)
        };
        // What somebody else has filled in meanwhile is merged, not missed.
        let is_last_word = Problems::version(&self.version) == row.version;
        let is_known = is_last_word && row.kind == PersonKind::Peserta && !row.sex.is_empty();
        let sex = sex(&mut problems, "sex", &self.sex, is_known);
        let agency_name = if row.library.is_some() {
            row.agency_name.clone()
        } else {
            problems.optional("agency_name", &self.agency_name, "nama instansi", 200)
        };
        let job_title = problems.optional("job_title", &self.job_title, "jabatan", 160);
        if is_last_word && self.phone.trim().is_empty() && !row.phone.is_empty() {
            problems.add(
                "phone",
                "Isi nomor telepon; empat angka terakhirnya membuka halaman ini di ponsel lain.",
            );
        }
        let contact = TypedContact { phone: &self.phone, email: &self.email, nip: &self.nip };
        let contact = contact.parse(&mut problems);
        problems.into_result(Some(Details {
            full_name,
            title_prefix,
            title_suffix,
            sex,
            agency_name,
            job_title,
            contact,
        }))
    }

    /// The same with the fields that are wrong as they stand, so that the others can be saved.
    #[must_use]
    pub fn without(mut self, problems: &[Problem], row: &OwnRow) -> Self {
        let stands = Self::of(row);
        for problem in problems {
            match problem.field {
                "full_name" => self.full_name.clone_from(&stands.full_name),
                "title_prefix" => self.title_prefix.clone_from(&stands.title_prefix),
                "title_suffix" => self.title_suffix.clone_from(&stands.title_suffix),
                "sex" => self.sex.clone_from(&stands.sex),
                "agency_name" => self.agency_name.clone_from(&stands.agency_name),
                "job_title" => self.job_title.clone_from(&stands.job_title),
                "phone" => self.phone.clone_from(&stands.phone),
                "email" => self.email.clone_from(&stands.email),
                "nip" => self.nip.clone_from(&stands.nip),
                _ => {}
            }
        }
        self
    }
}
