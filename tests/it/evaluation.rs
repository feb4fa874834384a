//! Evaluasi: once a person, and nobody's: neither scope nor sum leads from an answer to whoever gave it.

use chrono::TimeDelta;
use sejawat::{db::scope::Scope, kernel::ids::ParticipantId};
use sqlx::Row as _;
use uuid::Uuid;

use crate::support::{
    Browser, World,
    browser::Page,
    world::{JAMBI, JATENG, JOINT, Who, office},
};

const RESULTS: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/evaluasi";
const QUESTIONS: [&str; 5] = ["material", "facilitators", "time", "venue", "usefulness"];

/// The world with this many participants of Jambi, each with a link that the telephone `ponsel` knows.
async fn with_people(number: u32) -> World {
    let world = World::new().await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status)
           select '{JAMBI}', ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid, '15', 'peserta', 'village_library', 'Perpustakaan ' || n, 'Orang ' || n, '2022-07-20', 'registered'
             from generate_series(1, {number}) n;
         insert into personal_links (event_id, id, participant_id, province_code, token_hash, code, made_by, made_at, expires_at)
           select event_id, id, id, '15', sha256(lpad(right(id::text, 3), 64, '0')::bytea), '1234', 'x', '2022-07-20', '2023-08-03' from participants;
         insert into personal_devices select id, sha256('ponsel'), '2022-08-01' from personal_links"
    )))
    .execute(&mut world.look().await)
    .await
    .unwrap();
    world
}

fn form_of(n: u32) -> String {
    format!("/saya/{n:0>64}/evaluasi")
}

fn phone(world: &World) -> Browser {
    let mut phone = world.visitor();
    phone.set_cookie("sejawat_perangkat", "ponsel");
    phone
}

async fn give(world: &World, n: u32, value: &str, suggestion: &str) -> Page {
    let mut fields: Vec<_> = QUESTIONS.iter().map(|question| (*question, value)).collect();
    fields.push(("suggestion", suggestion));
    phone(world).post(form_of(n), &fields).await
}

#[tokio::test]
async fn a_participant_answers_once_from_the_own_page_whatever_device_sends_it() {
    let world = with_people(2).await;
    let mut phone = phone(&world);
    let own = phone.open(format!("/saya/{:0>64}", 1)).await;
    let blank = phone.click(&own, "Isi evaluasi").await;
    let form = blank.form("Kirim evaluasi");
    let refused = phone.submit(form.clone().fill("Saran", "Lebih banyak waktu tanya jawab.")).await;
    refused
        .expect(422)
        .expect_text("Pilih satu angka untuk kegunaan.")
        .expect_text("Lebih banyak waktu tanya jawab.");
    assert_eq!(refused.count(".problem"), 5);
    let mut filled = form.fill("Saran", "Lebih banyak waktu tanya jawab.");
    for question in QUESTIONS {
        filled = filled.forge(question, "4");
    }
    for forged in ["0", "6", "x", "4.5", ""] {
        phone.submit(filled.clone().forge("venue", forged)).await.expect(422);
    }
    let first = phone.submit(filled.clone()).await;
    first.expect(200).expect_text("Evaluasi Anda tersimpan tanpa nama.").expect_no_text("Kirim evaluasi");
    // The answer was lost, and another device sends, too.
    phone.submit(filled.clone()).await.expect(200).expect_text("Evaluasi Anda sudah diterima");
    let mut other = world.visitor();
    other.set_cookie("sejawat_perangkat", "ponsel");
    other.submit(filled.forge("time", "1")).await.expect(200);
    assert_eq!(world.count("select count(*) from evaluation_answers").await, 1);
    assert_eq!(world.count("select count(*) from evaluation_given").await, 1);
    phone.open(format!("/saya/{:0>64}", 1)).await.expect_text("Anda sudah mengisi evaluasi");
    phone.open(form_of(2)).await.expect_text("Tanpa nama.");
    // A browser that has not shown the code is led to the door.
    world.visitor().open(form_of(1)).await.expect_no_text("Orang 1").expect_no_text("Materi");
    assert_eq!(give_of_all_devices(&world, 2).await, 1);
}

/// The same person from eight devices at once; how many answers came of it.
async fn give_of_all_devices(world: &World, n: u32) -> i64 {
    let before = world.count("select count(*) from evaluation_answers").await;
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let mut phone = phone(world);
        all.spawn(async move {
            let fields: Vec<_> = QUESTIONS.iter().map(|question| (*question, "3")).collect();
            phone.post(form_of(n), &fields).await.expect(200);
        });
    }
    all.join_all().await;
    world.count("select count(*) from evaluation_answers").await - before
}

#[tokio::test]
async fn it_is_open_from_the_first_day_until_two_weeks_after_the_last() {
    let world = with_people(2).await;
    world.clock.advance(TimeDelta::days(-1));
    let mut phone = phone(&world);
    phone.open(form_of(1)).await.expect_text("Evaluasi belum dibuka").expect_no_text("Kirim evaluasi");
    phone.open(format!("/saya/{:0>64}", 1)).await.expect_no_text("Isi evaluasi");
    give(&world, 1, "5", "").await.expect_text("jawaban tidak disimpan");
    // On 17 August, at half past eleven in the evening, and an hour later.
    world.clock.advance(TimeDelta::days(16) + TimeDelta::hours(15));
    give(&world, 1, "5", "").await.expect_text("tersimpan tanpa nama");
    world.clock.advance(TimeDelta::hours(1));
    phone.open(form_of(2)).await.expect_text("Evaluasi sudah ditutup");
    give(&world, 2, "5", "").await.expect_text("jawaban tidak disimpan");
    assert_eq!(world.count("select count(*) from evaluation_answers").await, 1);
    // A facilitator's link asks nothing.
    sqlx::raw_sql(
        "update participants set kind = 'fasilitator', category = null where full_name = 'Orang 2'",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    world.clock.advance(TimeDelta::days(-5));
    phone.open(form_of(2)).await.expect(404);
    give(&world, 2, "5", "").await.expect(404);
}

#[tokio::test]
async fn below_five_nothing_is_shown_and_then_only_five_more_at_a_time() {
    let world = with_people(12).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let mut seen = Vec::new();
    for n in 1..=12_u32 {
        let value = if n % 2 == 0 { "5" } else { "4" };
        give(&world, n, value, &format!("Saran nomor {n}.")).await.expect(200);
        let page = admin.open(RESULTS).await;
        page.expect(200);
        if n >= 5 {
            page.expect_text(&format!("{} jawaban dari 12 peserta.", n / 5 * 5));
        }
        if n < 5 {
            page.expect_text("Belum cukup jawaban untuk ditampilkan")
                .expect_no_text("Saran nomor")
                .expect_no_text("Rata-rata");
        }
        let shown = page.text().matches("Saran nomor").count() / 2;
        assert_eq!(shown, usize::try_from(n / 5 * 5).unwrap(), "after {n}");
        seen.push(
            page.text()
                .split("Hasil di bawah")
                .nth(1)
                .unwrap_or_default()
                .split("Materi")
                .nth(1)
                .unwrap_or_default()
                .to_owned(),
        );
    }
    // Not even that somebody has answered: an office that makes links cannot wait for one person's answer.
    // Each further answer changes nothing until it is the fifth: there is nothing to subtract.
    assert!(
        seen[4..9].windows(2).all(|two| two[0] == two[1]) && seen[9..].windows(2).all(|two| two[0] == two[1])
    );
    assert_ne!(seen[4], seen[9]);
    let page = admin.open(RESULTS).await;
    page.expect_text("Hasil di bawah dari 10 jawaban.").expect_text("Rata-rata 4,5 dari 5");
    assert_eq!(page.count(".bars tbody tr"), 25);
    // The texts do not stand in the order in which they came.
    let text = page.text();
    let at: Vec<_> = (1..=10).map(|n| text.find(&format!("Saran nomor {n}."))).collect();
    assert!(!at.is_sorted(), "{text}");
}

#[tokio::test]
async fn a_text_that_hurts_is_hidden_and_can_be_shown_again() {
    let world = with_people(6).await;
    for n in 1..=5 {
        give(&world, n, "3", if n == 3 { "Kata kasar." } else { "" }).await;
    }
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(RESULTS).await.expect_text("Kata kasar.").expect_no_text("Sembunyikan");
    let mut admin = world.browser(Who::JambiAdmin).await;
    let page = admin.open(RESULTS).await;
    let hide = page.form("Sembunyikan saran: Kata kasar.");
    let hidden = admin.submit(hide.clone()).await;
    hidden.expect_text("Saran yang disembunyikan (1)");
    operator.open(RESULTS).await.expect_no_text("Kata kasar.");
    admin.submit(hide).await.expect(200);
    admin.press(&hidden, "Urungkan").await.expect_text("Sembunyikan saran: Kata kasar.");
    assert_eq!(world.count("select count(*) from audit_log where action like 'evaluation.%_text'").await, 2);
    // Of what is not told yet nothing can be hidden either, were its id guessed.
    give(&world, 6, "1", "Belum tampil.").await;
    let id: Uuid = sqlx::query_scalar("select id from evaluation_answers where not counted")
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    admin.post(format!("{RESULTS}/saran/{id}/sembunyikan"), &[]).await.expect(404);
}

#[tokio::test]
async fn no_scope_joins_a_person_to_an_answer() {
    let world = with_people(7).await;
    for n in 1..=7 {
        give(&world, n, "4", "").await;
    }
    let mut looking = world.look().await;
    // Nobody may read or write an answer, nor the list of those who have answered, by any statement.
    for role in [
        "scope_province",
        "scope_assignment",
        "scope_person",
        "scope_national",
        "scope_public",
        "scope_system",
        "sejawat_app",
    ] {
        for (table, right) in [
            ("evaluation_answers", "select"),
            ("evaluation_answers", "insert"),
            ("evaluation_answers", "update"),
            ("evaluation_given", "insert"),
            ("evaluation_given", "update"),
        ] {
            let may: bool = sqlx::query_scalar("select has_any_column_privilege($1, $2, $3)")
                .bind(role)
                .bind(table)
                .bind(right)
                .fetch_one(&mut looking)
                .await
                .unwrap();
            assert!(!may, "{role} may {right} {table}");
        }
    }
    // A person sees that they have answered themselves; the host does not see who has.
    let first: Uuid = sqlx::query_scalar("select id from participants where full_name = 'Orang 1'")
        .fetch_one(&mut looking)
        .await
        .unwrap();
    let mut tx = world.db.begin(&Scope::person(JAMBI, ParticipantId(first))).await.unwrap();
    let rows: i64 =
        sqlx::query_scalar("select count(*) from evaluation_given").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(rows, 1);
    drop(tx);
    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    assert!(sqlx::query("select * from evaluation_given").fetch_all(&mut *tx).await.is_err());
    drop(tx);
    // Totals are the host's alone: not another's, not a guest's.
    for (scope, event, rows) in [
        (office("15", &[JAMBI], &[]), JAMBI, 5),
        (office("33", &[JATENG], &[]), JAMBI, 0),
        (office("31", &[], &[JAMBI, JOINT]), JAMBI, 0),
    ] {
        let mut tx = world.db.begin(&scope).await.unwrap();
        let found = sqlx::query("select * from evaluation_totals($1)")
            .bind(event.0)
            .fetch_all(&mut *tx)
            .await
            .unwrap();
        assert_eq!(found.len(), rows);
        let told: i64 =
            sqlx::query_scalar("select evaluation_told($1)").bind(event.0).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(told == 0, rows == 0);
    }
    // The log says that somebody has answered, and not who.
    let told = "select count(*) from audit_log where action = 'evaluation.give'
                   and (subject <> event_id or actor is not null or after is not null or actor_name <> 'peserta sendiri')";
    assert_eq!(world.count("select count(*) from audit_log where action = 'evaluation.give'").await, 7);
    assert_eq!(world.count(told).await, 0);
}

#[tokio::test]
async fn neither_place_nor_transaction_nor_id_of_an_answer_tells_when_it_came() {
    let world = with_people(12).await;
    for n in 1..=12 {
        give(&world, n, "4", &format!("{n:02}")).await;
    }
    let rows = sqlx::query("select answers ->> 'suggestion' as came, xmin::text as written, id from evaluation_answers order by ctid")
        .fetch_all(&mut world.look().await)
        .await
        .unwrap();
    let came: Vec<String> = rows.iter().map(|row| row.get("came")).collect();
    assert!(!came.is_sorted(), "{came:?}");
    assert_eq!(came.len(), 12);
    let written: std::collections::BTreeSet<String> = rows.iter().map(|row| row.get("written")).collect();
    assert_eq!(written.len(), 1, "all are written anew with the last");
    assert!(rows.iter().all(|row| row.get::<Uuid, _>("id").get_version_num() == 4));
    let columns: Vec<String> = sqlx::query_scalar(
        "select attname::text from pg_attribute where attrelid in ('evaluation_answers'::regclass, 'evaluation_given'::regclass) and attnum > 0 order by 1",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap();
    assert_eq!(
        columns,
        ["answers", "counted", "event_id", "event_id", "hidden", "id", "participant_id", "province_code"],
        "no time, no device, and nothing in common but the event"
    );
}

#[tokio::test]
async fn only_the_host_looks_at_the_evaluation() {
    let world = World::filled().await;
    let path = |place: &str, event| format!("/{place}/kegiatan/{event}/evaluasi");
    world.browser(Who::HostAdmin).await.open(path("jawa-barat", JOINT)).await.expect(200);
    world.browser(Who::GuestAdmin).await.open(path("dki-jakarta", JOINT)).await.expect(403);
    world.browser(Who::JambiFacilitator).await.open(path("tugas", JAMBI)).await.expect(403);
    world.browser(Who::JatengAdmin).await.open(path("jawa-tengah", JAMBI)).await.expect(404);
}
