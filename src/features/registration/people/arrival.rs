//! Whoever was added at the door by a phone that had no signal: registered when the phone is back, under the id that the
//! phone made. Nothing is asked any more, so what can be told apart only by asking is kept, and merged later.

use super::{
    model::{Category, Entry, PersonKind, PersonPlan, Status, TypedName, category_of_agency},
    sql::{self, Seat},
    verbs,
};
use crate::{
    db::{Tx, scope::ProvinceCode},
    error::{Error, Result},
    features::registration::libraries,
    kernel::{
        clock::Clock,
        ids::{EventId, LibraryId, ParticipantId},
        text::compact,
    },
};

/// Somebody who came unannounced, or instead of a person.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Made on the phone.
    pub id: ParticipantId,
    /// With or without titles.
    pub name: String,
    /// A library of the host's office.
    pub library: Option<LibraryId>,
    /// A library or any agency, as it was typed.
    pub agency: String,
    /// As what; told by the agency or by whom the person replaces when it is left out.
    pub category: Option<Category>,
    /// Instead of whom.
    pub replaces: Option<ParticipantId>,
}

/// What became of an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// On the list now.
    Stored,
    /// On the list now, but as a guest: somebody else has come instead of the person already.
    SeatTaken,
    /// On the list already, under this id.
    Known,
    /// The id is somebody else's.
    IdReused,
    /// Nothing tells as what the person comes.
    NoCategory,
}

/// Puts somebody onto the list of an event who came while the phone had no signal. A person who was sent before is known.
pub async fn arrive(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    host: &ProvinceCode,
    arrival: &Arrival,
) -> Result<Arrived> {
    if let Some(known) = found(sql::seat(tx, event, arrival.id).await)? {
        let is_of_the_door = matches!(known.entry, Entry::WalkIn | Entry::Substitute);
        return Ok(if is_of_the_door { Arrived::Known } else { Arrived::IdReused });
    }
    let seat = match arrival.replaces {
        Some(first) => found(sql::seat(tx, event, first).await)?,
        None => None,
    };
    let is_free = seat.as_ref().is_some_and(Seat::is_open);
    let Some(plan) = plan(tx, event, host, arrival, seat.as_ref()).await? else {
        return Ok(Arrived::NoCategory);
    };
    let plan = PersonPlan {
        entry: if is_free { Entry::Substitute } else { Entry::WalkIn },
        replaces: seat.as_ref().filter(|_| is_free).map(|seat| seat.id),
        ..plan
    };
    verbs::insert(tx, clock, event, arrival.id, &plan).await?;
    match seat {
        Some(seat) if is_free => {
            verbs::change_status(tx, clock, event, seat.id, (seat.status, Status::Replaced)).await?;
            Ok(Arrived::Stored)
        }
        Some(_) => Ok(Arrived::SeatTaken),
        None => Ok(Arrived::Stored),
    }
}

fn found(seat: sqlx::Result<Seat>) -> Result<Option<Seat>> {
    match seat {
        Ok(seat) => Ok(Some(seat)),
        Err(sqlx::Error::RowNotFound) => Ok(None),
        Err(error) => Err(Error::from(error)),
    }
}

/// The person with the place of whom they replace, or with what the agency tells.
async fn plan(
    tx: &mut Tx,
    event: EventId,
    host: &ProvinceCode,
    arrival: &Arrival,
    seat: Option<&Seat>,
) -> Result<Option<PersonPlan>> {
    let typed = TypedName::parse(&arrival.name);
    let named = PersonPlan {
        title_prefix: typed.prefix.chars().take(40).collect(),
        title_suffix: typed.suffix.chars().take(80).collect(),
        status: Status::Registered,
        ..PersonPlan::new(host.clone(), PersonKind::Peserta, typed.name)
    };
    if let Some(seat) = seat.filter(|seat| seat.category.is_some()) {
        return Ok(Some(PersonPlan {
            province: seat.province.clone(),
            category: seat.category,
            library: seat.library,
            agency_name: seat.agency_name.clone(),
            delegation_role: seat.delegation_role.clone(),
            ..named
        }));
    }
    // A facilitator sees no office's libraries: an agency is known by who is on the list already.
    let listed = sql::agencies(tx, event)
        .await?
        .into_iter()
        .find(|known| compact(&known.name) == compact(&arrival.agency));
    let library = match arrival.library {
        Some(library) if tx.scope().province_code() == Some(host) => {
            libraries::name_of(tx, host, library).await?.map(|name| (library, name))
        }
        _ => None,
    };
    let category = arrival
        .category
        .or(listed.as_ref().and_then(|known| known.category))
        .or_else(|| category_of_agency(&arrival.agency));
    let Some(category) = category else { return Ok(None) };
    let of_list = listed.filter(|known| library.is_none() && known.province == *host);
    let (library, agency_name) = match (library, of_list) {
        (Some((id, name)), _) => (Some(id), name),
        (None, Some(known)) => (known.library, known.name),
        (None, None) => (None, arrival.agency.clone()),
    };
    Ok(Some(PersonPlan { category: Some(category), library, agency_name, ..named }))
}
