//! Two people made one, and parted again. The scope decides whose people they may be.

use serde_json::json;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    model::{self, FIELDS, Hangs},
    sql::{self, Found, Merge},
};
use crate::{
    audit::{Change, Hand},
    db::Tx,
    error::{Error, Result},
    features::{
        attendance,
        registration::merging::{self, Field, MergeForm, Row, Side},
    },
    kernel::{
        clock::Clock,
        ids::{EventId, MergeId, ParticipantId},
    },
};

impl Found {
    pub(super) fn side(&self) -> Side {
        Side {
            id: self.id.0,
            row: self.row.0.clone(),
            version: self.version,
            changed: self.changed_at.unwrap_or(self.registered_at).timestamp_micros(),
        }
    }

    pub(super) fn titled(&self) -> String {
        model::titled(&self.row.0)
    }

    fn hangs(&self) -> Hangs {
        Hangs { marks: self.marks, has_link: self.has_link, since: self.registered_at.timestamp_micros() }
    }
}

/// Two people as they stand.
#[derive(Clone, Debug)]
pub(super) struct Two {
    pub one: Found,
    pub other: Found,
}

impl Two {
    /// Both, in the order they were asked for; not found where the scope does not see one of them.
    pub async fn load(tx: &mut Tx, event: EventId, one: ParticipantId, other: ParticipantId) -> Result<Self> {
        let mut found = sql::people(tx, event, &[one.0, other.0]).await?;
        let mut take = |id: ParticipantId| {
            found.iter().position(|person| person.id == id).map(|at| found.swap_remove(at))
        };
        match (take(one), take(other)) {
            (Some(one), Some(other)) => Ok(Self { one, other }),
            _ => Err(Error::NotFound),
        }
    }

    /// Why the two cannot be merged, in a sentence.
    pub fn obstacle(&self) -> Option<String> {
        let (one, other) = (&self.one, &self.other);
        let gone = |who: &Found, into: &Found| {
            (who.merged_into == Some(into.id))
                .then(|| format!("{} dan {} sudah digabungkan.", into.titled(), who.titled()))
        };
        let elsewhere = |who: &Found| {
            who.merged_into.is_some().then(|| {
                format!(
                    "Data {} sudah digabungkan dengan data lain. Buka data itu dari daftar peserta.",
                    who.titled()
                )
            })
        };
        let foreign = (one.province != other.province).then(|| {
            format!(
                "{} utusan {}, {} utusan {}. Setiap provinsi menjawab atas orangnya sendiri dan tempat dihitung per provinsi, jadi keduanya tidak digabungkan. Bila memang satu orang, provinsi yang keliru membatalkan pendaftarannya.",
                one.titled(), one.province_name, other.titled(), other.province_name
            )
        });
        gone(other, one)
            .or_else(|| gone(one, other))
            .or_else(|| elsewhere(one))
            .or_else(|| elsewhere(other))
            .or(foreign)
    }

    /// The one that usually survives.
    pub fn usual_survivor(&self) -> ParticipantId {
        if model::survives(self.one.hangs(), self.other.hangs()) { self.one.id } else { self.other.id }
    }
}

/// What came of merging.
#[derive(Debug)]
pub enum Merged {
    /// They are one now.
    Done(MergeId),
    /// They cannot be, and why.
    Refused(String),
    /// One of them was changed since they were compared.
    Stale,
}

/// Merges two people as the form says: one row survives with the values that were chosen, the other counts for it from
/// now on, with its marks.
pub async fn merge(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (one, other): (ParticipantId, ParticipantId),
    form: &MergeForm,
) -> Result<Merged> {
    if one == other {
        return Err(Error::NotFound);
    }
    sql::hold(tx, event).await?;
    sql::lock(tx, event, &[one.0, other.0]).await?;
    let two = Two::load(tx, event, one, other).await?;
    if let Some(sentence) = two.obstacle() {
        return Ok(Merged::Refused(sentence));
    }
    let (one, other) = (two.one.side(), two.other.side());
    if !form.is_current([&one, &other]) {
        return Ok(Merged::Stale);
    }
    let Some((survivor, merged)) = form.survivor([&one, &other]) else { return Ok(Merged::Stale) };
    let pick = |field: &Field| form.picked(field, model::usual(field, &one, &other), [&one, &other]);
    let row = merging::merged(FIELDS, survivor, merged, pick);
    join(tx, clock, event, (survivor, merged), &row).await.map(Merged::Done)
}

async fn join(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (survivor, merged): (&Side, &Side),
    row: &Row,
) -> Result<MergeId> {
    let hand = Hand::of(tx, clock);
    let (into, from) = (ParticipantId(survivor.id), ParticipantId(merged.id));
    sql::write(tx, event, into, row, &hand).await?;
    sql::set_merged(tx, event, from, into, &hand).await?;
    let (ended_links, moved_links) = sql::join_links(tx, event, from, into, hand.at).await?;
    let merge = Merge {
        id: MergeId::new(),
        survivor: into,
        merged: from,
        at: hand.at,
        status: model::status(&merged.row).ok_or(Error::NotFound)?.code().to_owned(),
        changes: Json(merging::changes(FIELDS, &survivor.row, row)),
        ended_links,
        moved_links,
        is_undone: false,
    };
    sql::insert(tx, event, &merge, &hand).await?;
    sql::lead(tx, event).await?;
    attendance::settle_anew(tx, event, &[into, from]).await?;
    Change::new(clock, "participant.merge", into)
        .in_event(event)
        .before(&json!({ "survivor": survivor.row, "merged": merged.row }))
        .after(&json!({ "survivor": row, "merged": from }))
        .record(tx)
        .await?;
    Ok(merge.id)
}

/// What came of undoing a merge.
#[derive(Debug)]
pub enum Unmerged {
    /// They are two again: the survivor's and the other's name, and what stays on the survivor because it was changed
    /// since.
    Done {
        /// Whose row survived.
        survivor: String,
        /// Who is back.
        back: String,
        /// The fields that stay.
        kept: Vec<&'static str>,
    },
    /// They cannot be, and why.
    Refused(String),
}

/// Undoes a merge: the other row is back with its marks and links, and the survivor is what it was, but for what was
/// changed on it since.
pub async fn undo(tx: &mut Tx, clock: &Clock, event: EventId, id: MergeId) -> Result<Unmerged> {
    sql::hold(tx, event).await?;
    let merge = sql::find(tx, event, id).await?;
    sql::lock(tx, event, &[merge.survivor.0, merge.merged.0]).await?;
    let two = Two::load(tx, event, merge.survivor, merge.merged).await?;
    let (survivor, back) = (two.one.titled(), two.other.titled());
    if merge.is_undone {
        return Ok(Unmerged::Refused(format!("Penggabungan {survivor} dan {back} sudah dibatalkan.")));
    }
    if two.one.merged_into.is_some() {
        return Ok(Unmerged::Refused(format!(
            "Belum dibatalkan: {survivor} sendiri sudah digabungkan dengan data lain sesudah itu. Batalkan dulu penggabungan yang lebih baru."
        )));
    }
    let hand = Hand::of(tx, clock);
    let mut row = two.one.row.0.clone();
    let later = sql::later(tx, event, &merge).await?;
    let (ids, mut later): (Vec<MergeId>, Vec<merging::Changes>) = later.into_iter().unzip();
    let kept = merging::take_back(FIELDS, &mut row, &merge.changes.0, &mut later);
    for (id, changes) in ids.into_iter().zip(&later) {
        sql::set_changes(tx, event, id, changes).await?;
    }
    sql::write(tx, event, merge.survivor, &row, &hand).await?;
    sql::set_apart(tx, event, merge.merged, &merge.status, &hand).await?;
    sql::part_links(tx, event, &merge).await?;
    sql::set_undone(tx, event, merge.id, &hand).await?;
    sql::lead(tx, event).await?;
    attendance::settle_anew(tx, event, &[merge.survivor, merge.merged]).await?;
    Change::new(clock, "participant.unmerge", merge.survivor)
        .in_event(event)
        .before(&json!({ "survivor": two.one.row.0, "merged": merge.merged }))
        .after(&json!({ "survivor": row, "back": merge.merged, "kept": kept }))
        .record(tx)
        .await?;
    let survivor = model::titled(&row);
    Ok(Unmerged::Done { survivor, back, kept })
}

/// Remembers that two people are two, and says their names; not found where the scope does not see both.
pub(super) async fn tell_apart(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (one, other): (ParticipantId, ParticipantId),
) -> Result<Two> {
    let two = Two::load(tx, event, one, other).await?;
    let hand = Hand::of(tx, clock);
    if sql::tell_apart(tx, event, one, other, &hand).await? {
        record(tx, clock, event, "participant.tell_apart", one, other).await?;
    }
    Ok(two)
}

/// Forgets that.
pub(super) async fn ask_again(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (one, other): (ParticipantId, ParticipantId),
) -> Result<Two> {
    let two = Two::load(tx, event, one, other).await?;
    if sql::ask_again(tx, event, one, other).await? {
        record(tx, clock, event, "participant.ask_again", one, other).await?;
    }
    Ok(two)
}

async fn record(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    action: &'static str,
    one: ParticipantId,
    other: ParticipantId,
) -> Result<()> {
    Change::new(clock, action, one).in_event(event).after(&Uuid::from(other)).record(tx).await
}
