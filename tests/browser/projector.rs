//! The hall's screen: it follows changes without a reload, and goes on where the line is cut.

use crate::{
    link::{Link, State},
    site::Site,
    support::{
        World,
        world::{JAMBI, Who},
    },
    tab::Tab,
};

/// The screen of Jambi's published agenda, at half past eight, on a line that can fail.
async fn hall() -> Option<(Site, Link, Tab)> {
    let site = Site::running(World::new().await).await;
    site.take_template().await;
    publish(&site, "").await;
    let link = Link::to(&site.base).await;
    let tab = Tab::through(&link.base).await?;
    tab.size(1280, 720).await;
    tab.be(&site, Some(Who::JambiFacilitator)).await;
    tab.open_event("tugas", "/agenda/layar").await;
    tab.expect("Pembukaan").await;
    tab.ask("window.same = true", vec![]).await;
    Some((site, link, tab))
}

/// Publishes Jambi's agenda, with another title for the opening if there is one.
async fn publish(site: &Site, title: &str) {
    let mut operator = site.world.browser(Who::JambiOperator).await;
    let agenda = format!("/jambi/kegiatan/{}/agenda", JAMBI.0);
    if !title.is_empty() {
        let list = operator.open(&agenda).await;
        let form = operator.click(&list, "Pembukaan").await.form("Simpan sesi");
        operator.submit(form.fill("Judul sesi", title)).await.expect(200);
    }
    let page = operator.open(format!("{agenda}/terbitkan")).await;
    operator.submit(page.form("Terbitkan agenda")).await.expect_text("Agenda terbit sebagai versi");
}

#[tokio::test]
async fn a_newly_published_agenda_appears_by_itself() {
    let Some((site, _link, tab)) = hall().await else { return };
    tab.expect("Sekarang Pembukaan Aula sisa").await;
    tab.expect("Berikutnya Paparan capaian kabupaten/kota 09.15 · Aula").await;
    publish(&site, "Pembukaan resmi oleh gubernur").await;
    tab.expect("Pembukaan resmi oleh gubernur").await;
    tab.until("return window.same === true").await;
    assert_eq!(tab.complaints().await, Vec::<String>::new());
}

#[tokio::test]
async fn without_a_line_the_screen_goes_on_and_says_how_old_its_data_is() {
    let Some((_site, link, tab)) = hall().await else { return };
    link.becomes(State::Cut);
    tab.expect("Tanpa jaringan, data 08.3").await;
    tab.expect("Sekarang Pembukaan").await;
    // An hour later, as this device counts.
    tab.ask("const real = Date.now; Date.now = () => real() + 3600000", vec![]).await;
    tab.expect("Sekarang Paparan capaian kabupaten/kota").await;
    tab.expect("Tanpa jaringan, data 08.3").await;
    // The server's clock is right, whatever the device says.
    link.becomes(State::Good);
    tab.ask("window.dispatchEvent(new Event('online'))", vec![]).await;
    tab.expect("Sekarang Pembukaan").await;
    tab.until("return document.querySelector('[data-line]').textContent === ''").await;
    tab.until("return window.same === true").await;
}
