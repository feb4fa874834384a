//! What is done with the evaluation.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    forms::EvaluationForm,
    model::Window,
    pages::OwnPage,
    paths::{EvaluatePath, HidePath, ResultsPath, ShowPath},
    verbs,
};
use crate::{
    auth::{permission::HideEvaluations, personal::own_page},
    error::Result,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState},
        guard::{ByLink, Can},
        page::rejected,
    },
};

/// Keeps a person's answers; a second time changes nothing.
pub async fn give(
    path: EvaluatePath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<EvaluationForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else {
        return Ok(Redirect::to(&own_page(&path.token)).into_response());
    };
    let back = Done::to(&path);
    if !matches!(verbs::window(&app.clock, &me.link), Window::Open(_)) {
        return Ok(back
            .refusing("Evaluasi tidak sedang dibuka, jadi jawaban tidak disimpan.")
            .into_response());
    }
    let mut tx = app.db.begin(scope).await?;
    let answers = match form.parse() {
        Ok(answers) => answers,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&OwnPage::load(&mut tx, &app, &me, &path.token, form).await?);
        }
    };
    let is_first = verbs::give(&mut tx, &app.clock, (me.link.event, me.link.person), &answers).await?;
    tx.commit().await?;
    Ok(if is_first { back.saying("Evaluasi Anda tersimpan tanpa nama.") } else { back }.into_response())
}

/// Keeps a text from being shown.
pub async fn hide(path: HidePath, can: Can<HideEvaluations>, State(app): State<AppState>) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    verbs::set_hidden(&mut tx, &app.clock, path.event, path.answer, true).await?;
    tx.commit().await?;
    let HidePath { place, event, answer } = path;
    Ok(Done::to(format!("{}#saran", ResultsPath { place: place.clone(), event }))
        .saying("Saran disembunyikan.")
        .undo(ShowPath { place, event, answer }))
}

/// Shows a text again.
pub async fn show(path: ShowPath, can: Can<HideEvaluations>, State(app): State<AppState>) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    verbs::set_hidden(&mut tx, &app.clock, path.event, path.answer, false).await?;
    tx.commit().await?;
    Ok(Done::to(format!("{}#saran", ResultsPath { place: path.place, event: path.event }))
        .saying("Saran ditampilkan lagi."))
}
