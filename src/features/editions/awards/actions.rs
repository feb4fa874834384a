//! What is done to award categories.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::AwardForm,
    pages::EditPage,
    paths::{AwardPath, AwardsPath, NewAwardPath, RemoveAwardPath, RestoreAwardPath},
    sql, verbs,
};
use crate::{
    auth::permission::PlanEdition,
    error::Result,
    features::editions::{
        self,
        model::{AwardKind, AwardScope, RankScheme},
        saved_by,
    },
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Adds a category.
pub async fn create(
    path: NewAwardPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Form(form): Form<AwardForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    editions::find(&mut tx, path.edition).await?;
    let award = match form.parse() {
        Ok(award) => award,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&EditPage::load(&mut tx, &can, path.edition, None, form).await?);
        }
    };
    verbs::add(&mut tx, &app.clock, path.edition, &award).await?;
    tx.commit().await?;
    Ok(Done::to(AwardsPath { edition: path.edition })
        .saying(format!("Penghargaan “{}” ditambahkan.", award.name))
        .into_response())
}

/// Changes a category, unless somebody else did meanwhile.
pub async fn update(
    path: AwardPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Form(form): Form<AwardForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, path.edition, path.award).await?;
    let award = match form.parse() {
        Ok(award) => award,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&EditPage::load(&mut tx, &can, path.edition, Some(before.id), form).await?);
        }
    };
    let version = Problems::version(&form.version);
    if !verbs::change(&mut tx, &app.clock, path.edition, &before, version, &award).await? {
        let theirs = sql::find(&mut tx, path.edition, path.award).await?;
        let mine = form.without_blank_rows();
        let by = saved_by(&theirs.changed_by, theirs.changed_at);
        let form = FormState::stale(mine, &AwardForm::of(&theirs), by).naming(|field, value| match field {
            "scope" => AwardScope::from_code(value).map(|scope| scope.label().to_owned()),
            "kind" => AwardKind::from_code(value).map(|kind| kind.label().to_owned()),
            "rank_scheme" => RankScheme::from_code(value).map(|scheme| scheme.label().to_owned()),
            _ => None,
        });
        return stale(&EditPage::load(&mut tx, &can, path.edition, Some(before.id), form).await?);
    }
    tx.commit().await?;
    Ok(Done::to(AwardsPath { edition: path.edition })
        .saying(format!("Penghargaan “{}” disimpan.", award.name))
        .into_response())
}

/// Removes a category; the next page offers to bring it back.
pub async fn remove(
    path: RemoveAwardPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let kept = sql::find(&mut tx, path.edition, path.award).await?;
    verbs::set_removed(&mut tx, &app.clock, path.edition, kept.id, true).await?;
    tx.commit().await?;
    Ok(Done::to(AwardsPath { edition: path.edition })
        .saying(format!("Penghargaan “{}” dihapus.", kept.award.name))
        .undo(RestoreAwardPath { edition: path.edition, award: kept.id }))
}

/// Brings a removed category back.
pub async fn restore(
    path: RestoreAwardPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    verbs::set_removed(&mut tx, &app.clock, path.edition, path.award, false).await?;
    let kept = sql::find(&mut tx, path.edition, path.award).await?;
    tx.commit().await?;
    Ok(Done::to(AwardsPath { edition: path.edition })
        .saying(format!("Penghargaan “{}” dikembalikan.", kept.award.name)))
}
