//! The office's terms as typed, and the applicant's form in its three steps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::model::{Application, Places, Terms};
use crate::{
    auth::open_link::OpenLink,
    features::registration::{
        consents::Purpose,
        people::{Category, Contact, TypedName, email, sex},
    },
    kernel::{names, text, zone::Zone},
    web::form::{Problem, Problems},
};

/// The terms as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TermsForm {
    pub opens_on: String,
    pub opens_at: String,
    pub closes_on: String,
    pub closes_at: String,
    pub places: String,
    pub province_office: String,
    pub regency_office: String,
    pub village_library: String,
    pub impact_beneficiary: String,
    pub champion_village: String,
    pub version: String,
}

impl TermsForm {
    /// The form of terms that stand.
    pub(super) fn of(terms: &Terms, version: i32, zone: Zone) -> Self {
        let (opens, closes) = (zone.local(terms.opens_at), zone.local(terms.closes_at));
        let own = |category: Category| {
            terms.places.by_category.get(category.code()).map(ToString::to_string).unwrap_or_default()
        };
        Self {
            opens_on: opens.date().to_string(),
            opens_at: text::time(opens.time()),
            closes_on: closes.date().to_string(),
            closes_at: text::time(closes.time()),
            places: terms.places.all.to_string(),
            province_office: own(Category::ProvinceOffice),
            regency_office: own(Category::RegencyOffice),
            village_library: own(Category::VillageLibrary),
            impact_beneficiary: own(Category::ImpactBeneficiary),
            champion_village: own(Category::ChampionVillage),
            version: if version == 0 { String::new() } else { version.to_string() },
        }
    }

    /// What stands in the field of a category.
    pub(super) fn own(&self, category: &str) -> &str {
        match Category::from_code(category) {
            Some(Category::ProvinceOffice) => &self.province_office,
            Some(Category::RegencyOffice) => &self.regency_office,
            Some(Category::VillageLibrary) => &self.village_library,
            Some(Category::ImpactBeneficiary) => &self.impact_beneficiary,
            Some(Category::ChampionVillage) => &self.champion_village,
            None => "",
        }
    }

    /// The terms, or what is wrong.
    pub(super) fn parse(&self, zone: Zone) -> Result<Terms, Vec<Problem>> {
        let mut problems = Problems::new();
        let opens_on = problems.date("opens_on", &self.opens_on, "tanggal buka");
        let opens_at = problems.time("opens_at", &self.opens_at, "jam buka");
        let closes_on = problems.date("closes_on", &self.closes_on, "tanggal tutup");
        let closes_at = problems.time("closes_at", &self.closes_at, "jam tutup");
        let all = problems.number("places", &self.places, "jumlah tempat", 1, 999);
        let mut by_category = BTreeMap::new();
        for category in Category::ALL {
            let typed = self.own(category.code());
            if !typed.trim().is_empty()
                && let Some(places) = problems.number(category.code(), typed, "jumlah tempat", 0, 999)
            {
                by_category.insert(category.code().to_owned(), places);
            }
        }
        let (Some(opens_on), Some(opens_at), Some(closes_on), Some(closes_at), Some(all)) =
            (opens_on, opens_at, closes_on, closes_at, all)
        else {
            return problems.into_result(None);
        };
        let opens_at = zone.instant(opens_on.and_time(opens_at));
        let closes_at = zone.instant(closes_on.and_time(closes_at));
        if closes_at <= opens_at {
            problems.add("closes_on", "Waktu tutup harus sesudah waktu buka.");
        }
        problems.into_result(Some(Terms { opens_at, closes_at, places: Places { all, by_category } }))
    }
}

/// How many steps the form has.
pub(super) const STEPS: u8 = 3;

/// What an applicant has typed, all steps together; the draft keeps it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplyForm {
    pub full_name: String,
    pub sex: String,
    pub phone: String,
    pub email: String,
    pub province: String,
    pub agency: String,
    pub category: String,
    pub job_title: String,
    /// Codes of purposes that are ticked.
    pub consent: Vec<String>,
    /// Which step was sent.
    #[serde(skip_serializing)]
    pub step: String,
    /// Which button was pressed: `later` keeps and goes nowhere.
    #[serde(skip_serializing)]
    pub act: String,
    /// A field that people do not see.
    #[serde(skip_serializing)]
    pub website: String,
}

/// The step that a form or a URL names.
pub(super) fn step(typed: &str) -> Option<u8> {
    typed.trim().parse().ok().filter(|step| (1..=STEPS).contains(step))
}

/// In which step a field stands.
fn step_of(field: &str) -> u8 {
    match field {
        "full_name" | "sex" | "phone" | "email" => 1,
        "province" | "agency" | "category" | "job_title" => 2,
        _ => STEPS,
    }
}

impl ApplyForm {
    /// Takes over what a step sent; the other steps stay. What nobody would type is cut, so that the draft has a bound.
    pub(super) fn take(&mut self, step: u8, sent: &ApplyForm) {
        let cut = |typed: &str| typed.chars().filter(|c| !c.is_control()).take(300).collect::<String>();
        match step {
            1 => {
                self.full_name = cut(&sent.full_name);
                self.sex = cut(&sent.sex);
                self.phone = cut(&sent.phone);
                self.email = cut(&sent.email);
            }
            2 => {
                self.province = cut(&sent.province);
                self.agency = cut(&sent.agency);
                self.category = cut(&sent.category);
                self.job_title = cut(&sent.job_title);
            }
            _ => {
                self.consent = Purpose::ALL
                    .iter()
                    .map(|p| p.code().to_owned())
                    .filter(|p| sent.consent.contains(p))
                    .collect();
            }
        }
    }

    /// What is wrong with one step.
    pub(super) fn problems_of(&self, step: u8, link: &OpenLink) -> Vec<Problem> {
        match self.parse(link) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().filter(|p| step_of(p.field) == step).collect(),
        }
    }

    /// The first step that is not right yet; the last one when all are.
    pub(super) fn first_open(&self, link: &OpenLink) -> u8 {
        match self.parse(link) {
            Ok(_) => STEPS,
            Err(problems) => problems.iter().map(|p| step_of(p.field)).min().unwrap_or(STEPS),
        }
    }

    /// Whether anything has been typed.
    pub(super) fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// What was applied for, or what is wrong.
    pub(super) fn parse(&self, link: &OpenLink) -> Result<Application, Vec<Problem>> {
        let mut problems = Problems::new();
        let typed = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        let name = TypedName::parse(&typed);
        let sex = sex(&mut problems, "sex", &self.sex, true);
        if self.phone.trim().is_empty() {
            problems.add(
                "phone",
                "Isi nomor telepon. Empat angka terakhirnya membuka halaman Anda di ponsel lain.",
            );
        }
        let contact = Contact {
            phone: problems.parsed("phone", &self.phone, names::phone),
            email: problems.parsed("email", &self.email, email),
            nip: String::new(),
        };
        let province = match link.provinces.as_slice() {
            [only] => Some(only.0.clone()),
            several => problems.choice("province", &self.province, "provinsi", |code| {
                several.iter().map(|(known, _)| known).find(|known| known.as_str() == code).cloned()
            }),
        };
        let agency = problems.required("agency", &self.agency, "perpustakaan atau instansi", 200);
        let category = problems.choice("category", &self.category, "kategori", Category::from_code);
        let job_title = problems.required("job_title", &self.job_title, "jabatan", 160);
        let (Some(province), Some(category)) = (province, category) else {
            return problems.into_result(None);
        };
        problems.into_result(Some(Application {
            province,
            title_prefix: name.prefix.chars().take(40).collect(),
            full_name: name.name,
            title_suffix: name.suffix.chars().take(80).collect(),
            sex,
            agency,
            category,
            job_title,
            contact,
            consents: Purpose::ALL
                .iter()
                .copied()
                .filter(|p| self.consent.iter().any(|c| c == p.code()))
                .collect(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form() -> impl Strategy<Value = ApplyForm> {
        let word = "[A-Za-z0-9 ,.@]{0,20}";
        (
            word,
            word,
            word,
            word,
            word,
            word,
            proptest::sample::subsequence(vec!["photo", "testimony", "raja"], 0..3),
        )
            .prop_map(|(full_name, phone, email, agency, category, job_title, consent)| ApplyForm {
                full_name,
                phone,
                email,
                agency,
                category,
                job_title,
                consent: consent.into_iter().map(ToOwned::to_owned).collect(),
                ..ApplyForm::default()
            })
    }

    proptest! {
        /// Steps may come in any order and more than once: the last word of each counts, and no step touches another.
        #[test]
        fn steps_do_not_disturb_one_another(one in form(), other in form(), order in proptest::sample::select(vec![[1, 2, 3], [3, 2, 1], [2, 2, 1]])) {
            let mut draft = ApplyForm::default();
            for step in 1..=STEPS {
                draft.take(step, &one);
            }
            let first = draft.clone();
            for step in order {
                draft.take(step, &one);
                prop_assert_eq!(&draft, &first);
            }
            draft.take(2, &other);
            prop_assert_eq!((&draft.full_name, &draft.consent), (&first.full_name, &first.consent));
            draft.take(2, &one);
            prop_assert_eq!(&draft, &first);
            let kept = serde_json::to_string(&draft).unwrap();
            prop_assert_eq!(serde_json::from_str::<ApplyForm>(&kept).unwrap(), draft);
        }
    }
}
