//! The form of a self-funded event.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;
use sqlx::PgConnection;

use super::edit::fundings_of;
use crate::{
    auth::{actor::Office, permission::DraftEvent},
    error::Result,
    features::{
        editions::model::Level,
        events::{
            forms::{self, DraftForm, DraftRules},
            model::{Kind, Mode},
            paths::{EventsPath, NewEventPath},
            sql,
        },
    },
    kernel::ids::EventId,
    regions,
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Choice, Shell, page},
    },
};

/// Which earlier event to begin from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    dari: String,
}

#[derive(Template)]
#[template(path = "events/draft.html")]
pub(in crate::features::events) struct DraftPage {
    shell: Shell,
    form: FormState<DraftForm>,
    earlier: Vec<Choice>,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    regions: Vec<Choice>,
    zones: Vec<Choice>,
    modes: Vec<Choice>,
    fundings: Vec<Choice>,
    back: String,
}

/// What an office may choose from: a province its own and its kabupatens' meetings, Perpusnas the larger ones.
pub(in crate::features::events) async fn rules(
    conn: &mut PgConnection,
    office: &Office,
) -> Result<DraftRules> {
    let code = office.province.as_str();
    if code == "00" {
        return Ok(DraftRules {
            levels: vec![Level::Regional, Level::National],
            fundings: fundings_of(false, code),
            regions: Vec::new(),
        });
    }
    let children = regions::children(conn, code).await?;
    Ok(DraftRules {
        levels: vec![Level::Regency, Level::Province],
        fundings: fundings_of(false, code),
        regions: children.iter().map(|region| Choice::new(region.code.clone(), region.title())).collect(),
    })
}

impl DraftPage {
    pub(in crate::features::events) async fn load(
        conn: &mut PgConnection,
        can: &Can<DraftEvent>,
        rules: DraftRules,
        form: FormState<DraftForm>,
    ) -> Result<Self> {
        let earlier = sql::copyable(conn, can.office()?.province.as_str()).await?;
        let back = EventsPath { place: can.place.clone() }.to_string();
        Ok(Self {
            shell: can.shell().under("Kegiatan", &back),
            form,
            earlier: earlier.into_iter().map(|(id, title)| Choice::new(id.to_string(), title)).collect(),
            kinds: Kind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            levels: rules.levels.iter().map(|level| Choice::new(level.code(), level.label())).collect(),
            fundings: forms::fundings(&rules.fundings),
            regions: rules.regions,
            zones: forms::zones(),
            modes: forms::modes(),
            back,
        })
    }
}

/// The form: empty, or filled with an earlier event of the province.
pub async fn draft(
    _: NewEventPath,
    can: Can<DraftEvent>,
    State(app): State<AppState>,
    Query(from): Query<From>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let office = can.office()?;
    let rules = rules(&mut tx, office).await?;
    let form = match from.dari.parse::<EventId>() {
        Ok(id) => {
            let event = sql::find(&mut tx, id).await?;
            let parties = sql::parties(&mut tx, id).await?;
            let quota = parties.iter().find(|party| party.is_host).map_or(0, |party| party.quota);
            DraftForm::copy_of(&event, quota, &rules)
        }
        Err(_) => DraftForm {
            kind: Kind::Plm.code().into(),
            level: rules.levels.first().map_or("", |level| level.code()).into(),
            zone: office.zone.letters().into(),
            mode: Mode::Onsite.code().into(),
            ..DraftForm::default()
        },
    };
    page(&DraftPage::load(&mut tx, &can, rules, FormState::fresh(form)).await?)
}
