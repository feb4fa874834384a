//! The list as a spreadsheet, and the same without people to be filled in.

use axum::{extract::State, response::Response};

use super::{
    columns::Column,
    paths::{ExportPath, TemplatePath},
};
use crate::{
    audit::Change,
    auth::permission::EditParticipants,
    documents::write::{self, Kind, Value},
    error::Result,
    features::registration::people::{Category, PeopleFilter, Person, PersonKind, Scene},
    kernel::names,
    web::{AppState, file, form::Form, guard::Can},
};

/// What stands in an export beside what can come in again.
const STATUS: write::Column<'static> =
    write::Column { heading: "Status", kind: Kind::Text, width: 18.0, choices: &[], note: "" };
const PROVINCE: write::Column<'static> =
    write::Column { heading: "Provinsi", kind: Kind::Text, width: 24.0, choices: &[], note: "" };

/// The choices of the columns that have some, in the edition's words.
struct Words {
    categories: Vec<String>,
    kinds: Vec<&'static str>,
}

impl Words {
    fn of(scene: &Scene) -> Self {
        Self {
            categories: Category::ALL.iter().map(|category| scene.category_label(*category)).collect(),
            kinds: PersonKind::ALL.iter().map(|kind| kind.label()).collect(),
        }
    }
}

/// A template to be filled in: the columns, their choices and hints, and nobody.
pub async fn template(
    _: TemplatePath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?;
    drop(tx);
    let made_on = can.event()?.zone.date(app.clock.now());
    let words = Words::of(&scene);
    let categories: Vec<&str> = words.categories.iter().map(String::as_str).collect();
    let columns: Vec<write::Column<'_>> =
        Column::ALL.iter().map(|column| drawn(*column, &categories, &words.kinds)).collect();
    let page = write::Page { name: "Peserta", title: &[], columns: &columns };
    file::spreadsheet("templat-peserta.xlsx", write::xlsx(&page, [], made_on))
}

/// The people whom the list shows, with their telephone numbers. Who took them out is written down before.
pub async fn export(
    path: ExportPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(filter): Form<PeopleFilter>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?;
    let people = filter.people(&mut tx, path.event).await?;
    let taken = serde_json::json!({ "people": people.len(), "filter": filter });
    Change::new(&app.clock, "participant.export", path.event)
        .in_event(path.event)
        .after(&taken)
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    let made_on = can.event()?.zone.date(app.clock.now());
    let words = Words::of(&scene);
    let categories: Vec<&str> = words.categories.iter().map(String::as_str).collect();
    let mut columns: Vec<write::Column<'_>> =
        Column::ALL.iter().map(|column| drawn(*column, &categories, &words.kinds)).collect();
    columns.push(STATUS);
    if scene.sees_all_provinces() {
        columns.push(PROVINCE);
    }
    let title = can.event()?.title.clone();
    let title = [title.as_str()];
    let cells: Vec<Vec<String>> = people.iter().map(|person| row(person, &scene)).collect();
    let rows = cells.iter().map(|row| row.iter().map(|cell| Value::Text(cell)).collect());
    let page = write::Page { name: "Peserta", title: &title, columns: &columns };
    file::spreadsheet(&format!("peserta-{}.xlsx", path.place), write::xlsx(&page, rows, made_on))
}

fn drawn<'w>(column: Column, categories: &'w [&'w str], kinds: &'w [&'w str]) -> write::Column<'w> {
    write::Column {
        heading: column.label(),
        kind: Kind::Text,
        width: column.width(),
        choices: match column {
            Column::Sex => &["L", "P"],
            Column::Kind => kinds,
            Column::Category => categories,
            _ => &[],
        },
        note: column.hint(),
    }
}

/// A person's cells, in the order of the columns, then status and province.
fn row(person: &Person, scene: &Scene) -> Vec<String> {
    let mut cells: Vec<String> = Column::ALL
        .iter()
        .map(|column| match column {
            Column::FullName => person.full_name.clone(),
            Column::TitlePrefix => person.title_prefix.clone(),
            Column::TitleSuffix => person.title_suffix.clone(),
            Column::Sex => person.sex.clone(),
            Column::Kind => person.kind.label().into(),
            Column::Category => person.category.map(|c| scene.category_label(c)).unwrap_or_default(),
            Column::Agency => person.agency_name.clone(),
            Column::DelegationRole => person.delegation_role.clone(),
            Column::JobTitle => person.job_title.clone(),
            Column::Rank => person.rank.clone(),
            Column::Nip => person.nip.clone(),
            Column::Phone => names::phone_for_people(&person.phone),
            Column::Email => person.email.clone(),
            Column::Note => person.note.replace('\n', " "),
        })
        .collect();
    cells.push(person.status.label().into());
    if scene.sees_all_provinces() {
        cells.push(scene.province_name(&person.province));
    }
    cells
}
