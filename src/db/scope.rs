//! Whose eyes a transaction has. A scope is a database role plus the settings that the policies read.
//!
//! Scopes are made by `web::guard` (from a request), by jobs and the demo, and by tests; a test reads the
//! sources and fails when anything else makes one.

use std::{fmt::Write as _, sync::Arc};

use crate::kernel::ids::{AccountId, DelegationId, EventId, OpenLinkId, ParticipantId};

/// The code of a province in Kemendagri's list: two digits. `00` is Perpusnas.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, sqlx::Type,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct ProvinceCode(String);

impl ProvinceCode {
    /// Reads a code; anything but two digits is `None`.
    pub fn parse(code: &str) -> Option<Self> {
        (code.len() == 2 && code.bytes().all(|b| b.is_ascii_digit())).then(|| Self(code.to_owned()))
    }

    /// The two digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ProvinceCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which database role looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Province,
    Assignment,
    Person,
    National,
    Public,
    System,
}

/// Whose eyes a transaction has, and on whose behalf it acts.
#[derive(Clone, Debug)]
pub struct Scope {
    view: View,
    actor: Option<AccountId>,
    actor_name: Arc<str>,
    province: Option<ProvinceCode>,
    events: Vec<EventId>,
    hosted: Vec<EventId>,
    person: Option<ParticipantId>,
    open_link: Option<OpenLinkId>,
    delegation: Option<DelegationId>,
    read_only: bool,
    request_id: Arc<str>,
}

/// A scope as a job keeps it, from the settings of the transaction that asked for it.
#[derive(Clone, Debug)]
pub struct Resumed {
    /// `scope_province`.
    pub role: String,
    /// On whose behalf.
    pub actor: Option<AccountId>,
    /// The actor's name.
    pub actor_name: String,
    /// The office.
    pub province: Option<ProvinceCode>,
    /// The participant.
    pub person: Option<ParticipantId>,
    /// The events that may be seen.
    pub events: Vec<EventId>,
    /// Those of them that the office hosts.
    pub hosted: Vec<EventId>,
    /// The request that asked.
    pub request_id: String,
}

impl Scope {
    /// The scope that asked for a job. `None` for a role that asks for none.
    pub fn resumed(from: Resumed) -> Option<Self> {
        let view = match from.role.as_str() {
            "scope_province" => View::Province,
            "scope_assignment" => View::Assignment,
            "scope_person" => View::Person,
            "scope_national" => View::National,
            _ => return None,
        };
        Some(Self {
            actor: from.actor,
            actor_name: Arc::from(from.actor_name),
            province: from.province,
            person: from.person,
            events: from.events,
            hosted: from.hosted,
            request_id: Arc::from(from.request_id),
            ..Self::new(view)
        })
    }

    fn new(view: View) -> Self {
        Self {
            view,
            actor: None,
            actor_name: Arc::from("sistem"),
            province: None,
            events: Vec::new(),
            hosted: Vec::new(),
            person: None,
            open_link: None,
            delegation: None,
            read_only: false,
            request_id: Arc::from(""),
        }
    }

    /// A province's office: all events it hosts, and the ones it visits as a guest.
    pub fn province(code: ProvinceCode, hosted: Vec<EventId>, visiting: Vec<EventId>) -> Self {
        let mut events = hosted.clone();
        events.extend(visiting);
        Self { province: Some(code), events, hosted, ..Self::new(View::Province) }
    }

    /// A facilitator or consultant: the events assigned.
    pub fn assignment(events: Vec<EventId>) -> Self {
        Self { events, ..Self::new(View::Assignment) }
    }

    /// A participant: one person's own rows in one event.
    pub fn person(event: EventId, person: ParticipantId) -> Self {
        Self {
            events: vec![event],
            person: Some(person),
            actor_name: Arc::from("peserta sendiri"),
            ..Self::new(View::Person)
        }
    }

    /// Somebody who registers by an event's open link: their own draft, and the one person that comes of it.
    pub fn open_link(event: EventId, host: ProvinceCode, link: OpenLinkId, person: ParticipantId) -> Self {
        Self {
            province: Some(host),
            events: vec![event],
            person: Some(person),
            open_link: Some(link),
            actor_name: Arc::from("pendaftar"),
            ..Self::new(View::Public)
        }
    }

    /// The PIC of an invited library: its own invitation, and the people whom it names by it.
    pub fn delegation(event: EventId, delegation: DelegationId) -> Self {
        Self { events: vec![event], delegation: Some(delegation), ..Self::new(View::Person) }
    }

    /// Perpusnas: editions, waves and counts, and no province's persons.
    pub fn national() -> Self {
        Self::new(View::National)
    }

    /// Anybody.
    pub fn public() -> Self {
        Self::new(View::Public)
    }

    /// Sign-in and accounts; no tenant's data.
    pub fn system() -> Self {
        Self::new(View::System)
    }

    /// On whose behalf, for the audit log and for policies.
    #[must_use]
    pub fn acting(self, actor: AccountId, name: &str) -> Self {
        Self { actor: Some(actor), actor_name: Arc::from(name), ..self }
    }

    /// The name of somebody who acts without an account, for the audit log.
    #[must_use]
    pub fn called(self, name: &str) -> Self {
        Self { actor_name: Arc::from(name), ..self }
    }

    /// The request that the audit log and the server's log share.
    #[must_use]
    pub fn within_request(self, request_id: &str) -> Self {
        Self { request_id: Arc::from(request_id), ..self }
    }

    /// A scope whose transactions cannot change anything.
    #[must_use]
    pub fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// Who acts; `None` for the program itself and for the public.
    pub fn actor(&self) -> Option<AccountId> {
        self.actor
    }

    /// The actor's name as the audit log keeps it.
    pub fn actor_name(&self) -> &str {
        &self.actor_name
    }

    /// The province whose office looks.
    pub fn province_code(&self) -> Option<&ProvinceCode> {
        self.province.as_ref()
    }

    /// The participant who looks.
    pub fn person_id(&self) -> Option<ParticipantId> {
        self.person
    }

    /// The request's id, empty outside requests.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The scope's name in the audit log; its database role is `scope_<name>`.
    pub fn name(&self) -> &'static str {
        match self.view {
            View::Province => "province",
            View::Assignment => "assignment",
            View::Person => "person",
            View::National => "national",
            View::Public => "public",
            View::System => "system",
        }
    }

    /// `BEGIN`, role and settings as one string. It holds only digits, UUIDs and words of this file, so it can
    /// be sent unparameterised, which a multi-statement must be.
    pub(super) fn begin_statement(&self) -> String {
        let mut sql = String::with_capacity(256);
        sql.push_str(if self.read_only { "BEGIN READ ONLY" } else { "BEGIN" });
        let _ = write!(sql, "; SET LOCAL ROLE scope_{}; SELECT 1", self.name());
        if let Some(actor) = self.actor {
            let _ = write!(sql, ", set_config('app.actor', '{actor}', true)");
        }
        if let Some(code) = &self.province {
            let digits: String = code.as_str().chars().filter(char::is_ascii_digit).collect();
            let _ = write!(sql, ", set_config('app.province', '{digits}', true)");
        }
        if let Some(person) = self.person {
            let _ = write!(sql, ", set_config('app.person', '{person}', true)");
        }
        if let Some(link) = self.open_link {
            let _ = write!(sql, ", set_config('app.open_link', '{link}', true)");
        }
        if let Some(delegation) = self.delegation {
            let _ = write!(sql, ", set_config('app.delegation', '{delegation}', true)");
        }
        for (setting, ids) in [("app.events", &self.events), ("app.hosted", &self.hosted)] {
            if !ids.is_empty() {
                let _ = write!(sql, ", set_config('{setting}', '{{");
                for (i, id) in ids.iter().enumerate() {
                    let _ = write!(sql, "{}{id}", if i == 0 { "" } else { "," });
                }
                sql.push_str("}', true)");
            }
        }
        sql
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_one_statement_string() {
        let event = EventId::new();
        let scope = Scope::province(ProvinceCode::parse("15").unwrap(), vec![event], vec![])
            .read_only()
            .begin_statement();
        assert_eq!(
            scope,
            format!(
                "BEGIN READ ONLY; SET LOCAL ROLE scope_province; SELECT 1, set_config('app.province', '15', true), \
                 set_config('app.events', '{{{event}}}', true), set_config('app.hosted', '{{{event}}}', true)"
            )
        );
        assert_eq!(ProvinceCode::parse("1';"), None);
    }
}
