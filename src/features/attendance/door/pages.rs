//! The short forms of the door.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use sqlx::PgConnection;

use super::{
    admit,
    paths::{StandInPath, WalkInPath},
};
use crate::{
    auth::permission::AddWalkIn,
    error::Result,
    features::{
        agenda,
        attendance::actions::back_to,
        registration::{self, PlaceTaken, StandInForm, Unregistered, WalkInForm, WalkInOffer},
    },
    web::{
        AppState, filters,
        flash::Done,
        form::{FormState, Problem},
        guard::Can,
        page::{Choice, Shell, page},
    },
};

fn sexes() -> Vec<Choice> {
    vec![Choice::new("L", "Laki-laki"), Choice::new("P", "Perempuan")]
}

/// The sentences beside the fields, and whether somebody of this name is there already.
fn problems(why: Option<Unregistered>) -> (Vec<Problem>, bool) {
    match why {
        None | Some(Unregistered::Taken) => (Vec::new(), false),
        Some(Unregistered::Wrong(problems)) => (problems, false),
        Some(Unregistered::Double(double)) => {
            let sentence =
                format!("Mungkin sudah terdaftar: {double}. Centang “Tetap simpan” bila memang orang lain.");
            (vec![Problem { field: "full_name", sentence }], true)
        }
    }
}

#[derive(Template)]
#[template(path = "attendance/walk_in.html")]
pub(super) struct WalkInPage {
    shell: Shell,
    session: String,
    form: FormState<WalkInForm>,
    offer: WalkInOffer,
    sexes: Vec<Choice>,
    is_double: bool,
    back: String,
}

impl WalkInPage {
    /// The page with what was typed, and why it was not enough.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<AddWalkIn>,
        path: &WalkInPath,
        session: String,
        form: WalkInForm,
        why: Option<Unregistered>,
    ) -> Result<Self> {
        let (problems, is_double) = problems(why);
        let back = back_to(path.place.clone(), path.event, path.session);
        Ok(Self {
            shell: can.shell().under("Daftar hadir", &back),
            session,
            is_double,
            form: FormState::rejected(form, problems),
            offer: WalkInOffer::load(conn, can).await?,
            sexes: sexes(),
            back,
        })
    }
}

/// The three fields of somebody who comes unannounced.
pub async fn walk_in(path: WalkInPath, can: Can<AddWalkIn>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    admit(&mut tx, &can).await?;
    let session = agenda::find(&mut tx, path.event, path.session).await?;
    page(&WalkInPage::load(&mut tx, &can, &path, session.title, WalkInForm::default(), None).await?)
}

#[derive(Template)]
#[template(path = "attendance/stand_in.html")]
pub(super) struct StandInPage {
    shell: Shell,
    session: String,
    name: String,
    agency: String,
    form: FormState<StandInForm>,
    sexes: Vec<Choice>,
    is_double: bool,
    back: String,
}

impl StandInPage {
    /// The page with what was typed, and why it was not enough.
    pub(super) fn new(
        can: &Can<AddWalkIn>,
        path: &StandInPath,
        first: PlaceTaken,
        session: String,
        form: StandInForm,
        why: Option<Unregistered>,
    ) -> Self {
        let (problems, is_double) = problems(why);
        let back = back_to(path.place.clone(), path.event, path.session);
        Self {
            shell: can.shell().under("Daftar hadir", &back),
            session,
            name: first.name,
            agency: first.agency,
            is_double,
            form: FormState::rejected(form, problems),
            sexes: sexes(),
            back,
        }
    }
}

/// The two fields of somebody who comes instead of a person.
pub async fn stand_in(
    path: StandInPath,
    can: Can<AddWalkIn>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    admit(&mut tx, &can).await?;
    let session = agenda::find(&mut tx, path.event, path.session).await?;
    let first = registration::place_of(&mut tx, path.event, path.participant).await?;
    drop(tx);
    if !first.is_open {
        let said = format!("Tempat {} tidak dapat diberikan kepada wakil di sini.", first.name);
        let back = back_to(path.place.clone(), path.event, path.session);
        return Ok(Done::to(back).refusing(said).into_response());
    }
    page(&StandInPage::new(&can, &path, first, session.title, StandInForm::default(), None))
}
