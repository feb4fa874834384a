//! The projector's page, and what its script asks for.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgConnection;

use super::{
    model::{self, Scene},
    paths::{ScreenPath, StatePath},
};
use crate::{
    auth::{actor::EventHead, permission::ViewAgenda},
    error::{Error, Result},
    features::agenda::{paths::AgendaPath, publication},
    kernel::text,
    web::{
        AppState, etag, filters,
        guard::Can,
        page::{Shell, page},
    },
};

/// The programme's time in milliseconds, beside an answer that may be known already.
const CLOCK: HeaderName = HeaderName::from_static("sejawat-clock");

/// What the screen goes by.
#[derive(Debug, Serialize)]
struct Screen {
    title: String,
    zone: &'static str,
    /// How far the event's wall clock is ahead of UTC, in minutes.
    ahead: i64,
    scenes: Vec<Scene>,
}

impl Screen {
    async fn load(conn: &mut PgConnection, event: &EventHead) -> Result<Self> {
        let sessions = publication::on_show(conn, event.id).await?;
        let off = publication::called_off(conn, event.id).await?;
        let epoch = DateTime::<Utc>::UNIX_EPOCH;
        Ok(Self {
            title: event.title.clone(),
            zone: event.zone.letters(),
            ahead: (event.zone.local(epoch) - epoch.naive_utc()).num_minutes(),
            scenes: off.map_or_else(|| model::scenes(&sessions, event.zone), |off| vec![Scene::off(off)]),
        })
    }

    fn json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::Internal(error.into()))
    }
}

#[derive(Template)]
#[template(path = "agenda/projector.html")]
struct ScreenPage {
    shell: Shell,
    title: String,
    time: String,
    zone: &'static str,
    scene: Scene,
    count: String,
    /// What the script goes by, and when that was.
    state: String,
    now: i64,
    poll: String,
    back: String,
}

/// The page for the hall.
pub async fn screen(path: ScreenPath, can: Can<ViewAgenda>, State(app): State<AppState>) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let screen = Screen::load(&mut tx, event).await?;
    drop(tx);
    let now = app.clock.programme_now();
    let scene = model::at(&screen.scenes, now).cloned().ok_or(Error::NotFound)?;
    let ScreenPath { place, event: id } = path;
    page(&ScreenPage {
        shell: can.shell(),
        title: event.title.clone(),
        time: text::time(event.zone.local(now).time()),
        zone: screen.zone,
        count: scene.count.map(|count| count.words(now)).unwrap_or_default(),
        scene,
        state: screen.json()?,
        now: now.timestamp_millis(),
        poll: StatePath { place: place.clone(), event: id }.to_string(),
        back: AgendaPath { place, event: id }.to_string(),
    })
}

/// What the page shows, unless its script has it already; and the time.
pub async fn state(
    _: StatePath,
    can: Can<ViewAgenda>,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let screen = Screen::load(&mut tx, can.event()?).await?;
    drop(tx);
    let mut response = etag::unless_known(&headers, "application/json", "no-store", screen.json()?);
    let now = app.clock.programme_now().timestamp_millis();
    response.headers_mut().insert(CLOCK, HeaderValue::from(now));
    Ok(response)
}
