//! The invitation form.

use serde::{Deserialize, Serialize};

use super::desk::{Desk, Offer};
use crate::features::identity::{
    forms::email,
    model::StaffRole,
    verbs::{Invitation, NewRole},
};
use crate::{
    kernel::names,
    web::form::{Problem, Problems},
};

/// An invitation as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub full_name: String,
    pub email: String,
    pub phone: String,
    pub role: String,
    pub event: String,
    pub province: String,
}

impl InviteForm {
    /// The command, or what is wrong.
    pub(super) fn parse(&self, desk: &Desk, offer: &Offer) -> Result<Invitation, Vec<Problem>> {
        let mut problems = Problems::new();
        let full_name = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        let email = email(&mut problems, "email", &self.email);
        let phone = problems.parsed("phone", &self.phone, names::phone);
        let role = problems.choice("role", &self.role, "peran", |code| offer.role(code));
        let event = match role {
            Some(StaffRole::Facilitator) if offer.events.is_empty() => {
                problems.add("event", "Belum ada kegiatan yang dapat difasilitasi. Buat kegiatannya dulu.");
                None
            }
            Some(StaffRole::Facilitator) => {
                problems.choice("event", &self.event, "kegiatan yang difasilitasi", |id| offer.event(id))
            }
            _ => None,
        };
        let province = match (role, &desk.province) {
            (Some(StaffRole::NationalCoordinator) | None, _) => None,
            (Some(_), Some(own)) => Some(own.clone()),
            (Some(_), None) => {
                problems.choice("province", &self.province, "provinsi", |code| offer.province(code))
            }
        };
        let invitation =
            role.map(|role| Invitation { full_name, email, phone, role: NewRole { role, province, event } });
        problems.into_result(invitation)
    }
}

/// What to look for in the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub cari: String,
}
