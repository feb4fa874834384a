//! The page of the hotel's list.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    forms::{LodgingFilter, Mates, RowForm},
    model::{self, Night, Stay, USUAL_BEDS, Warning, room_key},
    paths::{BedsPath, ExportPath, LodgingPath, PrintPath},
    sql::{self, Guest, Needs},
};
use crate::{
    auth::permission::ManageLodging,
    error::Result,
    features::registration::people::{Scene, paths::PeoplePath},
    kernel::{
        ids::{EventId, ParticipantId},
        text,
        zone::Zone,
    },
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Shell, page},
        paging::{Paging, address},
    },
};

/// Rows on one page.
const PER_PAGE: usize = 25;

/// What the list is made of.
pub(super) struct Scenery {
    pub guests: Vec<Guest>,
    /// Of those who are shown, and agree.
    pub needs: HashMap<ParticipantId, Needs>,
    pub stays: Vec<Stay>,
    pub warnings: Vec<Vec<Warning>>,
    pub beds: HashMap<String, usize>,
    zone: Zone,
    provinces: Scene,
}

impl Scenery {
    /// The whole list, with what these people need.
    pub async fn load(
        conn: &mut PgConnection,
        can: &Can<ManageLodging>,
        people: &[ParticipantId],
    ) -> Result<Self> {
        let event = can.event()?;
        let guests = sql::guests(conn, event.id).await?;
        let beds = sql::beds(conn, event.id).await?;
        let stays: Vec<Stay> = guests.iter().map(Guest::stay).collect();
        let warnings = model::warnings(&stays, &beds, (event.starts_on, event.ends_on));
        let provinces = Scene::load(conn, can).await?;
        let mut scenery =
            Self { guests, needs: HashMap::new(), stays, warnings, beds, zone: event.zone, provinces };
        scenery.know(conn, event.id, people).await?;
        Ok(scenery)
    }

    /// Reads what these people need.
    pub async fn know(
        &mut self,
        conn: &mut PgConnection,
        event: EventId,
        people: &[ParticipantId],
    ) -> Result<()> {
        let ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
        self.needs = sql::needs(conn, event, &ids).await?;
        Ok(())
    }

    /// The province of a person, where there are several to be seen.
    pub fn province(&self, guest: &Guest) -> String {
        if self.provinces.sees_all_provinces() {
            self.provinces.province_name(&guest.province)
        } else {
            String::new()
        }
    }

    /// Where in the list those stand whom the filter finds.
    fn found(&self, filter: &LodgingFilter) -> Vec<usize> {
        let words = text::words(&filter.cari);
        let fits = |at: &usize| {
            let Some(guest) = self.guests.get(*at) else { return false };
            let read = format!("{} {} {}", guest.titled(), guest.agency_name, guest.room).to_lowercase();
            let shown = match filter.tampil.as_str() {
                "periksa" => self.warnings.get(*at).is_some_and(|own| !own.is_empty()),
                "belum" => guest.needs_room.is_none() || guest.arrives_on.is_none(),
                "kamar" => guest.needs_room == Some(true),
                _ => true,
            };
            shown && words.iter().all(|word| read.contains(word.as_str()))
        };
        (0..self.guests.len()).filter(fits).collect()
    }
}

/// A row of the page.
pub(super) struct Row {
    number: usize,
    pub form: FormState<RowForm>,
    name: String,
    sub: String,
    sex: String,
    warnings: Vec<String>,
    /// Who else sleeps in the room.
    with: String,
    /// `Dicatat Operator Jambi, Selasa, 2 Agustus 2022, 08.30 WIB`.
    consented: String,
}

impl Row {
    pub(super) fn new(scenery: &Scenery, at: usize, form: FormState<RowForm>) -> Self {
        let guest = scenery.guests.get(at);
        let parts = guest.map(|guest| [guest.agency_name.clone(), scenery.province(guest)]);
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        let needs = guest.and_then(|guest| scenery.needs.get(&guest.id));
        Self {
            number: at + 1,
            form,
            name: guest.map(Guest::titled).unwrap_or_default(),
            sub: parts.join(" · "),
            sex: guest.map(|guest| guest.sex.clone()).unwrap_or_default(),
            warnings: scenery.warnings.get(at).into_iter().flatten().map(Warning::sentence).collect(),
            with: String::new(),
            consented: needs.map_or_else(String::new, |needs| {
                let when = text::moment(scenery.zone.local(needs.consented_at), scenery.zone);
                format!("Dicatat {}, {when}", needs.recorded_by)
            }),
        }
    }

    /// What is wrong, or what somebody else has saved, in a field.
    fn said(&self, field: &str) -> Option<String> {
        let theirs = self.form.theirs(field).map(|value| format!("Tersimpan sekarang: {value}"));
        self.form.problem(field).map(ToOwned::to_owned).or(theirs)
    }
}

/// A night as the page tells it.
struct NightLine {
    night: String,
    people: String,
    rooms: String,
}

impl NightLine {
    fn of(night: &Night) -> Self {
        let unknown = night.people - night.men - night.women;
        let unknown = if unknown > 0 { format!(", belum diketahui {unknown}") } else { String::new() };
        Self {
            night: text::long_date(night.date),
            people: format!("{} orang (L {}, P {}{unknown})", night.people, night.men, night.women),
            rooms: format!("{} kamar", night.rooms),
        }
    }
}

/// The nights and who has not said when, in sentences.
pub(super) fn night_lines(stays: &[Stay]) -> Vec<(String, String, String)> {
    let lines = model::nights(stays);
    lines.iter().map(NightLine::of).map(|line| (line.night, line.people, line.rooms)).collect()
}

/// A room that is in use.
struct Room {
    number: String,
    people: usize,
    beds: usize,
}

/// One way to look at the list.
struct Tab {
    label: String,
    href: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "registration/lodging.html")]
pub(super) struct LodgingPage {
    shell: Shell,
    here: String,
    action: String,
    filter: LodgingFilter,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    /// `None` on a page that comes back, which has the rows that were sent.
    paging: Option<Paging>,
    is_empty: bool,
    mates_l: Vec<String>,
    mates_p: Vec<String>,
    means: [&'static str; 6],
    nights: Vec<(String, String, String)>,
    undated: usize,
    rooms: Vec<Room>,
    /// Empty for a guest, who does not set them.
    beds_action: String,
    print: String,
    export: String,
    is_guest: bool,
    back: String,
    /// `1/8/2022`, as an example of a day.
    example: String,
}

impl LodgingPage {
    fn new(
        path: &LodgingPath,
        can: &Can<ManageLodging>,
        scenery: &Scenery,
        filter: &LodgingFilter,
        rows: Vec<Row>,
        paging: Option<Paging>,
    ) -> Self {
        let (place, event, here) = (path.place.clone(), path.event, path.to_string());
        let back = PeoplePath { place: place.clone(), event }.to_string();
        let is_host = can.actor.hosted.contains(&event);
        let mates = Mates::of(&scenery.guests);
        let of = |sex: &str| -> Vec<String> {
            scenery.guests.iter().filter(|g| g.sex == sex).map(|g| mates.name(Some(g.id))).collect()
        };
        let first = can.actor.event.as_ref().map(|event| event.starts_on);
        Self {
            shell: can.shell().under("Peserta", &back),
            back,
            action: address(&here, filter, &[("halaman", &filter.halaman)]),
            tabs: tabs(&here, scenery, filter),
            is_empty: scenery.guests.is_empty(),
            mates_l: of("L"),
            mates_p: of("P"),
            means: ["Pesawat", "Kereta", "Bus", "Mobil dinas", "Kendaraan sendiri", "Kapal"],
            nights: night_lines(&scenery.stays),
            undated: model::undated(&scenery.stays),
            rooms: numbered(scenery),
            beds_action: if is_host {
                BedsPath { place: place.clone(), event }.to_string()
            } else {
                String::new()
            },
            print: PrintPath { place: place.clone(), event }.to_string(),
            export: ExportPath { place, event }.to_string(),
            is_guest: !is_host,
            example: super::forms::short_day(first),
            filter: filter.clone(),
            here,
            rows: with_mates(scenery, rows),
            paging,
        }
    }

    /// The page again with the rows that were sent.
    pub(super) fn answering(
        path: &LodgingPath,
        can: &Can<ManageLodging>,
        scenery: &Scenery,
        filter: &LodgingFilter,
        rows: Vec<Row>,
    ) -> Self {
        Self::new(path, can, scenery, filter, rows, None)
    }

    fn wrong(&self) -> usize {
        self.rows.iter().filter(|row| row.form.has_problems()).count()
    }

    fn asked(&self) -> usize {
        self.rows.iter().filter(|row| row.form.is_stale()).count()
    }
}

/// Writes into the rows who else sleeps in the room.
fn with_mates(scenery: &Scenery, mut rows: Vec<Row>) -> Vec<Row> {
    let groups = model::rooms(&scenery.stays);
    let mut group_of = HashMap::new();
    for group in &groups {
        group_of.extend(group.iter().map(|at| (*at, group)));
    }
    for row in &mut rows {
        let at = row.number - 1;
        let others =
            group_of.get(&at).into_iter().flat_map(|group| group.iter()).filter(|other| **other != at);
        let names: Vec<String> =
            others.filter_map(|other| scenery.guests.get(*other)).map(Guest::titled).collect();
        row.with = text::list(&names);
    }
    rows
}

/// The rooms that have a number, with who sleeps there and how many could.
fn numbered(scenery: &Scenery) -> Vec<Room> {
    let mut rooms: BTreeMap<String, Room> = BTreeMap::new();
    for group in model::rooms(&scenery.stays) {
        let number = group.iter().filter_map(|at| scenery.stays.get(*at)).map(|stay| &stay.room);
        let Some(number) = number.into_iter().find(|number| !number.is_empty()) else { continue };
        let key = room_key(number);
        let beds = scenery.beds.get(&key).copied().unwrap_or(USUAL_BEDS);
        rooms.insert(key, Room { number: number.clone(), people: group.len(), beds });
    }
    rooms.into_values().collect()
}

fn tabs(here: &str, scenery: &Scenery, filter: &LodgingFilter) -> Vec<Tab> {
    [("", "Semua"), ("kamar", "Perlu kamar"), ("belum", "Belum lengkap"), ("periksa", "Perlu diperiksa")]
        .into_iter()
        .map(|(code, label)| {
            let shown =
                LodgingFilter { tampil: code.into(), cari: filter.cari.clone(), ..LodgingFilter::default() };
            let count = scenery.found(&shown).len();
            Tab {
                label: format!("{label} {count}"),
                href: address(here, &shown, &[]),
                is_current: filter.tampil == code,
            }
        })
        .collect()
}

/// The list, to be filled in.
pub async fn fill(
    path: LodgingPath,
    can: Can<ManageLodging>,
    State(app): State<AppState>,
    Query(filter): Query<LodgingFilter>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let mut scenery = Scenery::load(&mut tx, &can, &[]).await?;
    let found = scenery.found(&filter);
    let (paging, shown) = Paging::cut(&path.to_string(), &filter, &filter.halaman, PER_PAGE, found, "orang");
    let people: Vec<ParticipantId> =
        shown.iter().filter_map(|at| scenery.guests.get(*at)).map(|guest| guest.id).collect();
    scenery.know(&mut tx, path.event, &people).await?;
    drop(tx);
    let mates = Mates::of(&scenery.guests);
    let rows = shown
        .into_iter()
        .filter_map(|at| {
            let guest = scenery.guests.get(at)?;
            let form = RowForm::of(guest, scenery.needs.get(&guest.id), &mates);
            Some(Row::new(&scenery, at, FormState::fresh(form)))
        })
        .collect();
    page(&LodgingPage::new(&path, &can, &scenery, &filter, rows, Some(paging)))
}
