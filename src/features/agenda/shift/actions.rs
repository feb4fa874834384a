//! Moving sessions.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{NudgeForm, ShiftForm},
    model::{self, Move},
    pages::{Plan, ShiftPage, block},
    paths::{NudgePath, ShiftPath, UndoPublishedPath, UndoShiftPath},
    sql,
    verbs::{self, PutBack},
};
use crate::{
    auth::permission::EditAgenda,
    error::Result,
    features::agenda::{
        self,
        actions::noticed,
        model::day_of,
        paths::AgendaPath,
        publication::{self, Readers},
    },
    kernel::text,
    web::{
        AppState,
        flash::Done,
        form::{Form, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Moves the rest of a day as it was shown, and publishes it where that was asked for; what has changed since is shown again.
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
    let readers = Readers::load(&mut tx, event).await?;
    let has_seen = !form.publishes() || readers.as_ref().is_some_and(|readers| readers.sight() == form.seen);
    if plan.seal() != form.seal || !has_seen {
        return stale(&ShiftPage::load(&mut tx, &app, &can, form, true).await?);
    }
    let after = plan.after();
    let publishing =
        readers.as_ref().filter(|_| form.publishes()).map(|readers| (readers.with(&after), plan.note()));
    let what = (sessions.as_slice(), plan.outcome.moves.as_slice());
    let Some(done) = verbs::shift(&mut tx, &app.clock, path.event, what, publishing).await? else {
        drop(tx);
        let mut tx = app.db.begin(&can.scope).await?;
        return stale(&ShiftPage::load(&mut tx, &app, &can, form, true).await?);
    };
    tx.commit().await?;
    let ShiftPath { place, event: id } = path;
    let said = format!("{} sesi pada {} digeser {}.", plan.outcome.moves.len(), plan.day(event), plan.by());
    let back = Done::to(AgendaPath { place: place.clone(), event: id });
    let shift = done.shift;
    Ok(match (done.published, readers.filter(|readers| !readers.see(&after))) {
        (Some(number), _) => back
            .saying(format!("{said} Terbit sebagai versi {number}; “Urungkan” juga menarik versi ini."))
            .undo(UndoPublishedPath { place, event: id, shift, number }),
        (None, Some(readers)) => back
            .saying(format!("{said} Pembaca masih melihat jam lama, versi {}. Tekan “Terbitkan” agar mereka melihat jam baru.", readers.number))
            .undo(UndoShiftPath { place, event: id, shift }),
        (None, None) => back.saying(said).undo(UndoShiftPath { place, event: id, shift }),
    }
    .into_response())
}

/// Puts back what was moved at once.
pub async fn undo(path: UndoShiftPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let done = verbs::put_back(&mut tx, &app.clock, path.event, path.shift).await?;
    tx.commit().await?;
    let back = AgendaPath { place: path.place, event: path.event };
    Ok(Done::to(back).saying(words(&done)).warning_if(!done.is_whole()))
}

/// Puts back what was moved and published in one step. The version is withdrawn where everything went back and readers see
/// none after it, so that they see again what they saw before.
pub async fn undo_published(
    path: UndoPublishedPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let UndoPublishedPath { place, event, shift, number } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let done = verbs::put_back(&mut tx, &app.clock, event, shift).await?;
    let is_withdrawn = done.is_whole() && publication::withdraw(&mut tx, &app.clock, event, number).await?;
    let seen = publication::of_readers(&mut tx, event).await?.map(|version| version.number);
    tx.commit().await?;
    let back = Done::to(AgendaPath { place, event });
    let said = words(&done);
    Ok(match seen {
        _ if done.back == 0 => back.refusing(said),
        Some(seen) if is_withdrawn => {
            back.saying(format!("{said} Versi {number} ditarik kembali. Pembaca kini melihat versi {seen}."))
        }
        None if is_withdrawn => back.saying(format!("{said} Versi {number} ditarik kembali.")),
        Some(seen) => back.refusing(format!(
            "{said} Pembaca masih melihat versi {seen}. Periksa agendanya, lalu tekan “Terbitkan”."
        )),
        None => back.saying(said).warning_if(!done.is_whole()),
    })
}

/// What came of putting back, in words.
fn words(done: &PutBack) -> String {
    let left: Vec<_> = done.left.iter().take(5).map(|title| format!("“{title}”")).collect();
    let left = text::list(&left);
    match (done.back, done.left.len()) {
        (0, _) => "Tidak ada yang dikembalikan: jam sesi ini sudah diubah sesudahnya.".to_owned(),
        (n, 0) => format!("{n} sesi kembali seperti semula."),
        (n, more @ 6..) => {
            format!(
                "{n} sesi kembali seperti semula. {more} sesi tidak, karena diubah sesudahnya: {left}, dan lainnya."
            )
        }
        (n, _) => format!("{n} sesi kembali seperti semula. Tidak ikut karena diubah sesudahnya: {left}."),
    }
}

/// Moves one session by a few minutes or to another room, or makes it longer or shorter.
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
    let Some((by, room)) = form.parse() else {
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
        verbs::move_all(&mut tx, &app.clock, id, sessions, ("session.move", &moves), room.as_deref()).await?
    } else {
        None
    };
    let Some(shift) = shift else {
        return Ok(
            back.refusing(refused("Sesi ini baru saja diubah orang lain. Periksa jamnya, lalu ulangi."))
        );
    };
    // Another room may be taken, or too small.
    let noticed = if room.is_some() { noticed(&mut tx, event, session.id).await? } else { String::new() };
    tx.commit().await?;
    let time = |at| text::time(event.zone.local(at).time());
    let hours = format!("{}-{} {}", time(after.0), time(after.1), event.zone);
    let said = match room.as_deref() {
        None => format!("“{}” sekarang {hours}.", session.title),
        Some("") => format!("“{}” sekarang tanpa ruang, {hours}.", session.title),
        Some(room) => format!("“{}” pindah ke {room}, {hours}.{noticed}", session.title),
    };
    Ok(back.saying(said).warning_if(!noticed.is_empty()).undo(UndoShiftPath { place, event: id, shift }))
}
