//! A row of the sheet as a person: what the cells mean, cleaned of what spreadsheets and letters do to them.

use std::collections::BTreeMap;

use super::columns::{Column, key};
use crate::{
    db::scope::ProvinceCode,
    features::registration::{
        libraries::{Choosable, Named, SEVERAL, did_you_mean, named},
        people::{
            Asks, Category, PersonForm, PersonKind, PersonPlan, Scene, category_of_agency, usual_category,
        },
    },
};

/// The cells of a row by their meaning.
pub type Cells = BTreeMap<Column, String>;

/// What rows have in common, and what they are where they do not say it.
pub struct Frame {
    /// Whose people they are.
    pub province: ProvinceCode,
    /// As what they come.
    pub kind: PersonKind,
    /// The category of peserta whose library tells none.
    pub category: Option<Category>,
}

/// A sentence beside a cell.
pub type Said = (Column, String);

/// A row that was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The cells as they were understood, to be shown and compared.
    pub shown: Cells,
    /// The person, unless something is wrong.
    pub plan: Option<PersonPlan>,
    /// What is wrong.
    pub problems: Vec<Said>,
    /// What is wrong only if it is somebody new: who is there has it already.
    pub lacks: Vec<Said>,
    /// What was left out or taken otherwise than it stands there.
    pub notes: Vec<Said>,
}

/// Reads a row.
pub fn read(cells: &Cells, frame: &Frame, scene: &Scene) -> Read {
    let mut reader = Reader { cells, out: Read::default() };
    let mut form = PersonForm { province: frame.province.to_string(), ..PersonForm::default() };
    let (honorific, name) = reader.name();
    form.full_name = name;
    form.honorific = honorific.to_owned();
    form.title_prefix = reader.text(Column::TitlePrefix);
    form.title_suffix = reader.text(Column::TitleSuffix);
    form.sex = reader.sex();
    let kind = reader.kind(frame.kind);
    kind.code().clone_into(&mut form.kind);
    form.delegation_role = reader.text(Column::DelegationRole);
    form.job_title = reader.text(Column::JobTitle);
    form.rank = reader.text(Column::Rank);
    form.nip = reader.nip();
    form.phone = reader.phone();
    form.email = reader.blank_if_dash(Column::Email);
    form.note = reader.text(Column::Note);
    let agency = reader.text(Column::Agency);
    let library = if frame.province == scene.own {
        reader.library(&agency, scene, kind == PersonKind::Peserta && frame.category.is_none())
    } else {
        None
    };
    match library {
        Some(library) => form.library = library.id.to_string(),
        None => form.agency_name = agency,
    }
    if kind == PersonKind::Peserta {
        let of_library = library.and_then(|library| usual_category(library.kind, library.is_champion));
        let of_agency = || category_of_agency(&form.agency_name);
        let category = reader.category(scene).or(of_library).or(frame.category).or_else(of_agency);
        form.category = category.map(|category| category.code().to_owned()).unwrap_or_default();
    }
    let mut out = reader.out;
    match form.read(scene, Asks { sex: false, category: false }) {
        Ok(plan) => {
            let agency_name =
                library.map_or_else(|| plan.agency_name.clone(), |library| library.name.clone());
            if kind == PersonKind::Peserta && plan.category.is_none() && out.lacks.is_empty() {
                out.lacks.push((Column::Category, "Pilih kategori peserta.".into()));
            }
            out.plan = out.problems.is_empty().then_some(PersonPlan { agency_name, ..plan });
        }
        Err(problems) => out.problems.extend(problems.into_iter().map(|problem| {
            let column = match problem.field {
                "library" | "agency_name" => Column::Agency,
                field => Column::from_code(field).unwrap_or(Column::FullName),
            };
            let sentence =
                if problem.field == "library" && form.agency_name.is_empty() && form.library.is_empty() {
                    "Tulis perpustakaan atau instansinya.".into()
                } else {
                    problem.sentence
                };
            (column, sentence)
        })),
    }
    let mut said = Vec::new();
    out.problems.retain(|(column, _)| {
        let is_first = !said.contains(column);
        said.push(*column);
        is_first
    });
    out
}

struct Reader<'c> {
    cells: &'c Cells,
    out: Read,
}

impl Reader<'_> {
    /// The cell, shown as it stands. A formula that broke is no text.
    fn text(&mut self, column: Column) -> String {
        let cell = self.cells.get(&column).cloned().unwrap_or_default();
        if ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"].contains(&cell.as_str()) {
            let sentence = format!("Rumus di sel ini rusak ({cell}). Ketik isinya, atau kosongkan.");
            self.out.problems.push((column, sentence));
        }
        if !cell.is_empty() {
            self.out.shown.insert(column, cell.clone());
        }
        cell
    }

    fn note(&mut self, column: Column, sentence: impl Into<String>) {
        self.out.notes.push((column, sentence.into()));
    }

    fn blank_if_dash(&mut self, column: Column) -> String {
        let cell = self.text(column);
        if cell.chars().any(char::is_alphanumeric) { cell } else { String::new() }
    }

    /// The name without its number in the list, and the way of address that stood before it.
    fn name(&mut self) -> (&'static str, String) {
        let cell = self.text(Column::FullName);
        let numbered = cell.split_once(['.', ')']).filter(|(number, rest)| {
            !number.is_empty()
                && number.len() <= 4
                && number.bytes().all(|b| b.is_ascii_digit())
                && !rest.is_empty()
        });
        let name = numbered.map_or(cell.as_str(), |(_, rest)| rest.trim());
        let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
        let honorific = match first.trim_end_matches(['.', ',']).to_lowercase().as_str() {
            "sdr" | "sdri" | "saudara" | "saudari" => "",
            "bapak" | "bpk" | "bp" => "Bapak",
            "ibu" | "ny" | "nyonya" => "Ibu",
            _ => return ("", name.to_owned()),
        };
        if rest.is_empty() { ("", name.to_owned()) } else { (honorific, rest.trim().to_owned()) }
    }

    fn sex(&mut self) -> String {
        let cell = self.text(Column::Sex);
        match key(&cell).as_str() {
            "" => String::new(),
            "l" | "lk" | "laki" | "laki laki" | "pria" | "male" | "m" => "L".into(),
            "p" | "pr" | "perempuan" | "wanita" | "female" | "f" | "w" => "P".into(),
            _ => {
                self.out.problems.push((Column::Sex, "Tulis L atau P.".into()));
                String::new()
            }
        }
    }

    fn kind(&mut self, usual: PersonKind) -> PersonKind {
        let cell = self.text(Column::Kind);
        let typed = key(&cell);
        if typed.is_empty() {
            return usual;
        }
        let known =
            PersonKind::ALL.iter().find(|kind| typed == kind.code() || typed.starts_with(kind.code()));
        if known.is_none() {
            let sentence = "Tulis peserta, fasilitator, narasumber, panitia, pejabat, atau konsultan.";
            self.out.problems.push((Column::Kind, sentence.into()));
        }
        known.copied().unwrap_or(usual)
    }

    /// A NIP. What a spreadsheet kept as a number has lost its last digits, so that nobody can tell it any more.
    fn nip(&mut self) -> String {
        let cell = self.text(Column::Nip);
        let digits = cell.trim_start_matches('\'');
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let damaged =
            digits.to_uppercase().replace(',', ".").split_once("E+").is_some_and(|(mantissa, power)| {
                is_number(power) && is_number(&mantissa.replacen('.', "", 1))
            });
        if damaged {
            let sentence = format!(
                "NIP rusak karena disimpan sebagai angka ({cell}); masuk tanpa NIP bila tidak diketik ulang."
            );
            self.note(Column::Nip, sentence);
            return String::new();
        }
        if cell.bytes().any(|b| b.is_ascii_digit()) { digits.to_owned() } else { String::new() }
    }

    /// The first of the numbers that stand there; a spreadsheet takes the 0 away that a number begins with.
    fn phone(&mut self) -> String {
        let cell = self.text(Column::Phone);
        let cell = cell.trim_start_matches('\'');
        let several: Vec<&str> = cell
            .split(['/', ';', ',', '|', '&'])
            .flat_map(|part| part.split(" atau "))
            .flat_map(|part| part.split(" dan "))
            .map(str::trim)
            .filter(|part| part.bytes().any(|b| b.is_ascii_digit()))
            .collect();
        let Some(first) = several.first() else {
            if cell.chars().any(char::is_alphanumeric) {
                self.note(Column::Phone, format!("“{cell}” bukan nomor; masuk tanpa nomor."));
            }
            return String::new();
        };
        if let [_, others @ ..] = several.as_slice()
            && !others.is_empty()
        {
            self.note(
                Column::Phone,
                format!("Nomor pertama yang dipakai; {} tidak ikut.", others.join(", ")),
            );
        }
        let lost_its_zero = first.len() >= 8
            && first.bytes().all(|b| b.is_ascii_digit())
            && !["0", "62"].iter().any(|start| first.starts_with(start));
        if lost_its_zero { format!("0{first}") } else { (*first).to_owned() }
    }

    /// The library of this name. One that is almost a library's is asked about where the category has to follow from it.
    fn library<'l>(&mut self, agency: &str, scene: &'l Scene, asks: bool) -> Option<&'l Choosable> {
        match named(&scene.libraries, agency) {
            Named::One(library) => return Some(library),
            Named::Several => self.out.problems.push((Column::Agency, SEVERAL.into())),
            Named::Nobody(Some(closest)) if asks && !self.cells.contains_key(&Column::Category) => {
                self.out.lacks.push((Column::Agency, did_you_mean(closest)));
            }
            Named::Nobody(_) => {}
        }
        None
    }

    /// The category that the cell names, in the edition's words or ours.
    fn category(&mut self, scene: &Scene) -> Option<Category> {
        let cell = self.text(Column::Category);
        let typed = key(&cell);
        if typed.is_empty() {
            return None;
        }
        let means = |category: &&Category| {
            [key(&scene.category_label(**category)), key(category.label()), key(category.code())]
                .contains(&typed)
        };
        let found = Category::ALL.iter().find(means).copied();
        if found.is_none() {
            self.out
                .problems
                .push((Column::Category, "Kategori ini tidak ada dalam edisi; pilih dari daftar.".into()));
        }
        found
    }
}
