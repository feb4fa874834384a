//! Events: what a summary says on which day, and to whom.

use chrono::TimeDelta;
use sejawat::{
    features::events::{
        self,
        paths::{EventPath, EventsPath},
    },
    kernel::{ids::EventId, place::Place},
};

use crate::support::{
    World,
    world::{JAMBI, JATENG, JOINT, Who, at, office},
};

fn summary_of(slug: &str, event: EventId) -> EventPath {
    EventPath { place: Place::Office(slug.into()), event }
}

/// Lays the national template into an event's agenda.
async fn with_agenda(world: &World, who: Who, slug: &str, event: EventId) {
    let mut admin = world.browser(who).await;
    admin.post(format!("/{slug}/kegiatan/{event}/agenda/pola"), &[]).await.expect(200);
}

#[tokio::test]
async fn the_summary_says_what_is_next_and_then_what_is_missing() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(summary_of("jambi", JAMBI)).await;
    empty
        .expect(200)
        .expect_text("Sedang berjalan")
        .expect_text("Hari acara: 2-3 Agustus 2022.")
        .expect_text("Agenda masih kosong")
        .expect_text("Terlambat 3 hari")
        .expect_text("Pejabat yang membuka belum ditentukan")
        .expect_text("2-3 Agustus 2022")
        .expect_text("Termasuk perjalanan 1-4 Agustus 2022")
        .expect_text("WIB");
    assert_eq!(empty.link("Ringkasan").as_deref(), Some(summary_of("jambi", JAMBI).to_string().as_str()));
    assert!(empty.link("Buka agenda").is_some());

    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    let filled = operator.open(summary_of("jambi", JAMBI)).await;
    filled
        .expect_text("Sedang berlangsung: Pembukaan, sampai 09.15 WIB.")
        .expect_text("Hari ini, Selasa, 2 Agustus 2022")
        .expect_no_text("Agenda masih kosong");
    assert_eq!(filled.count("aside .slot"), 3, "today's sessions only");
    assert_eq!(filled.count("aside .slot.now"), 1);
}

#[tokio::test]
async fn the_summary_follows_the_days() {
    let world = World::new().await;
    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    world.clock.advance(TimeDelta::hours(10));
    let evening = admin.open(summary_of("jambi", JAMBI)).await;
    evening
        .expect_text("Acara berlanjut Rabu, 3 Agustus 2022 pukul 08.30 WIB: Penyusunan RTL.")
        .expect_text("Daftar hadir 2 sesi yang sudah selesai belum ditutup");
    world.clock.advance(TimeDelta::days(4));
    let after = admin.open(summary_of("jambi", JAMBI)).await;
    after
        .expect_text("Selesai, belum ditutup")
        .expect_text("Acara selesai Rabu, 3 Agustus 2022.")
        .expect_text("Daftar hadir 4 sesi yang sudah selesai belum ditutup")
        .expect_text("Belum dicatat siapa yang benar-benar membuka acara");
    world.clock.advance(-TimeDelta::days(30));
    admin
        .open(summary_of("jambi", JAMBI))
        .await
        .expect_text("Akan datang")
        .expect_text("Peserta berangkat Senin, 1 Agustus 2022.");
}

#[tokio::test]
async fn today_is_the_events_own_day_even_when_it_is_still_yesterday_in_utc() {
    let world = World::new().await;
    sqlx::query(
        "update events set zone = 'WIT', starts_on = '2022-08-08', programme_starts_on = '2022-08-09',
                programme_ends_on = '2022-08-10', ends_on = '2022-08-11' where id = $1",
    )
    .bind(JAMBI.0)
    .execute(&mut world.look().await)
    .await
    .unwrap();
    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    // Half past eight in the morning of the 9th in Papua: half an hour before midnight of the 8th in UTC.
    world.clock.advance(at("2022-08-08T23:30:00Z") - world.clock.now());
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let page = facilitator.open(EventPath { place: Place::Duties, event: JAMBI }).await;
    page.expect(200)
        .expect_text("Hari ini, Selasa, 9 Agustus 2022")
        .expect_text("Sedang berlangsung: Pembukaan, sampai 09.15 WIT.");
    let duties = facilitator.open("/tugas").await;
    duties.expect(200).expect_text("Hari ini PLM Provinsi Jambi 2022");
    assert_eq!(duties.count("article .slot.now"), 1);
}

#[tokio::test]
async fn duties_show_todays_event_with_its_sessions_and_then_the_others() {
    let world = World::new().await;
    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    for who in [Who::JambiFacilitator, Who::JambiConsultant] {
        let mut browser = world.browser(who).await;
        let home = browser.open("/").await;
        home.expect(200).expect_text("Tugas saya").expect_text("08.30 sampai 09.15 WIB Pembukaan");
        assert_eq!(home.path, "/tugas");
        let event = browser.click(&home, "PLM Provinsi Jambi 2022").await;
        event.expect(200).expect_text("Sedang berlangsung: Pembukaan");
        browser.open(EventPath { place: Place::Duties, event: JATENG }).await.expect(404);
    }
    world.clock.advance(TimeDelta::days(30));
    world
        .browser(Who::JambiConsultant)
        .await
        .open("/tugas")
        .await
        .expect_text("Sudah lewat PLM Provinsi Jambi 2022");
    world.browser(Who::JambiAdmin).await.open("/tugas").await.expect(404);
}

#[tokio::test]
async fn host_and_guest_see_the_joint_event_each_with_its_own_places() {
    let world = World::new().await;
    let host = world.browser(Who::HostAdmin).await.open(summary_of("jawa-barat", JOINT)).await;
    host.expect(200).expect_text("Tuan rumah Jawa Barat").expect_text("Provinsi tamu DKI Jakarta");
    let guest = world.browser(Who::GuestAdmin).await.open(summary_of("dki-jakarta", JOINT)).await;
    guest.expect(200).expect_text("Peserta provinsi Anda 0 dari 9 tempat");
    let list = world.browser(Who::GuestAdmin).await.open("/dki-jakarta/kegiatan").await;
    list.expect(200).expect_text("sebagai provinsi tamu");
}

#[tokio::test]
async fn a_provinces_events_do_not_exist_for_another() {
    let world = World::new().await;
    let mut jateng = world.browser(Who::JatengAdmin).await;
    jateng.open(summary_of("jambi", JAMBI)).await.expect(404);
    jateng.open(summary_of("jawa-tengah", JAMBI)).await.expect(404);
    jateng.open(EventsPath { place: Place::Office("jambi".into()) }).await.expect(404);
    let list = jateng.open(EventsPath { place: Place::Office("jawa-tengah".into()) }).await;
    list.expect(200).expect_text("PLM Provinsi Jawa Tengah 2022").expect_no_text("Jambi");
    world.browser(Who::JambiFacilitator).await.open(summary_of("jambi", JAMBI)).await.expect(404);
    world.browser(Who::Coordinator).await.open(summary_of("jambi", JAMBI)).await.expect(404);

    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    assert!(events::find(&mut tx, JAMBI).await.is_ok());
    assert!(events::find(&mut tx, JATENG).await.is_err());
    for table in ["events", "event_provinces", "event_progress"] {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        assert_eq!(sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut *tx).await.unwrap(), 1, "{table}");
    }
    let touched = sqlx::query("update events set title = 'Dibajak'").execute(&mut *tx).await.unwrap();
    assert_eq!(touched.rows_affected(), 1);
}
