//! The form of a room.

use serde::{Deserialize, Serialize};

use super::sql::Room;
use crate::{
    kernel::text,
    web::form::{Problem, Problems},
};

/// A room as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomForm {
    pub name: String,
    pub capacity: String,
    pub version: String,
}

/// A room as a person wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoomPlan {
    /// What it is called.
    pub name: String,
    /// How many people it holds, if somebody has said.
    pub capacity: Option<i32>,
}

impl RoomPlan {
    /// The name as it is compared.
    pub fn key(&self) -> String {
        text::compact(&self.name)
    }
}

impl RoomForm {
    /// The form of a room as it stands.
    pub fn of(room: &Room) -> Self {
        Self {
            name: room.name.clone(),
            capacity: room.capacity.map(|people| people.to_string()).unwrap_or_default(),
            version: room.version.to_string(),
        }
    }

    /// The command, or what is wrong.
    pub fn parse(&self) -> Result<RoomPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let name = problems.required("name", &self.name, "nama ruang", 100);
        if !name.is_empty() && text::compact(&name).is_empty() {
            problems.add("name", "Nama ruang harus memuat huruf atau angka.");
        }
        let typed = self.capacity.trim().replace('.', "");
        let capacity = if typed.is_empty() {
            None
        } else {
            problems.number("capacity", &typed, "daya tampung", 1, 20_000)
        };
        problems.into_result(Some(RoomPlan { name, capacity }))
    }
}
