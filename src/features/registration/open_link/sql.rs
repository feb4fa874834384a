//! The statements about the open link, its drafts, and what was tried by it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, types::Json};

use super::{forms::ApplyForm, model::Taken};
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    features::registration::people::Category,
    kernel::ids::{EventId, LibraryId, OpenLinkId, ParticipantId},
};

/// The link of an event that counts, for its office.
pub(super) struct Link {
    pub id: OpenLinkId,
    pub token: String,
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub places: i32,
    pub category_places: Json<BTreeMap<String, i32>>,
    pub version: i32,
    pub changed_by: String,
    pub changed_at: Option<DateTime<Utc>>,
}

pub(super) async fn current(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Option<Link>> {
    sqlx::query_as!(
        Link,
        r#"select id as "id: OpenLinkId", token, opens_at, closes_at, closed_at, places,
                  category_places as "category_places: Json<BTreeMap<String, i32>>", version, changed_by, changed_at
             from open_links where event_id = $1 and revoked_at is null"#,
        event.0
    )
    .fetch_optional(conn)
    .await
}

/// From when to when, and for how many.
pub(super) struct Times<'a> {
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
    pub places: i32,
    pub category_places: &'a BTreeMap<String, i32>,
}

/// Adds a link; says whether there was none that counts.
pub(super) async fn add(
    conn: &mut PgConnection,
    event: EventId,
    (id, token): (OpenLinkId, &str),
    times: &Times<'_>,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into open_links (event_id, id, token, opens_at, closes_at, places, category_places, made_at, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)
         on conflict (event_id) where revoked_at is null do nothing",
        event.0,
        id.0,
        token,
        times.opens_at,
        times.closes_at,
        times.places,
        Json(times.category_places) as _,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Changes the link if it is still at `version`, and opens it again where it was closed by hand; says whether it was.
pub(super) async fn change(
    conn: &mut PgConnection,
    event: EventId,
    version: i32,
    times: &Times<'_>,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update open_links set opens_at = $3, closes_at = $4, places = $5, category_places = $6, closed_at = null,
                changed_by = $7, changed_at = $8, version = version + 1
          where event_id = $1 and revoked_at is null and version = $2",
        event.0,
        version,
        times.opens_at,
        times.closes_at,
        times.places,
        Json(times.category_places) as _,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Closes the link that counts; the time is the programme's. Says whether it was open.
pub(super) async fn close(
    conn: &mut PgConnection,
    event: EventId,
    at: DateTime<Utc>,
    hand: &Hand,
) -> sqlx::Result<Option<OpenLinkId>> {
    sqlx::query_scalar!(
        r#"update open_links set closed_at = $2, changed_by = $3, changed_at = $4, version = version + 1
            where event_id = $1 and revoked_at is null and closed_at is null returning id as "id: OpenLinkId""#,
        event.0,
        at,
        hand.by,
        hand.at
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn revoke(conn: &mut PgConnection, event: EventId, hand: &Hand) -> sqlx::Result<()> {
    sqlx::query!(
        "update open_links set revoked_at = $2, changed_by = $3, changed_at = $2, version = version + 1
          where event_id = $1 and revoked_at is null",
        event.0,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Forgets drafts that nobody has touched since, nor sent.
pub(in crate::features::registration) async fn forget_old(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!("delete from open_drafts where sent_at is null and saved_at < $1", before)
        .execute(conn)
        .await
        .map(|_| ())
}

/// Those who came by the link and hold a place.
pub(super) async fn taken(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Taken> {
    sqlx::query!(
        r#"select category as "category!: Category", count(*) as "people!" from participants
            where event_id = $1 and entry = 'self' and category is not null
              and status in ('invited', 'awaiting_approval', 'registered', 'confirmed') group by category"#,
        event.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| Taken(rows.into_iter().map(|row| (row.category, row.people)).collect()))
}

/// Lets only one at a time take a place, until the transaction ends.
pub(super) async fn hold_places(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::text, 7))", event.to_string())
        .fetch_one(conn)
        .await
        .map(|_| ())
}

/// The host's libraries, by id and name.
pub(super) async fn libraries(
    conn: &mut PgConnection,
    host: &ProvinceCode,
) -> sqlx::Result<Vec<(LibraryId, String)>> {
    sqlx::query!(
        r#"select id as "id: LibraryId", name from libraries where province_code = $1 and removed_at is null
            order by lower(name), id limit 500"#,
        host.as_str()
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// What somebody has typed so far.
pub(super) struct Draft {
    pub fields: Json<ApplyForm>,
    pub started_at: DateTime<Utc>,
}

pub(super) async fn draft(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
) -> sqlx::Result<Option<Draft>> {
    sqlx::query_as!(
        Draft,
        r#"select fields as "fields: Json<ApplyForm>", started_at from open_drafts where event_id = $1 and id = $2"#,
        event.0,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Begins a draft; says whether the secret is new.
pub(super) async fn begin(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
    secret_hash: &[u8],
    fields: &ApplyForm,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into open_drafts (event_id, id, secret_hash, fields, started_at, saved_at) values ($1, $2, $3, $4, $5, $5)
         on conflict do nothing",
        event.0,
        id.0,
        secret_hash,
        Json(fields) as _,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Keeps what was typed; says whether the draft was still to be sent.
pub(super) async fn keep(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
    fields: &ApplyForm,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update open_drafts set fields = $3, saved_at = $4 where event_id = $1 and id = $2 and sent_at is null",
        event.0,
        id.0,
        Json(fields) as _,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Marks the draft as sent and forgets what was typed; says whether it was still to be sent.
pub(super) async fn mark_sent(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update open_drafts set fields = '{}', saved_at = $3, sent_at = $3 where event_id = $1 and id = $2 and sent_at is null",
        event.0,
        id.0,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Counts a try. What is a day old is forgotten.
pub(super) async fn note_try(
    conn: &mut PgConnection,
    event: EventId,
    device_hash: &[u8],
    kind: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from open_tries where event_id = $1 and tried_at < $2",
        event.0,
        now - chrono::TimeDelta::days(1)
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("insert into open_tries values ($1, $2, $3, $4)", event.0, device_hash, kind, now)
        .execute(conn)
        .await
        .map(|_| ())
}

/// How often a thing was tried: by this device within a day, and by everybody within ten minutes.
pub(super) async fn tries(
    conn: &mut PgConnection,
    event: EventId,
    device_hash: &[u8],
    kind: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<(i64, i64)> {
    sqlx::query!(
        r#"select count(*) filter (where device_hash = $2) as "by_device!", count(*) filter (where tried_at > $4) as "by_all!"
             from open_tries where event_id = $1 and kind = $3"#,
        event.0,
        device_hash,
        kind,
        now - chrono::TimeDelta::minutes(10)
    )
    .fetch_one(conn)
    .await
    .map(|row| (row.by_device, row.by_all))
}

/// The link of the new person's own page, under the person's id, and the device that knows it.
pub(super) async fn add_own_page(
    conn: &mut PgConnection,
    event: EventId,
    (person, province): (ParticipantId, &ProvinceCode),
    (token_hash, code, device_hash): (&[u8], &str, &[u8]),
    ends_on: NaiveDate,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into personal_links (event_id, id, participant_id, province_code, token_hash, code, made_by, made_at, expires_at)
         values ($1, $2, $2, $3, $4, $5, 'pendaftar', $6::timestamptz, greatest($7::date::timestamptz, $6::timestamptz) + interval '12 months')",
        event.0,
        person.0,
        province.as_str(),
        token_hash,
        code,
        now,
        ends_on
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("insert into personal_devices values ($1, $2, $3)", person.0, device_hash, now)
        .execute(conn)
        .await
        .map(|_| ())
}

/// How many wait for the office.
pub(super) async fn awaiting(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from participants where event_id = $1 and status = 'awaiting_approval'"#,
        event.0
    )
    .fetch_one(conn)
    .await
}
