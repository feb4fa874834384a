//! The final attendance list: by which mark everybody counts, what came too late, and what was corrected with which
//! reason; and the page of one person, which says the same.

use chrono::TimeDelta;
use sejawat::{
    features::registration::PersonKind,
    kernel::ids::{EventId, SessionId},
};
use uuid::Uuid;

use crate::{
    papers::{expect_pdf_a, paper, papers, register, somebody, text_of},
    support::{
        Browser, World,
        world::{JAMBI, JOINT, Who},
    },
};

fn session(event: EventId, n: u128) -> SessionId {
    SessionId(Uuid::from_u128(event.0.as_u128() << 16 | (0x5e50 + n)))
}

async fn prepare(world: &World, event: EventId) {
    for (n, title, hour) in [(1, "Pembukaan", 8), (2, "Paparan capaian", 10)] {
        sqlx::query(
            "insert into sessions (event_id, id, kind, title, room, starts_at, ends_at, takes_attendance, changed_at)
             values ($1, $2, 'opening', $3, 'Aula', '2022-08-02 00:30+07'::timestamptz + $4 * interval '1 hour', '2022-08-02 01:15+07'::timestamptz + $4 * interval '1 hour', true, '2022-07-20')",
        )
        .bind(event.0)
        .bind(session(event, n).0)
        .bind(title)
        .bind(hour)
        .execute(&mut world.look().await)
        .await
        .unwrap();
    }
}

async fn id_of(world: &World, name: &str) -> Uuid {
    sqlx::query_scalar("select id from participants where full_name = $1")
        .bind(name)
        .fetch_one(&mut world.look().await)
        .await
        .unwrap()
}

fn roll(place: &str, event: EventId) -> String {
    format!("/{place}/kegiatan/{event}/kehadiran/sesi/{}", session(event, 1))
}

async fn tap(browser: &mut Browser, roll: &str, person: Uuid, state: &str) {
    let (id, person) = (Uuid::now_v7().to_string(), person.to_string());
    let fields = [("id", id.as_str()), ("person", &person), ("state", state), ("was", ""), ("note", "")];
    browser.post(format!("{roll}/tandai"), &fields).await.expect(200);
}

#[tokio::test]
async fn a_closed_session_tells_marks_late_marks_and_corrections_and_an_open_one_says_so() {
    let world = World::new().await;
    prepare(&world, JAMBI).await;
    let names = ["Siti Aminah", "Budi Santoso", "Ninik", "Wiwin"];
    register(&world, JAMBI, &names.map(|name| somebody("15", PersonKind::Peserta, name))).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let of_phone = roll("tugas", JAMBI);
    tap(&mut phone, &of_phone, id_of(&world, "Siti Aminah").await, "present").await;
    tap(&mut phone, &of_phone, id_of(&world, "Budi Santoso").await, "late").await;
    world.clock.advance(TimeDelta::minutes(45));
    let at = roll("jambi", JAMBI);
    let asked = admin.open(format!("{at}/tutup")).await;
    admin.press(&asked, "Tutup saja").await.expect_text("ditutup");
    world.clock.advance(TimeDelta::minutes(10));
    // A late mark, and a correction with its reason.
    tap(&mut phone, &of_phone, id_of(&world, "Wiwin").await, "present").await;
    world.clock.advance(TimeDelta::minutes(5));
    let history = admin.open(format!("{at}/orang/{}", id_of(&world, "Ninik").await)).await;
    let form = history.form("Simpan koreksi").tick("Sakit").fill("Alasan", "Ada surat dokter");
    admin.submit(form).await.expect(200);

    let form = format!("{}/siapkan/daftar-hadir-akhir", papers("jambi", JAMBI));
    let of_one = session(JAMBI, 1).to_string();
    let pdf = paper(&world, &mut admin, &form, |form| form.forge("sheets", &of_one)).await;
    expect_pdf_a(&pdf);
    let text = text_of(&pdf);
    for wanted in [
        "Ditutup Selasa, 2 Agustus 2022, 09.15 WIB",
        "4 orang: hadir 1, terlambat 1, sakit 1, belum ditandai 1",
        "H Hadir 08.30 ditandai di layar",
        "T Terlambat 08.30",
        "S Sakit 09.30 koreksi Admin Jambi",
        "Ada surat dokter",
        "sesudah ditutup",
        "Tanda yang masuk terlambat, sebagai usulan",
        "sesi sudah ditutup; menunggu keputusan",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(!text.contains("SEMENTARA") && !text.contains("Paparan capaian"), "{text}");
    // The whole event: the second session is still open. The same data gives the same bytes.
    let whole = paper(&world, &mut admin, &form, |form| form).await;
    expect_pdf_a(&whole);
    let text = text_of(&whole);
    assert!(text.contains("SEMENTARA, BELUM DITUTUP") && text.contains("Paparan capaian"), "{text}");
    assert!(whole == paper(&world, &mut admin, &form, |form| form).await, "the same data differs");
    // One page of lists says how many stand on it.
    admin.open(papers("jambi", JAMBI)).await.expect_text("4 orang, 2 halaman");
    let nothing = admin.open(&form).await.form("Buat PDF").forge("sheets", &Uuid::nil().to_string());
    admin.submit(nothing).await.expect(422).expect_text("baru saja dihapus");

    // The same in words, on the person's own page.
    history_says(&mut admin, &at, id_of(&world, "Siti Aminah").await, &[
        "Tanda yang berlaku: Hadir oleh Fasilitator Jambi, satu-satunya tanda (2 Agustus 2022, 08.30 WIB).",
        "sama dengan jam server",
    ])
    .await;
    history_says(
        &mut admin,
        &at,
        id_of(&world, "Ninik").await,
        &["Yang berlaku: Sakit, diputuskan oleh Admin Jambi dengan alasan “Ada surat dokter”"],
    )
    .await;
    history_says(
        &mut admin,
        &at,
        id_of(&world, "Wiwin").await,
        &["Belum ada tanda yang berlaku.", "1 tanda menunggu keputusan karena sesi sudah ditutup."],
    )
    .await;
}

async fn history_says(browser: &mut Browser, roll: &str, person: Uuid, wanted: &[&str]) {
    let page = browser.open(format!("{roll}/orang/{person}")).await;
    for wanted in wanted {
        page.expect_text(wanted);
    }
}

#[tokio::test]
async fn two_marks_say_which_counts_and_why() {
    let world = World::new().await;
    prepare(&world, JAMBI).await;
    register(&world, JAMBI, &[somebody("15", PersonKind::Peserta, "Siti Aminah")]).await;
    let person = id_of(&world, "Siti Aminah").await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    tap(&mut phone, &roll("tugas", JAMBI), person, "absent").await;
    world.clock.advance(TimeDelta::minutes(5));
    tap(&mut operator, &roll("jambi", JAMBI), person, "present").await;
    history_says(&mut operator, &roll("jambi", JAMBI), person, &[
        "Tanda yang berlaku: Hadir oleh Operator Jambi, karena dibuat paling akhir (2 Agustus 2022, 08.35 WIB).",
        "Petugas lain menandai berbeda. Keduanya disimpan dan menunggu keputusan.",
        "Hadir · berlaku",
        "Fasilitator Jambi",
    ])
    .await;
}

#[tokio::test]
async fn a_guest_s_final_list_is_of_its_own_people() {
    let world = World::new().await;
    prepare(&world, JOINT).await;
    let people = [("32", "Orang Bandung"), ("31", "Orang Jakarta")];
    register(&world, JOINT, &people.map(|(code, name)| somebody(code, PersonKind::Peserta, name))).await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    let form = format!("{}/siapkan/daftar-hadir-akhir", papers("dki-jakarta", JOINT));
    let text = text_of(&paper(&world, &mut guest, &form, |form| form).await);
    assert!(text.contains("Orang Jakarta") && !text.contains("Orang Bandung"), "{text}");
}

#[tokio::test]
async fn long_names_many_people_and_nobody_are_set_on_whole_pages() {
    let world = World::new().await;
    prepare(&world, JAMBI).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let form = format!("{}/siapkan/daftar-hadir-akhir", papers("jambi", JAMBI));
    let empty = paper(&world, &mut admin, &form, |form| form).await;
    assert!(text_of(&empty).contains("Belum ada orang untuk pilihan ini."));
    let people: Vec<_> = (1..=60)
        .map(|n| {
            let mut plan = somebody(
                "15",
                PersonKind::Peserta,
                &format!("Muhammad Nur'aini Syahputra Wijayakusumaningrat {n}"),
            );
            plan.agency_name = "Dinas Perpustakaan dan Kearsipan Kabupaten Tanjung Jabung Timur".into();
            plan.title_suffix = "S.Sos., M.I.Kom.".into();
            plan
        })
        .collect();
    register(&world, JAMBI, &people).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let page = phone.open(roll("tugas", JAMBI)).await;
    phone.press(&page, "Tandai sisanya hadir (60)").await.expect(200);
    let full = paper(&world, &mut admin, &form, |form| form.forge("paper", "F4")).await;
    let document = expect_pdf_a(&full);
    let pages = document.get_pages().len();
    assert!((6..=16).contains(&pages), "{pages} pages");
    let text = text_of(&full);
    assert!(text.contains("60 orang: hadir 60") && text.contains("60 orang: belum ditandai 60"), "{text}");
}
