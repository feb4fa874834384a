//! A desk is whoever manages staff: a province's admin over its own people, a coordinator over the nation's.

use crate::features::identity::{
    model::StaffRole,
    sql::{EventChoice, Reach},
};
use crate::{
    auth::{
        actor::Actor,
        permission::{ManageNationalStaff, ManageStaff},
    },
    db::scope::{ProvinceCode, Scope},
    error::Result,
    kernel::{ids::EventId, place::Place, zone::Zone},
    web::{
        guard::Can,
        page::{Choice, Shell},
    },
};

/// Who manages, where, and with which eyes.
pub(super) struct Desk {
    pub place: Place,
    /// The province whose staff it is; `None` for Perpusnas.
    pub province: Option<ProvinceCode>,
    pub scope: Scope,
    pub actor: Actor,
    pub shell: Shell,
    pub zone: Zone,
}

impl Desk {
    /// The desk of a province's admin.
    pub fn of_province(can: &Can<ManageStaff>) -> Result<Self> {
        let office = can.office()?;
        Ok(Self {
            place: can.place.clone(),
            province: Some(office.province.clone()),
            scope: can.accounts().clone(),
            actor: can.actor.clone(),
            shell: can.shell(),
            zone: office.zone,
        })
    }

    /// The desk of a coordinator.
    pub fn of_nation(can: &Can<ManageNationalStaff>) -> Self {
        Self {
            place: can.place.clone(),
            province: None,
            scope: can.accounts().clone(),
            actor: can.actor.clone(),
            shell: can.shell(),
            zone: Zone::Wib,
        }
    }

    /// The roles this desk gives and ends.
    pub fn gives(&self) -> &'static [StaffRole] {
        if self.province.is_some() {
            &[StaffRole::ProvinceAdmin, StaffRole::ProvinceOperator, StaffRole::Facilitator]
        } else {
            &[StaffRole::NationalCoordinator, StaffRole::ProvinceAdmin, StaffRole::Consultant]
        }
    }

    /// The roles this desk sees.
    pub fn sees(&self) -> &'static [StaffRole] {
        if self.province.is_some() {
            &[
                StaffRole::ProvinceAdmin,
                StaffRole::ProvinceOperator,
                StaffRole::Facilitator,
                StaffRole::Consultant,
            ]
        } else {
            self.gives()
        }
    }

    /// What it may change.
    pub fn reach(&self) -> Reach<'_> {
        Reach { province: self.province.as_ref(), roles: self.gives() }
    }

    /// What it may read.
    pub fn sight(&self) -> Reach<'_> {
        Reach { province: self.province.as_ref(), roles: self.sees() }
    }
}

/// Where a new role can count: what the invitation form offers.
pub(super) struct Offer {
    pub roles: Vec<Choice>,
    pub events: Vec<Choice>,
    pub provinces: Vec<Choice>,
}

impl Offer {
    /// The form's choices at this desk.
    pub fn new(desk: &Desk, events: &[EventChoice], offices: &[(ProvinceCode, String)]) -> Self {
        Self {
            roles: desk.gives().iter().map(|role| Choice::new(role.code(), role.label())).collect(),
            events: events.iter().map(|e| Choice::new(e.id.to_string(), e.title.clone())).collect(),
            provinces: offices.iter().map(|(code, name)| Choice::new(code.as_str(), name.clone())).collect(),
        }
    }

    /// The role with this code, if it is offered.
    pub fn role(&self, code: &str) -> Option<StaffRole> {
        self.roles.iter().find(|choice| choice.value == code).and_then(|c| StaffRole::from_code(&c.value))
    }

    /// The event with this id, if it is offered.
    pub fn event(&self, id: &str) -> Option<EventId> {
        self.events.iter().find(|choice| choice.value == id).and_then(|choice| choice.value.parse().ok())
    }

    /// The province with this code, if it is offered.
    pub fn province(&self, code: &str) -> Option<ProvinceCode> {
        self.provinces.iter().find(|c| c.value == code).and_then(|c| ProvinceCode::parse(&c.value))
    }
}
