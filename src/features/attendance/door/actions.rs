//! Adding people at the door, and taking that back.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use uuid::Uuid;

use super::{
    admit,
    pages::{StandInPage, WalkInPage},
    paths::{StandInPath, UndoStandInPath, UndoWalkInPath, WalkInPath},
};
use crate::{
    auth::permission::AddWalkIn,
    db::Tx,
    error::Result,
    features::{
        agenda,
        attendance::{
            actions::{back_to, set_all},
            model::{self, Outcome},
        },
        registration::{self, StandInForm, Status, Unregistered, WalkInForm},
    },
    kernel::ids::{EventId, ParticipantId, SessionId},
    web::{AppState, flash::Done, form::Form, guard::Can, page::rejected},
};

/// Marks whoever was just added; how it went, behind the name.
async fn present(
    tx: &mut Tx,
    app: &AppState,
    can: &Can<AddWalkIn>,
    at: (EventId, SessionId),
    person: ParticipantId,
) -> Result<&'static str> {
    let mark = (model::State::Present, Uuid::now_v7());
    let verdicts = set_all(tx, app, can, at, &[person], mark).await?;
    Ok(match verdicts.first().map(|verdict| verdict.outcome) {
        Some(Outcome::Proposed) => "terdaftar; tandanya menunggu admin karena sesi sudah ditutup.",
        _ => "terdaftar dan hadir.",
    })
}

/// Registers somebody who came unannounced, and marks them present.
pub async fn walk_in(
    path: WalkInPath,
    can: Can<AddWalkIn>,
    State(app): State<AppState>,
    Form(form): Form<WalkInForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    admit(&mut tx, &can).await?;
    let session = agenda::find(&mut tx, path.event, path.session).await?;
    let (person, name) = match registration::walk_in(&mut tx, &app.clock, &can, &form).await? {
        Ok(registered) => registered,
        Err(why) => {
            return rejected(&WalkInPage::load(&mut tx, &can, &path, session.title, form, Some(why)).await?);
        }
    };
    let said = present(&mut tx, &app, &can, (path.event, path.session), person).await?;
    tx.commit().await?;
    let WalkInPath { place, event, session } = path;
    Ok(Done::to(back_to(place.clone(), event, session))
        .saying(format!("{name} {said}"))
        .undo(UndoWalkInPath { place, event, session, added: person })
        .into_response())
}

/// Takes somebody off the list again who came unannounced, and the mark with it.
pub async fn undo_walk_in(
    path: UndoWalkInPath,
    can: Can<AddWalkIn>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    admit(&mut tx, &can).await?;
    let UndoWalkInPath { place, event, session, added } = path;
    let (name, _) = take_back(&mut tx, &app, &can, (event, session), added, Status::Registered).await?;
    tx.commit().await?;
    Ok(Done::to(back_to(place, event, session)).saying(format!("Pendaftaran {name} dibatalkan.")))
}

/// Registers somebody who comes instead of a person, and marks them present.
pub async fn stand_in(
    path: StandInPath,
    can: Can<AddWalkIn>,
    State(app): State<AppState>,
    Form(form): Form<StandInForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    admit(&mut tx, &can).await?;
    let session = agenda::find(&mut tx, path.event, path.session).await?;
    let first = registration::place_of(&mut tx, path.event, path.participant).await?;
    let back = back_to(path.place.clone(), path.event, path.session);
    let stood = registration::stand_in(&mut tx, &app.clock, path.event, path.participant, &form).await?;
    let (person, name, before) = match stood {
        Ok(registered) => registered,
        Err(Unregistered::Taken) => {
            let said = format!("Tempat {} sudah tidak kosong: ia digantikan atau dibatalkan.", first.name);
            return Ok(Done::to(back).refusing(said).into_response());
        }
        Err(why) => {
            return rejected(&StandInPage::new(&can, &path, first, session.title, form, Some(why)));
        }
    };
    let said = present(&mut tx, &app, &can, (path.event, path.session), person).await?;
    tx.commit().await?;
    let StandInPath { place, event, session, .. } = path;
    Ok(Done::to(back)
        .saying(format!("{name} menggantikan {}, {said}", first.name))
        .undo(UndoStandInPath { place, event, session, added: person, to: before.into() })
        .into_response())
}

/// Gives a place back to whoever had it, and takes the mark of who came instead.
pub async fn undo_stand_in(
    path: UndoStandInPath,
    can: Can<AddWalkIn>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    admit(&mut tx, &can).await?;
    let UndoStandInPath { place, event, session, added, to } = path;
    let (name, first) = take_back(&mut tx, &app, &can, (event, session), added, to.into()).await?;
    tx.commit().await?;
    let said = match first {
        Some(first) => format!("Penggantian dibatalkan; {first} kembali di daftar."),
        None => format!("Pendaftaran {name} dibatalkan."),
    };
    Ok(Done::to(back_to(place, event, session)).saying(said))
}

async fn take_back(
    tx: &mut Tx,
    app: &AppState,
    can: &Can<AddWalkIn>,
    (event, session): (EventId, SessionId),
    added: ParticipantId,
    to: Status,
) -> Result<(String, Option<String>)> {
    agenda::find(tx, event, session).await?;
    let gone = registration::take_back(tx, &app.clock, event, added, to).await?;
    let cleared = (model::State::Cleared, Uuid::now_v7());
    set_all(tx, app, can, (event, session), &[added], cleared).await?;
    Ok(gone)
}
