//! The evaluation's statements. The answers themselves stand behind functions; no statement reads one.

use sqlx::{PgConnection, types::Json};

use super::model::Answers;
use crate::kernel::ids::{EvaluationAnswerId, EventId, ParticipantId};

/// Where a person stands: whose row it is, whether they are asked, and whether they have answered.
pub(super) struct Standing {
    pub province: String,
    pub is_asked: bool,
    pub has_given: bool,
}

/// Of the person who asks.
pub(super) async fn standing(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> sqlx::Result<Standing> {
    sqlx::query_as!(
        Standing,
        r#"select p.province_code as province,
                  p.kind = 'peserta' and p.status in ('invited', 'registered', 'confirmed')
                    and not exists (select from events e where e.id = p.event_id and e.status in ('postponed', 'cancelled')) as "is_asked!",
                  exists (select from evaluation_given g where g.event_id = p.event_id and g.participant_id = p.id) as "has_given!"
             from participants p where p.event_id = $1 and p.id = $2"#,
        event.0,
        person.0
    )
    .fetch_one(conn)
    .await
}

/// Takes the answers of the person who asks; says whether they are the first.
pub(super) async fn give(conn: &mut PgConnection, province: &str, answers: &Answers) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select give_evaluation($1, $2) as "first!""#, province, Json(answers) as _)
        .fetch_one(conn)
        .await
}

/// How many answers are told, and how many people could answer.
pub(super) struct Counts {
    pub told: i64,
    pub asked: i64,
}

/// Of an event that the scope hosts.
pub(super) async fn counts(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"select evaluation_told($1) as "told!",
                  (select count(*) from participants p where p.event_id = $1 and p.kind = 'peserta'
                      and p.status in ('invited', 'registered', 'confirmed')) as "asked!""#,
        event.0
    )
    .fetch_one(conn)
    .await
}

/// How often each question got each value.
pub(super) struct Total {
    pub question: String,
    pub value: i32,
    pub answers: i64,
}

pub(super) async fn totals(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Total>> {
    sqlx::query_as!(
        Total,
        r#"select question as "question!", value as "value!", answers as "answers!" from evaluation_totals($1)"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// A free text, and whether it is hidden.
pub(super) struct Text {
    pub id: EvaluationAnswerId,
    pub body: String,
    pub hidden: bool,
}

pub(super) async fn texts(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Text>> {
    sqlx::query_as!(
        Text,
        r#"select id as "id!: EvaluationAnswerId", body as "body!", hidden as "hidden!" from evaluation_texts($1)"#,
        event.0
    )
    .fetch_all(conn)
    .await
}

/// Hides a text or shows it again: whether that is a change; `None` when there is no such text.
pub(super) async fn set_hidden(
    conn: &mut PgConnection,
    event: EventId,
    id: EvaluationAnswerId,
    hidden: bool,
) -> sqlx::Result<Option<bool>> {
    sqlx::query_scalar!("select hide_evaluation_text($1, $2, $3)", event.0, id.0, hidden)
        .fetch_one(conn)
        .await
}
