//! Cards before the camera, without a line: each person marked once, by the card, and said in words; and what is done where
//! no camera is.

use std::{fs::File, io::Write as _, path::PathBuf};

use sejawat::web::qr;
use serde_json::json;
use tempfile::TempDir;

use crate::{
    link::{Link, State},
    offline::{MARKS, NINIK, PAGE, PRESENT, SENT, SITI, event, open_session, ready},
    site::Site,
    support::world::Who,
    tab::Tab,
};

/// The words on the first people's cards.
const WORDS: [&str; 5] = [
    "0A1B2C3D4E5F60718293",
    "1B2C3D4E5F60718293A0",
    "2C3D4E5F60718293A01B",
    "3D4E5F60718293A01B2C",
    "4E5F60718293A01B2C3D",
];
/// A card of an event that this telephone does not know.
const FOREIGN: &str = "SEJAWAT:FFFFEEEEDDDDCCCCBBBB";

/// Gives the first people of the event their cards.
async fn cards(site: &Site) {
    let mut conn = site.world.look().await;
    for (n, word) in (1..).zip(WORDS) {
        sqlx::query(
            "insert into badge_tokens (event_id, participant_id, province_code, token)
             values ('00000000-0000-0000-0000-000000000e15', $1, '15', $2)",
        )
        .bind(uuid::Uuid::from_u128(0xbead_0000 + n))
        .bind(word)
        .execute(&mut conn)
        .await
        .unwrap();
    }
}

const WIDTH: usize = 640;
const HEIGHT: usize = 480;
/// Pictures in a second of film, and how many of them show one card.
const PICTURES: usize = 10;
const EACH: usize = 4;

/// A picture of a code, or of what nobody can read, on a grey ground.
fn picture(text: Option<&str>) -> Vec<u8> {
    let mut light = vec![120; WIDTH * HEIGHT];
    let Some(text) = text else {
        for (n, point) in light.iter_mut().enumerate() {
            *point = u8::try_from((n * 7919 / 64) % 256).unwrap();
        }
        return light;
    };
    let code = qr::pixels(text).unwrap();
    let modules = code.len().isqrt();
    let points = 340 / modules;
    let whole = modules * points;
    let (left, top) = ((WIDTH - whole) / 2, (HEIGHT - whole) / 2);
    for y in 0..whole {
        for x in 0..whole {
            light[(top + y) * WIDTH + left + x] = code[y / points * modules + x / points].clamp(20, 235);
        }
    }
    light
}

/// A film that shows these one after another, again and again.
fn film(shown: &[Option<&str>]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kartu.y4m");
    let mut file = File::create(&path).unwrap();
    writeln!(file, "YUV4MPEG2 W{WIDTH} H{HEIGHT} F{PICTURES}:1 Ip A1:1 C420jpeg").unwrap();
    let grey = vec![128; WIDTH * HEIGHT / 2];
    for text in shown {
        let light = picture(*text);
        for _ in 0..EACH {
            file.write_all(b"FRAME\n").unwrap();
            file.write_all(&light).unwrap();
            file.write_all(&grey).unwrap();
        }
    }
    (folder, path)
}

/// Writes down everything that is said of a scan, and when each was listed.
const LISTEN: &str = "globalThis.heard = new Set(); globalThis.times = [];
    new MutationObserver((changes) => {
      const said = document.querySelector('.scan-said b'), more = document.querySelector('.scan-said span');
      if (said) { heard.add(said.textContent); heard.add(more.textContent); }
      for (const change of changes) for (const row of change.addedNodes) if (row.dataset?.at) times.push(Number(row.dataset.at));
    }).observe(document.querySelector('[data-view]'), { childList: true, subtree: true, characterData: true });";

/// Opens the scanner from a session's roll call, and listens from the first scan on.
async fn scanner(tab: &Tab) {
    open_session(tab, 0).await;
    tab.ask(LISTEN, vec![]).await;
    tab.tap("a", "Pindai kartu").await;
}

/// Waits until the reader is on the telephone to stay.
async fn reader_is_kept(tab: &Tab) {
    let look = "const done = arguments[arguments.length - 1];
        const look = async () => ((await (await caches.open('sejawat-pembaca')).keys()).length === 3 ? done(true) : setTimeout(look, 50)); look();";
    tab.chromium.web.execute_async(look, vec![]).await.unwrap();
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "what was measured is to be read")]
async fn cards_before_the_camera_mark_each_person_once_without_a_line() {
    let site = event(6).await;
    cards(&site).await;
    let codes: Vec<String> = WORDS.iter().map(|word| format!("SEJAWAT:{word}")).collect();
    let mut shown: Vec<Option<&str>> = codes.iter().map(|code| Some(code.as_str())).collect();
    shown.insert(2, Some(FOREIGN));
    shown.insert(4, Some("https://contoh.id.invalid/bukan-kartu"));
    shown.insert(5, None);
    let (_folder, film) = film(&shown);
    let link = Link::to(&site.base).await;
    let Some(tab) = Tab::with_camera(&link.base, &film).await else { return };
    tab.phone().await;
    tab.be(&site, Some(Who::JambiFacilitator)).await;
    tab.open(PAGE).await;
    ready(&tab).await;
    // The list alone fetches no reader; a roll call that is opened with a line does, while nothing else is to be done.
    open_session(&tab, 0).await;
    reader_is_kept(&tab).await;
    link.becomes(State::Cut);
    tab.close_and_open(PAGE).await;
    scanner(&tab).await;

    tab.until("return document.querySelector('[data-count=present] b').textContent === '5'").await;
    for said in ["Hadir: Siti Aminah", "Kartu dari acara lain", "Bukan kartu Sejawat"] {
        tab.until(&format!("return heard.has('{said}')")).await;
    }
    tab.until(
        "return [...heard].some((said) => /^Siti Aminah sudah hadir pukul \\d\\d\\.\\d\\d$/.test(said))",
    )
    .await;
    // At least two a second, by the page's own list, over any three seconds.
    let rate = "const best = Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 3000).length));
        globalThis.best = best / 3; return best >= 6;";
    tab.until(rate).await;
    let best = tab.ask("return globalThis.best", vec![]).await;
    println!("{best} scans a second");
    tab.expect("5 belum terkirim").await;
    let complaints = tab.complaints().await;
    assert!(complaints.iter().all(|said| !said.contains("Content Security")), "{complaints:?}");

    tab.tap("a", "Selesai").await;
    tab.expect_state(SITI, "Hadir").await;
    link.becomes(State::Good);
    tab.ask("dispatchEvent(new Event('online'))", vec![]).await;
    tab.expect(SENT).await;
    assert_eq!(site.world.count(MARKS).await, 5, "however often a card was shown");
    assert_eq!(site.world.count("select count(*) from attendance_marks where source = 'badge'").await, 5);
    assert_eq!(site.world.count(PRESENT).await, 5);
    // Out of the scanner, the camera is off.
    tab.ask("location.hash = '#antrean'", vec![]).await;
    tab.until("return document.querySelector('video') === null").await;
}

#[tokio::test]
async fn a_card_that_is_held_before_the_camera_is_one_scan_and_its_undo_stays() {
    let site = event(5).await;
    cards(&site).await;
    let code = format!("SEJAWAT:{}", WORDS[0]);
    let (_folder, film) = film(&[Some(&code)]);
    let link = Link::to(&site.base).await;
    let Some(tab) = Tab::with_camera(&link.base, &film).await else { return };
    tab.phone().await;
    tab.be(&site, Some(Who::JambiFacilitator)).await;
    tab.open(PAGE).await;
    ready(&tab).await;
    open_session(&tab, 0).await;
    tab.ask(LISTEN, vec![]).await;
    tab.tap("a", "Pindai kartu").await;
    tab.expect("Hadir: Siti Aminah").await;
    tab.press("Urungkan: Siti Aminah").await;
    tab.expect("Diurungkan: Siti Aminah").await;
    // Looked at again and again, and not marked again while it stays.
    let looks = "return Number(document.querySelector('[data-stage]').dataset.looks)";
    let before = tab.ask(looks, vec![]).await.as_u64().unwrap();
    tab.until(&format!("{looks} > {}", before + 40)).await;
    tab.until("return document.querySelector('[data-count=present] b').textContent === '0'").await;
    assert_eq!(tab.ask("return times.length", vec![]).await, json!(2), "one scan, and its undo");
    // Hidden, it is off; in view again, it is on.
    let hide = "Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => arguments[0] }); document.dispatchEvent(new Event('visibilitychange'))";
    tab.ask(hide, vec![json!("hidden")]).await;
    tab.until("return document.querySelector('video').srcObject === null").await;
    tab.ask(hide, vec![json!("visible")]).await;
    tab.until("return document.querySelector('video').srcObject?.active === true").await;
    tab.expect(SENT).await;
    assert_eq!(site.world.count(PRESENT).await, 0);
}

#[tokio::test]
async fn where_no_camera_is_the_word_on_the_card_is_typed() {
    let site = event(5).await;
    cards(&site).await;
    let link = Link::to(&site.base).await;
    let Some(tab) = Tab::through(&link.base).await else { return };
    tab.phone().await;
    tab.be(&site, Some(Who::JambiFacilitator)).await;
    tab.open(PAGE).await;
    ready(&tab).await;
    link.becomes(State::Cut);
    open_session(&tab, 0).await;
    tab.tap("a", "Pindai kartu").await;
    tab.expect("etik kode kartu di bawah").await;

    // Small letters, spaces, O for 0, l for 1: who it may be is shown while it is typed.
    tab.fill("Kode kartu", "oa lb").await;
    tab.until("return document.querySelectorAll('[data-maybe] button').length === 1").await;
    tab.tap("[data-maybe] button", "Siti Aminah · Perpustakaan Desa Contoh 1").await;
    tab.expect("Hadir: Siti Aminah").await;
    tab.expect("1 belum terkirim").await;
    tab.fill("Kode kartu", "sejawat:0a1b2c3d4e5f60718293").await;
    tab.press("Tandai").await;
    tab.until(
        "return /Siti Aminah sudah hadir pukul/.test(document.querySelector('.scan-said').textContent)",
    )
    .await;
    tab.fill("Kode kartu", "zzzz").await;
    tab.press("Tandai").await;
    tab.expect("Tidak ada kartu dengan kode ini").await;
    tab.fill("Kode kartu", "0").await;
    tab.press("Tandai").await;
    tab.expect("paling sedikit tiga").await;

    // Who comes late, and the last one taken back.
    tab.press("Tandai terlambat").await;
    tab.fill("Kode kartu", "1b2c3").await;
    tab.press("Tandai").await;
    tab.expect("Terlambat: Ninik").await;
    tab.press("Urungkan: Ninik").await;
    tab.expect("Diurungkan: Ninik").await;
    tab.press("Tandai terlambat").await;

    // Who left the list is marked only when one says so.
    link.becomes(State::Good);
    let gone = "update participants set status = 'cancelled' where full_name = 'Agus Salim'";
    sqlx::raw_sql(gone).execute(&mut site.world.look().await).await.unwrap();
    tab.ask("dispatchEvent(new Event('online'))", vec![]).await;
    tab.expect(SENT).await;
    tab.fill("Kode kartu", "3d4e").await;
    tab.press("Tandai").await;
    tab.expect("Agus Salim tidak lagi di daftar").await;
    tab.expect("Dibatalkan. Belum ditandai.").await;
    tab.press("Tetap tandai hadir").await;
    tab.expect("Hadir: Agus Salim").await;
    tab.tap("a", "Selesai").await;
    tab.expect_state(NINIK, "Belum").await;
    tab.expect_state("Agus Salim", "Hadir").await;
    tab.expect(SENT).await;
    assert_eq!(site.world.count("select count(*) from attendance_marks where source = 'badge'").await, 3);
    assert_eq!(site.world.count(PRESENT).await, 2);
}

/// A browser that reads codes itself: well, or not at all.
const READS: &str = "globalThis.asked = 0; globalThis.BarcodeDetector = class {
      static async getSupportedFormats() { return ['aztec', 'qr_code']; }
      async detect() { globalThis.asked += 1; if (BROKEN) throw new Error('no service'); return [{ rawValue: 'SEJAWAT:0A1B2C3D4E5F60718293' }]; }
    };";

#[tokio::test]
async fn a_browser_that_reads_codes_fetches_no_reader_unless_it_fails_at_it() {
    let site = event(5).await;
    cards(&site).await;
    let code = format!("SEJAWAT:{}", WORDS[1]);
    let (_folder, film) = film(&[Some(&code)]);
    for (is_broken, said, kept) in [("false", "Hadir: Siti Aminah", false), ("true", "Hadir: Ninik", true)] {
        let link = Link::to(&site.base).await;
        let Some(tab) = Tab::with_camera(&link.base, &film).await else { return };
        let source = READS.replace("BROKEN", is_broken);
        tab.tools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
        tab.phone().await;
        tab.be(&site, Some(Who::JambiFacilitator)).await;
        tab.open(PAGE).await;
        ready(&tab).await;
        open_session(&tab, 0).await;
        tab.tap("a", "Pindai kartu").await;
        tab.expect(said).await;
        tab.until("return globalThis.asked > 2").await;
        let has = "const done = arguments[arguments.length - 1]; caches.has('sejawat-pembaca').then(done)";
        assert_eq!(*tab.chromium.web.execute_async(has, vec![]).await.unwrap().json(), json!(kept), "{said}");
        tab.expect(SENT).await;
    }
}

#[tokio::test]
async fn a_camera_that_is_refused_is_told_with_what_to_do() {
    let site = event(1).await;
    let link = Link::to(&site.base).await;
    let args = ["--use-fake-device-for-media-stream", "--deny-permission-prompts"].map(str::to_owned);
    let Some(tab) = Tab::told(&link.base, args.to_vec()).await else { return };
    tab.phone().await;
    tab.be(&site, Some(Who::JambiFacilitator)).await;
    tab.open(PAGE).await;
    ready(&tab).await;
    open_session(&tab, 0).await;
    tab.tap("a", "Pindai kartu").await;
    tab.expect("Kamera tidak diizinkan").await;
    tab.expect("izinkan Kamera, lalu ketuk Coba lagi").await;
    tab.press("Coba lagi").await;
    tab.expect("Kamera tidak diizinkan").await;
}
