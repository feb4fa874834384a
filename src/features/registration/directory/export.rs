//! The directory as a spreadsheet, and the same without libraries to be filled in.

use axum::{extract::State, response::Response};

use super::{
    columns::Column,
    paths::{DirectoryExportPath, DirectoryTemplatePath},
    places::Places,
    sql::{self, Standing},
};
use crate::{
    audit::Change,
    auth::permission::EditLibraries,
    documents::write::{self, Kind, Value},
    error::Result,
    features::registration::libraries::{LibraryKind, UNIT_WORDS},
    kernel::names,
    regions,
    web::{AppState, file, guard::Can},
};

/// Columns as a spreadsheet has them; `kinds` are the words to choose a kind from.
pub fn columns<'w>(columns: impl Iterator<Item = Column>, kinds: &'w [&'w str]) -> Vec<write::Column<'w>> {
    columns
        .map(|column| write::Column {
            heading: column.label(),
            kind: Kind::Text,
            width: column.width(),
            choices: match column {
                Column::Kind => kinds,
                Column::UnitWord => &UNIT_WORDS,
                Column::Bimtek | Column::Champion => &["ya", "tidak"],
                _ => &[],
            },
            note: column.hint(),
        })
        .collect()
}

/// A template to be filled in.
pub async fn template(
    _: DirectoryTemplatePath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Response> {
    let kinds: Vec<&str> = LibraryKind::ALL.iter().map(|kind| kind.label()).collect();
    let made_on = can.office()?.zone.date(app.clock.now());
    let page =
        write::Page { name: "Perpustakaan", title: &[], columns: &columns(Column::of_directory(), &kinds) };
    file::spreadsheet("templat-perpustakaan.xlsx", write::xlsx(&page, [], made_on))
}

/// The whole directory, with the telephone numbers of its PICs. Who took them out is written down before.
pub async fn export(
    path: DirectoryExportPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Response> {
    let office = can.office()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let libraries = sql::standing(&mut tx, &office.province).await?;
    let places = Places::new(regions::of_province(&mut tx, office.province.as_str()).await?);
    Change::new(&app.clock, "library.export", uuid::Uuid::nil())
        .after(&serde_json::json!({ "libraries": libraries.len() }))
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    let kinds: Vec<&str> = LibraryKind::ALL.iter().map(|kind| kind.label()).collect();
    let cells: Vec<Vec<String>> = libraries.iter().map(|library| row(library, &places)).collect();
    let rows = cells.iter().map(|row| row.iter().map(|cell| Value::Text(cell)).collect());
    let title = format!("Direktori perpustakaan Provinsi {}", office.name);
    let title = [title.as_str()];
    let page = write::Page {
        name: "Perpustakaan",
        title: &title,
        columns: &columns(Column::of_directory(), &kinds),
    };
    let made_on = office.zone.date(app.clock.now());
    file::spreadsheet(&format!("perpustakaan-{}.xlsx", path.place), write::xlsx(&page, rows, made_on))
}

/// A library's cells, in the order of the columns.
fn row(library: &Standing, places: &Places) -> Vec<String> {
    let plan = &library.plan;
    let [regency, district, village] = places.written(&plan.region_code);
    let tick = |is_so: bool| if is_so { "ya".to_owned() } else { "tidak".to_owned() };
    Column::of_directory()
        .map(|column| match column {
            Column::Province => String::new(),
            Column::Kind => plan.kind.label().to_owned(),
            Column::Name => plan.name.clone(),
            Column::AlsoKnownAs => plan.also_known_as.clone(),
            Column::AgencyName => plan.agency_name.clone(),
            Column::Regency => regency.clone(),
            Column::District => district.clone(),
            Column::Village => village.clone(),
            Column::RegionCode => plan.region_code.clone(),
            Column::UnitWord => plan.unit_word.clone(),
            Column::PartnerSince => plan.partner_since.map(|year| year.to_string()).unwrap_or_default(),
            Column::Cohorts => plan.cohorts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            Column::Bimtek => tick(plan.bimtek_completed),
            Column::Champion => tick(plan.is_champion),
            Column::PicName => plan.pic_name.clone(),
            Column::PicPhone => names::phone_for_people(&plan.pic_phone),
            Column::SimCode => plan.sim_code.clone(),
            Column::Note => plan.note.replace('\n', " "),
        })
        .collect()
}
