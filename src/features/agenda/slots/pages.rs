//! The page of the order.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    forms::Line,
    model,
    paths::{AddSlotsPath, ChangeSlotsPath, SlotsPath},
    sql,
};
use crate::{
    auth::permission::{EditAgenda, Permission, ViewAgenda},
    error::{Error, Result},
    features::agenda::{self, Session, paths::AgendaPath, publication},
    kernel::{ids::SessionId, text},
    web::{
        AppState, filters,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "agenda/slots.html")]
pub(super) struct SlotsPage {
    shell: Shell,
    title: String,
    when: String,
    lines: Vec<Row>,
    /// How the last turn ends beside the session's end.
    fit: &'static str,
    fit_words: String,
    /// What the reader may do here; `None` for readers.
    edit: Option<Edit>,
    problem: String,
    is_stale: bool,
    has_problems: bool,
}

struct Edit {
    add: String,
    change: String,
    libraries: Vec<Choice>,
    /// All of a category at once: its code, and what the button says.
    categories: Vec<(String, String)>,
    usual: i32,
}

struct Row {
    line: Line,
    starts: String,
    ends: String,
    is_first: bool,
    is_last: bool,
}

impl SlotsPage {
    /// The page with these turns; `problem` is what was wrong with what was asked.
    pub(super) async fn load<P: Permission>(
        conn: &mut PgConnection,
        can: &Can<P>,
        session: &Session,
        lines: Vec<Line>,
        problem: &str,
    ) -> Result<Self> {
        let event = can.event()?;
        let may_edit = can.may::<EditAgenda>();
        let time = |at| text::time(event.zone.local(at).time());
        let ends = model::turns(session.starts_at, lines.iter().map(|line| line.slot.minutes));
        let minutes = lines.iter().map(|line| i64::from(line.slot.minutes)).sum();
        let over = model::over((session.starts_at, session.ends_at), minutes);
        let (fit, fit_words) = match (lines.len(), over) {
            (0, _) => ("", String::new()),
            (_, 1..) => ("late", format!("Paparan melewati akhir sesi {over} menit.")),
            (_, 0) => ("done", "Paparan mengisi sesi dengan pas.".to_owned()),
            (_, less) => ("way", format!("Masih tersisa {} menit sampai akhir sesi.", -less)),
        };
        let last = lines.len();
        let edit = if may_edit { Some(Edit::load(conn, can, session.id).await?) } else { None };
        Ok(Self {
            shell: can.shell().under("Agenda", AgendaPath { place: can.place.clone(), event: event.id }),
            title: session.title.clone(),
            when: format!(
                "{}, {}-{} {}",
                text::long_date(event.zone.date(session.starts_at)),
                time(session.starts_at),
                time(session.ends_at),
                event.zone
            ),
            is_stale: lines.iter().any(|line| !line.theirs.is_empty()),
            has_problems: lines.iter().any(|line| !line.problem.is_empty()),
            lines: lines
                .into_iter()
                .zip(ends)
                .zip(1..)
                .map(|((line, (from, to)), nth)| Row {
                    line,
                    starts: time(from),
                    ends: time(to),
                    is_first: nth == 1,
                    is_last: nth == last,
                })
                .collect(),
            fit,
            fit_words,
            edit,
            problem: problem.to_owned(),
        })
    }
}

impl Edit {
    async fn load<P: Permission>(conn: &mut PgConnection, can: &Can<P>, session: SessionId) -> Result<Self> {
        let (place, event) = (can.place.clone(), can.event()?.id);
        let libraries = sql::candidates(conn, event, session).await?;
        let mut categories: Vec<(String, usize)> = Vec::new();
        for candidate in &libraries {
            match categories.iter_mut().find(|(category, _)| *category == candidate.category) {
                Some((_, count)) => *count += 1,
                None => categories.push((candidate.category.clone(), 1)),
            }
        }
        let button = |(category, count): (String, usize)| {
            let words = format!("Tambah semua {} ({count})", category_words(&category));
            (category, words)
        };
        Ok(Self {
            categories: categories.into_iter().map(button).collect(),
            add: AddSlotsPath { place: place.clone(), event, session }.to_string(),
            change: ChangeSlotsPath { place, event, session }.to_string(),
            libraries: libraries.into_iter().map(|c| Choice::new(c.library.to_string(), c.name)).collect(),
            usual: model::USUAL_MINUTES,
        })
    }
}

/// What the libraries of a category are called in a sentence.
fn category_words(category: &str) -> &'static str {
    match category {
        "regency_office" => "dinas kabupaten/kota",
        "village_library" => "perpustakaan desa",
        "champion_village" => "Desa Champion",
        _ => "perpustakaan lain",
    }
}

/// The order as it stands.
pub async fn show(path: SlotsPath, can: Can<ViewAgenda>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    if can.may::<EditAgenda>() {
        let session = agenda::find(&mut tx, path.event, path.session).await?;
        let slots = sql::list(&mut tx, path.event, path.session).await?;
        let lines = slots.into_iter().map(Line::of).collect();
        return page(&SlotsPage::load(&mut tx, &can, &session, lines, "").await?);
    }
    let seen = publication::on_show(&mut tx, path.event).await?;
    let shown = seen.into_iter().find(|session| session.id == path.session).ok_or(Error::NotFound)?;
    let lines = shown.presentations.iter().map(Line::shown).collect();
    let session = Session::from(shown);
    page(&SlotsPage::load(&mut tx, &can, &session, lines, "").await?)
}
