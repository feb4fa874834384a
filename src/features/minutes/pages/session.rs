//! What was said in one session, and where it is written.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{challenges, kinds, seen, written};
use crate::{
    auth::{
        actor::EventHead,
        permission::{CommentMinutes, Permission, ViewMinutes, WriteMinutes},
    },
    error::{Error, Result},
    features::minutes::{
        forms::{EntryForm, KindQuery, RemarkForm},
        model::{self, Entry, Kind, MOST, Minutes},
        paths::{
            EntryPath, EscalatePath, MinutesPath, PlaceEntryPath, RemarkPath, RemoveEntryPath,
            RemoveRemarkPath, SendEntryPath, SessionMinutesPath,
        },
        remarks::may_remove,
        sql::{self, Remark},
    },
    kernel::{
        ids::{MinuteEntryId, SessionId},
        place::Place,
        text,
    },
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "minutes/session.html")]
pub(in crate::features::minutes) struct SessionPage {
    shell: Shell,
    session: String,
    when: String,
    is_removed: bool,
    is_empty: bool,
    points: Vec<Line>,
    pairs: Vec<PairLine>,
    decisions: Vec<Line>,
    remarks: Vec<RemarkLine>,
    /// Where entries are sent; `None` for readers.
    writing: Option<Writing>,
    form: FormState<EntryForm>,
    /// Where remarks are sent; `None` for readers.
    remarking: Option<String>,
    remark: FormState<RemarkForm>,
}

struct Writing {
    write: String,
    send: String,
    writer: String,
    kinds: Vec<Choice>,
    challenges: Vec<Choice>,
    agencies: Vec<String>,
}

struct PairLine {
    challenge: Line,
    solutions: Vec<Line>,
}

struct Line {
    id: String,
    body: String,
    raised_by: String,
    about: String,
    escalated: bool,
    deeds: Option<Deeds>,
}

/// What may be done to an entry.
struct Deeds {
    edit: String,
    remove: String,
    place: String,
    above: String,
    below: String,
    /// Of a challenge: where it is solved, and where it is taken to the Stakeholder Meeting.
    solve: String,
    escalate: String,
}

struct RemarkLine {
    id: String,
    body: String,
    about: String,
    remove: Option<String>,
}

/// What is the same for every entry of the page.
struct Frame<'a> {
    place: &'a Place,
    event: &'a EventHead,
    session: SessionId,
    day: NaiveDate,
    entries: &'a [Entry],
    may_write: bool,
}

impl Frame<'_> {
    fn line(&self, entry: &Entry) -> Line {
        let when = |at| written(at, self.event.zone, self.day);
        let mut about = format!("{}, {}", entry.written_by, when(entry.written_at));
        if entry.version > 1 {
            about = format!("{about}; diubah {}, {}", entry.changed_by, when(entry.changed_at));
        }
        Line {
            id: entry.id.to_string(),
            body: entry.body.clone(),
            raised_by: entry.raised_by.clone(),
            about,
            escalated: entry.escalated,
            deeds: self.may_write.then(|| self.deeds(entry)),
        }
    }

    fn deeds(&self, entry: &Entry) -> Deeds {
        let (place, event, id) = (self.place.clone(), self.event.id, entry.id);
        let row = model::row_of(self.entries, entry);
        let at = row.iter().position(|other| *other == id).unwrap_or_default();
        let named = |at: Option<usize>| {
            at.and_then(|at| row.get(at)).map(MinuteEntryId::to_string).unwrap_or_default()
        };
        let is_challenge = entry.kind == Kind::Challenge;
        let here = SessionMinutesPath { place: place.clone(), event, session: self.session };
        let solve = if is_challenge { format!("{here}?solusi={id}#tulis") } else { String::new() };
        let escalate = if is_challenge {
            EscalatePath { place: place.clone(), event, entry: id }.to_string()
        } else {
            String::new()
        };
        Deeds {
            edit: EntryPath { place: place.clone(), event, entry: id }.to_string(),
            remove: RemoveEntryPath { place: place.clone(), event, entry: id }.to_string(),
            place: PlaceEntryPath { place, event, entry: id }.to_string(),
            above: named(at.checked_sub(1)),
            below: named(at.checked_add(1)),
            solve,
            escalate,
        }
    }
}

impl SessionPage {
    /// The page of a session with these forms on it.
    pub(in crate::features::minutes) async fn load<P: Permission>(
        conn: &mut PgConnection,
        can: &Can<P>,
        session: SessionId,
        form: FormState<EntryForm>,
        remark: FormState<RemarkForm>,
    ) -> Result<Self> {
        let event = can.event()?;
        let heads = sql::sessions(conn, event.id, Some(session)).await?;
        let head = seen(conn, can, heads).await?.pop().ok_or(Error::NotFound)?;
        let entries = sql::entries(conn, event.id, Some(session), MOST * 2).await?;
        let remarks = sql::remarks(conn, event.id, session).await?;
        let may_write = can.may::<WriteMinutes>();
        let place = &can.place;
        let writing = if may_write {
            Some(Writing {
                write: SessionMinutesPath { place: place.clone(), event: event.id, session }.to_string(),
                send: SendEntryPath { place: place.clone(), event: event.id, session }.to_string(),
                writer: can.actor.account.to_string(),
                kinds: kinds(),
                challenges: challenges(entries.iter()),
                agencies: sql::agencies(conn, event.id).await?,
            })
        } else {
            None
        };
        let day = event.zone.date(head.starts_at);
        let frame = Frame { place, event, session, day, entries: &entries, may_write };
        let minutes = Minutes::of(entries.clone());
        let local = |at| text::time(event.zone.local(at).time());
        Ok(Self {
            shell: can.shell().under("Notulen", MinutesPath { place: place.clone(), event: event.id }),
            when: format!(
                "{}, {}-{} {}",
                text::long_date(day),
                local(head.starts_at),
                local(head.ends_at),
                event.zone
            ),
            session: head.title,
            is_removed: head.is_removed,
            is_empty: minutes.is_empty(),
            points: minutes.points.iter().map(|entry| frame.line(entry)).collect(),
            pairs: minutes
                .pairs
                .iter()
                .map(|pair| PairLine {
                    challenge: frame.line(&pair.challenge),
                    solutions: pair.solutions.iter().map(|entry| frame.line(entry)).collect(),
                })
                .collect(),
            decisions: minutes.decisions.iter().map(|entry| frame.line(entry)).collect(),
            remarks: remarks.into_iter().map(|remark| remark_line(can, event, day, remark)).collect(),
            writing,
            form,
            remarking: can
                .may::<CommentMinutes>()
                .then(|| RemarkPath { place: place.clone(), event: event.id, session }.to_string()),
            remark,
        })
    }
}

fn remark_line<P: Permission>(can: &Can<P>, event: &EventHead, day: NaiveDate, remark: Remark) -> RemarkLine {
    let may = can.may::<CommentMinutes>() && may_remove(can.role, can.actor.account, remark.writer);
    let (place, comment) = (can.place.clone(), remark.id);
    RemarkLine {
        id: remark.id.to_string(),
        body: remark.body,
        about: format!("{}, {}", remark.written_by, written(remark.written_at, event.zone, day)),
        remove: may.then(|| RemoveRemarkPath { place, event: event.id, comment }.to_string()),
    }
}

/// What was said in a session.
pub async fn session(
    path: SessionMinutesPath,
    can: Can<ViewMinutes>,
    State(app): State<AppState>,
    Query(query): Query<KindQuery>,
) -> Result<Response> {
    let answers: Option<MinuteEntryId> = query.solusi.parse().ok();
    let kind = if answers.is_some() { Some(Kind::Solution) } else { Kind::from_code(&query.jenis) };
    let form = FormState::fresh(EntryForm::blank(kind.unwrap_or(Kind::Point), answers));
    let remark = FormState::fresh(RemarkForm::blank());
    let mut tx = app.db.begin(&can.scope).await?;
    page(&SessionPage::load(&mut tx, &can, path.session, form, remark).await?)
}
