//! The editions' statements.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::model::{AwardCategory, CategoryLabel, EditionPlan, Level, TemplateSession, WavePlan};
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
    goals: &[String],
) -> sqlx::Result<()> {
    sqlx::query!("delete from edition_goals where edition_id = $1", edition.0).execute(&mut *conn).await?;
    sqlx::query!(
        "insert into edition_goals (edition_id, number, sentence)
         select $1, g.number::integer, g.sentence from unnest($2::text[]) with ordinality as g (sentence, number)",
        edition.0,
        goals
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn replace_categories(
    conn: &mut PgConnection,
    edition: EditionId,
    labels: &[CategoryLabel],
) -> sqlx::Result<()> {
    let (codes, names): (Vec<String>, Vec<String>) =
        labels.iter().map(|label| (label.category.clone(), label.label.clone())).unzip();
    sqlx::query!("delete from edition_categories where edition_id = $1", edition.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into edition_categories (edition_id, category, label, position)
         select $1, c.category, c.label, c.position::integer
           from unnest($2::text[], $3::text[]) with ordinality as c (category, label, position)",
        edition.0,
        &codes,
        &names
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn replace_awards(
    conn: &mut PgConnection,
    edition: EditionId,
    awards: &[AwardCategory],
) -> sqlx::Result<()> {
    sqlx::query!("delete from edition_award_categories where edition_id = $1", edition.0)
        .execute(&mut *conn)
        .await?;
    let list = serde_json::to_value(awards).unwrap_or_default();
    sqlx::query!(
        "insert into edition_award_categories (edition_id, position, name, scope, kind, rank_scheme, criteria)
         select $1, a.position::integer, a.award ->> 'name', a.award ->> 'scope', a.award ->> 'kind', a.award ->> 'rank_scheme', a.award -> 'criteria'
           from jsonb_array_elements($2) with ordinality as a (award, position)",
        edition.0,
        list
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn replace_template(
    conn: &mut PgConnection,
    edition: EditionId,
    sessions: &[TemplateSession],
) -> sqlx::Result<()> {
    sqlx::query!("delete from agenda_template_sessions where edition_id = $1", edition.0)
        .execute(&mut *conn)
        .await?;
    for (position, session) in (1_i32..).zip(sessions) {
        sqlx::query!(
            "insert into agenda_template_sessions (edition_id, position, day_offset, starts_at, ends_at, kind, title, room, goals, strategies, takes_attendance)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            edition.0,
            position,
            session.day_offset,
            session.starts_at,
            session.ends_at,
            session.kind,
            session.title,
            session.room,
            &session.goals,
            &session.strategies,
            session.takes_attendance
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
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

/// The goals in their order, and the categories' labels by code.
pub(super) async fn goals_and_categories(
    conn: &mut PgConnection,
    edition: EditionId,
) -> sqlx::Result<(Vec<String>, Vec<CategoryLabel>)> {
    let goals = sqlx::query_scalar!(
        "select sentence from edition_goals where edition_id = $1 order by number",
        edition.0
    )
    .fetch_all(&mut *conn)
    .await?;
    let categories = sqlx::query_as!(
        CategoryLabel,
        "select category, label from edition_categories where edition_id = $1 order by position",
        edition.0
    )
    .fetch_all(conn)
    .await?;
    Ok((goals, categories))
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

/// Copies what no form asks for: the awards with their criteria, and the agenda template.
pub(super) async fn copy_awards_and_template(
    conn: &mut PgConnection,
    from: EditionId,
    to: EditionId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into edition_award_categories (edition_id, position, key, name, scope, kind, rank_scheme, criteria, data_origin, source)
         select $2, position, key, name, scope, kind, rank_scheme, criteria, data_origin, source
           from edition_award_categories where edition_id = $1",
        from.0,
        to.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into agenda_template_sessions (edition_id, position, day_offset, starts_at, ends_at, kind, title, room, goals, strategies,
                takes_attendance, data_origin, source)
         select $2, position, day_offset, starts_at, ends_at, kind, title, room, goals, strategies, takes_attendance, data_origin, source
           from agenda_template_sessions where edition_id = $1",
        from.0,
        to.0
    )
    .execute(conn)
    .await
    .map(|_| ())
}
