//! Statements about an office, its settings and its signers.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::model::{ActingStatus, Letterhead, NewTenant, OfficeContact, Paper, Reach, Settings, SignerPlan};
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    kernel::{
        ids::{EventId, SignerId},
        origin::Origin,
        zone::Zone,
    },
};

/// An agency as it stands.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Kemendagri's code.
    pub province: ProvinceCode,
    /// `Jawa Tengah`.
    pub province_name: String,
    /// The agency's name as its letterhead has it.
    pub official_name: String,
    /// What people call it.
    pub short_name: String,
    /// Street and number.
    pub address: String,
    /// The city letters are dated in.
    pub city: String,
    /// The office's telephone.
    pub phone: String,
    /// The office's e-mail.
    pub email: String,
    /// The office's website.
    pub website: String,
    /// Whom Perpusnas calls.
    pub contact: OfficeContact,
    /// What documents are printed on.
    pub paper: Paper,
    /// How letters are numbered.
    pub letter_number_pattern: String,
    /// Whether facilitators may add people at the door of the events that it hosts.
    pub facilitators_add_people: bool,
    /// How far the names can be relied on.
    pub data_origin: Origin,
    /// Counts changes.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: String,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
}

impl Tenant {
    /// What stands on top of every paper. The governments of Aceh and Yogyakarta are named by their laws (UU 11/2006 and
    /// UU 13/2012).
    pub fn letterhead(&self) -> Letterhead {
        let contact = [("Telepon", &self.phone), ("Surel", &self.email), ("Situs", &self.website)];
        let contact = contact.iter().filter(|(_, value)| !value.is_empty());
        let place = [self.address.replace('\n', ", "), self.city.clone()];
        Letterhead {
            authority: match self.province.as_str() {
                "00" => String::new(),
                "11" => "Pemerintah Aceh".into(),
                "34" => "Pemerintah Daerah Daerah Istimewa Yogyakarta".into(),
                _ => format!("Pemerintah Provinsi {}", self.province_name),
            },
            name: self.official_name.clone(),
            address: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
            contact: contact
                .map(|(label, value)| format!("{label}: {value}"))
                .collect::<Vec<_>>()
                .join(" · "),
        }
    }

    /// What the agency decides about its papers.
    pub fn settings(&self) -> Settings {
        Settings {
            official_name: self.official_name.clone(),
            short_name: self.short_name.clone(),
            address: self.address.clone(),
            city: self.city.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            website: self.website.clone(),
            contact: self.contact.clone(),
            paper: self.paper,
            letter_number_pattern: self.letter_number_pattern.clone(),
            facilitators_add_people: self.facilitators_add_people,
        }
    }
}

/// The agency of a province.
pub async fn find(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<Tenant> {
    let row = sqlx::query!(
        r#"select t.province_code as "province: ProvinceCode", t.province_name, t.official_name, t.short_name, t.address, t.city,
                  t.phone, t.email, t.website, t.paper as "paper: Paper", t.letter_number_pattern, t.facilitators_add_people,
                  t.data_origin as "data_origin: Origin", t.version, t.changed_by, t.changed_at,
                  coalesce(c.full_name, '') as "contact_name!", coalesce(c.position, '') as "contact_position!",
                  coalesce(c.phone, '') as "contact_phone!"
             from tenants t left join office_contacts c using (province_code)
            where t.province_code = $1"#,
        province.as_str()
    )
    .fetch_one(conn)
    .await?;
    Ok(Tenant {
        province: row.province,
        province_name: row.province_name,
        official_name: row.official_name,
        short_name: row.short_name,
        address: row.address,
        city: row.city,
        phone: row.phone,
        email: row.email,
        website: row.website,
        contact: OfficeContact {
            full_name: row.contact_name,
            position: row.contact_position,
            phone: row.contact_phone,
        },
        paper: row.paper,
        letter_number_pattern: row.letter_number_pattern,
        facilitators_add_people: row.facilitators_add_people,
        data_origin: row.data_origin,
        version: row.version,
        changed_by: row.changed_by,
        changed_at: row.changed_at,
    })
}

/// How to reach the office with this slug.
pub async fn reach(conn: &mut PgConnection, slug: &str) -> sqlx::Result<Reach> {
    reached(conn, Some(slug)).await?.pop().ok_or(sqlx::Error::RowNotFound)
}

/// How to reach every office, by its province's name.
pub async fn reach_all(conn: &mut PgConnection) -> sqlx::Result<Vec<Reach>> {
    reached(conn, None).await
}

async fn reached(conn: &mut PgConnection, only: Option<&str>) -> sqlx::Result<Vec<Reach>> {
    sqlx::query_as!(
        Reach,
        r#"select t.province_code as "code: ProvinceCode", t.province_name as province, t.official_name, t.zone as "zone: Zone", t.address,
                  t.phone, t.email, t.website, coalesce(c.full_name, '') as "person!", coalesce(c.position, '') as "position!",
                  coalesce(c.phone, '') as "person_phone!"
             from tenants t left join office_contacts c using (province_code)
            where $1::text is null or t.slug = $1 order by t.province_name limit 100"#,
        only
    )
    .fetch_all(conn)
    .await
}

/// Whether facilitators may add people at the door of the events that this province hosts.
pub async fn facilitators_add_people(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        "select facilitators_add_people from tenants where province_code = $1",
        province.as_str()
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn insert(conn: &mut PgConnection, tenant: &NewTenant, hand: &Hand) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into tenants (province_code, slug, province_name, zone, official_name, short_name, city, data_origin, source, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        tenant.province.as_str(),
        tenant.slug,
        tenant.province_name,
        tenant.zone.letters(),
        tenant.official_name,
        tenant.short_name,
        tenant.city,
        tenant.data_origin.code(),
        tenant.source,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes the settings if they are still at `version`; says whether they were.
pub(super) async fn update(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    version: i32,
    settings: &Settings,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update tenants set official_name = $3, short_name = $4, address = $5, city = $6, phone = $7, email = $8,
                website = $9, paper = $10, letter_number_pattern = $11, facilitators_add_people = $14,
                changed_by = $12, changed_at = $13, version = version + 1
          where province_code = $1 and version = $2",
        province.as_str(),
        version,
        settings.official_name,
        settings.short_name,
        settings.address,
        settings.city,
        settings.phone,
        settings.email,
        settings.website,
        settings.paper.code(),
        settings.letter_number_pattern,
        hand.by,
        hand.at,
        settings.facilitators_add_people
    )
    .execute(&mut *conn)
    .await?
    .rows_affected()
        == 1;
    if changed {
        set_contact(conn, province, &settings.contact).await?;
    }
    Ok(changed)
}

async fn set_contact(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    contact: &OfficeContact,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into office_contacts (province_code, full_name, position, phone) values ($1, $2, $3, $4)
         on conflict (province_code) do update
            set full_name = excluded.full_name, position = excluded.position, phone = excluded.phone",
        province.as_str(),
        contact.full_name,
        contact.position,
        contact.phone
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The emblem of an agency's letterhead, a PNG, unless it has none or took it off.
pub async fn logo(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!(
        "select file from tenant_logos where province_code = $1 and removed_at is null",
        province.as_str()
    )
    .fetch_optional(conn)
    .await
}

/// When the emblem that is used was set.
pub(super) async fn logo_changed_at(
    conn: &mut PgConnection,
    province: &ProvinceCode,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!(
        "select changed_at from tenant_logos where province_code = $1 and removed_at is null",
        province.as_str()
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn set_logo(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    file: &[u8],
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into tenant_logos (province_code, file, changed_by, changed_at) values ($1, $2, $3, $4)
         on conflict (province_code) do update set file = excluded.file, removed_at = null, changed_by = excluded.changed_by,
           changed_at = excluded.changed_at",
        province.as_str(),
        file,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Takes the emblem off, or puts it back; says whether anything changed.
pub(super) async fn set_logo_removed(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    removed: bool,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update tenant_logos set removed_at = case when $2 then $4::timestamptz end, changed_by = $3, changed_at = $4
          where province_code = $1 and (removed_at is not null) <> $2",
        province.as_str(),
        removed,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// A signer as it stands.
#[derive(Clone, Debug)]
pub struct Signer {
    /// Its id.
    pub id: SignerId,
    /// Name without titles.
    pub full_name: String,
    /// `Dr.`
    pub title_prefix: String,
    /// `M.Hum.`
    pub title_suffix: String,
    /// `Kepala Dinas`.
    pub position: String,
    /// Whether the post is held or stood in for.
    pub acting_status: ActingStatus,
    /// 18 digits, or empty.
    pub nip: String,
    /// Counts changes.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: String,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
}

impl Signer {
    /// The signer as a command.
    pub fn plan(&self) -> SignerPlan {
        SignerPlan {
            full_name: self.full_name.clone(),
            title_prefix: self.title_prefix.clone(),
            title_suffix: self.title_suffix.clone(),
            position: self.position.clone(),
            acting_status: self.acting_status,
            nip: self.nip.clone(),
        }
    }
}

/// An agency's signers that have not been removed, in the order they were added.
pub async fn signers(conn: &mut PgConnection, province: &ProvinceCode) -> sqlx::Result<Vec<Signer>> {
    sqlx::query_as!(
        Signer,
        r#"select id as "id: SignerId", full_name, title_prefix, title_suffix, position,
                  acting_status as "acting_status: ActingStatus", nip, version, changed_by, changed_at
             from tenant_signers where province_code = $1 and removed_at is null order by id limit 100"#,
        province.as_str()
    )
    .fetch_all(conn)
    .await
}

/// One signer that has not been removed.
pub async fn signer(conn: &mut PgConnection, province: &ProvinceCode, id: SignerId) -> sqlx::Result<Signer> {
    sqlx::query_as!(
        Signer,
        r#"select id as "id: SignerId", full_name, title_prefix, title_suffix, position,
                  acting_status as "acting_status: ActingStatus", nip, version, changed_by, changed_at
             from tenant_signers where province_code = $1 and id = $2 and removed_at is null"#,
        province.as_str(),
        id.0
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn insert_signer(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: SignerId,
    plan: &SignerPlan,
    hand: &Hand,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into tenant_signers (province_code, id, full_name, title_prefix, title_suffix, position, acting_status, nip, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        province.as_str(),
        id.0,
        plan.full_name,
        plan.title_prefix,
        plan.title_suffix,
        plan.position,
        plan.acting_status.code(),
        plan.nip,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Changes the signer if it is still at `version`; says whether it was.
pub(super) async fn update_signer(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: SignerId,
    version: i32,
    plan: &SignerPlan,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update tenant_signers set full_name = $4, title_prefix = $5, title_suffix = $6, position = $7,
                acting_status = $8, nip = $9, changed_by = $10, changed_at = $11, version = version + 1
          where province_code = $1 and id = $2 and version = $3 and removed_at is null",
        province.as_str(),
        id.0,
        version,
        plan.full_name,
        plan.title_prefix,
        plan.title_suffix,
        plan.position,
        plan.acting_status.code(),
        plan.nip,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Removes the signer or brings it back; says whether anything changed.
pub(super) async fn set_signer_removed(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    id: SignerId,
    removed: bool,
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update tenant_signers set removed_at = case when $3 then $4::timestamptz end, changed_by = $5, changed_at = $4,
                version = version + 1
          where province_code = $1 and id = $2 and (removed_at is not null) <> $3",
        province.as_str(),
        id.0,
        removed,
        hand.at,
        hand.by
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// An event as the office's front page shows it.
#[derive(Clone, Debug)]
pub(super) struct OfficeEvent {
    pub id: EventId,
    pub title: String,
    pub venue: String,
    pub city: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub programme_starts_on: NaiveDate,
    pub programme_ends_on: NaiveDate,
    pub zone: Zone,
    pub status: String,
    pub status_reason: String,
    pub is_host: bool,
    pub host_name: String,
    pub quota: i32,
    /// Participants registered.
    pub registered: i64,
    /// Sessions of the agenda.
    pub sessions: i64,
}

/// The events that a province hosts or visits, the latest first.
pub(super) async fn events(
    conn: &mut PgConnection,
    province: &ProvinceCode,
    limit: i64,
) -> sqlx::Result<Vec<OfficeEvent>> {
    sqlx::query_as!(
        OfficeEvent,
        r#"select e.id as "id: EventId", e.title, e.venue, e.city, e.starts_on, e.ends_on, e.programme_starts_on,
                  e.programme_ends_on, e.zone as "zone: Zone", e.status, e.status_reason, ep.part = 'host' as "is_host!",
                  host.province_name as host_name, ep.quota, n.registered as "registered!", n.sessions as "sessions!"
             from event_provinces ep
             join events e on e.id = ep.event_id
             join event_progress n on n.event_id = e.id
             join tenants host on host.province_code = e.host_province
            where ep.province_code = $1
            order by e.starts_on desc, e.id
            limit $2"#,
        province.as_str(),
        limit
    )
    .fetch_all(conn)
    .await
}

/// Whether there is any tenant.
pub async fn any(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select from tenants) as "any!""#).fetch_one(conn).await
}
