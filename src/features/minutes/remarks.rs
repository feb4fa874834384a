//! Remarks on a session's notulen.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{EntryForm, RemarkForm},
    model::Kind,
    pages::session::SessionPage,
    paths::{RemarkPath, RemoveRemarkPath, RestoreRemarkPath, SessionMinutesPath},
    sql, verbs,
};
use crate::{
    auth::permission::{CommentMinutes, Role},
    error::{Error, Result},
    kernel::{
        ids::{AccountId, EventId, SessionId},
        place::Place,
    },
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState},
        guard::Can,
        page::rejected,
    },
};

fn back(place: Place, event: EventId, session: SessionId) -> Done {
    Done::to(format!("{}#komentar", SessionMinutesPath { place, event, session }))
}

/// Whether this person may take a remark away: their own, and an admin of the host every one.
pub(super) fn may_remove(role: Role, me: AccountId, writer: AccountId) -> bool {
    me == writer || role == Role::ProvinceAdmin
}

/// Adds a remark.
pub async fn add(
    path: RemarkPath,
    can: Can<CommentMinutes>,
    State(app): State<AppState>,
    Form(form): Form<RemarkForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let body = match form.parse() {
        Ok(body) => body,
        Err(problems) => {
            let entry = FormState::fresh(EntryForm::blank(Kind::Point, None));
            let form = FormState::rejected(form, problems);
            return rejected(&SessionPage::load(&mut tx, &can, path.session, entry, form).await?);
        }
    };
    sql::sessions(&mut tx, path.event, Some(path.session)).await?.pop().ok_or(Error::NotFound)?;
    verbs::remark(&mut tx, &app.clock, (path.event, path.session), form.id(), &body).await?;
    tx.commit().await?;
    Ok(back(path.place, path.event, path.session).saying("Komentar disimpan.").into_response())
}

/// Removes a remark; the next page offers to bring it back.
pub async fn remove(
    path: RemoveRemarkPath,
    can: Can<CommentMinutes>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let (session, writer, _) = sql::remark(&mut tx, path.event, path.comment).await?;
    let RemoveRemarkPath { place, event, comment } = path;
    let back = back(place.clone(), event, session);
    if !may_remove(can.role, can.actor.account, writer) {
        return Ok(back.refusing(NOT_YOURS));
    }
    if verbs::set_remark_removed(&mut tx, &app.clock, event, comment, true).await? {
        tx.commit().await?;
    }
    Ok(back.saying("Komentar dihapus.").undo(RestoreRemarkPath { place, event, comment }))
}

const NOT_YOURS: &str =
    "Komentar ini bukan milik Anda. Yang menulisnya atau admin provinsi dapat menghapusnya.";

/// Brings a removed remark back.
pub async fn restore(
    path: RestoreRemarkPath,
    can: Can<CommentMinutes>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let (session, writer, _) = sql::remark(&mut tx, path.event, path.comment).await?;
    let back = back(path.place, path.event, session);
    if !may_remove(can.role, can.actor.account, writer) {
        return Ok(back.refusing(NOT_YOURS));
    }
    if verbs::set_remark_removed(&mut tx, &app.clock, path.event, path.comment, false).await? {
        tx.commit().await?;
    }
    Ok(back.saying("Komentar dikembalikan."))
}
