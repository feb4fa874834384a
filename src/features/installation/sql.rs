//! The installation's one row.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// When the demo was seeded, and the programme's time at that moment. `None` when this is no demo.
pub async fn demo_start(conn: &mut PgConnection) -> sqlx::Result<Option<(DateTime<Utc>, DateTime<Utc>)>> {
    let row =
        sqlx::query!("select demo_seeded_at, demo_programme_start from installation").fetch_one(conn).await?;
    Ok(row.demo_seeded_at.zip(row.demo_programme_start))
}

/// Makes this installation a demo whose programme stands at `programme` when the real time is `now`.
pub async fn mark_as_demo(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    programme: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("update installation set demo_seeded_at = $1, demo_programme_start = $2", now, programme)
        .execute(conn)
        .await
        .map(|_| ())
}
