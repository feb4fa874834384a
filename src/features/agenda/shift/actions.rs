//! Moving sessions.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{NudgeForm, ShiftForm},
    model::{self, Move},
    pages::{Plan, ShiftPage, block},
    paths::{NudgePath, ShiftPath, UndoShiftPath},
    sql, verbs,
};
use crate::{
    auth::permission::EditAgenda,
    error::Result,
    features::agenda::{self, model::day_of, paths::AgendaPath},
    kernel::text,
    web::{
        AppState,
        flash::Done,
        form::{Form, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Moves the rest of a day as it was shown; what has changed since is shown again.
pub async fn apply(
    path: ShiftPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<ShiftForm>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.event).await?;
    let sessions = agenda::list_for_event(&mut tx, path.event).await?;
    let plan = form.parse().ok().and_then(|wish| Plan::of(&sessions, wish, event));
    let Some(plan) = plan.filter(Plan::can_be_done) else {
        return rejected(&ShiftPage::load(&mut tx, &app, &can, form, false).await?);
    };
    if plan.seal() != form.seal {
        return stale(&ShiftPage::load(&mut tx, &app, &can, form, true).await?);
    }
    let moves = ("session.shift", plan.outcome.moves.as_slice());
    let Some(shift) = verbs::move_all(&mut tx, &app.clock, path.event, &sessions, moves).await? else {
        drop(tx);
        let mut tx = app.db.begin(&can.scope).await?;
        return stale(&ShiftPage::load(&mut tx, &app, &can, form, true).await?);
    };
    tx.commit().await?;
    let ShiftPath { place, event: id } = path;
    let said = format!("{} sesi pada {} digeser {}.", plan.outcome.moves.len(), plan.day(event), plan.by());
    Ok(Done::to(AgendaPath { place: place.clone(), event: id })
        .saying(said)
        .undo(UndoShiftPath { place, event: id, shift })
        .into_response())
}

/// Puts back what was moved at once.
pub async fn undo(path: UndoShiftPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let done = verbs::put_back(&mut tx, &app.clock, path.event, path.shift).await?;
    tx.commit().await?;
    let back = Done::to(AgendaPath { place: path.place, event: path.event });
    let left: Vec<_> = done.left.iter().take(5).map(|title| format!("“{title}”")).collect();
    let left = text::list(&left);
    Ok(match (done.back, done.left.len()) {
        (0, _) => back.refusing("Tidak ada yang dikembalikan: jam sesi ini sudah diubah sesudahnya."),
        (n, 0) => back.saying(format!("{n} sesi kembali ke jam semula.")),
        (n, more @ 6..) => back
            .refusing(format!("{n} sesi kembali ke jam semula. {more} sesi tidak, karena diubah sesudahnya: {left}, dan lainnya.")),
        (n, _) => back.refusing(format!("{n} sesi kembali ke jam semula. Tidak ikut karena diubah sesudahnya: {left}.")),
    })
}

/// Moves one session by a few minutes, or makes it longer or shorter.
pub async fn nudge(
    path: NudgePath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<NudgeForm>,
) -> Result<Done> {
    let event = can.event()?;
    let NudgePath { place, event: id, session } = path;
    let agenda = form.view().address(&AgendaPath { place: place.clone(), event: id });
    let back = Done::to(format!("{agenda}#{}", agenda::anchor(session)));
    let mut tx = app.db.begin(&can.scope).await?;
    let session = agenda::find(&mut tx, id, session).await?;
    let refused = |why: &str| format!("Jam “{}” tidak diubah. {why}", session.title);
    let Some(by) = form.parse() else {
        return Ok(back.refusing(refused("Pilih salah satu tombol geser.")));
    };
    if session.locked_at.is_some() {
        return Ok(back.refusing(refused("Daftar hadirnya sudah ditutup; buka lagi dulu.")));
    }
    let hours = block(&session).hours();
    let after = match model::nudge(hours, by, day_of(session.starts_at, event.zone)) {
        Ok(after) => after,
        Err(why) => return Ok(back.refusing(refused(why))),
    };
    let moves = [Move { id: session.id, before: hours, after }];
    let is_seen = Problems::version(&form.version) == session.version;
    let shift = if is_seen {
        let sessions = std::slice::from_ref(&session);
        verbs::move_all(&mut tx, &app.clock, id, sessions, ("session.move", &moves)).await?
    } else {
        None
    };
    let Some(shift) = shift else {
        return Ok(
            back.refusing(refused("Sesi ini baru saja diubah orang lain. Periksa jamnya, lalu ulangi."))
        );
    };
    tx.commit().await?;
    let time = |at| text::time(event.zone.local(at).time());
    let said = format!("“{}” sekarang {}-{} {}.", session.title, time(after.0), time(after.1), event.zone);
    Ok(back.saying(said).undo(UndoShiftPath { place, event: id, shift }))
}
