//! A warning is settled, or told again.

use axum::extract::State;

use super::{
    Found,
    paths::{IgnoreWarningPath, TellWarningPath, WarningsPath},
    verbs,
};
use crate::{
    auth::permission::EditAgenda,
    error::Result,
    features::agenda::sql,
    web::{AppState, flash::Done, guard::Can},
};

/// Leaves a warning as it is; it counts no more. One that somebody has mended meanwhile is gone, and nothing is kept of it.
pub async fn ignore(
    path: IgnoreWarningPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let IgnoreWarningPath { place, event, warning } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let sessions = sql::list_for_event(&mut tx, event).await?;
    let found = Found::load(&mut tx, can.event()?, &sessions).await?;
    let back = Done::to(WarningsPath { place: place.clone(), event });
    let Some(session) = found.first_session(warning) else {
        return Ok(back.saying("Peringatan itu sudah tidak ada lagi."));
    };
    if verbs::ignore(&mut tx, &app.clock, event, warning, session).await? {
        tx.commit().await?;
    }
    Ok(back.saying("Peringatan diabaikan.").undo(TellWarningPath { place, event, warning }))
}

/// Tells a warning again.
pub async fn tell(path: TellWarningPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Done> {
    let TellWarningPath { place, event, warning } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    if verbs::tell(&mut tx, &app.clock, event, warning).await? {
        tx.commit().await?;
    }
    Ok(Done::to(WarningsPath { place, event }).saying("Peringatan ditampilkan lagi."))
}
