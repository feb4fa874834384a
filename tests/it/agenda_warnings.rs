//! Warnings about an agenda: said to those who can mend it, never in the way, and about other events nothing but hours.

use sejawat::db::scope::Scope;
use sqlx::Row as _;
use uuid::Uuid;

use crate::support::{
    World,
    browser::{Browser, Page},
    world::{JAMBI, JATENG, JOINT, Who, at, office},
};

const WARNINGS: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/agenda/peringatan";

async fn run(world: &World, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut world.look().await).await.unwrap();
}

async fn agenda(browser: &mut Browser) -> Page {
    browser.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await
}

#[tokio::test]
async fn an_agenda_without_fault_says_so() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(WARNINGS).await.expect(200).expect_text("Agenda masih kosong");
    let list = agenda(&mut operator).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    list.expect_no_text("Peringatan:");
    let page = operator.click(&list, "Peringatan agenda").await;
    page.expect(200).expect_text("Tidak ada yang bertabrakan.");
}

#[tokio::test]
async fn what_collides_is_said_after_saving_beside_the_session_and_in_one_list() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = agenda(&mut operator).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let blank = operator.click(&list, "Tambah sesi").await;
    let form = blank
        .form("Simpan sesi")
        .fill("Judul sesi", "Testimoni penerima manfaat")
        .fill("Jenis sesi", "Testimoni")
        .fill("Hari", "Selasa, 2 Agustus 2022")
        .fill("Mulai", "11.30")
        .fill("Selesai", "12.50")
        .fill("Ruang", "  AULA");
    let list = operator.submit(form).await;
    list.expect(200)
        .expect_text(
            "Sesi “Testimoni penerima manfaat” ditambahkan. Perhatikan: ruang juga dipakai “Paparan capaian kabupaten/kota”; melewati waktu salat Dzuhur, 12.00-13.00.",
        )
        .expect_text("2 peringatan")
        .expect_text("Peringatan: ruang juga dipakai “Testimoni penerima manfaat”");
    assert_eq!(list.count(".flash.late"), 1);
    assert_eq!(list.count(".slot .slot-warn"), 3);
    let page = operator.click(&list, "2 peringatan").await;
    page.expect_text("Ruang dipakai dua sesi sekaligus")
        .expect_text("Aula, Selasa, 2 Agustus 2022: dipakai “Paparan capaian kabupaten/kota” (09.15-12.00) dan “Testimoni penerima manfaat” (11.30-12.50). Pindahkan salah satunya ke ruang atau jam lain.")
        .expect_text("“Testimoni penerima manfaat” (11.30-12.50), Selasa, 2 Agustus 2022: melewati waktu salat Dzuhur, 12.00-13.00.");
    // Both ways lead to the session.
    let row = page.link("Lihat sesi “Testimoni penerima manfaat”").unwrap();
    let (_, anchor) = row.split_once('#').unwrap();
    assert_eq!(list.count(&format!("li[id='{anchor}']")), 1);
    let edit = operator.click(&page, "Ubah sesi “Testimoni penerima manfaat”").await;
    let mended = edit.form("Simpan sesi").fill("Mulai", "13.00").fill("Selesai", "13.30");
    let list = operator.submit(mended).await;
    list.expect_text("Sesi “Testimoni penerima manfaat” disimpan.").expect_no_text("Perhatikan");
    assert_eq!(list.count(".slot-warn") + list.count(".flash.late"), 0);
}

#[tokio::test]
async fn a_small_room_a_strange_day_and_friday_are_noticed() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    run(
        &world,
        "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status)
           select '00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '15', 'peserta', 'village_library', 'Desa', 'Orang ' || n, now(),
                  case when n > 12 then 'cancelled' else 'registered' end from generate_series(1, 14) n;
         insert into event_rooms (event_id, id, name, name_key, capacity, changed_at) values
           ('00000000-0000-0000-0000-000000000e15', gen_random_uuid(), 'Aula', 'aula', 11, now());
         update events set ends_on = '2022-08-05' where id = '00000000-0000-0000-0000-000000000e15'",
    )
    .await;
    let list = agenda(&mut operator).await;
    operator.press(&list, "Pakai pola nasional").await.expect_text("4 peringatan");
    run(
        &world,
        "insert into sessions (event_id, id, kind, title, starts_at, ends_at, takes_attendance, changed_at) values
           ('00000000-0000-0000-0000-000000000e15', gen_random_uuid(), 'other', 'Rapat', '2022-08-05T11:00+07', '2022-08-05T12:00+07', false, now())",
    )
    .await;
    let page = operator.open(WARNINGS).await;
    page.expect_text("Ruang terlalu kecil")
        .expect_text("Aula memuat 11 orang, sedangkan 12 peserta ditunggu pada “Pembukaan” (08.30-09.15), Selasa, 2 Agustus 2022.")
        .expect_text("“Rapat” (11.00-12.00), Jumat, 5 Agustus 2022: di luar hari acara, 2-3 Agustus 2022.")
        .expect_text("berlangsung pada waktu salat Jumat, 11.30-13.00. Salat Jumat wajib dan tidak dapat ditunda; pindahkan sesi ini.");
}

#[tokio::test]
async fn one_person_in_two_places_is_one_person_also_after_a_merge() {
    let world = World::filled().await;
    // The moderator was there twice, and her other row leads at the same hours.
    run(
        &world,
        "insert into participants (event_id, id, province_code, kind, agency_name, full_name, registered_at, status, merged_into, merged_at)
           values ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-0000000000aa', '15', 'fasilitator', 'Desa', 'Lain', now(), 'merged',
             '00000000-0000-0000-0000-000000009e15', now())",
    )
    .await;
    run(
        &world,
        "insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at) values
           ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-0000000000bb', 'other', 'Rapat', '2022-08-02T09:00+07', '2022-08-02T10:00+07', now());
         insert into session_leaders (event_id, session_id, participant_id, position) values
           ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-0000000000bb', '00000000-0000-0000-0000-0000000000aa', 1)",
    )
    .await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(WARNINGS).await.expect_text(
        "Pengganti 15, Selasa, 2 Agustus 2022: bertugas di “Pembukaan 15” (08.30-09.15) dan “Rapat” (09.00-10.00).",
    );
    agenda(&mut operator).await.expect_text("Peringatan: Pengganti 15 juga bertugas di “Rapat”");
}

#[tokio::test]
async fn readers_of_an_agenda_are_not_troubled() {
    let world = World::filled().await;
    run(&world, "update sessions set starts_at = '2022-08-02T12:00+07', ends_at = '2022-08-02T12:30+07'")
        .await;
    let mut operator = world.browser(Who::JambiOperator).await;
    agenda(&mut operator).await.expect_text("Peringatan:");
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let seen = facilitator.open(format!("/tugas/kegiatan/{JAMBI}/agenda")).await;
    seen.expect(200).expect_no_text("eringatan");
    facilitator.open(format!("/tugas/kegiatan/{JAMBI}/agenda/peringatan")).await.expect(403);
    let mut guest = world.browser(Who::GuestAdmin).await;
    guest.open(format!("/dki-jakarta/kegiatan/{JOINT}/agenda")).await.expect(200).expect_no_text("eringatan");
    guest.open(format!("/dki-jakarta/kegiatan/{JOINT}/agenda/peringatan")).await.expect(403);
}

/// The facilitators of Jambi and of Jawa Tengah are one human, by telephone; both lead their event's opening.
async fn one_human(world: &World) {
    run(
        world,
        "insert into participant_details (event_id, participant_id, province_code, phone) values
           ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-000000002e15', '15', '+628120001'),
           ('00000000-0000-0000-0000-000000000e33', '00000000-0000-0000-0000-000000002e33', '33', '+628120001')",
    )
    .await;
}

#[tokio::test]
async fn somebody_who_is_needed_in_another_province_is_busy_by_the_instant_and_not_by_the_clock() {
    let world = World::filled().await;
    one_human(&world).await;
    // The other event lies in Papua: half past ten there is half past eight in Jambi.
    run(
        &world,
        "update events set zone = 'WIT' where id = '00000000-0000-0000-0000-000000000e33';
         update sessions set title = 'Rahasia Papua', room = 'Ruang rahasia', starts_at = '2022-08-02T10:30+09', ends_at = '2022-08-02T11:00+09'
          where event_id = '00000000-0000-0000-0000-000000000e33' and removed_at is null",
    )
    .await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(WARNINGS).await;
    page.expect_text("Orang bertugas di kegiatan lain").expect_text(
        "Fasilitator 15 bertugas di kegiatan lain pukul 08.30-09.00 WIB saat “Pembukaan 15” (08.30-09.15), Selasa, 2 Agustus 2022.",
    );
    for secret in ["Papua", "rahasia", "Jawa Tengah", "Fasilitator 33", "e33", "10.30"] {
        page.expect_no_text(secret);
    }
    agenda(&mut operator)
        .await
        .expect_text("Peringatan: Fasilitator 15 bertugas di kegiatan lain pukul 08.30-09.00");
    // The same clock is another instant.
    run(
        &world,
        "update sessions set starts_at = '2022-08-02T08:30+09', ends_at = '2022-08-02T09:15+09'
          where event_id = '00000000-0000-0000-0000-000000000e33' and removed_at is null",
    )
    .await;
    operator.open(WARNINGS).await.expect_no_text("kegiatan lain");
}

#[tokio::test]
async fn what_does_not_take_place_keeps_nobody_busy() {
    let world = World::filled().await;
    one_human(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(WARNINGS).await.expect_text("kegiatan lain");
    for (away, back) in [
        (
            "update events set status = 'cancelled' where id::text like '%e33'",
            "update events set status = 'published' where id::text like '%e33'",
        ),
        (
            "update sessions set removed_at = now() where id::text like '%05e33'",
            "update sessions set removed_at = null where id::text like '%05e33'",
        ),
        (
            "update participants set status = 'declined' where id::text like '%02e33'",
            "update participants set status = 'registered' where id::text like '%02e33'",
        ),
        (
            "update participant_details set phone = '+628129999' where participant_id::text like '%02e33'",
            "update participant_details set phone = '+628120001' where participant_id::text like '%02e33'",
        ),
        // Somebody else with the telephone of the same office.
        (
            "update participants set full_name = 'Orang Lain' where id::text like '%02e33'",
            "update participants set full_name = 'Fasilitator, 33' where id::text like '%02e33'",
        ),
        (
            "update session_leaders set participant_id = '00000000-0000-0000-0000-00000000ae33' where session_id::text like '%05e33' and role = 'leads'",
            "update session_leaders set participant_id = '00000000-0000-0000-0000-000000002e33' where session_id::text like '%05e33' and role = 'leads'",
        ),
    ] {
        run(&world, away).await;
        operator.open(WARNINGS).await.expect_no_text("kegiatan lain");
        run(&world, back).await;
        operator.open(WARNINGS).await.expect_text("kegiatan lain");
    }
    // By NIP and by account as well, and through a merge at either end.
    run(&world, "update participant_details set phone = '', nip = '198001012005011001' where participant_id::text like '%02e15' or participant_id::text like '%02e33'").await;
    operator.open(WARNINGS).await.expect_text("kegiatan lain");
    run(
        &world,
        "update participant_details set nip = '';
         update participants set account_id = '00000000-0000-0000-0000-000000000f15' where id::text like '%02e15' or id::text like '%02e33'",
    )
    .await;
    operator.open(WARNINGS).await.expect_text("kegiatan lain");
    run(
        &world,
        "update participants set status = 'merged', merged_at = now(), merged_into = '00000000-0000-0000-0000-00000000ae33' where id::text like '%02e33';
         update participants set account_id = null where id::text like '%02e33';
         update participants set account_id = '00000000-0000-0000-0000-000000000f15' where id::text like '%0ae33'",
    )
    .await;
    operator.open(WARNINGS).await.expect_text("kegiatan lain");
}

#[tokio::test]
async fn the_function_tells_the_host_hours_and_nobody_else_anything() {
    let world = World::filled().await;
    one_human(&world).await;
    let jambi = office("15", &[JAMBI], &[]);
    let mut tx = world.db.begin(&jambi).await.unwrap();
    let rows =
        sqlx::query("select * from busy_elsewhere($1)").bind(JAMBI.0).fetch_all(&mut *tx).await.unwrap();
    assert_eq!(rows.len(), 1);
    let columns: Vec<&str> = sqlx::Row::columns(&rows[0]).iter().map(sqlx::Column::name).collect();
    assert_eq!(columns, ["participant_id", "starts_at", "ends_at"]);
    assert_eq!(rows[0].get::<Uuid, _>(0), Uuid::from_u128(0x2e15));
    assert_eq!(rows[0].get::<chrono::DateTime<chrono::Utc>, _>(1), at("2022-08-02T08:30:00+07:00"));
    // Of an event that it does not host: as a stranger, and as its guest.
    for (scope, event) in [
        (office("15", &[JAMBI], &[]), JATENG),
        (office("15", &[], &[JAMBI]), JAMBI),
        (office("31", &[], &[JOINT]), JOINT),
        (office("33", &[JATENG], &[JAMBI]), JAMBI),
    ] {
        let mut tx = world.db.begin(&scope).await.unwrap();
        let rows =
            sqlx::query("select * from busy_elsewhere($1)").bind(event.0).fetch_all(&mut *tx).await.unwrap();
        assert!(rows.is_empty());
    }
    for scope in [
        Scope::assignment(vec![JAMBI]),
        Scope::person(JAMBI, sejawat::kernel::ids::ParticipantId(Uuid::from_u128(0x1e15))),
        Scope::national(),
        Scope::public(),
    ] {
        let mut tx = world.db.begin(&scope).await.unwrap();
        let error = sqlx::query("select * from busy_elsewhere($1)")
            .bind(JAMBI.0)
            .fetch_all(&mut *tx)
            .await
            .unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{error}");
    }
    // Somebody who leads nothing is asked about in vain.
    run(&world, "delete from session_leaders where event_id::text like '%e15'").await;
    let mut tx = world.db.begin(&jambi).await.unwrap();
    let rows =
        sqlx::query("select * from busy_elsewhere($1)").bind(JAMBI.0).fetch_all(&mut *tx).await.unwrap();
    assert!(rows.is_empty());
}

#[tokio::test]
async fn a_warning_that_is_settled_counts_no_more_until_it_is_about_something_else() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = agenda(&mut operator).await;
    operator.press(&list, "Pakai pola nasional").await;
    let on = |id: u128, title: &str, from: &str, to: &str| {
        format!(
            "insert into sessions (event_id, id, kind, title, room, starts_at, ends_at, changed_at) values
               ('{JAMBI}', '{}', 'other', '{title}', 'Aula', '2022-08-02T{from}+07', '2022-08-02T{to}+07', now());",
            Uuid::from_u128(id)
        )
    };
    run(&world, &on(0xaa, "Rapat", "11:00", "11:30")).await;
    let settled =
        "select count(*) from agenda_warnings_ignored where ignored and changed_by = 'Operator Jambi'";
    let page = operator.open(WARNINGS).await;
    page.expect_text("Ruang dipakai dua sesi sekaligus").expect_text("Ubah sesi pukul 09.15");
    let ignore = page.form("Abaikan");
    let page = operator.submit(ignore.clone()).await;
    page.expect(200).expect_text("Peringatan diabaikan.").expect_text("Diabaikan (1)");
    page.expect_text("Tidak ada peringatan lain");
    // A second click and a second office change nothing more.
    operator.submit(ignore.clone()).await.expect(200).expect_text("Diabaikan (1)");
    assert_eq!(world.count(settled).await, 1);
    let told = "select count(*) from audit_log where action like 'agenda.warning_%'";
    assert_eq!(world.count(told).await, 1);
    let list = agenda(&mut operator).await;
    list.expect_no_text("peringatan pada agenda ini");
    assert_eq!(list.count(".slot-warn"), 0);

    // At other hours it is the same; in another room, or with another session, it is not.
    run(&world, "update sessions set starts_at = starts_at - interval '5 minutes' where title = 'Rapat'")
        .await;
    operator.open(WARNINGS).await.expect_text("Diabaikan (1)").expect_no_text("Ruang dipakai dua sesi");
    run(&world, "update sessions set room = 'Lobi' where room = 'Aula'").await;
    operator.open(WARNINGS).await.expect_text("Ruang dipakai dua sesi").expect_no_text("Diabaikan");
    run(&world, "update sessions set room = 'Aula' where room = 'Lobi'").await;
    run(&world, &on(0xbb, "Rapat lain", "11:30", "11:45")).await;
    let page = operator.open(WARNINGS).await;
    page.expect_text("“Rapat lain”").expect_text("Diabaikan (1)");
    assert_eq!(page.count("form[action$='/abaikan']"), 1);

    // Told again, and taken back.
    let page = operator.press(&page, "Tampilkan lagi").await;
    page.expect_text("Peringatan ditampilkan lagi.").expect_no_text("Diabaikan (");
    assert_eq!(page.count("form[action$='/abaikan']"), 2);
    let page = operator.submit(ignore.clone()).await;
    operator.press(&page, "Urungkan").await.expect_no_text("Diabaikan (");
    assert_eq!(world.count(settled).await, 0);
    // What was mended meanwhile is not kept.
    run(&world, "update sessions set removed_at = now() where title like 'Rapat%'").await;
    operator.submit(ignore).await.expect(200).expect_text("Peringatan itu sudah tidak ada lagi.");
    assert_eq!(world.count(settled).await, 0);
}

#[tokio::test]
async fn presentations_that_end_after_their_session_are_noticed_wherever_warnings_are() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = agenda(&mut operator).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let order = operator.click(&list, "Urutan paparan Paparan capaian kabupaten/kota").await;
    let form = order.form("Tambah penampil").fill("Penampil lain", "Perpustakaan Sungai Rengas");
    operator.submit(form.fill("Menit", "160")).await.expect(200).expect_text("Masih tersisa 5 menit");
    agenda(&mut operator).await.expect_no_text("peringatan pada agenda").expect_no_text("Peringatan:");

    // The day is late: what it does to those who present is said before it moves.
    let page = operator.click(&list, "Geser jadwal").await;
    let shown = operator.submit(page.form("Lihat hasilnya").tick("20 menit")).await;
    shown
        .expect_text("dipendekkan 20 menit, paparan melewati akhir sesi 15 menit")
        .expect_text("dan paparan pada 1 sesi melewati akhir sesi.");
    let moved = operator.press(&shown, "Geser 2 sesi").await;
    moved.expect_text("Peringatan: paparan melewati akhir sesi 15 menit");
    let edit = operator.click(&moved, "Paparan capaian kabupaten/kota").await;
    operator
        .submit(edit.form("Simpan sesi").fill("Ruang", "Pendopo"))
        .await
        .expect_text("Perhatikan: paparan melewati akhir sesi 15 menit.");
    let page = operator.open(WARNINGS).await;
    page.expect_text("Paparan melewati akhir sesi “Paparan capaian kabupaten/kota” (09.35-12.00), Selasa, 2 Agustus 2022: paparan selesai 15 menit sesudah sesi berakhir.");
    operator
        .click(&page, "Urutan paparan “Paparan capaian kabupaten/kota”")
        .await
        .expect_text("Paparan melewati akhir sesi 15 menit.");
    operator.press(&page, "Abaikan").await.expect_text("Diabaikan (1)");
    agenda(&mut operator).await.expect_no_text("Peringatan:");
    // Nothing is left to say where nobody presents any more.
    run(&world, "update session_slots set removed_at = now()").await;
    operator.open(WARNINGS).await.expect_no_text("Diabaikan").expect_no_text("sesudah sesi berakhir");
}
