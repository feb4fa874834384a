//! What is done with a list that comes as a spreadsheet: taken in, judged, accepted, taken back.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{
    columns::{Column, key},
    judge::{Answer, Candidate, Deed, Judged, Verdict, judge},
    row::{self, Frame},
    sheet::{self, Headings, Line},
    sql::{self, Import, NewImport, Row, Settled, State},
};
use crate::{
    audit::{self, Change, Hand, One},
    db::{Tx, scope::ProvinceCode},
    documents::Book,
    error::{Error, Result},
    features::registration::{
        KEPT,
        people::{Category, PersonKind, PersonPlan, Scene, everybody},
    },
    kernel::{
        clock::Clock,
        ids::{EventId, ImportId, ParticipantId},
    },
};

/// The most sheets of a file that are looked at.
const MOST_SHEETS: usize = 100;
/// The most lists of one event that wait to be accepted.
pub(super) const MOST_DRAFTS: i64 = 20;
/// The most people that one list brings.
pub const MOST_PEOPLE: usize = 5_000;
/// What this province's headings mean: as it was put right once, else as offices usually write them.
pub(super) struct Meanings(HashMap<String, Option<Column>>);

impl Meanings {
    /// The meanings of one office.
    pub(super) async fn load(tx: &mut Tx, province: &ProvinceCode) -> Result<Self> {
        let known = sql::meanings(tx, province).await?;
        Ok(Self(known.into_iter().map(|(heading, meaning)| (heading, Column::from_code(&meaning))).collect()))
    }

    /// What a heading means.
    pub(super) fn of(&self, heading: &str) -> Option<Column> {
        self.0.get(&short_key(heading)).copied().unwrap_or_else(|| Column::of_heading(heading))
    }
}

/// Keeps a file that was read, with a proposal for what its columns mean. Nobody is registered yet.
pub(super) async fn take_in(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (own, people_province): (&ProvinceCode, &ProvinceCode),
    kind: PersonKind,
    file_name: &str,
    book: Book,
) -> Result<ImportId> {
    let id = ImportId::new();
    let meanings = Meanings::load(tx, own).await?;
    let sheets: Vec<(String, bool, Vec<Line>)> = book
        .sheets
        .into_iter()
        .take(MOST_SHEETS)
        .map(|sheet| (sheet.name, sheet.is_hidden, sheet.rows.into_iter().map(Line::from).collect()))
        .collect();
    let headings: Vec<Headings> = sheets
        .iter()
        .map(|(.., lines)| sheet::find_headings(lines, |heading| meanings.of(heading)))
        .collect();
    // The sheet whose headings say most; hidden ones only when there is no other.
    let best = (0..sheets.len()).max_by_key(|at| {
        let is_shown = sheets.get(*at).is_some_and(|(_, is_hidden, lines)| !is_hidden && !lines.is_empty());
        let known = headings
            .get(*at)
            .map_or(0, |h| sheet::propose(h, |name| meanings.of(name)).iter().flatten().count());
        (is_shown, known, usize::MAX - at)
    });
    let best = best.unwrap_or_default();
    let found = headings.get(best).cloned().unwrap_or_default();
    let mapping = codes(&sheet::propose(&found, |heading| meanings.of(heading)));
    let names: Vec<String> = sheets.iter().map(|(name, ..)| name.clone()).collect();
    let hand = Hand::of(tx, clock);
    let new = NewImport {
        id,
        province: own,
        people_province,
        file_name,
        sheets: &names,
        sheet: number(best),
        heading_row: found.row,
        heading_height: found.height,
        mapping: &mapping,
        kind,
    };
    sql::insert(tx, event, &new, &hand).await?;
    for (at, (.., lines)) in sheets.iter().enumerate() {
        sql::insert_rows(tx, event, (id, own), number(at), lines).await?;
    }
    Change::new(clock, "import.take_in", id).in_event(event).after(&file_name).record(tx).await?;
    Ok(id)
}

/// Sheets are numbered from 1.
fn number(at: usize) -> i32 {
    i32::try_from(at + 1).unwrap_or(1)
}

pub(super) fn codes(columns: &[Option<Column>]) -> Vec<String> {
    columns.iter().map(|column| column.map(|c| c.code().to_owned()).unwrap_or_default()).collect()
}

/// An import with its sheet as it is understood now.
pub(super) struct Opened {
    pub import: Import,
    pub headings: Headings,
    /// The first cells of each column, to recognise it by.
    pub samples: Vec<String>,
    pub rows: Vec<Judged>,
    /// People beyond the most that one list brings.
    pub left_over: usize,
}

/// Reads and judges the chosen sheet. Changes nothing.
pub(super) async fn open(tx: &mut Tx, event: EventId, import: Import, scene: &Scene) -> Result<Opened> {
    let rows = sql::rows(tx, event, import.id, import.sheet).await?;
    let people = everybody(tx, event).await?;
    let lines: Vec<Line> = rows.iter().map(|row| row.line.clone()).collect();
    let headings = sheet::headings_at_rows(&lines, import.heading_row, import.heading_height);
    let below = sheet::people(&lines, &headings);
    let samples = sheet::samples(&below, headings.names.len());
    let numbers: Vec<i32> = below.iter().map(|line| line.number).collect();
    let left_over = numbers.len().saturating_sub(MOST_PEOPLE);
    let frame = Frame {
        province: import.people_province.clone(),
        kind: import.kind,
        category: Category::from_code(&import.category),
    };
    let mapping: Vec<Option<Column>> = import.mapping.iter().map(|code| Column::from_code(code)).collect();
    let taken: Vec<&Row> =
        rows.iter().filter(|row| numbers.binary_search(&row.line.number).is_ok()).take(MOST_PEOPLE).collect();
    let judged = judge(candidates(&taken, &mapping, &frame, scene), &people, scene);
    Ok(Opened { import, headings, samples, rows: judged, left_over })
}

/// The rows as candidates. The agency that a peserta's row leaves blank is the one above, as on paper.
fn candidates(rows: &[&Row], mapping: &[Option<Column>], frame: &Frame, scene: &Scene) -> Vec<Candidate> {
    let mut above: Option<(i32, String)> = None;
    let mut out = Vec::new();
    for row in rows {
        let mut cells: BTreeMap<Column, String> = row
            .line
            .cells
            .iter()
            .zip(mapping)
            .filter_map(|(cell, column)| column.map(|column| (column, cell.clone())))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        for (column, cell) in &row.mended {
            cells.insert(*column, cell.clone());
        }
        cells.retain(|_, cell| !cell.is_empty());
        let filled = cells.len();
        if filled == 0 {
            continue;
        }
        let is_peserta = match cells.get(&Column::Kind) {
            Some(kind) => key(kind).starts_with(PersonKind::Peserta.code()),
            None => frame.kind == PersonKind::Peserta,
        };
        let is_somebody = filled > 1 || row.answer == Some(Answer::New);
        let agency_from = match (cells.get(&Column::Agency), &above) {
            (Some(agency), _) => {
                above = Some((row.line.number, agency.clone()));
                None
            }
            (None, Some((number, agency))) if is_peserta && is_somebody => {
                cells.insert(Column::Agency, agency.clone());
                Some(*number)
            }
            _ => None,
        };
        out.push(Candidate {
            number: row.line.number,
            is_hidden: row.line.is_hidden,
            filled,
            agency_from,
            read: row::read(&cells, frame, scene),
            answer: row.answer,
        });
    }
    out
}

/// Sets what the columns mean, and remembers what was put right in the proposal for the next files of this office. That a
/// column is left out is no meaning when another one took its place; letters in place of headings mean nothing.
pub(super) async fn put_right(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    import: &Import,
    (headings, meanings): (&[String], &Meanings),
) -> Result<()> {
    sql::set_frame(tx, event, import).await?;
    if import.heading_row == 0 {
        return Ok(());
    }
    let put_right: Vec<(String, String)> = headings
        .iter()
        .zip(&import.mapping)
        .filter_map(|(heading, meaning)| {
            let proposed = meanings.of(heading).map(Column::code).unwrap_or_default();
            let is_taken = meaning.is_empty() && import.mapping.iter().any(|other| other == proposed);
            (meaning != proposed && !is_taken).then(|| (short_key(heading), meaning.clone()))
        })
        .collect();
    sql::remember(tx, &import.province, &put_right, clock.now()).await?;
    Ok(())
}

/// A heading as it is remembered.
fn short_key(heading: &str) -> String {
    key(heading).chars().take(120).collect()
}

/// What accepting did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Accepted {
    pub added: usize,
    pub changed: usize,
}

/// Registers and changes everybody whose row is plain or answered; the rest stays out. All or nothing.
pub(super) async fn accept(tx: &mut Tx, clock: &Clock, event: EventId, opened: &Opened) -> Result<Accepted> {
    let hand = Hand::of(tx, clock);
    let import = &opened.import;
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    let (mut settled, mut registered, mut updated) = (Vec::new(), Vec::new(), Vec::new());
    for row in &opened.rows {
        match &row.deed {
            Some(Deed::Add(plan)) => {
                let (person, value) = (ParticipantId::new(), as_json(plan)?);
                registered.push(One { subject: person.0, before: None, after: Some(value.clone()) });
                added.push(with(value, person, 1));
                settled.push(Settled { number: row.number, person, before: Value::Null, version: 1 });
            }
            Some(Deed::Change(person, version, was, plan)) => {
                let (value, was) = (as_json(plan)?, as_json(was)?);
                updated.push(One {
                    subject: person.0,
                    before: Some(was.clone()),
                    after: Some(value.clone()),
                });
                changed.push(with(value, *person, *version));
                settled.push(Settled {
                    number: row.number,
                    person: *person,
                    before: was,
                    version: version + 1,
                });
            }
            None => {}
        }
    }
    let done = Accepted { added: added.len(), changed: changed.len() };
    sql::add_people(tx, event, import.id, &Value::Array(added), &hand).await?;
    let changed_now = sql::change_people(tx, event, &Value::Array(changed), &hand).await?;
    if usize::try_from(changed_now) != Ok(done.changed) {
        return Err(Error::Invalid(
            "Ada data orang yang baru saja diubah orang lain, jadi daftar ini belum diterima. Muat ulang halaman ini untuk memeriksanya lagi.",
        ));
    }
    audit::record_all(tx, clock, "participant.register", event, registered).await?;
    audit::record_all(tx, clock, "participant.update", event, updated).await?;
    sql::settle_rows(tx, event, import, &settled).await?;
    let (added, changed) = (count(done.added), count(done.changed));
    sql::settle(tx, event, import.id, (State::Accepted, added, changed), hand.at).await?;
    Change::new(clock, "import.accept", import.id)
        .in_event(event)
        .after(&serde_json::json!({ "file": import.file_name, "added": added, "changed": changed }))
        .record(tx)
        .await?;
    Ok(done)
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn as_json(plan: &PersonPlan) -> Result<Value> {
    serde_json::to_value(plan).map_err(|error| Error::Internal(Box::new(error)))
}

fn with(mut plan: Value, person: ParticipantId, version: i32) -> Value {
    if let Value::Object(fields) = &mut plan {
        fields.insert("id".into(), person.to_string().into());
        fields.insert("version".into(), version.into());
    }
    plan
}

/// Why an import cannot be taken back.
pub(super) enum Kept {
    /// These people were changed since.
    Changed(Vec<String>),
    /// Something hangs on its people: marks, links.
    Used,
    /// It is too long ago: what the file said has been forgotten.
    Old,
}

/// Takes an accepted import back: who came by it goes, who was changed is as before. Only while nothing was built on it.
pub(super) async fn undo(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    import: &Import,
) -> Result<Result<(), Kept>> {
    if import.settled_at.is_none_or(|at| at < clock.now() - KEPT) {
        return Ok(Err(Kept::Old));
    }
    let touched = sql::touched_since(tx, event, import.id).await?;
    if !touched.is_empty() {
        return Ok(Err(Kept::Changed(touched)));
    }
    let hand = Hand::of(tx, clock);
    let were = sql::were(tx, event, import.id).await?;
    let restored: Vec<One> = were
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|was| {
            let subject = was.get("id")?.as_str()?.parse().ok()?;
            Some(One { subject, before: None, after: Some(was.clone()) })
        })
        .collect();
    let expected = were.as_array().map(Vec::len).and_then(|n| u64::try_from(n).ok());
    if Some(sql::restore_people(tx, event, &were, &hand).await?) != expected {
        return Ok(Err(Kept::Changed(vec!["sebagian orangnya".into()])));
    }
    let gone = match sql::take_away(tx, event, import.id).await {
        Ok(gone) => gone,
        Err(error) if crate::db::constraint::broken(&error).is_some_and(|name| name.ends_with("_fkey")) => {
            return Ok(Err(Kept::Used));
        }
        Err(error) => return Err(error.into()),
    };
    if gone.len() != usize::try_from(import.added).unwrap_or_default() {
        return Ok(Err(Kept::Used));
    }
    let taken: Vec<One> =
        gone.iter().map(|person| One { subject: person.0, before: None, after: None }).collect();
    audit::record_all(tx, clock, "participant.update", event, restored).await?;
    audit::record_all(tx, clock, "participant.take_away", event, taken).await?;
    sql::settle(tx, event, import.id, (State::Undone, import.added, import.changed), hand.at).await?;
    Change::new(clock, "import.undo", import.id).in_event(event).before(&import.file_name).record(tx).await?;
    Ok(Ok(()))
}

/// How many rows have each verdict.
pub fn tally(verdicts: impl Iterator<Item = Verdict>) -> BTreeMap<Verdict, usize> {
    verdicts.fold(BTreeMap::new(), |mut counts, verdict| {
        *counts.entry(verdict).or_default() += 1;
        counts
    })
}
