//! What is done with a directory that comes as a spreadsheet: taken in, judged, accepted.

use serde_json::Value;

use super::{
    judge::{Deed, Judged, judge},
    places::Places,
    row,
    sheet::{self, Meant, Sheet},
    sql::{self, Import, NewImport},
};
use crate::{
    audit::{self, Change, Hand, One},
    db::{Tx, constraint, scope::ProvinceCode},
    documents::Book,
    error::{Error, Result},
    features::registration::{
        import::{Answer, Headings},
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
    pub left_over: usize,
}

/// Reads and judges a file. Changes nothing.
pub(super) async fn open(tx: &mut Tx, province: &ProvinceCode, import: Import) -> Result<Opened> {
    let standing = sql::standing(tx, province).await?;
    let places = Places::new(regions::of_province(tx, province.as_str()).await?)
        .among(regions::province_names(tx).await?);
    let heading = (import.heading_row, import.heading_height);
    let Meant { headings, samples, rows } = Meant::of(&import.lines, heading, &import.mapping);
    let left_over = rows.len().saturating_sub(MOST_LIBRARIES);
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
    sql::accepted(tx, province, opened.import.id, (number(counts.0), number(counts.1)), hand.at).await?;
    Change::new(clock, "library_import.accept", opened.import.id)
        .after(
            &serde_json::json!({ "file": opened.import.file_name, "added": counts.0, "changed": counts.1 }),
        )
        .record(tx)
        .await?;
    Ok(Ok(counts))
}
