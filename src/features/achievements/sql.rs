//! The statements about achievements.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};

use super::model::{Achievement, Library, Told};
use crate::{
    audit::Hand,
    kernel::ids::{AchievementId, EventId, LibraryId, ParticipantId},
};

/// The library of a person who counts in the event; `None` where they come from none.
pub(super) async fn library_of(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Option<Library>> {
    sqlx::query_as!(
        Library,
        r#"select p.library_id as "id!: LibraryId", p.province_code as province, p.agency_name as name
             from participants p
            where p.event_id = $1 and p.id = $2 and p.library_id is not null and p.status in ('invited', 'registered', 'confirmed')"#,
        event.0,
        person.0
    )
    .fetch_optional(conn)
    .await
}

/// A library that takes part in the event, by its people or by what is told of it.
pub(super) async fn library(
    conn: &mut PgConnection,
    event: EventId,
    library: LibraryId,
) -> sqlx::Result<Library> {
    sqlx::query_as!(
        Library,
        r#"select l.id as "id!: LibraryId", l.province as "province!", l.name as "name!" from (
             select a.library_id as id, a.province_code as province, a.library_name as name from achievements a where a.event_id = $1 and a.library_id = $2
             union all
             (select p.library_id, p.province_code, p.agency_name from participants p
               where p.event_id = $1 and p.library_id = $2 and p.status in ('invited', 'registered', 'confirmed')
               order by p.registered_at, p.id limit 1)) l limit 1"#,
        event.0,
        library.0
    )
    .fetch_one(conn)
    .await
}

/// What is told of a library, if anything is.
pub(super) async fn find(
    conn: &mut PgConnection,
    event: EventId,
    library: LibraryId,
) -> sqlx::Result<Option<Achievement>> {
    sqlx::query_as!(
        Achievement,
        r#"select id as "id: AchievementId", library_name, version, changed_by, changed_at, to_jsonb(a) as "told!: Json<Told>"
             from achievements a where event_id = $1 and library_id = $2"#,
        event.0,
        library.0
    )
    .fetch_optional(conn)
    .await
}

/// Writes down what is told, unless another version than `version` stands there (0: none does). Says which version stands
/// then; `None` when somebody else was faster.
pub(super) async fn save(
    conn: &mut PgConnection,
    event: EventId,
    library: &Library,
    (id, version): (AchievementId, i32),
    told: &Told,
    hand: &Hand,
) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "insert into achievements as a (event_id, id, province_code, library_id, library_name,
                visits_before, visits_after, visits_period, service_activities, service_people, service_topics,
                community_activities, community_people, community_topics, advocacy_activities, advocacy_people, advocacy_topics,
                is_advocacy, is_publicity, partners, regulation, budget, media, challenges, solutions, tips,
                story_before, story_service, story_change, story_income,
                testimony, testimony_by, testimony_consent, testimony_is_minors, testimony_guardian, plan, changed_by, changed_at)
         select $1, $2, $3, $4, $5,
                t.visits_before, t.visits_after, t.visits_period, t.service_activities, t.service_people, t.service_topics,
                t.community_activities, t.community_people, t.community_topics, t.advocacy_activities, t.advocacy_people, t.advocacy_topics,
                t.is_advocacy, t.is_publicity, t.partners, t.regulation, t.budget, t.media, t.challenges, t.solutions, t.tips,
                t.story_before, t.story_service, t.story_change, t.story_income,
                t.testimony, t.testimony_by, t.testimony_consent, t.testimony_is_minors, t.testimony_guardian, t.plan, $8, $9
           from jsonb_populate_record(null::achievements, $6) t
         on conflict (event_id, province_code, library_id) do update set
                visits_before = excluded.visits_before, visits_after = excluded.visits_after, visits_period = excluded.visits_period,
                service_activities = excluded.service_activities, service_people = excluded.service_people, service_topics = excluded.service_topics,
                community_activities = excluded.community_activities, community_people = excluded.community_people, community_topics = excluded.community_topics,
                advocacy_activities = excluded.advocacy_activities, advocacy_people = excluded.advocacy_people, advocacy_topics = excluded.advocacy_topics,
                is_advocacy = excluded.is_advocacy, is_publicity = excluded.is_publicity, partners = excluded.partners, regulation = excluded.regulation,
                budget = excluded.budget, media = excluded.media, challenges = excluded.challenges, solutions = excluded.solutions, tips = excluded.tips,
                story_before = excluded.story_before, story_service = excluded.story_service, story_change = excluded.story_change,
                story_income = excluded.story_income, testimony = excluded.testimony, testimony_by = excluded.testimony_by,
                testimony_consent = excluded.testimony_consent, testimony_is_minors = excluded.testimony_is_minors,
                testimony_guardian = excluded.testimony_guardian, plan = excluded.plan,
                changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = a.version + 1
          where a.version = $7
         returning version",
        event.0,
        id.0,
        library.province,
        library.id.0,
        library.name,
        Json(told) as _,
        version,
        hand.by,
        hand.at
    )
    .fetch_optional(conn)
    .await
}

/// A library of the event, and what is told of it.
pub(super) struct Line {
    pub library: LibraryId,
    pub name: String,
    /// Of a guest; empty for the host's.
    pub guest: String,
    pub people: i64,
    pub told: Option<Json<Told>>,
    pub changed_by: Option<String>,
    pub changed_at: Option<DateTime<Utc>>,
}

/// The libraries of an event: those from which somebody comes, and those of which something is told.
pub(super) async fn list(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"with coming as (
             select province_code, library_id, min(agency_name) as name, count(*) as people from participants
              where event_id = $1 and library_id is not null and kind = 'peserta' and status in ('invited', 'registered', 'confirmed')
              group by 1, 2)
           select coalesce(a.library_id, c.library_id) as "library!: LibraryId", coalesce(a.library_name, c.name) as "name!",
                  case when o.province_code = e.host_province then '' else o.province_name end as "guest!", coalesce(c.people, 0) as "people!",
                  to_jsonb(a) as "told: Json<Told>", a.changed_by as "changed_by?", a.changed_at as "changed_at?"
             from coming c
             full join (select * from achievements where event_id = $1) a on a.province_code = c.province_code and a.library_id = c.library_id
             join events e on e.id = $1
             join tenants o on o.province_code = coalesce(a.province_code, c.province_code)
            order by 3, lower(coalesce(a.library_name, c.name)), 1 limit 500"#,
        event.0
    )
    .fetch_all(conn)
    .await
}
