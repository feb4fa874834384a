//! Papers: made in the background from what is in the event, readable by others than their writer, and nobody else's.

use std::{collections::BTreeSet, path::PathBuf, process::Command};

use lopdf::{Document, Object};
use sejawat::{
    db::scope::ProvinceCode,
    features::registration::{self, Category, Contact, PersonKind, PersonPlan, Status},
    kernel::{ids::EventId, origin::Origin},
};

use crate::support::{
    World,
    browser::{Browser, Page},
    world::{JAMBI, JOINT, Who, office},
};

pub fn papers(slug: &str, event: EventId) -> String {
    format!("/{slug}/kegiatan/{event}/dokumen")
}

/// Somebody with everything a paper may show.
pub fn somebody(code: &str, kind: PersonKind, name: &str) -> PersonPlan {
    PersonPlan {
        category: (kind == PersonKind::Peserta).then_some(Category::VillageLibrary),
        agency_name: "Perpustakaan Desa Mantaren II".into(),
        sex: "P".into(),
        job_title: "Kepala perpustakaan".into(),
        contact: Contact {
            phone: "+6281234567890".into(),
            nip: "190001012000010999".into(),
            ..Contact::default()
        },
        data_origin: Origin::Real,
        ..PersonPlan::new(ProvinceCode::parse(code).unwrap(), kind, name)
    }
}

pub async fn register(world: &World, event: EventId, plans: &[PersonPlan]) {
    for plan in plans {
        let mut tx = world.db.begin(&office(plan.province.as_str(), &[event], &[])).await.unwrap();
        registration::register(&mut tx, &world.clock, event, plan).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// Asks for a paper as its form stands, changed by `fill`, and waits until it is made.
pub async fn paper(
    world: &World,
    browser: &mut Browser,
    form: impl ToString,
    fill: impl FnOnce(crate::support::browser::Form) -> crate::support::browser::Form,
) -> Vec<u8> {
    let form = browser.open(form).await.expect(200).form("Buat PDF");
    let waiting = browser.submit(fill(form)).await;
    waiting.expect(200).expect_text("Menunggu giliran");
    world.work().await;
    let pdf = fetch(browser, &waiting).await;
    // To be looked at.
    if let Ok(folder) = std::env::var("SEJAWAT_SHOTS") {
        let name = format!(
            "{}-{}.pdf",
            waiting.text().split_whitespace().next().unwrap_or_default(),
            uuid::Uuid::now_v7()
        );
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(PathBuf::from(folder).join(name), &pdf).unwrap();
    }
    pdf
}

/// The file that a waiting page leads to.
async fn fetch(browser: &mut Browser, waiting: &Page) -> Vec<u8> {
    let ready = browser.send("GET", &waiting.path, None, &[]).await;
    assert_eq!(ready.status.as_u16(), 303, "{}", ready.text());
    let (page, bytes) = browser.fetch(&ready.path).await;
    assert_eq!(page.status.as_u16(), 200);
    bytes
}

pub fn text_of(pdf: &[u8]) -> String {
    let path = kept(pdf);
    let out = Command::new("pdftotext").args(["-layout", path.to_str().unwrap(), "-"]).output();
    let out = out.expect("pdftotext is needed: .ci/run tools");
    assert!(out.status.success() && out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    std::fs::remove_file(path).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The PDF as a file, for programs that read files.
fn kept(pdf: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("sejawat-{}.pdf", uuid::Uuid::now_v7()));
    std::fs::write(&path, pdf).unwrap();
    path
}

/// What QR codes say on a page, drawn by one program and read by another.
fn codes_on(pdf: &[u8], page: usize) -> BTreeSet<String> {
    let path = kept(pdf);
    let page = page.to_string();
    let out = Command::new("pdftoppm")
        .args(["-gray", "-r", "300", "-f", &page, "-l", &page, path.to_str().unwrap()])
        .output()
        .expect("pdftoppm is needed: .ci/run tools");
    std::fs::remove_file(path).unwrap();
    let (width, height, pixels) = greyscale(&out.stdout);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// A PGM's size and pixels.
fn greyscale(pgm: &[u8]) -> (usize, usize, &[u8]) {
    let mut parts = Vec::new();
    let mut at = 0;
    while parts.len() < 4 {
        let end = at + pgm[at..].iter().position(u8::is_ascii_whitespace).unwrap();
        parts.push(std::str::from_utf8(&pgm[at..end]).unwrap());
        at = end + 1;
    }
    assert_eq!((parts[0], parts[3]), ("P5", "255"));
    (parts[1].parse().unwrap(), parts[2].parse().unwrap(), &pgm[at..])
}

/// That a PDF says it is PDF/A-2b and keeps what can be seen of that from outside.
pub fn expect_pdf_a(pdf: &[u8]) -> Document {
    let document = Document::load_mem(pdf).unwrap();
    assert!(!document.is_encrypted(), "encrypted");
    let catalog = document.catalog().unwrap();
    let metadata =
        catalog.get(b"Metadata").and_then(|m| document.dereference(m)).unwrap().1.as_stream().unwrap();
    let xmp =
        String::from_utf8(metadata.get_plain_content().unwrap_or_else(|_| metadata.content.clone())).unwrap();
    for wanted in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>"] {
        assert!(xmp.contains(wanted), "{wanted} is not in {xmp}");
    }
    let intents = document.dereference(catalog.get(b"OutputIntents").unwrap()).unwrap().1.as_array().unwrap();
    let intent = document.dereference(&intents[0]).unwrap().1.as_dict().unwrap();
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
    assert!(intent.has(b"DestOutputProfile"));
    let mut fonts = 0;
    for object in document.objects.values() {
        let Ok(dict) = object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict)) else {
            continue;
        };
        for forbidden in [&b"JavaScript"[..], b"JS", b"EmbeddedFiles", b"Launch", b"AA", b"URI"] {
            assert!(!dict.has(forbidden), "{} in {dict:?}", String::from_utf8_lossy(forbidden));
        }
        if dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"FontDescriptor") {
            fonts += 1;
            assert!(dict.has(b"FontFile2") || dict.has(b"FontFile3"), "a font that is not inside: {dict:?}");
        }
    }
    assert!(fonts > 0);
    document
}

const KINDS: [&str; 5] = ["daftar-peserta", "daftar-hadir", "kartu-nama", "papan-nama-meja", "biodata"];

#[tokio::test]
async fn every_paper_is_pdf_a_and_shows_the_people_it_is_for() {
    let world = World::new().await;
    register(
        &world,
        JAMBI,
        &[
            PersonPlan {
                title_suffix: "S.Sos., M.M.".into(),
                ..somebody("15", PersonKind::Peserta, "Siti Nur'aini")
            },
            somebody("15", PersonKind::Pejabat, "Joko Contoh"),
            PersonPlan { status: Status::Cancelled, ..somebody("15", PersonKind::Peserta, "Batal Datang") },
            PersonPlan {
                status: Status::AwaitingApproval,
                ..somebody("15", PersonKind::Peserta, "Belum Disetujui")
            },
        ],
    )
    .await;
    let mut operator = world.browser(Who::JambiOperator).await;
    for kind in KINDS {
        let form = format!("{}/siapkan/{kind}", papers("jambi", JAMBI));
        let fill = |form: crate::support::browser::Form| {
            let form = form.forge("kinds", "peserta");
            if kind == "daftar-hadir" { form.forge("sheets", "2022-08-02") } else { form }
        };
        let pdf = paper(&world, &mut operator, &form, fill).await;
        expect_pdf_a(&pdf);
        let text = text_of(&pdf);
        assert!(text.contains("Siti Nur'aini"), "{kind}: {text}");
        assert!(text.contains("S.Sos., M.M."), "{kind}: {text}");
        for absent in ["Joko Contoh", "Batal Datang", "Belum Disetujui", "0812"] {
            assert!(!text.contains(absent) || kind == "biodata" && absent == "0812", "{kind}: {text}");
        }
    }
    let list = operator.open(papers("jambi", JAMBI)).await;
    list.expect(200).expect_text("1 orang, 1 halaman").expect_text("Siap");
}

#[tokio::test]
async fn the_same_data_gives_the_same_bytes() {
    let world = World::new().await;
    let people: Vec<_> =
        (1..=30).map(|n| somebody("15", PersonKind::Peserta, &format!("Peserta {n:02}"))).collect();
    register(&world, JAMBI, &people).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    for kind in KINDS {
        let form = format!("{}/siapkan/{kind}", papers("jambi", JAMBI));
        let fill = |form: crate::support::browser::Form| {
            if kind == "daftar-hadir" {
                form.forge("sheets", "2022-08-02")
            } else {
                form.forge("kinds", "peserta")
            }
        };
        let first = paper(&world, &mut operator, &form, fill).await;
        let second = paper(&world, &mut operator, &form, fill).await;
        assert!(first == second, "{kind} differs");
    }
    register(&world, JAMBI, &[somebody("15", PersonKind::Peserta, "Peserta 31")]).await;
    let count = "select count(*) from attendance_sheets";
    assert_eq!(world.count(count).await, 1);
    let form = format!("{}/siapkan/daftar-hadir", papers("jambi", JAMBI));
    paper(&world, &mut operator, form, |form| form.forge("sheets", "2022-08-02")).await;
    assert_eq!(world.count(count).await, 2, "another list is another sheet");
}

#[tokio::test]
async fn a_badge_says_a_word_that_means_the_person_and_nobody_s_name() {
    let world = World::new().await;
    let people: Vec<_> = ["Ninik", "Siti Aminah", "Siti Aminah", "Bambang", "Wiwin"]
        .map(|name| somebody("15", PersonKind::Peserta, name))
        .to_vec();
    register(&world, JAMBI, &people).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let form = format!("{}/siapkan/kartu-nama", papers("jambi", JAMBI));
    let large = paper(&world, &mut operator, &form, |form| form).await;
    let mut seen = codes_on(&large, 1);
    assert_eq!(seen.len(), 4);
    seen.extend(codes_on(&large, 2));
    let words: Vec<String> = sqlx::query_scalar("select 'SEJAWAT:' || token from badge_tokens")
        .fetch_all(&mut world.look().await)
        .await
        .unwrap();
    assert_eq!(seen, words.into_iter().collect());
    let small =
        paper(&world, &mut operator, &form, |form| form.tick("Kecil (9 × 5,5 cm, sepuluh per lembar)")).await;
    assert_eq!(codes_on(&small, 1), seen, "a card that is printed again says the same");
}

#[tokio::test]
async fn a_sheet_s_code_leads_to_its_lines() {
    let world = World::new().await;
    let people: Vec<_> =
        (1..=21).map(|n| somebody("15", PersonKind::Peserta, &format!("Peserta {n:02}"))).collect();
    register(&world, JAMBI, &people).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let form = format!("{}/siapkan/daftar-hadir", papers("jambi", JAMBI));
    let file = paper(&world, &mut operator, form, |form| form.forge("sheets", "2022-08-03")).await;
    let pages = expect_pdf_a(&file).get_pages().len();
    let (code, ends, named): (String, Vec<i32>, i64) = sqlx::query_as(
        "select code, page_ends, (select count(*) from participants p where p.id = any(s.people)) from attendance_sheets s",
    )
    .fetch_one(&mut world.look().await)
    .await
    .unwrap();
    assert_eq!((ends.len(), ends.last(), named), (pages, Some(&31), 21));
    for page in 1..=pages {
        assert_eq!(codes_on(&file, page), BTreeSet::from([format!("SEJAWAT:DH:{code}-{page}")]));
    }
    let text = text_of(&file);
    assert!(text.contains(&format!("{code}-1")) && text.contains("Rabu, 3 Agustus 2022"), "{text}");
    let lines: Vec<&str> = text.split_whitespace().filter(|word| *word == "31").collect();
    assert_eq!(lines.len(), 2, "the number and its box: {text}");
}

#[tokio::test]
async fn a_guest_prints_its_own_people_and_the_host_everybody() {
    let world = World::new().await;
    register(
        &world,
        JOINT,
        &[
            somebody("32", PersonKind::Peserta, "Orang Bandung"),
            somebody("31", PersonKind::Peserta, "Orang Jakarta"),
        ],
    )
    .await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    let form = format!("{}/siapkan/daftar-peserta", papers("dki-jakarta", JOINT));
    let text = text_of(&paper(&world, &mut guest, &form, |form| form).await);
    assert!(text.contains("Orang Jakarta") && !text.contains("Orang Bandung"), "{text}");
    let mut host = world.browser(Who::HostAdmin).await;
    let form = format!("{}/siapkan/daftar-peserta", papers("jawa-barat", JOINT));
    let text = text_of(&paper(&world, &mut host, &form, |form| form).await);
    assert!(text.contains("Orang Jakarta") && text.contains("Orang Bandung"), "{text}");
    let text =
        text_of(&paper(&world, &mut host, &form, |form| form.fill("Utusan provinsi", "DKI Jakarta")).await);
    assert!(text.contains("Orang Jakarta") && !text.contains("Orang Bandung"), "{text}");
    guest.open(papers("dki-jakarta", JOINT)).await.expect_no_text("2 orang");
}

#[tokio::test]
async fn the_emblem_that_the_office_sent_is_on_its_letterhead() {
    let world = World::new().await;
    register(&world, JAMBI, &[somebody("15", PersonKind::Peserta, "Siti Aminah")]).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let form = format!("{}/siapkan/daftar-peserta", papers("jambi", JAMBI));
    let pictures = |pdf: &[u8]| {
        let document = expect_pdf_a(pdf);
        let is_picture = |object: &&Object| {
            object
                .as_stream()
                .is_ok_and(|s| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image"))
        };
        document.objects.values().filter(is_picture).count()
    };
    assert_eq!(pictures(&paper(&world, &mut admin, &form, |form| form).await), 0);
    let settings = admin.open("/jambi/pengaturan").await;
    let refused = admin.upload(settings.form("Pasang lambang"), "file", "lambang.png", b"GIF89a").await;
    refused.expect_text("Gambar ini tidak terbaca");
    let mut png = Vec::new();
    let picture = image::RgbaImage::from_fn(300, 400, |x, y| {
        image::Rgba([0, 90, 100, if (x + y) % 50 < 25 { 255 } else { 0 }])
    });
    picture.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let settings = admin.upload(settings.form("Pasang lambang"), "file", "lambang.png", &png).await;
    settings.expect_text("Lambang disimpan");
    let with = paper(&world, &mut admin, &form, |form| form.tick("Keduanya")).await;
    assert!(pictures(&with) > 0);
    assert!(text_of(&with).contains("PERPUSTAKAAN NASIONAL REPUBLIK INDONESIA"));
    let removed = admin.submit(settings.form("Lepas lambang")).await;
    removed.expect_text("tidak lagi tercetak").expect_text("Lambang daerah");
    assert_eq!(pictures(&paper(&world, &mut admin, &form, |form| form).await), 0);
    admin.submit(removed.form("Urungkan")).await.expect_text("tercetak lagi").expect_text("Ganti lambang");
    let (page, file) = admin.fetch("/jambi/pengaturan/lambang").await;
    assert!(page.status.is_success() && file.starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn one_file_is_for_a_thousand_people_at_the_most() {
    let world = World::new().await;
    sqlx::query(
        "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
         select $1, gen_random_uuid(), '15', 'peserta', 'village_library', 'Kantor', 'Orang ' || n, now() from generate_series(1, 1001) n",
    )
    .bind(JAMBI)
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut operator = world.browser(Who::JambiOperator).await;
    let form = format!("{}/siapkan/daftar-peserta", papers("jambi", JAMBI));
    let form = operator.open(&form).await.expect(200).form("Buat PDF").tick("Peserta (1.001)");
    let page = operator.submit(form).await;
    page.expect(422);
    let problem = page.problem("Untuk siapa").unwrap();
    assert!(problem.contains("memuat 1.001 orang") && problem.contains("paling banyak 1.000"), "{problem}");
    assert_eq!(world.count("select count(*) from jobs").await, 0);
}

#[tokio::test]
async fn a_form_that_says_too_little_is_asked_again() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let form = format!("{}/siapkan/daftar-hadir", papers("jambi", JAMBI));
    let form = operator.open(&form).await.expect(200).form("Buat PDF");
    let page = operator.submit(form.clone().untick("Peserta (0)")).await;
    page.expect(422);
    assert_eq!(page.problem("Untuk siapa").unwrap(), "Pilih paling sedikit satu: untuk siapa dokumen ini.");
    assert_eq!(page.problem("Hari dan sesi").unwrap(), "Pilih paling sedikit satu hari atau sesi.");
    let page = operator.submit(form.forge("sheets", "2022-12-25").forge("signer", &"0".repeat(32))).await;
    page.expect(422);
    assert!(page.problem("Penanda tangan").is_some());
    assert_eq!(world.count("select count(*) from papers").await, 0);
    operator.open(format!("{}/siapkan/apa-saja", papers("jambi", JAMBI))).await.expect(404);
}

#[tokio::test]
async fn letters_that_no_font_has_and_names_like_markup_do_no_harm() {
    let world = World::new().await;
    let long = "Raden Ajeng Kusumaningtyas Widyaningrum Purbadiningrat Hadiwijayaningsih Sastrowardoyo Mangkunegara Adiningrat";
    register(
        &world,
        JAMBI,
        &[
            somebody("15", PersonKind::Peserta, "#eval(\"1\") *tebal* $x$ <label> @acuan"),
            somebody("15", PersonKind::Peserta, "愛🙂 é ’"),
            PersonPlan {
                title_suffix: "S.Sos., M.Hum., Ph.D., CPHR, CHRP".into(),
                ..somebody("15", PersonKind::Peserta, long)
            },
        ],
    )
    .await;
    let mut operator = world.browser(Who::JambiOperator).await;
    for kind in KINDS {
        let form = format!("{}/siapkan/{kind}", papers("jambi", JAMBI));
        let fill = |form: crate::support::browser::Form| {
            let form = form.forge("kinds", "peserta");
            if kind == "daftar-hadir" { form.forge("sheets", "2022-08-02") } else { form }
        };
        let pdf = paper(&world, &mut operator, &form, fill).await;
        expect_pdf_a(&pdf);
        let text = text_of(&pdf);
        for part in ["#eval(\"1\")", "*tebal*", "$x$", "<label>", "@acuan", "□□"] {
            assert!(text.contains(part), "{kind}: {part} in {text}");
        }
        assert!(text.contains("Hadiwijayaningsih"), "{kind}: {text}");
    }
}

#[tokio::test]
async fn a_job_that_its_worker_left_is_taken_up_again_and_one_that_cannot_be_done_is_given_up() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let form = format!("{}/siapkan/daftar-peserta", papers("jambi", JAMBI));
    let form = operator.open(&form).await.form("Buat PDF");
    let waiting = operator.submit(form).await;
    // A worker took it a moment ago and was killed.
    let mut conn = world.look().await;
    sqlx::query("update jobs set attempts = 1, taken_until = $1")
        .bind(world.clock.now() + chrono::TimeDelta::seconds(20))
        .execute(&mut conn)
        .await
        .unwrap();
    world.work().await;
    assert_eq!(world.count("select count(*) from papers where file is not null").await, 0);
    sqlx::query("update jobs set taken_until = $1")
        .bind(world.clock.now() - chrono::TimeDelta::seconds(1))
        .execute(&mut conn)
        .await
        .unwrap();
    world.work().await;
    fetch(&mut operator, &waiting).await;

    sqlx::query("update papers set file = null, pages = null, people = null")
        .execute(&mut conn)
        .await
        .unwrap();
    sqlx::query("update jobs set done_at = null, attempts = 2, payload = '{}'")
        .execute(&mut conn)
        .await
        .unwrap();
    world.work().await;
    operator.open(&waiting.path).await.expect(200).expect_text("gagal dibuat");
    operator.open(papers("jambi", JAMBI)).await.expect_text("Gagal dibuat");
}

async fn plan_agenda(world: &World, sessions: &[(&str, &str, &str)]) {
    for (n, (title, from, to)) in sessions.iter().enumerate() {
        sqlx::query(
            "insert into sessions (event_id, id, kind, title, room, dress_code, starts_at, ends_at, changed_at)
             values ($1, $2, case when $3 = 'Ishoma' then 'break_prayer' else 'other' end, $3, 'Aula Serbaguna', case when $3 = 'Pembukaan' then 'Batik lengan panjang' else '' end,
                     $4::text::timestamptz, $5::text::timestamptz, '2022-07-30')",
        )
        .bind(JAMBI.0)
        .bind(uuid::Uuid::from_u128(0x5e55_0000 + n as u128))
        .bind(title)
        .bind(from)
        .bind(to)
        .execute(&mut world.look().await)
        .await
        .unwrap();
    }
}

async fn publish_agenda(browser: &mut Browser) {
    let page = browser.open(format!("/jambi/kegiatan/{JAMBI}/agenda/terbitkan")).await;
    browser.submit(page.form("Terbitkan agenda")).await.expect(200);
}

#[tokio::test]
async fn a_rundown_is_of_the_version_that_readers_see_or_says_that_it_is_a_draft() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let form = format!("{}/siapkan/susunan-acara", papers("jambi", JAMBI));
    let empty = paper(&world, &mut operator, &form, |form| form.tick("Versi yang terbit")).await;
    expect_pdf_a(&empty);
    assert!(text_of(&empty).contains("Agenda belum diterbitkan."));
    plan_agenda(&world, &[("Pembukaan", "2022-08-02 08:00+07", "2022-08-02 09:00+07")]).await;
    let draft = paper(&world, &mut operator, &form, |form| form.tick("Draf, dengan tanda DRAF")).await;
    let text = text_of(&draft);
    for wanted in [
        "DRAF, BELUM DITERBITKAN",
        "Selasa, 2 Agustus 2022",
        "08.00-09.00",
        "Pembukaan",
        "Aula Serbaguna",
        "Batik lengan panjang",
        "Waktu (WIB)",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    publish_agenda(&mut operator).await;
    plan_agenda(&world, &[]).await;
    sqlx::query("update sessions set title = 'Belum terbit'").execute(&mut world.look().await).await.unwrap();
    let first = paper(&world, &mut operator, &form, |form| form.tick("Versi yang terbit")).await;
    expect_pdf_a(&first);
    let text = text_of(&first);
    assert!(
        text.contains("Versi 1, diterbitkan") && text.contains("Pembukaan") && !text.contains("DRAF"),
        "{text}"
    );
    let second = paper(&world, &mut operator, &form, |form| form.tick("Versi yang terbit")).await;
    assert!(first == second, "the same data gives the same bytes");
    operator
        .open(papers("jambi", JAMBI))
        .await
        .expect_text("Versi yang terbit · A4")
        .expect_no_text("0 orang");
}

#[tokio::test]
async fn a_long_rundown_names_the_day_on_every_page() {
    let world = World::new().await;
    let title = "Paparan capaian perpustakaan desa dan kelurahan dalam pelibatan masyarakat, peningkatan layanan informasi, dan advokasi bersama pemerintah kabupaten/kota serta mitra";
    let hours: Vec<(String, String, String)> = (0..40)
        .map(|n| {
            let (day, hour) = (2 + n / 20, 6 + n % 20 * 3 / 4);
            let minute = n % 4 * 15;
            let name = match n {
                0 => "Pembukaan".to_owned(),
                n if n % 20 == 8 => "Ishoma".to_owned(),
                n => format!("{n} {title}"),
            };
            (
                name,
                format!("2022-08-{day:02} {hour:02}:{minute:02}+07"),
                format!("2022-08-{day:02} {hour:02}:{:02}+07", minute + 14),
            )
        })
        .collect();
    let hours: Vec<_> = hours.iter().map(|(t, a, b)| (t.as_str(), a.as_str(), b.as_str())).collect();
    plan_agenda(&world, &hours).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    register(
        &world,
        JAMBI,
        &[somebody("15", PersonKind::Fasilitator, "Muhammad Nur'aini Syahputra Wirawan Adnyana")],
    )
    .await;
    sqlx::query("insert into session_leaders select s.event_id, s.id, p.id, 1 from sessions s join participants p using (event_id) where title like '%Paparan%'")
        .execute(&mut world.look().await)
        .await
        .unwrap();
    publish_agenda(&mut operator).await;
    let form = format!("{}/siapkan/susunan-acara", papers("jambi", JAMBI));
    let pdf = paper(&world, &mut operator, &form, |form| {
        form.tick("Keduanya").tick("F4 atau folio (215 × 330 mm)")
    })
    .await;
    let pages = expect_pdf_a(&pdf).get_pages().len();
    assert!(pages >= 3, "{pages}");
    let text = text_of(&pdf);
    let days = text.matches("Selasa, 2 Agustus 2022").count() + text.matches("Rabu, 3 Agustus 2022").count();
    assert!(days > pages, "every page says its day: {days} on {pages}");
    assert!(text.contains("39 Paparan"), "{text}");
}

#[tokio::test]
async fn a_guest_prints_no_draft() {
    let world = World::new().await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    let form = format!("{}/siapkan/susunan-acara", papers("dki-jakarta", JOINT));
    let page = guest.open(&form).await;
    assert_eq!(page.expect(200).count("[name=rundown_of]"), 0);
    let waiting = guest.submit(page.form("Buat PDF").forge("rundown_of", "draft")).await;
    waiting.expect(200);
    world.work().await;
    let text = text_of(&fetch(&mut guest, &waiting).await);
    assert!(text.contains("Agenda belum diterbitkan.") && !text.contains("DRAF"), "{text}");
}
