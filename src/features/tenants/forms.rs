//! The settings form and the signer form.

use serde::{Deserialize, Serialize};

use super::{
    model::{ActingStatus, OfficeContact, Paper, Settings, SignerPlan, letter_number_problem},
    sql::{Signer, Tenant},
};
use crate::{
    kernel::names,
    web::form::{Problem, Problems},
};

/// The agency's settings as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    pub official_name: String,
    pub short_name: String,
    pub address: String,
    pub city: String,
    pub phone: String,
    pub email: String,
    pub website: String,
    pub contact_name: String,
    pub contact_position: String,
    pub contact_phone: String,
    pub paper: String,
    pub letter_number_pattern: String,
    /// `ya` when it is ticked.
    pub facilitators_add_people: String,
    pub version: String,
}

impl SettingsForm {
    /// The settings as they stand.
    pub fn of(tenant: &Tenant) -> Self {
        Self {
            official_name: tenant.official_name.clone(),
            short_name: tenant.short_name.clone(),
            address: tenant.address.clone(),
            city: tenant.city.clone(),
            phone: tenant.phone.clone(),
            email: tenant.email.clone(),
            website: tenant.website.clone(),
            contact_name: tenant.contact.full_name.clone(),
            contact_position: tenant.contact.position.clone(),
            contact_phone: names::phone_for_people(&tenant.contact.phone),
            paper: tenant.paper.code().into(),
            letter_number_pattern: tenant.letter_number_pattern.clone(),
            facilitators_add_people: if tenant.facilitators_add_people { "ya".into() } else { String::new() },
            version: tenant.version.to_string(),
        }
    }

    /// The command, or what is wrong.
    pub fn parse(&self) -> Result<Settings, Vec<Problem>> {
        let mut problems = Problems::new();
        let official_name = problems.required("official_name", &self.official_name, "nama resmi", 200);
        if (1..3).contains(&official_name.chars().count()) {
            problems.add("official_name", "Nama resmi paling sedikit 3 huruf.");
        }
        let short_name = problems.required("short_name", &self.short_name, "nama singkat", 60);
        if short_name.chars().count() == 1 {
            problems.add("short_name", "Nama singkat paling sedikit 2 huruf.");
        }
        let address = problems.lines("address", &self.address, "alamat", 300);
        let city = problems.optional("city", &self.city, "kota", 100);
        let phone = problems.optional("phone", &self.phone, "telepon", 40);
        if !phone.chars().all(|c| c.is_ascii_digit() || " +-().,/".contains(c)) {
            problems.add("phone", "Telepon hanya berisi angka dan tanda baca, misalnya (024) 8446802.");
        }
        let email = problems.optional("email", &self.email, "surel", 200);
        if !email.is_empty() && !looks_like_email(&email) {
            problems.add("email", "Tulis surel lengkap, misalnya dinas@provinsi.go.id.");
        }
        let website = problems.optional("website", &self.website, "situs web", 200);
        if website.contains(' ') || (!website.is_empty() && !website.contains('.')) {
            problems.add("website", "Tulis alamat situs, misalnya arpus.jatengprov.go.id.");
        }
        let contact = OfficeContact {
            full_name: problems.optional("contact_name", &self.contact_name, "nama narahubung", 120),
            position: problems.optional(
                "contact_position",
                &self.contact_position,
                "jabatan narahubung",
                160,
            ),
            phone: problems.parsed("contact_phone", &self.contact_phone, names::phone),
        };
        let paper = problems.choice("paper", &self.paper, "ukuran kertas", Paper::from_code);
        let pattern =
            problems.optional("letter_number_pattern", &self.letter_number_pattern, "pola nomor surat", 100);
        if let Some(sentence) = letter_number_problem(&pattern) {
            problems.add("letter_number_pattern", sentence);
        }
        let settings = paper.map(|paper| Settings {
            official_name,
            short_name,
            address,
            city,
            phone,
            email,
            website,
            contact,
            paper,
            letter_number_pattern: pattern,
            facilitators_add_people: self.facilitators_add_people == "ya",
        });
        problems.into_result(settings)
    }
}

/// One `@` with something on both sides, and a point in the domain.
fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, domain)| {
        !who.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.contains('@')
            && !text.contains(char::is_whitespace)
    })
}

/// A signer as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignerForm {
    pub title_prefix: String,
    pub full_name: String,
    pub title_suffix: String,
    pub position: String,
    pub acting_status: String,
    pub nip: String,
    pub version: String,
}

impl SignerForm {
    /// The form of a signer who is not there yet.
    pub fn blank() -> Self {
        Self { acting_status: ActingStatus::Definitive.code().into(), ..Self::default() }
    }

    /// The signer as it stands.
    pub fn of(signer: &Signer) -> Self {
        Self {
            title_prefix: signer.title_prefix.clone(),
            full_name: signer.full_name.clone(),
            title_suffix: signer.title_suffix.clone(),
            position: signer.position.clone(),
            acting_status: signer.acting_status.code().into(),
            nip: names::nip_for_people(&signer.nip),
            version: signer.version.to_string(),
        }
    }

    /// The command, or what is wrong.
    pub fn parse(&self) -> Result<SignerPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let title_prefix = problems.optional("title_prefix", &self.title_prefix, "gelar di depan", 40);
        let full_name = problems.required("full_name", &self.full_name, "nama", 120);
        let title_suffix = problems.optional("title_suffix", &self.title_suffix, "gelar di belakang", 80);
        let position = problems.required("position", &self.position, "jabatan", 200);
        if position.chars().count() == 1 {
            problems.add("position", "Tulis jabatan dengan lengkap.");
        }
        let acting = problems.choice(
            "acting_status",
            &self.acting_status,
            "kedudukan dalam jabatan",
            ActingStatus::from_code,
        );
        let nip = problems.parsed("nip", &self.nip, names::nip);
        let plan = acting.map(|acting_status| SignerPlan {
            full_name,
            title_prefix,
            title_suffix,
            position,
            acting_status,
            nip,
        });
        problems.into_result(plan)
    }
}
