//! The calendar file of an event.

use axum::{extract::State, http::HeaderMap, response::Response};

use super::{Calendar, calendar, entries, paths::CalendarPath, published, sql};
use crate::{
    auth::permission::{EditAgenda, ViewAgenda},
    error::Result,
    web::{AppState, file, guard::Can},
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
    let venue = sql::venue(&mut tx, event.id).await?;
    let published =
        if can.may::<EditAgenda>() { None } else { published(&mut tx, event.id, event.zone, &venue).await? };
    let entries = match published {
        Some(entries) => entries,
        None => entries(&mut tx, event.id, event.zone, &venue).await?,
    };
    drop(tx);
    let about = Calendar { name: &event.title, base_url: &app.base_url, zone: event.zone };
    Ok(file::calendar("agenda.ics", &calendar(&about, &entries), &headers))
}
