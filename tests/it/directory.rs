//! The directory as a spreadsheet: read as offices make it, judged row by row, accepted; written, and nobody else's.

use proptest::{
    collection::vec, prelude::*, sample::select, strategy::ValueTree as _, test_runner::TestRunner,
};
use sejawat::{
    db::scope::ProvinceCode,
    features::registration::{LibraryKind, LibraryPlan, add_library},
};

use crate::support::{
    World,
    browser::{Browser, Page},
    world::{Who, office},
};

const IMPORTS: &str = "/jambi/perpustakaan/impor";
const DIRECTORY: &str = "/jambi/perpustakaan";

async fn send(browser: &mut Browser, list: &str) -> Page {
    let page = browser.open(IMPORTS).await;
    browser.upload(page.form("Baca daftar"), "file", "Daftar Mitra.csv", list.as_bytes()).await
}

const LIST: &str = "\
PEMERINTAH PROVINSI JAMBI;;;;;;;;
DAFTAR MITRA TPBIS;;;;;;;;
No;NAMA PERPUSTAKAAN;Kab/Kota;Kecamatan;Desa/Kel;Angkatan;Bimtek;PIC;No HP/WA
1;Dinas Perpustakaan Kota Jambi;Kota Jambi;;;2019 2022;ya;Ma'ruf;81234567890
2;Perpustakaan Desa Arang-Arang;Kab. Muaro Jambi;Kumpeh Ulu;Arang Arang;2022;sudah;Ninik;-
3;Perpustakaan Desa Entah;Kab. Muaro Jambi;;Desa Yang Tidak Ada Sama Sekali;2022;;;
4;Rumah Baca;Kota Jambi;;;;;;
5;Perpustakaan Desa Arang-Arang;Kab. Muaro Jambi;Kumpeh Ulu;Arang Arang;2022;sudah;Ninik;-
";

#[tokio::test]
async fn a_list_of_partners_is_read_judged_accepted_and_changes_nothing_the_second_time() {
    let world = World::with_regions().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let read = send(&mut operator, LIST).await;
    read.expect(200)
        .expect_text("judul kolom di baris 3")
        .expect_text("Baru 2")
        .expect_text("Perlu diperbaiki 2")
        .expect_text("Perlu dijawab 1")
        .expect_text("“Desa Yang Tidak Ada Sama Sekali” tidak ditemukan di sini")
        .expect_text("Tulis dinas provinsi, dinas kabupaten/kota, perpustakaan desa, atau lainnya.")
        .expect_text("sama dengan baris 5");
    assert_eq!(
        world.count("select count(*) from libraries").await,
        0,
        "nothing is saved before it is accepted"
    );
    operator.press(&read, "Terima 2 perpustakaan").await;
    let list = operator.open(DIRECTORY).await;
    list.expect_text("Kota Jambi").expect_text("Desa Arang Arang").expect_text("0812-3456-7890");
    let stored = "select count(*) from libraries where kind = 'regency_office' and region_code = '15.71' and cohorts = '{2019,2022}' and bimtek_completed";
    assert_eq!(world.count(stored).await, 1);
    assert_eq!(
        world
            .count(
                "select count(*) from libraries where kind = 'village_library' and length(region_code) = 13"
            )
            .await,
        1
    );
    assert_eq!(world.count("select count(*) from audit_log where action = 'library.add'").await, 2);

    let again = send(&mut operator, LIST).await;
    again.expect_text("Tidak berubah 2").expect_no_text("Terima 0");
    operator
        .post(&again.path, &[("next", "terima")])
        .await
        .expect_text("Belum ada baris yang dapat diterima.");
    let mended = send(&mut operator, &LIST.replace("Ma'ruf;81234567890", "Siti Aminah;0811 2222 3333")).await;
    mended.expect_text("Diperbarui 1").expect_text("Siti Aminah");
    operator
        .press(&mended, "Terima 1 perpustakaan")
        .await
        .expect_text("0 perpustakaan ditambahkan, 1 diperbarui.");
    assert_eq!(
        world
            .count("select count(*) from libraries where pic_phone = '+6281122223333' and version = 2")
            .await,
        1
    );
}

#[tokio::test]
async fn what_waits_stays_when_a_part_is_accepted() {
    let world = World::with_regions().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let read = send(&mut operator, LIST).await;
    let rest = operator.press(&read, "Terima 2 perpustakaan").await;
    // What waits stays, and only that; the row that said the same is now one of a library that is there.
    rest.expect_text("2 perpustakaan ditambahkan, 0 diperbarui. 3 baris menunggu di bawah ini.")
        .expect_text("Sebagian sudah diterima: 2 ditambahkan, 0 diperbarui.")
        .expect_text("judul kolom di baris 3")
        .expect_text("Semua 3")
        .expect_text("6 Perpustakaan Desa Entah")
        .expect_text("Perlu diperbaiki 2")
        .expect_text("8 Perpustakaan Desa Arang-Arang")
        .expect_text("Tidak berubah 1");
    // A row that is skipped waits no longer; what is thrown away later leaves what was accepted.
    operator.open(IMPORTS).await.expect_text("Diterima sebagian 2 ditambahkan, 0 diperbarui");
    let skipped = operator.open(&rest.path).await;
    let form = ["6", "7"].iter().fold(skipped.form("Simpan jawaban dan periksa lagi"), |form, row| {
        form.fill(&format!("Jawaban untuk baris {row}"), "Lewati baris ini")
    });
    let skipped = operator.submit(form).await;
    skipped.expect_text("Tidak ada baris yang mengubah direktori").expect_no_text("menunggu di sini");
    operator
        .press(&skipped, "Buang sisanya")
        .await
        .expect_text("Sisa “Daftar Mitra.csv” dibuang; yang sudah diterima tetap ada.")
        .expect_text("Diterima 2 ditambahkan, 0 diperbarui");
    assert_eq!(
        world.count("select count(*) from library_imports where state = 'accepted' and lines = '[]' and settled_at is not null").await,
        1
    );
    assert_eq!(world.count("select count(*) from libraries").await, 2);
}

#[tokio::test]
async fn what_is_not_plain_waits_for_an_answer_and_columns_can_be_put_right() {
    let world = World::new().await;
    let mut tx = world.db.begin(&office("15", &[], &[])).await.unwrap();
    let plan = LibraryPlan::new(LibraryKind::VillageLibrary, "Perpustakaan Desa Mantaren II");
    add_library(&mut tx, &world.clock, &ProvinceCode::parse("15").unwrap(), &plan).await.unwrap();
    tx.commit().await.unwrap();
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = "Nama;Jenis;Orangnya;Keterangan\nPerpustakaan Desa Mantaren I;desa;Ninik;baru\n";
    let read = send(&mut operator, list).await;
    read.expect_text("Perlu dijawab 1").expect_text("namanya mirip Perpustakaan Desa Mantaren II");
    operator
        .post(&read.path, &[("next", "terima")])
        .await
        .expect_text("Belum ada baris yang dapat diterima. Jawab dulu");
    let read =
        operator.submit(read.form("Periksa lagi").fill("Arti kolom Orangnya", "Penanggung jawab")).await;
    read.expect_text("Penanggung jawab: Ninik");
    let form = read
        .form("Simpan jawaban dan periksa lagi")
        .fill("Jawaban untuk baris 2", "Perpustakaan lain, tambahkan");
    let seen = operator.submit(form).await;
    seen.expect_text("Jawaban disimpan").expect_text("Baru 1");
    operator.press(&seen, "Terima 1 perpustakaan").await.expect_text("1 perpustakaan ditambahkan");
    assert_eq!(
        world.count("select count(*) from libraries where pic_name = 'Ninik' and note = 'baru'").await,
        1
    );
    // A file that is not wanted is forgotten, and one that is none is refused with a sentence.
    let read = send(&mut operator, list).await;
    operator.press(&read, "Buang berkas ini").await.expect_text("direktori tidak berubah");
    let page = operator.open(IMPORTS).await;
    let refused = operator.upload(page.form("Baca daftar"), "file", "x.xlsx", b"PK\x03\x04rusak").await;
    refused.expect(422).expect_text("tidak dibaca");
}

#[tokio::test]
async fn what_goes_out_comes_in_again_without_a_change() {
    let world = World::with_regions().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut runner = TestRunner::deterministic();
    let names = select(vec![
        "Perpustakaan Desa Sumber Jaya",
        "=1+1",
        "Taman Baca \"Ceria\"; Jaya",
        "Dinas Perpustakaan",
        "Perpustakaan Ma'ruf, S.Pd.",
    ]);
    let one = (
        names,
        select(LibraryKind::ALL.to_vec()),
        select(vec!["", "15", "15.71", "15.05", "15.05.06"]),
        any::<[bool; 3]>(),
    );
    for (n, (name, kind, region, [bimtek, champion, has_pic])) in
        vec(one, 12).new_tree(&mut runner).unwrap().current().into_iter().enumerate()
    {
        let plan = LibraryPlan {
            region_code: region.into(),
            bimtek_completed: bimtek,
            is_champion: champion,
            cohorts: if bimtek { vec![2019, 2022] } else { Vec::new() },
            partner_since: champion.then_some(2020),
            pic_name: if has_pic { "Ni Luh O'Brien".into() } else { String::new() },
            pic_phone: if has_pic { "+6281234567890".into() } else { String::new() },
            sim_code: if has_pic { format!("00{n}") } else { String::new() },
            note: if champion { "dua baris\nsekaligus".into() } else { String::new() },
            ..LibraryPlan::new(kind, format!("{name} {n}"))
        };
        let mut tx = world.db.begin(&office("15", &[], &[])).await.unwrap();
        add_library(&mut tx, &world.clock, &ProvinceCode::parse("15").unwrap(), &plan).await.unwrap();
        tx.commit().await.unwrap();
    }
    let page = operator.open(DIRECTORY).await;
    let file = operator.download(page.form("Unduh direktori (Excel)")).await;
    assert_eq!(world.count("select count(*) from audit_log where action = 'library.export'").await, 1);
    let page = operator.open(IMPORTS).await;
    let read = operator.upload(page.form("Baca daftar"), "file", "direktori.xlsx", &file).await;
    read.expect(200).expect_text("Tidak berubah 12").expect_text("Semua 12");
}

#[tokio::test]
async fn a_file_is_its_own_provinces_alone() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let read = send(&mut operator, "Nama;Jenis\nPerpustakaan Desa Satu;desa\n").await;
    let path = read.path.clone();
    let mut other = world.browser(Who::JatengOperator).await;
    for path in [path.clone(), path.replace("/jambi/", "/jawa-tengah/")] {
        other.open(&path).await.expect(404);
        other.post(&path, &[("next", "terima")]).await.expect(404);
        other.post(format!("{path}/buang"), &[]).await.expect(404);
    }
    assert_eq!(world.count("select count(*) from libraries").await, 0);
    world.browser(Who::Coordinator).await.open("/nasional/perpustakaan/impor").await.expect(403);
}
