//! Notulen and evaluasi on a telephone whose line breaks: nothing that was typed is lost, nothing is there twice.

use serde_json::json;
use thirtyfour::Key;
use uuid::Uuid;

use crate::{
    link::{Link, State},
    site::Site,
    support::{
        World,
        samples::{self, JAMBI as SIDE},
        world::{JAMBI, Who},
    },
    tab::Tab,
};

const ENTRIES: &str = "select count(*) from minute_entries where written_by = 'Fasilitator Jambi'";

#[tokio::test]
async fn what_is_said_is_written_down_over_a_line_that_breaks() {
    let site = Site::running(World::new().await).await;
    site.take_template().await;
    let link = Link::to(&site.base).await;
    let Some(phone) = Tab::through(&link.base).await else { return };
    phone.phone().await;
    phone.be(&site, Some(Who::JambiFacilitator)).await;
    phone.open_event("tugas", "/notulen").await;
    phone.follow("Pembukaan").await;
    phone.press("Simpan butir").await;
    phone.expect("Perbaiki: Tulis butirnya.").await;
    phone.until("return document.querySelector('#field-body[aria-describedby=butir-ditolak]').closest('.has-problem').querySelector('#butir-ditolak') !== null").await;
    phone.fill("Butir", "Jam buka ditambah.").await;
    phone.fill("Disampaikan oleh", "Dinas Kominfo").await;
    phone.press("Simpan butir").await;
    phone.expect("Semua butir tersimpan").await;
    phone.until("return document.querySelector('.has-problem') === null").await;
    phone.until("return document.querySelector('[name=raised_by]').value === ''").await;
    let in_view = "const below = document.querySelector('.status-bar').getBoundingClientRect().bottom;
        return document.activeElement.name === 'body' && document.querySelector('#field-kind').getBoundingClientRect().top >= below
            && document.querySelector('label[for=field-body]').getBoundingClientRect().bottom < innerHeight";
    phone.until(in_view).await;
    phone.expect("Pokok bahasan Jam buka ditambah. Dinas Kominfo").await;
    phone.until("return document.documentElement.scrollWidth <= 360").await;

    // Two entries while the line is cut; the page says so, and sends them when it is back.
    link.becomes(State::Cut);
    phone.tap("label", "Tantangan").await;
    phone.fill("Butir", "Listrik padam.").await;
    phone.press("Simpan butir").await;
    phone.expect("1 butir belum terkirim, sambungan terputus").await;
    phone.fill("Butir", "Sinyal lemah.").await;
    phone.press("Simpan butir").await;
    phone.expect("Belum terkirim · Sinyal lemah.").await;
    // What is being typed outlives the page, and so does what waits.
    phone.fill("Butir", "Masih diketik").await;
    link.becomes(State::LosesAnswers);
    for _ in 0..300 {
        if site.world.count(ENTRIES).await > 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    link.becomes(State::Good);
    phone.open(&phone.path().await).await;
    phone.expect("Sinyal lemah.").await;
    phone.until("return document.querySelectorAll('[data-minutes-waiting] li').length === 0").await;
    phone.until("return document.querySelector('[name=body]').value === 'Masih diketik'").await;
    assert_eq!(site.world.count(ENTRIES).await, 3, "sent again, each is still one entry");

    // A solution is chosen among the challenges that the page has learned of meanwhile.
    phone.tap("label", "Solusi").await;
    phone.fill("Menjawab tantangan", "Listrik padam.").await;
    phone.fill("Butir", "Pinjam genset.").await;
    phone.press("Simpan butir").await;
    phone.until("return document.querySelector('.answers .preview')?.textContent === 'Pinjam genset.'").await;
    assert_eq!(site.world.count(ENTRIES).await, 4);
    let left = "return Object.keys(localStorage).filter((key) => key.startsWith('sejawat.notulen.')).length";
    assert_eq!(phone.ask(left, vec![]).await, json!(0));
}

#[tokio::test]
async fn a_draft_belongs_to_whoever_typed_it_and_enter_saves() {
    let site = Site::running(World::new().await).await;
    site.take_template().await;
    let Some(laptop) = Tab::new(&site).await else { return };
    laptop.size(1280, 800).await;
    laptop.be(&site, Some(Who::JambiFacilitator)).await;
    laptop.open_event("tugas", "/notulen").await;
    laptop.follow("Pembukaan").await;
    laptop.fill("Butir", "Rahasia fasilitator").await;
    laptop.be(&site, Some(Who::JambiAdmin)).await;
    laptop.open_event("jambi", "/notulen").await;
    laptop.follow("Pembukaan").await;
    laptop.until("return document.querySelector('[name=body]').value === ''").await;
    laptop.fill("Butir", "Ditulis dengan papan ketik.").await;
    laptop.keys(Key::Enter).await;
    laptop.expect("Semua butir tersimpan").await;
    laptop.expect("Ditulis dengan papan ketik. Admin Jambi").await;
}

#[tokio::test]
async fn several_tabs_and_several_people_of_one_device_lose_nothing_and_mix_nothing() {
    let site = Site::running(World::new().await).await;
    site.take_template().await;
    let link = Link::to(&site.base).await;
    let Some(laptop) = Tab::through(&link.base).await else { return };
    laptop.size(1280, 800).await;
    laptop.be(&site, Some(Who::JambiFacilitator)).await;
    laptop.open_event("tugas", "/notulen").await;
    laptop.follow("Pembukaan").await;
    let page = laptop.path().await;
    link.becomes(State::Cut);
    laptop.fill("Butir", "Jam buka ditambah.").await;
    laptop.press("Simpan butir").await;
    laptop.expect("1 butir belum terkirim").await;
    // The server hears it, the answer is lost, and it is taken back and corrected.
    link.becomes(State::LosesAnswers);
    for _ in 0..300 {
        if site.world.count(ENTRIES).await == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    link.becomes(State::Cut);
    laptop.until("return document.querySelector('[data-minutes-waiting] button')?.disabled === false").await;
    laptop.press("Ambil ke isian").await;
    laptop.fill("Butir", "Jam buka ditambah dua jam.").await;
    link.becomes(State::Good);
    laptop.press("Simpan butir").await;
    laptop.expect("Semua butir tersimpan").await;
    laptop.expect("Jam buka ditambah dua jam.").await;
    assert_eq!(site.world.count(ENTRIES).await, 1, "corrected, it is still one entry");

    // What waits in one window is not touched by what is typed in another.
    let first = laptop.another_window().await;
    laptop.open(&page).await;
    link.becomes(State::Cut);
    laptop.fill("Butir", "Sinyal lemah.").await;
    laptop.press("Simpan butir").await;
    laptop.expect("Belum terkirim · Sinyal lemah.").await;
    laptop.to_window(first).await;
    laptop.expect("Belum terkirim · Sinyal lemah.").await;
    laptop.fill("Butir", "x").await;
    laptop.fill("Butir", "").await;
    let kept = "return Object.keys(localStorage).filter((key) => key.includes('.butir.')).length";
    assert_eq!(laptop.ask(kept, vec![]).await, json!(1));

    // Somebody else has signed in here: the entry waits for its writer.
    laptop.be(&site, Some(Who::JambiAdmin)).await;
    link.becomes(State::Good);
    let again = "window.dispatchEvent(new Event('online'))";
    laptop.ask(again, vec![]).await;
    laptop.expect("mungkin akun lain sedang masuk di sini").await;
    assert_eq!(site.world.count("select count(*) from minute_entries").await, 1);
    laptop.be(&site, Some(Who::JambiFacilitator)).await;
    laptop.ask(again, vec![]).await;
    laptop.expect("Semua butir tersimpan").await;
    assert_eq!(site.world.count(ENTRIES).await, 2);
}

#[tokio::test]
async fn an_evaluation_survives_a_line_that_breaks_and_leaves_nothing_on_the_telephone() {
    let site = Site::still(World::filled().await).await;
    let link = Link::to(&site.base).await;
    let Some(phone) = Tab::through(&link.base).await else { return };
    phone.phone().await;
    let own = format!("/saya/{}", samples::token(SIDE));
    phone.open(&own).await;
    phone.fill("Empat angka", "1234").await;
    phone.press("Buka halaman saya").await;
    phone.follow("Isi evaluasi").await;
    phone.expect("Tanpa nama.").await;
    phone.until("return document.documentElement.scrollWidth <= 360").await;
    let all = "for (const radio of document.querySelectorAll('[data-evaluation] [type=radio][value=\"4\"]')) radio.click()";
    phone.ask(all, vec![]).await;
    phone.fill("Saran", "Tambah waktu tanya jawab.").await;
    // Left half-way and opened again.
    phone.open(&format!("{own}/evaluasi")).await;
    phone.expect("sudah dipulihkan").await;
    link.becomes(State::LosesAnswers);
    phone.press("Kirim evaluasi").await;
    let given = format!(
        "select count(*) from evaluation_given where event_id = '{JAMBI}' and participant_id = '{}'",
        Uuid::from_u128((1 << 12) | SIDE.owner)
    );
    let given: &'static str = given.leak();
    for _ in 0..200 {
        if site.world.count(given).await == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    link.becomes(State::Cut);
    phone.expect("Belum terkirim, sambungan terputus").await;
    link.becomes(State::Good);
    phone.expect("Evaluasi Anda sudah diterima").await;
    assert_eq!(site.world.count(given).await, 1);
    let told = "select count(*) from evaluation_answers where answers ->> 'suggestion' = 'Tambah waktu tanya jawab.'";
    assert_eq!(site.world.count(told).await, 1);
    let left = "return Object.keys(localStorage).filter((key) => key.startsWith('sejawat.evaluasi.')).length";
    assert_eq!(phone.ask(left, vec![]).await, json!(0));
}
