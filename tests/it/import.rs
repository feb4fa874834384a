//! Lists of people that come as spreadsheets: read as offices make them, judged row by row, accepted, taken back; and
//! nobody else's.

use std::collections::BTreeSet;

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
    world::{JAMBI, JOINT, Who, office},
};

const IMPORTS: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/peserta/impor";
const PEOPLE: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/peserta";

async fn library(world: &World, name: &str, kind: LibraryKind) {
    let mut tx = world.db.begin(&office("15", &[], &[])).await.unwrap();
    let province = ProvinceCode::parse("15").unwrap();
    add_library(&mut tx, &world.clock, &province, &LibraryPlan::new(kind, name)).await.unwrap();
    tx.commit().await.unwrap();
}

/// Sends a list and opens what was read.
async fn send(browser: &mut Browser, name: &str, list: &str) -> Page {
    let page = browser.open(IMPORTS).await;
    browser.upload(page.form("Baca daftar"), "file", name, list.as_bytes()).await
}

const LIST: &str = "\
DINAS PERPUSTAKAAN DAN ARSIP DAERAH;;;;;;
DAFTAR PESERTA PLM;;;;;;
;;;;;;
No;NAMA LENGKAP;L/P;Asal Instansi;JABATAN;NIP;No HP/WA
1;2;3;4;5;6;7
1;Hj. Siti Aminah, S.Sos.;P;DINAS PERPUSTAKAAN KOTA JAMBI;Pustakawan;19000101 192001 2 999;81234567890
2;Sdr. Budi;Laki-laki;;Staf;1.98609E+17;0811-1111-111 / 0822
3;Ninik;P;Perpustakaan Desa Contoh;Pengelola;-;tidak punya HP
";

#[tokio::test]
async fn a_list_is_read_judged_accepted_and_taken_back() {
    let world = World::new().await;
    library(&world, "Dinas Perpustakaan Kota Jambi", LibraryKind::RegencyOffice).await;
    library(&world, "Perpustakaan Desa Contoh", LibraryKind::VillageLibrary).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let read = send(&mut operator, "Daftar Peserta.csv", LIST).await;
    read.expect(200)
        .expect_text("judul kolom di baris 4")
        .expect_text("Baru 3")
        .expect_text("NIP rusak karena disimpan sebagai angka (1.98609E+17)")
        .expect_text("Nomor pertama yang dipakai; 0822 tidak ikut.")
        .expect_text("“tidak punya HP” bukan nomor; masuk tanpa nomor.");
    assert_eq!(
        world.count("select count(*) from participants").await,
        0,
        "nothing is saved before it is accepted"
    );

    let list = operator.press(&read, "Terima 3 orang").await;
    list.expect(200)
        .expect_text("3 orang ditambahkan, 0 diperbarui.")
        .expect_text("Hj. Siti Aminah, S.Sos.")
        .expect_text("0812-3456-7890");
    let facts = "select count(*) from participants p join participant_details d on d.participant_id = p.id where
        (p.full_name = 'Siti Aminah' and p.title_prefix = 'Hj.' and p.category = 'regency_office' and p.library_id is not null and d.nip = '190001011920012999')
        or (p.full_name = 'Budi' and p.sex = 'L' and p.agency_name = 'Dinas Perpustakaan Kota Jambi' and d.nip = '' and d.phone = '+628111111111')
        or (p.full_name = 'Ninik' and p.category = 'village_library' and d.phone = '')";
    assert_eq!(world.count(facts).await, 3);
    assert_eq!(world.count("select count(*) from audit_log where action = 'participant.register'").await, 3);

    // The same file again changes nothing; a mended one changes what was mended.
    let again = send(&mut operator, "Daftar Peserta.csv", LIST).await;
    again.expect_text("Tidak berubah 3").expect_text("Terima 0 orang");
    operator
        .press(&again, "Terima 0 orang")
        .await
        .expect(200)
        .expect_text("Tidak ada baris yang dapat diterima");
    let mended = LIST.replace("Staf;1.98609E+17", "Pustakawan Ahli;19000101 192001 1 999");
    let mended = send(&mut operator, "Daftar Peserta (2).csv", &mended).await;
    mended
        .expect_text("Diperbarui 1")
        .expect_text("Staf Pustakawan Ahli")
        .expect_text("kosong 19000101 192001 1 999");
    let list = operator.press(&mended, "Terima 1 orang").await;
    list.expect_text("0 orang ditambahkan, 1 diperbarui.");
    assert_eq!(
        world
            .count("select count(*) from participants where job_title = 'Pustakawan Ahli' and version = 2")
            .await,
        1
    );
    operator.press(&list, "Urungkan").await.expect_text("“Daftar Peserta (2).csv” diurungkan");
    assert_eq!(world.count("select count(*) from participants where job_title = 'Staf'").await, 1);
    assert_eq!(
        world.count("select count(*) from participant_details where nip = '190001011920011999'").await,
        0
    );
}

#[tokio::test]
async fn an_import_is_taken_back_as_a_whole_while_nothing_was_built_on_it() {
    let world = World::new().await;
    library(&world, "Dinas Perpustakaan Kota Jambi", LibraryKind::RegencyOffice).await;
    library(&world, "Perpustakaan Desa Contoh", LibraryKind::VillageLibrary).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let read = send(&mut operator, "a.csv", LIST).await;
    let list = operator.press(&read, "Terima 3 orang").await;
    let undo = list.form("Urungkan");
    operator.press(&list, "Konfirmasi Ninik").await;
    operator.submit(undo.clone()).await.expect_text("Belum diurungkan: data Ninik sudah diubah");
    assert_eq!(world.count("select count(*) from participants").await, 3);
    sqlx::query("update participants set version = 1").execute(&mut world.look().await).await.unwrap();
    operator.submit(undo.clone()).await.expect_text("“a.csv” diurungkan");
    assert_eq!(world.count("select count(*) from participants").await, 0);
    assert_eq!(world.count("select count(*) from participant_details").await, 0);
    operator.submit(undo).await.expect_text("tidak sedang diterima");
    assert_eq!(world.count("select count(*) from audit_log where action = 'participant.take_away'").await, 3);
}

#[tokio::test]
async fn doubles_are_asked_about_and_wrong_cells_are_mended_in_place() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let first = "Nama;L/P;Instansi;Kategori;HP\nSiti Aminah;P;Kantor A;Desa Champion;0812-3456-7890\n";
    let read = send(&mut operator, "a.csv", first).await;
    operator.press(&read, "Terima 1 orang").await;
    let second = "\
Nama;L/P;Instansi;Kategori;HP
Siti Aminah;P;Kantor B;Desa Champion;
Sitti Aminah;P;Kantor A;Desa Champion;
Tono;X;Kantor A;Kepala;081
Tini;P;Kantor A;Desa Champion;0812-3456-7890
Mengetahui;;;;
";
    let read = send(&mut operator, "b.csv", second).await;
    read.expect_text("nama sama dengan Siti Aminah (Kantor A)")
        .expect_text("namanya mirip Siti Aminah (Kantor A)")
        .expect_text("nomor telepon sama dengan Siti Aminah (Kantor A)")
        .expect_text("hanya satu sel yang terisi")
        .expect_text("Tulis L atau P.")
        .expect_text("Kategori ini tidak ada dalam edisi; pilih dari daftar.")
        .expect_text("Perlu dijawab 4")
        .expect_text("Perlu diperbaiki 1")
        .expect_text("Terima 0 orang");
    let form = read
        .form("Simpan perbaikan dan periksa lagi")
        .fill("Jawaban untuk baris 2", "Orang lain, tambahkan")
        .fill("Jawaban untuk baris 3", "Lewati baris ini")
        .fill("L/P baris 4", "L")
        .fill("Kategori baris 4", "Desa Champion")
        .fill("No. HP (WhatsApp) baris 4", "0813 2222 2222")
        .fill("Jawaban untuk baris 5", "Sama dengan Siti Aminah, perbarui");
    let checked = operator.submit(form).await;
    checked
        .expect_text("Perbaikan disimpan")
        .expect_text("Baru 2")
        .expect_text("Diperbarui 1")
        .expect_text("Dilewati 1")
        .expect_text("Siti Aminah Tini");
    operator
        .press(&checked, "Terima 3 orang")
        .await
        .expect_text("2 orang ditambahkan, 1 diperbarui. 1 baris belum ikut");
    assert_eq!(world.count("select count(*) from participants").await, 3);
    assert_eq!(
        world.count("select count(*) from participant_details where phone = '+6281322222222'").await,
        1
    );
}

#[tokio::test]
async fn columns_are_put_right_once_and_remembered() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = "Yang Hadir;L/P;Kantornya;HP\nNinik;P;Kantor A;0811\n";
    let read = send(&mut operator, "a.csv", list).await;
    read.expect_text("tanpa baris judul");
    let form = read.form("Periksa lagi").fill("Judul kolom di baris", "1");
    let read = operator.submit(form).await;
    let form = read
        .form("Periksa lagi")
        .fill("Arti kolom Yang Hadir", "Nama lengkap")
        .fill("Arti kolom Kantornya", "Perpustakaan atau instansi")
        .fill("Baris tanpa kategori adalah", "Desa Champion");
    let read = operator.submit(form).await;
    read.expect_text("Nomor telepon terlalu pendek").expect_text("Kantor A");
    let next = send(&mut operator, "b.csv", &list.replace("0811", "")).await;
    next.expect_text("judul kolom di baris 1").expect_text("Pilih kategori peserta.");
    assert_eq!(
        world.count("select count(*) from import_headings where province_code = '15'").await,
        2,
        "only what was put right"
    );
    operator.press(&next, "Buang berkas ini").await.expect_text("“b.csv” dibuang");
    assert_eq!(world.count("select count(*) from imports").await, 1);
}

#[tokio::test]
async fn namesakes_signatures_and_titles_are_asked_about() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let first = "Nama;L/P;Instansi;Kategori\nSiti Aminah, S.Sos.;P;Kantor A;Desa Champion\nBudi;L;Kantor A;Desa Champion\n";
    let read = send(&mut operator, "a.csv", first).await;
    let list = operator.press(&read, "Terima 2 orang").await;
    let budi = operator.click(&list, "Budi").await;
    operator.press(&budi, "Batalkan pendaftaran").await;
    let second = "\
Nama;L/P;Instansi;Kategori
Siti Aminah;L;Kantor A;Desa Champion
SITI AMINAH S.Sos;P;Kantor A;Desa Champion
Hj.Siti Aminah;;Kantor A;Desa Champion
Budi;L;Kantor A;Desa Champion
Mengetahui, Kepala Dinas;;Kantor A;Desa Champion
";
    let read = send(&mut operator, "b.csv", second).await;
    read.expect_text("L/P berbeda dari Siti Aminah, S.Sos.")
        .expect_text("namanya mirip Siti Aminah, S.Sos. (Kantor A)")
        .expect_text("Budi dibatalkan; kembalikan lewat datanya")
        .expect_text("tampaknya bukan nama orang")
        .expect_text("Perlu dijawab 5")
        .expect_text("Terima 0 orang");
    // Enter in a field keeps what was typed and accepts nobody.
    let html = read.html();
    let first_button = scraper::Selector::parse("form:has(table.import) button").unwrap();
    assert_eq!(html.select(&first_button).next().unwrap().attr("value"), Some("periksa"));
    // What was answered only now is shown before it is accepted.
    let form = read.form("Terima 0 orang").fill("Jawaban untuk baris 4", "Orang lain, tambahkan");
    let shown = operator.submit(form).await;
    shown.expect_text("Periksa sekali lagi apa jadinya").expect_text("Baru 1");
    assert_eq!(world.count("select count(*) from participants").await, 2);
    let list = operator.press(&shown, "Terima 1 orang").await;
    list.expect_text("4 baris belum ikut; lihat lewat Impor dari Excel.");
    let earlier = operator.open(IMPORTS).await;
    operator
        .click(&earlier, "b.csv")
        .await
        .expect_text("Sudah diterima")
        .expect_text("tampaknya bukan nama orang");
}

#[tokio::test]
async fn imports_are_taken_back_in_reverse_and_the_same_file_stays_the_same() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = "Nama;L/P;Instansi;HP\nAni;P;Kantor A;0812-3456-7890\n";
    let read = send(&mut operator, "a.csv", list).await;
    read.expect_text("Pilih kategori peserta.");
    let form = read.form("Periksa lagi").fill("Baris tanpa kategori adalah", "Desa Champion");
    let read = operator.submit(form).await;
    let undo_first = operator.press(&read, "Terima 1 orang").await.form("Urungkan");
    send(&mut operator, "a.csv", list).await.expect_text("Tidak berubah 1");
    let read = send(&mut operator, "b.csv", &list.replace("7890", "7891")).await;
    let changed = operator.press(&read, "Terima 1 orang").await;
    changed.expect_text("0 orang ditambahkan, 1 diperbarui.");
    operator.submit(undo_first.clone()).await.expect_text("Belum diurungkan: data Ani sudah diubah");
    operator.press(&changed, "Urungkan").await.expect_text("“b.csv” diurungkan");
    operator.submit(undo_first).await.expect_text("“a.csv” diurungkan");
    assert_eq!(world.count("select count(*) from participants").await, 0);
}

#[tokio::test]
async fn who_becomes_a_peserta_needs_a_category() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = "Nama;L/P;Instansi;Hadir sebagai\nAni;P;Kantor A;fasilitator\n";
    let read = send(&mut operator, "a.csv", list).await;
    operator.press(&read, "Terima 1 orang").await.expect_text("1 orang ditambahkan");
    let read = send(&mut operator, "b.csv", &list.replace("fasilitator", "peserta")).await;
    read.expect_text("Perlu diperbaiki 1").expect_text("Pilih kategori peserta.");
    let mended = operator
        .submit(read.form("Simpan perbaikan dan periksa lagi").fill("Kategori baris 2", "Desa Champion"))
        .await;
    mended.expect_text("Diperbarui 1");
    operator.press(&mended, "Terima 1 orang").await.expect_text("0 orang ditambahkan, 1 diperbarui.");
    let changed =
        "select count(*) from participants where kind = 'peserta' and category = 'champion_village'";
    assert_eq!(world.count(changed).await, 1);
}

#[tokio::test]
async fn an_agency_that_no_directory_knows_tells_the_category_by_its_name() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = "Nama;L/P;Instansi\n\
                Ani;P;Dinas Perpustakaan dan Kearsipan Kab. Muaro Jambi\n\
                Budi;L;Perpustakaan Desa Arang-Arang, Kab. Muaro Jambi\n\
                Citra;P;Bappeda Kabupaten Muaro Jambi\n";
    let read = send(&mut operator, "a.csv", list).await;
    read.expect_text("Baru 2")
        .expect_text("Kategori: Dinas Perpustakaan Kab/Kota (otomatis)")
        .expect_text("Kategori: Perpustakaan Desa/Kelurahan (otomatis)")
        .expect_text("Perlu diperbaiki 1");
    operator.press(&read, "Terima 2 orang").await.expect_text("2 orang ditambahkan");
    let told = "select count(*) from participants where (full_name, category) in
        (('Ani', 'regency_office'), ('Budi', 'village_library'))";
    assert_eq!(world.count(told).await, 2);
}

#[tokio::test]
async fn a_guests_list_is_the_guests_and_anothers_list_does_not_exist() {
    let world = World::new().await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    let imports = format!("/dki-jakarta/kegiatan/{JOINT}/peserta/impor");
    let page = guest.open(&imports).await;
    let list = "Nama;L/P;Instansi;Kategori\nTamu;P;Kantor;Desa Champion\n";
    let read = guest.upload(page.form("Baca daftar"), "file", "tamu.csv", list.as_bytes()).await;
    let id = read.path.rsplit('/').next().unwrap().to_owned();
    let mut host = world.browser(Who::HostAdmin).await;
    let theirs = format!("/jawa-barat/kegiatan/{JOINT}/peserta/impor");
    host.open(&theirs).await.expect(200).expect_no_text("tamu.csv");
    for path in [format!("{theirs}/{id}"), format!("/jambi/kegiatan/{JAMBI}/peserta/impor/{id}")] {
        host.open(path).await.expect(404);
    }
    guest.press(&read, "Terima 1 orang").await;
    assert_eq!(world.count("select count(*) from participants where province_code = '31'").await, 1);
    // The host brings a guest's people when it says so.
    let page = host.open(&theirs).await;
    let form = page.form("Baca daftar").fill("Utusan provinsi", "DKI Jakarta");
    let read = host.upload(form, "file", "kami.csv", list.replace("Tamu", "Lain").as_bytes()).await;
    host.press(&read, "Terima 1 orang").await;
    assert_eq!(world.count("select count(*) from participants where province_code = '31'").await, 2);
    // A guest's person on the host's own list is asked about.
    let page = host.open(&theirs).await;
    let read = host.upload(page.form("Baca daftar"), "file", "lagi.csv", list.as_bytes()).await;
    read.expect_text("nama sama dengan Tamu (Kantor, utusan provinsi lain)").expect_text("Terima 0 orang");
}

#[tokio::test]
async fn pasted_cells_go_through_the_same_hands() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(IMPORTS).await;
    let cells = "Nama\tL/P\tInstansi\tKategori\r\n\"Siti Aminah, S.Sos.\"\tP\tKantor A\tDesa Champion\r\n";
    let form = page.form("Baca daftar").fill("Sel yang disalin", cells);
    let read = operator.upload(form, "file", "", b"").await;
    read.expect(200).expect_text("Tempelan").expect_text("Baru 1");
    operator.press(&read, "Terima 1 orang").await.expect_text("Siti Aminah, S.Sos.");
}

#[tokio::test]
async fn what_a_file_said_is_forgotten_after_a_month() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = "Nama;L/P;Instansi;Kategori\nAni;P;Kantor A;Desa Champion\n";
    let read = send(&mut operator, "a.csv", list).await;
    let undo = operator.press(&read, "Terima 1 orang").await.form("Urungkan");
    send(&mut operator, "b.csv", list).await.expect(200);
    sqlx::query("update imports set made_at = made_at - interval '40 days', settled_at = settled_at - interval '40 days'")
        .execute(&mut world.look().await)
        .await
        .unwrap();
    world.sweep().await;
    assert_eq!(world.count("select count(*) from imports").await, 1, "the draft of then is gone");
    assert_eq!(world.count("select count(distinct import_id) from import_rows").await, 0);
    operator.submit(undo).await.expect_text("lebih dari 30 hari lalu");
    assert_eq!(world.count("select count(*) from participants").await, 1);
}

#[tokio::test]
async fn what_is_no_list_is_refused_in_a_sentence() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(IMPORTS).await;
    for bytes in [b"%PDF-1.7".as_slice(), b"\xd0\xcf\x11\xe0", b""] {
        let refused = operator.upload(page.form("Baca daftar"), "file", "surat.xlsx", bytes).await;
        refused.expect(422).expect_text("“surat.xlsx” tidak dibaca");
    }
    let huge = vec![b'a'; 12 * 1024 * 1024];
    operator.upload(page.form("Baca daftar"), "file", "besar.csv", &huge).await.expect(413);
    assert_eq!(world.count("select count(*) from imports").await, 0);
}

#[tokio::test]
async fn what_goes_out_comes_in_again_unchanged_and_is_written_down() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = "Nama;L/P;Instansi;Kategori;HP;NIP;Jabatan\nNi Luh O'Brien, S.Sos.;P;=Kantor;Desa Champion;0812-3456-7890;190001011920012999;Kepala\nI Made;L;Kantor;Penerima manfaat;;;\n";
    let read = send(&mut operator, "a.csv", list).await;
    operator.press(&read, "Terima 2 orang").await.expect_text("2 orang ditambahkan");
    let page = operator.open(PEOPLE).await;
    let file = operator.download(page.form("Unduh daftar ini (Excel)")).await;
    assert_eq!(world.count("select count(*) from audit_log where action = 'participant.export' and after ->> 'people' = '2'").await, 1);
    let page = operator.open(IMPORTS).await;
    let read = operator.upload(page.form("Baca daftar"), "file", "peserta.xlsx", &file).await;
    read.expect(200).expect_text("Tidak berubah 2");
    let blank = operator.download(page_with_link(&page)).await;
    let read = operator.upload(page.form("Baca daftar"), "file", "templat.xlsx", &blank).await;
    read.expect(200).expect_text("Tidak ada baris");
}

/// The template's link as a form, so that it can be downloaded.
fn page_with_link(page: &Page) -> crate::support::browser::Form {
    page.form("Baca daftar").leading("get", &page.link("Unduh templat Excel").unwrap())
}

/// A list in which the same people, numbers and offices come up again and again, spelled in several ways.
fn any_list() -> impl Strategy<Value = String> {
    let one_of = |words: &'static [&'static str]| select(words).prop_map(ToOwned::to_owned);
    let known = one_of(&[
        "Siti Aminah",
        "Sitti Aminah",
        "SITI AMINAH, S.Sos.",
        "Moh. Ali",
        "Muhammad Ali",
        "Ninik",
        "",
    ]);
    let name = prop_oneof![2 => known, 3 => (0..60_u8).prop_map(|n| format!("Orang ke-{n}"))];
    let row = (
        name,
        one_of(&["L", "L", "P", "P", "", "?"]),
        one_of(&["Kantor A", "kantor a", "Kantor B", "Kantor C", ""]),
        one_of(&["", "", "", "", "0812-3456-7890", "81234567890", "0813 0000 0000", "12"]),
        one_of(&["", "", "", "190001011920012999", "190001011920011999", "1.98609E+17"]),
        one_of(&["", "Kepala", "Staf"]),
    );
    let line = row.prop_map(|(name, sex, agency, phone, nip, job)| {
        format!("{name};{sex};{agency};Desa Champion;{phone};{nip};{job}\n")
    });
    vec(line, 1..12).prop_map(|rows| format!("Nama;L/P;Instansi;Kategori;HP;NIP;Jabatan\n{}", rows.concat()))
}

/// The rows that are new or change somebody.
fn taken(page: &Page) -> BTreeSet<String> {
    let (html, css) = (page.html(), |css: &str| scraper::Selector::parse(css).unwrap());
    html.select(&css("table.import tbody tr"))
        .filter(|row| row.select(&css(".status.done, .status.way")).next().is_some())
        .filter_map(|row| row.select(&css("th")).next().map(|number| number.text().collect()))
        .collect()
}

/// A row that was asked about may become plain once the list has changed; one that was taken never comes twice.
#[tokio::test]
async fn whatever_list_is_accepted_no_row_of_it_is_taken_twice() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut all_taken = 0;
    let mut runner = TestRunner::deterministic();
    for round in 0..40 {
        // A list that fills up leaves nobody new, and lists that wait leave no room for more.
        let mut clear = "delete from imports where state = 'draft'".to_owned();
        if round % 5 == 0 {
            clear.push_str("; delete from participant_details; delete from participants");
        }
        sqlx::raw_sql(sqlx::AssertSqlSafe(clear)).execute(&mut world.look().await).await.unwrap();
        let list = any_list().new_tree(&mut runner).unwrap().current();
        let read = send(&mut operator, "acak.csv", &list).await;
        let first = taken(&read);
        if first.is_empty() {
            continue;
        }
        all_taken += first.len();
        operator.press(&read, &format!("Terima {} orang", first.len())).await.expect(200);
        let again = taken(&send(&mut operator, "acak.csv", &list).await);
        let twice: Vec<&String> = first.intersection(&again).collect();
        assert!(twice.is_empty(), "rows {twice:?} of\n{list}");
    }
    assert!(all_taken > 60, "only {all_taken} rows were taken");
}
