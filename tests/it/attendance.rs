//! Attendance: tapped by a facilitator, sent twice, late and out of order, by two people, into a closed session.

use chrono::TimeDelta;
use sejawat::{
    features::attendance::model::State,
    kernel::ids::{EventId, ParticipantId, SessionId},
};
use uuid::Uuid;

use crate::support::{
    Browser, Page, World,
    world::{JAMBI, JOINT, Who},
};

/// The one session of an event here.
fn opening(event: EventId) -> SessionId {
    SessionId(Uuid::from_u128(event.0.as_u128() << 16 | 0x5e55))
}

fn person(event: EventId, n: u128) -> ParticipantId {
    ParticipantId(Uuid::from_u128(event.0.as_u128() << 16 | n))
}

/// Gives the event one session and these people of a province.
async fn prepare(world: &World, event: EventId, province: &str, people: &[&str]) {
    let mut conn = world.look().await;
    sqlx::query(
        "insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at)
         values ($1, $2, 'opening', 'Pembukaan', '2022-08-02 08:30+07', '2022-08-02 09:15+07', now()) on conflict do nothing",
    )
    .bind(event.0)
    .bind(opening(event).0)
    .execute(&mut conn)
    .await
    .unwrap();
    let there: i64 = sqlx::query_scalar("select count(*) from participants where event_id = $1")
        .bind(event.0)
        .fetch_one(&mut conn)
        .await
        .unwrap();
    for (n, name) in people.iter().enumerate() {
        sqlx::query(
            "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
             values ($1, $2, $3, 'peserta', 'village_library', 'Perpustakaan Desa Contoh', $4, now())",
        )
        .bind(event.0)
        .bind(person(event, u128::try_from(there).unwrap() + n as u128).0)
        .bind(province)
        .bind(*name)
        .execute(&mut conn)
        .await
        .unwrap();
    }
}

fn roll_call(place: &str, event: EventId) -> String {
    format!("/{place}/kegiatan/{event}/kehadiran/sesi/{}", opening(event))
}

/// Taps a letter beside a name, as a browser without script does.
async fn tap(browser: &mut Browser, page: &Page, name: &str, word: &str) -> Page {
    let html = page.html();
    let rows = scraper::Selector::parse("[data-person]").unwrap();
    let row = html
        .select(&rows)
        .find(|row| row.text().any(|text| text == name))
        .unwrap_or_else(|| panic!("{name} is not in the roll: {}", page.text()));
    let field = |n: &str| {
        let input = scraper::Selector::parse(&format!("input[name={n}]")).unwrap();
        row.select(&input).next().and_then(|i| i.attr("value")).unwrap_or_default().to_owned()
    };
    let code = State::MARKS.into_iter().find(|s| s.label() == word).unwrap().code();
    let action = format!("{}/tandai", page.path);
    let fields =
        [("id", field("id")), ("person", field("person")), ("was", field("was")), ("state", code.to_owned())];
    let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut page = browser.post(&action, &fields).await;
    page.path = page.path.split('#').next().unwrap_or_default().to_owned();
    page
}

#[tokio::test]
async fn a_facilitator_marks_by_one_tap_each_and_a_second_tap_clears() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah", "Ninik"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let overview = phone.open(format!("/tugas/kegiatan/{JAMBI}/kehadiran")).await;
    overview.expect(200).expect_text("hari ini").expect_text("belum ditandai 2");
    let roll = phone.click(&overview, "Pembukaan").await;
    roll.expect(200).expect_text("Belum 2");
    let roll = tap(&mut phone, &roll, "Siti Aminah", "Hadir").await;
    roll.expect(200).expect_text("Hadir 1").expect_text("Belum 1");
    let roll = tap(&mut phone, &roll, "Ninik", "Izin").await;
    roll.expect_text("Izin 1").expect_text("Belum 0");
    let roll = tap(&mut phone, &roll, "Ninik", "Izin").await;
    roll.expect_text("Izin 0").expect_text("Belum 1");
    let roll = tap(&mut phone, &roll, "Ninik", "Terlambat").await;
    roll.expect_text("Terlambat 1");
    phone
        .open(format!("/tugas/kegiatan/{JAMBI}/kehadiran"))
        .await
        .expect_text("2 dari 2 peserta sudah hadir");
    assert_eq!(world.count("select count(*) from attendance_marks").await, 4);
}

#[tokio::test]
async fn the_same_tap_sent_twice_is_one_mark_and_two_taps_on_one_page_are_two() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let roll = phone.open(roll_call("tugas", JAMBI)).await;
    tap(&mut phone, &roll, "Siti Aminah", "Hadir").await.expect_text("Hadir 1");
    tap(&mut phone, &roll, "Siti Aminah", "Hadir").await.expect_text("Hadir 1");
    assert_eq!(world.count("select count(*) from attendance_marks").await, 1);
    tap(&mut phone, &roll, "Siti Aminah", "Sakit").await.expect_text("Sakit 1");
    assert_eq!(world.count("select count(*) from attendance_marks").await, 2);
}

#[tokio::test]
async fn the_rest_is_marked_present_in_one_tap_and_taken_back() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah", "Ninik", "Bambang"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let roll = phone.open(roll_call("tugas", JAMBI)).await;
    let roll = tap(&mut phone, &roll, "Ninik", "Izin").await;
    let all = phone.press(&roll, "Tandai sisanya hadir (2)").await;
    all.expect_text("2 peserta ditandai hadir.")
        .expect_text("Hadir 2")
        .expect_text("Izin 1")
        .expect_text("Belum 0");
    let undone = phone.press(&all, "Urungkan").await;
    undone.expect_text("Hadir 0").expect_text("Izin 1").expect_text("Belum 2");
}

#[tokio::test]
async fn a_closed_session_keeps_late_marks_as_proposals_and_a_person_decides() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let open = phone.open(roll_call("tugas", JAMBI)).await;
    let closed = close_anyway(&mut operator, "jambi").await;
    closed.expect_text("Daftar hadir ditutup");
    let closed = phone.open(roll_call("tugas", JAMBI)).await;
    closed.expect_text("oleh Operator Jambi").expect_no_text("Buka lagi");
    assert_eq!(closed.count("button.mark"), 0);
    // The page of the other phone was open before.
    tap(&mut phone, &open, "Siti Aminah", "Hadir").await.expect_text("usulan");
    assert_eq!(world.count("select count(*) from attendance_states").await, 0);

    let roll = admin.open(roll_call("jambi", JAMBI)).await;
    let history = admin.click(&roll, "Putuskan untuk Siti Aminah").await;
    history.expect_text("Fasilitator Jambi").expect_text("Usulan");
    let page = admin.submit(history.form("Simpan koreksi").tick("Hadir")).await;
    page.expect(422);
    assert_eq!(page.problem("Alasan").as_deref(), Some("Isi alasan."));
    let form = page.form("Simpan koreksi").fill("Alasan", "Ada tanda tangan di daftar hadir");
    admin.submit(form).await.expect(200).expect_text("Hadir 1");
    phone
        .post(format!("/tugas/kegiatan/{JAMBI}/kehadiran/sesi/{}/buka", opening(JAMBI)), &[])
        .await
        .expect_text("Mintalah Operator Jambi atau admin provinsi membukanya lagi.")
        .expect_text("Daftar hadir ditutup");
    let roll = admin.open(roll_call("jambi", JAMBI)).await;
    admin.press(&roll, "Buka lagi daftar hadir").await.expect_text("dibuka lagi");
}

/// Closes the session although somebody has no mark.
async fn close_anyway(browser: &mut Browser, place: &str) -> Page {
    let roll = browser.open(roll_call(place, JAMBI)).await;
    let asked = browser.press(&roll, "Tutup daftar hadir").await;
    asked.expect(200).expect_text("belum ditandai");
    browser.press(&asked, "Tutup saja").await
}

#[tokio::test]
async fn closing_asks_while_somebody_has_no_mark_and_whoever_closed_opens_again() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah", "Ninik"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let roll = phone.open(roll_call("tugas", JAMBI)).await;
    let roll = tap(&mut phone, &roll, "Siti Aminah", "Hadir").await;
    let asked = phone.press(&roll, "Tutup daftar hadir").await;
    asked.expect_text("1 peserta belum ditandai").expect_text("Ninik").expect_no_text("Siti Aminah");
    assert_eq!(world.count("select count(*) from sessions where locked_at is not null").await, 0);
    let closed = phone.press(&asked, "Tutup saja").await;
    closed.expect_text("ditutup").expect_text("oleh Fasilitator Jambi");
    let open = phone.press(&closed, "Urungkan").await;
    open.expect_text("dibuka lagi").expect_text("Belum 1");
    // Everybody marked: nothing is asked.
    let roll = tap(&mut phone, &open, "Ninik", "Sakit").await;
    let closed = phone.press(&roll, "Tutup daftar hadir").await;
    closed.expect_text("Daftar hadir ditutup");
    phone.press(&closed, "Buka lagi daftar hadir").await.expect_text("dibuka lagi");
}

#[tokio::test]
async fn counts_are_of_participants_and_the_committee_is_marked_beside_them() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah"]).await;
    sqlx::query(
        "insert into participants (event_id, id, province_code, kind, full_name, registered_at)
         values ($1, gen_random_uuid(), '15', 'panitia', 'Panitia Satu', now())",
    )
    .bind(JAMBI.0)
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let roll = phone.open(roll_call("tugas", JAMBI)).await;
    roll.expect_text("Belum 1");
    let roll = tap(&mut phone, &roll, "Panitia Satu", "Hadir").await;
    roll.expect_text("Hadir 0").expect_text("Belum 1");
    tap(&mut phone, &roll, "Siti Aminah", "Hadir").await.expect_text("Hadir 1").expect_text("Belum 0");
    phone
        .open(format!("/tugas/kegiatan/{JAMBI}/kehadiran"))
        .await
        .expect_text("Hadir 1 · semua peserta ditandai")
        .expect_text("1 dari 1 peserta sudah hadir");
}

#[tokio::test]
async fn two_peoples_different_marks_are_both_kept_and_shown() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let first = phone.open(roll_call("tugas", JAMBI)).await;
    let second = operator.open(roll_call("jambi", JAMBI)).await;
    tap(&mut phone, &first, "Siti Aminah", "Tidak hadir").await;
    world.clock.advance(TimeDelta::seconds(30));
    let seen = tap(&mut operator, &second, "Siti Aminah", "Hadir").await;
    seen.expect_text("Ditandai berbeda").expect_text("Hadir 1");
    assert_eq!(
        world.count("select count(*) from attendance_states where conflict and state = 'present'").await,
        1
    );
    let mut admin = world.browser(Who::JambiAdmin).await;
    let page =
        admin.click(&admin.clone().open(roll_call("jambi", JAMBI)).await, "Putuskan untuk Siti Aminah").await;
    page.expect_text("Fasilitator Jambi").expect_text("Operator Jambi");
    let form = page.form("Simpan koreksi").tick("Tidak hadir").fill("Alasan", "Pulang lebih dulu");
    admin.submit(form).await.expect_text("Tidak hadir 1");
    assert_eq!(world.count("select count(*) from attendance_states where conflict").await, 0);
}

#[tokio::test]
async fn the_joint_events_guest_sees_its_own_people_and_marks_nobody() {
    let world = World::new().await;
    prepare(&world, JOINT, "32", &["Orang Jabar"]).await;
    prepare(&world, JOINT, "31", &["Orang DKI"]).await;
    let mut host = world.browser(Who::HostAdmin).await;
    host.open(roll_call("jawa-barat", JOINT)).await.expect_text("Orang DKI").expect_text("Orang Jabar");
    let mut guest = world.browser(Who::GuestAdmin).await;
    let roll = guest.open(roll_call("dki-jakarta", JOINT)).await;
    roll.expect(200).expect_text("Orang DKI").expect_no_text("Orang Jabar");
    assert_eq!(roll.count("button.mark"), 0);
    guest.post(format!("{}/tandai", roll_call("dki-jakarta", JOINT)), &[]).await.expect(403);
    guest.open(roll_call("dki-jakarta", JAMBI)).await.expect(404);
}

#[tokio::test]
async fn somebody_who_comes_unannounced_is_added_with_three_fields_and_present() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah"]).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let roll = operator.open(roll_call("jambi", JAMBI)).await;
    let blank = operator.click(&roll, "Tambah orang yang datang").await;
    let press = "Tambah dan tandai hadir";
    let empty = operator.submit(blank.form(press)).await;
    empty.expect(422).expect_text("Isi nama lengkap.").expect_text("Tulis perpustakaan atau instansinya.");
    let typed = empty
        .form(press)
        .fill("Nama lengkap", "Wakil, S.Sos.")
        .fill("Perpustakaan atau instansi", "Kantor Desa")
        .forge("sex", "L");
    let asked = operator.submit(typed).await;
    asked.expect(422).expect_text("Pilih kategorinya");
    let added = operator.submit(asked.form(press).fill("Kategori peserta", "Desa Champion")).await;
    added.expect(200).expect_text("Wakil, S.Sos. terdaftar dan hadir.");
    let present = "select count(*) from attendance_states s join participants p on p.id = s.participant_id
        where s.state = 'present' and p.full_name = 'Wakil' and p.entry = 'walk_in'";
    assert_eq!(world.count(present).await, 1);
    let twice = blank
        .form(press)
        .fill("Nama lengkap", "Wakil")
        .fill("Perpustakaan atau instansi", "Kantor Desa")
        .forge("sex", "L")
        .forge("category", "champion_village");
    let double = operator.submit(twice).await;
    double.expect(422).expect_text("Mungkin sudah terdaftar");
    operator.press(&added, "Urungkan").await.expect_text("Pendaftaran Wakil, S.Sos. dibatalkan.");
    world
        .browser(Who::JambiFacilitator)
        .await
        .open(roll_call("tugas", JAMBI))
        .await
        .expect_no_text("Tambah orang yang datang");
}
