//! The calendar files' statements.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

use super::{
    description,
    ics::{Calendar, Entry},
};
use crate::{
    features::agenda::{publication::Shown, sql::Session},
    kernel::{
        ids::{AccountId, EventId, SessionId},
        zone::Zone,
    },
};

/// Where an event is.
#[derive(Clone, Debug, Default, Deserialize)]
struct Place {
    /// The house; may be empty.
    venue: String,
    /// Its address; may be empty.
    address: String,
    /// Its city; may be empty.
    city: String,
}

impl Place {
    /// The place of a session in this room, which may be empty.
    fn with_room(&self, room: &str) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for part in [room, &self.venue, &self.address, &self.city] {
            // A city that stands in the address already is not said twice.
            if !part.is_empty() && !parts.iter().any(|said| said.contains(part)) {
                parts.push(part);
            }
        }
        parts.join(", ")
    }
}

/// What readers have of an event in their calendars.
#[derive(Clone, Debug, Deserialize)]
pub struct Readers {
    pub(super) title: String,
    #[serde(flatten)]
    place: Place,
    pub(super) zone: Zone,
    is_off: bool,
    sequence: i32,
    changed_at: DateTime<Utc>,
    sessions: Vec<Shown>,
    gone: Vec<Gone>,
}

/// A session that readers were shown once and are no more. What it was is not told: it may have been shown by mistake.
#[derive(Clone, Debug, Deserialize)]
struct Gone {
    id: SessionId,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

impl Readers {
    /// What a calendar program is told of the event as a whole.
    pub(super) fn about<'a>(&'a self, base_url: &'a str) -> Calendar<'a> {
        Calendar { name: &self.title, base_url, zone: self.zone }
    }

    /// Its sessions, also those that readers were shown once and are no more.
    pub fn entries(&self) -> Vec<Entry> {
        let standing = self.sessions.iter().map(|shown| {
            let session = Session::from(shown.clone());
            Entry {
                id: session.id,
                location: self.place.with_room(&session.room),
                description: description(&session),
                title: session.title,
                starts_at: session.starts_at,
                ends_at: session.ends_at,
                zone: self.zone,
                sequence: self.sequence,
                changed_at: self.changed_at,
                is_cancelled: self.is_off,
            }
        });
        let gone = self.gone.iter().map(|session| Entry {
            id: session.id,
            title: "Sesi dibatalkan".into(),
            location: String::new(),
            description: String::new(),
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            zone: self.zone,
            sequence: self.sequence,
            changed_at: self.changed_at,
            is_cancelled: true,
        });
        standing.chain(gone).collect()
    }
}

/// What readers have of an event that the scope sees.
pub async fn of_readers(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Readers> {
    one(sqlx::query_scalar!(r#"select readers_calendar($1) as "readers: Json<Readers>""#, event.0)
        .fetch_one(conn)
        .await?)
}

/// What anybody has of an announced event.
pub(super) async fn of_public(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Readers> {
    one(sqlx::query_scalar!(r#"select public_calendar($1) as "readers: Json<Readers>""#, event.0)
        .fetch_one(conn)
        .await?)
}

fn one(readers: Option<Json<Readers>>) -> sqlx::Result<Readers> {
    readers.map(|Json(readers)| readers).ok_or(sqlx::Error::RowNotFound)
}

/// What is behind a secret address: all events of its person. No row where there is no such address.
pub(super) async fn of_link(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Readers>> {
    sqlx::query_scalar!(
        r#"select calendars_of_link($1, $2) as "events: Json<Vec<Readers>>""#,
        token_hash,
        now
    )
    .fetch_one(conn)
    .await?
    .map(|Json(events)| events)
    .ok_or(sqlx::Error::RowNotFound)
}

/// Since when this person has a secret address.
pub(super) async fn linked_since(
    conn: &mut PgConnection,
    account: AccountId,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!("select made_at from calendar_links where account_id = $1", account.0)
        .fetch_optional(conn)
        .await
}

/// Gives this person a secret address; the one before counts no more.
pub(super) async fn set_link(
    conn: &mut PgConnection,
    account: AccountId,
    token_hash: &[u8],
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into calendar_links (account_id, token_hash, made_at) values ($1, $2, $3)
         on conflict (account_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at",
        account.0,
        token_hash,
        at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Ends this person's secret address; says whether there was one.
pub(super) async fn end_link(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<bool> {
    sqlx::query!("delete from calendar_links where account_id = $1", account.0)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1)
}
