//! Warnings that are settled, with their row in the audit log.

use super::sql;
use crate::{
    audit::{Change, Hand},
    db::Tx,
    error::Result,
    kernel::{
        clock::Clock,
        ids::{EventId, SessionId, WarningId},
    },
};

/// Leaves a warning as it is; says whether that changed anything.
pub async fn ignore(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    warning: WarningId,
    session: SessionId,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    if !sql::ignore(tx, event, warning, session, &hand).await? {
        return Ok(false);
    }
    Change::new(clock, "agenda.warning_ignore", warning).in_event(event).record(tx).await?;
    Ok(true)
}

/// Tells a warning again; says whether that changed anything.
pub async fn tell(tx: &mut Tx, clock: &Clock, event: EventId, warning: WarningId) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    if !sql::tell(tx, event, warning, &hand).await? {
        return Ok(false);
    }
    Change::new(clock, "agenda.warning_tell", warning).in_event(event).record(tx).await?;
    Ok(true)
}
