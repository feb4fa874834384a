//! Everybody who may look, and what of a table each may reach: derived from the columns that say whose a row is, not
//! from the policies.

use std::collections::BTreeMap;

use sejawat::{
    db::scope::ProvinceCode,
    db::scope::Scope,
    kernel::ids::{AccountId, DelegationId, EventId, OpenLinkId, ParticipantId},
};
use uuid::Uuid;

use super::rules::{
    APPLICANT_ADDS, ASSIGNMENT_WRITES, CONTACT, GIVEN, HOST_WRITES, NATIONAL_READS, NATIONAL_WRITES,
    OF_THE_AGENDA, OF_THE_EVENT, OF_THE_LIBRARY, PERSON_WRITES, SYSTEM, SYSTEM_FORGETS, SYSTEM_READS,
    SYSTEM_WORKS,
};
use crate::support::world::{JAMBI, JATENG, JOINT, Who, office};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Province(&'static str),
    Assignment,
    Person(u128),
    Delegate(u128),
    National,
    Public,
    /// Of a host's event, as the person that they become.
    Applicant(&'static str, u128),
    System,
}

/// Somebody who looks.
pub struct Eyes {
    pub name: &'static str,
    pub scope: Scope,
    kind: Kind,
    events: Vec<EventId>,
    hosted: Vec<EventId>,
}

/// Every kind of scope, with the world's provinces, events and people.
pub fn all_eyes() -> Vec<Eyes> {
    let province = |name, code, hosted: Vec<EventId>, visiting: Vec<EventId>| Eyes {
        name,
        scope: office(code, &hosted, &visiting),
        kind: Kind::Province(code),
        events: hosted.iter().chain(&visiting).copied().collect(),
        hosted,
    };
    let assignment = |name, events: Vec<EventId>, who: Who| Eyes {
        name,
        scope: Scope::assignment(events.clone()).acting(AccountId(who.account()), name),
        kind: Kind::Assignment,
        events,
        hosted: Vec::new(),
    };
    let person = |name, event: EventId, id: u128| Eyes {
        name,
        scope: Scope::person(event, ParticipantId(Uuid::from_u128(id))),
        kind: Kind::Person(id),
        events: vec![event],
        hosted: Vec::new(),
    };
    let applicant = |name, event: EventId, host: &'static str, id: u128| Eyes {
        name,
        scope: Scope::open_link(
            event,
            ProvinceCode::parse(host).unwrap(),
            OpenLinkId(Uuid::from_u128(0x3000 + (event.0.as_u128() & 0xfff))),
            ParticipantId(Uuid::from_u128(id)),
        ),
        kind: Kind::Applicant(host, id),
        events: vec![event],
        hosted: Vec::new(),
    };
    let delegate = |name, event: EventId, id: u128| Eyes {
        name,
        scope: Scope::delegation(event, DelegationId(Uuid::from_u128(id))),
        kind: Kind::Delegate(id),
        events: vec![event],
        hosted: Vec::new(),
    };
    let other = |name, scope: Scope, kind| Eyes { name, scope, kind, events: Vec::new(), hosted: Vec::new() };
    vec![
        province("Jambi's office", "15", vec![JAMBI], vec![]),
        province("Jawa Tengah's office", "33", vec![JATENG], vec![]),
        province("the joint event's host", "32", vec![JOINT], vec![]),
        province("the joint event's guest", "31", vec![], vec![JOINT]),
        province("an office without events", "15", vec![], vec![]),
        assignment("Jambi's facilitator", vec![JAMBI], Who::JambiFacilitator),
        assignment("a consultant of the joint event", vec![JOINT], Who::JambiConsultant),
        assignment("somebody without duties", vec![], Who::JambiFacilitator),
        person("a participant of Jambi", JAMBI, 0x1e15),
        person("a guest's participant", JOINT, 0x1e31),
        delegate("the PIC of a library of Jambi", JAMBI, 0x1de15),
        delegate("the PIC of a guest's library", JOINT, 0x1de31),
        other("the nation", Scope::national(), Kind::National),
        applicant("an applicant of Jambi", JAMBI, "15", 0xad_e15),
        applicant("a new applicant of the joint event", JOINT, "32", 0xffff),
        other("the public", Scope::public(), Kind::Public),
        other("the program", Scope::system(), Kind::System),
    ]
}

fn any_of(events: &[EventId]) -> String {
    let ids: Vec<_> = events.iter().map(|id| format!("'{id}'")).collect();
    format!("array[{}]::uuid[]", ids.join(","))
}

fn when(condition: bool) -> String {
    condition.to_string()
}

fn system_reads(table: &str) -> bool {
    [SYSTEM, SYSTEM_FORGETS, SYSTEM_READS, SYSTEM_WORKS].concat().contains(&table)
}

impl Eyes {
    /// The database role.
    pub fn role(&self) -> String {
        format!("scope_{}", self.scope.name())
    }

    /// The rows of a table that may be seen at most, as a condition.
    pub fn reads(&self, table: &str, columns: &BTreeMap<String, String>) -> String {
        let has = |column: &str| columns.contains_key(column);
        let event = if table == "events" { "id" } else { "event_id" };
        let in_events = format!("{event} = any({})", any_of(&self.events));
        let hosted = format!("{event} = any({})", any_of(&self.hosted));
        // An agency's name and address are public.
        if table == "tenants" {
            return when(true);
        }
        match self.kind {
            Kind::Province(code) => match table {
                "audit_log" | "role_grants" if !self.is_hidden(table) => format!("province_code = '{code}'"),
                "events" => in_events,
                _ if self.is_hidden(table) => when(false),
                _ if OF_THE_EVENT.contains(&table) => in_events,
                _ if has("event_id") && has("province_code") => {
                    format!("{in_events} and (province_code = '{code}' or {hosted})")
                }
                _ if has("event_id") => in_events,
                _ if has("province_code") => format!("province_code = '{code}'"),
                _ => when(false),
            },
            Kind::Assignment if self.is_hidden(table) || CONTACT.contains(&table) || table == "audit_log" => {
                when(false)
            }
            Kind::Assignment if table == "events" || has("event_id") => in_events,
            Kind::Person(_) | Kind::Delegate(_) if self.is_hidden(table) || table == "audit_log" => {
                when(false)
            }
            Kind::Person(id) => self.own(Uuid::from_u128(id), table, columns),
            Kind::Applicant(..) if self.is_hidden(table) => when(false),
            Kind::Applicant(host, id) => match table {
                // Of the others that they are there, and of the host's libraries the names.
                "participants" => format!("{in_events} and entry = 'self'"),
                "libraries" => format!("province_code = '{host}' and removed_at is null"),
                "open_drafts" => format!("{in_events} and id = '{}'", Uuid::from_u128(id)),
                "open_tries" => in_events,
                _ => when(false),
            },
            Kind::Delegate(id) => {
                let mine = Uuid::from_u128(id);
                match table {
                    "delegations" => format!("{in_events} and id = '{mine}'"),
                    "participants" | "participant_details" => {
                        format!("{in_events} and delegation_id = '{mine}'")
                    }
                    "events" => in_events,
                    _ if has("event_id") && (!has("province_code") || OF_THE_EVENT.contains(&table)) => {
                        in_events
                    }
                    _ => when(false),
                }
            }
            Kind::National if table == "audit_log" => "scope = 'national'".into(),
            Kind::National if GIVEN.contains(&table) => "partner_list_id is not null".into(),
            Kind::National => when(NATIONAL_READS.contains(&table)),
            Kind::System => when(system_reads(table)),
            Kind::Assignment | Kind::Public => when(false),
        }
    }

    /// The rows of a table that are a participant's own.
    fn own(&self, me: Uuid, table: &str, columns: &BTreeMap<String, String>) -> String {
        let has = |column: &str| columns.contains_key(column);
        let in_events = format!("event_id = any({})", any_of(&self.events));
        match table {
            // Rows that were merged into the own one are the same person's.
            "participants" => format!("{in_events} and (id = '{me}' or merged_into = '{me}')"),
            "events" => format!("id = any({})", any_of(&self.events)),
            _ if has("participant_id") && has("event_id") && !OF_THE_AGENDA.contains(&table) => {
                format!("{in_events} and participant_id = '{me}'")
            }
            _ if OF_THE_LIBRARY.contains(&table) => {
                format!(
                    "{in_events} and library_id = (select p.library_id from participants p where p.id = '{me}')"
                )
            }
            // Nothing of others: rows of a province in the event are not the person's.
            _ if has("event_id") && (!has("province_code") || OF_THE_EVENT.contains(&table)) => in_events,
            _ => when(false),
        }
    }

    /// Sign-in tables are the program's alone.
    fn is_hidden(&self, table: &str) -> bool {
        self.kind != Kind::System && SYSTEM.contains(&table)
    }

    /// The rows that may be written at most.
    pub fn writes(&self, table: &str, columns: &BTreeMap<String, String>) -> String {
        let hosted = any_of(&self.hosted);
        let events = any_of(&self.events);
        match self.kind {
            Kind::Province(code) => match table {
                "tenants" => format!("province_code = '{code}'"),
                "events" => format!("host_province = '{code}'"),
                "audit_log" => format!("province_code = '{code}' and actor is null"),
                // The row that makes one host of one's own new event; else the host's alone.
                "event_provinces" => format!(
                    "(event_id = any({hosted}) or (province_code = '{code}' and part = 'host' and wave_id is null))"
                ),
                _ if HOST_WRITES.contains(&table) || !columns.contains_key("province_code") => {
                    if columns.contains_key("event_id") {
                        format!("event_id = any({hosted})")
                    } else {
                        when(false)
                    }
                }
                _ => self.reads(table, columns),
            },
            Kind::Assignment if ASSIGNMENT_WRITES.contains(&table) => format!("event_id = any({events})"),
            Kind::Person(_) | Kind::Delegate(_) if table == "audit_log" => {
                format!("event_id = any({events})")
            }
            Kind::Delegate(_) if ["delegations", "participants", "participant_details"].contains(&table) => {
                self.reads(table, columns)
            }
            Kind::Person(_) if PERSON_WRITES.contains(&table) => self.reads(table, columns),
            Kind::Applicant(_, id) => {
                let me = Uuid::from_u128(id);
                match table {
                    "participants" => format!(
                        "event_id = any({events}) and id = '{me}' and status = 'awaiting_approval' and entry = 'self'"
                    ),
                    "audit_log" => format!("event_id = any({events}) and subject = '{me}' and actor is null"),
                    "open_tries" => format!("event_id = any({events})"),
                    "personal_devices" => format!("link_id = '{me}'"),
                    _ if !APPLICANT_ADDS.contains(&table) => when(false),
                    _ if columns.contains_key("participant_id") => {
                        format!("event_id = any({events}) and participant_id = '{me}'")
                    }
                    _ => format!("event_id = any({events}) and id = '{me}'"),
                }
            }
            Kind::National if GIVEN.contains(&table) => {
                "partner_list_id is not null and state = 'draft'".into()
            }
            Kind::National => when(NATIONAL_WRITES.contains(&table) || table == "audit_log"),
            Kind::System => {
                when([SYSTEM, SYSTEM_FORGETS, SYSTEM_WORKS].concat().contains(&table) || table == "audit_log")
            }
            Kind::Assignment | Kind::Person(_) | Kind::Delegate(_) | Kind::Public => when(false),
        }
    }
}
