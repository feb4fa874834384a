//! What the agenda's page shows of patterns, and the page on which an earlier event is chosen.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    forms::CopyForm,
    paths::{CopyPath, RemovePatternPath, SavePatternPath, UsePatternPath},
    sql, verbs,
};
use crate::{
    auth::permission::{EditAgenda, ViewAgenda},
    error::Result,
    features::{
        agenda::paths::AgendaPath,
        editions::{self, model::TemplateKind},
        events::{model::Kind, paths::EventsPath},
    },
    kernel::text,
    web::{
        AppState, filters,
        form::Query,
        guard::Can,
        page::{Shell, page},
    },
};

/// How an agenda can begin, and under which name it can be kept.
pub(in crate::features::agenda) struct Beginnings {
    pub save: String,
    /// The national templates, those of the event's kind first.
    pub national: Vec<NationalLine>,
    /// Where an earlier event is chosen.
    pub copy: String,
    pub patterns: Vec<PatternLine>,
}

/// A template of the edition.
pub(in crate::features::agenda) struct NationalLine {
    pub code: &'static str,
    /// What the button says.
    pub words: String,
}

/// A pattern of the office.
pub(in crate::features::agenda) struct PatternLine {
    pub name: String,
    /// `PLM, 24 sesi, 2 hari`
    pub size: String,
    pub apply: String,
    pub remove: String,
}

impl Beginnings {
    /// What there is for an event.
    pub async fn load(conn: &mut PgConnection, can: &Can<ViewAgenda>) -> Result<Self> {
        let (place, head, province) = (&can.place, can.event()?, &can.office()?.province);
        let event = head.id;
        let kind = sql::kind(&mut *conn, event).await?;
        let mut patterns = sql::all(&mut *conn, province).await?;
        patterns.sort_by_key(|pattern| (pattern.kind != kind, pattern.kind));
        let filled = editions::template::filled(conn, head.edition).await?;
        Ok(Self {
            save: SavePatternPath { place: place.clone(), event }.to_string(),
            copy: format!("{}?ke={event}", CopyPath { place: place.clone() }),
            national: national(kind, &filled),
            patterns: patterns
                .into_iter()
                .map(|pattern| PatternLine {
                    size: format!("{}, {} sesi, {} hari", pattern.kind, pattern.sessions, pattern.days),
                    apply: UsePatternPath { place: place.clone(), event, pattern: pattern.id }.to_string(),
                    remove: RemovePatternPath { place: place.clone(), event, pattern: pattern.id }
                        .to_string(),
                    name: pattern.name,
                })
                .collect(),
        })
    }
}

/// The edition's templates for an event of this kind: its own first. A PLM is offered the PLM's alone; where the edition has none,
/// the button stays and says so.
fn national(kind: Kind, filled: &[TemplateKind]) -> Vec<NationalLine> {
    let order: &[TemplateKind] = match kind {
        Kind::Plm => &[TemplateKind::Plm],
        Kind::Shm => &[TemplateKind::Shm, TemplateKind::Plm],
        Kind::Other => &[TemplateKind::Plm, TemplateKind::Shm],
    };
    let mut offered: Vec<_> = order.iter().copied().filter(|one| filled.contains(one)).collect();
    if offered.is_empty() {
        offered.extend(order.first());
    }
    let line = |one: TemplateKind| NationalLine {
        code: one.code(),
        words: if order.len() == 1 {
            "Pakai pola nasional".into()
        } else {
            format!("Pakai pola nasional {one}")
        },
    };
    offered.into_iter().map(line).collect()
}

#[derive(Template)]
#[template(path = "agenda/copy.html")]
struct CopyPage {
    shell: Shell,
    here: String,
    /// Into which event; empty when none was named.
    target: String,
    title: String,
    back: String,
    earlier: Vec<EarlierLine>,
}

struct EarlierLine {
    id: String,
    title: String,
    /// `2-3 Agustus 2022, 5 sesi`
    words: String,
}

/// The office's earlier events whose agenda can be copied.
pub async fn choose(
    path: CopyPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Query(form): Query<CopyForm>,
) -> Result<Response> {
    let events = EventsPath { place: path.place.clone() };
    let (here, mut shell) = (path.to_string(), can.shell().under("Kegiatan", &events));
    let (mut title, mut back, mut earlier) = (String::new(), events.to_string(), Vec::new());
    if !form.ke.is_empty() {
        let province = &can.office()?.province;
        let mut tx = app.db.begin(&can.scope).await?;
        let event = verbs::target(&mut tx, province, &form.ke).await?;
        earlier = sql::earlier(&mut tx, province, event.id).await?;
        back = AgendaPath { place: path.place, event: event.id }.to_string();
        shell = shell.under(format!("Agenda {}", event.title), &back);
        title = event.title;
    }
    let line = |one: sql::Earlier| EarlierLine {
        words: format!("{}, {} sesi", text::date_range(one.starts_on, one.ends_on), one.sessions),
        id: one.id.to_string(),
        title: one.title,
    };
    let earlier = earlier.into_iter().map(line).collect();
    page(&CopyPage { shell, here, target: form.ke, title, back, earlier })
}
