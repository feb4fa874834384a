//! The final attendance list: who was present in each session, by which mark, and what was corrected afterwards.

mod sql;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use self::sql::{Attendee, Correction, Proposal};
use super::{
    choices::{Choices, SheetOf},
    content::{Ground, foot, letterhead, signer},
    forms::MOST_LINES,
};
use crate::{
    db::Tx,
    features::{
        agenda::{self, Session},
        attendance::model::{Source, State},
        registration::PersonKind,
    },
    kernel::{ids::EventId, names, text, zone::Zone},
};

/// What the list is made of.
pub(super) struct Presence {
    sessions: Vec<Session>,
    attendees: Vec<Attendee>,
    proposals: Vec<Proposal>,
    corrections: Vec<Correction>,
    /// When what is printed was last changed.
    pub changed_at: Option<DateTime<Utc>>,
}

impl Presence {
    /// The chosen sessions, or all that take attendance.
    pub async fn load(tx: &mut Tx, event: EventId, choices: &Choices) -> sqlx::Result<Self> {
        let mut sessions = agenda::list_for_event(tx, event).await?;
        sessions.retain(|session| {
            session.takes_attendance
                && (choices.sheets.is_empty() || choices.sheets.contains(&SheetOf::Session(session.id)))
        });
        let ids: Vec<Uuid> = sessions.iter().map(|session| session.id.0).collect();
        // As many as were counted when it was asked for; a few may have come since.
        let attendees = sql::attendees(tx, event, &ids, choices, 2 * MOST_LINES).await?;
        let proposals = sql::proposals(tx, event, &ids, choices).await?;
        let corrections = sql::corrections(tx, event, &ids, choices).await?;
        let changed_at = attendees
            .iter()
            .flat_map(|person| [person.received_at, person.decided_at])
            .chain(sessions.iter().flat_map(|session| [session.locked_at, Some(session.changed_at)]))
            .chain(proposals.iter().map(|proposal| Some(proposal.received_at)))
            .chain(corrections.iter().map(|correction| Some(correction.at)))
            .flatten()
            .max();
        Ok(Self { sessions, attendees, proposals, corrections, changed_at })
    }

    /// How many different people stand on it at most.
    pub fn people(&self) -> usize {
        let of = |session: &Session| self.attendees.iter().filter(|one| one.session == session.id).count();
        self.sessions.iter().map(of).max().unwrap_or_default()
    }

    /// In the shape that the template reads.
    pub async fn data(&self, tx: &mut Tx, ground: &Ground, choices: &Choices) -> crate::error::Result<Value> {
        let sessions: Vec<Value> =
            self.sessions.iter().map(|session| self.session(ground, session)).collect();
        Ok(json!({
            "paper": choices.paper.code(), "title": "Daftar hadir", "lines": ground.lines(),
            "letterhead": letterhead(&ground.office, choices.letterhead), "signer": signer(tx, ground, choices).await?,
            "foot": foot(ground), "is_sample": self.attendees.iter().any(|person| person.is_sample),
            "closing": format!("Demikian daftar hadir {}: {} sesi.", ground.event.title, self.sessions.len()),
            "sessions": sessions, "empty": "Belum ada sesi yang dicatat kehadirannya.",
            "nobody": "Belum ada orang untuk pilihan ini.",
        }))
    }

    fn session(&self, ground: &Ground, session: &Session) -> Value {
        let zone = ground.event.zone;
        let (starts, ends) = (zone.local(session.starts_at), zone.local(session.ends_at));
        let people: Vec<&Attendee> = self.attendees.iter().filter(|one| one.session == session.id).collect();
        let hours = format!("{}-{} {zone}", text::time(starts.time()), text::time(ends.time()));
        let mut facts = vec![
            ("Acara", session.title.clone()),
            ("Hari, tanggal", text::long_date(starts.date())),
            ("Waktu", hours),
        ];
        if !session.room.is_empty() {
            facts.push(("Ruang", session.room.clone()));
        }
        let at = |moment| shown(moment, session.starts_at, zone);
        json!({
            "title": session.title, "facts": facts, "counts": counts(&people),
            "closed": session.locked_at.map(|locked| format!("Ditutup {}", text::moment(zone.local(locked), zone))),
            "people": people.iter().map(|person| line(person, &at)).collect::<Vec<_>>(),
            "proposals": self.proposals.iter().filter(|one| one.session == session.id).map(|one| json!({
                "name": names::titled(&one.title_prefix, &one.full_name, &one.title_suffix), "state": one.state.label(),
                "when": at(one.marked_at), "received": at(one.received_at), "source": source(one.source),
                "by": one.by.clone().unwrap_or_default(), "because": one.because.label(),
                "fate": if one.waits { "menunggu keputusan" } else { "sudah diputuskan" },
            })).collect::<Vec<_>>(),
            "corrections": self.corrections.iter().filter(|one| one.session == session.id).map(|one| json!({
                "name": names::titled(&one.title_prefix, &one.full_name, &one.title_suffix), "state": one.state.label(),
                "reason": one.reason, "by": one.by.clone().unwrap_or_default(), "when": at(one.at),
                "is_late": session.locked_at.is_some_and(|locked| one.at >= locked),
            })).collect::<Vec<_>>(),
        })
    }
}

/// `09.14`; with the date where that is not the session's.
fn shown(moment: DateTime<Utc>, session: DateTime<Utc>, zone: Zone) -> String {
    let local = zone.local(moment);
    let time = text::time(local.time());
    if zone.date(session) == local.date() { time } else { format!("{}, {time}", text::date(local.date())) }
}

/// How a mark was made, as a reader of the paper says it.
const fn source(source: Source) -> &'static str {
    match source {
        Source::Tap => "ditandai di ponsel",
        Source::Form => "ditandai di layar",
        Source::Badge => "kartu dipindai",
        Source::Code => "kode di ruangan",
        Source::Paper => "lembar bertanda tangan",
    }
}

/// `18 orang: hadir 14, terlambat 1, izin 1, belum ditandai 2`.
fn counts(people: &[&Attendee]) -> String {
    let of =
        |state: State| people.iter().filter(|person| person.state.unwrap_or(State::Cleared) == state).count();
    let parts: Vec<String> = State::ALL
        .iter()
        .map(|state| (of(*state), state.label().to_lowercase()))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{word} {n}"))
        .collect();
    match people.len() {
        0 => String::new(),
        n => format!("{n} orang: {}", parts.join(", ")),
    }
}

fn line(person: &Attendee, at: &dyn Fn(DateTime<Utc>) -> String) -> Value {
    let state = person.state.filter(|state| *state != State::Cleared);
    let gone = match person.status.as_str() {
        "replaced" => "sudah digantikan",
        "cancelled" => "dibatalkan",
        "declined" => "tidak jadi ikut",
        _ => "",
    };
    let notes: Vec<&str> = [person.note.as_str(), gone].into_iter().filter(|note| !note.is_empty()).collect();
    let (when, source, by) = match (person.decided_at, person.marked_at, person.source) {
        (Some(decided), ..) => (at(decided), "koreksi", person.decided_by.clone()),
        (None, Some(marked), Some(of)) if state.is_some() => (at(marked), source(of), person.by.clone()),
        _ => (String::new(), "", None),
    };
    json!({
        "name": names::titled(&person.title_prefix, &person.full_name, &person.title_suffix),
        "nip": names::nip_for_people(&person.nip), "agency": person.agency,
        "kind": if person.kind == PersonKind::Peserta { "" } else { person.kind.label() },
        "letter": state.map(State::letter).unwrap_or_default(), "state": state.map_or("Belum ditandai", State::label),
        "when": when, "source": source, "by": by.unwrap_or_default(), "note": notes.join("; "),
    })
}
