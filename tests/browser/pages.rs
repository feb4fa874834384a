//! What every page must hold to: usable by everybody, on every screen, and light.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::{
    catalogue::{self, Visit},
    site::Site,
    support::World,
    tab::Tab,
};

const AXE: &str = include_str!("vendor/axe.min.js");

/// Every rule, or those about colours alone: nothing else changes with the scheme.
const RUN_AXE: &str = "const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const colours = axe.getRules(['cat.color']).map((rule) => rule.ruleId).filter((id) => id !== 'color-contrast-enhanced');
    const runOnly = arguments[0] ? { type: 'tag', values: tags } : { type: 'rule', values: colours };
    axe.run(document, { runOnly, resultTypes: ['violations'], preload: false }).then(
      (found) => done(found.violations.map((v) => v.id + ' (' + v.help + '): ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join('  |  '))),
      (error) => done(['axe failed: ' + error]));";

const LAYOUT: &str = "const wrong = [], all = (css) => document.querySelectorAll(css).length;
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) {
      const out = [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5);
      wrong.push('scrolls sideways, ' + wide + ' wide: ' + out.slice(0, 2).map((e) => e.outerHTML.slice(0, 120)).join('  |  '));
    }
    for (const box of document.querySelectorAll('main :is(.panel, .card, .slot, .person, .field, .split > *)')) {
      // Lists may reach into the margin of the page, one rem at most.
      const edge = box.getBoundingClientRect().right + 16.5;
      const out = [...box.querySelectorAll('*')].find((e) => e.checkVisibility() && !e.closest('.sr') && e.getBoundingClientRect().right > edge);
      if (out) wrong.push('spills out of its box: ' + out.outerHTML.slice(0, 120));
    }
    if (all('h1') !== 1) wrong.push(all('h1') + ' h1');
    if (document.querySelector('h1')?.textContent.trim() === '') wrong.push('an empty h1');
    if (document.title.replace('· Sejawat', '').trim() === '') wrong.push('no title');
    if (document.documentElement.lang !== 'id') wrong.push('not marked as Indonesian');
    return wrong;";

/// What came over the line for this page: the page, and everything it loaded.
const WEIGHT: &str = "const done = arguments[arguments.length - 1];
    const icon = document.querySelector('link[rel=icon]');
    Promise.resolve(icon && fetch(icon.href).then((r) => r.arrayBuffer())).then(() => setTimeout(() => {
      const came = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
      done(came.map((entry) => [entry.name, entry.transferSize]));
    }, 100));";

/// The heaviest that a page may be on first load, in bytes as they are sent.
const PAGE_LIMIT: u64 = 60 * 1024;
/// The same for the roll call, which works on its own.
const ROLL_CALL_LIMIT: u64 = 100 * 1024;

#[tokio::test]
async fn every_page_is_accessible_and_fits_on_every_screen() {
    let site = catalogue::full_site().await;
    let Some(tab) = Tab::new(&site).await else { return };
    let mut visits = catalogue::pages(&site).await;
    visits.extend(catalogue::answers());
    judge(&site, &tab, &visits).await;
}

#[tokio::test]
async fn pages_with_nothing_on_them_are_accessible_and_fit() {
    let site = Site::still(World::new().await).await;
    let Some(tab) = Tab::new(&site).await else { return };
    judge(&site, &tab, &catalogue::empty_pages(&site).await).await;
}

#[tokio::test]
async fn every_page_is_light() {
    let site = catalogue::full_site().await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.tools("Network.enable", json!({})).await;
    tab.tools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    let mut heavy = Vec::new();
    let mut table = String::new();
    // The page that works without signal is weighed with all that it keeps, in a journey of its own.
    let pages = catalogue::pages(&site).await;
    for visit in pages.into_iter().filter(|visit| !visit.url.starts_with("/hadir")) {
        arrive(&site, &tab, &visit).await;
        let came = tab.chromium.web.execute_async(WEIGHT, vec![]).await.unwrap();
        // What is there already weighs nothing the second time.
        let parts: BTreeMap<String, u64> =
            came.convert::<Vec<(String, u64)>>().unwrap().into_iter().rev().collect();
        let weight: u64 = parts.values().sum();
        assert!(parts.len() > 2 && parts.values().all(|size| *size > 0), "not measured: {parts:?}");
        let limit = if visit.url.contains("/kehadiran/sesi/") { ROLL_CALL_LIMIT } else { PAGE_LIMIT };
        writeln!(table, "{weight:>7} {}", visit.name).unwrap();
        if weight > limit {
            heavy.push(format!("{} weighs {weight} bytes, may weigh {limit}: {parts:?}", visit.name));
        }
    }
    println!("{table}");
    assert!(heavy.is_empty(), "{}", heavy.join("\n"));
}

#[test]
fn axe_is_the_file_that_the_notice_names() {
    let sum = sejawat::kernel::text::hex(&Sha256::digest(AXE));
    assert!(include_str!("vendor/NOTICE.md").contains(&sum), "the sum is {sum}");
}

async fn judge(site: &Site, tab: &Tab, visits: &[Visit]) {
    let shots = env::var("SEJAWAT_SHOTS").ok();
    let mut wrong = Vec::new();
    for visit in visits {
        tab.phone().await;
        tab.scheme("light").await;
        arrive(site, tab, visit).await;
        let status =
            tab.ask("return performance.getEntriesByType('navigation')[0].responseStatus", vec![]).await;
        if status != json!(visit.status) {
            wrong.push(format!("{}: answered {status}", visit.name));
        }
        tab.ask(AXE, vec![]).await;
        for (width, height) in [(360, 800), (1280, 800)] {
            long_screen(tab, width, height).await;
            for scheme in ["light", "dark"] {
                tab.scheme(scheme).await;
                let is_first = scheme == "light";
                let axe = tab.chromium.web.execute_async(RUN_AXE, vec![json!(is_first)]).await.unwrap();
                let mut found: Vec<String> = axe.convert().unwrap();
                if is_first {
                    let layout = tab.chromium.web.execute(LAYOUT, vec![]).await.unwrap();
                    found.extend(layout.convert::<Vec<String>>().unwrap());
                }
                wrong.extend(found.iter().map(|what| format!("{} {width} {scheme}: {what}", visit.name)));
                if let Some(folder) = &shots {
                    let name = format!("{}-{width}-{scheme}", visit.name);
                    take(tab, Path::new(folder), &name).await;
                }
            }
        }
        // The browser itself remarks on an answer that is not 200.
        let expected = |said: &String| visit.status != 200 && said.contains("Failed to load resource");
        let complaints = tab.complaints().await.into_iter().filter(|said| !expected(said));
        wrong.extend(complaints.map(|said| format!("{}: {said}", visit.name)));
    }
    assert!(wrong.is_empty(), "{} on {} pages:\n{}", wrong.len(), visits.len(), wrong.join("\n"));
}

async fn arrive(site: &Site, tab: &Tab, visit: &Visit) {
    tab.be(site, visit.who).await;
    if let Some((name, value)) = &visit.cookie {
        tab.cookie(name, value).await;
    }
    tab.open(&visit.url).await;
    if let Some(first) = visit.first {
        tab.ask(first, vec![]).await;
    }
    if let Some(button) = visit.press {
        tab.ask("window.before = true", vec![]).await;
        tab.press(button).await;
        tab.until("return !window.before && document.readyState === 'complete'").await;
    }
}

/// A screen as long as the page: nothing lies below a bar that sticks to its edge.
async fn long_screen(tab: &Tab, width: u32, height: u32) {
    tab.size(width, height).await;
    let long = tab.ask("return document.documentElement.scrollHeight", vec![]).await;
    tab.size(width, u32::try_from(long.as_u64().unwrap()).unwrap().clamp(height, 12_000)).await;
}

/// A picture of the whole page.
async fn take(tab: &Tab, folder: &Path, name: &str) {
    let shot = tab.tools("Page.captureScreenshot", json!({})).await;
    let png = thirtyfour::support::base64_decode(shot["data"].as_str().unwrap()).unwrap();
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(format!("{name}.png")), png).unwrap();
}
