//! Setting quotas.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{QuotasForm, cells, version},
    pages::QuotasPage,
    paths::QuotasPath,
    sql,
};
use crate::{
    audit::Change,
    auth::permission::EditQuotas,
    db::{Tx, scope::ProvinceCode},
    error::Result,
    features::registration::people::{Category, Scene, paths::PeoplePath},
    kernel::{clock::Clock, ids::EventId},
    web::{
        AppState,
        flash::Done,
        form::{Form, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Sets how many places a category of a province has; the scope must be the host's. Says whether that changed
/// anything.
pub async fn set_quota(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (province, category): (&ProvinceCode, Category),
    places: i32,
) -> Result<bool> {
    let changed = sql::set(tx, event, province, category, places).await?;
    if changed {
        let after = serde_json::json!({ "province": province, "category": category, "places": places });
        Change::new(clock, "quota.set", event).in_event(event).after(&after).record(tx).await?;
    }
    Ok(changed)
}

/// Sets all quotas of the event, unless somebody else did meanwhile.
pub async fn save(
    path: QuotasPath,
    can: Can<EditQuotas>,
    State(app): State<AppState>,
    Form(form): Form<QuotasForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.event).await?;
    let scene = Scene::load(&mut tx, &can).await?;
    let quotas = sql::all(&mut tx, path.event).await?;
    let before = cells(&scene, &quotas);
    let mut cells = before.clone();
    form.fill(&mut cells);
    if cells.iter().any(|cell| !cell.problem.is_empty()) {
        let typed = Problems::version(&form.version);
        return rejected(&QuotasPage::new(&can, &scene, &cells, typed, false)?);
    }
    if Problems::version(&form.version) != version(&quotas) {
        for (cell, theirs) in cells.iter_mut().zip(&before) {
            if cell.places() != theirs.places() {
                cell.theirs = theirs.places().unwrap_or_default().to_string();
            }
        }
        return stale(&QuotasPage::new(&can, &scene, &cells, version(&quotas), true)?);
    }
    for (cell, before) in cells.iter().zip(&before) {
        if cell.places() != before.places() {
            let place = (&cell.province, cell.category);
            set_quota(&mut tx, &app.clock, path.event, place, cell.places().unwrap_or_default()).await?;
        }
    }
    tx.commit().await?;
    Ok(Done::to(PeoplePath { place: path.place, event: path.event })
        .saying("Kuota disimpan.")
        .into_response())
}
