//! The page on which the rest of a day is moved: what is asked, and what comes of it before anything is saved.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;

use super::{
    forms::{DAY_END, MINUTES, ShiftForm},
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
        publication::{Readers, told::Told},
        slots,
    },
    kernel::{ids::SessionId, text},
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
    /// Until where it can move; none where no session with a fixed hour follows.
    limits: Vec<Choice>,
    until: String,
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
    /// It moves until a session, not until the end of the day.
    has_limit: bool,
    /// How many get shorter, and how many empty times there are, in words; may be empty.
    foot: String,
    is_worrying: bool,
    seal: String,
    /// How it can be published at once; `None` where readers see no version.
    publishing: Option<Publishing>,
}

/// What readers would be shown at once.
struct Publishing {
    /// The version that they see now.
    number: i32,
    note: String,
    /// What else of the draft would be published.
    pending: Vec<Told>,
    seen: String,
}

struct Row {
    title: String,
    before: String,
    /// Empty when it stays.
    after: String,
    /// What is to be known about it.
    note: String,
    /// Whether that should be looked at: much is lost, or nothing goes on before it.
    is_late: bool,
    /// Whether what is presented in it takes longer than what is left of it.
    is_cut: bool,
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

    fn blocks(&self) -> Vec<Block> {
        self.sessions.iter().map(block).collect()
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

    /// What is said about the version that is published with it: `Acara mundur 20 menit.`
    pub fn note(&self) -> String {
        let way = if self.wish.minutes < 0 { "maju" } else { "mundur" };
        format!("Acara {way} {} menit.", self.wish.minutes.abs())
    }

    /// The new hours of those that move.
    pub fn after(&self) -> Vec<(SessionId, Hours)> {
        self.outcome.moves.iter().map(|one| (one.id, one.after)).collect()
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
    fn of(
        plan: &Plan,
        event: &EventHead,
        presented: &HashMap<SessionId, i64>,
        readers: Option<&Readers>,
    ) -> Self {
        let first = plan.sessions.iter().find(|session| session.id == plan.wish.from);
        let first = first.map(|session| session.starts_at).unwrap_or_default();
        let rows = plan.sessions.iter().filter(|session| session.starts_at >= first);
        let stuck: Vec<_> = plan
            .sessions
            .iter()
            .filter(|session| plan.outcome.stuck.contains(&session.id))
            .map(|session| format!("“{}”", session.title))
            .collect();
        let blocks = plan.blocks();
        let holes = model::holes(&blocks, plan.wish, &plan.outcome);
        let rows: Vec<Row> = rows.map(|session| Row::of(session, plan, &holes, presented, event)).collect();
        let shorter = plan.outcome.moves.iter().filter(|one| one.lost() > TimeDelta::zero()).count();
        let mut foot = Vec::new();
        if shorter > 0 {
            foot.push(format!("{shorter} sesi menjadi lebih pendek"));
        }
        if !holes.is_empty() {
            foot.push(format!("ada {} waktu kosong baru", holes.len()));
        }
        let cut = rows.iter().filter(|row| row.is_cut).count();
        if cut > 0 {
            foot.push(format!("paparan pada {cut} sesi melewati akhir sesi"));
        }
        Self {
            day: plan.day(event),
            is_worrying: rows.iter().any(|row| row.is_late),
            rows,
            stuck: text::list(&stuck),
            moved: plan.outcome.moves.len(),
            by: plan.by(),
            can_free: !plan.wish.fixed_too && plan.sessions.iter().any(|session| session.is_fixed),
            has_limit: model::limit(&blocks, plan.wish).is_some(),
            foot: text::list(&foot),
            seal: plan.seal(),
            publishing: readers.map(|readers| Publishing {
                number: readers.number,
                note: plan.note(),
                pending: readers.pending.clone(),
                seen: readers.sight(),
            }),
        }
    }
}

impl Row {
    fn of(
        session: &Session,
        plan: &Plan,
        holes: &[(SessionId, i64)],
        presented: &HashMap<SessionId, i64>,
        event: &EventHead,
    ) -> Self {
        let moved = plan.outcome.moves.iter().find(|one| one.id == session.id);
        let mut notes: Vec<String> = Vec::new();
        let mut is_late = false;
        match moved {
            _ if plan.outcome.stuck.contains(&session.id) => {
                notes.push("tidak cukup waktu".into());
                is_late = true;
            }
            None if session.locked_at.is_some() => notes.push("tetap, daftar hadirnya sudah ditutup".into()),
            None if session.is_fixed && !plan.wish.fixed_too => notes.push("jam tetap".into()),
            None => notes.push("tetap".into()),
            Some(one) => {
                let (lost, late) = (one.lost(), one.after.0 - one.before.0);
                if lost > TimeDelta::zero() {
                    notes.push(format!("dipendekkan {} menit", lost.num_minutes()));
                    is_late = lost * 2 > one.before.1 - one.before.0;
                } else if late.num_minutes() != plan.wish.minutes {
                    notes.push(format!("bergeser {} menit", late.num_minutes().abs()));
                }
            }
        }
        if let Some((_, minutes)) = holes.iter().find(|(id, _)| *id == session.id) {
            notes.push(format!("{minutes} menit kosong sebelumnya"));
            is_late = true;
        }
        let minutes = presented.get(&session.id).copied().unwrap_or_default();
        let now = moved.map_or((session.starts_at, session.ends_at), |one| one.after);
        let over = slots::over(now, minutes);
        let is_cut = over > 0 && moved.is_some_and(|one| one.lost() > TimeDelta::zero());
        if over > 0 {
            notes.push(format!("paparan melewati akhir sesi {over} menit"));
        }
        Self {
            title: session.title.clone(),
            before: hours(event, (session.starts_at, session.ends_at)),
            after: moved.map(|one| hours(event, one.after)).unwrap_or_default(),
            note: notes.join(", "),
            is_late: is_late || is_cut,
            is_cut,
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
                Ok(Some(plan)) => {
                    let readers = Readers::load(conn, event).await?;
                    let presented = slots::minutes(conn, event.id).await?;
                    preview = Some(Preview::of(&plan, event, &presented, readers.as_ref()));
                }
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
        let (limits, until) = limits(&sessions, &form, event);
        Ok(Self {
            shell: can.shell().under("Agenda", &agenda),
            back: agenda.to_string(),
            here: ShiftPath { place: can.place.clone(), event: event.id }.to_string(),
            zone: event.zone.letters(),
            form: FormState::rejected(form, problems),
            sessions: sessions.iter().map(|session| choice(session, event)).collect(),
            minutes: MINUTES.iter().map(|n| Choice::new(n.to_string(), minutes(*n))).collect(),
            limits,
            until,
            preview,
            is_stale,
        })
    }
}

/// `20 menit`, `Lebih cepat 10`
fn minutes(n: i64) -> String {
    if n < 0 { format!("Lebih cepat {}", -n) } else { format!("{n} menit") }
}

/// Until where the day of the chosen session can move, and the choice that counts; nothing where there is no choice.
fn limits(sessions: &[Session], form: &ShiftForm, event: &EventHead) -> (Vec<Choice>, String) {
    let from = form.mulai.parse().ok();
    let Some(first) = sessions.iter().find(|session| Some(session.id) == from) else {
        return (Vec::new(), String::new());
    };
    let wish = Wish { from: first.id, minutes: 0, fixed_too: false, until: form.until() };
    let Some(plan) = Plan::of(sessions, wish, event) else { return (Vec::new(), String::new()) };
    let blocks = plan.blocks();
    let title = |id| plan.sessions.iter().find(|session| session.id == id).map_or("", |s| s.title.as_str());
    let mut choices: Vec<Choice> = model::limits(&blocks, first.id)
        .into_iter()
        .map(|block| {
            let time = text::time(event.zone.local(block.starts_at).time());
            let words = format!("{} {time}, sesudahnya tetap sesuai jadwal", title(block.id));
            Choice::new(block.id.to_string(), words)
        })
        .collect();
    if choices.is_empty() {
        return (choices, String::new());
    }
    choices.push(Choice::new(DAY_END, "Akhir hari"));
    let until = model::limit(&blocks, wish).map_or_else(|| DAY_END.to_owned(), |block| block.id.to_string());
    (choices, until)
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
