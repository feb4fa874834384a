//! What was said in all sessions of an event: what is still open comes first.

use askama::Template;
use axum::{extract::State, response::Response};

use super::seen;
use crate::{
    auth::permission::{ViewMinutes, WriteMinutes},
    error::Result,
    features::{
        agenda::model::SessionKind,
        events::{self, model::Kind as EventKind},
        minutes::{
            forms::KindQuery,
            model::{Entry, Kind, Minutes, Pair},
            paths::{MinutesPath, SessionMinutesPath},
            sql::{self, Brought, Head},
        },
    },
    kernel::text,
    web::{
        AppState, filters,
        form::Query,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

/// The most entries that stand on the page.
const MOST: i64 = 1000;
/// What filters by challenges that go to the Stakeholder Meeting.
const ESCALATED: &str = "shm";

#[derive(Template)]
#[template(path = "minutes/event.html")]
struct EventPage {
    shell: Shell,
    event: String,
    when: String,
    here: String,
    jenis: String,
    kinds: Vec<Choice>,
    is_empty: bool,
    may_write: bool,
    /// Whether there is more than the page holds.
    is_cut: bool,
    unsolved: Vec<Item>,
    pairs: Vec<(Item, Vec<Item>)>,
    decisions: Vec<Item>,
    points: Vec<Item>,
    days: Vec<Day>,
    /// On a Stakeholder Meeting: what the province's meetings have brought.
    brought: Option<Vec<(BroughtLine, Vec<BroughtLine>)>>,
}

struct Item {
    body: String,
    raised_by: String,
    session: String,
    href: String,
    escalated: bool,
}

struct BroughtLine {
    event: String,
    body: String,
    raised_by: String,
}

struct Day {
    name: String,
    sessions: Vec<SessionLine>,
}

struct SessionLine {
    title: String,
    href: String,
    starts: String,
    ends: String,
    entries: i64,
    remarks: i64,
    is_removed: bool,
}

impl EventPage {
    /// Whether the filter leaves nothing.
    fn finds_nothing(&self) -> bool {
        let lists = [&self.unsolved, &self.decisions, &self.points];
        self.pairs.is_empty() && lists.into_iter().all(Vec::is_empty)
    }

    /// The notes without a heading of their own when one kind is looked for.
    fn is_filtered(&self) -> bool {
        !self.jenis.is_empty()
    }
}

/// Keeps what the filter asks for.
fn filtered(minutes: &mut Minutes, jenis: &str) {
    let wanted = Kind::from_code(jenis);
    let escalated_only = jenis == ESCALATED;
    if (wanted.is_some() && wanted != Some(Kind::Point)) || escalated_only {
        minutes.points.clear();
    }
    if (wanted.is_some() && wanted != Some(Kind::Decision)) || escalated_only {
        minutes.decisions.clear();
    }
    match wanted {
        Some(Kind::Point | Kind::Decision) => minutes.pairs.clear(),
        Some(Kind::Solution) => minutes.pairs.retain(|pair| !pair.solutions.is_empty()),
        _ if escalated_only => minutes.pairs.retain(|pair| pair.challenge.escalated),
        _ => {}
    }
}

/// What was taken to the meeting, each challenge with its solutions.
fn paired(rows: Vec<Brought>) -> Vec<(BroughtLine, Vec<BroughtLine>)> {
    let mut pairs: Vec<(crate::kernel::ids::MinuteEntryId, BroughtLine, Vec<BroughtLine>)> = Vec::new();
    for row in rows {
        let line = BroughtLine { event: row.event, body: row.body, raised_by: row.raised_by };
        match (row.kind, pairs.last_mut()) {
            (Kind::Solution, Some((challenge, _, solutions))) if row.answers == Some(*challenge) => {
                solutions.push(line);
            }
            (Kind::Challenge, _) => pairs.push((row.id, line, Vec::new())),
            _ => {}
        }
    }
    pairs.into_iter().map(|(_, challenge, solutions)| (challenge, solutions)).collect()
}

/// What was said in all sessions.
pub async fn event(
    path: MinutesPath,
    can: Can<ViewMinutes>,
    State(app): State<AppState>,
    Query(query): Query<KindQuery>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let all = sql::sessions(&mut tx, event.id, None).await?;
    let sessions = seen(&mut tx, &can, all).await?;
    let mut entries = sql::entries(&mut tx, event.id, None, MOST + 1).await?;
    let is_meeting = events::find(&mut tx, event.id).await?.kind == EventKind::Shm;
    let brought = if is_meeting { Some(paired(sql::brought(&mut tx, event.id).await?)) } else { None };
    drop(tx);
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let is_cut = entries.len() > most;
    entries.truncate(most);

    let mut minutes = Minutes::of(entries);
    let is_empty = minutes.is_empty();
    filtered(&mut minutes, &query.jenis);
    let item = |entry: &Entry| {
        let here = SessionMinutesPath { place: path.place.clone(), event: event.id, session: entry.session };
        let session = sessions.iter().find(|session| session.id == entry.session);
        Item {
            body: entry.body.clone(),
            raised_by: entry.raised_by.clone(),
            session: session.map(|session| session.title.clone()).unwrap_or_default(),
            href: format!("{here}#butir-{}", entry.id),
            escalated: entry.escalated,
        }
    };
    let (solved, unsolved): (Vec<Pair>, Vec<Pair>) =
        minutes.pairs.into_iter().partition(|pair| !pair.solutions.is_empty());
    let kinds = Kind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label()));
    let kinds = kinds.chain([Choice::new(ESCALATED, "Dibawa ke Stakeholder Meeting")]).collect::<Vec<_>>();
    page(&EventPage {
        shell: can.shell(),
        event: event.title.clone(),
        when: text::date_range(event.programme_starts_on, event.programme_ends_on),
        here: path.to_string(),
        jenis: kinds
            .iter()
            .find(|kind| kind.value == query.jenis)
            .map_or_else(String::new, |k| k.value.clone()),
        kinds,
        is_empty,
        may_write: can.may::<WriteMinutes>(),
        is_cut,
        unsolved: unsolved.iter().map(|pair| item(&pair.challenge)).collect(),
        pairs: solved
            .iter()
            .map(|pair| (item(&pair.challenge), pair.solutions.iter().map(item).collect()))
            .collect(),
        decisions: minutes.decisions.iter().map(item).collect(),
        points: minutes.points.iter().map(item).collect(),
        days: days(&path, event, &sessions),
        brought,
    })
}

fn days(path: &MinutesPath, event: &crate::auth::actor::EventHead, sessions: &[Head]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    // Nobody takes notes of a break, unless somebody has.
    let is_said = |head: &&Head| head.kind != SessionKind::BreakPrayer || head.entries + head.remarks > 0;
    for session in sessions.iter().filter(is_said) {
        let (place, id) = (path.place.clone(), session.id);
        let line = SessionLine {
            title: session.title.clone(),
            href: SessionMinutesPath { place, event: event.id, session: id }.to_string(),
            starts: text::time(event.zone.local(session.starts_at).time()),
            ends: text::time(event.zone.local(session.ends_at).time()),
            entries: session.entries,
            remarks: session.remarks,
            is_removed: session.is_removed,
        };
        let name = text::long_date(event.zone.date(session.starts_at));
        match days.last_mut() {
            Some(day) if day.name == name => day.sessions.push(line),
            _ => days.push(Day { name, sessions: vec![line] }),
        }
    }
    days
}
