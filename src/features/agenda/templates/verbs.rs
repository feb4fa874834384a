//! What is done with patterns and earlier agendas, with its row in the audit log.

use serde_json::json;
use uuid::Uuid;

use super::{
    model::{self, MOST},
    sql,
};
use crate::{
    audit::{Change, Hand},
    auth::actor::EventHead,
    db::{Tx, constraint, scope::ProvinceCode},
    error::{Error, Result},
    features::{
        agenda::{self, Template},
        events::{self, Event},
    },
    kernel::{
        clock::Clock,
        ids::{EventId, PatternId},
    },
};

const TAKEN: &str = "Nama ini sudah dipakai pola lain. Pilih nama yang berbeda.";
const TOO_MANY: &str = "Sudah ada 20 pola. Hapus dulu yang tidak dipakai lagi.";

/// Why something was not done.
pub(super) type Refused = &'static str;

/// What was kept: how many sessions, and how many have no place in a pattern.
pub(super) struct Kept {
    pub sessions: usize,
    pub left: usize,
}

/// Keeps the event's agenda as a pattern of its province.
pub(super) async fn save(
    tx: &mut Tx,
    clock: &Clock,
    event: &EventHead,
    province: &ProvinceCode,
    name: &str,
) -> Result<Result<Kept, Refused>> {
    sql::hold(tx, province).await?;
    if sql::all(tx, province).await?.len() >= MOST {
        return Ok(Err(TOO_MANY));
    }
    let sources = sql::sources(tx, event.id).await?;
    let (sessions, left) = model::pattern_of(&sources, event.programme_starts_on, event.zone);
    if sessions.is_empty() {
        return Ok(Err("Agenda ini belum berisi sesi yang dapat disimpan sebagai pola."));
    }
    let id = PatternId::new();
    let kind = sql::kind(tx, event.id).await?;
    let hand = Hand::of(tx, clock);
    if let Err(error) = sql::insert(tx, province, (id, name, kind), &sessions, &hand).await {
        return refused(error).map(Err);
    }
    let after = json!({ "name": name, "kind": kind, "sessions": sessions.len() });
    Change::new(clock, "pattern.save", id).in_event(event.id).after(&after).record(tx).await?;
    Ok(Ok(Kept { sessions: sessions.len(), left }))
}

/// Lays a pattern over the event's days, if its agenda is empty.
pub(super) async fn take_over(
    tx: &mut Tx,
    clock: &Clock,
    event: &EventHead,
    province: &ProvinceCode,
    pattern: PatternId,
) -> Result<Template> {
    let sessions = sql::sessions(tx, province, pattern).await?;
    if sessions.is_empty() {
        return Err(Error::NotFound);
    }
    let days = event.starts_on..=event.ends_on;
    let (plans, beyond) = model::lay_pattern(&sessions, event.programme_starts_on, &days, event.zone);
    agenda::take_over(tx, clock, event.id, &plans, beyond).await
}

/// The event of the office into which an agenda is to be copied.
pub(super) async fn target(tx: &mut Tx, province: &ProvinceCode, typed: &str) -> Result<Event> {
    let id = typed.parse().map_err(|_| Error::NotFound)?;
    let event = events::find(tx, id).await?;
    if event.host == province.as_str() { Ok(event) } else { Err(Error::NotFound) }
}

/// Copies the agenda of an earlier event of the same host, if the agenda is empty.
pub(super) async fn copy(
    tx: &mut Tx,
    clock: &Clock,
    event: &Event,
    province: &ProvinceCode,
    source: EventId,
) -> Result<Template> {
    if !agenda::is_empty_and_held(tx, event.id).await? {
        return Ok(Template::AgendaNotEmpty);
    }
    let earlier = sql::earlier(tx, province, event.id).await?;
    let Some(earlier) = earlier.into_iter().find(|earlier| earlier.id == source) else {
        return Ok(Template::Missing);
    };
    let (from, to) = (events::find(tx, source).await?.frame(), event.frame());
    let batch = Uuid::now_v7();
    let made = events::copy_agenda(tx, clock, (source, &from), (event.id, &to), batch).await?;
    let size = |n: i64| usize::try_from(n).unwrap_or_default();
    Ok(Template::Taken { made: size(made), beyond: size(earlier.sessions - made), batch })
}

/// Removes a pattern, or brings it back.
pub(super) async fn set_removed(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    pattern: PatternId,
    removed: bool,
) -> Result<Result<(), Refused>> {
    let hand = Hand::of(tx, clock);
    if !removed {
        sql::hold(tx, province).await?;
        let there = sql::all(tx, province).await?;
        if there.len() >= MOST && there.iter().all(|other| other.id != pattern) {
            return Ok(Err(TOO_MANY));
        }
    }
    match sql::set_removed(tx, province, pattern, removed, &hand).await {
        Ok(true) => {
            let action = if removed { "pattern.remove" } else { "pattern.restore" };
            Change::new(clock, action, pattern).record(tx).await?;
            Ok(Ok(()))
        }
        Ok(false) => Ok(Ok(())),
        Err(error) => refused(error).map(Err),
    }
}

/// A name that is taken is a sentence, everything else a failure.
fn refused(error: sqlx::Error) -> Result<Refused> {
    match constraint::broken(&error) {
        Some("agenda_patterns_name_key") => Ok(TAKEN),
        _ => Err(error.into()),
    }
}
