//! Agendas from the template, and marks: Jawa Tengah's as its table says, and those of the waves that are over.

use std::collections::HashMap;

use super::{
    Seeder, achievements, data,
    frame::{Frame, SeededEvent},
    people::{Accounts, Registered},
    programme,
};
use crate::{
    db::scope::Scope,
    error::Failure,
    features::{
        agenda::{self, Session},
        attendance::{
            self, Delivery,
            model::{Mark, Source, State},
        },
        editions::model::TemplateKind,
    },
    kernel::ids::{AccountId, EventId, MarkId, ParticipantId},
};

/// Gives every event but Jambi's its agenda, and marks what has been held.
pub(super) async fn mark_all(
    seeder: &Seeder<'_>,
    frame: &Frame,
    accounts: &Accounts,
    registered: &HashMap<EventId, Registered>,
) -> Result<(), Failure> {
    let now = Seeder::programme_start()?;
    let then = Seeder::registration_clock()?;
    for event in &frame.events {
        if event.host.as_str() == "15" || event.is_self_funded || !event.has_agenda() {
            continue;
        }
        let office =
            accounts.offices.get(event.host.as_str()).copied().ok_or("a province without its marker")?;
        let scope =
            Scope::province(event.host.clone(), vec![event.id], vec![]).acting(office, "Petugas (contoh)");
        let mut tx = seeder.begin(&scope).await?;
        agenda::take_over_template(&mut tx, &then, &event.head(frame.edition), TemplateKind::Plm).await?;
        let sessions = agenda::list_for_event(&mut tx, event.id).await?;
        if event.host.as_str() == programme::WRITTEN {
            programme::order(&mut tx, &then, event, &sessions).await?;
            programme::write_down(&mut tx, event, &sessions).await?;
        }
        agenda::publication::publish(&mut tx, &then, event.id, None, "").await?;
        tx.commit().await?;
        let taken: Vec<_> = sessions.into_iter().filter(|session| session.takes_attendance).collect();
        let Some(people) = registered.get(&event.id) else { continue };
        achievements::tell(seeder, event, people).await?;
        if programme::EVALUATED.contains(&event.host.as_str()) {
            programme::evaluate(seeder, event, people).await?;
        }
        if event.host.as_str() == "33" {
            jawa_tengah(seeder, event, accounts, &taken, people).await?;
        } else if event.last_day_is_before(now) {
            held(seeder, &scope, event, office, &taken, people).await?;
        }
    }
    Ok(())
}

fn mark(session: &Session, person: ParticipantId, state: State, at: chrono::DateTime<chrono::Utc>) -> Mark {
    Mark {
        id: MarkId::new(),
        session: session.id,
        person,
        state,
        note: String::new(),
        device_time: at,
        offset_ms: Some(0),
        source: Source::Tap,
    }
}

fn delivery(event: EventId, marker: AccountId, at: chrono::DateTime<chrono::Utc>) -> Delivery<'static> {
    Delivery::new(event, marker, "", at)
}

/// An event that is over: nearly everybody was there, and every list is closed.
async fn held(
    seeder: &Seeder<'_>,
    scope: &Scope,
    event: &SeededEvent,
    office: AccountId,
    sessions: &[Session],
    people: &Registered,
) -> Result<(), Failure> {
    let now = seeder.clock.now();
    let mut tx = seeder.begin(scope).await?;
    for (s, session) in sessions.iter().enumerate() {
        let marks: Vec<_> = people
            .people
            .iter()
            .enumerate()
            .map(|(p, (_, person))| {
                // A fixed pattern of the few who were late or excused; everybody was there on some day.
                let state = match (s + 3 * p) % 29 {
                    0 => State::Late,
                    7 if s > 2 => State::Excused,
                    19 if s > 4 => State::Sick,
                    _ => State::Present,
                };
                mark(session, *person, state, now)
            })
            .collect();
        attendance::record(&mut tx, &delivery(event.id, office, now), &marks).await?;
        attendance::close(&mut tx, seeder.clock, event.id, session.id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Jawa Tengah as its table says: one pair of marks differs, and is left for a person to decide.
async fn jawa_tengah(
    seeder: &Seeder<'_>,
    event: &SeededEvent,
    accounts: &Accounts,
    sessions: &[Session],
    people: &Registered,
) -> Result<(), Failure> {
    let first = accounts.get("fasilitator.jawa-tengah")?;
    let second = accounts.get("fasilitator2.jawa-tengah")?;
    let keys: Vec<String> = data::agenda_template
        .rows()?
        .iter()
        .filter(|row| row.is("takes_attendance"))
        .map(|row| row.owned("key"))
        .collect();
    let rows = data::attendance_jateng.rows()?;
    let now = seeder.clock.now();
    for (session, key) in sessions.iter().zip(&keys) {
        for (marker, name, column) in [
            (first, "Dewi Fasilitator (contoh)", "state"),
            (second, "Hadi Fasilitator (contoh)", "second_marker_state"),
        ] {
            let mut marks = Vec::new();
            for row in
                rows.iter().filter(|row| row.text("session_key") == key && !row.text(column).is_empty())
            {
                let person =
                    people.people.iter().find(|(reference, _)| reference == row.text("participant_ref"));
                let state = row.code(column, State::from_code)?;
                marks.push(mark(session, person.ok_or("a mark of nobody")?.1, state, now));
            }
            let scope = Scope::assignment(vec![event.id]).acting(marker, name);
            let mut tx = seeder.begin(&scope).await?;
            attendance::record(&mut tx, &delivery(event.id, marker, now), &marks).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
