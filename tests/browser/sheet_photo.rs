//! The photo of a signed sheet: made small on the telephone, kept there without a line, sent once, and never dropped unread.

use serde_json::json;
use uuid::Uuid;

use crate::{
    catalogue,
    link::{Link, State},
    site::Site,
    support::{
        samples,
        world::{JAMBI, Who},
    },
    tab::Tab,
};

/// A picture as a camera makes it, wider than is kept, chosen as the file dialog would.
const PHOTOGRAPH: &str = "const done = arguments[arguments.length - 1], canvas = document.createElement('canvas');
    canvas.width = 3000; canvas.height = 1500; canvas.getContext('2d').fillRect(0, 0, 1500, 1500);
    canvas.toBlob((blob) => {
      const files = new DataTransfer(); files.items.add(new File([blob], 'IMG_0001.jpg', { type: 'image/jpeg' }));
      document.querySelector('[data-photo] input[type=file]').files = files.files; done(blob.size); }, 'image/jpeg');";

/// A file that is no picture.
const NO_PICTURE: &str = "const files = new DataTransfer();
    files.items.add(new File(['bukan gambar'], 'IMG_0002.jpg', { type: 'image/jpeg' }));
    document.querySelector('[data-photo] input[type=file]').files = files.files;";

const LINE_IS_BACK: &str = "window.dispatchEvent(new Event('online'))";

fn page() -> String {
    let session = samples::of("session", "", samples::JAMBI);
    format!("/jambi/kegiatan/{}/kehadiran/lembar/7K2Q9M/sesi/{session}/halaman/1", JAMBI.0)
}

fn list() -> String {
    format!("/jambi/kegiatan/{}/kehadiran/lembar", JAMBI.0)
}

/// An office with a printed sheet and no photo of it, and a page of that sheet open on a telephone.
async fn opened() -> Option<(Site, Link, Tab)> {
    let site = catalogue::full_site().await;
    let mut conn = site.world.look().await;
    sqlx::query("delete from sheet_photos").execute(&mut conn).await.unwrap();
    let link = Link::to(&site.base).await;
    let tab = Tab::through(&link.base).await?;
    tab.phone().await;
    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open(&page()).await;
    Some((site, link, tab))
}

async fn photograph(tab: &Tab) {
    tab.chromium.web.execute_async(PHOTOGRAPH, vec![]).await.unwrap();
    tab.press("Kirim foto").await;
}

async fn kept(site: &Site) -> i64 {
    site.world.count("select count(*) from sheet_photos").await
}

#[tokio::test]
async fn a_photo_waits_for_the_line_and_is_sent_once() {
    let Some((site, link, tab)) = opened().await else { return };
    link.becomes(State::Cut);
    photograph(&tab).await;
    tab.expect("1 foto belum terkirim, akan dikirim saat ada sinyal.").await;

    // It arrives, and the answer is lost: the telephone cannot know.
    link.becomes(State::LosesAnswers);
    tab.ask(LINE_IS_BACK, vec![]).await;
    while kept(&site).await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    tab.expect("1 foto belum terkirim").await;

    // Any page of sheets sends what waits.
    link.becomes(State::Good);
    tab.open(&list()).await;
    tab.expect("Foto terkirim.").await;
    assert_eq!(kept(&site).await, 1);
    let file: Vec<u8> = sqlx::query_scalar("select file from sheet_photos")
        .fetch_one(&mut site.world.look().await)
        .await
        .unwrap();
    let picture = image::load_from_memory(&file).unwrap();
    assert_eq!((picture.width(), picture.height()), (2_000, 1_000));

    tab.open(&page()).await;
    tab.until("return document.querySelector('[data-photo-list] img').complete").await;
    let width = tab.ask("return document.querySelector('[data-photo-list] img').naturalWidth", vec![]).await;
    assert_eq!(width, json!(320));
    assert!(!tab.text().await.contains("belum terkirim"));
}

#[tokio::test]
async fn a_photo_is_its_makers_and_waits_for_them_to_sign_in_again() {
    let Some((site, _link, tab)) = opened().await else { return };
    tab.be(&site, None).await;
    photograph(&tab).await;
    tab.expect("1 foto belum terkirim, masuk lagi untuk mengirimnya.").await;

    tab.be(&site, Some(Who::JambiAdmin)).await;
    tab.open(&list()).await;
    tab.until(
        "return navigator.locks.query().then((locks) => locks.held.length + locks.pending.length === 0)",
    )
    .await;
    assert!(!tab.text().await.contains("belum terkirim"));
    assert_eq!(kept(&site).await, 0);

    tab.be(&site, Some(Who::JambiOperator)).await;
    tab.open(&list()).await;
    tab.expect("Foto terkirim.").await;
    let by: Uuid = sqlx::query_scalar("select taken_by from sheet_photos")
        .fetch_one(&mut site.world.look().await)
        .await
        .unwrap();
    assert_eq!(by, Who::JambiOperator.account());
}

#[tokio::test]
async fn a_photo_that_is_refused_stays_until_somebody_throws_it_away() {
    let Some((site, _link, tab)) = opened().await else { return };
    tab.ask(NO_PICTURE, vec![]).await;
    tab.press("Kirim foto").await;
    tab.expect("Foto ditolak: Foto ini tidak terbaca. Kirim sebagai JPEG, PNG, atau WebP.").await;
    tab.open(&page()).await;
    tab.expect("Foto ditolak: Foto ini tidak terbaca.").await;
    tab.press("Kirim lagi").await;
    tab.expect("Foto ditolak: Foto ini tidak terbaca.").await;
    tab.press("Buang foto ini").await;
    tab.until("return document.querySelector('[data-photo-refused]').hidden").await;
    tab.open(&page()).await;
    tab.until("return document.querySelector('[data-photo-refused]').hidden").await;
    assert_eq!(kept(&site).await, 0);
}
