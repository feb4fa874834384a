//! The quotas as typed: three lists of the same length.

use serde::Deserialize;

use super::sql::Quota;
use crate::{
    db::scope::ProvinceCode,
    features::registration::people::{Category, Scene},
};

/// The page as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QuotasForm {
    pub province: Vec<String>,
    pub category: Vec<String>,
    pub places: Vec<String>,
    pub version: String,
}

/// One quota on the page.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub province: ProvinceCode,
    pub category: Category,
    pub label: String,
    pub typed: String,
    pub problem: &'static str,
    /// What somebody else saved meanwhile; empty when the same.
    pub theirs: String,
}

impl Cell {
    /// The number, when it is one.
    pub fn places(&self) -> Option<i32> {
        match self.typed.trim() {
            "" => Some(0),
            typed => typed.parse().ok().filter(|places| (0..=999).contains(places)),
        }
    }
}

/// Counts all changes, so that a form knows whether it is still the last word.
pub(super) fn version(quotas: &[Quota]) -> i32 {
    quotas.iter().map(|quota| quota.version).sum()
}

/// Every province and category of the event with what stands there.
pub(super) fn cells(scene: &Scene, quotas: &[Quota]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for province in &scene.provinces {
        for category in Category::ALL {
            let places = quotas
                .iter()
                .find(|quota| quota.province == province.code && quota.category == *category)
                .map(|quota| quota.places.to_string());
            cells.push(Cell {
                province: province.code.clone(),
                category: *category,
                label: scene.category_label(*category),
                typed: places.unwrap_or_default(),
                problem: "",
                theirs: String::new(),
            });
        }
    }
    cells
}

impl QuotasForm {
    /// What was typed, put into the cells it belongs to; provinces and categories of other events fall away.
    pub fn fill(&self, cells: &mut [Cell]) {
        let typed = self.province.iter().zip(&self.category).zip(&self.places);
        for ((province, category), places) in typed {
            let known = cells
                .iter_mut()
                .find(|cell| cell.province.as_str() == province && cell.category.code() == category);
            let Some(cell) = known else { continue };
            places.trim().clone_into(&mut cell.typed);
            if cell.places().is_none() {
                cell.problem = "Isi dengan angka 0 sampai 999.";
            }
        }
    }
}
