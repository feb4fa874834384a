//! What can be done with an event's people, for handlers, the demo and other features alike. The scope decides
//! whose people they may be.

use super::{
    model::{PersonPlan, Status},
    sql::{self, Probe, Twin},
};
use crate::{
    audit::{Change, Hand},
    db::Tx,
    error::{Error, Result},
    features::registration::libraries,
    kernel::{
        clock::Clock,
        ids::{EventId, ParticipantId},
    },
};

const MERGED: &str = "Data orang ini sudah digabungkan dengan data lain. Buka data itu dari daftar peserta.";

/// People who may be the same as the one to be saved; `except` is the person's own row.
pub(super) async fn twins(
    tx: &mut Tx,
    event: EventId,
    plan: &PersonPlan,
    except: Option<ParticipantId>,
) -> Result<Vec<Twin>> {
    let probe = Probe { name: plan.full_name.clone(), contact: plan.contact.clone(), except };
    Ok(sql::twins(tx, event, &plan.province, &[probe]).await?)
}

/// Puts a person onto the event's list. A library that the scope does not see, or of another province, is not found.
pub async fn register(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    plan: &PersonPlan,
) -> Result<ParticipantId> {
    let id = ParticipantId::new();
    let plan = with_agency(tx, plan).await?;
    insert(tx, clock, event, id, &plan).await?;
    Ok(id)
}

/// The same under an id that is known beforehand.
pub(in crate::features::registration) async fn register_as(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    id: ParticipantId,
    plan: &PersonPlan,
) -> Result<()> {
    let plan = with_agency(tx, plan).await?;
    insert(tx, clock, event, id, &plan).await
}

/// The same for a plan whose agency is known by name.
pub(super) async fn insert(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    id: ParticipantId,
    plan: &PersonPlan,
) -> Result<()> {
    let hand = Hand::of(tx, clock);
    sql::insert(tx, event, id, plan, &hand).await?;
    // Whoever adds people at the door without being of an office has no contact data to give, and may not.
    if tx.scope().name() != "assignment" {
        sql::insert_contact(tx, event, id, plan).await?;
    }
    Change::new(clock, "participant.register", id)
        .in_event(event)
        .in_province(&plan.province)
        .after(plan)
        .record(tx)
        .await
}

/// The plan with the library's own name as its agency.
pub(super) async fn with_agency(tx: &mut Tx, plan: &PersonPlan) -> Result<PersonPlan> {
    let mut plan = plan.clone();
    if let Some(library) = plan.library {
        plan.agency_name = libraries::name_of(tx, &plan.province, library).await?.ok_or(Error::NotFound)?;
    }
    Ok(plan)
}

/// Sets where a person stands: confirmed, declined, cancelled, back on the list. What it was before, so that it can
/// be undone. Being replaced comes only from [`replace`].
pub async fn set_status(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    person: ParticipantId,
    to: Status,
) -> Result<Status> {
    let before = sql::seat(tx, event, person).await?.status;
    if before == Status::Replaced {
        return Err(Error::Invalid(
            "Orang ini sudah digantikan. Batalkan dulu penggantian itu bila ia jadi datang.",
        ));
    }
    if before == Status::Merged {
        return Err(Error::Invalid(MERGED));
    }
    if matches!(to, Status::Replaced | Status::Merged) || before == to {
        return Ok(before);
    }
    change_status(tx, clock, event, person, (before, to)).await?;
    Ok(before)
}

/// The same, for who is known to stand at `from`.
pub(super) async fn change_status(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    person: ParticipantId,
    (from, to): (Status, Status),
) -> Result<()> {
    let hand = Hand::of(tx, clock);
    let Some(province) = sql::set_status(tx, event, person, from, to, &hand).await? else {
        return Err(Error::Invalid(
            "Status orang ini baru saja diubah orang lain. Muat ulang daftarnya, lalu ulangi bila masih perlu.",
        ));
    };
    Change::new(clock, "participant.status", person)
        .in_event(event)
        .in_province(&province)
        .before(&from)
        .after(&to)
        .record(tx)
        .await
}

/// Lets a substitute come instead of a person, who is replaced from then on. What the person was before comes with
/// the substitute's id.
pub async fn replace(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    first: ParticipantId,
    plan: &PersonPlan,
) -> Result<(ParticipantId, Status)> {
    let before = sql::seat(tx, event, first).await?;
    if before.status == Status::Merged {
        return Err(Error::Invalid(MERGED));
    }
    if before.status == Status::Replaced {
        return Err(Error::Invalid(
            "Orang ini sudah digantikan. Buka datanya untuk melihat siapa penggantinya.",
        ));
    }
    let mut plan = PersonPlan { replaces: Some(first), ..plan.clone() };
    // The library may be one that the host does not see, or one that has gone: its name is taken over.
    if plan.library == before.library {
        plan.agency_name.clone_from(&before.agency_name);
    } else {
        plan = with_agency(tx, &plan).await?;
    }
    let id = ParticipantId::new();
    insert(tx, clock, event, id, &plan).await?;
    change_status(tx, clock, event, first, (before.status, Status::Replaced)).await?;
    Ok((id, before.status))
}

/// Takes a replacement back: the substitute is cancelled, and the first person is what they were.
pub(super) async fn undo_replace(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    substitute: ParticipantId,
    to: Status,
) -> Result<ParticipantId> {
    let first = sql::replaced_by(tx, event, substitute).await?.ok_or(Error::NotFound)?;
    change_status(tx, clock, event, first, (Status::Replaced, to)).await?;
    set_status(tx, clock, event, substitute, Status::Cancelled).await?;
    Ok(first)
}
