//! What libraries have done, told by their people and with their office's help.

use sejawat::{db::scope::Scope, kernel::ids::ParticipantId};

use crate::support::{
    Browser, World,
    samples::{self, GUEST, HOST, JAMBI as SIDE},
    world::{JAMBI, JOINT, Who, office},
};

const LIBRARY: &str = "00000000-0000-0000-0000-00000000de15";
const ME: &str = "00000000-0000-0000-0000-000000001e15";

/// The sample world in which nothing is told yet, and a participant's phone.
async fn before() -> (World, Browser) {
    let world = World::filled().await;
    sqlx::raw_sql("delete from achievements").execute(&mut world.look().await).await.unwrap();
    let mut phone = world.visitor();
    phone.set_cookie("sejawat_perangkat", "ponsel");
    (world, phone)
}

fn own() -> String {
    format!("/saya/{}", samples::token(SIDE))
}

const SAVE: &str = "Simpan capaian";

async fn told(world: &World, column: &str) -> Option<String> {
    let sql = format!("select {column}::text from achievements where event_id = '{JAMBI}'");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_optional(&mut world.look().await)
        .await
        .unwrap()
        .flatten()
}

#[tokio::test]
async fn a_participant_tells_what_the_own_library_has_done_and_goes_on_later() {
    let (world, mut phone) = before().await;
    let page = phone.open(own()).await;
    let form = phone.click(&page, "Isi capaian").await;
    form.expect(200).expect_text("0 dari 8 bagian").expect_text("Capaian Dinas 15");
    let saved = phone
        .submit(
            form.form(SAVE)
                .fill("Sebelum program", "1.200")
                .fill("Sesudah program", "5400")
                .fill("Tips untuk perpustakaan lain", "Mulai dari yang kecil."),
        )
        .await;
    saved
        .expect(200)
        .expect_text("Capaian disimpan.")
        .expect_text("2 dari 8 bagian")
        .expect_text("oleh peserta sendiri");
    assert_eq!(told(&world, "visits_before").await.as_deref(), Some("1200"));
    // Sent twice, and from behind the back button: nothing is doubled or lost.
    phone.submit(saved.form(SAVE)).await.expect_text("2 dari 8 bagian");
    assert_eq!(told(&world, "version").await.as_deref(), Some("1"), "nothing changed");
    phone.open(own()).await.expect_text("2 dari 8 bagian sudah diisi").expect_text("Lanjutkan capaian");
    assert_eq!(world.count("select count(*) from audit_log where action = 'achievement.tell'").await, 1);
    // A wrong number comes back with everything that was typed.
    let wrong =
        phone.submit(saved.form(SAVE).fill("Sesudah program", "banyak").fill("Rencana", "Taman baca")).await;
    wrong.expect(422).expect_text("Isi kunjungan sesudah program dengan angka").expect_text("Taman baca");
    assert_eq!(told(&world, "plan").await.as_deref(), Some(""));
}

#[tokio::test]
async fn what_is_written_is_kept_part_by_part_and_words_only_with_consent() {
    let (world, mut phone) = before().await;
    let page = phone.open(format!("{}/capaian", own())).await;
    let keep = format!("{}/capaian/simpan", own());
    let form = page
        .form(SAVE)
        .fill("Rencana", "Taman baca")
        .fill("Sesudah program", "banyak")
        .fill("Testimoni, kata demi kata", "Kini saya berjualan.")
        .fill("Siapa yang mengatakannya", "Ibu Contoh");
    let kept = phone.post_all(&keep, &form.fields).await;
    kept.expect(200);
    let answer: serde_json::Value = serde_json::from_str(&kept.body).unwrap();
    assert!(answer["problem"].as_str().unwrap().contains("Isi kunjungan sesudah program"), "{answer}");
    assert_eq!(answer["saved"], "08.30 WIB");
    assert_eq!(told(&world, "plan").await.as_deref(), Some("Taman baca"));
    assert_eq!(told(&world, "testimony || testimony_by").await.as_deref(), Some(""), "nobody has agreed");

    let page = phone.open(format!("{}/capaian", own())).await;
    let form = page
        .form(SAVE)
        .fill("Testimoni, kata demi kata", "Kini saya berjualan.")
        .fill("Siapa yang mengatakannya", "Ibu Contoh");
    phone.submit(form.clone()).await.expect(422).expect_text("disimpan sesudah orangnya setuju");
    let minor = form.tick("Ia setuju kata-katanya ditampilkan").tick("Ia berumur di bawah 18 tahun");
    phone.submit(minor.clone()).await.expect(422).expect_text("tulis nama orang tua atau wali");
    phone.submit(minor.fill("Orang tua atau wali yang menyetujui", "Bapak Contoh")).await.expect(200);
    assert_eq!(told(&world, "testimony").await.as_deref(), Some("Kini saya berjualan."));
}

#[tokio::test]
async fn two_of_one_library_overwrite_nothing_of_each_other_unasked() {
    let (world, mut phone) = before().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mine = phone.open(format!("{}/capaian", own())).await;
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/capaian")).await;
    list.expect_text("0 dari 1 perpustakaan sudah lengkap, 0 sedang mengisi, 1 belum mulai.");
    let theirs = operator.click(&list, "Dinas 15").await;
    let saved =
        operator.submit(theirs.form(SAVE).fill("Rencana", "Dari kantor").fill("Tantangan", "Listrik")).await;
    saved.expect(200).expect_text("Capaian Dinas 15 disimpan.");
    // Both fields of the first begun at once: the one they differ about is asked, the other is followed.
    let asked = phone.submit(mine.form(SAVE).fill("Rencana", "Dari peserta")).await;
    asked
        .expect(409)
        .expect_text("Disimpan Operator Jambi")
        .expect_text("Dari kantor")
        .expect_text("Listrik");
    assert_eq!(told(&world, "plan").await.as_deref(), Some("Dari kantor"));
    phone.submit(asked.form(SAVE)).await.expect(200);
    assert_eq!(told(&world, "plan").await.as_deref(), Some("Dari peserta"));
    assert_eq!(told(&world, "challenges").await.as_deref(), Some("Listrik"));
    // What the script keeps in the background overwrites nothing either.
    let keep = format!("{}/capaian/simpan", own());
    phone.post_all(&keep, &mine.form(SAVE).fill("Rencana", "Lama").fields).await.expect(409);
    assert_eq!(told(&world, "plan").await.as_deref(), Some("Dari peserta"));
}

#[tokio::test]
async fn each_sees_and_tells_what_is_theirs() {
    let world = World::filled().await;
    let page = |place: &str, event: &dyn std::fmt::Display, side: samples::Side| {
        format!("/{place}/kegiatan/{event}/capaian/{}", samples::of("library", "", side))
    };
    // A facilitator reads; a guest is of the joint event, another province is not.
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let seen = facilitator.open(page("tugas", &JAMBI, SIDE)).await;
    seen.expect(200).expect_text("5 dari 8 bagian").expect_no_text(SAVE);
    facilitator.post(page("tugas", &JAMBI, SIDE), &[("plan", "x")]).await.expect(403);
    world.browser(Who::JatengOperator).await.open(page("jawa-tengah", &JAMBI, SIDE)).await.expect(404);
    let mut host = world.browser(Who::HostAdmin).await;
    let list = host.open(format!("/jawa-barat/kegiatan/{JOINT}/capaian")).await;
    list.expect_text("Dinas 32").expect_text("Dinas 31").expect_text("Utusan DKI Jakarta");
    host.open(page("jawa-barat", &JOINT, GUEST)).await.expect(200);
    let mut guest = world.browser(Who::GuestOperator).await;
    let list = guest.open(format!("/dki-jakarta/kegiatan/{JOINT}/capaian")).await;
    list.expect_text("Dinas 31").expect_no_text("Dinas 32");
    guest.open(page("dki-jakarta", &JOINT, HOST)).await.expect(404);
    host.open(format!("/jawa-barat/kegiatan/{JOINT}/capaian/{}", uuid::Uuid::now_v7())).await.expect(404);
}

#[tokio::test]
async fn a_person_reaches_the_own_library_alone_beneath_every_page() {
    let world = World::filled().await;
    let me = Scope::person(JAMBI, ParticipantId(ME.parse().unwrap()));
    let mut tx = world.db.begin(&me).await.unwrap();
    let seen: Vec<String> =
        sqlx::query_scalar("select library_id::text from achievements").fetch_all(&mut *tx).await.unwrap();
    assert_eq!(seen, [LIBRARY]);
    drop(tx);
    let other = samples::of("library", "", samples::JATENG);
    for (event, province, library, is_taken) in [
        (JAMBI, "15", other.as_str(), false),
        (JAMBI, "33", LIBRARY, false),
        (JOINT, "15", LIBRARY, false),
        (JAMBI, "15", LIBRARY, true),
    ] {
        let mut tx = world.db.begin(&me).await.unwrap();
        let done = sqlx::query(
            "insert into achievements (event_id, id, province_code, library_id, library_name, changed_by, changed_at)
             values ($1, gen_random_uuid(), $2, $3::uuid, 'Contoh', 'contoh', now())
             on conflict (event_id, province_code, library_id) do update set plan = 'diubah'",
        )
        .bind(event.0)
        .bind(province)
        .bind(library)
        .execute(&mut *tx)
        .await;
        assert_eq!(done.is_ok(), is_taken, "{event} {province} {library}: {done:?}");
    }
    let mut tx = world.db.begin(&office("33", &[], &[])).await.unwrap();
    let seen: i64 =
        sqlx::query_scalar("select count(*) from achievements").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(seen, 0, "another province's office sees none");
}

/// The texts of a presentation's slides, in the order of their files' names.
fn slides(file: Vec<u8>) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.retain(|name| name.starts_with("ppt/slides/slide"));
    names.sort_by_key(|name| (name.len(), name.clone()));
    names.iter().map(|name| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()).collect()
}

#[tokio::test]
async fn a_deck_is_made_of_what_is_told_and_of_nothing_the_base_format() {
    let (world, mut phone) = before().await;
    let form = phone.open(format!("{}/capaian", own())).await;
    form.expect_text("Unduh format dasar (PPTX)");
    let deck = format!("{}/capaian/dek.pptx", own());
    let (page, file) = phone.fetch(&deck).await;
    page.expect(200);
    let empty = slides(file);
    assert!(empty.len() > 8 && empty[0].contains("Dinas 15"), "{} slides", empty.len());
    let told = form
        .form(SAVE)
        .fill("Sebelum program", "1200")
        .fill("Sesudah program", "5400")
        .fill("Tantangan", "Listrik < sinyal & \"jalan\"")
        .fill("Rencana", "Taman baca di pasar");
    let saved = phone.submit(told).await;
    saved.expect_text("Unduh dek paparan (PPTX)");
    let (_, file) = phone.fetch(&deck).await;
    let made = slides(file.clone());
    // Cover, visits, challenges, plan, and the last one.
    assert_eq!(made.len(), 5);
    assert!(made[2].contains("Listrik &lt; sinyal &amp;") && made[3].contains("Taman baca di pasar"));
    // The office has the same; nobody else has any.
    let mut operator = world.browser(Who::JambiOperator).await;
    let path = format!("/kegiatan/{JAMBI}/capaian/{LIBRARY}/dek.pptx");
    let (_, theirs) = operator.fetch(&format!("/jambi{path}")).await;
    assert_eq!(slides(theirs), made);
    world.browser(Who::JatengOperator).await.open(format!("/jawa-tengah{path}")).await.expect(404);
    let mut stranger = world.visitor();
    stranger.open(&deck).await.expect_text("4 angka terakhir");
}
