//! What a library has done, told on a phone: kept while it is written, through a lost line, and taken up by another.

use serde_json::json;

use crate::{
    link::{Link, State},
    site::Site,
    support::{
        World, samples,
        world::{JAMBI, Who},
    },
    tab::Tab,
};

/// Types into a field as a finger would, and leaves it.
const TYPE: &str = "const field = document.getElementById('field-' + arguments[0]); field.focus(); field.value = arguments[1];
    field.dispatchEvent(new Event('input', { bubbles: true }));";

async fn kept(site: &Site, column: &str) -> String {
    let sql = format!("select {column} from achievements where event_id = '{JAMBI}'");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_optional(&mut site.world.look().await)
        .await
        .unwrap()
        .unwrap_or_default()
}

#[tokio::test]
async fn what_is_told_survives_a_lost_line_and_two_who_write_at_once() {
    let site = Site::still(World::filled().await).await;
    sqlx::raw_sql("delete from achievements").execute(&mut site.world.look().await).await.unwrap();
    let link = Link::to(&site.base).await;
    let Some(phone) = Tab::through(&link.base).await else { return };
    phone.phone().await;
    phone.cookie("sejawat_perangkat", "ponsel").await;
    phone.open(&format!("/saya/{}", samples::token(samples::JAMBI))).await;
    phone.follow("Isi capaian").await;
    phone.expect("0 dari 8 bagian").await;
    phone.ask(TYPE, vec![json!("plan"), json!("Taman baca di pasar")]).await;
    phone.expect("Tersimpan").await;
    assert_eq!(kept(&site, "plan").await, "Taman baca di pasar");

    link.becomes(State::Cut);
    phone.ask(TYPE, vec![json!("tips"), json!("Mulai dari yang kecil")]).await;
    phone.expect("Belum tersimpan, sambungan terputus").await;
    // The browser is closed meanwhile; what was typed waits in it.
    link.becomes(State::Good);
    phone.close_and_open(&format!("/saya/{}/capaian", samples::token(samples::JAMBI))).await;
    phone.expect("Tersimpan").await;
    assert_eq!(kept(&site, "tips").await, "Mulai dari yang kecil");

    // The office writes as well; what the phone keeps by itself stops there, and its button asks.
    let mut office = site.world.browser(Who::JambiOperator).await;
    let path = format!("/jambi/kegiatan/{JAMBI}/capaian/{}", samples::of("library", "", samples::JAMBI));
    let page = office.open(&path).await;
    office.submit(page.form("Simpan capaian").fill("Rencana", "Dari kantor")).await.expect(200);
    phone.ask(TYPE, vec![json!("plan"), json!("Dari ponsel")]).await;
    phone.expect("Isian ini tidak dapat disimpan sendiri").await;
    phone.press("Simpan capaian").await;
    phone.expect("Disimpan Operator Jambi").await;
    // The page that asks decides nothing by itself, nor does coming back to it later.
    phone.ask(TYPE, vec![json!("tips"), json!("Mulai dari satu")]).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert_eq!(kept(&site, "plan").await, "Dari kantor");
    phone.open(&format!("/saya/{}/capaian", samples::token(samples::JAMBI))).await;
    phone.expect("Isian ini tidak dapat disimpan sendiri").await;
    assert_eq!(kept(&site, "plan").await, "Dari kantor");
    phone.press("Simpan capaian").await;
    phone.expect("Disimpan Operator Jambi").await;
    phone.press("Simpan capaian").await;
    phone.expect("Capaian disimpan.").await;
    assert!(!phone.text().await.contains("dipulihkan"), "what was decided is not asked again");
    assert_eq!(kept(&site, "plan").await, "Dari ponsel");
}
