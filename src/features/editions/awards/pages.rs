//! The awards' pages.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    forms::{AwardForm, TypedCriterion},
    paths::{AwardPath, AwardsPath, NewAwardPath, RemoveAwardPath},
    sql,
};
use crate::{
    auth::permission::PlanEdition,
    error::Result,
    features::editions::{
        self,
        model::{AwardKind, AwardScope, RankScheme},
        paths::{EditionPath, EditionsPath},
    },
    kernel::ids::{AwardCategoryId, EditionId},
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "editions/awards.html")]
struct ListPage {
    shell: Shell,
    create: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    sub: String,
    scope: &'static str,
    criteria: Vec<String>,
    edit: String,
    remove: String,
}

/// The award categories in their order.
pub async fn list(path: AwardsPath, can: Can<PlanEdition>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let edition = editions::find(&mut tx, path.edition).await?;
    let awards = sql::list(&mut tx, path.edition).await?;
    drop(tx);
    let id = path.edition;
    let rows = awards
        .into_iter()
        .map(|kept| Row {
            sub: format!("{} · {}", kept.award.kind.label(), kept.award.rank_scheme.label()),
            name: kept.award.name,
            scope: kept.award.scope.label(),
            criteria: kept.award.criteria.iter().map(|c| format!("{} {}%", c.name, c.weight)).collect(),
            edit: AwardPath { edition: id, award: kept.id }.to_string(),
            remove: RemoveAwardPath { edition: id, award: kept.id }.to_string(),
        })
        .collect();
    page(&ListPage {
        shell: can
            .shell()
            .under("Edisi & gelombang", EditionsPath)
            .under(edition.name, EditionPath { edition: id }),
        create: NewAwardPath { edition: id }.to_string(),
        rows,
    })
}

#[derive(Template)]
#[template(path = "editions/award.html")]
pub(super) struct EditPage {
    shell: Shell,
    form: FormState<AwardForm>,
    is_new: bool,
    scopes: Vec<Choice>,
    kinds: Vec<Choice>,
    schemes: Vec<Choice>,
    back: String,
}

impl EditPage {
    /// The page of the category form; `award` is `None` for a new one.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<PlanEdition>,
        edition: EditionId,
        award: Option<AwardCategoryId>,
        form: FormState<AwardForm>,
    ) -> Result<Self> {
        let name = editions::find(conn, edition).await?.name;
        let back = AwardsPath { edition }.to_string();
        Ok(Self {
            shell: can
                .shell()
                .under("Edisi & gelombang", EditionsPath)
                .under(name, EditionPath { edition })
                .under("Penghargaan", &back),
            form,
            is_new: award.is_none(),
            scopes: AwardScope::ALL.iter().map(|s| Choice::new(s.code(), s.label())).collect(),
            kinds: AwardKind::ALL.iter().map(|k| Choice::new(k.code(), k.label())).collect(),
            schemes: RankScheme::ALL.iter().map(|s| Choice::new(s.code(), s.label())).collect(),
            back,
        })
    }

    fn criteria(&self) -> Vec<TypedCriterion> {
        self.form.values.criteria()
    }
}

/// The form of a new category.
pub async fn create(
    path: NewAwardPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
) -> Result<Response> {
    let form = FormState::fresh(AwardForm::blank());
    let mut tx = app.db.begin(&can.scope).await?;
    page(&EditPage::load(&mut tx, &can, path.edition, None, form).await?)
}

/// The form of a category as it stands.
pub async fn edit(path: AwardPath, can: Can<PlanEdition>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let kept = sql::find(&mut tx, path.edition, path.award).await?;
    let form = FormState::fresh(AwardForm::of(&kept));
    page(&EditPage::load(&mut tx, &can, path.edition, Some(kept.id), form).await?)
}
