//! The template's pages.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    forms::{MOST_DAYS, TemplateSessionForm, WhichForm},
    paths::{NewTemplateSessionPath, RemoveTemplateSessionPath, TemplatePath, TemplateSessionPath},
    sql::{self, Kept},
};
use crate::{
    auth::permission::PlanEdition,
    error::Result,
    features::editions::{
        self,
        model::{SessionKind, Strategy, TemplateKind},
        paths::{EditionPath, EditionsPath},
    },
    kernel::{
        ids::{EditionId, TemplateSessionId},
        text,
    },
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "editions/template.html")]
struct ListPage {
    shell: Shell,
    create: String,
    /// What stands in the heading: `Pola agenda PLM`.
    title: String,
    which: Vec<Which>,
    days: Vec<Day>,
}

/// The template of a kind of meeting, to be looked at.
struct Which {
    label: &'static str,
    href: String,
    is_current: bool,
}

struct Day {
    name: String,
    slots: Vec<Slot>,
}

struct Slot {
    title: String,
    starts: String,
    ends: String,
    kind: &'static str,
    room: String,
    goals: String,
    takes_attendance: bool,
    class: &'static str,
    edit: String,
    remove: String,
}

/// `Hari ke-1`; 0 is the first programme day.
fn day_name(day_offset: i32) -> String {
    format!("Hari ke-{}", day_offset + 1)
}

/// The template by day.
pub async fn list(
    path: TemplatePath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Query(which): Query<WhichForm>,
) -> Result<Response> {
    let template = which.template();
    let mut tx = app.db.begin(&can.scope).await?;
    let edition = editions::find(&mut tx, path.edition).await?;
    let sessions = sql::list(&mut tx, path.edition, template).await?;
    drop(tx);
    let mut days: Vec<Day> = Vec::new();
    for kept in &sessions {
        let name = day_name(kept.session.day_offset);
        let slot = slot(path.edition, kept);
        match days.last_mut() {
            Some(day) if day.name == name => day.slots.push(slot),
            _ => days.push(Day { name, slots: vec![slot] }),
        }
    }
    page(&ListPage {
        shell: can
            .shell()
            .under("Edisi & gelombang", EditionsPath)
            .under(edition.name, EditionPath { edition: path.edition }),
        create: WhichForm::address(NewTemplateSessionPath { edition: path.edition }, template),
        title: format!("Pola agenda {template}"),
        which: TemplateKind::ALL
            .iter()
            .map(|kind| Which {
                label: kind.label(),
                href: WhichForm::address(&path, *kind),
                is_current: *kind == template,
            })
            .collect(),
        days,
    })
}

fn slot(edition: EditionId, kept: &Kept) -> Slot {
    let session = &kept.session;
    let goals: Vec<String> = session.goals.iter().map(ToString::to_string).collect();
    Slot {
        title: session.title.clone(),
        starts: text::time(session.starts_at),
        ends: text::time(session.ends_at),
        kind: session.kind.label(),
        room: session.room.clone(),
        goals: text::list(&goals),
        takes_attendance: session.takes_attendance,
        class: if session.kind == SessionKind::BreakPrayer { "break" } else { "" },
        edit: TemplateSessionPath { edition, template_session: kept.id }.to_string(),
        remove: RemoveTemplateSessionPath { edition, template_session: kept.id }.to_string(),
    }
}

#[derive(Template)]
#[template(path = "editions/template_session.html")]
pub(super) struct EditPage {
    shell: Shell,
    form: FormState<TemplateSessionForm>,
    is_new: bool,
    kinds: Vec<Choice>,
    days: Vec<Choice>,
    goals: Vec<Choice>,
    strategies: Vec<Choice>,
    back: String,
}

impl EditPage {
    /// The page of the session form; `session` is `None` for a new one.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<PlanEdition>,
        (edition, template): (EditionId, TemplateKind),
        session: Option<TemplateSessionId>,
        form: FormState<TemplateSessionForm>,
    ) -> Result<Self> {
        let name = editions::find(conn, edition).await?.name;
        let goals = editions::goals(conn, edition).await?;
        let back = WhichForm::address(TemplatePath { edition }, template);
        Ok(Self {
            shell: can
                .shell()
                .under("Edisi & gelombang", EditionsPath)
                .under(name, EditionPath { edition })
                .under(format!("Pola agenda {template}"), &back),
            form,
            is_new: session.is_none(),
            kinds: SessionKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            days: (1..=MOST_DAYS).map(|day| Choice::new(day.to_string(), day_name(day - 1))).collect(),
            goals: (1..)
                .zip(goals)
                .map(|(n, goal)| Choice::new(n.to_string(), format!("{n}. {}", goal.sentence)))
                .collect(),
            strategies: Strategy::ALL.iter().map(|s| Choice::new(s.code(), s.label())).collect(),
            back,
        })
    }
}

/// The form of a new session.
pub async fn create(
    path: NewTemplateSessionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
    Query(which): Query<WhichForm>,
) -> Result<Response> {
    let form = FormState::fresh(TemplateSessionForm::blank());
    let mut tx = app.db.begin(&can.scope).await?;
    page(&EditPage::load(&mut tx, &can, (path.edition, which.template()), None, form).await?)
}

/// The form of a session as it stands.
pub async fn edit(
    path: TemplateSessionPath,
    can: Can<PlanEdition>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let kept = sql::find(&mut tx, path.edition, path.template_session).await?;
    let form = FormState::fresh(TemplateSessionForm::of(&kept));
    page(&EditPage::load(&mut tx, &can, (path.edition, kept.template), Some(kept.id), form).await?)
}
