//! The person form, the substitute's form, and what the list is filtered by.

use serde::{Deserialize, Serialize};

use super::{
    model::{
        Category, Contact, Entry, PersonKind, PersonPlan, Status, TrainerKind, TypedName, category_of_agency,
        usual_category,
    },
    scene::Scene,
    sql::{Person, Wanted},
};
use crate::{
    db::scope::ProvinceCode,
    kernel::{
        ids::{EventId, LibraryId, ParticipantId},
        names, text,
    },
    web::{
        form::{Problem, Problems},
        paging::address,
    },
};

/// A person as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub province: String,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub honorific: String,
    pub sex: String,
    pub kind: String,
    pub category: String,
    pub library: String,
    pub agency_name: String,
    pub delegation_role: String,
    pub job_title: String,
    pub rank: String,
    pub trainer_kind: String,
    pub phone: String,
    pub email: String,
    pub nip: String,
    pub note: String,
    pub version: String,
    /// `ya` when a double has been seen and is meant.
    #[serde(skip_serializing)]
    pub save_anyway: String,
    /// Which button was pressed: `again` leads to the next person's form.
    #[serde(skip_serializing)]
    pub next: String,
}

/// What the form of the next person keeps of the one before, as the URL says it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Not empty when several people are added in a row.
    pub lanjut: String,
    /// The kind's code.
    pub jenis: String,
    /// The library's id.
    pub perpustakaan: String,
    /// An agency that is no library.
    pub instansi: String,
    /// The province's code.
    pub provinsi: String,
}

/// What has to be said of a peserta at once, and may not be left to be asked later.
#[derive(Clone, Copy, Debug)]
pub(in crate::features::registration) struct Asks {
    /// L or P.
    pub sex: bool,
    /// The category, where the library tells none.
    pub category: bool,
}

impl PersonForm {
    /// The form of a person who does not exist yet.
    pub(super) fn blank(kept: &Kept) -> Self {
        let kind = PersonKind::from_code(&kept.jenis).unwrap_or(PersonKind::Peserta);
        Self {
            kind: kind.code().into(),
            library: kept.perpustakaan.clone(),
            agency_name: kept.instansi.clone(),
            province: kept.provinsi.clone(),
            ..Self::default()
        }
    }

    /// What the next person's form keeps.
    pub(super) fn kept(&self) -> Kept {
        Kept {
            lanjut: "ya".into(),
            jenis: self.kind.clone(),
            perpustakaan: self.library.clone(),
            instansi: if self.library.is_empty() { self.agency_name.clone() } else { String::new() },
            provinsi: self.province.clone(),
        }
    }

    /// The form of a person as they stand.
    pub(super) fn of(person: &Person) -> Self {
        Self {
            province: person.province.to_string(),
            full_name: person.full_name.clone(),
            title_prefix: person.title_prefix.clone(),
            title_suffix: person.title_suffix.clone(),
            honorific: person.honorific.clone(),
            sex: person.sex.clone(),
            kind: person.kind.code().into(),
            category: person.category.map(|category| category.code().to_owned()).unwrap_or_default(),
            library: person.library.map(|library| library.to_string()).unwrap_or_default(),
            agency_name: if person.library.is_some() { String::new() } else { person.agency_name.clone() },
            delegation_role: person.delegation_role.clone(),
            job_title: person.job_title.clone(),
            rank: person.rank.clone(),
            trainer_kind: person.trainer_kind.map(|kind| kind.code().to_owned()).unwrap_or_default(),
            phone: names::phone_for_people(&person.phone),
            email: person.email.clone(),
            nip: names::nip_for_people(&person.nip),
            note: person.note.clone(),
            version: person.version.to_string(),
            save_anyway: String::new(),
            next: String::new(),
        }
    }

    /// Whether one of the fields that are folded away has something in it.
    pub(super) fn has_more(&self) -> bool {
        [
            &self.title_prefix,
            &self.title_suffix,
            &self.honorific,
            &self.delegation_role,
            &self.job_title,
            &self.rank,
            &self.email,
            &self.nip,
            &self.note,
            &self.trainer_kind,
        ]
        .iter()
        .any(|field| !field.trim().is_empty())
    }

    /// The command, or what is wrong.
    pub(super) fn parse(&self, scene: &Scene) -> Result<PersonPlan, Vec<Problem>> {
        self.read(scene, Asks { sex: true, category: true })
    }

    /// The same, where L/P or a peserta's category may be left open.
    pub(in crate::features::registration) fn read(
        &self,
        scene: &Scene,
        asks: Asks,
    ) -> Result<PersonPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let (title_prefix, full_name, title_suffix) = self.name(&mut problems);
        let kind = problems.choice("kind", &self.kind, "jenis", PersonKind::from_code);
        let is_peserta = kind == Some(PersonKind::Peserta);
        let province = province(&mut problems, &self.province, scene);
        let library = library(&mut problems, &self.library, province.as_ref(), scene);
        let category = if is_peserta { category(&mut problems, self, library, scene, asks) } else { None };
        let trainer_kind =
            TrainerKind::from_code(&self.trainer_kind).filter(|_| kind == Some(PersonKind::Fasilitator));
        if !["", "Bapak", "Ibu"].contains(&self.honorific.as_str()) {
            problems.add("honorific", "Pilih sapaan dari daftar.");
        }
        let sex = sex(&mut problems, "sex", &self.sex, is_peserta && asks.sex);
        let contact = TypedContact { phone: &self.phone, email: &self.email, nip: &self.nip };
        let contact = contact.parse(&mut problems);
        let agency_name = problems.optional("agency_name", &self.agency_name, "nama instansi", 200);
        let delegation_role = problems.optional("delegation_role", &self.delegation_role, "peran", 80);
        let job_title = problems.optional("job_title", &self.job_title, "jabatan", 160);
        let rank = problems.optional("rank", &self.rank, "pangkat dan golongan", 80);
        let note = problems.lines("note", &self.note, "catatan", 500);
        if is_peserta && self.library.trim().is_empty() && agency_name.is_empty() {
            problems.add("library", "Pilih perpustakaan, atau tulis nama instansinya.");
        }
        let (Some(kind), Some(province)) = (kind, province) else { return problems.into_result(None) };
        problems.into_result(Some(PersonPlan {
            category,
            library,
            agency_name: if library.is_some() { String::new() } else { agency_name },
            title_prefix,
            title_suffix,
            honorific: self.honorific.clone(),
            sex,
            delegation_role,
            job_title,
            rank,
            trainer_kind,
            note,
            contact,
            ..PersonPlan::new(province, kind, full_name)
        }))
    }

    /// Prefix, name and suffix. Titles typed into the name go where they belong, if nothing stands there yet.
    fn name(&self, problems: &mut Problems) -> (String, String, String) {
        let typed = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        let prefix = problems.optional("title_prefix", &self.title_prefix, "gelar depan", 40);
        let suffix = problems.optional("title_suffix", &self.title_suffix, "gelar belakang", 80);
        let found = TypedName::parse(&typed);
        let fits = (found.prefix.is_empty() || prefix.is_empty())
            && (found.suffix.is_empty() || suffix.is_empty())
            && found.prefix.chars().count() <= 40
            && found.suffix.chars().count() <= 80;
        if fits {
            (prefix + found.prefix.as_str(), found.name, suffix + found.suffix.as_str())
        } else {
            (prefix, typed, suffix)
        }
    }
}

/// A guest's people are the guest's; a host says whose they are.
fn province(problems: &mut Problems, typed: &str, scene: &Scene) -> Option<ProvinceCode> {
    if !scene.chooses_province() || typed.trim().is_empty() {
        return Some(scene.own.clone());
    }
    problems.choice("province", typed, "provinsi", |code| {
        scene
            .provinces
            .iter()
            .find(|province| province.code.as_str() == code)
            .map(|province| province.code.clone())
    })
}

/// Only one's own libraries can be chosen, and the one that stands there already.
fn library(
    problems: &mut Problems,
    typed: &str,
    province: Option<&ProvinceCode>,
    scene: &Scene,
) -> Option<LibraryId> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let id = typed.parse::<LibraryId>().ok();
    if let Some((kept, kept_province, _)) = &scene.kept
        && id == Some(*kept)
        && province == Some(kept_province)
    {
        return id;
    }
    let own = id.filter(|id| scene.libraries.iter().any(|library| library.id == *id));
    if own.is_none() {
        problems.add(
            "library",
            "Perpustakaan ini tidak ada dalam daftar Anda. Pilih dari daftar, atau tulis nama instansinya.",
        );
    } else if province != Some(&scene.own) {
        problems.add(
            "library",
            "Daftar ini berisi perpustakaan provinsi Anda. Untuk peserta provinsi lain, kosongkan lalu tulis nama instansinya.",
        );
    }
    own
}

/// The category that was chosen, else the usual one of the library, else what the agency's name tells.
fn category(
    problems: &mut Problems,
    typed: &PersonForm,
    library: Option<LibraryId>,
    scene: &Scene,
    asks: Asks,
) -> Option<Category> {
    if typed.category.trim().is_empty() {
        let usual = library
            .and_then(|id| scene.libraries.iter().find(|library| library.id == id))
            .and_then(|library| usual_category(library.kind, library.is_champion))
            .or_else(|| category_of_agency(&typed.agency_name).filter(|_| library.is_none()));
        if usual.is_none() && asks.category {
            problems.add("category", "Pilih kategori peserta.");
        }
        return usual;
    }
    problems.choice("category", &typed.category, "kategori peserta", Category::from_code)
}

/// `L` or `P`, asked and never derived.
pub(in crate::features::registration) fn sex(
    problems: &mut Problems,
    field: &'static str,
    typed: &str,
    is_needed: bool,
) -> String {
    match typed.trim() {
        known @ ("L" | "P") => known.to_owned(),
        "" if !is_needed => String::new(),
        _ => {
            problems.add(field, "Pilih laki-laki atau perempuan.");
            String::new()
        }
    }
}

/// Telephone, e-mail and NIP as typed.
#[derive(Clone, Copy, Debug)]
pub(in crate::features::registration) struct TypedContact<'a> {
    pub phone: &'a str,
    pub email: &'a str,
    pub nip: &'a str,
}

impl TypedContact<'_> {
    /// What can be kept; what cannot gets a sentence. People who are not civil servants have no NIP, and say so.
    pub(in crate::features::registration) fn parse(self, problems: &mut Problems) -> Contact {
        let nip = match self.nip.trim().to_lowercase().as_str() {
            "-" | "non-asn" | "non asn" | "bukan asn" | "tidak ada" => "",
            _ => self.nip,
        };
        Contact {
            phone: problems.parsed("phone", self.phone, names::phone),
            email: problems.parsed("email", self.email, email),
            nip: problems.parsed("nip", nip, names::nip),
        }
    }
}

/// An address that mail could be sent to.
pub(in crate::features::registration) fn email(typed: &str) -> Result<String, &'static str> {
    let is_address = typed.len() <= 200
        && typed.chars().all(|c| !c.is_whitespace() && !c.is_control())
        && typed.split_once('@').is_some_and(|(box_, host)| {
            !box_.is_empty()
                && !host.contains('@')
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
        });
    if is_address {
        Ok(typed.to_lowercase())
    } else {
        Err("Alamat surel ditulis seperti nama@contoh.go.id. Kosongkan bila tidak ada.")
    }
}

/// Somebody who comes instead of a person: three fields, the rest is taken over.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SubstituteForm {
    pub full_name: String,
    pub sex: String,
    pub phone: String,
    #[serde(skip_serializing)]
    pub save_anyway: String,
}

impl SubstituteForm {
    /// The command, or what is wrong.
    pub(super) fn parse(&self, first: &Person) -> Result<PersonPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let typed = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        let name = TypedName::parse(&typed);
        let sex = sex(&mut problems, "sex", &self.sex, first.kind == PersonKind::Peserta);
        let contact = TypedContact { phone: &self.phone, email: "", nip: "" }.parse(&mut problems);
        problems.into_result(Some(PersonPlan {
            category: first.category,
            library: first.library,
            agency_name: first.agency_name.clone(),
            title_prefix: name.prefix.chars().take(40).collect(),
            title_suffix: name.suffix.chars().take(80).collect(),
            sex,
            delegation_role: first.delegation_role.clone(),
            trainer_kind: first.trainer_kind,
            status: Status::Registered,
            entry: Entry::Substitute,
            replaces: Some(first.id),
            contact,
            ..PersonPlan::new(first.province.clone(), first.kind, name.name)
        }))
    }
}

impl PeopleFilter {
    /// The filter as the list's statement takes it; what no list offers asks for nothing.
    pub(super) fn wanted(&self) -> Wanted {
        let statuses: Vec<Status> = match (self.status.as_str(), Status::from_code(&self.status)) {
            ("semua", _) => Status::listed().collect(),
            (_, Some(status)) if status != Status::Merged => vec![status],
            _ => Status::listed().filter(|status| status.counts()).collect(),
        };
        Wanted {
            words: text::words(&self.cari),
            kind: PersonKind::from_code(&self.jenis).map(|k| k.code().to_owned()).unwrap_or_default(),
            category: Category::from_code(&self.kategori).map(|c| c.code().to_owned()).unwrap_or_default(),
            province: self.provinsi.clone(),
            statuses: statuses.into_iter().map(|status| status.code().to_owned()).collect(),
            import: self.impor.parse().ok(),
            sort: self.urut.clone(),
        }
    }

    /// Reads the query of the list's URL; what it does not know counts as not given.
    pub(in crate::features::registration) fn read(query: &str) -> Self {
        serde_html_form::from_str(query).unwrap_or_default()
    }

    /// Whether the list is searched or filtered.
    pub(in crate::features::registration) fn is_active(&self) -> bool {
        [&self.cari, &self.jenis, &self.kategori, &self.provinsi, &self.status, &self.impor]
            .iter()
            .any(|field| !field.is_empty())
    }

    /// The search as it can be kept: without the page. Empty when nothing is asked for.
    pub(in crate::features::registration) fn query(&self) -> String {
        if !self.is_active() {
            return String::new();
        }
        address("", self, &[]).trim_start_matches('?').to_owned()
    }

    /// The list as it is filtered.
    pub(in crate::features::registration) fn address(&self, list: &str) -> String {
        address(list, self, &[("halaman", &self.halaman)])
    }

    /// Everybody whom it finds, in its order.
    pub(in crate::features::registration) async fn people(
        &self,
        conn: &mut sqlx::PgConnection,
        event: EventId,
    ) -> sqlx::Result<Vec<Person>> {
        super::sql::found(conn, event, &self.wanted()).await
    }
}

/// People chosen in the list, and what the list was filtered by.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChosenForm {
    /// Their ids.
    pub who: Vec<String>,
    /// The query of the list's URL.
    pub filter: String,
}

impl ChosenForm {
    /// The people, each once; at most a page of the list.
    pub fn people(&self) -> Vec<ParticipantId> {
        let mut people: Vec<ParticipantId> = self.who.iter().filter_map(|id| id.parse().ok()).collect();
        people.sort();
        people.dedup();
        people.truncate(100);
        people
    }

    /// The list as it was filtered.
    pub fn back(&self, list: &str) -> String {
        PeopleFilter::read(&self.filter).address(list)
    }
}

/// What the list is searched, filtered and sorted by, as the URL says it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PeopleFilter {
    /// Words of a name or an agency.
    pub cari: String,
    /// A kind's code.
    pub jenis: String,
    /// A category's code.
    pub kategori: String,
    /// A province's code.
    pub provinsi: String,
    /// A status's code, `semua`, or nothing for those who hold a place.
    pub status: String,
    /// The id of the import that they came by.
    pub impor: String,
    /// `nama`, `instansi`, `kategori`, `status`, `terbaru` or `terlama`.
    pub urut: String,
    /// The page, from 1.
    pub halaman: String,
}
