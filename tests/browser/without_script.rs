//! The same work in a browser that runs no script.

use crate::{
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

#[tokio::test]
async fn the_roll_call_is_taken_by_plain_forms() {
    let site = Site::running(World::new().await).await;
    site.register(3).await;
    site.take_template().await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.phone().await;
    tab.without_script().await;
    tab.be(&site, Some(Who::JambiFacilitator)).await;
    tab.open_event("tugas", "/kehadiran").await;
    tab.follow("Pembukaan").await;
    tab.expect_state("Siti Aminah", "Belum").await;
    tab.mark("Siti Aminah", "I").await;
    tab.expect_state("Siti Aminah", "Izin").await;
    tab.mark("Siti Aminah", "T").await;
    tab.expect_state("Siti Aminah", "Terlambat").await;
    // A second tap on the same letter clears.
    tab.mark("Siti Aminah", "T").await;
    tab.expect_state("Siti Aminah", "Belum").await;
    tab.press("Tandai sisanya hadir (3)").await;
    tab.expect_state("Siti Aminah", "Hadir").await;
    tab.expect("Hadir 3").await;
    assert_eq!(site.world.count("select count(*) from attendance_states where state = 'present'").await, 3);
}

#[tokio::test]
async fn an_agenda_is_made_and_a_mistake_mended_by_plain_forms() {
    let site = Site::running(World::new().await).await;
    site.set_password(Who::JambiOperator, "rahasia yang panjang").await;
    let Some(tab) = Tab::new(&site).await else { return };
    tab.phone().await;
    tab.without_script().await;
    tab.open("/masuk").await;
    tab.press("Masuk").await;
    tab.expect("Belum bisa masuk").await;
    tab.fill("Alamat surel", "operator.jambi@contoh.id.invalid").await;
    tab.fill("Kata sandi", "rahasia yang panjang").await;
    tab.press("Masuk").await;
    tab.expect("Jambi").await;
    tab.open_event("jambi", "/agenda").await;
    tab.press("Pakai pola nasional").await;
    tab.expect("5 sesi dibuat dari pola").await;
    tab.follow("Pembukaan").await;
    tab.fill("Judul sesi", "").await;
    tab.press("Simpan sesi").await;
    tab.expect("Belum tersimpan").await;
    tab.fill("Judul sesi", "Pembukaan resmi").await;
    tab.press("Simpan sesi").await;
    tab.expect("Pembukaan resmi").await;
    tab.tap("summary", "Atur sesi Pembukaan resmi").await;
    tab.press("Hapus sesi Pembukaan resmi").await;
    tab.press("Urungkan").await;
    tab.expect("Pembukaan resmi").await;
}
