//! What is done in a roll call.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use uuid::Uuid;

use super::{
    forms::{DecisionForm, MarkForm},
    model::{self, Mark, Outcome, Source},
    pages::may_reopen,
    paths::{MarkPath, MarkTheRestPath, PersonPath, ReopenPath, RollCallPath, UndoTheRestPath},
    person::PersonPage,
    record::{self, Delivery, Verdict},
    sql::{self, NewDecision},
};
use crate::{
    audit::Change,
    auth::permission::{MarkAttendance, Permission, SettleAttendance},
    error::{Error, Result},
    features::agenda,
    kernel::{
        ids::{EventId, MarkId, ParticipantId, SessionId},
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

pub(super) fn back_to(place: Place, event: EventId, session: SessionId) -> String {
    RollCallPath { place, event, session }.to_string()
}

/// One tap, by a plain form: the device's clock is not asked, the receipt counts.
pub async fn mark(
    path: MarkPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    Form(form): Form<MarkForm>,
) -> Result<Done> {
    let tap =
        form.parse().ok_or(Error::Invalid("Tanda ini tidak terbaca. Muat ulang daftar lalu ketuk lagi."))?;
    let now = app.clock.now();
    let mut mark = Mark {
        id: tap.id,
        session: path.session,
        person: tap.person,
        state: tap.state,
        note: tap.note,
        device_time: now,
        offset_ms: Some(0),
        source: Source::Form,
    };
    let delivery = Delivery::new(path.event, can.actor.account, "", now);
    let mut tx = app.db.begin(&can.scope).await?;
    let mut verdict = record::record(&mut tx, &delivery, std::slice::from_ref(&mark)).await?.pop();
    // The id was given when the page was drawn. A second, different tap on the same page is a mark of its own; the same
    // tap sent twice is not.
    if verdict.as_ref().is_some_and(Verdict::is_id_reused)
        && sql::current_state(&mut tx, path.event, path.session, tap.person).await? != Some(mark.state)
    {
        mark.id = MarkId::new();
        verdict = record::record(&mut tx, &delivery, std::slice::from_ref(&mark)).await?.pop();
    }
    let verdict = verdict.filter(|verdict| verdict.outcome != Outcome::Refused || verdict.is_id_reused());
    let (name, _) = sql::name(&mut tx, path.event, tap.person).await?;
    tx.commit().await?;
    let back = format!("{}#p-{}", back_to(path.place, path.event, path.session), tap.person);
    Ok(match verdict.map(|v| v.outcome) {
        // The second sending of one tap: the first has been stored.
        Some(Outcome::Stored | Outcome::Duplicate | Outcome::Refused) => Done::to(back),
        Some(Outcome::Superseded) => {
            Done::to(back).saying(format!("{name}: tanda yang lebih baru sudah ada dan tetap berlaku."))
        }
        Some(Outcome::Conflict) => Done::to(back).saying(format!(
            "{name}: orang lain menandai berbeda. Keduanya disimpan; admin akan memutuskan."
        )),
        Some(Outcome::Proposed) => Done::to(back).saying(format!(
            "{name}: sesi sudah ditutup. Tanda Anda disimpan sebagai usulan dan menunggu admin."
        )),
        None => return Err(Error::NotFound),
    })
}

/// Everybody who has no mark yet is present.
pub async fn mark_the_rest(
    path: MarkTheRestPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
) -> Result<Done> {
    let batch = Uuid::now_v7();
    let mut tx = app.db.begin(&can.scope).await?;
    let session = agenda::find(&mut tx, path.event, path.session).await?;
    let back = back_to(path.place.clone(), path.event, path.session);
    if session.locked_at.is_some() {
        return Ok(Done::to(back).refusing("Sesi ini sudah ditutup; tidak ada yang ditandai."));
    }
    let unmarked = sql::unmarked(&mut tx, path.event, path.session).await?;
    let people: Vec<_> = unmarked.into_iter().map(|(id, _)| id).collect();
    let count = people.len();
    set_all(&mut tx, &app, &can, (path.event, path.session), &people, (model::State::Present, batch)).await?;
    tx.commit().await?;
    let undo = UndoTheRestPath { place: path.place, event: path.event, session: path.session, batch };
    Ok(match count {
        0 => Done::to(back).saying("Semua peserta sudah ditandai."),
        _ => Done::to(back).saying(format!("{count} peserta ditandai hadir.")).undo(undo),
    })
}

/// Takes "everybody else is present" back, except for people who were marked again since.
pub async fn undo_the_rest(
    path: UndoTheRestPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    agenda::find(&mut tx, path.event, path.session).await?;
    let people =
        sql::made_present_by(&mut tx, path.event, path.session, can.actor.account, path.batch).await?;
    let cleared = (model::State::Cleared, Uuid::now_v7());
    set_all(&mut tx, &app, &can, (path.event, path.session), &people, cleared).await?;
    tx.commit().await?;
    Ok(Done::to(back_to(path.place, path.event, path.session))
        .saying(format!("{} tanda hadir diambil kembali.", people.len())))
}

pub(super) async fn set_all<P: Permission>(
    tx: &mut crate::db::Tx,
    app: &AppState,
    can: &Can<P>,
    (event, session): (EventId, SessionId),
    people: &[ParticipantId],
    (state, batch): (model::State, Uuid),
) -> Result<Vec<Verdict>> {
    let now = app.clock.now();
    let marks: Vec<_> = people
        .iter()
        .map(|person| Mark {
            id: MarkId::new(),
            session,
            person: *person,
            state,
            note: String::new(),
            device_time: now,
            offset_ms: Some(0),
            source: Source::Form,
        })
        .collect();
    let device = batch.to_string();
    record::record(tx, &Delivery::new(event, can.actor.account, &device, now), &marks).await
}

/// Opens a closed session again: whoever closed it, or an admin.
pub async fn reopen(path: ReopenPath, can: Can<MarkAttendance>, State(app): State<AppState>) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let session = agenda::find(&mut tx, path.event, path.session).await?;
    let back = back_to(path.place, path.event, path.session);
    let (name, closer) = sql::closed_by(&mut tx, path.event, path.session).await?;
    if session.locked_at.is_some() && !may_reopen(&can, closer) {
        return Ok(Done::to(back).saying(format!(
            "Daftar hadir ini ditutup oleh {name}. Mintalah {name} atau admin provinsi membukanya lagi."
        )));
    }
    if sql::set_closed(&mut tx, path.event, path.session, None).await? {
        Change::new(&app.clock, "attendance.reopen", path.session)
            .in_event(path.event)
            .record(&mut tx)
            .await?;
        tx.commit().await?;
    }
    Ok(Done::to(back).saying(format!("Daftar hadir “{}” dibuka lagi.", session.title)))
}

/// A person's word over the marks, with its reason.
pub async fn decide(
    path: PersonPath,
    can: Can<SettleAttendance>,
    State(app): State<AppState>,
    Form(form): Form<DecisionForm>,
) -> Result<Response> {
    let parsed = form.parse();
    let mut tx = app.db.begin(&can.scope).await?;
    agenda::find(&mut tx, path.event, path.session).await?;
    sql::hold(&mut tx, path.event).await?;
    let person = sql::counts_for(&mut tx, path.event, path.participant).await?;
    let (name, _) = sql::name(&mut tx, path.event, person).await?;
    let (state, reason) = match parsed {
        Ok(decision) => decision,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&PersonPage::load(&mut tx, &can, &path, form).await?);
        }
    };
    let decision = NewDecision { state, reason: &reason, by: can.actor.account, at: app.clock.now() };
    sql::insert_decision(&mut tx, path.event, path.session, person, &decision).await?;
    sql::settle(&mut tx, path.event, &[path.session.0], &[person.0]).await?;
    Change::new(&app.clock, "attendance.decide", person)
        .in_event(path.event)
        .after(&form)
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Done::to(back_to(path.place, path.event, path.session))
        .saying(format!("{name}: {}, diputuskan oleh Anda.", state.label().to_lowercase()))
        .into_response())
}
