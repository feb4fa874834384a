//! The consents' statements. Rows are only added.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Channel, Purpose, TEXT_VERSION};
use crate::{
    db::scope::ProvinceCode,
    kernel::ids::{EventId, ParticipantId},
};

/// The last word of a person about a purpose.
#[derive(Clone, Debug)]
pub struct Word {
    /// About what.
    pub purpose: Purpose,
    /// Yes or no.
    pub given: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// Where it was said.
    pub channel: Channel,
}

/// The person's last word about every purpose that they have said something about.
pub async fn of_person(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Vec<Word>> {
    sqlx::query_as!(
        Word,
        r#"select distinct on (purpose) purpose as "purpose: Purpose", given, at, channel as "channel: Channel"
             from consents where event_id = $1 and participant_id = $2 order by purpose, at desc, id desc"#,
        event.0,
        person.0
    )
    .fetch_all(conn)
    .await
}

/// What is said, by whom, and when.
pub(super) struct Said<'a> {
    pub event: EventId,
    pub person: ParticipantId,
    pub province: &'a ProvinceCode,
    pub purpose: Purpose,
    pub given: bool,
    pub channel: Channel,
    pub by: &'a str,
    pub at: DateTime<Utc>,
}

pub(super) async fn add(conn: &mut PgConnection, said: &Said<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into consents (event_id, id, participant_id, province_code, purpose, text_version, given, channel, recorded_by, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        said.event.0,
        Uuid::now_v7(),
        said.person.0,
        said.province.as_str(),
        said.purpose.code(),
        TEXT_VERSION,
        said.given,
        said.channel.code(),
        said.by,
        said.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The province that sends the person.
pub(super) async fn province_of(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<ProvinceCode> {
    sqlx::query_scalar!(
        r#"select province_code as "province: ProvinceCode" from participants where event_id = $1 and id = $2"#,
        event.0,
        person.0
    )
    .fetch_one(conn)
    .await
}

/// A person of the event and what they have said; `None` where they were not heard.
pub(super) struct Row {
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub agency_name: String,
    pub photo: Option<bool>,
    pub testimony: Option<bool>,
    pub whatsapp: Option<bool>,
}

/// How many people the list has.
pub(super) async fn count(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from participants
            where event_id = $1 and status in ('invited', 'awaiting_approval', 'registered', 'confirmed')"#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// A page of those who hold a place, with the last word about each purpose.
pub(super) async fn list(
    conn: &mut PgConnection,
    event: EventId,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"with page as (
             select event_id, id, full_name, title_prefix, title_suffix, agency_name from participants
              where event_id = $1 and status in ('invited', 'awaiting_approval', 'registered', 'confirmed')
              order by lower(full_name), id limit $2 offset $3
           ), word as (
             select distinct on (c.participant_id, c.purpose) c.participant_id, c.purpose, c.given
               from page join consents c on c.event_id = page.event_id and c.participant_id = page.id
              order by c.participant_id, c.purpose, c.at desc, c.id desc
           )
           select page.full_name, page.title_prefix, page.title_suffix, page.agency_name,
                  bool_or(word.given) filter (where word.purpose = 'photo') as photo,
                  bool_or(word.given) filter (where word.purpose = 'testimony') as testimony,
                  bool_or(word.given) filter (where word.purpose = 'whatsapp') as whatsapp
             from page left join word on word.participant_id = page.id
            group by page.id, page.full_name, page.title_prefix, page.title_suffix, page.agency_name
            order by lower(page.full_name), page.id"#,
        event.0,
        limit,
        offset
    )
    .fetch_all(conn)
    .await
}
