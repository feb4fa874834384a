//! The queue of a telephone that finds no line, as a file, sent by another's.

use serde_json::{Value, json};

use crate::{
    link::State,
    offline::{MARKS, NINIK, PRESENT, SENT, SITI, event, kept, open_session, phone},
    support::world::Who,
    tab::Tab,
};

const WAITING: &str = "select count(*) from attendance_waiting";

/// Presses the button that saves, and takes the file before it reaches the downloads.
async fn save(tab: &Tab) -> String {
    tab.ask("const make = URL.createObjectURL; URL.createObjectURL = (file) => { globalThis.saved = file; return make.call(URL, file); }", vec![]).await;
    tab.press("Simpan sebagai berkas").await;
    tab.until("return globalThis.saved !== undefined").await;
    let read = "const done = arguments[arguments.length - 1]; globalThis.saved.text().then(done)";
    tab.chromium.web.execute_async(read, vec![]).await.unwrap().json().as_str().unwrap().to_owned()
}

/// Chooses a file of this content, as the file dialog would.
async fn choose(tab: &Tab, content: &str) {
    tab.until("return document.querySelector('#field-file') !== null").await;
    let choose = "const files = new DataTransfer(); files.items.add(new File([arguments[0]], 'antrean-hadir.json', { type: 'application/json' }));
        const field = document.querySelector('#field-file'); field.files = files.files; field.dispatchEvent(new Event('change', { bubbles: true }));";
    tab.ask(choose, vec![json!(content)]).await;
}

#[tokio::test]
async fn a_queue_that_finds_no_line_is_brought_by_another_telephone_and_counts_once() {
    let site = event(3).await;
    let Some((first_link, first)) = phone(&site, Who::JambiFacilitator).await else { return };
    let Some((second_link, second)) = phone(&site, Who::JambiOperator).await else { return };
    first_link.becomes(State::Cut);
    open_session(&first, 0).await;
    first.mark(SITI, "H").await;
    first.mark(NINIK, "H").await;
    first.expect("2 belum terkirim").await;
    first.ask("location.hash = '#antrean'", vec![]).await;
    first.expect("2 menunggu sinyal").await;
    let file = save(&first).await;
    first.expect("buka Menu, lalu Kirim berkas titipan").await;

    second.ask("location.hash = '#titipan'", vec![]).await;
    for (broken, said) in [
        ("<!doctype html>".to_owned(), "bukan berkas titipan, atau rusak"),
        (json!({ "format": "lain" }).to_string(), "bukan berkas titipan daftar hadir"),
        (file.replace("\"present\"", "\"terbang\""), "2 isinya tidak terbaca"),
        (file.replace("\"version\": 1", "\"version\": 9"), "versi Sejawat yang lain"),
    ] {
        choose(&second, &broken).await;
        second.expect(said).await;
        second.until("return document.querySelector('[data-send]').hidden").await;
    }
    choose(&second, &file).await;
    second.expect("2 tanda, disimpan").await;
    second.expect("PLM Provinsi Jambi").await;
    second.expect("Siti Aminah").await;
    second.expect("menjadi usulan atas nama pembuatnya").await;
    // It is said when it does not arrive, and what has arrived does not count twice.
    second_link.becomes(State::LosesAnswers);
    second.press("Kirim 2 tanda").await;
    second.expect("0 dari 2 terkirim; sisanya belum, karena tidak ada sinyal").await;
    assert_eq!(site.world.count(MARKS).await, 2);
    second_link.becomes(State::Good);
    second.press("Kirim lagi").await;
    second.expect("2 tanda sudah menjadi usulan sebelumnya").await;
    second.expect("Semua isi berkas sudah dikirim (2).").await;
    assert_eq!((site.world.count(MARKS).await, site.world.count(WAITING).await), (2, 2));
    assert_eq!(
        site.world.count(PRESENT).await,
        0,
        "nobody's word counts before the office or its maker says so"
    );

    // The first one finds a line after all.
    first_link.becomes(State::Good);
    first.ask("dispatchEvent(new Event('online'))", vec![]).await;
    first.expect("Semua sudah terkirim").await;
    first.expect(SENT).await;
    assert_eq!(kept(&first, "refusals").await, json!(0));
    assert_eq!((site.world.count(MARKS).await, site.world.count(WAITING).await), (2, 0));
    assert_eq!(site.world.count(PRESENT).await, 2);
    second.press("Kirim sekali lagi").await;
    second.expect("2 tanda sudah diterima sebelumnya").await;
    assert_eq!(site.world.count(MARKS).await, 2);
}

#[tokio::test]
async fn a_guest_and_marks_of_no_event_of_ones_own_are_told_apart() {
    let site = event(3).await;
    let Some((first_link, first)) = phone(&site, Who::JambiOperator).await else { return };
    let Some((_link, second)) = phone(&site, Who::JambiAdmin).await else { return };
    first_link.becomes(State::Cut);
    open_session(&first, 0).await;
    first.tap("a", "Tambah orang yang datang").await;
    first.until("return document.activeElement?.id === 'field-name'").await;
    first.keys("Budi Santoso").await;
    first.fill("Perpustakaan atau instansi", "Perpustakaan Desa Contoh 2").await;
    first.press("Tambah dan tandai hadir").await;
    first.expect_state("Budi Santoso", "Hadir").await;
    first.ask("location.hash = '#antrean'", vec![]).await;
    first.expect("2 menunggu sinyal").await;
    let mut file: Value = serde_json::from_str(&save(&first).await).unwrap();
    let mut foreign = file["marks"][0].clone();
    foreign["id"] = json!(uuid::Uuid::now_v7());
    foreign["session_id"] = json!(uuid::Uuid::from_u128(9));
    file["marks"].as_array_mut().unwrap().push(foreign);

    second.ask("location.hash = '#titipan'", vec![]).await;
    choose(&second, &file.to_string()).await;
    second.expect("2 tanda dan 1 orang baru").await;
    second.expect("Kegiatan yang bukan tugas Anda: 1 tanda").await;
    second.expect("Budi Santoso").await;
    second.press("Kirim 2 tanda dan 1 orang baru").await;
    second.expect("1 orang baru terdaftar").await;
    second.expect("1 tanda menjadi usulan dan menunggu keputusan panitia").await;
    second.expect("1 tanda tidak diterima").await;

    first_link.becomes(State::Good);
    first.ask("dispatchEvent(new Event('online'))", vec![]).await;
    first.expect("Semua sudah terkirim").await;
    assert_eq!((site.world.count(MARKS).await, site.world.count(PRESENT).await), (1, 1));
    let guests = "select count(*) from participants where full_name = 'Budi Santoso'";
    assert_eq!(site.world.count(guests).await, 1);
}
