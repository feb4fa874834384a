//! The list of what may be wrong.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{Found, paths::WarningsPath, words::Words};
use crate::{
    auth::permission::EditAgenda,
    error::Result,
    features::agenda::{
        margin,
        paths::{AgendaPath, SessionPath},
        sql,
    },
    kernel::ids::SessionId,
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
}

struct Group {
    heading: &'static str,
    lines: Vec<Line>,
}

struct Line {
    sentence: String,
    sessions: Vec<SessionLink>,
}

/// The ways to a session.
struct SessionLink {
    title: String,
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
        row: format!("{back}#{}", margin::anchor(session)),
        edit: SessionPath { place: path.place.clone(), event: event.id, session }.to_string(),
    };
    let mut groups: Vec<Group> = Vec::new();
    for warning in &found.warnings {
        let heading = Words::heading(warning);
        let line = Line {
            sentence: found.words.sentence(warning),
            sessions: warning.sessions().map(to_session).collect(),
        };
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
    })
}
