//! Attendance: tapped by a facilitator, sent twice, late and out of order, by two people, into a closed session.

use chrono::TimeDelta;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use sejawat::{
    features::attendance::{
        Delivery,
        model::{Mark, Outcome, Source, State},
        record,
    },
    kernel::ids::{AccountId, EventId, MarkId, ParticipantId, SessionId},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    Browser, Page, World,
    world::{JAMBI, JATENG, JOINT, Who, office},
};

const OPENING: SessionId = SessionId(Uuid::from_u128(0x5e55));

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
    .bind(OPENING.0)
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
    format!("/{place}/kegiatan/{event}/kehadiran/sesi/{OPENING}")
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
        .post(format!("/tugas/kegiatan/{JAMBI}/kehadiran/sesi/{OPENING}/buka"), &[])
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

async fn send(browser: &mut Browser, event: EventId, body: &Value) -> (u16, Value) {
    let page = browser
        .send(
            "POST",
            &format!("/tugas/kegiatan/{event}/kehadiran/kirim"),
            Some(body.to_string()),
            &[("content-type", "application/json")],
        )
        .await;
    (page.status.as_u16(), serde_json::from_str(&page.body).unwrap_or(Value::Null))
}

fn wire(id: u128, person: ParticipantId, state: &str) -> Value {
    json!({ "id": Uuid::from_u128(id), "session": OPENING, "person": person, "state": state,
            "device_time": "2022-08-02T01:31:00Z", "offset_ms": 0 })
}

#[tokio::test]
async fn a_batch_gets_one_outcome_per_mark_and_a_bad_one_blocks_nobody() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah", "Ninik"]).await;
    prepare(&world, JATENG, "33", &["Orang Jateng"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let me = Who::JambiFacilitator.account();
    let stranger = person(JATENG, 0);
    let batch = json!({ "marker": me, "marks": [
        wire(1, person(JAMBI, 0), "present"), wire(2, stranger, "present"), wire(3, person(JAMBI, 1), "late"),
        wire(1, person(JAMBI, 0), "present"), wire(1, person(JAMBI, 0), "sick"),
    ]});
    let (status, answer) = send(&mut phone, JAMBI, &batch).await;
    let outcomes: Vec<_> = answer["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| (o["outcome"].as_str().unwrap(), o["code"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(status, 200);
    assert_eq!(
        outcomes,
        [
            ("stored", ""),
            ("refused", "unknown"),
            ("stored", ""),
            ("duplicate", "stored"),
            ("refused", "id_reused")
        ]
    );
    // The answer was lost: the whole batch again.
    let (_, again) = send(&mut phone, JAMBI, &batch).await;
    assert_eq!(again["outcomes"][0]["outcome"], "duplicate");
    assert_eq!(again["outcomes"][2]["outcome"], "duplicate");
    assert_eq!(world.count("select count(*) from attendance_marks").await, 2);
}

#[tokio::test]
async fn another_persons_queue_is_not_consumed() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let batch =
        json!({ "marker": Who::JambiOperator.account(), "marks": [wire(1, person(JAMBI, 0), "present")] });
    assert_eq!(send(&mut phone, JAMBI, &batch).await.0, 409);
    assert_eq!(send(&mut phone, JAMBI, &json!({ "marks": "x" })).await.0, 400);
    assert_eq!(world.count("select count(*) from attendance_marks").await, 0);
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

/// Marks of two people, in any order, split anyhow, some of them twice: always the same effective states.
#[tokio::test]
async fn the_result_does_not_depend_on_how_marks_arrive() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah", "Ninik"]).await;
    let now = world.clock.now();
    let one = (0..2_usize, 0..State::ALL.len(), 0..600_i64, any::<bool>());
    let marks = prop::collection::vec(one, 1..14).prop_flat_map(|marks| {
        let order: Vec<usize> = (0..marks.len()).chain(0..marks.len()).collect();
        (Just(marks), Just(order).prop_shuffle(), 1..5_usize)
    });
    let mut runner = TestRunner::deterministic();
    for _ in 0..25 {
        let (marks, order, size) = marks.new_tree(&mut runner).unwrap().current();
        let made: Vec<(AccountId, Mark)> = marks
            .iter()
            .enumerate()
            .map(|(i, (who, state, before, facilitator))| {
                let marker = if *facilitator { Who::JambiFacilitator } else { Who::JambiOperator };
                let mark = Mark {
                    id: MarkId(Uuid::from_u128(i as u128 + 1)),
                    session: OPENING,
                    person: person(JAMBI, *who as u128),
                    state: State::ALL[*state],
                    note: String::new(),
                    device_time: now - TimeDelta::seconds(*before),
                    offset_ms: Some(0),
                };
                (AccountId(marker.account()), mark)
            })
            .collect();
        let straight: Vec<usize> = (0..made.len()).collect();
        let expected = deliver(&world, &made, &straight, made.len()).await;
        assert_eq!(deliver(&world, &made, &order, size).await, expected, "{made:?} {order:?}");
    }
}

/// Delivers the marks, returns the states that came of it, and forgets everything again.
async fn deliver(
    world: &World,
    made: &[(AccountId, Mark)],
    order: &[usize],
    size: usize,
) -> Vec<(Uuid, String, Uuid, bool)> {
    for chunk in order.chunks(size) {
        for marker in [Who::JambiFacilitator, Who::JambiOperator].map(|who| AccountId(who.account())) {
            let marks: Vec<_> =
                chunk.iter().map(|i| &made[*i]).filter(|m| m.0 == marker).map(|m| m.1.clone()).collect();
            let mut tx = world.db.begin(&office("15", &[JAMBI], &[]).acting(marker, "x")).await.unwrap();
            let delivery = Delivery {
                event: JAMBI,
                marker,
                source: Source::List,
                device: "",
                received_at: world.clock.now(),
            };
            let verdicts = record(&mut tx, &delivery, &marks).await.unwrap();
            assert!(verdicts.iter().all(|v| v.outcome != Outcome::Refused), "{verdicts:?}");
            tx.commit().await.unwrap();
        }
    }
    let mut conn = world.look().await;
    let states = sqlx::query_as(
        "select participant_id, state, mark_id, conflict from attendance_states order by participant_id",
    )
    .fetch_all(&mut conn)
    .await
    .unwrap();
    sqlx::raw_sql("truncate attendance_states, attendance_marks").execute(&mut conn).await.unwrap();
    states
}

#[tokio::test]
async fn a_mark_that_cannot_be_read_blocks_nobody_and_one_person_cannot_be_marked_without_end() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let me = Who::JambiFacilitator.account();
    let mut old = wire(2, person(JAMBI, 0), "late");
    old["device_time"] = json!("-5000-01-01T00:00:00Z");
    let mut far = wire(3, person(JAMBI, 0), "late");
    far["offset_ms"] = json!(-300_000_000_000_000_i64);
    let mut odd = wire(4, person(JAMBI, 0), "late");
    odd["state"] = json!("terbang");
    let batch =
        json!({ "marker": me, "marks": [wire(1, person(JAMBI, 0), "present"), old, far, odd, json!("x")] });
    let (status, answer) = send(&mut phone, JAMBI, &batch).await;
    let outcomes: Vec<_> = answer["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["outcome"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((status, outcomes.join(" ").as_str()), (200, "stored refused stored refused refused"));

    let many: Vec<_> = (10..260).map(|n| wire(n, person(JAMBI, 0), "present")).collect();
    let (_, answer) = send(&mut phone, JAMBI, &json!({ "marker": me, "marks": many })).await;
    let refused = answer["outcomes"].as_array().unwrap().iter().filter(|o| o["code"] == "too_many").count();
    assert_eq!(refused, 52);
}

#[tokio::test]
async fn a_later_arrival_opens_the_conflict_again_but_does_not_overturn_a_decision() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", &["Siti Aminah"]).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let roll = phone.open(roll_call("tugas", JAMBI)).await;
    tap(&mut phone, &roll, "Siti Aminah", "Hadir").await;
    let path = format!("{}/orang/{}", roll_call("jambi", JAMBI), person(JAMBI, 0));
    world.clock.advance(TimeDelta::seconds(1));
    admin.post(&path, &[("state", "absent"), ("reason", "Tidak ada di ruangan")]).await.expect(200);
    world.clock.advance(TimeDelta::seconds(1));
    let batch =
        json!({ "marker": Who::JambiFacilitator.account(), "marks": [wire(9, person(JAMBI, 0), "present")] });
    let (_, answer) = send(&mut phone, JAMBI, &batch).await;
    assert_eq!(answer["outcomes"][0]["outcome"], "conflict");
    assert_eq!(
        world.count("select count(*) from attendance_states where state = 'absent' and conflict").await,
        1
    );
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
