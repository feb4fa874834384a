//! Versions of an agenda: what the office publishes, what readers see, and what changed, in words.

use sejawat::{
    features::agenda::{
        paths::AgendaPath,
        publication::paths::{PublishPath, VersionsPath},
    },
    kernel::{ids::EventId, place::Place},
};

use crate::support::{
    Browser, Page, World,
    world::{JAMBI, JATENG, JOINT, Who, office},
};

fn agenda_of(slug: &str, event: EventId) -> AgendaPath {
    AgendaPath { place: Place::Office(slug.into()), event }
}

fn publishing(slug: &str, event: EventId) -> PublishPath {
    PublishPath { place: Place::Office(slug.into()), event }
}

async fn take_template(browser: &mut Browser, slug: &str, event: EventId) -> Page {
    let list = browser.open(agenda_of(slug, event)).await;
    browser.press(&list, "Pakai pola nasional").await
}

async fn publish(browser: &mut Browser, slug: &str, event: EventId, note: &str) -> Page {
    let page = browser.open(publishing(slug, event)).await;
    browser.submit(page.form("Terbitkan agenda").fill("Catatan untuk pembaca", note)).await
}

/// Changes one session of Jambi's agenda by its form.
async fn change(browser: &mut Browser, list: &Page, session: &str, field: &str, value: &str) -> Page {
    let form = browser.click(list, session).await.form("Simpan sesi");
    let list = browser.submit(form.fill(field, value)).await;
    list.expect(200);
    list
}

#[tokio::test]
async fn the_office_sees_in_words_what_it_publishes() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(publishing("jambi", JAMBI)).await;
    empty.expect(200).expect_text("Agenda masih kosong");
    let list = take_template(&mut operator, "jambi", JAMBI).await;
    list.expect_text("Peserta belum melihat agenda ini.");
    let page = operator.click(&list, "Terbitkan").await;
    page.expect(200).expect_text("Versi 1 memuat 5 sesi");
    let list =
        operator.submit(page.form("Terbitkan agenda").fill("Catatan untuk pembaca", "Masih sementara")).await;
    list.expect_text("Agenda terbit sebagai versi 1.")
        .expect_text("Versi 1, diterbitkan Selasa, 2 Agustus 2022, 08.30 WIB")
        .expect_no_text("Belum diterbitkan");

    let list = change(&mut operator, &list, "Pembukaan", "Mulai", "08.45").await;
    let list = change(&mut operator, &list, "Pembukaan", "Ruang", "Pendopo").await;
    let list = operator.press(&list, "Hapus sesi Penyusunan RTL").await;
    list.expect_text("3 perubahan belum terbit")
        .expect_text("Pembukaan: mulai pukul 08.45, semula 08.30")
        .expect_text("; pindah ruang dari Aula ke Pendopo")
        .expect_text("Penyusunan RTL: dihapus, semula Rabu 3 Agustus 08.30-10.00");
    publish(&mut operator, "jambi", JAMBI, "").await.expect_text("Agenda terbit sebagai versi 2.");
    let history = operator.open(VersionsPath { place: Place::Office("jambi".into()), event: JAMBI }).await;
    history
        .expect(200)
        .expect_text("Versi 2 Dilihat pembaca")
        .expect_text("oleh Operator Jambi")
        .expect_text("Berubah sejak versi 1:")
        .expect_text("; pindah ruang dari Aula ke Pendopo")
        .expect_text("Catatan: Masih sementara");
    assert_eq!(world.count("select count(*) from audit_log where action = 'agenda.publish'").await, 2);
}

#[tokio::test]
async fn readers_see_the_version_and_not_the_draft() {
    let world = World::new().await;
    let mut host = world.browser(Who::HostAdmin).await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    let list = take_template(&mut host, "jawa-barat", JOINT).await;
    let before = guest.open(agenda_of("dki-jakarta", JOINT)).await;
    before.expect_text("Agenda ini belum diterbitkan dan masih dapat berubah.").expect_text("Pembukaan");
    publish(&mut host, "jawa-barat", JOINT, "").await.expect(200);
    let list = change(&mut host, &list, "Pembukaan", "Ruang", "Pendopo").await;
    list.expect_text("Pembukaan · Pendopo");
    let seen = guest.open(agenda_of("dki-jakarta", JOINT)).await;
    seen.expect(200).expect_text("Pembukaan · Aula").expect_no_text("Pendopo").expect_no_text("Terbitkan");
    guest.open(publishing("dki-jakarta", JOINT)).await.expect(403);
    publish(&mut host, "jawa-barat", JOINT, "Ruang lebih luas").await.expect(200);
    let seen = guest.open(agenda_of("dki-jakarta", JOINT)).await;
    seen.expect_text("Pembukaan · Pendopo")
        .expect_text("Berubah sejak versi sebelumnya")
        .expect_text("Pembukaan: pindah ruang dari Aula ke Pendopo")
        .expect_text("Ruang lebih luas");
    let mut consultant = world.browser(Who::JambiConsultant).await;
    consultant.open(VersionsPath { place: Place::Duties, event: JAMBI }).await.expect(200);
    consultant.open(VersionsPath { place: Place::Duties, event: JOINT }).await.expect(404);
}

#[tokio::test]
async fn a_withdrawn_version_brings_back_the_one_before_and_stays_in_the_history() {
    let world = World::new().await;
    let mut host = world.browser(Who::HostAdmin).await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    let list = take_template(&mut host, "jawa-barat", JOINT).await;
    publish(&mut host, "jawa-barat", JOINT, "").await.expect(200);
    change(&mut host, &list, "Pembukaan", "Ruang", "Pendopo").await;
    publish(&mut host, "jawa-barat", JOINT, "").await.expect(200);
    let versions = VersionsPath { place: Place::Office("jawa-barat".into()), event: JOINT };
    let history = host.open(&versions).await;
    let withdrawn = host.press(&history, "Tarik kembali").await;
    withdrawn.expect_text("Versi 2 ditarik kembali. Pembaca kini melihat versi 1.");
    let seen = guest.open(agenda_of("dki-jakarta", JOINT)).await;
    seen.expect_text("Pembukaan · Aula").expect_no_text("Pendopo");
    // A second click, by somebody who still has the old page.
    host.press(&history, "Tarik kembali").await.expect_text("Versi 2 tidak ditarik");
    let none = host.press(&host.clone().open(&versions).await, "Tarik kembali").await;
    none.expect_text("Versi 1 ditarik kembali. Pembaca kini tidak melihat agenda.");
    let seen = guest.open(agenda_of("dki-jakarta", JOINT)).await;
    seen.expect_text("Tuan rumah menarik kembali agenda ini.").expect_no_text("Pembukaan");
    let draft = host.open(agenda_of("jawa-barat", JOINT)).await;
    draft.expect_text("Ditarik kembali").expect_text("Pembukaan · Pendopo");
    publish(&mut host, "jawa-barat", JOINT, "").await.expect_text("Agenda terbit sebagai versi 3.");
    let history = host.open(&versions).await;
    assert_eq!(history.count("section.panel"), 3);
    history.expect_text("Versi 2 Ditarik kembali");
    let path = history.path.clone();
    host.post(format!("{path}/9/tarik-kembali"), &[]).await.expect(404);
}

#[tokio::test]
async fn two_who_publish_at_once_publish_once_and_nothing_that_nobody_saw() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let list = take_template(&mut operator, "jambi", JAMBI).await;
    let mine = operator.open(publishing("jambi", JAMBI)).await.form("Terbitkan agenda");
    let theirs = admin.open(publishing("jambi", JAMBI)).await.form("Terbitkan agenda");
    operator.submit(mine.clone()).await.expect_text("Agenda terbit sebagai versi 1.");
    admin.submit(theirs).await.expect_text("Agenda ini sudah terbit sebagai versi 1");
    operator.submit(mine).await.expect_text("Agenda ini sudah terbit sebagai versi 1");
    assert_eq!(world.count("select count(*) from agenda_versions").await, 1);

    change(&mut operator, &list, "Pembukaan", "Ruang", "Pendopo").await;
    let mine = operator.open(publishing("jambi", JAMBI)).await.form("Terbitkan agenda");
    change(&mut admin, &list, "Penghargaan", "Ruang", "Taman").await;
    let page = operator.submit(mine.fill("Catatan untuk pembaca", "Pindah ruang")).await;
    page.expect(409)
        .expect_text("agenda ini berubah sesudah Anda membukanya")
        .expect_text("Penghargaan: pindah ruang dari Aula ke Taman");
    assert!(page.body.contains("Pindah ruang"), "what was typed is kept");
    assert_eq!(world.count("select count(*) from agenda_versions").await, 1);
    operator.submit(page.form("Terbitkan agenda")).await.expect_text("Agenda terbit sebagai versi 2.");
    let long =
        operator.post(publishing("jambi", JAMBI), &[("note", &"x".repeat(201)), ("seen", "9 x")]).await;
    long.expect(422);
}

#[tokio::test]
async fn a_version_is_never_rewritten() {
    let world = World::filled().await;
    let scope = office("15", &[JAMBI], &[]);
    let mut tx = world.db.begin(&scope).await.unwrap();
    let rewritten = sqlx::query("update agenda_versions set sessions = '[]'").execute(&mut *tx).await;
    assert!(rewritten.is_err());
    let mut tx = world.db.begin(&scope).await.unwrap();
    let withdraw =
        "update agenda_versions set withdrawn_at = '2022-08-01', withdrawn_by = 'x' where number = 2";
    assert_eq!(sqlx::query(withdraw).execute(&mut *tx).await.unwrap().rows_affected(), 1);
    let back = "update agenda_versions set withdrawn_at = null, withdrawn_by = null where number = 2";
    assert_eq!(sqlx::query(back).execute(&mut *tx).await.unwrap().rows_affected(), 0, "it stays withdrawn");
}

#[tokio::test]
async fn guests_see_on_every_page_only_what_was_published() {
    let world = World::new().await;
    let mut host = world.browser(Who::HostAdmin).await;
    let list = take_template(&mut host, "jawa-barat", JOINT).await;
    publish(&mut host, "jawa-barat", JOINT, "").await;
    // The draft goes on: one session gets another name, one is new.
    let form = host.click(&list, "Paparan capaian kabupaten/kota").await.form("Simpan sesi");
    host.submit(form.fill("Judul sesi", "Rahasia draf")).await.expect(200);
    let blank = host.click(&list, "Tambah sesi").await.form("Simpan sesi");
    let form = blank.fill("Judul sesi", "Rahasia baru").fill("Mulai", "20.00").fill("Selesai", "21.00");
    host.submit(form.fill("Jenis sesi", "Paparan capaian")).await.expect(200);
    let mut guest = world.browser(Who::GuestOperator).await;
    let event = format!("/dki-jakarta/kegiatan/{}", JOINT.0);
    let hidden: Vec<String> =
        sqlx::query_scalar("select id::text from sessions where title = 'Rahasia baru'")
            .fetch_all(&mut world.look().await)
            .await
            .unwrap();
    let shown: String = sqlx::query_scalar("select id::text from sessions where title = 'Rahasia draf'")
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    for page in
        ["/agenda", "/agenda/tujuan", "/agenda/agenda.ics", "/agenda/layar", "/agenda/versi", "/notulen"]
    {
        guest.open(format!("{event}{page}")).await.expect(200).expect_no_text("Rahasia");
    }
    for page in [format!("/agenda/sesi/{shown}/paparan"), format!("/notulen/sesi/{shown}")] {
        guest
            .open(format!("{event}{page}"))
            .await
            .expect(200)
            .expect_text("Paparan capaian kabupaten/kota")
            .expect_no_text("Rahasia");
    }
    for page in [format!("/agenda/sesi/{}/paparan", hidden[0]), format!("/notulen/sesi/{}", hidden[0])] {
        guest.open(format!("{event}{page}")).await.expect(404);
    }
    // Withdrawn, nothing of it is told.
    host.post(format!("/jawa-barat/kegiatan/{}/agenda/versi/1/tarik-kembali", JOINT.0), &[])
        .await
        .expect(200);
    for page in ["/agenda", "/agenda/tujuan", "/agenda/agenda.ics", "/agenda/versi", "/notulen"] {
        guest
            .open(format!("{event}{page}"))
            .await
            .expect(200)
            .expect_no_text("Pembukaan")
            .expect_no_text("Rahasia");
    }
}

#[tokio::test]
async fn an_event_that_is_called_off_shows_its_readers_no_agenda() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    take_template(&mut operator, "jambi", JAMBI).await;
    publish(&mut operator, "jambi", JAMBI, "").await;
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let event = format!("/tugas/kegiatan/{}", JAMBI.0);
    for (status, sentence, screen) in [
        ("postponed", "Kegiatan ini ditunda. Tanggal baru diumumkan di halaman ini.", "Kegiatan ditunda"),
        ("cancelled", "Kegiatan ini dibatalkan.", "Kegiatan dibatalkan"),
    ] {
        let off = format!(
            "update events set status = '{status}', resumes_as = 'published' where id = '{}'",
            JAMBI.0
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(off)).execute(&mut world.look().await).await.unwrap();
        facilitator.open(format!("{event}/agenda")).await.expect_text(sentence).expect_no_text("Pembukaan");
        facilitator
            .open(format!("{event}/agenda/layar"))
            .await
            .expect_text(screen)
            .expect_no_text("Pembukaan");
        let page = world.visitor().open(format!("/plm/{}", JAMBI.0)).await;
        page.expect_text(sentence).expect_no_text("Pembukaan");
        // The office goes on planning.
        operator.open(agenda_of("jambi", JAMBI)).await.expect_text("Pembukaan");
    }
}

#[tokio::test]
async fn an_event_that_moves_takes_its_published_agenda_along_and_nothing_of_the_draft() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = take_template(&mut operator, "jambi", JAMBI).await;
    publish(&mut operator, "jambi", JAMBI, "").await;
    change(&mut operator, &list, "Pembukaan", "Judul sesi", "Rahasia draf").await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let edit = admin.open(format!("/jambi/kegiatan/{}/ubah", JAMBI.0)).await;
    let form = edit
        .form("Simpan kegiatan")
        .fill("Hari pertama acara", "2022-08-09")
        .fill("Hari terakhir acara", "2022-08-10")
        .fill("Hari berangkat", "")
        .fill("Hari pulang", "2022-08-11")
        .fill("Zona waktu", "WITA");
    admin
        .submit(form)
        .await
        .expect_text("5 sesi ikut digeser. Agenda yang dilihat peserta juga, sebagai versi baru.");
    let page = world.visitor().open(format!("/plm/{}", JAMBI.0)).await;
    page.expect_text("Versi 2, diterbitkan")
        .expect_text("Selasa, 9 Agustus 2022 WITA")
        .expect_text("08.30 s.d. 09.15 Pembukaan")
        .expect_no_text("Rahasia");
    // To the office the draft differs as before, and in nothing else.
    operator.open(agenda_of("jambi", JAMBI)).await.expect_text("1 perubahan belum terbit");
    // Nobody moves another's.
    for (scope, moves) in [(office("33", &[JATENG], &[]), false), (office("15", &[JAMBI], &[]), true)] {
        let mut tx = world.db.begin(&scope).await.unwrap();
        let moved: bool = sqlx::query_scalar("select shift_readers_agenda($1, interval '1 day', 'x', now())")
            .bind(JAMBI.0)
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        assert_eq!(moved, moves);
    }
}

/// What comes of moving Jambi's day 20 minutes later.
async fn late(operator: &mut Browser) -> Page {
    let list = operator.open(agenda_of("jambi", JAMBI)).await;
    let page = operator.click(&list, "Geser jadwal").await;
    operator.submit(page.form("Lihat hasilnya").tick("20 menit")).await
}

#[tokio::test]
async fn a_day_that_moves_is_published_in_the_same_step_and_taken_back_as_one() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = take_template(&mut operator, "jambi", JAMBI).await;
    let public = format!("/plm/{}", JAMBI.0);
    // Nothing is published: there is nobody to tell.
    late(&mut operator).await.expect_text("Geser 2 sesi").expect_no_text("Geser dan terbitkan");
    publish(&mut operator, "jambi", JAMBI, "").await;
    change(&mut operator, &list, "Penghargaan", "Ruang", "Taman").await;

    // Moved alone, readers keep the old hours, and that is said.
    let shown = late(&mut operator).await;
    shown
        .expect_text("Pembaca kini melihat versi 1.")
        .expect_text("dengan catatan “Acara mundur 20 menit.”")
        .expect_text("Yang juga ikut terbit: Penghargaan: pindah ruang dari Aula ke Taman");
    let moved = operator.press(&shown, "Geser 2 sesi").await;
    moved.expect_text(
        "Pembaca masih melihat jam lama, versi 1. Tekan “Terbitkan” agar mereka melihat jam baru.",
    );
    world.visitor().open(&public).await.expect_text("08.30 s.d. 09.15 Pembukaan");
    let back = operator.press(&moved, "Urungkan").await;
    back.expect_text("2 sesi kembali seperti semula.").expect_text("1 perubahan belum terbit");

    // Moved and published, they have the new ones.
    let shown = late(&mut operator).await;
    let done = operator.press(&shown, "Geser dan terbitkan").await;
    done.expect(200)
        .expect_text("2 sesi pada Selasa, 2 Agustus 2022 digeser 20 menit lebih lambat.")
        .expect_text("Terbit sebagai versi 2; “Urungkan” juga menarik versi ini.")
        .expect_no_text("belum terbit");
    world
        .visitor()
        .open(&public)
        .await
        .expect_text("Versi 2, diterbitkan")
        .expect_text("Acara mundur 20 menit.")
        .expect_text("08.50 s.d. 09.35 Pembukaan");
    operator.press(&shown, "Geser dan terbitkan").await.expect(409).expect_text("agenda berubah");
    assert_eq!(world.count("select count(*) from agenda_versions").await, 2);

    // Taken back, they see what they saw, and the office its draft.
    let undone = operator.press(&done, "Urungkan").await;
    undone
        .expect_text("2 sesi kembali seperti semula. Versi 2 ditarik kembali. Pembaca kini melihat versi 1.");
    undone.expect_text("1 perubahan belum terbit");
    let page = world.visitor().open(&public).await;
    page.expect_text("08.30 s.d. 09.15 Pembukaan").expect_no_text("Taman").expect_no_text("mundur");
    operator.press(&done, "Urungkan").await.expect_text("Tidak ada yang dikembalikan");
    assert_eq!(world.count("select count(*) from agenda_versions where withdrawn_at is null").await, 1);
    let path = format!("/jambi/kegiatan/{}/agenda/geser/{}/versi/2/urungkan", JAMBI.0, JATENG.0);
    operator.post(path, &[]).await.expect(404);
}

#[tokio::test]
async fn nothing_that_nobody_saw_is_published_with_a_day_and_a_later_version_stays() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let list = take_template(&mut operator, "jambi", JAMBI).await;
    publish(&mut operator, "jambi", JAMBI, "").await;
    let shown = late(&mut operator).await;
    // Another day changes meanwhile: the day may move, but nobody publishes what was not shown.
    change(&mut admin, &list, "Penghargaan", "Ruang", "Taman").await;
    let again = operator.press(&shown, "Geser dan terbitkan").await;
    again
        .expect(409)
        .expect_text("Belum digeser, agenda berubah")
        .expect_text("pindah ruang dari Aula ke Taman");
    assert_eq!(world.count("select count(*) from session_moves").await, 0);
    let done = operator.press(&again, "Geser dan terbitkan").await;
    done.expect_text("Terbit sebagai versi 2");
    // Somebody publishes after it: the day goes back, the later version stays, and that is said.
    change(&mut admin, &list, "Penghargaan", "Ruang", "Pendopo").await;
    publish(&mut admin, "jambi", JAMBI, "").await.expect_text("Agenda terbit sebagai versi 3.");
    let undone = operator.press(&done, "Urungkan").await;
    undone.expect_text(
        "2 sesi kembali seperti semula. Pembaca masih melihat versi 3. Periksa agendanya, lalu tekan “Terbitkan”.",
    );
    assert_eq!(world.count("select count(*) from agenda_versions where withdrawn_at is null").await, 3);
    // A day that comes back to what readers know needs no version.
    let shown = late(&mut operator).await;
    operator
        .press(&shown, "Geser dan terbitkan")
        .await
        .expect_text("digeser 20 menit lebih lambat.")
        .expect_no_text("Terbit sebagai versi")
        .expect_no_text("belum terbit");
}

#[tokio::test]
async fn a_session_that_moves_in_a_published_agenda_moves_for_readers_once_that_is_published() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    take_template(&mut operator, "jambi", JAMBI).await;
    publish(&mut operator, "jambi", JAMBI, "").await;
    let list = operator.open(agenda_of("jambi", JAMBI)).await;
    let moved = operator.press(&list, "5 menit lebih lambat").await;
    moved.expect_text("“Pembukaan” sekarang 08.35-09.20 WIB.").expect_text("1 perubahan belum terbit");
    let elsewhere = |page: &Page, room: &str| {
        page.form("5 menit lebih lambat").forge("by", "0 0").forge("pindah", "ya").forge("ruang", room)
    };
    let there = operator.submit(elsewhere(&moved, " Ruang  B ")).await;
    there
        .expect_text("“Pembukaan” pindah ke Ruang B, 08.35-09.20 WIB.")
        .expect_text("2 perubahan belum terbit")
        .expect_text("pindah ruang dari Aula ke Ruang B");
    let public = format!("/plm/{}", JAMBI.0);
    let page = world.visitor().open(&public).await;
    page.expect_text("Versi 1,").expect_text("08.30 s.d. 09.15 Pembukaan Aula").expect_no_text("Ruang B");
    // Taken back as it was; a stale button and nonsense move nothing.
    let back = operator.press(&there, "Urungkan").await;
    back.expect_text("1 sesi kembali seperti semula.").expect_text("Pembukaan · Aula");
    operator.submit(elsewhere(&there, "Ruang C")).await.expect_text("baru saja diubah orang lain");
    operator.submit(elsewhere(&back, &"x".repeat(101))).await.expect_text("Pilih salah satu tombol");
    // Where the room is taken, that is said at once.
    let taken = operator.submit(elsewhere(&back, "aula")).await;
    taken.expect_text("Perhatikan: ruang juga dipakai “Paparan capaian kabupaten/kota”.");
    operator.press(&taken, "Urungkan").await.expect(200);

    publish(&mut operator, "jambi", JAMBI, "").await.expect_text("Agenda terbit sebagai versi 2.");
    let page = world.visitor().open(&public).await;
    page.expect_text("08.35 s.d. 09.20 Pembukaan Aula").expect_text("ke 08.35-09.20");
}
