//! Perpusnas's one list of partner libraries: each row told its province, given to the offices, accepted by them alone.

use rust_xlsxwriter::{Format, Workbook};
use sejawat::db::scope::Scope;

use crate::support::{
    World,
    browser::{Browser, Page},
    world::{Who, office},
};

const LISTS: &str = "/nasional/mitra";

const HEADINGS: [&str; 7] =
    ["No", "PROVINSI", "Nama Perpustakaan Mitra", "Jenis", "Kab/Kota", "Kode Wilayah", "Orangnya"];

/// A row of the sheet: province, name, kabupaten or kota, code, and whom to ask for.
type Row<'r> = (&'r str, &'r str, &'r str, &'r str, &'r str);

const LIST: &[Row<'static>] = &[
    ("", "Perpustakaan Desa Entah", "", "", ""),
    // Merged over two rows.
    ("Prov. Jambi", "Perpustakaan Desa Arang-Arang", "Kab. Muaro Jambi", "", "Ninik"),
    ("<", "Perpustakaan Desa Sungai Terap", "", "", ""),
    ("Jateng", "Perpustakaan Desa Kajen", "", "33.28", "Rahayu"),
    ("", "Perpustakaan Desa Loram Wetan", "Kab. Kudus", "", ""),
    ("DKI Jakarta", "Perpustakaan Kelurahan Cempaka", "", "", ""),
    ("Jambi", "Perpustakaan Desa Bingung", "", "33.19", ""),
    ("NTB", "Perpustakaan Desa Sade", "", "", ""),
    ("Jmbi", "Perpustakaan Desa Teluk Kayu Putih", "", "", ""),
];

/// The sheet as Perpusnas keeps it: a title, headings in the third row, provinces merged.
fn sheet(rows: &[Row<'_>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "DAFTAR MITRA TPBIS NASIONAL").unwrap();
    for (column, heading) in (0..).zip(HEADINGS) {
        page.write_string(2, column, heading).unwrap();
    }
    for (at, (number, (province, name, regency, code, pic))) in (3..).zip((1..).zip(rows)) {
        page.write_number(at, 0, f64::from(number)).unwrap();
        if *province == "<" {
            let above = rows[usize::try_from(at).unwrap() - 4].0;
            page.merge_range(at - 1, 1, at, 1, above, &Format::new()).unwrap();
        } else if !province.is_empty() {
            page.write_string(at, 1, *province).unwrap();
        }
        for (column, cell) in [(2, *name), (3, "desa"), (4, *regency), (5, *code), (6, *pic)] {
            if !cell.is_empty() {
                page.write_string(at, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

async fn send(coordinator: &mut Browser, rows: &[Row<'_>]) -> Page {
    let page = coordinator.open(LISTS).await;
    coordinator.upload(page.form("Baca daftar"), "file", "Mitra nasional.xlsx", &sheet(rows)).await
}

/// What an office finds on its page of libraries.
async fn waiting(browser: &mut Browser, slug: &str) -> Page {
    let page = browser.open(format!("/{slug}/perpustakaan")).await;
    browser.click(&page, "Periksa dan terima").await
}

#[tokio::test]
async fn every_row_is_told_its_province_before_anything_is_shared() {
    let world = World::with_regions().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    coordinator.open(LISTS).await.expect(200).expect_text("Belum ada daftar yang dikirim.");
    let draft = send(&mut coordinator, LIST).await;
    draft
        .expect(200)
        .expect_text("judul kolom di baris 3")
        .expect_text("Jambi 3 1 baris “Jmbi” dibaca sebagai Jambi")
        .expect_text("Jawa Tengah 2")
        .expect_text("DKI Jakarta 1")
        .expect_text("Tidak ikut dibagikan (3)")
        .expect_text("Perpustakaan Desa Entah baris 4 Provinsinya tidak tertulis")
        .expect_text("Perpustakaan Desa Bingung baris 10 Kolom provinsi menyebut Jambi, tetapi kode wilayah 33.19 ada di Jawa Tengah.")
        .expect_text("Perpustakaan Desa Sade baris 11 Provinsi Nusa Tenggara Barat belum punya kantor di Sejawat.");
    let draft =
        coordinator.submit(draft.form("Periksa lagi").fill("Arti kolom Orangnya", "Penanggung jawab")).await;
    draft.expect_text("Arti kolom disimpan");

    let mut jambi = world.browser(Who::JambiOperator).await;
    jambi.open("/jambi/perpustakaan").await.expect_no_text("Perpusnas mengirim");
    let shared = coordinator.press(&draft, "Bagikan kepada 3 provinsi").await;
    shared.expect_text("6 perpustakaan dibagikan kepada 3 provinsi.").expect_text("Belum diterima");
    // A second click finds it done.
    coordinator
        .press(&draft, "Bagikan kepada 3 provinsi")
        .await
        .expect_text("sudah dibagikan oleh Koordinator Contoh");
    assert_eq!(world.count("select count(*) from library_imports").await, 3);
    assert_eq!(world.count("select count(*) from libraries").await, 0, "the directory is the office's own");
    assert_eq!(
        world.count("select count(*) from partner_lists where state = 'shared' and lines = '[]'").await,
        1
    );
    done(&world, &[("partner_list.take_in", 1), ("partner_list.put_columns", 1), ("partner_list.share", 1)])
        .await;
}

/// How often each deed stands in the audit log.
async fn done(world: &World, deeds: &[(&str, i64)]) {
    for (action, times) in deeds {
        let done: i64 = sqlx::query_scalar("select count(*) from audit_log where action = $1")
            .bind(action)
            .fetch_one(&mut world.look().await)
            .await
            .unwrap();
        assert_eq!(done, *times, "{action}");
    }
}

#[tokio::test]
async fn each_office_sees_its_own_part_alone_and_the_coordinator_what_became_of_it() {
    let world = World::with_regions().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let draft = send(&mut coordinator, LIST).await;
    let draft =
        coordinator.submit(draft.form("Periksa lagi").fill("Arti kolom Orangnya", "Penanggung jawab")).await;
    let list = draft.path.clone();
    coordinator.press(&draft, "Bagikan kepada 3 provinsi").await;
    let mut jambi = world.browser(Who::JambiOperator).await;
    // Jambi sees its own three rows, as they are numbered in the sheet, and accepts them.
    jambi
        .open("/jambi/perpustakaan")
        .await
        .expect_text("Perpusnas mengirim daftar mitra: 3 perpustakaan menunggu diterima.");
    let read = waiting(&mut jambi, "jambi").await;
    read.expect(200).expect_text("Dari Perpusnas (Koordinator Contoh)").expect_text("Baru 3");
    read.expect_text("5 Perpustakaan Desa Arang-Arang").expect_text("12 Perpustakaan Desa Teluk Kayu Putih");
    read.expect_text("Penanggung jawab: Ninik").expect_no_text("Kajen").expect_no_text("Rahayu");
    let imports = jambi.open("/jambi/perpustakaan/impor").await;
    imports
        .expect_text("Mitra nasional.xlsx")
        .expect_text("Belum diterima")
        .expect_text("Perpusnas (Koordinator Contoh)");
    jambi
        .press(&read, "Terima 3 perpustakaan")
        .await
        .expect_text("3 perpustakaan ditambahkan, 0 diperbarui.");
    jambi.open("/jambi/perpustakaan").await.expect_no_text("Perpusnas mengirim");

    // Jawa Tengah throws its part away.
    let mut jateng = world.browser(Who::JatengOperator).await;
    let read = waiting(&mut jateng, "jawa-tengah").await;
    read.expect_text("Loram Wetan").expect_text("Kajen").expect_no_text("Arang-Arang");
    jateng.open("/jawa-tengah/perpustakaan/impor").await.expect_no_text("Buang");
    jateng.press(&read, "Ya, buang").await.expect_text("direktori tidak berubah");
    assert_eq!(world.count("select count(*) from libraries where province_code <> '15'").await, 0);

    // The coordinator sees both, and whom to call; then takes back the third.
    sqlx::raw_sql(
        "insert into office_contacts (province_code, full_name, phone) values ('33', 'Narahubung Jateng', '+6281200000033')",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let seen = coordinator.open(&list).await;
    seen.expect_text("6 perpustakaan di 3 provinsi; 1 kantor sudah menerima.")
        .expect_text("Jambi 3 Diterima 3 ditambahkan, 0 diperbarui; Selasa, 2 Agustus 2022, 08.30 WIB")
        .expect_text("Jawa Tengah 2 Dibuang kantor")
        .expect_text("DKI Jakarta 1 Belum diterima")
        .expect_no_text("Arang-Arang");
    seen.expect_text("Narahubung Jateng 0812-0000-0033").expect_text("nomornya belum diisi");
    assert_eq!(seen.count("a[href^='https://wa.me/6281200000033?text=Yth']"), 1);
    let seen = coordinator.press(&seen, "Ya, tarik kembali dari 1 provinsi").await;
    seen.expect_text("DKI Jakarta 1 Ditarik kembali").expect_text("Jambi 3 Diterima");
    world
        .browser(Who::GuestOperator)
        .await
        .open("/dki-jakarta/perpustakaan")
        .await
        .expect_no_text("Perpusnas mengirim");
    done(&world, &[("partner_list.withdraw", 1), ("library_import.forget", 1), ("library_import.accept", 1)])
        .await;
}

#[tokio::test]
async fn a_corrected_list_brings_only_its_changes_and_replaces_what_waits() {
    let world = World::with_regions().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let first = send(&mut coordinator, LIST).await;
    coordinator.press(&first, "Bagikan kepada 3 provinsi").await;
    let mut jambi = world.browser(Who::JambiOperator).await;
    let read = waiting(&mut jambi, "jambi").await;
    jambi.press(&read, "Terima 3 perpustakaan").await;

    let mut corrected = LIST.to_vec();
    corrected[2] = ("<", "Perpustakaan Desa Sungai Terap", "Kab. Muaro Jambi", "", "");
    // A province that the new list does not speak of keeps what waits there.
    corrected.remove(5);
    let second = send(&mut coordinator, &corrected).await;
    second.expect_text("Daftar sebelumnya yang belum diterima 1 kantor di antaranya akan diganti.");
    coordinator.press(&second, "Bagikan kepada 2 provinsi").await;
    let older = coordinator.open(&first.path).await;
    older
        .expect_text("Jambi 3 Diterima")
        .expect_text("Jawa Tengah 2 Diganti daftar berikutnya")
        .expect_text("DKI Jakarta 1 Belum diterima");
    let read = waiting(&mut jambi, "jambi").await;
    read.expect_text("Diperbarui 1").expect_text("Tidak berubah 2");
    jambi
        .press(&read, "Terima 1 perpustakaan")
        .await
        .expect_text("0 perpustakaan ditambahkan, 1 diperbarui.");
    assert_eq!(
        world.count("select count(*) from libraries where province_code = '15' and version = 1").await,
        2,
        "what did not change was not touched"
    );

    // The same once more: nothing is new, and the office can say that it has seen it.
    let third = send(&mut coordinator, &corrected).await;
    coordinator.press(&third, "Bagikan kepada 2 provinsi").await;
    let read = waiting(&mut jambi, "jambi").await;
    read.expect_text("Tidak berubah 3");
    jambi.press(&read, "Terima, tidak ada yang berubah").await.expect_text("0 perpustakaan ditambahkan");
    let lists = coordinator.open(LISTS).await;
    lists.expect_text("5 perpustakaan di 2 provinsi; 1 kantor sudah menerima");
    lists.expect_text("Menunggu kantor");
}

#[tokio::test]
async fn an_office_that_accepts_a_part_keeps_the_rows_that_wait() {
    let world = World::with_regions().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let mut list = LIST.to_vec();
    list[2].2 = "Kab. Entah Di Mana";
    let draft = send(&mut coordinator, &list).await;
    let shared = coordinator.press(&draft, "Bagikan kepada 3 provinsi").await;
    shared.expect_no_text("Urungkan").expect_text("Untuk membagikannya lagi, kirim berkasnya lagi.");
    let mut jambi = world.browser(Who::JambiOperator).await;
    let read = waiting(&mut jambi, "jambi").await;
    read.expect_text("Baru 2").expect_text("Perlu diperbaiki 1");
    let rest = jambi.press(&read, "Terima 2 perpustakaan").await;
    rest.expect_text("1 baris menunggu di bawah ini").expect_text("6 Perpustakaan Desa Sungai Terap");
    // It can neither be accepted nor counted as accepted while a row waits.
    rest.expect_no_text("Terima, tidak ada yang berubah");
    jambi.post(&rest.path, &[("next", "terima")]).await.expect_text("Belum ada baris yang dapat diterima.");
    jambi.open("/jambi/perpustakaan").await.expect_text("daftar mitra: 1 perpustakaan menunggu diterima.");
    coordinator
        .open(&draft.path)
        .await
        .expect_text("0 kantor sudah menerima")
        .expect_text("Jambi 3 Diterima sebagian 2 ditambahkan, 0 diperbarui; sisanya menunggu")
        .expect_text("Ya, tarik kembali dari 3 provinsi");
    // Skipped, it is settled.
    let form = rest.form("Simpan jawaban dan periksa lagi").fill("Jawaban untuk baris 6", "Lewati baris ini");
    let skipped = jambi.submit(form).await;
    jambi.press(&skipped, "Terima, tidak ada yang berubah").await.expect_text("0 perpustakaan ditambahkan");
    coordinator.open(&draft.path).await.expect_text("Jambi 3 Diterima 2 ditambahkan, 0 diperbarui; ");
    assert_eq!(world.count("select count(*) from libraries").await, 2);
}

#[tokio::test]
async fn a_list_that_every_office_threw_away_is_not_finished() {
    let world = World::with_regions().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let draft = send(&mut coordinator, &LIST[1..4]).await;
    coordinator.press(&draft, "Bagikan kepada 2 provinsi").await;
    let mut jambi = world.browser(Who::JambiOperator).await;
    let read = waiting(&mut jambi, "jambi").await;
    jambi.press(&read, "Ya, buang").await;
    let mut jateng = world.browser(Who::JatengOperator).await;
    let read = waiting(&mut jateng, "jawa-tengah").await;
    jateng.press(&read, "Ya, buang").await;
    coordinator.open(LISTS).await.expect_text("Dibuang semua kantor").expect_no_text("Selesai");
}

#[tokio::test]
async fn what_is_shared_is_what_was_seen() {
    let world = World::with_regions().await;
    let mut one = world.browser(Who::Coordinator).await;
    let mut other = world.browser(Who::Coordinator).await;
    let seen = send(&mut one, LIST).await;
    let there = other.open(&seen.path).await;
    other.submit(there.form("Periksa lagi").fill("Arti kolom PROVINSI", "Tidak ikut")).await;
    let again = one.press(&seen, "Bagikan kepada 3 provinsi").await;
    again.expect_text("baru saja diubah orang lain").expect_text("Bagikan kepada 2 provinsi");
    assert_eq!(world.count("select count(*) from library_imports").await, 0);
    one.submit(seen.form("Periksa lagi").fill("Arti kolom Orangnya", "Catatan"))
        .await
        .expect_text("baru saja diubah orang lain");
    // Without the column of names there is no list.
    let again =
        one.submit(again.form("Periksa lagi").fill("Arti kolom Nama Perpustakaan Mitra", "Tidak ikut")).await;
    again
        .expect_text("Pilih dulu kolom mana yang berisi nama perpustakaan.")
        .expect_no_text("Bagikan kepada");
    let path = again.path.clone();
    one.press(&again, "Buang berkas ini").await.expect_text("dibuang; tidak ada kantor yang melihatnya");
    other.open(&path).await.expect(404);
    other.post(format!("{path}/bagikan"), &[("version", "1")]).await.expect(404);
    // A file that is none is refused with a sentence.
    let page = one.open(LISTS).await;
    one.upload(page.form("Baca daftar"), "file", "x.xlsx", b"PK\x03\x04rusak")
        .await
        .expect(422)
        .expect_text("tidak dibaca");
}

#[tokio::test]
async fn of_two_coordinators_at_once_one_shares_and_the_other_is_told() {
    let world = World::with_regions().await;
    let mut one = world.browser(Who::Coordinator).await;
    let mut other = world.browser(Who::Coordinator).await;
    let draft = send(&mut one, LIST).await;
    let (a, b) = tokio::join!(
        one.press(&draft, "Bagikan kepada 3 provinsi"),
        other.press(&draft, "Bagikan kepada 3 provinsi")
    );
    let told = [a, b].map(|page| page.text().contains("sudah dibagikan oleh Koordinator Contoh"));
    assert!(told[0] != told[1], "{told:?}");
    assert_eq!(world.count("select count(*) from library_imports").await, 3);
    assert_eq!(world.count("select count(*) from audit_log where action = 'partner_list.share'").await, 1);

    // While an office accepts, the list is taken back: either it has its part, or it has nothing of it.
    let mut jambi = world.browser(Who::JambiOperator).await;
    let read = waiting(&mut jambi, "jambi").await;
    let shared = one.open(&draft.path).await;
    tokio::join!(
        jambi.press(&read, "Terima 3 perpustakaan"),
        one.press(&shared, "Ya, tarik kembali dari 3 provinsi")
    );
    let accepted = world.count("select count(*) from library_imports where state = 'accepted'").await;
    assert_eq!(world.count("select count(*) from libraries").await, accepted * 3);
    assert_eq!(
        world.count("select count(*) from partner_list_parts where ended = 'withdrawn'").await,
        3 - accepted
    );
    assert_eq!(world.count("select count(*) from library_imports where state = 'draft'").await, 0);
}

#[tokio::test]
async fn the_template_says_the_province_first_and_comes_in_again() {
    let world = World::with_regions().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let (_, file) = coordinator.fetch("/nasional/mitra/templat.xlsx").await;
    let book = sejawat::documents::read(&file).unwrap();
    assert_eq!(&book.sheets[0].rows[0].cells[..3], ["Provinsi", "Jenis", "Nama perpustakaan"]);
    let page = coordinator.open(LISTS).await;
    coordinator
        .upload(page.form("Baca daftar"), "file", "templat.xlsx", &file)
        .await
        .expect(200)
        .expect_text("Belum ada yang dapat dibagikan");
    let (_, own) =
        world.browser(Who::JambiOperator).await.fetch("/jambi/perpustakaan/impor/templat.xlsx").await;
    assert!(
        !sejawat::documents::read(&own).unwrap().sheets[0].rows[0].cells.contains(&"Provinsi".to_owned())
    );
}

#[tokio::test]
async fn a_row_of_another_province_is_wrong_in_an_offices_own_file() {
    let world = World::with_regions().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = "Provinsi;Nama;Jenis\nProv. Jambi;Perpustakaan Desa Satu;desa\n;Perpustakaan Desa Dua;desa\n\
                Jateng;Perpustakaan Desa Tiga;desa\nentah;Perpustakaan Desa Empat;desa\nJambi;;\n";
    let page = operator.open("/jambi/perpustakaan/impor").await;
    let read = operator.upload(page.form("Baca daftar"), "file", "Mitra.csv", list.as_bytes()).await;
    read.expect_text("Semua 4")
        .expect_text("Baru 3")
        .expect_text("Perlu diperbaiki 1")
        .expect_text("Baris ini milik Provinsi Jawa Tengah, bukan provinsi ini.");
}

#[tokio::test]
async fn what_perpusnas_sent_does_not_age_away() {
    let world = World::filled().await;
    sqlx::raw_sql("update library_imports set made_at = '2022-05-01' where province_code = '15'; update partner_lists set made_at = '2022-05-01'")
        .execute(&mut world.look().await)
        .await
        .unwrap();
    world.sweep().await;
    let [drafts, shared] = [
        "select count(*) from partner_lists where state = 'draft'",
        "select count(*) from partner_lists where state = 'shared'",
    ];
    assert_eq!(world.count(drafts).await, 0, "a list that nobody shared is forgotten");
    assert_eq!(world.count(shared).await, 1);
    let left = "select count(*) from library_imports where province_code = '15' and made_at < '2022-06-01'";
    assert_eq!(world.count(left).await, 1);
    assert_eq!(
        world.count("select count(*) from library_imports where province_code = '15' and partner_list_id is not null").await,
        1
    );
}

#[tokio::test]
async fn the_lists_are_the_coordinators_alone() {
    let world = World::filled().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let list = coordinator.click(&coordinator.clone().open(LISTS).await, "Mitra nasional.xlsx").await.path;
    for who in [Who::JambiAdmin, Who::JambiOperator, Who::JambiFacilitator, Who::JambiConsultant] {
        let mut browser = world.browser(who).await;
        for path in [LISTS, &list, "/nasional/mitra/templat.xlsx", "/jambi/mitra"] {
            browser.open(path).await.expect(404);
        }
        browser.post(format!("{list}/bagikan"), &[("version", "1")]).await.expect(404);
        browser.post(format!("{list}/tarik-kembali"), &[]).await.expect(404);
    }
}

#[tokio::test]
async fn the_nation_sees_what_became_of_its_parts_and_never_what_a_province_keeps() {
    const DENIED: &str = "42501";
    let world = World::filled().await;
    let coordinator = Scope::national();
    let refused = [
        "select lines from library_imports",
        "select answers, file_name from library_imports where partner_list_id is not null",
        "select * from libraries",
        "update library_imports set state = 'accepted'",
        "insert into library_imports (province_code, id, file_name, made_by, made_at)
         values ('15', gen_random_uuid(), 'x', 'x', '2022-08-02')",
        "insert into library_imports (province_code, id, partner_list_id, file_name, state, made_by, made_at)
         values ('15', gen_random_uuid(), '00000000-0000-0000-0000-0000000009a1', 'x', 'accepted', 'x', '2022-08-02')",
    ];
    for statement in refused {
        let mut tx = world.db.begin(&coordinator).await.unwrap();
        let error = sqlx::raw_sql(statement).execute(&mut *tx).await.expect_err(statement);
        let sqlx::Error::Database(error) = error else { panic!("{statement}: {error}") };
        assert_eq!(error.code().as_deref(), Some(DENIED), "{statement}");
    }
    let mut tx = world.db.begin(&coordinator).await.unwrap();
    let own: i64 =
        sqlx::query_scalar("select count(*) from library_imports").fetch_one(&mut *tx).await.unwrap();
    let given = "select count(*) from library_imports where partner_list_id is not null";
    assert_eq!(own, world.count(given).await);
    let gone = sqlx::raw_sql("delete from library_imports").execute(&mut *tx).await.unwrap().rows_affected();
    assert_eq!(gone, 1, "only what waits is taken back");
    drop(tx);
    for code in ["15", "33"] {
        let mut tx = world.db.begin(&office(code, &[], &[])).await.unwrap();
        for table in ["partner_lists", "partner_list_parts"] {
            let sql = format!("select count(*) from {table}");
            let error =
                sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *tx).await.unwrap_err();
            assert!(error.to_string().contains("permission denied"), "{error}");
            tx = world.db.begin(&office(code, &[], &[])).await.unwrap();
        }
    }
}
