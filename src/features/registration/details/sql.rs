//! Statements about one's own row, in the person's scope.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::model::{Answer, Details};
use crate::{
    audit::Hand,
    db::scope::ProvinceCode,
    features::registration::people::{Category, Contact, Entry, PersonKind, Status},
    kernel::{
        ids::{EventId, LibraryId, ParticipantId},
        names,
    },
};

/// A person as they see themselves.
#[derive(Clone, Debug)]
pub struct OwnRow {
    /// The province that sends the person.
    pub province: ProvinceCode,
    /// As what.
    pub kind: PersonKind,
    /// For peserta.
    pub category: Option<Category>,
    /// The library that the office has chosen.
    pub library: Option<LibraryId>,
    /// The library's or agency's name.
    pub agency_name: String,
    /// The name without titles.
    pub full_name: String,
    /// Titles before it.
    pub title_prefix: String,
    /// Titles after it.
    pub title_suffix: String,
    /// `L`, `P` or not said yet.
    pub sex: String,
    /// The post at home.
    pub job_title: String,
    /// E.164; may be empty.
    pub phone: String,
    /// May be empty.
    pub email: String,
    /// May be empty.
    pub nip: String,
    /// Where the person stands.
    pub status: Status,
    /// How the person came onto the list.
    pub entry: Entry,
    /// What the person has said about coming.
    pub answer: Answer,
    /// Why not.
    pub answer_reason: String,
    /// How often the row was changed.
    pub version: i32,
    /// By whom last.
    pub changed_by: String,
    /// And when.
    pub changed_at: Option<DateTime<Utc>>,
    /// Whom to ask.
    pub office: String,
    /// Its telephone; may be empty.
    pub office_phone: String,
}

impl OwnRow {
    /// What of it is one's own to correct.
    pub fn details(&self) -> Details {
        Details {
            full_name: self.full_name.clone(),
            title_prefix: self.title_prefix.clone(),
            title_suffix: self.title_suffix.clone(),
            sex: self.sex.clone(),
            agency_name: self.agency_name.clone(),
            job_title: self.job_title.clone(),
            contact: Contact { phone: self.phone.clone(), email: self.email.clone(), nip: self.nip.clone() },
        }
    }

    /// The name with its titles.
    pub fn titled(&self) -> String {
        names::titled(&self.title_prefix, &self.full_name, &self.title_suffix)
    }
}

/// One's own row.
pub async fn own_row(conn: &mut PgConnection, event: EventId, person: ParticipantId) -> sqlx::Result<OwnRow> {
    sqlx::query_as!(
        OwnRow,
        r#"select p.province_code as "province: ProvinceCode", p.kind as "kind: PersonKind", p.category as "category: Category",
                  p.library_id as "library: LibraryId", p.agency_name, p.full_name, p.title_prefix, p.title_suffix, p.sex, p.job_title,
                  coalesce(d.phone, '') as "phone!", coalesce(d.email, '') as "email!", coalesce(d.nip, '') as "nip!",
                  p.status as "status: Status", p.entry as "entry: Entry", p.answer as "answer: Answer", p.answer_reason,
                  p.version, p.changed_by, p.changed_at, t.official_name as office, t.phone as office_phone
             from participants p
             join tenants t on t.province_code = p.province_code
             left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
            where p.event_id = $1 and p.id = $2"#,
        event.0,
        person.0
    )
    .fetch_one(conn)
    .await
}

/// Changes the own details if the row is still at `version`; says whether it was.
pub(super) async fn change(
    conn: &mut PgConnection,
    (event, person): (EventId, ParticipantId),
    province: &ProvinceCode,
    version: i32,
    details: &Details,
    hand: &Hand,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update participants set full_name = $4, title_prefix = $5, title_suffix = $6, sex = $7, agency_name = $8, job_title = $9,
                changed_by = $10, changed_at = $11, version = version + 1
          where event_id = $1 and id = $2 and version = $3",
        event.0,
        person.0,
        version,
        details.full_name,
        details.title_prefix,
        details.title_suffix,
        details.sex,
        details.agency_name,
        details.job_title,
        hand.by,
        hand.at
    )
    .execute(&mut *conn)
    .await?
    .rows_affected()
        == 1;
    if changed {
        let Contact { phone, email, nip } = &details.contact;
        sqlx::query!(
            "insert into participant_details (event_id, participant_id, province_code, phone, email, nip) values ($1, $2, $3, $4, $5, $6)
             on conflict (event_id, participant_id) do update set phone = excluded.phone, email = excluded.email, nip = excluded.nip",
            event.0,
            person.0,
            province.as_str(),
            phone,
            email,
            nip
        )
        .execute(conn)
        .await?;
    }
    Ok(changed)
}

/// Keeps an answer if the person still stands at `from`; says whether they did.
pub(super) async fn answer(
    conn: &mut PgConnection,
    (event, person): (EventId, ParticipantId),
    (from, to): (Status, Status),
    (answer, reason): (Answer, &str),
    hand: &Hand,
) -> sqlx::Result<bool> {
    sqlx::query!(
        "update participants set status = $4, answer = $5, answer_reason = $6, answered_at = $8, changed_by = $7, changed_at = $8, version = version + 1
          where event_id = $1 and id = $2 and status = $3",
        event.0,
        person.0,
        from.code(),
        to.code(),
        answer.code(),
        reason,
        hand.by,
        hand.at
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
