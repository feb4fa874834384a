//! The rundown: an agenda as a paper, as it was published or as it is being drawn up.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    choices::Choices,
    content::{Ground, foot, letterhead},
    model::RundownOf,
};
use crate::{
    db::Tx,
    features::agenda::{self, Shown, publication},
    kernel::{ids::EventId, origin::Origin, text, zone::Zone},
};

/// The agenda of a rundown.
pub(super) struct Agenda {
    sessions: Vec<Shown>,
    /// The version and when it was published; `None` for a draft, and where there is none.
    version: Option<(i32, DateTime<Utc>)>,
    is_draft: bool,
    /// When what is printed was last changed.
    pub changed_at: Option<DateTime<Utc>>,
}

impl Agenda {
    /// What was chosen: the version that readers see, or the draft.
    pub async fn load(tx: &mut Tx, event: EventId, choices: &Choices) -> sqlx::Result<Self> {
        if choices.rundown_of == RundownOf::Draft {
            let changed_at =
                agenda::list_for_event(tx, event).await?.iter().map(|session| session.changed_at).max();
            let sessions = publication::draft(tx, event).await?;
            return Ok(Self { sessions, version: None, is_draft: true, changed_at });
        }
        Ok(match publication::current(tx, event).await? {
            Some(version) => Self {
                changed_at: Some(version.published_at),
                version: Some((version.number, version.published_at)),
                sessions: version.sessions,
                is_draft: false,
            },
            None => Self { sessions: Vec::new(), version: None, is_draft: false, changed_at: None },
        })
    }

    /// What the template reads.
    pub fn data(&self, ground: &Ground, choices: &Choices) -> Value {
        let zone = ground.event.zone;
        let version = self.version.map(|(number, at)| {
            format!("Versi {number}, diterbitkan {}", text::moment(zone.local(at), zone))
        });
        json!({
            "paper": choices.paper.code(), "title": "Susunan acara", "lines": ground.lines(),
            "letterhead": letterhead(&ground.office, choices.letterhead), "foot": foot(ground),
            "is_sample": ground.event.data_origin == Origin::Synthetic, "is_draft": self.is_draft,
            "version": version.unwrap_or_default(), "zone": zone.letters(), "days": self.days(zone),
            "empty": if self.is_draft { "Belum ada sesi." } else { "Agenda belum diterbitkan." },
        })
    }

    fn days(&self, zone: Zone) -> Vec<Value> {
        let mut days: Vec<(String, Vec<Value>)> = Vec::new();
        for session in &self.sessions {
            let (starts, ends) = (zone.local(session.starts_at), zone.local(session.ends_at));
            let row = json!({
                "hours": format!("{}-{}", text::time(starts.time()), text::time(ends.time())),
                "title": session.title, "room": session.room, "leaders": session.leader_names(), "moderators": session.moderator_names(),
                "dress_code": session.dress_code, "is_break": session.kind == agenda::model::SessionKind::BreakPrayer,
            });
            let name = text::long_date(starts.date());
            match days.last_mut() {
                Some((day, rows)) if *day == name => rows.push(row),
                _ => days.push((name, vec![row])),
            }
        }
        days.into_iter().map(|(name, rows)| json!({ "name": name, "rows": rows })).collect()
    }
}
