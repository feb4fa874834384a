//! Marks that somebody else brings, from the file of a phone that finds no connection: proposals in their maker's name until
//! the office decides or the maker's own phone sends them, and in whatever order that happens, the same in the end.

use chrono::TimeDelta;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    attendance_sync::{SYNC, batch, decide, fates, hall, mark, person, run, send_to, taps, wire, with},
    presence,
    support::{
        Browser, World,
        world::{JAMBI, Who},
    },
};

const FORWARD: &str = "/api/v1/attendance/forward";
const MARKS: &str = "select count(*) from attendance_marks";
const WAITING: &str = "select count(*) from attendance_waiting";

fn of(marker: Who, marks: impl Into<Value>) -> Value {
    with(batch(marks), "marker", marker.account().to_string())
}

async fn told(browser: &mut Browser, path: &str, body: &Value) -> Vec<String> {
    let (status, answer) = send_to(browser, path, body).await;
    assert_eq!(status, 200, "{answer}");
    fates(&answer)
}

#[tokio::test]
async fn what_another_brings_waits_until_its_maker_sends_it() {
    let world = hall(1, 2).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut bearer = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let marks = vec![mark(1, person(JAMBI, 0), "present"), mark(2, person(JAMBI, 1), "late")];
    let file = of(Who::JambiFacilitator, marks.clone());
    assert_eq!(told(&mut bearer, FORWARD, &file).await, ["proposed:forwarded", "proposed:forwarded"]);
    assert_eq!(told(&mut bearer, FORWARD, &file).await, ["duplicate:proposed", "duplicate:proposed"]);
    assert_eq!((world.count(MARKS).await, world.count(WAITING).await), (2, 2));
    assert_eq!(world.count("select count(*) from attendance_states").await, 0);

    // The office sees whose they are, and who brought them.
    let overview = admin.open(format!("/jambi/kegiatan/{JAMBI}/kehadiran")).await;
    overview.expect_text("Perlu diputuskan (2)");
    admin
        .click(&overview, "Orang 0")
        .await
        .expect_text("Fasilitator Jambi")
        .expect_text("dibawa oleh Operator Jambi")
        .expect_text("Usulan: dikirim oleh orang lain");

    // Their maker's phone finds a line after all.
    world.clock.advance(TimeDelta::seconds(30));
    assert_eq!(told(&mut phone, SYNC, &batch(marks.clone())).await, ["stored*", "stored*"]);
    assert_eq!((world.count(MARKS).await, world.count(WAITING).await), (2, 0));
    assert_eq!(presence::standing(&world).await, presence::expected(&world).await);
    assert_eq!(
        world.count("select count(*) from attendance_states where state in ('present', 'late')").await,
        2
    );
    let confirmed = "select count(*) from attendance_marks m join accounts a on a.id = m.forwarded_by
        where sent_by = marker and a.email = 'operator.jambi@contoh.id.invalid' and confirmed_at > received_at";
    assert_eq!(world.count(confirmed).await, 2);
    // Whatever comes again, by whomever, changes nothing.
    for (who, path) in [(&mut bearer, FORWARD), (&mut phone, SYNC)] {
        assert_eq!(told(who, path, &file).await, ["duplicate:stored*", "duplicate:stored*"]);
    }
    assert_eq!(world.count(MARKS).await, 2);
    admin.open(format!("/jambi/kegiatan/{JAMBI}/kehadiran")).await.expect_no_text("Perlu diputuskan");
}

#[tokio::test]
async fn only_who_marks_there_brings_and_only_the_marks_of_who_may() {
    let world = hall(1, 3).await;
    let mut bearer = world.browser(Who::JambiOperator).await;
    let marks = vec![mark(1, person(JAMBI, 0), "present")];
    let file = of(Who::JambiFacilitator, marks.clone());
    for never in [Who::JatengFacilitator, Who::JambiConsultant, Who::Coordinator] {
        let mut stranger = world.browser(never).await;
        assert_eq!(told(&mut stranger, FORWARD, &file).await, ["refused:unknown"], "{never:?} brings");
        let theirs = of(never, marks.clone());
        assert_eq!(told(&mut bearer, FORWARD, &theirs).await, ["refused:unknown"], "{never:?} has marked");
    }
    let nobody = with(batch(marks.clone()), "marker", Uuid::from_u128(7).to_string());
    assert_eq!(told(&mut bearer, FORWARD, &nobody).await, ["refused:unknown"]);
    let (status, answer) = send_to(&mut bearer, FORWARD, &batch(marks.clone())).await;
    assert_eq!((status, answer["error"].as_str()), (400, Some("marker")));
    assert_eq!(send_to(&mut world.visitor(), FORWARD, &file).await.0, 401);
    for nonsense in [json!({ "marks": "x" }), json!([]), json!({ "marker": "x", "marks": [] })] {
        assert_eq!(send_to(&mut bearer, FORWARD, &nonsense).await.0, 400, "{nonsense}");
    }
    let many: Vec<_> = (0..501).map(|n| mark(n, person(JAMBI, 0), "present")).collect();
    assert_eq!(send_to(&mut bearer, FORWARD, &of(Who::JambiFacilitator, many)).await.0, 413);
    let odd = vec![json!("x"), with(mark(2, person(JAMBI, 0), "present"), "state", "terbang")];
    assert_eq!(
        told(&mut bearer, FORWARD, &of(Who::JambiFacilitator, odd)).await,
        ["refused:malformed", "refused:malformed"]
    );
    assert_eq!(world.count(MARKS).await, 0);

    // Whose right has ended has marked while it stood; whoever has none any more brings nothing.
    let facilitator = Who::JambiFacilitator.account();
    run(&world, format!("update role_grants set revoked_at = now() where account_id = '{facilitator}'"))
        .await;
    assert_eq!(told(&mut bearer, FORWARD, &file).await, ["proposed:forwarded"]);
    let mut ended = world.browser(Who::JambiFacilitator).await;
    let other = of(Who::JambiOperator, vec![mark(3, person(JAMBI, 1), "present")]);
    assert_eq!(told(&mut ended, FORWARD, &other).await, ["refused:unknown"]);
    // It is confirmed by its maker, and waits now because the right has ended.
    assert_eq!(told(&mut ended, SYNC, &batch(marks)).await, ["proposed:right_ended"]);
    assert_eq!((world.count(MARKS).await, world.count(WAITING).await), (1, 1));
    // One's own file is one's own.
    assert_eq!(told(&mut bearer, FORWARD, &other).await, ["stored*"]);
}

#[tokio::test]
async fn a_forged_file_keeps_back_no_true_mark() {
    let world = hall(1, 1).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut bearer = world.browser(Who::JambiOperator).await;
    let forged = of(Who::JambiFacilitator, vec![mark(1, person(JAMBI, 0), "present")]);
    assert_eq!(told(&mut bearer, FORWARD, &forged).await, ["proposed:forwarded"]);
    assert_eq!(
        told(&mut phone, SYNC, &batch(vec![mark(1, person(JAMBI, 0), "absent")])).await,
        ["refused:id_reused"]
    );
    assert_eq!(told(&mut phone, SYNC, &batch(vec![mark(2, person(JAMBI, 0), "absent")])).await, ["stored*"]);
    assert_eq!(
        world.count("select count(*) from attendance_states where state = 'absent' and not conflict").await,
        1
    );
    assert_eq!(world.count(WAITING).await, 1, "the office still sees what was brought");
    // The same content with another clock and source: what counts is what the maker's phone tells.
    world.clock.advance(TimeDelta::minutes(10));
    let early = with(mark(5, person(JAMBI, 0), "sick"), "clock_offset_ms", 3_600_000);
    let early = with(early, "source", "paper");
    assert_eq!(
        told(&mut bearer, FORWARD, &of(Who::JambiFacilitator, vec![early])).await,
        ["proposed:forwarded"]
    );
    let own = with(mark(5, person(JAMBI, 0), "sick"), "source", "badge");
    told(&mut phone, SYNC, &batch(vec![own])).await;
    let as_told = "select count(*) from attendance_marks where source = 'badge' and offset_ms = 0 and effective_at = device_time";
    assert_eq!(world.count(as_told).await, 1);
    assert_eq!(presence::standing(&world).await, presence::expected(&world).await);
}

#[tokio::test]
async fn what_the_office_decided_with_the_proposal_in_view_stands() {
    let world = hall(1, 1).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut bearer = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let marks = vec![mark(1, person(JAMBI, 0), "present")];
    told(&mut bearer, FORWARD, &of(Who::JambiFacilitator, marks.clone())).await;
    world.clock.advance(TimeDelta::seconds(5));
    decide(&mut admin, 0, 0, "absent").await;
    world.clock.advance(TimeDelta::seconds(5));
    told(&mut phone, SYNC, &batch(marks)).await;
    assert_eq!(
        world.count("select count(*) from attendance_states where state = 'absent' and not conflict").await,
        1
    );
    assert_eq!(world.count(WAITING).await, 0);
    assert_eq!(presence::standing(&world).await, presence::expected(&world).await);
}

/// Nobody but its maker makes a mark of a proposal that was brought, and nobody changes any other mark.
#[tokio::test]
async fn a_mark_that_is_kept_is_changed_by_nobody_else() {
    let world = hall(1, 1).await;
    let mut bearer = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let marks = vec![mark(1, person(JAMBI, 0), "present")];
    told(&mut bearer, FORWARD, &of(Who::JambiFacilitator, marks.clone())).await;
    for who in [&mut bearer, &mut admin] {
        // As one's own it is another mark: an id is one marker's.
        told(who, SYNC, &batch(marks.clone())).await;
    }
    assert_eq!(
        world.count("select count(*) from attendance_marks where proposed_because = 'forwarded'").await,
        1
    );
    assert_eq!(world.count(MARKS).await, 3);
    assert_eq!(presence::standing(&world).await, presence::expected(&world).await);
}

/// Some of the facilitator's marks, on their way: by whom, from which on, how many.
type Way = (usize, usize, usize);

async fn travel(world: &World, phones: &[Browser; 3], marks: &[Value], ways: &[Way], at_once: bool) {
    let mut requests = JoinSet::new();
    for (who, from, many) in ways {
        let part: Vec<Value> = marks.iter().cycle().skip(*from).take(*many).cloned().collect();
        let (mut phone, path) = (phones[*who].clone(), if *who == 0 { SYNC } else { FORWARD });
        let request = async move { told(&mut phone, path, &of(Who::JambiFacilitator, part)).await };
        if at_once {
            requests.spawn(request);
            continue;
        }
        let fates = request.await;
        assert!(fates.iter().all(|fate| !fate.starts_with("refused")), "{fates:?}");
        assert_eq!(presence::standing(world).await, presence::expected(world).await, "{ways:?}");
    }
    let fates: Vec<String> = requests.join_all().await.into_iter().flatten().collect();
    assert!(fates.iter().all(|fate| !fate.starts_with("refused")), "{fates:?}");
}

/// Brought and sent in any order, in any parts, one after another or all at once: once the maker's own delivery has come, the
/// states are those of marks that nobody has brought, and each mark is one row.
#[tokio::test]
async fn the_result_does_not_depend_on_who_brought_what_before() {
    let world = hall(2, 3).await;
    let phones = [
        world.browser(Who::JambiFacilitator).await,
        world.browser(Who::JambiOperator).await,
        world.browser(Who::JambiAdmin).await,
    ];
    let now = world.clock.now();
    let ways = prop::collection::vec((0..3_usize, 0..12_usize, 1..9_usize), 0..6);
    let cases = (taps(14), ways, any::<bool>());
    let mut runner = TestRunner::deterministic();
    for _ in 0..24 {
        let (taps, ways, at_once) = cases.new_tree(&mut runner).unwrap().current();
        let of_phone = |own: bool| -> Vec<Value> {
            let numbered = taps.iter().enumerate().filter(|(_, tap)| tap.0 == own);
            numbered.map(|(i, tap)| wire(*tap, i as u128 + 1, now)).collect()
        };
        let (marks, others) = (of_phone(true), of_phone(false));
        let mut results = Vec::new();
        for ways in [Vec::new(), ways.clone()] {
            told(&mut phones[1].clone(), SYNC, &batch(others.clone())).await;
            if !marks.is_empty() {
                travel(&world, &phones, &marks, &ways, at_once).await;
            }
            told(&mut phones[0].clone(), SYNC, &batch(marks.clone())).await;
            assert_eq!(world.count(MARKS).await, i64::try_from(taps.len()).unwrap(), "{taps:?} {ways:?}");
            assert_eq!(world.count(WAITING).await, 0, "{taps:?} {ways:?}");
            let standing = presence::standing(&world).await;
            assert_eq!(standing, presence::expected(&world).await, "{taps:?} {ways:?}");
            results.push(standing);
            run(&world, "truncate attendance_states, attendance_marks").await;
        }
        assert_eq!(results[0], results[1], "{taps:?} {ways:?} {at_once}");
    }
}
