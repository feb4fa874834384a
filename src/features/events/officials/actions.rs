//! What is done to an event's officials.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::OfficialForm,
    pages::{OfficialPage, slot_of},
    slot_name, sql,
};
use crate::{
    audit::Change,
    auth::permission::EditEvent,
    error::{Error, Result},
    features::events::{
        model::ActingStatus,
        paths::{EventPath, OfficialPath, RemoveOfficialPath},
    },
    kernel::names,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Records or changes an official, unless somebody else did meanwhile.
pub async fn save(
    path: OfficialPath,
    can: Can<EditEvent>,
    State(app): State<AppState>,
    Form(form): Form<OfficialForm>,
) -> Result<Response> {
    let slot = slot_of(&path.official)?;
    let plan = match form.parse() {
        Ok(plan) => plan,
        Err(problems) => {
            return rejected(&OfficialPage::new(&can, &path, slot, FormState::rejected(form, problems)));
        }
    };
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::list(&mut tx, path.event).await?;
    let before = before.into_iter().find(|o| (o.ceremony, o.phase) == slot);
    let saved = match &before {
        None if form.version.is_empty() => sql::insert(&mut tx, path.event, slot, &plan).await?,
        None => false,
        Some(_) => sql::update(&mut tx, path.event, slot, Problems::version(&form.version), &plan).await?,
    };
    if !saved {
        drop(tx);
        let mut tx = app.db.begin(&can.scope).await?;
        let theirs = sql::list(&mut tx, path.event).await?;
        let theirs = theirs.iter().find(|o| (o.ceremony, o.phase) == slot).map(OfficialForm::of);
        let theirs = theirs.unwrap_or_default();
        let form = FormState::stale(form, &theirs, "orang lain").naming(|field, code| {
            if field == "acting_status" {
                ActingStatus::from_code(code).map(|s| s.label().to_owned())
            } else {
                None
            }
        });
        return stale(&OfficialPage::new(&can, &path, slot, form));
    }
    let mut change = Change::new(&app.clock, "official.set", path.event).in_event(path.event).after(&plan);
    if let Some(before) = &before {
        change = change.before(&OfficialForm::of(before));
    }
    change.record(&mut tx).await?;
    tx.commit().await?;
    let name = names::titled(&plan.title_prefix, &plan.full_name, &plan.title_suffix);
    Ok(Done::to(EventPath { place: path.place, event: path.event })
        .saying(format!("{}: {name}.", slot_name(slot.0, slot.1)))
        .into_response())
}

/// Removes an official.
pub async fn remove(
    path: RemoveOfficialPath,
    can: Can<EditEvent>,
    State(app): State<AppState>,
) -> Result<Done> {
    let slot = slot_of(&path.official)?;
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::list(&mut tx, path.event).await?;
    let before = before.into_iter().find(|o| (o.ceremony, o.phase) == slot).ok_or(Error::NotFound)?;
    sql::remove(&mut tx, path.event, slot).await?;
    Change::new(&app.clock, "official.remove", path.event)
        .in_event(path.event)
        .before(&OfficialForm::of(&before))
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Done::to(EventPath { place: path.place, event: path.event })
        .saying(format!("{} dikosongkan.", slot_name(slot.0, slot.1))))
}
