//! The agenda: made from the template, changed by hand, and nobody else's.

use sejawat::{
    features::agenda::{self, paths::AgendaPath},
    kernel::{ids::EventId, place::Place},
};

use crate::support::{
    World,
    world::{JAMBI, JATENG, JOINT, Who, office},
};

fn agenda_of(slug: &str, event: EventId) -> AgendaPath {
    AgendaPath { place: Place::Office(slug.into()), event }
}

#[tokio::test]
async fn an_operator_takes_over_the_template_and_can_take_it_back() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(agenda_of("jambi", JAMBI)).await;
    empty.expect(200).expect_text("Agenda masih kosong");
    let filled = operator.press(&empty, "Pakai pola nasional").await;
    filled
        .expect(200)
        .expect_text("5 sesi dibuat dari pola")
        .expect_text("Selasa, 2 Agustus 2022")
        .expect_text("08.30");
    assert_eq!(filled.count(".slot"), 5);

    let again = operator.post("/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/agenda/pola", &[]).await;
    again.expect_text("Pola tidak dipakai");
    assert_eq!(again.count(".slot"), 5);

    let undone = operator.press(&filled, "Urungkan").await;
    undone.expect(200).expect_text("Agenda masih kosong");
    assert_eq!(world.count("select count(*) from audit_log where action like 'agenda.%'").await, 2);
}

#[tokio::test]
async fn a_session_is_added_changed_removed_and_brought_back() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(agenda_of("jambi", JAMBI)).await;
    let blank = operator.click(&empty, "Tambah sesi").await;
    let form = blank
        .form("Simpan sesi")
        .fill("Judul sesi", "Testimoni penerima manfaat")
        .fill("Jenis sesi", "Testimoni")
        .fill("Hari", "Rabu, 3 Agustus 2022")
        .fill("Mulai", "10:00")
        .fill("Selesai", "11:30");
    let list = operator.submit(form).await;
    list.expect(200)
        .expect_text("Sesi “Testimoni penerima manfaat” ditambahkan.")
        .expect_text("Rabu, 3 Agustus 2022");

    let edit = operator.click(&list, "Testimoni penerima manfaat").await;
    let list = operator.submit(edit.form("Simpan sesi").fill("Ruang", "Aula M")).await;
    list.expect_text("Aula M");
    let list = operator.press(&list, "Hapus sesi Testimoni penerima manfaat").await;
    list.expect_text("Agenda masih kosong");
    operator.press(&list, "Urungkan").await.expect_text("Testimoni penerima manfaat");
}

#[tokio::test]
async fn a_new_session_begins_where_the_last_one_ends_and_its_kind_is_chosen() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(agenda_of("jambi", JAMBI)).await;
    operator.press(&list, "Pakai pola nasional").await.expect(200);
    let new = format!("{}/sesi-baru", agenda_of("jambi", JAMBI));
    for (query, day, starts) in [
        ("", "2022-08-03", "11.00"),
        ("?hari=2022-08-02", "2022-08-02", "13.00"),
        ("?hari=2022-08-04", "2022-08-04", ""),
        ("?hari=2021-08-02", "2022-08-03", "11.00"),
        ("?hari=besok", "2022-08-03", "11.00"),
    ] {
        let blank = operator.open(format!("{new}{query}")).await;
        blank.expect(200);
        assert_eq!(blank.count(&format!("#field-day option[selected][value='{day}']")), 1, "{query}");
        assert_eq!(blank.count(&format!("#field-starts[value='{starts}']")), 1, "{query}");
    }
    let blank = operator.open(new).await;
    let page =
        operator.submit(blank.form("Simpan sesi").fill("Judul sesi", "Foto").fill("Selesai", "11.30")).await;
    assert_eq!(page.expect(422).problem("Jenis sesi").as_deref(), Some("Pilih jenis sesi dari daftar."));
    operator
        .submit(page.form("Simpan sesi").fill("Jenis sesi", "Lainnya"))
        .await
        .expect(200)
        .expect_text("“Foto” ditambahkan");
}

#[tokio::test]
async fn bad_input_comes_back_with_what_was_typed_and_a_sentence_beside_the_field() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let blank = operator.open("/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/agenda/sesi-baru").await;
    let form = blank
        .form("Simpan sesi")
        .fill("Judul sesi", &"x".repeat(201))
        .fill("Ruang", "Aula\u{7}")
        .fill("Mulai", "11.00")
        .fill("Selesai", "10.00")
        .forge("day", "2022-07-01")
        .forge("kind", "pesta");
    let page = operator.submit(form).await;
    page.expect(422).expect_text("Belum tersimpan");
    assert_eq!(
        page.problem("Judul sesi").as_deref(),
        Some("Ringkas judul sesi: paling banyak 200 huruf, sekarang 201.")
    );
    assert_eq!(page.problem("Hari").as_deref(), Some("Pilih hari dalam kegiatan ini, 1-4 Agustus 2022."));
    assert_eq!(page.problem("Jenis sesi").as_deref(), Some("Pilih jenis sesi dari daftar."));
    assert_eq!(page.problem("Selesai").as_deref(), Some("Jam selesai harus sesudah jam mulai."));
    assert!(page.problem("Ruang").is_some());
    assert!(page.body.contains(&"x".repeat(201)), "what was typed is kept");
    assert_eq!(world.count("select count(*) from sessions").await, 0);
}

#[tokio::test]
async fn a_stale_form_overwrites_nothing_and_shows_the_others_change() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let list = operator.open(agenda_of("jambi", JAMBI)).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let mine = operator
        .click(&list, "Pembukaan")
        .await
        .form("Simpan sesi")
        .fill("Ruang", "Ruang saya")
        .fill("Mulai", "8:30");
    let theirs = admin.click(&list, "Pembukaan").await.form("Simpan sesi").fill("Ruang", "Ruang admin");
    admin.submit(theirs).await.expect(200);
    let page = operator.submit(mine).await;
    page.expect(409).expect_text("Ruang admin").expect_text("Admin Jambi");
    assert!(page.body.contains("Ruang saya"));
    assert_eq!(page.count(".theirs"), 1, "the same hour, written otherwise, is no difference");
    assert_eq!(world.count("select count(*) from sessions where room = 'Ruang admin'").await, 1);
    operator.submit(page.form("Simpan sesi")).await.expect(200).expect_text("Ruang saya");
}

#[tokio::test]
async fn a_session_tells_what_to_wear_where_somebody_has_said_so() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(agenda_of("jambi", JAMBI)).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    list.expect_no_text("Pakaian:");
    let edit = operator.click(&list, "Pembukaan").await;
    let long = edit.form("Simpan sesi").fill("Ketentuan pakaian", &"é".repeat(121));
    let page = operator.submit(long).await;
    assert_eq!(
        page.expect(422).problem("Ketentuan pakaian").as_deref(),
        Some("Ringkas ketentuan pakaian: paling banyak 120 huruf, sekarang 121.")
    );
    let most = page.form("Simpan sesi").fill("Ketentuan pakaian", &"é".repeat(120));
    operator.submit(most).await.expect(200);
    let edit = operator.click(&list, "Pembukaan").await;
    let batik = edit.form("Simpan sesi").fill("Ketentuan pakaian", " Batik  lengan panjang ");
    let list = operator.submit(batik).await;
    list.expect(200).expect_text("Pembukaan · Aula Pakaian: Batik lengan panjang");
    assert_eq!(list.text().matches("Pakaian:").count(), 1);
    let recorded = "select count(*) from audit_log where action = 'session.update'
                       and length(before ->> 'dress_code') = 120 and after ->> 'dress_code' = 'Batik lengan panjang'";
    assert_eq!(world.count(recorded).await, 1);
    let edit = operator.click(&list, "Pembukaan").await;
    let none = edit.form("Simpan sesi").fill("Ketentuan pakaian", "");
    operator.submit(none).await.expect(200).expect_no_text("Pakaian:");
}

#[tokio::test]
async fn two_who_say_what_to_wear_see_each_others_words() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let list = operator.open(agenda_of("jambi", JAMBI)).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let edit = operator.click(&list, "Pembukaan").await;
    let mine = edit.form("Simpan sesi").fill("Ketentuan pakaian", "Batik");
    let theirs = edit.form("Simpan sesi").fill("Ketentuan pakaian", "Seragam dinas");
    admin.submit(theirs).await.expect(200);
    let page = operator.submit(mine).await;
    page.expect(409).expect_text("Seragam dinas");
    assert_eq!(
        page.count("#field-dress_code[value='Batik'][aria-describedby~='field-dress_code-theirs']"),
        1
    );
    assert_eq!(world.count("select count(*) from sessions where dress_code = 'Seragam dinas'").await, 1);
    operator.submit(page.form("Simpan sesi")).await.expect(200).expect_text("Pakaian: Batik");
}

#[tokio::test]
async fn a_guest_reads_the_joint_agenda_and_does_not_write_it() {
    let world = World::new().await;
    let mut host = world.browser(Who::HostAdmin).await;
    let list = host.open(agenda_of("jawa-barat", JOINT)).await;
    host.press(&list, "Pakai pola nasional").await.expect(200);
    let mut guest = world.browser(Who::GuestAdmin).await;
    let seen = guest.open(agenda_of("dki-jakarta", JOINT)).await;
    seen.expect(200).expect_text("Pembukaan").expect_no_text("Tambah sesi");
    guest
        .open("/dki-jakarta/kegiatan/00000000-0000-0000-0000-000000000e32/agenda/sesi-baru")
        .await
        .expect(403);
}

#[tokio::test]
async fn one_provinces_agenda_does_not_exist_for_another() {
    let world = World::new().await;
    let mut jateng = world.browser(Who::JatengAdmin).await;
    jateng.open(agenda_of("jambi", JAMBI)).await.expect(404);
    jateng.open(agenda_of("jawa-tengah", JAMBI)).await.expect(404);
    jateng.open(agenda_of("jawa-tengah", JATENG)).await.expect(200);
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    facilitator.open(AgendaPath { place: Place::Duties, event: JAMBI }).await.expect(200);
    facilitator.open(AgendaPath { place: Place::Duties, event: JATENG }).await.expect(404);
    facilitator.open(agenda_of("jambi", JAMBI)).await.expect(404);
}

#[tokio::test]
async fn sql_that_forgets_every_filter_still_sees_one_province() {
    let world = World::new().await;
    for (who, slug, event) in [(Who::JambiAdmin, "jambi", JAMBI), (Who::JatengAdmin, "jawa-tengah", JATENG)] {
        let mut admin = world.browser(who).await;
        let list = admin.open(agenda_of(slug, event)).await;
        admin.press(&list, "Pakai pola nasional").await.expect(200);
    }
    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    assert_eq!(agenda::list_for_event(&mut tx, JAMBI).await.unwrap().len(), 5);
    assert!(agenda::list_for_event(&mut tx, JATENG).await.unwrap().is_empty());
    let everywhere: i64 =
        sqlx::query_scalar("select count(*) from sessions").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(everywhere, 5);
    let touched =
        sqlx::query("update sessions set title = 'Dibajak', version = version + 1").execute(&mut *tx).await;
    assert_eq!(touched.unwrap().rows_affected(), 5);
    drop(tx);
}

#[tokio::test]
async fn a_session_whose_attendance_is_closed_is_neither_changed_nor_removed() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(agenda_of("jambi", JAMBI)).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let form = operator.click(&list, "Pembukaan").await.form("Simpan sesi").fill("Ruang", "Lain");
    sqlx::query("update sessions set locked_at = now() where title = 'Pembukaan'")
        .execute(&mut world.look().await)
        .await
        .unwrap();
    operator.submit(form).await.expect(422).expect_text("Daftar hadir sesi ini sudah ditutup");
    operator.press(&list, "Hapus sesi Pembukaan").await.expect_text("tidak dihapus");
    operator.press(&list, "Urungkan").await.expect_text("4 sesi dari pola dihapus lagi");
    assert_eq!(
        world.count("select count(*) from sessions where title = 'Pembukaan' and removed_at is null").await,
        1
    );
}

#[tokio::test]
async fn what_was_used_already_stays_when_the_template_is_taken_back() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(agenda_of("jambi", JAMBI)).await;
    let filled = operator.press(&empty, "Pakai pola nasional").await;
    let minutes = operator.click(&filled, "Notulen Pembukaan").await;
    operator.submit(minutes.form("Simpan butir").fill("Butir", "Jam buka ditambah.")).await.expect(200);
    let undone = operator.press(&filled, "Urungkan").await;
    undone
        .expect_text("4 sesi dari pola dihapus lagi. 1 sesi tetap, karena sudah diubah atau dipakai.")
        .expect_text("Pembukaan");
    assert_eq!(undone.count(".slot"), 1);
    operator.press(&filled, "Urungkan").await.expect(200).expect_text("Tidak ada yang dihapus");
}

#[tokio::test]
async fn a_session_longer_than_eighteen_hours_is_refused_in_words() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(agenda_of("jambi", JAMBI)).await;
    let blank = operator.click(&empty, "Tambah sesi").await;
    let form = blank.form("Simpan sesi").fill("Judul sesi", "Jaga malam").fill("Jenis sesi", "Lainnya");
    let page = operator.submit(form.clone().fill("Mulai", "00.00").fill("Selesai", "23.59")).await;
    let problem = page.expect(422).problem("Selesai");
    assert_eq!(problem.as_deref(), Some("Sesi paling lama 18 jam. Bagi menjadi beberapa sesi."));
    let list = operator.submit(form.fill("Mulai", "00.10").fill("Selesai", "18.10")).await;
    list.expect(200);
    operator.press(&list, "5 menit lebih panjang").await.expect_text("Sesi paling lama 18 jam.");
    assert_eq!(
        world.count("select count(*) from sessions where ends_at - starts_at = interval '18 hours'").await,
        1
    );
}

#[tokio::test]
async fn whatever_somebody_has_touched_stays_when_the_template_is_taken_back() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(agenda_of("jambi", JAMBI)).await;
    let filled = operator.press(&empty, "Pakai pola nasional").await;
    let edit = operator.click(&filled, "Penghargaan").await;
    operator.submit(edit.form("Simpan sesi").fill("Ruang", "Taman")).await.expect(200);
    let order = operator.click(&filled, "Urutan paparan Paparan capaian kabupaten/kota").await;
    let form = order.form("Tambah penampil").fill("Penampil lain", "Bunda Literasi");
    operator.submit(form).await.expect(200);
    let undone = operator.press(&filled, "Urungkan").await;
    undone
        .expect_text("3 sesi dari pola dihapus lagi. 2 sesi tetap, karena sudah diubah atau dipakai.")
        .expect_text("Penghargaan · Taman")
        .expect_text("Bunda Literasi");
    assert_eq!(undone.count(".slot"), 2);
}
