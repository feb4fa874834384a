//! The hall's screen: what is on and what comes next, of what readers see.

use chrono::TimeDelta;

use crate::support::{
    Browser, World,
    world::{JAMBI, Who},
};

fn screen(place: &str) -> String {
    format!("/{place}/kegiatan/{}/agenda/layar", JAMBI.0)
}

async fn publish(operator: &mut Browser) {
    let page = operator.open(format!("/jambi/kegiatan/{}/agenda/terbitkan", JAMBI.0)).await;
    operator.submit(page.form("Terbitkan agenda")).await.expect(200);
}

#[tokio::test]
async fn the_screen_says_what_is_on_and_what_comes_next() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(screen("jambi")).await.expect(200).expect_text("Agenda belum diterbitkan");
    let list = operator.post(format!("/jambi/kegiatan/{}/agenda/pola", JAMBI.0), &[]).await;
    publish(&mut operator).await;
    let page = operator.click(&list, "Layar proyektor").await;
    page.expect(200)
        .expect_text("PLM Provinsi Jambi 2022")
        .expect_text("08.30 WIB")
        .expect_text("Sekarang Pembukaan Aula sisa 45 menit")
        .expect_text("Berikutnya Paparan capaian kabupaten/kota 09.15 · Aula");
    world.clock.advance(TimeDelta::minutes(240));
    let page = operator.open(screen("jambi")).await;
    page.expect_text("Sekarang Ishoma sisa 30 menit")
        .expect_text("Rabu, 3 Agustus Penyusunan RTL 08.30 · Aula");
    world.clock.advance(TimeDelta::hours(48));
    operator.open(screen("jambi")).await.expect_text("Acara selesai");
    // A change that is not published is not shown.
    let form = operator.click(&list, "Pembukaan").await.form("Simpan sesi");
    operator.submit(form.fill("Judul sesi", "Belum terbit")).await.expect(200);
    world.clock.advance(TimeDelta::hours(-52));
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    facilitator.open(screen("tugas")).await.expect(200).expect_text("Sekarang Pembukaan");
}

#[tokio::test]
async fn the_script_is_told_only_what_it_does_not_know() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.post(format!("/jambi/kegiatan/{}/agenda/pola", JAMBI.0), &[]).await;
    publish(&mut operator).await;
    let path = format!("{}/keadaan", screen("jambi"));
    let head = operator.head(&path).await;
    assert_eq!(head["content-type"], "application/json");
    assert_eq!(head["sejawat-clock"], world.clock.programme_now().timestamp_millis().to_string().as_str());
    let tag = head["etag"].to_str().unwrap().to_owned();
    world.clock.advance(TimeDelta::minutes(5));
    let again = operator.send("GET", &path, None, &[("if-none-match", &tag)]).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "time alone changes nothing");
    let list = operator.open(format!("/jambi/kegiatan/{}/agenda", JAMBI.0)).await;
    let form = operator.click(&list, "Pembukaan").await.form("Simpan sesi");
    operator.submit(form.fill("Ruang", "Pendopo")).await.expect(200);
    publish(&mut operator).await;
    let fresh = operator.send("GET", &path, None, &[("if-none-match", &tag)]).await;
    let state: serde_json::Value = serde_json::from_str(&fresh.body).unwrap();
    assert_eq!((&state["ahead"], &state["zone"]), (&420.into(), &"WIB".into()));
    assert!(fresh.body.contains("Pendopo"));
}
