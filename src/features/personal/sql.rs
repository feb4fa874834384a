//! Statements about personal links and the personal page.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    auth::token,
    error::{Error, Result},
    features::attendance::model::State,
    kernel::ids::{EventId, ParticipantId, SessionId},
};

/// A link that was just made: its secret is shown once and then forgotten.
#[derive(Debug)]
pub struct MadeLink {
    /// The secret of the URL.
    pub secret: String,
    /// The code that the office reads out.
    pub code: String,
}

/// Makes a person's link; one that counted before is revoked.
pub async fn make_link(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
    by: &str,
    now: DateTime<Utc>,
) -> Result<MadeLink> {
    make_link_with_code(conn, event, person, by, now, token::four_digits()?).await
}

/// The same with a code that is known beforehand, for the demo.
pub async fn make_link_with_code(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
    by: &str,
    now: DateTime<Utc>,
    code: String,
) -> Result<MadeLink> {
    let secret = token::fresh()?;
    revoke_link(conn, event, person, now).await?;
    let made = sqlx::query!(
        "insert into personal_links (event_id, id, participant_id, province_code, token_hash, code, made_by, made_at, expires_at)
         select p.event_id, $3, p.id, p.province_code, $4, $5, $6, $7::timestamptz, greatest(e.ends_on::timestamptz, $7::timestamptz) + interval '12 months'
           from participants p join events e on e.id = p.event_id
          where p.event_id = $1 and p.id = $2 and p.status not in ('replaced', 'cancelled', 'declined', 'refused', 'merged')",
        event.0,
        person.0,
        Uuid::now_v7(),
        token::hash(&secret),
        code,
        by,
        now
    )
    .execute(conn)
    .await?;
    if made.rows_affected() == 1 { Ok(MadeLink { secret, code }) } else { Err(Error::NotFound) }
}

/// Revokes the link that counts; says whether there was one.
pub(super) async fn revoke_link(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update personal_links set revoked_at = $3 where event_id = $1 and participant_id = $2 and revoked_at is null",
        event.0,
        person.0,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// The link that counts, without its secret.
pub(super) struct LinkState {
    pub code: String,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(super) async fn link_state(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Option<LinkState>> {
    sqlx::query_as!(
        LinkState,
        "select code, made_by, made_at, expires_at from personal_links
          where event_id = $1 and participant_id = $2 and revoked_at is null",
        event.0,
        person.0
    )
    .fetch_optional(conn)
    .await
}

/// The person as the office knows them.
pub(super) struct Person {
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub agency_name: String,
    pub phone: Option<String>,
}

pub(super) async fn person(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Person> {
    sqlx::query_as!(
        Person,
        r#"select p.full_name, p.title_prefix, p.title_suffix, p.agency_name, d.phone as "phone?"
             from participants p
             left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
            where p.event_id = $1 and p.id = $2 and p.merged_into is null"#,
        event.0,
        person.0
    )
    .fetch_one(conn)
    .await
}

/// The person's state in each session that has one.
pub(super) async fn states(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Vec<(SessionId, State)>> {
    let rows = sqlx::query!(
        r#"select session_id as "session: SessionId", state as "state: State" from attendance_states
            where event_id = $1 and participant_id = $2 limit 500"#,
        event.0,
        person.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.session, row.state)).collect())
}
