//! The statements about who was present, as a paper tells it. Row-level security keeps a guest to its own people.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    db::scope::ProvinceCode,
    features::{
        attendance::model::{Source, State, Waits},
        papers::{choices::Choices, model::Order},
        registration::PersonKind,
    },
    kernel::ids::{EventId, SessionId},
};

/// Somebody in a session's list.
#[derive(Clone, Debug)]
pub(super) struct Attendee {
    pub session: SessionId,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub nip: String,
    pub agency: String,
    pub kind: PersonKind,
    pub status: String,
    pub is_sample: bool,
    pub state: Option<State>,
    pub note: String,
    /// Of the mark that counts.
    pub marked_at: Option<DateTime<Utc>>,
    pub received_at: Option<DateTime<Utc>>,
    pub source: Option<Source>,
    pub by: Option<String>,
    /// Of the decision that outranks it, where there is one.
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<String>,
}

/// Everybody of the chosen kinds who is expected or has a state, session by session, in the chosen order.
pub(super) async fn attendees(
    conn: &mut PgConnection,
    event: EventId,
    sessions: &[Uuid],
    choices: &Choices,
    most: i64,
) -> sqlx::Result<Vec<Attendee>> {
    let kinds: Vec<String> = choices.kinds.iter().map(|kind| kind.code().to_owned()).collect();
    let (by_agency, by_category) = (choices.order == Order::Agency, choices.order == Order::Category);
    sqlx::query_as!(
        Attendee,
        r#"select s.id as "session!: SessionId", p.full_name, p.title_prefix, p.title_suffix, coalesce(d.nip, '') as "nip!", p.agency_name as agency,
                  p.kind as "kind: PersonKind", p.status, p.data_origin = 'synthetic' as "is_sample!", a.state as "state?: State", coalesce(a.note, '') as "note!",
                  m.effective_at as "marked_at?", m.received_at as "received_at?", m.source as "source?: Source", marker_name(m.marker) as "by",
                  a.decided_at as "decided_at?", marker_name(r.decided_by) as decided_by
             from unnest($2::uuid[]) with ordinality s (id, place)
             join participants p on p.event_id = $1
             join events e on e.id = p.event_id
             left join edition_categories c on c.edition_id = e.edition_id and c.category = p.category
             left join participant_details d on d.event_id = p.event_id and d.participant_id = p.id
             left join attendance_states a on a.event_id = p.event_id and a.session_id = s.id and a.participant_id = p.id
             left join attendance_marks m on m.marker = a.marker and m.id = a.mark_id
             left join lateral (select x.decided_by from attendance_decisions x join participants o on o.event_id = x.event_id and o.id = x.participant_id
                                 where a.decided_at is not null and x.event_id = p.event_id and x.session_id = s.id
                                   and x.decided_at = a.decided_at and coalesce(o.merged_into, o.id) = p.id limit 1) r on true
            where p.kind = any($3) and ($4::text is null or p.province_code = $4) and p.merged_into is null
              and (p.status in ('invited', 'registered', 'confirmed') or a.state <> 'cleared')
            order by s.place,
                     case when $6 then array_position(array['peserta', 'fasilitator', 'narasumber', 'panitia', 'pejabat', 'konsultan'], p.kind) end,
                     case when $6 then c.position end,
                     case when $5 then lower(p.agency_name) end,
                     lower(p.full_name), p.id
            limit $7"#,
        event.0,
        sessions,
        &kinds,
        choices.province.as_ref().map(ProvinceCode::as_str),
        by_agency,
        by_category,
        most
    )
    .fetch_all(conn)
    .await
}

/// A mark that came too late to count by itself.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    pub session: SessionId,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub state: State,
    pub marked_at: DateTime<Utc>,
    pub received_at: DateTime<Utc>,
    pub source: Source,
    pub by: Option<String>,
    pub because: Waits,
    /// Whether nobody has decided about the person since.
    pub waits: bool,
}

/// The marks that waited for a person, or still do.
pub(super) async fn proposals(
    conn: &mut PgConnection,
    event: EventId,
    sessions: &[Uuid],
    choices: &Choices,
) -> sqlx::Result<Vec<Proposal>> {
    let kinds: Vec<String> = choices.kinds.iter().map(|kind| kind.code().to_owned()).collect();
    sqlx::query_as!(
        Proposal,
        r#"select m.session_id as "session: SessionId", q.full_name, q.title_prefix, q.title_suffix, m.state as "state: State",
                  m.effective_at as marked_at, m.received_at, m.source as "source: Source", marker_name(m.marker) as "by",
                  m.proposed_because as "because: Waits",
                  not exists (select from attendance_decisions d join participants o on o.event_id = d.event_id and o.id = d.participant_id
                               where d.event_id = m.event_id and d.session_id = m.session_id and d.decided_at >= m.received_at
                                 and coalesce(o.merged_into, o.id) = q.id) as "waits!"
             from attendance_marks m
             join participants p on p.event_id = m.event_id and p.id = m.participant_id
             join participants q on q.event_id = p.event_id and q.id = coalesce(p.merged_into, p.id)
            where m.event_id = $1 and m.session_id = any($2) and m.proposed_because <> ''
              and q.kind = any($3) and ($4::text is null or q.province_code = $4)
            order by m.received_at, m.id limit 2000"#,
        event.0,
        sessions,
        &kinds,
        choices.province.as_ref().map(ProvinceCode::as_str)
    )
    .fetch_all(conn)
    .await
}

/// A person's word over the marks.
#[derive(Clone, Debug)]
pub(super) struct Correction {
    pub session: SessionId,
    pub full_name: String,
    pub title_prefix: String,
    pub title_suffix: String,
    pub state: State,
    pub reason: String,
    pub by: Option<String>,
    pub at: DateTime<Utc>,
}

/// What was decided over the marks, in the order it was decided.
pub(super) async fn corrections(
    conn: &mut PgConnection,
    event: EventId,
    sessions: &[Uuid],
    choices: &Choices,
) -> sqlx::Result<Vec<Correction>> {
    let kinds: Vec<String> = choices.kinds.iter().map(|kind| kind.code().to_owned()).collect();
    sqlx::query_as!(
        Correction,
        r#"select d.session_id as "session: SessionId", q.full_name, q.title_prefix, q.title_suffix, d.state as "state: State", d.reason,
                  marker_name(d.decided_by) as "by", d.decided_at as at
             from attendance_decisions d
             join participants p on p.event_id = d.event_id and p.id = d.participant_id
             join participants q on q.event_id = p.event_id and q.id = coalesce(p.merged_into, p.id)
            where d.event_id = $1 and d.session_id = any($2) and q.kind = any($3) and ($4::text is null or q.province_code = $4)
            order by d.decided_at, d.id limit 2000"#,
        event.0,
        sessions,
        &kinds,
        choices.province.as_ref().map(ProvinceCode::as_str)
    )
    .fetch_all(conn)
    .await
}
