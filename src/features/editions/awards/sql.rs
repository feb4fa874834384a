//! The awards' statements.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};

use crate::{
    audit::Hand,
    features::editions::model::{AwardCategory, AwardKind, AwardScope, Criterion, RankScheme},
    kernel::{
        ids::{AwardCategoryId, EditionId},
        origin::Origin,
    },
};

/// An award category as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its id.
    pub id: AwardCategoryId,
    /// What it is.
    pub award: AwardCategory,
    /// Counts changes.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: String,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
}

pub(super) async fn list(conn: &mut PgConnection, edition: EditionId) -> sqlx::Result<Vec<Kept>> {
    kept(conn, edition, None).await
}

/// One category that has not been removed.
pub(super) async fn find(
    conn: &mut PgConnection,
    edition: EditionId,
    id: AwardCategoryId,
) -> sqlx::Result<Kept> {
    kept(conn, edition, Some(id)).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

async fn kept(
    conn: &mut PgConnection,
    edition: EditionId,
    only: Option<AwardCategoryId>,
) -> sqlx::Result<Vec<Kept>> {
    let rows = sqlx::query!(
        r#"select id as "id: AwardCategoryId", name, scope as "scope: AwardScope", kind as "kind: AwardKind",
                  rank_scheme as "rank_scheme: RankScheme", criteria as "criteria: Json<Vec<Criterion>>", version, changed_by, changed_at
             from edition_award_categories
            where edition_id = $1 and ($2::uuid is null or id = $2) and removed_at is null
            order by position, id limit 100"#,
        edition.0,
        only.map(|id| id.0)
    )
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().map(|row| Kept {
        id: row.id,
        award: AwardCategory {
            name: row.name,
            scope: row.scope,
            kind: row.kind,
            rank_scheme: row.rank_scheme,
            criteria: row.criteria.0,
        },
        version: row.version,
        changed_by: row.changed_by,
        changed_at: row.changed_at,
    });
    Ok(rows.collect())
}

/// Adds a category after the others.
pub(super) async fn insert(
    conn: &mut PgConnection,
    edition: EditionId,
    id: AwardCategoryId,
    award: &AwardCategory,
    (origin, source): (Origin, &str),
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into edition_award_categories (edition_id, id, position, name, scope, kind, rank_scheme, criteria, data_origin, source,
                changed_by, changed_at)
         select $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11
           from edition_award_categories where edition_id = $1",
        edition.0,
        id.0,
        award.name,
        award.scope.code(),
        award.kind.code(),
        award.rank_scheme.code(),
        Json(&award.criteria) as _,
        origin.code(),
        source,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes the category if it is still at `version`; says whether it was.
pub(super) async fn update(
    conn: &mut PgConnection,
    edition: EditionId,
    id: AwardCategoryId,
    version: i32,
    award: &AwardCategory,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update edition_award_categories set name = $4, scope = $5, kind = $6, rank_scheme = $7, criteria = $8, changed_by = $9,
                changed_at = $10, version = version + 1
          where edition_id = $1 and id = $2 and version = $3 and removed_at is null",
        edition.0,
        id.0,
        version,
        award.name,
        award.scope.code(),
        award.kind.code(),
        award.rank_scheme.code(),
        Json(&award.criteria) as _,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Removes the category, or brings it back; says whether that changed anything.
pub(super) async fn set_removed(
    conn: &mut PgConnection,
    edition: EditionId,
    id: AwardCategoryId,
    removed: bool,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update edition_award_categories set removed_at = case when $3 then $5::timestamptz end, changed_by = $4, changed_at = $5,
                version = version + 1
          where edition_id = $1 and id = $2 and (removed_at is null) = $3",
        edition.0,
        id.0,
        removed,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Gives an edition the award categories of another.
pub(in crate::features::editions) async fn copy(
    conn: &mut PgConnection,
    from: EditionId,
    to: EditionId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into edition_award_categories (edition_id, position, key, name, scope, kind, rank_scheme, criteria, data_origin, source,
                changed_by, changed_at)
         select $2, position, key, name, scope, kind, rank_scheme, criteria, data_origin, source, changed_by, changed_at
           from edition_award_categories where edition_id = $1 and removed_at is null",
        from.0,
        to.0
    )
    .execute(conn)
    .await
    .map(|_| ())
}
