//! The page of whoever speaks: what they tell of themselves, and their material.

use crate::support::{
    Browser, Page, World,
    world::{JAMBI, Who},
};

const SPEAKER: &str = "00000000-0000-0000-0000-000000000112";

/// A published agenda whose opening is led by a speaker, and the speaker's page on a telephone that knows its link.
async fn speaking(world: &World) -> (Browser, Browser, String) {
    let people = "insert into participants (event_id, id, province_code, kind, full_name, title_suffix, registered_at)
           select '00000000-0000-0000-0000-000000000e15', ('00000000-0000-0000-0000-00000000011' || n)::uuid, '15', kind, name, suffix, now()
             from (values (1, 'fasilitator', 'Fasilitator Rahasia', ''), (2, 'narasumber', 'Ninik Narasumber', 'M.Hum.')) p (n, kind, name, suffix);
         insert into participant_details (event_id, participant_id, province_code, phone)
           select event_id, id, province_code, '+628123456789' from participants;";
    let mut office = world.browser(Who::JambiOperator).await;
    let list = office.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    office.press(&list, "Pakai pola nasional").await;
    let leads = "insert into session_leaders select event_id, s.id, p.id, 1, 'leads' from sessions s join participants p using (event_id) where title = 'Pembukaan'";
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("{people}{leads}")))
        .execute(&mut world.look().await)
        .await
        .unwrap();
    let page = office.open(format!("/jambi/kegiatan/{JAMBI}/peserta/{SPEAKER}/tautan")).await;
    let link = office.press(&page, "Buat tautan pribadi").await.copied("tautan");
    let mut phone = world.visitor();
    let door = phone.open(&link).await;
    phone.submit(door.form("Buka halaman saya").fill("Empat angka", "6789")).await.expect(200);
    (office, phone, link)
}

async fn publish(office: &mut Browser) -> Page {
    let page = office.open(format!("/jambi/kegiatan/{JAMBI}/agenda/terbitkan")).await;
    office.submit(page.form("Terbitkan agenda")).await
}

#[tokio::test]
async fn a_speaker_tells_of_themselves_and_adds_material_that_everybody_reads() {
    let world = World::new().await;
    let (mut office, mut phone, link) = speaking(&world).await;
    assert_eq!(phone.open(&link).await.link("Biodata dan materi Anda"), None, "nothing is published yet");
    phone.open(format!("{link}/narasumber")).await.expect(200).expect_text("Belum ada sesi Anda");
    let early = phone.post(format!("{link}/narasumber/biodata"), &[("biodata", "x")]).await;
    early.expect_text("Biodata tidak disimpan");
    publish(&mut office).await;

    let own = phone.open(&link).await;
    let page = phone.click(&own, "Biodata dan materi Anda").await;
    page.expect(200).expect_text("Selasa, 2 Agustus 2022, 08.30-09.15 WIB · Aula");
    let told = "Pustakawan sejak 1998.\n<b>Penulis</b> tiga buku.";
    let page = phone.submit(page.form("Simpan biodata").fill("Tentang Anda", told)).await;
    page.expect_text("Biodata Anda disimpan.");
    for (url, problem) in [("javascript:alert(1)", true), ("s.id/materi-ninik", false)] {
        let form = page
            .form("Tambah materi")
            .fill("Judul materi", "Literasi untuk sejahtera")
            .fill("Tautan materi", url);
        let answer = phone.submit(form).await;
        assert_eq!(answer.problem("Tautan materi").is_some(), problem, "{url}");
    }
    // Sent twice, it is there once.
    let fields = page
        .form("Tambah materi")
        .fill("Judul materi", "Literasi untuk sejahtera")
        .fill("Tautan materi", "https://s.id/materi-ninik");
    phone.submit(fields).await.expect(200);
    assert_eq!(world.count("select count(*) from session_materials").await, 1);

    let public = world.visitor().open(format!("/plm/{JAMBI}")).await;
    public
        .expect_text("Tentang Ninik Narasumber, M.Hum.")
        .expect_text("Pustakawan sejak 1998.")
        .expect_no_text("<b>Penulis</b>");
    assert_eq!(public.link("Materi: Literasi untuk sejahtera").as_deref(), Some("https://s.id/materi-ninik"));
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let list = facilitator.open(format!("/tugas/kegiatan/{JAMBI}/agenda")).await;
    assert!(list.link("Materi: Literasi untuk sejahtera").is_some());
    list.expect_no_text("Sembunyikan");

    // The office takes it away and brings it back, and so does the speaker.
    let list = office.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let list = office.press(&list, "Sembunyikan materi Literasi untuk sejahtera").await;
    assert_eq!(
        world.visitor().open(format!("/plm/{JAMBI}")).await.link("Materi: Literasi untuk sejahtera"),
        None
    );
    office.press(&list, "Urungkan").await.expect_text("Materi: Literasi untuk sejahtera");
    let page = phone.open(format!("{link}/narasumber")).await;
    let page = phone.press(&page, "Hapus materi Literasi untuk sejahtera").await;
    page.expect_text("Belum ada materi.");
    phone.press(&page, "Urungkan").await.expect_text("Literasi untuk sejahtera");
    // Withdrawn, nothing of it is public.
    office.post(format!("/jambi/kegiatan/{JAMBI}/agenda/versi/1/tarik-kembali"), &[]).await.expect(200);
    world
        .visitor()
        .open(format!("/plm/{JAMBI}"))
        .await
        .expect_no_text("Pustakawan")
        .expect_no_text("Literasi");
    assert_eq!(
        world.count("select count(*) from audit_log where action in ('speaker.tell', 'material.add')").await,
        2
    );
}

#[tokio::test]
async fn two_telephones_of_one_speaker_are_asked_and_nobody_speaks_for_another() {
    let world = World::new().await;
    let (mut office, mut phone, link) = speaking(&world).await;
    publish(&mut office).await;
    let page = phone.open(format!("{link}/narasumber")).await;
    phone.submit(page.form("Simpan biodata").fill("Tentang Anda", "Pertama.")).await.expect(200);
    let page_before = page;
    let answer = phone.submit(page_before.form("Simpan biodata").fill("Tentang Anda", "Kedua.")).await;
    answer.expect(409).expect_text("Pertama.").expect_text("Kedua.");
    // Whoever does not lead adds nothing, whatever a statement says.
    let scope =
        sejawat::db::scope::Scope::person(JAMBI, "00000000-0000-0000-0000-000000000111".parse().unwrap());
    let sql = "insert into session_materials (event_id, id, session_id, participant_id, province_code, title, url, added_at)
         select event_id, gen_random_uuid(), id, $1, '15', 'Palsu', 'https://palsu.id/x', now() from sessions where title = $2";
    for (person, session, may) in [
        ("00000000-0000-0000-0000-000000000111", "Pembukaan", true),
        ("00000000-0000-0000-0000-000000000111", "Penghargaan", false),
        (SPEAKER, "Pembukaan", false),
    ] {
        let mut tx = world.db.begin(&scope).await.unwrap();
        let person: uuid::Uuid = person.parse().unwrap();
        let done = sqlx::query(sql).bind(person).bind(session).execute(&mut *tx).await;
        assert_eq!(done.is_ok(), may, "{person} {session}");
    }
    // A page in the browser of a stranger leads to the door.
    let mut stranger = world.visitor();
    let page = stranger.open(format!("{link}/narasumber")).await;
    assert_eq!(page.path, link);
    page.expect_no_text("Pertama.");
}
