//! Taking what devices send.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{
        Answer, Batch, MOST_BYTES, MOST_MARKS, MOST_PEOPLE, MarkOutcome, PersonOutcome, Refusal, SentMark,
        SentPerson, device_name,
    },
    paths::SyncPath,
};
use crate::{
    auth::{
        caller::Known,
        permission::{MarkAttendance, Role},
    },
    error::Result,
    features::{
        attendance::{
            model::{Holds, Mark, Waits},
            record::{self, Delivery, Verdict},
        },
        registration::{self, Arrival, Arrived},
        tenants,
    },
    kernel::ids::{EventId, SessionId},
    web::{AppState, form::JsonUpTo, guard::Caller},
};

/// Takes a batch of at most 500 marks and 100 people: people first, then marks, each event in a transaction of its own. One outcome
/// for each, in order; the same mark may be sent any number of times.
#[utoipa::path(post, path = "/api/v1/attendance/sync", request_body = Batch, responses(
    (status = 200, body = Answer),
    (status = 400, description = "Not a batch", body = Refusal),
    (status = 401, description = "Nobody is signed in; nothing was consumed", body = Refusal),
    (status = 409, description = "Somebody else is signed in than the one who marked; nothing was consumed", body = Refusal),
    (status = 413, description = "Too many, or too large; nothing was consumed", body = Refusal)))]
pub async fn sync(
    _: SyncPath,
    caller: Caller<MarkAttendance>,
    State(app): State<AppState>,
    JsonUpTo(batch): JsonUpTo<Batch, MOST_BYTES>,
) -> Result<Response> {
    let marks: Vec<Option<Mark>> = batch.marks.iter().map(SentMark::read).collect();
    let people: Vec<Option<(EventId, Arrival)>> = batch.people.iter().map(SentPerson::read).collect();
    let sessions: Vec<SessionId> = marks.iter().flatten().map(|mark| mark.session).collect();
    let events: Vec<EventId> = people.iter().flatten().map(|(event, _)| *event).collect();
    let known = caller.known(&app, &events, &sessions).await?;
    if batch.marker.is_some_and(|marker| marker != known.account) {
        return Ok(refuse(
            StatusCode::CONFLICT,
            "marker",
            "Antrean ini milik orang lain. Masuklah sebagai orang itu untuk mengirimnya.",
        ));
    }
    if batch.marks.len() > MOST_MARKS || batch.people.len() > MOST_PEOPLE {
        return Ok(refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_many",
            "Terlalu banyak dalam satu kiriman. Kirim paling banyak 500 tanda dan 100 orang sekaligus.",
        ));
    }
    let server_time = app.clock.now();
    let device = device_name(&batch.device);
    let skew_ms = batch.sent_at.map(|sent_at| (server_time - sent_at).num_milliseconds());
    tracing::debug!(marks = batch.marks.len(), people = batch.people.len(), skew_ms, "a delivery");
    let people = arrivals(&app, &caller, &known, &batch.people, people).await?;
    let from = Phone { device: &device, holds: batch.unsent.map(|unsent| unsent.read(server_time)) };
    let verdicts = deliveries(&app, &caller, &known, &from, marks).await?;
    let outcomes =
        batch.marks.iter().zip(verdicts).map(|(sent, verdict)| MarkOutcome::of(sent, verdict)).collect();
    Ok(Json(Answer { server_time, people, outcomes }).into_response())
}

fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(serde_json::json!({ "error": code, "message": message }))).into_response()
}

/// The device that sends.
struct Phone<'a> {
    device: &'a str,
    holds: Option<Holds>,
}

/// Stores the marks, by events, and returns what became of each in the order they were sent.
async fn deliveries(
    app: &AppState,
    caller: &Caller<MarkAttendance>,
    known: &Known,
    from: &Phone<'_>,
    marks: Vec<Option<Mark>>,
) -> Result<Vec<Verdict>> {
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(marks.len());
    let mut by_event: BTreeMap<EventId, (Vec<usize>, Vec<Mark>)> = BTreeMap::new();
    for (place, mark) in marks.into_iter().enumerate() {
        verdicts.push(Verdict::refused(if mark.is_some() { "unknown" } else { "malformed" }));
        if let Some(mark) = mark
            && let Some(event) = known.sessions.get(&mark.session)
        {
            let (places, marks) = by_event.entry(*event).or_default();
            places.push(place);
            marks.push(mark);
        }
    }
    for (event, (places, marks)) in by_event {
        let Some(standing) = known.event(event).and_then(|event| caller.standing(known, event)) else {
            continue;
        };
        let delivery = Delivery {
            waits: standing.is_over.then_some(Waits::RightEnded),
            holds: from.holds.filter(|_| !standing.is_over),
            ..Delivery::new(event, known.account, from.device, app.clock.now())
        };
        for (place, verdict) in
            places.into_iter().zip(record::deliver(&app.db, &standing.scope, &delivery, &marks).await?)
        {
            if let Some(slot) = verdicts.get_mut(place) {
                *slot = verdict;
            }
        }
    }
    Ok(verdicts)
}

/// Puts people onto their events' lists, each by itself, and says what became of each.
async fn arrivals(
    app: &AppState,
    caller: &Caller<MarkAttendance>,
    known: &Known,
    sent: &[serde_json::Value],
    people: Vec<Option<(EventId, Arrival)>>,
) -> Result<Vec<PersonOutcome>> {
    let mut outcomes = Vec::with_capacity(sent.len());
    for (sent, person) in sent.iter().zip(people) {
        let (outcome, code, message) = match person {
            None => (
                "refused",
                Some("malformed"),
                "Ditolak: orang ini tidak terbaca. Tulis paling sedikit namanya.",
            ),
            Some((event, arrival)) => arrival_of(app, caller, known, event, &arrival).await?,
        };
        outcomes.push(PersonOutcome {
            id: sent.get("id").cloned().unwrap_or_default(),
            outcome,
            code,
            message,
        });
    }
    Ok(outcomes)
}

type Told = (&'static str, Option<&'static str>, &'static str);

async fn arrival_of(
    app: &AppState,
    caller: &Caller<MarkAttendance>,
    known: &Known,
    event: EventId,
    arrival: &Arrival,
) -> Result<Told> {
    const UNKNOWN: Told = ("refused", Some("unknown"), "Ditolak: kegiatan ini bukan tugas Anda.");
    let Some(event) = known.event(event) else { return Ok(UNKNOWN) };
    let Some(standing) = caller.standing(known, event) else { return Ok(UNKNOWN) };
    if standing.is_over {
        return Ok((
            "refused",
            Some("right_ended"),
            "Ditolak: tugas Anda di kegiatan ini sudah berakhir. Minta panitia mendaftarkan orang ini.",
        ));
    }
    let mut tx = app.db.begin(&standing.scope).await?;
    if standing.role == Role::Facilitator && !tenants::facilitators_add_people(&mut tx, &event.host).await? {
        return Ok((
            "refused",
            Some("not_allowed"),
            "Ditolak: provinsi tuan rumah belum mengizinkan fasilitator menambah orang. Minta panitia mendaftarkannya.",
        ));
    }
    let arrived = registration::arrive(&mut tx, &app.clock, event.id, &event.host, arrival).await?;
    tx.commit().await?;
    Ok(match arrived {
        Arrived::Stored => ("stored", None, "Terdaftar."),
        Arrived::SeatTaken => {
            ("stored", Some("seat_taken"), "Terdaftar sebagai tamu: tempat itu sudah diisi pengganti lain.")
        }
        Arrived::Known => ("duplicate", None, "Sudah terdaftar sebelumnya."),
        Arrived::IdReused => ("refused", Some("id_reused"), "Ditolak: nomor ini milik orang lain di daftar."),
        Arrived::NoCategory => ("refused", Some("category"), "Ditolak: pilih kategori peserta orang ini."),
    })
}
