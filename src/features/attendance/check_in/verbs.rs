//! Opening and closing a check-in, and checking in.

use super::{
    model::{CheckedIn, Kind},
    sql,
};
use crate::{
    audit::{Change, Hand},
    auth::check_in,
    db::{Tx, scope::Scope},
    error::{Error, Result},
    features::attendance::{
        model::{Mark, Outcome, Source, State},
        record::{self, Delivery},
        sql::current_state,
    },
    kernel::{
        clock::Clock,
        ids::{EventId, MarkId, ParticipantId, SessionId},
    },
    web::AppState,
};

/// Opens a session's check-in, or gives it a new code.
pub(super) async fn open(tx: &mut Tx, clock: &Clock, at: (EventId, SessionId), kind: Kind) -> Result<()> {
    let mut secret = [0u8; 32];
    getrandom::fill(&mut secret).map_err(|error| Error::Internal(error.to_string().into()))?;
    let hand = Hand::of(tx, clock);
    sql::set_open(tx, at, &secret, kind, &hand).await?;
    Change::new(clock, "check_in.open", at.1).in_event(at.0).after(&kind.code()).record(tx).await
}

/// Closes a session's check-in; a second time changes nothing.
pub(super) async fn close(tx: &mut Tx, clock: &Clock, at: (EventId, SessionId)) -> Result<()> {
    let hand = Hand::of(tx, clock);
    if sql::set_closed(tx, at, &hand).await? {
        Change::new(clock, "check_in.close", at.1).in_event(at.0).record(tx).await?;
    }
    Ok(())
}

/// Marks a person present by the code that they typed. The scope is the person's own.
pub(super) async fn check_in(
    app: &AppState,
    scope: &Scope,
    (event, person): (EventId, ParticipantId),
    session: SessionId,
    typed: &str,
) -> Result<CheckedIn> {
    let Some(typed) = check_in::typed(typed) else { return Ok(CheckedIn::Unreadable) };
    let now = app.clock.now();
    let mut conn = app.db.before_scope().await?;
    let open = check_in::resolve(&mut conn, session, "", now).await?;
    let Some(open) = open.filter(|open| open.event == event) else { return Ok(CheckedIn::Closed) };
    let is_right = open.takes(&typed, now);
    let failures = check_in::count_failures(&mut conn, event, person, !is_right, now).await?;
    drop(conn);
    match is_right {
        true if failures >= check_in::MOST_FAILURES => return Ok(CheckedIn::Wait),
        false if failures > check_in::MOST_FAILURES => return Ok(CheckedIn::Wait),
        false => return Ok(CheckedIn::Wrong),
        true => {}
    }
    let mut tx = app.db.begin(scope).await?;
    if let Some(state) = current_state(&mut tx, event, session, person).await?
        && state.is_present()
    {
        return Ok(CheckedIn::Before(state));
    }
    let mark = Mark {
        id: MarkId::new(),
        session,
        person,
        state: State::Present,
        note: String::new(),
        device_time: now,
        offset_ms: Some(0),
        source: Source::Code,
    };
    let delivery = Delivery::of_oneself(event, person, now);
    let verdict = record::record(&mut tx, &delivery, &[mark]).await?.pop();
    let came = match verdict.map(|verdict| verdict.outcome) {
        Some(Outcome::Stored) => CheckedIn::Present,
        Some(Outcome::Conflict | Outcome::Superseded) => CheckedIn::Differs,
        Some(Outcome::Proposed) => CheckedIn::Proposed,
        _ => return Err(Error::NotFound),
    };
    tx.commit().await?;
    Ok(came)
}
