//! A province's front page, settings and signers.

use sejawat::{
    db::scope::{ProvinceCode, Scope},
    features::tenants::{
        self,
        model::NewTenant,
        paths::{NewSignerPath, OfficePath, SettingsPath},
    },
    kernel::{origin::Origin, place::Place, zone::Zone},
};

use crate::support::{
    World,
    world::{Who, office},
};

fn front(slug: &str) -> OfficePath {
    OfficePath { place: Place::Office(slug.into()) }
}

fn settings(slug: &str) -> SettingsPath {
    SettingsPath { place: Place::Office(slug.into()) }
}

#[tokio::test]
async fn the_front_page_says_what_is_next_and_what_is_missing() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let page = admin.open(front("jambi")).await;
    page.expect(200)
        .expect_text("PLM Provinsi Jambi 2022")
        .expect_text("2-3 Agustus 2022")
        .expect_text("Hotel (contoh), Kota Jambi")
        .expect_text("Berlangsung")
        .expect_text("Kop surat belum lengkap")
        .expect_text("Belum ada penanda tangan")
        .expect_no_text("Jawa Tengah 2022");
    assert!(page.link("PLM Provinsi Jambi 2022").unwrap().ends_with("0e15"));

    // What lies far ahead is no task yet.
    let later = "update events set starts_on = starts_on + 70, programme_starts_on = programme_starts_on + 70,
        programme_ends_on = programme_ends_on + 70, ends_on = ends_on + 70, status = 'draft' where host_province = '15'";
    admin.open(front("jambi")).await.expect_text("peserta terdaftar 0 dari 16");
    sqlx::query(later).execute(&mut world.look().await).await.unwrap();
    admin
        .open(front("jambi"))
        .await
        .expect_text("PLM Provinsi Jambi 2022")
        .expect_no_text("peserta terdaftar");

    // An operator cannot mend the letterhead, so it is not in the operator's list.
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(front("jambi")).await.expect(200).expect_no_text("Kop surat").expect_no_text("Pengaturan");
}

#[tokio::test]
async fn a_guest_sees_the_joint_event_as_a_guest() {
    let world = World::new().await;
    let mut guest = world.browser(Who::GuestOperator).await;
    guest
        .open(front("dki-jakarta"))
        .await
        .expect(200)
        .expect_text("PLM Jawa Barat dan DKI Jakarta 2022")
        .expect_text("Sebagai tamu; tuan rumah Provinsi Jawa Barat");
}

#[tokio::test]
async fn events_are_sorted_by_the_programmes_day() {
    let world = World::new().await;
    sqlx::raw_sql(
        "insert into events (id, edition_id, host_province, title, starts_on, ends_on, programme_starts_on, programme_ends_on, zone, status, status_reason)
         select ('00000000-0000-0000-0000-0000000001' || n)::uuid, '00000000-0000-0000-0000-000000000ed0', '15', title, d::date, d::date, d::date, d::date, 'WIB', status, reason
           from (values ('01', 'Kegiatan lampau', '2022-06-01', 'closed', ''), ('02', 'Kegiatan September', '2022-09-01', 'draft', ''),
                        ('03', 'Kegiatan besok', '2022-08-03', 'published', ''), ('04', 'Kegiatan ditunda', '2022-08-02', 'postponed', 'Banjir'),
                        ('05', 'Kegiatan lupa ditutup', '2022-07-01', 'published', '')) as v (n, title, d, status, reason);
         insert into event_provinces (event_id, province_code, part, edition_id)
         select id, '15', 'host', edition_id from events where host_province = '15' and wave_id is null;",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut admin = world.browser(Who::JambiAdmin).await;
    let page = admin.open(front("jambi")).await;
    let text = page.expect(200).text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("“{words}” is not there:\n{text}"));
    assert!(at("PLM Provinsi Jambi 2022") < at("Kegiatan besok"));
    assert!(at("Kegiatan besok") < at("Kegiatan September"));
    assert!(at("Kegiatan September") < at("Kegiatan ditunda"));
    assert!(at("Kegiatan ditunda") < at("Kegiatan lampau"));
    page.expect_text("Banjir")
        .expect_text("Kegiatan September: tempatnya belum ditetapkan.")
        .expect_text("Kegiatan September: masih berupa konsep, belum terbit.")
        .expect_text("Kegiatan lupa ditutup sudah lewat dan belum ditutup.");
}

#[tokio::test]
async fn a_province_without_events_is_told_what_comes() {
    let world = World::new().await;
    sqlx::raw_sql(
        "delete from role_grants where event_id is not null; delete from event_provinces; delete from events",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut admin = world.browser(Who::JambiAdmin).await;
    admin.open(front("jambi")).await.expect(200).expect_text("Belum ada kegiatan");
}

#[tokio::test]
async fn the_letterhead_follows_the_settings() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let page = admin.open(settings("jambi")).await;
    let form = page
        .form("Simpan pengaturan")
        .fill("Nama resmi", "Dinas Perpustakaan dan Arsip Daerah Jambi")
        .fill("Alamat", "Jalan Jenderal A. Yani Nomor 1\r\nTelanaipura")
        .fill("Kota", "Jambi")
        .fill("Telepon kantor", "(0741) 60000")
        .fill("Surel kantor", "dpad@contoh.id")
        .fill("Pola nomor surat", "005/{nomor}/PLM/{bulan-romawi}/{tahun}")
        .forge("paper", "F4");
    let saved = admin.submit(form).await;
    saved
        .expect(200)
        .expect_text("Pengaturan disimpan")
        .expect_text("Pemerintah Provinsi Jambi Dinas Perpustakaan dan Arsip Daerah Jambi")
        .expect_text("Jalan Jenderal A. Yani Nomor 1, Telanaipura, Jambi")
        .expect_text("Telepon: (0741) 60000 · Surel: dpad@contoh.id")
        .expect_text("Kertas F4 (folio) · contoh nomor surat 005/012/PLM/VIII/2022");
    assert_eq!(
        world.count("select count(*) from audit_log where action = 'tenant.configure' and province_code = '15' and before ->> 'paper' = 'A4' and after ->> 'paper' = 'F4'").await,
        1
    );
    admin.open(front("jambi")).await.expect_no_text("Kop surat belum lengkap");
}

#[tokio::test]
async fn wrong_settings_come_back_with_sentences() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let page = admin.open(settings("jambi")).await;
    let form = page
        .form("Simpan pengaturan")
        .fill("Nama resmi", " ")
        .fill("Nama singkat", "D")
        .fill("Telepon kantor", "telepon saja")
        .fill("Surel kantor", "dpad@contoh")
        .fill("Situs web", "situs kami")
        .fill("Pola nomor surat", "{nomer}/2022")
        .forge("paper", "A3");
    let page = admin.submit(form).await;
    page.expect(422);
    assert_eq!(page.problem("Nama resmi").as_deref(), Some("Isi nama resmi."));
    assert_eq!(page.problem("Nama singkat").as_deref(), Some("Nama singkat paling sedikit 2 huruf."));
    assert!(page.problem("Telepon kantor").is_some());
    assert!(page.problem("Surel kantor").is_some());
    assert!(page.problem("Situs web").is_some());
    assert!(page.problem("Pola nomor surat").unwrap().contains("{nomor}"));
    assert!(page.body.contains("Pilih ukuran kertas dari daftar."));
    assert!(page.body.contains("{nomer}/2022"));
    assert_eq!(world.count("select version::bigint from tenants where province_code = '15'").await, 1);
}

#[tokio::test]
async fn stale_settings_overwrite_nothing() {
    let world = World::new().await;
    sqlx::query(
        "insert into role_grants (id, account_id, role, province_code, granted_at, accepted_at)
         values (gen_random_uuid(), $1, 'province_admin', '15', now(), now())",
    )
    .bind(Who::JambiOperator.account())
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut one = world.browser(Who::JambiAdmin).await;
    let mut other = world.browser(Who::JambiOperator).await;
    let mine = one.open(settings("jambi")).await.form("Simpan pengaturan").fill("Kota", "Kota saya");
    let theirs = other
        .open(settings("jambi"))
        .await
        .form("Simpan pengaturan")
        .fill("Kota", "Kota mereka")
        .forge("paper", "F4");
    other.submit(theirs).await.expect(200);
    let page = one.submit(mine).await;
    page.expect(409)
        .expect_text("Kota mereka")
        .expect_text("Operator Jambi, Selasa, 2 Agustus 2022, 08.30 WIB")
        .expect_text("F4 atau folio");
    assert!(page.body.contains("Kota saya"));
    one.submit(page.form("Simpan pengaturan")).await.expect(200);
    assert_eq!(world.count("select count(*) from tenants where city = 'Kota saya'").await, 1);
}

#[tokio::test]
async fn signers_are_added_changed_removed_and_brought_back() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let page = admin.open(settings("jambi")).await;
    let blank = admin.click(&page, "Tambah penanda tangan").await;
    let bad = admin.submit(blank.form("Simpan penanda tangan").fill("NIP", "123")).await;
    bad.expect(422);
    assert_eq!(bad.problem("Nama").as_deref(), Some("Isi nama."));
    assert!(bad.problem("NIP").unwrap().contains("18 angka"));

    let form = blank
        .form("Simpan penanda tangan")
        .fill("Nama", "Luqman Contoh")
        .fill("Gelar di depan", "Drs.")
        .fill("Jabatan", "Kepala Dinas")
        .fill("NIP", "19000101 192001 1 999")
        .forge("acting_status", "plt");
    let page = admin.submit(form).await;
    page.expect(200)
        .expect_text("Drs. Luqman Contoh ditambahkan")
        .expect_text("Plt. Kepala Dinas")
        .expect_text("19000101 192001 1 999");

    let edit = admin.click(&page, "Drs. Luqman Contoh").await;
    let stale = edit.form("Simpan penanda tangan").fill("Jabatan", "Sekretaris");
    let page = admin.submit(edit.form("Simpan penanda tangan").forge("acting_status", "definitif")).await;
    page.expect(200).expect_no_text("Plt. Kepala Dinas");
    let conflict = admin.submit(stale).await;
    conflict.expect(409).expect_text("Definitif");

    let page = admin.press(&page, "Hapus Drs. Luqman Contoh").await;
    page.expect(200).expect_text("tidak lagi menjadi penanda tangan").expect_text("Belum ada.");
    let page = admin.press(&page, "Urungkan").await;
    page.expect(200).expect_text("menjadi penanda tangan lagi").expect_text("Kepala Dinas");
    assert_eq!(
        world
            .count("select count(*) from audit_log where action like 'signer.%' and province_code = '15'")
            .await,
        4
    );
}

#[tokio::test]
async fn settings_are_the_admins_and_the_provinces_own() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(settings("jambi")).await.expect(403);
    operator.post("/jambi/pengaturan", &[("official_name", "Dibajak")]).await.expect(403);
    let mut jateng = world.browser(Who::JatengAdmin).await;
    jateng.open(front("jambi")).await.expect(404);
    jateng.open(settings("jambi")).await.expect(404);
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    facilitator.open(front("jambi")).await.expect(404);
    world.visitor().open(settings("jambi")).await.expect(200).expect_text("Masuk ke Sejawat");

    // Another province's signer does not exist, even inside one's own URL.
    let mut jambi = world.browser(Who::JambiAdmin).await;
    let blank = jambi.open(NewSignerPath { place: Place::Office("jambi".into()) }).await;
    let form = blank.form("Simpan penanda tangan").fill("Nama", "Siti").fill("Jabatan", "Kepala Bidang");
    let page = jambi.submit(form).await;
    let link = page.link("Siti").unwrap().replace("/jambi/", "/jawa-tengah/");
    jateng.open(&link).await.expect(404);
    jateng.post(format!("{link}/hapus"), &[]).await.expect(404);
    assert_eq!(world.count("select count(*) from tenant_signers where removed_at is null").await, 1);
}

#[tokio::test]
async fn sql_that_forgets_every_filter_changes_one_province() {
    let world = World::new().await;
    let mut tx = world.db.begin(&office("33", &[], &[])).await.unwrap();
    let touched = sqlx::query("update tenants set short_name = 'Dibajak'").execute(&mut *tx).await.unwrap();
    assert_eq!(touched.rows_affected(), 1);
    let jateng = ProvinceCode::parse("33").unwrap();
    let signed = sqlx::query(
        "insert into tenant_signers (province_code, id, full_name, position) values ('15', gen_random_uuid(), 'X', 'Kepala')",
    )
    .execute(&mut *tx)
    .await;
    assert!(signed.is_err(), "a signer in another province");
    drop(tx);
    let mut tx = world.db.begin(&Scope::national()).await.unwrap();
    assert!(sqlx::query("select nip from tenant_signers").execute(&mut *tx).await.is_err());
    drop(tx);
    let mut tx = world.db.begin(&Scope::national()).await.unwrap();
    assert_eq!(tenants::find(&mut tx, &jateng).await.unwrap().short_name, "Arpus Jateng");
}

#[tokio::test]
async fn the_nation_takes_a_new_office_in() {
    let world = World::new().await;
    let tenant = NewTenant {
        province: ProvinceCode::parse("62").unwrap(),
        slug: "kalimantan-tengah".into(),
        province_name: "Kalimantan Tengah".into(),
        zone: Zone::Wib,
        official_name: "Dinas Perpustakaan dan Arsip Provinsi Kalimantan Tengah".into(),
        short_name: "Dispursip Kalteng".into(),
        city: "Palangka Raya".into(),
        data_origin: Origin::Real,
        source: String::new(),
    };
    let mut tx = world.db.begin(&Scope::national()).await.unwrap();
    tenants::add(&mut tx, &world.clock, &tenant).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        world
            .count("select count(*) from audit_log where action = 'tenant.add' and province_code = '62'")
            .await,
        1
    );
}
