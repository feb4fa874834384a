//! The quotas' statements.

use sqlx::PgConnection;

use crate::{db::scope::ProvinceCode, features::registration::people::Category, kernel::ids::EventId};

/// A quota as it stands: whose, of which category, how many, and how often it was changed.
pub(super) struct Quota {
    pub province: ProvinceCode,
    pub category: Category,
    pub places: i32,
    pub version: i32,
}

pub(super) async fn all(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Quota>> {
    sqlx::query_as!(
        Quota,
        r#"select province_code as "province: ProvinceCode", category as "category: Category", places, version
             from category_quotas where event_id = $1"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// Keeps others from changing the event's quotas until the transaction ends.
pub(super) async fn hold(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!("select id from events where id = $1 for update", event.0).fetch_one(conn).await.map(|_| ())
}

/// Sets a quota; says whether that changed anything.
pub(super) async fn set(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    category: Category,
    places: i32,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into category_quotas (event_id, province_code, category, places) values ($1, $2, $3, $4)
         on conflict (event_id, province_code, category)
         do update set places = excluded.places, version = category_quotas.version + 1
         where category_quotas.places <> excluded.places",
        event.0,
        province.as_str(),
        category.code(),
        places
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
