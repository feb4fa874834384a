//! What speakers tell.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::kernel::ids::{MaterialId, ParticipantId, SessionId};

/// The material of a session.
#[derive(Clone, Debug, Deserialize)]
pub struct Material {
    /// Its id.
    pub id: MaterialId,
    /// Of which session.
    pub session: SessionId,
    /// Whose.
    pub person: ParticipantId,
    /// What it is called.
    pub title: String,
    /// Where it lies.
    pub url: String,
}

/// What anybody may read of the speakers of an event.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PublicSpeakers {
    /// What they tell of themselves.
    pub biodata: BTreeMap<ParticipantId, String>,
    /// Their material.
    pub materials: Vec<Material>,
}

/// A link as it is typed, made whole: what lacks `https://` gets it, and `http` becomes `https`. `None` where that is no address.
pub fn address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://")).unwrap_or(typed);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.contains('.')
        && !host.starts_with(['.', '-'])
        && !host.ends_with('.')
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'));
    let is_clean =
        rest.chars().all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>'));
    (is_host && is_clean && rest.chars().count() <= 490).then(|| format!("https://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_made_whole_and_nothing_else_is_one() {
        for (typed, whole) in [
            ("https://drive.google.com/x?y=1#z", Some("https://drive.google.com/x?y=1#z")),
            (" http://s.id/materi ", Some("https://s.id/materi")),
            ("s.id/materi", Some("https://s.id/materi")),
            ("javascript:alert(1)", None),
            ("data:text/html,x.y", None),
            ("materi saya", None),
            ("https://user@evil.id/", None),
            ("https://", None),
            ("https://.id/a", None),
            ("https://a.id/\"onclick", None),
        ] {
            assert_eq!(address(typed).as_deref(), whole, "{typed}");
        }
    }
}
