//! What is done with the entries of the notulen.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    forms::{EntryForm, EscalateForm, PlaceForm, RemarkForm},
    model::{Kind, MOST},
    pages::{entry::EntryPage, session::SessionPage},
    paths::{
        EntryPath, EscalatePath, PlaceEntryPath, RemoveEntryPath, RestoreEntryPath, SendEntryPath,
        SessionMinutesPath,
    },
    sql, verbs,
    verbs::Written,
};
use crate::{
    auth::permission::WriteMinutes,
    error::Result,
    kernel::{
        ids::{EventId, MinuteEntryId, SessionId},
        place::Place,
        text,
    },
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// A session's page, at one of its entries or at the form.
fn at(place: &Place, event: EventId, session: SessionId, spot: &str) -> String {
    format!("{}{spot}", SessionMinutesPath { place: place.clone(), event, session })
}

fn at_entry(place: &Place, event: EventId, (session, entry): (SessionId, MinuteEntryId)) -> String {
    at(place, event, session, &format!("#butir-{entry}"))
}

async fn challenges(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
) -> Result<Vec<MinuteEntryId>> {
    let entries = sql::entries(conn, event, Some(session), MOST * 2).await?;
    Ok(entries.iter().filter(|entry| entry.kind == Kind::Challenge).map(|entry| entry.id).collect())
}

fn full() -> Problem {
    let sentence =
        format!("Notulen sesi ini sudah berisi {MOST} butir. Gabungkan atau hapus butir lama dahulu.");
    Problem { field: "body", sentence }
}

/// Writes an entry; the page comes back ready for the next of its kind.
pub async fn write(
    path: SessionMinutesPath,
    can: Can<WriteMinutes>,
    State(app): State<AppState>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let challenges = challenges(&mut tx, path.event, path.session).await?;
    let here = (path.event, path.session);
    let problems = match form.parse(&challenges) {
        Ok(new) => match verbs::write(&mut tx, &app.clock, here, form.id(), &new).await? {
            Written::Full => vec![full()],
            Written::Stored | Written::Again => {
                tx.commit().await?;
                let spot = format!("?jenis={}#tulis", new.kind.code());
                let to = at(&path.place, path.event, path.session, &spot);
                return Ok(Done::to(to).saying(format!("{} disimpan.", new.kind)).into_response());
            }
        },
        Err(problems) => problems,
    };
    let form = FormState::rejected(form, problems);
    let remark = FormState::fresh(RemarkForm::blank());
    rejected(&SessionPage::load(&mut tx, &can, path.session, form, remark).await?)
}

/// Writes an entry that the page's script sends, as often as it likes. Another's entry is not written under one's own name.
pub async fn send(
    path: SendEntryPath,
    can: Can<WriteMinutes>,
    State(app): State<AppState>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    if !form.writer.is_empty() && form.writer != can.actor.account.to_string() {
        return Ok(StatusCode::CONFLICT.into_response());
    }
    let mut tx = app.db.begin(&can.scope).await?;
    let challenges = challenges(&mut tx, path.event, path.session).await?;
    let refused = |problem: Option<&Problem>| {
        let problem = json!({ "problem": problem.map(|problem| problem.sentence.as_str()) });
        (StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response()
    };
    let new = match form.parse(&challenges) {
        Ok(new) => new,
        Err(problems) => return Ok(refused(problems.first())),
    };
    let here = (path.event, path.session);
    if verbs::send(&mut tx, &app.clock, here, form.id(), &new).await? == Written::Full {
        return Ok(refused(Some(&full())));
    }
    tx.commit().await?;
    let zone = can.event()?.zone;
    let now = text::time(zone.local(app.clock.programme_now()).time());
    Ok(Json(json!({ "saved": format!("{now} {zone}") })).into_response())
}

/// Changes an entry, unless somebody else did meanwhile.
pub async fn update(
    path: EntryPath,
    can: Can<WriteMinutes>,
    State(app): State<AppState>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::entry(&mut tx, path.event, path.entry).await?;
    let entries = sql::entries(&mut tx, path.event, Some(before.session), MOST * 2).await?;
    let others: Vec<_> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Challenge && entry.id != before.id)
        .map(|entry| entry.id)
        .collect();
    let mut parsed = form.parse(&others);
    let is_answered = entries.iter().any(|entry| entry.answers == Some(before.id));
    if is_answered && matches!(&parsed, Ok(new) if new.kind != Kind::Challenge) {
        let sentence = "Tantangan ini sudah mempunyai solusi, jadi tetap tantangan. Pindahkan atau hapus dulu solusinya.";
        parsed = Err(vec![Problem { field: "kind", sentence: sentence.into() }]);
    }
    let new = match parsed {
        Ok(new) => new,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&EntryPage::load(&mut tx, &can, &before, form).await?);
        }
    };
    let version = Problems::version(&form.version);
    if !verbs::change(&mut tx, &app.clock, path.event, (version, &before), &new).await? {
        let theirs = sql::entry(&mut tx, path.event, path.entry).await?;
        let zone = can.event()?.zone;
        let by = format!("{}, {}", theirs.changed_by, text::moment(zone.local(theirs.changed_at), zone));
        let form = FormState::stale(form, &EntryForm::of(&theirs), by).naming(|field, _| match field {
            "kind" => Some(theirs.kind.label().to_owned()),
            "answers" => entries.iter().find(|e| Some(e.id) == theirs.answers).map(|e| e.body.clone()),
            _ => None,
        });
        return stale(&EntryPage::load(&mut tx, &can, &theirs, form).await?);
    }
    tx.commit().await?;
    let to = at_entry(&path.place, path.event, (before.session, before.id));
    Ok(Done::to(to).saying("Butir disimpan.").into_response())
}

/// Puts an entry above or below another of its row.
pub async fn place(
    path: PlaceEntryPath,
    can: Can<WriteMinutes>,
    State(app): State<AppState>,
    Form(form): Form<PlaceForm>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let entry = sql::entry(&mut tx, path.event, path.entry).await?;
    if let Some(spot) = form.spot()
        && verbs::place(&mut tx, &app.clock, path.event, &entry, spot).await?
    {
        tx.commit().await?;
    }
    Ok(Done::to(at_entry(&path.place, path.event, (entry.session, entry.id))))
}

/// Removes an entry; the next page offers to bring it back.
pub async fn remove(
    path: RemoveEntryPath,
    can: Can<WriteMinutes>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let session = sql::session_of(&mut tx, path.event, path.entry).await?;
    if verbs::remove(&mut tx, &app.clock, path.event, path.entry).await? {
        tx.commit().await?;
    }
    let RemoveEntryPath { place, event, entry } = path;
    Ok(Done::to(at(&place, event, session, "")).saying("Butir dihapus.").undo(RestoreEntryPath {
        place,
        event,
        entry,
    }))
}

/// Brings a removed entry back.
pub async fn restore(
    path: RestoreEntryPath,
    can: Can<WriteMinutes>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let session = sql::session_of(&mut tx, path.event, path.entry).await?;
    let restored = verbs::restore(&mut tx, &app.clock, path.event, path.entry).await?;
    let is_there = restored || sql::entry(&mut tx, path.event, path.entry).await.is_ok();
    tx.commit().await?;
    let to = Done::to(at_entry(&path.place, path.event, (session, path.entry)));
    Ok(if is_there {
        to.saying("Butir dikembalikan.")
    } else {
        to.refusing(
            "Solusi ini tidak dikembalikan: tantangannya sudah dihapus. Kembalikan dulu tantangannya.",
        )
    })
}

/// Takes a challenge to the Stakeholder Meeting, or does not.
pub async fn escalate(
    path: EscalatePath,
    can: Can<WriteMinutes>,
    State(app): State<AppState>,
    Form(form): Form<EscalateForm>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let entry = sql::entry(&mut tx, path.event, path.entry).await?;
    let is_wanted = form.escalated == "ya";
    if verbs::escalate(&mut tx, &app.clock, path.event, &entry, is_wanted).await? {
        tx.commit().await?;
    }
    let back = Done::to(at_entry(&path.place, path.event, (entry.session, entry.id)));
    Ok(match (entry.kind, is_wanted) {
        (Kind::Challenge, true) => back.saying("Tantangan ini dibawa ke Stakeholder Meeting."),
        (Kind::Challenge, false) => back.saying("Tantangan ini tidak dibawa ke Stakeholder Meeting."),
        _ => back.refusing("Yang dibawa ke Stakeholder Meeting adalah tantangan, dengan solusinya."),
    })
}
