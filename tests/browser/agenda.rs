//! A whole agenda edited by keyboard alone, and by dragging on the timeline.

use serde_json::json;
use thirtyfour::{Key, TypingData};

use crate::{
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

/// Three days with forty sessions, and four libraries that come.
async fn full_agenda(site: &Site) {
    sqlx::raw_sql(
        "update events set programme_ends_on = '2022-08-04' where id = '00000000-0000-0000-0000-000000000e15';
         insert into sessions (event_id, id, kind, title, room, starts_at, ends_at, is_fixed, changed_at, changed_by)
           select '00000000-0000-0000-0000-000000000e15', gen_random_uuid(), case when n % 14 = 7 then 'break_prayer' else 'achievement_presentation' end,
                  case when n % 14 = 7 then 'Ishoma ' else 'Sesi ' end || n, case when n % 14 = 7 then '' else 'Aula' end,
                  '2022-08-02 08:00+07'::timestamptz + (n / 14) * interval '1 day' + (n % 14) * interval '35 minutes',
                  '2022-08-02 08:30+07'::timestamptz + (n / 14) * interval '1 day' + (n % 14) * interval '35 minutes', n % 14 = 7, '2022-07-20', 'contoh'
             from generate_series(0, 39) n;
         insert into libraries (province_code, id, kind, name) select '15', ('00000000-0000-0000-0000-00000000d0' || n)::uuid, 'village_library', 'Perpustakaan ' || n from generate_series(11, 14) n;
         insert into participants (event_id, id, province_code, kind, category, library_id, agency_name, full_name, registered_at)
           select '00000000-0000-0000-0000-000000000e15', id, '15', 'peserta', 'village_library', id, name, 'Utusan ' || name, '2022-07-20' from libraries where province_code = '15'",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
}

/// Presses arrows while these keys are held.
async fn held(tab: &Tab, keys: &[Key], arrow: impl Into<TypingData>) {
    let mut chain = tab.chromium.web.action_chain();
    for key in keys {
        chain = chain.key_down(key.clone());
    }
    chain = chain.send_keys(arrow);
    for key in keys {
        chain = chain.key_up(key.clone());
    }
    chain.perform().await.unwrap();
}

async fn enter(tab: &Tab, words: &str) {
    tab.tab_far(words).await;
    tab.keys(Key::Enter).await;
}

#[tokio::test]
async fn three_days_and_forty_sessions_are_edited_by_keyboard_alone() {
    let site = Site::running(World::new().await).await;
    full_agenda(&site).await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 800).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/agenda").await;

    // Moved and shortened, where one is.
    tab.tab_far("Sesi 0").await;
    held(&tab, &[Key::Alt], Key::Up).await;
    tab.expect("“Sesi 0” sekarang 07.55-08.25 WIB.").await;
    tab.until("return document.activeElement.textContent.trim() === 'Sesi 0'").await;
    held(&tab, &[Key::Alt, Key::Shift], Key::Up).await;
    tab.expect("“Sesi 0” sekarang 07.55-08.20 WIB.").await;
    enter_back(&tab, "Urungkan").await;
    tab.expect("1 sesi kembali seperti semula.").await;

    // The same by the menu of the row, as without script.
    enter(&tab, "Atur sesi Sesi 1").await;
    enter(&tab, "5 menit lebih panjang").await;
    tab.expect("“Sesi 1” sekarang 08.35-09.10 WIB.").await;

    // Doubled.
    enter(&tab, "Atur sesi Sesi 2").await;
    enter(&tab, "Duplikat sesi").await;
    tab.expect("Judul sesi").await;
    tab.tab_far("Judul sesi").await;
    held(&tab, &[Key::Control], "a").await;
    tab.keys("Sesi ganda").await;
    enter(&tab, "Simpan sesi").await;
    tab.expect("Sesi “Sesi ganda” ditambahkan.").await;

    // Added.
    enter(&tab, "Tambah sesi").await;
    tab.tab_far("Judul sesi").await;
    tab.keys("Foto bersama").await;
    tab.tab_far("Jenis sesi").await;
    tab.keys("Lainnya").await;
    tab.tab_far("Mulai").await;
    tab.keys("17.00").await;
    tab.tab_far("Selesai").await;
    tab.keys("17.15").await;
    enter(&tab, "Simpan sesi").await;
    tab.expect("Sesi “Foto bersama” ditambahkan.").await;

    // Removed and brought back.
    enter(&tab, "Atur sesi Foto bersama").await;
    enter(&tab, "Hapus sesi Foto bersama").await;
    tab.expect("Sesi “Foto bersama” dihapus.").await;
    enter(&tab, "Urungkan").await;
    tab.expect("Sesi “Foto bersama” dikembalikan.").await;

    // The day shifted and put back.
    enter(&tab, "Geser jadwal").await;
    tab.expect("Lihat hasilnya").await;
    tab.tab_far("Jumlah menit lain").await;
    tab.keys("10").await;
    enter(&tab, "Lihat hasilnya").await;
    tab.expect("10 menit lebih lambat").await;
    let button = tab
        .ask("return [...document.querySelectorAll('main button')].at(-1).textContent.trim()", vec![])
        .await;
    enter(&tab, button.as_str().unwrap()).await;
    tab.expect("digeser 10 menit lebih lambat").await;
    enter(&tab, "Urungkan").await;
    tab.expect("kembali seperti semula.").await;

    // Turns put in order.
    enter(&tab, "Urutan paparan Sesi 3").await;
    enter(&tab, "Tambah semua perpustakaan desa (4)").await;
    tab.expect("4 perpustakaan masuk urutan.").await;
    enter(&tab, "Turun Perpustakaan 11").await;
    tab.expect("Urutan disimpan.").await;
    tab.tab_far("menit untuk Perpustakaan 14").await;
    held(&tab, &[Key::Alt], Key::Up).await;
    tab.until("return [...document.querySelectorAll('[data-turn] h2')].map((h) => h.textContent).join() === 'Perpustakaan 12,Perpustakaan 11,Perpustakaan 14,Perpustakaan 13'").await;
    tab.until("return document.activeElement.labels?.[0].textContent === 'menit untuk Perpustakaan 14'")
        .await;
    assert!(tab.complaints().await.is_empty());
    assert_eq!(site.world.count("select count(*) from sessions where removed_at is null").await, 42);
}

/// The same backwards: what was just said stands above.
async fn enter_back(tab: &Tab, words: &str) {
    for _ in 0..20 {
        if tab.focus().await.words == words {
            return tab.keys(Key::Enter).await;
        }
        held(tab, &[Key::Shift], Key::Tab).await;
    }
    panic!("“{words}” does not stand above on {}", tab.path().await)
}

#[tokio::test]
async fn a_block_is_dragged_and_goes_back_when_that_fails() {
    let site = Site::running(World::new().await).await;
    full_agenda(&site).await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 900).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/agenda?tampilan=linimasa").await;
    let block = "[...document.querySelectorAll('.block')].find((b) => [...b.querySelectorAll('b')].some((words) => words.textContent === 'Sesi 1'))";
    drag(&tab, block, 0.5, 12).await;
    tab.expect("“Sesi 1” sekarang 08.40-09.10 WIB.").await;
    drag(&tab, block, 1.0, -24).await;
    tab.expect("“Sesi 1” sekarang 08.40-09.00 WIB.").await;
    assert_eq!(tab.ask("return location.search", vec![]).await, json!("?tampilan=linimasa"));
    // Without the server nothing moves, and that is said.
    let before = tab.ask(&format!("return {block}.parentElement.getAttribute('y')"), vec![]).await;
    let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    tab.tools("Network.enable", json!({})).await;
    tab.tools("Network.emulateNetworkConditions", offline).await;
    drag(&tab, block, 0.5, 36).await;
    tab.expect("Tidak tersimpan").await;
    assert_eq!(tab.ask(&format!("return {block}.parentElement.getAttribute('y')"), vec![]).await, before);
}

/// Where a block is held, at a share of its height.
async fn held_at(tab: &Tab, block: &str, share: f64) -> (i64, i64) {
    let at = tab
        .ask(
            &format!(
                "{block}.scrollIntoView({{ block: 'center' }}); const box = {block}.getBoundingClientRect();
                 return [Math.round(box.left + box.width / 2), Math.round(box.top + Math.min(box.height * {share}, box.height - 3))]"
            ),
            vec![],
        )
        .await;
    (at[0].as_i64().unwrap(), at[1].as_i64().unwrap())
}

/// Drags a block down from a share of its height.
async fn drag(tab: &Tab, block: &str, share: f64, pixels: i64) {
    let (x, y) = held_at(tab, block, share).await;
    tab.chromium
        .web
        .action_chain()
        .move_to(x, y)
        .click_and_hold()
        .move_by_offset(0, pixels / 2)
        .move_by_offset(0, pixels - pixels / 2)
        .release()
        .perform()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_block_goes_to_another_room_by_dragging_and_by_keys() {
    let site = Site::running(World::new().await).await;
    full_agenda(&site).await;
    sqlx::raw_sql(
        "update sessions set room = 'Lobi' where title = 'Sesi 3'; update sessions set room = ' aula' where title = 'Sesi 2'",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 900).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/agenda?tampilan=linimasa").await;
    let rooms = "return [...document.querySelectorAll('.timeline-head [data-room]')].map((room) => room.dataset.room)";
    assert_eq!(tab.ask(rooms, vec![]).await, json!(["Aula", "Lobi"]), "a room is one, however it is written");
    let block = "[...document.querySelectorAll('.block')].find((b) => [...b.querySelectorAll('b')].some((words) => words.textContent === 'Sesi 1'))";
    let (x, y) = held_at(&tab, block, 0.5).await;
    let there = tab.ask("const box = [...document.querySelectorAll('.timeline-head [data-room]')][1].getBoundingClientRect(); return Math.round(box.left + box.width / 2)", vec![]).await;
    let sideways = there.as_i64().unwrap() - x;
    let chain = tab.chromium.web.action_chain().move_to(x, y).click_and_hold();
    let chain = chain.move_by_offset(sideways / 2, 6).move_by_offset(sideways - sideways / 2, 6);
    chain.release().perform().await.unwrap();
    tab.expect("“Sesi 1” pindah ke Lobi, 08.40-09.10 WIB.").await;
    tab.press("Urungkan").await;
    tab.expect("1 sesi kembali seperti semula.").await;

    // By keys; at the edge nothing happens, and the page is not left.
    tab.open_event("jambi", "/agenda?tampilan=linimasa").await;
    tab.ask(&format!("{block}.focus()"), vec![]).await;
    held(&tab, &[Key::Alt], Key::Right).await;
    tab.expect("“Sesi 1” pindah ke Lobi, 08.35-09.05 WIB.").await;
    tab.until(&format!("return document.activeElement === {block}")).await;
    held(&tab, &[Key::Alt], Key::Right).await;
    held(&tab, &[Key::Alt], Key::Left).await;
    tab.expect("“Sesi 1” pindah ke Aula, 08.35-09.05 WIB.").await;
    let moved = "select count(*) from audit_log where action = 'session.move'";
    assert_eq!(site.world.count(moved).await, 3);

    // The names of the rooms stay in sight.
    let head = "const line = document.querySelector('.timeline'); line.scrollTop = 200;
        return [line.scrollTop, Math.round(document.querySelector('.timeline-head').getBoundingClientRect().top - line.getBoundingClientRect().top)]";
    assert_eq!(tab.ask(head, vec![]).await, json!([200, 1]));
    assert!(tab.complaints().await.is_empty());
}
