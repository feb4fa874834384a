//! Who is asking, and what of the requested URL is theirs: the answer of the session function.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    auth::permission::Role,
    db::scope::ProvinceCode,
    kernel::{
        ids::{AccountId, EditionId, EventId, LoginId},
        zone::Zone,
    },
};

/// A signed-in person in the light of one URL.
#[derive(Clone, Debug, Deserialize)]
pub struct Actor {
    /// The sign-in on this device.
    pub login: LoginId,
    /// The person.
    pub account: AccountId,
    /// Full name.
    pub name: String,
    /// The address used to sign in.
    pub email: String,
    /// Every role held now.
    pub grants: Vec<Grant>,
    /// The office named by the URL, whether or not the person belongs to it.
    pub office: Option<Office>,
    /// Events the office hosts (one when the URL names an event).
    pub hosted: Vec<EventId>,
    /// Events the office takes part in as a guest.
    pub visiting: Vec<EventId>,
    /// Events that the person's own duties reach.
    pub assigned: Vec<EventId>,
    /// The event named by the URL, if there is one.
    pub event: Option<EventHead>,
}

/// A role, and where it counts.
#[derive(Clone, Debug, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The province it counts in; `None` for Perpusnas.
    pub province: Option<ProvinceCode>,
    /// The one event it counts in.
    pub event: Option<EventId>,
    /// The province's slug.
    pub slug: Option<String>,
    /// The province's name.
    pub province_name: Option<String>,
}

/// A province's office as the URL names it.
#[derive(Clone, Debug, Deserialize)]
pub struct Office {
    /// Kemendagri's code.
    pub province: ProvinceCode,
    /// `Jawa Tengah`.
    pub name: String,
    /// `jawa-tengah`.
    pub slug: String,
    /// The province's time zone.
    pub zone: Zone,
    /// The agency's short name.
    pub short_name: String,
}

/// What every page of an event says about it.
#[derive(Clone, Debug, Deserialize)]
pub struct EventHead {
    /// The event.
    pub id: EventId,
    /// `PLM Provinsi Jambi 2022`.
    pub title: String,
    /// The host's code.
    pub host: ProvinceCode,
    /// The zone its times are told in.
    pub zone: Zone,
    /// The edition it belongs to.
    pub edition: EditionId,
    /// First day, travel included.
    pub starts_on: NaiveDate,
    /// Last day, travel included.
    pub ends_on: NaiveDate,
    /// First programme day.
    pub programme_starts_on: NaiveDate,
    /// Last programme day.
    pub programme_ends_on: NaiveDate,
}

impl Actor {
    /// The strongest role held in a province's office.
    pub fn office_role(&self, province: &ProvinceCode) -> Option<Role> {
        [Role::ProvinceAdmin, Role::ProvinceOperator].into_iter().find(|wanted| {
            self.grants.iter().any(|grant| grant.role == *wanted && grant.province.as_ref() == Some(province))
        })
    }

    /// Whether the person holds a role anywhere.
    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
}
