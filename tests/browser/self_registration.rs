//! Somebody registers by the open link on a small telephone and a bad line, loses it half-way, and loses nothing typed.

use serde_json::json;

use crate::{
    link::{Link, State},
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

/// The open link of Jambi's event, as the office has just made it.
async fn open_link(site: &Site) -> String {
    let path = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/peserta/pendaftaran-terbuka";
    let mut office = site.world.browser(Who::JambiOperator).await;
    let page = office.open(path).await;
    let made = office.submit(page.form("Buka pendaftaran")).await;
    let html = made.html();
    let field = html.select(&scraper::Selector::parse("input#tautan").unwrap()).next().unwrap();
    field.attr("value").unwrap().strip_prefix(&site.base).unwrap().to_owned()
}

/// A line as villages have it: 400 ms each way, 400 kbit/s.
async fn slow(tab: &Tab) {
    let line =
        json!({ "offline": false, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000 });
    tab.tools("Network.enable", json!({})).await;
    tab.tools("Network.emulateNetworkConditions", line).await;
}

const VALUE: &str = "return document.querySelector(`[name=${arguments[0]}]`)?.value ?? ''";

#[tokio::test]
async fn a_lost_line_loses_nothing_and_another_browser_goes_on() {
    let site = Site::running(World::new().await).await;
    let path = open_link(&site).await;
    let link = Link::to(&site.base).await;
    let Some(phone) = Tab::through(&link.base).await else { return };
    phone.phone().await;
    slow(&phone).await;
    phone.open(&path).await;
    phone.expect("Langkah 1 dari 3").await;
    phone.fill("Nama lengkap", "Siti Aminah").await;
    phone.expect("Tersimpan 08.3").await;

    // The line goes in the middle of the form. Pressing on leaves the page and what was typed where they are.
    link.becomes(State::Cut);
    phone.ask("document.querySelector('[name=sex][value=P]').click()", vec![]).await;
    phone.fill("Nomor telepon (WhatsApp)", "0812-3456-7890").await;
    phone.expect("Belum tersimpan, sambungan terputus").await;
    phone.press("Lanjut").await;
    phone.expect("Belum tersimpan, sambungan terputus").await;
    assert_eq!(phone.ask(VALUE, vec![json!("phone")]).await, json!("0812-3456-7890"));
    assert_eq!(site.world.count("select count(*) from open_drafts where fields ->> 'phone' <> ''").await, 0);

    // Even the browser is closed and opened again, once the line is back.
    link.becomes(State::Good);
    phone.open(&path).await;
    phone.expect("Tersimpan 08.3").await;
    assert_eq!(phone.ask(VALUE, vec![json!("phone")]).await, json!("0812-3456-7890"));
    assert_eq!(
        phone.ask("return document.querySelector('[name=sex][value=P]').checked", vec![]).await,
        json!(true)
    );
    phone.press("Lanjut").await;
    phone.expect("Langkah 2 dari 3").await;
    phone.fill("Perpustakaan atau instansi", "Perpustakaan Desa Contoh").await;
    phone.expect("Tersimpan 08.3").await;
    let resume = phone.ask("return document.getElementById('lanjut').value", vec![]).await;
    let resume = resume.as_str().unwrap().strip_prefix(&site.base).unwrap().to_owned();

    // Another browser goes on by the short link.
    let Some(other) = Tab::through(&link.base).await else { return };
    other.phone().await;
    slow(&other).await;
    other.open(&resume).await;
    other.press("Lanjutkan pendaftaran").await;
    other.expect("Langkah 2 dari 3").await;
    assert_eq!(other.ask(VALUE, vec![json!("agency")]).await, json!("Perpustakaan Desa Contoh"));
    other.ask("document.querySelector('[name=category][value=village_library]').click()", vec![]).await;
    other.fill("Jabatan atau pekerjaan", "Pengelola").await;
    other.press("Lanjut").await;
    other.expect("Langkah 3 dari 3").await;
    other.expect("0812-3456-7890").await;

    // The answer to sending is lost; sending again is the same person and the same page.
    link.becomes(State::LosesAnswers);
    other.press("Kirim pendaftaran").await;
    other.expect("sambungan terputus").await;
    link.becomes(State::Good);
    other.press("Kirim pendaftaran").await;
    other.expect("Menunggu persetujuan").await;
    assert_eq!(site.world.count("select count(*) from participants where full_name = 'Siti Aminah' and sex = 'P' and status = 'awaiting_approval'").await, 1);
    assert_eq!(site.world.count("select count(*) from participants").await, 1);

    // The first phone learns that it was sent.
    phone.open(&path).await;
    phone.expect("Pendaftaran dari ponsel ini sudah terkirim").await;
}

#[tokio::test]
async fn own_details_are_saved_field_by_field() {
    let site = Site::running(World::filled().await).await;
    let Some(phone) = Tab::new(&site).await else { return };
    // The program's clock is the machine's here, and the sample link would be long over.
    sqlx::query("update personal_links set expires_at = now() + interval '1 day'")
        .execute(&mut site.world.look().await)
        .await
        .unwrap();
    phone.phone().await;
    slow(&phone).await;
    phone.cookie("sejawat_perangkat", "ponsel").await;
    phone.open(&format!("/saya/{:064x}", 0xe15)).await;
    phone.fill("Jabatan", "Pustakawan").await;
    phone.fill("NIP", "12").await;
    phone.ask("document.activeElement.blur()", vec![]).await;
    phone.expect("Belum semua tersimpan. NIP berisi 18 angka").await;
    assert_eq!(site.world.count("select count(*) from participants where job_title = 'Pustakawan'").await, 1);
    phone.fill("NIP", "190001011920012999").await;
    phone.ask("document.activeElement.blur()", vec![]).await;
    phone.expect("Tersimpan 08.3").await;
    assert_eq!(
        site.world.count("select count(*) from participant_details where nip = '190001011920012999'").await,
        1
    );
}
