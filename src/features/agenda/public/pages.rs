//! The public page of an event.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};
use chrono::{DateTime, Utc};

use super::{
    model::{PublicEvent, PublicVersion, official, told},
    sql,
};
use crate::{
    error::Result,
    features::{
        agenda::{
            calendar::{paths::PublicCalendarPath, subscription},
            model::moment_class,
            publication::told::{Told, beside, told as told_changes},
            speakers::{self, model::PublicSpeakers},
        },
        editions::model::SessionKind,
        events::{
            model::{Ceremony, Mode, Phase, Status},
            paths::PublicPath,
        },
        registration::ApplyPath,
    },
    kernel::{ids::SessionId, text},
    web::{AppState, etag, filters, guard::InPublic, page::Shell},
};

/// Who may keep the page, and for how long.
const KEPT: &str = "public, max-age=60";

#[derive(Template)]
#[template(path = "agenda/public.html")]
struct PublicPage {
    shell: Shell,
    title: String,
    url: String,
    description: String,
    is_sample: bool,
    /// Where it stands: a meaning and its word.
    stage: (&'static str, &'static str),
    /// What a postponed or cancelled event says.
    off: &'static str,
    when: String,
    facts: Vec<(&'static str, String)>,
    /// Who opens and closes it.
    officials: Vec<(&'static str, String)>,
    register: Option<String>,
    /// Which version the agenda is of.
    version: String,
    note: String,
    is_withdrawn: bool,
    /// What is otherwise than in the version before.
    changes: Vec<Told>,
    /// The agenda as a calendar file, and how a calendar program subscribes to it.
    calendar: String,
    subscription: String,
    zone: &'static str,
    days: Vec<Day>,
}

struct Day {
    name: String,
    slots: Vec<Slot>,
}

struct Slot {
    title: String,
    starts: String,
    ends: String,
    room: String,
    leaders: String,
    moderators: String,
    dress_code: String,
    changes: Vec<String>,
    /// Who tells of themselves, and what.
    people: Vec<(String, String)>,
    /// Titles and addresses.
    materials: Vec<(String, String)>,
    class: &'static str,
}

/// What anybody may read of an event.
pub async fn event(
    path: PublicPath,
    reader: InPublic,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response> {
    let now = app.clock.programme_now();
    let mut tx = app.db.begin(&reader.scope).await?;
    let event = sql::find(&mut tx, path.event, now).await?;
    let speakers = speakers::of_public(&mut tx, path.event).await?;
    drop(tx);
    let calendar = PublicCalendarPath { event: path.event };
    let urls = (format!("{}{path}", app.base_url), format!("{}{calendar}", app.base_url));
    let html = PublicPage::new(reader.shell, urls, event, &speakers, now).render()?;
    Ok(etag::unless_known(&headers, "text/html; charset=utf-8", KEPT, html))
}

impl PublicPage {
    fn new(
        shell: Shell,
        (url, calendar): (String, String),
        event: PublicEvent,
        speakers: &PublicSpeakers,
        now: DateTime<Utc>,
    ) -> Self {
        let when = text::date_range(event.starts_on, event.ends_on);
        let off = event.status.off_notice();
        let place = place(&event);
        let at = if place.is_empty() { String::new() } else { format!(" di {place}") };
        let description = match event.status {
            Status::Postponed | Status::Cancelled => format!("{off} {}.", event.office),
            _ => format!("{when}{at}. Diselenggarakan oleh {}.", event.office),
        };
        let mut facts = Vec::new();
        if !off.is_empty() {
            facts.push(("Waktu", format!("Semula {when}")));
        }
        match event.mode {
            Mode::Online if place.is_empty() => facts.push(("Tempat", "Daring".into())),
            _ if place.is_empty() => facts.push(("Tempat", "Belum ditentukan".into())),
            Mode::Hybrid => facts.push(("Tempat", format!("{place}, juga daring"))),
            _ => facts.push(("Tempat", place)),
        }
        facts.push(("Penyelenggara", event.office.clone()));
        if !event.guests.is_empty() {
            facts.push(("Provinsi tamu", text::list(&event.guests)));
        }
        let mut officials = Vec::new();
        for (ceremony, planned, done) in [
            (Ceremony::Opener, "Akan dibuka oleh", "Dibuka oleh"),
            (Ceremony::Closer, "Akan ditutup oleh", "Ditutup oleh"),
        ] {
            if let Some(official) = official(&event.officials, ceremony).filter(|_| off.is_empty()) {
                let name = if official.phase == Phase::Actual { done } else { planned };
                officials.push((name, official.words()));
            }
        }
        let published = event.version.as_ref().filter(|_| off.is_empty());
        let changes = published.map(PublicVersion::changes).unwrap_or_default();
        Self {
            shell,
            url,
            description,
            is_sample: event.is_sample,
            stage: stage(&event, now),
            off,
            when,
            facts,
            officials,
            register: event.registration.clone().map(|token| ApplyPath { token }.to_string()),
            note: published.map(|version| version.note.clone()).unwrap_or_default(),
            is_withdrawn: event.is_withdrawn,
            changes: told_changes(&changes, event.zone),
            version: published
                .map(|version| {
                    let at = text::moment(event.zone.local(version.published_at), event.zone);
                    format!("Versi {}, diterbitkan {at}.", version.number)
                })
                .unwrap_or_default(),
            subscription: subscription(&calendar),
            calendar,
            zone: event.zone.letters(),
            days: published
                .map(|_| days(&event, (&beside(&changes, event.zone), speakers), now))
                .unwrap_or_default(),
            title: event.title,
        }
    }
}

/// `Aula, Hotel MG Setos, Jalan Inspeksi, Semarang`; what is not known is left out.
fn place(event: &PublicEvent) -> String {
    let parts = [&event.room, &event.venue, &event.address, &event.city].map(String::as_str);
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Where it stands, as the public says it.
fn stage(event: &PublicEvent, now: DateTime<Utc>) -> (&'static str, &'static str) {
    let today = event.zone.date(now);
    match event.status {
        Status::Postponed => ("late", "Ditunda"),
        Status::Cancelled => ("refused", "Dibatalkan"),
        Status::Published if today < event.starts_on => ("way", "Akan datang"),
        Status::Published if today <= event.ends_on => ("way", "Sedang berlangsung"),
        _ => ("done", "Selesai"),
    }
}

fn days(
    event: &PublicEvent,
    (changes, speakers): (&BTreeMap<SessionId, Vec<String>>, &PublicSpeakers),
    now: DateTime<Utc>,
) -> Vec<Day> {
    let zone = event.zone;
    let mut days: Vec<Day> = Vec::new();
    for session in event.version.iter().flat_map(|version| &version.sessions) {
        let name = text::long_date(zone.date(session.starts_at));
        let slot = Slot {
            title: session.title.clone(),
            starts: text::time(zone.local(session.starts_at).time()),
            ends: text::time(zone.local(session.ends_at).time()),
            room: session.room.clone(),
            leaders: told(&session.leaders),
            moderators: told(&session.moderators),
            dress_code: session.dress_code.clone(),
            people: session
                .leaders
                .iter()
                .chain(&session.moderators)
                .filter_map(|person| Some((person.name.clone(), speakers.biodata.get(&person.id)?.clone())))
                .collect(),
            materials: speakers
                .materials
                .iter()
                .filter(|material| material.session == session.id)
                .map(|material| (material.title.clone(), material.url.clone()))
                .collect(),
            changes: changes.get(&session.id).cloned().unwrap_or_default(),
            class: match moment_class(session.starts_at, session.ends_at, now) {
                "" if session.kind == SessionKind::BreakPrayer => "break",
                class => class,
            },
        };
        match days.last_mut() {
            Some(day) if day.name == name => day.slots.push(slot),
            _ => days.push(Day { name, slots: vec![slot] }),
        }
    }
    days
}
