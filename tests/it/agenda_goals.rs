//! Who moderates a session, which strategies it is about, and what an agenda serves altogether.

use crate::support::{
    World,
    browser::Form,
    world::{JAMBI, JOINT, Who},
};

const GOALS: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/agenda/tujuan";

/// Puts people into Jambi's list who can lead; their ids end with their place.
async fn people(world: &World, names: &[&str]) {
    for (n, name) in (1_u128..).zip(names) {
        sqlx::query(
            "insert into participants (event_id, id, province_code, kind, agency_name, full_name, registered_at)
             values ($1, $2, '15', 'fasilitator', 'Dinas Jambi', $3, now())",
        )
        .bind(JAMBI.0)
        .bind(uuid::Uuid::from_u128(0xabc0 + n))
        .bind(*name)
        .execute(&mut world.look().await)
        .await
        .unwrap();
    }
}

fn with(mut form: Form, field: &str, n: u128) -> Form {
    form.fields.push((field.to_owned(), uuid::Uuid::from_u128(0xabc0 + n).to_string()));
    form
}

#[tokio::test]
async fn a_session_keeps_who_moderates_it_and_what_it_is_about() {
    let world = World::new().await;
    people(&world, &["Ninik", "Rafi'i"]).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let form = operator
        .click(&list, "Pembukaan")
        .await
        .form("Simpan sesi")
        .tick("Advokasi")
        .tick("Pelibatan masyarakat");
    let list = operator.submit(with(with(form, "leaders", 2), "moderators", 1)).await;
    list.expect(200).expect_text("Pembukaan · Aula · Rafi'i · moderator Ninik");
    assert_eq!(
        world
            .count("select count(*) from sessions where strategies = '{community_engagement,advocacy}'")
            .await,
        1
    );
    let recorded = "select count(*) from audit_log where action = 'session.update' and before -> 'moderators' = '[]'
                       and after -> 'moderators' ->> 0 like '%abc1' and after -> 'strategies' = '[\"community_engagement\", \"advocacy\"]'";
    assert_eq!(world.count(recorded).await, 1);

    // The form shows what stands; saved again it is the same.
    let edit = operator.click(&list, "Pembukaan").await;
    assert_eq!(edit.count("details:not([open]) [name=strategies][checked]"), 2);
    edit.expect_text("Tujuan dan strategi (3 dipilih)");
    assert_eq!(edit.count("[name=moderators][checked]"), 1);
    let list = operator.submit(edit.form("Simpan sesi")).await;
    list.expect_text("moderator Ninik");

    // Nobody does both, and nothing is lost by having tried.
    let edit = operator.click(&list, "Pembukaan").await;
    let page = operator.submit(with(edit.form("Simpan sesi"), "moderators", 2)).await;
    assert_eq!(page.expect(422).count("fieldset.has-problem #field-moderators-problem"), 1);
    page.expect_text("Satu orang tidak dapat memandu dan memoderatori sesi yang sama. Pilih salah satu.");
    assert_eq!(page.count("[name=moderators][checked]"), 2);
    // Codes that nobody knows fall away, and so does somebody of another event.
    let edit = edit.form("Simpan sesi").untick("Advokasi").forge("strategies", "pesta");
    operator.submit(with(edit, "moderators", 99)).await.expect(200);
    assert_eq!(
        world.count("select count(*) from sessions where strategies = '{}' and title = 'Pembukaan'").await,
        1
    );
    assert_eq!(world.count("select count(*) from session_leaders where role = 'moderates'").await, 1);
}

#[tokio::test]
async fn two_who_change_the_moderator_read_names_and_no_codes() {
    let world = World::new().await;
    people(&world, &["Ninik", "Rafi'i"]).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let mine = operator.click(&list, "Pembukaan").await.form("Simpan sesi").tick("Publikasi");
    let theirs = admin.click(&list, "Pembukaan").await.form("Simpan sesi").tick("Advokasi");
    admin.submit(with(theirs, "moderators", 2)).await.expect(200);
    let page = operator.submit(with(mine, "moderators", 1)).await;
    page.expect(409).expect_text("Rafi'i").expect_text("Advokasi");
    let shown: Vec<String> = page
        .html()
        .select(&scraper::Selector::parse(".theirs").unwrap())
        .map(|theirs| theirs.text().collect())
        .collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.iter().all(|text| !text.contains("abc") && !text.contains("advocacy")), "{shown:?}");
    operator.submit(page.form("Simpan sesi")).await.expect(200).expect_text("moderator Ninik");
}

#[tokio::test]
async fn whoever_was_merged_moderates_as_the_survivor() {
    let world = World::new().await;
    people(&world, &["Ninik", "Ninik Sulistyowati"]).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let form = operator.click(&list, "Pembukaan").await.form("Simpan sesi");
    operator.submit(with(with(form, "leaders", 2), "moderators", 1)).await.expect(200);
    sqlx::query(
        "update participants set status = 'merged', merged_at = now(), merged_into = (select id from participants where full_name like '% %' and event_id = $1)
          where full_name = 'Ninik' and event_id = $1",
    )
    .bind(JAMBI.0)
    .execute(&mut world.look().await)
    .await
    .unwrap();
    // One human who did both leads.
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    list.expect_text("Pembukaan · Aula · Ninik Sulistyowati").expect_no_text("moderator");
}

#[tokio::test]
async fn the_template_brings_its_strategies_along() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let template = coordinator.open("/nasional/edisi/00000000-0000-0000-0000-000000000ed0/pola").await;
    let form = coordinator.click(&template, "Penyusunan RTL").await.form("Simpan sesi");
    coordinator.submit(form.tick("Publikasi").tick("Peningkatan layanan informasi")).await.expect(200);
    let edit = coordinator.click(&template, "Penyusunan RTL").await;
    assert_eq!(edit.count("[name=strategies][checked]"), 2);
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    operator.press(&list, "Pakai pola nasional").await.expect(200);
    assert_eq!(
        world
            .count("select count(*) from sessions where strategies = '{information_service,publicity}'")
            .await,
        1
    );
}

#[tokio::test]
async fn what_serves_which_goal_is_counted_and_what_serves_none_is_said() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(GOALS).await.expect(200).expect_text("Agenda masih kosong");
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let page = operator.click(&list, "Tujuan dan strategi").await;
    page.expect(200)
        .expect_text(
            "1. Tujuan nomor 1 1 sesi, 2 jam 45 menit Paparan capaian kabupaten/kota , 2 jam 45 menit",
        )
        .expect_text("3. Tujuan nomor 3 Belum ada sesi")
        .expect_text("Advokasi Belum ada sesi");
    // The one action leads to a session that serves it.
    let blank = operator.click(&page, "Tambah sesi untuk 3. Tujuan nomor 3").await;
    assert_eq!(blank.count("[name=goals][value='3'][checked]"), 1);
    let blank = operator.click(&page, "Tambah sesi untuk Advokasi").await;
    let form = blank
        .form("Simpan sesi")
        .fill("Judul sesi", "Latihan advokasi")
        .fill("Jenis sesi", "Lainnya")
        .fill("Mulai", "13.00")
        .fill("Selesai", "13.45");
    operator.submit(form).await.expect(200);
    operator.open(GOALS).await.expect_text("Advokasi 1 sesi, 45 menit Latihan advokasi , 45 menit");

    // Readers see the same, without the action.
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let seen = facilitator.open(format!("/tugas/kegiatan/{JAMBI}/agenda/tujuan")).await;
    seen.expect(200).expect_text("Belum ada sesi").expect_no_text("Tambah sesi");
    let mut guest = world.browser(Who::GuestAdmin).await;
    guest.open(format!("/dki-jakarta/kegiatan/{JOINT}/agenda/tujuan")).await.expect(200);
    guest.open(GOALS).await.expect(404);
}

#[tokio::test]
async fn officials_lead_a_session_with_their_title_and_standing() {
    let world = World::new().await;
    sqlx::raw_sql(
        "insert into participants (event_id, id, province_code, kind, agency_name, title_prefix, full_name, title_suffix, job_title, status, registered_at)
         values ('00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '15', 'pejabat', 'Setda', 'Dr.', 'Joko Santoso', 'M.Si.', 'Asisten', 'registered', now()),
                ('00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '15', 'pejabat', 'Perpusnas', '', 'Ketut Ayu', '', 'Deputi', 'invited', now()),
                ('00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '15', 'pejabat', 'Perpusnas', '', 'Tidak Datang', '', '', 'declined', now());
         insert into event_officials (event_id, id, ceremony, phase, full_name, position, acting_status, represents)
         values ('00000000-0000-0000-0000-000000000e15', gen_random_uuid(), 'opener', 'planned', 'Joko Santoso', 'Sekretaris Daerah', 'plh', 'Gubernur')",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    let edit = operator.click(&list, "Pembukaan").await;
    edit.expect_text("Ketut Ayu, Deputi (pejabat)").expect_no_text("Tidak Datang");
    let official = "Pemandu: Dr. Joko Santoso, M.Si., Plh. Sekretaris Daerah, mewakili Gubernur (pejabat)";
    let list = operator.submit(edit.form("Simpan sesi").tick(official)).await;
    list.expect(200).expect_text("Pembukaan · Aula · Joko Santoso");
    let edit = operator.click(&list, "Pembukaan").await;
    assert_eq!(edit.count("[name=leaders][checked]"), 1);
}
