//! Who asks by the interface for programs, and what they are in the events that a request names.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{permission::Role, sql};
use crate::{
    db::scope::ProvinceCode,
    kernel::{
        ids::{AccountId, EventId, SessionId},
        zone::Zone,
    },
};

/// A signed-in person in the light of what a request names.
#[derive(Clone, Debug, Deserialize)]
pub struct Known {
    /// The person.
    pub account: AccountId,
    /// Full name.
    pub name: String,
    /// The events in which the person has, or had, a right; in order.
    pub events: Vec<KnownEvent>,
    /// The sessions that were named and belong to those events.
    pub sessions: BTreeMap<SessionId, EventId>,
}

/// An event, and what the person is in it.
#[derive(Clone, Debug, Deserialize)]
pub struct KnownEvent {
    /// The event.
    pub id: EventId,
    /// `PLM Provinsi Jambi 2022`.
    pub title: String,
    /// The host's code.
    pub host: ProvinceCode,
    /// The host's slug.
    pub host_slug: String,
    /// The zone its times are told in.
    pub zone: Zone,
    /// First day, travel included.
    pub starts_on: NaiveDate,
    /// Last day, travel included.
    pub ends_on: NaiveDate,
    /// What the person is there, or was.
    pub rights: Vec<Right>,
}

/// A role in an event or in its host's office.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Right {
    /// Which role.
    pub role: Role,
    /// Whether it has ended.
    pub is_over: bool,
}

impl Known {
    /// An event that the request named; `None` where nothing is the person's.
    pub fn event(&self, id: EventId) -> Option<&KnownEvent> {
        self.events.iter().find(|event| event.id == id)
    }
}

impl KnownEvent {
    /// The right that lets the person do what these roles may: one that stands, or else one that has ended.
    pub fn right(&self, roles: &[Role]) -> Option<Right> {
        let mut held: Vec<Right> =
            self.rights.iter().copied().filter(|right| roles.contains(&right.role)).collect();
        held.sort_by_key(|right| (right.is_over, roles.iter().position(|role| *role == right.role)));
        held.first().copied()
    }
}

/// Who holds the token, and what they are in these events and in those of these sessions; without either, in all of theirs.
pub async fn resolve(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
    named: Option<(&[EventId], &[SessionId])>,
) -> sqlx::Result<Option<Known>> {
    sql::resolve_caller(conn, token_hash, now, named).await
}

/// In which of these events an account may mark, or might once.
pub async fn may_have_marked(
    conn: &mut PgConnection,
    account: AccountId,
    events: &[EventId],
) -> sqlx::Result<Vec<EventId>> {
    sql::may_have_marked(conn, account, events).await
}
