//! People mark themselves by the code of the hall: what it takes, how long it counts, and what it cannot do.

use chrono::TimeDelta;
use sejawat::{db::scope::Scope, kernel::ids::ParticipantId};
use uuid::Uuid;

use crate::support::{
    Browser, Page, World,
    samples::{self, GUEST, JAMBI as SIDE},
    world::{JAMBI, Who},
};

const SESSION: &str = "00000000-0000-0000-0000-000000005e15";
const ME: &str = "00000000-0000-0000-0000-000000001e15";
const OFFICE: &str = "/tugas/kegiatan/00000000-0000-0000-0000-000000000e15/kehadiran/sesi/00000000-0000-0000-0000-000000005e15/kode";

/// The sample world without what it says of the participant in the session, whose check-in is not open; the facilitator's
/// browser, and the participant's phone.
async fn hall() -> (World, Browser, Browser) {
    let world = World::filled().await;
    run(&world, "delete from attendance_states; delete from attendance_marks; delete from attendance_decisions; delete from check_in_codes;
        update sessions set locked_at = null, locked_by = ''").await;
    let facilitator = world.browser(Who::JambiFacilitator).await;
    let mut phone = world.visitor();
    phone.set_cookie("sejawat_perangkat", "ponsel");
    (world, facilitator, phone)
}

async fn run(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&mut world.look().await).await.unwrap();
}

fn own() -> String {
    format!("/saya/{}", samples::token(SIDE))
}

/// The six digits that a screen shows.
fn shown(screen: &Page) -> String {
    let (_, rest) = screen.body.split_once("check-in-code").expect("a code");
    rest.chars().skip_while(|c| *c != '>').filter(char::is_ascii_digit).take(6).collect()
}

async fn open(facilitator: &mut Browser, button: &str) -> Page {
    let start = facilitator.open(OFFICE).await;
    facilitator.press(&start, button).await
}

async fn typed(phone: &mut Browser, code: &str) -> Page {
    let page = phone.open(own()).await;
    phone.submit(page.form("Saya hadir").fill("Kode hadir", code)).await
}

async fn marks(world: &World) -> i64 {
    world
        .count("select count(*) from attendance_marks where source = 'code' and marker = participant_id and sent_by is null and state = 'present'")
        .await
}

#[tokio::test]
async fn who_types_the_code_of_the_screen_is_present_once() {
    let (world, mut facilitator, mut phone) = hall().await;
    phone.open(own()).await.expect(200).expect_no_text("Kode hadir");
    let screen = open(&mut facilitator, "Tampilkan kode di layar").await;
    screen.expect(200).expect_text("0 dari").expect_text("Berganti pukul 08.30.30");
    let code = shown(&screen);
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let present = typed(&mut phone, &spaced).await;
    present.expect(200).expect_text("Kehadiran Anda tercatat").expect_text("Kehadiran Anda sudah tercatat.");
    assert_eq!(marks(&world).await, 1);
    phone
        .post(format!("{}/hadir", own()), &[("session", SESSION), ("code", &code)])
        .await
        .expect_text("Anda sudah tercatat: hadir.");
    assert_eq!(marks(&world).await, 1, "a second click marks nobody twice");
    facilitator.open(OFFICE).await.expect_text("1 dari").expect_text("1 dengan kode");
    let roll = facilitator.open(OFFICE.trim_end_matches("/kode")).await;
    let history = facilitator.click(&roll, "Riwayat tanda Peserta 15").await;
    history.expect_text("Kode di ruangan").expect_text("peserta sendiri");
}

#[tokio::test]
async fn a_code_counts_for_a_minute_and_guessing_ends_soon() {
    let (world, mut facilitator, mut phone) = hall().await;
    let screen = open(&mut facilitator, "Tampilkan kode di layar").await;
    let first = shown(&screen);
    world.clock.advance(TimeDelta::seconds(59));
    let now = shown(&facilitator.open(OFFICE).await);
    assert_ne!(now, first, "the code changes");
    world.clock.advance(TimeDelta::seconds(1));
    typed(&mut phone, &first).await.expect_text("tidak lagi berlaku");
    typed(&mut phone, "12345").await.expect_text("Ketik 6 angka");
    typed(&mut phone, &now).await.expect_text("Kehadiran Anda tercatat");
    run(&world, "delete from attendance_states; delete from attendance_marks").await;
    let wrong = |now: &str| if now == "000000" { "000001" } else { "000000" };
    for _ in 0..9 {
        typed(&mut phone, wrong(&now)).await.expect_text("tidak lagi berlaku");
    }
    typed(&mut phone, wrong(&now)).await.expect_text("Tunggu 15 menit");
    let now = shown(&facilitator.open(OFFICE).await);
    typed(&mut phone, &now).await.expect_text("Tunggu 15 menit");
    assert_eq!(marks(&world).await, 0, "also the right one waits");
    world.clock.advance(TimeDelta::minutes(15) + TimeDelta::seconds(1));
    let now = shown(&facilitator.open(OFFICE).await);
    typed(&mut phone, &now).await.expect_text("Kehadiran Anda tercatat");
}

#[tokio::test]
async fn the_screen_leads_a_phone_to_those_whom_it_knows() {
    let (world, mut facilitator, mut phone) = hall().await;
    let screen = open(&mut facilitator, "Tampilkan kode di layar").await;
    let link = format!("/kode/{SESSION}/{}", shown(&screen));
    let seen = phone.open(&link).await;
    seen.expect(200).expect_text("Peserta 15").expect_text("Pembukaan 15");
    assert_eq!(marks(&world).await, 0, "a look changes nothing");
    let done = phone.press(&seen, "Saya hadir sebagai Peserta 15").await;
    done.expect_text("Kehadiran Anda tercatat").expect_no_text("Saya hadir");
    assert_eq!(marks(&world).await, 1);
    let mut stranger = world.visitor();
    stranger.open(&link).await.expect(200).expect_text("belum mengenal Anda").expect_no_text("Peserta 15");
    stranger.post(&link, &[("person", ME)]).await.expect(404);
    // A person of another event is not among them, whatever the phone has opened there.
    let other = Uuid::from_u128(0x1 << 12 | GUEST.owner).to_string();
    phone.post(&link, &[("person", &other)]).await.expect(404);
    let none = format!("/kode/{}/123456", Uuid::now_v7());
    phone.open(none).await.expect(200).expect_text("sudah ditutup");
    // The photograph of a code that somebody sends on.
    run(&world, "delete from attendance_states; delete from attendance_marks").await;
    world.clock.advance(TimeDelta::seconds(61));
    let late = phone.open(&link).await;
    phone.press(&late, "Saya hadir sebagai Peserta 15").await.expect_text("tidak lagi berlaku");
    assert_eq!(marks(&world).await, 0);
}

#[tokio::test]
async fn a_spoken_code_stays_until_it_is_changed_or_closed() {
    let (world, mut facilitator, mut phone) = hall().await;
    let said = open(&mut facilitator, "Pakai kode lisan").await;
    said.expect_text("Sebutkan angka ini").expect_no_text("Berganti pukul");
    let code = shown(&said);
    world.clock.advance(TimeDelta::hours(1));
    assert_eq!(shown(&facilitator.open(OFFICE).await), code);
    let changed = facilitator.press(&said, "Ganti kode").await;
    assert_ne!(shown(&changed), code);
    typed(&mut phone, &code).await.expect_text("tidak lagi berlaku");
    let page = phone.open(own()).await;
    let form = page.form("Saya hadir").fill("Kode hadir", &shown(&changed));
    let closed = facilitator.press(&changed, "Tutup hadir mandiri").await;
    closed.expect_text("tidak berlaku lagi");
    phone.submit(form).await.expect_text("sudah ditutup");
    assert_eq!(marks(&world).await, 0);
    // A closed register takes nobody either, and its check-in cannot be opened.
    let again = open(&mut facilitator, "Pakai kode lisan").await;
    run(&world, "update sessions set locked_at = now(), locked_by = 'contoh'").await;
    let before = page.form("Saya hadir").fill("Kode hadir", &shown(&again));
    phone.submit(before).await.expect_text("sudah ditutup");
    facilitator.open(OFFICE).await.expect_text("sudah ditutup").expect_no_text("Pakai kode lisan");
    facilitator.post(format!("{OFFICE}/buka"), &[("kind", "spoken")]).await.expect_text("sudah ditutup");
    assert_eq!(marks(&world).await, 0);
}

#[tokio::test]
async fn a_person_and_a_facilitator_who_say_otherwise_are_both_heard() {
    let (world, mut facilitator, mut phone) = hall().await;
    let roll = OFFICE.trim_end_matches("/kode");
    let id = Uuid::now_v7().to_string();
    facilitator
        .post(format!("{roll}/tandai"), &[("id", &id), ("person", ME), ("state", "absent"), ("was", "")])
        .await
        .expect(200);
    let screen = open(&mut facilitator, "Tampilkan kode di layar").await;
    typed(&mut phone, &shown(&screen)).await.expect_text("Petugas menandai berbeda");
    assert_eq!(world.count("select count(*) from attendance_states where conflict").await, 1);
    assert_eq!(world.count("select count(*) from attendance_marks").await, 2);
}

#[tokio::test]
async fn what_was_said_of_a_merged_row_counts_for_the_one_that_is_left() {
    let (world, mut facilitator, mut phone) = hall().await;
    run(&world, "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status, merged_into, merged_at)
          values ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-00000000beef', '15', 'peserta', 'village_library', 'Desa', 'Peserta 15 dobel', now(), 'merged', '00000000-0000-0000-0000-000000001e15', now())").await;
    let screen = open(&mut facilitator, "Tampilkan kode di layar").await;
    let roll = OFFICE.trim_end_matches("/kode");
    let (id, twin) = (Uuid::now_v7().to_string(), "00000000-0000-0000-0000-00000000beef");
    let mark = [("id", id.as_str()), ("person", twin), ("state", "sick"), ("was", "")];
    facilitator.post(format!("{roll}/tandai"), &mark).await.expect(200);
    // The own word is the later one; that somebody said otherwise of the other row is not lost to the person's eyes.
    typed(&mut phone, &shown(&screen)).await.expect_text("Petugas menandai berbeda");
    assert_eq!(
        world.count("select count(*) from attendance_states where conflict and state = 'present'").await,
        1
    );
}

#[tokio::test]
async fn a_person_cannot_work_out_the_code_nor_say_anything_else() {
    let (world, mut facilitator, _) = hall().await;
    open(&mut facilitator, "Tampilkan kode di layar").await.expect(200);
    let me = Scope::person(JAMBI, ParticipantId(ME.parse().unwrap()));
    for forbidden in [
        "select secret from check_in_codes",
        "update check_in_codes set closed_at = null",
        "insert into check_in_failures select event_id, id, now() from participants",
        "select count_check_in_failures(event_id, id, false, now()) from participants",
    ] {
        let mut tx = world.db.begin(&me).await.unwrap();
        let failed = sqlx::query(forbidden).execute(&mut *tx).await.unwrap_err();
        let code = failed.as_database_error().and_then(sqlx::error::DatabaseError::code);
        assert_eq!(code.as_deref(), Some("42501"), "{forbidden}: {failed}");
    }
    let (facilitator, other) =
        ("00000000-0000-0000-0000-000000000f15", "00000000-0000-0000-0000-000000002e15");
    for (marker, person, state, source, is_taken) in [
        (ME, ME, "present", "code", true),
        (facilitator, ME, "present", "code", false),
        (ME, other, "present", "code", false),
        (ME, ME, "late", "code", false),
        (ME, ME, "present", "tap", false),
    ] {
        let mut tx = world.db.begin(&me).await.unwrap();
        let done = sqlx::query(
            "insert into attendance_marks (marker, id, event_id, session_id, participant_id, province_code, state, device_time, offset_ms, received_at, effective_at, time_doubtful, source, outcome)
             values ($1::uuid, gen_random_uuid(), $2, $3::uuid, $4::uuid, '15', $5, now(), 0, now(), now(), false, $6, 'stored')",
        )
        .bind(marker)
        .bind(JAMBI.0)
        .bind(SESSION)
        .bind(person)
        .bind(state)
        .bind(source)
        .execute(&mut *tx)
        .await;
        assert_eq!(done.is_ok(), is_taken, "{marker} {person} {state} {source}: {done:?}");
    }
    let mut tx = world.db.begin(&me).await.unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from (select kind from check_in_codes) c")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(seen, 1, "the own event's, and no other's");
}

#[tokio::test]
async fn whoever_may_not_use_their_link_any_more_is_not_known_by_their_phone() {
    for change in [
        "update personal_links set revoked_at = '2022-08-01'",
        "update personal_links set expires_at = '2022-08-02 08:00+07'",
        "update participants set status = 'cancelled' where id = '00000000-0000-0000-0000-000000001e15'",
    ] {
        let (world, mut facilitator, mut phone) = hall().await;
        let screen = open(&mut facilitator, "Tampilkan kode di layar").await;
        let link = format!("/kode/{SESSION}/{}", shown(&screen));
        phone.open(&link).await.expect_text("Peserta 15");
        run(&world, change).await;
        phone.open(&link).await.expect(200).expect_text("belum mengenal Anda").expect_no_text("Peserta 15");
        phone.post(&link, &[("person", ME)]).await.expect(404);
        assert_eq!(marks(&world).await, 0, "{change}");
    }
}
