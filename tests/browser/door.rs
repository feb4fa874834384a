//! At the door of a full hall with a slow line: how many taps it takes, and how long.

use std::time::Instant;

use serde_json::json;

use crate::{
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

/// A thumb on a telephone, counted.
struct Thumb<'t> {
    tab: &'t Tab,
    taps: u32,
    fields: u32,
    since: Instant,
}

impl<'t> Thumb<'t> {
    fn at(tab: &'t Tab) -> Self {
        Self { tab, taps: 0, fields: 0, since: Instant::now() }
    }

    async fn tap(&mut self, css: &str, words: &str) {
        self.taps += 1;
        self.tab.tap(css, words).await;
    }

    /// Types into what has the focus.
    async fn types(&mut self, id: &str, text: &str) {
        self.fields += 1;
        self.tab.until(&format!("return document.activeElement?.id === '{id}'")).await;
        self.tab.keys(text).await;
    }

    #[expect(clippy::print_stdout, reason = "what was measured is to be read")]
    fn done(self, what: &str, (fields, taps): (u32, u32)) {
        let seconds = self.since.elapsed().as_secs_f32();
        println!("{what}: {} fields, {} taps, {seconds:.1} s at 400 ms", self.fields, self.taps);
        assert!(
            self.fields <= fields && self.taps <= taps,
            "{what}: {} fields, {} taps",
            self.fields,
            self.taps
        );
    }
}

async fn slow_phone(site: &Site, who: Who) -> Option<Tab> {
    let mut conn = site.world.look().await;
    sqlx::raw_sql("update tenants set facilitators_add_people = true where province_code = '15'")
        .execute(&mut conn)
        .await
        .unwrap();
    let tab = Tab::new(site).await?;
    tab.phone().await;
    tab.be(site, Some(who)).await;
    tab.tools("Network.enable", json!({})).await;
    let line = json!({ "offline": false, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1 });
    tab.tools("Network.emulateNetworkConditions", line).await;
    Some(tab)
}

#[tokio::test]
async fn whoever_comes_unannounced_takes_three_fields_and_six_taps() {
    let site = Site::running(World::new().await).await;
    site.register(16).await;
    site.take_template().await;
    let Some(tab) = slow_phone(&site, Who::JambiFacilitator).await else { return };
    tab.open_event("tugas", "/kehadiran").await;
    tab.follow("Pembukaan").await;
    tab.expect("Siti Aminah").await;

    let mut thumb = Thumb::at(&tab);
    thumb.tap("a", "Tambah orang yang datang").await;
    thumb.types("field-full_name", "Wati Lestari").await;
    thumb.fields += 1;
    thumb.tap("label", "Perempuan").await;
    thumb.tap("#field-agency", "").await;
    thumb.types("field-agency", "contoh 7").await;
    thumb.tap("#saran li", "Perpustakaan Desa Contoh 7").await;
    thumb.tap("button", "Tambah dan tandai hadir").await;
    tab.expect("Wati Lestari terdaftar dan hadir.").await;
    thumb.done("walk-in", (3, 6));
    tab.expect_state("Wati Lestari", "Hadir").await;
    let added = "select count(*) from participants where entry = 'walk_in' and category = 'village_library' and sex = 'P'";
    assert_eq!(site.world.count(added).await, 1);
    tab.press("Urungkan").await;
    tab.expect("Pendaftaran Wati Lestari dibatalkan.").await;
}

#[tokio::test]
async fn whoever_comes_instead_takes_two_fields_and_six_taps() {
    let site = Site::running(World::new().await).await;
    site.register(16).await;
    site.take_template().await;
    let Some(tab) = slow_phone(&site, Who::JambiFacilitator).await else { return };
    tab.open_event("tugas", "/kehadiran").await;
    tab.follow("Pembukaan").await;
    tab.expect("Siti Aminah").await;

    let mut thumb = Thumb::at(&tab);
    thumb.tap("a", "Diwakili orang lain: Siti Aminah").await;
    thumb.types("field-full_name", "Joko Susilo").await;
    thumb.fields += 1;
    thumb.tap("label", "Laki-laki").await;
    thumb.tap("button", "Wakil hadir").await;
    tab.expect("Joko Susilo menggantikan Siti Aminah, terdaftar dan hadir.").await;
    thumb.done("replacement", (3, 6));
    tab.expect_state("Joko Susilo", "Hadir").await;
    tab.press("Urungkan").await;
    tab.expect("Siti Aminah kembali di daftar.").await;
    tab.expect_state("Siti Aminah", "Belum").await;
}
