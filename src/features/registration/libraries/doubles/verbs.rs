//! Two libraries made one, and parted again.

use serde_json::json;
use sqlx::types::Json;

use super::{
    model::{self, FIELDS},
    sql::{self, Found, Merge},
};
use crate::{
    audit::{Change, Hand},
    db::{Tx, constraint, scope::ProvinceCode},
    error::{Error, Result},
    features::registration::{
        libraries::sql::{NAME_KEY, rename_people},
        merging::{self, Field, MergeForm, Side},
    },
    kernel::{
        clock::Clock,
        ids::{LibraryId, MergeId},
    },
};

impl Found {
    pub(super) fn side(&self) -> Side {
        Side {
            id: self.id.0,
            row: self.row.0.clone(),
            version: self.version,
            changed: self.changed_at.map(|at| at.timestamp_micros()).unwrap_or_default(),
        }
    }

    pub(super) fn name(&self) -> &str {
        model::text(&self.row.0, "name")
    }
}

/// Two libraries as they stand.
#[derive(Clone, Debug)]
pub(super) struct Two {
    pub one: Found,
    pub other: Found,
}

impl Two {
    /// Both, in the order they were asked for; not found where the province does not have both.
    pub async fn load(
        tx: &mut Tx,
        province: &ProvinceCode,
        one: LibraryId,
        other: LibraryId,
    ) -> Result<Self> {
        let mut found = sql::libraries(tx, province, &[one.0, other.0]).await?;
        let mut take =
            |id: LibraryId| found.iter().position(|library| library.id == id).map(|at| found.swap_remove(at));
        match (take(one), take(other)) {
            (Some(one), Some(other)) => Ok(Self { one, other }),
            _ => Err(Error::NotFound),
        }
    }

    /// Why the two cannot be merged, in a sentence.
    pub fn obstacle(&self) -> Option<String> {
        let (one, other) = (&self.one, &self.other);
        if one.merged_into == Some(other.id) || other.merged_into == Some(one.id) {
            return Some(format!("{} dan {} sudah digabungkan.", one.name(), other.name()));
        }
        [one, other]
            .into_iter()
            .find(|library| library.is_removed)
            .map(|gone| format!("{} sudah dihapus atau digabungkan dengan perpustakaan lain.", gone.name()))
    }

    /// The one that usually survives: the one with more people, else the one that was made first.
    pub fn usual_survivor(&self) -> LibraryId {
        let key = |library: &Found| (library.people, std::cmp::Reverse(library.id));
        if key(&self.one) >= key(&self.other) { self.one.id } else { self.other.id }
    }
}

/// What came of merging.
pub(super) enum Merged {
    /// They are one now.
    Done(MergeId, String),
    /// They cannot be, and why.
    Refused(String),
    /// One of them was changed since they were compared.
    Stale,
}

/// Merges two libraries as the form says.
pub(super) async fn merge(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    (one, other): (LibraryId, LibraryId),
    form: &MergeForm,
) -> Result<Merged> {
    if one == other {
        return Err(Error::NotFound);
    }
    sql::lock(tx, province, &[one.0, other.0]).await?;
    let two = Two::load(tx, province, one, other).await?;
    if let Some(sentence) = two.obstacle() {
        return Ok(Merged::Refused(sentence));
    }
    let (one, other) = (two.one.side(), two.other.side());
    if !form.is_current([&one, &other]) {
        return Ok(Merged::Stale);
    }
    let Some((survivor, merged)) = form.survivor([&one, &other]) else { return Ok(Merged::Stale) };
    let pick = |field: &Field| form.picked(field, merging::usual(field, &one, &other), [&one, &other]);
    let row = merging::merged(FIELDS, survivor, merged, pick);
    let hand = Hand::of(tx, clock);
    let (into, from) = (LibraryId(survivor.id), LibraryId(merged.id));
    sql::set_merged(tx, province, from, Some(into), &hand).await?;
    let written = sql::write(tx, province, into, &row, &hand).await;
    if constraint::unless_broken(written, NAME_KEY)?.is_none() {
        return Ok(Merged::Refused(NAME_TAKEN.into()));
    }
    let name = model::text(&row, "name").to_owned();
    rename_people(tx, province, into, model::text(&survivor.row, "name"), &name).await?;
    let old_name = model::text(&merged.row, "name");
    let moved = sql::move_references(tx, province, (from, old_name), (into, &name)).await?;
    let merge = Merge {
        id: MergeId::new(),
        survivor: into,
        merged: from,
        at: hand.at,
        changes: Json(merging::changes(FIELDS, &survivor.row, &row)),
        moved,
        is_undone: false,
    };
    sql::insert(tx, province, &merge, &hand).await?;
    Change::new(clock, "library.merge", into)
        .before(&json!({ "survivor": survivor.row, "merged": merged.row }))
        .after(&json!({ "survivor": row, "merged": from, "moved": merge.moved }))
        .record(tx)
        .await?;
    Ok(Merged::Done(merge.id, name))
}

const NAME_TAKEN: &str = "Belum digabungkan: nama itu dipakai perpustakaan lain di wilayah yang sama. Pilih nama atau wilayah yang lain.";

/// What came of undoing a merge.
pub(super) enum Unmerged {
    /// They are two again: the survivor's and the other's name, and what stays on the survivor.
    Done { survivor: String, back: String, kept: Vec<&'static str> },
    /// They cannot be, and why.
    Refused(String),
}

/// Undoes a merge: the other library is back with what hung on it.
pub(super) async fn undo(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    id: MergeId,
) -> Result<Unmerged> {
    let merge = sql::find(tx, province, id).await?;
    sql::lock(tx, province, &[merge.survivor.0, merge.merged.0]).await?;
    let two = Two::load(tx, province, merge.survivor, merge.merged).await?;
    let (name, back) = (two.one.name().to_owned(), two.other.name().to_owned());
    if merge.is_undone {
        return Ok(Unmerged::Refused(format!("Penggabungan {name} dan {back} sudah dibatalkan.")));
    }
    if two.one.is_removed {
        return Ok(Unmerged::Refused(format!(
            "Belum dibatalkan: {name} sendiri sudah dihapus atau digabungkan sesudah itu. Kembalikan dulu {name}."
        )));
    }
    let hand = Hand::of(tx, clock);
    let mut row = two.one.row.0.clone();
    let (ids, mut later): (Vec<MergeId>, Vec<merging::Changes>) =
        sql::later(tx, province, &merge).await?.into_iter().unzip();
    let kept = merging::take_back(FIELDS, &mut row, &merge.changes.0, &mut later);
    for (id, changes) in ids.into_iter().zip(&later) {
        sql::set_changes(tx, province, id, changes).await?;
    }
    let written = sql::write(tx, province, merge.survivor, &row, &hand).await;
    let back_again = match constraint::unless_broken(written, NAME_KEY)? {
        Some(()) => {
            let back = sql::set_merged(tx, province, merge.merged, None, &hand).await;
            constraint::unless_broken(back, NAME_KEY)?
        }
        None => None,
    };
    if back_again.is_none() {
        return Ok(Unmerged::Refused(format!(
            "Belum dibatalkan: nama {back} kini dipakai perpustakaan lain di wilayah yang sama. Ubah dulu nama itu."
        )));
    }
    sql::move_back(tx, province, (merge.survivor, &name), merge.merged, &merge.moved).await?;
    let survivor = model::text(&row, "name").to_owned();
    rename_people(tx, province, merge.survivor, &name, &survivor).await?;
    sql::set_undone(tx, province, merge.id, &hand).await?;
    Change::new(clock, "library.unmerge", merge.survivor)
        .before(&json!({ "survivor": two.one.row.0, "merged": merge.merged }))
        .after(&json!({ "survivor": row, "back": merge.merged, "kept": kept }))
        .record(tx)
        .await?;
    Ok(Unmerged::Done { survivor, back, kept })
}
