//! What is done with the national list of partners, with its row in the audit log. National scope.

use serde_json::json;

use super::{
    model::{Allotment, Offices, Part},
    sql::{self, List, NewList},
};
use crate::{
    audit::{Change, Hand},
    db::Tx,
    documents::Book,
    error::{Error, Result},
    features::{
        registration::{
            directory::{Column, Meant, Sheet},
            import::{Headings, Line},
        },
        tenants,
    },
    kernel::{
        clock::Clock,
        ids::{ImportId, PartnerListId},
    },
    regions,
};

/// Keeps the sheet whose headings say most, with a proposal for what its columns mean. No office sees anything yet.
pub(super) async fn take_in(
    tx: &mut Tx,
    clock: &Clock,
    file_name: &str,
    book: Book,
) -> Result<PartnerListId> {
    let id = PartnerListId::new();
    let Sheet { lines, headings, mapping } = Sheet::best_of(book);
    let hand = Hand::of(tx, clock);
    let new = NewList {
        id,
        file_name,
        heading_row: headings.row,
        heading_height: headings.height,
        mapping: &mapping,
        lines: &lines,
    };
    sql::insert(tx, &new, &hand).await?;
    Change::new(clock, "partner_list.take_in", id).after(&file_name).record(tx).await?;
    Ok(id)
}

/// A list as it is understood now.
pub(super) struct Opened {
    pub list: List,
    pub headings: Headings,
    /// The first cells of each column, to recognise it by.
    pub samples: Vec<String>,
    pub allotment: Allotment,
}

impl Opened {
    /// Whether a column says what the libraries are called.
    pub fn has_name(&self) -> bool {
        self.list.mapping.iter().any(|meaning| meaning == Column::Name.code())
    }

    /// The lines that one office gets, with the numbers they have in the sheet: those of the headings, by which the columns
    /// are found again, and its own.
    fn lines_of(&self, part: &Part) -> Vec<&Line> {
        let (first, height) = (self.headings.row, self.headings.height);
        let heads = |line: &Line| first > 0 && (first..first + height).contains(&line.number);
        self.list.lines.iter().filter(|line| heads(line) || part.rows.contains(&line.number)).collect()
    }
}

/// Reads a list and tells every row its province. Changes nothing.
pub(super) async fn open(tx: &mut Tx, list: List) -> Result<Opened> {
    let names = regions::names(tx).await?;
    let offices: Offices = tenants::reach_all(tx)
        .await?
        .into_iter()
        .map(|office| (office.code.as_str().to_owned(), office.province))
        .collect();
    let heading = (list.heading_row, list.heading_height);
    let Meant { headings, samples, rows } = Meant::of(&list.lines, heading, &list.mapping);
    let allotment = Allotment::of(&rows, &names, &offices);
    Ok(Opened { list, headings, samples, allotment })
}

/// Keeps what the columns mean.
pub(super) async fn put_columns(tx: &mut Tx, clock: &Clock, before: &List, after: &List) -> Result<()> {
    sql::put_columns(tx, after).await?;
    Change::new(clock, "partner_list.put_columns", after.id)
        .before(&before.mapping)
        .after(&after.mapping)
        .record(tx)
        .await
}

/// Gives each office its part, which replaces what waits there of an earlier list.
pub(super) async fn share(tx: &mut Tx, clock: &Clock, opened: &Opened) -> Result<()> {
    let hand = Hand::of(tx, clock);
    let parts = &opened.allotment.parts;
    let codes: Vec<String> = parts.iter().map(|part| part.code.clone()).collect();
    let replaced = sql::replace(tx, &codes).await?;
    let given: Vec<_> = parts
        .iter()
        .map(|part| {
            json!({
                "province_code": part.code,
                "id": ImportId::new(),
                "libraries": part.rows.len(),
                "lines": opened.lines_of(part),
            })
        })
        .collect();
    sql::share(tx, &opened.list, &given.into(), &hand).await?;
    Change::new(clock, "partner_list.share", opened.list.id)
        .after(&json!({
            "file": opened.list.file_name,
            "provinces": codes,
            "libraries": opened.allotment.libraries(),
            "replaced": replaced,
        }))
        .record(tx)
        .await
}

/// Takes back what no office has accepted; says how many parts those were.
pub(super) async fn withdraw(tx: &mut Tx, clock: &Clock, list: &List) -> Result<u64> {
    let parts = sql::withdraw(tx, list.id).await?;
    if parts > 0 {
        Change::new(clock, "partner_list.withdraw", list.id)
            .after(&json!({ "file": list.file_name, "parts": parts }))
            .record(tx)
            .await?;
    }
    Ok(parts)
}

/// Forgets a list that was not shared; says whether it was one.
pub(super) async fn forget(tx: &mut Tx, clock: &Clock, list: &List) -> Result<bool> {
    let forgotten = sql::forget(tx, list.id).await.map_err(Error::from)?;
    if forgotten {
        Change::new(clock, "partner_list.forget", list.id).before(&list.file_name).record(tx).await?;
    }
    Ok(forgotten)
}
