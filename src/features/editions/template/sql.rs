//! The template's statements.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    audit::Hand,
    features::editions::model::{SessionKind, TemplateKind, TemplateSession},
    kernel::{
        ids::{EditionId, TemplateSessionId},
        origin::Origin,
    },
};

/// A session of the template as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its id.
    pub id: TemplateSessionId,
    /// To which template it belongs.
    pub template: TemplateKind,
    /// What it is.
    pub session: TemplateSession,
    /// Counts changes.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: String,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
}

/// A template of an edition, in the order of the days.
pub async fn list(
    conn: &mut PgConnection,
    edition: EditionId,
    template: TemplateKind,
) -> sqlx::Result<Vec<Kept>> {
    kept(conn, edition, Some(template), None).await
}

/// Which templates of an edition have sessions.
pub async fn filled(conn: &mut PgConnection, edition: EditionId) -> sqlx::Result<Vec<TemplateKind>> {
    sqlx::query_scalar!(
        r#"select distinct event_kind as "kind: TemplateKind" from agenda_template_sessions
            where edition_id = $1 and removed_at is null"#,
        edition.0
    )
    .fetch_all(conn)
    .await
}

/// One session that has not been removed.
pub(super) async fn find(
    conn: &mut PgConnection,
    edition: EditionId,
    id: TemplateSessionId,
) -> sqlx::Result<Kept> {
    kept(conn, edition, None, Some(id)).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

async fn kept(
    conn: &mut PgConnection,
    edition: EditionId,
    template: Option<TemplateKind>,
    only: Option<TemplateSessionId>,
) -> sqlx::Result<Vec<Kept>> {
    let rows = sqlx::query!(
        r#"select id as "id: TemplateSessionId", event_kind as "template: TemplateKind", day_offset, starts_at, ends_at, kind as "kind: SessionKind", title, room, goals,
                  strategies, takes_attendance, is_fixed, version, changed_by, changed_at
             from agenda_template_sessions
            where edition_id = $1 and ($2::uuid is null or id = $2) and ($3::text is null or event_kind = $3) and removed_at is null
            order by day_offset, starts_at, position, id limit 500"#,
        edition.0,
        only.map(|id| id.0),
        template.map(TemplateKind::code)
    )
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().map(|row| Kept {
        id: row.id,
        template: row.template,
        session: TemplateSession {
            day_offset: row.day_offset,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            kind: row.kind,
            title: row.title,
            room: row.room,
            goals: row.goals,
            strategies: row.strategies,
            takes_attendance: row.takes_attendance,
            is_fixed: row.is_fixed,
        },
        version: row.version,
        changed_by: row.changed_by,
        changed_at: row.changed_at,
    });
    Ok(rows.collect())
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    (edition, template): (EditionId, TemplateKind),
    id: TemplateSessionId,
    session: &TemplateSession,
    (origin, source): (Origin, &str),
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into agenda_template_sessions (edition_id, id, day_offset, starts_at, ends_at, kind, title, room, goals, strategies,
                takes_attendance, is_fixed, data_origin, source, changed_by, changed_at, event_kind)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        edition.0,
        id.0,
        session.day_offset,
        session.starts_at,
        session.ends_at,
        session.kind.code(),
        session.title,
        session.room,
        &session.goals,
        &session.strategies,
        session.takes_attendance,
        session.is_fixed,
        origin.code(),
        source,
        hand.by,
        hand.at,
        template.code()
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes the session if it is still at `version`; says whether it was.
pub(super) async fn update(
    conn: &mut PgConnection,
    edition: EditionId,
    id: TemplateSessionId,
    version: i32,
    session: &TemplateSession,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update agenda_template_sessions set day_offset = $4, starts_at = $5, ends_at = $6, kind = $7, title = $8, room = $9,
                goals = $10, strategies = $11, takes_attendance = $12, is_fixed = $13, changed_by = $14, changed_at = $15, version = version + 1
          where edition_id = $1 and id = $2 and version = $3 and removed_at is null",
        edition.0,
        id.0,
        version,
        session.day_offset,
        session.starts_at,
        session.ends_at,
        session.kind.code(),
        session.title,
        session.room,
        &session.goals,
        &session.strategies,
        session.takes_attendance,
        session.is_fixed,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Removes the session, or brings it back; says whether that changed anything.
pub(super) async fn set_removed(
    conn: &mut PgConnection,
    edition: EditionId,
    id: TemplateSessionId,
    removed: bool,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update agenda_template_sessions set removed_at = case when $3 then $5::timestamptz end, changed_by = $4, changed_at = $5,
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

/// Gives an edition the templates of another.
pub(in crate::features::editions) async fn copy(
    conn: &mut PgConnection,
    from: EditionId,
    to: EditionId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into agenda_template_sessions (edition_id, event_kind, position, day_offset, starts_at, ends_at, kind, title, room, goals, strategies,
                takes_attendance, is_fixed, data_origin, source, changed_by, changed_at)
         select $2, event_kind, position, day_offset, starts_at, ends_at, kind, title, room, goals, strategies, takes_attendance, is_fixed, data_origin, source,
                changed_by, changed_at
           from agenda_template_sessions where edition_id = $1 and removed_at is null",
        from.0,
        to.0
    )
    .execute(conn)
    .await
    .map(|_| ())
}
