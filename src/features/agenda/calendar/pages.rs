//! The calendar file of an event.

use axum::{extract::State, http::HeaderMap, response::Response};

use super::{
    Calendar, calendar,
    paths::{CalendarPath, PublicCalendarPath},
    sql,
};
use crate::{
    auth::permission::ViewAgenda,
    error::Result,
    web::{
        AppState, file,
        guard::{Can, InPublic},
    },
};

/// The agenda as a file.
pub async fn event(
    _: CalendarPath,
    can: Can<ViewAgenda>,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let entries = sql::of_readers(&mut tx, event.id).await?.entries();
    drop(tx);
    let about = Calendar { name: &event.title, base_url: &app.base_url, zone: event.zone };
    Ok(file::calendar("agenda.ics", &calendar(&about, &entries), &headers))
}

/// The published agenda of an announced event, for anybody.
pub async fn public(
    path: PublicCalendarPath,
    reader: InPublic,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response> {
    let mut tx = app.db.begin(&reader.scope).await?;
    let event = sql::of_public(&mut tx, path.event).await?;
    drop(tx);
    let about = Calendar { name: &event.title, base_url: &app.base_url, zone: event.zone };
    Ok(file::calendar("agenda.ics", &calendar(&about, &event.entries()), &headers))
}
