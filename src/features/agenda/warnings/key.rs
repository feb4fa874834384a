//! By what a warning is known again.

use sha2::{Digest as _, Sha256};
use uuid::Builder;

use super::model::{Held, Warning};
use crate::kernel::{
    ids::{SessionId, WarningId},
    text,
};

/// The same for the same kind of warning about the same sessions, room and person, whenever those are; another for
/// everything else.
pub(super) fn of(warning: &Warning, sessions: &[Held]) -> WarningId {
    let room = |id: SessionId| {
        sessions
            .iter()
            .find(|session| session.id == id)
            .map(|session| text::compact(&session.room))
            .unwrap_or_default()
    };
    // Which of two begins first is no difference.
    let mut about: Vec<SessionId> = warning.sessions().collect();
    about.sort();
    let about = about.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let words = match *warning {
        Warning::Room { one, .. } => format!("room {about} {}", room(one)),
        Warning::Person { person, .. } => format!("person {about} {person}"),
        Warning::Elsewhere { busy, .. } => {
            format!(
                "elsewhere {about} {} {} {}",
                busy.person,
                busy.starts_at.timestamp(),
                busy.ends_at.timestamp()
            )
        }
        Warning::Capacity { session, .. } => format!("capacity {about} {}", room(session)),
        Warning::Presentations { .. } => format!("presentations {about}"),
        Warning::Days { .. } => format!("days {about}"),
        Warning::Prayer { prayer, day, .. } => format!("prayer {about} {prayer:?} {day}"),
    };
    let hash = Sha256::digest(words.as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(hash.iter()).for_each(|(byte, from)| *byte = *from);
    WarningId(Builder::from_custom_bytes(bytes).into_uuid())
}
