//! The agenda's pages.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    forms::{LikeForm, SessionForm, View},
    leaders,
    margin::{self, Margin},
    model::{SessionKind, Strategy, moment_class},
    paths::{AgendaPath, NewSessionPath, RemoveSessionPath, SessionPath, TemplatePath},
    publication::{self, Standing},
    rooms,
    shift::paths::{NudgePath, ShiftPath},
    slots::{self, paths::SlotsPath},
    speakers::{self, model::Material, paths::RemoveMaterialPath},
    sql::{self, Session},
    templates::Beginnings,
    timeline::Timeline,
};
use crate::{
    auth::{
        actor::EventHead,
        permission::{EditAgenda, ViewAgenda},
    },
    error::{Error, Result},
    features::{editions, events::paths::PublicPath},
    kernel::{
        ids::{EventId, SessionId},
        place::Place,
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
#[template(path = "agenda/list.html")]
struct ListPage {
    shell: Shell,
    publication: Standing,
    zone: &'static str,
    days: Vec<Day>,
    /// The event's days, to jump to.
    jumps: Vec<Jump>,
    /// The page that anybody may read; `None` before the event is announced.
    public: Option<String>,
    /// Where the agenda is made a paper, for who may.
    rundown: Option<String>,
    /// One day as a timeline, where that view was asked for.
    timeline: Option<Timeline>,
    /// The addresses of the two views.
    as_list: String,
    as_timeline: String,
    margin: Margin,
    /// What the reader may do here; `None` for readers.
    edit: Option<EditLinks>,
}

/// A day of the event, to jump to.
struct Jump {
    label: String,
    href: String,
    is_current: bool,
}

struct EditLinks {
    create: String,
    template: String,
    shift: String,
    beginnings: Beginnings,
}

struct Day {
    name: String,
    /// Where a session of that day is added; only for those who may.
    create: Option<String>,
    slots: Vec<Slot>,
}

struct Slot {
    id: String,
    anchor: String,
    title: String,
    starts: String,
    ends: String,
    /// What, where, with whom, and what is special about it.
    facts: Vec<String>,
    dress_code: String,
    class: &'static str,
    /// Where what was said is written down.
    minutes: String,
    /// Who presents, in few words.
    turns: String,
    /// The order of presentations.
    order: String,
    warnings: Vec<String>,
    /// What is otherwise than readers knew it.
    changes: Vec<String>,
    materials: Vec<MaterialLine>,
    edit: Option<SlotLinks>,
}

/// Material of a session, and where it is taken away, for who may.
struct MaterialLine {
    title: String,
    url: String,
    remove: Option<String>,
}

/// What can be done with a session.
struct SlotLinks {
    change: String,
    remove: String,
    copy: String,
    nudge: String,
    version: i32,
    /// Its attendance is closed: it cannot be moved.
    is_closed: bool,
}

/// The agenda by day, or one day as a timeline.
pub async fn list(
    path: AgendaPath,
    can: Can<ViewAgenda>,
    State(app): State<AppState>,
    Query(view): Query<View>,
) -> Result<Response> {
    let event = can.event()?;
    let may_edit = can.may::<EditAgenda>();
    let mut tx = app.db.begin(&can.scope).await?;
    let (sessions, publication) = publication::seen(&mut tx, &can).await?;
    let margin = Margin::load(&mut tx, &can, &sessions).await?;
    let edit = if may_edit { Some(EditLinks::load(&mut tx, &can).await?) } else { None };
    let materials = speakers::materials(&mut tx, event.id).await?;
    let is_announced = sql::is_announced(&mut tx, event.id).await?;
    drop(tx);

    let now = app.clock.programme_now();
    let timeline =
        view.is_timeline().then(|| Timeline::of(&sessions, event, (&path.place, &view, &margin), now));
    let mut days: Vec<Day> = Vec::new();
    for session in &sessions {
        let name = text::long_date(event.zone.date(session.starts_at));
        let order = publication.orders.iter().find(|order| order.session == session.id);
        let slot = Slot {
            warnings: margin.of_session(session.id),
            materials: materials
                .iter()
                .filter(|material| material.session == session.id)
                .map(|material| material_line(&path, material, may_edit))
                .collect(),
            changes: publication.beside.get(&session.id).cloned().unwrap_or_default(),
            ..slot(&path.place, event, (session, order), now, may_edit)
        };
        match days.last_mut() {
            Some(day) if day.name == name => day.slots.push(slot),
            _ => {
                let create = may_edit.then(|| {
                    let new = NewSessionPath { place: path.place.clone(), event: event.id };
                    format!("{new}?hari={}", event.zone.date(session.starts_at))
                });
                days.push(Day { name, create, slots: vec![slot] });
            }
        }
    }
    let timeline = timeline.flatten();
    // Papers lie with a later feature, so their URL is written out here.
    let rundown = format!("/{}/kegiatan/{}/dokumen/siapkan/susunan-acara", path.place, event.id);
    page(&ListPage {
        shell: can.shell(),
        publication,
        zone: event.zone.letters(),
        jumps: jumps(&path, event, &sessions, timeline.as_ref()),
        public: is_announced.then(|| PublicPath { event: event.id }.to_string()),
        rundown: may_edit.then_some(rundown),
        days,
        margin,
        timeline,
        as_list: path.to_string(),
        as_timeline: View { tampilan: "linimasa".into(), hari: String::new() }.address(&path),
        edit,
    })
}

fn material_line(path: &AgendaPath, material: &Material, may_edit: bool) -> MaterialLine {
    let remove = RemoveMaterialPath { place: path.place.clone(), event: path.event, material: material.id };
    MaterialLine {
        title: material.title.clone(),
        url: material.url.clone(),
        remove: may_edit.then(|| remove.to_string()),
    }
}

/// The days that have sessions: of the list its headings, of the timeline its pages.
fn jumps(
    path: &AgendaPath,
    event: &EventHead,
    sessions: &[Session],
    timeline: Option<&Timeline>,
) -> Vec<Jump> {
    let mut days: Vec<NaiveDate> = sessions.iter().map(|s| event.zone.date(s.starts_at)).collect();
    days.dedup();
    let jump = |(nth, day): (usize, NaiveDate)| Jump {
        label: format!("{}, {} {}", short(text::day_name(day)), day.day(), short(text::month_name(day))),
        href: match timeline {
            Some(_) => View::timeline(day).address(path),
            None => format!("#hari-{nth}"),
        },
        is_current: timeline.is_some_and(|timeline| timeline.day == day.to_string()),
    };
    (1..).zip(days).map(jump).collect()
}

/// `Agu` of `Agustus`, `Sel` of `Selasa`.
fn short(name: &str) -> String {
    name.chars().take(3).collect()
}

impl EditLinks {
    async fn load(conn: &mut PgConnection, can: &Can<ViewAgenda>) -> Result<Self> {
        let (place, event) = (can.place.clone(), can.event()?.id);
        Ok(Self {
            beginnings: Beginnings::load(conn, can).await?,
            create: NewSessionPath { place: place.clone(), event }.to_string(),
            template: TemplatePath { place: place.clone(), event }.to_string(),
            shift: ShiftPath { place, event }.to_string(),
        })
    }
}

impl SlotLinks {
    fn of(place: &Place, event: EventId, session: &Session) -> Self {
        let (place, id) = (place.clone(), session.id);
        Self {
            change: SessionPath { place: place.clone(), event, session: id }.to_string(),
            remove: RemoveSessionPath { place: place.clone(), event, session: id }.to_string(),
            nudge: NudgePath { place: place.clone(), event, session: id }.to_string(),
            copy: format!("{}?dari={id}", NewSessionPath { place, event }),
            version: session.version,
            is_closed: session.locked_at.is_some(),
        }
    }
}

/// What is said of a session below its title; what says nothing is left out.
fn facts(session: &Session) -> Vec<String> {
    let kind = if session.kind == SessionKind::Other { "" } else { session.kind.label() };
    let moderators = session.moderator_names.join(", ");
    [
        kind.to_owned(),
        session.room.clone(),
        session.leader_names.join(", "),
        if moderators.is_empty() { moderators } else { format!("moderator {moderators}") },
        if session.is_fixed { "jam tetap".into() } else { String::new() },
        if session.takes_attendance { String::new() } else { "tanpa daftar hadir".into() },
    ]
    .into_iter()
    .filter(|fact| !fact.is_empty())
    .collect()
}

fn slot(
    place: &Place,
    event: &EventHead,
    (session, order): (&Session, Option<&slots::Summary>),
    now: DateTime<Utc>,
    may_edit: bool,
) -> Slot {
    let time = |at| text::time(event.zone.local(at).time());
    let is_presented = session.kind == SessionKind::AchievementPresentation || order.is_some();
    let turns = order.map(|order| {
        let ends = session.starts_at + TimeDelta::minutes(order.minutes);
        let who = if order.count == 1 {
            order.first.clone()
        } else {
            format!("{} sampai {}", order.first, order.last)
        };
        format!("{} paparan, {}-{}: {who}", order.count, time(session.starts_at), time(ends))
    });
    Slot {
        id: session.id.to_string(),
        anchor: margin::anchor(session.id),
        title: session.title.clone(),
        starts: time(session.starts_at),
        ends: time(session.ends_at),
        facts: facts(session),
        dress_code: session.dress_code.clone(),
        class: match moment_class(session.starts_at, session.ends_at, now) {
            "" if session.kind == SessionKind::BreakPrayer => "break",
            class => class,
        },
        minutes: format!("/{place}/kegiatan/{}/notulen/sesi/{}", event.id, session.id),
        order: if is_presented && (may_edit || order.is_some()) {
            SlotsPath { place: place.clone(), event: event.id, session: session.id }.to_string()
        } else {
            String::new()
        },
        turns: turns.unwrap_or_default(),
        warnings: Vec::new(),
        changes: Vec::new(),
        materials: Vec::new(),
        edit: may_edit.then(|| SlotLinks::of(place, event.id, session)),
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
            leaders: leaders::offered(conn, event.id).await?,
        })
    }
}

impl EditPage {
    /// How many goals and strategies are chosen.
    fn chosen(&self) -> usize {
        self.form.values.goals.len() + self.form.values.strategies.len()
    }

    /// Whether something about goals or strategies has to be looked at.
    fn asks_about_goals(&self) -> bool {
        let is_asked = |field| self.form.problem(field).is_some() || self.form.theirs(field).is_some();
        is_asked("goals") || is_asked("strategies")
    }
}

/// What a new session is to serve, where somebody has said so.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    tujuan: Vec<String>,
    strategi: Vec<String>,
}

/// The form of a new session, empty or like another.
pub async fn create(
    path: NewSessionPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Query(like): Query<LikeForm>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let form = if like.dari.is_empty() {
        let sessions = sql::list_for_event(&mut tx, event.id).await?;
        let next = SessionForm::next(event, &sessions, like.hari.parse().ok());
        SessionForm { goals: asked.tujuan, strategies: asked.strategi, ..next }
    } else {
        let id = like.dari.parse().map_err(|_| Error::NotFound)?;
        SessionForm::copy_of(&sql::find(&mut tx, path.event, id).await?, event)
    };
    page(&EditPage::load(&mut tx, &can, None, FormState::fresh(form)).await?)
}

/// The form of a session as it stands.
pub async fn edit(path: SessionPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let session = sql::find(&mut tx, path.event, path.session).await?;
    let form = FormState::fresh(SessionForm::of(&session, can.event()?));
    page(&EditPage::load(&mut tx, &can, Some(session.id), form).await?)
}
