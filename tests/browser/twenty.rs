//! Twenty people, a walk-in and the hotel's list without a mouse: Tab, Enter, arrows; and a block of cells from a
//! spreadsheet.

use serde_json::json;
use thirtyfour::Key;

use crate::{
    site::{NAMES, Site},
    support::{World, world::Who},
    tab::Tab,
};

async fn libraries(site: &Site) {
    sqlx::raw_sql(
        "insert into libraries (province_code, id, kind, name) values
           ('15', gen_random_uuid(), 'regency_office', 'Perpustakaan Kota Jambi'),
           ('15', gen_random_uuid(), 'village_library', 'Perpustakaan Desa Pematang'),
           ('15', gen_random_uuid(), 'village_library', 'Perpustakaan Desa Pulau')",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
}

async fn save_by_keys(tab: &Tab) {
    let chain = tab.chromium.web.action_chain().key_down(Key::Control).send_keys(Key::Enter);
    chain.key_up(Key::Control).perform().await.unwrap();
}

async fn focus_is(tab: &Tab, id: &str) {
    tab.until(&format!("return document.activeElement?.id === '{id}'")).await;
}

async fn value(tab: &Tab, id: &str) -> String {
    let value = tab.ask("return document.getElementById(arguments[0]).value", vec![json!(id)]).await;
    value.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn twenty_people_are_typed_saved_and_seen_without_a_mouse() {
    let site = Site::running(World::new().await).await;
    libraries(&site).await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 800).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/peserta").await;
    tab.tab_to("Isi banyak sekaligus").await;
    tab.keys(Key::Enter).await;
    tab.until("return location.pathname.endsWith('/isi-banyak') && document.readyState === 'complete'").await;
    for n in 1..=20 {
        focus_is(&tab, &format!("full_name-{n}")).await;
        tab.keys(format!("{} {n}", NAMES[(n - 1) % NAMES.len()].split(',').next().unwrap())).await;
        tab.keys(Key::Tab).await;
        // One is forgotten, to be mended.
        if n != 7 {
            tab.keys(if n % 2 == 0 { "L" } else { "P" }).await;
        }
        tab.keys(Key::Tab).await;
        if n == 1 || n == 11 {
            tab.keys(if n == 1 { "jambi kota" } else { "pul" }).await;
            tab.until("return !document.getElementById('saran').hidden").await;
            tab.keys(Key::Down).await;
            tab.keys(Key::Enter).await;
            let wanted = if n == 1 { "Perpustakaan Kota Jambi" } else { "Perpustakaan Desa Pulau" };
            assert_eq!(value(&tab, &format!("library-{n}")).await, wanted);
            focus_is(&tab, &format!("library-{n}")).await;
        }
        tab.keys(Key::Tab).await;
        tab.keys(Key::Tab).await;
        focus_is(&tab, &format!("phone-{n}")).await;
        if n == 3 {
            tab.keys("0812-3456-7890").await;
        }
        tab.keys(Key::Enter).await;
    }
    focus_is(&tab, "full_name-21").await;
    // Arrows go up and down within a column.
    tab.keys(Key::Up).await;
    focus_is(&tab, "full_name-20").await;
    tab.keys(Key::Down).await;
    save_by_keys(&tab).await;

    tab.expect("perbaiki 1 baris").await;
    focus_is(&tab, "ringkasan-masalah").await;
    tab.tab_to("Baris 7: Pilih L atau P.").await;
    tab.keys(Key::Enter).await;
    focus_is(&tab, "sex-7").await;
    tab.keys("P").await;
    save_by_keys(&tab).await;
    tab.expect("20 orang terdaftar.").await;
    assert_eq!(tab.ask("return document.querySelectorAll('tbody tr').length", vec![]).await, json!(20));
    let counted = "select count(*) from participants where sex <> '' and library_id is not null";
    assert_eq!(site.world.count(counted).await, 20);
    assert_eq!(
        site.world.count("select count(*) from participants where category = 'village_library'").await,
        10
    );
}

#[tokio::test]
async fn a_block_from_a_spreadsheet_goes_through_the_imports_look_at_every_row() {
    let site = Site::still(World::new().await).await;
    libraries(&site).await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 800).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    let paste = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    // With headings that the table has no column for; and without headings, in the order of the table.
    let with = "No\tNama\tInstansi\tL/P\tJabatan\n1\tNinik\tPerpustakaan Kota Jambi\tP\tPustakawan\n2\tRahmat\tPerpustakaan Kota Jambi\tL\tStaf\n";
    let without = "Dewi\tP\tPerpustakaan Desa Pulau\nAgus\tL\tPerpustakaan Desa Pulau\n";
    for (block, saved) in [(with, "Pustakawan"), (without, "Perpustakaan Desa Pulau")] {
        tab.open_event("jambi", "/peserta/isi-banyak").await;
        focus_is(&tab, "full_name-1").await;
        tab.ask(paste, vec![json!(block)]).await;
        tab.expect("Tempelan").await;
        tab.expect(saved).await;
        tab.tab_to("Terima 2 orang").await;
        tab.keys(Key::Enter).await;
        tab.expect("2 orang ditambahkan, 0 diperbarui.").await;
    }
    assert_eq!(site.world.count("select count(*) from participants where library_id is not null").await, 4);
    assert_eq!(site.world.count("select count(*) from participants where job_title = 'Pustakawan'").await, 1);
}

#[tokio::test]
async fn a_walk_in_is_added_by_keyboard_alone() {
    let site = Site::running(World::new().await).await;
    libraries(&site).await;
    site.register(3).await;
    site.take_template().await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 800).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/kehadiran").await;
    tab.tab_to("Pembukaan").await;
    tab.keys(Key::Enter).await;
    tab.until("return document.querySelector('.roll') !== null").await;
    tab.tab_to("Tambah orang yang datang").await;
    tab.keys(Key::Enter).await;
    focus_is(&tab, "field-full_name").await;
    tab.keys("Wati Lestari").await;
    tab.tab_to("Laki-laki").await;
    tab.keys(Key::Space).await;
    tab.keys(Key::Right).await;
    tab.tab_to("Perpustakaan atau instansi").await;
    tab.keys("pematang").await;
    tab.until("return !document.getElementById('saran').hidden").await;
    tab.keys(Key::Down).await;
    tab.keys(Key::Enter).await;
    // What is taken is not sent yet; the second Enter sends it.
    tab.keys(Key::Enter).await;
    tab.expect("Wati Lestari terdaftar dan hadir.").await;
    let added =
        "select count(*) from participants where sex = 'P' and agency_name = 'Perpustakaan Desa Pematang'";
    assert_eq!(site.world.count(added).await, 1);
}

#[tokio::test]
async fn the_hotels_list_is_filled_by_keyboard_alone() {
    let site = Site::running(World::new().await).await;
    site.register(3).await;
    sqlx::raw_sql("update participants set sex = case full_name when 'Ninik' then 'P' else 'P' end")
        .execute(&mut site.world.look().await)
        .await
        .unwrap();
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 800).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/peserta").await;
    tab.tab_to("Daftar kamar").await;
    tab.keys(Key::Enter).await;
    tab.until("return document.getElementById('arrives_on-1') !== null").await;
    tab.ask("document.getElementById('arrives_on-1').focus()", vec![]).await;
    for n in 1..=3 {
        focus_is(&tab, &format!("arrives_on-{n}")).await;
        tab.keys("1").await;
        for _ in 0..3 {
            tab.keys(Key::Tab).await;
        }
        focus_is(&tab, &format!("departs_on-{n}")).await;
        tab.keys("4/8").await;
        for _ in 0..3 {
            tab.keys(Key::Tab).await;
        }
        focus_is(&tab, &format!("needs_room-{n}")).await;
        tab.keys("Perlu").await;
        tab.keys(Key::Tab).await;
        tab.keys(if n < 3 { "301" } else { "302" }).await;
        if n < 3 {
            tab.keys(Key::Enter).await;
        }
    }
    tab.keys(Key::Tab).await;
    focus_is(&tab, "mate-3").await;
    tab.keys("nin").await;
    tab.until("return !document.getElementById('saran').hidden").await;
    tab.keys(Key::Down).await;
    tab.keys(Key::Enter).await;
    assert_eq!(value(&tab, "mate-3").await, "Ninik");
    save_by_keys(&tab).await;
    tab.expect("3 orang disimpan.").await;
    tab.expect("3 orang (L 0, P 3), 2 kamar").await;
}
