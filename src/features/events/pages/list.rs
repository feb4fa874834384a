//! The events of a province.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;

use crate::{
    auth::permission::{DraftEvent, ViewOffice},
    error::Result,
    features::events::{
        model::Stage,
        paths::{EventPath, EventsPath, NewEventPath},
        sql,
    },
    kernel::text,
    web::{
        AppState, filters,
        form::Query,
        guard::Can,
        page::{Shell, page},
    },
};

const PER_PAGE: i64 = 20;

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Page {
    halaman: i64,
}

#[derive(Template)]
#[template(path = "events/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    create: Option<String>,
    counted: String,
    previous: String,
    next: String,
}

struct Row {
    title: String,
    href: String,
    sub: String,
    days: String,
    place: String,
    stage: Stage,
    reason: String,
    is_sample: bool,
}

/// The events that a province hosts or visits, newest first.
pub async fn list(
    path: EventsPath,
    can: Can<ViewOffice>,
    State(app): State<AppState>,
    Query(asked): Query<Page>,
) -> Result<Response> {
    let number = asked.halaman.clamp(1, 1000);
    let skip = (number - 1) * PER_PAGE;
    let mut tx = app.db.begin(&can.scope).await?;
    let mut events = sql::list(&mut tx, skip, PER_PAGE + 1).await?;
    drop(tx);
    let more = events.len() > usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    events.truncate(usize::try_from(PER_PAGE).unwrap_or(usize::MAX));
    let now = app.clock.programme_now();
    let own = can.office()?.province.clone();
    let rows: Vec<Row> = events
        .into_iter()
        .map(|event| Row {
            href: EventPath { place: path.place.clone(), event: event.id }.to_string(),
            sub: subtitle(&event, event.host != own.as_str()),
            days: text::date_range(event.programme_starts_on, event.programme_ends_on),
            place: match (event.venue.as_str(), event.city.as_str()) {
                ("", "") => "Belum ditentukan".into(),
                ("", city) => city.into(),
                (venue, "") => venue.into(),
                (venue, city) => format!("{venue}, {city}"),
            },
            stage: Stage::of(event.status, &event.dates(), event.zone.date(now)),
            reason: event.status_reason.clone(),
            is_sample: event.is_sample,
            title: event.title,
        })
        .collect();
    let to = |page: i64| format!("{}?halaman={page}", EventsPath { place: path.place.clone() });
    let shown = i64::try_from(rows.len()).unwrap_or_default();
    page(&ListPage {
        shell: can.shell(),
        create: can.may::<DraftEvent>().then(|| NewEventPath { place: path.place.clone() }.to_string()),
        counted: if shown == 0 {
            String::new()
        } else {
            format!("Kegiatan {} sampai {}", skip + 1, skip + shown)
        },
        previous: if number > 1 { to(number - 1) } else { String::new() },
        next: if more { to(number + 1) } else { String::new() },
        rows,
    })
}

/// `PLM, gelombang 4`, `PLM, tingkat kabupaten/kota, di luar gelombang, sebagai tamu`.
fn subtitle(event: &sql::Listed, is_guest: bool) -> String {
    let mut words = vec![event.kind.label().to_owned()];
    match event.wave_number {
        Some(number) => words.push(format!("gelombang {number}")),
        None => words.push(format!("tingkat {}, di luar gelombang", event.level.label().to_lowercase())),
    }
    if is_guest {
        words.push("sebagai provinsi tamu".into());
    }
    words.join(", ")
}
