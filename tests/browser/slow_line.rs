//! A line that carries little: what does not come through in time is sent again in smaller parts.

use serde_json::json;

use crate::{
    link::State,
    offline::{MARKS, PAGE, PRESENT, SENT, event, open_session, phone},
    support::world::Who,
};

/// Waits a tenth as long for an answer, and writes down how many marks each request held.
const WATCH: &str = "const later = setTimeout;
    globalThis.setTimeout = (work, after, ...rest) => later(work, after === 20000 ? 2000 : after, ...rest);
    globalThis.sent = [];
    const go = fetch;
    globalThis.fetch = (path, how) => {
      if (String(path).endsWith('/sync')) sent.push(JSON.parse(how.body).marks.length);
      return go(path, how);
    };";

#[tokio::test]
async fn a_batch_that_does_not_come_through_in_time_is_followed_by_a_quarter_of_it() {
    let site = event(60).await;
    let Some((link, tab)) = phone(&site, Who::JambiFacilitator).await else { return };
    link.becomes(State::Cut);
    tab.afresh().await;
    tab.tools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
    tab.open(PAGE).await;
    for session in 0..2 {
        open_session(&tab, session).await;
        tab.ask("document.querySelector('[data-rest]').click()", vec![]).await;
        tab.expect(&format!("{} belum terkirim", 60 * (session + 1))).await;
        tab.ask("document.querySelector('[data-back]').click()", vec![]).await;
    }
    assert_eq!(site.world.count(MARKS).await, 0);
    // 120 marks are more than 30 KB: too much for two seconds, and a quarter of them is not.
    link.becomes(State::Slow(8_000));
    tab.ask("globalThis.sent.length = 0; dispatchEvent(new Event('online'))", vec![]).await;
    tab.until("return globalThis.sent.length >= 2").await;
    assert_eq!(tab.ask("return globalThis.sent.slice(0, 2)", vec![]).await, json!([120, 30]));
    // As it goes well, more is tried again.
    link.becomes(State::Good);
    tab.expect(SENT).await;
    let sent = tab.ask("return globalThis.sent", vec![]).await;
    assert!(sent.as_array().unwrap().contains(&json!(60)), "{sent}");
    assert_eq!(site.world.count(MARKS).await, 120);
    assert_eq!(site.world.count(PRESENT).await, 120);
}
