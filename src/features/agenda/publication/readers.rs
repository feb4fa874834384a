//! What readers see while an office goes on with its draft.

use sqlx::PgConnection;

use super::{
    changes::changes,
    forms::PublishForm,
    model::{Seen, Shown},
    sql,
    told::{Told, told},
};
use crate::{auth::actor::EventHead, features::agenda::model::Hours, kernel::ids::SessionId};

/// The version that readers see, beside the draft.
#[derive(Clone, Debug)]
pub(in crate::features::agenda) struct Readers {
    /// The version's number.
    pub number: i32,
    /// What the draft has otherwise.
    pub pending: Vec<Told>,
    shown: Vec<Shown>,
    draft: Vec<Shown>,
    last: i32,
}

impl Readers {
    /// `None` where readers see no version.
    pub async fn load(conn: &mut PgConnection, event: &EventHead) -> sqlx::Result<Option<Self>> {
        let Some(version) = sql::of_readers(&mut *conn, event.id).await? else { return Ok(None) };
        let draft = sql::draft(&mut *conn, event.id).await?;
        Ok(Some(Self {
            number: version.number,
            pending: told(&changes(&version.sessions, &draft), event.zone),
            shown: version.sessions,
            draft,
            last: sql::last_number(conn, event.id).await?,
        }))
    }

    /// What somebody saw of version and draft, as a form carries it.
    pub fn sight(&self) -> String {
        PublishForm::of(&Seen::of(self.last, &self.draft)).seen
    }

    /// What somebody saw who was shown the draft with these sessions at other hours.
    pub fn with(&self, moves: &[(SessionId, Hours)]) -> Seen {
        Seen::of(self.last, &self.moved(moves))
    }

    /// Whether readers see just this already.
    pub fn see(&self, moves: &[(SessionId, Hours)]) -> bool {
        self.moved(moves) == self.shown
    }

    fn moved(&self, moves: &[(SessionId, Hours)]) -> Vec<Shown> {
        let mut draft = self.draft.clone();
        for session in &mut draft {
            if let Some((_, hours)) = moves.iter().find(|(id, _)| *id == session.id) {
                (session.starts_at, session.ends_at) = *hours;
            }
        }
        draft.sort_by_key(Shown::order);
        draft
    }
}
