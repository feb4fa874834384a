//! The form of a paper.

use serde::{Deserialize, Serialize};

use super::{
    choices::{Choices, KindCount, SheetOf, Signing},
    model::{BadgeSize, Letterhead, Order, PaperKind, RundownOf},
};
use crate::{
    db::scope::ProvinceCode,
    features::{registration::PersonKind, tenants::model::Paper},
    kernel::text,
    web::{
        form::{Problem, Problems},
        page::Choice,
    },
};

/// The most sheets in one file.
const MOST_SHEETS: usize = 60;
/// The most people in one file: as many badges take half a gigabyte while they are made.
pub(super) const MOST_PEOPLE: i64 = 1_000;
/// The most lines to sign on in one file.
pub(super) const MOST_LINES: i64 = 10_000;
/// All sessions of the event.
pub(super) const ALL_SESSIONS: &str = "semua";

/// A paper as chosen. What a kind of paper does not ask keeps what it was.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PaperForm {
    pub kinds: Vec<String>,
    pub province: String,
    pub order: String,
    pub letterhead: String,
    pub paper: String,
    pub signer: String,
    pub with_phone: String,
    pub badge_size: String,
    pub sheets: Vec<String>,
    pub blank_forms: String,
    pub rundown_of: String,
}

/// What can be chosen in this event.
pub(super) struct Offer {
    pub provinces: Vec<Choice>,
    pub signers: Vec<Choice>,
    pub sheets: Vec<Choice>,
    /// The sessions that a final list may be of, all of them first.
    pub sessions: Vec<Choice>,
    pub paper: Paper,
    /// Which agendas a rundown may be of; one is no choice.
    pub rundowns: Vec<Choice>,
    /// How many people there are to print.
    pub counts: Vec<KindCount>,
}

impl Offer {
    /// How many people there are of some kinds, of one province or of all.
    pub fn people(&self, kinds: &[PersonKind], province: Option<&ProvinceCode>) -> i64 {
        let counts = self.counts.iter().filter(|count| kinds.contains(&count.kind));
        counts.filter(|count| province.is_none_or(|wanted| *wanted == count.province)).map(|c| c.people).sum()
    }
}

impl PaperForm {
    /// What is usual for this kind of paper.
    pub fn usual(kind: PaperKind, offer: &Offer) -> Self {
        let kinds: &[PersonKind] = match kind {
            PaperKind::ParticipantList | PaperKind::AttendanceSheet | PaperKind::FinalAttendance => {
                &[PersonKind::Peserta]
            }
            PaperKind::TableSigns => &[PersonKind::Narasumber, PersonKind::Pejabat],
            PaperKind::Badges | PaperKind::Biodata => PersonKind::ALL,
            PaperKind::Rundown => &[],
        };
        Self {
            kinds: kinds.iter().map(|kind| kind.code().to_owned()).collect(),
            order: Order::Name.code().into(),
            letterhead: Letterhead::Province.code().into(),
            paper: offer.paper.code().into(),
            signer: offer
                .signers
                .first()
                .map_or_else(|| Signing::Blank.value(), |signer| signer.value.clone()),
            badge_size: BadgeSize::Large.code().into(),
            blank_forms: "0".into(),
            rundown_of: offer.rundowns.first().map(|first| first.value.clone()).unwrap_or_default(),
            sheets: sheets(kind),
            ..Self::default()
        }
    }

    /// What was chosen before, as far as it can still be chosen. Days and sessions are chosen anew.
    pub fn again(kind: PaperKind, choices: &Choices, offer: &Offer) -> Self {
        let signer = choices.signer.value();
        let is_offered = offer.signers.iter().any(|offered| offered.value == signer);
        Self {
            kinds: choices.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
            province: choices.province.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
            order: choices.order.code().into(),
            letterhead: choices.letterhead.code().into(),
            paper: choices.paper.code().into(),
            signer: if is_offered { signer } else { Signing::Blank.value() },
            with_phone: if choices.with_phone { "ya".into() } else { String::new() },
            badge_size: choices.badge_size.code().into(),
            sheets: sheets(kind),
            blank_forms: choices.blank_forms.to_string(),
            rundown_of: choices.rundown_of.code().into(),
        }
    }

    /// The command, or what is wrong.
    pub fn parse(&self, kind: PaperKind, offer: &Offer) -> Result<Choices, Vec<Problem>> {
        let mut problems = Problems::new();
        let kinds: Option<Vec<PersonKind>> =
            self.kinds.iter().map(|code| PersonKind::from_code(code)).collect();
        let kinds = kinds.unwrap_or_default();
        if kinds.is_empty() && kind.is_of_people() {
            problems.add("kinds", "Pilih paling sedikit satu: untuk siapa dokumen ini.");
        }
        let offered = |choices: &[Choice], value: &str| choices.iter().any(|choice| choice.value == value);
        let province = if self.province.is_empty() { None } else { ProvinceCode::parse(&self.province) };
        if !self.province.is_empty() && !offered(&offer.provinces, &self.province) {
            problems.add("province", "Pilih provinsi dari daftar.");
        }
        let people = offer.people(&kinds, province.as_ref());
        if people > MOST_PEOPLE {
            problems.add("kinds", too_many(people));
        }
        let order = if kind.is_of_people() {
            problems.choice("order", &self.order, "urutan", Order::from_code)
        } else {
            Some(Order::Name)
        };
        let paper = problems.choice("paper", &self.paper, "ukuran kertas", Paper::from_code);
        let letterhead = if kind.is_official() {
            problems.choice("letterhead", &self.letterhead, "kop surat", Letterhead::from_code)
        } else {
            Some(Letterhead::Province)
        };
        let signer = if kind.is_signed() {
            problems.choice("signer", &self.signer, "penanda tangan", |value| {
                Signing::parse(value).filter(|signing| {
                    !matches!(signing, Signing::Signer(_)) || offered(&offer.signers, value)
                })
            })
        } else {
            Some(Signing::Nobody)
        };
        let badge_size = self.badge_size(kind, &mut problems);
        let sheets = match kind {
            PaperKind::AttendanceSheet => self.sheets(&mut problems, offer, people),
            PaperKind::FinalAttendance => self.sessions(&mut problems, offer, people),
            _ => Vec::new(),
        };
        let blank_forms = if kind == PaperKind::Biodata {
            problems.number("blank_forms", &self.blank_forms, "jumlah formulir kosong", 0, 50)
        } else {
            Some(0)
        };
        let rundown_of = self.rundown_of(kind, &mut problems, offer);
        let choices = (|| {
            Some(Choices {
                kinds,
                province,
                order: order?,
                letterhead: letterhead?,
                paper: paper?,
                signer: signer?,
                with_phone: self.with_phone == "ya",
                badge_size: badge_size?,
                sheets,
                blank_forms: u8::try_from(blank_forms?).ok()?,
                rundown_of: rundown_of?,
            })
        })();
        problems.into_result(choices)
    }

    fn badge_size(&self, kind: PaperKind, problems: &mut Problems) -> Option<BadgeSize> {
        if kind == PaperKind::Badges {
            problems.choice("badge_size", &self.badge_size, "ukuran kartu", BadgeSize::from_code)
        } else {
            Some(BadgeSize::Large)
        }
    }

    /// Who has no choice prints what readers see.
    fn rundown_of(&self, kind: PaperKind, problems: &mut Problems, offer: &Offer) -> Option<RundownOf> {
        if kind == PaperKind::Rundown && offer.rundowns.len() > 1 {
            problems.choice("rundown_of", &self.rundown_of, "agenda", RundownOf::from_code)
        } else {
            Some(RundownOf::Published)
        }
    }

    /// The sessions of a final list; none for all of them.
    fn sessions(&self, problems: &mut Problems, offer: &Offer, people: i64) -> Vec<SheetOf> {
        let is_all = self.sheets.iter().any(|value| value == ALL_SESSIONS);
        let known = self.sheets.iter().all(|value| offer.sessions.iter().any(|one| one.value == *value));
        let chosen = if is_all { offer.sessions.len().saturating_sub(1) } else { self.sheets.len() };
        if self.sheets.is_empty() {
            problems.add("sheets", "Pilih seluruh kegiatan, atau paling sedikit satu sesi.");
        } else if !known {
            problems.add("sheets", "Ada sesi yang baru saja dihapus. Periksa lagi pilihannya.");
        } else if people.saturating_mul(i64::try_from(chosen).unwrap_or(i64::MAX)) > MOST_LINES {
            let sentence = "Terlalu banyak sesi untuk sebanyak ini orang. Buat dalam beberapa berkas.";
            problems.add("sheets", sentence);
        }
        if is_all {
            Vec::new()
        } else {
            self.sheets.iter().filter_map(|value| SheetOf::parse(value)).collect()
        }
    }

    fn sheets(&self, problems: &mut Problems, offer: &Offer, people: i64) -> Vec<SheetOf> {
        let known = self.sheets.iter().all(|value| offer.sheets.iter().any(|sheet| sheet.value == *value));
        if self.sheets.is_empty() {
            problems.add("sheets", "Pilih paling sedikit satu hari atau sesi.");
        } else if !known {
            problems.add("sheets", "Ada sesi yang baru saja dihapus. Periksa lagi pilihannya.");
        } else if self.sheets.len() > MOST_SHEETS {
            problems.add("sheets", format!("Pilih paling banyak {MOST_SHEETS} sekaligus."));
        } else if people.saturating_mul(i64::try_from(self.sheets.len()).unwrap_or(i64::MAX)) > MOST_LINES {
            let sentence = "Terlalu banyak lembar untuk sebanyak ini orang. Buat dalam beberapa berkas.";
            problems.add("sheets", sentence);
        }
        self.sheets.iter().filter_map(|value| SheetOf::parse(value)).collect()
    }
}

/// What is chosen of days and sessions before anybody chooses.
fn sheets(kind: PaperKind) -> Vec<String> {
    if kind == PaperKind::FinalAttendance { vec![ALL_SESSIONS.into()] } else { Vec::new() }
}

fn too_many(people: i64) -> String {
    format!(
        "Pilihan ini memuat {} orang, sedangkan satu berkas paling banyak {}. Pilih lebih sedikit.",
        text::number(people),
        text::number(MOST_PEOPLE)
    )
}
