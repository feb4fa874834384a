//! Every change leaves one row: who, when, from which scope, and what it was before and after. The row is
//! written in the change's own transaction; nothing may update or delete it.

mod sql;

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    db::{Tx, scope::ProvinceCode},
    error::{Error, Result},
    kernel::{clock::Clock, ids::EventId},
};

/// Whose hand changes a row, and when: what the row itself keeps of its last change.
#[derive(Clone, Debug)]
pub struct Hand {
    /// The actor's name.
    pub by: String,
    /// The time.
    pub at: DateTime<Utc>,
}

impl Hand {
    /// The hand of whoever this transaction acts for, now.
    pub fn of(tx: &Tx, clock: &Clock) -> Self {
        Self { by: tx.scope().actor_name().to_owned(), at: clock.now() }
    }
}

/// What was done, in the words of the glossary: `session.create`, `participant.cancel`.
#[derive(Debug)]
pub struct Change<'a> {
    /// The deed.
    pub action: &'static str,
    /// The event it belongs to, if any.
    pub event: Option<EventId>,
    /// The province it belongs to, where the scope does not say so.
    pub province: Option<ProvinceCode>,
    /// What was changed.
    pub subject: Uuid,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
    clock: &'a Clock,
}

impl<'a> Change<'a> {
    /// A change to `subject`, to be filled in and recorded.
    pub fn new(clock: &'a Clock, action: &'static str, subject: impl Into<Uuid>) -> Self {
        Self {
            action,
            event: None,
            province: None,
            subject: subject.into(),
            before: None,
            after: None,
            clock,
        }
    }

    /// The event it belongs to.
    #[must_use]
    pub fn in_event(self, event: EventId) -> Self {
        Self { event: Some(event), ..self }
    }

    /// The province it belongs to, for changes made in a scope that is no province's.
    #[must_use]
    pub fn in_province(self, province: &ProvinceCode) -> Self {
        Self { province: Some(province.clone()), ..self }
    }

    /// What it was.
    #[must_use]
    pub fn before(self, value: &impl Serialize) -> Self {
        Self { before: serde_json::to_value(value).ok(), ..self }
    }

    /// What it became.
    #[must_use]
    pub fn after(self, value: &impl Serialize) -> Self {
        Self { after: serde_json::to_value(value).ok(), ..self }
    }

    /// Writes the row.
    pub async fn record(self, tx: &mut Tx) -> Result<()> {
        let scope = tx.scope().clone();
        sql::insert(
            tx,
            &sql::Row {
                at: self.clock.now(),
                actor: scope.actor().map(|a| a.0),
                actor_name: scope.actor_name(),
                scope: scope.name(),
                province_code: scope.province_code().or(self.province.as_ref()).map(ProvinceCode::as_str),
                event_id: self.event.map(|e| e.0),
                action: self.action,
                subject: self.subject,
                before: self.before,
                after: self.after,
                request_id: scope.request_id(),
            },
        )
        .await
        .map_err(Error::from)
    }
}

/// One of many changes of one kind: what was changed, what it was and what it became.
#[derive(Clone, Debug)]
pub struct One {
    /// What was changed.
    pub subject: Uuid,
    /// What it was.
    pub before: Option<serde_json::Value>,
    /// What it became.
    pub after: Option<serde_json::Value>,
}

/// Records many changes of one kind, in an event or in none, by one statement.
pub async fn record_all(
    tx: &mut Tx,
    clock: &Clock,
    action: &'static str,
    event: impl Into<Option<EventId>>,
    changes: Vec<One>,
) -> Result<()> {
    let (scope, event) = (tx.scope().clone(), event.into());
    let common = sql::Row {
        at: clock.now(),
        actor: scope.actor().map(|a| a.0),
        actor_name: scope.actor_name(),
        scope: scope.name(),
        province_code: scope.province_code().map(ProvinceCode::as_str),
        event_id: event.map(|event| event.0),
        action,
        subject: Uuid::nil(),
        before: None,
        after: None,
        request_id: scope.request_id(),
    };
    sql::insert_all(tx, &common, changes).await.map_err(Error::from)
}
