//! The roll call on a telephone in a hall without signal: nothing that was marked is lost, nothing counts twice, and the
//! telephone says where every mark is.

use serde_json::json;

use crate::{
    link::{Link, State},
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

pub const PAGE: &str = "/hadir";
pub const SENT: &str = "Semua tanda terkirim";
pub const SITI: &str = "Siti Aminah";
pub const NINIK: &str = "Ninik";
const PASSWORD: &str = "rahasia yang panjang";

/// The same mark, counted once however often it came.
pub const MARKS: &str = "select count(*) from attendance_marks";
pub const PRESENT: &str = "select count(*) from attendance_states where state = 'present'";

/// Jambi's event with people and sessions.
pub async fn event(people: u128) -> Site {
    let site = Site::running(World::new().await).await;
    site.register(people).await;
    site.take_template().await;
    for who in [Who::JambiFacilitator, Who::JambiOperator] {
        site.set_password(who, PASSWORD).await;
    }
    site
}

/// Somebody's telephone on a line of its own, with everything on it that it needs.
pub async fn phone(site: &Site, who: Who) -> Option<(Link, Tab)> {
    let link = Link::to(&site.base).await;
    let tab = Tab::through(&link.base).await?;
    tab.phone().await;
    tab.be(site, Some(who)).await;
    tab.open(PAGE).await;
    ready(&tab).await;
    Some((link, tab))
}

/// Waits until the telephone needs no signal any more.
pub async fn ready(tab: &Tab) {
    tab.expect(SENT).await;
    tab.expect("Pembukaan").await;
    tab.until("return navigator.serviceWorker.controller !== null").await;
}

/// Opens the roll call of a session from the list of sessions.
pub async fn open_session(tab: &Tab, number: usize) {
    tab.until(&format!("return document.querySelectorAll('.slot a').length > {number}")).await;
    tab.ask("document.querySelectorAll('.slot a')[arguments[0]].click()", vec![json!(number)]).await;
    tab.until("return document.querySelectorAll('[data-group=peserta] .person').length > 0").await;
}

async fn back(tab: &Tab) {
    tab.ask("document.querySelector('[data-back]').click()", vec![]).await;
}

/// Taps H for everybody, one after another.
async fn mark_all(tab: &Tab) {
    tab.ask(
        "document.querySelectorAll('[data-group=peserta] .mark[value=present]').forEach((b) => b.click())",
        vec![],
    )
    .await;
    tab.until(
        "return [...document.querySelectorAll('[data-group=peserta] .mark[value=present]')].every((b) => b.ariaPressed === 'true')",
    )
    .await;
}

pub async fn sign_in(tab: &Tab, mail: &str) {
    tab.fill("Alamat surel", mail).await;
    tab.fill("Kata sandi", PASSWORD).await;
    tab.press("Masuk").await;
}

/// How many rows each store of the telephone holds.
pub async fn kept(tab: &Tab, store: &str) -> serde_json::Value {
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
    assert_eq!(
        site.world.count("select count(*) from attendance_states where state = 'late' and conflict").await,
        1
    );
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
    tab.expect("1 belum terkirim, akan dikirim saat ada sinyal").await;
    assert_eq!(site.world.count(MARKS).await, 1, "the mark did arrive");
    tab.mark(NINIK, "S").await;
    tab.expect("2 belum terkirim, akan dikirim saat ada sinyal").await;
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
async fn whoever_comes_unannounced_or_instead_of_somebody_is_marked_without_signal() {
    let site = event(3).await;
    let Some((link, tab)) = phone(&site, Who::JambiOperator).await else { return };
    link.becomes(State::Cut);
    open_session(&tab, 0).await;
    // One field, and the library that it fits; the category follows from it.
    tab.tap("a", "Tambah orang yang datang").await;
    tab.until("return document.activeElement?.id === 'field-name'").await;
    tab.keys("Budi Santoso").await;
    tab.fill("Perpustakaan atau instansi", "Perpustakaan Desa Contoh 2").await;
    tab.press("Tambah dan tandai hadir").await;
    tab.expect_state("Budi Santoso", "Hadir").await;
    tab.expect("2 belum terkirim").await;
    tab.tap("a", "Diwakili orang lain: Ninik").await;
    tab.until("return document.activeElement?.id === 'field-name'").await;
    tab.keys("Wakil Ninik").await;
    tab.press("Wakil hadir").await;
    tab.expect_state("Wakil Ninik", "Hadir").await;
    tab.expect("Diwakili Wakil Ninik").await;
    tab.expect("4 belum terkirim").await;

    link.becomes(State::Good);
    tab.ask("dispatchEvent(new Event('online'))", vec![]).await;
    tab.expect(SENT).await;
    tab.expect_state("Wakil Ninik", "Hadir").await;
    assert_eq!(kept(&tab, "refusals").await, json!(0));
    assert_eq!(site.world.count(PRESENT).await, 2);
    assert_eq!(
        site.world
            .count("select count(*) from participants where full_name in ('Budi Santoso', 'Wakil Ninik')")
            .await,
        2
    );
    assert_eq!(
        site.world
            .count("select count(*) from participants where full_name = 'Ninik' and status = 'replaced'")
            .await,
        1
    );
}
