//! The main job: from an empty event to sixteen people marked on a telephone, and on the coordinator's board.

use serde_json::json;

use crate::{
    site::{NAMES, Site},
    support::{World, world::Who},
    tab::Tab,
};

const PASSWORD: &str = "rahasia yang panjang";

/// Signs in on the sign-in page.
async fn sign_in(tab: &Tab, address: &str) {
    tab.open("/masuk").await;
    tab.fill("Alamat surel", address).await;
    tab.fill("Kata sandi", PASSWORD).await;
    tab.press("Masuk").await;
}

#[tokio::test]
async fn sixteen_people_are_marked_on_a_telephone_and_the_coordinator_sees_them() {
    let site = Site::running(World::new().await).await;
    for who in [Who::Coordinator, Who::JambiOperator, Who::JambiFacilitator] {
        site.set_password(who, PASSWORD).await;
    }
    let Some(office) = Tab::new(&site).await else { return };

    // The coordinator reads the board: nothing of Jambi yet.
    office.size(1280, 800).await;
    sign_in(&office, "koordinator@contoh.id.invalid").await;
    office.expect("PLM 2022").await;
    office.expect("0 dari 16").await;
    leave(&office).await;

    // Jambi's operator registers people and takes over the national agenda.
    sign_in(&office, "operator.jambi@contoh.id.invalid").await;
    office.expect("Jambi").await;
    office.open_event("jambi", "/peserta/isi-banyak").await;
    for (n, name) in (1..).zip(NAMES) {
        if n == 11 {
            office.press("Tambah 10 baris").await;
        }
        office.fill(&format!("Nama lengkap baris {n}"), name).await;
        office.fill(&format!("L/P baris {n}"), if n % 2 == 0 { "L" } else { "P" }).await;
        office.fill(&format!("Perpustakaan baris {n}"), &format!("Perpustakaan Desa Contoh {n}")).await;
        office.fill(&format!("Kategori baris {n}"), "Perpustakaan Desa/Kelurahan").await;
    }
    office.press("Simpan semua").await;
    office.expect("16 orang terdaftar").await;
    office.open_event("jambi", "/agenda").await;
    office.press("Pakai pola nasional").await;
    office.expect("5 sesi dibuat dari pola").await;
    leave(&office).await;

    // The facilitator marks them in the hall, on a telephone, without the page being loaded again.
    let Some(phone) = Tab::new(&site).await else { return };
    phone.phone().await;
    sign_in(&phone, "fasilitator.jambi@contoh.id.invalid").await;
    phone.open_event("tugas", "/kehadiran").await;
    phone.follow("Pembukaan").await;
    phone.expect("Siti Aminah").await;
    phone.ask("window.same = true", vec![]).await;
    let names = phone
        .ask("return [...document.querySelectorAll('.person-name')].map((e) => e.textContent.trim())", vec![])
        .await;
    let names: Vec<String> = serde_json::from_value(names).unwrap();
    assert_eq!(names.len(), 16);
    for (n, name) in names.iter().enumerate() {
        phone.mark(name, if n == 2 { "T" } else { "H" }).await;
    }
    phone.expect("Semua tanda tersimpan").await;
    phone.expect_state("Siti Aminah", "Hadir").await;
    phone.expect("Hadir 15").await;
    phone.expect("Terlambat 1").await;
    assert_eq!(phone.ask("return window.same", vec![]).await, json!(true), "the page was loaded again");
    assert_eq!(
        site.world.count("select count(*) from attendance_states where state in ('present', 'late')").await,
        16
    );

    // And the coordinator sees it.
    sign_in(&office, "koordinator@contoh.id.invalid").await;
    office.expect("16 dari 16").await;
    let row = office
        .ask(
            "return [...document.querySelectorAll('tr')].find((row) => row.textContent.includes('Jambi')).innerText",
            vec![],
        )
        .await;
    assert!(row.as_str().unwrap().contains("16 dari 16"), "{row}");
    for tab in [&office, &phone] {
        assert_eq!(tab.complaints().await, Vec::<String>::new());
    }
}

async fn leave(tab: &Tab) {
    tab.ask("document.querySelector('details.account').open = true", vec![]).await;
    tab.press("Keluar").await;
    tab.expect("Masuk ke Sejawat").await;
}
