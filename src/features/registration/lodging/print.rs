//! The hotel's list on paper: rooms and their people, and how many there are night by night. What people need stays on
//! the screen of the offices.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    model,
    pages::{Scenery, night_lines},
    paths::{LodgingPath, PrintPath},
    sql::Guest,
};
use crate::{
    auth::permission::ManageLodging,
    error::Result,
    features::tenants::{
        self,
        model::{Letterhead, Paper},
    },
    kernel::text,
    web::{
        AppState, filters,
        guard::Can,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "registration/lodging_print.html")]
struct PrintPage {
    shell: Shell,
    head: Letterhead,
    is_f4: bool,
    event: String,
    when: String,
    rooms: Vec<Room>,
    nights: Vec<(String, String, String)>,
    undated: usize,
}

/// A room; without a number it is still to be given.
pub(super) struct Room {
    pub number: String,
    pub people: Vec<Line>,
}

/// Somebody in a room.
pub(super) struct Line {
    pub name: String,
    pub sex: String,
    pub agency: String,
    pub arrives: String,
    pub departs: String,
}

impl Line {
    fn of(scenery: &Scenery, guest: &Guest) -> Self {
        let parts = [guest.agency_name.clone(), scenery.province(guest)];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Self {
            name: guest.titled(),
            sex: guest.sex.clone(),
            agency: parts.join(", "),
            arrives: moment(guest.arrives_on, guest.arrives_at, &guest.arrives_by),
            departs: moment(guest.departs_on, guest.departs_at, &guest.departs_by),
        }
    }
}

/// `1 Agustus 2022, 14.30, Pesawat`, as far as it is known.
fn moment(day: Option<chrono::NaiveDate>, hour: Option<chrono::NaiveTime>, by: &str) -> String {
    let parts = [day.map(text::date), hour.map(text::time), (!by.is_empty()).then(|| by.to_owned())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The rooms of those who need one, in the order of their numbers; those without a number last.
fn rooms(scenery: &Scenery) -> Vec<Room> {
    let mut rooms: Vec<Room> = model::rooms(&scenery.stays)
        .into_iter()
        .filter_map(|group| {
            let guests: Vec<&Guest> = group.iter().filter_map(|at| scenery.guests.get(*at)).collect();
            let number = guests.iter().map(|guest| guest.room.clone()).find(|room| !room.is_empty());
            let is_wanted = number.is_some() || guests.iter().any(|guest| guest.needs_room == Some(true));
            let people = guests.into_iter().map(|guest| Line::of(scenery, guest)).collect();
            is_wanted.then(|| Room { number: number.unwrap_or_default(), people })
        })
        .collect();
    rooms.sort_by_key(|room| (room.number.is_empty(), room.number.to_lowercase()));
    rooms
}

/// The list as the hotel gets it.
pub async fn print(
    path: PrintPath,
    can: Can<ManageLodging>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let scenery = Scenery::load(&mut tx, &can, &[]).await?;
    let tenant = tenants::find(&mut tx, &can.office()?.province).await?;
    drop(tx);
    let event = can.event()?;
    let back = LodgingPath { place: path.place, event: path.event };
    page(&PrintPage {
        shell: can.shell().under("Daftar kamar", back),
        head: tenant.letterhead(),
        is_f4: tenant.paper == Paper::F4,
        event: event.title.clone(),
        when: text::date_range(event.programme_starts_on, event.programme_ends_on),
        rooms: rooms(&scenery),
        nights: night_lines(&scenery.stays),
        undated: model::undated(&scenery.stays),
    })
}
