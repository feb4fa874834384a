//! What is done on the page of whoever speaks, and what the office does about it.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    forms::{BiodataForm, MaterialForm},
    pages::OwnPage,
    paths::{
        AddMaterialPath, BiodataPath, BringBackPath, RemoveMaterialPath, RestoreMaterialPath, SpeakerPath,
        TakeAwayPath,
    },
    sql, verbs,
};
use crate::{
    auth::{permission::EditAgenda, personal::own_page},
    error::Result,
    features::agenda::paths::AgendaPath,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::{ByLink, Can},
        page::{rejected, stale},
    },
};

/// Keeps what one tells of oneself.
pub async fn tell(
    path: BiodataPath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<BiodataForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(Redirect::to(&own_page(&path.token)).into_response()) };
    let who = (me.link.event, me.link.person);
    let mut tx = app.db.begin(scope).await?;
    if verbs::sessions_of(&mut tx, who.0, who.1).await?.is_empty() {
        return Ok(Done::to(SpeakerPath { token: path.token })
            .refusing("Biodata tidak disimpan: Anda tidak memandu sesi dalam agenda yang terbit.")
            .into_response());
    }
    let biodata = match form.parse() {
        Ok(biodata) => biodata,
        Err(problems) => {
            let form = Some(FormState::rejected(form, problems));
            return rejected(&OwnPage::load(&mut tx, &me, &path.token, form, None).await?);
        }
    };
    let version = Problems::version(&form.version);
    if !verbs::tell(&mut tx, &app.clock, who, version, &biodata).await? {
        let theirs = BiodataForm::of(sql::profile(&mut tx, who.0, who.1).await?);
        let form = Some(FormState::stale(form, &theirs, "Anda di perangkat lain"));
        return stale(&OwnPage::load(&mut tx, &me, &path.token, form, None).await?);
    }
    tx.commit().await?;
    Ok(Done::to(SpeakerPath { token: path.token }).saying("Biodata Anda disimpan.").into_response())
}

/// Adds material to one of one's sessions.
pub async fn add(
    path: AddMaterialPath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<MaterialForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(Redirect::to(&own_page(&path.token)).into_response()) };
    let who = (me.link.event, me.link.person);
    let mut tx = app.db.begin(scope).await?;
    let sessions: Vec<_> =
        verbs::sessions_of(&mut tx, who.0, who.1).await?.into_iter().map(|shown| shown.id).collect();
    let all = sql::materials(&mut tx, who.0).await?;
    let mut parsed = form.parse(&sessions);
    if all.len() >= verbs::MOST {
        let sentence = "Kegiatan ini sudah memuat terlalu banyak materi. Hubungi panitia.";
        parsed = Err(vec![Problem { field: "url", sentence: sentence.into() }]);
    }
    let back = Done::to(SpeakerPath { token: path.token.clone() });
    let new = match parsed {
        Ok(new) => new,
        Err(problems) => {
            let form = Some(FormState::rejected(form, problems));
            return rejected(&OwnPage::load(&mut tx, &me, &path.token, None, form).await?);
        }
    };
    // Sent twice, it is there once.
    if !all.iter().any(|given| given.session == new.session && given.person == who.1 && given.url == new.url)
    {
        verbs::add(&mut tx, &app.clock, who, &new).await?;
        tx.commit().await?;
    }
    Ok(back.saying(format!("Materi “{}” ditambahkan.", new.title)).into_response())
}

/// Takes one's own material away.
pub async fn take_away(path: TakeAwayPath, me: ByLink, State(app): State<AppState>) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(Redirect::to(&own_page(&path.token)).into_response()) };
    let mut tx = app.db.begin(scope).await?;
    verbs::set_removed(&mut tx, &app.clock, (me.link.event, path.material), Some(me.link.person), true)
        .await?;
    tx.commit().await?;
    let TakeAwayPath { token, material } = path;
    Ok(Done::to(SpeakerPath { token: token.clone() })
        .saying("Materi dihapus.")
        .undo(BringBackPath { token, material })
        .into_response())
}

/// Brings one's own material back.
pub async fn bring_back(path: BringBackPath, me: ByLink, State(app): State<AppState>) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(Redirect::to(&own_page(&path.token)).into_response()) };
    let mut tx = app.db.begin(scope).await?;
    verbs::set_removed(&mut tx, &app.clock, (me.link.event, path.material), Some(me.link.person), false)
        .await?;
    tx.commit().await?;
    Ok(Done::to(SpeakerPath { token: path.token }).saying("Materi dikembalikan.").into_response())
}

/// The host's office takes material away.
pub async fn remove(
    path: RemoveMaterialPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    verbs::set_removed(&mut tx, &app.clock, (path.event, path.material), None, true).await?;
    tx.commit().await?;
    let RemoveMaterialPath { place, event, material } = path;
    Ok(Done::to(AgendaPath { place: place.clone(), event })
        .saying("Materi tidak ditampilkan lagi.")
        .undo(RestoreMaterialPath { place, event, material }))
}

/// The host's office brings material back.
pub async fn restore(
    path: RestoreMaterialPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    verbs::set_removed(&mut tx, &app.clock, (path.event, path.material), None, false).await?;
    tx.commit().await?;
    Ok(Done::to(AgendaPath { place: path.place, event: path.event }).saying("Materi ditampilkan lagi."))
}
