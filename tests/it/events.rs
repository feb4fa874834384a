//! Events: what a summary says on which day, and to whom.

use chrono::TimeDelta;
use sejawat::{
    features::events::{
        self,
        paths::{EventPath, EventsPath},
    },
    kernel::{ids::EventId, place::Place},
};

use crate::support::{
    World,
    world::{JAMBI, JATENG, JOINT, Who, at, office},
};

fn summary_of(slug: &str, event: EventId) -> EventPath {
    EventPath { place: Place::Office(slug.into()), event }
}

/// Lays the national template into an event's agenda.
async fn with_agenda(world: &World, who: Who, slug: &str, event: EventId) {
    let mut admin = world.browser(who).await;
    admin.post(format!("/{slug}/kegiatan/{event}/agenda/pola"), &[]).await.expect(200);
}

/// Says what to wear to the opening in Jambi.
async fn opening_in_batik(world: &World) {
    let mut admin = world.browser(Who::JambiAdmin).await;
    let list = admin.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let form = admin.click(&list, "Pembukaan").await.form("Simpan sesi");
    admin.submit(form.fill("Ketentuan pakaian", "Batik lengan panjang")).await.expect(200);
}

#[tokio::test]
async fn the_summary_says_what_is_next_and_then_what_is_missing() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(summary_of("jambi", JAMBI)).await;
    empty
        .expect(200)
        .expect_text("Sedang berjalan")
        .expect_text("Hari acara: 2-3 Agustus 2022.")
        .expect_text("Agenda masih kosong")
        .expect_text("Terlambat 3 hari")
        .expect_text("Pejabat yang membuka belum ditentukan")
        .expect_text("2-3 Agustus 2022")
        .expect_text("Termasuk perjalanan 1-4 Agustus 2022")
        .expect_text("WIB");
    // On the first day nobody is offered what would be refused.
    let admin = world.browser(Who::JambiAdmin).await.open(summary_of("jambi", JAMBI)).await;
    admin.expect_text("Tunda kegiatan").expect_no_text("Tutup kegiatan");
    assert_eq!(empty.link("Ringkasan").as_deref(), Some(summary_of("jambi", JAMBI).to_string().as_str()));
    assert!(empty.link("Buka agenda").is_some());

    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    let filled = operator.open(summary_of("jambi", JAMBI)).await;
    filled
        .expect_text("Sedang berlangsung: Pembukaan, sampai 09.15 WIB.")
        .expect_text("Hari ini, Selasa, 2 Agustus 2022")
        .expect_no_text("Agenda masih kosong");
    assert_eq!(filled.count("aside .slot"), 3, "today's sessions only");
    assert_eq!(filled.count("aside .slot.now"), 1);
}

#[tokio::test]
async fn the_summary_follows_the_days() {
    let world = World::new().await;
    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    world.clock.advance(TimeDelta::hours(10));
    let evening = admin.open(summary_of("jambi", JAMBI)).await;
    evening
        .expect_text("Acara berlanjut Rabu, 3 Agustus 2022 pukul 08.30 WIB: Penyusunan RTL.")
        .expect_text("Daftar hadir 2 sesi yang sudah selesai belum ditutup");
    world.clock.advance(TimeDelta::days(4));
    let after = admin.open(summary_of("jambi", JAMBI)).await;
    after
        .expect_text("Selesai, belum ditutup")
        .expect_text("Acara selesai Rabu, 3 Agustus 2022.")
        .expect_text("Daftar hadir 4 sesi yang sudah selesai belum ditutup")
        .expect_text("Belum dicatat siapa yang benar-benar membuka acara");
    world.clock.advance(-TimeDelta::days(30));
    admin
        .open(summary_of("jambi", JAMBI))
        .await
        .expect_text("Akan datang")
        .expect_text("Peserta berangkat Senin, 1 Agustus 2022.");
}

#[tokio::test]
async fn today_is_the_events_own_day_even_when_it_is_still_yesterday_in_utc() {
    let world = World::new().await;
    sqlx::query(
        "update events set zone = 'WIT', starts_on = '2022-08-09', programme_starts_on = '2022-08-09',
                programme_ends_on = '2022-08-10', ends_on = '2022-08-11' where id = $1",
    )
    .bind(JAMBI.0)
    .execute(&mut world.look().await)
    .await
    .unwrap();
    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    // Half past eight in the morning of the 9th in Papua: half an hour before midnight of the 8th in UTC.
    world.clock.advance(at("2022-08-08T23:30:00Z") - world.clock.now());
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let page = facilitator.open(EventPath { place: Place::Duties, event: JAMBI }).await;
    page.expect(200)
        .expect_text("Sedang berjalan")
        .expect_text("Hari ini, Selasa, 9 Agustus 2022")
        .expect_text("Sedang berlangsung: Pembukaan, sampai 09.15 WIT.");
    let duties = facilitator.open("/tugas").await;
    duties.expect(200).expect_text("Hari ini PLM Provinsi Jambi 2022");
    assert_eq!(duties.count("article .slot.now"), 1);
}

#[tokio::test]
async fn duties_show_todays_event_with_its_sessions_and_then_the_others() {
    let world = World::new().await;
    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    opening_in_batik(&world).await;
    for who in [Who::JambiFacilitator, Who::JambiConsultant] {
        let mut browser = world.browser(who).await;
        let home = browser.open("/").await;
        home.expect(200)
            .expect_text("Tugas saya")
            .expect_text("08.30 s.d. 09.15 Pembukaan Aula Pakaian: Batik lengan panjang");
        assert_eq!(home.text().matches("Pakaian:").count(), 1);
        assert_eq!(home.path, "/tugas");
        let event = browser.click(&home, "PLM Provinsi Jambi 2022").await;
        event.expect(200).expect_text("Sedang berlangsung: Pembukaan");
        browser.open(EventPath { place: Place::Duties, event: JATENG }).await.expect(404);
    }
    world.clock.advance(TimeDelta::days(30));
    world
        .browser(Who::JambiConsultant)
        .await
        .open("/tugas")
        .await
        .expect_text("Sudah lewat PLM Provinsi Jambi 2022");
    world.browser(Who::JambiAdmin).await.open("/tugas").await.expect(404);
}

#[tokio::test]
async fn host_and_guest_see_the_joint_event_each_with_its_own_places() {
    let world = World::new().await;
    let host = world.browser(Who::HostAdmin).await.open(summary_of("jawa-barat", JOINT)).await;
    host.expect(200).expect_text("Tuan rumah Jawa Barat").expect_text("Provinsi tamu DKI Jakarta");
    let guest = world.browser(Who::GuestAdmin).await.open(summary_of("dki-jakarta", JOINT)).await;
    guest.expect(200).expect_text("Peserta provinsi Anda 0 dari 9 tempat");
    let list = world.browser(Who::GuestAdmin).await.open("/dki-jakarta/kegiatan").await;
    list.expect(200).expect_text("sebagai provinsi tamu");
}

#[tokio::test]
async fn a_provinces_events_do_not_exist_for_another() {
    let world = World::new().await;
    let mut jateng = world.browser(Who::JatengAdmin).await;
    jateng.open(summary_of("jambi", JAMBI)).await.expect(404);
    jateng.open(summary_of("jawa-tengah", JAMBI)).await.expect(404);
    jateng.open(EventsPath { place: Place::Office("jambi".into()) }).await.expect(404);
    let list = jateng.open(EventsPath { place: Place::Office("jawa-tengah".into()) }).await;
    list.expect(200).expect_text("PLM Provinsi Jawa Tengah 2022").expect_no_text("Jambi");
    world.browser(Who::JambiFacilitator).await.open(summary_of("jambi", JAMBI)).await.expect(404);
    world.browser(Who::Coordinator).await.open(summary_of("jambi", JAMBI)).await.expect(404);

    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    assert!(events::find(&mut tx, JAMBI).await.is_ok());
    assert!(events::find(&mut tx, JATENG).await.is_err());
    for table in ["events", "event_provinces", "event_progress"] {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        assert_eq!(sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut *tx).await.unwrap(), 1, "{table}");
    }
    let touched = sqlx::query("update events set title = 'Dibajak'").execute(&mut *tx).await.unwrap();
    assert_eq!(touched.rows_affected(), 1);
}

fn edit_of(slug: &str, event: EventId) -> String {
    format!("/{slug}/kegiatan/{event}/ubah")
}

#[tokio::test]
async fn the_host_changes_venue_and_days_and_the_agenda_follows() {
    let world = World::new().await;
    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let summary = admin.open(summary_of("jambi", JAMBI)).await;
    let edit = admin.click(&summary, "Ubah kegiatan").await;
    let form = edit
        .form("Simpan kegiatan")
        .fill("Tempat", "Hotel Aston Jambi")
        .fill("Hari pertama acara", "2022-08-09")
        .fill("Hari terakhir acara", "2022-08-10")
        .fill("Hari berangkat", "")
        .fill("Hari pulang", "2022-08-11")
        .fill("Zona waktu", "WITA");
    let done = admin.submit(form).await;
    done.expect(200)
        .expect_text("5 sesi ikut digeser.")
        .expect_text("Hotel Aston Jambi")
        .expect_text("Termasuk perjalanan 9-11 Agustus 2022")
        .expect_text("Selasa, 9 Agustus 2022")
        .expect_text("WITA 08.30 s.d. 09.15");
    assert_eq!(world.count("select count(*) from audit_log where action = 'event.update'").await, 1);
    world.browser(Who::JambiOperator).await.open(edit_of("jambi", JAMBI)).await.expect(403);
    world.browser(Who::GuestAdmin).await.open(edit_of("dki-jakarta", JOINT)).await.expect(403);
    world.browser(Who::JatengAdmin).await.open(edit_of("jambi", JAMBI)).await.expect(404);
}

#[tokio::test]
async fn days_in_the_wrong_order_come_back_with_sentences() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let edit = admin.open(edit_of("jambi", JAMBI)).await;
    let form = edit
        .form("Simpan kegiatan")
        .fill("Nama kegiatan", "x")
        .fill("Hari terakhir acara", "2022-08-01")
        .forge("funding", "dana_desa")
        .forge("mode", "pesta");
    let page = admin.submit(form).await;
    page.expect(422);
    assert_eq!(
        page.problem("Hari terakhir acara").as_deref(),
        Some("Hari terakhir acara tidak boleh sebelum hari pertamanya, 2 Agustus 2022.")
    );
    assert_eq!(page.problem("Nama kegiatan").as_deref(), Some("Nama kegiatan paling sedikit 3 huruf."));
    assert_eq!(page.problem("Bentuk").as_deref(), Some("Pilih bentuk kegiatan dari daftar."));
    for (field, day, sentence) in [
        (
            "Hari berangkat",
            "2022-08-03",
            "Hari berangkat tidak boleh sesudah hari pertama acara, 2 Agustus 2022.",
        ),
        ("Hari pulang", "2022-08-02", "Hari pulang tidak boleh sebelum hari terakhir acara, 3 Agustus 2022."),
        (
            "Hari pulang",
            "2023-08-04",
            "Kegiatan paling lama 31 hari termasuk perjalanan; periksa bulan dan tahunnya.",
        ),
    ] {
        let page = admin.submit(edit.form("Simpan kegiatan").fill(field, day)).await;
        assert_eq!(page.expect(422).problem(field).as_deref(), Some(sentence));
    }
    assert_eq!(world.count("select count(*) from events where version > 1").await, 0);
}

#[tokio::test]
async fn two_people_who_change_the_same_event_do_not_overwrite_each_other() {
    let world = World::new().await;
    let mut mine = world.browser(Who::JambiAdmin).await;
    let mut theirs = world.browser(Who::JambiAdmin).await;
    let edit = mine.open(edit_of("jambi", JAMBI)).await;
    let other = theirs.open(edit_of("jambi", JAMBI)).await;
    theirs.submit(other.form("Simpan kegiatan").fill("Bentuk", "Daring")).await.expect(200);
    let page = mine.submit(edit.form("Simpan kegiatan").fill("Tempat", "Hotel saya")).await;
    page.expect(409).expect_text("Daring").expect_text("Admin Jambi");
    assert_eq!(world.count("select count(*) from events where venue = 'Hotel saya'").await, 0);
    mine.submit(page.form("Simpan kegiatan")).await.expect(200).expect_text("Hotel saya");
}

#[tokio::test]
async fn a_postponement_shows_its_reason_to_everybody_and_can_be_taken_back() {
    let world = World::new().await;
    let mut host = world.browser(Who::HostAdmin).await;
    let summary = host.open(summary_of("jawa-barat", JOINT)).await;
    let ask = host.click(&summary, "Tunda kegiatan").await;
    let again = host.submit(ask.form("Tunda kegiatan")).await;
    assert_eq!(
        again.expect(422).problem("Alasan").as_deref(),
        Some("Isi alasan; peserta, fasilitator, dan Perpusnas akan membacanya.")
    );
    let done = host.submit(ask.form("Tunda kegiatan").fill("Alasan", "Banjir di jalur utama")).await;
    done.expect(200).expect_text("Ditunda").expect_text("Tentukan tanggal baru");
    let mut guest = world.browser(Who::GuestOperator).await;
    guest.open(summary_of("dki-jakarta", JOINT)).await.expect_text("Banjir di jalur utama");
    guest.open("/dki-jakarta/kegiatan").await.expect_text("Banjir di jalur utama");
    guest.post(format!("/dki-jakarta/kegiatan/{JOINT}/status/lanjutkan"), &[]).await.expect(403);
    host.press(&done, "Urungkan").await.expect_text("Kegiatan dilanjutkan dan tetap terbit.");

    let mut jambi = world.browser(Who::JambiAdmin).await;
    jambi
        .post(format!("/jambi/kegiatan/{JAMBI}/status/batalkan"), &[("reason", "Anggaran dialihkan")])
        .await
        .expect_text("Dibatalkan");
    for who in [Who::JambiFacilitator, Who::JambiConsultant] {
        world.browser(who).await.open("/tugas").await.expect_text("Anggaran dialihkan");
    }
    jambi
        .post(edit_of("jambi", JAMBI), &[("title", "x")])
        .await
        .expect(200)
        .expect_text("sudah ditutup atau dibatalkan");
}

#[tokio::test]
async fn closing_and_reporting_are_acts_in_their_order() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let act = |act: &str| format!("/jambi/kegiatan/{JAMBI}/status/{act}");
    admin
        .post(act("tutup"), &[])
        .await
        .expect_text("Kegiatan belum dapat ditutup: hari terakhir acara Rabu, 3 Agustus 2022.");
    admin.post(act("laporkan"), &[]).await.expect_text("keadaan kegiatan sekarang “Terbit”");
    admin.post(act("pesta"), &[]).await.expect(404);
    world.clock.advance(TimeDelta::days(3));
    let over = admin.open(summary_of("jambi", JAMBI)).await;
    let closed = admin.press(&over, "Tutup kegiatan").await;
    closed.expect_text("Ditutup").expect_text("Laporan belum dinyatakan terkirim");
    let reported = admin.press(&closed, "Nyatakan laporan terkirim").await;
    reported.expect_text("Dilaporkan").expect_no_text("Yang masih kurang");
    admin.press(&reported, "Urungkan").await.expect_text("Ditutup");
    let acts =
        "select count(*) from audit_log where action in ('event.close', 'event.report', 'event.unreport')";
    assert_eq!(world.count(acts).await, 3);
}

#[tokio::test]
async fn officials_are_kept_as_planned_and_as_it_really_was() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let summary = admin.open(summary_of("jambi", JAMBI)).await;
    let planned = admin.click(&summary, "Isi Pembuka, rencana").await;
    let bad = admin.submit(planned.form("Simpan pejabat")).await;
    assert_eq!(bad.expect(422).problem("Nama lengkap").as_deref(), Some("Isi nama lengkap."));
    let form = planned
        .form("Simpan pejabat")
        .fill("Sapaan", "Ibu")
        .fill("Nama lengkap", "Sapta Hermawati")
        .fill("Gelar belakang", "SH, MM")
        .fill("Jabatan", "Kepala Dinas")
        .fill("Status jabatan", "Plh. (pelaksana harian)");
    let summary = admin.submit(form.clone()).await;
    summary.expect_text("Pembuka, rencana Ibu Sapta Hermawati, SH, MM Plh. Kepala Dinas");
    admin.submit(form).await.expect(409);

    let actual = admin.click(&summary, "Isi Dibuka oleh").await;
    actual.expect_text("Diisi dari rencana.");
    let form = actual
        .form("Simpan pejabat")
        .fill("Nama lengkap", "Yusadar Armunanto")
        .fill("Gelar belakang", "")
        .fill("Sapaan", "Bapak")
        .fill("Jabatan", "Kepala Bidang")
        .fill("Status jabatan", "Definitif")
        .fill("Mewakili", "Kepala Dinas");
    let summary = admin.submit(form).await;
    summary.expect_text("Dibuka oleh Bapak Yusadar Armunanto Kepala Bidang, mewakili Kepala Dinas");
    world
        .browser(Who::JambiFacilitator)
        .await
        .open(EventPath { place: Place::Duties, event: JAMBI })
        .await
        .expect_text("Yusadar Armunanto")
        .expect_no_text("Belum diisi");
    let edit = admin.click(&summary, "Ubah Dibuka oleh").await;
    admin.press(&edit, "Kosongkan").await.expect_no_text("Yusadar Armunanto Kepala Bidang");
    admin.open(format!("/jambi/kegiatan/{JAMBI}/pejabat/tamu")).await.expect(404);
    world
        .browser(Who::JambiOperator)
        .await
        .open(format!("/jambi/kegiatan/{JAMBI}/pejabat/pembuka-rencana"))
        .await
        .expect(403);
}

#[tokio::test]
async fn a_self_funded_event_starts_as_a_copy_with_its_agenda_and_without_its_people() {
    let world = World::new().await;
    with_agenda(&world, Who::JambiAdmin, "jambi", JAMBI).await;
    opening_in_batik(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open("/jambi/kegiatan").await;
    let blank = operator.click(&list, "Buat kegiatan mandiri").await;
    let copy = operator.press(&blank, "Pakai sebagai awal").await;
    copy.expect(200).expect_text("Salinan dari “PLM Provinsi Jambi 2022”");
    let form = copy
        .form("Buat kegiatan")
        .fill("Nama kegiatan", "PLM Kabupaten Muaro Jambi 2022")
        .fill("Tingkat", "Kabupaten/kota")
        .fill("Hari pertama acara", "2022-09-27")
        .fill("Hari terakhir acara", "2022-09-27")
        .fill("Hari berangkat", "")
        .fill("Hari pulang", "")
        .fill("Sumber dana", "APBD kabupaten/kota");
    let done = operator.submit(form).await;
    done.expect(200)
        .expect_text("dibuat sebagai konsep. 3 sesi agenda disalin.")
        .expect_text("PLM Kabupaten Muaro Jambi 2022")
        .expect_text("Selasa, 27 September 2022")
        .expect_text("WIB 08.30 s.d. 09.15")
        .expect_text("Di luar gelombang");
    let id = done.path.rsplit('/').next().unwrap().to_owned();
    operator.open("/jambi/kegiatan").await.expect_text("tingkat kabupaten/kota, di luar gelombang");
    operator
        .open(format!("/jambi/kegiatan/{id}/agenda"))
        .await
        .expect(200)
        .expect_text("Pembukaan · Aula Pakaian: Batik lengan panjang");
    world.browser(Who::JatengAdmin).await.open(format!("/jawa-tengah/kegiatan/{id}")).await.expect(404);
    assert_eq!(
        world.count("select count(*) from events where copied_from is not null and status = 'draft'").await,
        1
    );

    let state_money = blank.form("Buat kegiatan").fill("Nama kegiatan", "Contoh").forge("funding", "apbn");
    let page = operator.submit(state_money).await;
    assert_eq!(page.expect(422).problem("Sumber dana").as_deref(), Some("Pilih sumber dana dari daftar."));
    let foreign =
        copy.form("Buat kegiatan").forge("copied_from", &JATENG.to_string()).fill("Sumber dana", "Dana desa");
    operator.submit(foreign).await.expect(404);
}

#[tokio::test]
async fn a_province_adopts_no_event_but_its_own() {
    let world = World::new().await;
    let mut tx = world.db.begin(&office("15", &[], &[])).await.unwrap();
    for (event, seen) in [(JATENG, 0), (JAMBI, 1)] {
        sqlx::query("select adopt_event($1)").bind(event.0).execute(&mut *tx).await.unwrap();
        let events: i64 =
            sqlx::query_scalar("select count(*) from events").fetch_one(&mut *tx).await.unwrap();
        assert_eq!(events, seen);
    }
}

#[tokio::test]
async fn a_copied_agenda_carries_every_column_of_a_session_that_is_not_its_own() {
    // What belongs to the one session alone: its place, its fate, and who made it.
    let own = [
        "event_id",
        "id",
        "template_batch",
        "locked_at",
        "locked_by",
        "locked_by_account",
        "removed_at",
        "changed_in",
        "version",
    ];
    let world = World::new().await;
    let left_out: Vec<String> = sqlx::query_scalar(
        "select attname::text from pg_attribute
          where attrelid = 'sessions'::regclass and attnum > 0 and not attisdropped and attname <> all($1)
            and (select count(*) from regexp_matches((select prosrc from pg_proc where proname = 'copy_agenda'), '\\m' || attname || '\\M', 'g')) < 1",
    )
    .bind(own.map(str::to_owned))
    .fetch_all(&mut world.look().await)
    .await
    .unwrap();
    assert!(left_out.is_empty(), "copy_agenda leaves {left_out:?} out: carry them along, or list them here");
}
