//! Keeping patterns, taking them over, copying an earlier agenda.

use axum::extract::State;

use super::{
    forms::{CopyForm, PatternForm},
    paths::{CopyPath, RemovePatternPath, RestorePatternPath, SavePatternPath, UsePatternPath},
    sql, verbs,
};
use crate::{
    auth::permission::EditAgenda,
    error::Result,
    features::{
        agenda::{actions::taken, paths::AgendaPath},
        events::paths::EventsPath,
    },
    web::{AppState, flash::Done, form::Form, guard::Can},
};

/// Keeps the agenda as a pattern.
pub async fn save(
    path: SavePatternPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<PatternForm>,
) -> Result<Done> {
    let back = Done::to(AgendaPath { place: path.place, event: path.event });
    let name = match form.parse() {
        Ok(name) => name,
        Err(sentence) => return Ok(back.refusing(sentence)),
    };
    let mut tx = app.db.begin(&can.scope).await?;
    let province = &can.office()?.province;
    let kept = match verbs::save(&mut tx, &app.clock, can.event()?, province, &name).await? {
        Ok(kept) => kept,
        Err(sentence) => return Ok(back.refusing(sentence)),
    };
    tx.commit().await?;
    let said = format!("Pola “{name}” disimpan dengan {} sesi.", kept.sessions);
    Ok(match kept.left {
        0 => back.saying(said),
        left => back.refusing(format!("{said} {left} sesi tidak ikut karena melewati tengah malam.")),
    })
}

/// Takes a pattern over into an empty agenda.
pub async fn take_over(
    path: UsePatternPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let back = AgendaPath { place: path.place, event: path.event };
    let mut tx = app.db.begin(&can.scope).await?;
    let province = &can.office()?.province;
    let done = verbs::take_over(&mut tx, &app.clock, can.event()?, province, path.pattern).await?;
    tx.commit().await?;
    let missing = "Pola ini tidak mempunyai sesi pada hari-hari kegiatan ini, jadi tidak dipakai.";
    Ok(taken(back, done, "dibuat dari pola", missing))
}

/// Copies the agenda of an earlier event into an empty one.
pub async fn copy(
    path: CopyPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<CopyForm>,
) -> Result<Done> {
    if form.ke.is_empty() {
        let events = EventsPath { place: path.place };
        return Ok(
            Done::to(events).refusing("Buka dulu agenda kegiatan yang masih kosong, lalu salin dari sana.")
        );
    }
    let mut tx = app.db.begin(&can.scope).await?;
    let province = &can.office()?.province;
    let event = verbs::target(&mut tx, province, &form.ke).await?;
    let back = AgendaPath { place: path.place, event: event.id };
    let missing = "Pilih salah satu kegiatan Anda yang lebih dulu dari daftar.";
    let Ok(source) = form.source.parse() else { return Ok(Done::to(back).refusing(missing)) };
    let done = verbs::copy(&mut tx, &app.clock, &event, province, source).await?;
    tx.commit().await?;
    Ok(taken(back, done, "disalin", missing))
}

/// Removes a pattern; the next page offers to bring it back.
pub async fn remove(
    path: RemovePatternPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let RemovePatternPath { place, event, pattern } = path;
    let province = &can.office()?.province;
    let back = Done::to(AgendaPath { place: place.clone(), event });
    let mut tx = app.db.begin(&can.scope).await?;
    let name = sql::name(&mut tx, province, pattern).await?;
    if let Err(sentence) = verbs::set_removed(&mut tx, &app.clock, province, pattern, true).await? {
        return Ok(back.refusing(sentence));
    }
    tx.commit().await?;
    Ok(back.saying(format!("Pola “{name}” dihapus.")).undo(RestorePatternPath { place, event, pattern }))
}

/// Brings a removed pattern back.
pub async fn restore(
    path: RestorePatternPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let RestorePatternPath { place, event, pattern } = path;
    let province = &can.office()?.province;
    let back = Done::to(AgendaPath { place, event });
    let mut tx = app.db.begin(&can.scope).await?;
    let name = sql::name(&mut tx, province, pattern).await?;
    if let Err(sentence) = verbs::set_removed(&mut tx, &app.clock, province, pattern, false).await? {
        return Ok(back.refusing(sentence));
    }
    tx.commit().await?;
    Ok(back.saying(format!("Pola “{name}” ada lagi.")))
}
