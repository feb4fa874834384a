//! A participant's own page: opened by link and code, previewed without a name, ended by the office.

use chrono::TimeDelta;

use crate::support::{Browser, World, world::Who};

const EVENT: &str = "00000000-0000-0000-0000-000000000e15";
const PERSON: &str = "00000000-0000-0000-0000-000000000111";

async fn with_a_person(world: &World) {
    sqlx::raw_sql(
        "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
         values ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-000000000111', '15', 'peserta', 'village_library',
                 'Perpustakaan Desa Contoh', 'Siti Aminah', now());
         insert into participant_details (event_id, participant_id, province_code, phone)
         values ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-000000000111', '15', '+6281234567890');",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
}

async fn make_link(operator: &mut Browser) -> (String, String) {
    let page = operator.open(format!("/jambi/kegiatan/{EVENT}/peserta/{PERSON}/tautan")).await;
    let button =
        if page.text().contains("pengganti") { "Buat tautan pengganti" } else { "Buat tautan pribadi" };
    let made = operator.press(&page, button).await;
    made.expect(200).expect_text("hanya ditampilkan sekali");
    let html = made.html();
    let code =
        html.select(&scraper::Selector::parse(".code").unwrap()).next().unwrap().text().collect::<String>();
    (made.copied("tautan"), code.trim().to_owned())
}

#[tokio::test]
async fn a_participant_opens_the_page_by_link_and_code_and_a_preview_tells_no_name() {
    let world = World::new().await;
    with_a_person(&world).await;
    let (path, code) = make_link(&mut world.browser(Who::JambiOperator).await).await;
    let mut phone = world.visitor();
    let door = phone.open(&path).await;
    door.expect(200).expect_text("PLM Provinsi Jambi 2022").expect_no_text("Siti Aminah");
    assert_eq!(world.count("select count(*) from personal_devices").await, 0);
    let wrong = phone.submit(door.form("Buka halaman saya").fill("Empat angka", "abcd")).await;
    wrong.expect(422).expect_no_text("Siti Aminah");
    let own = phone.submit(wrong.form("Buka halaman saya").fill("Empat angka", &code)).await;
    own.expect(200).expect_text("Siti Aminah");
    assert!(own.body.contains("value=\"Perpustakaan Desa Contoh\""));
    own.expect_text("Sampaikan kepada Dinas Perpustakaan dan Arsip Daerah Provinsi Jambi");
    // Another browser knows the telephone's last digits.
    let mut other = world.visitor();
    let door = other.open(&path).await;
    door.expect_no_text("Siti Aminah");
    other.submit(door.form("Buka halaman saya").fill("Empat angka", "7890")).await.expect_text("Siti Aminah");
}

#[tokio::test]
async fn a_participant_reads_what_to_wear() {
    let world = World::new().await;
    with_a_person(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.post(format!("/jambi/kegiatan/{EVENT}/agenda/pola"), &[]).await;
    let form = operator.click(&list, "Pembukaan").await.form("Simpan sesi");
    operator.submit(form.fill("Ketentuan pakaian", "Batik lengan panjang")).await.expect(200);
    let publish = operator.open(format!("/jambi/kegiatan/{EVENT}/agenda/terbitkan")).await;
    operator.submit(publish.form("Terbitkan agenda")).await.expect_text("Agenda terbit sebagai versi 1.");
    let (path, code) = make_link(&mut operator).await;
    let own = world.visitor().post(&path, &[("code", &code)]).await;
    own.expect(200).expect_text("Pembukaan Aula Pakaian: Batik lengan panjang");
    assert_eq!(own.text().matches("Pakaian:").count(), 1);
}

#[tokio::test]
async fn a_participant_sees_the_published_agenda_and_what_changed_since_the_version_before() {
    let world = World::new().await;
    with_a_person(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.post(format!("/jambi/kegiatan/{EVENT}/agenda/pola"), &[]).await;
    let (path, code) = make_link(&mut operator).await;
    let mut phone = world.visitor();
    let own = phone.post(&path, &[("code", &code)]).await;
    own.expect(200).expect_text("Agenda belum diterbitkan").expect_no_text("Pembukaan");
    let publishing = format!("/jambi/kegiatan/{EVENT}/agenda/terbitkan");
    let page = operator.open(&publishing).await;
    operator.submit(page.form("Terbitkan agenda")).await.expect(200);
    phone.open(&path).await.expect_text("08.30 s.d. 09.15 Pembukaan Aula").expect_no_text("Berubah");
    let form = operator.click(&list, "Pembukaan").await.form("Simpan sesi");
    operator.submit(form.fill("Ruang", "Pendopo")).await.expect(200);
    operator.press(&list, "Hapus sesi Penghargaan").await.expect(200);
    phone.open(&path).await.expect_no_text("Pendopo").expect_text("Penghargaan");
    let page = operator.open(&publishing).await;
    let note = page.form("Terbitkan agenda").fill("Catatan untuk pembaca", "Ruang lebih luas.");
    operator.submit(note).await.expect(200);
    phone
        .open(&path)
        .await
        .expect_text("Versi 2, diterbitkan Selasa, 2 Agustus 2022, 08.30 WIB. Ruang lebih luas.")
        .expect_text("Berubah: Pindah ruang dari Aula ke Pendopo")
        .expect_text("Penghargaan dihapus, semula Rabu 3 Agustus 10.00-11.00");
}

#[tokio::test]
async fn a_new_link_ends_the_old_one_and_a_revoked_or_expired_one_opens_nothing() {
    let world = World::new().await;
    with_a_person(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let (old, _) = make_link(&mut operator).await;
    let (new, _) = make_link(&mut operator).await;
    world.visitor().open(&old).await.expect(404).expect_text("tidak berlaku lagi");
    world.visitor().open(&new).await.expect(200);
    world.clock.advance(TimeDelta::days(380));
    world.visitor().open(&new).await.expect(404);
    world.clock.advance(TimeDelta::days(-380));
    let page = operator.open(format!("/jambi/kegiatan/{EVENT}/peserta/{PERSON}/tautan")).await;
    operator.press(&page, "Cabut tautan").await.expect_text("Tautan dicabut");
    world.visitor().open(&new).await.expect(404);
    world.visitor().open("/saya/abc").await.expect(404);
}

#[tokio::test]
async fn guessing_the_code_has_an_end() {
    let world = World::new().await;
    with_a_person(&world).await;
    let (path, code) = make_link(&mut world.browser(Who::JambiOperator).await).await;
    let mut guesser = world.visitor();
    let wrong = if code == "0000" { "0001" } else { "0000" };
    for _ in 0..10 {
        guesser.post(&path, &[("code", wrong)]).await.expect(422);
    }
    guesser.post(&path, &[("code", &code)]).await.expect(422).expect_text("Terlalu banyak percobaan");
    world.clock.advance(TimeDelta::minutes(16));
    guesser.post(&path, &[("code", &code)]).await.expect(200).expect_text("Siti Aminah");
}

#[tokio::test]
async fn another_province_neither_sees_nor_makes_the_link() {
    let world = World::new().await;
    with_a_person(&world).await;
    let mut jateng = world.browser(Who::JatengOperator).await;
    for path in [
        format!("/jambi/kegiatan/{EVENT}/peserta/{PERSON}/tautan"),
        format!("/jawa-tengah/kegiatan/00000000-0000-0000-0000-000000000e33/peserta/{PERSON}/tautan"),
    ] {
        jateng.open(&path).await.expect(404);
        jateng.post(&path, &[]).await.expect(404);
    }
    assert_eq!(world.count("select count(*) from personal_links").await, 0);
}
