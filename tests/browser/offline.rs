//! The roll call on a telephone in a hall without signal: nothing that was marked is lost, nothing counts twice, and the
//! telephone says where every mark is.

use serde_json::json;

use crate::{
    link::{Link, State},
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

const PAGE: &str = "/hadir";
const SENT: &str = "Semua tanda terkirim";
const SITI: &str = "Siti Aminah";
const NINIK: &str = "Ninik";
const PASSWORD: &str = "rahasia yang panjang";

/// The same mark, counted once however often it came.
const MARKS: &str = "select count(*) from attendance_marks";
const PRESENT: &str = "select count(*) from attendance_states where state = 'present'";

/// Jambi's event with people and sessions.
async fn event(people: u128) -> Site {
    let site = Site::running(World::new().await).await;
    site.register(people).await;
    site.take_template().await;
    for who in [Who::JambiFacilitator, Who::JambiOperator] {
        site.set_password(who, PASSWORD).await;
    }
    site
}

/// Somebody's telephone on a line of its own, with everything on it that it needs.
async fn phone(site: &Site, who: Who) -> Option<(Link, Tab)> {
    let link = Link::to(&site.base).await;
    let tab = Tab::through(&link.base).await?;
    tab.phone().await;
    tab.be(site, Some(who)).await;
    tab.open(PAGE).await;
    ready(&tab).await;
    Some((link, tab))
}

/// Waits until the telephone needs no signal any more.
async fn ready(tab: &Tab) {
    tab.expect(SENT).await;
    tab.expect("Pembukaan").await;
    tab.until("return navigator.serviceWorker.controller !== null").await;
}

/// Opens the roll call of a session from the list of sessions.
async fn open_session(tab: &Tab, number: usize) {
    tab.until(&format!("return document.querySelectorAll('.slot a').length > {number}")).await;
    tab.ask("document.querySelectorAll('.slot a')[arguments[0]].click()", vec![json!(number)]).await;
    tab.until("return document.querySelectorAll('[data-group=peserta] .person').length > 0").await;
}

async fn back(tab: &Tab) {
    tab.ask("document.querySelector('[data-back]').click()", vec![]).await;
}

/// Taps H for everybody, one after another.
async fn mark_all(tab: &Tab) {
    tab.ask("document.querySelectorAll('[data-group=peserta] .mark[value=present]').forEach((b) => b.click())", vec![])
        .await;
    tab.until(
        "return [...document.querySelectorAll('[data-group=peserta] .mark[value=present]')].every((b) => b.ariaPressed === 'true')",
    )
    .await;
}

async fn sign_in(tab: &Tab, mail: &str) {
    tab.fill("Alamat surel", mail).await;
    tab.fill("Kata sandi", PASSWORD).await;
    tab.press("Masuk").await;
}

/// How many rows each store of the telephone holds.
async fn kept(tab: &Tab, store: &str) -> serde_json::Value {
    let script = "const done = arguments[arguments.length - 1];
        const asked = indexedDB.open('sejawat-hadir');
        asked.onsuccess = () => {
          const count = asked.result.transaction(arguments[0]).objectStore(arguments[0]).count();
          count.onsuccess = () => { asked.result.close(); done(count.result); };
        };";
    tab.chromium.web.execute_async(script, vec![json!(store)]).await.unwrap().json().clone()
}

#[tokio::test]
async fn sixty_people_in_three_sessions_without_signal_survive_a_dead_battery_and_an_expired_sign_in() {
    let site = event(60).await;
    let Some((link, mut tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    link.becomes(State::Cut);
    tab.close_and_open(PAGE).await;
    for session in 0..3 {
        open_session(&tab, session).await;
        mark_all(&tab).await;
        back(&tab).await;
    }
    tab.expect("180 belum terkirim, akan dikirim saat ada sinyal").await;
    assert_eq!(site.world.count(MARKS).await, 0);

    tab.chromium.restart().await;
    tab.phone().await;
    tab.open(PAGE).await;
    tab.expect("180 belum terkirim, akan dikirim saat ada sinyal").await;
    open_session(&tab, 0).await;
    tab.expect_state(SITI, "Hadir").await;

    // The sign-in did not outlive the browser.
    link.becomes(State::Good);
    tab.ask("location.reload()", vec![]).await;
    tab.expect("Masuk lagi untuk mengirim 180 tanda").await;
    assert_eq!(site.world.count(MARKS).await, 0);
    tab.follow("Masuk lagi").await;
    sign_in(&tab, "fasilitator.jambi@contoh.id.invalid").await;
    tab.expect(SENT).await;
    tab.expect_state(SITI, "Hadir").await;
    assert_eq!(site.world.count(MARKS).await, 180);
    assert_eq!(site.world.count("select count(distinct id) from attendance_marks").await, 180);
    assert_eq!(site.world.count(PRESENT).await, 180);
    assert_eq!(kept(&tab, "queue").await, json!(0));
}

#[tokio::test]
async fn two_telephones_mark_the_same_session_without_signal() {
    let site = event(3).await;
    let Some((first_link, first)) = phone(&site, Who::JambiFacilitator).await else { return };
    let Some((second_link, second)) = phone(&site, Who::JambiOperator).await else { return };
    for (link, tab) in [(&first_link, &first), (&second_link, &second)] {
        link.becomes(State::Cut);
        open_session(tab, 0).await;
    }
    first.mark(SITI, "H").await;
    first.mark(NINIK, "H").await;
    first.expect("2 belum terkirim").await;
    second.mark(SITI, "T").await;
    second.mark(NINIK, "H").await;
    second.expect("2 belum terkirim").await;

    second_link.becomes(State::Good);
    second.ask("dispatchEvent(new Event('online'))", vec![]).await;
    second.expect(SENT).await;
    first_link.becomes(State::Good);
    first.ask("dispatchEvent(new Event('online'))", vec![]).await;
    first.expect(SENT).await;
    first.expect("menandai berbeda").await;
    first.expect_state(SITI, "Terlambat").await;
    second.ask("dispatchEvent(new Event('online'))", vec![]).await;
    second.expect("berbeda").await;
    second.expect_state(SITI, "Terlambat").await;
    second.expect_state(NINIK, "Hadir").await;
    assert_eq!(site.world.count(MARKS).await, 4);
    assert_eq!(site.world.count("select count(*) from attendance_states where state = 'late' and conflict").await, 1);
}

#[tokio::test]
async fn two_tabs_share_one_queue() {
    let site = event(3).await;
    let Some((link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    link.becomes(State::Cut);
    open_session(&tab, 0).await;
    tab.mark(SITI, "H").await;
    tab.expect("1 belum terkirim").await;
    let here = tab.path().await;
    let hash = tab.ask("return location.hash", vec![]).await;
    let first = tab.another_window().await;
    tab.open(&format!("{here}{}", hash.as_str().unwrap())).await;
    tab.expect_state(SITI, "Hadir").await;
    tab.mark(NINIK, "T").await;
    tab.expect("2 belum terkirim").await;
    link.becomes(State::Good);
    tab.ask("dispatchEvent(new Event('online'))", vec![]).await;
    tab.expect(SENT).await;
    tab.to_window(first).await;
    tab.expect_state(NINIK, "Terlambat").await;
    tab.until("return document.querySelectorAll('[data-unsent]:not([hidden])').length === 0").await;
    assert_eq!(site.world.count(MARKS).await, 2);
}

#[tokio::test]
async fn a_clock_that_is_two_days_wrong_is_put_right() {
    let site = event(3).await;
    for days in [-2, 2] {
        let link = Link::to(&site.base).await;
        let Some(tab) = Tab::through(&link.base).await else { return };
        let wrong = format!(
            "const Right = Date; const by = {days} * 86400000;
             globalThis.Date = class extends Right {{
               constructor(...given) {{ if (given.length) super(...given); else super(Right.now() + by); }}
               static now() {{ return Right.now() + by; }}
             }};"
        );
        tab.tools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": wrong })).await;
        tab.phone().await;
        tab.be(&site, Some(Who::JambiFacilitator)).await;
        tab.open(PAGE).await;
        ready(&tab).await;
        link.becomes(State::Cut);
        open_session(&tab, 0).await;
        tab.mark(if days < 0 { SITI } else { NINIK }, "H").await;
        tab.expect("1 belum terkirim").await;
        link.becomes(State::Good);
        tab.ask("dispatchEvent(new Event('online'))", vec![]).await;
        tab.expect(SENT).await;
    }
    let put_right = "select count(*) from attendance_marks
        where abs(extract(epoch from received_at - effective_at)) < 60 and abs(extract(epoch from received_at - device_time)) > 170000";
    assert_eq!(site.world.count(put_right).await, 2);
}

#[tokio::test]
async fn the_page_of_a_hotels_wi_fi_is_taken_for_no_answer() {
    let site = event(3).await;
    let Some((link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    link.becomes(State::Portal);
    tab.close_and_open(PAGE).await;
    tab.expect("Wi-Fi ini meminta masuk dulu").await;
    open_session(&tab, 0).await;
    tab.mark(SITI, "H").await;
    tab.expect("1 belum terkirim").await;
    assert_eq!(kept(&tab, "queue").await, json!(1));
    assert_eq!(site.world.count(MARKS).await, 0);
    // It tries again by itself.
    link.becomes(State::Good);
    tab.expect(SENT).await;
    assert_eq!(site.world.count(MARKS).await, 1);
    tab.close_and_open(PAGE).await;
    tab.expect("Pembukaan").await;
}

#[tokio::test]
async fn an_answer_that_is_lost_is_asked_for_again() {
    let site = event(3).await;
    let Some((link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    open_session(&tab, 0).await;
    link.becomes(State::LosesAnswers);
    tab.mark(SITI, "H").await;
    tab.expect("1 belum terkirim").await;
    tab.mark(NINIK, "S").await;
    tab.expect("2 belum terkirim").await;
    assert_eq!(kept(&tab, "queue").await, json!(2));
    link.becomes(State::Good);
    tab.expect(SENT).await;
    assert_eq!(site.world.count(MARKS).await, 2, "each once, however often it was sent");
    tab.expect_state(SITI, "Hadir").await;
}

#[tokio::test]
async fn one_mark_on_which_the_server_fails_holds_up_no_other() {
    let site = event(40).await;
    let Some((link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    open_session(&tab, 0).await;
    link.becomes(State::FailsOn("00000000-0000-0000-0000-0000bead0007"));
    mark_all(&tab).await;
    tab.expect("1 belum dapat disimpan server").await;
    assert_eq!(site.world.count(MARKS).await, 39);
    assert_eq!(kept(&tab, "queue").await, json!(1));
    link.becomes(State::Good);
    tab.expect(SENT).await;
    assert_eq!(site.world.count(MARKS).await, 40);
    assert_eq!(site.world.count(PRESENT).await, 40);
}

#[tokio::test]
async fn a_telephone_whose_storage_was_wiped_begins_anew() {
    let site = event(3).await;
    let Some((_link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    open_session(&tab, 0).await;
    tab.mark(SITI, "H").await;
    tab.expect("Tandai sisanya hadir (2)").await;
    tab.expect(SENT).await;
    tab.tools("Storage.clearDataForOrigin", json!({ "origin": tab.base, "storageTypes": "all" })).await;
    tab.be(&site, Some(Who::JambiFacilitator)).await;
    tab.close_and_open(PAGE).await;
    ready(&tab).await;
    open_session(&tab, 0).await;
    tab.expect_state(SITI, "Hadir").await;
    tab.mark(NINIK, "H").await;
    tab.expect("Tandai sisanya hadir (1)").await;
    tab.expect(SENT).await;
    assert_eq!(site.world.count(MARKS).await, 2);
}

#[tokio::test]
async fn a_queue_stays_its_makers_when_somebody_else_takes_the_telephone() {
    let site = event(3).await;
    let Some((link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    link.becomes(State::Cut);
    open_session(&tab, 0).await;
    tab.mark(SITI, "H").await;
    tab.expect("1 belum terkirim").await;

    // Signing out says what is not sent, and takes every name off the telephone.
    tab.open("/hadir#keluar").await;
    tab.expect("1 tanda belum terkirim dari ponsel ini").await;
    tab.press("Keluar, kirim nanti").await;
    tab.expect("Masuk sekali saat ada sinyal").await;
    for store in ["events", "rosters", "states"] {
        assert_eq!(kept(&tab, store).await, json!(0), "{store}");
    }
    assert_eq!(kept(&tab, "queue").await, json!(1));

    // With signal, the sign-in ends on the server, too.
    link.becomes(State::Good);
    tab.close_and_open(PAGE).await;
    tab.expect("Belum masuk").await;
    tab.expect("1 tanda orang lain di ponsel ini belum terkirim").await;
    tab.follow("Masuk").await;
    sign_in(&tab, "operator.jambi@contoh.id.invalid").await;
    tab.expect(SENT).await;
    tab.expect("1 tanda orang lain di ponsel ini belum terkirim").await;
    assert!(!tab.text().await.contains("Fasilitator Jambi"));
    assert_eq!(site.world.count(MARKS).await, 0);

    // With nothing that waits, signing out is one tap.
    tab.open("/hadir#keluar").await;
    tab.expect("Anda sudah keluar").await;
    sign_in(&tab, "fasilitator.jambi@contoh.id.invalid").await;
    tab.expect(SENT).await;
    for _ in 0..100 {
        if site.world.count(MARKS).await == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let own = "select count(*) from attendance_marks where marker = '00000000-0000-0000-0000-000000000f15'";
    assert_eq!(site.world.count(own).await, 1);
}

#[tokio::test]
async fn a_new_version_waits_for_the_next_start_and_loses_nothing() {
    let site = event(3).await;
    let Some((link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    let versions = "const done = arguments[arguments.length - 1];
        caches.keys().then((names) => done(names.map((name) => name.startsWith('hadir-baru-'))))";
    open_session(&tab, 0).await;
    tab.be(&site, None).await;
    tab.mark(SITI, "H").await;
    tab.expect("Masuk lagi untuk mengirim 1 tanda").await;
    link.becomes(State::Updated);
    let update = "const done = arguments[arguments.length - 1];
        navigator.serviceWorker.ready.then((worker) => worker.update()).then(() => done(true))";
    tab.chromium.web.execute_async(update, vec![]).await.unwrap();
    let waiting = "const done = arguments[arguments.length - 1];
        const look = () => navigator.serviceWorker.ready.then((worker) => (worker.waiting ? done(true) : setTimeout(look, 50)));
        look();";
    tab.chromium.web.execute_async(waiting, vec![]).await.unwrap();
    // In mid-use it stays the old one.
    tab.mark(NINIK, "H").await;
    tab.expect("Masuk lagi untuk mengirim 2 tanda").await;
    assert_eq!(tab.ask("return navigator.serviceWorker.controller.state", vec![]).await, json!("activated"));

    tab.close_and_open("/masuk").await;
    tab.close_and_open(PAGE).await;
    tab.expect("Masuk lagi untuk mengirim 2 tanda").await;
    let names = tab.chromium.web.execute_async(versions, vec![]).await.unwrap();
    assert_eq!(*names.json(), json!([true]), "the old version is gone, the new one is there");
    tab.follow("Masuk lagi").await;
    sign_in(&tab, "fasilitator.jambi@contoh.id.invalid").await;
    tab.expect(SENT).await;
    assert_eq!(site.world.count(MARKS).await, 2);
}

/// The heaviest that the page may be on first load, with everything that it keeps for later, in bytes as they are sent.
const FIRST_LOAD: u64 = 100 * 1024;
/// The same when it is opened again: who is signed in, what has changed, and whether there is a new version.
const SECOND_LOAD: u64 = 8 * 1024;

#[tokio::test]
#[expect(clippy::print_stdout, reason = "what was measured is to be read")]
async fn the_page_is_light_at_first_and_sends_for_nothing_the_second_time() {
    let site = event(60).await;
    let Some((link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let first = link.carried();
    tab.close_and_open(PAGE).await;
    tab.expect(SENT).await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let second = link.carried();
    println!("first load {first} bytes, second load {second} bytes");
    assert!(first > 10_000 && second > 100, "not measured: {first}, {second}");
    assert!(first <= FIRST_LOAD, "the first load is {first} bytes, may be {FIRST_LOAD}");
    assert!(second <= SECOND_LOAD, "the second load is {second} bytes, may be {SECOND_LOAD}");
}
