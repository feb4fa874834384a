//! Events: one meeting at one place, hosted by a province, sometimes with guests.
//!
//! Rules:
//! - An event inside a wave is made by the national plan; a self-funded one by the province itself.
//! - Travel days lie around the programme days. Times are told in the event's own zone.
//! - That an event is running follows from its dates; publishing, closing, reporting, postponing and cancelling are
//!   acts of people. A reason stands beside the last two for everybody who is involved.
//! - Who opens and closes is kept as planned and as it really was.

mod actions;
mod forms;
pub mod model;
mod officials;
mod pages;
pub mod paths;
pub mod planning;
mod sql;

pub use officials::{Official, list as officials, set as set_official};
pub use sql::{Event, Party, find, parties};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    audit::{Change, Hand},
    db::{Tx, scope::ProvinceCode},
    error::Result,
    features::editions::model::Level,
    kernel::{
        clock::Clock,
        ids::{EditionId, EventId, WaveId},
        origin::{FieldOrigins, Origin},
    },
    web::{page::Area, routes::Routes},
};
use model::{Act, Frame, Kind, Status};

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list::list)
        .rail(Area::Office, "Kegiatan", "kegiatan")
        .page(pages::draft::draft)
        .action(actions::create)
        .page(pages::duties::duties)
        .page(pages::summary::summary)
        .rail(Area::Event, "Ringkasan", "ringkasan")
        .page(pages::edit::edit)
        .action(actions::update)
        .page(pages::edit::reason)
        .action(actions::act)
        .page(officials::pages::edit)
        .action(officials::actions::save)
        .action(officials::actions::remove)
        .page(planning::pages::board)
        .action(planning::actions::place)
        .action(planning::actions::place_like)
        .action(planning::actions::empty_wave)
        .action(planning::actions::move_event)
        .action(planning::actions::join)
        .action(planning::actions::split)
        .action(planning::actions::take_out)
        .action(planning::waves::add)
        .page(planning::waves::edit)
        .action(planning::waves::update)
        .action(planning::waves::remove)
}

/// An event to be made.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewEvent {
    /// The edition it belongs to.
    pub edition: EditionId,
    /// The wave; `None` when it is self-funded.
    pub wave: Option<WaveId>,
    /// The host.
    pub host: ProvinceCode,
    /// The host's places.
    pub quota: i32,
    /// Provinces that come as guests, and their places.
    pub guests: Vec<(ProvinceCode, i32)>,
    /// PLM, SHM, other.
    pub kind: Kind,
    /// How far it reaches.
    pub level: Level,
    /// The kabupaten or kota that holds it (`33.28`), or empty.
    pub region_code: String,
    /// Everything else about it.
    pub frame: Frame,
    /// When the venue was set, by the programme's time, if it is set.
    pub venue_set_at: Option<DateTime<Utc>>,
    /// Draft for people; the demo may begin elsewhere.
    pub status: Status,
    /// The event whose frame and agenda it was copied from.
    pub copied_from: Option<EventId>,
    /// Where its facts come from.
    pub origin: Origin,
    /// Fields of another origin.
    pub field_origins: FieldOrigins,
    /// Who reports it; empty for what people enter.
    pub source: String,
}

/// Makes an event: in a wave by the national plan, outside one by its province.
pub async fn create(tx: &mut Tx, clock: &Clock, new: &NewEvent) -> Result<EventId> {
    let id = EventId::new();
    let hand = Hand::of(tx, clock);
    sql::insert(tx, id, new, &hand).await?;
    sql::insert_party(tx, id, new, new.host.as_str(), true, new.quota).await?;
    if tx.scope().province_code().is_some() {
        sql::adopt(tx, id).await?;
    }
    for (guest, quota) in &new.guests {
        sql::insert_party(tx, id, new, guest.as_str(), false, *quota).await?;
    }
    Change::new(clock, "event.create", id).in_event(id).after(new).record(tx).await?;
    Ok(id)
}

/// Copies the agenda of one event to another that has none: the same hours, counted from the opening. What does not
/// fit into the new event's days is left out. What was made bears the batch, by which it can be taken back. Says how many
/// sessions were copied.
pub async fn copy_agenda(
    tx: &mut Tx,
    clock: &Clock,
    (from, old): (EventId, &Frame),
    (to, new): (EventId, &Frame),
    batch: Uuid,
) -> Result<i64> {
    let midnight = |day: chrono::NaiveDate| new.zone.instant(day.and_time(chrono::NaiveTime::MIN));
    let within = (midnight(new.dates.starts_on), midnight(new.dates.ends_on + chrono::TimeDelta::days(1)));
    let hand = Hand::of(tx, clock);
    let copied = sql::copy_agenda(tx, (from, to), old.shift_to(new), within, batch, &hand).await?;
    Change::new(clock, "agenda.copy", to).in_event(to).after(&(from, copied)).record(tx).await?;
    Ok(copied)
}

/// Does an act to an event's status if it can still be done; says whether it could.
pub async fn act(tx: &mut Tx, clock: &Clock, event: EventId, act: Act, reason: &str) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let done = sql::act(tx, event, act, reason, &hand).await?;
    if done {
        Change::new(clock, act.action(), event).in_event(event).after(&reason).record(tx).await?;
    }
    Ok(done)
}
