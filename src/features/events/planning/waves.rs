//! The days of waves.

use std::fmt::Write as _;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use chrono::NaiveDate;

use super::{
    forms::{PlaceForm, WaveForm},
    pages::{BoardPage, WavePage},
    sql, verbs,
};
use crate::{
    audit::Change,
    auth::permission::PlanEdition,
    db::constraint,
    error::{Error, Result},
    features::editions::{
        self, Wave,
        model::WavePlan,
        paths::{EditionPath, RemoveWavePath, WavePath, WavesPath},
    },
    kernel::{ids::WaveId, origin::Origin, text},
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::Can,
        page::{page, rejected, stale},
    },
};

/// Adds a wave.
pub async fn add(
    path: WavesPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Form(form): Form<WaveForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let edition = editions::find(&mut tx, path.edition).await?;
    let waves = editions::waves(&mut tx, path.edition).await?;
    let mut problems = Problems::new();
    let number = problems.number("number", &form.number, "nomor gelombang", 1, 20);
    if waves.iter().any(|wave| Some(wave.number) == number) {
        problems.add("number", "Nomor ini sudah dipakai gelombang lain.");
    }
    let days = form.parse(edition.year);
    let mut wrong: Vec<Problem> = problems.into_result(Some(())).err().unwrap_or_default();
    let days = days.map_err(|more| wrong.extend(more)).ok();
    if let (Some(number), Some((starts_on, ends_on)), true) = (number, days, wrong.is_empty()) {
        let plan = WavePlan { number, starts_on, ends_on };
        editions::add_wave(&mut tx, &app.clock, path.edition, &plan, (Origin::Real, "")).await?;
        tx.commit().await?;
        let said = format!("Gelombang {number} ditambahkan, {}.", text::date_range(starts_on, ends_on));
        return Ok(Done::to(EditionPath { edition: path.edition }).saying(said).into_response());
    }
    let form = FormState::rejected(form, wrong);
    let place = FormState::fresh(PlaceForm::default());
    rejected(&BoardPage::load(&mut tx, can.shell(), path.edition, place, Some(form)).await?)
}

fn find(waves: &[Wave], id: WaveId) -> Result<&Wave> {
    waves.iter().find(|wave| wave.id == id).ok_or(Error::NotFound)
}

/// The form of a wave's days.
pub async fn edit(path: WavePath, can: Can<PlanEdition>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let edition = editions::find(&mut tx, path.edition).await?;
    let waves = editions::waves(&mut tx, path.edition).await?;
    let wave = find(&waves, path.wave)?;
    page(&WavePage::new(&can, &edition, wave.number, FormState::fresh(WaveForm::of(wave))))
}

/// Changes a wave's days, and moves its events with its first day.
pub async fn update(
    path: WavePath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Form(form): Form<WaveForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let edition = editions::find(&mut tx, path.edition).await?;
    let waves = editions::waves(&mut tx, path.edition).await?;
    let before = find(&waves, path.wave)?;
    let days = match form.parse(edition.year) {
        Ok(days) => days,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&WavePage::new(&can, &edition, before.number, form));
        }
    };
    let version = Problems::version(&form.version);
    let now = app.clock.now();
    if !sql::update_wave(&mut tx, path.wave, version, days, &can.actor.name, now).await? {
        let (by, at) = sql::wave_hand(&mut tx, path.wave).await?;
        let at = at.map_or_else(String::new, |at| text::moment(verbs::ZONE.local(at), verbs::ZONE));
        let moves = form.move_events.clone();
        let mut form = FormState::stale(form, &WaveForm::of(before), format!("{by}, {at}"))
            .naming(|_, value| value.parse::<NaiveDate>().ok().map(text::long_date));
        form.values.move_events = moves;
        return stale(&WavePage::new(&can, &edition, before.number, form));
    }
    let after = Wave { starts_on: days.0, ends_on: days.1, ..before.clone() };
    let mut said = format!("Gelombang {}: {}.", before.number, text::date_range(days.0, days.1));
    if form.move_events == "ya" && after.starts_on != before.starts_on {
        let rows = sql::plan(&mut tx, path.edition).await?;
        let rows: Vec<_> = rows.into_iter().filter(|row| row.planned.wave == path.wave).collect();
        for row in &rows {
            verbs::move_to_wave(&mut tx, &app.clock, row.planned.event, (before, &after)).await?;
        }
        let _ = write!(said, " {} kegiatan ikut digeser.", rows.len());
    }
    Change::new(&app.clock, "wave.update", path.wave)
        .before(&WaveForm::of(before))
        .after(&WaveForm::of(&after))
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Done::to(EditionPath { edition: path.edition }).saying(said).into_response())
}

/// Removes a wave in which nobody meets.
pub async fn remove(
    path: RemoveWavePath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let waves = editions::waves(&mut tx, path.edition).await?;
    let number = find(&waves, path.wave)?.number;
    let back = Done::to(EditionPath { edition: path.edition });
    let removed = sql::remove_wave(&mut tx, path.edition, path.wave).await;
    let removed = constraint::unless_broken(removed, "events_edition_id_wave_id_fkey")?;
    if removed != Some(true) {
        return Ok(back.refusing(format!("Gelombang {number} masih berisi provinsi; pindahkan dulu.")));
    }
    Change::new(&app.clock, "wave.remove", path.wave).record(&mut tx).await?;
    tx.commit().await?;
    Ok(back.saying(format!("Gelombang {number} dihapus.")))
}
