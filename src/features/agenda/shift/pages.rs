//! The page on which the rest of a day is moved: what is asked, and what comes of it before anything is saved.

use askama::Template;
use axum::{extract::State, response::Response};
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;

use super::{
    forms::{MINUTES, ShiftForm},
    model::{self, Block, Outcome, Wish},
    paths::ShiftPath,
};
use crate::{
    auth::{actor::EventHead, permission::EditAgenda},
    error::Result,
    features::agenda::{
        self, Session,
        model::{Hours, day_of},
        paths::AgendaPath,
    },
    kernel::text,
    web::{
        AppState, filters,
        form::{FormState, Problem, Query},
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "agenda/shift.html")]
pub(super) struct ShiftPage {
    shell: Shell,
    back: String,
    here: String,
    zone: &'static str,
    form: FormState<ShiftForm>,
    sessions: Vec<Choice>,
    minutes: Vec<Choice>,
    preview: Option<Preview>,
    /// The agenda changed between looking and confirming.
    is_stale: bool,
}

/// What becomes of a day.
struct Preview {
    day: String,
    rows: Vec<Row>,
    /// Who finds no room.
    stuck: String,
    moved: usize,
    /// `20 menit lebih lambat`
    by: String,
    can_free: bool,
    seal: String,
}

struct Row {
    title: String,
    before: String,
    /// Empty when it stays.
    after: String,
    /// What is to be known about it.
    note: String,
}

/// What was worked out for a day.
pub(super) struct Plan {
    pub wish: Wish,
    /// The day's sessions, in their order.
    pub sessions: Vec<Session>,
    pub outcome: Outcome,
}

impl Plan {
    /// What comes of a wish; `None` when the session it begins with is not there.
    pub fn of(sessions: &[Session], wish: Wish, event: &EventHead) -> Option<Self> {
        let from = sessions.iter().find(|session| session.id == wish.from)?;
        let day = day_of(from.starts_at, event.zone);
        let sessions: Vec<Session> = sessions
            .iter()
            .filter(|session| event.zone.date(session.starts_at) == event.zone.date(from.starts_at))
            .cloned()
            .collect();
        let blocks: Vec<Block> = sessions.iter().map(block).collect();
        Some(Self { wish, outcome: model::shift(&blocks, wish, day), sessions })
    }

    /// What was worked out, so that confirming it confirms this and nothing else.
    pub fn seal(&self) -> String {
        let versions: Vec<_> = self.sessions.iter().map(|session| (session.id, session.version)).collect();
        text::hex(&Sha256::digest(format!("{:?} {versions:?} {:?}", self.wish, self.outcome)))
    }

    /// `20 menit lebih lambat`
    pub fn by(&self) -> String {
        let way = if self.wish.minutes < 0 { "lebih cepat" } else { "lebih lambat" };
        format!("{} menit {way}", self.wish.minutes.abs())
    }

    /// The day in words.
    pub fn day(&self, event: &EventHead) -> String {
        self.sessions
            .first()
            .map(|session| text::long_date(event.zone.date(session.starts_at)))
            .unwrap_or_default()
    }

    /// Whether it can be done as it stands.
    pub fn can_be_done(&self) -> bool {
        self.outcome.stuck.is_empty() && !self.outcome.moves.is_empty()
    }
}

/// A session as moving sees it.
pub(super) fn block(session: &Session) -> Block {
    Block {
        id: session.id,
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        room: session.room.clone(),
        is_fixed: session.is_fixed,
        is_closed: session.locked_at.is_some(),
    }
}

fn hours(event: &EventHead, (starts, ends): Hours) -> String {
    let time = |at| text::time(event.zone.local(at).time());
    format!("{}-{}", time(starts), time(ends))
}

impl Preview {
    fn of(plan: &Plan, event: &EventHead) -> Self {
        let first = plan.sessions.iter().find(|session| session.id == plan.wish.from);
        let first = first.map(|session| session.starts_at).unwrap_or_default();
        let rows = plan.sessions.iter().filter(|session| session.starts_at >= first);
        let stuck: Vec<_> = plan
            .sessions
            .iter()
            .filter(|session| plan.outcome.stuck.contains(&session.id))
            .map(|session| format!("“{}”", session.title))
            .collect();
        Self {
            day: plan.day(event),
            rows: rows.map(|session| Row::of(session, plan, event)).collect(),
            stuck: text::list(&stuck),
            moved: plan.outcome.moves.len(),
            by: plan.by(),
            can_free: !plan.wish.fixed_too && plan.sessions.iter().any(|session| session.is_fixed),
            seal: plan.seal(),
        }
    }
}

impl Row {
    fn of(session: &Session, plan: &Plan, event: &EventHead) -> Self {
        let moved = plan.outcome.moves.iter().find(|one| one.id == session.id);
        let note = match moved {
            _ if plan.outcome.stuck.contains(&session.id) => "tidak cukup waktu".into(),
            None if session.locked_at.is_some() => "tetap, daftar hadirnya sudah ditutup".into(),
            None if session.is_fixed && !plan.wish.fixed_too => "jam tetap".into(),
            None => "tetap".into(),
            Some(one) => {
                let lost = (one.before.1 - one.before.0) - (one.after.1 - one.after.0);
                let late = one.after.0 - one.before.0;
                if lost > chrono::TimeDelta::zero() {
                    format!("dipendekkan {} menit", lost.num_minutes())
                } else if late.num_minutes() != plan.wish.minutes {
                    format!("bergeser {} menit", late.num_minutes().abs())
                } else {
                    String::new()
                }
            }
        };
        Self {
            title: session.title.clone(),
            before: hours(event, (session.starts_at, session.ends_at)),
            after: moved.map(|one| hours(event, one.after)).unwrap_or_default(),
            note,
        }
    }
}

impl ShiftPage {
    /// The page with this form; what is wrong with it stands beside the fields.
    pub(super) async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        can: &Can<EditAgenda>,
        mut form: ShiftForm,
        is_stale: bool,
    ) -> Result<Self> {
        let event = can.event()?;
        let sessions = agenda::list_for_event(conn, event.id).await?;
        let mut problems: Vec<Problem> = Vec::new();
        let mut preview = None;
        if form.is_asked() {
            match form.parse().map(|wish| Plan::of(&sessions, wish, event)) {
                Ok(Some(plan)) => preview = Some(Preview::of(&plan, event)),
                Ok(None) => {
                    problems.push(Problem { field: "mulai", sentence: "Pilih sesi dari daftar.".into() });
                }
                Err(wrong) => problems = wrong,
            }
        } else if form.mulai.is_empty() {
            // What is going on, or comes next, is what runs late.
            let now = app.clock.programme_now();
            let next = sessions.iter().find(|session| session.ends_at > now && session.locked_at.is_none());
            form.mulai = next.or(sessions.first()).map(|session| session.id.to_string()).unwrap_or_default();
        }
        let agenda = AgendaPath { place: can.place.clone(), event: event.id };
        Ok(Self {
            shell: can.shell().under("Agenda", &agenda),
            back: agenda.to_string(),
            here: ShiftPath { place: can.place.clone(), event: event.id }.to_string(),
            zone: event.zone.letters(),
            form: FormState::rejected(form, problems),
            sessions: sessions.iter().map(|session| choice(session, event)).collect(),
            minutes: MINUTES.iter().map(|n| Choice::new(n.to_string(), format!("{n} menit"))).collect(),
            preview,
            is_stale,
        })
    }
}

/// `Selasa 2 Agustus, 09.15 Paparan capaian`
fn choice(session: &Session, event: &EventHead) -> Choice {
    let local = event.zone.local(session.starts_at);
    let day = text::long_date(local.date());
    Choice::new(session.id.to_string(), format!("{day}, {} · {}", text::time(local.time()), session.title))
}

/// What is asked for, and what would come of it.
pub async fn show(
    _: ShiftPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Query(form): Query<ShiftForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&ShiftPage::load(&mut tx, &app, &can, form, false).await?)
}
