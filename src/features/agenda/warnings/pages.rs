//! The list of what may be wrong.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    Found,
    model::Warning,
    paths::{IgnoreWarningPath, TellWarningPath, WarningsPath},
    words::Words,
};
use crate::{
    auth::permission::EditAgenda,
    error::Result,
    features::agenda::{
        margin,
        paths::{AgendaPath, SessionPath},
        slots::paths::SlotsPath,
        sql,
    },
    kernel::{
        ids::{EventId, SessionId, WarningId},
        place::Place,
    },
    web::{
        AppState, filters,
        guard::Can,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "agenda/warnings/list.html")]
struct WarningsPage {
    shell: Shell,
    has_sessions: bool,
    back: String,
    groups: Vec<Group>,
    /// What somebody has settled.
    ignored: Vec<Line>,
}

struct Group {
    heading: &'static str,
    lines: Vec<Line>,
}

struct Line {
    /// By what it is known on the page.
    key: String,
    sentence: String,
    sessions: Vec<SessionLink>,
    /// The order of presentations, where it is about that.
    order: Option<String>,
    /// Where it is settled, or told again.
    turn: String,
}

/// The ways to a session.
struct SessionLink {
    title: String,
    /// When it begins, where the warning is about two.
    starts: String,
    row: String,
    edit: String,
}

/// Every warning in a sentence, by kind.
pub async fn list(path: WarningsPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let sessions = sql::list_for_event(&mut tx, event.id).await?;
    let found = Found::load(&mut tx, event, &sessions).await?;
    drop(tx);
    let back = AgendaPath { place: path.place.clone(), event: event.id };
    let to_session = |session: SessionId| SessionLink {
        title: found.words.session(session).map(|line| line.title.clone()).unwrap_or_default(),
        starts: found.words.starts(session),
        row: format!("{back}#{}", margin::anchor(session)),
        edit: SessionPath { place: path.place.clone(), event: event.id, session }.to_string(),
    };
    let to_order = |warning: &Warning| match *warning {
        Warning::Presentations { session, .. } => {
            Some(SlotsPath { place: path.place.clone(), event: event.id, session }.to_string())
        }
        _ => None,
    };
    let to_line = |warning: &Warning, turn: fn(Place, EventId, WarningId) -> String| Line {
        key: found.keys.get(warning).map(ToString::to_string).unwrap_or_default(),
        sentence: found.words.sentence(warning),
        sessions: warning.sessions().map(to_session).collect(),
        order: to_order(warning),
        turn: found.keys.get(warning).map(|id| turn(path.place.clone(), event.id, *id)).unwrap_or_default(),
    };
    let mut groups: Vec<Group> = Vec::new();
    for warning in &found.warnings {
        let heading = Words::heading(warning);
        let line =
            to_line(warning, |place, event, warning| IgnoreWarningPath { place, event, warning }.to_string());
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.lines.push(line),
            _ => groups.push(Group { heading, lines: vec![line] }),
        }
    }
    page(&WarningsPage {
        shell: can.shell().under("Agenda", &back),
        has_sessions: !sessions.is_empty(),
        back: back.to_string(),
        groups,
        ignored: found
            .ignored
            .iter()
            .map(|warning| {
                to_line(warning, |place, event, warning| {
                    TellWarningPath { place, event, warning }.to_string()
                })
            })
            .collect(),
    })
}
