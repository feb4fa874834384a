//! The officials' statements.

use sqlx::PgConnection;

use crate::{
    db::constraint,
    features::events::model::{ActingStatus, Ceremony, OfficialPlan, Phase},
    kernel::{
        ids::{EventId, OfficialId},
        origin::Origin,
    },
};

/// Who opens or closes an event.
#[derive(Clone, Debug)]
pub struct Official {
    /// Opener or closer.
    pub ceremony: Ceremony,
    /// As planned, or as it was.
    pub phase: Phase,
    /// `Bapak`, `Ibu`, or empty.
    pub honorific: String,
    /// Titles before the name.
    pub title_prefix: String,
    /// The name.
    pub full_name: String,
    /// Titles after the name.
    pub title_suffix: String,
    /// The position held.
    pub position: String,
    /// In what standing.
    pub acting_status: ActingStatus,
    /// For whom the official stands in; may be empty.
    pub represents: String,
    /// A remark.
    pub note: String,
    /// Where the fact comes from.
    pub data_origin: Origin,
    /// Counts changes.
    pub version: i32,
}

impl Official {
    /// `Plt. Kepala Dinas ..., mewakili Kepala ...`
    pub fn standing(&self) -> String {
        let acting = match self.acting_status {
            ActingStatus::Appointed => "",
            ActingStatus::Plt => "Plt. ",
            ActingStatus::Plh => "Plh. ",
            ActingStatus::Pj => "Pj. ",
        };
        let mut out = format!("{acting}{}", self.position);
        if !self.represents.is_empty() {
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str("mewakili ");
            out.push_str(&self.represents);
        }
        out
    }
}

/// The officials of an event: openers before closers, plans before facts.
pub async fn list(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Official>> {
    sqlx::query_as!(
        Official,
        r#"select ceremony as "ceremony: Ceremony", phase as "phase: Phase", honorific, title_prefix,
                  full_name, title_suffix, position, acting_status as "acting_status: ActingStatus", represents, note,
                  data_origin as "data_origin: Origin", version
             from event_officials where event_id = $1
            order by ceremony desc, phase desc"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// Records an official whoever stood there before.
pub(super) async fn put(
    conn: &mut PgConnection,
    event: EventId,
    slot: (Ceremony, Phase),
    plan: &OfficialPlan,
    from: (Origin, &str),
) -> sqlx::Result<()> {
    remove(&mut *conn, event, slot).await?;
    add(conn, event, slot, plan, from).await
}

/// Records an official where none stood; says whether none did.
pub(super) async fn insert(
    conn: &mut PgConnection,
    event: EventId,
    slot: (Ceremony, Phase),
    plan: &OfficialPlan,
) -> sqlx::Result<bool> {
    let added = add(conn, event, slot, plan, (Origin::Real, "")).await;
    constraint::unless_broken(added, "event_officials_once").map(|added| added.is_some())
}

async fn add(
    conn: &mut PgConnection,
    event: EventId,
    (ceremony, phase): (Ceremony, Phase),
    plan: &OfficialPlan,
    (origin, source): (Origin, &str),
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into event_officials (event_id, id, ceremony, phase, honorific, full_name, title_prefix, title_suffix, position,
                acting_status, represents, note, data_origin, source)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        event.0,
        OfficialId::new().0,
        ceremony.code(),
        phase.code(),
        plan.honorific,
        plan.full_name,
        plan.title_prefix,
        plan.title_suffix,
        plan.position,
        plan.acting_status.code(),
        plan.represents,
        plan.note,
        origin.code(),
        source
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes an official who is still at `version`; says whether so.
pub(super) async fn update(
    conn: &mut PgConnection,
    event: EventId,
    (ceremony, phase): (Ceremony, Phase),
    version: i32,
    plan: &OfficialPlan,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update event_officials set honorific = $5, full_name = $6, title_prefix = $7, title_suffix = $8, position = $9,
                acting_status = $10, represents = $11, note = $12, data_origin = 'real', version = version + 1
          where event_id = $1 and ceremony = $2 and phase = $3 and version = $4",
        event.0,
        ceremony.code(),
        phase.code(),
        version,
        plan.honorific,
        plan.full_name,
        plan.title_prefix,
        plan.title_suffix,
        plan.position,
        plan.acting_status.code(),
        plan.represents,
        plan.note
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Removes an official; says whether there was one.
pub(super) async fn remove(
    conn: &mut PgConnection,
    event: EventId,
    (ceremony, phase): (Ceremony, Phase),
) -> sqlx::Result<bool> {
    sqlx::query!(
        "delete from event_officials where event_id = $1 and ceremony = $2 and phase = $3",
        event.0,
        ceremony.code(),
        phase.code()
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
