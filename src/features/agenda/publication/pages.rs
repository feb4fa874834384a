//! The pages of publication, and what of an agenda somebody sees.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    changes::changes,
    forms::PublishForm,
    model::{Seen, Shown, Version},
    paths::{PublishPath, VersionsPath, WithdrawPath},
    sql,
    told::{Told, beside, told},
};
use crate::{
    auth::{
        actor::EventHead,
        permission::{EditAgenda, ViewAgenda},
    },
    error::Result,
    features::agenda::{
        calendar::paths::CalendarPath,
        paths::AgendaPath,
        projector::ScreenPath,
        slots::Summary,
        sql::{self as agenda_sql, Session},
    },
    kernel::{
        ids::{EventId, SessionId},
        text,
    },
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Shell, page},
    },
};

/// How many versions the history shows.
const SHOWN: i64 = 30;

/// Where the agenda stands between its draft and its readers, as its page says it above the days.
#[derive(Debug, Default)]
pub struct Standing {
    /// In a few words, with its meaning; empty where there is nothing to say.
    pub state: (&'static str, String),
    /// `Versi 2, diterbitkan ...`, or what stands in place of a version.
    pub version: String,
    /// What the office said about the version.
    pub note: String,
    /// To the office, what is not published; to readers, what is otherwise than before.
    pub changes: Vec<Told>,
    /// The heading of the changes.
    pub heading: String,
    /// To readers, what is otherwise than before, beside each session.
    pub beside: BTreeMap<SessionId, Vec<String>>,
    /// Where it is published, for who may and where there is something to publish.
    pub publish: Option<String>,
    /// The versions; `None` before the first.
    pub history: Option<String>,
    /// Who presents in which session.
    pub orders: Vec<Summary>,
    /// The page for the hall, where there is something to show.
    pub screen: Option<String>,
    /// What readers see as a calendar file; `None` where they see nothing.
    pub calendar: Option<String>,
}

impl Standing {
    /// Whether anything is told of it.
    pub fn is_told(&self) -> bool {
        !self.state.1.is_empty()
    }
}

/// What of the agenda somebody sees: the host's office the draft, everybody else what was published. An agenda that was
/// never published is shown as it is to people who are signed in.
pub async fn seen(conn: &mut PgConnection, can: &Can<ViewAgenda>) -> Result<(Vec<Session>, Standing)> {
    let event = can.event()?;
    let current = sql::current(conn, event.id).await?;
    let off = sql::called_off(conn, event.id).await?;
    let last = match &current {
        Some(current) => current.number,
        None => sql::last_number(conn, event.id).await?,
    };
    let place = || can.place.clone();
    let history = (last > 0).then(|| VersionsPath { place: place(), event: event.id }.to_string());
    let calendar = (current.is_some() && off.is_none())
        .then(|| CalendarPath { place: place(), event: event.id }.to_string());
    let screen = |sessions: &[Session]| {
        (!sessions.is_empty()).then(|| ScreenPath { place: place(), event: event.id }.to_string())
    };
    if can.may::<EditAgenda>() {
        let draft = sql::draft(conn, event.id).await?;
        let sessions = agenda_sql::list_for_event(conn, event.id).await?;
        let standing = of_office(can, event, current.as_ref(), &draft, last > 0 && current.is_none());
        let orders = orders(&draft);
        let standing = Standing { screen: screen(&sessions), history, calendar, orders, ..standing };
        return Ok((sessions, standing));
    }
    if let Some(off) = off {
        let state = ("late", off.label().to_owned());
        return Ok((
            Vec::new(),
            Standing { state, version: off.off_notice().into(), history, ..Standing::default() },
        ));
    }
    let Some(version) = current else {
        let draft = if last == 0 { sql::draft(conn, event.id).await? } else { Vec::new() };
        let orders = orders(&draft);
        let sessions = if last == 0 { agenda_sql::list_for_event(conn, event.id).await? } else { Vec::new() };
        let (state, version) = match (last, sessions.is_empty()) {
            (0, true) => (("", String::new()), ""),
            (0, false) => (
                ("late", "Belum diterbitkan".to_owned()),
                "Agenda ini belum diterbitkan dan masih dapat berubah.",
            ),
            _ => (
                ("late", "Ditarik kembali".to_owned()),
                "Tuan rumah menarik kembali agenda ini. Agenda muncul lagi di sini begitu diterbitkan.",
            ),
        };
        let screen = screen(&sessions);
        return Ok((
            sessions,
            Standing { state, version: version.into(), history, screen, orders, ..Standing::default() },
        ));
    };
    let standing = Standing { history, calendar, ..of_version(&version, event) };
    let sessions: Vec<Session> = version.sessions.into_iter().map(Session::from).collect();
    let screen = screen(&sessions);
    Ok((sessions, Standing { screen, ..standing }))
}

/// What readers are told about the version that they see.
fn of_version(version: &Version, event: &EventHead) -> Standing {
    let changes = version.changes();
    let count = changes.len();
    let state = if count > 0 {
        ("way", format!("Versi {}: {count} perubahan", version.number))
    } else {
        ("done", format!("Versi {}", version.number))
    };
    Standing {
        state,
        version: told_version(version, event),
        note: version.note.clone(),
        changes: told(&changes, event.zone),
        heading: if count > 0 { "Berubah sejak versi sebelumnya".into() } else { String::new() },
        beside: beside(&changes, event.zone),
        orders: orders(&version.sessions),
        ..Standing::default()
    }
}

fn orders(sessions: &[Shown]) -> Vec<Summary> {
    sessions.iter().filter_map(Summary::of).collect()
}

/// The sessions that somebody sees who does not edit the agenda.
pub async fn seen_by_readers(conn: &mut PgConnection, event: EventId) -> Result<Vec<Session>> {
    let shown = super::verbs::on_show(conn, event).await?;
    Ok(shown.into_iter().map(Session::from).collect())
}

/// What the office is told about its draft.
fn of_office(
    can: &Can<ViewAgenda>,
    event: &EventHead,
    current: Option<&Version>,
    draft: &[Shown],
    is_withdrawn: bool,
) -> Standing {
    let all = current.map(|current| changes(&current.sessions, draft)).unwrap_or_default();
    let publish = PublishPath { place: can.place.clone(), event: event.id }.to_string();
    let is_worth_it = !draft.is_empty() && (current.is_none() || !all.is_empty());
    let state = match (current, all.len()) {
        (Some(current), 0) => ("done", format!("Terbit, versi {}", current.number)),
        (Some(_), count) => ("late", format!("{count} perubahan belum terbit")),
        (None, _) if is_withdrawn => ("late", "Ditarik kembali".into()),
        (None, _) if draft.is_empty() => ("", String::new()),
        (None, _) => ("late", "Belum diterbitkan".into()),
    };
    let instead = if is_withdrawn {
        "Ditarik kembali: peserta tidak melihat agenda sampai diterbitkan lagi."
    } else {
        "Peserta belum melihat agenda ini."
    };
    Standing {
        version: current.map_or_else(|| instead.to_owned(), |version| told_version(version, event)),
        heading: match current {
            Some(current) if !all.is_empty() => format!("Berubah sejak versi {}", current.number),
            _ => String::new(),
        },
        note: current.map(|version| version.note.clone()).unwrap_or_default(),
        changes: told(&all, event.zone),
        publish: is_worth_it.then_some(publish),
        state,
        ..Standing::default()
    }
}

/// `Versi 2, diterbitkan Senin, 1 Agustus 2022, 09.05 WIB`.
fn told_version(version: &Version, event: &EventHead) -> String {
    let at = text::moment(event.zone.local(version.published_at), event.zone);
    format!("Versi {}, diterbitkan {at}", version.number)
}

impl From<Shown> for Session {
    /// A session as readers see it: of its attendance and of who changed it last they are told nothing.
    fn from(shown: Shown) -> Self {
        Self {
            id: shown.id,
            kind: shown.kind,
            takes_attendance: true,
            is_fixed: false,
            strategies: shown.strategies.iter().map(|strategy| strategy.code().to_owned()).collect(),
            moderator_ids: shown.moderators.iter().map(|moderator| moderator.id.0).collect(),
            moderator_names: shown.moderators.into_iter().map(|moderator| moderator.name).collect(),
            locked_at: None,
            version: 0,
            changed_by: String::new(),
            changed_at: shown.starts_at,
            leader_ids: shown.leaders.iter().map(|leader| leader.id.0).collect(),
            leader_names: shown.leaders.into_iter().map(|leader| leader.name).collect(),
            title: shown.title,
            room: shown.room,
            dress_code: shown.dress_code,
            starts_at: shown.starts_at,
            ends_at: shown.ends_at,
            goals: shown.goals,
        }
    }
}

#[derive(Template)]
#[template(path = "agenda/publish.html")]
pub(super) struct PublishPage {
    shell: Shell,
    form: FormState<PublishForm>,
    /// What readers see now.
    version: String,
    changes: Vec<Told>,
    /// How many sessions a first version has.
    sessions: usize,
    /// Whether the draft or the version changed since the page was opened.
    is_stale: bool,
    back: String,
}

impl PublishPage {
    /// The page with this form; what it has seen is what the page shows now.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<EditAgenda>,
        mut form: FormState<PublishForm>,
        is_stale: bool,
    ) -> Result<Self> {
        let event = can.event()?;
        let draft = sql::draft(conn, event.id).await?;
        let current = sql::current(conn, event.id).await?;
        let seen = Seen::of(sql::last_number(conn, event.id).await?, &draft);
        form.values.seen = PublishForm::of(&seen).seen;
        let back = AgendaPath { place: can.place.clone(), event: event.id }.to_string();
        Ok(Self {
            shell: can.shell().under("Agenda", &back),
            form,
            version: current.as_ref().map(|version| told_version(version, event)).unwrap_or_default(),
            changes: current
                .map(|current| told(&changes(&current.sessions, &draft), event.zone))
                .unwrap_or_default(),
            sessions: draft.len(),
            is_stale,
            back,
        })
    }
}

/// What would be published.
pub async fn prepare(_: PublishPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let form = FormState::fresh(PublishForm::default());
    page(&PublishPage::load(&mut tx, &can, form, false).await?)
}

#[derive(Template)]
#[template(path = "agenda/versions.html")]
struct VersionsPage {
    shell: Shell,
    versions: Vec<Line>,
    /// How many are shown at most, where there may be more.
    most: Option<i64>,
    agenda: String,
}

struct Line {
    number: i32,
    published: String,
    by: String,
    note: String,
    withdrawn: String,
    is_current: bool,
    /// The version that readers saw before.
    follows: Option<i32>,
    sessions: usize,
    changes: Vec<Told>,
    withdraw: Option<String>,
}

/// The versions of an agenda: who published what and when, and what was new in it.
pub async fn history(
    path: VersionsPath,
    can: Can<ViewAgenda>,
    State(app): State<AppState>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let versions = sql::versions(&mut tx, event.id, false, SHOWN).await?;
    drop(tx);
    let most = (versions.len() >= usize::try_from(SHOWN).unwrap_or_default()).then_some(SHOWN);
    let current = versions.iter().find(|version| version.withdrawn_at.is_none()).map(|v| v.number);
    let may_edit = can.may::<EditAgenda>();
    let agenda = AgendaPath { place: path.place.clone(), event: event.id }.to_string();
    let versions = versions
        .iter()
        .map(|version| {
            let moment = |at| text::moment(event.zone.local(at), event.zone);
            let number = version.number;
            let is_current = current == Some(number);
            let withdraw = WithdrawPath { place: path.place.clone(), event: event.id, number };
            Line {
                number,
                published: moment(version.published_at),
                by: version.published_by.clone(),
                note: version.note.clone(),
                withdrawn: version
                    .withdrawn_at
                    .map(|at| format!("{}, {}", version.withdrawn_by, moment(at)))
                    .unwrap_or_default(),
                is_current,
                follows: version.follows,
                sessions: version.sessions.len(),
                // Readers are told nothing more of what was withdrawn.
                changes: if version.withdrawn_at.is_some() && !may_edit {
                    Vec::new()
                } else {
                    told(&version.changes(), event.zone)
                },
                withdraw: (is_current && may_edit).then(|| withdraw.to_string()),
            }
        })
        .collect();
    page(&VersionsPage { shell: can.shell().under("Agenda", &agenda), versions, most, agenda })
}
