//! Setting a wording, and taking the usual one again.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::WordingForm,
    model::MessageKind,
    pages::WordingPage,
    paths::{ResetPath, WordingPath},
    sql,
};
use crate::{
    audit::{Change, Hand},
    auth::permission::EditParticipants,
    error::Result,
    kernel::text,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems},
        guard::Can,
        page::{page, rejected, stale},
    },
};

/// Sets the office's own wording, unless somebody else did meanwhile; or shows how it would read.
pub async fn save(
    path: WordingPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<WordingForm>,
) -> Result<Response> {
    let (event, office, kind) = (can.event()?, &can.office()?.province, MessageKind::from(path.message));
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::wording(&mut tx, path.event, office, kind).await?;
    let is_own = before.version > 0;
    let body = match form.parse(kind) {
        Ok(body) => body,
        Err(problems) => {
            return rejected(&WordingPage::new(&can, &path, is_own, FormState::rejected(form, problems))?);
        }
    };
    if form.act == "preview" {
        return page(&WordingPage::new(&can, &path, is_own, FormState::fresh(form))?);
    }
    let hand = Hand::of(&tx, &app.clock);
    let version = Problems::version(&form.version);
    if !sql::set(&mut tx, path.event, office, kind, (version, &body), &hand).await? {
        let theirs = sql::own(&mut tx, path.event, office, kind).await?;
        let by = theirs.as_ref().and_then(|own| {
            Some(format!(
                "{}, {}",
                own.changed_by,
                text::moment(event.zone.local(own.changed_at?), event.zone)
            ))
        });
        let now = sql::wording(&mut tx, path.event, office, kind).await?;
        let form = FormState::stale(form, &WordingForm::of(&now), by.unwrap_or_else(|| "orang lain".into()));
        return stale(&WordingPage::new(&can, &path, now.version > 0, form)?);
    }
    Change::new(&app.clock, "message_text.set", path.event)
        .in_event(path.event)
        .before(&(kind, &before.text))
        .after(&(kind, &body))
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Done::to(path).saying("Teks pesan disimpan. Pesan berikutnya memakai teks ini.").into_response())
}

/// Takes the usual wording again.
pub async fn reset(path: ResetPath, can: Can<EditParticipants>, State(app): State<AppState>) -> Result<Done> {
    let ResetPath { place, event, message } = path;
    let (office, kind) = (&can.office()?.province, MessageKind::from(message));
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::wording(&mut tx, event, office, kind).await?;
    if sql::remove(&mut tx, event, office, kind).await? {
        Change::new(&app.clock, "message_text.reset", event)
            .in_event(event)
            .before(&(kind, &before.text))
            .record(&mut tx)
            .await?;
        tx.commit().await?;
    }
    Ok(Done::to(WordingPath { place, event, message }).saying("Teks baku dipakai lagi."))
}
