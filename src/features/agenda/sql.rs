//! The agenda's statements.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{SessionKind, SessionPlan, Strategy};
use crate::{
    audit::Hand,
    features::registration::PersonKind,
    kernel::ids::{EventId, ParticipantId, SessionId},
};

/// A session as it stands.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// What happens.
    pub kind: SessionKind,
    /// Its title.
    pub title: String,
    /// Where; may be empty.
    pub room: String,
    /// What to wear; may be empty.
    pub dress_code: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Which goals it serves.
    pub goals: Vec<i32>,
    /// The codes of the strategies it is about.
    pub strategies: Vec<String>,
    /// Whether presence is marked.
    pub takes_attendance: bool,
    /// Whether it keeps its hour when the day runs late.
    pub is_fixed: bool,
    /// When its attendance was closed.
    pub locked_at: Option<DateTime<Utc>>,
    /// Counts changes.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: String,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// Who leads it.
    pub leader_ids: Vec<Uuid>,
    /// Their names, in the same order.
    pub leader_names: Vec<String>,
    /// Who moderates it.
    pub moderator_ids: Vec<Uuid>,
    /// Their names, in the same order.
    pub moderator_names: Vec<String>,
}

/// The sessions of an event that have not been removed, in their order.
pub async fn list_for_event(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Session>> {
    sessions(conn, event, None).await
}

/// One session that has not been removed.
pub async fn find(conn: &mut PgConnection, event: EventId, session: SessionId) -> sqlx::Result<Session> {
    sessions(conn, event, Some(session)).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// The event's sessions, all or one. Whoever was merged leads or moderates as their survivor; whoever does both by that leads.
async fn sessions(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<SessionId>,
) -> sqlx::Result<Vec<Session>> {
    sqlx::query_as!(
        Session,
        r#"select s.id as "id: SessionId", s.kind as "kind: SessionKind", s.title, s.room, s.dress_code,
                  s.starts_at, s.ends_at, s.goals, s.strategies, s.takes_attendance, s.is_fixed, s.locked_at, s.version, s.changed_by, s.changed_at,
                  coalesce(array_agg(p.id order by p.position) filter (where p.role = 'leads'), '{}') as "leader_ids!",
                  coalesce(array_agg(p.full_name order by p.position) filter (where p.role = 'leads'), '{}') as "leader_names!",
                  coalesce(array_agg(p.id order by p.position) filter (where p.role = 'moderates'), '{}') as "moderator_ids!",
                  coalesce(array_agg(p.full_name order by p.position) filter (where p.role = 'moderates'), '{}') as "moderator_names!"
             from sessions s
             left join lateral (
               select p.id, p.full_name, min(l.position) as position, min(l.role) as role
                 from session_leaders l
                 join participants a on a.event_id = l.event_id and a.id = l.participant_id
                 join participants p on p.event_id = a.event_id and p.id = coalesce(a.merged_into, a.id)
                where l.event_id = s.event_id and l.session_id = s.id
                group by p.event_id, p.id) p on true
            where s.event_id = $1 and ($2::uuid is null or s.id = $2) and s.removed_at is null
            group by s.event_id, s.id
            order by s.starts_at, s.ends_at, s.id"#,
        event.0,
        only.map(|session| session.0)
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    event: EventId,
    id: SessionId,
    plan: &SessionPlan,
    batch: Option<Uuid>,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into sessions (event_id, id, kind, title, room, dress_code, starts_at, ends_at, goals, strategies, takes_attendance, is_fixed,
                template_batch, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        event.0,
        id.0,
        plan.kind.code(),
        plan.title,
        plan.room,
        plan.dress_code,
        plan.starts_at,
        plan.ends_at,
        &plan.goals,
        &codes(&plan.strategies),
        plan.takes_attendance,
        plan.is_fixed,
        batch,
        hand.by,
        hand.at
    )
    .execute(&mut *conn)
    .await?;
    set_leaders(conn, event, id, plan).await
}

/// Changes the session if it is still at `version`; says whether it was.
pub(super) async fn update(
    conn: &mut PgConnection,
    event: EventId,
    id: SessionId,
    version: i32,
    plan: &SessionPlan,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update sessions set kind = $4, title = $5, room = $6, dress_code = $7, starts_at = $8, ends_at = $9, goals = $10,
                strategies = $11, takes_attendance = $12, is_fixed = $13, changed_by = $14, changed_at = $15, version = version + 1
          where event_id = $1 and id = $2 and version = $3 and removed_at is null and locked_at is null",
        event.0,
        id.0,
        version,
        plan.kind.code(),
        plan.title,
        plan.room,
        plan.dress_code,
        plan.starts_at,
        plan.ends_at,
        &plan.goals,
        &codes(&plan.strategies),
        plan.takes_attendance,
        plan.is_fixed,
        hand.by,
        hand.at
    )
    .execute(&mut *conn)
    .await?
    .rows_affected()
        == 1;
    if changed {
        set_leaders(conn, event, id, plan).await?;
    }
    Ok(changed)
}

fn codes(strategies: &[Strategy]) -> Vec<String> {
    strategies.iter().map(|strategy| strategy.code().to_owned()).collect()
}

/// Only people of the same event that the scope sees can lead or moderate; other ids fall away.
async fn set_leaders(
    conn: &mut PgConnection,
    event: EventId,
    session: SessionId,
    plan: &SessionPlan,
) -> sqlx::Result<()> {
    let leads = plan.leaders.iter().map(|person| (person.0, "leads"));
    let moderates = plan.moderators.iter().map(|person| (person.0, "moderates"));
    let (ids, roles): (Vec<Uuid>, Vec<String>) =
        leads.chain(moderates).map(|(id, role)| (id, role.to_owned())).unzip();
    sqlx::query!("delete from session_leaders where event_id = $1 and session_id = $2", event.0, session.0)
        .execute(&mut *conn)
        .await?;
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into session_leaders (event_id, session_id, participant_id, position, role)
         select $1, $2, coalesce(p.merged_into, p.id), wanted.position, wanted.role
           from unnest($3::uuid[], $4::text[]) with ordinality as wanted (id, role, position)
           join participants p on p.event_id = $1 and p.id = wanted.id
          order by wanted.position
         on conflict do nothing",
        event.0,
        session.0,
        &ids,
        &roles
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Removes the session; says whether it was there.
pub(super) async fn remove(
    conn: &mut PgConnection,
    event: EventId,
    id: SessionId,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update sessions set removed_at = $3, changed_by = $4, changed_at = $3, version = version + 1
          where event_id = $1 and id = $2 and removed_at is null and locked_at is null",
        event.0,
        id.0,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Brings a removed session back; says whether it was removed.
pub(super) async fn restore(
    conn: &mut PgConnection,
    event: EventId,
    id: SessionId,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update sessions set removed_at = null, changed_by = $4, changed_at = $3, version = version + 1
          where event_id = $1 and id = $2 and removed_at is not null",
        event.0,
        id.0,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Locks the event's agenda against another taking over of the template, and says whether it is still empty.
pub(super) async fn is_empty_and_held(conn: &mut PgConnection, event: EventId) -> sqlx::Result<bool> {
    sqlx::query!("select id from events where id = $1 for update", event.0).fetch_one(&mut *conn).await?;
    sqlx::query_scalar!(
        r#"select not exists (select from sessions where event_id = $1 and removed_at is null) as "empty!""#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// Removes what one taking over of the template made and nobody has touched since, nor used: presented, marked or written in.
pub(super) async fn remove_batch(
    conn: &mut PgConnection,
    event: EventId,
    batch: Uuid,
    hand: &Hand,
) -> sqlx::Result<u64> {
    sqlx::query!(
        "update sessions set removed_at = $3, changed_by = $4, changed_at = $3, version = version + 1
          where event_id = $1 and template_batch = $2 and version = 1 and removed_at is null and locked_at is null
            and not exists (select from session_slots u where u.event_id = $1 and u.session_id = sessions.id)
            and not exists (select from attendance_marks u where u.event_id = $1 and u.session_id = sessions.id)
            and not exists (select from minute_entries u where u.event_id = $1 and u.session_id = sessions.id)
            and not exists (select from minute_comments u where u.event_id = $1 and u.session_id = sessions.id)",
        event.0,
        batch,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// Whether anybody may read of the event.
pub(super) async fn is_announced(conn: &mut PgConnection, event: EventId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select is_announced(status, resumes_as) as "announced!" from events where id = $1"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// How many sessions of one taking over of the template still stand.
pub(super) async fn batch_left(conn: &mut PgConnection, event: EventId, batch: Uuid) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "left!" from sessions where event_id = $1 and template_batch = $2 and removed_at is null"#,
        event.0,
        batch
    )
    .fetch_one(conn)
    .await
}

/// How many sessions stand in the event's agenda.
pub(super) async fn count(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from sessions where event_id = $1 and removed_at is null"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// A person who can lead a session.
#[derive(Clone, Debug)]
pub(super) struct Leader {
    pub id: ParticipantId,
    pub title_prefix: String,
    pub full_name: String,
    pub title_suffix: String,
    pub job_title: String,
    pub kind: PersonKind,
}

pub(super) async fn possible_leaders(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Leader>> {
    sqlx::query_as!(
        Leader,
        r#"select id as "id: ParticipantId", title_prefix, full_name, title_suffix, job_title, kind as "kind: PersonKind" from participants
            where event_id = $1 and kind in ('fasilitator', 'narasumber', 'pejabat', 'panitia', 'konsultan')
              and status in ('invited', 'registered', 'confirmed')
            order by array_position(array['fasilitator', 'narasumber', 'pejabat', 'konsultan', 'panitia'], kind), lower(full_name)
            limit 100"#,
        event.0
    )
    .fetch_all(conn)
    .await
}
