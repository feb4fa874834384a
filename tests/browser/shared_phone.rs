//! One telephone and two people: nobody sees the other's list, and no tap lands in the other's queue. And what a telephone
//! says of a tap: never that all is sent, beside what was just tapped.

use serde_json::json;

use crate::{
    link::{Link, State},
    offline::{MARKS, NINIK, PAGE, SENT, SITI, event, kept, open_session, phone, ready, sign_in},
    site::Site,
    support::world::Who,
    tab::Tab,
};

/// Who the page says uses it.
const WHO: &str = "return document.querySelector('[data-who]').textContent";

/// The telephone of Jambi's facilitator, who has signed in by the page for it.
async fn signed_in(site: &Site) -> Option<(Link, Tab)> {
    let link = Link::to(&site.base).await;
    let tab = Tab::through(&link.base).await?;
    tab.phone().await;
    tab.open("/masuk?lanjut=/hadir").await;
    sign_in(&tab, "fasilitator.jambi@contoh.id.invalid").await;
    ready(&tab).await;
    Some((link, tab))
}

#[tokio::test]
async fn whoever_signs_in_after_somebody_else_never_sees_the_others_list() {
    let site = event(3).await;
    let Some((link, tab)) = signed_in(&site).await else { return };
    assert_eq!(tab.ask(WHO, vec![]).await, json!("Fasilitator Jambi"));
    open_session(&tab, 0).await;
    link.becomes(State::Cut);
    tab.mark(SITI, "H").await;
    tab.expect("1 belum terkirim").await;

    // The sign-in runs out, and somebody else signs in; the interface does not answer yet.
    tab.be(&site, None).await;
    link.becomes(State::FailsOn(" /api/v1/"));
    tab.open("/masuk?lanjut=/hadir").await;
    sign_in(&tab, "operator.jambi@contoh.id.invalid").await;
    tab.expect("Daftar Anda belum ada di ponsel ini").await;
    tab.expect("1 tanda orang lain di ponsel ini belum terkirim").await;
    let seen = tab.text().await;
    assert!(!seen.contains("Pembukaan") && !seen.contains(SITI), "{seen}");
    assert_ne!(tab.ask(WHO, vec![]).await, json!("Fasilitator Jambi"));
    for store in ["events", "rosters", "states"] {
        assert_eq!(kept(&tab, store).await, json!(0), "{store}");
    }
    // Nor without any line.
    link.becomes(State::Cut);
    tab.close_and_open(PAGE).await;
    tab.expect("Daftar Anda belum ada di ponsel ini").await;

    link.becomes(State::Good);
    tab.close_and_open(PAGE).await;
    ready(&tab).await;
    assert_eq!(tab.ask(WHO, vec![]).await, json!("Operator Jambi"));
    assert_eq!(
        (kept(&tab, "queue").await, site.world.count(MARKS).await),
        (json!(1), 0),
        "it stays its maker's"
    );
}

#[tokio::test]
async fn a_list_that_stands_open_while_somebody_else_signs_in_takes_no_tap() {
    let site = event(3).await;
    let Some((link, tab)) = signed_in(&site).await else { return };
    open_session(&tab, 0).await;
    let first = tab.another_window().await;
    tab.tools("Network.deleteCookies", json!({ "name": "sejawat_masuk", "url": tab.base })).await;
    link.becomes(State::FailsOn(" /api/v1/"));
    tab.open("/masuk?lanjut=/tugas").await;
    sign_in(&tab, "operator.jambi@contoh.id.invalid").await;
    tab.until("return location.pathname !== '/masuk'").await;

    // Back in the first window, the tap comes before the page has looked around.
    tab.to_window(first).await;
    let tapped = "const button = document.querySelector('[data-group=peserta] .mark[value=present]'); button?.click(); return true";
    tab.ask(tapped, vec![]).await;
    tab.expect("Daftar Anda belum ada di ponsel ini").await;
    assert_eq!(kept(&tab, "queue").await, json!(0), "nobody's mark is kept in another's name");
    link.becomes(State::Good);
    tab.ask("dispatchEvent(new Event('online'))", vec![]).await;
    tab.expect(SENT).await;
    assert_eq!(tab.ask(WHO, vec![]).await, json!("Operator Jambi"));
    assert_eq!(site.world.count(MARKS).await, 0);
}

#[tokio::test]
async fn a_sign_out_without_signal_ends_nobody_elses_sign_in() {
    let site = event(3).await;
    let Some((link, tab)) = signed_in(&site).await else { return };
    link.becomes(State::Cut);
    tab.ask("location.hash = '#keluar'", vec![]).await;
    tab.expect("Masuk sekali saat ada sinyal").await;
    // Before that sign-in could be ended there, it ran out, and somebody else has begun theirs.
    tab.be(&site, None).await;
    link.becomes(State::Good);
    tab.open("/masuk?lanjut=/hadir").await;
    sign_in(&tab, "operator.jambi@contoh.id.invalid").await;
    ready(&tab).await;
    assert_eq!(tab.ask(WHO, vec![]).await, json!("Operator Jambi"));
    assert_eq!(
        kept(&tab, "person").await,
        json!(3),
        "who, the phone's name and its clock, and no sign-out that waits"
    );
}

/// Counts the moments in which the page says that all is sent while it shows that something is not.
const WATCH: &str = "globalThis.lies = 0;
    new MutationObserver(() => {
      const line = document.querySelector('[data-link-state]').textContent;
      if (line === arguments[0] && document.querySelector('[data-unsent]:not([hidden])')) globalThis.lies += 1;
    }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });";

#[tokio::test]
async fn a_tap_and_the_line_above_it_say_the_same_at_every_moment() {
    let site = event(30).await;
    let Some((_link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    open_session(&tab, 0).await;
    tab.ask(&WATCH.replace("arguments[0]", &format!("'{SENT}'")), vec![]).await;
    for person in [SITI, NINIK, "Agus Salim", "Rahmat"] {
        tab.expect(SENT).await;
        tab.mark(person, "H").await;
    }
    let all = "document.querySelectorAll('[data-group=peserta] .mark[value=late]').forEach((b, n) => setTimeout(() => b.click(), 40 * n))";
    tab.ask(all, vec![]).await;
    tab.until("return document.querySelectorAll('[data-group=peserta] .mark[value=late][aria-pressed=true]').length === 30").await;
    tab.expect(SENT).await;
    assert_eq!(tab.ask("return globalThis.lies", vec![]).await, json!(0));
}
