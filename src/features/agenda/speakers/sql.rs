//! The statements about speakers.

use sqlx::{PgConnection, types::Json};

use super::{
    forms::NewMaterial,
    model::{Material, PublicSpeakers},
};
use crate::{
    audit::Hand,
    kernel::ids::{EventId, MaterialId, ParticipantId, SessionId},
};

/// What somebody tells of themselves.
pub(super) struct Profile {
    pub biodata: String,
    pub version: i32,
}

pub(super) async fn profile(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Option<Profile>> {
    sqlx::query_as!(
        Profile,
        "select biodata, version from speaker_profiles where event_id = $1 and participant_id = $2",
        event.0,
        person.0
    )
    .fetch_optional(conn)
    .await
}

/// Keeps what somebody tells if it is still at `version`, 0 before the first; says whether it was.
pub(super) async fn set_profile(
    conn: &mut PgConnection,
    (event, person): (EventId, ParticipantId),
    version: i32,
    biodata: &str,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into speaker_profiles (event_id, participant_id, province_code, biodata, changed_by, changed_at)
         select p.event_id, p.id, p.province_code, $4, $5, $6 from participants p where p.event_id = $1 and p.id = $2
         on conflict (event_id, participant_id) do update
            set biodata = excluded.biodata, version = speaker_profiles.version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at
          where speaker_profiles.version = $3",
        event.0,
        person.0,
        version,
        biodata,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// The material of an event that was not taken away.
pub async fn materials(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Material>> {
    sqlx::query_as!(
        Material,
        r#"select id as "id: MaterialId", session_id as "session: SessionId", participant_id as "person: ParticipantId", title, url
             from session_materials where event_id = $1 and removed_at is null order by added_at, id limit 1000"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn add(
    conn: &mut PgConnection,
    (event, person): (EventId, ParticipantId),
    id: MaterialId,
    new: &NewMaterial,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into session_materials (event_id, id, session_id, participant_id, province_code, title, url, added_at)
         select p.event_id, $3, $4, p.id, p.province_code, $5, $6, $7 from participants p where p.event_id = $1 and p.id = $2",
        event.0,
        person.0,
        id.0,
        new.session.0,
        new.title,
        new.url,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Takes material away or brings it back: whether that changed anything; no row where there is none. The scope says whose.
pub(super) async fn set_removed(
    conn: &mut PgConnection,
    (event, material): (EventId, MaterialId),
    person: Option<ParticipantId>,
    removed: bool,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let is_removed = sqlx::query_scalar!(
        r#"select removed_at is not null as "removed!" from session_materials
            where event_id = $1 and id = $2 and ($3::uuid is null or participant_id = $3)"#,
        event.0,
        material.0,
        person.map(|person| person.0)
    )
    .fetch_one(&mut *conn)
    .await?;
    if is_removed == removed {
        return Ok(false);
    }
    sqlx::query!(
        "update session_materials set removed_at = case when $3 then $4::timestamptz end, removed_by = case when $3 then $5 end
          where event_id = $1 and id = $2",
        event.0,
        material.0,
        removed,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// What anybody may read of the speakers of an announced event.
pub async fn of_public(conn: &mut PgConnection, event: EventId) -> sqlx::Result<PublicSpeakers> {
    sqlx::query_scalar!(r#"select public_speakers($1) as "told: Json<PublicSpeakers>""#, event.0)
        .fetch_one(conn)
        .await
        .map(|told| told.map(|Json(told)| told).unwrap_or_default())
}
