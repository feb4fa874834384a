//! Opening the personal page on a new browser, and making its link.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};

use super::{
    pages::{DOOR, LinkPage, LinksPage},
    paths::{LinkPath, LinksPath, OwnPagePath, RevokeLinkPath},
    sql,
};
use crate::{
    audit::Change,
    auth::{
        permission::EditParticipants,
        personal::{self, Opening},
    },
    error::{Error, Result},
    features::registration::{ChosenForm, people::paths::PeoplePath},
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
    let people = form.people();
    if people.is_empty() {
        let sentence = "Belum ada yang dipilih. Centang nama-namanya dulu.";
        return Ok(Done::to(back).refusing(sentence).into_response());
    }
    let mut tx = app.db.begin(&can.scope).await?;
    let mut page_of_links = LinksPage::new(&can, back);
    for id in people {
        let person = sql::person(&mut tx, path.event, id).await?;
        if sql::link_state(&mut tx, path.event, id).await?.is_some() {
            page_of_links.keep(&person);
            continue;
        }
        match sql::make_link(&mut tx, path.event, id, &can.actor.name, app.clock.now()).await {
            Ok(made) => page_of_links.add(&app, can.event()?, &person, made),
            // Replaced, cancelled, or not coming: no page.
            Err(Error::NotFound) => {
                page_of_links.leave(&person);
                continue;
            }
            Err(error) => return Err(error),
        }
        Change::new(&app.clock, "personal_link.make", id).in_event(path.event).record(&mut tx).await?;
    }
    tx.commit().await?;
    page(&page_of_links)
}

/// Ends a person's link.
pub async fn revoke(
    path: RevokeLinkPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    sql::person(&mut tx, path.event, path.participant).await?;
    if sql::revoke_link(&mut tx, path.event, path.participant, app.clock.now()).await? {
        Change::new(&app.clock, "personal_link.revoke", path.participant)
            .in_event(path.event)
            .record(&mut tx)
            .await?;
        tx.commit().await?;
    }
    let RevokeLinkPath { place, event, participant } = path;
    Ok(Done::to(LinkPath { place, event, participant })
        .saying("Tautan dicabut. Siapa pun yang memegangnya tidak dapat membukanya lagi."))
}
