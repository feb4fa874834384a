//! Somebody who comes unannounced: a name, L or P, and where from. The rest is filled in later.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::{
    forms::PersonForm,
    model::{Entry, PersonKind, PersonPlan},
    scene::Scene,
    verbs,
};
use crate::{
    auth::permission::Permission,
    db::Tx,
    error::Result,
    features::registration::libraries::{Choosable, Named, SEVERAL, named},
    kernel::{clock::Clock, ids::ParticipantId},
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

/// What the form offers.
#[derive(Clone, Debug)]
pub struct WalkInOffer {
    /// The office's libraries, as suggestions.
    pub libraries: Vec<String>,
    /// The categories in the edition's words.
    pub categories: Vec<Choice>,
}

impl WalkInOffer {
    /// What one reader is offered.
    pub async fn load<P: Permission>(conn: &mut PgConnection, can: &Can<P>) -> Result<Self> {
        let scene = Scene::load(conn, can).await?.with_libraries(conn).await?;
        let libraries = scene.libraries.iter().map(Choosable::label).collect();
        Ok(Self { libraries, categories: scene.category_choices() })
    }
}

/// Why somebody was not registered.
#[derive(Debug)]
pub enum Unregistered {
    /// What is wrong with the fields.
    Wrong(Vec<Problem>),
    /// Who may be the same person.
    Double(String),
}

impl WalkInForm {
    fn parse(&self, scene: &Scene) -> std::result::Result<PersonPlan, Vec<Problem>> {
        let mut problems = Problems::new();
        let library = match named(&scene.libraries, &self.agency) {
            Named::One(library) => Some(library),
            Named::Several => {
                problems.add("agency", SEVERAL);
                None
            }
            Named::Nobody(_) => None,
        };
        let form = PersonForm {
            full_name: self.full_name.clone(),
            sex: self.sex.clone(),
            kind: PersonKind::Peserta.code().into(),
            category: self.category.clone(),
            library: library.map(|library| library.id.to_string()).unwrap_or_default(),
            agency_name: if library.is_some() { String::new() } else { self.agency.clone() },
            ..PersonForm::default()
        };
        match form.parse(scene) {
            Ok(plan) => problems.into_result(Some(PersonPlan { entry: Entry::WalkIn, ..plan })),
            Err(found) => {
                let is_blank = self.agency.trim().is_empty();
                for Problem { field, sentence } in found {
                    match field {
                        "library" | "agency_name" => {
                            problems.add("agency", "Tulis perpustakaan atau instansinya.");
                        }
                        // Without an agency nobody can tell yet whether it has to be asked.
                        "category" if is_blank && self.category.is_empty() => {}
                        "category" if self.category.is_empty() => {
                            problems.add(
                                "category",
                                "Pilih kategorinya; dari instansi ini tidak dapat diketahui.",
                            );
                        }
                        field => problems.add(field, sentence),
                    }
                }
                problems.into_result(None)
            }
        }
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
    let scene = Scene::load(tx, can).await?.with_libraries(tx).await?;
    let plan = match form.parse(&scene) {
        Ok(plan) => plan,
        Err(problems) => return Ok(Err(Unregistered::Wrong(problems))),
    };
    if form.save_anyway != "ya"
        && let Some(double) = verbs::twins(tx, event, &plan, None).await?.first()
    {
        return Ok(Err(Unregistered::Double(double.sentence())));
    }
    let id = verbs::register(tx, clock, event, &plan).await?;
    Ok(Ok((id, plan.titled())))
}
