//! Keeping a search, renaming it, removing it.

use axum::extract::State;

use super::{
    forms::{SaveForm, name},
    paths::{RemoveFilterPath, RenameFilterPath, RestoreFilterPath, SaveFilterPath},
    sql, verbs,
};
use crate::{
    auth::permission::EditParticipants,
    error::Result,
    features::registration::people::{PeopleFilter, paths::PeoplePath},
    web::{AppState, flash::Done, form::Form, guard::Can},
};

/// Keeps a search under a name.
pub async fn save(
    path: SaveFilterPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<SaveForm>,
) -> Result<Done> {
    let list = PeoplePath { place: path.place, event: path.event }.to_string();
    let filter = PeopleFilter::read(&form.filter);
    let back = Done::to(filter.address(&list));
    let query = filter.query();
    let name = match name(&form.name) {
        Ok(_) if query.is_empty() => {
            return Ok(back.refusing("Saring atau cari sesuatu dulu, lalu simpan."));
        }
        Ok(_) if query.len() > 600 => {
            return Ok(back.refusing("Pencarian ini terlalu panjang untuk disimpan."));
        }
        Ok(name) => name,
        Err(sentence) => return Ok(back.refusing(sentence)),
    };
    let owner = if form.whose == "kantor" { None } else { Some(can.actor.account) };
    let mut tx = app.db.begin(&can.scope).await?;
    let kept = verbs::save(&mut tx, &app.clock, &can.office()?.province, owner, (&name, &query)).await?;
    if let Err(sentence) = kept {
        return Ok(back.refusing(sentence));
    }
    tx.commit().await?;
    let whose = if owner.is_none() { "untuk kantor" } else { "untuk Anda" };
    Ok(back.saying(format!("Saringan “{name}” disimpan {whose}.")))
}

/// Gives a kept search another name.
pub async fn rename(
    path: RenameFilterPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<SaveForm>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let back = Done::to(PeoplePath { place: path.place, event: path.event });
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, province, path.filter).await?;
    let name = match name(&form.name) {
        Ok(name) => name,
        Err(sentence) => return Ok(back.refusing(sentence)),
    };
    if let Err(sentence) = verbs::rename(&mut tx, &app.clock, province, &before, &name).await? {
        return Ok(back.refusing(sentence));
    }
    tx.commit().await?;
    Ok(back.saying(format!("Saringan “{}” sekarang bernama “{name}”.", before.name)))
}

/// Removes a kept search; the next page offers to bring it back.
pub async fn remove(
    path: RemoveFilterPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Done> {
    let RemoveFilterPath { place, event, filter } = path;
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, province, filter).await?;
    let back = Done::to(PeoplePath { place: place.clone(), event });
    if let Err(sentence) = verbs::set_removed(&mut tx, &app.clock, province, filter, true).await? {
        return Ok(back.refusing(sentence));
    }
    tx.commit().await?;
    Ok(back.saying(format!("Saringan “{}” dihapus.", before.name)).undo(RestoreFilterPath {
        place,
        event,
        filter,
    }))
}

/// Brings a removed search back.
pub async fn restore(
    path: RestoreFilterPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    let filter = sql::find(&mut tx, province, path.filter).await?;
    let back = Done::to(PeoplePath { place: path.place, event: path.event });
    if let Err(sentence) = verbs::set_removed(&mut tx, &app.clock, province, path.filter, false).await? {
        return Ok(back.refusing(sentence));
    }
    tx.commit().await?;
    Ok(back.saying(format!("Saringan “{}” ada lagi.", filter.name)))
}
