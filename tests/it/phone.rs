//! The page that works without signal: the same for everybody, and what its worker keeps of it.

use sejawat::{kernel::text, web::assets};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{
    sign_in::with_password,
    support::{World, world::Who},
};

/// What the worker keeps: each address with the sum of its content.
async fn kept(world: &World) -> Vec<(String, String)> {
    let script = world.visitor().open("/hadir/pekerja.js").await;
    let list = script.body.lines().find_map(|line| line.strip_prefix("const KEPT = ")).unwrap();
    serde_json::from_str(list.trim_end_matches(';')).unwrap()
}

#[tokio::test]
async fn the_page_names_nobody_and_is_the_same_for_all() {
    let world = World::filled().await;
    let visitor = world.visitor().open("/hadir").await;
    let facilitator = world.browser(Who::JambiFacilitator).await.open("/hadir").await;
    assert_eq!(visitor.body, facilitator.body);
    assert!(!visitor.body.contains("Fasilitator Jambi"));
    assert!(visitor.body.contains("<noscript>"), "without a script it says where to go");
}

#[tokio::test]
async fn the_worker_keeps_the_page_and_every_script_of_it() {
    let world = World::new().await;
    let kept = kept(&world).await;
    for (address, sum) in kept.iter().filter(|(address, _)| !address.contains("/aplikasi-")) {
        let file = world.visitor().open(address).await;
        assert_eq!(text::hex(&Sha256::digest(file.body.as_bytes())), *sum, "{address}");
    }
    for script in assets::under("js/hadir/") {
        let is_kept = kept.iter().any(|(address, _)| *address == assets::url(&script));
        assert_eq!(is_kept, script != "js/hadir/worker.js", "{script}");
    }
    assert!(kept.iter().all(|(address, _)| !address.starts_with("/api/")));
}

#[tokio::test]
async fn the_home_screen_finds_its_pictures() {
    let world = World::new().await;
    let manifest: Value =
        serde_json::from_str(&world.visitor().open("/hadir/manifest.webmanifest").await.body).unwrap();
    assert_eq!((&manifest["start_url"], &manifest["scope"]), (&"/hadir".into(), &"/hadir".into()));
    for icon in manifest["icons"].as_array().unwrap() {
        world.visitor().open(icon["src"].as_str().unwrap()).await.expect(200);
    }
}

/// What the worker keeps once it is asked for.
async fn kept_later(world: &World) -> Vec<(String, String)> {
    let script = world.visitor().open("/hadir/pekerja.js").await;
    let list = script.body.lines().find_map(|line| line.strip_prefix("const LATER = ")).unwrap();
    serde_json::from_str(list.trim_end_matches(';')).unwrap()
}

#[tokio::test]
async fn the_reader_of_cards_is_kept_only_once_it_is_asked_for() {
    let world = World::new().await;
    let later = kept_later(&world).await;
    let now = kept(&world).await;
    let page = world.visitor().open("/hadir").await;
    let addresses: Vec<&str> = later.iter().map(|(address, _)| address.as_str()).collect();
    assert!(page.body.contains(&format!("data-reader=\"{}\"", addresses.join(" "))));
    assert_eq!(addresses[0], "/hadir/pembaca.js");
    for (address, sum) in &later {
        assert!(now.iter().all(|(kept, _)| kept != address), "{address}");
        let file = assets::content(address.splitn(4, '/').last().unwrap());
        let bytes = match file {
            Some(file) => file.into_owned(),
            None => world.visitor().open(address).await.body.into_bytes(),
        };
        assert_eq!(text::hex(&Sha256::digest(bytes)), *sum, "{address}");
    }
}

#[test]
fn the_reader_is_the_file_that_the_notice_names() {
    let notice = assets::content("vendor/zxing/NOTICE.md").unwrap();
    let notice = String::from_utf8_lossy(&notice);
    for file in ["reader.js", "reader.wasm"] {
        let bytes = assets::content(&format!("vendor/zxing/{file}")).unwrap();
        let line = notice.lines().find(|line| line.starts_with(&format!("| `{file}`"))).unwrap();
        assert!(line.contains(&text::hex(&Sha256::digest(bytes))), "{file}");
    }
}

#[tokio::test]
async fn the_camera_is_this_pages_alone_and_so_is_what_may_be_compiled() {
    let world = World::new().await;
    let visitor = world.visitor();
    for (address, camera, compiles) in [
        ("/hadir", true, false),
        ("/hadir/pembaca.js", false, true),
        ("/hadir/pekerja.js", false, false),
        ("/masuk", false, false),
    ] {
        let head = visitor.head(address).await;
        let said = |name: &str| head[name].to_str().unwrap().to_owned();
        assert_eq!(said("permissions-policy").contains("camera=(self)"), camera, "{address}");
        assert!(said("permissions-policy").contains("microphone=()"), "{address}");
        assert_eq!(said("content-security-policy").contains("'wasm-unsafe-eval'"), compiles, "{address}");
        assert!(!said("content-security-policy").contains("unsafe-inline"), "{address}");
    }
}

#[tokio::test]
async fn who_is_signed_in_is_told_to_the_page_by_a_cookie_that_opens_nothing() {
    let world = World::filled().await;
    with_password(&world, "rahasia sekali").await;
    let mut browser = world.visitor();
    let page = browser.open("/masuk").await;
    let form = page
        .form("Masuk")
        .fill("Alamat surel", "operator.jambi@contoh.id.invalid")
        .fill("Kata sandi", "rahasia sekali");
    browser.submit(form).await.expect(200);
    assert_eq!(browser.cookie("sejawat_siapa"), Some(Who::JambiOperator.account().to_string().as_str()));
    let mut thief = world.visitor();
    thief.set_cookie("sejawat_siapa", browser.cookie("sejawat_siapa").unwrap());
    thief.open("/jambi").await.expect_text("Masuk ke Sejawat");
    browser.post("/keluar", &[]).await;
    assert_eq!(browser.cookie("sejawat_siapa"), Some("keluar"));
}
