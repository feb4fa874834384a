//! Who has agreed to what.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};

use super::{model::Purpose, paths::ConsentsPath, sql};
use crate::{
    auth::permission::EditParticipants,
    error::Result,
    features::registration::people::paths::PeoplePath,
    kernel::names,
    web::{
        AppState, filters,
        form::Query,
        guard::Can,
        page::{Shell, page},
        paging::Paging,
    },
};

/// People on one page.
const PER_PAGE: i64 = 50;

/// Which page of the list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentsQuery {
    /// From 1.
    pub halaman: String,
}

#[derive(Template)]
#[template(path = "registration/consents.html")]
struct ConsentsPage {
    shell: Shell,
    purposes: &'static [Purpose],
    rows: Vec<Row>,
    paging: Paging,
}

struct Row {
    name: String,
    agency: String,
    /// Label, meaning and word of each purpose.
    words: Vec<(&'static str, &'static str, &'static str)>,
}

/// Everybody who holds a place, and their last word about every purpose.
pub async fn list(
    path: ConsentsPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Query(query): Query<ConsentsQuery>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let found = sql::count(&mut tx, path.event).await?;
    let paging = Paging::new(&path.to_string(), &query, &query.halaman, PER_PAGE, found, "orang");
    let rows = sql::list(&mut tx, path.event, PER_PAGE, paging.offset()).await?;
    drop(tx);
    let back = PeoplePath { place: path.place, event: path.event };
    page(&ConsentsPage {
        shell: can.shell().under("Peserta", back),
        purposes: Purpose::ALL,
        rows: rows.into_iter().map(row).collect(),
        paging,
    })
}

/// The colour and the word of what somebody has said; nothing said is nothing allowed.
pub(in crate::features::registration) const fn word(given: Option<bool>) -> (&'static str, &'static str) {
    match given {
        Some(true) => ("done", "Setuju"),
        Some(false) => ("refused", "Ditarik"),
        None => ("neutral", "Belum menyetujui"),
    }
}

fn row(row: sql::Row) -> Row {
    let said =
        [(Purpose::Photo, row.photo), (Purpose::Testimony, row.testimony), (Purpose::Whatsapp, row.whatsapp)];
    Row {
        name: names::titled(&row.title_prefix, &row.full_name, &row.title_suffix),
        agency: row.agency_name,
        words: said
            .into_iter()
            .map(|(purpose, given)| {
                let (meaning, word) = word(given);
                (purpose.label(), meaning, word)
            })
            .collect(),
    }
}
