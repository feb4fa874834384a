//! Whoever comes unannounced, and whoever comes instead of somebody: a name, L or P, and where from. The rest is filled
//! in later.
//!
//! An office and, where the host allows it, a facilitator do it alike. A facilitator sees neither libraries nor contact
//! data: an agency is known by the people who are on the list already.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::{
    forms::{PersonForm, sex},
    model::{Category, Entry, PersonKind, PersonPlan, Status, TypedName},
    scene::Scene,
    sql::{self, Agency, Seat},
    verbs,
};
use crate::{
    auth::permission::Permission,
    db::Tx,
    error::Result,
    features::registration::libraries::{Choosable, Named, SEVERAL, named},
    kernel::{
        clock::Clock,
        ids::{EventId, ParticipantId},
        text::compact,
    },
    web::{
        form::{Problem, Problems},
        guard::Can,
        page::Choice,
    },
};

/// The three fields; a category is asked only where the agency tells none, and a double is saved only when it is meant.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WalkInForm {
    /// With or without titles.
    pub full_name: String,
    /// `L` or `P`.
    pub sex: String,
    /// A library's name, or any agency.
    pub agency: String,
    /// A category's code.
    pub category: String,
    /// `ya` when somebody of the same name is there already.
    #[serde(skip_serializing)]
    pub save_anyway: String,
}

/// Somebody who comes instead of a person: two fields, the rest is the person's.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StandInForm {
    /// With or without titles.
    pub full_name: String,
    /// `L` or `P`.
    pub sex: String,
    /// `ya` when somebody of the same name is there already.
    #[serde(skip_serializing)]
    pub save_anyway: String,
}

/// What the form offers.
#[derive(Clone, Debug)]
pub struct WalkInOffer {
    /// The office's libraries and the list's agencies, as suggestions.
    pub agencies: Vec<String>,
    /// The categories in the edition's words.
    pub categories: Vec<Choice>,
}

impl WalkInOffer {
    /// What one reader is offered.
    pub async fn load<P: Permission>(conn: &mut PgConnection, can: &Can<P>) -> Result<Self> {
        let door = Door::load(conn, can).await?;
        let mut agencies: Vec<String> = door.scene.libraries.iter().map(Choosable::label).collect();
        let known: Vec<String> = agencies.iter().map(|name| compact(name)).collect();
        let listed = door.agencies.iter().filter(|agency| !known.contains(&compact(&agency.name)));
        agencies.extend(listed.map(|agency| agency.name.clone()));
        agencies.dedup();
        Ok(Self { agencies, categories: door.scene.category_choices() })
    }
}

/// What is known at the door.
struct Door {
    scene: Scene,
    agencies: Vec<Agency>,
}

impl Door {
    async fn load<P: Permission>(conn: &mut PgConnection, can: &Can<P>) -> Result<Self> {
        let mut scene = Scene::load(conn, can).await?;
        if can.scope.province_code().is_some() {
            scene = scene.with_libraries(conn).await?;
        }
        Ok(Self { agencies: sql::agencies(conn, can.event()?.id).await?, scene })
    }
}

/// Why somebody was not registered.
#[derive(Debug)]
pub enum Unregistered {
    /// What is wrong with the fields.
    Wrong(Vec<Problem>),
    /// Who may be the same person.
    Double(String),
    /// Somebody else has come instead of the person already, or the person is off the list.
    Taken,
}

impl WalkInForm {
    fn parse(&self, door: &Door) -> std::result::Result<PersonPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let wanted = compact(&self.agency);
        let mut form = PersonForm {
            full_name: self.full_name.clone(),
            sex: self.sex.clone(),
            kind: PersonKind::Peserta.code().into(),
            category: self.category.clone(),
            agency_name: self.agency.clone(),
            ..PersonForm::default()
        };
        let mut listed = None;
        let mut library = None;
        match named(&door.scene.libraries, &self.agency) {
            Named::One(one) => {
                form.library = one.id.to_string();
                form.agency_name = String::new();
                library = Some(one);
            }
            Named::Several => problems.add("agency", SEVERAL),
            Named::Nobody(_) => listed = door.agencies.iter().find(|agency| compact(&agency.name) == wanted),
        }
        if let Some(agency) = listed {
            form.agency_name.clone_from(&agency.name);
            form.province = agency.province.to_string();
            if form.category.is_empty() {
                form.category = agency.category.map(Category::code).unwrap_or_default().into();
            }
        }
        match form.parse(&door.scene) {
            Ok(plan) => {
                let agency_name = library.map_or(plan.agency_name.clone(), |library| library.name.clone());
                let library = plan.library.or(listed.and_then(|agency| agency.library));
                let plan = PersonPlan { entry: Entry::WalkIn, library, agency_name, ..plan };
                problems.into_result(Some(plan))
            }
            Err(found) => {
                self.explain(&mut problems, found);
                problems.into_result(None)
            }
        }
    }

    /// The sentences of the long form, in the words of the short one.
    fn explain(&self, problems: &mut Problems, found: Vec<Problem>) {
        let is_blank = self.agency.trim().is_empty();
        for Problem { field, sentence } in found {
            match field {
                "library" | "agency_name" => problems.add("agency", "Tulis perpustakaan atau instansinya."),
                // Without an agency nobody can tell yet whether it has to be asked.
                "category" if is_blank && self.category.is_empty() => {}
                "category" if self.category.is_empty() => {
                    problems.add("category", "Pilih kategorinya; dari instansi ini tidak dapat diketahui.");
                }
                field => problems.add(field, sentence),
            }
        }
    }
}

impl StandInForm {
    fn parse(&self, seat: &Seat) -> std::result::Result<PersonPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let typed = problems.required("full_name", &self.full_name, "nama lengkap", 120);
        let name = TypedName::parse(&typed);
        let sex = sex(&mut problems, "sex", &self.sex, true);
        problems.into_result(Some(PersonPlan {
            category: seat.category,
            library: seat.library,
            agency_name: seat.agency_name.clone(),
            title_prefix: name.prefix.chars().take(40).collect(),
            title_suffix: name.suffix.chars().take(80).collect(),
            sex,
            delegation_role: seat.delegation_role.clone(),
            status: Status::Registered,
            entry: Entry::Substitute,
            replaces: Some(seat.id),
            ..PersonPlan::new(seat.province.clone(), seat.kind, name.name)
        }))
    }
}

/// Registers somebody who came unannounced: whom, and under which name; or why not.
pub async fn walk_in<P: Permission>(
    tx: &mut Tx,
    clock: &Clock,
    can: &Can<P>,
    form: &WalkInForm,
) -> Result<std::result::Result<(ParticipantId, String), Unregistered>> {
    let event = can.event()?.id;
    let door = Door::load(tx, can).await?;
    let plan = match form.parse(&door) {
        Ok(plan) => plan,
        Err(problems) => return Ok(Err(Unregistered::Wrong(problems))),
    };
    if let Some(double) = double(tx, event, &plan, &form.save_anyway).await? {
        return Ok(Err(Unregistered::Double(double)));
    }
    let id = ParticipantId::new();
    verbs::insert(tx, clock, event, id, &plan).await?;
    Ok(Ok((id, plan.titled())))
}

/// A place at the event, as whoever stands at the door sees it.
#[derive(Clone, Debug)]
pub struct PlaceTaken {
    /// Whose place it is, with titles.
    pub name: String,
    /// Where from.
    pub agency: String,
    /// Whether it can be given to somebody else: a peserta who is expected.
    pub is_open: bool,
}

/// Whose place it is that somebody else may take.
pub async fn place_of(conn: &mut PgConnection, event: EventId, person: ParticipantId) -> Result<PlaceTaken> {
    let seat = sql::seat(conn, event, person).await?;
    Ok(PlaceTaken { name: seat.titled(), is_open: seat.is_open(), agency: seat.agency_name })
}

/// Lets somebody come instead of a person, who is replaced from then on: whom, under which name, and what the person was
/// before; or why not.
pub async fn stand_in(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    first: ParticipantId,
    form: &StandInForm,
) -> Result<std::result::Result<(ParticipantId, String, Status), Unregistered>> {
    let seat = sql::seat(tx, event, first).await?;
    if !seat.is_open() {
        return Ok(Err(Unregistered::Taken));
    }
    let plan = match form.parse(&seat) {
        Ok(plan) => plan,
        Err(problems) => return Ok(Err(Unregistered::Wrong(problems))),
    };
    if let Some(double) = double(tx, event, &plan, &form.save_anyway).await? {
        return Ok(Err(Unregistered::Double(double)));
    }
    let (id, before) = verbs::replace(tx, clock, event, first, &plan).await?;
    Ok(Ok((id, plan.titled(), before)))
}

async fn double(
    conn: &mut PgConnection,
    event: EventId,
    plan: &PersonPlan,
    save_anyway: &str,
) -> Result<Option<String>> {
    if save_anyway == "ya" {
        return Ok(None);
    }
    Ok(sql::namesake(conn, event, &plan.full_name).await?.map(|seat| {
        let name = seat.titled();
        let from = if seat.agency_name.is_empty() { name } else { format!("{name}, {}", seat.agency_name) };
        format!("{from} ({}): nama sama", seat.status.label().to_lowercase())
    }))
}

/// Takes somebody off the list again who was added at the door; who came instead of somebody gives the place back, to
/// stand as `to`. Anybody else is not found. Says who goes, and to whom the place went back.
pub async fn take_back(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    person: ParticipantId,
    to: Status,
) -> Result<(String, Option<String>)> {
    let seat = sql::seat(tx, event, person).await?;
    let to = if matches!(to, Status::Invited | Status::Confirmed) { to } else { Status::Registered };
    match seat.entry {
        Entry::WalkIn => {
            verbs::set_status(tx, clock, event, person, Status::Cancelled).await?;
            Ok((seat.titled(), None))
        }
        Entry::Substitute if seat.status != Status::Cancelled => {
            let first = verbs::undo_replace(tx, clock, event, person, to).await?;
            Ok((seat.titled(), Some(sql::seat(tx, event, first).await?.titled())))
        }
        Entry::Substitute => Ok((seat.titled(), None)),
        Entry::Office | Entry::Invited | Entry::Myself => Err(crate::error::Error::NotFound),
    }
}
