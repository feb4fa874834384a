//! What is done to a template.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{TemplateSessionForm, WhichForm},
    pages::EditPage,
    paths::{
        NewTemplateSessionPath, RemoveTemplateSessionPath, RestoreTemplateSessionPath, TemplatePath,
        TemplateSessionPath,
    },
    sql, verbs,
};
use crate::{
    auth::permission::PlanEdition,
    error::Result,
    features::editions::{
        self,
        model::{SessionKind, Strategy, TemplateSession},
        saved_by,
    },
    kernel::text,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems, Query},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Adds a session.
pub async fn create(
    path: NewTemplateSessionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Query(which): Query<WhichForm>,
    Form(form): Form<TemplateSessionForm>,
) -> Result<Response> {
    let template = (path.edition, which.template());
    let mut tx = app.db.begin(&can.scope).await?;
    editions::find(&mut tx, path.edition).await?;
    let session = match form.parse() {
        Ok(session) => session,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&EditPage::load(&mut tx, &can, template, None, form).await?);
        }
    };
    let session = TemplateSession {
        is_fixed: session.is_fixed || session.kind.keeps_its_hour(&session.title),
        ..session
    };
    verbs::add(&mut tx, &app.clock, template, &session).await?;
    tx.commit().await?;
    Ok(Done::to(WhichForm::address(TemplatePath { edition: path.edition }, which.template()))
        .saying(format!("Sesi “{}” ditambahkan ke pola.", session.title))
        .into_response())
}

fn labels(kept: &sql::Kept) -> Vec<&'static str> {
    Strategy::named(&kept.session.strategies).into_iter().map(Strategy::label).collect()
}

/// Changes a session, unless somebody else did meanwhile.
pub async fn update(
    path: TemplateSessionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Form(form): Form<TemplateSessionForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, path.edition, path.template_session).await?;
    let session = match form.parse() {
        Ok(session) => session,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(
                &EditPage::load(&mut tx, &can, (path.edition, before.template), Some(before.id), form)
                    .await?,
            );
        }
    };
    let version = Problems::version(&form.version);
    if !verbs::change(&mut tx, &app.clock, path.edition, &before, version, &session).await? {
        let theirs = sql::find(&mut tx, path.edition, path.template_session).await?;
        let mine = TemplateSessionForm { version: form.version, ..TemplateSessionForm::of_plan(&session) };
        let by = saved_by(&theirs.changed_by, theirs.changed_at);
        let form =
            FormState::stale(mine, &TemplateSessionForm::of(&theirs), by).naming(
                |field, value| match field {
                    "kind" => SessionKind::from_code(value).map(|kind| kind.label().to_owned()),
                    "day" => Some(format!("Hari ke-{value}")),
                    "strategies" if !value.is_empty() => Some(text::list(&labels(&theirs))),
                    _ => None,
                },
            );
        return stale(
            &EditPage::load(&mut tx, &can, (path.edition, before.template), Some(before.id), form).await?,
        );
    }
    tx.commit().await?;
    Ok(Done::to(WhichForm::address(TemplatePath { edition: path.edition }, before.template))
        .saying(format!("Sesi “{}” disimpan.", session.title))
        .into_response())
}

/// Removes a session; the next page offers to bring it back.
pub async fn remove(
    path: RemoveTemplateSessionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let kept = sql::find(&mut tx, path.edition, path.template_session).await?;
    verbs::set_removed(&mut tx, &app.clock, path.edition, kept.id, true).await?;
    tx.commit().await?;
    Ok(Done::to(WhichForm::address(TemplatePath { edition: path.edition }, kept.template))
        .saying(format!("Sesi “{}” dihapus dari pola.", kept.session.title))
        .undo(RestoreTemplateSessionPath { edition: path.edition, template_session: kept.id }))
}

/// Brings a removed session back.
pub async fn restore(
    path: RestoreTemplateSessionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    verbs::set_removed(&mut tx, &app.clock, path.edition, path.template_session, false).await?;
    let kept = sql::find(&mut tx, path.edition, path.template_session).await?;
    tx.commit().await?;
    Ok(Done::to(WhichForm::address(TemplatePath { edition: path.edition }, kept.template))
        .saying(format!("Sesi “{}” dikembalikan ke pola.", kept.session.title)))
}
