//! What is done with rooms.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::RoomForm,
    pages::{RoomPage, RoomsPage},
    paths::{RemoveRoomPath, RestoreRoomPath, RoomPath, RoomsPath},
    sql,
    verbs::{self, Changed, Refused},
};
use crate::{
    auth::permission::EditAgenda,
    error::Result,
    kernel::text,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

fn about_the_name(refused: Refused) -> Vec<Problem> {
    vec![Problem { field: "name", sentence: refused.sentence() }]
}

/// Adds a room.
pub async fn add(
    path: RoomsPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<RoomForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let problems = match form.parse() {
        Ok(plan) => match verbs::add(&mut tx, &app.clock, path.event, &plan).await? {
            Ok(_) => {
                tx.commit().await?;
                let added = format!("Ruang “{}” ditambahkan.", plan.name);
                return Ok(Done::to(path).saying(added).into_response());
            }
            Err(refused) => about_the_name(refused),
        },
        Err(problems) => problems,
    };
    drop(tx);
    let mut tx = app.db.begin(&can.scope).await?;
    rejected(&RoomsPage::load(&mut tx, &can, FormState::rejected(form, problems)).await?)
}

/// Changes a room, unless somebody else did meanwhile.
pub async fn change(
    path: RoomPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<RoomForm>,
) -> Result<Response> {
    let zone = can.event()?.zone;
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, path.event, path.room).await?;
    let plan = match form.parse() {
        Ok(plan) => plan,
        Err(problems) => return rejected(&RoomPage::new(&can, FormState::rejected(form, problems))?),
    };
    let version = Problems::version(&form.version);
    let followed = match verbs::change(&mut tx, &app.clock, path.event, &before, version, &plan).await? {
        Changed::Done(followed) => followed,
        Changed::Taken => {
            let form = FormState::rejected(form, about_the_name(Refused::Taken));
            return rejected(&RoomPage::new(&can, form)?);
        }
        Changed::Stale => {
            let theirs = sql::find(&mut tx, path.event, path.room).await?;
            let by = format!("{}, {}", theirs.changed_by, text::moment(zone.local(theirs.changed_at), zone));
            return stale(&RoomPage::new(&can, FormState::stale(form, &RoomForm::of(&theirs), by))?);
        }
    };
    tx.commit().await?;
    let along = if followed == 0 {
        String::new()
    } else {
        format!(" Namanya juga berubah pada {} sesi.", text::count(followed))
    };
    Ok(Done::to(RoomsPath { place: path.place, event: path.event })
        .saying(format!("Ruang “{}” disimpan.{along}", plan.name))
        .into_response())
}

/// Removes a room; the next page offers to bring it back. Sessions keep its name.
pub async fn remove(path: RemoveRoomPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Done> {
    let RemoveRoomPath { place, event, room } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, event, room).await?;
    let back = Done::to(RoomsPath { place: place.clone(), event });
    if let Err(refused) = verbs::set_removed(&mut tx, &app.clock, event, room, true).await? {
        return Ok(back.refusing(refused.sentence()));
    }
    tx.commit().await?;
    Ok(back.saying(format!("Ruang “{}” dihapus.", before.name)).undo(RestoreRoomPath { place, event, room }))
}

/// Brings a removed room back.
pub async fn restore(
    path: RestoreRoomPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let RestoreRoomPath { place, event, room } = path;
    let back = Done::to(RoomsPath { place, event });
    let mut tx = app.db.begin(&can.scope).await?;
    if let Err(refused) = verbs::set_removed(&mut tx, &app.clock, event, room, false).await? {
        return Ok(back.refusing(refused.sentence()));
    }
    let restored = sql::find(&mut tx, event, room).await?;
    tx.commit().await?;
    Ok(back.saying(format!("Ruang “{}” dikembalikan.", restored.name)))
}
