//! The page of one's own: details corrected, answers given and taken back, consent; links for many, and what is sent with them.

use chrono::TimeDelta;

use crate::support::{
    Browser, World,
    browser::Page,
    samples::{self, JAMBI as SIDE},
    world::Who,
};

const PEOPLE: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/peserta";
const ME: &str = "00000000-0000-0000-0000-000000001e15";

/// The sample world on the eve of the event, and the phone of its participant of Jambi.
async fn eve() -> (World, Browser, String) {
    let world = World::filled().await;
    world.clock.advance(TimeDelta::days(-1));
    let mut phone = world.visitor();
    phone.set_cookie("sejawat_perangkat", "ponsel");
    let page = format!("/saya/{}", samples::token(SIDE));
    (world, phone, page)
}

fn seal(page: &Page) -> String {
    page.form("Simpan data saya").fields.into_iter().find(|(name, _)| name == "version").unwrap().1
}

#[tokio::test]
async fn people_correct_their_own_details_and_it_is_kept_who_did() {
    let (world, mut phone, path) = eve().await;
    let own = phone.open(&path).await;
    // The library was chosen by the office: its name is not theirs to change.
    assert_eq!(own.count("#field-agency_name"), 0);
    let form = own
        .form("Simpan data saya")
        .fill("Nama lengkap", "Dra. Peserta Lima Belas")
        .tick("Perempuan")
        .fill("Telepon (WhatsApp)", "0813 2222 3333")
        .fill("Surel", "saya@contoh.id.invalid")
        .forge("agency_name", "Instansi karangan");
    let saved = phone.submit(form).await;
    saved.expect(200).expect_text("Data Anda disimpan.").expect_text("Dra. Peserta Lima Belas");
    assert_eq!(world.count("select count(*) from participants where full_name = 'Peserta Lima Belas' and title_prefix = 'Dra.' and agency_name = 'Dinas 15' and changed_by = 'peserta sendiri'").await, 1);
    assert_eq!(world.count("select count(*) from audit_log where action = 'participant.update_own' and scope = 'person' and province_code = '15' and before is not null").await, 1);
    let wrong = saved
        .form("Simpan data saya")
        .fill("Nama lengkap", "")
        .fill("NIP", "12")
        .fill("Telepon (WhatsApp)", "");
    let wrong = phone.submit(wrong).await;
    wrong
        .expect(422)
        .expect_text("Isi nama lengkap.")
        .expect_text("NIP berisi 18 angka")
        .expect_text("Isi nomor telepon");
}

#[tokio::test]
async fn a_field_that_is_wrong_does_not_hold_up_the_others_and_a_stale_page_asks() {
    let (world, mut phone, path) = eve().await;
    let own = phone.open(&path).await;
    let keep = format!("{path}/data/simpan");
    let with = |version: &str, job: &str, nip: &str| {
        vec![
            ("full_name".to_owned(), "Peserta 15".to_owned()),
            ("phone".into(), "081200000015".into()),
            ("job_title".into(), job.to_owned()),
            ("nip".into(), nip.to_owned()),
            ("version".into(), version.to_owned()),
        ]
    };
    let kept = phone.post_all(&keep, &with(&seal(&own), "Pustakawan", "12")).await;
    kept.expect(200).expect_text("NIP berisi 18 angka");
    assert_eq!(world.count("select count(*) from participants where job_title = 'Pustakawan'").await, 1);
    let again = serde_json::from_str::<serde_json::Value>(&kept.body).unwrap()["version"]
        .as_str()
        .unwrap()
        .to_owned();
    phone.post_all(&keep, &with(&again, "Pustakawan", "")).await.expect(200);
    assert_eq!(
        world.count("select count(*) from audit_log where action = 'participant.update_own'").await,
        1,
        "the same is no change"
    );

    // The office changes the name while the person changes the post: both stay.
    let mine = phone.open(&path).await;
    let mut office = world.browser(Who::JambiOperator).await;
    let form = office.open(format!("{PEOPLE}/orang/{ME}")).await.form("Simpan");
    office.submit(form.forge("sex", "L").fill("Nama lengkap", "Peserta Baru")).await.expect(200);
    phone.post_all(&keep, &with(&seal(&mine), "Kepala", "")).await.expect(409);
    let stale = phone.submit(mine.form("Simpan data saya").fill("Jabatan", "Kepala")).await;
    stale.expect(409).expect_text("Sudah mengikuti perubahan Operator Jambi");
    phone.submit(stale.form("Simpan data saya")).await.expect(200);
    assert_eq!(
        world
            .count(
                "select count(*) from participants where full_name = 'Peserta Baru' and job_title = 'Kepala'"
            )
            .await,
        1
    );
}

#[tokio::test]
async fn people_say_whether_they_come_until_the_event_starts() {
    let (world, mut phone, path) = eve().await;
    let own = phone.open(&path).await;
    own.expect_text("Pastikan kehadiran Anda");
    let coming = phone.press(&own, "Saya akan hadir").await;
    coming.expect_text("kehadiran Anda dicatat").expect_text("Anda akan hadir");
    let silent = phone.press(&coming, "Kirim: saya berhalangan").await;
    silent.expect(422).expect_text("Tulis alasannya");
    let form = silent.form("Kirim: saya berhalangan").fill("Alasan", "Tugas lain");
    let declined = phone.submit(form).await;
    declined.expect_text("Anda menyatakan berhalangan").expect_text("Alasan: Tugas lain.");
    assert_eq!(world.count("select count(*) from participants where status = 'declined' and answer = 'not_coming' and answer_reason = 'Tugas lain'").await, 1);
    let list = world.browser(Who::JambiOperator).await.open(format!("{PEOPLE}/orang/{ME}")).await;
    list.expect_text("Jawaban peserta: Saya berhalangan (Tugas lain).").expect_text("Foto dan video Setuju");
    phone
        .press(&declined, "Tarik jawaban")
        .await
        .expect_text("Jawaban Anda ditarik.")
        .expect_text("Anda terdaftar");
    world.clock.advance(TimeDelta::days(1));
    let late = phone.open(&path).await;
    late.expect_no_text("Saya akan hadir");
    phone
        .post(format!("{path}/jawaban"), &[("answer", "coming")])
        .await
        .expect_text("Kegiatan sudah dimulai");
    assert_eq!(world.count("select count(*) from participants where status = 'registered' and answer = '' and id = '00000000-0000-0000-0000-000000001e15'").await, 1);
}

#[tokio::test]
async fn nobody_answers_for_the_office() {
    let (world, mut phone, path) = eve().await;
    for status in ["awaiting_approval", "refused"] {
        sqlx::query("update participants set status = $1 where id = '00000000-0000-0000-0000-000000001e15'")
            .bind(status)
            .execute(&mut world.look().await)
            .await
            .unwrap();
        phone.post(format!("{path}/jawaban"), &[("answer", "coming")]).await.expect(400);
        assert_eq!(world.count("select count(*) from participants where status = 'confirmed'").await, 0);
    }
    // And the database says so, too, whatever a statement forgets.
    let mut tx = world
        .db
        .begin(&sejawat::db::scope::Scope::person(crate::support::world::JAMBI, ME.parse().unwrap()))
        .await
        .unwrap();
    for wrong in [
        "update participants set status = 'confirmed'",
        "update participants set agency_name = 'Karangan'",
        "update participants set category = 'champion_village'",
        "update participants set note = 'x'",
    ] {
        sqlx::raw_sql("update participants set job_title = job_title").execute(&mut *tx).await.unwrap();
        let done = sqlx::raw_sql(wrong).execute(&mut *tx).await;
        assert!(done.is_err() || done.unwrap().rows_affected() == 0, "{wrong}");
        drop(tx);
        sqlx::query("update participants set status = 'awaiting_approval' where id = '00000000-0000-0000-0000-000000001e15'").execute(&mut world.look().await).await.unwrap();
        tx = world
            .db
            .begin(&sejawat::db::scope::Scope::person(crate::support::world::JAMBI, ME.parse().unwrap()))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn consent_is_given_and_taken_back_purpose_by_purpose_and_nothing_is_rewritten() {
    let (world, mut phone, path) = eve().await;
    let own = phone.open(&path).await;
    let given = phone.press(&own, "Setujui Cerita dan testimoni").await;
    given.expect_text("Persetujuan Anda dicatat: cerita dan testimoni.");
    // A second click says nothing new.
    phone.post(format!("{path}/persetujuan"), &[("purpose", "testimony"), ("given", "ya")]).await.expect(200);
    let list = format!("{PEOPLE}/persetujuan");
    let mut office = world.browser(Who::JambiOperator).await;
    office.open(&list).await.expect(200).expect_text("Peserta 15 Dinas 15 Setuju Setuju Belum menyetujui");
    let taken = phone.press(&given, "Tarik persetujuan Foto dan video").await;
    taken.expect_text("Persetujuan Anda ditarik: foto dan video.");
    office.open(&list).await.expect_text("Peserta 15 Dinas 15 Ditarik Setuju Belum menyetujui");
    assert_eq!(
        world
            .count(
                "select count(*) from consents where participant_id = '00000000-0000-0000-0000-000000001e15'"
            )
            .await,
        3
    );
    phone.post(format!("{path}/persetujuan"), &[("purpose", "segalanya"), ("given", "ya")]).await.expect(400);
    assert_eq!(world.count("select count(*) from audit_log where action = 'consent.withdraw'").await, 1);
}

#[tokio::test]
async fn links_are_renewed_revoked_and_printed_for_many() {
    let world = World::filled().await;
    let mut office = world.browser(Who::JambiOperator).await;
    let list = office.open(PEOPLE).await;
    let chosen = crate::open_link::chosen(&list, &["Peserta 15", "Pengganti 15"]);
    let made = office.post_all(format!("{PEOPLE}/terpilih/tautan/perbarui"), &chosen).await;
    made.expect(200).expect_text("2 tautan ini hanya ditampilkan sekali");
    assert_eq!(made.count(".qr-sheet .qr-card svg"), 2);
    assert_eq!(
        world
            .count(
                "select count(*) from personal_links where event_id::text like '%e15' and revoked_at is null"
            )
            .await,
        2
    );
    world.visitor().open(format!("/saya/{}", samples::token(SIDE))).await.expect(404);
    office
        .post_all(format!("{PEOPLE}/terpilih/tautan/cabut"), &chosen)
        .await
        .expect_text("2 tautan dicabut.");
    assert_eq!(
        world
            .count(
                "select count(*) from personal_links where event_id::text like '%e15' and revoked_at is null"
            )
            .await,
        0
    );
    office
        .post_all(format!("{PEOPLE}/terpilih/tautan/cabut"), &[])
        .await
        .expect_text("Belum ada yang dipilih");
}

#[tokio::test]
async fn an_office_words_its_message_and_can_take_the_usual_words_again() {
    let world = World::new().await;
    sqlx::raw_sql("insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
         values ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-000000001e15', '15', 'peserta', 'village_library', '', 'Siti Aminah', now())")
        .execute(&mut world.look().await)
        .await
        .unwrap();
    let path = format!("{PEOPLE}/teks/tautan-pribadi");
    let mut office = world.browser(Who::JambiOperator).await;
    let page = office.open(&path).await;
    page.expect_text("Yth. Dra. Siti Aminah, M.Hum., ini halaman pribadi Anda untuk PLM Provinsi Jambi 2022");
    for (text, sentence) in [
        ("Halo {nama}: {kode}", "Tambahkan penanda {tautan}"),
        ("{tautan} {kode} {umur}", "Penanda {umur} tidak dikenal"),
        ("{tautan} {kode", "tanpa pasangan"),
    ] {
        let refused = office.submit(page.form("Simpan teks").fill("Teks pesan", text)).await;
        refused.expect(422).expect_text(sentence);
    }
    let preview =
        office.submit(page.form("Lihat contoh").fill("Teks pesan", "Salam {nama}, {tautan} ({kode})")).await;
    preview.expect(200).expect_text("Salam Dra. Siti Aminah, M.Hum.");
    assert_eq!(world.count("select count(*) from message_texts").await, 0);
    let saved = office.submit(preview.form("Simpan teks")).await;
    saved.expect(200).expect_text("Teks pesan disimpan.");
    // Somebody with an older page does not overwrite it.
    office.submit(page.form("Simpan teks").fill("Teks pesan", "Lain {tautan} {kode}")).await.expect(409);
    let link = office.open(format!("{PEOPLE}/{ME}/tautan")).await;
    let made = office.press(&link, "Buat tautan pribadi").await;
    assert!(made.body.contains("text=Salam%20Siti%20Aminah"), "{}", made.body);
    let usual = office.open(&path).await;
    office.press(&usual, "Kembalikan ke teks baku").await.expect_text("Teks baku dipakai lagi.");
    assert_eq!(world.count("select count(*) from message_texts").await, 0);
    // Another office's words are its own.
    world.browser(Who::JatengOperator).await.open(&path).await.expect(404);
}

#[tokio::test]
async fn the_page_says_what_is_going_on_and_asks_for_an_evaluation_when_all_is_over() {
    let world = World::filled().await;
    let mut phone = world.visitor();
    phone.set_cookie("sejawat_perangkat", "ponsel");
    let path = format!("/saya/{}", samples::token(SIDE));
    // Half past eight: the opening runs, and the own library presents first.
    let own = phone.open(&path).await;
    own.expect(200).expect_text("Sekarang: ").expect_text("Giliran Anda sekarang");
    assert_eq!(own.link("Ke sesi sekarang").as_deref(), Some("#sekarang"));
    assert_eq!(own.count(".slot.now#sekarang"), 1);
    assert_eq!(own.count("#evaluasi"), 0, "nobody has seen yet what is asked about");
    assert!(own.link("Isi evaluasi").is_some());
    assert_eq!(own.count(".slot .status"), 1);
    // An hour before it is what comes next, and nobody is present yet, whatever was marked.
    world.clock.advance(TimeDelta::hours(-1));
    let own = phone.open(&path).await;
    own.expect_text("Berikutnya: ").expect_text(", 08.30 · Giliran Anda 08.30").expect_no_text("Sekarang:");
    assert!(own.link("Ke sesi berikutnya").is_some());
    assert_eq!(own.count(".slot .status"), 0);
    // When the last session has ended there is one thing left to do.
    world.clock.advance(TimeDelta::hours(30));
    let own = phone.open(&path).await;
    own.expect_no_text("Berikutnya:");
    assert_eq!(own.count("#evaluasi"), 1);
    // The eve has no moment.
    world.clock.advance(TimeDelta::days(-2));
    phone.open(&path).await.expect_no_text("Berikutnya:").expect_no_text("Giliran Anda");
}
