//! What keeps programs out and lets a hall in. Counts stand in the database, so that all nodes share them.

use chrono::{DateTime, TimeDelta, Utc};

use super::sql;
use crate::{auth::token, db::Tx, error::Result, kernel::ids::EventId};

/// Nobody fills in the form faster than this.
pub(super) const SHORTEST: TimeDelta = TimeDelta::seconds(4);
/// Forms that one device begins in a day: somebody may help a whole delegation.
const STARTS_BY_DEVICE: i64 = 30;
/// Forms that one device sends in a day.
const SENDS_BY_DEVICE: i64 = 20;
/// Forms begun by a link in ten minutes: five halls at once.
const STARTS_BY_LINK: i64 = 300;
/// Forms sent by a link in ten minutes.
const SENDS_BY_LINK: i64 = 200;

/// Something that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Try {
    Start,
    Send,
}

/// Counts a try of this device, and says whether it may go on. A device without its cookie is counted with the link only.
pub(super) async fn try_to(
    tx: &mut Tx,
    event: EventId,
    device: &str,
    what: Try,
    now: DateTime<Utc>,
) -> Result<bool> {
    let (kind, by_device, by_link) = match what {
        Try::Start => ("start", STARTS_BY_DEVICE, STARTS_BY_LINK),
        Try::Send => ("send", SENDS_BY_DEVICE, SENDS_BY_LINK),
    };
    let device_hash = token::hash(device);
    let (own, all) = sql::tries(tx, event, &device_hash, kind, now).await?;
    if all >= by_link || (!device.is_empty() && own >= by_device) {
        return Ok(false);
    }
    sql::note_try(tx, event, &device_hash, kind, now).await?;
    Ok(true)
}

/// Notes that something looked like a program.
pub(super) async fn note_robot(tx: &mut Tx, event: EventId, device: &str, now: DateTime<Utc>) -> Result<()> {
    Ok(sql::note_try(tx, event, &token::hash(device), "robot", now).await?)
}
