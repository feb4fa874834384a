//! What people do on the page of their own. A browser that has not shown the code is led to the door.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    forms::{AnswerForm, ConsentForm},
    pages::{OwnPage, has_started},
};
use crate::{
    error::{Error, Result},
    features::{
        personal::paths::{AnswerPath, DetailsPath, KeepDetailsPath, OwnConsentPath, OwnPagePath},
        registration::{self, Answer, Channel, DetailsForm, own_row},
    },
    kernel::text,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems},
        guard::ByLink,
        page::{rejected, stale},
    },
};

fn to_door(token: String) -> Response {
    Redirect::to(&OwnPagePath { token }.to_string()).into_response()
}

/// Corrects the own details, unless the office changed them meanwhile.
pub async fn update(
    path: DetailsPath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<DetailsForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(to_door(path.token)) };
    let who = (me.link.event, me.link.person);
    let mut tx = app.db.begin(scope).await?;
    let before = own_row(&mut tx, who.0, who.1).await?;
    let token = path.token;
    let details = match form.parse(&before) {
        Ok(details) => details,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&OwnPage::load(&mut tx, &app, &me, &token, form, Vec::new()).await?);
        }
    };
    let version = Problems::version(&form.version);
    if !registration::change_details(&mut tx, &app.clock, who, (version, &before), &details).await? {
        let theirs = own_row(&mut tx, who.0, who.1).await?;
        let (zone, at) = (me.link.about.zone, theirs.changed_at.unwrap_or_default());
        let by = format!("{}, {}", theirs.changed_by, text::moment(zone.local(at), zone));
        let form = FormState::stale(form, &DetailsForm::of(&theirs), by);
        return stale(&OwnPage::load(&mut tx, &app, &me, &token, form, Vec::new()).await?);
    }
    tx.commit().await?;
    Ok(Done::to(OwnPagePath { token }).saying("Data Anda disimpan.").into_response())
}

/// Keeps the fields that are right while the others are still being typed, for the page's script.
pub async fn keep(
    _: KeepDetailsPath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<DetailsForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(StatusCode::CONFLICT.into_response()) };
    let who = (me.link.event, me.link.person);
    let mut tx = app.db.begin(scope).await?;
    let before = own_row(&mut tx, who.0, who.1).await?;
    let version = Problems::version(&form.version);
    let (parsed, problems) = match form.parse(&before) {
        Ok(details) => (Ok(details), Vec::new()),
        Err(problems) => (form.without(&problems, &before).parse(&before), problems),
    };
    let Ok(details) = parsed else { return Ok(StatusCode::CONFLICT.into_response()) };
    if !registration::change_details(&mut tx, &app.clock, who, (version, &before), &details).await? {
        return Ok(StatusCode::CONFLICT.into_response());
    }
    let after = own_row(&mut tx, who.0, who.1).await?;
    tx.commit().await?;
    let at = text::time(me.link.about.zone.local(app.clock.programme_now()).time());
    Ok(Json(serde_json::json!({
        "saved": format!("{at} {}", me.link.about.zone),
        "version": FormState::fresh(DetailsForm::of(&after)).seal(),
        "problem": problems.first().map(|problem| &problem.sentence),
    }))
    .into_response())
}

/// Says whether one will come, until the event starts.
pub async fn answer(
    path: AnswerPath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<AnswerForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(to_door(path.token)) };
    let who = (me.link.event, me.link.person);
    let mut tx = app.db.begin(scope).await?;
    let before = own_row(&mut tx, who.0, who.1).await?;
    let back = OwnPagePath { token: path.token.clone() };
    if has_started(&mut tx, &app, &me.link).await? {
        let sentence = "Kegiatan sudah dimulai, jadi jawaban tidak dapat diubah di sini. Hubungi dinas.";
        return Ok(Done::to(back).refusing(sentence).into_response());
    }
    let (answer, reason) = match form.parse() {
        Ok(parsed) => parsed,
        Err(problems) => {
            let details = FormState::fresh(DetailsForm::of(&before));
            return rejected(&OwnPage::load(&mut tx, &app, &me, &path.token, details, problems).await?);
        }
    };
    registration::answer(&mut tx, &app.clock, who, &before, (answer, &reason)).await?;
    tx.commit().await?;
    let said = match answer {
        Answer::Coming => "Terima kasih, kehadiran Anda dicatat.",
        Answer::NotComing => "Dicatat bahwa Anda berhalangan. Anda dapat menariknya sampai kegiatan dimulai.",
        Answer::Open => "Jawaban Anda ditarik.",
    };
    Ok(Done::to(back).saying(said).into_response())
}

/// Agrees to a purpose, or takes it back.
pub async fn consent(
    path: OwnConsentPath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<ConsentForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(to_door(path.token)) };
    let (purpose, given) = form.parse().ok_or(Error::Invalid(
        "Persetujuan ini tidak dikenal. Kembali ke halaman Anda, muat ulang, lalu coba lagi.",
    ))?;
    let who = (me.link.event, me.link.person);
    let mut tx = app.db.begin(scope).await?;
    registration::say(&mut tx, &app.clock, who, (purpose, given), Channel::OwnPage).await?;
    tx.commit().await?;
    let said = if given { "Persetujuan Anda dicatat" } else { "Persetujuan Anda ditarik" };
    let back = Done::to(OwnPagePath { token: path.token });
    Ok(back.saying(format!("{said}: {}.", purpose.label().to_lowercase())).into_response())
}
