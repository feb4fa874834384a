//! What may be wrong with an agenda ("Peringatan agenda"): rooms and people that are in two places, rooms that are too
//! small, presentations that end after their session, hours of prayer, days that are not the programme's, and people whom another event needs at the same time.
//!
//! Rules:
//! - A warning never blocks: every one may be right, and people are told and decide.
//! - Only who can mend the agenda is told.
//! - What somebody has settled counts no more, until it is about something else.
//! - Of another event only the hours are known in which somebody is needed there: not where, not which, not what for. The
//!   database's function says no more.

mod actions;
mod key;
mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;
mod words;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use sqlx::PgConnection;

use self::model::{Frame, Held, Warning};
use super::{rooms, slots, sql::Session};
use crate::{
    auth::actor::EventHead,
    error::Result,
    kernel::ids::{ParticipantId, SessionId, WarningId},
    web::routes::Routes,
};

/// The routes of the warnings.
pub(super) fn routes() -> Routes {
    Routes::new().page(pages::list).action(actions::ignore).action(actions::tell)
}

/// What was found in an event's agenda.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// By kind and then in the order of the day.
    pub(super) warnings: Vec<Warning>,
    /// Those that somebody has settled.
    ignored: Vec<Warning>,
    keys: HashMap<Warning, WarningId>,
    words: words::Words,
}

impl Found {
    /// Looks through these sessions of the event; the scope must be its host's.
    pub async fn load(conn: &mut PgConnection, event: &EventHead, sessions: &[Session]) -> Result<Self> {
        let rooms = rooms::list(&mut *conn, event.id).await?;
        let capacities: HashMap<String, i32> =
            rooms.into_iter().filter_map(|room| room.capacity.map(|holds| (room.key, holds))).collect();
        let frame = Frame {
            zone: event.zone,
            first_day: event.programme_starts_on,
            last_day: event.programme_ends_on,
            expected: sql::expected(&mut *conn, event.id).await?,
            capacities,
            busy: sql::busy_elsewhere(&mut *conn, event.id).await?,
        };
        let presented = slots::minutes(&mut *conn, event.id).await?;
        let minutes = |session: &Session| presented.get(&session.id).copied().unwrap_or_default();
        let held: Vec<Held> = sessions.iter().map(|session| held(session, minutes(session))).collect();
        let all = model::find(&held, &frame);
        let keys: HashMap<Warning, WarningId> =
            all.iter().map(|warning| (*warning, key::of(warning, &held))).collect();
        let ids: Vec<WarningId> = keys.values().copied().collect();
        let settled = sql::ignored(conn, event.id, &ids).await?;
        let is_settled = |warning: &Warning| keys.get(warning).is_some_and(|id| settled.contains(id));
        let (ignored, warnings) = all.into_iter().partition(is_settled);
        Ok(Self { warnings, ignored, keys, words: words::Words::new(event, sessions) })
    }

    /// The first session of a warning that is there, settled or not.
    fn first_session(&self, id: WarningId) -> Option<SessionId> {
        let (warning, _) = self.keys.iter().find(|(_, key)| **key == id)?;
        warning.sessions().next()
    }

    /// The short sentences of one session, in the order of their weight.
    pub fn of_session(&self, session: SessionId) -> Vec<String> {
        self.warnings
            .iter()
            .filter(|warning| warning.sessions().any(|id| id == session))
            .map(|warning| self.words.short(warning, session))
            .collect()
    }

    /// What is said after a session was saved: empty, or a sentence that begins with a space.
    pub fn after_saving(&self, session: SessionId) -> String {
        let all = self.of_session(session);
        match all.as_slice() {
            [] => String::new(),
            [only] => format!(" Perhatikan: {only}."),
            [first, second] => format!(" Perhatikan: {first}; {second}."),
            [first, second, rest @ ..] => {
                format!(" Perhatikan: {first}; {second}; dan {} peringatan lain.", rest.len())
            }
        }
    }
}

fn held(session: &Session, presented: i64) -> Held {
    let people = session.leader_ids.iter().chain(&session.moderator_ids);
    Held {
        id: session.id,
        kind: session.kind,
        room: session.room.clone(),
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        takes_attendance: session.takes_attendance,
        presented,
        people: people.map(|id| ParticipantId(*id)).collect(),
    }
}
