//! What is done on the form of a library's achievements.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    forms::AchievementForm,
    model::Achievement,
    pages::{OfficePage, OwnPage, own_library},
    paths::{AchievementPath, KeepAchievementPath, OwnAchievementPath},
    sql, verbs,
};
use crate::{
    auth::{permission::EditAchievements, personal::own_page},
    error::Result,
    kernel::{text, zone::Zone},
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems},
        guard::{ByLink, Can},
        page::{rejected, stale},
    },
};

/// The form beside what somebody else has saved since it was opened.
fn overtaken(form: AchievementForm, theirs: Option<&Achievement>, zone: Zone) -> FormState<AchievementForm> {
    let by = theirs.map_or_else(String::new, |theirs| {
        format!("{}, {}", theirs.changed_by, text::moment(zone.local(theirs.changed_at), zone))
    });
    FormState::stale(form, &AchievementForm::of(theirs), by)
}

/// Keeps what one's own library tells.
pub async fn save_own(
    path: OwnAchievementPath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<AchievementForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(Redirect::to(&own_page(&path.token)).into_response()) };
    let event = me.link.event;
    let mut tx = app.db.begin(scope).await?;
    let library = own_library(&mut tx, &me).await?;
    let told = match form.parse() {
        Ok(told) => told,
        Err(problems) => {
            let form = Some(FormState::rejected(form, problems));
            return rejected(&OwnPage::load(&mut tx, &me, &path.token, &library, form).await?);
        }
    };
    let before = sql::find(&mut tx, event, library.id).await?;
    let seen = (Problems::version(&form.version), before.as_ref());
    if verbs::tell(&mut tx, &app.clock, event, &library, seen, &told).await?.is_none() {
        let theirs = sql::find(&mut tx, event, library.id).await?;
        let form = Some(overtaken(form, theirs.as_ref(), me.link.about.zone));
        return stale(&OwnPage::load(&mut tx, &me, &path.token, &library, form).await?);
    }
    tx.commit().await?;
    Ok(Done::to(path).saying("Capaian disimpan.").into_response())
}

/// Keeps the parts that are right while the others are still being written, for the page's script.
pub async fn keep_own(
    _: KeepAchievementPath,
    me: ByLink,
    State(app): State<AppState>,
    Form(form): Form<AchievementForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(StatusCode::CONFLICT.into_response()) };
    let event = me.link.event;
    let mut tx = app.db.begin(scope).await?;
    let library = own_library(&mut tx, &me).await?;
    let before = sql::find(&mut tx, event, library.id).await?;
    let version = Problems::version(&form.version);
    let (parsed, problems) = match form.parse() {
        Ok(told) => (Ok(told), Vec::new()),
        Err(problems) => (form.without(&problems, &AchievementForm::of(before.as_ref())).parse(), problems),
    };
    let Ok(told) = parsed else { return Ok(StatusCode::CONFLICT.into_response()) };
    let kept = verbs::tell(&mut tx, &app.clock, event, &library, (version, before.as_ref()), &told).await?;
    if kept.is_none() {
        return Ok(StatusCode::CONFLICT.into_response());
    }
    let after = sql::find(&mut tx, event, library.id).await?;
    tx.commit().await?;
    let zone = me.link.about.zone;
    let at = text::time(zone.local(app.clock.programme_now()).time());
    Ok(Json(serde_json::json!({
        "saved": format!("{at} {zone}"),
        "version": FormState::fresh(AchievementForm::of(after.as_ref())).seal(),
        "problem": problems.first().map(|problem| &problem.sentence),
    }))
    .into_response())
}

/// Keeps what the office helps a library to tell.
pub async fn save(
    path: AchievementPath,
    can: Can<EditAchievements>,
    State(app): State<AppState>,
    Form(form): Form<AchievementForm>,
) -> Result<Response> {
    let zone = can.event()?.zone;
    let mut tx = app.db.begin(&can.scope).await?;
    let library = sql::library(&mut tx, path.event, path.library).await?;
    let told = match form.parse() {
        Ok(told) => told,
        Err(problems) => {
            let form = Some(FormState::rejected(form, problems));
            return rejected(&OfficePage::load(&mut tx, &can, &path, form).await?);
        }
    };
    let before = sql::find(&mut tx, path.event, path.library).await?;
    let seen = (Problems::version(&form.version), before.as_ref());
    if verbs::tell(&mut tx, &app.clock, path.event, &library, seen, &told).await?.is_none() {
        let theirs = sql::find(&mut tx, path.event, path.library).await?;
        let form = Some(overtaken(form, theirs.as_ref(), zone));
        return stale(&OfficePage::load(&mut tx, &can, &path, form).await?);
    }
    tx.commit().await?;
    Ok(Done::to(path).saying(format!("Capaian {} disimpan.", library.name)).into_response())
}
