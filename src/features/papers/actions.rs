//! Asking for a paper.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    forms::PaperForm,
    job::{KIND, Payload},
    model::PaperKind,
    pages::PreparePage,
    paths::{PaperPath, PreparePath},
    sql,
};
use crate::{
    audit::{Change, Hand},
    auth::permission::MakePapers,
    error::{Error, Result},
    jobs,
    kernel::ids::PaperId,
    web::{
        AppState,
        form::{Form, FormState},
        guard::Can,
        page::rejected,
    },
};

/// Has a paper made, and leads to where it will be.
pub async fn ask(
    path: PreparePath,
    can: Can<MakePapers>,
    State(app): State<AppState>,
    Form(form): Form<PaperForm>,
) -> Result<Response> {
    let kind = PaperKind::from_slug(&path.paper_kind).ok_or(Error::NotFound)?;
    let mut tx = app.db.begin(&can.scope).await?;
    let offer = PreparePage::offer(&mut tx, &can).await?;
    let choices = match form.parse(kind, &offer) {
        Ok(choices) => choices,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&PreparePage::new(&can, kind, form, offer));
        }
    };
    let paper = PaperId::new();
    let job = jobs::ask(&mut tx, &app.clock, KIND, &Payload { event: path.event, paper }).await?;
    let hand = Hand::of(&tx, &app.clock);
    let province = &can.office()?.province;
    sql::insert(&mut tx, (path.event, paper, province), kind, &choices, job, (&hand.by, hand.at)).await?;
    Change::new(&app.clock, "paper.make", paper)
        .in_event(path.event)
        .after(&(kind, &choices))
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    app.bell.ring();
    Ok(Redirect::to(&PaperPath { place: path.place, event: path.event, paper }.to_string()).into_response())
}
