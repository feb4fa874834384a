//! Invited libraries of the demo: in the joint event every library has named its people by its link, in Jambi none has
//! answered yet. The persons are synthetic.

use std::collections::HashMap;

use super::{Seeder, data::Row, frame::SeededEvent};
use crate::{
    auth::token::Secret,
    db::scope::{ProvinceCode, Scope},
    error::Failure,
    features::registration::{
        self, Category, InvitationPlan, LibraryKind, Named, NamingPath, NamingPlan, default_places,
    },
    kernel::{
        ids::{DelegationId, LibraryId, ParticipantId},
        origin::Origin,
    },
    web::door::DEMO_CODE,
};

/// A province's libraries: their rows, and what they have become.
pub(super) struct Libraries<'r> {
    pub(super) rows: Vec<&'r Row>,
    pub(super) ids: &'r HashMap<String, LibraryId>,
}

impl Libraries<'_> {
    fn id_of(&self, row: &Row) -> Result<LibraryId, Failure> {
        self.ids.get(row.text("key")).copied().ok_or_else(|| "a library of the demo is missing".into())
    }
}

/// The category of a library's people.
pub(super) fn category(row: &Row) -> Category {
    match LibraryKind::from_code(row.text("kind")) {
        Some(LibraryKind::ProvinceOffice) => Category::ProvinceOffice,
        Some(LibraryKind::RegencyOffice) => Category::RegencyOffice,
        _ if row.is("champion") => Category::ChampionVillage,
        _ => Category::VillageLibrary,
    }
}

async fn invite(
    seeder: &Seeder<'_>,
    event: &SeededEvent,
    (code, scope): (&ProvinceCode, &Scope),
    plans: &[InvitationPlan],
) -> Result<HashMap<LibraryId, DelegationId>, Failure> {
    let mut tx = seeder.begin(scope).await?;
    let made = registration::invite(&mut tx, seeder.clock, event.id, code, plans).await?;
    tx.commit().await?;
    Ok(made.into_iter().map(|(delegation, library)| (library, delegation)).collect())
}

fn plan(library: LibraryId, row: &Row, places: i32) -> InvitationPlan {
    InvitationPlan {
        library,
        places,
        category: category(row),
        closes_on: None,
        data_origin: Origin::Synthetic,
    }
}

/// Invites the libraries of a province, lets each name its people, and say that this is all. Who came of it, by the
/// reference of their table.
pub(super) async fn answered(
    seeder: &Seeder<'_>,
    event: &SeededEvent,
    (code, scope): (&ProvinceCode, &Scope),
    libraries: &Libraries<'_>,
    persons: &[&Row],
) -> Result<Vec<(String, ParticipantId)>, Failure> {
    let rows: Vec<&Row> = libraries.rows.iter().copied().take(persons.len()).collect();
    let mut plans = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let places = persons.iter().skip(at).step_by(rows.len()).count();
        plans.push(plan(libraries.id_of(row)?, row, i32::try_from(places)?));
    }
    let delegations = invite(seeder, event, (code, scope), &plans).await?;
    let mut people = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let id = libraries.id_of(row)?;
        let delegation = *delegations.get(&id).ok_or("a library of the demo was not invited")?;
        let key = (event.id, delegation);
        let scope = Scope::delegation(key.0, key.1).called(&format!("PIC {}", row.text("display_name")));
        let mut tx = seeder.begin(&scope).await?;
        for person in persons.iter().skip(at).step_by(rows.len()) {
            let id = ParticipantId::new();
            let named = NamingPlan {
                full_name: person.owned("full_name"),
                title_prefix: person.owned("title_prefix"),
                title_suffix: person.owned("title_suffix"),
                sex: person.owned("sex"),
                delegation_role: String::new(),
                job_title: String::new(),
                phone: String::new(),
                data_origin: Origin::Synthetic,
            };
            if registration::name_person(&mut tx, seeder.clock, key, id, &named).await? != Named::Saved {
                return Err("a person of the demo could not be named".into());
            }
            people.push((person.owned("ref"), id));
        }
        registration::finish(&mut tx, seeder.clock, key).await?;
        tx.commit().await?;
    }
    Ok(people)
}

/// Invites the libraries of a province and makes their links; nobody answers. The path of a village library's link.
pub(super) async fn unanswered(
    seeder: &Seeder<'_>,
    event: &SeededEvent,
    (code, scope): (&ProvinceCode, &Scope),
    libraries: &Libraries<'_>,
) -> Result<String, Failure> {
    let mut plans = Vec::new();
    for row in &libraries.rows {
        let kind = LibraryKind::from_code(row.text("kind")).unwrap_or(LibraryKind::Other);
        plans.push(plan(libraries.id_of(row)?, row, default_places(kind).max(2)));
    }
    let delegations = invite(seeder, event, (code, scope), &plans).await?;
    let village = libraries
        .rows
        .iter()
        .find(|row| row.text("kind") == LibraryKind::VillageLibrary.code())
        .ok_or("a province of the demo without villages")?;
    let shown = delegations.get(&libraries.id_of(village)?).copied();
    let these: Vec<DelegationId> = delegations.into_values().collect();
    let mut tx = seeder.begin(scope).await?;
    let made =
        registration::make_links_with_code(&mut tx, seeder.clock, event.id, code, &these, DEMO_CODE).await?;
    tx.commit().await?;
    let link =
        made.into_iter().find(|link| Some(link.delegation) == shown).ok_or("a library without a link")?;
    Ok(NamingPath { token: Secret(link.secret) }.to_string())
}
