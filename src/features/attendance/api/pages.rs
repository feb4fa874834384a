//! What devices read.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    actions,
    forms::{Refusal, SentMark, SentPerson},
    model::RosterData,
    paths::{EventsPath, OpenApiPath, RosterPath},
    sql,
};
use crate::{
    auth::permission::{AddWalkIn, MarkAttendance, Permission as _, Role},
    error::{Error, Result},
    features::tenants,
    kernel::{
        ids::{AccountId, EventId},
        place::Place,
        zone::Zone,
    },
    web::{
        AppState, etag,
        form::Query,
        guard::{Anyone, Caller},
    },
};

/// The events in which somebody may mark.
#[derive(Debug, Serialize, ToSchema)]
pub struct Duties {
    /// The server's clock.
    server_time: DateTime<Utc>,
    /// Who is signed in.
    #[schema(value_type = uuid::Uuid)]
    marker: AccountId,
    /// Full name.
    name: String,
    /// In order of their days; of an office the last fifty.
    events: Vec<EventToMark>,
}

/// An event in which somebody may mark.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventToMark {
    #[schema(value_type = uuid::Uuid)]
    id: EventId,
    title: String,
    /// The first part of its pages' addresses for this person.
    place: String,
    /// WIB, WITA or WIT.
    #[schema(value_type = String)]
    zone: Zone,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// Whether this person may add people at the door.
    may_add: bool,
}

/// The events in which the caller may mark.
#[utoipa::path(get, path = "/api/v1/attendance/events", responses(
    (status = 200, body = Duties),
    (status = 401, description = "Nobody is signed in", body = Refusal)))]
pub async fn events(
    _: EventsPath,
    caller: Caller<MarkAttendance>,
    State(app): State<AppState>,
) -> Result<Json<Duties>> {
    let known = caller.everywhere(&app).await?;
    let mut events = Vec::with_capacity(known.events.len());
    for event in &known.events {
        let Some(standing) = caller.standing(&known, event).filter(|standing| !standing.is_over) else {
            continue;
        };
        let is_facilitator = standing.role == Role::Facilitator;
        let may_add = AddWalkIn::ROLES.contains(&standing.role)
            && (!is_facilitator || {
                let mut tx = app.db.begin(&standing.scope).await?;
                tenants::facilitators_add_people(&mut tx, &event.host).await?
            });
        let place = if is_facilitator { Place::Duties } else { Place::Office(event.host_slug.clone()) };
        events.push(EventToMark {
            id: event.id,
            title: event.title.clone(),
            place: place.to_string(),
            zone: event.zone,
            starts_on: event.starts_on,
            ends_on: event.ends_on,
            may_add,
        });
    }
    Ok(Json(Duties { server_time: app.clock.now(), marker: known.account, name: known.name, events }))
}

/// From where on a roster is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Since {
    since: Option<String>,
}

/// What a roll call needs of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct Roster {
    /// The server's clock.
    server_time: DateTime<Utc>,
    /// To ask for what changes from here on.
    cursor: String,
    /// Whether this is everything, and not only what changed.
    is_whole: bool,
    #[serde(flatten)]
    data: RosterData,
}

/// The roster of an event, guests' participants included, or what changed of it since a cursor: repeats are allowed, gaps not.
/// Its tag is about the data alone.
#[utoipa::path(get, path = "/api/v1/attendance/events/{event}/roster",
    params(("event" = uuid::Uuid, Path, description = "The event"),
           ("since" = Option<String>, Query, description = "A cursor of an earlier answer")),
    responses(
        (status = 200, body = Roster, headers(("ETag" = String, description = "About the data alone"))),
        (status = 304, description = "The caller has this already"),
        (status = 401, description = "Nobody is signed in", body = Refusal),
        (status = 404, description = "Not an event in which the caller may mark", body = Refusal)))]
pub async fn roster(
    path: RosterPath,
    caller: Caller<MarkAttendance>,
    State(app): State<AppState>,
    Query(asked): Query<Since>,
    headers: HeaderMap,
) -> Result<Response> {
    let known = caller.known(&app, &[path.event], &[]).await?;
    let event = known.event(path.event).ok_or(Error::NotFound)?;
    let standing =
        caller.standing(&known, event).filter(|standing| !standing.is_over).ok_or(Error::NotFound)?;
    let mut tx = app.db.begin(&standing.scope).await?;
    let cursor = sql::cursor(&mut tx).await?;
    let since = asked.since.as_deref().and_then(|since| cursor.reaches_back_to(since));
    let data = RosterData {
        sessions: sql::sessions(&mut tx, path.event, event.zone, since).await?,
        participants: sql::participants(&mut tx, path.event, since).await?,
        states: sql::states(&mut tx, path.event, since).await?,
    };
    drop(tx);
    let tag = etag::of(&serde_json::to_vec(&data).map_err(|error| Error::Internal(error.into()))?);
    let kept = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    if etag::is_known(&headers, &tag) {
        return Ok((axum::http::StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let roster =
        Roster { server_time: app.clock.now(), cursor: cursor.to_string(), is_whole: since.is_none(), data };
    Ok((kept, Json(roster)).into_response())
}

/// The description of the interface, drawn from its types.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sejawat",
        version = "1",
        description = "Attendance for programs. Signed in by the cookie that the sign-in page gives."
    ),
    paths(events, roster, actions::sync, actions::forward),
    components(schemas(SentMark, SentPerson))
)]
struct Description;

/// The interface as `OpenAPI` 3.1.
pub async fn openapi(_: OpenApiPath, _: Anyone) -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}
