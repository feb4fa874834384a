//! What is done to the plan, with its rows in the audit log. National scope.

use super::{model, sql};
use crate::{
    audit::{Change, Hand},
    db::{Tx, scope::ProvinceCode},
    error::{Error, Result},
    features::{
        editions::{Edition, Wave, model::Level},
        events::{
            self, NewEvent,
            model::{Dates, Frame, Funding, Kind, Mode, Status},
        },
    },
    kernel::{
        clock::Clock,
        ids::{EventId, WaveId},
        origin::{FieldOrigins, Origin},
        zone::Zone,
    },
};

/// Puts a province into a wave: makes its event there, as a draft.
pub async fn place(
    tx: &mut Tx,
    clock: &Clock,
    edition: &Edition,
    (wave, dates): (WaveId, Dates),
    province: &ProvinceCode,
) -> Result<EventId> {
    let (name, zone) = sql::office(tx, province.as_str()).await?.ok_or(Error::NotFound)?;
    let new = NewEvent {
        edition: edition.id,
        wave: Some(wave),
        host: province.clone(),
        quota: 0,
        guests: Vec::new(),
        kind: Kind::Plm,
        level: if edition.level == Level::Regency { Level::Province } else { edition.level },
        region_code: String::new(),
        frame: Frame {
            title: model::title(edition, &[(province.to_string(), name)]),
            venue: String::new(),
            room: String::new(),
            address: String::new(),
            city: String::new(),
            dates,
            zone,
            mode: Mode::Onsite,
            funding: Funding::Apbn,
            note: String::new(),
        },
        venue_set_at: None,
        status: Status::Draft,
        copied_from: None,
        origin: Origin::Real,
        field_origins: FieldOrigins::new(),
        source: String::new(),
    };
    events::create(tx, clock, &new).await
}

/// Makes one event for provinces that meet together, the first as host. Says for how many.
pub(super) async fn place_together(
    tx: &mut Tx,
    clock: &Clock,
    edition: &Edition,
    wave: &Wave,
    provinces: &[String],
) -> Result<usize> {
    let dates = Dates::within_wave(wave.starts_on, wave.ends_on);
    let mut joint = None;
    for code in provinces {
        let code = ProvinceCode::parse(code).ok_or(Error::NotFound)?;
        let own = place(tx, clock, edition, (wave.id, dates), &code).await?;
        match joint {
            None => joint = Some(own),
            Some(joint) => {
                join(tx, clock, edition, own, joint).await?;
            }
        }
    }
    Ok(provinces.len())
}

/// Takes an event on which nothing has been done out of the plan; says whether it could.
pub(super) async fn take_out(tx: &mut Tx, clock: &Clock, event: EventId, title: &str) -> Result<bool> {
    if !sql::is_untouched(tx, event).await? {
        return Ok(false);
    }
    sql::delete(tx, event).await?;
    Change::new(clock, "event.take_out", event).before(&title).record(tx).await?;
    Ok(true)
}

/// Moves an event to a wave by the distance of the waves' first days, with its agenda.
pub async fn move_to_wave(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (from, to): (&Wave, &Wave),
) -> Result<Dates> {
    let before = events::find(tx, event).await?;
    let days = (to.starts_on - from.starts_on).num_days();
    let dates = before.dates().shifted(days);
    let hand = Hand::of(tx, clock);
    sql::reschedule(tx, event, to.id, &dates, &hand).await?;
    events::sql::shift_agenda(tx, event, days * 86_400, &hand).await?;
    events::sql::shift_readers_agenda(tx, event, days * 86_400, &hand.by, clock.programme_now()).await?;
    Change::new(clock, "event.move", event)
        .in_event(event)
        .before(&before.dates())
        .after(&dates)
        .record(tx)
        .await?;
    Ok(dates)
}

/// Makes the host of `own` a guest of `joint`, and removes `own`. Says whether it could: nothing may have been done
/// to `own` yet.
pub async fn join(
    tx: &mut Tx,
    clock: &Clock,
    edition: &Edition,
    own: EventId,
    joint: EventId,
) -> Result<bool> {
    if own == joint || !sql::is_untouched(tx, own).await? {
        return Ok(false);
    }
    let guest = events::find(tx, own).await?.host;
    let title = model::title(edition, &provinces_of(tx, joint).await?);
    sql::delete(tx, own).await?;
    sql::add_guest(tx, joint, &guest).await?;
    retitle(tx, clock, edition, joint, &title).await?;
    Change::new(clock, "event.join", joint).in_event(joint).before(&own).after(&guest).record(tx).await?;
    Ok(true)
}

/// Gives every guest of a joint event an event of its own in the same days. Says how many there were.
pub async fn split(tx: &mut Tx, clock: &Clock, edition: &Edition, joint: EventId) -> Result<usize> {
    let event = events::find(tx, joint).await?;
    let wave = event.wave.ok_or(Error::NotFound)?;
    let guests: Vec<_> =
        events::parties(tx, joint).await?.into_iter().filter(|party| !party.is_host).collect();
    let title = model::title(edition, &provinces_of(tx, joint).await?);
    for guest in &guests {
        let code = ProvinceCode::parse(&guest.province).ok_or(Error::NotFound)?;
        sql::remove_guest(tx, joint, &guest.province).await?;
        let own = place(tx, clock, edition, (wave, event.dates()), &code).await?;
        Change::new(clock, "event.split", joint)
            .in_event(joint)
            .before(&guest.province)
            .after(&own)
            .record(tx)
            .await?;
    }
    retitle(tx, clock, edition, joint, &title).await?;
    Ok(guests.len())
}

/// Gives an event the title of its provinces now, if it still had the plan's title.
async fn retitle(tx: &mut Tx, clock: &Clock, edition: &Edition, event: EventId, old: &str) -> Result<()> {
    let new = model::title(edition, &provinces_of(tx, event).await?);
    let hand = Hand::of(tx, clock);
    sql::retitle(tx, event, old, &new, &hand).await?;
    Ok(())
}

async fn provinces_of(tx: &mut Tx, event: EventId) -> Result<Vec<(String, String)>> {
    let parties = events::parties(tx, event).await?;
    Ok(parties.into_iter().map(|party| (party.province, party.name)).collect())
}

/// The zone in which a plan's moments are told: Jakarta's.
pub(super) const ZONE: Zone = Zone::Wib;
