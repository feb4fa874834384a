//! What is done with a directory that comes as a spreadsheet: taken in, judged, accepted.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{
    judge::{Deed, Judged, judge},
    places::Places,
    row,
    sheet::{self, Meant, Sheet},
    sql::{self, Import, NewImport, Taken},
};
use crate::{
    audit::{self, Change, Hand, One},
    db::{Tx, constraint, scope::ProvinceCode},
    documents::Book,
    error::{Error, Result},
    features::registration::{
        import::{Answer, Headings, Line},
        libraries::NAME_KEY,
    },
    kernel::{
        clock::Clock,
        ids::{ImportId, LibraryId},
    },
    regions,
};

/// The most libraries that one file brings.
pub const MOST_LIBRARIES: usize = 5_000;
/// Keeps the sheet whose headings say most, with a proposal for what its columns mean. No library is changed yet.
pub(super) async fn take_in(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    file_name: &str,
    book: Book,
) -> Result<ImportId> {
    let id = ImportId::new();
    let Sheet { lines, headings, mapping } = Sheet::best_of(book);
    let hand = Hand::of(tx, clock);
    let new = NewImport {
        id,
        file_name,
        heading_row: headings.row,
        heading_height: headings.height,
        mapping: &mapping,
        lines: &lines,
    };
    sql::insert(tx, province, &new, &hand).await?;
    Change::new(clock, "library_import.take_in", id).after(&file_name).record(tx).await?;
    Ok(id)
}

/// A file as it is understood now.
pub(super) struct Opened {
    pub import: Import,
    pub headings: Headings,
    /// The first cells of each column, to recognise it by.
    pub samples: Vec<String>,
    pub rows: Vec<Judged>,
    /// The numbers of the rows beyond the most that are looked at.
    pub left_over: Vec<i32>,
}

impl Opened {
    /// How many rows wait for an answer, or to be put right.
    pub(super) fn waiting(&self) -> usize {
        self.rows.iter().filter(|row| row.verdict.waits()).count()
    }

    /// How many rows do something.
    pub(super) fn ready(&self) -> usize {
        self.rows.iter().filter(|row| row.deed.is_some()).count()
    }

    /// What stays when the rows that are ready have been taken: how many rows, and their lines below the headings.
    fn rest(&self) -> (usize, Vec<&Line>) {
        let waiting = self.rows.iter().filter(|row| row.verdict.waits()).map(|row| row.number);
        let stays: HashSet<i32> = waiting.chain(self.left_over.iter().copied()).collect();
        let (first, height) = (self.headings.row, self.headings.height);
        let heads = |line: &Line| first > 0 && (first..first + height).contains(&line.number);
        let lines = self.import.lines.iter();
        (stays.len(), lines.filter(|line| heads(line) || stays.contains(&line.number)).collect())
    }
}

/// Reads and judges a file. Changes nothing.
pub(super) async fn open(tx: &mut Tx, province: &ProvinceCode, import: Import) -> Result<Opened> {
    let standing = sql::standing(tx, province).await?;
    let places = Places::new(regions::of_province(tx, province.as_str()).await?)
        .among(regions::province_names(tx).await?);
    let heading = (import.heading_row, import.heading_height);
    let Meant { headings, samples, rows } = Meant::of(&import.lines, heading, &import.mapping);
    let left_over = rows.iter().skip(MOST_LIBRARIES).map(|(number, _)| *number).collect();
    let rows = rows
        .into_iter()
        .take(MOST_LIBRARIES)
        .filter(|(_, cells)| sheet::is_library(cells))
        .map(|(number, cells)| {
            let answer = import.answers.get(number.to_string()).and_then(Value::as_str);
            (number, row::read(cells, &places), answer.and_then(Answer::from_code))
        })
        .collect();
    let rows = judge(rows, &standing);
    Ok(Opened { import, headings, samples, rows, left_over })
}

fn with(plan: &impl serde::Serialize, id: LibraryId, version: i32, old_name: &str) -> Result<Value> {
    let mut value = serde_json::to_value(plan).map_err(|error| Error::Internal(Box::new(error)))?;
    if let Value::Object(fields) = &mut value {
        fields.insert("id".into(), id.to_string().into());
        fields.insert("version".into(), version.into());
        fields.insert("old_name".into(), old_name.into());
    }
    Ok(value)
}

/// Adds and changes every library whose row is plain or answered: how many of each; or a sentence why not. All or nothing.
/// The rows that wait stay in the file.
pub(super) async fn accept(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    opened: &Opened,
) -> Result<Result<(usize, usize), &'static str>> {
    const MEANWHILE: &str = "Direktori baru saja diubah orang lain, jadi berkas ini belum diterima. Periksa sekali lagi, lalu terima.";
    let hand = Hand::of(tx, clock);
    let standing = sql::standing(tx, province).await?;
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    let (mut new, mut updated) = (Vec::new(), Vec::new());
    for row in &opened.rows {
        match &row.deed {
            Some(Deed::Add(plan)) => {
                let id = LibraryId::new();
                new.push(One { subject: id.0, before: None, after: serde_json::to_value(plan).ok() });
                added.push(with(plan, id, 1, "")?);
            }
            Some(Deed::Change(id, version, plan)) => {
                let before = standing.iter().find(|one| one.id == *id).map(|one| &one.plan);
                updated.push(One {
                    subject: id.0,
                    before: before.and_then(|plan| serde_json::to_value(plan).ok()),
                    after: serde_json::to_value(plan).ok(),
                });
                changed.push(with(plan, *id, *version, before.map_or("", |plan| plan.name.as_str()))?);
            }
            None => {}
        }
    }
    let counts = (added.len(), changed.len());
    let done = sql::change(tx, province, &Value::Array(changed), &hand).await;
    let done = constraint::unless_broken(done, NAME_KEY)?;
    if done.map(usize::try_from) != Some(Ok(counts.1)) {
        return Ok(Err(MEANWHILE));
    }
    let inserted = sql::add(tx, province, &Value::Array(added), &hand).await;
    if constraint::unless_broken(inserted, NAME_KEY)?.is_none() {
        return Ok(Err(MEANWHILE));
    }
    audit::record_all(tx, clock, "library.add", None, new).await?;
    audit::record_all(tx, clock, "library.update", None, updated).await?;
    let number = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let (waiting, lines) = opened.rest();
    let taken =
        Taken { added: number(counts.0), changed: number(counts.1), waiting: number(waiting), lines: &lines };
    sql::accepted(tx, province, opened.import.id, &taken, hand.at).await?;
    Change::new(clock, "library_import.accept", opened.import.id)
        .after(&json!({
            "file": opened.import.file_name,
            "added": counts.0,
            "changed": counts.1,
            "waiting": waiting,
        }))
        .record(tx)
        .await?;
    Ok(Ok(counts))
}

/// Throws away what waits of a file: a draft as a whole; one of which a part was accepted is settled with that.
pub(super) async fn forget(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    import: &Import,
) -> Result<()> {
    if import.has_begun() {
        let taken = Taken { added: 0, changed: 0, waiting: 0, lines: &[] };
        sql::accepted(tx, province, import.id, &taken, clock.now()).await?;
    } else {
        sql::forget(tx, province, import.id).await?;
    }
    Change::new(clock, "library_import.forget", import.id).before(&import.file_name).record(tx).await
}
