//! What a row is: a new library, a change of one that is there, nothing new, a question, or a mistake.

use std::collections::HashMap;

use super::{
    columns::Column,
    row::{Cells, Read},
    sql::Standing,
};
use crate::{
    features::registration::{
        import::{Answer, Verdict},
        libraries::{LibraryKind, LibraryPlan},
    },
    kernel::{
        ids::LibraryId,
        names,
        text::{compact, likeness},
    },
};

/// Names so alike, in one kabupaten or kota, are asked about.
const ALIKE: f64 = 0.85;

/// What would be done with a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// A library is added.
    Add(Box<LibraryPlan>),
    /// A library that stands at this version is changed.
    Change(LibraryId, i32, Box<LibraryPlan>),
}

/// A cell that changes something: which, from what, to what.
pub type Difference = (Column, String, String);

/// A row that was judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// As the spreadsheet numbers it.
    pub number: i32,
    /// What it was read as.
    pub read: Read,
    /// What it is.
    pub verdict: Verdict,
    /// Why it is asked about.
    pub reasons: Vec<String>,
    /// Which library it may be.
    pub candidate: Option<String>,
    /// What it changes.
    pub differences: Vec<Difference>,
    /// What the office answered.
    pub answer: Option<Answer>,
    /// What would be done.
    pub deed: Option<Deed>,
}

/// The libraries that are there, by what tells them.
struct Known<'s> {
    all: &'s [Standing],
    by_name: HashMap<String, Vec<usize>>,
    by_sim: HashMap<&'s str, usize>,
    by_region: HashMap<&'s str, Vec<usize>>,
}

enum Match<'s> {
    Surely(&'s Standing),
    Perhaps(&'s Standing, String),
    Nobody,
}

impl<'s> Known<'s> {
    fn new(all: &'s [Standing]) -> Self {
        let mut known =
            Self { all, by_name: HashMap::new(), by_sim: HashMap::new(), by_region: HashMap::new() };
        for (at, library) in all.iter().enumerate() {
            known.by_name.entry(compact(&library.plan.name)).or_default().push(at);
            known.by_region.entry(&library.plan.region_code).or_default().push(at);
            if !library.plan.sim_code.is_empty() {
                known.by_sim.entry(&library.plan.sim_code).or_insert(at);
            }
        }
        known
    }

    fn find(&self, plan: &LibraryPlan) -> Match<'s> {
        if let Some(one) = self.by_sim.get(plan.sim_code.as_str()).and_then(|at| self.all.get(*at)) {
            return Match::Surely(one);
        }
        let named: Vec<&Standing> = self
            .by_name
            .get(&compact(&plan.name))
            .into_iter()
            .flatten()
            .filter_map(|at| self.all.get(*at))
            .collect();
        let here: Vec<&Standing> =
            named.iter().copied().filter(|one| one.plan.region_code == plan.region_code).collect();
        match (here.as_slice(), named.as_slice()) {
            ([one], _) => return Match::Surely(one),
            // One of the two does not say where it lies, or says it less closely.
            ([], [one]) if lies_along(&one.plan.region_code, &plan.region_code) => return Match::Surely(one),
            ([], [one, ..]) if plan.region_code.is_empty() => {
                return Match::Perhaps(
                    one,
                    "nama ini dipakai beberapa perpustakaan; tulis wilayahnya".into(),
                );
            }
            _ => {}
        }
        let is_village = plan.kind == LibraryKind::VillageLibrary && plan.region_code.len() == 13;
        let same_village = self.by_region.get(plan.region_code.as_str()).into_iter().flatten();
        if let Some(one) = same_village
            .filter_map(|at| self.all.get(*at))
            .find(|one| is_village && one.plan.kind == LibraryKind::VillageLibrary)
        {
            return Match::Perhaps(one, format!("di desa yang sama sudah ada {}", one.plan.name));
        }
        let regency = plan.region_code.get(..5).unwrap_or_default();
        let alike = self.all.iter().filter(|one| {
            one.plan.kind == plan.kind
                && one.plan.region_code.starts_with(regency)
                && likeness(&one.plan.name, &plan.name) >= ALIKE
                && !(one.plan.region_code.len() == 13 && is_village)
        });
        match alike.clone().next() {
            Some(one) => Match::Perhaps(one, format!("namanya mirip {}", one.plan.name)),
            None => Match::Nobody,
        }
    }
}

/// Whether one region lies in the other, or one of them is not said.
fn lies_along(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Judges every row against the libraries that are there and the rows above it.
pub fn judge(rows: Vec<(i32, Read, Option<Answer>)>, standing: &[Standing]) -> Vec<Judged> {
    let known = Known::new(standing);
    let mut above: HashMap<(String, String), i32> = HashMap::new();
    let mut claimed: HashMap<LibraryId, i32> = HashMap::new();
    rows.into_iter()
        .map(|(number, read, answer)| judge_one((number, read, answer), &known, &mut above, &mut claimed))
        .collect()
}

fn judge_one(
    (number, read, answer): (i32, Read, Option<Answer>),
    known: &Known<'_>,
    above: &mut HashMap<(String, String), i32>,
    claimed: &mut HashMap<LibraryId, i32>,
) -> Judged {
    let mut out = Judged {
        number,
        read,
        verdict: Verdict::Skipped,
        reasons: Vec::new(),
        candidate: None,
        differences: Vec::new(),
        answer,
        deed: None,
    };
    if answer == Some(Answer::Skip) {
        return out;
    }
    let Some(plan) = out.read.plan.clone() else {
        out.verdict = Verdict::Wrong;
        return out;
    };
    let place = (compact(&plan.name), plan.region_code.clone());
    let first = *above.entry(place).or_insert(number);
    if first != number {
        out.reasons.push(format!("sama dengan baris {first}"));
    }
    let (found, is_sure) = match known.find(&plan) {
        Match::Surely(one) => (Some(one), true),
        Match::Perhaps(one, reason) => {
            out.reasons.push(reason);
            (Some(one), false)
        }
        Match::Nobody => (None, true),
    };
    out.candidate = found.map(|one| one.plan.name.clone());
    if let Some(row) = found.and_then(|one| claimed.get(&one.id)) {
        out.reasons.push(format!("baris {row} sudah mengenai perpustakaan yang sama"));
    }
    let takes = match answer {
        None if !out.reasons.is_empty() => {
            out.verdict = Verdict::Asked;
            return out;
        }
        Some(Answer::New) => None,
        Some(_) => found.filter(|one| !claimed.contains_key(&one.id)),
        None => found.filter(|_| is_sure),
    };
    match takes {
        Some(one) => {
            let (changed, differences) = merged(one, &plan, &out.read.cells);
            out.differences = differences;
            claimed.insert(one.id, number);
            out.verdict = if out.differences.is_empty() {
                Verdict::Same
            } else {
                out.deed = Some(Deed::Change(one.id, one.version, Box::new(changed)));
                Verdict::Changed
            };
        }
        // Two of one name in one region cannot be.
        None if first != number || (answer == Some(Answer::Same)) || is_taken(known, &plan) => {
            out.verdict = Verdict::Asked;
        }
        None => {
            out.verdict = Verdict::New;
            out.deed = Some(Deed::Add(Box::new(plan)));
        }
    }
    out
}

fn is_taken(known: &Known<'_>, plan: &LibraryPlan) -> bool {
    known.all.iter().any(|one| {
        one.plan.name.to_lowercase() == plan.name.to_lowercase() && one.plan.region_code == plan.region_code
    })
}

fn tick(ticked: bool) -> String {
    if ticked { "ya".into() } else { "tidak".into() }
}

/// The library with what the row says, and what that changes. Only cells that are not blank count.
fn merged(standing: &Standing, plan: &LibraryPlan, cells: &Cells) -> (LibraryPlan, Vec<Difference>) {
    let mut out = standing.plan.clone();
    let mut differences = Vec::new();
    let is_said = |column: Column| cells.contains_key(&column);
    let mut set = |column: Column, old: &mut String, new: &str| {
        let is_same = match column {
            Column::Note => old.split_whitespace().eq(new.split_whitespace()),
            _ => old == new,
        };
        if is_said(column) && !new.is_empty() && !is_same {
            let shown = |text: &str| match column {
                Column::PicPhone => names::phone_for_people(text),
                _ => text.to_owned(),
            };
            differences.push((column, shown(old), shown(new)));
            new.clone_into(old);
        }
    };
    set(Column::Name, &mut out.name, &plan.name);
    set(Column::AlsoKnownAs, &mut out.also_known_as, &plan.also_known_as);
    set(Column::AgencyName, &mut out.agency_name, &plan.agency_name);
    set(Column::UnitWord, &mut out.unit_word, &plan.unit_word);
    set(Column::PicName, &mut out.pic_name, &plan.pic_name);
    set(Column::PicPhone, &mut out.pic_phone, &plan.pic_phone);
    set(Column::SimCode, &mut out.sim_code, &plan.sim_code);
    set(Column::Note, &mut out.note, &plan.note);
    if is_said(Column::Kind) && plan.kind != out.kind {
        differences.push((Column::Kind, out.kind.label().into(), plan.kind.label().into()));
        out.kind = plan.kind;
    }
    // Less close than what is known says nothing new.
    if !plan.region_code.is_empty() && !out.region_code.starts_with(&plan.region_code) {
        differences.push((Column::RegionCode, out.region_code.clone(), plan.region_code.clone()));
        out.region_code.clone_from(&plan.region_code);
    }
    if plan.partner_since.is_some() && plan.partner_since != out.partner_since {
        let shown = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
        differences.push((Column::PartnerSince, shown(out.partner_since), shown(plan.partner_since)));
        out.partner_since = plan.partner_since;
    }
    if !plan.cohorts.is_empty() && plan.cohorts != out.cohorts {
        let shown = |years: &[i32]| years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        differences.push((Column::Cohorts, shown(&out.cohorts), shown(&plan.cohorts)));
        out.cohorts.clone_from(&plan.cohorts);
    }
    for (column, old, new) in [
        (Column::Bimtek, &mut out.bimtek_completed, plan.bimtek_completed),
        (Column::Champion, &mut out.is_champion, plan.is_champion),
    ] {
        if is_said(column) && *old != new {
            differences.push((column, tick(*old), tick(new)));
            *old = new;
        }
    }
    (out, differences)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::registration::directory::{places::Places, row};

    fn standing(name: &str, region: &str, sim: &str) -> Standing {
        let mut plan = LibraryPlan::new(LibraryKind::VillageLibrary, name);
        plan.region_code = region.into();
        plan.sim_code = sim.into();
        Standing { id: LibraryId::new(), version: 3, plan }
    }

    fn row(number: i32, cells: &[(Column, &str)]) -> (i32, Read, Option<Answer>) {
        let cells = cells.iter().map(|(column, cell)| (*column, (*cell).to_owned())).collect();
        (number, row::read(cells, &Places::new(Vec::new())), None)
    }

    #[test]
    fn rows_are_new_changed_the_same_asked_or_wrong() {
        let there =
            [standing("Perpustakaan Desa Kajen", "", "SIM-1"), standing("Perpustakaan Desa Loram", "", "")];
        let judged = judge(
            vec![
                row(2, &[(Column::Name, "PERPUSTAKAAN DESA KAJEN")]),
                row(3, &[(Column::Name, "Perpustakaan Desa Loram"), (Column::PicName, "Ninik")]),
                row(4, &[(Column::Name, "Perpustakaan Desa Baru")]),
                row(5, &[(Column::Name, "Perpustakaan Desa Baru")]),
                row(6, &[(Column::Name, "Perpustakaan Desa Lorem")]),
                row(7, &[(Column::Name, "Rumah Baca")]),
                row(8, &[(Column::Name, "Perpustakaan Desa Lain"), (Column::Bimtek, "mungkin")]),
            ],
            &there,
        );
        let verdicts: Vec<Verdict> = judged.iter().map(|row| row.verdict).collect();
        assert_eq!(
            verdicts,
            [
                Verdict::Changed,
                Verdict::Changed,
                Verdict::New,
                Verdict::Asked,
                Verdict::Asked,
                Verdict::Wrong,
                Verdict::Wrong
            ]
        );
        assert_eq!(judged[1].differences, [(Column::PicName, String::new(), "Ninik".into())]);
        assert_eq!(judged[3].reasons, ["sama dengan baris 4"]);
    }

    #[test]
    fn blank_cells_and_a_wider_region_change_nothing() {
        let mut one = standing("Perpustakaan Desa Kajen", "33.28.06.2004", "SIM-1");
        one.plan.bimtek_completed = true;
        let mut plan = LibraryPlan::new(LibraryKind::VillageLibrary, "Perpustakaan Desa Kajen");
        plan.region_code = "33.28".into();
        let cells = Cells::from([(Column::Name, plan.name.clone())]);
        assert_eq!(merged(&one, &plan, &cells), (one.plan.clone(), Vec::new()));
    }
}
