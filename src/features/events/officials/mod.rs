//! Who opens and closes an event: as planned, and as it really was.

pub(super) mod actions;
mod forms;
pub(super) mod pages;
mod sql;

pub use sql::{Official, list};

use crate::{
    audit::Change,
    db::Tx,
    error::Result,
    features::events::model::{Ceremony, OfficialPlan, Phase},
    kernel::{clock::Clock, ids::EventId, origin::Origin},
};

/// The four officials of an event and their segment of the URL.
pub(super) const SLOTS: [(&str, Ceremony, Phase); 4] = [
    ("pembuka-rencana", Ceremony::Opener, Phase::Planned),
    ("pembuka-pelaksanaan", Ceremony::Opener, Phase::Actual),
    ("penutup-rencana", Ceremony::Closer, Phase::Planned),
    ("penutup-pelaksanaan", Ceremony::Closer, Phase::Actual),
];

/// What the slot is called on the screen.
pub(super) const fn slot_name(ceremony: Ceremony, phase: Phase) -> &'static str {
    match (ceremony, phase) {
        (Ceremony::Opener, Phase::Planned) => "Pembuka, rencana",
        (Ceremony::Opener, Phase::Actual) => "Dibuka oleh",
        (Ceremony::Closer, Phase::Planned) => "Penutup, rencana",
        (Ceremony::Closer, Phase::Actual) => "Ditutup oleh",
    }
}

/// Records an official, whoever stood there before.
pub async fn set(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    slot: (Ceremony, Phase),
    plan: &OfficialPlan,
    from: (Origin, &str),
) -> Result<()> {
    sql::put(tx, event, slot, plan, from).await?;
    Change::new(clock, "official.set", event).in_event(event).after(plan).record(tx).await
}
