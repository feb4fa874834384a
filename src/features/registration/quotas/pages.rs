//! The page of the quotas.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    forms::{Cell, cells, version},
    paths::QuotasPath,
    sql,
};
use crate::{
    auth::permission::EditQuotas,
    error::Result,
    features::registration::people::{Scene, paths::PeoplePath},
    web::{
        AppState, filters,
        guard::Can,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "registration/quotas.html")]
pub(super) struct QuotasPage {
    shell: Shell,
    back: String,
    version: i32,
    provinces: Vec<ProvinceQuotas>,
    /// Somebody else saved meanwhile.
    is_stale: bool,
    has_problems: bool,
}

/// One province's quotas.
struct ProvinceQuotas {
    code: String,
    name: String,
    cells: Vec<Cell>,
    sum: i32,
    total: i32,
}

impl ProvinceQuotas {
    /// `jumlah 14 dari 16 tempat`.
    fn words(&self) -> String {
        if self.total > 0 {
            format!("Jumlah {} dari {} tempat", self.sum, self.total)
        } else {
            format!("Jumlah {} tempat", self.sum)
        }
    }

    /// Whether the sum differs from what the province has.
    fn differs(&self) -> bool {
        self.total > 0 && self.sum != self.total && self.sum > 0
    }
}

impl QuotasPage {
    /// The page with these cells.
    pub(super) fn new(
        can: &Can<EditQuotas>,
        scene: &Scene,
        cells: &[Cell],
        version: i32,
        is_stale: bool,
    ) -> Result<Self> {
        let back = PeoplePath { place: can.place.clone(), event: can.event()?.id }.to_string();
        let provinces = scene
            .provinces
            .iter()
            .map(|province| {
                let cells: Vec<Cell> =
                    cells.iter().filter(|c| c.province == province.code).cloned().collect();
                ProvinceQuotas {
                    code: province.code.to_string(),
                    name: province.name.clone(),
                    sum: cells.iter().filter_map(Cell::places).sum(),
                    total: province.quota,
                    cells,
                }
            })
            .collect();
        Ok(Self {
            shell: can.shell().under("Peserta", &back),
            back,
            version,
            provinces,
            is_stale,
            has_problems: cells.iter().any(|cell| !cell.problem.is_empty()),
        })
    }
}

/// The quotas as they stand.
pub async fn edit(_: QuotasPath, can: Can<EditQuotas>, State(app): State<AppState>) -> Result<Response> {
    let event = can.event()?.id;
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?;
    let quotas = sql::all(&mut tx, event).await?;
    drop(tx);
    page(&QuotasPage::new(&can, &scene, &cells(&scene, &quotas), version(&quotas), false)?)
}
