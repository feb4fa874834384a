//! What becomes of each row: somebody new, a change of somebody who is there, nothing, or a question.
//!
//! Who is the same person:
//! - the same NIP, or the same name at the same agency, or the same telephone with a name that sounds alike;
//! - the same name elsewhere, the same telephone under another name, a name that sounds alike at the same agency, or
//!   two rows of one file that look like one person: that is asked, and nothing is done before it is answered.
//!
//! A cell that is blank changes nothing. Rows are judged from the file and the list alone, so that the same file twice
//! changes nothing the second time.

use std::collections::{BTreeMap, HashMap};

use super::{
    columns::{Column, key},
    row::{Cells, Read, Said},
};
use crate::{
    features::registration::people::{Category, Person, PersonKind, PersonPlan, Scene},
    kernel::{ids::ParticipantId, names, text::compact},
};

crate::codes! {
    /// What a row was found to be.
    pub enum Verdict {
        /// Something is wrong in it.
        Wrong = "salah", "Perlu diperbaiki";
        /// It may be somebody who is there.
        Asked = "tanya", "Perlu dijawab";
        /// Somebody new.
        New = "baru", "Baru";
        /// It changes somebody who is there.
        Changed = "berubah", "Diperbarui";
        /// Everything in it is on the list already.
        Same = "sama", "Tidak berubah";
        /// Left out.
        Skipped = "dilewati", "Dilewati";
    }
}

impl Verdict {
    /// Whether somebody has to look at the row before it can be taken.
    pub const fn waits(self) -> bool {
        matches!(self, Self::Wrong | Self::Asked)
    }

    /// The colour of its meaning.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Wrong => "refused",
            Self::Asked => "late",
            Self::New => "done",
            Self::Changed => "way",
            Self::Same | Self::Skipped => "neutral",
        }
    }
}

crate::codes! {
    /// What the office answered about a row.
    pub enum Answer {
        /// Leave it out.
        Skip = "skip", "Lewati baris ini";
        /// It is somebody new.
        New = "new", "Orang lain, tambahkan";
        /// It is the person that was found.
        Same = "same", "Orang yang sama, perbarui";
    }
}

/// One row before it is judged.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// As the spreadsheet numbers it.
    pub number: i32,
    /// Whether the spreadsheet hides it.
    pub is_hidden: bool,
    /// How many cells of known columns have something in them.
    pub filled: usize,
    /// The row above whose agency this one takes over.
    pub agency_from: Option<i32>,
    /// What was read.
    pub read: Read,
    /// What the office answered.
    pub answer: Option<Answer>,
}

/// A change of one cell: the column, what it is, what it becomes.
pub type Difference = (Column, String, String);

/// A row with what becomes of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// As the spreadsheet numbers it.
    pub number: i32,
    /// What it was found to be.
    pub verdict: Verdict,
    /// Why it is asked about.
    pub reasons: Vec<String>,
    /// Whether it could be one person who is there, and whose name that is.
    pub candidate: Option<(ParticipantId, String)>,
    /// What would be changed.
    pub differences: Vec<Difference>,
    /// The row above whose agency this one takes over.
    pub agency_from: Option<i32>,
    /// What the row says.
    pub shown: Cells,
    /// What is wrong.
    pub problems: Vec<Said>,
    /// What was left out.
    pub notes: Vec<Said>,
    /// What the office answered.
    pub answer: Option<Answer>,
    /// What is to be done when the list is accepted.
    pub deed: Option<Deed>,
}

/// What accepting a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Registers somebody.
    Add(Box<PersonPlan>),
    /// Changes somebody who is still at this version: what they are, what they become.
    Change(ParticipantId, i32, Box<PersonPlan>, Box<PersonPlan>),
}

impl Deed {
    /// Whether it would make a peserta without a category.
    fn lacks_category(&self) -> bool {
        let (Self::Add(plan) | Self::Change(.., plan)) = self;
        plan.kind == PersonKind::Peserta && plan.category.is_none()
    }
}

/// The people who are there, found by what tells a person.
struct Known<'p> {
    people: &'p [Person],
    by_nip: HashMap<&'p str, Vec<usize>>,
    by_phone: HashMap<&'p str, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    by_sound: HashMap<(String, String), Vec<usize>>,
}

impl<'p> Known<'p> {
    fn new(people: &'p [Person]) -> Self {
        let mut known = Self {
            people,
            by_nip: HashMap::new(),
            by_phone: HashMap::new(),
            by_name: HashMap::new(),
            by_sound: HashMap::new(),
        };
        for (at, person) in people.iter().enumerate() {
            if !person.nip.is_empty() {
                known.by_nip.entry(&person.nip).or_default().push(at);
            }
            if !person.phone.is_empty() {
                known.by_phone.entry(&person.phone).or_default().push(at);
            }
            known.by_name.entry(name_key(&person.full_name)).or_default().push(at);
            let sound = (sounding(&person.full_name), key(&person.agency_name));
            known.by_sound.entry(sound).or_default().push(at);
        }
        known
    }

    fn all<Q: std::hash::Hash + Eq + ?Sized, K: std::hash::Hash + Eq + std::borrow::Borrow<Q>>(
        &self,
        map: &HashMap<K, Vec<usize>>,
        wanted: &Q,
    ) -> Vec<&'p Person> {
        map.get(wanted).into_iter().flatten().filter_map(|at| self.people.get(*at)).collect()
    }
}

/// How a name sounds without its titles.
fn sounding(name: &str) -> String {
    names::sounding(&names::bare(name))
}

fn name_key(name: &str) -> String {
    compact(name.split(',').next().unwrap_or_default())
}

/// Who the row's person is: surely somebody, perhaps somebody, or nobody who is there.
enum Found<'p> {
    Surely(&'p Person),
    Perhaps(Option<&'p Person>, Vec<String>),
    Nobody,
}

fn find<'p>(known: &Known<'p>, plan: &PersonPlan) -> Found<'p> {
    let said = |person: &Person| {
        let elsewhere = if person.province == plan.province { "" } else { ", utusan provinsi lain" };
        format!("{} ({}{elsewhere})", person.titled(), person.agency_name)
    };
    let ours = |person: &Person| person.province == plan.province;
    let (name, sound, agency) =
        (name_key(&plan.full_name), sounding(&plan.full_name), key(&plan.agency_name));
    let alike = |person: &&Person| sounding(&person.full_name) == sound;
    if !plan.contact.nip.is_empty() {
        match known.all(&known.by_nip, plan.contact.nip.as_str()).as_slice() {
            [one] if alike(one) && ours(one) => return Found::Surely(one),
            [] => {}
            [one, ..] => {
                let meant = Some(*one).filter(|one| ours(one));
                return Found::Perhaps(meant, vec![format!("NIP sama dengan {}", said(one))]);
            }
        }
    }
    let namesakes = known.all(&known.by_name, name.as_str());
    // Two different NIPs are two people.
    let other_nip = |person: &Person| {
        !plan.contact.nip.is_empty() && !person.nip.is_empty() && person.nip != plan.contact.nip
    };
    let here: Vec<&Person> = namesakes
        .iter()
        .copied()
        .filter(|p| ours(p) && key(&p.agency_name) == agency && !other_nip(p))
        .collect();
    match here.as_slice() {
        [one] => return Found::Surely(one),
        [] => {}
        [one, ..] => {
            return Found::Perhaps(
                None,
                vec![format!("ada {} orang bernama sama: {}", here.len(), said(one))],
            );
        }
    }
    let phones = if plan.contact.phone.is_empty() {
        Vec::new()
    } else {
        known.all(&known.by_phone, plan.contact.phone.as_str())
    };
    if let [one] = phones.as_slice()
        && alike(one)
        && ours(one)
        && !other_nip(one)
    {
        return Found::Surely(one);
    }
    let mut reasons: Vec<(&Person, String)> = Vec::new();
    reasons.extend(namesakes.iter().map(|p| (*p, format!("nama sama dengan {}", said(p)))));
    reasons.extend(phones.iter().map(|p| (*p, format!("nomor telepon sama dengan {}", said(p)))));
    if let Some(person) = known.all(&known.by_sound, &(sound, agency)).first() {
        reasons.push((person, format!("namanya mirip {}", said(person))));
    }
    match reasons.as_slice() {
        [] => Found::Nobody,
        [(one, _), rest @ ..] => {
            let is_one = rest.iter().all(|(other, _)| other.id == one.id);
            let mut sentences: Vec<String> = reasons.iter().map(|(_, sentence)| sentence.clone()).collect();
            sentences.truncate(3);
            Found::Perhaps((is_one && ours(one)).then_some(*one), sentences)
        }
    }
}

/// Judges every row against the people who are there and the rows above it.
pub fn judge(rows: Vec<Candidate>, people: &[Person], scene: &Scene) -> Vec<Judged> {
    let known = Known::new(people);
    let mut seen = Seen::default();
    rows.into_iter().map(|row| judge_one(row, &known, scene, &mut seen)).collect()
}

/// Whether a cell says what stands below lists instead of a name: who signs, sums, notes.
fn is_no_name(cell: &str) -> bool {
    const BELOW: [&str; 12] = [
        "mengetahui",
        "kepala dinas",
        "kepala bidang",
        "jumlah",
        "total",
        "ketua panitia",
        "tanda tangan",
        "nip",
        "pembina",
        "a n kepala",
        "catatan",
        "keterangan",
    ];
    let cell = key(cell);
    BELOW.iter().any(|words| cell == *words || cell.starts_with(&format!("{words} ")))
}

/// The row with what can be said of it alone, and the person it names.
fn unjudged(row: Candidate) -> (Judged, Option<PersonPlan>) {
    let mut reasons = Vec::new();
    // A heading of a section, or who signs below the list.
    if row.filled <= 1 {
        reasons.push("hanya satu sel yang terisi; mungkin judul atau tanda tangan".into());
    }
    if row.is_hidden {
        reasons.push("baris ini tersembunyi dalam berkasnya".into());
    }
    let Read { shown, plan, problems, lacks: _, notes } = row.read;
    if shown.get(&Column::FullName).is_some_and(|name| is_no_name(name)) {
        reasons.push("tampaknya bukan nama orang".into());
    }
    let judged = Judged {
        number: row.number,
        verdict: Verdict::Skipped,
        reasons,
        candidate: None,
        differences: Vec::new(),
        agency_from: row.agency_from,
        shown,
        problems,
        notes,
        answer: row.answer,
        deed: None,
    };
    (judged, plan)
}

fn judge_one(row: Candidate, known: &Known<'_>, scene: &Scene, seen: &mut Seen) -> Judged {
    let Candidate { filled, answer, .. } = row;
    let lacks = row.read.lacks.clone();
    let (mut out, plan) = unjudged(row);
    if answer == Some(Answer::Skip) {
        return out;
    }
    let Some(plan) = plan else {
        out.verdict = Verdict::Wrong;
        if filled <= 1 && answer.is_none() {
            // What a heading lacks as a person is told once it is said to be one.
            out.verdict = Verdict::Asked;
            out.problems.clear();
        }
        return out;
    };
    out.reasons.extend(seen.twin(&plan, out.number));
    let mut said = out.shown.clone();
    if out.agency_from.is_some() {
        said.remove(&Column::Agency);
    }
    let found = find(known, &plan);
    if let Found::Surely(person) = found
        && person.status.counts()
        && answer.is_none()
        && !seen.claimed.contains_key(&person.id)
        && merged(person, &plan, &said, scene).1.is_empty()
    {
        out.verdict = Verdict::Same;
        out.reasons.clear();
        seen.claim(person, out.number);
        return out;
    }
    let (person, is_sure) = whom(found, &plan, &mut out);
    out.candidate = person.map(|person| (person.id, person.titled()));
    let row_above = person.and_then(|person| seen.claimed.get(&person.id).copied());
    if let Some(row) = row_above {
        out.reasons.push(format!("baris {row} sudah mengenai orang yang sama"));
    }
    out.verdict = match (answer, person) {
        (None, _) if !out.reasons.is_empty() => Verdict::Asked,
        // One row of a list says who a person is.
        (Some(Answer::Same), _) if row_above.is_some() => Verdict::Asked,
        (Some(Answer::Same) | None, Some(person)) if is_sure || answer.is_some() => {
            let (changed, differences) = merged(person, &plan, &said, scene);
            out.differences = differences;
            seen.claim(person, out.number);
            if out.differences.is_empty() {
                Verdict::Same
            } else {
                let was = Box::new(standing(person));
                out.deed = Some(Deed::Change(person.id, person.version, was, Box::new(changed)));
                Verdict::Changed
            }
        }
        (Some(Answer::Same), None) => Verdict::Asked,
        _ => {
            out.deed = Some(Deed::Add(Box::new(plan)));
            Verdict::New
        }
    };
    if out.deed.as_ref().is_some_and(Deed::lacks_category) {
        out.deed = None;
        out.problems = lacks;
        out.verdict = Verdict::Wrong;
    }
    out
}

/// The person who may be changed by the row, and whether it is surely that one; what stands against it is told.
fn whom<'p>(found: Found<'p>, plan: &PersonPlan, out: &mut Judged) -> (Option<&'p Person>, bool) {
    let (person, is_sure) = match found {
        Found::Surely(person) => (Some(person), true),
        Found::Perhaps(person, reasons) => {
            out.reasons.extend(reasons);
            (person, false)
        }
        Found::Nobody => (None, true),
    };
    if let Some(other) = person.filter(|person| differs(&person.sex, &plan.sex)) {
        out.reasons.push(format!("L/P berbeda dari {}", other.titled()));
    }
    // Who is off the list comes back by their own page, and not by the way.
    let gone = person.filter(|person| !person.status.counts());
    if let Some(gone) = gone {
        let status = gone.status.label().to_lowercase();
        out.reasons.push(format!("{} {status}; kembalikan lewat datanya bila jadi datang", gone.titled()));
    }
    (person.filter(|_| gone.is_none()), is_sure)
}

/// Whether both are known and are not the same.
fn differs(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && one != other
}

/// Rows above in the same file, by what tells a person.
#[derive(Default)]
struct Seen {
    /// By sound and agency, with the name as it is written.
    names: HashMap<(String, String), (i32, String)>,
    nips: HashMap<String, i32>,
    phones: HashMap<String, i32>,
    /// People who are there already, and the first row about each.
    claimed: HashMap<ParticipantId, i32>,
}

impl Seen {
    fn claim(&mut self, person: &Person, number: i32) {
        self.claimed.entry(person.id).or_insert(number);
    }

    /// Which row above looks like the same person.
    fn twin(&mut self, plan: &PersonPlan, number: i32) -> Vec<String> {
        let (sound, name) = (sounding(&plan.full_name), name_key(&plan.full_name));
        let above = self.names.entry((sound, key(&plan.agency_name))).or_insert((number, name.clone()));
        let (same_name, sounds_alike) = match above {
            (row, _) if *row == number => (None, None),
            (row, written) if *written == name => (Some(*row), None),
            (row, _) => (None, Some(*row)),
        };
        let by = |map: &mut HashMap<String, i32>, text: &str| {
            if text.is_empty() {
                return None;
            }
            let first = *map.entry(text.to_owned()).or_insert(number);
            (first != number).then_some(first)
        };
        let same_nip = by(&mut self.nips, &plan.contact.nip);
        let same_phone = by(&mut self.phones, &plan.contact.phone);
        let mut out: BTreeMap<i32, Vec<&str>> = BTreeMap::new();
        for (row, what) in [
            (same_name, "nama"),
            (sounds_alike, "bunyi nama"),
            (same_nip, "NIP"),
            (same_phone, "nomor telepon"),
        ] {
            if let Some(row) = row {
                out.entry(row).or_default().push(what);
            }
        }
        out.into_iter()
            .map(|(row, what)| format!("{} sama dengan baris {row}", crate::kernel::text::list(&what)))
            .collect()
    }
}

/// The person as they stand, as a plan.
pub fn standing(person: &Person) -> PersonPlan {
    PersonPlan {
        category: person.category,
        library: person.library,
        agency_name: person.agency_name.clone(),
        title_prefix: person.title_prefix.clone(),
        title_suffix: person.title_suffix.clone(),
        honorific: person.honorific.clone(),
        sex: person.sex.clone(),
        delegation_role: person.delegation_role.clone(),
        job_title: person.job_title.clone(),
        rank: person.rank.clone(),
        trainer_kind: person.trainer_kind,
        note: person.note.clone(),
        contact: person.contact(),
        status: person.status,
        ..PersonPlan::new(person.province.clone(), person.kind, person.full_name.clone())
    }
}

/// The person with what the row says, and what that changes. Only cells that are not blank count.
fn merged(person: &Person, plan: &PersonPlan, said: &Cells, scene: &Scene) -> (PersonPlan, Vec<Difference>) {
    let mut out = standing(person);
    let mut differences = Vec::new();
    let mut set = |column: Column, old: &mut String, new: &str| {
        // Capitals and points are no change of a name; one note is not two because its lines were joined.
        let is_same = match column {
            Column::FullName | Column::TitlePrefix | Column::TitleSuffix => compact(old) == compact(new),
            Column::Note => old.split_whitespace().eq(new.split_whitespace()),
            _ => old == new,
        };
        if !new.is_empty() && !is_same {
            differences.push((column, old.clone(), new.to_owned()));
            new.clone_into(old);
        }
    };
    set(Column::FullName, &mut out.full_name, &plan.full_name);
    set(Column::TitlePrefix, &mut out.title_prefix, &plan.title_prefix);
    set(Column::TitleSuffix, &mut out.title_suffix, &plan.title_suffix);
    set(Column::Sex, &mut out.sex, &plan.sex);
    set(Column::DelegationRole, &mut out.delegation_role, &plan.delegation_role);
    set(Column::JobTitle, &mut out.job_title, &plan.job_title);
    set(Column::Rank, &mut out.rank, &plan.rank);
    set(Column::Nip, &mut out.contact.nip, &plan.contact.nip);
    set(Column::Phone, &mut out.contact.phone, &plan.contact.phone);
    set(Column::Email, &mut out.contact.email, &plan.contact.email);
    set(Column::Note, &mut out.note, &plan.note);
    if said.contains_key(&Column::Agency) && key(&plan.agency_name) != key(&out.agency_name) {
        differences.push((Column::Agency, out.agency_name.clone(), plan.agency_name.clone()));
        out.library = plan.library;
        out.agency_name.clone_from(&plan.agency_name);
    }
    if said.contains_key(&Column::Kind) && plan.kind != out.kind {
        differences.push((Column::Kind, out.kind.label().into(), plan.kind.label().into()));
        out.kind = plan.kind;
        out.category = plan.category;
    } else if said.contains_key(&Column::Category) && plan.category != out.category {
        let label =
            |category: Option<Category>| category.map(|c| scene.category_label(c)).unwrap_or_default();
        differences.push((Column::Category, label(out.category), label(plan.category)));
        out.category = plan.category;
    }
    (out, differences)
}
