//! Which migration the database is at.

use sqlx::PgConnection;

pub(super) async fn schema_version(conn: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select schema_version() as "version!""#).fetch_one(conn).await
}
