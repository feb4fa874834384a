//! The same work without a mouse: the tabulator, Enter and the space bar.

use serde_json::json;
use thirtyfour::Key;

use crate::{
    catalogue,
    site::Site,
    support::{World, samples, world::Who},
    tab::Tab,
};

const PASSWORD: &str = "rahasia yang panjang";

#[tokio::test]
async fn a_facilitator_signs_in_and_marks_by_keyboard_alone() {
    let site = Site::running(World::new().await).await;
    site.register(3).await;
    site.take_template().await;
    site.set_password(Who::JambiFacilitator, PASSWORD).await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 800).await;

    tab.open("/masuk").await;
    tab.tab_to("Alamat surel").await;
    tab.keys("fasilitator.jambi@contoh.id.invalid").await;
    tab.tab_to("Kata sandi").await;
    tab.keys(PASSWORD).await;
    tab.keys(Key::Enter).await;
    tab.until("return location.pathname !== '/masuk'").await;

    tab.open_event("tugas", "/kehadiran").await;
    tab.tab_to("Pembukaan").await;
    tab.keys(Key::Enter).await;
    tab.until("return document.querySelector('.roll') !== null").await;
    tab.tab_to("Cari nama").await;
    tab.keys("siti").await;
    tab.tab_to("HHadir").await;
    tab.keys(Key::Space).await;
    tab.expect("Semua tanda tersimpan").await;
    tab.expect_state("Siti Aminah", "Hadir").await;
    assert_eq!(tab.focus().await.words, "HHadir", "the focus stays where it was");
    tab.tab_to("TTerlambat").await;
    tab.keys(Key::Enter).await;
    tab.expect_state("Siti Aminah", "Terlambat").await;
}

#[tokio::test]
async fn an_operator_registers_a_person_by_keyboard_alone() {
    let site = Site::running(World::new().await).await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 800).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/peserta/baru").await;
    tab.tab_to("Nama lengkap").await;
    tab.keys("Siti Aminah").await;
    tab.tab_to("Laki-laki").await;
    // Within a group of choices the arrows lead on.
    tab.keys(Key::Right).await;
    tab.tab_to("Instansi lain").await;
    tab.keys("Perpustakaan Desa Contoh").await;
    tab.tab_to("Kategori peserta").await;
    tab.keys("Penerima").await;
    tab.tab_to("Simpan").await;
    tab.keys(Key::Enter).await;
    tab.expect("Siti Aminah terdaftar").await;
    assert_eq!(
        site.world.count("select count(*) from participants where category = 'impact_beneficiary'").await,
        1
    );
}

#[tokio::test]
async fn the_skip_link_leads_past_the_menu() {
    let site = Site::still(World::new().await).await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 800).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/agenda").await;
    tab.keys(Key::Tab).await;
    let first = tab.focus().await;
    assert_eq!(first.words, "Langsung ke isi");
    assert!(first.seen, "the skip link is not to be seen");
    tab.keys(Key::Enter).await;
    assert_eq!(tab.focus().await.id, "isi");
    tab.keys(Key::Tab).await;
    let inside =
        tab.ask("return document.querySelector('main').contains(document.activeElement)", vec![]).await;
    assert_eq!(inside, true, "the next stop is in the menu again");
}

#[tokio::test]
async fn a_form_that_comes_back_begins_at_what_is_wrong() {
    let site = Site::still(World::new().await).await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(360, 800).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/agenda/sesi-baru").await;
    tab.tab_to("Judul sesi").await;
    tab.keys(Key::Enter).await;
    tab.expect("Belum tersimpan").await;
    tab.until("return document.activeElement.id === 'ringkasan-masalah'").await;
    assert!(tab.focus().await.seen, "the summary has the focus and does not show it");
    tab.keys(Key::Tab).await;
    assert_eq!(tab.focus().await.tag, "A");
    tab.keys(Key::Enter).await;
    let field = tab.focus().await;
    assert_eq!((field.words.as_str(), field.seen), ("Judul sesi", true));
}

#[tokio::test]
async fn a_signed_sheet_is_typed_in_and_its_session_closed_by_keyboard_alone() {
    let site = catalogue::full_site().await;
    let look = || async { site.world.look().await };
    sqlx::raw_sql("delete from sheet_entries where code = '7K2Q9M'; update sessions set locked_at = null, locked_by = ''")
        .execute(&mut look().await)
        .await
        .unwrap();
    let Some(tab) = Tab::new(&site).await else { return };
    tab.size(1280, 800).await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open_event("jambi", "/kehadiran/lembar").await;
    tab.keys("7k2q9m").await;
    tab.keys(Key::Enter).await;
    tab.until("return location.pathname.endsWith('/7K2Q9M')").await;
    let session = samples::of("session", "", samples::JAMBI);
    tab.open_event("jambi", &format!("/kehadiran/lembar/7K2Q9M/sesi/{session}/halaman/1")).await;
    // The first line has the focus; each key goes on to the next, and the arrows go back.
    let lines =
        tab.ask("return document.querySelectorAll('[data-line]').length", vec![]).await.as_i64().unwrap();
    assert!(lines > 3, "{lines} lines");
    tab.keys("hh").await;
    tab.keys(Key::Up).await;
    tab.keys("t").await;
    tab.keys("s").await;
    tab.keys(Key::Enter).await;
    let signs = "return [...document.querySelectorAll('[data-line]')].map((line) => line.querySelector(':checked')?.value ?? '').slice(0, 4)";
    assert_eq!(tab.ask(signs, vec![]).await, json!(["present", "late", "sick", ""]));
    tab.ctrl_enter().await;
    tab.expect("disimpan: 3 baris").await;
    let stored: Vec<String> =
        sqlx::query_scalar("select sign from sheet_entries where code = '7K2Q9M' order by line")
            .fetch_all(&mut look().await)
            .await
            .unwrap();
    assert_eq!(stored, ["present", "late", "sick"]);

    // What a phone says otherwise afterwards is a difference, and stays with its reason.
    sqlx::raw_sql("update attendance_states a set state = 'absent' from sheet_entries e where e.code = '7K2Q9M' and e.line = 1
                     and a.session_id = e.session_id and a.participant_id = e.participant_id")
        .execute(&mut look().await)
        .await
        .unwrap();
    tab.open_event("jambi", &format!("/kehadiran/sesi/{session}/tutup")).await;
    tab.tab_far("Alasan").await;
    tab.keys("disepakati panitia").await;
    tab.tab_to("Tutup dengan selisih").await;
    tab.keys(Key::Enter).await;
    tab.expect("ditutup").await;
    let closed = "select count(*) from sessions where id = '00000000-0000-0000-0000-000000005e15' and locked_at is not null";
    assert_eq!(site.world.count(closed).await, 1);
}
