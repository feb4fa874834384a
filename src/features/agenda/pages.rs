//! The agenda's pages.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    forms::SessionForm,
    margin::{self, Margin},
    model::{SessionKind, Strategy, moment_class},
    paths::{AgendaPath, NewSessionPath, RemoveSessionPath, SessionPath, TemplatePath},
    rooms,
    sql::{self, Session},
};
use crate::{
    auth::{
        actor::EventHead,
        permission::{EditAgenda, ViewAgenda},
    },
    error::Result,
    features::editions,
    kernel::{ids::SessionId, place::Place, text},
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "agenda/list.html")]
struct ListPage {
    shell: Shell,
    zone: &'static str,
    days: Vec<Day>,
    margin: Margin,
    /// What the reader may do here; `None` for readers.
    edit: Option<EditLinks>,
}

struct EditLinks {
    create: String,
    template: String,
}

struct Day {
    name: String,
    slots: Vec<Slot>,
}

struct Slot {
    anchor: String,
    title: String,
    starts: String,
    ends: String,
    kind: &'static str,
    room: String,
    dress_code: String,
    leaders: String,
    moderators: String,
    takes_attendance: bool,
    class: &'static str,
    warnings: Vec<String>,
    edit: Option<String>,
    remove: Option<String>,
}

/// The agenda by day.
pub async fn list(path: AgendaPath, can: Can<ViewAgenda>, State(app): State<AppState>) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let sessions = sql::list_for_event(&mut tx, event.id).await?;
    let margin = Margin::load(&mut tx, &can, &sessions).await?;
    drop(tx);

    let may_edit = can.may::<EditAgenda>();
    let now = app.clock.programme_now();
    let mut days: Vec<Day> = Vec::new();
    for session in &sessions {
        let name = text::long_date(event.zone.date(session.starts_at));
        let slot = Slot {
            warnings: margin.of_session(session.id),
            ..slot(&path.place, event, session, now, may_edit)
        };
        match days.last_mut() {
            Some(day) if day.name == name => day.slots.push(slot),
            _ => days.push(Day { name, slots: vec![slot] }),
        }
    }
    let edit = may_edit.then(|| EditLinks {
        create: NewSessionPath { place: path.place.clone(), event: event.id }.to_string(),
        template: TemplatePath { place: path.place.clone(), event: event.id }.to_string(),
    });
    page(&ListPage { shell: can.shell(), zone: event.zone.letters(), days, margin, edit })
}

fn slot(
    place: &Place,
    event: &EventHead,
    session: &Session,
    now: chrono::DateTime<chrono::Utc>,
    may_edit: bool,
) -> Slot {
    let (place, id, session_id) = (place.clone(), event.id, session.id);
    Slot {
        anchor: margin::anchor(session_id),
        title: session.title.clone(),
        starts: text::time(event.zone.local(session.starts_at).time()),
        ends: text::time(event.zone.local(session.ends_at).time()),
        kind: session.kind.label(),
        room: session.room.clone(),
        dress_code: session.dress_code.clone(),
        leaders: session.leader_names.join(", "),
        moderators: session.moderator_names.join(", "),
        takes_attendance: session.takes_attendance,
        class: match moment_class(session.starts_at, session.ends_at, now) {
            "" if session.kind == SessionKind::BreakPrayer => "break",
            class => class,
        },
        warnings: Vec::new(),
        edit: may_edit
            .then(|| SessionPath { place: place.clone(), event: id, session: session_id }.to_string()),
        remove: may_edit.then(|| RemoveSessionPath { place, event: id, session: session_id }.to_string()),
    }
}

#[derive(Template)]
#[template(path = "agenda/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    form: FormState<SessionForm>,
    is_new: bool,
    clock_hint: String,
    back: String,
    kinds: Vec<Choice>,
    days: Vec<Choice>,
    rooms: Vec<String>,
    goals: Vec<Choice>,
    strategies: Vec<Choice>,
    leaders: Vec<Choice>,
}

impl EditPage {
    /// The page of the session form; `session` is `None` for a new one.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<EditAgenda>,
        session: Option<SessionId>,
        form: FormState<SessionForm>,
    ) -> Result<Self> {
        let event = can.event()?;
        let back = AgendaPath { place: can.place.clone(), event: event.id }.to_string();
        let goals = editions::goals(conn, event.edition).await?;
        let leaders = sql::possible_leaders(conn, event.id).await?;
        Ok(Self {
            shell: can.shell().under("Agenda", &back),
            form,
            is_new: session.is_none(),
            clock_hint: format!("Misalnya 09.05 {}", event.zone),
            back,
            kinds: SessionKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            days: event
                .starts_on
                .iter_days()
                .take_while(|day| *day <= event.ends_on)
                .map(|day| Choice::new(day.to_string(), text::long_date(day)))
                .collect(),
            rooms: rooms::offered(conn, event.id).await?,
            strategies: Strategy::ALL.iter().map(|s| Choice::new(s.code(), s.label())).collect(),
            goals: (1..)
                .zip(goals)
                .map(|(n, goal)| Choice::new(n.to_string(), format!("{n}. {}", goal.sentence)))
                .collect(),
            leaders: leaders
                .into_iter()
                .map(|leader| {
                    Choice::new(leader.id.to_string(), format!("{} ({})", leader.full_name, leader.kind))
                })
                .collect(),
        })
    }
}

/// What a new session is to serve, where somebody has said so.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    tujuan: Vec<String>,
    strategi: Vec<String>,
}

/// The form of a new session.
pub async fn create(
    _: NewSessionPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let blank = SessionForm::blank(can.event()?);
    let form = FormState::fresh(SessionForm { goals: asked.tujuan, strategies: asked.strategi, ..blank });
    let mut tx = app.db.begin(&can.scope).await?;
    page(&EditPage::load(&mut tx, &can, None, form).await?)
}

/// The form of a session as it stands.
pub async fn edit(path: SessionPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let session = sql::find(&mut tx, path.event, path.session).await?;
    let form = FormState::fresh(SessionForm::of(&session, can.event()?));
    page(&EditPage::load(&mut tx, &can, Some(session.id), form).await?)
}
