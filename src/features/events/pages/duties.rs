//! The first page of a facilitator or consultant: the events assigned, today's first.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{distance, summary::slot_class};
use crate::{
    auth::permission::ViewEvent,
    error::Result,
    features::events::{
        model::{Stage, Status},
        paths::{DutiesPath, EventPath},
        sql::{self, Listed, Programmed},
    },
    kernel::{place::Place, text},
    web::{
        AppState, filters,
        guard::Can,
        page::{Shell, page},
    },
};

/// More events than one person accompanies in several years.
const MOST: i64 = 100;

#[derive(Template)]
#[template(path = "events/duties.html")]
struct DutiesPage {
    shell: Shell,
    today: Vec<Card>,
    coming: Vec<Card>,
    past: Vec<Card>,
}

struct Card {
    title: String,
    href: String,
    days: String,
    when: String,
    place: String,
    stage: Stage,
    reason: String,
    is_sample: bool,
    slots: Vec<Slot>,
    zone: &'static str,
    /// Where presence is marked: in the session that runs now, else in the list of sessions.
    mark: String,
}

struct Slot {
    title: String,
    room: String,
    dress_code: String,
    starts: String,
    ends: String,
    class: &'static str,
    /// Its roll call, where presence is taken.
    roll: Option<String>,
}

/// The events assigned, each by the calendar of its own zone.
pub async fn duties(_: DutiesPath, can: Can<ViewEvent>, State(app): State<AppState>) -> Result<Response> {
    let now = app.clock.programme_now();
    let mut tx = app.db.begin(&can.scope).await?;
    let events = sql::list(&mut tx, 0, MOST).await?;
    let running: Vec<_> = events
        .iter()
        .filter(|event| (event.starts_on..=event.ends_on).contains(&event.zone.date(now)))
        .map(|event| event.id)
        .collect();
    let sessions = if running.is_empty() { Vec::new() } else { sql::programme(&mut tx, &running).await? };
    drop(tx);

    let (mut today, mut coming, mut past) = (Vec::new(), Vec::new(), Vec::new());
    for event in &events {
        let day = event.zone.date(now);
        let stands = !matches!(event.status, Status::Postponed | Status::Cancelled);
        let card = card(event, &sessions, now);
        if stands && running.contains(&event.id) {
            today.push(card);
        } else if event.starts_on > day || !stands && event.ends_on >= day {
            coming.insert(0, card);
        } else {
            past.push(card);
        }
    }
    let mut shell = can.shell();
    shell.crumbs.clear();
    page(&DutiesPage { shell, today, coming, past })
}

fn card(event: &Listed, sessions: &[Programmed], now: chrono::DateTime<chrono::Utc>) -> Card {
    let zone = event.zone;
    let day = zone.date(now);
    let stage = Stage::of(event.status, &event.dates(), day);
    let place: Vec<&str> =
        [event.venue.as_str(), event.city.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let opening = event.programme_starts_on;
    let href = EventPath { place: Place::Duties, event: event.id }.to_string();
    // The roll call belongs to a later feature, so its URL is written out here.
    let attendance = format!("{href}/kehadiran");
    let roll = |s: &Programmed| s.takes_attendance.then(|| format!("{attendance}/sesi/{}", s.id));
    let today = || sessions.iter().filter(|s| s.event == event.id && zone.date(s.starts_at) == day);
    let running = today().find(|s| s.starts_at <= now && now < s.ends_at);
    Card {
        title: event.title.clone(),
        mark: running.and_then(roll).unwrap_or_else(|| attendance.clone()),
        href,
        days: text::date_range(opening, event.programme_ends_on),
        when: if opening >= day { distance(day, opening) } else { String::new() },
        place: if place.is_empty() { "Tempat belum ditentukan".into() } else { place.join(", ") },
        stage,
        reason: event.status_reason.clone(),
        is_sample: event.is_sample,
        slots: today()
            .map(|s| Slot {
                title: s.title.clone(),
                room: s.room.clone(),
                dress_code: s.dress_code.clone(),
                starts: text::time(zone.local(s.starts_at).time()),
                ends: text::time(zone.local(s.ends_at).time()),
                class: slot_class(s, now),
                roll: roll(s),
            })
            .collect(),
        zone: zone.letters(),
    }
}
