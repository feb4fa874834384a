//! What is done to editions.

use std::fmt::Write as _;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use chrono::{Datelike as _, TimeDelta};

use super::{
    awards,
    forms::EditionForm,
    model::{Level, WavePlan, days_between_years},
    pages::EditPage,
    paths::{EditEditionPath, EditionPath, NewEditionPath},
    saved_by, sql, template, verbs,
};
use crate::{
    audit::Change,
    auth::permission::PlanEdition,
    db::{Tx, constraint},
    error::{Error, Result},
    kernel::{ids::EditionId, origin::Origin},
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// The sentence when the year is taken.
fn taken(year: i32, level: Level) -> Problem {
    let sentence = format!("Edisi {year} tingkat {} sudah ada.", level.label().to_lowercase());
    Problem { field: "year", sentence }
}

/// Makes an edition, with what it takes over from the one it is a copy of.
pub async fn create(
    _: NewEditionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Form(form): Form<EditionForm>,
) -> Result<Response> {
    let wanted = match form.parse() {
        Ok(wanted) => wanted,
        Err(problems) => return rejected(&EditPage::new(&can, None, FormState::rejected(form, problems))),
    };
    let mut tx = app.db.begin(&can.scope).await?;
    if sql::list(&mut tx).await?.iter().any(|e| (e.year, e.level) == (wanted.plan.year, wanted.plan.level)) {
        let problems = vec![taken(wanted.plan.year, wanted.plan.level)];
        return rejected(&EditPage::new(&can, None, FormState::rejected(form, problems)));
    }
    let id = verbs::create(&mut tx, &app.clock, &wanted.plan, (Origin::Real, "")).await?;
    let mut said = format!("Edisi “{}” dibuat.", wanted.plan.name);
    let source = form.copied_from.parse::<EditionId>().ok();
    let (goals, categories) = match source {
        Some(from) => (sql::goals(&mut tx, from).await?, sql::categories(&mut tx, from).await?),
        None => (Vec::new(), Vec::new()),
    };
    verbs::set_goals(&mut tx, &app.clock, id, &wanted.goals(&goals)).await?;
    verbs::set_categories(&mut tx, &app.clock, id, &wanted.categories(&categories)).await?;
    if let Some(from) = source {
        let waves = take_over(&mut tx, &app, from, id, wanted.plan.year).await?;
        let _ = write!(said, " Penghargaan, pola agenda, dan {waves} gelombang ikut disalin.");
    }
    tx.commit().await?;
    Ok(Done::to(EditionPath { edition: id }).saying(said).into_response())
}

/// Takes over awards, agenda template and waves; says how many waves. A wave that would leave the year stays away.
async fn take_over(tx: &mut Tx, app: &AppState, from: EditionId, to: EditionId, year: i32) -> Result<usize> {
    let old = sql::find(tx, from).await?;
    awards::copy(tx, from, to).await?;
    template::copy(tx, from, to).await?;
    let by = TimeDelta::days(days_between_years(old.year, year));
    let mut copied = 0;
    for wave in sql::waves(tx, from).await? {
        let plan =
            WavePlan { number: wave.number, starts_on: wave.starts_on + by, ends_on: wave.ends_on + by };
        if plan.starts_on.year() == year && plan.ends_on.year() == year {
            verbs::add_wave(tx, &app.clock, to, &plan, (Origin::Real, "")).await?;
            copied += 1;
        }
    }
    Ok(copied)
}

/// Changes an edition, unless somebody else did meanwhile.
pub async fn update(
    path: EditEditionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Form(form): Form<EditionForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, path.edition).await?;
    let goals = sql::goals(&mut tx, path.edition).await?;
    let categories = sql::categories(&mut tx, path.edition).await?;
    let again = |form| EditPage::new(&can, Some(path.edition), form);
    let wanted = match form.parse() {
        Ok(wanted) => wanted,
        Err(problems) => return rejected(&again(FormState::rejected(form, problems))),
    };
    let version = Problems::version(&form.version);
    let saved =
        sql::update(&mut tx, path.edition, version, &wanted.plan, &can.actor.name, app.clock.now()).await;
    match constraint::unless_broken(saved, "editions_year_level_key")? {
        Some(true) => {}
        Some(false) => {
            let by = before.changed_at.map_or_else(String::new, |at| saved_by(&before.changed_by, at));
            let theirs = EditionForm::of(&before, &goals, &categories);
            let form = FormState::stale(form, &theirs, by).naming(|field, code| {
                if field == "level" {
                    Level::from_code(code).map(|level| level.label().to_owned())
                } else {
                    None
                }
            });
            return stale(&again(form));
        }
        None => {
            let problems = vec![taken(wanted.plan.year, wanted.plan.level)];
            return rejected(&again(FormState::rejected(form, problems)));
        }
    }
    if !sql::waves(&mut tx, path.edition).await?.is_empty() && wanted.plan.year != before.year {
        let sentence = format!("Tahun tidak dapat diubah: gelombang sudah dijadwalkan pada {}.", before.year);
        let form = FormState::rejected(form, vec![Problem { field: "year", sentence }]);
        return rejected(&again(form));
    }
    verbs::set_goals(&mut tx, &app.clock, path.edition, &wanted.goals(&goals)).await?;
    verbs::set_categories(&mut tx, &app.clock, path.edition, &wanted.categories(&categories)).await?;
    Change::new(&app.clock, "edition.update", path.edition)
        .before(&EditionForm::of(&before, &goals, &categories))
        .after(&wanted.plan)
        .record(&mut tx)
        .await?;
    tx.commit().await.map_err(Error::from)?;
    Ok(Done::to(EditionPath { edition: path.edition })
        .saying(format!("Edisi “{}” disimpan.", wanted.plan.name))
        .into_response())
}
