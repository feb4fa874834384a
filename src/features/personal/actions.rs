//! Opening the personal page on a new browser, and making its link.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};

use super::{
    own::DOOR,
    pages::{LinkPage, LinksPage},
    paths::{LinkPath, LinksPath, OwnPagePath, RenewLinksPath, RevokeLinkPath, RevokeLinksPath},
    sql,
};
use crate::{
    audit::Change,
    auth::{
        permission::EditParticipants,
        personal::{self, Opening},
    },
    db::Tx,
    error::{Error, Result},
    features::registration::{ChosenForm, MessageKind, people::paths::PeoplePath, wording},
    kernel::ids::{EventId, ParticipantId},
    web::{
        AppState,
        door::{self, CodeForm},
        flash::Done,
        form::Form,
        guard::{ByLink, Can},
        page::page,
    },
};

/// A new browser shows the four digits.
pub async fn open(
    path: OwnPagePath,
    me: ByLink,
    State(app): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let device = door::device(&headers)?;
    let opening = match form.digits() {
        None => Opening::Wrong,
        Some(code) => {
            let mut conn = app.db.before_scope().await?;
            personal::open(&mut conn, &path.token, &device, &code, app.clock.now()).await?
        }
    };
    door::answer(&app, opening, (&path.to_string(), &device), (me.shell, &me.link.about, DOOR), form)
}

/// Makes a person's link and shows it, once.
pub async fn make(
    path: LinkPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let made =
        sql::make_link(&mut tx, path.event, path.participant, &can.actor.name, app.clock.now()).await?;
    Change::new(&app.clock, "personal_link.make", path.participant)
        .in_event(path.event)
        .record(&mut tx)
        .await?;
    let shown = LinkPage::load(&mut tx, &app, &can, &path, Some(made)).await?;
    tx.commit().await?;
    page(&shown)
}

/// Makes links for everybody who was chosen and has none, and shows them once.
pub async fn make_several(
    path: LinksPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<ChosenForm>,
) -> Result<Response> {
    let back = form.back(&PeoplePath { place: path.place, event: path.event }.to_string());
    make_all(&app, &can, &form, back, false).await
}

/// Makes new links for everybody who was chosen, and shows them once; what they had before counts no more.
pub async fn renew_several(
    path: RenewLinksPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<ChosenForm>,
) -> Result<Response> {
    let back = form.back(&PeoplePath { place: path.place, event: path.event }.to_string());
    make_all(&app, &can, &form, back, true).await
}

const NOBODY: &str = "Belum ada yang dipilih. Centang nama-namanya dulu.";

async fn make_all(
    app: &AppState,
    can: &Can<EditParticipants>,
    form: &ChosenForm,
    back: String,
    renews: bool,
) -> Result<Response> {
    let event = can.event()?;
    let people = form.people();
    if people.is_empty() {
        return Ok(Done::to(back).refusing(NOBODY).into_response());
    }
    let mut tx = app.db.begin(&can.scope).await?;
    let office = &can.office()?.province;
    let wording = wording(&mut tx, event.id, office, MessageKind::PersonalLink).await?;
    let mut shown = LinksPage::new(app, can, back)?;
    for id in people {
        let person = sql::person(&mut tx, event.id, id).await?;
        if !renews && sql::link_state(&mut tx, event.id, id).await?.is_some() {
            shown.keep(&person);
            continue;
        }
        match sql::make_link(&mut tx, event.id, id, &can.actor.name, app.clock.now()).await {
            Ok(made) => shown.add(app, event, &wording, (&person, made))?,
            // Replaced, cancelled, or not coming: no page.
            Err(Error::NotFound) => {
                shown.leave(&person);
                continue;
            }
            Err(error) => return Err(error),
        }
        Change::new(&app.clock, "personal_link.make", id).in_event(event.id).record(&mut tx).await?;
    }
    tx.commit().await?;
    page(&shown)
}

/// Ends the links of everybody who was chosen.
pub async fn revoke_several(
    path: RevokeLinksPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<ChosenForm>,
) -> Result<Done> {
    let RevokeLinksPath { place, event } = path;
    let back = Done::to(form.back(&PeoplePath { place, event }.to_string()));
    let people = form.people();
    if people.is_empty() {
        return Ok(back.refusing(NOBODY));
    }
    let mut tx = app.db.begin(&can.scope).await?;
    let mut revoked = 0;
    for id in people {
        sql::person(&mut tx, event, id).await?;
        revoked += i32::from(revoke_one(&mut tx, &app, event, id).await?);
    }
    tx.commit().await?;
    Ok(back
        .saying(format!("{revoked} tautan dicabut. Siapa pun yang memegangnya tidak dapat membukanya lagi.")))
}

async fn revoke_one(tx: &mut Tx, app: &AppState, event: EventId, person: ParticipantId) -> Result<bool> {
    let was_there = sql::revoke_link(tx, event, person, app.clock.now()).await?;
    if was_there {
        Change::new(&app.clock, "personal_link.revoke", person).in_event(event).record(tx).await?;
    }
    Ok(was_there)
}

/// Ends a person's link.
pub async fn revoke(
    path: RevokeLinkPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    sql::person(&mut tx, path.event, path.participant).await?;
    if revoke_one(&mut tx, &app, path.event, path.participant).await? {
        tx.commit().await?;
    }
    let RevokeLinkPath { place, event, participant } = path;
    Ok(Done::to(LinkPath { place, event, participant })
        .saying("Tautan dicabut. Siapa pun yang memegangnya tidak dapat membukanya lagi."))
}
