//! The warnings' statements.

use sqlx::PgConnection;
use uuid::Uuid;

use super::model::Busy;
use crate::{
    audit::Hand,
    kernel::ids::{EventId, ParticipantId, SessionId, WarningId},
};

/// How many participants are expected.
pub(super) async fn expected(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "people!" from participants
            where event_id = $1 and kind = 'peserta' and status in ('invited', 'registered', 'confirmed')"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// When people who lead or moderate in the event are needed in others at the same time.
pub(super) async fn busy_elsewhere(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Busy>> {
    sqlx::query_as!(
        Busy,
        r#"select participant_id as "person!: ParticipantId", starts_at as "starts_at!", ends_at as "ends_at!"
             from busy_elsewhere($1)"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// Those of these warnings that somebody has settled.
pub(super) async fn ignored(
    conn: &mut PgConnection,
    event: EventId,
    warnings: &[WarningId],
) -> sqlx::Result<Vec<WarningId>> {
    let ids: Vec<Uuid> = warnings.iter().map(|warning| warning.0).collect();
    sqlx::query_scalar!(
        r#"select id as "id: WarningId" from agenda_warnings_ignored where event_id = $1 and id = any($2) and ignored"#,
        event.0,
        &ids
    )
    .fetch_all(conn)
    .await
}

/// Keeps that a warning is settled; says whether it was not.
pub(super) async fn ignore(
    conn: &mut PgConnection,
    event: EventId,
    warning: WarningId,
    session: SessionId,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into agenda_warnings_ignored as kept (event_id, id, session_id, changed_by, changed_at)
         values ($1, $2, $3, $4, $5)
         on conflict (event_id, id) do update
            set ignored = true, session_id = excluded.session_id, changed_by = excluded.changed_by, changed_at = excluded.changed_at
          where not kept.ignored",
        event.0,
        warning.0,
        session.0,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Keeps that a warning is to be told again; says whether it was settled.
pub(super) async fn tell(
    conn: &mut PgConnection,
    event: EventId,
    warning: WarningId,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update agenda_warnings_ignored set ignored = false, changed_by = $3, changed_at = $4
          where event_id = $1 and id = $2 and ignored",
        event.0,
        warning.0,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
