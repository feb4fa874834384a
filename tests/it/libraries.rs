//! The libraries of a province: added with their official region, found again, changed, removed and brought back.

use sejawat::{
    features::registration::{LibraryKind, LibraryPlan, add_library, libraries::paths::LibrariesPath},
    kernel::place::Place,
};

use crate::support::{
    World,
    world::{Who, office},
};

fn libraries_of(slug: &str) -> LibrariesPath {
    LibrariesPath { place: Place::Office(slug.into()) }
}

#[tokio::test]
async fn a_library_is_added_changed_removed_and_brought_back() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(libraries_of("jambi")).await;
    empty.expect(200).expect_text("Belum ada perpustakaan");
    let blank = operator.click(&empty, "Tambah perpustakaan").await;
    let form = blank
        .form("Simpan perpustakaan")
        .fill("Jenis", "Dinas perpustakaan kabupaten/kota")
        .fill("Nama perpustakaan", "Perpustakaan  Kota Jambi")
        .fill("Mitra sejak tahun", "2019")
        .fill("Angkatan", "2022 dan 2019")
        .tick("Sudah mengikuti Bimtek SPP-TIK")
        .fill("Nama PIC", "Ma'ruf")
        .fill("Telepon PIC", "0812 3456 7890");
    let typo = form.clone().fill("Angkatan", "2022 dan 2O19");
    let page = operator.submit(typo).await;
    page.expect(422);
    assert_eq!(page.problem("Angkatan").as_deref(), Some("Isi angkatan dengan tahun, misalnya 2019, 2022."));
    let list = operator.submit(form.forge("cohorts", "2022, 2019")).await;
    list.expect(200).expect_text("Perpustakaan Kota Jambi ditambahkan.").expect_text("2019, 2022");
    list.expect_text("Ma'ruf").expect_text("0812-3456-7890");

    let edit = operator.click(&list, "Perpustakaan Kota Jambi").await;
    let list = operator
        .submit(edit.form("Simpan perpustakaan").fill("Nama perpustakaan", "Perpustakaan Kota Jambi Baru"))
        .await;
    list.expect_text("Perpustakaan Kota Jambi Baru disimpan.");
    let edit = operator.click(&list, "Perpustakaan Kota Jambi Baru").await;
    let gone = operator.press(&edit, "Hapus perpustakaan").await;
    gone.expect_text("dihapus.").expect_text("Belum ada perpustakaan");
    operator.press(&gone, "Urungkan").await.expect_text("dikembalikan.").expect_text("0812-3456-7890");
    assert_eq!(world.count("select count(*) from audit_log where action like 'library.%'").await, 4);
}

#[tokio::test]
async fn a_region_is_found_by_the_name_people_write_and_chosen_without_script() {
    let world = World::with_regions().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let blank = operator.open("/jambi/perpustakaan/baru").await;
    let form = blank
        .form("Cari wilayah")
        .fill("Nama perpustakaan", "Perpustakaan Mentaren")
        .fill("Cari wilayah resmi", "Mentaren 2");
    let found = operator.submit(form).await;
    found.expect(200).expect_text("Desa Mantaren II").expect_text("Kab. Pulang Pisau");
    let unchosen = operator.submit(found.form("Simpan perpustakaan").forge("region_code", "")).await;
    unchosen.expect(422).expect_text("Pilih satu wilayah dari daftar");
    let form = found.form("Simpan perpustakaan").forge("region_code", "62.11.05.2014");
    operator.submit(form).await.expect_text("Desa Mantaren II").expect_text("Kec. Kahayan Hilir");
    let forged =
        blank.form("Simpan perpustakaan").fill("Nama perpustakaan", "Lain").forge("region_code", "99.99");
    operator.submit(forged).await.expect(422).expect_text("tidak ada dalam daftar resmi");

    let sama = operator.open("/jambi/wilayah?cari=sumber+jaya").await;
    assert!(sama.body.find("Jambi").unwrap() < sama.body.len());
    let first = sama.body.find("value=\"15.").unwrap_or(usize::MAX);
    assert!(
        first < sama.body.find("value=\"1").map_or(usize::MAX, |at| at + 1),
        "the own province comes first"
    );
}

#[tokio::test]
async fn the_same_name_in_the_same_region_is_a_sentence_and_in_another_is_not() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let blank = operator.open("/jambi/perpustakaan/baru").await;
    operator
        .submit(blank.form("Simpan perpustakaan").fill("Nama perpustakaan", "Perpustakaan Sumber Jaya"))
        .await
        .expect(200);
    let again = blank
        .form("Simpan perpustakaan")
        .fill("Nama perpustakaan", "PERPUSTAKAAN sumber jaya")
        .fill("Catatan", "ketik ulang");
    let page = operator.submit(again).await;
    page.expect(422).expect_text("ketik ulang");
    assert!(page.problem("Nama perpustakaan").unwrap().starts_with("Perpustakaan dengan nama ini sudah ada"));

    let mut tx = world.db.begin(&office("15", &[], &[])).await.unwrap();
    let province = tx.scope().province_code().unwrap().clone();
    let mut plan = LibraryPlan::new(LibraryKind::VillageLibrary, "Perpustakaan Sumber Jaya");
    plan.region_code = "15.05.06.2017".into();
    add_library(&mut tx, &world.clock, &province, &plan).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.count("select count(*) from libraries").await, 2);
}

#[tokio::test]
async fn the_list_is_searched_filtered_and_paged() {
    let world = World::new().await;
    let mut tx = world.db.begin(&office("15", &[], &[])).await.unwrap();
    let province = tx.scope().province_code().unwrap().clone();
    for n in 0..60 {
        let mut plan =
            LibraryPlan::new(LibraryKind::VillageLibrary, format!("Perpustakaan Desa Nomor {n:02}"));
        plan.bimtek_completed = n % 2 == 0;
        plan.cohorts = vec![if n < 10 { 2021 } else { 2022 }];
        plan.also_known_as = if n == 7 { "Sayu".into() } else { String::new() };
        add_library(&mut tx, &world.clock, &province, &plan).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(libraries_of("jambi")).await;
    list.expect_text("1-50 dari 60 perpustakaan");
    let second = operator.click(&list, "Berikutnya").await;
    second.expect_text("51-60 dari 60").expect_text("Nomor 59");
    let few = operator.submit(list.form("Saring").fill("Angkatan", "2021").fill("Bimtek", "Belum")).await;
    few.expect_text("5 perpustakaan");
    let found = operator.submit(list.form("Saring").fill("Cari nama atau wilayah", "sayu DESA")).await;
    found.expect_text("1 perpustakaan").expect_text("Nomor 07");
    operator
        .open("/jambi/perpustakaan?cari=tiada%25&halaman=x")
        .await
        .expect(200)
        .expect_text("Tidak ada yang cocok");
}

#[tokio::test]
async fn a_stale_form_overwrites_nothing() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let blank = operator.open("/jambi/perpustakaan/baru").await;
    let list = operator
        .submit(blank.form("Simpan perpustakaan").fill("Nama perpustakaan", "Perpustakaan Jambi"))
        .await;
    let mine = operator
        .click(&list, "Perpustakaan Jambi")
        .await
        .form("Simpan perpustakaan")
        .fill("Nama PIC", "Nama saya");
    let theirs = admin
        .click(&list, "Perpustakaan Jambi")
        .await
        .form("Simpan perpustakaan")
        .fill("Nama PIC", "Nama admin");
    admin.submit(theirs).await.expect(200);
    let page = operator.submit(mine).await;
    page.expect(409).expect_text("Nama admin").expect_text("Admin Jambi");
    assert!(page.body.contains("Nama saya"));
    operator.submit(page.form("Simpan perpustakaan")).await.expect(200).expect_text("Nama saya");
}

#[tokio::test]
async fn one_provinces_libraries_do_not_exist_for_another() {
    let world = World::new().await;
    let mut jambi = world.browser(Who::JambiOperator).await;
    let blank = jambi.open("/jambi/perpustakaan/baru").await;
    let list =
        jambi.submit(blank.form("Simpan perpustakaan").fill("Nama perpustakaan", "Perpustakaan Jambi")).await;
    let edit = list.link("Perpustakaan Jambi").unwrap();
    let mut jateng = world.browser(Who::JatengAdmin).await;
    jateng.open(&edit).await.expect(404);
    let moved = edit.replace("/jambi/", "/jawa-tengah/");
    jateng.open(&moved).await.expect(404);
    jateng.post(&moved, &[("kind", "other"), ("name", "Dibajak"), ("version", "1")]).await.expect(404);
    jateng.post(format!("{moved}/hapus"), &[]).await.expect(404);
    jateng.open(libraries_of("jawa-tengah")).await.expect(200).expect_no_text("Perpustakaan Jambi");
    world.browser(Who::JambiFacilitator).await.open("/jambi/perpustakaan").await.expect(404);
    world.browser(Who::Coordinator).await.open("/nasional/perpustakaan").await.expect(403);

    let mut tx = world.db.begin(&office("33", &[], &[])).await.unwrap();
    let touched = sqlx::query("update libraries set name = 'Dibajak'").execute(&mut *tx).await.unwrap();
    assert_eq!(touched.rows_affected(), 0);
}

/// Two libraries that are one, each with somebody registered, and a third.
async fn with_doubles(world: &World) {
    sqlx::raw_sql(
        "insert into libraries (province_code, id, kind, name, pic_name, partner_since) values
           ('15', '00000000-0000-0000-0000-0000000000d1', 'village_library', 'Perpustakaan Desa Loram Wetan', '', 2019),
           ('15', '00000000-0000-0000-0000-0000000000d2', 'village_library', 'Perpus Loram Wetan', 'Ma''ruf', null),
           ('15', '00000000-0000-0000-0000-0000000000d3', 'village_library', 'Perpustakaan Desa Sungai Duren', '', null);
         insert into participants (event_id, id, province_code, kind, category, library_id, agency_name, full_name, registered_at)
         select '00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '15', 'peserta', 'village_library', l.id, l.name, 'Orang ' || l.name, now()
           from libraries l where l.name like '%Loram%';
         insert into delegations (event_id, id, province_code, library_id, library_name, library_kind, category, places, invited_at)
         select '00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '15', l.id, l.name, 'village_library', 'village_library', 2, now()
           from libraries l where l.name = 'Perpus Loram Wetan'",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
}

const OF_THE_FIRST: &str = "select count(*) from participants where library_id::text like '%d1' and agency_name = 'Perpustakaan Desa Loram Wetan'";

const INVITED: &str = "select count(*) from delegations where library_id::text like '%d1'";

#[tokio::test]
async fn two_libraries_that_are_one_are_merged_with_their_people_and_parted_again() {
    let world = World::new().await;
    with_doubles(&world).await;
    let before = world.everything().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(libraries_of("jambi")).await;
    let doubles = operator.click(&list, "Mungkin ganda: 1 pasang").await;
    doubles.expect(200).expect_text("nama sama").expect_no_text("Sungai Duren");
    let page =
        operator.click(&doubles, "Bandingkan Perpustakaan Desa Loram Wetan dan Perpus Loram Wetan").await;
    page.expect(200).expect_text("1 orang dalam kegiatan");
    let form = page
        .form("Gabungkan menjadi satu")
        .forge("keep", "00000000-0000-0000-0000-0000000000d1")
        .forge("name", "00000000-0000-0000-0000-0000000000d1");
    let merged = operator.submit(form.clone()).await;
    merged.expect_text("Digabungkan menjadi Perpustakaan Desa Loram Wetan.").expect_text("Sudah diputuskan");
    assert_eq!(world.count(OF_THE_FIRST).await, 2);
    assert_eq!(world.count(INVITED).await, 1);
    operator.open(libraries_of("jambi")).await.expect_text("2 perpustakaan").expect_text("Ma'ruf");
    operator.submit(form).await.expect(200).expect_text("sudah digabungkan.");
    let other = "/jambi/perpustakaan/data/00000000-0000-0000-0000-0000000000d2";
    operator.open(other).await.expect(404);
    operator.post(format!("{other}/pulihkan"), &[]).await.expect(404);

    operator.press(&merged, "Urungkan").await.expect_text("Perpus Loram Wetan kembali ke daftar.");
    assert_eq!(world.count(OF_THE_FIRST).await, 1);
    let mut after = world.everything().await;
    for table in ["libraries", "library_merges", "logins"] {
        after.insert(table.into(), before[table].clone());
    }
    assert_eq!(after, before);
    let same = "select count(*) from libraries where removed_at is null and merged_into is null and (name, pic_name) in
        (('Perpustakaan Desa Loram Wetan', ''), ('Perpus Loram Wetan', 'Ma''ruf'))";
    assert_eq!(world.count(same).await, 2);
    assert_eq!(
        world
            .count("select count(*) from audit_log where action in ('library.merge', 'library.unmerge')")
            .await,
        2
    );
}

#[tokio::test]
async fn a_name_that_was_given_away_meanwhile_is_said_before_two_libraries_are_parted() {
    let world = World::new().await;
    with_doubles(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let compare =
        "/jambi/perpustakaan/ganda/00000000-0000-0000-0000-0000000000d1/00000000-0000-0000-0000-0000000000d2";
    let page = operator.open(compare).await;
    let form = page
        .form("Gabungkan menjadi satu")
        .forge("keep", "00000000-0000-0000-0000-0000000000d1")
        .forge("name", "00000000-0000-0000-0000-0000000000d1");
    let merged = operator.submit(form).await;
    let blank = operator.open("/jambi/perpustakaan/baru").await;
    let form = blank.form("Simpan perpustakaan").fill("Nama perpustakaan", "Perpus Loram Wetan");
    operator.submit(form).await.expect_text("ditambahkan");
    operator.press(&merged, "Urungkan").await.expect_text("kini dipakai perpustakaan lain");
    assert_eq!(world.count("select count(*) from libraries where merged_into is not null").await, 1);
    let mut jateng = world.browser(Who::JatengOperator).await;
    jateng.open(compare.replace("jambi", "jawa-tengah")).await.expect(404);
}

#[tokio::test]
async fn two_libraries_that_are_two_are_not_asked_about_again() {
    let world = World::new().await;
    with_doubles(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open("/jambi/perpustakaan/ganda").await;
    let told = operator
        .press(&page, "Bukan perpustakaan yang sama Perpustakaan Desa Loram Wetan dan Perpus Loram Wetan")
        .await;
    told.expect_text("dicatat sebagai dua perpustakaan").expect_text("Tidak ada yang mencurigakan");
    operator.press(&told, "Urungkan").await.expect_text("Mungkin sama");
}

/// What names a library follows it when it is merged: a table with a new key gets its statement in
/// `libraries::doubles::sql::move_references` and `move_back`, and its name here.
#[tokio::test]
async fn everything_that_names_a_library_is_led_to_the_survivor() {
    let world = World::new().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select distinct conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'libraries'::regclass order by 1",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap();
    // The merges themselves, and the library that says into which it was merged, stay as they are.
    assert_eq!(
        tables,
        [
            "achievements",
            "delegations",
            "libraries",
            "libraries_told_apart",
            "library_merges",
            "participants"
        ]
    );
}
