//! The statements about an event's people. Row-level security keeps a guest to its own.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Alike, Category, Contact, Entry, PersonKind, PersonPlan, Status, TrainerKind};
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    kernel::{
        ids::{EditionId, EventId, LibraryId, MergeId, ParticipantId},
        names,
    },
};

/// A person as they stand, with what the offices know.
#[derive(Clone, Debug)]
pub(in crate::features::registration) struct Person {
    pub id: ParticipantId,
    pub province: ProvinceCode,
    pub kind: PersonKind,
    pub category: Option<Category>,
    pub library: Option<LibraryId>,
    pub agency_name: String,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub honorific: String,
    pub sex: String,
    pub delegation_role: String,
    pub job_title: String,
    pub rank: String,
    pub trainer_kind: Option<TrainerKind>,
    pub status: Status,
    pub note: String,
    pub phone: String,
    pub email: String,
    pub nip: String,
    /// Whose row counts for this one, when the two were merged.
    pub merged_into: Option<ParticipantId>,
    pub version: i32,
    pub changed_by: String,
    pub changed_at: Option<DateTime<Utc>>,
}

impl Person {
    /// How to reach the person, and the NIP.
    pub fn contact(&self) -> Contact {
        Contact { phone: self.phone.clone(), email: self.email.clone(), nip: self.nip.clone() }
    }

    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }
}

pub(super) async fn find(conn: &mut PgConnection, event: EventId, id: ParticipantId) -> sqlx::Result<Person> {
    sqlx::query_as!(
        Person,
        r#"select p.id as "id: ParticipantId", p.province_code as "province: ProvinceCode", p.kind as "kind: PersonKind",
                  p.category as "category: Category", p.library_id as "library: LibraryId", p.agency_name, p.full_name, p.title_prefix,
                  p.title_suffix, p.honorific, p.sex, p.delegation_role, p.job_title, p.rank, p.trainer_kind as "trainer_kind: TrainerKind",
                  p.status as "status: Status", p.note, coalesce(d.phone, '') as "phone!", coalesce(d.email, '') as "email!",
                  coalesce(d.nip, '') as "nip!", p.merged_into as "merged_into: ParticipantId", p.version, p.changed_by, p.changed_at
             from participants p left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
            where p.event_id = $1 and p.id = $2"#,
        event.0,
        id.0
    )
    .fetch_one(conn)
    .await
}

/// Everybody of the event whom the scope sees, whatever their status; nobody twice.
pub(in crate::features::registration) async fn everybody(
    conn: &mut PgConnection,
    event: EventId,
) -> sqlx::Result<Vec<Person>> {
    persons(conn, event, None).await
}

/// Everybody whom a filter finds, in its order.
pub(super) async fn found(
    conn: &mut PgConnection,
    event: EventId,
    wanted: &Wanted,
) -> sqlx::Result<Vec<Person>> {
    let order: Vec<Uuid> =
        list(conn, event, wanted, MOST, 0).await?.into_iter().map(|person| person.id.0).collect();
    let place: HashMap<Uuid, usize> = order.iter().copied().zip(0..).collect();
    let mut people = persons(conn, event, Some(&order)).await?;
    people.sort_by_key(|person| place.get(&person.id.0).copied());
    Ok(people)
}

/// The most people that are read at once.
const MOST: i64 = 20_000;

/// Everybody of the event whom the scope sees, nobody twice; or these, also when they were merged.
pub(super) async fn persons(
    conn: &mut PgConnection,
    event: EventId,
    these: Option<&[Uuid]>,
) -> sqlx::Result<Vec<Person>> {
    sqlx::query_as!(
        Person,
        r#"select p.id as "id: ParticipantId", p.province_code as "province: ProvinceCode", p.kind as "kind: PersonKind",
                  p.category as "category: Category", p.library_id as "library: LibraryId", p.agency_name, p.full_name, p.title_prefix,
                  p.title_suffix, p.honorific, p.sex, p.delegation_role, p.job_title, p.rank, p.trainer_kind as "trainer_kind: TrainerKind",
                  p.status as "status: Status", p.note, coalesce(d.phone, '') as "phone!", coalesce(d.email, '') as "email!",
                  coalesce(d.nip, '') as "nip!", p.merged_into as "merged_into: ParticipantId", p.version, p.changed_by, p.changed_at
             from participants p left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
            where p.event_id = $1 and (($2::uuid[] is null and p.merged_into is null) or p.id = any($2))
            order by lower(p.full_name), p.id
            limit $3"#,
        event.0,
        these,
        MOST
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
    plan: &PersonPlan,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into participants (event_id, id, province_code, kind, category, library_id, agency_name, full_name, title_prefix,
                title_suffix, honorific, sex, delegation_role, job_title, rank, trainer_kind, home_region_code, status, entry, replaces,
                note, registered_at, data_origin, source, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $22)",
        event.0,
        id.0,
        plan.province.as_str(),
        plan.kind.code(),
        plan.category.map(Category::code),
        plan.library.map(|library| library.0),
        plan.agency_name,
        plan.full_name,
        plan.title_prefix,
        plan.title_suffix,
        plan.honorific,
        plan.sex,
        plan.delegation_role,
        plan.job_title,
        plan.rank,
        plan.trainer_kind.map(TrainerKind::code),
        plan.home_region_code,
        plan.status.code(),
        plan.entry.code(),
        plan.replaces.map(|first| first.0),
        plan.note,
        hand.at,
        plan.data_origin.code(),
        plan.source,
        hand.by
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The contact of a new person, for who may add but not change.
pub(super) async fn insert_contact(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
    plan: &PersonPlan,
) -> sqlx::Result<()> {
    let Contact { phone, email, nip } = &plan.contact;
    sqlx::query!(
        "insert into participant_details (event_id, participant_id, province_code, phone, email, nip) values ($1, $2, $3, $4, $5, $6)",
        event.0,
        id.0,
        plan.province.as_str(),
        phone,
        email,
        nip
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Keeps how to reach the person, and the NIP.
async fn set_contact(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
    plan: &PersonPlan,
) -> sqlx::Result<()> {
    let Contact { phone, email, nip } = &plan.contact;
    sqlx::query!(
        "insert into participant_details (event_id, participant_id, province_code, phone, email, nip) values ($1, $2, $3, $4, $5, $6)
         on conflict (event_id, participant_id) do update set phone = excluded.phone, email = excluded.email, nip = excluded.nip",
        event.0,
        id.0,
        plan.province.as_str(),
        phone,
        email,
        nip
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes the person if the row is still at `version`; says whether it was. Province, status and how the person
/// came onto the list stay.
pub(super) async fn update(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
    version: i32,
    plan: &PersonPlan,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update participants set kind = $4, category = $5, library_id = $6, agency_name = $7, full_name = $8, title_prefix = $9,
                title_suffix = $10, honorific = $11, sex = $12, delegation_role = $13, job_title = $14, rank = $15, trainer_kind = $16,
                note = $17, changed_by = $18, changed_at = $19, version = version + 1
          where event_id = $1 and id = $2 and version = $3 and merged_into is null",
        event.0,
        id.0,
        version,
        plan.kind.code(),
        plan.category.map(Category::code),
        plan.library.map(|library| library.0),
        plan.agency_name,
        plan.full_name,
        plan.title_prefix,
        plan.title_suffix,
        plan.honorific,
        plan.sex,
        plan.delegation_role,
        plan.job_title,
        plan.rank,
        plan.trainer_kind.map(TrainerKind::code),
        plan.note,
        hand.by,
        hand.at
    )
    .execute(&mut *conn)
    .await?
    .rows_affected()
        == 1;
    if changed {
        set_contact(conn, event, id, plan).await?;
    }
    Ok(changed)
}

/// Sets the status if it is still `from`; whose person it is then.
pub(super) async fn set_status(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
    from: Status,
    to: Status,
    hand: &Hand,
) -> sqlx::Result<Option<ProvinceCode>> {
    sqlx::query_scalar!(
        r#"update participants set status = $4, changed_by = $5, changed_at = $6, version = version + 1
          where event_id = $1 and id = $2 and status = $3 returning province_code as "province: ProvinceCode""#,
        event.0,
        id.0,
        from.code(),
        to.code(),
        hand.by,
        hand.at
    )
    .fetch_optional(conn)
    .await
}

/// A person's place at the event, without what only offices know.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub id: ParticipantId,
    pub province: ProvinceCode,
    pub kind: PersonKind,
    pub category: Option<Category>,
    pub library: Option<LibraryId>,
    pub agency_name: String,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub delegation_role: String,
    pub status: Status,
    pub entry: Entry,
}

impl Seat {
    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }

    /// Whether somebody else may take it at the door: a peserta's who is expected.
    pub fn is_open(&self) -> bool {
        self.kind == PersonKind::Peserta
            && matches!(self.status, Status::Invited | Status::Registered | Status::Confirmed)
    }
}

pub(super) async fn seat(conn: &mut PgConnection, event: EventId, id: ParticipantId) -> sqlx::Result<Seat> {
    sqlx::query_as!(
        Seat,
        r#"select id as "id: ParticipantId", province_code as "province: ProvinceCode", kind as "kind: PersonKind",
                  category as "category: Category", library_id as "library: LibraryId", agency_name, full_name, title_prefix,
                  title_suffix, delegation_role, status as "status: Status", entry as "entry: Entry"
             from participants where event_id = $1 and id = $2"#,
        event.0,
        id.0
    )
    .fetch_one(conn)
    .await
}

/// Somebody of the event with the same name without titles, who is not off the list.
pub(super) async fn namesake(
    conn: &mut PgConnection,
    event: EventId,
    name: &str,
) -> sqlx::Result<Option<Seat>> {
    sqlx::query_as!(
        Seat,
        r#"select id as "id: ParticipantId", province_code as "province: ProvinceCode", kind as "kind: PersonKind",
                  category as "category: Category", library_id as "library: LibraryId", agency_name, full_name, title_prefix,
                  title_suffix, delegation_role, status as "status: Status", entry as "entry: Entry"
             from participants
            where event_id = $1 and name_key <> ''
              and name_key = regexp_replace(lower(split_part($2, ',', 1)), '[^[:alnum:]]', '', 'g')
            order by status = 'cancelled', registered_at, id limit 1"#,
        event.0,
        name
    )
    .fetch_optional(conn)
    .await
}

/// An agency that people of the event come from.
#[derive(Clone, Debug)]
pub(super) struct Agency {
    pub name: String,
    pub province: ProvinceCode,
    pub library: Option<LibraryId>,
    /// What all its people are.
    pub category: Option<Category>,
}

/// The agencies that the event's peserta come from.
pub(super) async fn agencies(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Agency>> {
    sqlx::query_as!(
        Agency,
        r#"select agency_name as name, province_code as "province: ProvinceCode", library_id as "library: LibraryId",
                  case when count(distinct category) = 1 then min(category) end as "category: Category"
             from participants
            where event_id = $1 and kind = 'peserta' and agency_name <> ''
            group by agency_name, province_code, library_id
            order by lower(agency_name), province_code, library_id limit 1000"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// Whom a person replaces: also by a row that counts for this one.
pub(super) async fn replaced_by(
    conn: &mut PgConnection,
    event: EventId,
    substitute: ParticipantId,
) -> sqlx::Result<Option<ParticipantId>> {
    sqlx::query_scalar!(
        r#"select coalesce(f.merged_into, f.id) as "replaces: ParticipantId"
             from participants p join participants f on f.event_id = p.event_id and f.id = p.replaces
            where p.event_id = $1 and (p.id = $2 or p.merged_into = $2) and coalesce(f.merged_into, f.id) <> $2
            order by p.registered_at desc, p.id desc limit 1"#,
        event.0,
        substitute.0
    )
    .fetch_optional(conn)
    .await
    .map(Option::flatten)
}

/// The people who stand with this one in a replacement: whom they replace, and who replaces them. Rows that were merged
/// stand for their survivors.
pub(super) async fn replacements(
    conn: &mut PgConnection,
    event: EventId,
    id: ParticipantId,
) -> sqlx::Result<Vec<(ParticipantId, String, bool)>> {
    sqlx::query!(
        r#"with own as (select id, replaces, registered_at from participants where event_id = $1 and (id = $2 or merged_into = $2)),
                related as (
                  select f.id, f.merged_into, false as comes_instead from own join participants f on f.event_id = $1 and f.id = own.replaces
                  union
                  select s.id, s.merged_into, true from own join participants s on s.event_id = $1 and s.replaces = own.id)
           select o.id as "id: ParticipantId", o.title_prefix, o.full_name, o.title_suffix, bool_or(r.comes_instead) as "comes_instead!"
             from related r join participants o on o.event_id = $1 and o.id = coalesce(r.merged_into, r.id)
            where o.id <> $2
            group by o.event_id, o.id order by o.registered_at limit 20"#,
        event.0,
        id.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| {
        rows.into_iter()
            .map(|r| (r.id, names::titled(&r.title_prefix, &r.full_name, &r.title_suffix), r.comes_instead))
            .collect()
    })
}

/// What the list asks for; empty text and `None` ask for everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub words: Vec<String>,
    pub kind: String,
    pub category: String,
    pub province: String,
    pub statuses: Vec<String>,
    pub import: Option<Uuid>,
    pub sort: String,
}

/// A person as the list shows them.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub id: ParticipantId,
    pub province: ProvinceCode,
    pub kind: PersonKind,
    pub category: Option<Category>,
    pub agency_name: String,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub sex: String,
    pub delegation_role: String,
    pub job_title: String,
    pub status: Status,
    pub registered_at: DateTime<Utc>,
    pub is_sample: bool,
}

/// How many people the list has.
pub(super) async fn count(conn: &mut PgConnection, event: EventId, wanted: &Wanted) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from participants p
            where p.event_id = $1 and ($2 = '' or p.kind = $2) and ($3 = '' or p.category = $3) and ($4 = '' or p.province_code = $4)
              and p.status = any($5::text[]) and ($7::uuid is null or p.import_id = $7)
              and not exists (select from unnest($6::text[]) as word
                               where strpos(lower(concat_ws(' ', p.title_prefix, p.full_name, p.agency_name)), word) = 0)"#,
        event.0,
        wanted.kind,
        wanted.category,
        wanted.province,
        &wanted.statuses,
        &wanted.words,
        wanted.import
    )
    .fetch_one(conn)
    .await
}

/// One page of the list.
pub(super) async fn list(
    conn: &mut PgConnection,
    event: EventId,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select p.id as "id: ParticipantId", p.province_code as "province: ProvinceCode", p.kind as "kind: PersonKind",
                  p.category as "category: Category", p.agency_name, p.full_name, p.title_prefix, p.title_suffix, p.sex,
                  p.delegation_role, p.job_title, p.status as "status: Status", p.registered_at, p.data_origin = 'synthetic' as "is_sample!"
             from participants p
            where p.event_id = $1 and ($2 = '' or p.kind = $2) and ($3 = '' or p.category = $3) and ($4 = '' or p.province_code = $4)
              and p.status = any($5::text[]) and ($10::uuid is null or p.import_id = $10)
              and not exists (select from unnest($6::text[]) as word
                               where strpos(lower(concat_ws(' ', p.title_prefix, p.full_name, p.agency_name)), word) = 0)
            order by case $7 when 'terbaru' then p.registered_at end desc nulls last,
                     case $7 when 'terlama' then p.registered_at end,
                     case $7
                       when 'instansi' then lower(p.agency_name)
                       when 'kategori' then array_position(array['peserta', 'fasilitator', 'narasumber', 'panitia', 'pejabat', 'konsultan'], p.kind)
                         || coalesce(array_position(array['province_office', 'regency_office', 'village_library', 'impact_beneficiary', 'champion_village'], p.category), 0)::text
                       when 'status' then array_position(array['awaiting_approval', 'invited', 'registered', 'confirmed', 'declined', 'refused', 'replaced', 'cancelled'], p.status)::text
                     end,
                     lower(p.full_name), p.id
            limit $8 offset $9"#,
        event.0,
        wanted.kind,
        wanted.category,
        wanted.province,
        &wanted.statuses,
        &wanted.words,
        wanted.sort,
        limit,
        offset,
        wanted.import
    )
    .fetch_all(conn)
    .await
}

/// The telephone numbers of these people, for those who may see them.
pub(super) async fn phones(
    conn: &mut PgConnection,
    event: EventId,
    people: &[Uuid],
) -> sqlx::Result<Vec<(ParticipantId, String)>> {
    sqlx::query!(
        r#"select participant_id as "id: ParticipantId", phone from participant_details
            where event_id = $1 and participant_id = any($2::uuid[]) and phone <> ''"#,
        event.0,
        people
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.id, row.phone)).collect())
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

/// How many people of one province, kind and category hold a place.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub province: ProvinceCode,
    pub kind: PersonKind,
    pub category: Option<Category>,
    pub people: i64,
}

pub(super) async fn tally(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Tally>> {
    sqlx::query_as!(
        Tally,
        r#"select province_code as "province: ProvinceCode", kind as "kind: PersonKind", category as "category: Category", count(*) as "people!"
             from participants
            where event_id = $1 and status in ('invited', 'awaiting_approval', 'registered', 'confirmed')
            group by province_code, kind, category"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// A province of an event.
#[derive(Clone, Debug)]
pub(in crate::features::registration) struct EventProvince {
    pub code: ProvinceCode,
    pub name: String,
    pub quota: i32,
}

pub(super) async fn provinces(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<EventProvince>> {
    sqlx::query_as!(
        EventProvince,
        r#"select ep.province_code as "code: ProvinceCode", t.province_name as name, ep.quota
             from event_provinces ep join tenants t on t.province_code = ep.province_code
            where ep.event_id = $1 order by ep.part <> 'host', t.province_name"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// Places per province and category.
pub(super) async fn quotas(
    conn: &mut PgConnection,
    event: EventId,
) -> sqlx::Result<Vec<(ProvinceCode, Category, i32)>> {
    sqlx::query!(
        r#"select province_code as "province: ProvinceCode", category as "category: Category", places from category_quotas where event_id = $1"#,
        event.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.province, row.category, row.places)).collect())
}

/// The edition's words for the categories, in its order.
pub(in crate::features::registration) async fn category_labels(
    conn: &mut PgConnection,
    edition: EditionId,
) -> sqlx::Result<Vec<(Category, String)>> {
    sqlx::query!(
        r#"select category as "category: Category", label from edition_categories where edition_id = $1 order by position"#,
        edition.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.category, row.label)).collect())
}

/// Somebody about to be saved, whose double is looked for.
#[derive(Clone, Debug)]
pub(in crate::features::registration) struct Probe {
    pub name: String,
    pub contact: Contact,
    /// The person's own row, which is no double.
    pub except: Option<ParticipantId>,
}

impl Probe {
    /// Somebody who is on the list, by name and telephone.
    pub fn of(name: &str, phone: &str, id: ParticipantId) -> Self {
        let contact = Contact { phone: phone.to_owned(), ..Contact::default() };
        Self { name: name.to_owned(), contact, except: Some(id) }
    }
}

/// Somebody who may be the same person.
#[derive(Clone, Debug)]
pub(in crate::features::registration) struct Twin {
    /// Of which probe, from 1.
    pub of: i64,
    pub id: ParticipantId,
    pub province: ProvinceCode,
    pub title_prefix: String,
    pub full_name: String,
    pub title_suffix: String,
    pub agency_name: String,
    pub status: Status,
    /// The other event, when it is not this one.
    pub elsewhere: Option<String>,
    pub same_name: bool,
    pub same_phone: bool,
    pub same_nip: bool,
}

/// People of this event with the same name (without titles), telephone or NIP; and people of the province's other
/// events with the same NIP and another name.
pub(in crate::features::registration) async fn twins(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    probes: &[Probe],
) -> sqlx::Result<Vec<Twin>> {
    let names: Vec<String> = probes.iter().map(|probe| probe.name.clone()).collect();
    let phones: Vec<String> = probes.iter().map(|probe| probe.contact.phone.clone()).collect();
    let nips: Vec<String> = probes.iter().map(|probe| probe.contact.nip.clone()).collect();
    let own: Vec<Uuid> = probes.iter().map(|p| p.except.map(|id| id.0).unwrap_or_default()).collect();
    sqlx::query_as!(
        Twin,
        r#"with typed as (
             select ord, phone, nip, own, regexp_replace(lower(split_part(name, ',', 1)), '[^[:alnum:]]', '', 'g') as key
               from unnest($3::text[], $4::text[], $5::text[], $6::uuid[]) with ordinality as t (name, phone, nip, own, ord)
           ), hit as (
             select t.ord, p.event_id, p.id from typed t join participants p on p.event_id = $1 and p.name_key = t.key where t.key <> ''
             union
             select t.ord, d.event_id, d.participant_id from typed t join participant_details d on d.event_id = $1 and d.phone = t.phone and d.phone <> '' where t.phone <> ''
             union
             select t.ord, d.event_id, d.participant_id from typed t join participant_details d on d.province_code = $2 and d.nip = t.nip and d.nip <> '' where t.nip <> ''
           )
           select t.ord as "of!", p.id as "id: ParticipantId", p.province_code as "province: ProvinceCode", p.title_prefix, p.full_name, p.title_suffix, p.agency_name, p.status as "status: Status",
                  case when p.event_id <> $1 then e.title end as elsewhere, p.name_key = t.key as "same_name!",
                  coalesce(p.event_id = $1 and t.phone <> '' and d.phone = t.phone, false) as "same_phone!",
                  coalesce(t.nip <> '' and d.nip = t.nip, false) as "same_nip!"
             from hit join typed t on t.ord = hit.ord
             join participants p on p.event_id = hit.event_id and p.id = hit.id
             join events e on e.id = p.event_id
             left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
            where p.id <> t.own and p.merged_into is null and (p.event_id = $1 or p.name_key <> t.key)
            order by t.ord, p.event_id <> $1, lower(p.full_name), p.id
            limit 200"#,
        event.0,
        province.as_str(),
        &names,
        &phones,
        &nips,
        &own
    )
    .fetch_all(conn)
    .await
}

/// The most suspected pairs that the list counts.
pub(super) const MOST_SUSPECTS: i64 = 100;

/// How many pairs of the event's people may be one person, up to [`MOST_SUSPECTS`].
pub(super) async fn suspects(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "pairs!" from (select from suspected_doubles($1) limit $2) s"#,
        event.0,
        MOST_SUSPECTS
    )
    .fetch_one(conn)
    .await
}

/// Somebody who stands in a relation to a person, by name.
#[derive(Clone, Debug)]
pub(super) struct Suspect {
    pub id: ParticipantId,
    pub name: String,
    pub agency: String,
    pub alike: Alike,
}

/// The people who may be the same as this one.
pub(super) async fn suspects_of(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Vec<Suspect>> {
    let rows = sqlx::query!(
        r#"select p.id as "id: ParticipantId", p.title_prefix, p.full_name, p.title_suffix, p.agency_name,
                  s.same_nip as "nip!", s.same_phone as "phone!", s.same_name as "name!", s.same_agency as "agency!", s.alike as "alike!"
             from suspected_doubles($1) s
             join participants p on p.event_id = $1 and p.id = case when s.one_id = $2 then s.other_id else s.one_id end
            where $2 in (s.one_id, s.other_id)
            order by lower(p.full_name), p.id limit 10"#,
        event.0,
        person.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Suspect {
            id: r.id,
            name: names::titled(&r.title_prefix, &r.full_name, &r.title_suffix),
            agency: r.agency_name,
            alike: Alike { nip: r.nip, phone: r.phone, name: r.name, agency: r.agency, sounding: r.alike },
        })
        .collect())
}

/// The rows that were merged into this person's, by the merge, the newest first.
pub(super) async fn merged_into(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Vec<(MergeId, String)>> {
    sqlx::query!(
        r#"select m.id as "id: MergeId", p.title_prefix, p.full_name, p.title_suffix
             from participant_merges m join participants p on p.event_id = m.event_id and p.id = m.merged_id
            where m.event_id = $1 and m.survivor_id = $2 and m.undone_at is null order by m.merged_at desc, m.id desc limit 20"#,
        event.0,
        person.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| {
        rows.into_iter().map(|r| (r.id, names::titled(&r.title_prefix, &r.full_name, &r.title_suffix))).collect()
    })
}

/// Somebody whose presence can be marked.
#[derive(Clone, Debug)]
pub struct RosterRow {
    /// Whose row it is.
    pub id: ParticipantId,
    /// The province that sends the person.
    pub province: ProvinceCode,
    /// As what.
    pub kind: PersonKind,
    /// For peserta.
    pub category: Option<Category>,
    /// The name without titles.
    pub full_name: String,
    /// Titles before it.
    pub title_prefix: String,
    /// Titles after it.
    pub title_suffix: String,
    /// The library or agency.
    pub agency_name: String,
    /// Where the person stands.
    pub status: Status,
}

impl RosterRow {
    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }
}

/// Everybody of the event who is expected, of every kind, peserta first.
pub async fn roster(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<RosterRow>> {
    sqlx::query_as!(
        RosterRow,
        r#"select id as "id: ParticipantId", province_code as "province: ProvinceCode", kind as "kind: PersonKind",
                  category as "category: Category", full_name, title_prefix, title_suffix, agency_name, status as "status: Status"
             from participants
            where event_id = $1 and status in ('invited', 'registered', 'confirmed')
            order by array_position(array['peserta', 'fasilitator', 'narasumber', 'panitia', 'pejabat', 'konsultan'], kind), lower(full_name), id"#,
        event.0
    )
    .fetch_all(conn)
    .await
}
