//! The editions' statements.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::model::{Category, EditionPlan, Goal, Level, WavePlan};
use crate::kernel::{
    ids::{EditionId, WaveId},
    origin::Origin,
};

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: EditionId,
    plan: &EditionPlan,
    origin: Origin,
    source: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into editions (id, year, level, name, meeting_label, trainer_label, regions_as_of, target_provinces, target_regencies,
                target_villages, wave_count, wave_min_provinces, wave_max_provinces, data_origin, source)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        id.0,
        plan.year,
        plan.level.code(),
        plan.name,
        plan.meeting_label,
        plan.trainer_label,
        plan.regions_as_of,
        plan.target_provinces,
        plan.target_regencies,
        plan.target_villages,
        plan.wave_count,
        plan.wave_min_provinces,
        plan.wave_max_provinces,
        origin.code(),
        source
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn insert_wave(
    conn: &mut PgConnection,
    edition: EditionId,
    id: WaveId,
    plan: &WavePlan,
    origin: Origin,
    source: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into waves (id, edition_id, number, starts_on, ends_on, data_origin, source) values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        edition.0,
        plan.number,
        plan.starts_on,
        plan.ends_on,
        origin.code(),
        source
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn replace_goals(
    conn: &mut PgConnection,
    edition: EditionId,
    goals: &[Goal],
) -> sqlx::Result<()> {
    sqlx::query!("delete from edition_goals where edition_id = $1", edition.0).execute(&mut *conn).await?;
    let column = |f: fn(&Goal) -> &str| goals.iter().map(|goal| f(goal).to_owned()).collect::<Vec<_>>();
    sqlx::query!(
        "insert into edition_goals (edition_id, number, sentence, short_label, data_origin, source)
         select $1, g.number::integer, g.sentence, g.short_label, g.origin, g.source
           from unnest($2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
                as g (sentence, short_label, origin, source, number)",
        edition.0,
        &column(|goal| &goal.sentence),
        &column(|goal| &goal.short_label),
        &column(|goal| goal.origin.code()),
        &column(|goal| &goal.source)
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn replace_categories(
    conn: &mut PgConnection,
    edition: EditionId,
    categories: &[Category],
) -> sqlx::Result<()> {
    sqlx::query!("delete from edition_categories where edition_id = $1", edition.0)
        .execute(&mut *conn)
        .await?;
    let column = |f: fn(&Category) -> &str| categories.iter().map(|c| f(c).to_owned()).collect::<Vec<_>>();
    sqlx::query!(
        "insert into edition_categories (edition_id, category, label, short_label, quota_percent, note, data_origin, source, position)
         select $1, c.category, c.label, c.short_label, c.quota_percent, c.note, c.origin, c.source, c.position::integer
           from unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::text[], $8::text[]) with ordinality
                as c (category, label, short_label, quota_percent, note, origin, source, position)",
        edition.0,
        &column(|c| &c.category),
        &column(|c| &c.label),
        &column(|c| &c.short_label),
        &categories.iter().map(|c| c.quota_percent).collect::<Vec<_>>(),
        &column(|c| &c.note),
        &column(|c| c.origin.code()),
        &column(|c| &c.source)
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// An edition as it stands.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// The programme year.
    pub year: i32,
    /// How far its meetings reach.
    pub level: Level,
    /// `PLM 2022`.
    pub name: String,
    /// What the meeting is called that year.
    pub meeting_label: String,
    /// What its trainers are called.
    pub trainer_label: String,
    /// The day whose provinces count.
    pub regions_as_of: NaiveDate,
    /// How many provinces it wants to reach.
    pub target_provinces: i32,
    /// How many kabupaten and kota.
    pub target_regencies: i32,
    /// How many villages.
    pub target_villages: i32,
    /// How many waves it has.
    pub wave_count: i32,
    /// The fewest provinces of a wave.
    pub wave_min_provinces: i32,
    /// The most provinces of a wave.
    pub wave_max_provinces: i32,
    /// Counts changes.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: String,
    /// When it was changed last.
    pub changed_at: Option<DateTime<Utc>>,
}

/// Every edition, newest first.
pub(super) async fn list(conn: &mut PgConnection) -> sqlx::Result<Vec<Edition>> {
    sqlx::query_as!(
        Edition,
        r#"select id as "id: EditionId", year, level as "level: Level", name, meeting_label, trainer_label, regions_as_of,
                  target_provinces, target_regencies, target_villages, wave_count, wave_min_provinces, wave_max_provinces,
                  version, changed_by, changed_at
             from editions order by year desc, level limit 200"#
    )
    .fetch_all(conn)
    .await
}

/// One edition.
pub async fn find(conn: &mut PgConnection, edition: EditionId) -> sqlx::Result<Edition> {
    sqlx::query_as!(
        Edition,
        r#"select id as "id: EditionId", year, level as "level: Level", name, meeting_label, trainer_label, regions_as_of,
                  target_provinces, target_regencies, target_villages, wave_count, wave_min_provinces, wave_max_provinces,
                  version, changed_by, changed_at
             from editions where id = $1"#,
        edition.0
    )
    .fetch_one(conn)
    .await
}

/// A wave as it stands.
#[derive(Clone, Debug)]
pub struct Wave {
    /// Its id.
    pub id: WaveId,
    /// 1 is the first.
    pub number: i32,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// Counts changes.
    pub version: i32,
}

/// The waves of an edition in their order.
pub async fn waves(conn: &mut PgConnection, edition: EditionId) -> sqlx::Result<Vec<Wave>> {
    sqlx::query_as!(
        Wave,
        r#"select id as "id: WaveId", number, starts_on, ends_on, version from waves where edition_id = $1 order by number"#,
        edition.0
    )
    .fetch_all(conn)
    .await
}

/// The goals in their order.
pub async fn goals(conn: &mut PgConnection, edition: EditionId) -> sqlx::Result<Vec<Goal>> {
    sqlx::query_as!(
        Goal,
        r#"select sentence, short_label, data_origin as "origin: Origin", source from edition_goals where edition_id = $1 order by number"#,
        edition.0
    )
    .fetch_all(conn)
    .await
}

/// The categories in their order.
pub(super) async fn categories(conn: &mut PgConnection, edition: EditionId) -> sqlx::Result<Vec<Category>> {
    sqlx::query_as!(
        Category,
        r#"select category, label, short_label, quota_percent, note, data_origin as "origin: Origin", source
             from edition_categories where edition_id = $1 order by position"#,
        edition.0
    )
    .fetch_all(conn)
    .await
}

/// Changes an edition that is still at `version`; says whether it was.
pub(super) async fn update(
    conn: &mut PgConnection,
    edition: EditionId,
    version: i32,
    plan: &EditionPlan,
    by: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update editions set year = $3, level = $4, name = $5, meeting_label = $6, trainer_label = $7, regions_as_of = $8,
                target_provinces = $9, target_regencies = $10, target_villages = $11, wave_count = $12, wave_min_provinces = $13,
                wave_max_provinces = $14, changed_by = $15, changed_at = $16, version = version + 1
          where id = $1 and version = $2",
        edition.0,
        version,
        plan.year,
        plan.level.code(),
        plan.name,
        plan.meeting_label,
        plan.trainer_label,
        plan.regions_as_of,
        plan.target_provinces,
        plan.target_regencies,
        plan.target_villages,
        plan.wave_count,
        plan.wave_min_provinces,
        plan.wave_max_provinces,
        by,
        at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
