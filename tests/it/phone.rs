//! The page that works without signal: the same for everybody, and what its worker keeps of it.

use sejawat::{kernel::text, web::assets};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::support::{World, world::Who};

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
