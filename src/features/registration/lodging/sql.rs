//! The statements of the hotel's list. Row-level security keeps a guest to its own.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Stay, room_key};
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    kernel::{
        ids::{EventId, ParticipantId},
        names,
    },
};

/// The most people that are read.
const MOST: i64 = 3_000;

/// A person who is expected, with what is written down of the stay.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    pub id: ParticipantId,
    pub province: ProvinceCode,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub agency_name: String,
    pub sex: String,
    pub arrives_on: Option<NaiveDate>,
    pub arrives_at: Option<NaiveTime>,
    pub arrives_by: String,
    pub departs_on: Option<NaiveDate>,
    pub departs_at: Option<NaiveTime>,
    pub departs_by: String,
    pub needs_room: Option<bool>,
    pub room: String,
    pub mate: Option<ParticipantId>,
    /// 0 when nothing is written down yet.
    pub version: i32,
    pub changed_by: String,
    pub changed_at: Option<DateTime<Utc>>,
}

impl Guest {
    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }

    /// The stay as the rules see it.
    pub fn stay(&self) -> Stay {
        Stay {
            person: self.id,
            sex: self.sex.clone(),
            arrives: self.arrives_on,
            departs: self.departs_on,
            needs_room: self.needs_room,
            room: self.room.clone(),
            mate: self.mate,
        }
    }
}

/// Everybody who is expected and whom the scope sees, by name.
pub(super) async fn guests(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Guest>> {
    sqlx::query_as!(
        Guest,
        r#"select p.id as "id: ParticipantId", p.province_code as "province: ProvinceCode", p.full_name, p.title_prefix, p.title_suffix,
                  p.agency_name, p.sex, s.arrives_on as "arrives_on?", s.arrives_at as "arrives_at?", coalesce(s.arrives_by, '') as "arrives_by!",
                  s.departs_on as "departs_on?", s.departs_at as "departs_at?", coalesce(s.departs_by, '') as "departs_by!",
                  s.needs_room as "needs_room?", coalesce(s.room, '') as "room!", s.mate_id as "mate?: ParticipantId",
                  coalesce(s.version, 0) as "version!", coalesce(s.changed_by, '') as "changed_by!", s.changed_at as "changed_at?"
             from participants p left join lodgings s on s.event_id = p.event_id and s.participant_id = p.id
            where p.event_id = $1 and p.status in ('invited', 'awaiting_approval', 'registered', 'confirmed')
            order by lower(p.full_name), p.id limit $2"#,
        event.0,
        MOST
    )
    .fetch_all(conn)
    .await
}

/// What a person needs, with their word.
#[derive(Clone, Debug)]
pub(super) struct Needs {
    pub access: String,
    pub diet: String,
    pub consented_at: DateTime<Utc>,
    pub recorded_by: String,
}

/// What these people need, of those who agreed.
pub(super) async fn needs(
    conn: &mut PgConnection,
    event: EventId,
    people: &[Uuid],
) -> sqlx::Result<HashMap<ParticipantId, Needs>> {
    let rows = sqlx::query!(
        r#"select participant_id as "id: ParticipantId", access_needs, diet, consented_at, recorded_by
             from lodging_needs where event_id = $1 and participant_id = any($2)"#,
        event.0,
        people
    )
    .fetch_all(conn)
    .await?;
    let needs = rows.into_iter().map(|row| {
        let (access, diet) = (row.access_needs, row.diet);
        (row.id, Needs { access, diet, consented_at: row.consented_at, recorded_by: row.recorded_by })
    });
    Ok(needs.collect())
}

/// A person's stay as it is to be, over the version that the form was drawn from.
#[derive(Clone, Debug)]
pub(super) struct NewStay {
    pub person: ParticipantId,
    pub province: ProvinceCode,
    pub version: i32,
    pub arrives: (Option<NaiveDate>, Option<NaiveTime>, String),
    pub departs: (Option<NaiveDate>, Option<NaiveTime>, String),
    pub needs_room: Option<bool>,
    pub room: String,
    pub mate: Option<ParticipantId>,
}

/// Writes stays down; says how many were still at their version.
pub(super) async fn set_stays(
    conn: &mut PgConnection,
    event: EventId,
    stays: &[NewStay],
    hand: &Hand,
) -> sqlx::Result<u64> {
    let people: Vec<Uuid> = stays.iter().map(|stay| stay.person.0).collect();
    let provinces: Vec<String> = stays.iter().map(|stay| stay.province.to_string()).collect();
    let versions: Vec<i32> = stays.iter().map(|stay| stay.version + 1).collect();
    let arrive_on: Vec<Option<NaiveDate>> = stays.iter().map(|stay| stay.arrives.0).collect();
    let arrive_at: Vec<Option<NaiveTime>> = stays.iter().map(|stay| stay.arrives.1).collect();
    let arrive_by: Vec<String> = stays.iter().map(|stay| stay.arrives.2.clone()).collect();
    let depart_on: Vec<Option<NaiveDate>> = stays.iter().map(|stay| stay.departs.0).collect();
    let depart_at: Vec<Option<NaiveTime>> = stays.iter().map(|stay| stay.departs.1).collect();
    let depart_by: Vec<String> = stays.iter().map(|stay| stay.departs.2.clone()).collect();
    let needs_room: Vec<Option<bool>> = stays.iter().map(|stay| stay.needs_room).collect();
    let rooms: Vec<String> = stays.iter().map(|stay| stay.room.clone()).collect();
    let mates: Vec<Option<Uuid>> = stays.iter().map(|stay| stay.mate.map(|mate| mate.0)).collect();
    sqlx::query!(
        "insert into lodgings (event_id, participant_id, province_code, version, arrives_on, arrives_at, arrives_by, departs_on,
                departs_at, departs_by, needs_room, room, mate_id, changed_by, changed_at)
         select $1, s.*, $2, $3
           from unnest($4::uuid[], $5::text[], $6::integer[], $7::date[], $8::time[], $9::text[], $10::date[], $11::time[], $12::text[],
                       $13::boolean[], $14::text[], $15::uuid[]) s
         on conflict (event_id, participant_id) do update
            set arrives_on = excluded.arrives_on, arrives_at = excluded.arrives_at, arrives_by = excluded.arrives_by,
                departs_on = excluded.departs_on, departs_at = excluded.departs_at, departs_by = excluded.departs_by,
                needs_room = excluded.needs_room, room = excluded.room, mate_id = excluded.mate_id, changed_by = excluded.changed_by,
                changed_at = excluded.changed_at, version = excluded.version
          where lodgings.version = excluded.version - 1",
        event.0,
        hand.by,
        hand.at,
        &people,
        &provinces,
        &versions,
        &arrive_on as &[Option<NaiveDate>],
        &arrive_at as &[Option<NaiveTime>],
        &arrive_by,
        &depart_on as &[Option<NaiveDate>],
        &depart_at as &[Option<NaiveTime>],
        &depart_by,
        &needs_room as &[Option<bool>],
        &rooms,
        &mates as &[Option<Uuid>]
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// What somebody who agreed needs.
#[derive(Clone, Debug)]
pub(super) struct NewNeeds {
    pub person: ParticipantId,
    pub province: ProvinceCode,
    pub access: String,
    pub diet: String,
}

/// Keeps what people need who agreed; who noted that first, and when, stays.
pub(super) async fn set_needs(
    conn: &mut PgConnection,
    event: EventId,
    needs: &[NewNeeds],
    hand: &Hand,
) -> sqlx::Result<()> {
    let people: Vec<Uuid> = needs.iter().map(|one| one.person.0).collect();
    let provinces: Vec<String> = needs.iter().map(|one| one.province.to_string()).collect();
    let access: Vec<String> = needs.iter().map(|one| one.access.clone()).collect();
    let diets: Vec<String> = needs.iter().map(|one| one.diet.clone()).collect();
    sqlx::query!(
        "insert into lodging_needs (event_id, participant_id, province_code, access_needs, diet, consented_at, recorded_by)
         select $1, n.*, $2, $3 from unnest($4::uuid[], $5::text[], $6::text[], $7::text[]) n
         on conflict (event_id, participant_id) do update set access_needs = excluded.access_needs, diet = excluded.diet",
        event.0,
        hand.at,
        hand.by,
        &people,
        &provinces,
        &access,
        &diets
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Erases what people need who do not agree, or no longer.
pub(super) async fn erase_needs(
    conn: &mut PgConnection,
    event: EventId,
    people: &[Uuid],
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from lodging_needs where event_id = $1 and participant_id = any($2)",
        event.0,
        people
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// How many beds the rooms have that do not have two, by the room as it is compared.
pub(super) async fn beds(conn: &mut PgConnection, event: EventId) -> sqlx::Result<HashMap<String, usize>> {
    let rows = sqlx::query!("select room, beds from lodging_rooms where event_id = $1 limit 2000", event.0)
        .fetch_all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (room_key(&row.room), usize::try_from(row.beds).unwrap_or_default()))
        .collect())
}

/// Sets how many beds these rooms have.
pub(super) async fn set_beds(
    conn: &mut PgConnection,
    event: EventId,
    rooms: &[String],
    beds: &[i32],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into lodging_rooms (event_id, room, beds) select $1, r.room, r.beds from unnest($2::text[], $3::integer[]) r (room, beds)
         on conflict (event_id, room) do update set beds = excluded.beds",
        event.0,
        rooms,
        beds
    )
    .execute(conn)
    .await
    .map(|_| ())
}
