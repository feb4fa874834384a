//! The demo, seeded into an empty database: what it tells lies on the programme's time, before its clock begins.

use sejawat::{
    db::{Db, embedded::Login, setup},
    demo,
    kernel::clock::Clock,
};

use crate::support::cluster::Clone;

#[tokio::test]
async fn what_was_said_and_thought_lies_before_the_programmes_clock_begins() {
    let clone = Clone::empty().await;
    setup::migrate(&clone.url(Login::Owner)).await.unwrap();
    let db = Db::connect(&clone.url(Login::App), 2).await.unwrap();
    let data = tempfile::tempdir().unwrap();
    demo::seed(&db, &Clock::machine(), data.path()).await.unwrap();
    let mut conn = clone.superuser().await;
    for (what, wanted, sql) in [
        ("sessions with a notulen", 2, "select count(distinct session_id) from minute_entries"),
        ("kinds of entries", 4, "select count(distinct kind) from minute_entries"),
        (
            "entries that were not written while their session went on",
            0,
            "select count(*) from minute_entries m join sessions s on s.event_id = m.event_id and s.id = m.session_id
              where m.written_at not between s.starts_at and s.ends_at or s.ends_at > (select demo_programme_start from installation)",
        ),
        (
            "challenges without a solution",
            0,
            "select count(*) from minute_entries m where kind = 'challenge' and not exists (select from minute_entries s where s.answers = m.id)",
        ),
        ("achievements told whole and in part", 3, "select count(distinct plan) from achievements"),
        ("evaluated events", 2, "select count(distinct event_id) from evaluation_given"),
        ("told answers", 20, "select count(*) from evaluation_answers where counted"),
        (
            "people who present where readers see it",
            3,
            "select jsonb_array_length(s -> 'presentations') from agenda_versions v, jsonb_array_elements(v.sessions) s
              where s -> 'presentations' <> '[]'",
        ),
        (
            "deeds of it that were recorded later than the programme's clock begins",
            0,
            "select count(*) from audit_log where (action like 'minutes.%' or action like 'evaluation.%' or action like 'achievement.%' or action like 'slot.%')
                and at > (select demo_programme_start from installation)",
        ),
    ] {
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select ({sql})::bigint")))
            .fetch_one(&mut conn)
            .await
            .unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(found, wanted, "{what}");
    }
}
