//! The pages of the rooms.

use std::collections::BTreeMap;

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    forms::RoomForm,
    paths::{RemoveRoomPath, RoomPath, RoomsPath},
    sql::{self, Room},
};
use crate::{
    auth::permission::EditAgenda,
    error::Result,
    features::agenda::{self, paths::AgendaPath},
    kernel::text,
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "agenda/rooms/list.html")]
pub(super) struct RoomsPage {
    shell: Shell,
    form: FormState<RoomForm>,
    rooms: Vec<Line>,
    /// What sessions call their rooms besides, and how many do.
    unknown: Vec<(String, String)>,
}

struct Line {
    name: String,
    words: String,
    edit: String,
    remove: String,
}

impl RoomsPage {
    /// The page with the form of a new room.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<EditAgenda>,
        form: FormState<RoomForm>,
    ) -> Result<Self> {
        let event = can.event()?.id;
        let sessions = agenda::list_for_event(conn, event).await?;
        let known = sql::list(conn, event).await?;
        let unknown = unknown(&known, sessions.iter().map(|session| session.room.as_str()));
        let rooms = known.into_iter().map(|room| {
            let used = sessions.iter().filter(|session| text::compact(&session.room) == room.key).count();
            let holds = match room.capacity {
                Some(people) => format!("memuat {} orang", text::number(people.into())),
                None => "daya tampung belum diisi".into(),
            };
            let used = if used == 0 {
                "belum dipakai".into()
            } else {
                format!("dipakai {} sesi", text::count(used))
            };
            Line {
                name: room.name,
                words: format!("{holds}, {used}"),
                edit: RoomPath { place: can.place.clone(), event, room: room.id }.to_string(),
                remove: RemoveRoomPath { place: can.place.clone(), event, room: room.id }.to_string(),
            }
        });
        let back = AgendaPath { place: can.place.clone(), event };
        Ok(Self { rooms: rooms.collect(), unknown, shell: can.shell().under("Agenda", back), form })
    }
}

/// What sessions name as their rooms and nobody has registered: the most used first.
fn unknown<'a>(known: &[Room], named: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    // By the name as it is compared: how it is written, and in how many sessions.
    let mut found: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for name in named {
        let key = text::compact(name);
        if !key.is_empty() && !known.iter().any(|room| room.key == key) {
            found.entry(key).or_insert((name, 0)).1 += 1;
        }
    }
    let mut found: Vec<(&str, usize)> = found.into_values().collect();
    found.sort_by_key(|(_, used)| std::cmp::Reverse(*used));
    found.into_iter().map(|(name, used)| (name.to_owned(), text::count(used))).collect()
}

/// The rooms of the event.
pub async fn list(_: RoomsPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&RoomsPage::load(&mut tx, &can, FormState::fresh(RoomForm::default())).await?)
}

#[derive(Template)]
#[template(path = "agenda/rooms/edit.html")]
pub(super) struct RoomPage {
    shell: Shell,
    form: FormState<RoomForm>,
    back: String,
}

impl RoomPage {
    /// The page with this form.
    pub(super) fn new(can: &Can<EditAgenda>, form: FormState<RoomForm>) -> Result<Self> {
        let (place, event) = (can.place.clone(), can.event()?.id);
        let back = RoomsPath { place: place.clone(), event }.to_string();
        let shell = can.shell().under("Agenda", AgendaPath { place, event }).under("Ruang", &back);
        Ok(Self { shell, form, back })
    }
}

/// The form of a room as it stands.
pub async fn edit(path: RoomPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let room = sql::find(&mut tx, path.event, path.room).await?;
    page(&RoomPage::new(&can, FormState::fresh(RoomForm::of(&room)))?)
}
