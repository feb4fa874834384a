//! The statements about invited libraries. Row-level security shows a host its guests' and lets nobody change another's.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Answer, DelegationPlan, InvitationPlan};
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    features::registration::{
        libraries::{LibraryKind, Wanted as WantedLibraries},
        people::{Category, Status},
    },
    kernel::{
        ids::{DelegationId, EventId, LibraryId, ParticipantId},
        names,
        origin::Origin,
    },
};

/// An invitation as it stands.
#[derive(Clone, Debug)]
pub(super) struct Delegation {
    pub id: DelegationId,
    pub library_name: String,
    pub library_kind: LibraryKind,
    pub category: Category,
    pub places: i32,
    /// The last day for names, as this invitation or the event says.
    pub closes_on: NaiveDate,
    /// As this invitation says.
    pub own_closes_on: Option<NaiveDate>,
    pub pic_name: String,
    pub pic_phone: String,
    pub note: String,
    pub answer: Answer,
    pub answer_reason: String,
    pub answered_at: Option<DateTime<Utc>>,
    pub link_opened_at: Option<DateTime<Utc>>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub reminded_by: String,
    pub version: i32,
    pub changed_by: String,
    pub changed_at: Option<DateTime<Utc>>,
}

/// One of the office's own invitations that has not been withdrawn.
pub(super) async fn find(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    id: DelegationId,
) -> sqlx::Result<Delegation> {
    sqlx::query_as!(
        Delegation,
        r#"select d.id as "id: DelegationId", d.library_name, d.library_kind as "library_kind: LibraryKind", d.category as "category: Category",
                  d.places, coalesce(d.closes_on, e.programme_starts_on) as "closes_on!", d.closes_on as own_closes_on, d.pic_name, d.pic_phone, d.note,
                  d.answer as "answer: Answer", d.answer_reason, d.answered_at, d.link_opened_at, d.reminded_at, d.reminded_by,
                  d.version, d.changed_by, d.changed_at
             from delegations d join events e on e.id = d.event_id
            where d.event_id = $1 and d.province_code = $2 and d.id = $3 and d.withdrawn_at is null"#,
        event.0,
        province.as_str(),
        id.0
    )
    .fetch_one(conn)
    .await
}

/// What the list asks for; empty text asks for everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub words: Vec<String>,
    pub state: String,
    pub province: String,
}

/// An invitation as the list shows it.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub id: DelegationId,
    pub province: ProvinceCode,
    pub library_name: String,
    pub library_kind: LibraryKind,
    pub places: i32,
    pub answer: Answer,
    pub answer_reason: String,
    pub pic_name: String,
    pub pic_phone: String,
    pub link_made_at: Option<DateTime<Utc>>,
    pub link_opened_at: Option<DateTime<Utc>>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub reminded_by: String,
    pub is_sample: bool,
    pub named: i64,
    /// Named people who may be on the event's list already.
    pub doubles: i64,
    pub found: i64,
}

/// One page of the invitations, those first that have not answered; each row says how many there are.
pub(super) async fn list(
    conn: &mut PgConnection,
    event: EventId,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select d.id as "id: DelegationId", d.province_code as "province: ProvinceCode", d.library_name,
                  d.library_kind as "library_kind: LibraryKind", d.places, d.answer as "answer: Answer", d.answer_reason, d.pic_name, d.pic_phone,
                  l.made_at as "link_made_at?", d.link_opened_at, d.reminded_at, d.reminded_by, d.data_origin = 'synthetic' as "is_sample!",
                  n.named as "named!", n.doubles as "doubles!", count(*) over () as "found!"
             from delegations d
             left join delegation_links l on l.event_id = d.event_id and l.delegation_id = d.id and l.revoked_at is null
            cross join lateral (
                  select count(*) as named, count(*) filter (where exists (
                           select from participants q
                            where q.event_id = p.event_id and q.name_key = p.name_key and q.id <> p.id and q.status not in ('cancelled', 'declined', 'refused', 'replaced', 'merged'))
                         or exists (
                           select from participant_details m join participant_details o on o.event_id = m.event_id and o.phone = m.phone and o.phone <> ''
                            where m.event_id = p.event_id and m.participant_id = p.id and o.participant_id <> p.id)) as doubles
                    from participants p
                   where p.event_id = d.event_id and p.delegation_id = d.id and p.status not in ('cancelled', 'declined', 'refused', 'merged')) n
            where d.event_id = $1 and d.withdrawn_at is null and ($3 = '' or d.province_code = $3)
              and case $4 when 'belum' then d.answer = 'none' when 'selesai' then d.answer = 'done' when 'tidak-hadir' then d.answer = 'declined'
                          when 'tanpa-tautan' then l.id is null and d.answer = 'none' when 'rangkap' then n.doubles > 0 else true end
              and not exists (select from unnest($2::text[]) as word where strpos(lower(concat_ws(' ', d.library_name, d.pic_name)), word) = 0)
            order by array_position(array['none', 'done', 'declined'], d.answer),
                     array_position(array['province_office', 'regency_office', 'village_library', 'other'], d.library_kind), lower(d.library_name), d.id
            limit $5 offset $6"#,
        event.0,
        &wanted.words,
        wanted.province,
        wanted.state,
        limit,
        offset
    )
    .fetch_all(conn)
    .await
}

/// What stands on top of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub invited: i64,
    pub answered: i64,
    /// Places of libraries that have not said that they cannot come.
    pub places: i64,
    pub named: i64,
    /// Of one's own that have neither link nor answer.
    pub without_link: i64,
}

pub(super) async fn totals(
    conn: &mut PgConnection,
    event: EventId,
    own: &ProvinceCode,
) -> sqlx::Result<Totals> {
    sqlx::query_as!(
        Totals,
        r#"select count(*) as "invited!", count(*) filter (where d.answer <> 'none') as "answered!",
                  coalesce(sum(d.places) filter (where d.answer <> 'declined'), 0) as "places!", coalesce(sum(n.named), 0)::bigint as "named!",
                  count(*) filter (where d.answer = 'none' and d.province_code = $2 and not exists (
                    select from delegation_links l where l.event_id = d.event_id and l.delegation_id = d.id and l.revoked_at is null)) as "without_link!"
             from delegations d
            cross join lateral (select count(*) as named from participants p
                                 where p.event_id = d.event_id and p.delegation_id = d.id and p.status not in ('cancelled', 'declined', 'refused', 'merged')) n
            where d.event_id = $1 and d.withdrawn_at is null"#,
        event.0,
        own.as_str()
    )
    .fetch_one(conn)
    .await
}

/// A library that can be invited.
#[derive(Clone, Debug)]
pub(super) struct Invitable {
    pub id: LibraryId,
    pub kind: LibraryKind,
    pub name: String,
    pub region_parents: Option<String>,
    pub pic_name: String,
    pub pic_phone: String,
    pub bimtek_completed: bool,
    pub found: i64,
}

/// The office's libraries that are not invited yet, filtered like the directory.
pub(super) async fn invitable(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    wanted: &WantedLibraries,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Invitable>> {
    sqlx::query_as!(
        Invitable,
        r#"select l.id as "id: LibraryId", l.kind as "kind: LibraryKind", l.name, r.parents as "region_parents?", l.pic_name, l.pic_phone,
                  l.bimtek_completed, count(*) over () as "found!"
             from libraries l left join regions r on r.code = l.region_code
            where l.province_code = $2 and l.removed_at is null
              and not exists (select from delegations d where d.event_id = $1 and d.province_code = $2 and d.library_id = l.id and d.withdrawn_at is null)
              and ($3 = '' or l.kind = $3) and ($4::int is null or $4 = any(l.cohorts) or $4 = l.partner_since)
              and ($5::bool is null or l.bimtek_completed = $5)
              and not exists (select from unnest($6::text[]) as word
                               where strpos(lower(concat_ws(' ', l.name, l.also_known_as, l.agency_name, r.name, r.parents)), word) = 0)
            order by array_position(array['province_office', 'regency_office', 'village_library', 'other'], l.kind), lower(l.name), l.region_code, l.id
            limit $7 offset $8"#,
        event.0,
        province.as_str(),
        wanted.kind,
        wanted.cohort,
        wanted.bimtek,
        &wanted.words,
        limit,
        offset
    )
    .fetch_all(conn)
    .await
}

/// Invites libraries of the province; who is invited already stays as they are. The invitations that came of it, in no order.
pub(super) async fn invite(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    plans: &[InvitationPlan],
    hand: &Hand,
) -> sqlx::Result<Vec<(DelegationId, LibraryId)>> {
    let ids: Vec<Uuid> = plans.iter().map(|_| DelegationId::new().0).collect();
    let libraries: Vec<Uuid> = plans.iter().map(|plan| plan.library.0).collect();
    let places: Vec<i32> = plans.iter().map(|plan| plan.places).collect();
    let categories: Vec<String> = plans.iter().map(|plan| plan.category.code().to_owned()).collect();
    let closes: Vec<Option<NaiveDate>> = plans.iter().map(|plan| plan.closes_on).collect();
    let origin = plans.first().map_or(Origin::Real, |plan| plan.data_origin);
    let rows = sqlx::query!(
        r#"insert into delegations (event_id, id, province_code, library_id, library_name, library_kind, category, places, closes_on,
                pic_name, pic_phone, data_origin, invited_at, changed_by, changed_at)
           select $1, w.id, l.province_code, l.id, l.name, l.kind, w.category, w.places, w.closes_on, l.pic_name, l.pic_phone, $8, $9::timestamptz, $10, $9::timestamptz
             from unnest($3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::date[]) as w (id, library, category, places, closes_on)
             join libraries l on l.province_code = $2 and l.id = w.library and l.removed_at is null
           on conflict on constraint delegations_once do update
              set withdrawn_at = null, library_name = excluded.library_name, library_kind = excluded.library_kind, category = excluded.category,
                  places = greatest(excluded.places, delegations.places), closes_on = excluded.closes_on, changed_by = excluded.changed_by,
                  changed_at = excluded.changed_at, version = delegations.version + 1
            where delegations.withdrawn_at is not null
           returning id as "id: DelegationId", library_id as "library: LibraryId""#,
        event.0,
        province.as_str(),
        &ids,
        &libraries,
        &categories,
        &places,
        &closes as &[Option<NaiveDate>],
        origin.code(),
        hand.at,
        hand.by
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.library)).collect())
}

/// Holds an invitation until the transaction ends: nobody is named meanwhile.
pub(super) async fn hold(conn: &mut PgConnection, event: EventId, id: DelegationId) -> sqlx::Result<()> {
    sqlx::query!("select id from delegations where event_id = $1 and id = $2 for update", event.0, id.0)
        .fetch_one(conn)
        .await
        .map(|_| ())
}

/// Changes an invitation that is still at `version`; says whether it was.
pub(super) async fn update(
    conn: &mut PgConnection,
    event: EventId,
    (id, version): (DelegationId, i32),
    plan: &DelegationPlan,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update delegations set places = $4, category = $5, closes_on = $6, pic_name = $7, pic_phone = $8, note = $9, changed_by = $10,
                changed_at = $11, version = version + 1
          where event_id = $1 and id = $2 and version = $3 and withdrawn_at is null",
        event.0,
        id.0,
        version,
        plan.places,
        plan.category.code(),
        plan.closes_on,
        plan.pic_name,
        plan.pic_phone,
        plan.note,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Withdraws one of the office's own invitations, or brings it back; the library's name, if it stood otherwise.
pub(super) async fn set_withdrawn(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    id: DelegationId,
    is_withdrawn: bool,
    hand: &Hand,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "update delegations set withdrawn_at = case when $4 then $5::timestamptz end, changed_by = $6, changed_at = $5, version = version + 1
          where event_id = $1 and province_code = $2 and id = $3 and (withdrawn_at is null) = $4 returning library_name",
        event.0,
        province.as_str(),
        id.0,
        is_withdrawn,
        hand.at,
        hand.by
    )
    .fetch_optional(conn)
    .await
}

/// Somebody whom a library named, as the office sees them.
#[derive(Clone, Debug)]
pub(super) struct NamedPerson {
    pub id: ParticipantId,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub delegation_role: String,
    pub status: Status,
    pub phone: String,
}

impl NamedPerson {
    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }

    /// Whether the person holds one of the places.
    pub fn holds_place(&self) -> bool {
        !matches!(self.status, Status::Cancelled | Status::Declined)
    }
}

pub(super) async fn named(
    conn: &mut PgConnection,
    event: EventId,
    id: DelegationId,
) -> sqlx::Result<Vec<NamedPerson>> {
    sqlx::query_as!(
        NamedPerson,
        r#"select p.id as "id: ParticipantId", p.full_name, p.title_prefix, p.title_suffix, p.delegation_role, p.status as "status: Status",
                  coalesce(d.phone, '') as "phone!"
             from participants p left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
            where p.event_id = $1 and p.delegation_id = $2 order by p.registered_at, p.id limit 500"#,
        event.0,
        id.0
    )
    .fetch_all(conn)
    .await
}

/// An invitation whose link is made, or whose PIC is written to.
#[derive(Clone, Debug)]
pub(super) struct Addressed {
    pub id: DelegationId,
    pub library_name: String,
    pub places: i32,
    pub closes_on: NaiveDate,
    pub pic_name: String,
    pub pic_phone: String,
    pub has_link: bool,
    pub link_opened_at: Option<DateTime<Utc>>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub reminded_by: String,
}

/// The office's own invitations that have not been withdrawn: these, or all that have not answered.
pub(super) async fn addressed(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    these: Option<&[Uuid]>,
) -> sqlx::Result<Vec<Addressed>> {
    sqlx::query_as!(
        Addressed,
        r#"select d.id as "id: DelegationId", d.library_name, d.places, coalesce(d.closes_on, e.programme_starts_on) as "closes_on!", d.pic_name, d.pic_phone,
                  l.id is not null as "has_link!", d.link_opened_at, d.reminded_at, d.reminded_by
             from delegations d join events e on e.id = d.event_id
             left join delegation_links l on l.event_id = d.event_id and l.delegation_id = d.id and l.revoked_at is null
            where d.event_id = $1 and d.province_code = $2 and d.withdrawn_at is null
              and case when $3::uuid[] is null then d.answer = 'none' else d.id = any($3) end
            order by d.reminded_at nulls first, lower(d.library_name), d.id limit 500"#,
        event.0,
        province.as_str(),
        these
    )
    .fetch_all(conn)
    .await
}

/// The link that counts, without its secret.
#[derive(Clone, Debug)]
pub(super) struct LinkState {
    pub code: String,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
}

pub(super) async fn link_state(
    conn: &mut PgConnection,
    event: EventId,
    id: DelegationId,
) -> sqlx::Result<Option<LinkState>> {
    sqlx::query_as!(
        LinkState,
        "select code, made_by, made_at from delegation_links where event_id = $1 and delegation_id = $2 and revoked_at is null",
        event.0,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Revokes the links that count of these invitations; how many there were.
pub(super) async fn revoke(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    these: &[Uuid],
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    sqlx::query!(
        "update delegation_links set revoked_at = $4
          where event_id = $1 and province_code = $2 and delegation_id = any($3) and revoked_at is null",
        event.0,
        province.as_str(),
        these,
        now
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}

/// A link about to be kept.
pub(super) struct NewLink {
    pub delegation: DelegationId,
    pub hash: Vec<u8>,
    pub code: String,
}

/// Keeps new links; nobody has opened them yet.
pub(super) async fn insert_links(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    links: &[NewLink],
    hand: &Hand,
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = links.iter().map(|_| Uuid::now_v7()).collect();
    let delegations: Vec<Uuid> = links.iter().map(|link| link.delegation.0).collect();
    let hashes: Vec<Vec<u8>> = links.iter().map(|link| link.hash.clone()).collect();
    let codes: Vec<String> = links.iter().map(|link| link.code.clone()).collect();
    sqlx::query!(
        "insert into delegation_links (event_id, id, delegation_id, province_code, token_hash, code, made_by, made_at)
         select $1, w.id, w.delegation, $2, w.hash, w.code, $7, $8
           from unnest($3::uuid[], $4::uuid[], $5::bytea[], $6::text[]) as w (id, delegation, hash, code)",
        event.0,
        province.as_str(),
        &ids,
        &delegations,
        &hashes,
        &codes,
        hand.by,
        hand.at
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update delegations set link_opened_at = null where event_id = $1 and province_code = $2 and id = any($3)",
        event.0,
        province.as_str(),
        &delegations
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Notes that messages were sent to these invitations' PICs; whose.
pub(super) async fn note_reminded(
    conn: &mut PgConnection,
    event: EventId,
    province: &ProvinceCode,
    these: &[Uuid],
    hand: &Hand,
) -> sqlx::Result<Vec<DelegationId>> {
    sqlx::query_scalar!(
        r#"update delegations set reminded_at = $4, reminded_by = $5
            where event_id = $1 and province_code = $2 and id = any($3) and withdrawn_at is null returning id as "id: DelegationId""#,
        event.0,
        province.as_str(),
        these,
        hand.at,
        hand.by
    )
    .fetch_all(conn)
    .await
}
