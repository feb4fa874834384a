//! The editions' statements.

use sqlx::PgConnection;

use super::model::{AwardCategory, CategoryLabel, EditionPlan, TemplateSession, WavePlan};
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
