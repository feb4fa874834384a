//! The board and a province's card.

use std::fmt::Write as _;

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{
    model::{Cell, Phase, Step, wave_order},
    paths::{BoardPath, ProvinceCardPath},
    sql::{self, Edition, Row},
};
use crate::{
    auth::permission::ViewBoard,
    error::Result,
    features::{
        identity::paths::NationalStaffPath,
        tenants::{self, model::Reach},
    },
    kernel::{ids::EditionId, names, text, zone::Zone},
    web::{
        AppState, filters,
        form::Query,
        guard::Can,
        page::{Choice, Shell, page},
        whatsapp,
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
    let editions = sql::editions(&mut tx, Zone::Wib.date(app.clock.programme_now())).await?;
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
        groups: groups(marked, &query, Zone::Wib.date(now)),
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
    fn new(row: Row, now: DateTime<Utc>) -> Self {
        let cells = row.progress.cells(now);
        let late = cells.iter().filter(|cell| cell.is_late()).count();
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
    let waves: std::collections::BTreeSet<_> =
        in_waves().filter_map(|m| m.row.wave).map(|(number, ..)| number).collect();
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

fn groups(mut marked: Vec<Marked>, query: &BoardQuery, today: NaiveDate) -> Vec<Group> {
    marked.retain(|m| m.is_shown(&query.saring));
    // Within a wave, worst first.
    marked.sort_by_cached_key(|m| {
        (wave_order(m.row.wave, today), std::cmp::Reverse(m.late), m.row.province.clone())
    });
    let mut groups: Vec<Group> = Vec::new();
    for m in marked {
        let heading = heading(&m.row);
        let line = line(m, &query.edisi);
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.rows.push(line),
            _ => groups.push(Group { heading, rows: vec![line] }),
        }
    }
    groups
}

fn heading(row: &Row) -> String {
    match row.wave {
        Some((number, from, to)) => format!("Gelombang {number} · {}", text::date_range(from, to)),
        None => "Di luar gelombang, dibiayai sendiri".to_owned(),
    }
}

fn line(m: Marked, edition: &str) -> Line {
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
        href: card_href(m.row.slug, edition),
        province: m.row.province,
        zone: m.row.progress.zone.letters(),
        place: m.row.place,
        remark: remarks.join(" · "),
        cells: m.cells,
    }
}

/// The card of a province, in the edition that was asked for.
fn card_href(province: String, edition: &str) -> String {
    let card = ProvinceCardPath { province };
    if edition.is_empty() { card.to_string() } else { format!("{card}?edisi={edition}") }
}

#[derive(Template)]
#[template(path = "national/province.html")]
struct ProvincePage {
    shell: Shell,
    contact: Reach,
    person_phone: String,
    /// The staff of this office, for when it has not named whom to call.
    staff: String,
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
    let contact = tenants::reach(&mut tx, &path.province).await?;
    let editions = sql::editions(&mut tx, Zone::Wib.date(app.clock.programme_now())).await?;
    let rows = match choose(&editions, &query.edisi) {
        Some(edition) => sql::rows(&mut tx, edition.id, Some(&path.province)).await?,
        None => Vec::new(),
    };
    drop(tx);

    let now = app.clock.programme_now();
    let whatsapp = message_link(&app, &contact, &rows, now);
    let events = rows.into_iter().map(|row| event_card(row, now)).collect();
    page(&ProvincePage {
        shell: can.shell().under("Papan nasional", BoardPath),
        staff: format!(
            "{}?cari={}",
            NationalStaffPath,
            utf8_percent_encode(&contact.province, NON_ALPHANUMERIC)
        ),
        person_phone: names::phone_for_people(&contact.person_phone),
        contact,
        whatsapp,
        events,
    })
}

fn event_card(row: Row, now: DateTime<Utc>) -> EventCard {
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

/// A message that is ready to be sent to the person to call, or to the office: what is missing, by when. `None` where
/// no number is known; in the demo it opens without one.
fn message_link(app: &AppState, contact: &Reach, rows: &[Row], now: DateTime<Utc>) -> Option<String> {
    let mut message = contact.salutation();
    let missing: Vec<String> = rows.iter().flat_map(|row| still_missing(row, now)).collect();
    if missing.is_empty() {
        message.push_str(" Persiapan PLM Anda sudah lengkap. Terima kasih.");
    } else {
        message.push_str(" Mohon dilengkapi untuk PLM:");
        for (n, sentence) in (1..).zip(missing) {
            let _ = write!(message, "\n{n}. {sentence}");
        }
    }
    whatsapp::link_to_known(app, contact.number().as_deref(), &message)
}

/// What a province still owes, with its deadline. Presence is owed only once its day has passed.
fn still_missing(row: &Row, now: DateTime<Utc>) -> Vec<String> {
    let (first, last) = (row.progress.first_day, row.progress.last_day);
    row.progress
        .cells(now)
        .into_iter()
        .filter(|cell| !cell.missing.is_empty())
        .filter(|cell| cell.step != Step::Attendance || cell.is_late())
        .map(|cell| {
            let deadline = text::date(cell.step.deadline(first, last));
            format!("{} (tenggat {deadline})", cell.missing.trim_end_matches('.'))
        })
        .collect()
}
