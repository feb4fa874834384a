//! The list of editions, and the form of one.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    forms::{CategoryField, EditionForm},
    model::Level,
    paths::{EditEditionPath, EditionPath, EditionsPath, NewEditionPath},
    sql,
};
use crate::{
    auth::permission::PlanEdition,
    error::Result,
    kernel::{ids::EditionId, text, zone::Zone},
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "editions/list.html")]
struct ListPage {
    shell: Shell,
    create: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    href: String,
    sub: String,
    waves: String,
    targets: String,
    copy: String,
}

/// Every edition, newest first.
pub async fn list(_: EditionsPath, can: Can<PlanEdition>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let editions = sql::list(&mut tx).await?;
    let rows = editions
        .iter()
        .map(|edition| Row {
            name: edition.name.clone(),
            href: EditionPath { edition: edition.id }.to_string(),
            sub: format!("{}, tingkat {}", edition.meeting_label, edition.level.label().to_lowercase()),
            waves: format!(
                "{} gelombang, masing-masing {} sampai {} provinsi",
                edition.wave_count, edition.wave_min_provinces, edition.wave_max_provinces
            ),
            targets: format!(
                "{} provinsi, {} kabupaten/kota, {} desa",
                edition.target_provinces,
                text::number(edition.target_regencies.into()),
                text::number(edition.target_villages.into())
            ),
            copy: format!("{NewEditionPath}?dari={}", edition.id),
        })
        .collect();
    page(&ListPage { shell: can.shell(), create: NewEditionPath.to_string(), rows })
}

#[derive(Template)]
#[template(path = "editions/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    form: FormState<EditionForm>,
    is_new: bool,
    levels: Vec<Choice>,
    back: String,
}

impl EditPage {
    pub(super) fn new(
        can: &Can<PlanEdition>,
        edition: Option<EditionId>,
        form: FormState<EditionForm>,
    ) -> Self {
        let shell = can.shell().under("Edisi & gelombang", EditionsPath);
        let back = match edition {
            Some(edition) => EditionPath { edition }.to_string(),
            None => EditionsPath.to_string(),
        };
        Self {
            shell,
            form,
            is_new: edition.is_none(),
            levels: Level::ALL.iter().map(|level| Choice::new(level.code(), level.label())).collect(),
            back,
        }
    }

    fn categories(&self) -> Vec<CategoryField> {
        self.form.values.category_fields()
    }
}

/// Which edition to begin from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    dari: String,
}

/// The form of a new edition: empty, or last year's.
pub async fn create(
    _: NewEditionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Query(from): Query<From>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let form = if let Ok(id) = from.dari.parse::<EditionId>() {
        let edition = sql::find(&mut tx, id).await?;
        let goals = sql::goals(&mut tx, id).await?;
        let categories = sql::categories(&mut tx, id).await?;
        EditionForm::of(&edition, &goals, &categories).a_year_later(&edition)
    } else {
        let today = Zone::Wib.date(app.clock.programme_now());
        EditionForm::blank(chrono::Datelike::year(&today))
    };
    page(&EditPage::new(&can, None, FormState::fresh(form)))
}

/// The form of an edition as it stands.
pub async fn edit(
    path: EditEditionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let edition = sql::find(&mut tx, path.edition).await?;
    let goals = sql::goals(&mut tx, path.edition).await?;
    let categories = sql::categories(&mut tx, path.edition).await?;
    let form = EditionForm::of(&edition, &goals, &categories);
    page(&EditPage::new(&can, Some(path.edition), FormState::fresh(form)))
}
