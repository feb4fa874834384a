//! Notulen: written while it is said, once however often it is sent, by those who may, and nobody else's.

use sejawat::{
    db::scope::Scope,
    features::minutes::paths::{MinutesPath, SessionMinutesPath},
    kernel::{
        ids::{AccountId, EventId, SessionId},
        place::Place,
    },
};
use uuid::Uuid;

use crate::support::{
    Browser, World,
    browser::Page,
    samples::{self, JAMBI as SIDE},
    world::{JAMBI, JATENG, JOINT, Who, office},
};

/// The world with the opening of Jambi's event, and the pages of its notulen for whoever helps there.
async fn opening() -> (World, String, String) {
    let world = World::new().await;
    let session = SessionId::new();
    sqlx::query(
        "insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at)
         values ($1, $2, 'group_discussion', 'Diskusi kelompok', '2022-08-02 08:30+07', '2022-08-02 10:00+07', '2022-07-20'),
                ($1, $3, 'break_prayer', 'Rehat kopi', '2022-08-02 10:00+07', '2022-08-02 10:15+07', '2022-07-20')",
    )
    .bind(JAMBI.0)
    .bind(session.0)
    .bind(SessionId::new().0)
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let of = |place| SessionMinutesPath { place, event: JAMBI, session }.to_string();
    (world, of(Place::Duties), of(Place::Office("jambi".into())))
}

fn minutes_of(slug: &str, event: EventId) -> MinutesPath {
    MinutesPath { place: Place::Office(slug.into()), event }
}

/// Writes an entry by the form that stands on the page.
async fn write(browser: &mut Browser, page: &Page, kind: &str, body: &str) -> Page {
    let form = page.form("Simpan butir").tick(kind).fill("Butir", body);
    let page = browser.submit(form).await;
    page.expect(200).expect_text(body);
    page
}

#[tokio::test]
async fn a_facilitator_writes_down_what_is_said_and_it_is_read_in_groups() {
    let (world, on_duty, in_office) = opening().await;
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let page = facilitator.open(&on_duty).await;
    page.expect(200).expect_text("Belum ada catatan");
    let page = write(&mut facilitator, &page, "Keputusan", "Genset dianggarkan tahun depan.").await;
    page.expect_text("Keputusan disimpan.");
    assert_eq!(page.count("input[value=decision][checked]"), 1, "the next is usually of the same kind");
    let form = page.form("Simpan butir").tick("Tantangan").fill("Butir", "Listrik padam\ntiap sore.");
    let form = form.fill("Disampaikan oleh", "Perpustakaan Desa Mantaren II");
    let page = facilitator.submit(form).await;
    page.expect_text("Belum ada solusi").expect_text("Perpustakaan Desa Mantaren II · Fasilitator Jambi");
    assert_eq!(
        page.count("details a[href*=solusi], details button[name=escalated]"),
        0,
        "what is done most is not folded away"
    );
    let form = facilitator.click(&page, "Tulis solusi").await.form("Simpan butir");
    assert_eq!(page.count("[name=raised_by][value='']"), 1, "the next is somebody else's word");
    let page = facilitator.submit(form.fill("Butir", "Pinjam genset kantor desa.")).await;
    page.expect_text("Solusi disimpan.")
        .expect_text("Solusi Pinjam genset kantor desa.")
        .expect_no_text("Belum ada solusi");
    let page = write(&mut facilitator, &page, "Pokok bahasan", "Jam buka ditambah.").await;
    let text = page.text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("Jam buka ditambah.") < at("Listrik padam") && at("Pinjam genset") < at("Genset dianggarkan"));
    assert_eq!(world.count("select count(*) from audit_log where action = 'minutes.write' and actor_name = 'Fasilitator Jambi'").await, 4);

    // The office finds it from the agenda, over all sessions: what is open first.
    let mut operator = world.browser(Who::JambiOperator).await;
    let agenda = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    operator.click(&agenda, "Notulen Diskusi kelompok").await.expect(200).expect_text("Jam buka ditambah.");
    let page = operator.open(&in_office).await;
    write(&mut operator, &page, "Tantangan", "Sinyal lemah.").await;
    let all = operator.open(minutes_of("jambi", JAMBI)).await;
    all.expect_text("Tantangan tanpa solusi (1)").expect_text("Keputusan (1)").expect_text("5 butir");
    let text = all.text();
    assert!(text.find("Sinyal lemah.") < text.find("Genset dianggarkan"), "{text}");
    all.expect_no_text("Rehat kopi");
    let decisions = operator.submit(all.form("Saring").fill("Tampilkan", "Keputusan")).await;
    decisions.expect_text("Genset dianggarkan").expect_no_text("Sinyal lemah.");
    // And the roll call leads there.
    let roll = facilitator.open(on_duty.replace("/notulen/", "/kehadiran/")).await;
    facilitator.click(&roll, "Notulen").await.expect_text("Sinyal lemah.");
}

#[tokio::test]
async fn an_entry_that_is_sent_again_is_one_entry_and_nothing_is_lost_under_a_known_id() {
    let (world, on_duty, in_office) = opening().await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let send = format!("{on_duty}/kirim");
    let id = Uuid::now_v7().to_string();
    let fields = |body: &'static str| [("kind", "point"), ("body", body)];
    let with_id = |body| {
        let mut all = fields(body).to_vec();
        all.push(("id", id.as_str()));
        all
    };
    for _ in 0..3 {
        phone.post(&send, &with_id("Jam buka ditambah.")).await.expect(200);
    }
    assert_eq!(world.count("select count(*) from minute_entries").await, 1);
    // Somebody changes it while the answer is lost: what comes again is still the same.
    let mut office = world.browser(Who::JambiOperator).await;
    let page = office.open(&in_office).await;
    let edit = office.click(&page, "Ubah butir").await;
    office.submit(edit.form("Simpan butir").fill("Butir", "Jam buka ditambah dua jam.")).await.expect(200);
    phone.post(&send, &with_id("Jam buka ditambah.")).await.expect(200);
    // And so it is when it was removed.
    let page = office.open(&in_office).await;
    let page = office.press(&page, "Hapus butir: Jam buka ditambah dua jam.").await;
    page.expect_text("Butir dihapus.");
    phone.post(&send, &with_id("Jam buka ditambah.")).await.expect(200);
    assert_eq!(world.count("select count(*) from minute_entries").await, 1);
    office.press(&page, "Urungkan").await.expect_text("Jam buka ditambah dua jam.");
    // Gone back to the page and written something else: it has the page's id, and is another entry.
    phone.post(&send, &with_id("Rak baru dibeli.")).await.expect(200);
    assert_eq!(world.count("select count(distinct body) from minute_entries").await, 2);

    for wrong in ["", "  \n "] {
        phone.post(&send, &with_id(wrong)).await.expect(422);
    }
    let long = "é".repeat(2001);
    let page = phone.open(&on_duty).await;
    let page = phone.submit(page.form("Simpan butir").fill("Butir", &long)).await;
    let problem = page.expect(422).problem("Butir");
    assert_eq!(problem.as_deref(), Some("Ringkas butir: paling banyak 2000 huruf, sekarang 2001."));
    assert!(page.body.contains(&long));
    let page = phone.submit(page.form("Simpan butir").tick("Solusi").fill("Butir", "Ya.")).await;
    page.expect(422).expect_text("Catat dulu tantangannya");
    sqlx::query(
        "insert into minute_entries (event_id, id, session_id, kind, body, position, writer_id, written_by, written_at, sent_hash, changed_by, changed_at)
         select event_id, gen_random_uuid(), session_id, 'point', 'x', n, writer_id, written_by, written_at, '', changed_by, changed_at
           from generate_series(1, 298) n, (select * from minute_entries limit 1) m",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let fields: Vec<_> = fields("Satu lagi.").into_iter().collect();
    phone.post(&send, &fields).await.expect(422);
    phone.post(&send, &with_id("Jam buka ditambah.")).await.expect(200);
}

#[tokio::test]
async fn two_writers_of_one_entry_see_each_others_words() {
    let (world, on_duty, in_office) = opening().await;
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let page = facilitator.open(&on_duty).await;
    let page = write(&mut facilitator, &page, "Pokok bahasan", "Jam buka.").await;
    let mine = facilitator.click(&page, "Ubah butir").await.form("Simpan butir");
    let mine = mine.fill("Butir", "Jam buka pagi.");
    let page = admin.open(&in_office).await;
    let theirs = admin.click(&page, "Ubah butir").await.form("Simpan butir");
    let theirs = theirs.fill("Butir", "Jam buka sore.").fill("Disampaikan oleh", "Perpustakaan Desa A");
    admin.submit(theirs).await.expect(200).expect_text("diubah Admin Jambi");
    let page = facilitator.submit(mine).await;
    page.expect(409).expect_text("Jam buka sore.").expect_text("Admin Jambi");
    assert!(page.body.contains("Jam buka pagi.") && page.body.contains("Perpustakaan Desa A"));
    facilitator.submit(page.form("Simpan butir")).await.expect(200).expect_text("Jam buka pagi.");
    let kept = "select count(*) from minute_entries where body = 'Jam buka pagi.' and raised_by = 'Perpustakaan Desa A' and version = 3";
    assert_eq!(world.count(kept).await, 1);
}

#[tokio::test]
async fn entries_are_put_in_order_and_a_challenge_goes_and_comes_back_with_its_solutions() {
    let (world, on_duty, _) = opening().await;
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let mut page = facilitator.open(&on_duty).await;
    for (kind, body) in [
        ("Pokok bahasan", "Butir satu."),
        ("Tantangan", "Listrik padam."),
        ("Pokok bahasan", "Butir dua."),
        ("Pokok bahasan", "Butir tiga."),
    ] {
        page = write(&mut facilitator, &page, kind, body).await;
    }
    let order = |page: &Page| {
        let text = page.text();
        let mut found: Vec<_> =
            ["satu", "dua", "tiga"].map(|n| (text.find(&format!("Butir {n}.")), n)).to_vec();
        found.sort_unstable();
        found.into_iter().map(|(_, n)| n).collect::<Vec<_>>()
    };
    assert_eq!(order(&page), ["satu", "dua", "tiga"]);
    // The first “Turunkan” is that of the first entry; pressed twice from the same page it moves once.
    let once = page.form("Turunkan");
    assert_eq!(order(&facilitator.submit(once.clone()).await), ["dua", "satu", "tiga"]);
    let page = facilitator.submit(once).await;
    assert_eq!(order(&page), ["dua", "satu", "tiga"]);
    assert_eq!(order(&facilitator.press(&page, "Naikkan").await), ["satu", "dua", "tiga"]);

    let form = facilitator.click(&page, "Tulis solusi").await.form("Simpan butir");
    let page = facilitator.submit(form.fill("Butir", "Pinjam genset.")).await;
    let challenge = page.link("Tulis solusi").unwrap();
    // A challenge that is answered stays one.
    let id = challenge.split("solusi=").nth(1).unwrap().split('#').next().unwrap().to_owned();
    let entry = format!("/tugas/kegiatan/{JAMBI}/notulen/butir/{id}");
    let edit = facilitator.open(&entry).await;
    let refused = facilitator.submit(edit.form("Simpan butir").tick("Pokok bahasan")).await;
    refused.expect(422).expect_text("sudah mempunyai solusi");
    let page = facilitator.press(&page, "Hapus butir: Listrik padam.").await;
    page.expect_no_text("Pinjam genset.");
    // Its solution does not come back without it.
    let solution: Uuid = sqlx::query_scalar("select id from minute_entries where kind = 'solution'")
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    let alone = format!("/tugas/kegiatan/{JAMBI}/notulen/butir/{solution}/pulihkan");
    facilitator.post(alone, &[]).await.expect_text("Kembalikan dulu tantangannya");
    let page = facilitator.press(&page, "Urungkan").await;
    page.expect_text("Listrik padam.").expect_text("Pinjam genset.");
    facilitator.post(format!("{entry}/hapus"), &[]).await.expect(200);
    facilitator.post(format!("{entry}/hapus"), &[]).await.expect(200);
    assert_eq!(world.count("select count(*) from audit_log where action = 'minutes.remove'").await, 2);
}

#[tokio::test]
async fn what_was_said_stays_when_the_session_is_removed() {
    let (world, _, in_office) = opening().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(&in_office).await;
    write(&mut operator, &page, "Keputusan", "Dilanjutkan besok.").await;
    let agenda = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    operator.press(&agenda, "Hapus sesi Diskusi kelompok").await.expect(200);
    let summary = operator.open(format!("/jambi/kegiatan/{JAMBI}")).await;
    let all = operator.click(&summary, "Notulen").await;
    all.expect_text("Dilanjutkan besok.").expect_text("sesi dihapus dari agenda");
    operator.open(&in_office).await.expect(200).expect_text("Sesi ini sudah dihapus dari agenda");
}

#[tokio::test]
async fn consultants_remark_guests_read_and_nobody_else_sees_anything() {
    let world = World::filled().await;
    let path = |place: &str, event: EventId, end: u128| {
        format!("/{place}/kegiatan/{event}/notulen/sesi/{}", Uuid::from_u128((0x5 << 12) | end))
    };
    let mut consultant = world.browser(Who::JambiConsultant).await;
    let page = consultant.open(path("tugas", JAMBI, 0xe15)).await;
    page.expect(200).expect_text("Listrik padam setiap sore.").expect_no_text("Simpan butir");
    let page = consultant
        .submit(page.form("Kirim komentar").fill("Komentar Anda", "Siapa yang menindaklanjuti?"))
        .await;
    page.expect_text("Komentar disimpan.").expect_text("Konsultan Jambi, ");
    consultant
        .post(path("tugas", JAMBI, 0xe15), &[("kind", "point"), ("body", "Bukan tugas konsultan.")])
        .await
        .expect(403);
    // Twice pressed is once; the facilitator does not take it away, the consultant does and brings it back.
    let form = page.form("Kirim komentar").fill("Komentar Anda", "Sekali saja.");
    consultant.submit(form.clone()).await.expect(200);
    let page = consultant.submit(form).await;
    assert_eq!(page.text().matches("Sekali saja.").count(), 2, "the words, and the button's");
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let seen = facilitator.open(path("tugas", JAMBI, 0xe15)).await;
    seen.expect_text("Sekali saja.").expect_no_text("Hapus<span class=\"sr\"> komentar: Sekali saja.");
    let page = consultant.press(&page, "Hapus komentar: Sekali saja.").await;
    page.expect_no_text("Sekali saja.");
    consultant.press(&page, "Urungkan").await.expect_text("Sekali saja.");

    let mut guest = world.browser(Who::GuestAdmin).await;
    let page = guest.open(path("dki-jakarta", JOINT, 0xe32)).await;
    page.expect(200)
        .expect_text("Listrik padam")
        .expect_no_text("Simpan butir")
        .expect_no_text("Kirim komentar");
    guest.post(path("dki-jakarta", JOINT, 0xe32), &[("kind", "point"), ("body", "Tamu.")]).await.expect(403);
    let mut jateng = world.browser(Who::JatengAdmin).await;
    jateng.open(path("jawa-tengah", JAMBI, 0xe15)).await.expect(404);
    // Another event's session does not stand in one's own.
    jateng.open(path("jawa-tengah", JATENG, 0xe15)).await.expect(404);
    jateng
        .post(format!("{}/kirim", path("jawa-tengah", JATENG, 0xe15)), &[("kind", "point"), ("body", "x")])
        .await
        .expect(404);
    let mut phone = world.visitor();
    phone.set_cookie("sejawat_perangkat", "ponsel");
    phone.open(format!("/saya/{}", samples::token(SIDE))).await.expect(200).expect_no_text("Listrik padam");
}

#[tokio::test]
async fn nobody_writes_in_anothers_name_whatever_a_statement_says() {
    let world = World::filled().await;
    let insert = "insert into minute_comments (event_id, id, session_id, body, writer_id, written_by, written_at)
                  select event_id, gen_random_uuid(), session_id, 'Atas nama orang lain', $1, 'x', written_at from minute_comments limit 1";
    let me = Who::JambiFacilitator.account();
    for (writer, may) in [(me, true), (Who::JambiAdmin.account(), false)] {
        let scope = Scope::assignment(vec![JAMBI]).acting(AccountId(me), "Fasilitator Jambi");
        let mut tx = world.db.begin(&scope).await.unwrap();
        let done = sqlx::query(insert).bind(writer).execute(&mut *tx).await;
        assert_eq!(done.is_ok(), may, "{done:?}");
    }
    // A guest's office writes nothing at all.
    let guest = office("31", &[], &[JOINT]).acting(AccountId(Who::GuestAdmin.account()), "Admin DKI");
    let mut tx = world.db.begin(&guest).await.unwrap();
    assert!(sqlx::query(insert).bind(Who::GuestAdmin.account()).execute(&mut *tx).await.is_err());
}

#[tokio::test]
async fn what_is_taken_to_the_stakeholder_meeting_is_read_there_and_nothing_else_is() {
    let (world, _, in_office) = opening().await;
    sqlx::raw_sql(
        "insert into events (id, edition_id, host_province, kind, title, starts_on, ends_on, programme_starts_on, programme_ends_on, zone, status)
         select ('00000000-0000-0000-0000-000000000f' || host)::uuid, '00000000-0000-0000-0000-000000000ed0', host, 'shm', 'SHM ' || host, '2022-08-03', '2022-08-04', '2022-08-04', '2022-08-04', 'WIB', 'published'
           from unnest(array['15', '33']) host;
         insert into event_provinces (event_id, province_code, part, edition_id, quota)
         select id, host_province, 'host', edition_id, 10 from events where kind = 'shm'",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(&in_office).await;
    let page = write(&mut operator, &page, "Tantangan", "Listrik padam.").await;
    let page = operator.press(&page, "Bawa ke Stakeholder Meeting").await;
    page.expect_text("Tantangan ini dibawa ke Stakeholder Meeting.");
    // A solution that is found afterwards goes with it.
    let form = operator.click(&page, "Tulis solusi").await.form("Simpan butir");
    let page = operator.submit(form.fill("Butir", "Pinjam genset.")).await;
    write(&mut operator, &page, "Tantangan", "Hanya di sini.").await;
    let meeting =
        |slug: &str, code: &str| format!("/{slug}/kegiatan/00000000-0000-0000-0000-000000000f{code}/notulen");
    let there = operator.open(meeting("jambi", "15")).await;
    there
        .expect(200)
        .expect_text("Tantangan dari PLM")
        .expect_text("Listrik padam. PLM Provinsi Jambi 2022 Solusi Pinjam genset.")
        .expect_no_text("Hanya di sini.");
    let mut jateng = world.browser(Who::JatengAdmin).await;
    let other = jateng.open(meeting("jawa-tengah", "33")).await;
    other.expect(200).expect_text("Belum ada tantangan yang dibawa ke sini").expect_no_text("Listrik padam.");
    let mut tx = world.db.begin(&Scope::national()).await.unwrap();
    let seen: Vec<String> = sqlx::query_scalar("select body from minute_entries order by position")
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    assert_eq!(seen, ["Listrik padam.", "Pinjam genset."]);
    drop(tx);
    let page = operator.press(&page, "Batal bawa ke Stakeholder Meeting").await;
    page.expect_text("tidak dibawa");
    operator.open(meeting("jambi", "15")).await.expect_no_text("Listrik padam.");
}

#[tokio::test]
async fn what_one_person_wrote_on_a_device_is_not_sent_in_the_name_of_the_next() {
    let (world, on_duty, in_office) = opening().await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mine = Who::JambiFacilitator.account().to_string();
    let id = Uuid::now_v7().to_string();
    let fields =
        [("kind", "point"), ("body", "Jam buka ditambah."), ("id", id.as_str()), ("writer", mine.as_str())];
    // Somebody else is signed in by now: the entry waits for its writer.
    let mut office = world.browser(Who::JambiOperator).await;
    office.post(format!("{in_office}/kirim"), &fields).await.expect(409);
    assert_eq!(world.count("select count(*) from minute_entries").await, 0);
    phone.post(format!("{on_duty}/kirim"), &fields).await.expect(200);
    assert_eq!(
        world.count("select count(*) from minute_entries where written_by = 'Fasilitator Jambi'").await,
        1
    );
}
