//! Statements about people who stand on a list twice. Row-level security keeps a guest to its own.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use crate::{
    audit::Hand,
    features::registration::{
        Alike, Category, Status,
        merging::{Changes, Row},
    },
    kernel::{
        ids::{EditionId, EventId, MergeId, ParticipantId},
        names,
    },
};

/// The most pairs that are read at once.
pub(super) const MOST: i64 = 500;

/// A person as a pair shows them.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub id: ParticipantId,
    pub name: String,
    pub agency: String,
    pub status: Status,
}

/// Two people who may be one, and why.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub one: Seen,
    pub other: Seen,
    pub alike: Alike,
}

/// The pairs, those with the best reasons first.
pub(super) async fn pairs(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Pair>> {
    let rows = sqlx::query!(
        r#"select s.one_id as "one!: ParticipantId", a.title_prefix, a.full_name, a.title_suffix, a.agency_name, a.status as "status: Status",
                  s.other_id as "other!: ParticipantId", b.title_prefix as other_prefix, b.full_name as other_name, b.title_suffix as other_suffix,
                  b.agency_name as other_agency, b.status as "other_status: Status",
                  s.same_nip as "nip!", s.same_phone as "phone!", s.same_name as "name!", s.same_agency as "agency!", s.alike as "alike!"
             from suspected_doubles($1) s
             join participants a on a.event_id = $1 and a.id = s.one_id
             join participants b on b.event_id = $1 and b.id = s.other_id
            order by 8 * s.same_nip::int + 4 * (s.same_name and (s.same_agency or s.same_phone))::int + 2 * s.same_name::int + s.alike::int desc,
                     lower(a.full_name), a.id, b.id
            limit $2"#,
        event.0,
        MOST
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Pair {
            one: Seen {
                id: r.one,
                name: names::titled(&r.title_prefix, &r.full_name, &r.title_suffix),
                agency: r.agency_name,
                status: r.status,
            },
            other: Seen {
                id: r.other,
                name: names::titled(&r.other_prefix, &r.other_name, &r.other_suffix),
                agency: r.other_agency,
                status: r.other_status,
            },
            alike: Alike { nip: r.nip, phone: r.phone, name: r.name, agency: r.agency, sounding: r.alike },
        })
        .collect())
}

/// Lets merges of the event happen one after another, behind the marks that are under way and before those to come.
pub(super) async fn hold(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1::uuid::text, 50))", event.0)
        .fetch_one(conn)
        .await
        .map(|_| ())
}

/// Keeps these rows from being changed until the transaction ends.
pub(super) async fn lock(conn: &mut PgConnection, event: EventId, people: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!(
        "select id from participants where event_id = $1 and id = any($2) order by id for no key update",
        event.0,
        people
    )
    .fetch_all(conn)
    .await
    .map(|_| ())
}

/// A person's row with everything that is compared, and what hangs on it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub id: ParticipantId,
    pub province: String,
    pub province_name: String,
    pub row: Json<Row>,
    pub version: i32,
    pub merged_into: Option<ParticipantId>,
    pub registered_at: DateTime<Utc>,
    pub changed_at: Option<DateTime<Utc>>,
    pub changed_by: String,
    pub marks: i64,
    pub has_link: bool,
}

/// These people as they stand.
pub(super) async fn people(
    conn: &mut PgConnection,
    event: EventId,
    people: &[Uuid],
) -> sqlx::Result<Vec<Found>> {
    sqlx::query_as!(
        Found,
        r#"select p.id as "id: ParticipantId", p.province_code as province, t.province_name,
                  jsonb_build_object('full_name', p.full_name, 'title_prefix', p.title_prefix, 'title_suffix', p.title_suffix, 'kind', p.kind,
                    'category', p.category, 'trainer_kind', p.trainer_kind, 'library_id', p.library_id, 'agency_name', p.agency_name,
                    'status', p.status, 'sex', p.sex, 'honorific', p.honorific, 'delegation_role', p.delegation_role,
                    'job_title', p.job_title, 'rank', p.rank, 'note', p.note, 'home_region_code', p.home_region_code,
                    'account_id', p.account_id, 'phone', coalesce(d.phone, ''), 'email', coalesce(d.email, ''),
                    'nip', coalesce(d.nip, '')) as "row!: Json<Row>",
                  p.version, p.merged_into as "merged_into: ParticipantId", p.registered_at, p.changed_at, p.changed_by,
                  (select count(*) from sessions s
                     join attendance_marks m on m.event_id = $1 and m.session_id = s.id
                     join participants r on r.event_id = $1 and r.id = m.participant_id and (r.id = p.id or r.merged_into = p.id)
                    where s.event_id = $1) as "marks!",
                  exists (select from personal_links l where l.event_id = $1 and l.participant_id = p.id and l.revoked_at is null) as "has_link!"
             from participants p
             join tenants t on t.province_code = p.province_code
             left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
            where p.event_id = $1 and p.id = any($2)"#,
        event.0,
        people
    )
    .fetch_all(conn)
    .await
}

/// How many sessions say different things of two people.
pub(super) async fn differing_sessions(
    conn: &mut PgConnection,
    event: EventId,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "sessions!" from sessions s
             join attendance_states a on a.event_id = $1 and a.session_id = s.id and a.participant_id = $2
             join attendance_states b on b.event_id = $1 and b.session_id = s.id and b.participant_id = $3
            where s.event_id = $1 and a.state <> b.state and 'cleared' not in (a.state, b.state)"#,
        event.0,
        one.0,
        other.0
    )
    .fetch_one(conn)
    .await
}

/// Whom these two replace and who replaces them, in names; not each other.
pub(super) async fn replacements(
    conn: &mut PgConnection,
    event: EventId,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<Vec<String>> {
    sqlx::query!(
        r#"select distinct o.id, o.title_prefix, o.full_name, o.title_suffix
             from participants p
             join participants r on r.event_id = $1 and (r.id = p.replaces or r.replaces = p.id)
             join participants o on o.event_id = $1 and o.id = coalesce(r.merged_into, r.id)
            where p.event_id = $1 and (p.id = any($2) or p.merged_into = any($2)) and o.id <> all($2)
            limit 10"#,
        event.0,
        &[one.0, other.0]
    )
    .fetch_all(conn)
    .await
    .map(|rows| {
        rows.into_iter().map(|r| names::titled(&r.title_prefix, &r.full_name, &r.title_suffix)).collect()
    })
}

/// The edition's words for the categories.
pub(super) async fn category_labels(
    conn: &mut PgConnection,
    edition: EditionId,
) -> sqlx::Result<Vec<(Category, String)>> {
    sqlx::query!(
        r#"select category as "category: Category", label from edition_categories where edition_id = $1"#,
        edition.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.category, row.label)).collect())
}

/// Sets a person's row to these columns.
pub(super) async fn write(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
    row: &Row,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with written as (
           update participants p
              set full_name = r.full_name, title_prefix = r.title_prefix, title_suffix = r.title_suffix, kind = r.kind, category = r.category,
                  trainer_kind = r.trainer_kind, library_id = r.library_id, agency_name = r.agency_name, status = r.status, sex = r.sex,
                  honorific = r.honorific, delegation_role = r.delegation_role, job_title = r.job_title, rank = r.rank, note = r.note,
                  home_region_code = r.home_region_code, account_id = r.account_id, changed_by = $4, changed_at = $5, version = p.version + 1
             from jsonb_to_record($3) as r (full_name text, title_prefix text, title_suffix text, kind text, category text, trainer_kind text,
                  library_id uuid, agency_name text, status text, sex text, honorific text, delegation_role text, job_title text, rank text,
                  note text, home_region_code text, account_id uuid)
            where p.event_id = $1 and p.id = $2
           returning p.event_id, p.id, p.province_code)
         insert into participant_details (event_id, participant_id, province_code, phone, email, nip)
         select w.event_id, w.id, w.province_code, d.phone, d.email, d.nip
           from written w, jsonb_to_record($3) as d (phone text, email text, nip text)
         on conflict (event_id, participant_id) do update set phone = excluded.phone, email = excluded.email, nip = excluded.nip",
        event.0,
        person.0,
        Json(row) as _,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Takes a row off every list: it counts for the survivor from now on.
pub(super) async fn set_merged(
    conn: &mut PgConnection,
    event: EventId,
    merged: ParticipantId,
    survivor: ParticipantId,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participants set status = 'merged', merged_into = $3, merged_at = $5, changed_by = $4, changed_at = $5, version = version + 1
          where event_id = $1 and id = $2",
        event.0,
        merged.0,
        survivor.0,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Brings a row back to where it stood.
pub(super) async fn set_apart(
    conn: &mut PgConnection,
    event: EventId,
    merged: ParticipantId,
    status: &str,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participants set status = $3, merged_into = null, merged_at = null, changed_by = $4, changed_at = $5, version = version + 1
          where event_id = $1 and id = $2",
        event.0,
        merged.0,
        status,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Leads every merged row of the event straight to the row that counts for it, through all merges that stand.
pub(super) async fn lead(conn: &mut PgConnection, event: EventId) -> sqlx::Result<()> {
    sqlx::query!(
        "with recursive stands as (
           select merged_id, survivor_id, merged_at from participant_merges where event_id = $1 and undone_at is null
         ), up as (
           select merged_id as id, survivor_id as root, merged_at as since from stands
           union
           select up.id, s.survivor_id, greatest(up.since, s.merged_at) from up join stands s on s.merged_id = up.root
         )
         update participants p set merged_into = up.root, merged_at = up.since from up
          where p.event_id = $1 and p.id = up.id and not exists (select from stands s where s.merged_id = up.root)
            and (p.merged_into, p.merged_at) is distinct from (up.root, up.since)",
        event.0
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Leaves the two with one personal link that counts: the survivor's, else the other's. Which were ended, and which were
/// handed over.
pub(super) async fn join_links(
    conn: &mut PgConnection,
    event: EventId,
    merged: ParticipantId,
    survivor: ParticipantId,
    at: DateTime<Utc>,
) -> sqlx::Result<(Vec<Uuid>, Vec<Uuid>)> {
    let ended = sqlx::query_scalar!(
        "update personal_links set revoked_at = $4 where event_id = $1 and participant_id = $2 and revoked_at is null
            and exists (select from personal_links o where o.event_id = $1 and o.participant_id = $3 and o.revoked_at is null)
         returning id",
        event.0,
        merged.0,
        survivor.0,
        at
    )
    .fetch_all(&mut *conn)
    .await?;
    let moved = sqlx::query_scalar!(
        "update personal_links set participant_id = $3 where event_id = $1 and participant_id = $2 and revoked_at is null returning id",
        event.0,
        merged.0,
        survivor.0
    )
    .fetch_all(conn)
    .await?;
    Ok((ended, moved))
}

/// Gives the links back that a merge ended or handed over; what somebody has ended since stays so.
pub(super) async fn part_links(conn: &mut PgConnection, event: EventId, merge: &Merge) -> sqlx::Result<()> {
    sqlx::query!(
        "update personal_links set participant_id = $2, revoked_at = case when id = any($3) and revoked_at = $5 then null else revoked_at end
          where event_id = $1 and (id = any($3) or id = any($4))",
        event.0,
        merge.merged.0,
        &merge.ended_links,
        &merge.moved_links,
        merge.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A merge as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Merge {
    pub id: MergeId,
    pub survivor: ParticipantId,
    pub merged: ParticipantId,
    pub at: DateTime<Utc>,
    pub status: String,
    pub changes: Json<Changes>,
    pub ended_links: Vec<Uuid>,
    pub moved_links: Vec<Uuid>,
    pub is_undone: bool,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    event: EventId,
    merge: &Merge,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into participant_merges (event_id, id, province_code, survivor_id, merged_id, merged_at, merged_by, merged_status, changes,
                ended_links, moved_links)
         select $1, $2, p.province_code, p.id, $4, $5, $6, $7, $8, $9, $10 from participants p where p.event_id = $1 and p.id = $3",
        event.0,
        merge.id.0,
        merge.survivor.0,
        merge.merged.0,
        merge.at,
        hand.by,
        merge.status,
        Json(&merge.changes.0) as _,
        &merge.ended_links,
        &merge.moved_links
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn find(conn: &mut PgConnection, event: EventId, id: MergeId) -> sqlx::Result<Merge> {
    sqlx::query_as!(
        Merge,
        r#"select id as "id: MergeId", survivor_id as "survivor: ParticipantId", merged_id as "merged: ParticipantId", merged_at as at,
                  merged_status as status, changes as "changes: Json<Changes>", ended_links, moved_links, undone_at is not null as "is_undone!"
             from participant_merges where event_id = $1 and id = $2"#,
        event.0,
        id.0
    )
    .fetch_one(conn)
    .await
}

/// The merges into the same survivor that were made after this one and stand, in their order.
pub(super) async fn later(
    conn: &mut PgConnection,
    event: EventId,
    merge: &Merge,
) -> sqlx::Result<Vec<(MergeId, Changes)>> {
    sqlx::query!(
        r#"select id as "id: MergeId", changes as "changes: Json<Changes>" from participant_merges
            where event_id = $1 and survivor_id = $2 and undone_at is null and (merged_at, id) > ($3, $4) order by merged_at, id"#,
        event.0,
        merge.survivor.0,
        merge.at,
        merge.id.0
    )
    .fetch_all(conn)
    .await
    .map(|rows| rows.into_iter().map(|row| (row.id, row.changes.0)).collect())
}

/// Sets what a merge will take back.
pub(super) async fn set_changes(
    conn: &mut PgConnection,
    event: EventId,
    id: MergeId,
    changes: &Changes,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participant_merges set changes = $3 where event_id = $1 and id = $2",
        event.0,
        id.0,
        Json(changes) as _
    )
    .execute(conn)
    .await
    .map(|_| ())
}

pub(super) async fn set_undone(
    conn: &mut PgConnection,
    event: EventId,
    id: MergeId,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participant_merges set undone_at = $3, undone_by = $4 where event_id = $1 and id = $2",
        event.0,
        id.0,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// A pair that was decided about: merged (with the merge's id), or told apart.
#[derive(Clone, Debug)]
pub(super) struct Decided {
    pub merge: Option<MergeId>,
    pub one: ParticipantId,
    pub other: ParticipantId,
    pub name: String,
    pub other_name: String,
    pub agency: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// The most decisions of a kind that the page shows, the newest first.
pub(super) const MOST_DECIDED: i64 = 50;

/// Merges that stand and pairs that were told apart, the newest of each.
pub(super) async fn decided(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Decided>> {
    let rows = sqlx::query!(
        r#"select d.merge as "merge: MergeId", d.one as "one!: ParticipantId", d.other as "other!: ParticipantId", d.by as "by!", d.at as "at!",
                  a.title_prefix, a.full_name, a.title_suffix, a.agency_name,
                  b.title_prefix as other_prefix, b.full_name as other_name, b.title_suffix as other_suffix
             from ((select id as merge, survivor_id as one, merged_id as other, merged_by as by, merged_at as at
                      from participant_merges where event_id = $1 and undone_at is null order by merged_at desc, id desc limit $2)
                   union all
                   (select null, one_id, other_id, told_by, told_at
                      from participants_told_apart where event_id = $1 order by told_at desc, one_id, other_id limit $2)) d
             join participants a on a.event_id = $1 and a.id = d.one
             join participants b on b.event_id = $1 and b.id = d.other
            order by d.at desc, d.one, d.other"#,
        event.0,
        MOST_DECIDED
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Decided {
            merge: r.merge,
            one: r.one,
            other: r.other,
            name: names::titled(&r.title_prefix, &r.full_name, &r.title_suffix),
            other_name: names::titled(&r.other_prefix, &r.other_name, &r.other_suffix),
            agency: r.agency_name,
            by: r.by,
            at: r.at,
        })
        .collect())
}

/// Remembers that two people are two; says whether that is new.
pub(super) async fn tell_apart(
    conn: &mut PgConnection,
    event: EventId,
    one: ParticipantId,
    other: ParticipantId,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "insert into participants_told_apart (event_id, province_code, one_id, other_id, told_by, told_at)
         select $1, a.province_code, a.id, b.id, $4, $5
           from participants a join participants b on b.event_id = a.event_id and b.province_code = a.province_code and b.id = $3
          where a.event_id = $1 and a.id = $2
         on conflict do nothing",
        event.0,
        one.min(other).0,
        one.max(other).0,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Forgets that; says whether it was known.
pub(super) async fn ask_again(
    conn: &mut PgConnection,
    event: EventId,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "delete from participants_told_apart where event_id = $1 and one_id = $2 and other_id = $3",
        event.0,
        one.min(other).0,
        one.max(other).0
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
