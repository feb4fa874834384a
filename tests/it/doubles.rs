//! People who stand on a list twice: suspected, told apart, merged with their marks and links, and parted again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use sejawat::{
    features::{
        attendance::{
            Delivery,
            model::{Mark, Source, State},
            record,
        },
        doubles::{self, Merged, Unmerged},
        registration::merging::MergeForm,
    },
    kernel::{
        ids::{AccountId, EventId, MarkId, MergeId, ParticipantId, SessionId},
        names,
    },
};
use uuid::Uuid;

use crate::{
    presence,
    support::{
        Browser, Page, World,
        world::{JAMBI, JOINT, Who, office},
    },
};

const SESSION: SessionId = SessionId(Uuid::from_u128(0x5e55));
const SECOND: SessionId = SessionId(Uuid::from_u128(0x5e56));

fn person(n: u128) -> ParticipantId {
    ParticipantId(Uuid::from_u128(0xa0_0000 | n))
}

async fn sql(world: &World, sql: String) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut world.look().await).await.unwrap();
}

/// Two sessions, and people: `(n, province, name, agency, phone)`.
async fn prepare(world: &World, event: EventId, people: &[(u128, &str, &str, &str, &str)]) {
    for (session, from) in [(SESSION, "08:30"), (SECOND, "10:30")] {
        sql(
            world,
            format!(
                "insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at)
                 values ('{event}', '{session}', 'opening', 'Sesi {from}', '2022-08-02 {from}+07', '2022-08-02 12:15+07', now()) on conflict do nothing"
            ),
        )
        .await;
    }
    for (n, province, name, agency, phone) in people {
        let id = person(*n);
        sql(
            world,
            format!(
                "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, sex, registered_at)
                 values ('{event}', '{id}', '{province}', 'peserta', 'village_library', '{agency}', '{name}', 'P', timestamptz '2022-07-20' + interval '{n} minutes');
                 insert into participant_details (event_id, participant_id, province_code, phone) values ('{event}', '{id}', '{province}', '{phone}')"
            ),
        )
        .await;
    }
}

const SITI: [(u128, &str, &str, &str, &str); 3] = [
    (1, "15", "Siti Aminah", "Perpustakaan Desa Loram", ""),
    (2, "15", "Hj. Siti Aminnah", "Perpustakaan Desa Loram", "+6281234567890"),
    (3, "15", "Bambang", "Perpustakaan Desa Lain", ""),
];

fn list() -> String {
    format!("/jambi/kegiatan/{JAMBI}/peserta")
}

fn compare(one: u128, other: u128) -> String {
    format!("{}/ganda/{}/{}", list(), person(one), person(other))
}

async fn merge(browser: &mut Browser, one: u128, other: u128) -> Page {
    let page = browser.open(compare(one, other)).await;
    page.expect(200);
    browser.press(&page, "Gabungkan menjadi satu").await
}

async fn mark(world: &World, who: Who, person: ParticipantId, state: State) {
    mark_in(world, who, SESSION, person, state).await;
}

async fn mark_in(world: &World, who: Who, session: SessionId, person: ParticipantId, state: State) {
    let marker = AccountId(who.account());
    let mut tx = world.db.begin(&office("15", &[JAMBI], &[]).acting(marker, "x")).await.unwrap();
    let now = world.clock.now();
    let mark = Mark {
        id: MarkId::new(),
        session,
        person,
        state,
        note: String::new(),
        device_time: now,
        offset_ms: Some(0),
        source: Source::Tap,
    };
    let delivery = Delivery::new(JAMBI, marker, "", now);
    record(&mut tx, &delivery, &[mark]).await.unwrap();
    tx.commit().await.unwrap();
}

/// The effective states: of whom, what, and whether in conflict.
async fn states(world: &World) -> BTreeMap<(Uuid, Uuid), (String, bool)> {
    let rows: Vec<(Uuid, Uuid, String, bool)> =
        sqlx::query_as("select session_id, participant_id, state, conflict from attendance_states")
            .fetch_all(&mut world.look().await)
            .await
            .unwrap();
    rows.into_iter()
        .map(|(session, person, state, conflict)| ((session, person), (state, conflict)))
        .collect()
}

async fn state_of(world: &World, n: u128) -> Option<(String, bool)> {
    states(world).await.get(&(SESSION.0, person(n).0)).cloned()
}

#[tokio::test]
async fn the_sound_of_a_name_is_the_same_in_the_database() {
    let world = World::new().await;
    let names = [
        "Moh. Yusup",
        "M. Yusup",
        "Hj.Siti Aminah",
        "Dr. Hj. Siti Aminah M.Si. S.Sos",
        "Djoko Santosso",
        "M.Ali",
        "Hj.",
        "Ninik",
        "Mochammad Ali",
        "Siti Fatimah, S.Pd.",
        ", S.H.",
        "Muhammad Ali",
        "I Made Dr Arta",
        "H. M. Tjahjo",
        "Soekarno  Hatta",
        "Ir Ir",
        "Kh Ahmad",
        "A.Md",
        "Hajjah",
        "Drs. H. Oentoeng",
        "dr. Yohanes",
        "",
        "  ",
        "Ma'ruf",
        "Qomariyyah Syjah",
    ];
    let sounds: Vec<String> = sqlx::query_scalar(
        "select name_sound(n) from unnest($1::text[]) with ordinality as t (n, i) order by i",
    )
    .bind(names.as_slice())
    .fetch_all(&mut world.look().await)
    .await
    .unwrap();
    for (name, sound) in names.iter().zip(sounds) {
        assert_eq!(sound, names::sounding(&names::bare(name)), "{name}");
    }
}

#[tokio::test]
async fn a_suspected_pair_is_compared_merged_and_parted_again() {
    let world = World::new().await;
    prepare(&world, JAMBI, &SITI).await;
    mark(&world, Who::JambiFacilitator, person(1), State::Present).await;
    let before = world.everything().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let people = operator.open(list()).await;
    let doubles = operator.click(&people, "Mungkin ganda: 1 pasang").await;
    doubles
        .expect(200)
        .expect_text("Siti Aminah")
        .expect_text("nama sama di perpustakaan atau instansi yang sama");
    doubles.expect_no_text("Bambang");
    let page = operator.open(compare(1, 2)).await;
    page.expect_text("1 tanda kehadiran").expect_text("Sama pada keduanya");
    // What says something is preselected; the row with marks survives.
    let form = page.form("Gabungkan menjadi satu");
    assert!(form.fields.contains(&("keep".into(), person(1).to_string())));
    assert!(form.fields.contains(&("phone".into(), person(2).to_string())));
    let merged = operator.submit(form.clone()).await;
    merged.expect(200).expect_text("Digabungkan menjadi").expect_text("Tidak ada yang mencurigakan");
    operator.open(list()).await.expect_text("Bambang").expect_no_text("Mungkin ganda");
    operator.open(format!("{}?status=semua", list())).await.expect_text("2 orang");
    // The other's page leads to the survivor's.
    let own = operator.open(format!("{}/orang/{}", list(), person(2))).await;
    own.expect_text("sudah digabungkan ke data ini").expect_text("Batalkan penggabungan");
    assert!(own.body.contains("0812-3456-7890"));
    // A second click does nothing.
    operator.submit(form).await.expect(200).expect_text("sudah digabungkan.");
    assert_eq!(world.count("select count(*) from participant_merges").await, 1);
    assert_eq!(world.count("select count(*) from audit_log where action = 'participant.merge'").await, 1);

    let back = operator.press(&merged, "Urungkan").await;
    back.expect_text("Penggabungan dibatalkan: Hj. Siti Aminnah kembali ke daftar")
        .expect_text("Mungkin sama");
    let mut after = world.everything().await;
    // But for versions and the kept merge, everything is as it was.
    assert_eq!(
        world
            .count(
                "select count(*) from participants p left join participant_details d on d.participant_id = p.id
                  where (p.full_name, coalesce(d.phone, ''), p.status, p.merged_into is null) in
                        (('Siti Aminah', '', 'registered', true), ('Hj. Siti Aminnah', '+6281234567890', 'registered', true))"
            )
            .await,
        2
    );
    for table in ["participants", "participant_merges", "logins"] {
        after.insert(table.into(), before[table].clone());
    }
    assert_eq!(after, before);
    operator
        .post(format!("{}/penggabungan/{}/batalkan", list(), merge_id(&world).await), &[])
        .await
        .expect_text("sudah dibatalkan");
}

async fn merge_id(world: &World) -> Uuid {
    sqlx::query_scalar("select id from participant_merges order by id desc limit 1")
        .fetch_one(&mut world.look().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn two_who_are_two_are_not_asked_about_again_until_somebody_wants_to() {
    let world = World::new().await;
    prepare(&world, JAMBI, &SITI).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(format!("{}/ganda", list())).await;
    let form = page.form("Bukan orang yang sama Siti Aminah dan Hj. Siti Aminnah");
    let told = operator.submit(form.clone()).await;
    told.expect_text("dicatat sebagai dua orang")
        .expect_text("Tidak ada yang mencurigakan")
        .expect_text("Sudah diputuskan");
    operator.submit(form).await.expect(200);
    let asked = operator.press(&told, "Urungkan").await;
    asked.expect_text("akan ditanyakan lagi").expect_text("Mungkin sama");
    assert_eq!(world.count("select count(*) from audit_log where action like 'participant.%'").await, 2);
}

#[tokio::test]
async fn marks_follow_and_those_that_arrive_later_too() {
    let world = World::new().await;
    prepare(&world, JAMBI, &SITI).await;
    mark(&world, Who::JambiFacilitator, person(2), State::Late).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    merge(&mut operator, 1, 2).await.expect(200);
    // The row with the mark survived.
    assert_eq!(state_of(&world, 2).await, Some(("late".into(), false)));
    world.clock.advance(TimeDelta::minutes(5));
    mark(&world, Who::JambiFacilitator, person(1), State::Present).await;
    assert_eq!(state_of(&world, 1).await, None);
    // The phone's list still had both: different marks of the two are a conflict, as always.
    assert_eq!(state_of(&world, 2).await, Some(("present".into(), true)));
    let roll = operator.open(format!("/jambi/kegiatan/{JAMBI}/kehadiran/sesi/{SESSION}")).await;
    roll.expect_text("Ditandai berbeda").expect_text("Hadir 1");
    assert_eq!(roll.count("[data-person]"), 2);
    let mut admin = world.browser(Who::JambiAdmin).await;
    // An old tab still names the merged one: the decision is about the survivor.
    world.clock.advance(TimeDelta::minutes(5));
    let path = format!("/jambi/kegiatan/{JAMBI}/kehadiran/sesi/{SESSION}/orang/{}", person(1));
    admin.open(&path).await.expect_text("Ditandai pada data yang digabungkan");
    admin.post(&path, &[("state", "present"), ("reason", "Dilihat di ruangan")]).await.expect(200);
    assert_eq!(state_of(&world, 2).await, Some(("present".into(), false)));
    let board =
        "select present from national_progress where event_id = '00000000-0000-0000-0000-000000000e15'";
    assert_eq!(world.count(board).await, 1);
    // Parted again, each has what was said of it.
    let page = operator.open(format!("{}/ganda", list())).await;
    let undo = page.form("Batalkan penggabungan Hj. Siti Aminnah dan Siti Aminah");
    operator.submit(undo).await.expect_text("dibatalkan");
    assert_eq!(state_of(&world, 1).await, Some(("present".into(), false)));
    assert_eq!(state_of(&world, 2).await, Some(("present".into(), false)));
    assert_eq!(world.count("select count(*) from attendance_marks").await, 2);
}

#[tokio::test]
async fn one_personal_link_counts_and_an_old_one_ends() {
    let world = World::new().await;
    prepare(&world, JAMBI, &SITI).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let first = make_link(&mut operator, 1).await;
    let second = make_link(&mut operator, 2).await;
    let merged = merge(&mut operator, 1, 2).await;
    world.visitor().open(&first).await.expect(200);
    world.visitor().open(&second).await.expect(404);
    operator.post(format!("{}/{}/tautan", list(), person(2)), &[]).await.expect(404);
    operator.press(&merged, "Urungkan").await.expect(200);
    world.visitor().open(&second).await.expect(200);
    // Where only the other has one, it goes on for the survivor.
    let page = operator.open(format!("{}/{}/tautan", list(), person(1))).await;
    operator.press(&page, "Cabut tautan").await.expect(200);
    let form = operator.open(compare(1, 2)).await.form("Gabungkan menjadi satu");
    operator.submit(form.forge("keep", &person(1).to_string())).await.expect(200);
    world.visitor().open(&second).await.expect(200);
    let links = "select count(*) from personal_links where revoked_at is null and participant_id::text like '%a00001'";
    assert_eq!(world.count(links).await, 1);
}

async fn make_link(operator: &mut Browser, n: u128) -> String {
    let page = operator.post(format!("{}/{}/tautan", list(), person(n)), &[]).await;
    page.expect(200).copied("tautan")
}

#[tokio::test]
async fn a_substitute_stays_one_under_the_name_that_survives() {
    let world = World::new().await;
    prepare(&world, JAMBI, &SITI).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let ganti = operator.open(format!("{}/orang/{}/ganti", list(), person(3))).await;
    let form = ganti.form("Simpan pengganti").fill("Nama lengkap", "Siti Aminah").forge("sex", "P");
    operator.submit(form.forge("save_anyway", "ya")).await.expect_text("digantikan oleh Siti Aminah");
    let substitute: Uuid = sqlx::query_scalar("select id from participants where replaces is not null")
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    let page = operator.open(format!("{}/ganda/{}/{substitute}", list(), person(1))).await;
    page.expect_text("Penggantian dengan Bambang");
    let form = page.form("Gabungkan menjadi satu").forge("keep", &person(1).to_string());
    operator.submit(form).await.expect(200);
    let bambang = operator.open(format!("{}/orang/{}", list(), person(3))).await;
    bambang.expect_text("Digantikan oleh Siti Aminah");
    assert_eq!(bambang.link("Digantikan oleh Siti Aminah"), Some(format!("{}/orang/{}", list(), person(1))));
    operator.open(format!("{}/orang/{}", list(), person(1))).await.expect_text("Menggantikan Bambang");
}

#[tokio::test]
async fn what_was_changed_since_stays_on_the_survivor_and_is_said() {
    let world = World::new().await;
    prepare(&world, JAMBI, &SITI).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let form = operator.open(compare(1, 2)).await.form("Gabungkan menjadi satu");
    let merged = operator.submit(form.forge("full_name", &person(1).to_string())).await;
    let edit = operator.open(format!("{}/orang/{}", list(), person(1))).await;
    let form = edit.form("Simpan").fill("Telepon (WhatsApp)", "0899-0000-0000");
    operator.submit(form).await.expect_text("disimpan");
    let undone = operator.press(&merged, "Urungkan").await;
    undone.expect_text("tetap pada Siti Aminah: telepon.");
    assert_eq!(
        world
            .count(
                "select count(*) from participant_details where phone in ('+6281234567890', '+6289900000000')"
            )
            .await,
        2
    );
}

#[tokio::test]
async fn a_row_that_was_changed_while_two_were_compared_is_shown_first() {
    let world = World::new().await;
    prepare(&world, JAMBI, &SITI).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(compare(1, 2)).await;
    let form = page.form("Gabungkan menjadi satu").forge("phone", &person(1).to_string());
    let edit = operator.open(format!("{}/orang/{}", list(), person(2))).await;
    operator
        .submit(edit.form("Simpan").fill("Jabatan", "Kepala desa").forge("save_anyway", "ya"))
        .await
        .expect(200);
    let stale = operator.submit(form).await;
    stale.expect(409).expect_text("berubah sesudah Anda membukanya").expect_text("Kepala desa");
    let again = stale.form("Gabungkan menjadi satu");
    // What was chosen is still chosen.
    assert!(again.fields.contains(&("phone".into(), person(1).to_string())));
    operator.submit(again).await.expect_text("Digabungkan menjadi");
    assert_eq!(world.count("select count(*) from participants where merged_into is not null").await, 1);
}

#[tokio::test]
async fn a_guest_merges_its_own_people_and_nobody_merges_across_provinces() {
    let world = World::new().await;
    prepare(
        &world,
        JOINT,
        &[
            (1, "31", "Rina", "Dinas DKI", ""),
            (2, "31", "Rina, S.Sos.", "Dinas DKI", ""),
            (3, "32", "Rina", "Dinas DKI", ""),
            (4, "32", "Rinna", "Dinas Jabar", ""),
        ],
    )
    .await;
    let at = |place: &str, one: u128, other: u128| {
        format!("/{place}/kegiatan/{JOINT}/peserta/ganda/{}/{}", person(one), person(other))
    };
    sql(
        &world,
        format!(
            "insert into attendance_marks (marker, id, event_id, session_id, participant_id, province_code, state, device_time, received_at,
                    effective_at, time_doubtful, source, sent_by, outcome)
             values ('{0}', gen_random_uuid(), '{JOINT}', '{SESSION}', '{1}', '31', 'present', now(), now(), now(), false, 'tap', '{0}', 'stored')",
            Who::HostAdmin.account(),
            person(2)
        ),
    )
    .await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    guest.open(at("dki-jakarta", 1, 3)).await.expect(404);
    let page = guest.open(at("dki-jakarta", 1, 2)).await;
    let form = page.form("Gabungkan menjadi satu").forge("keep", &person(1).to_string());
    guest.submit(form).await.expect_text("Digabungkan menjadi Rina, S.Sos.");
    assert_eq!(state_of(&world, 1).await, Some(("present".into(), false)));
    let mut host = world.browser(Who::HostAdmin).await;
    host.open(at("jawa-barat", 1, 3)).await.expect_text("Setiap provinsi menjawab atas orangnya sendiri");
    host.post(at("jawa-barat", 1, 3), &[("keep", &person(1).to_string())])
        .await
        .expect_text("tidak digabungkan");
    let doubles = host.open(format!("/jawa-barat/kegiatan/{JOINT}/peserta/ganda")).await;
    doubles.expect_text("1 pasang");
    let page = host.open(at("jawa-barat", 3, 4)).await;
    host.press(&page, "Gabungkan menjadi satu").await.expect_text("Digabungkan menjadi");
}

/// The form that merges `other` into `keep`, as the two stand now.
async fn form_for(world: &World, one: u128, other: u128, picks: &[(&str, u128)]) -> MergeForm {
    let mut fields = vec![("keep".to_owned(), person(one).to_string())];
    for n in [one, other] {
        let version: i32 = sqlx::query_scalar("select version from participants where id = $1")
            .bind(person(n).0)
            .fetch_one(&mut world.look().await)
            .await
            .unwrap();
        fields.push(("seen".into(), format!("{}:{version}", person(n))));
    }
    fields.extend(picks.iter().map(|(field, n)| ((*field).to_owned(), person(*n).to_string())));
    MergeForm::read(fields)
}

async fn merge_by_verb(
    world: &World,
    keep: u128,
    other: u128,
    picks: &[(&str, u128)],
) -> Result<MergeId, String> {
    let form = form_for(world, keep, other, picks).await;
    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    match doubles::merge(&mut tx, &world.clock, JAMBI, (person(keep), person(other)), &form).await.unwrap() {
        Merged::Done(id) => {
            tx.commit().await.unwrap();
            Ok(id)
        }
        Merged::Refused(sentence) => Err(sentence),
        Merged::Stale => Err("stale".into()),
    }
}

async fn undo_by_verb(world: &World, id: MergeId) -> Result<Vec<&'static str>, String> {
    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    match doubles::undo(&mut tx, &world.clock, JAMBI, id).await.unwrap() {
        Unmerged::Done { kept, .. } => {
            tx.commit().await.unwrap();
            Ok(kept)
        }
        Unmerged::Refused(sentence) => Err(sentence),
    }
}

#[tokio::test]
async fn merges_at_the_same_moment_make_neither_a_circle_nor_a_gap() {
    let world = World::new().await;
    prepare(
        &world,
        JAMBI,
        &[(1, "15", "Ani", "A", ""), (2, "15", "Ani", "A", ""), (3, "15", "Ani", "A", "")],
    )
    .await;
    for n in 1..=3 {
        mark(&world, Who::JambiFacilitator, person(n), State::Present).await;
    }
    // The same pair twice, and A into B while B into C while C into A.
    let results = futures_like(&world, &[(2, 1), (2, 1), (3, 2), (1, 3)]).await;
    assert!(results.iter().any(Result::is_ok), "{results:?}");
    let roots = "select count(*) from participants p join participants r on r.id = p.merged_into where r.merged_into is not null";
    assert_eq!(world.count(roots).await, 0);
    let standing = world.count("select count(*) from participants where merged_into is null").await;
    let merges = world.count("select count(*) from participant_merges where undone_at is null").await;
    assert!(standing >= 1);
    assert_eq!(standing + merges, 3);
    assert_eq!(world.count("select count(*) from attendance_states").await, standing);
    assert_eq!(world.count("select count(*) from attendance_marks").await, 3);
}

/// Merges at once, each in a transaction of its own.
async fn futures_like(world: &World, pairs: &[(u128, u128)]) -> Vec<Result<(), String>> {
    let mut tasks = tokio::task::JoinSet::new();
    for (keep, other) in pairs.iter().copied() {
        let form = form_for(world, keep, other, &[]).await;
        let (db, clock) = (world.db.clone(), world.clock.clone());
        tasks.spawn(async move {
            let mut tx = db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
            match doubles::merge(&mut tx, &clock, JAMBI, (person(keep), person(other)), &form).await.unwrap()
            {
                Merged::Done(_) => {
                    tx.commit().await.unwrap();
                    Ok(())
                }
                other => Err(format!("{other:?}")),
            }
        });
    }
    tasks.join_all().await
}

#[tokio::test]
async fn a_chain_is_parted_from_its_end() {
    let world = World::new().await;
    prepare(
        &world,
        JAMBI,
        &[(1, "15", "Ani", "A", ""), (2, "15", "Ani", "A", ""), (3, "15", "Ani", "A", "")],
    )
    .await;
    mark(&world, Who::JambiFacilitator, person(1), State::Present).await;
    let first = merge_by_verb(&world, 2, 1, &[]).await.unwrap();
    let second = merge_by_verb(&world, 3, 2, &[]).await.unwrap();
    assert_eq!(state_of(&world, 3).await, Some(("present".into(), false)));
    assert!(merge_by_verb(&world, 1, 3, &[]).await.unwrap_err().contains("sudah digabungkan"));
    assert!(undo_by_verb(&world, first).await.unwrap_err().contains("Batalkan dulu"));
    undo_by_verb(&world, second).await.unwrap();
    assert_eq!(state_of(&world, 2).await, Some(("present".into(), false)));
    undo_by_verb(&world, first).await.unwrap();
    assert_eq!(state_of(&world, 1).await, Some(("present".into(), false)));
    assert_eq!(states(&world).await.len(), 1);
}

#[derive(Clone, Debug)]
enum Deed {
    Merge { keep: u128, other: u128, picks: [bool; 3] },
    Undo(usize),
    Mark { who: bool, second: bool, person: u128, state: usize },
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..5_u128, 0..5_u128, any::<[bool; 3]>()).prop_map(|(keep, other, picks)| Deed::Merge {
            keep,
            other,
            picks
        }),
        (0..8_usize).prop_map(Deed::Undo),
        (any::<bool>(), any::<bool>(), 0..5_u128, 0..State::ALL.len())
            .prop_map(|(who, second, person, state)| Deed::Mark { who, second, person, state }),
    ]
}

type Kept = (Uuid, Uuid, Uuid, Uuid, String, DateTime<Utc>, DateTime<Utc>);

async fn marks(world: &World) -> Vec<Kept> {
    sqlx::query_as(
        "select marker, id, session_id, participant_id, state, effective_at, received_at from attendance_marks order by marker, id",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap()
}

/// The rows as they stand, but for how often and by whom they were changed.
async fn rows(world: &World) -> Vec<serde_json::Value> {
    sqlx::query_scalar(
        "select to_jsonb(p) - 'version' - 'changed_at' - 'changed_by' - 'changed_in' || jsonb_build_object('phone', d.phone)
           from participants p join participant_details d on d.participant_id = p.id order by p.id",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap()
}

/// After any sequence of merges, undone merges and marks: no mark is lost, everybody's presence is that of all their rows,
/// and undoing everything gives the start.
#[tokio::test]
async fn any_sequence_keeps_the_marks_and_can_be_undone() {
    let world = World::new().await;
    let people: Vec<_> = [
        (0, "Ani", ""),
        (1, "Ani R", "+62811111111"),
        (2, "Anni", ""),
        (3, "A. Rina", "+62822222222"),
        (4, "Ani Rina", "+62833333333"),
    ]
    .map(|(n, name, phone)| (n, "15", name, "A", phone))
    .into();
    prepare(&world, JAMBI, &people).await;
    let start = rows(&world).await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..30 {
        let deeds = prop::collection::vec(any_deed(), 3..16).new_tree(&mut runner).unwrap().current();
        let mut made: Vec<MergeId> = Vec::new();
        let mut known: BTreeSet<Kept> = BTreeSet::new();
        for deed in &deeds {
            world.clock.advance(TimeDelta::seconds(10));
            match deed {
                Deed::Merge { keep, other, picks } if keep != other => {
                    let picks: Vec<_> = ["full_name", "phone", "agency"]
                        .into_iter()
                        .zip(picks)
                        .map(|(field, mine)| (field, if *mine { *keep } else { *other }))
                        .collect();
                    made.extend(merge_by_verb(&world, *keep, *other, &picks).await.ok());
                }
                Deed::Merge { .. } => {}
                Deed::Undo(at) => {
                    if let Some(id) = made.get(*at).copied()
                        && let Ok(kept) = undo_by_verb(&world, id).await
                    {
                        assert!(kept.is_empty(), "{deeds:?}: {kept:?}");
                        made.retain(|other| *other != id);
                    }
                }
                Deed::Mark { who, second, person: n, state } => {
                    let who = if *who { Who::JambiFacilitator } else { Who::JambiOperator };
                    let session = if *second { SECOND } else { SESSION };
                    mark_in(&world, who, session, person(*n), State::ALL[*state]).await;
                }
            }
            let kept: BTreeSet<Kept> = marks(&world).await.into_iter().collect();
            assert!(kept.is_superset(&known), "{deeds:?}");
            known = kept;
            assert_eq!(
                presence::standing(&world).await,
                presence::expected(&world).await,
                "{deeds:?} after {deed:?}"
            );
        }
        while !made.is_empty() {
            let before = made.len();
            for id in made.clone() {
                if undo_by_verb(&world, id).await.is_ok() {
                    made.retain(|other| *other != id);
                }
            }
            assert!(made.len() < before, "nothing of {made:?} can be undone: {deeds:?}");
        }
        assert_eq!(rows(&world).await, start, "{deeds:?}");
        assert_eq!(presence::standing(&world).await, presence::expected(&world).await, "{deeds:?}");
        assert_eq!(marks(&world).await.into_iter().collect::<BTreeSet<_>>(), known, "{deeds:?}");
        sql(&world, "truncate attendance_states, attendance_marks, participant_merges".into()).await;
    }
}

/// Five thousand people, some of them twice, all with the office's telephone: found by one statement, and in time.
#[tokio::test]
async fn a_long_list_is_looked_through_in_time() {
    let world = World::new().await;
    sql(
        &world,
        format!(
            "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, sex, registered_at)
             select '{JAMBI}', ('00000000-0000-0000-0001-' || lpad(to_hex(n), 12, '0'))::uuid, '15', 'peserta', 'village_library',
                    'Perpustakaan ' || n / 40, 'Orang ' || translate((n % 4990)::text, '0123456789', 'abcdefghij'), 'P', now()
               from generate_series(1, 5000) n;
             insert into participant_details (event_id, participant_id, province_code, phone)
             select event_id, id, province_code, '+62811111111' from participants where event_id = '{JAMBI}';
             analyze participants, participant_details"
        ),
    )
    .await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let started = std::time::Instant::now();
    let doubles = operator.open(format!("{}/ganda", list())).await;
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
    doubles.expect(200).expect_text("1-25 dari 500 pasang").expect_text("500 pasang dengan alasan terkuat");
    let next = operator.click(&doubles, "Berikutnya").await;
    next.expect_text("26-50 dari 500 pasang");
    operator.open(list()).await.expect_text("Mungkin ganda: 100 pasang atau lebih");
}

/// Marks that arrive while two people become one, by several hands at once: none is lost, and the survivor's presence is
/// that of all of them.
#[tokio::test]
async fn marks_that_arrive_while_two_are_merged_count() {
    let world = World::new().await;
    prepare(&world, JAMBI, &SITI).await;
    for round in 0..5_i64 {
        world.clock.advance(TimeDelta::seconds(60));
        let form = form_for(&world, 1, 2, &[]).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..6_usize {
            let (db, now) =
                (world.db.clone(), world.clock.now() - TimeDelta::seconds(i64::try_from(n).unwrap()));
            let who = if n % 2 == 0 { Who::JambiFacilitator } else { Who::JambiOperator };
            let marker = AccountId(who.account());
            tasks.spawn(async move {
                let scope = office("15", &[JAMBI], &[]).acting(marker, "x");
                let mut tx = db.begin(&scope).await.unwrap();
                let mark = Mark {
                    id: MarkId::new(),
                    session: SESSION,
                    person: person(1 + n as u128 % 2),
                    state: State::ALL[n % 5],
                    note: String::new(),
                    device_time: now,
                    offset_ms: Some(0),
                    source: Source::Tap,
                };
                let delivery = Delivery::new(JAMBI, marker, "", now);
                record(&mut tx, &delivery, &[mark]).await.unwrap();
                tx.commit().await.unwrap();
            });
        }
        let (db, clock) = (world.db.clone(), world.clock.clone());
        let id = tokio::spawn(async move {
            let mut tx = db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
            let merged = doubles::merge(&mut tx, &clock, JAMBI, (person(1), person(2)), &form).await.unwrap();
            tx.commit().await.unwrap();
            let Merged::Done(id) = merged else { panic!("{merged:?}") };
            id
        });
        tasks.join_all().await;
        let id = id.await.unwrap();
        assert_eq!(presence::standing(&world).await, presence::expected(&world).await, "round {round}");
        undo_by_verb(&world, id).await.unwrap();
        assert_eq!(presence::standing(&world).await, presence::expected(&world).await, "round {round}");
    }
    assert_eq!(world.count("select count(*) from attendance_marks").await, 30);
}

/// Everything that is known of a person is compared, and taken back: a new column goes into `FIELDS` of `doubles::model`
/// and the two statements that read and write the row, or onto the list of what stays with its row.
#[tokio::test]
async fn nothing_that_is_known_of_a_person_is_forgotten() {
    let world = World::new().await;
    prepare(&world, JAMBI, &SITI).await;
    merge_by_verb(&world, 1, 2, &[]).await.unwrap();
    let forgotten: Vec<String> = sqlx::query_scalar(
        "select distinct attname::text from pg_attribute
          where attrelid in ('participants'::regclass, 'participant_details'::regclass) and attnum > 0 and not attisdropped and attgenerated = ''
            and attname not in (select jsonb_object_keys(before -> 'survivor') from audit_log where action = 'participant.merge')
          order by 1",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap();
    let stays = [
        "answer",
        "answer_reason",
        "answered_at",
        "changed_at",
        "changed_by",
        "changed_in",
        "data_origin",
        "delegation_id",
        "entry",
        "event_id",
        "id",
        "import_id",
        "merged_at",
        "merged_into",
        "named_version",
        "participant_id",
        "province_code",
        "registered_at",
        "replaces",
        "source",
        "version",
    ];
    assert_eq!(forgotten, stays);
}
