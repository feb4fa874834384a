//! The official regions of Indonesia and the search over their names.
//!
//! 38 provinces, 514 kabupaten and kota, 7,285 kecamatan and 83,762 villages (desa, kelurahan, desa adat), with
//! the codes and names of the Ministry of Home Affairs. The source is the npm package `idn-area-data` 4.0.1 (data
//! under `ODbL` 1.0); the files and the notice that has to stay with them are in `data/`. They travel inside the
//! program, and [`load()`] puts them into the table `regions`: public reference data, the same for every tenant, read by
//! every scope and written by none.
//!
//! Rules:
//! - A code is text with dots: `62`, `62.11`, `62.11.05`, `62.11.05.2014`. Level, parent and province follow from it.
//! - A name is never shown alone. 26 names belong to a kabupaten and a kota, 7,468 village names repeat: print
//!   [`Found::title`], which has the kind's word, or [`Found::label`], which has the parents too.
//! - The kinds are the ministry's words. What people call their village (nagari, gampong, pekon, kampung, kalurahan)
//!   is said by the library that sits in it; the search understands those words.
//! - The codes are those of 2025. Provinces know since when they exist, so that [`provinces`] lists the 34 of an
//!   edition as of 1 January 2022. The kabupaten of the four provinces inaugurated later that year stand under their
//!   codes of today only (Merauke is 93.01, not 91.01).
//! - What is typed is often not the official name: "Mentaren 2" is Mantaren II, "Sungaipenuh" is Kota Sungai Penuh.
//!   [`search`] returns candidates, best first; a person chooses.
//!
//! How the search ranks: a code that was typed, and what lies below it; names within a place that was typed along
//! ("Sidomulyo, Kab. Semarang"); the same name; names that begin so; names that contain it; names that resemble it
//! (by trigrams: a few wrong letters). Within the same name and the same beginning: the kind that was typed,
//! the caller's own province, then provinces before kabupaten before kecamatan before villages.

mod load;
mod model;
mod names;
mod query;
mod sql;

use chrono::NaiveDate;
use sqlx::PgConnection;

use self::query::Query;
pub use self::{
    load::{LoadError, load},
    model::{Found, Level, Province, Search},
    names::{Named, Names},
};

/// No search returns more than this.
pub const MOST: usize = 50;

/// Regions whose name, or code, is or resembles what was typed, best first. Nothing typed finds nothing.
pub async fn search(conn: &mut PgConnection, query: &str, search: &Search<'_>) -> sqlx::Result<Vec<Found>> {
    let query = Query::parse(query);
    let limit = search.limit.min(MOST);
    let mut hits = Hits { found: Vec::new(), limit };
    if query.is_empty() || limit == 0 {
        return Ok(hits.found);
    }
    if let Some(code) = &query.code {
        hits.add(sql::with_code(conn, code, search).await?);
        if !hits.found.is_empty() {
            return Ok(hits.found);
        }
    }
    if query.says_where() {
        hits.add(sql::within(conn, &query, search).await?);
    }
    let mut placed = !hits.found.is_empty();
    hits.add(sql::beginning(conn, &query, search).await?);
    if hits.found.is_empty() && !query.places.is_empty() {
        hits.add(sql::within(conn, &query, search).await?);
        placed = !hits.found.is_empty();
    }
    if !placed && !hits.full() && query.is_long_enough_to_resemble() {
        let likeness = if hits.found.is_empty() { query::LIKENESS_ALONE } else { query::LIKENESS_BESIDE };
        hits.add(sql::resembling(conn, &query, likeness, search).await?);
    }
    Ok(hits.found)
}

/// The region with this code.
pub async fn by_code(conn: &mut PgConnection, code: &str) -> sqlx::Result<Option<Found>> {
    sql::by_code(conn, code).await
}

/// All regions of a province, itself among them, by code: as many as 9,000.
pub async fn of_province(conn: &mut PgConnection, province: &str) -> sqlx::Result<Vec<Found>> {
    sql::of_province(conn, province).await
}

/// The regions directly below this one, by code. A village has none.
pub async fn children(conn: &mut PgConnection, code: &str) -> sqlx::Result<Vec<Found>> {
    sql::children(conn, code).await
}

/// The provinces that existed on a day, by code: 34 until 10 November 2022, 38 since 9 December 2022.
///
/// An edition asks with its own reference day, not with the day of an event, so that its list stays the same all year.
pub async fn provinces(conn: &mut PgConnection, as_of: NaiveDate) -> sqlx::Result<Vec<Province>> {
    sql::provinces(conn, as_of).await
}

/// The names of all provinces, of whatever day.
pub async fn province_names(conn: &mut PgConnection) -> sqlx::Result<Names> {
    Ok(Names::new(sql::all_provinces(conn).await?, Vec::new()))
}

/// The same with those of all kabupaten and kota, which help to find a province.
pub async fn names(conn: &mut PgConnection) -> sqlx::Result<Names> {
    Ok(Names::new(sql::all_provinces(conn).await?, sql::all_regencies(conn).await?))
}

/// What has been found so far, each region once.
struct Hits {
    found: Vec<Found>,
    limit: usize,
}

impl Hits {
    fn add(&mut self, more: Vec<Found>) {
        for next in more {
            if !self.full() && self.found.iter().all(|known| known.code != next.code) {
                self.found.push(next);
            }
        }
    }

    fn full(&self) -> bool {
        self.found.len() >= self.limit
    }
}
