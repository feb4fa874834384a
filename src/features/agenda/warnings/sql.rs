//! The warnings' statements.

use sqlx::PgConnection;

use super::model::Busy;
use crate::kernel::ids::{EventId, ParticipantId};

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
