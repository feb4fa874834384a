//! The hotel's list as a spreadsheet.

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{forms::Mates, pages::Scenery, paths::ExportPath, sql::Guest};
use crate::{
    audit::Change,
    auth::permission::ManageLodging,
    documents::write::{self, Kind, Value},
    error::Result,
    kernel::{ids::ParticipantId, text},
    web::{AppState, file, form::Form, guard::Can},
};

/// What is taken out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExportForm {
    /// `ya`: also what people need.
    pub needs: String,
}

/// The people who are expected, with their rooms; what they need only where that is asked for. Who took it out is written
/// down before.
pub async fn export(
    path: ExportPath,
    can: Can<ManageLodging>,
    State(app): State<AppState>,
    Form(form): Form<ExportForm>,
) -> Result<Response> {
    let event = can.event()?;
    let with_needs = form.needs == "ya";
    let mut tx = app.db.begin(&can.scope).await?;
    let mut scenery = Scenery::load(&mut tx, &can, &[]).await?;
    if with_needs {
        let everybody: Vec<ParticipantId> = scenery.guests.iter().map(|guest| guest.id).collect();
        scenery.know(&mut tx, path.event, &everybody).await?;
    }
    let taken = serde_json::json!({ "people": scenery.guests.len(), "needs": with_needs });
    Change::new(&app.clock, "lodging.export", path.event)
        .in_event(path.event)
        .after(&taken)
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    let columns = columns(with_needs);
    let mates = Mates::of(&scenery.guests);
    let cells: Vec<Vec<Cell>> =
        scenery.guests.iter().map(|guest| row(&scenery, &mates, guest, with_needs)).collect();
    let rows = cells.iter().map(|row| row.iter().map(Cell::value).collect());
    let title = [event.title.as_str()];
    let page = write::Page { name: "Daftar kamar", title: &title, columns: &columns };
    let made_on = event.zone.date(app.clock.now());
    file::spreadsheet(&format!("daftar-kamar-{}.xlsx", path.place), write::xlsx(&page, rows, made_on))
}

/// A cell of the sheet.
enum Cell {
    Text(String),
    Day(Option<chrono::NaiveDate>),
}

impl Cell {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) if text.is_empty() => Value::Empty,
            Self::Text(text) => Value::Text(text),
            Self::Day(day) => day.map_or(Value::Empty, Value::Date),
        }
    }
}

fn columns(with_needs: bool) -> Vec<write::Column<'static>> {
    let column = |heading, kind| write::Column { heading, kind, width: 0.0, choices: &[], note: "" };
    let mut columns: Vec<_> = [
        ("Kamar", Kind::Text),
        ("Nama lengkap", Kind::Text),
        ("L/P", Kind::Text),
        ("Instansi", Kind::Text),
        ("Provinsi", Kind::Text),
        ("Datang", Kind::Date),
        ("Jam datang", Kind::Text),
        ("Naik apa", Kind::Text),
        ("Pulang", Kind::Date),
        ("Jam pulang", Kind::Text),
        ("Pulang naik apa", Kind::Text),
        ("Perlu kamar", Kind::Text),
        ("Teman sekamar", Kind::Text),
    ]
    .map(|(heading, kind)| column(heading, kind))
    .into();
    if with_needs {
        columns.extend(["Kebutuhan akses", "Makanan"].map(|heading| column(heading, Kind::Text)));
    }
    columns
}

fn row(scenery: &Scenery, mates: &Mates, guest: &Guest, with_needs: bool) -> Vec<Cell> {
    let hour = |at: Option<chrono::NaiveTime>| Cell::Text(at.map(text::time).unwrap_or_default());
    let mut cells = vec![
        Cell::Text(guest.room.clone()),
        Cell::Text(guest.titled()),
        Cell::Text(guest.sex.clone()),
        Cell::Text(guest.agency_name.clone()),
        Cell::Text(scenery.province(guest)),
        Cell::Day(guest.arrives_on),
        hour(guest.arrives_at),
        Cell::Text(guest.arrives_by.clone()),
        Cell::Day(guest.departs_on),
        hour(guest.departs_at),
        Cell::Text(guest.departs_by.clone()),
        Cell::Text(match guest.needs_room {
            Some(true) => "ya".into(),
            Some(false) => "tidak".into(),
            None => String::new(),
        }),
        Cell::Text(mates.name(guest.mate)),
    ];
    if with_needs {
        let needs = scenery.needs.get(&guest.id);
        cells.push(Cell::Text(needs.map(|needs| needs.access.clone()).unwrap_or_default()));
        cells.push(Cell::Text(needs.map(|needs| needs.diet.clone()).unwrap_or_default()));
    }
    cells
}
