//! The page of goals and strategies.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{model::duration, paths::GoalsPath};
use crate::{
    auth::permission::{EditAgenda, ViewAgenda},
    error::Result,
    features::{
        agenda::{
            margin,
            model::Strategy,
            paths::{AgendaPath, NewSessionPath, SessionPath},
            publication,
            sql::Session,
        },
        editions,
    },
    web::{
        AppState, filters,
        guard::Can,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "agenda/goals/list.html")]
struct GoalsPage {
    shell: Shell,
    is_empty: bool,
    agenda: String,
    goals: Vec<Served>,
    strategies: Vec<Served>,
}

/// A goal or a strategy, and what serves it.
struct Served {
    name: String,
    total: String,
    sessions: Vec<Serving>,
    /// Where a session that serves it is made; for those who may.
    add: String,
}

struct Serving {
    title: String,
    path: String,
    time: String,
}

/// Goals and strategies, each with the sessions that serve it.
pub async fn list(path: GoalsPath, can: Can<ViewAgenda>, State(app): State<AppState>) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let (sessions, _) = publication::seen(&mut tx, &can).await?;
    let goals = editions::goals(&mut tx, event.edition).await?;
    drop(tx);
    let (place, may_edit) = (path.place, can.may::<EditAgenda>());
    let agenda = AgendaPath { place: place.clone(), event: event.id };
    let create = NewSessionPath { place: place.clone(), event: event.id };
    let serving = |session: &Session| Serving {
        title: session.title.clone(),
        path: if may_edit {
            SessionPath { place: place.clone(), event: event.id, session: session.id }.to_string()
        } else {
            format!("{agenda}#{}", margin::anchor(session.id))
        },
        time: duration((session.ends_at - session.starts_at).num_minutes()),
    };
    let served = |name: String, query: String, serves: &dyn Fn(&Session) -> bool| {
        let those: Vec<&Session> = sessions.iter().filter(|session| serves(session)).collect();
        let minutes = those.iter().map(|session| (session.ends_at - session.starts_at).num_minutes()).sum();
        Served {
            name,
            total: duration(minutes),
            sessions: those.into_iter().map(serving).collect(),
            add: if may_edit { format!("{create}?{query}") } else { String::new() },
        }
    };
    page(&GoalsPage {
        shell: can.shell().under("Agenda", &agenda),
        is_empty: sessions.is_empty(),
        agenda: agenda.to_string(),
        goals: (1..)
            .zip(goals)
            .map(|(number, goal)| {
                let name = format!("{number}. {}", goal.sentence);
                served(name, format!("tujuan={number}"), &|session| session.goals.contains(&number))
            })
            .collect(),
        strategies: Strategy::ALL
            .iter()
            .map(|strategy| {
                let code = strategy.code();
                served(strategy.label().into(), format!("strategi={code}"), &|session| {
                    session.strategies.iter().any(|named| named == code)
                })
            })
            .collect(),
    })
}
