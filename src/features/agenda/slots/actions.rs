//! What is done with the order.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{AddForm, ChangeForm, Deed, Line},
    model::USUAL_MINUTES,
    pages::SlotsPage,
    paths::{AddSlotsPath, ChangeSlotsPath, RestoreSlotPath, SlotsPath, UndoReorderPath},
    sql, verbs,
};
use crate::{
    auth::permission::EditAgenda,
    error::Result,
    features::agenda,
    kernel::ids::SlotId,
    web::{
        AppState,
        flash::Done,
        form::Form,
        guard::Can,
        page::{rejected, stale},
    },
};

/// Gives one or all libraries a turn, or somebody who is no library.
pub async fn add(
    path: AddSlotsPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<AddForm>,
) -> Result<Response> {
    let AddSlotsPath { place, event, session } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, event, session).await?;
    let session = agenda::find(&mut tx, event, session).await?;
    let lines = Line::filled(sql::list(&mut tx, event, session.id).await?, &form.order());
    let (wanted, minutes) = match form.parse(USUAL_MINUTES) {
        Ok(parsed) if lines.iter().all(|line| line.problem.is_empty()) => parsed,
        wrong => {
            let problem = wrong.err().unwrap_or_default();
            return rejected(&SlotsPage::load(&mut tx, &can, &session, lines, problem).await?);
        }
    };
    if lines.iter().any(|line| !line.theirs.is_empty()) {
        return stale(&SlotsPage::load(&mut tx, &can, &session, lines, "").await?);
    }
    let added = match verbs::add(&mut tx, &app.clock, (event, session.id), wanted, minutes).await? {
        Ok(added) => added,
        Err(sentence) => {
            return rejected(&SlotsPage::load(&mut tx, &can, &session, lines, sentence).await?);
        }
    };
    if let Err(sentence) = verbs::change(&mut tx, &app.clock, event, &session, &lines, Deed::Save).await? {
        return rejected(&SlotsPage::load(&mut tx, &can, &session, lines, sentence).await?);
    }
    tx.commit().await?;
    let back = Done::to(SlotsPath { place, event, session: session.id });
    Ok(match added.as_slice() {
        [one] => back.saying(format!("“{one}” masuk urutan.")),
        more => back.saying(format!("{} perpustakaan masuk urutan.", more.len())),
    }
    .into_response())
}

/// Saves the minutes that were typed, and does what the pressed button says.
pub async fn change(
    path: ChangeSlotsPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<ChangeForm>,
) -> Result<Response> {
    let ChangeSlotsPath { place, event, session } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, event, session).await?;
    let session = agenda::find(&mut tx, event, session).await?;
    let lines = Line::filled(sql::list(&mut tx, event, session.id).await?, &form);
    let deed = match form.deed() {
        Ok(deed) if lines.iter().all(|line| line.problem.is_empty()) => deed,
        wrong => {
            let problem = wrong.err().unwrap_or_default();
            return rejected(&SlotsPage::load(&mut tx, &can, &session, lines, problem).await?);
        }
    };
    // Minutes for everybody are a decision about all of them.
    if !matches!(deed, Deed::Each(_) | Deed::Spread) && lines.iter().any(|line| !line.theirs.is_empty()) {
        return stale(&SlotsPage::load(&mut tx, &can, &session, lines, "").await?);
    }
    let changed = match verbs::change(&mut tx, &app.clock, event, &session, &lines, deed).await? {
        Ok(changed) => changed,
        Err(sentence) => {
            return rejected(&SlotsPage::load(&mut tx, &can, &session, lines, sentence).await?);
        }
    };
    tx.commit().await?;
    let order = SlotsPath { place: place.clone(), event, session: session.id };
    let back = match deed {
        Deed::Up(slot) | Deed::Down(slot) | Deed::To(slot, _) => Done::to(format!("{order}#giliran-{slot}")),
        Deed::Remove(slot) => match neighbour(&lines, slot) {
            Some(slot) => Done::to(format!("{order}#giliran-{slot}")),
            None => Done::to(order),
        },
        _ => Done::to(order),
    };
    let said = match (&changed.removed, deed) {
        (Some((_, label)), _) => format!("“{label}” dikeluarkan dari urutan."),
        (None, Deed::Save) => "Menit disimpan.".into(),
        (None, Deed::Each(minutes)) => format!("Semua paparan sekarang {minutes} menit."),
        (None, Deed::Spread) => "Waktu sesi dibagi rata.".into(),
        (None, _) => "Urutan disimpan.".into(),
    };
    let (done, session) = (back.saying(said), session.id);
    Ok(match (changed.removed, changed.reorder) {
        (Some((slot, _)), _) => done.undo(RestoreSlotPath { place, event, session, slot }),
        (None, Some(reorder)) => done.undo(UndoReorderPath { place, event, session, reorder }),
        (None, None) => done,
    }
    .into_response())
}

/// The turn that takes a removed one's place, or stood before it.
fn neighbour(lines: &[Line], slot: SlotId) -> Option<SlotId> {
    let at = lines.iter().position(|line| line.slot.id == slot)?;
    let next = lines.get(at + 1).or_else(|| lines.get(at.checked_sub(1)?))?;
    Some(next.slot.id)
}

/// Puts the order and its minutes back as they were before one change.
pub async fn undo(path: UndoReorderPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Done> {
    let UndoReorderPath { place, event, session, reorder } = path;
    let back = Done::to(SlotsPath { place, event, session });
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, event, session).await?;
    if !verbs::put_back(&mut tx, &app.clock, (event, session), reorder).await? {
        return Ok(back.refusing(
            "Urutan ini sudah berubah sesudah itu, jadi tidak diurungkan. Periksa, lalu atur seperlunya.",
        ));
    }
    tx.commit().await?;
    Ok(back.saying("Urutan dan menit kembali seperti semula."))
}

/// Brings a removed turn back.
pub async fn restore(
    path: RestoreSlotPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let RestoreSlotPath { place, event, session, slot } = path;
    let back = Done::to(SlotsPath { place, event, session });
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, event, session).await?;
    let label = sql::label(&mut tx, (event, session), slot).await?;
    if let Err(sentence) = verbs::restore(&mut tx, &app.clock, (event, session), slot).await? {
        return Ok(back.refusing(sentence));
    }
    tx.commit().await?;
    Ok(back.saying(format!("“{label}” kembali dalam urutan.")))
}
