//! What the same work costs without Sejawat: a handler round the bare statements, with no sign-in, permission, scope
//! checks or page.

use std::fmt::Write as _;

use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use sqlx::{PgPool, Row as _};
use uuid::Uuid;

use super::{EVENT, FACILITATOR, MARKED_EVENT, SESSION};

const BEGIN: &str = "begin; set local role scope_assignment; select set_config('app.actor', '00000000-0000-0000-0000-000000000f33', true), set_config('app.events', '{00000000-0000-0000-0000-000000000e33}', true)";
const BEGIN_PAGE: &str = "begin read only; set local role scope_province; select set_config('app.province', '15', true), set_config('app.events', '{00000000-0000-0000-0000-000000000e15}', true), set_config('app.hosted', '{00000000-0000-0000-0000-000000000e15}', true)";

#[expect(clippy::disallowed_methods, reason = "this is what is compared with")]
pub async fn router(url: &str) -> Router {
    let pool = sqlx::postgres::PgPoolOptions::new()
        .max_connections(12)
        .test_before_acquire(false)
        .connect(url)
        .await
        .unwrap();
    Router::new()
        .route("/tugas/kegiatan/{event}/kehadiran/kirim", post(mark))
        .route("/jambi/kegiatan/{event}/peserta", get(page))
        .with_state(pool)
}

#[expect(clippy::disallowed_methods, reason = "this is what is compared with")]
async fn mark(State(pool): State<PgPool>, body: String) -> String {
    let sent: serde_json::Value = serde_json::from_str(&body).unwrap();
    let person: Uuid = sent["marks"][0]["person"].as_str().unwrap().parse().unwrap();
    let id: Uuid = sent["marks"][0]["id"].as_str().unwrap().parse().unwrap();
    let mut tx = pool.begin_with(BEGIN).await.unwrap();
    sqlx::query(
        "insert into attendance_marks (marker, id, event_id, session_id, participant_id, province_code, state, device_time, offset_ms,
                received_at, effective_at, time_doubtful, source, sent_by, outcome)
         values ($1, $2, $3, $4, $5, '33', 'present', now(), 0, now(), now(), false, 'tap', $1, 'stored')",
    )
    .bind(FACILITATOR)
    .bind(id)
    .bind(MARKED_EVENT)
    .bind(SESSION)
    .bind(person)
    .execute(&mut *tx)
    .await
    .unwrap();
    sqlx::query(
        "insert into attendance_states (event_id, session_id, participant_id, province_code, state, effective_at, mark_id, marker)
         values ($1, $2, $3, '33', 'present', now(), $4, $5)
         on conflict (event_id, session_id, participant_id) do update set state = excluded.state, effective_at = excluded.effective_at,
                mark_id = excluded.mark_id, marker = excluded.marker",
    )
    .bind(MARKED_EVENT)
    .bind(SESSION)
    .bind(person)
    .bind(id)
    .bind(FACILITATOR)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    format!(r#"{{"outcomes":[{{"id":"{id}","outcome":"stored"}}]}}"#)
}

#[expect(clippy::disallowed_methods, reason = "this is what is compared with")]
async fn page(State(pool): State<PgPool>) -> String {
    let mut tx = pool.begin_with(BEGIN_PAGE).await.unwrap();
    let rows = sqlx::query("select full_name, agency_name, category, status from participants where event_id = $1 order by lower(full_name) limit 50")
        .bind(EVENT)
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    drop(tx);
    let mut page = String::new();
    for row in rows {
        let _ = writeln!(
            page,
            "{} {} {:?} {}",
            row.get::<String, _>(0),
            row.get::<String, _>(1),
            row.get::<Option<String>, _>(2),
            row.get::<String, _>(3)
        );
    }
    page
}
