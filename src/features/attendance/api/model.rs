//! What a roll call needs of an event.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::{
    ids::{MarkId, ParticipantId, SessionId},
    zone::Zone,
};

/// The part of a roster that its tag is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterData {
    /// In order of their hours.
    pub sessions: Vec<RosterSession>,
    /// Participants first, by name.
    pub participants: Vec<RosterPerson>,
    /// One for every session and person of whom something was said.
    pub states: Vec<RosterState>,
}

/// A session that takes attendance.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterSession {
    #[schema(value_type = uuid::Uuid)]
    pub id: SessionId,
    pub title: String,
    pub room: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    /// WIB, WITA or WIT.
    #[schema(value_type = String)]
    pub zone: Zone,
    /// Marks become proposals.
    pub locked: bool,
    /// Off the agenda; marks that were made are still taken.
    pub removed: bool,
}

/// Somebody who is expected, or was.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterPerson {
    #[schema(value_type = uuid::Uuid)]
    pub id: ParticipantId,
    /// With titles.
    pub name: String,
    /// The library or agency.
    pub library: String,
    /// The category of participants; empty for others.
    pub category: String,
    /// The word in the badge's code; empty until badges are printed.
    pub badge: String,
    /// peserta, fasilitator, narasumber, panitia or konsultan.
    pub kind: String,
    /// Why the person is not expected any more; empty while they are.
    pub gone: String,
}

/// The state of a person in a session that counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterState {
    #[schema(value_type = uuid::Uuid)]
    pub session_id: SessionId,
    #[schema(value_type = uuid::Uuid)]
    pub participant_id: ParticipantId,
    /// present, late, excused, sick, absent or cleared.
    pub state: String,
    pub note: String,
    /// The mark that counts; nothing where a person decided without one.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub mark_id: Option<MarkId>,
    /// Its time: the device's, put right.
    pub marked_at: DateTime<Utc>,
    /// The name of whoever marked.
    pub marked_by: String,
    /// Somebody else marked otherwise, and nobody has decided.
    pub conflict: bool,
}
