//! Correcting one's own details, and answering.

use super::{
    model::{Answer, Details},
    sql::{self, OwnRow},
};
use crate::{
    audit::{Change, Hand},
    db::Tx,
    error::{Error, Result},
    kernel::{
        clock::Clock,
        ids::{EventId, ParticipantId},
    },
};

/// Changes the own details if the row is still at `version`; says whether it was. The same details change nothing.
pub async fn change(
    tx: &mut Tx,
    clock: &Clock,
    (event, person): (EventId, ParticipantId),
    (version, before): (i32, &OwnRow),
    details: &Details,
) -> Result<bool> {
    let stood = before.details();
    if stood == *details && version == before.version {
        return Ok(true);
    }
    let hand = Hand::of(tx, clock);
    if !sql::change(tx, (event, person), &before.province, version, details, &hand).await? {
        return Ok(false);
    }
    Change::new(clock, "participant.update_own", person)
        .in_event(event)
        .in_province(&before.province)
        .before(&stood)
        .after(details)
        .record(tx)
        .await?;
    Ok(true)
}

/// Keeps what a person says about coming. Saying the same again changes nothing but the reason.
pub async fn answer(
    tx: &mut Tx,
    clock: &Clock,
    (event, person): (EventId, ParticipantId),
    before: &OwnRow,
    (answer, reason): (Answer, &str),
) -> Result<()> {
    const NOT_NOW: &str =
        "Jawaban ini tidak dapat dicatat sekarang. Muat ulang halaman Anda, atau hubungi dinas.";
    let to = answer.leads_to(before.status, before.answer).ok_or(Error::Invalid(NOT_NOW))?;
    let hand = Hand::of(tx, clock);
    if !sql::answer(tx, (event, person), (before.status, to), (answer, reason), &hand).await? {
        return Err(Error::Invalid(NOT_NOW));
    }
    Change::new(clock, "participant.answer", person)
        .in_event(event)
        .in_province(&before.province)
        .before(&(before.status, before.answer))
        .after(&(to, answer, reason))
        .record(tx)
        .await
}
