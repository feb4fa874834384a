//! A page that is watched shows what has changed, and disturbs nobody who reads or works on it.

use std::time::Duration;

use serde_json::json;
use uuid::Uuid;

use crate::{
    link::{Link, State},
    offline::event,
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

/// The page looks now, and not when its time has come.
const LOOK: &str = "document.dispatchEvent(new Event('visibilitychange'))";

/// Somebody marks a person in the first session.
async fn mark(site: &Site, who: Who, person: u128, state: &str) {
    let session: Uuid =
        sqlx::query_scalar("select id from sessions where takes_attendance order by starts_at, id limit 1")
            .fetch_one(&mut site.world.look().await)
            .await
            .unwrap();
    let body = json!({ "marks": [{
        "id": Uuid::now_v7(), "session_id": session, "participant_id": Uuid::from_u128(0xbead_0000 + person), "state": state,
        "marked_at": site.world.clock.now(), "clock_offset_ms": 0, "source": "tap",
    }] });
    let mut browser = site.world.browser(who).await;
    let kind = [("content-type", "application/json")];
    browser.send("POST", "/api/v1/attendance/sync", Some(body.to_string()), &kind).await.expect(200);
}

/// Looks until this is to be read.
async fn follows(tab: &Tab, words: &str) {
    tab.until(&format!("{LOOK}; return document.querySelector('main').innerText.includes('{words}')")).await;
    assert_eq!(tab.ask("return window.same", vec![]).await, json!(true), "the page is still the same");
}

#[tokio::test]
async fn the_offices_overview_follows_the_hall_without_being_loaded_anew() {
    let site = event(4).await;
    let link = Link::to(&site.base).await;
    let Some(tab) = Tab::through(&link.base).await else { return };
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/kehadiran").await;
    tab.expect("Pembukaan").await;
    tab.ask("window.same = true; scrollTo(0, 40)", vec![]).await;
    let place = tab.ask("return scrollY", vec![]).await;

    // Somebody is marked in the hall.
    mark(&site, Who::JambiFacilitator, 1, "present").await;
    follows(&tab, "Hadir 1").await;
    assert_eq!(tab.ask("return scrollY", vec![]).await, place);

    // Two people mark differently: a question comes that was not there.
    mark(&site, Who::JambiFacilitator, 2, "present").await;
    mark(&site, Who::JambiAdmin, 2, "late").await;
    follows(&tab, "Perlu diputuskan (1)").await;
    // Who has the keyboard on a part keeps it.
    tab.ask(
        "document.querySelector('#bagian-putuskan a').focus(); window.at = document.activeElement",
        vec![],
    )
    .await;
    mark(&site, Who::JambiFacilitator, 3, "present").await;
    follows(&tab, "Hadir 2").await;
    tab.until("return document.activeElement === window.at").await;

    // Without a line, what is there stays; with it, the page catches up.
    link.becomes(State::Cut);
    mark(&site, Who::JambiFacilitator, 4, "present").await;
    tab.ask(LOOK, vec![]).await;
    tab.expect("Hadir 2").await;
    link.becomes(State::Good);
    follows(&tab, "Hadir 3").await;
}

#[tokio::test]
async fn a_page_with_nothing_to_watch_yet_is_asked_calmly_and_shows_the_first() {
    let site = Site::running(World::new().await).await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/kehadiran").await;
    assert_eq!(tab.ask("return document.querySelectorAll('[data-live]').length", vec![]).await, json!(0));
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let asked = "return performance.getEntriesByName(location.href, 'resource').length";
    assert_eq!(tab.ask(asked, vec![]).await, json!(0), "within ten seconds nothing is asked");

    site.take_template().await;
    tab.until(&format!("{LOOK}; return document.querySelector('main').innerText.includes('Pembukaan')"))
        .await;
}
