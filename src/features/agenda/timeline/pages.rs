//! The picture of a day, as the template draws it.
//!
//! It is an SVG: its attributes say where a block stands, so that no inline style is needed, shares of the width follow the
//! page, and a script moves a block by changing two numbers.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike as _, Utc};

use super::model::{Item, lay_out};
use crate::{
    auth::actor::EventHead,
    features::agenda::{
        Session, forms::View, margin::Margin, model::moment_class, paths::SessionPath,
        shift::paths::NudgePath,
    },
    kernel::{place::Place, text},
};

/// How many pixels five minutes are high.
const FIVE_MINUTES: i64 = 12;
/// Where the hours begin, so that the first has room for its words.
const TOP: i64 = 14;

/// One day as a timeline.
pub(in crate::features::agenda) struct Timeline {
    /// The day in words.
    pub name: String,
    /// The day as the URL has it.
    pub day: String,
    /// How wide the picture is at least: `lanes-3`.
    pub width: String,
    pub height: i64,
    pub marks: Vec<Mark>,
    pub rooms: Vec<Head>,
    pub blocks: Vec<Block>,
    /// Where the present moment is, when it is on this day.
    pub now: Option<i64>,
}

/// An hour, or the half of one.
pub(in crate::features::agenda) struct Mark {
    pub y: i64,
    /// Empty at half past.
    pub label: String,
}

/// The name of a room above its column.
pub(in crate::features::agenda) struct Head {
    pub x: String,
    pub width: String,
    pub name: String,
    /// What a session that is moved there gets as its room.
    pub room: String,
}

/// A session in the picture.
pub(in crate::features::agenda) struct Block {
    pub id: String,
    pub x: String,
    pub width: String,
    pub y: i64,
    pub height: i64,
    pub title: String,
    pub hours: String,
    /// Where, as it was written.
    pub place: String,
    pub leaders: String,
    pub is_fixed: bool,
    /// In the column of which room it stands; `None` where it goes over all.
    pub room: Option<String>,
    pub has_warnings: bool,
    pub class: &'static str,
    /// Where it is changed; `None` for readers.
    pub edit: Option<String>,
    /// Where it is moved; `None` for readers and where its attendance is closed.
    pub nudge: Option<String>,
    pub version: i32,
}

fn percent(part: usize, whole: usize) -> String {
    // Hundredths are finer than a pixel.
    let hundredths = part * 10_000 / whole.max(1);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn pixels(span: TimeDelta) -> i64 {
    span.num_minutes() * FIVE_MINUTES / 5
}

impl Timeline {
    /// The timeline of the day that was asked for, or of today, or of the first day; `None` without sessions.
    pub fn of(
        sessions: &[Session],
        event: &EventHead,
        (place, view, margin): (&Place, &View, &Margin),
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let mut days: Vec<NaiveDate> = sessions.iter().map(|s| event.zone.date(s.starts_at)).collect();
        days.dedup();
        let today = event.zone.date(now);
        let asked = view.day().filter(|day| days.contains(day));
        let day = asked.or(days.iter().copied().find(|day| *day == today)).or(days.first().copied())?;
        let of_day: Vec<&Session> =
            sessions.iter().filter(|session| event.zone.date(session.starts_at) == day).collect();
        let items: Vec<Item<'_>> = of_day
            .iter()
            .map(|session| Item { hours: (session.starts_at, session.ends_at), room: &session.room })
            .collect();
        let layout = lay_out(&items);
        let from = on_the_hour(of_day.iter().map(|session| session.starts_at).min()?);
        let last = of_day.iter().map(|session| session.ends_at).max()?;
        let to = on_the_hour(last + TimeDelta::minutes(59));
        let y = |at: DateTime<Utc>| TOP + pixels(at - from);
        let blocks = of_day.iter().zip(&layout.places).map(|(session, (lane, span))| {
            let path = margin.warnings.is_some().then(|| (place.clone(), event.id, session.id));
            let nudge = path.clone().filter(|_| session.locked_at.is_none());
            let time = |at| text::time(event.zone.local(at).time());
            Block {
                id: session.id.to_string(),
                x: percent(*lane, layout.lanes),
                width: percent(*span, layout.lanes),
                y: y(session.starts_at),
                height: pixels(session.ends_at - session.starts_at).max(FIVE_MINUTES * 2),
                title: session.title.clone(),
                hours: format!("{}-{}", time(session.starts_at), time(session.ends_at)),
                place: session.room.clone(),
                leaders: session.leader_names.join(", "),
                is_fixed: session.is_fixed,
                room: layout
                    .columns
                    .iter()
                    .find(|column| {
                        *span < layout.lanes.max(2)
                            && (column.first_lane..column.first_lane + column.lanes).contains(lane)
                    })
                    .map(|column| column.room.clone()),
                has_warnings: !margin.of_session(session.id).is_empty(),
                class: moment_class(session.starts_at, session.ends_at, now),
                edit: path.map(|(place, event, session)| SessionPath { place, event, session }.to_string()),
                nudge: nudge.map(|(place, event, session)| NudgePath { place, event, session }.to_string()),
                version: session.version,
            }
        });
        Some(Self {
            name: text::long_date(day),
            day: day.to_string(),
            width: format!("lanes-{}", layout.lanes.min(8)),
            height: y(to) + 8,
            marks: marks(from, to, event).into_iter().map(|(at, label)| Mark { y: y(at), label }).collect(),
            rooms: layout
                .columns
                .iter()
                .filter(|column| !column.room.is_empty() || layout.columns.len() > 1)
                .map(|column| Head {
                    x: percent(column.first_lane, layout.lanes),
                    width: percent(column.lanes, layout.lanes),
                    name: if column.room.is_empty() { "Tanpa ruang".into() } else { column.room.clone() },
                    room: column.room.clone(),
                })
                .collect(),
            now: (from..=to).contains(&now).then(|| y(now)),
            blocks: blocks.collect(),
        })
    }
}

/// The full hour at or before an instant. Indonesia's zones differ from UTC by whole hours.
fn on_the_hour(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::seconds(i64::from(at.minute() * 60 + at.second()))
}

/// Every half hour, the full ones with their words.
fn marks(from: DateTime<Utc>, to: DateTime<Utc>, event: &EventHead) -> Vec<(DateTime<Utc>, String)> {
    let mut marks = Vec::new();
    let mut at = from;
    while at <= to {
        let label = if at.minute() == 0 { text::time(event.zone.local(at).time()) } else { String::new() };
        marks.push((at, label));
        at += TimeDelta::minutes(30);
    }
    marks
}
