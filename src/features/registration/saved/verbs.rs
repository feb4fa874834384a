//! What is done with kept searches.

use super::{
    MOST,
    forms::SavedFilter,
    sql::{self, New},
};
use crate::{
    audit::{Change, Hand},
    db::{Tx, constraint, scope::ProvinceCode},
    error::Result,
    kernel::{
        clock::Clock,
        ids::{AccountId, SavedFilterId},
    },
};

const TAKEN: &str = "Nama ini sudah dipakai saringan lain. Pilih nama yang berbeda.";
const TOO_MANY: &str = "Sudah ada 20 saringan. Hapus dulu yang tidak dipakai lagi.";

/// Why something was not done.
pub(super) type Refused = &'static str;

/// Keeps a search, for oneself or (`owner` is `None`) for the office.
pub(super) async fn save(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    owner: Option<AccountId>,
    (name, query): (&str, &str),
) -> Result<Result<SavedFilterId, Refused>> {
    sql::hold(tx, province).await?;
    if sql::all(tx, province).await?.len() >= MOST {
        return Ok(Err(TOO_MANY));
    }
    let id = SavedFilterId::new();
    let hand = Hand::of(tx, clock);
    if let Err(error) = sql::insert(tx, &New { id, province, owner, name, query }, &hand).await {
        return refused(error).map(Err);
    }
    let after = serde_json::json!({ "name": name, "query": query, "office": owner.is_none() });
    Change::new(clock, "saved_filter.save", id).after(&after).record(tx).await?;
    Ok(Ok(id))
}

/// Gives a kept search another name.
pub(super) async fn rename(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    before: &SavedFilter,
    name: &str,
) -> Result<Result<(), Refused>> {
    match sql::rename(tx, province, before.id, name).await {
        Ok(true) => {
            Change::new(clock, "saved_filter.rename", before.id)
                .before(&before.name)
                .after(&name)
                .record(tx)
                .await?;
            Ok(Ok(()))
        }
        Ok(false) => Ok(Ok(())),
        Err(error) => refused(error).map(Err),
    }
}

/// Removes a kept search, or brings it back.
pub(super) async fn set_removed(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    id: SavedFilterId,
    removed: bool,
) -> Result<Result<(), Refused>> {
    let hand = Hand::of(tx, clock);
    if !removed {
        sql::hold(tx, province).await?;
        let there = sql::all(tx, province).await?;
        if there.len() >= MOST && there.iter().all(|filter| filter.id != id) {
            return Ok(Err(TOO_MANY));
        }
    }
    match sql::set_removed(tx, province, id, removed, &hand).await {
        Ok(true) => {
            let action = if removed { "saved_filter.remove" } else { "saved_filter.restore" };
            Change::new(clock, action, id).record(tx).await?;
            Ok(Ok(()))
        }
        Ok(false) => Ok(Ok(())),
        Err(error) => refused(error).map(Err),
    }
}

/// A name that is taken is a sentence, everything else a failure.
fn refused(error: sqlx::Error) -> Result<Refused> {
    match constraint::broken(&error) {
        Some("saved_filters_name_key") => Ok(TAKEN),
        _ => Err(error.into()),
    }
}
