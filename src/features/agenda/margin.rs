//! What stands beside the days of an agenda: the ways to its other pages, and what may be wrong with it.

use sqlx::PgConnection;

use super::{
    goals::paths::GoalsPath,
    rooms::paths::RoomsPath,
    sql::Session,
    warnings::{Found, paths::WarningsPath},
};
use crate::{
    auth::permission::{EditAgenda, ViewAgenda},
    error::Result,
    kernel::{ids::SessionId, text},
    web::guard::Can,
};

/// What stands above the days.
pub(super) struct Margin {
    pub rooms: Option<String>,
    pub goals: String,
    pub warnings: Option<Warnings>,
}

/// How many there are, for those who can mend them.
pub(super) struct Warnings {
    pub path: String,
    pub count: usize,
    found: Found,
}

impl Warnings {
    /// `5 peringatan`.
    pub fn words(&self) -> String {
        format!("{} peringatan", text::count(self.count))
    }
}

impl Margin {
    /// The margin of these sessions.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<ViewAgenda>,
        sessions: &[Session],
    ) -> Result<Self> {
        let (place, event) = (&can.place, can.event()?);
        let may_edit = can.may::<EditAgenda>();
        let warnings = if may_edit {
            let found = Found::load(conn, event, sessions).await?;
            let path = WarningsPath { place: place.clone(), event: event.id }.to_string();
            Some(Warnings { path, count: found.warnings.len(), found })
        } else {
            None
        };
        Ok(Self {
            rooms: may_edit.then(|| RoomsPath { place: place.clone(), event: event.id }.to_string()),
            goals: GoalsPath { place: place.clone(), event: event.id }.to_string(),
            warnings,
        })
    }

    /// The short warnings of one session.
    pub(super) fn of_session(&self, session: SessionId) -> Vec<String> {
        self.warnings.as_ref().map(|warnings| warnings.found.of_session(session)).unwrap_or_default()
    }
}

/// Where a session's row stands on the page of the agenda.
pub fn anchor(session: SessionId) -> String {
    format!("sesi-{session}")
}
