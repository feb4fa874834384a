//! Agreeing and taking it back.

use super::{
    model::{Channel, Purpose, TEXT_VERSION},
    sql,
};
use crate::{
    audit::{Change, Hand},
    db::{Tx, scope::ProvinceCode},
    error::Result,
    kernel::{
        clock::Clock,
        ids::{EventId, ParticipantId},
    },
};

/// Says yes or no to a purpose; saying the same again changes nothing. Says whether it was something new.
pub async fn say(
    tx: &mut Tx,
    clock: &Clock,
    (event, person): (EventId, ParticipantId),
    (purpose, given): (Purpose, bool),
    channel: Channel,
) -> Result<bool> {
    let words = sql::of_person(tx, event, person).await?;
    let before = words.iter().find(|word| word.purpose == purpose).is_some_and(|word| word.given);
    if before == given {
        return Ok(false);
    }
    let province = sql::province_of(tx, event, person).await?;
    add(tx, clock, (event, person), &province, (purpose, given), channel).await?;
    Ok(true)
}

/// Says yes to these purposes, for a person who has just been added and whom the scope may not read.
pub async fn give_first(
    tx: &mut Tx,
    clock: &Clock,
    (event, person): (EventId, ParticipantId),
    province: &ProvinceCode,
    purposes: &[Purpose],
    channel: Channel,
) -> Result<()> {
    for purpose in purposes {
        add(tx, clock, (event, person), province, (*purpose, true), channel).await?;
    }
    Ok(())
}

async fn add(
    tx: &mut Tx,
    clock: &Clock,
    (event, person): (EventId, ParticipantId),
    province: &ProvinceCode,
    (purpose, given): (Purpose, bool),
    channel: Channel,
) -> Result<()> {
    let Hand { by, at } = Hand::of(tx, clock);
    let said = sql::Said { event, person, province, purpose, given, channel, by: &by, at };
    sql::add(tx, &said).await?;
    let action = if given { "consent.give" } else { "consent.withdraw" };
    let what = serde_json::json!({ "purpose": purpose, "text_version": TEXT_VERSION });
    Change::new(clock, action, person).in_event(event).in_province(province).after(&what).record(tx).await
}
