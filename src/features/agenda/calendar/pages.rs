//! The calendar file of an event.

use axum::{extract::State, http::HeaderMap, response::Response};

use super::{
    calendar,
    paths::{CalendarPath, PublicCalendarPath},
    sql::{self, Readers},
};
use crate::{
    auth::permission::ViewAgenda,
    error::Result,
    web::{
        AppState, file,
        guard::{Can, InPublic},
    },
};

/// What readers have of an event, as a file.
pub fn answer(app: &AppState, readers: &Readers, headers: &HeaderMap) -> Response {
    let text = calendar(&readers.about(&app.base_url), &readers.entries());
    file::calendar("agenda.ics", &text, headers)
}

/// The agenda as a file.
pub async fn event(
    _: CalendarPath,
    can: Can<ViewAgenda>,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let readers = sql::of_readers(&mut tx, can.event()?.id).await?;
    drop(tx);
    Ok(answer(&app, &readers, &headers))
}

/// The published agenda of an announced event, for anybody.
pub async fn public(
    path: PublicCalendarPath,
    reader: InPublic,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response> {
    let mut tx = app.db.begin(&reader.scope).await?;
    let readers = sql::of_public(&mut tx, path.event).await?;
    drop(tx);
    Ok(answer(&app, &readers, &headers))
}
