//! The agenda in one's own calendar.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    error::{Error, Result},
    features::{
        agenda::calendar::{answer, of_readers},
        personal::paths::{OwnCalendarPath, OwnPagePath},
        registration::{Status, own_row},
    },
    web::{AppState, guard::ByLink},
};

/// The agenda as a file, on a browser that has shown the code.
pub async fn own(
    path: OwnCalendarPath,
    me: ByLink,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response> {
    let link = &me.link;
    let Some(scope) = &me.scope else {
        return Ok(Redirect::to(&OwnPagePath { token: path.token }.to_string()).into_response());
    };
    let mut tx = app.db.begin(scope).await?;
    let status = own_row(&mut tx, link.event, link.person).await?.status;
    // The page shows the agenda to the same people.
    if !status.counts() && status != Status::Declined {
        return Err(Error::NotFound);
    }
    let readers = of_readers(&mut tx, link.event).await?;
    drop(tx);
    Ok(answer(&app, &readers, &headers))
}
