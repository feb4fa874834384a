//! The page of whoever speaks.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use sqlx::PgConnection;

use super::{
    forms::{BiodataForm, MaterialForm},
    paths::{AddMaterialPath, BiodataPath, SpeakerPath, TakeAwayPath},
    sql, verbs,
};
use crate::{
    auth::{personal::own_page, token::Secret},
    error::Result,
    features::agenda::publication::Shown,
    kernel::text,
    web::{
        AppState,
        door::EventLine,
        filters,
        form::FormState,
        guard::ByLink,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "agenda/speakers/own.html")]
pub(super) struct OwnPage {
    shell: Shell,
    event: EventLine,
    biodata: FormState<BiodataForm>,
    material: FormState<MaterialForm>,
    sessions: Vec<Line>,
    choices: Vec<Choice>,
    tell: String,
    add: String,
    back: String,
}

/// A session in which the person speaks.
struct Line {
    title: String,
    when: String,
    materials: Vec<Given>,
}

struct Given {
    title: String,
    url: String,
    remove: String,
}

impl OwnPage {
    /// The page with these forms; `None` for one that was not sent.
    pub(super) async fn load(
        conn: &mut PgConnection,
        me: &ByLink,
        token: &Secret,
        biodata: Option<FormState<BiodataForm>>,
        material: Option<FormState<MaterialForm>>,
    ) -> Result<Self> {
        let (event, person) = (me.link.event, me.link.person);
        let sessions = verbs::sessions_of(conn, event, person).await?;
        let profile = sql::profile(conn, event, person).await?;
        let all = sql::materials(conn, event).await?;
        let zone = me.link.about.zone;
        let line = |shown: &Shown| {
            let (starts, ends) = (zone.local(shown.starts_at), zone.local(shown.ends_at));
            let mine = all.iter().filter(|given| given.session == shown.id && given.person == person);
            Line {
                title: shown.title.clone(),
                when: format!(
                    "{}, {}-{} {zone}{}{}",
                    text::long_date(starts.date()),
                    text::time(starts.time()),
                    text::time(ends.time()),
                    if shown.room.is_empty() { "" } else { " · " },
                    shown.room
                ),
                materials: mine
                    .map(|given| Given {
                        title: given.title.clone(),
                        url: given.url.clone(),
                        remove: TakeAwayPath { token: token.clone(), material: given.id }.to_string(),
                    })
                    .collect(),
            }
        };
        let only = if let [only] = sessions.as_slice() { only.id.to_string() } else { String::new() };
        Ok(Self {
            shell: me.shell.clone(),
            event: EventLine::from(&me.link.about),
            biodata: biodata.unwrap_or_else(|| FormState::fresh(BiodataForm::of(profile))),
            material: material.unwrap_or_else(|| {
                FormState::fresh(MaterialForm { session: only, ..MaterialForm::default() })
            }),
            choices: sessions
                .iter()
                .map(|shown| Choice::new(shown.id.to_string(), shown.title.clone()))
                .collect(),
            sessions: sessions.iter().map(line).collect(),
            tell: BiodataPath { token: token.clone() }.to_string(),
            add: AddMaterialPath { token: token.clone() }.to_string(),
            back: own_page(token),
        })
    }
}

impl BiodataForm {
    /// The form of what somebody tells.
    pub(super) fn of(profile: Option<sql::Profile>) -> Self {
        let version = profile.as_ref().map_or(0, |profile| profile.version);
        Self {
            biodata: profile.map(|profile| profile.biodata).unwrap_or_default(),
            version: version.to_string(),
        }
    }
}

/// The page, by a personal link. A browser that has not shown the code is led to the door.
pub async fn own(path: SpeakerPath, me: ByLink, State(app): State<AppState>) -> Result<Response> {
    let Some(scope) = &me.scope else {
        return Ok(Redirect::to(&own_page(&path.token)).into_response());
    };
    let mut tx = app.db.begin(scope).await?;
    page(&OwnPage::load(&mut tx, &me, &path.token, None, None).await?)
}
