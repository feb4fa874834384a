//! Marks from a device, in a batch, as JSON: one outcome per mark, in order.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
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
    marks: Vec<SentMark>,
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

/// What the device is told.
#[derive(Debug, Serialize)]
struct Answer {
    server_time: DateTime<Utc>,
    outcomes: Vec<MarkOutcome>,
}

#[derive(Debug, Serialize)]
struct MarkOutcome {
    id: MarkId,
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
        return Ok((
            StatusCode::PAYLOAD_TOO_LARGE,
            Json(serde_json::json!({ "error": "too_many", "most": MOST })),
        )
            .into_response());
    }
    let marks: Vec<Mark> = batch
        .marks
        .into_iter()
        .map(|sent| Mark {
            id: sent.id,
            session: sent.session,
            person: sent.person,
            state: sent.state,
            note: sent.note.chars().filter(|c| !c.is_control()).take(200).collect(),
            device_time: sent.device_time,
            offset_ms: sent.offset_ms.or(batch.offset_ms),
        })
        .collect();
    let delivery = Delivery {
        event: path.event,
        marker: can.actor.account,
        source: Source::List,
        device: "",
        received_at: now,
    };
    let mut tx = app.db.begin(&can.scope).await?;
    let verdicts = record::record(&mut tx, &delivery, &marks).await?;
    tx.commit().await?;
    let outcomes = marks
        .iter()
        .zip(verdicts)
        .map(|(mark, verdict)| MarkOutcome { id: mark.id, outcome: verdict.outcome, code: verdict.code })
        .collect();
    Ok(Json(Answer { server_time: now, outcomes }).into_response())
}
