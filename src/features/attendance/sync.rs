//! Marks from a device, in a batch, as JSON: one outcome per mark, in order.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Datelike as _, Utc};
use serde::{Deserialize, Serialize};

use super::{
    model::{self, Mark, Outcome, Source},
    paths::SyncPath,
    record::{self, Delivery},
};
use crate::{
    auth::permission::MarkAttendance,
    error::Result,
    kernel::ids::{AccountId, MarkId, ParticipantId, SessionId},
    web::{AppState, form::JsonBody, guard::Can},
};

/// The most marks of one request; a device sends the rest in the next.
const MOST: usize = 500;

/// What a device sends.
#[derive(Debug, Deserialize)]
pub struct Batch {
    /// Who marked. Another person's queue is not consumed.
    marker: AccountId,
    /// Server minus device in milliseconds, as measured last.
    #[serde(default)]
    offset_ms: Option<i64>,
    /// Each is read on its own: one that cannot be read blocks nobody.
    marks: Vec<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct SentMark {
    id: MarkId,
    session: SessionId,
    person: ParticipantId,
    state: model::State,
    #[serde(default)]
    note: String,
    device_time: DateTime<Utc>,
    #[serde(default)]
    offset_ms: Option<i64>,
}

impl SentMark {
    /// The mark, unless its clock shows a year that no device lives in. An offset of more than ten years is unknown.
    fn read(sent: &serde_json::Value, batch_offset_ms: Option<i64>) -> Option<Mark> {
        const TEN_YEARS_MS: i64 = 10 * 365 * 24 * 3600 * 1000;
        let sent = Self::deserialize(sent).ok()?;
        if !(2000..2200).contains(&sent.device_time.year()) {
            return None;
        }
        let offset_ms = sent.offset_ms.or(batch_offset_ms);
        Some(Mark {
            id: sent.id,
            session: sent.session,
            person: sent.person,
            state: sent.state,
            note: sent.note.chars().filter(|c| !c.is_control()).take(200).collect(),
            device_time: sent.device_time,
            offset_ms: offset_ms.filter(|ms| ms.abs_diff(0) <= TEN_YEARS_MS.unsigned_abs()),
        })
    }
}

/// What the device is told.
#[derive(Debug, Serialize)]
struct Answer {
    server_time: DateTime<Utc>,
    outcomes: Vec<MarkOutcome>,
}

#[derive(Debug, Serialize)]
struct MarkOutcome {
    /// The id as it was sent.
    id: serde_json::Value,
    outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

/// Takes a batch. 409 when somebody else is signed in than the one who marked: nothing is consumed.
pub async fn receive(
    path: SyncPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    JsonBody(batch): JsonBody<Batch>,
) -> Result<Response> {
    let now = app.clock.now();
    if batch.marker != can.actor.account {
        return Ok((StatusCode::CONFLICT, Json(serde_json::json!({ "error": "marker" }))).into_response());
    }
    if batch.marks.len() > MOST {
        let answer = serde_json::json!({ "error": "too_many", "most": MOST });
        return Ok((StatusCode::PAYLOAD_TOO_LARGE, Json(answer)).into_response());
    }
    let read: Vec<Option<Mark>> =
        batch.marks.iter().map(|sent| SentMark::read(sent, batch.offset_ms)).collect();
    let marks: Vec<Mark> = read.iter().flatten().cloned().collect();
    let delivery = Delivery {
        event: path.event,
        marker: can.actor.account,
        source: Source::List,
        device: "",
        received_at: now,
    };
    let mut tx = app.db.begin(&can.scope).await?;
    let mut verdicts = record::record(&mut tx, &delivery, &marks).await?.into_iter();
    tx.commit().await?;
    let outcomes = batch
        .marks
        .iter()
        .zip(read)
        .map(|(sent, read)| {
            let verdict = read.and_then(|_| verdicts.next());
            let (outcome, code) = match verdict {
                Some(verdict) => (verdict.outcome, verdict.code),
                None => (Outcome::Refused, Some("malformed".to_owned())),
            };
            MarkOutcome { id: sent.get("id").cloned().unwrap_or_default(), outcome, code }
        })
        .collect();
    Ok(Json(Answer { server_time: now, outcomes }).into_response())
}
