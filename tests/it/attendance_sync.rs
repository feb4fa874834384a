//! Marks from phones, by the interface for programs: sent twice, late, out of order, split, at the same moment; with wrong
//! clocks, foreign ids and ended rights. Nothing is lost, nothing doubled, and the state that counts is always the one that
//! the rule gives.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use sejawat::{
    app,
    db::embedded::Login,
    features::attendance::model::State,
    kernel::ids::{EventId, ParticipantId, SessionId},
};
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    presence,
    support::{
        Browser, World,
        world::{JAMBI, JATENG, JOINT, Who, at},
    },
};

pub const SYNC: &str = "/api/v1/attendance/sync";

pub fn session(event: EventId, n: u128) -> SessionId {
    SessionId(Uuid::from_u128(event.0.as_u128() << 16 | 0x5000 | n))
}

pub fn person(event: EventId, n: u128) -> ParticipantId {
    ParticipantId(Uuid::from_u128(event.0.as_u128() << 16 | 0xa000 | n))
}

/// Gives an event so many sessions, an hour each, and so many people of a province.
async fn prepare(conn: &mut PgConnection, event: EventId, province: &str, sessions: u128, people: u128) {
    for n in 0..sessions {
        sqlx::query(
            "insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at)
             values ($1, $2, 'opening', $3, $4, $4 + interval '1 hour', now())",
        )
        .bind(event.0)
        .bind(session(event, n).0)
        .bind(format!("Sesi {n}"))
        .bind(at("2022-08-02T08:00:00+07:00") + TimeDelta::hours(i64::try_from(n).unwrap()))
        .execute(&mut *conn)
        .await
        .unwrap();
    }
    for n in 0..people {
        sqlx::query(
            "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
             values ($1, $2, $3, 'peserta', 'village_library', 'Perpustakaan Desa Contoh', $4, now())",
        )
        .bind(event.0)
        .bind(person(event, n).0)
        .bind(province)
        .bind(format!("Orang {n}"))
        .execute(&mut *conn)
        .await
        .unwrap();
    }
}

pub async fn hall(sessions: u128, people: u128) -> World {
    let world = World::new().await;
    prepare(&mut world.look().await, JAMBI, "15", sessions, people).await;
    world
}

pub async fn run(world: &World, sql: impl Into<String>) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.into())).execute(&mut world.look().await).await.unwrap();
}

pub async fn send(browser: &mut Browser, body: &Value) -> (u16, Value) {
    send_to(browser, SYNC, body).await
}

pub async fn send_to(browser: &mut Browser, path: &str, body: &Value) -> (u16, Value) {
    let json = [("content-type", "application/json")];
    let page = browser.send("POST", path, Some(body.to_string()), &json).await;
    (page.status.as_u16(), serde_json::from_str(&page.body).unwrap_or(Value::Null))
}

async fn read(browser: &mut Browser, path: &str) -> Value {
    let page = browser.send("GET", path, None, &[]).await;
    assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.body);
    serde_json::from_str(&page.body).unwrap()
}

fn roster_of(event: EventId) -> String {
    format!("/api/v1/attendance/events/{event}/roster")
}

/// What came of each mark: `stored`, or `refused:unknown`; with a star when it is the one that counts.
pub fn fates(answer: &Value) -> Vec<String> {
    let told = |o: &Value| {
        let code = o["code"].as_str().map(|code| format!(":{code}")).unwrap_or_default();
        let star = if o["effective"] == true { "*" } else { "" };
        assert!(!o["message"].as_str().unwrap().is_empty());
        format!("{}{code}{star}", o["outcome"].as_str().unwrap())
    };
    answer["outcomes"].as_array().unwrap().iter().map(told).collect()
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A mark of Jambi's first session, tapped at half past eight.
pub fn mark(id: u128, person: ParticipantId, state: &str) -> Value {
    json!({ "id": Uuid::from_u128(id), "session_id": session(JAMBI, 0), "participant_id": person, "state": state, "note": null,
            "marked_at": "2022-08-02T01:31:00.000Z", "clock_offset_ms": 0, "source": "tap" })
}

pub fn with(mut mark: Value, field: &str, value: impl Into<Value>) -> Value {
    mark[field] = value.into();
    mark
}

pub fn batch(marks: impl Into<Value>) -> Value {
    json!({ "device": "ponsel uji", "sent_at": "2022-08-02T01:32:00.000Z", "marks": marks.into() })
}

#[tokio::test]
async fn every_mark_has_its_own_outcome_and_a_bad_one_blocks_nobody() {
    let world = hall(2, 2).await;
    prepare(&mut world.look().await, JATENG, "33", 1, 1).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let marks = vec![
        mark(1, person(JAMBI, 0), "present"),
        mark(2, person(JATENG, 0), "present"),
        mark(3, person(JAMBI, 1), "late"),
        mark(1, person(JAMBI, 0), "present"),
        mark(1, person(JAMBI, 0), "sick"),
        with(mark(4, person(JATENG, 0), "present"), "session_id", session(JATENG, 0).to_string()),
        with(mark(5, person(JAMBI, 0), "present"), "session_id", Uuid::from_u128(9).to_string()),
        with(mark(6, person(JAMBI, 0), "present"), "state", "terbang"),
        with(mark(7, person(JAMBI, 0), "present"), "marked_at", "kemarin"),
        with(mark(8, person(JAMBI, 0), "present"), "marked_at", "-5000-01-01T00:00:00Z"),
        with(mark(9, person(JAMBI, 0), "present"), "source", "form"),
        json!("x"),
        json!({ "id": 7 }),
    ];
    let (status, answer) = send(&mut phone, &batch(marks.clone())).await;
    assert_eq!(status, 200);
    assert_eq!(answer["server_time"].as_str().map(at), Some(world.clock.now()));
    assert_eq!(
        fates(&answer),
        [
            "stored*",
            "refused:unknown",
            "stored*",
            "duplicate:stored*",
            "refused:id_reused",
            "refused:unknown",
            "refused:unknown",
            "refused:malformed",
            "refused:malformed",
            "refused:malformed",
            "refused:malformed",
            "refused:malformed",
            "refused:malformed",
        ]
    );
    assert_eq!(answer["outcomes"][12]["id"], 7);
    // The answer was lost: the whole batch again. A refusal is judged anew.
    let (_, again) = send(&mut phone, &batch(marks)).await;
    assert_eq!(
        fates(&again)[..5],
        [
            "duplicate:stored*",
            "refused:unknown",
            "duplicate:stored*",
            "duplicate:stored*",
            "refused:id_reused"
        ]
    );
    assert_eq!(world.count("select count(*) from attendance_marks").await, 2);
}

#[tokio::test]
async fn a_queue_belongs_to_whoever_made_it() {
    let world = hall(1, 1).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let marks = [mark(1, person(JAMBI, 0), "present")];
    let of = |who: Who| with(batch(marks.to_vec()), "marker", who.account().to_string());
    let (status, answer) = send(&mut phone, &of(Who::JambiOperator)).await;
    assert_eq!((status, answer["error"].as_str()), (409, Some("marker")));
    let (status, answer) = send(&mut world.visitor(), &of(Who::JambiFacilitator)).await;
    assert_eq!((status, answer["error"].as_str()), (401, Some("sign_in")));
    for nonsense in [json!({ "marks": "x" }), json!([]), json!({ "people": [] })] {
        assert_eq!(send(&mut phone, &nonsense).await.0, 400, "{nonsense}");
    }
    let many: Vec<_> = (0..501).map(|n| mark(n, person(JAMBI, 0), "present")).collect();
    assert_eq!(send(&mut phone, &batch(many)).await.0, 413);
    let long = with(mark(1, person(JAMBI, 0), "present"), "note", "a".repeat(2_000_000));
    assert_eq!(send(&mut phone, &batch(vec![long])).await.0, 413);
    assert_eq!(world.count("select count(*) from attendance_marks").await, 0);
    assert_eq!(fates(&send(&mut phone, &of(Who::JambiFacilitator)).await.1), ["stored*"]);
    // The whole of a full batch with long notes is read.
    let note = "catatan yang panjang ".repeat(9);
    let full: Vec<_> =
        (10..510).map(|n| with(mark(n, person(JAMBI, 0), "present"), "note", note.trim())).collect();
    let (status, answer) = send(&mut phone, &batch(full)).await;
    assert_eq!((status, answer["outcomes"].as_array().map(Vec::len)), (200, Some(500)));
}

#[tokio::test]
async fn a_clock_that_is_wrong_or_forged_wins_nothing_and_is_told_apart() {
    let world = hall(1, 3).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let now = world.clock.now();
    let ahead = with(mark(1, person(JAMBI, 0), "present"), "marked_at", moment(now + TimeDelta::days(400)));
    let slow = mark(2, person(JAMBI, 1), "present");
    let slow = with(slow, "marked_at", moment(now - TimeDelta::days(2)));
    let slow = with(slow, "clock_offset_ms", TimeDelta::days(2).num_milliseconds());
    let unknown = with(mark(3, person(JAMBI, 2), "late"), "clock_offset_ms", Value::Null);
    assert_eq!(
        fates(&send(&mut phone, &batch(vec![ahead, slow, unknown])).await.1),
        ["stored*", "stored*", "stored*"]
    );
    let kept: Vec<(DateTime<Utc>, bool)> =
        sqlx::query_as("select effective_at, time_doubtful from attendance_marks order by id")
            .fetch_all(&mut world.look().await)
            .await
            .unwrap();
    assert_eq!(kept[0], (now, true), "never later than the receipt");
    assert_eq!(kept[1], (now, true), "put right by the offset");
    assert!(kept[2].1, "an unknown offset is for a person to look at");
    world.clock.advance(TimeDelta::minutes(1));
    let later = with(mark(4, person(JAMBI, 0), "absent"), "marked_at", moment(now + TimeDelta::seconds(30)));
    assert_eq!(
        fates(&send(&mut phone, &batch(vec![later])).await.1),
        ["stored*"],
        "the forged time has not won"
    );
}

#[tokio::test]
async fn an_id_that_was_used_in_an_event_out_of_sight_keeps_back_no_other_mark() {
    let world = hall(1, 3).await;
    prepare(&mut world.look().await, JATENG, "33", 1, 1).await;
    run(
        &world,
        format!(
            "insert into role_grants (id, account_id, role, province_code, granted_at, accepted_at)
        values (gen_random_uuid(), '{}', 'province_operator', '33', '2022-07-01', '2022-07-01')",
            Who::JambiFacilitator.account()
        ),
    )
    .await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let there = with(mark(1, person(JATENG, 0), "present"), "session_id", session(JATENG, 0).to_string());
    let here = [
        mark(2, person(JAMBI, 0), "present"),
        mark(1, person(JAMBI, 1), "present"),
        mark(3, person(JAMBI, 2), "sick"),
    ];
    assert_eq!(fates(&send(&mut phone, &batch(vec![there])).await.1), ["stored*"]);
    assert_eq!(
        fates(&send(&mut phone, &batch(here.to_vec())).await.1),
        ["stored*", "refused:id_reused", "stored*"]
    );
    assert_eq!(world.count("select count(*) from attendance_marks").await, 3);
    assert_eq!(presence::standing(&world).await, presence::expected(&world).await);
}

#[tokio::test]
async fn what_a_closed_session_or_an_ended_right_leaves_waits_for_a_person() {
    let world = hall(2, 2).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    run(
        &world,
        format!("update sessions set locked_at = now(), locked_by = 'x' where id = '{}'", session(JAMBI, 1)),
    )
    .await;
    let closed = with(mark(1, person(JAMBI, 0), "present"), "session_id", session(JAMBI, 1).to_string());
    assert_eq!(fates(&send(&mut phone, &batch(vec![closed.clone()])).await.1), ["proposed:closed"]);
    assert_eq!(fates(&send(&mut phone, &batch(vec![closed])).await.1), ["duplicate:proposed"]);
    run(
        &world,
        format!(
            "update role_grants set revoked_at = now() where account_id = '{}'",
            Who::JambiFacilitator.account()
        ),
    )
    .await;
    let left = mark(2, person(JAMBI, 0), "present");
    assert_eq!(fates(&send(&mut phone, &batch(vec![left])).await.1), ["proposed:right_ended"]);
    assert_eq!(world.count("select count(*) from attendance_states").await, 0);
    let page = phone.send("GET", &roster_of(JAMBI), None, &[]).await;
    assert_eq!(page.status.as_u16(), 404, "the roster is not theirs any more");
    // An admin sees both, and decides.
    let mut admin = world.browser(Who::JambiAdmin).await;
    let roll = admin.open(format!("/jambi/kegiatan/{JAMBI}/kehadiran/sesi/{}", session(JAMBI, 0))).await;
    admin.click(&roll, "Putuskan untuk Orang 0").await.expect_text("Usulan");
    for never in [Who::JatengFacilitator, Who::JambiConsultant, Who::GuestAdmin, Who::Coordinator] {
        let mut stranger = world.browser(never).await;
        let answer = send(&mut stranger, &batch(vec![mark(3, person(JAMBI, 1), "present")])).await.1;
        assert_eq!(fates(&answer), ["refused:unknown"], "{never:?}");
        assert_eq!(
            stranger.send("GET", &roster_of(JAMBI), None, &[]).await.status.as_u16(),
            404,
            "{never:?}"
        );
    }
    assert_eq!(world.count("select count(*) from attendance_marks").await, 2);
}

#[tokio::test]
async fn a_later_arrival_opens_the_conflict_again_but_does_not_overturn_a_decision() {
    let world = hall(1, 1).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    send(&mut phone, &batch(vec![mark(1, person(JAMBI, 0), "present")])).await;
    world.clock.advance(TimeDelta::seconds(1));
    decide(&mut admin, 0, 0, "absent").await;
    world.clock.advance(TimeDelta::seconds(1));
    let answer = send(&mut phone, &batch(vec![mark(9, person(JAMBI, 0), "present")])).await.1;
    assert_eq!(fates(&answer), ["conflict"]);
    assert_eq!(
        world.count("select count(*) from attendance_states where state = 'absent' and conflict").await,
        1
    );
}

pub async fn decide(admin: &mut Browser, s: u128, p: u128, state: &str) {
    let path =
        format!("/jambi/kegiatan/{JAMBI}/kehadiran/sesi/{}/orang/{}", session(JAMBI, s), person(JAMBI, p));
    admin.post(&path, &[("state", state), ("reason", "Sesuai daftar bertanda tangan")]).await.expect(200);
}

#[tokio::test]
async fn the_office_sees_what_waits_for_it_and_which_phone_still_holds_marks() {
    let world = hall(2, 2).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let overview = format!("/jambi/kegiatan/{JAMBI}/kehadiran");
    admin.open(&overview).await.expect_no_text("Perlu diputuskan").expect_no_text("Ponsel petugas");
    let holds = json!({ "count": 3, "since": "2022-08-02T01:20:00.000Z" });
    let sent = with(batch(vec![mark(1, person(JAMBI, 0), "present")]), "unsent", holds);
    assert_eq!(send(&mut phone, &sent).await.0, 200);
    run(
        &world,
        format!("update sessions set locked_at = now(), locked_by = 'x' where id = '{}'", session(JAMBI, 1)),
    )
    .await;
    let closed = with(mark(2, person(JAMBI, 1), "late"), "session_id", session(JAMBI, 1).to_string());
    let differs = mark(3, person(JAMBI, 0), "absent");
    assert_eq!(
        fates(&send(&mut operator, &batch(vec![closed, differs])).await.1),
        ["proposed:closed", "conflict*"]
    );
    let watched = admin.open(&overview).await;
    watched
        .expect_text("Perlu diputuskan (2)")
        .expect_text("ditandai berbeda oleh dua petugas")
        .expect_text("ada usulan yang menunggu")
        .expect_text("3 belum terkirim")
        .expect_text("Menyimpan tanda sejak Selasa, 2 Agustus 2022, 08.20 WIB")
        .expect_text("ponsel uji");
    // Who guides sessions sees what waits, and not which phones the others have.
    phone
        .open(format!("/tugas/kegiatan/{JAMBI}/kehadiran"))
        .await
        .expect_text("Perlu diputuskan")
        .expect_no_text("ponsel uji");
    world.clock.advance(TimeDelta::seconds(5));
    admin.click(&watched, "Orang 0").await.expect_text("Diketuk di ponsel");
    decide(&mut admin, 0, 0, "present").await;
    decide(&mut admin, 1, 1, "late").await;
    // The last batch leaves nothing on the phone.
    let empty = with(batch(vec![mark(4, person(JAMBI, 1), "present")]), "unsent", json!({ "count": 0 }));
    send(&mut phone, &empty).await;
    admin.open(&overview).await.expect_no_text("Perlu diputuskan").expect_text("Semua terkirim");
    let roll = admin.open(format!("/jambi/kegiatan/{JAMBI}/kehadiran/sesi/{}", session(JAMBI, 1))).await;
    roll.expect_no_text("usulan menunggu");
    // What nobody can mean is kept within bounds.
    for holds in [
        json!({ "count": -5, "since": "9999-01-01T00:00:00Z" }),
        json!({ "count": 2_000_000, "since": null }),
    ] {
        let odd = with(batch(vec![mark(4, person(JAMBI, 1), "present")]), "unsent", holds);
        assert_eq!(send(&mut phone, &odd).await.0, 200);
    }
}

#[tokio::test]
async fn the_roster_has_everybody_and_tells_by_its_tag_that_nothing_changed() {
    let world = hall(2, 2).await;
    run(&world, format!("insert into badge_tokens (event_id, participant_id, province_code, token) values ('{JAMBI}', '{}', '15', 'ABCDEFGHJKMNPQRSTUVW');
        insert into participants (event_id, id, province_code, kind, full_name, title_prefix, title_suffix, registered_at) values
          ('{JAMBI}', gen_random_uuid(), '15', 'fasilitator', 'Dewi', 'Dra.', 'M.Hum.', now()), ('{JAMBI}', gen_random_uuid(), '15', 'pejabat', 'Gubernur', '', '', now());
        update participants set status = 'cancelled' where id = '{}'", person(JAMBI, 0), person(JAMBI, 1))).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let events = read(&mut phone, "/api/v1/attendance/events").await;
    assert_eq!(events["marker"], json!(Who::JambiFacilitator.account()));
    assert_eq!(events["events"].as_array().unwrap().len(), 1);
    assert_eq!(events["events"][0]["id"], json!(JAMBI));
    assert_eq!(
        (&events["events"][0]["place"], &events["events"][0]["may_add"]),
        (&json!("tugas"), &json!(false))
    );

    send(&mut phone, &batch(vec![with(mark(1, person(JAMBI, 0), "late"), "note", "Hujan")])).await;
    let whole = read(&mut phone, &roster_of(JAMBI)).await;
    let names: Vec<_> =
        whole["participants"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Orang 0", "Dra. Dewi, M.Hum."], "neither the official nor who has cancelled");
    assert_eq!(whole["participants"][0]["badge"], "ABCDEFGHJKMNPQRSTUVW");
    assert_eq!(whole["sessions"].as_array().unwrap().len(), 2);
    assert_eq!(whole["sessions"][0]["zone"], "WIB");
    let state = &whole["states"][0];
    assert_eq!(
        (&state["state"], &state["note"], &state["marked_by"]),
        (&json!("late"), &json!("Hujan"), &json!("Fasilitator Jambi"))
    );
    assert_eq!(state["mark_id"], json!(Uuid::from_u128(1)));

    let tag = phone.head(&roster_of(JAMBI)).await["etag"].to_str().unwrap().to_owned();
    let same = phone.send("GET", &roster_of(JAMBI), None, &[("if-none-match", &tag)]).await;
    assert_eq!(same.status.as_u16(), 304);
    send(&mut phone, &batch(vec![mark(2, person(JAMBI, 0), "present")])).await;
    let other = phone.send("GET", &roster_of(JAMBI), None, &[("if-none-match", &tag)]).await;
    assert_eq!(other.status.as_u16(), 200);
}

#[tokio::test]
async fn a_joint_events_roster_has_the_guests_people_and_only_the_host_may_read_it() {
    let world = World::new().await;
    let mut conn = world.look().await;
    prepare(&mut conn, JOINT, "31", 1, 2).await;
    let whole = read(&mut world.browser(Who::HostAdmin).await, &roster_of(JOINT)).await;
    assert_eq!(whole["participants"].as_array().unwrap().len(), 2);
    let mut guest = world.browser(Who::GuestAdmin).await;
    assert_eq!(guest.send("GET", &roster_of(JOINT), None, &[]).await.status.as_u16(), 404);
    assert_eq!(read(&mut guest, "/api/v1/attendance/events").await["events"], json!([]));
}

/// What a reader knows who follows the changes alone.
#[derive(Debug, Default, PartialEq)]
struct Follower {
    cursor: Option<String>,
    sessions: BTreeMap<String, Value>,
    people: BTreeMap<String, Value>,
    states: BTreeMap<(String, String), Value>,
}

impl Follower {
    async fn read(&mut self, browser: &mut Browser) {
        let since = self.cursor.as_ref().map(|cursor| format!("?since={cursor}")).unwrap_or_default();
        let roster = read(browser, &format!("{}{since}", roster_of(JAMBI))).await;
        assert_eq!(roster["is_whole"], json!(self.cursor.is_none()));
        self.cursor = Some(roster["cursor"].as_str().unwrap().to_owned());
        let text = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
        for session in roster["sessions"].as_array().unwrap() {
            self.sessions.insert(text(session, "id"), session.clone());
        }
        for person in roster["participants"].as_array().unwrap() {
            self.people.insert(text(person, "id"), person.clone());
        }
        for state in roster["states"].as_array().unwrap() {
            let (mut state, key) =
                (state.clone(), (text(state, "session_id"), text(state, "participant_id")));
            // What is cleared is as good as not there.
            state.as_object_mut().unwrap().remove("marked_at");
            if state["state"] == "cleared" {
                self.states.remove(&key);
            } else {
                self.states.insert(key, state);
            }
        }
        self.sessions.retain(|_, session| session["removed"] == false);
        let gone: Vec<_> =
            self.people.iter().filter(|(_, p)| p["gone"] != "").map(|(id, _)| id.clone()).collect();
        for id in gone {
            if !self.states.keys().any(|key| key.1 == id) {
                self.people.remove(&id);
            }
        }
        self.states.retain(|key, _| self.sessions.contains_key(&key.0));
    }
}

/// Whoever follows the changes knows at last what whoever reads everything knows, also when marks and mergers are
/// committed in another order than they were begun.
#[tokio::test]
async fn who_follows_the_changes_misses_nothing() {
    let world = hall(2, 4).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut follower = Follower::default();
    follower.read(&mut phone).await;
    // A transaction that was begun before the next reading and ends after it.
    let mut slow = world.look().await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "begin; update participants set full_name = 'Orang Lambat' where id = '{}'",
        person(JAMBI, 3)
    )))
    .execute(&mut slow)
    .await
    .unwrap();
    send(&mut phone, &batch(vec![mark(1, person(JAMBI, 0), "present"), mark(2, person(JAMBI, 1), "sick")]))
        .await;
    follower.read(&mut phone).await;
    sqlx::raw_sql("commit").execute(&mut slow).await.unwrap();
    follower.read(&mut phone).await;
    assert_eq!(follower.people[&person(JAMBI, 3).to_string()]["name"], "Orang Lambat");
    let deeds = [
        format!("update sessions set removed_at = now() where id = '{}'", session(JAMBI, 1)),
        format!("update participants set status = 'cancelled' where id = '{}'", person(JAMBI, 2)),
        format!("update sessions set locked_at = now(), locked_by = 'x' where id = '{}'", session(JAMBI, 0)),
        format!(
            "insert into badge_tokens (event_id, participant_id, province_code, token) values ('{JAMBI}', '{}', '15', 'ABCDEFGHJKMNPQRSTUVW')",
            person(JAMBI, 0)
        ),
        format!("update participants set status = 'registered' where id = '{}'", person(JAMBI, 2)),
    ];
    for deed in deeds {
        run(&world, deed.clone()).await;
        follower.read(&mut phone).await;
        let mut whole = Follower::default();
        whole.read(&mut phone).await;
        whole.cursor.clone_from(&follower.cursor);
        assert_eq!(follower, whole, "{deed}");
    }
    // A cursor of another server, or none at all: everything is read.
    for odd in ["0-1", "abc", "99999999999999"] {
        let roster = read(&mut phone, &format!("{}?since={odd}", roster_of(JAMBI))).await;
        assert_eq!(roster["is_whole"], true, "{odd}");
    }
}

fn guest(id: u128, name: &str) -> Value {
    json!({ "id": Uuid::from_u128(id), "event_id": JAMBI, "name": name, "library_id": null, "library_text": "Kantor Desa Baru",
            "category": "champion_village", "replaces": null })
}

#[tokio::test]
async fn who_came_while_there_was_no_signal_is_added_and_marked_in_one_request() {
    let world = hall(1, 2).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let people = vec![
        guest(0xb1, "Wakil, S.Sos."),
        with(guest(0xb2, "Pengganti"), "replaces", person(JAMBI, 0).to_string()),
        with(guest(0xb3, "Pengganti Kedua"), "replaces", person(JAMBI, 0).to_string()),
        with(with(guest(0xb4, "Tanpa Kategori"), "category", Value::Null), "library_text", "Entah dari mana"),
        with(guest(0xb5, " "), "name", " "),
        with(guest(0xb6, "Orang Lain"), "event_id", JATENG.to_string()),
        with(guest(0, "Nomor Dipakai"), "id", person(JAMBI, 1).to_string()),
    ];
    let marks: Vec<_> = (0xb1..0xb4).map(|n| mark(n, ParticipantId(Uuid::from_u128(n)), "present")).collect();
    let request = json!({ "marks": marks, "people": people });
    let (status, answer) = send(&mut operator, &request).await;
    assert_eq!(status, 200, "{answer}");
    let told = |answer: &Value| -> Vec<String> {
        let one =
            |p: &Value| format!("{}:{}", p["outcome"].as_str().unwrap(), p["code"].as_str().unwrap_or("-"));
        answer["people"].as_array().unwrap().iter().map(one).collect()
    };
    let refused = ["refused:category", "refused:malformed", "refused:unknown", "refused:id_reused"];
    assert_eq!(told(&answer)[..3], ["stored:-", "stored:-", "stored:seat_taken"]);
    assert_eq!(told(&answer)[3..], refused);
    assert_eq!(fates(&answer), ["stored*", "stored*", "stored*"]);
    let (_, again) = send(&mut operator, &request).await;
    assert_eq!(told(&again)[..3], ["duplicate:-", "duplicate:-", "duplicate:-"]);
    assert_eq!(
        world.count("select count(*) from participants where entry in ('walk_in', 'substitute')").await,
        3
    );
    assert_eq!(
        world
            .count("select count(*) from participants where status = 'replaced' and full_name = 'Orang 0'")
            .await,
        1
    );
    assert_eq!(
        world
            .count("select count(*) from participants where full_name = 'Wakil' and title_suffix = 'S.Sos.'")
            .await,
        1
    );

    // A facilitator only where the host allows it; the mark of whoever is not on the list is refused with it.
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let request = json!({ "people": [guest(0xc1, "Tamu")], "marks": [mark(0xc1, ParticipantId(Uuid::from_u128(0xc1)), "present")] });
    let (_, answer) = send(&mut phone, &request).await;
    assert_eq!(
        (told(&answer), fates(&answer)),
        (vec!["refused:not_allowed".to_owned()], vec!["refused:unknown".to_owned()])
    );
    run(&world, "update tenants set facilitators_add_people = true").await;
    let (_, answer) = send(&mut phone, &request).await;
    assert_eq!((told(&answer), fates(&answer)), (vec!["stored:-".to_owned()], vec!["stored*".to_owned()]));
}

/// A mark as a property test makes it: whose phone, where, of whom, what, how long ago.
pub type Tap = (bool, u128, u128, usize, i64);

pub fn taps(most: usize) -> impl Strategy<Value = Vec<Tap>> {
    prop::collection::vec((any::<bool>(), 0..2_u128, 0..3_u128, 0..State::ALL.len(), 0..40_i64), 1..most)
}

pub fn wire((_, s, p, state, before): Tap, id: u128, now: DateTime<Utc>) -> Value {
    let tapped = mark(id, person(JAMBI, p), State::ALL[state].code());
    let tapped = with(tapped, "session_id", session(JAMBI, s).to_string());
    with(tapped, "marked_at", moment(now - TimeDelta::seconds(before)))
}

/// Marks by two people, in any order, split anyhow, some of them twice, and all at the same moment: always the same states.
#[tokio::test]
async fn the_result_does_not_depend_on_how_marks_arrive() {
    let world = hall(2, 3).await;
    let phones = [world.browser(Who::JambiFacilitator).await, world.browser(Who::JambiOperator).await];
    let now = world.clock.now();
    let cases = taps(16).prop_flat_map(|taps| {
        let order: Vec<usize> = (0..taps.len()).chain(0..taps.len()).collect();
        (Just(taps), Just(order).prop_shuffle(), 1..6_usize)
    });
    let mut runner = TestRunner::deterministic();
    for _ in 0..25 {
        let (taps, order, size) = cases.new_tree(&mut runner).unwrap().current();
        let mut results = Vec::new();
        for (order, size) in [((0..taps.len()).collect(), taps.len()), (order.clone(), size)] {
            let order: Vec<usize> = order;
            let mut requests = JoinSet::new();
            for chunk in order.chunks(size) {
                for facilitator in [true, false] {
                    let marks: Vec<_> = chunk
                        .iter()
                        .filter(|i| taps[**i].0 == facilitator)
                        .map(|i| wire(taps[*i], *i as u128 + 1, now))
                        .collect();
                    let mut phone = phones[usize::from(facilitator)].clone();
                    requests.spawn(async move {
                        let (status, answer) = send(&mut phone, &batch(marks)).await;
                        assert_eq!(status, 200, "{answer}");
                        fates(&answer)
                    });
                }
            }
            let told: Vec<String> = requests.join_all().await.into_iter().flatten().collect();
            assert!(told.iter().all(|fate| !fate.starts_with("refused")), "{told:?}");
            let kept: Vec<Uuid> = sqlx::query_scalar("select id from attendance_marks order by id")
                .fetch_all(&mut world.look().await)
                .await
                .unwrap();
            assert_eq!(kept, (1..=taps.len()).map(|i| Uuid::from_u128(i as u128)).collect::<Vec<_>>());
            let standing = presence::standing(&world).await;
            assert_eq!(standing, presence::expected(&world).await, "{taps:?}");
            results.push(standing);
            run(&world, "truncate attendance_states, attendance_marks").await;
        }
        assert_eq!(results[0], results[1], "{taps:?} {order:?} by {size}");
    }
}

/// What goes wrong while a delivery is under way, some milliseconds after it was sent.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    None,
    /// The line breaks: the answer is lost, and the server drops what it was doing.
    Line(u64),
    /// The server loses its connections to the database, as when it is killed.
    Killed(u64),
}

fn troubles() -> impl Strategy<Value = Vec<Trouble>> {
    let trouble = prop_oneof![
        1 => Just(Trouble::None),
        2 => (0..25_u64).prop_map(Trouble::Line),
        2 => (0..25_u64).prop_map(Trouble::Killed),
    ];
    prop::collection::vec(trouble, 0..4)
}

/// Ends every connection of the program to its database.
const KILL: &str = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'sejawat_app'";

/// Sends until an answer comes, as a phone does, with this trouble on the way; says what was answered.
async fn send_through(database: String, mut phone: Browser, body: Value, troubles: Vec<Trouble>) -> Value {
    let mut failed = Vec::new();
    for trouble in troubles.into_iter().chain([Trouble::None; 20]) {
        let answer = match trouble {
            Trouble::None => Some(send(&mut phone, &body).await),
            Trouble::Line(after) => {
                tokio::time::timeout(Duration::from_millis(after), send(&mut phone, &body)).await.ok()
            }
            Trouble::Killed(after) => {
                let kill = async {
                    let mut conn = PgConnection::connect(&database).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(after)).await;
                    sqlx::raw_sql(KILL).execute(&mut conn).await.unwrap();
                };
                Some(tokio::join!(send(&mut phone, &body), kill).0)
            }
        };
        match answer {
            Some((200, answer)) => return answer,
            came => failed.push((trouble, came)),
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("no answer came: {failed:?}");
}

/// Marks by two people that are sent at the same moment through lines that break and a server that loses its database: in the
/// end the states are those that the rule gives, and each mark is there once.
#[tokio::test]
async fn lost_answers_and_kills_in_between_change_nothing_in_the_end() {
    let world = hall(2, 3).await;
    let phones = [world.browser(Who::JambiFacilitator).await, world.browser(Who::JambiOperator).await];
    let now = world.clock.now();
    let cases = (taps(16), 1..6_usize, prop::collection::vec(troubles(), 8));
    let mut runner = TestRunner::deterministic();
    let mut refused = 0;
    for _ in 0..20 {
        let (taps, size, troubles) = cases.new_tree(&mut runner).unwrap().current();
        let mut deliveries = JoinSet::new();
        for facilitator in [true, false] {
            let own: Vec<usize> = (0..taps.len()).filter(|i| taps[*i].0 == facilitator).collect();
            for chunk in own.chunks(size) {
                let marks: Vec<_> = chunk.iter().map(|i| wire(taps[*i], *i as u128 + 1, now)).collect();
                let troubles = troubles[deliveries.len() % troubles.len()].clone();
                let (database, phone) =
                    (world.clone.url(Login::Superuser), phones[usize::from(facilitator)].clone());
                deliveries.spawn(async move {
                    fates(&send_through(database, phone, batch(marks), troubles).await)
                });
            }
        }
        let told: Vec<String> = deliveries.join_all().await.into_iter().flatten().collect();
        refused += told.iter().filter(|fate| fate.starts_with("refused")).count();
        let kept: Vec<Uuid> = sqlx::query_scalar("select id from attendance_marks order by id")
            .fetch_all(&mut world.look().await)
            .await
            .unwrap();
        assert_eq!(kept, (1..=taps.len()).map(|i| Uuid::from_u128(i as u128)).collect::<Vec<_>>());
        assert_eq!(presence::standing(&world).await, presence::expected(&world).await, "{taps:?}");
        run(&world, "truncate attendance_states, attendance_marks").await;
    }
    assert_eq!(refused, 0);
}

/// What people do in the days of an event.
#[derive(Clone, Debug)]
enum Deed {
    /// Phones send marks.
    Marks(Vec<Tap>),
    /// An answer was lost: a phone sends again what it has sent before.
    Again(usize),
    /// An admin decides.
    Decide(u128, u128, usize),
    Close(u128),
    Reopen(u128),
    /// Somebody is replaced, after they were marked or before.
    Replace(u128),
    /// The facilitator's right ends, or is given again.
    EndRight(bool),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => taps(6).prop_map(Deed::Marks),
        2 => (0..8_usize).prop_map(Deed::Again),
        2 => (0..2_u128, 0..3_u128, 0..5_usize).prop_map(|(s, p, state)| Deed::Decide(s, p, state)),
        1 => (0..2_u128).prop_map(Deed::Close),
        1 => (0..2_u128).prop_map(Deed::Reopen),
        1 => (0..3_u128).prop_map(Deed::Replace),
        1 => any::<bool>().prop_map(Deed::EndRight),
    ];
    prop::collection::vec(deed, 3..14)
}

/// Who takes part, and what the phones have sent.
struct Days {
    world: World,
    phones: [Browser; 2],
    admin: Browser,
    sent: Vec<(bool, Vec<Value>)>,
    ids: BTreeSet<Uuid>,
    next: u128,
}

impl Days {
    async fn new() -> Self {
        let world = hall(2, 3).await;
        let phones = [world.browser(Who::JambiFacilitator).await, world.browser(Who::JambiOperator).await];
        let admin = world.browser(Who::JambiAdmin).await;
        Self { world, phones, admin, sent: Vec::new(), ids: BTreeSet::new(), next: 1 }
    }

    async fn happens(&mut self, deed: &Deed) {
        let sheet = |s: u128, what: &str| {
            format!("/jambi/kegiatan/{JAMBI}/kehadiran/sesi/{}/{what}", session(JAMBI, s))
        };
        match deed {
            Deed::Marks(taps) => {
                for facilitator in [true, false] {
                    let mut marks = Vec::new();
                    for tap in taps.iter().filter(|tap| tap.0 == facilitator) {
                        self.next += 1;
                        self.ids.insert(Uuid::from_u128(self.next));
                        marks.push(wire(*tap, self.next, self.world.clock.now()));
                    }
                    deliver(&self.phones, facilitator, &marks).await;
                    self.sent.push((facilitator, marks));
                }
            }
            Deed::Again(n) => {
                if let Some((facilitator, marks)) = self.sent.get(*n) {
                    let told = deliver(&self.phones, *facilitator, marks).await;
                    assert!(told.iter().all(|fate| fate.starts_with("duplicate")), "{told:?}");
                }
            }
            Deed::Decide(s, p, state) => decide(&mut self.admin, *s, *p, State::MARKS[*state].code()).await,
            Deed::Close(s) => {
                self.admin.post(sheet(*s, "tutup"), &[("anyway", "ya")]).await.expect(200);
            }
            Deed::Reopen(s) => {
                self.admin.post(sheet(*s, "buka"), &[]).await.expect(200);
            }
            Deed::Replace(p) => {
                let replaced =
                    format!("update participants set status = 'replaced' where id = '{}'", person(JAMBI, *p));
                run(&self.world, replaced).await;
            }
            Deed::EndRight(is_over) => {
                let (at, who) = (if *is_over { "now()" } else { "null" }, Who::JambiFacilitator.account());
                run(
                    &self.world,
                    format!("update role_grants set revoked_at = {at} where account_id = '{who}'"),
                )
                .await;
            }
        }
    }

    /// Everything as it was at the start.
    async fn forget(&mut self) {
        run(
            &self.world,
            "truncate attendance_states, attendance_marks, attendance_decisions; update role_grants set revoked_at = null;
             update sessions set locked_at = null, locked_by = null, locked_by_account = null;
             update participants set status = 'registered'",
        )
        .await;
        self.sent.clear();
        self.ids.clear();
    }
}

/// With decisions, closings, replacements and ended rights in between, no mark is lost, and the states are those that the
/// rule gives.
#[tokio::test]
async fn nothing_is_lost_whatever_people_do_in_between() {
    let mut days = Days::new().await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..20 {
        let deeds = deeds().new_tree(&mut runner).unwrap().current();
        for deed in &deeds {
            days.world.clock.advance(TimeDelta::seconds(7));
            days.happens(deed).await;
            let kept: Vec<Uuid> = sqlx::query_scalar("select id from attendance_marks")
                .fetch_all(&mut days.world.look().await)
                .await
                .unwrap();
            assert_eq!(kept.len(), days.ids.len(), "{deeds:?}");
            assert_eq!(kept.into_iter().collect::<BTreeSet<_>>(), days.ids, "{deeds:?}");
            let standing = presence::standing(&days.world).await;
            assert_eq!(standing, presence::expected(&days.world).await, "{deeds:?} after {deed:?}");
        }
        days.forget().await;
    }
}

async fn deliver(phones: &[Browser; 2], facilitator: bool, marks: &[Value]) -> Vec<String> {
    let mut phone = phones[usize::from(!facilitator)].clone();
    let (status, answer) = send(&mut phone, &batch(marks.to_vec())).await;
    assert_eq!(status, 200, "{answer}");
    let told = fates(&answer);
    assert!(told.iter().all(|fate| !fate.starts_with("refused")), "{told:?}");
    told
}

/// Seven events, four phones each, sixty people, eight sessions: all of them back in reach at the same moment, each phone with
/// everything it has marked, each delivery sent twice.
#[tokio::test]
async fn all_halls_come_back_in_the_same_second() {
    let world = World::new().await;
    let mut conn = world.look().await;
    let mut phones = Vec::new();
    for n in 0..7_u128 {
        let (event, province) = (EventId(Uuid::from_u128(0xe700 + n)), format!("7{n}"));
        run(&world, format!("insert into tenants (province_code, slug, province_name, zone, official_name, short_name)
              values ('{province}', 'provinsi-{}', 'Provinsi {n}', 'WIB', 'Dinas Perpustakaan {n}', 'Dispus {n}');
            insert into events (id, edition_id, host_province, title, venue, city, starts_on, ends_on, programme_starts_on, programme_ends_on, zone, status)
              select '{event}', edition_id, '{province}', 'PLM {n}', venue, city, starts_on, ends_on, programme_starts_on, programme_ends_on, 'WIB', 'published'
                from events where id = '{JAMBI}';
            insert into event_provinces (event_id, province_code, part, edition_id, quota)
              select '{event}', '{province}', 'host', edition_id, 60 from events where id = '{JAMBI}'",
            char::from(b'a' + u8::try_from(n).unwrap()))).await;
        prepare(&mut conn, event, &province, 8, 60).await;
        for k in 0..4_u128 {
            let account = Uuid::from_u128(0xacc0_0000 + 16 * n + k);
            let secret = format!("ponsel-{n}-{k}");
            run(&world, format!("insert into accounts (id, email, full_name, created_at) values ('{account}', '{account}@contoh.id.invalid', 'Petugas {n}.{k}', now());
                insert into role_grants (id, account_id, role, province_code, event_id, granted_at, accepted_at)
                  values (gen_random_uuid(), '{account}', 'facilitator', '{province}', '{event}', '2022-07-01', '2022-07-01')")).await;
            sqlx::query("insert into logins (id, token_hash, account_id, device, started_at, seen_at, expires_at) values ($1, $2, $3, 'x', $4, $4, $4 + interval '1 day')")
                .bind(Uuid::now_v7())
                .bind(sejawat::auth::token::hash(&secret))
                .bind(account)
                .bind(world.clock.now())
                .execute(&mut conn)
                .await
                .unwrap();
            let mut phone = world.visitor();
            phone.set_cookie("sejawat_masuk", &secret);
            phones.push((n, k, event, phone));
        }
    }
    let now = world.clock.now();
    let mut requests = JoinSet::new();
    for (n, k, event, phone) in phones {
        let marks: Vec<Value> = (0..8_u128)
            .flat_map(|s| (0..60_u128).map(move |p| (s, p)))
            .map(|(s, p)| {
                let id = 0x1_0000_0000 * (16 * n + k + 1) + 64 * s + p;
                let state = State::MARKS[usize::try_from((s + p + k) % 5).unwrap()].code();
                let seconds = i64::try_from((7 * s + 3 * p + k) % 50).unwrap();
                json!({ "id": Uuid::from_u128(id), "session_id": session(event, s), "participant_id": person(event, p), "state": state,
                        "marked_at": moment(now - TimeDelta::seconds(seconds)), "clock_offset_ms": 0, "source": "tap" })
            })
            .collect();
        for _ in 0..2 {
            let (mut phone, marks) = (phone.clone(), marks.clone());
            requests.spawn(async move {
                let (status, answer) = send(&mut phone, &batch(marks)).await;
                assert_eq!(status, 200, "{answer}");
                fates(&answer)
            });
        }
    }
    let told: Vec<String> = requests.join_all().await.into_iter().flatten().collect();
    assert_eq!(told.iter().filter(|fate| fate.starts_with("duplicate")).count(), 7 * 4 * 480);
    assert!(told.iter().all(|fate| !fate.starts_with("refused")));
    assert_eq!(world.count("select count(*) from attendance_marks").await, 7 * 4 * 480);
    assert_eq!(world.count("select count(*) from attendance_states").await, 7 * 480);
    assert_eq!(presence::standing(&world).await, presence::expected(&world).await);
}

#[tokio::test]
async fn the_interface_is_described_as_it_is() {
    let world = World::new().await;
    let described = read(&mut world.visitor(), "/api/openapi.json").await;
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
    let known: BTreeSet<(String, String)> = described["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let served: BTreeSet<(String, String)> = app::route_table()
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
        .map(|route| (route.method.to_owned(), route.path.to_owned()))
        .collect();
    assert_eq!(known, served);
    // Every field that a phone sends or reads has its place in the document.
    let schemas = &described["components"]["schemas"];
    for (schema, fields) in [
        ("SentMark", "id session_id participant_id state note marked_at clock_offset_ms source"),
        ("SentPerson", "id event_id name library_id library_text category replaces"),
        ("Batch", "device marker sent_at people marks"),
        ("MarkOutcome", "id outcome effective code message"),
        ("RosterSession", "id title starts_at ends_at zone locked"),
        ("RosterPerson", "id name library category badge"),
        ("RosterState", "session_id participant_id state note mark_id marked_at marked_by"),
    ] {
        for field in fields.split(' ') {
            assert!(
                schemas[schema]["properties"][field].is_object(),
                "{schema}.{field}: {}",
                schemas[schema]
            );
        }
    }
}
