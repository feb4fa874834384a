//! Editions and their plan: copies, the board of 34 provinces at 33 venues, moves, joint events.

use sejawat::{db::scope::Scope, features::editions};

use crate::support::{
    World,
    browser::{Browser, Form, Page},
    world::{JAMBI, JATENG, JOINT, Who},
};

const BOARD: &str = "/nasional/edisi/00000000-0000-0000-0000-000000000ed0";

/// The offices of all 34 provinces of early 2022.
async fn with_all_offices() -> World {
    let world = World::with_regions().await;
    sqlx::query(
        "insert into tenants (province_code, slug, province_name, zone, official_name, short_name)
         select code, lower(replace(name, ' ', '-')), name, zone, 'Dinas Perpustakaan ' || name, name
           from regions where level = 1 and since is null
         on conflict (province_code) do nothing",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    assert_eq!(world.count("select count(*) from tenants").await, 34);
    world
}

/// The codes of the provinces that the board still offers.
fn offered(page: &Page) -> Vec<String> {
    let html = page.html();
    let boxes = scraper::Selector::parse("input[name=provinces]").unwrap();
    html.select(&boxes).filter_map(|b| b.attr("value").map(ToOwned::to_owned)).collect()
}

fn tick(mut form: Form, provinces: &[String]) -> Form {
    form.fields.extend(provinces.iter().map(|code| ("provinces".to_owned(), code.clone())));
    form
}

async fn place(browser: &mut Browser, board: &Page, provinces: &[String], wave: &str) -> Page {
    browser.submit(tick(board.form("Tempatkan"), provinces).fill("Ke gelombang", wave)).await
}

async fn add_wave(browser: &mut Browser, board: &Page, number: &str, from: &str, to: &str) -> Page {
    let form = board
        .form("Tambah gelombang")
        .fill("Nomor", number)
        .fill("Hari pertama", from)
        .fill("Hari terakhir", to);
    browser.submit(form).await
}

#[tokio::test]
async fn thirty_four_provinces_are_placed_once_each_at_thirty_three_venues() {
    let world = with_all_offices().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let mut board = coordinator.open(BOARD).await;
    board
        .expect(200)
        .expect_text("1 gelombang · 4 provinsi di 3 lokasi")
        .expect_text("30 dari 34 provinsi belum ditempatkan: Aceh, ")
        .expect_text("1 gelombang dari 5 yang direncanakan.")
        .expect_text("Gelombang 4: 4 provinsi, seharusnya 6 sampai 7.");
    for (number, from, to) in [
        ("1", "2022-07-04", "2022-07-07"),
        ("2", "2022-07-18", "2022-07-21"),
        ("3", "2022-07-25", "2022-07-28"),
        ("5", "2022-08-08", "2022-08-11"),
    ] {
        board = add_wave(&mut coordinator, &board, number, from, to).await;
        board.expect(200);
    }
    for (wave, places) in [
        ("Gelombang 1 (4-7 Juli 2022)", 7),
        ("Gelombang 2 (18-21 Juli 2022)", 7),
        ("Gelombang 3 (25-28 Juli 2022)", 7),
        ("Gelombang 4 (1-4 Agustus 2022)", 3),
        ("Gelombang 5 (8-11 Agustus 2022)", 6),
    ] {
        let some: Vec<String> = offered(&board).into_iter().take(places).collect();
        board = place(&mut coordinator, &board, &some, wave).await;
        board.expect(200).expect_text("ditempatkan di gelombang");
        // Whatever has been placed is offered no more, and stands in the plan once.
        assert!(offered(&board).iter().all(|code| !some.contains(code)));
        let doubles = "select count(*) from (select from event_provinces where wave_id is not null group by edition_id, province_code having count(*) > 1) twice";
        assert_eq!(world.count(doubles).await, 0);
    }
    board
        .expect_text("5 gelombang · 34 provinsi di 33 lokasi")
        .expect_text("Semua 34 provinsi ditempatkan, masing-masing sekali.")
        .expect_text("Rencana lengkap");
    assert_eq!(world.count("select count(*) from events where wave_id is not null").await, 33);
    assert_eq!(world.count("select count(*) from events e join tenants t on t.province_code = e.host_province where e.zone <> t.zone").await, 0);
    assert_eq!(
        world
            .count("select count(*) from events where title = 'Peer Learning Meeting Provinsi Aceh Tahun 2022' and status = 'draft' and programme_starts_on = '2022-07-05' and programme_ends_on = '2022-07-06'")
            .await,
        1
    );
    // The database itself refuses a double.
    let twice = sqlx::query("insert into event_provinces (event_id, province_code, part, edition_id, wave_id) select e.id, '15', 'guest', e.edition_id, e.wave_id from events e where id = $1")
        .bind(JATENG.0)
        .execute(&mut world.look().await)
        .await;
    assert!(twice.unwrap_err().to_string().contains("event_provinces_once_per_edition"));
}

#[tokio::test]
async fn two_coordinators_cannot_place_the_same_province() {
    let world = with_all_offices().await;
    let mut one = world.browser(Who::Coordinator).await;
    let mut other = world.browser(Who::Coordinator).await;
    let board = one.open(BOARD).await;
    let aceh = ["11".to_owned()];
    place(&mut one, &board, &aceh, "Gelombang 4 (1-4 Agustus 2022)").await.expect(200);
    let again = place(&mut other, &board, &aceh, "Gelombang 4 (1-4 Agustus 2022)").await;
    again.expect(422).expect_text("Aceh sudah ditempatkan; muat ulang halaman ini.");
    let none = other.submit(board.form("Tempatkan")).await;
    none.expect(422)
        .expect_text("Pilih satu provinsi atau lebih.")
        .expect_text("Pilih gelombang dari daftar.");
    place(&mut other, &board, &["94".to_owned()], "Gelombang 4 (1-4 Agustus 2022)").await.expect(422);
    assert_eq!(world.count("select count(*) from events").await, 4);
}

#[tokio::test]
async fn an_event_moves_to_another_wave_with_its_days_and_its_agenda() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    admin.post(format!("/jambi/kegiatan/{JAMBI}/agenda/pola"), &[]).await.expect(200);
    let mut coordinator = world.browser(Who::Coordinator).await;
    let board = coordinator.open(BOARD).await;
    let board = add_wave(&mut coordinator, &board, "5", "2022-08-08", "2022-08-11").await;
    let form = board.form("Pindahkan Jambi");
    let wave = board.html();
    let option =
        scraper::Selector::parse(&format!("form[action='{BOARD}/kegiatan/{JAMBI}/pindah'] option")).unwrap();
    let to = wave.select(&option).filter_map(|o| o.attr("value")).find(|v| !v.is_empty()).unwrap().to_owned();
    coordinator
        .press(&board, "Pindahkan Jambi")
        .await
        .expect_text("Belum dipindahkan: pilih gelombang tujuan dulu.");
    let moved = coordinator.submit(form.forge("wave", &to)).await;
    moved.expect(200).expect_text("Jambi pindah ke gelombang 5, acara 9-10 Agustus 2022.");
    admin
        .open(format!("/jambi/kegiatan/{JAMBI}"))
        .await
        .expect_text("Gelombang 5")
        .expect_text("Selasa, 9 Agustus 2022")
        .expect_text("WIB 08.30 s.d. 09.15");
    let together = "select count(*) from event_provinces p join events e on e.id = p.event_id where p.wave_id is distinct from e.wave_id";
    assert_eq!(world.count(together).await, 0);
}

#[tokio::test]
async fn a_province_joins_anothers_event_and_leaves_it_again() {
    let world = with_all_offices().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let board = coordinator.open(BOARD).await;
    let board =
        place(&mut coordinator, &board, &["11".into(), "12".into()], "Gelombang 4 (1-4 Agustus 2022)").await;
    let host = sqlx::query_scalar::<_, uuid::Uuid>("select id from events where host_province = '11'")
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    let joined =
        coordinator.submit(board.form("Gabungkan Sumatera Utara").forge("joint", &host.to_string())).await;
    joined
        .expect(200)
        .expect_text("Sumatera Utara menjadi tamu di kegiatan Aceh.")
        .expect_text("Aceh dan Sumatera Utara");
    let plan = "select count(*) from events where title = 'Peer Learning Meeting Provinsi Aceh dan Sumatera Utara Tahun 2022'";
    assert_eq!(world.count(plan).await, 1);
    assert_eq!(world.count("select count(*) from events where host_province = '12'").await, 0);

    let split = coordinator.press(&joined, "Pisahkan Aceh dan Sumatera Utara").await;
    split.expect(200).expect_text("masing-masing mempunyai kegiatan sendiri lagi.");
    assert_eq!(world.count(plan).await, 0);
    assert_eq!(world.count("select count(*) from events where host_province = '12'").await, 1);

    let out = coordinator.press(&split, "Keluarkan Sumatera Utara").await;
    out.expect_text("Sumatera Utara dikeluarkan dari rencana.");
    // An event on which somebody has worked is not given up.
    for act in ["gabung", "keluarkan"] {
        coordinator
            .post(format!("{BOARD}/kegiatan/{JAMBI}/{act}"), &[("joint", &host.to_string())])
            .await
            .expect(200)
            .expect_text("kegiatan Jambi sudah dikerjakan");
    }
    coordinator.post(format!("{BOARD}/kegiatan/{}/gabung", uuid::Uuid::nil()), &[]).await.expect(404);
    assert_eq!(world.count("select count(*) from events where host_province = '15'").await, 1);
}

#[tokio::test]
async fn a_guest_with_people_is_not_split_off() {
    let world = World::new().await;
    sqlx::query(
        "insert into participants (event_id, id, province_code, kind, category, full_name, registered_at)
         values ($1, gen_random_uuid(), '31', 'peserta', 'regency_office', 'Ninik', '2022-07-20')",
    )
    .bind(JOINT.0)
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut coordinator = world.browser(Who::Coordinator).await;
    let board = coordinator.open(BOARD).await;
    let page = coordinator.press(&board, "Pisahkan Jawa Barat dan DKI Jakarta").await;
    page.expect(200).expect_text(
        "Belum dipisah: provinsi tamu di kegiatan Jawa Barat dan DKI Jakarta sudah mempunyai peserta",
    );
    assert_eq!(
        world
            .count("select count(*) from event_provinces where province_code = '31' and part = 'guest'")
            .await,
        1
    );
}

#[tokio::test]
async fn waves_lie_in_the_editions_year_and_move_their_events() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let board = coordinator.open(BOARD).await;
    for (from, to, label, sentence) in [
        ("2023-07-04", "2023-07-07", "Hari pertama", "Gelombang harus dalam tahun edisi, 2022."),
        (
            "2022-07-07",
            "2022-07-04",
            "Hari terakhir",
            "Hari terakhir tidak boleh sebelum hari pertama, 7 Juli 2022.",
        ),
        ("2022-12-30", "2023-01-02", "Hari terakhir", "Gelombang harus dalam tahun edisi, 2022."),
        ("2022-05-01", "2022-07-04", "Hari terakhir", "Gelombang paling lama 31 hari; periksa bulannya."),
    ] {
        let page = add_wave(&mut coordinator, &board, "1", from, to).await;
        assert_eq!(page.expect(422).problem(label).as_deref(), Some(sentence));
    }
    let page = add_wave(&mut coordinator, &board, "4", "2022-07-04", "2022-07-07").await;
    assert_eq!(page.expect(422).problem("Nomor").as_deref(), Some("Nomor ini sudah dipakai gelombang lain."));

    let edit = coordinator.click(&board, "Ubah tanggal Gelombang 4").await;
    let form =
        edit.form("Simpan gelombang").fill("Hari pertama", "2022-08-15").fill("Hari terakhir", "2022-08-18");
    let done = coordinator.submit(form.clone()).await;
    done.expect_text("3 kegiatan ikut digeser.").expect_text("16-17 Agustus 2022");
    coordinator
        .submit(form.fill("Hari terakhir", "2022-08-19"))
        .await
        .expect(409)
        .expect_text("Koordinator Contoh");
    let full =
        coordinator.post(format!("{BOARD}/gelombang/00000000-0000-0000-0000-000000000a04/hapus"), &[]).await;
    full.expect_text("Gelombang 4 masih berisi provinsi; pindahkan dulu.");
    let board = add_wave(&mut coordinator, &full, "5", "2022-09-05", "2022-09-08").await;
    coordinator.press(&board, "Hapus Gelombang 5").await.expect_text("Gelombang 5 dihapus.");
}

#[tokio::test]
async fn last_years_edition_is_copied_with_everything_but_its_provinces() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let of_meeting = "update agenda_template_sessions set event_kind = 'shm' where title = 'Penghargaan'";
    sqlx::query(of_meeting).execute(&mut world.look().await).await.unwrap();
    let list = coordinator.open("/nasional/edisi").await;
    let copy = coordinator.click(&list, "Salin ke tahun berikutnya dari PLM 2022").await;
    let form = copy
        .form("Simpan edisi")
        .fill("Sebutan pertemuan", "Pertemuan Pembelajaran Sebaya")
        .fill("Sebutan pelatih", "Pelatih Ahli");
    let board = coordinator.submit(form.clone()).await;
    board
        .expect(200)
        .expect_text("Edisi “PLM 2023” dibuat.")
        .expect_text("1 gelombang ikut disalin")
        .expect_text("31 Juli-3 Agustus 2023")
        .expect_text("0 provinsi di 0 lokasi");
    let again = coordinator.submit(form).await;
    assert_eq!(again.expect(422).problem("Tahun").as_deref(), Some("Edisi 2023 tingkat provinsi sudah ada."));
    let mut tx = world.db.begin(&Scope::national()).await.unwrap();
    let id = board.path.rsplit('/').next().unwrap().parse().unwrap();
    let edition = editions::find(&mut tx, id).await.unwrap();
    assert_eq!((edition.year, edition.trainer_label.as_str()), (2023, "Pelatih Ahli"));
    for (table, rows) in [("edition_goals", 5), ("edition_categories", 5), ("agenda_template_sessions", 5)] {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table} where edition_id = $1"));
        let found: i64 = sqlx::query_scalar(sql).bind(edition.id.0).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(found, rows, "{table}");
    }
    // Each template stays that of its kind of meeting.
    coordinator.open(format!("{}/pola", board.path)).await.expect_no_text("Penghargaan");
    let meeting = coordinator.open(format!("{}/pola?jenis=shm", board.path)).await;
    meeting.expect_text("Penghargaan").expect_no_text("Pembukaan");
}

#[tokio::test]
async fn the_next_edition_is_placed_as_the_last_one_and_a_wave_of_drafts_can_be_emptied() {
    let world = with_all_offices().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let list = coordinator.open("/nasional/edisi").await;
    let copy = coordinator.click(&list, "Salin ke tahun berikutnya dari PLM 2022").await;
    let board = coordinator.submit(copy.form("Simpan edisi")).await;
    board.expect_text("Sasaran edisi 34 provinsi, sedangkan pada 1 Januari 2023 ada 38.");
    let form = board.form("Tempatkan seperti edisi itu");
    let followed = coordinator.submit(form.clone()).await;
    followed
        .expect_text("4 provinsi ditempatkan seperti PLM 2022.")
        .expect_text("4 provinsi di 3 lokasi")
        .expect_text("Jawa Barat dan DKI Jakarta");
    let twice = coordinator.submit(form.clone()).await;
    twice.expect_text("Tidak ada yang ditempatkan").expect_text("4 provinsi di 3 lokasi");

    // An event somebody works on is not taken out, and neither are the others.
    let venue =
        "update events set venue = $1 where title = 'Peer Learning Meeting Provinsi Jambi Tahun 2023'";
    let set_venue = |venue_name: &'static str| sqlx::query(venue).bind(venue_name);
    set_venue("Hotel Contoh").execute(&mut world.look().await).await.unwrap();
    let split = coordinator.press(&twice, "Pisahkan Jawa Barat dan DKI Jakarta").await;
    let refused = coordinator.press(&split, "Ya, kosongkan Gelombang 4").await;
    refused.expect_text("Belum dikosongkan: kegiatan Jambi").expect_text("4 provinsi di 4 lokasi");
    set_venue("").execute(&mut world.look().await).await.unwrap();
    let emptied = coordinator.press(&refused, "Ya, kosongkan Gelombang 4").await;
    emptied.expect_text("Gelombang 4 dikosongkan.").expect_text("0 provinsi di 0 lokasi");
    coordinator.submit(form).await.expect_text("4 provinsi ditempatkan seperti PLM 2022.");
}

#[tokio::test]
async fn an_editions_form_says_what_is_wrong_and_overwrites_nobody() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let mut other = world.browser(Who::Coordinator).await;
    let edit = coordinator.open(format!("{BOARD}/ubah")).await;
    let theirs = other.open(format!("{BOARD}/ubah")).await;
    let form = edit
        .form("Simpan edisi")
        .fill("Tahun", "1990")
        .fill("Provinsi paling sedikit", "9")
        .fill("Tujuan", "abc")
        .fill("Kategori 5: Desa Champion", "");
    let page = coordinator.submit(form).await;
    page.expect(422);
    assert_eq!(page.problem("Tahun").as_deref(), Some("Isi tahun dengan angka 2018 sampai 2100."));
    assert_eq!(
        page.problem("Provinsi paling banyak").as_deref(),
        Some("Paling banyak tidak boleh kurang dari paling sedikit, 9.")
    );
    assert_eq!(page.problem("Tujuan").as_deref(), Some("Tujuan nomor 1 harus 5 sampai 400 huruf."));
    assert_eq!(page.problem("Kategori 5: Desa Champion").as_deref(), Some("Isi sebutan kategori."));
    other.submit(theirs.form("Simpan edisi").fill("Sebutan pelatih", "Pelatih Ahli")).await.expect(200);
    let stale = coordinator.submit(edit.form("Simpan edisi").fill("Nama edisi", "PLM saya")).await;
    stale.expect(409).expect_text("Pelatih Ahli").expect_text("Koordinator Contoh");
    assert_eq!(world.count("select count(*) from editions where name = 'PLM saya'").await, 0);
    let moved = coordinator.submit(stale.form("Simpan edisi").fill("Tahun", "2023")).await;
    assert_eq!(
        moved.expect(422).problem("Tahun").as_deref(),
        Some("Tahun tidak dapat diubah: gelombang sudah dijadwalkan pada 2022.")
    );
}

#[tokio::test]
async fn the_plan_is_the_nations_alone() {
    let world = World::new().await;
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Coordinator) {
        let mut browser = world.browser(who).await;
        for path in ["/nasional/edisi".to_owned(), BOARD.to_owned(), format!("{BOARD}/ubah")] {
            browser.open(path).await.expect(404);
        }
        browser.post(format!("{BOARD}/kegiatan/{JAMBI}/keluarkan"), &[]).await.expect(404);
    }
    // The plan's scope moves sessions and reads no word of them.
    let mut tx = world.db.begin(&Scope::national()).await.unwrap();
    assert!(sqlx::query("select title from sessions").execute(&mut *tx).await.is_err());
    let mut tx2 = world.db.begin(&Scope::national()).await.unwrap();
    assert!(sqlx::query("update sessions set title = 'Dibajak'").execute(&mut *tx2).await.is_err());
    drop((tx, tx2));
}

#[tokio::test]
async fn saving_an_edition_keeps_what_its_form_does_not_ask_for() {
    let world = World::new().await;
    sqlx::raw_sql(
        "update edition_goals set short_label = 'Nomor ' || number, data_origin = 'derived', source = 'siaran pers';
         update edition_categories set short_label = 'Singkat', note = 'Catatan', data_origin = 'derived', source = 'siaran pers',
                quota_percent = case category when 'regency_office' then 60 when 'village_library' then 40 else 0 end",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut coordinator = world.browser(Who::Coordinator).await;
    let edit = coordinator.open(format!("{BOARD}/ubah")).await;
    assert_eq!(edit.count("input[name=share][value='60']"), 1);
    let form = edit
        .form("Simpan edisi")
        .fill("Tujuan", "Tujuan nomor 5\r\nTujuan nomor 1\r\nTujuan yang baru")
        .fill("Kategori 3: Perpustakaan Desa/Kelurahan", "Perpustakaan Desa");
    coordinator.submit(form).await.expect(200);
    let kept: Vec<(i32, String, String, String)> = sqlx::query_as(
        "select number, sentence, short_label, data_origin from edition_goals order by number",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap();
    let told: Vec<_> = kept.iter().map(|(n, s, l, o)| (*n, s.as_str(), l.as_str(), o.as_str())).collect();
    assert_eq!(
        told,
        [
            (1, "Tujuan nomor 5", "Nomor 5", "derived"),
            (2, "Tujuan nomor 1", "Nomor 1", "derived"),
            (3, "Tujuan yang baru", "Nomor 3", "real"),
        ]
    );
    assert_eq!(
        world
            .count("select count(*) from edition_categories where short_label = 'Singkat' and note = 'Catatan' and data_origin = 'derived'")
            .await,
        5
    );
    assert_eq!(
        world
            .count("select count(*) from edition_categories where label = 'Perpustakaan Desa' and quota_percent = 40")
            .await,
        1
    );
}

#[tokio::test]
async fn shares_of_the_categories_add_up() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let edit = coordinator.open(format!("{BOARD}/ubah")).await;
    let form =
        edit.form("Simpan edisi").fill("Bagian kategori 1 (%)", "30").fill("Bagian kategori 2 (%)", "60");
    let page = coordinator.submit(form).await;
    page.expect(422).expect_text("Jumlah bagian semua kategori harus 100 atau 0, sekarang 90.");
    let form = page.form("Simpan edisi").fill("Bagian kategori 3 (%)", "10");
    coordinator.submit(form).await.expect(200).expect_text("disimpan");
}

#[tokio::test]
async fn the_agenda_template_is_changed_session_by_session_and_the_next_event_takes_it_over() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let board = coordinator.open(BOARD).await;
    let template = coordinator.click(&board, "Pola agenda").await;
    template.expect_text("Hari ke-1").expect_text("Hari ke-2").expect_text("08.30 s.d. 09.15 Pembukaan");
    let blank = coordinator.click(&template, "Tambah sesi").await;
    let wrong = blank
        .form("Simpan sesi")
        .fill("Judul sesi", "Testimoni")
        .fill("Jenis sesi", "Testimoni")
        .fill("Hari", "Hari ke-2")
        .fill("Mulai", "13.30")
        .fill("Selesai", "13.00");
    let page = coordinator.submit(wrong).await;
    assert_eq!(page.expect(422).problem("Selesai").as_deref(), Some("Jam selesai harus sesudah jam mulai."));
    let list = coordinator.submit(page.form("Simpan sesi").fill("Selesai", "14.15")).await;
    list.expect(200).expect_text("ditambahkan ke pola").expect_text("13.30 s.d. 14.15 Testimoni");
    let removed = coordinator.press(&list, "Hapus sesi Ishoma").await;
    removed.expect_text("“Ishoma” dihapus dari pola");
    let back = coordinator.press(&removed, "Urungkan").await;
    back.expect_text("“Ishoma” dikembalikan ke pola");
    coordinator.press(&back, "Hapus sesi Ishoma").await.expect(200);

    let mut operator = world.browser(Who::JambiOperator).await;
    let agenda = format!("/jambi/kegiatan/{JAMBI}/agenda");
    let empty = operator.open(&agenda).await;
    operator
        .press(&empty, "Pakai pola nasional")
        .await
        .expect_text("5 sesi dibuat dari pola.")
        .expect_text("13.30 s.d. 14.15 Testimoni")
        .expect_no_text("Ishoma");
    assert_eq!(world.count("select count(*) from audit_log where action like 'template.%'").await, 4);
}

#[tokio::test]
async fn a_stale_session_of_the_template_shows_the_others_change() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let template = coordinator.open(format!("{BOARD}/pola")).await;
    let mine =
        coordinator.click(&template, "Pembukaan").await.form("Simpan sesi").fill("Ruang", "Ruang saya");
    let theirs = coordinator
        .click(&template, "Pembukaan")
        .await
        .form("Simpan sesi")
        .fill("Ruang", "Ruang lain")
        .fill("Jenis sesi", "Registrasi");
    coordinator.submit(theirs).await.expect(200);
    let page = coordinator.submit(mine).await;
    page.expect(409).expect_text("Ruang lain").expect_text("Sudah mengikuti perubahan Koordinator Contoh");
    assert_eq!(page.count(".theirs"), 1);
    assert_eq!(page.count("option[value=registration][selected]"), 1);
    coordinator.submit(page.form("Simpan sesi")).await.expect(200).expect_text("Ruang saya");
}

#[tokio::test]
async fn awards_have_criteria_whose_weights_add_up_and_go_along_into_the_next_year() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let board = coordinator.open(BOARD).await;
    let empty = coordinator.click(&board, "Penghargaan").await;
    empty.expect_text("Belum ada penghargaan");
    let blank = coordinator.click(&empty, "Tambah penghargaan").await;
    let form = blank
        .form("Simpan penghargaan")
        .fill("Nama penghargaan", "Perpustakaan Desa Terbaik")
        .fill("Pesertanya", "Perpustakaan desa/kelurahan")
        .fill("Kriteria 1", "Pelibatan masyarakat")
        .fill("Bobot kriteria 1", "60 %")
        .fill("Kriteria 3", "Advokasi dan publikasi")
        .fill("Bobot kriteria 3", "30");
    let page = coordinator.submit(form).await;
    page.expect(422).expect_text("Jumlah bobot harus 100, sekarang 90.");
    assert_eq!(page.count("input[value='Advokasi dan publikasi']"), 1);
    let list = coordinator.submit(page.form("Simpan penghargaan").fill("Bobot kriteria 3", "40")).await;
    list.expect(200)
        .expect_text("Perpustakaan Desa Terbaik")
        .expect_text("Pelibatan masyarakat 60%")
        .expect_text("Advokasi dan publikasi 40%");

    let edit = coordinator.click(&list, "Perpustakaan Desa Terbaik").await;
    let stale = edit.form("Simpan penghargaan").fill("Bobot kriteria 1", "70").fill("Bobot kriteria 2", "30");
    coordinator
        .submit(edit.form("Simpan penghargaan").fill("Nama penghargaan", "Perpustakaan Desa Teladan"))
        .await
        .expect(200);
    let both = coordinator.submit(stale).await;
    both.expect(409).expect_text("Sudah mengikuti perubahan").expect_no_text("60, 40");
    assert_eq!(both.count("input[value='Perpustakaan Desa Teladan']"), 1);

    let list = coordinator.open("/nasional/edisi").await;
    let copy = coordinator.click(&list, "Salin ke tahun berikutnya dari PLM 2022").await;
    let next = coordinator.submit(copy.form("Simpan edisi")).await;
    let awards = coordinator.click(&next, "Penghargaan").await;
    awards.expect_text("Perpustakaan Desa Teladan").expect_text("Pelibatan masyarakat 60%");
    // A copy has rows of its own.
    let removed = coordinator.press(&awards, "Hapus Perpustakaan Desa Teladan").await;
    removed.expect_text("Belum ada penghargaan");
    coordinator.open(format!("{BOARD}/penghargaan")).await.expect_text("Perpustakaan Desa Teladan");
    coordinator.press(&removed, "Urungkan").await.expect_text("Perpustakaan Desa Teladan");
}
