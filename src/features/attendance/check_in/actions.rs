//! Opening a check-in, and checking in.

use axum::extract::State;
use serde::Deserialize;

use super::{
    model::{CheckedIn, Kind},
    paths::{CheckInPath, CloseCheckInPath, CodePath, OpenCheckInPath, OwnCheckInPath},
    verbs,
};
use crate::{
    auth::{permission::MarkAttendance, personal},
    error::{Error, Result},
    features::agenda,
    kernel::ids::{ParticipantId, SessionId},
    web::{
        AppState,
        flash::Done,
        form::Form,
        guard::{AtCheckIn, ByLink, Can},
    },
};

/// Which kind of code.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OpenForm {
    pub kind: String,
}

/// Opens the check-in of a session, or gives it a new code.
pub async fn open(
    path: OpenCheckInPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    Form(form): Form<OpenForm>,
) -> Result<Done> {
    let kind = Kind::from_code(&form.kind).ok_or(Error::Invalid("Pilih kode di layar atau kode lisan."))?;
    let OpenCheckInPath { place, event, session } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let found = agenda::find(&mut tx, event, session).await?;
    let back = Done::to(CheckInPath { place, event, session });
    if found.locked_at.is_some() {
        return Ok(
            back.refusing("Daftar hadir sesi ini sudah ditutup. Buka lagi dulu bila masih ada yang datang.")
        );
    }
    verbs::open(&mut tx, &app.clock, (event, session), kind).await?;
    tx.commit().await?;
    Ok(back)
}

/// Closes the check-in of a session.
pub async fn close(
    path: CloseCheckInPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
) -> Result<Done> {
    let CloseCheckInPath { place, event, session } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    agenda::find(&mut tx, event, session).await?;
    verbs::close(&mut tx, &app.clock, (event, session)).await?;
    tx.commit().await?;
    Ok(Done::to(CheckInPath { place, event, session })
        .saying("Hadir mandiri ditutup: kode yang masih terlihat tidak berlaku lagi."))
}

/// Who of those that the phone knows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WhoForm {
    pub person: String,
}

/// Marks somebody present whom this device knows, by the code that it read.
pub async fn by_code(
    path: CodePath,
    at: AtCheckIn,
    State(app): State<AppState>,
    Form(form): Form<WhoForm>,
) -> Result<Done> {
    let who: Option<ParticipantId> = form.person.parse().ok();
    let (person, scope) = at.people.iter().find(|(person, _)| Some(*person) == who).ok_or(Error::LinkOver)?;
    let open = at.open.as_ref().ok_or(Error::LinkOver)?;
    let came = verbs::check_in(&app, scope, (open.event, *person), path.session, &path.code.0).await?;
    let (sentence, is_warning) = came.sentence();
    Ok(Done::to(path).saying(sentence).warning_if(is_warning))
}

/// The code that somebody typed on the page of their own, and of which session.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TypedForm {
    pub session: String,
    pub code: String,
}

/// Marks whoever's page it is present, by the code that they typed.
pub async fn by_own_page(
    path: OwnCheckInPath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<TypedForm>,
) -> Result<Done> {
    let back = Done::to(personal::own_page(&path.token));
    let Some(scope) = &me.scope else { return Ok(back) };
    let who = (me.link.event, me.link.person);
    let came = match form.session.parse::<SessionId>() {
        Ok(session) => verbs::check_in(&app, scope, who, session, &form.code).await?,
        Err(_) => CheckedIn::Closed,
    };
    let (sentence, is_warning) = came.sentence();
    Ok(back.saying(sentence).warning_if(is_warning))
}
