//! What is typed is kept: when the sign-in has ended, when a list is pasted as offices have it, when a finger bounces.

use serde_json::json;

use crate::{
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

const PASSWORD: &str = "rahasia yang panjang";

#[tokio::test]
async fn a_form_sent_after_the_sign_in_has_ended_is_there_again_after_signing_in() {
    let site = Site::running(World::new().await).await;
    site.set_password(Who::JambiOperator, PASSWORD).await;
    let Some(office) = Tab::new(&site).await else { return };
    office.size(1280, 800).await;
    office.be(&site, Some(Who::JambiOperator)).await;
    office.open_event("jambi", "/peserta/isi-banyak").await;
    office.press("Tambah 10 baris").await;
    office.fill("Nama lengkap baris 1", "Siti Aminah").await;
    office.fill("Nama lengkap baris 12", "Ninik").await;
    office.fill("L/P baris 12", "P").await;
    office.tools("Network.clearBrowserCookies", json!({})).await;
    office.press("Simpan semua").await;
    office.expect("Anda perlu masuk lagi").await;
    office.expect("isiannya dipulihkan").await;
    office.follow("Masuk").await;
    office.fill("Alamat surel", "operator.jambi@contoh.id.invalid").await;
    office.fill("Kata sandi", PASSWORD).await;
    office.press("Masuk").await;
    office.expect("sudah dipulihkan, dan belum tersimpan").await;
    let kept = office
        .ask(
            "return [1, 12].map((n) => document.getElementById(`full_name-${n}`).value + document.getElementById(`sex-${n}`).value)",
            vec![],
        )
        .await;
    assert_eq!(kept, json!(["Siti Aminah", "NinikP"]));
    // Once is enough: the next visit is a blank page.
    office.ask("window.onbeforeunload = null", vec![]).await;
    assert_eq!(office.ask("return sessionStorage.getItem('sejawat.draft')", vec![]).await, json!(null));
}

#[tokio::test]
async fn a_list_is_pasted_with_its_headings() {
    let site = Site::still(World::new().await).await;
    let Some(office) = Tab::new(&site).await else { return };
    office.size(1280, 800).await;
    office.be(&site, Some(Who::JambiOperator)).await;
    office.open_event("jambi", "/peserta/isi-banyak").await;
    let paste = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
        document.getElementById('full_name-1').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        return ['full_name', 'sex', 'library', 'phone'].map((name) => document.getElementById(name + '-2').value)";
    let listed = "No\tNama\tInstansi\tL/P\tJabatan\tNo HP\n1\tNinik\tDinas A\tP\tPustakawan\t0811\n2\tRahmat\tDinas B\tLaki-laki\tStaf\t0812\n";
    // Beside what is typed already it fills the rows; alone it would go through the import.
    office.fill("Nama lengkap baris 5", "Siti Aminah").await;
    let second = office.ask(paste, vec![json!(listed)]).await;
    assert_eq!(second, json!(["Rahmat", "L", "Dinas B", "0812"]));
    office.expect("1 kolom yang tidak dikenali tidak ikut ditempel.").await;
    let numbered = "1\tDewi\tP\tDinas C\n2\tAgus\tL\tDinas D\n";
    let second = office.ask(paste, vec![json!(numbered)]).await;
    assert_eq!(second, json!(["Agus", "L", "Dinas D", "0812"]));
}

#[tokio::test]
async fn a_finger_that_bounces_marks_once_and_a_search_hides_marking_the_rest() {
    let site = Site::running(World::new().await).await;
    site.register(3).await;
    site.take_template().await;
    let Some(phone) = Tab::new(&site).await else { return };
    phone.phone().await;
    phone.be(&site, Some(Who::JambiFacilitator)).await;
    phone.open_event("tugas", "/kehadiran").await;
    phone.follow("Pembukaan").await;
    phone.expect("Siti Aminah").await;
    phone
        .ask("const button = document.querySelector('.person button[value=present]'); button.click(); button.click()", vec![])
        .await;
    phone.expect("Hadir 1").await;
    phone.expect("Semua tanda tersimpan").await;
    assert_eq!(site.world.count("select count(*) from attendance_marks").await, 1);
    let hidden = "const field = document.querySelector('[data-roll-search] input'); field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true })); return document.querySelector('[data-rest]').hidden";
    assert_eq!(phone.ask(hidden, vec![json!("nuraini")]).await, json!(true));
    let shown = "return [...document.querySelectorAll('.person')].filter((p) => !p.hidden).map((p) => p.querySelector('.person-name').textContent.trim())";
    assert_eq!(
        phone.ask(shown, vec![]).await,
        json!(["Dr. H. Muhammad Nur'aini Syahputra, S.Sos., M.I.Kom."])
    );
    assert_eq!(phone.ask(hidden, vec![json!("")]).await, json!(false));
}
