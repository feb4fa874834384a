//! What a PIC can do, for the link's pages and for the demo.

use uuid::Uuid;

use super::{
    model::NamingPlan,
    sql::{self, Invitation, Key, Person},
};
use crate::{
    audit::{Change, Hand},
    db::Tx,
    error::Result,
    features::registration::{delegations::Answer, people::Status},
    kernel::{clock::Clock, ids::ParticipantId, text},
};

/// What came of naming somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// The person is on the list as it was said.
    Saved,
    /// All places are taken; there are so many.
    Full(i32),
    /// The library has said that it cannot come.
    Declined,
    /// This very person was taken back meanwhile.
    TakenBack,
    /// The office has changed this person since.
    Office,
    /// The form was sent before, with another person in it: this one.
    Other(String),
    /// The id is somebody else's: nothing of ours sends such a one.
    Foreign,
}

/// A change to a person, or to the invitation itself.
fn change<'c>(
    clock: &'c Clock,
    action: &'static str,
    subject: impl Into<Uuid>,
    (key, invitation): (Key, &Invitation),
) -> Change<'c> {
    Change::new(clock, action, subject).in_event(key.0).in_province(&invitation.province)
}

async fn find(tx: &mut Tx, key: Key, person: ParticipantId) -> Result<Option<Person>> {
    Ok(sql::people(tx, key, Some(person)).await?.into_iter().next())
}

/// Names somebody under this id. Said again it changes nothing; said otherwise of the same name it corrects what was said.
pub async fn name(
    tx: &mut Tx,
    clock: &Clock,
    key: Key,
    id: ParticipantId,
    plan: &NamingPlan,
) -> Result<Named> {
    sql::hold(tx, key).await?;
    let invitation = sql::invitation(tx, key).await?;
    let person = find(tx, key, id).await?;
    match person {
        Some(person) if person.is_taken_back() => Ok(Named::TakenBack),
        Some(person) if !person.can_change() => Ok(Named::Office),
        Some(person) if !is_reworded(&person.full_name, &plan.full_name) => Ok(Named::Other(person.titled())),
        Some(person) => rewrite(tx, clock, key, (&invitation, &person), plan).await,
        None if invitation.answer == Answer::Declined => Ok(Named::Declined),
        None if sql::taken(tx, key).await? >= i64::from(invitation.places) => {
            Ok(Named::Full(invitation.places))
        }
        None => {
            let hand = Hand::of(tx, clock);
            if !sql::insert(tx, key, &invitation, id, plan, &hand).await? {
                return Ok(Named::Foreign);
            }
            change(clock, "participant.register", id, (key, &invitation)).after(plan).record(tx).await?;
            Ok(Named::Saved)
        }
    }
}

/// Whether one name is the other, or the beginning of it: a page that was gone back to may hold somebody else by now.
fn is_reworded(one: &str, other: &str) -> bool {
    let (one, other) = (text::compact(one), text::compact(other));
    one.starts_with(&other) || other.starts_with(&one)
}

async fn rewrite(
    tx: &mut Tx,
    clock: &Clock,
    key: Key,
    (invitation, person): (&Invitation, &Person),
    plan: &NamingPlan,
) -> Result<Named> {
    if person.is_as(plan) {
        return Ok(Named::Saved);
    }
    let hand = Hand::of(tx, clock);
    if !sql::update(tx, key, (person.id, person.version), plan, &hand).await? {
        return Ok(Named::Office);
    }
    change(clock, "participant.update", person.id, (key, invitation))
        .before(&said(person))
        .after(plan)
        .record(tx)
        .await?;
    Ok(Named::Saved)
}

/// The person as they stand, as a plan.
fn said(person: &Person) -> NamingPlan {
    NamingPlan {
        full_name: person.full_name.clone(),
        title_prefix: person.title_prefix.clone(),
        title_suffix: person.title_suffix.clone(),
        sex: person.sex.clone(),
        delegation_role: person.delegation_role.clone(),
        job_title: person.job_title.clone(),
        phone: person.phone.clone(),
        data_origin: crate::kernel::origin::Origin::Real,
    }
}

/// What came of correcting somebody.
pub(super) enum Corrected {
    /// The person is as it was said.
    Saved,
    /// The office has changed this person since, or has them off the list.
    Office,
    /// It was changed on another device since the form was drawn.
    Stale(Box<Person>),
    /// Nobody of this id was named here.
    Nobody,
}

/// Corrects a person, unless the row has changed since `version`.
pub(super) async fn correct(
    tx: &mut Tx,
    clock: &Clock,
    key: Key,
    (id, version): (ParticipantId, i32),
    plan: &NamingPlan,
) -> Result<Corrected> {
    sql::hold(tx, key).await?;
    let invitation = sql::invitation(tx, key).await?;
    let Some(person) = find(tx, key, id).await? else { return Ok(Corrected::Nobody) };
    if !person.can_change() {
        return Ok(if person.is_taken_back() { Corrected::Nobody } else { Corrected::Office });
    }
    if person.version != version && !person.is_as(plan) {
        return Ok(Corrected::Stale(Box::new(person)));
    }
    Ok(match rewrite(tx, clock, key, (&invitation, &person), plan).await? {
        Named::Saved => Corrected::Saved,
        _ => Corrected::Office,
    })
}

/// Why a person was not moved on or off the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unmoved {
    /// Nobody of this id was named here.
    Nobody,
    /// The office has changed this person since.
    Office,
    /// All places are taken, or the library has said that it cannot come.
    Full,
}

/// Takes a person back, which frees the place. Done twice it is done once. The person's name.
pub(super) async fn take_back(
    tx: &mut Tx,
    clock: &Clock,
    key: Key,
    id: ParticipantId,
) -> Result<Result<String, Unmoved>> {
    sql::hold(tx, key).await?;
    let Some(person) = find(tx, key, id).await? else { return Ok(Err(Unmoved::Nobody)) };
    if person.is_taken_back() {
        return Ok(Ok(person.titled()));
    }
    move_to(tx, clock, key, &person, (Status::Registered, Status::Cancelled)).await
}

/// Names a person again who was taken back, while there is a place.
pub(super) async fn bring_back(
    tx: &mut Tx,
    clock: &Clock,
    key: Key,
    id: ParticipantId,
) -> Result<Result<String, Unmoved>> {
    sql::hold(tx, key).await?;
    let invitation = sql::invitation(tx, key).await?;
    let Some(person) = find(tx, key, id).await? else { return Ok(Err(Unmoved::Nobody)) };
    if person.can_change() {
        return Ok(Ok(person.titled()));
    }
    let is_full = sql::taken(tx, key).await? >= i64::from(invitation.places);
    if is_full || invitation.answer == Answer::Declined {
        return Ok(Err(Unmoved::Full));
    }
    move_to(tx, clock, key, &person, (Status::Cancelled, Status::Registered)).await
}

async fn move_to(
    tx: &mut Tx,
    clock: &Clock,
    key: Key,
    person: &Person,
    (from, to): (Status, Status),
) -> Result<Result<String, Unmoved>> {
    let hand = Hand::of(tx, clock);
    if !sql::set_status(tx, key, person.id, (from, to), &hand).await? {
        return Ok(Err(Unmoved::Office));
    }
    let invitation = sql::invitation(tx, key).await?;
    change(clock, "participant.status", person.id, (key, &invitation))
        .before(&from)
        .after(&to)
        .record(tx)
        .await?;
    Ok(Ok(person.titled()))
}

/// Says that the list is complete; `false` when nobody is on it.
pub async fn finish(tx: &mut Tx, clock: &Clock, key: Key) -> Result<bool> {
    sql::hold(tx, key).await?;
    if sql::taken(tx, key).await? == 0 {
        return Ok(false);
    }
    answer(tx, clock, key, (Answer::Done, ""), "delegation.finish").await?;
    Ok(true)
}

/// Says that the library cannot come; `false` while somebody is named.
pub(super) async fn decline(tx: &mut Tx, clock: &Clock, key: Key, reason: &str) -> Result<bool> {
    sql::hold(tx, key).await?;
    if sql::taken(tx, key).await? > 0 {
        return Ok(false);
    }
    answer(tx, clock, key, (Answer::Declined, reason), "delegation.decline").await?;
    Ok(true)
}

/// Takes the answer back.
pub(super) async fn reopen(tx: &mut Tx, clock: &Clock, key: Key) -> Result<()> {
    sql::hold(tx, key).await?;
    answer(tx, clock, key, (Answer::None, ""), "delegation.reopen").await
}

async fn answer(
    tx: &mut Tx,
    clock: &Clock,
    key: Key,
    (to, reason): (Answer, &str),
    action: &'static str,
) -> Result<()> {
    let invitation = sql::invitation(tx, key).await?;
    if sql::set_answer(tx, key, to, reason, clock.now()).await? {
        change(clock, action, key.1, (key, &invitation))
            .before(&invitation.answer)
            .after(&reason)
            .record(tx)
            .await?;
    }
    Ok(())
}

/// Notes that the link was opened on a first device.
pub(super) async fn opened(tx: &mut Tx, clock: &Clock, key: Key) -> Result<()> {
    if sql::note_opened(tx, key, clock.now()).await? {
        let invitation = sql::invitation(tx, key).await?;
        change(clock, "delegation.open", key.1, (key, &invitation)).record(tx).await?;
    }
    Ok(())
}
