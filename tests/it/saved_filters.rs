//! Searches of the people list that are kept: for oneself, for the office; renamed, removed, brought back.

use sejawat::kernel::ids::EventId;
use uuid::Uuid;

use crate::support::{
    Browser, Page, World,
    world::{JAMBI, JATENG, Who},
};

fn list(slug: &str, event: EventId) -> String {
    format!("/{slug}/kegiatan/{event}/peserta")
}

async fn people(world: &World) {
    let mut conn = world.look().await;
    for (n, (name, at)) in
        (1_u128..).zip([("Ani", "2022-07-02"), ("Budi", "2022-07-03"), ("Citra", "2022-07-01")])
    {
        sqlx::query(
            "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
             values ($1, $2, '15', 'peserta', 'village_library', 'Desa Contoh', $3, $4::text::timestamptz)",
        )
        .bind(JAMBI.0)
        .bind(Uuid::from_u128(0x5a0_0000 + n))
        .bind(name)
        .bind(at)
        .execute(&mut conn)
        .await
        .unwrap();
    }
}

async fn keep(browser: &mut Browser, query: &str, name: &str, whose: &str) -> Page {
    let page = browser.open(format!("{}?{query}", list("jambi", JAMBI))).await;
    let form = page.form("Simpan saringan").fill("Nama saringan", name).fill("Dipakai", whose);
    browser.submit(form).await
}

fn names(page: &Page) -> Vec<String> {
    let html = page.html();
    let rows = scraper::Selector::parse("tbody th[scope=row] a").unwrap();
    html.select(&rows).map(|name| name.text().collect::<String>()).collect()
}

#[tokio::test]
async fn a_search_is_kept_for_oneself_or_for_the_office() {
    let world = World::new().await;
    people(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    operator.open(list("jambi", JAMBI)).await.expect_no_text("Simpan saringan");
    let page = keep(&mut operator, "cari=ani&halaman=1", "Hanya Ani", "Saya sendiri").await;
    page.expect(200).expect_text("Saringan “Hanya Ani” disimpan untuk Anda.");
    assert_eq!(page.count("a[aria-current][href*='cari=ani']"), 1);
    let page = keep(&mut operator, "kategori=village_library", "Semua desa", "Seluruh kantor").await;
    page.expect_text("disimpan untuk kantor.");
    let theirs = admin.open(list("jambi", JAMBI)).await;
    theirs.expect_text("Semua desa").expect_no_text("Hanya Ani");
    let found = operator.click(&operator.clone().open(list("jambi", JAMBI)).await, "Hanya Ani").await;
    assert_eq!(names(&found), ["Ani"]);
    keep(&mut operator, "cari=budi", "hanya ani", "Saya sendiri")
        .await
        .expect_text("sudah dipakai saringan lain");
    keep(&mut operator, "cari=budi", "  ", "Saya sendiri").await.expect_text("Beri nama saringan ini dulu");
    // Another's own is not found, another province's neither.
    let own: Uuid = sqlx::query_scalar("select id from saved_filters where account_id is not null")
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    admin.post(format!("{}/saringan/{own}/hapus", list("jambi", JAMBI)), &[]).await.expect(404);
    let mut other = world.browser(Who::JatengAdmin).await;
    other.open(list("jawa-tengah", JATENG)).await.expect_no_text("Semua desa");
    other
        .post(format!("{}/saringan/{own}/nama", list("jawa-tengah", JATENG)), &[("name", "x")])
        .await
        .expect(404);
    assert_eq!(world.count("select count(*) from audit_log where action = 'saved_filter.save'").await, 2);
}

#[tokio::test]
async fn a_kept_search_is_renamed_removed_and_brought_back() {
    let world = World::new().await;
    people(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = keep(&mut operator, "cari=ani", "Hanya Ani", "Seluruh kantor").await;
    let form = page.form("Ganti nama Hanya Ani").fill("Saringan kantor 1", "Ani saja");
    let page = operator.submit(form).await;
    page.expect_text("sekarang bernama “Ani saja”");
    let gone = operator.press(&page, "Hapus saringan Ani saja").await;
    gone.expect_text("Saringan “Ani saja” dihapus.");
    assert!(gone.link("Ani saja (kantor)").is_none());
    let back = operator.press(&gone, "Urungkan").await;
    back.expect_text("Saringan “Ani saja” ada lagi.");
    assert!(back.link("Ani saja (kantor)").is_some());
}

#[tokio::test]
async fn there_are_twenty_at_most() {
    let world = World::new().await;
    people(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    for n in 1..=20 {
        keep(&mut operator, &format!("cari=a{n}"), &format!("Saringan {n}"), "Saya sendiri")
            .await
            .expect_text("disimpan");
    }
    let full = keep(&mut operator, "cari=b", "Satu lagi", "Seluruh kantor").await;
    full.expect_text("Sudah ada 20 saringan.");
    let gone = operator.press(&full, "Hapus saringan Saringan 3").await;
    keep(&mut operator, "cari=b", "Satu lagi", "Seluruh kantor").await.expect_text("disimpan untuk kantor.");
    operator.press(&gone, "Urungkan").await.expect_text("Sudah ada 20 saringan.");
    assert_eq!(world.count("select count(*) from saved_filters where removed_at is null").await, 20);
}

#[tokio::test]
async fn the_list_remembers_how_its_reader_sorted_it_last() {
    let world = World::new().await;
    people(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(list("jambi", JAMBI)).await;
    assert_eq!(names(&page), ["Ani", "Budi", "Citra"]);
    page.expect_text("2 Juli 2022");
    let newest = operator.click(&page, "Terdaftar").await;
    assert_eq!(names(&newest), ["Budi", "Ani", "Citra"]);
    assert_eq!(newest.count("th[aria-sort=descending]"), 1);
    let again = operator.open(list("jambi", JAMBI)).await;
    assert_eq!(names(&again), ["Budi", "Ani", "Citra"], "remembered");
    let oldest = operator.click(&again, "Terdaftar").await;
    assert_eq!(names(&oldest), ["Citra", "Ani", "Budi"]);
    operator.click(&oldest, "Nama").await;
    assert_eq!(names(&operator.open(list("jambi", JAMBI)).await), ["Ani", "Budi", "Citra"]);
    // Somebody else in the same browser has a habit of their own.
    operator.open(format!("{}?urut=terbaru", list("jambi", JAMBI))).await;
    let left = operator.cookie("sejawat_urut_peserta").unwrap().to_owned();
    let mut admin = world.browser(Who::JambiAdmin).await;
    admin.set_cookie("sejawat_urut_peserta", &left);
    assert_eq!(names(&admin.open(list("jambi", JAMBI)).await), ["Ani", "Budi", "Citra"]);
    admin.open(format!("{}?urut=%27--", list("jambi", JAMBI))).await.expect(200);
}

#[tokio::test]
async fn people_are_found_by_the_import_that_brought_them() {
    let world = World::new().await;
    people(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let choose = operator.open(format!("{}/impor", list("jambi", JAMBI))).await;
    let file = "Nama;L/P;Instansi;Kategori\nDewi;P;Kantor A;Desa Champion\n";
    let rows = operator.upload(choose.form("Baca daftar"), "file", "susulan.csv", file.as_bytes()).await;
    operator.press(&rows, "Terima 1 orang").await.expect_text("1 ditambahkan".trim_start_matches("1 "));
    let page = operator.open(list("jambi", JAMBI)).await;
    let form = page.form("Saring").fill("Asal", "susulan.csv (2 Agustus 2022)");
    let found = operator.submit(form).await;
    assert_eq!(names(&found), ["Dewi"]);
    let kept = operator.submit(found.form("Simpan saringan").fill("Nama saringan", "Susulan")).await;
    kept.expect_text("disimpan untuk Anda.");
    // It means nothing in another event, and is not offered there.
    assert!(kept.link("Susulan").is_some());
}
