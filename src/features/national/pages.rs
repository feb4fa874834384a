//! The board and a province's card.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    model::{Cell, Phase},
    paths::{BoardPath, ProvinceCardPath},
    sql::{self, Contact, Edition, Row},
};
use crate::{
    auth::permission::ViewBoard,
    error::Result,
    kernel::{ids::EditionId, text, zone::Zone},
    web::{
        AppState, filters,
        form::Query,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

/// What the board is asked to show.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    edisi: String,
    saring: String,
}

#[derive(Template)]
#[template(path = "national/board.html")]
struct BoardPage {
    shell: Shell,
    edition: String,
    headline: String,
    editions: Vec<Choice>,
    chosen: String,
    filters: Vec<Filter>,
    groups: Vec<Group>,
    as_of: String,
}

struct Filter {
    label: String,
    number: usize,
    href: String,
    current: bool,
    late: bool,
}

struct Group {
    heading: String,
    rows: Vec<Line>,
}

struct Line {
    province: String,
    href: String,
    zone: &'static str,
    place: String,
    remark: String,
    cells: Vec<Cell>,
}

/// The board of an edition: provinces by wave, worst first.
pub async fn board(
    _: BoardPath,
    can: Can<ViewBoard>,
    State(app): State<AppState>,
    Query(query): Query<BoardQuery>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let editions = sql::editions(&mut tx).await?;
    let Some(edition) = choose(&editions, &query.edisi) else {
        return page(&BoardPage::without_edition(can.shell()));
    };
    let rows = sql::rows(&mut tx, edition.id, None).await?;
    drop(tx);

    let now = app.clock.programme_now();
    let marked: Vec<Marked> = rows.into_iter().map(|row| Marked::new(row, now)).collect();
    page(&BoardPage {
        shell: can.shell(),
        edition: edition.name.clone(),
        headline: headline(edition, &marked),
        filters: filters_of(&marked, edition.id, &query.saring),
        chosen: edition.id.to_string(),
        groups: groups(marked, &query.saring),
        editions: editions.iter().map(|e| Choice::new(e.id.to_string(), e.name.clone())).collect(),
        as_of: text::time(Zone::Wib.local(now).time()),
    })
}

impl BoardPage {
    fn without_edition(shell: Shell) -> Self {
        Self {
            shell,
            edition: String::new(),
            headline: String::new(),
            editions: Vec::new(),
            chosen: String::new(),
            filters: Vec::new(),
            groups: Vec::new(),
            as_of: String::new(),
        }
    }
}

fn choose<'a>(editions: &'a [Edition], asked: &str) -> Option<&'a Edition> {
    editions.iter().find(|edition| edition.id.to_string() == asked).or(editions.first())
}

/// A row with what it shows now.
struct Marked {
    row: Row,
    cells: Vec<Cell>,
    phase: Phase,
    late: usize,
}

impl Marked {
    fn new(row: Row, now: chrono::DateTime<chrono::Utc>) -> Self {
        let cells = row.progress.cells(now);
        let late = cells.iter().filter(|cell| cell.late_days.is_some()).count();
        Self { phase: row.progress.phase(now), cells, late, row }
    }

    fn is_shown(&self, filter: &str) -> bool {
        match filter {
            "" => true,
            "terlambat" => self.late > 0,
            phase => self.phase.code() == phase,
        }
    }
}

/// `PLM 2022 · 5 gelombang · 34 provinsi · 33 lokasi`: provinces and venues are counted apart.
fn headline(edition: &Edition, marked: &[Marked]) -> String {
    let in_waves = || marked.iter().filter(|m| m.row.wave.is_some());
    let waves: std::collections::BTreeSet<_> = in_waves().filter_map(|m| m.row.wave).collect();
    let venues: std::collections::BTreeSet<_> = in_waves().map(|m| m.row.event).collect();
    format!(
        "{} dari {} gelombang · {} dari {} provinsi · {} lokasi",
        waves.len(),
        edition.wave_count,
        in_waves().count(),
        edition.target_provinces,
        venues.len()
    )
}

fn filters_of(marked: &[Marked], edition: EditionId, current: &str) -> Vec<Filter> {
    let count = |code: &str| marked.iter().filter(|m| m.row.wave.is_some() && m.is_shown(code)).count();
    let filter = |code: &str, label: &str| Filter {
        label: label.to_owned(),
        number: count(code),
        href: if code.is_empty() {
            format!("{BoardPath}?edisi={edition}")
        } else {
            format!("{BoardPath}?edisi={edition}&saring={code}")
        },
        current: current == code,
        late: code == "terlambat",
    };
    let mut filters = vec![filter("", "Semua")];
    filters.extend(Phase::ALL.iter().map(|phase| filter(phase.code(), phase.label())));
    filters.push(filter("terlambat", "Terlambat"));
    filters
}

fn groups(mut marked: Vec<Marked>, filter: &str) -> Vec<Group> {
    marked.retain(|m| m.is_shown(filter));
    // Worst first within a wave; what lies outside the waves comes last.
    marked
        .sort_by_key(|m| (m.row.wave.unwrap_or(i32::MAX), std::cmp::Reverse(m.late), m.row.province.clone()));
    let mut groups: Vec<Group> = Vec::new();
    for m in marked {
        let heading = heading(&m.row);
        let line = line(m);
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.rows.push(line),
            _ => groups.push(Group { heading, rows: vec![line] }),
        }
    }
    groups
}

fn heading(row: &Row) -> String {
    match (row.wave, row.wave_starts_on, row.wave_ends_on) {
        (Some(number), Some(from), Some(to)) => {
            format!("Gelombang {number} · {}", text::date_range(from, to))
        }
        _ => "Di luar gelombang, dibiayai sendiri".to_owned(),
    }
}

fn line(m: Marked) -> Line {
    let mut remarks = Vec::new();
    if m.row.part == "guest" {
        remarks.push("tamu pada kegiatan gabungan".to_owned());
    }
    match m.row.status.as_str() {
        "postponed" => remarks.push(format!("ditunda: {}", m.row.status_reason)),
        "cancelled" => remarks.push(format!("dibatalkan: {}", m.row.status_reason)),
        "draft" => remarks.push("belum diterbitkan".to_owned()),
        _ => {}
    }
    Line {
        href: ProvinceCardPath { province: m.row.slug }.to_string(),
        province: m.row.province,
        zone: m.row.progress.zone.letters(),
        place: m.row.place,
        remark: remarks.join(" · "),
        cells: m.cells,
    }
}

#[derive(Template)]
#[template(path = "national/province.html")]
struct ProvincePage {
    shell: Shell,
    contact: Contact,
    whatsapp: Option<String>,
    events: Vec<EventCard>,
}

struct EventCard {
    title: String,
    when: String,
    place: String,
    remark: String,
    rows: Vec<StepLine>,
}

struct StepLine {
    cell: Cell,
    deadline: String,
}

/// A province's card: its steps with what is missing, and how to reach its office.
pub async fn province(
    path: ProvinceCardPath,
    can: Can<ViewBoard>,
    State(app): State<AppState>,
    Query(query): Query<BoardQuery>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let contact = sql::contact(&mut tx, &path.province).await?;
    let editions = sql::editions(&mut tx).await?;
    let rows = match choose(&editions, &query.edisi) {
        Some(edition) => sql::rows(&mut tx, edition.id, Some(&path.province)).await?,
        None => Vec::new(),
    };
    drop(tx);

    let now = app.clock.programme_now();
    let missing = |rows: &[Row]| -> Vec<String> {
        rows.iter()
            .flat_map(|row| row.progress.cells(now))
            .filter(|cell| !cell.missing.is_empty())
            .map(|cell| cell.missing)
            .collect()
    };
    let whatsapp = whatsapp(&contact, &missing(&rows), app.clock.is_demo());
    let events = rows.into_iter().map(|row| event_card(row, now)).collect();
    page(&ProvincePage { shell: can.shell().under("Papan nasional", BoardPath), contact, whatsapp, events })
}

fn event_card(row: Row, now: chrono::DateTime<chrono::Utc>) -> EventCard {
    let (first, last) = (row.progress.first_day, row.progress.last_day);
    let rows = row
        .progress
        .cells(now)
        .into_iter()
        .map(|cell| StepLine {
            deadline: format!(
                "{} ({})",
                text::date(cell.step.deadline(first, last)),
                cell.step.deadline_rule()
            ),
            cell,
        })
        .collect();
    EventCard {
        when: format!(
            "{}, acara {}",
            text::date_range(row.starts_on, row.ends_on),
            text::date_range(first, last)
        ),
        title: row.event_title,
        place: row.place,
        remark: match (row.part.as_str(), row.status.as_str()) {
            (_, "postponed") => format!("Ditunda: {}", row.status_reason),
            (_, "cancelled") => format!("Dibatalkan: {}", row.status_reason),
            ("guest", _) => "Provinsi ini tamu pada kegiatan gabungan.".to_owned(),
            _ => String::new(),
        },
        rows,
    }
}

/// A message that is ready to be sent; in the demo it opens without a number.
fn whatsapp(contact: &Contact, missing: &[String], is_demo: bool) -> Option<String> {
    let number =
        crate::kernel::names::phone(&contact.phone).ok().map(|n| n.trim_start_matches('+').to_owned());
    if number.is_none() && !is_demo {
        return None;
    }
    let mut message = format!("Yth. {}.", contact.official_name);
    if missing.is_empty() {
        message.push_str(" Terima kasih, persiapan PLM Anda sudah lengkap.");
    } else {
        message.push_str(" Untuk persiapan PLM, mohon dilengkapi: ");
        message.push_str(&missing.join(" "));
    }
    let number = number.filter(|_| !is_demo).unwrap_or_default();
    let message = percent_encoding::utf8_percent_encode(&message, percent_encoding::NON_ALPHANUMERIC);
    Some(format!("https://wa.me/{number}?text={message}"))
}
