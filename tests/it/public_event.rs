//! The public page of an event: what anybody may read, and what nobody may.

use sejawat::features::events::paths::PublicPath;

use crate::support::{
    Browser, World,
    world::{JAMBI, JATENG, Who},
};

const EVENT: &str = "00000000-0000-0000-0000-000000000e15";

async fn publish(world: &World) -> Browser {
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.post(format!("/jambi/kegiatan/{EVENT}/agenda/pola"), &[]).await.expect(200);
    let page = operator.open(format!("/jambi/kegiatan/{EVENT}/agenda/terbitkan")).await;
    operator.submit(page.form("Terbitkan agenda")).await.expect(200);
    operator
}

async fn run(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&mut world.look().await).await.unwrap();
}

#[tokio::test]
async fn anybody_reads_the_published_agenda_of_an_announced_event() {
    let world = World::new().await;
    let path = PublicPath { event: JAMBI };
    let page = world.visitor().open(&path).await;
    page.expect(200)
        .expect_text("PLM Provinsi Jambi 2022")
        .expect_text("2-3 Agustus 2022")
        .expect_text("Hotel (contoh), Kota Jambi")
        .expect_text("Dinas Perpustakaan dan Arsip Daerah Provinsi Jambi")
        .expect_text("Agenda belum diterbitkan");
    let mut operator = publish(&world).await;
    let page = world.visitor().open(&path).await;
    page.expect_text("Selasa, 2 Agustus 2022 WIB").expect_text("08.30 s.d. 09.15 Pembukaan Aula");
    assert!(page.body.contains("<title>PLM Provinsi Jambi 2022 · Sejawat</title>"));
    assert_eq!(page.count("meta[name=description][content^='2-3 Agustus 2022 di Hotel']"), 1);
    assert_eq!(page.count("meta[property='og:title'][content='PLM Provinsi Jambi 2022']"), 1);
    assert_eq!(page.count("meta[name=robots]"), 0, "it may be found");
    // The office finds the address on its own page.
    let office = operator.open(format!("/jambi/kegiatan/{EVENT}")).await;
    assert_eq!(office.count(&format!("input[value='http://sejawat.test/plm/{EVENT}']")), 1);
}

#[tokio::test]
async fn officials_and_speakers_are_named_and_nobody_else() {
    let world = World::new().await;
    run(
        &world,
        "insert into participants (event_id, id, province_code, kind, category, full_name, title_prefix, registered_at)
           select '00000000-0000-0000-0000-000000000e15', ('00000000-0000-0000-0000-00000000011' || n)::uuid, '15', kind, case when kind = 'peserta' then 'village_library' end, name, '', now()
             from (values (1, 'fasilitator', 'Fasilitator Rahasia'), (2, 'narasumber', 'Ninik Narasumber'), (3, 'peserta', 'Peserta Rahasia')) p (n, kind, name);
         insert into event_officials (event_id, id, ceremony, phase, honorific, full_name, position) values
           ('00000000-0000-0000-0000-000000000e15', gen_random_uuid(), 'opener', 'planned', 'Bapak', 'Joko Contoh', 'Sekretaris Daerah')",
    )
    .await;
    let mut operator = publish(&world).await;
    run(
        &world,
        "insert into session_leaders select event_id, s.id, p.id, 1 from sessions s join participants p using (event_id) where title = 'Pembukaan'",
    )
    .await;
    let page = operator.open(format!("/jambi/kegiatan/{EVENT}/agenda/terbitkan")).await;
    page.expect_text("dipandu oleh");
    operator.submit(page.form("Terbitkan agenda")).await.expect_text("versi 2");
    let page = world.visitor().open(PublicPath { event: JAMBI }).await;
    page.expect_text("Ninik Narasumber")
        .expect_text("Fasilitator")
        .expect_text("Akan dibuka oleh Bapak Joko Contoh, Sekretaris Daerah");
    assert!(!page.body.contains("Rahasia"), "{}", page.text());
    // Not even to a statement that asks for everything.
    let scope = sejawat::db::scope::Scope::public();
    let mut tx = world.db.begin(&scope).await.unwrap();
    let all: serde_json::Value =
        sqlx::query_scalar("select public_event($1, now())").bind(JAMBI.0).fetch_one(&mut *tx).await.unwrap();
    assert!(!all.to_string().contains("Rahasia"));
}

#[tokio::test]
async fn what_is_not_announced_is_not_there_and_what_is_off_says_so() {
    let world = World::new().await;
    publish(&world).await;
    let mut visitor = world.visitor();
    let path = PublicPath { event: JAMBI };
    visitor.open("/plm/00000000-0000-0000-0000-000000000999").await.expect(404);
    visitor.open("/plm/bukan-id").await.expect(404);
    for (change, status, says) in [
        ("update events set status = 'draft'", 404, ""),
        ("update events set status = 'cancelled', resumes_as = 'draft'", 404, ""),
        (
            "update events set status = 'cancelled', resumes_as = 'published', status_reason = 'Rahasia'",
            200,
            "Kegiatan ini dibatalkan.",
        ),
        ("update events set status = 'postponed'", 200, "Kegiatan ini ditunda."),
        ("update events set status = 'closed'", 200, "Selesai"),
    ] {
        run(&world, change).await;
        let page = visitor.open(&path).await;
        page.expect(status).expect_no_text("Rahasia");
        if status == 200 {
            page.expect_text(says);
        }
        assert_eq!(page.text().contains("Pembukaan"), says == "Selesai", "{}", page.text());
    }
}

#[tokio::test]
async fn it_may_be_kept_for_a_minute_and_sets_no_cookie() {
    let world = World::new().await;
    publish(&world).await;
    let path = PublicPath { event: JAMBI }.to_string();
    let mut visitor = world.visitor();
    visitor.set_cookie("sejawat_pesan", "Sudah%20disimpan");
    let headers = visitor.head(&path).await;
    assert_eq!(headers["cache-control"], "public, max-age=60");
    assert!(!headers.contains_key("set-cookie"));
    let tag = headers["etag"].to_str().unwrap().to_owned();
    let again = visitor.send("GET", &path, None, &[("if-none-match", &tag)]).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    run(&world, "update events set title = 'PLM Jambi yang lain' where host_province = '15'").await;
    let again = visitor.send("GET", &path, None, &[("if-none-match", &tag)]).await;
    again.expect(200).expect_text("PLM Jambi yang lain").expect_no_text("Sudah disimpan");
    // Who is signed in reads the same.
    let mut signed_in = world.browser(Who::JambiAdmin).await;
    assert_eq!(signed_in.open(&path).await.body, again.body);
}

#[tokio::test]
async fn it_leads_to_the_registration_while_that_is_open() {
    let world = World::filled().await;
    let mut visitor = world.visitor();
    let page = visitor.open(PublicPath { event: JAMBI }).await;
    visitor.click(&page, "Daftar sebagai peserta").await.expect(200);
    run(&world, "update open_links set closed_at = '2022-08-01'").await;
    visitor.open(PublicPath { event: JATENG }).await.expect(200).expect_no_text("Daftar sebagai peserta");
}
