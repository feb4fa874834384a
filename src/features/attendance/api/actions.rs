//! Taking what devices send.

use std::collections::{BTreeMap, BTreeSet};

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
    paths::{ForwardPath, SyncPath},
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
    kernel::ids::{AccountId, EventId, SessionId},
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
    let sent = Sent::read(&batch);
    let known = caller.known(&app, &sent.events(), &sent.sessions()).await?;
    if batch.marker.is_some_and(|marker| marker != known.account) {
        return Ok(refuse(
            StatusCode::CONFLICT,
            "marker",
            "Antrean ini milik orang lain. Masuklah sebagai orang itu untuk mengirimnya.",
        ));
    }
    take(&app, &caller, &known, &batch, sent, None).await
}

/// Takes a batch of somebody else, from the file of a device that finds no connection: its marks become proposals in the
/// name of their marker, and say who brought them; those of a marker who never had a right there are refused as unknown. When
/// the marker's own device sends them, they are the marker's own. One's own file is taken as one's own.
#[utoipa::path(post, path = "/api/v1/attendance/forward", request_body = Batch, responses(
    (status = 200, body = Answer),
    (status = 400, description = "Not a batch, or nobody's", body = Refusal),
    (status = 401, description = "Nobody is signed in; nothing was consumed", body = Refusal),
    (status = 413, description = "Too many, or too large; nothing was consumed", body = Refusal)))]
pub async fn forward(
    _: ForwardPath,
    caller: Caller<MarkAttendance>,
    State(app): State<AppState>,
    JsonUpTo(batch): JsonUpTo<Batch, MOST_BYTES>,
) -> Result<Response> {
    let sent = Sent::read(&batch);
    let known = caller.known(&app, &sent.events(), &sent.sessions()).await?;
    let Some(marker) = batch.marker else {
        return Ok(refuse(
            StatusCode::BAD_REQUEST,
            "marker",
            "Berkas ini tidak menyebut siapa yang menandai. Simpan sekali lagi di ponsel asalnya.",
        ));
    };
    let claimed = if marker == known.account {
        None
    } else {
        Some(Claimed { marker, events: caller.shared_with(&app, &known, marker).await? })
    };
    take(&app, &caller, &known, &batch, sent, claimed).await
}

/// What was sent, as far as it can be read.
struct Sent {
    marks: Vec<Option<Mark>>,
    people: Vec<Option<(EventId, Arrival)>>,
}

impl Sent {
    fn read(batch: &Batch) -> Self {
        Self {
            marks: batch.marks.iter().map(SentMark::read).collect(),
            people: batch.people.iter().map(SentPerson::read).collect(),
        }
    }

    fn events(&self) -> Vec<EventId> {
        self.people.iter().flatten().map(|(event, _)| *event).collect()
    }

    fn sessions(&self) -> Vec<SessionId> {
        self.marks.iter().flatten().map(|mark| mark.session).collect()
    }
}

/// Somebody else in whose name the marks are brought, and the caller's events in which that is possible.
struct Claimed {
    marker: AccountId,
    events: BTreeSet<EventId>,
}

async fn take(
    app: &AppState,
    caller: &Caller<MarkAttendance>,
    known: &Known,
    batch: &Batch,
    sent: Sent,
    claimed: Option<Claimed>,
) -> Result<Response> {
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
    let people = arrivals(app, caller, known, &batch.people, sent.people).await?;
    let holds = batch.unsent.map(|unsent| unsent.read(server_time)).filter(|_| claimed.is_none());
    let from = Phone { device: &device, holds, claimed };
    let verdicts = deliveries(app, caller, known, &from, sent.marks).await?;
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
    /// In whose name it brings what it sends; `None` for the caller's own.
    claimed: Option<Claimed>,
}

impl Phone<'_> {
    /// In whose name marks of an event are kept, and why they wait; `None` where nothing can be kept.
    fn marks_for(&self, known: &Known, event: EventId, is_over: bool) -> Option<(AccountId, Option<Waits>)> {
        match &self.claimed {
            None => Some((known.account, is_over.then_some(Waits::RightEnded))),
            Some(claimed) if is_over || !claimed.events.contains(&event) => None,
            Some(claimed) => Some((claimed.marker, Some(Waits::Forwarded))),
        }
    }
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
        let Some((marker, waits)) = from.marks_for(known, event, standing.is_over) else { continue };
        let delivery = Delivery {
            waits,
            holds: from.holds.filter(|_| !standing.is_over),
            ..Delivery::new(event, marker, from.device, app.clock.now())
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
