//! The board of an edition's plan.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    forms::{PlaceForm, WaveForm},
    model::{self, Check, Planned},
    sql,
};
use crate::{
    auth::permission::{PlanEdition, PlanEvents},
    error::Result,
    features::{
        editions::{
            self, Wave,
            awards::paths::AwardsPath,
            paths::{EditEditionPath, EditionPath, EditionsPath, RemoveWavePath, WavePath, WavesPath},
            template::paths::TemplatePath,
        },
        events::{
            model::Status,
            paths::{EmptyWavePath, JoinPath, MovePath, PlaceLikePath, PlacePath, SplitPath, TakeOutPath},
        },
    },
    kernel::{ids::EditionId, text},
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "events/board.html")]
pub(super) struct BoardPage {
    shell: Shell,
    name: String,
    counted: String,
    edit: String,
    template: String,
    awards: String,
    checks: Vec<Check>,
    open_checks: usize,
    place: String,
    form: FormState<PlaceForm>,
    unplaced: Vec<Choice>,
    place_like: String,
    /// The editions whose placing can be followed.
    others: Vec<Choice>,
    /// Provinces that cannot be placed because their office does not take part.
    without_office: String,
    waves: Vec<WaveCard>,
    wave_choices: Vec<Choice>,
    add_wave: String,
    wave_form: FormState<WaveForm>,
}

struct WaveCard {
    name: String,
    days: String,
    counted: String,
    edit: String,
    /// Where an empty wave is removed.
    remove: Option<String>,
    /// Where a wave of drafts is emptied.
    empty: Option<String>,
    rows: Vec<Row>,
}

struct Row {
    provinces: String,
    is_joint: bool,
    place: String,
    days: String,
    status: &'static str,
    move_to: String,
    /// The other waves.
    waves: Vec<Choice>,
    join: String,
    /// The other events, to be joined as a guest.
    hosts: Vec<Choice>,
    split: String,
    take_out: String,
    is_draft: bool,
}

impl BoardPage {
    /// The board; a form that came back stands in it.
    pub(super) async fn load(
        conn: &mut PgConnection,
        shell: Shell,
        edition: EditionId,
        form: FormState<PlaceForm>,
        wave_form: Option<FormState<WaveForm>>,
    ) -> Result<Self> {
        let head = editions::find(conn, edition).await?;
        let waves = editions::waves(conn, edition).await?;
        let rows = sql::plan(conn, edition).await?;
        let candidates = sql::candidates(conn, head.regions_as_of).await?;
        let plan: Vec<Planned> = rows.iter().map(|row| row.planned.clone()).collect();
        let checks = model::checks(&head, &candidates, &waves, &plan);
        let unplaced = model::unplaced(&candidates, &plan);
        let without: Vec<&str> = unplaced.iter().filter(|c| !c.has_office).map(|c| c.name.as_str()).collect();
        let next = waves.last().map_or(1, |wave| wave.number + 1);
        let blank = WaveForm { number: next.to_string(), ..WaveForm::default() };
        Ok(Self {
            shell: shell.under("Edisi & gelombang", EditionsPath),
            name: head.name,
            counted: format!(
                "{} gelombang · {}",
                waves.len(),
                model::counted(&plan.iter().collect::<Vec<_>>())
            ),
            edit: EditEditionPath { edition }.to_string(),
            template: TemplatePath { edition }.to_string(),
            awards: AwardsPath { edition }.to_string(),
            open_checks: checks.iter().filter(|check| !check.is_met).count(),
            checks,
            place: PlacePath { edition }.to_string(),
            form,
            unplaced: unplaced
                .iter()
                .filter(|c| c.has_office)
                .map(|c| Choice::new(c.code.clone(), c.name.clone()))
                .collect(),
            place_like: PlaceLikePath { edition }.to_string(),
            others: sql::placed_elsewhere(conn, edition)
                .await?
                .into_iter()
                .map(|(id, name)| Choice::new(id.to_string(), name))
                .collect(),
            without_office: without.join(", "),
            wave_choices: wave_choices(&waves, None),
            waves: waves.iter().map(|wave| card(edition, wave, &waves, &rows)).collect(),
            add_wave: WavesPath { edition }.to_string(),
            wave_form: wave_form.unwrap_or_else(|| FormState::fresh(blank)),
        })
    }
}

fn wave_choices(waves: &[Wave], but: Option<&Wave>) -> Vec<Choice> {
    waves
        .iter()
        .filter(|wave| but.is_none_or(|but| but.id != wave.id))
        .map(|wave| {
            let days = text::date_range(wave.starts_on, wave.ends_on);
            Choice::new(wave.id.to_string(), format!("Gelombang {} ({days})", wave.number))
        })
        .collect()
}

fn names(planned: &Planned) -> String {
    planned.provinces.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" dan ")
}

fn card(edition: EditionId, wave: &Wave, waves: &[Wave], rows: &[sql::Row]) -> WaveCard {
    let own: Vec<&sql::Row> = rows.iter().filter(|row| row.planned.wave == wave.id).collect();
    WaveCard {
        name: format!("Gelombang {}", wave.number),
        days: text::date_range(wave.starts_on, wave.ends_on),
        counted: model::counted(&own.iter().map(|row| &row.planned).collect::<Vec<_>>()),
        edit: WavePath { edition, wave: wave.id }.to_string(),
        empty: (!own.is_empty() && own.iter().all(|row| row.status == Status::Draft))
            .then(|| EmptyWavePath { edition, wave: wave.id }.to_string()),
        remove: own.is_empty().then(|| RemoveWavePath { edition, wave: wave.id }.to_string()),
        rows: own.iter().map(|row| drawn(edition, wave, waves, row, rows)).collect(),
    }
}

fn drawn(edition: EditionId, wave: &Wave, waves: &[Wave], row: &sql::Row, all: &[sql::Row]) -> Row {
    let event = row.planned.event;
    let place: Vec<&str> =
        [row.venue.as_str(), row.city.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let is_joint = row.planned.provinces.len() > 1;
    let hosts = all
        .iter()
        .filter(|other| other.planned.event != event)
        .map(|other| Choice::new(other.planned.event.to_string(), names(&other.planned)));
    Row {
        provinces: names(&row.planned),
        is_joint,
        place: if place.is_empty() { "Tempat belum ditentukan".into() } else { place.join(", ") },
        days: text::date_range(row.planned.dates.programme_starts_on, row.planned.dates.programme_ends_on),
        status: row.status.label(),
        move_to: MovePath { edition, event }.to_string(),
        waves: wave_choices(waves, Some(wave)),
        join: JoinPath { edition, event }.to_string(),
        hosts: if is_joint { Vec::new() } else { hosts.collect() },
        split: SplitPath { edition, event }.to_string(),
        take_out: TakeOutPath { edition, event }.to_string(),
        is_draft: row.status == Status::Draft,
    }
}

/// The board of an edition.
pub async fn board(path: EditionPath, can: Can<PlanEvents>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let form = FormState::fresh(PlaceForm::default());
    page(&BoardPage::load(&mut tx, can.shell(), path.edition, form, None).await?)
}

#[derive(Template)]
#[template(path = "events/wave.html")]
pub(super) struct WavePage {
    shell: Shell,
    number: i32,
    form: FormState<WaveForm>,
    back: String,
}

impl WavePage {
    /// The form of a wave's days.
    pub(super) fn new(
        can: &Can<PlanEdition>,
        edition: &editions::Edition,
        number: i32,
        form: FormState<WaveForm>,
    ) -> Self {
        let back = EditionPath { edition: edition.id }.to_string();
        let shell = can.shell().under("Edisi & gelombang", EditionsPath).under(&edition.name, &back);
        Self { shell, number, form, back }
    }
}
