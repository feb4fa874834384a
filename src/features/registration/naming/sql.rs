//! The statements of a delegation link. Row-level security keeps them to one invitation and whom it named.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::model::NamingPlan;
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    features::registration::{
        delegations::Answer,
        people::{Category, Status},
    },
    kernel::{
        ids::{DelegationId, EventId, LibraryId, ParticipantId},
        names,
    },
};

/// Which invitation, of which event.
pub(super) type Key = (EventId, DelegationId);

/// The invitation as its library sees it.
#[derive(Clone, Debug)]
pub(super) struct Invitation {
    pub province: ProvinceCode,
    pub library: LibraryId,
    pub library_name: String,
    pub category: Category,
    pub places: i32,
    pub closes_on: NaiveDate,
    pub answer: Answer,
    pub answer_reason: String,
    pub answered_at: Option<DateTime<Utc>>,
    /// Whom to ask.
    pub office: String,
    pub office_phone: String,
}

pub(super) async fn invitation(conn: &mut PgConnection, (event, id): Key) -> sqlx::Result<Invitation> {
    sqlx::query_as!(
        Invitation,
        r#"select d.province_code as "province: ProvinceCode", d.library_id as "library: LibraryId", d.library_name,
                  d.category as "category: Category", d.places, coalesce(d.closes_on, e.programme_starts_on) as "closes_on!",
                  d.answer as "answer: Answer", d.answer_reason, d.answered_at, t.official_name as office, t.phone as office_phone
             from delegations d join events e on e.id = d.event_id join tenants t on t.province_code = d.province_code
            where d.event_id = $1 and d.id = $2"#,
        event.0,
        id.0
    )
    .fetch_one(conn)
    .await
}

/// Holds the invitation until the transaction ends: two browsers name one after the other.
pub(super) async fn hold(conn: &mut PgConnection, (event, id): Key) -> sqlx::Result<()> {
    sqlx::query!("select id from delegations where event_id = $1 and id = $2 for update", event.0, id.0)
        .fetch_one(conn)
        .await
        .map(|_| ())
}

/// Somebody whom the library named.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub id: ParticipantId,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub sex: String,
    pub delegation_role: String,
    pub job_title: String,
    pub phone: String,
    pub status: Status,
    pub version: i32,
    /// Whether nobody but the PIC has changed the row.
    pub is_own: bool,
    pub changed_by: String,
    pub changed_at: Option<DateTime<Utc>>,
}

impl Person {
    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }

    /// Whether the PIC can still change the person.
    pub fn can_change(&self) -> bool {
        self.is_own && self.status == Status::Registered
    }

    /// Whether the PIC has taken the person back.
    pub fn is_taken_back(&self) -> bool {
        self.is_own && self.status == Status::Cancelled
    }

    /// Whether it is what the plan says.
    pub fn is_as(&self, plan: &NamingPlan) -> bool {
        self.full_name == plan.full_name
            && self.title_prefix == plan.title_prefix
            && self.title_suffix == plan.title_suffix
            && self.sex == plan.sex
            && self.delegation_role == plan.delegation_role
            && self.job_title == plan.job_title
            && self.phone == plan.phone
    }
}

/// Whom the library named, in the order in which it did; one of them, when `only` says whom.
pub(super) async fn people(
    conn: &mut PgConnection,
    (event, id): Key,
    only: Option<ParticipantId>,
) -> sqlx::Result<Vec<Person>> {
    sqlx::query_as!(
        Person,
        r#"select p.id as "id: ParticipantId", p.full_name, p.title_prefix, p.title_suffix, p.sex, p.delegation_role, p.job_title,
                  coalesce(d.phone, '') as "phone!", p.status as "status: Status", p.version,
                  p.version = p.named_version as "is_own!", p.changed_by, p.changed_at
             from participants p left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
            where p.event_id = $1 and p.delegation_id = $2 and ($3::uuid is null or p.id = $3)
            order by p.registered_at, p.id limit 500"#,
        event.0,
        id.0,
        only.map(|person| person.0)
    )
    .fetch_all(conn)
    .await
}

/// How many places are taken. Who was replaced keeps the place for the substitute.
pub(super) async fn taken(conn: &mut PgConnection, (event, id): Key) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "taken!" from participants
            where event_id = $1 and delegation_id = $2 and status not in ('cancelled', 'declined', 'refused', 'merged')"#,
        event.0,
        id.0
    )
    .fetch_one(conn)
    .await
}

/// Puts a person onto the event's list; says whether the id was free.
pub(super) async fn insert(
    conn: &mut PgConnection,
    (event, id): Key,
    invitation: &Invitation,
    person: ParticipantId,
    plan: &NamingPlan,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let inserted = sqlx::query!(
        "insert into participants (event_id, id, province_code, kind, category, library_id, agency_name, full_name, title_prefix,
                title_suffix, sex, delegation_role, job_title, status, entry, registered_at, data_origin, changed_by, changed_at,
                delegation_id, named_version)
         values ($1, $2, $3, 'peserta', $4, $5, $6, $7, $8, $9, $10, $11, $12, 'registered', 'invited', $13, $14, $15, $13, $16, 1)
         on conflict do nothing",
        event.0,
        person.0,
        invitation.province.as_str(),
        invitation.category.code(),
        invitation.library.0,
        invitation.library_name,
        plan.full_name,
        plan.title_prefix,
        plan.title_suffix,
        plan.sex,
        plan.delegation_role,
        plan.job_title,
        hand.at,
        plan.data_origin.code(),
        hand.by,
        id.0
    )
    .execute(&mut *conn)
    .await?
    .rows_affected()
        == 1;
    if inserted {
        sqlx::query!(
            "insert into participant_details (event_id, participant_id, province_code, phone, delegation_id) values ($1, $2, $3, $4, $5)",
            event.0,
            person.0,
            invitation.province.as_str(),
            plan.phone,
            id.0
        )
        .execute(conn)
        .await?;
    }
    Ok(inserted)
}

/// Changes a person who is still at `version` and whom nobody else has changed; says whether that was so.
pub(super) async fn update(
    conn: &mut PgConnection,
    (event, id): Key,
    (person, version): (ParticipantId, i32),
    plan: &NamingPlan,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update participants set full_name = $5, title_prefix = $6, title_suffix = $7, sex = $8, delegation_role = $9, job_title = $10,
                changed_by = $11, changed_at = $12, version = version + 1, named_version = named_version + 1
          where event_id = $1 and delegation_id = $2 and id = $3 and version = $4 and version = named_version and status = 'registered'",
        event.0,
        id.0,
        person.0,
        version,
        plan.full_name,
        plan.title_prefix,
        plan.title_suffix,
        plan.sex,
        plan.delegation_role,
        plan.job_title,
        hand.by,
        hand.at
    )
    .execute(&mut *conn)
    .await?
    .rows_affected()
        == 1;
    if changed {
        sqlx::query!(
            "update participant_details set phone = $4 where event_id = $1 and delegation_id = $2 and participant_id = $3",
            event.0,
            id.0,
            person.0,
            plan.phone
        )
        .execute(conn)
        .await?;
    }
    Ok(changed)
}

/// Takes a person back, or names them again; says whether they were the PIC's to change and stood otherwise.
pub(super) async fn set_status(
    conn: &mut PgConnection,
    (event, id): Key,
    person: ParticipantId,
    (from, to): (Status, Status),
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update participants set status = $5, changed_by = $6, changed_at = $7, version = version + 1, named_version = named_version + 1
          where event_id = $1 and delegation_id = $2 and id = $3 and status = $4 and version = named_version",
        event.0,
        id.0,
        person.0,
        from.code(),
        to.code(),
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Sets the library's answer; says whether that changed anything.
pub(super) async fn set_answer(
    conn: &mut PgConnection,
    (event, id): Key,
    answer: Answer,
    reason: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update delegations set answer = $3, answer_reason = $4, answered_at = case when $3 <> 'none' then $5::timestamptz end
          where event_id = $1 and id = $2 and (answer, answer_reason) is distinct from ($3, $4)",
        event.0,
        id.0,
        answer.code(),
        reason,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Notes that the link was opened on a first device; says whether it was the first.
pub(super) async fn note_opened(
    conn: &mut PgConnection,
    (event, id): Key,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update delegations set link_opened_at = $3 where event_id = $1 and id = $2 and link_opened_at is null",
        event.0,
        id.0,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
