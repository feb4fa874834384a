//! Accounts: invitations, one-time links, roles that end, and one's own account.

use argon2::password_hash::PasswordHasher as _;
use chrono::TimeDelta;
use sejawat::{
    db::scope::{ProvinceCode, Scope},
    features::identity::{
        self, NewAccount, NewRole,
        model::{Purpose, StaffRole},
    },
};

use crate::support::{
    World,
    browser::{Browser, Page},
    world::{JAMBI, Who},
};

const PASSWORD: &str = "kuda lumping di alun-alun";

/// Fills the invitation form of an office and sends it.
async fn invite(browser: &mut Browser, place: &str, email: &str, role: &str, event: Option<&str>) -> Page {
    let blank = browser.open(format!("/{place}/staf/undang")).await;
    let mut form = blank
        .form("Buat tautan undangan")
        .fill("Nama lengkap", "Siti Contoh")
        .fill("Alamat surel", email)
        .fill("Peran", role);
    if let Some(event) = event {
        form = form.fill("Kegiatan yang difasilitasi", event);
    }
    browser.submit(form).await
}

/// The path of the link that a page shows.
fn link_on(page: &Page) -> String {
    let html = page.html();
    let selector = scraper::Selector::parse("#tautan").unwrap();
    let link = html.select(&selector).next().expect("no link on the page").attr("value").unwrap().to_owned();
    link.strip_prefix("http://sejawat.test").unwrap().to_owned()
}

/// Opens an invitation as somebody new and takes it on.
async fn accept_as_new(browser: &mut Browser, link: &str) -> Page {
    let page = browser.open(link).await;
    page.expect(200);
    let form = page
        .form("Buat kata sandi dan terima")
        .fill("Nama lengkap", "Siti Aminah")
        .fill("Kata sandi", PASSWORD)
        .fill("Ulangi kata sandi", PASSWORD);
    browser.submit(form).await
}

async fn sign_in(browser: &mut Browser, email: &str, password: &str) -> Page {
    let page = browser.open("/masuk").await;
    let form = page.form("Masuk").fill("Alamat surel", email).fill("Kata sandi", password);
    browser.submit(form).await
}

async fn give_password(world: &World, who: Who, password: &str) {
    let hash = argon2::Argon2::default().hash_password(password.as_bytes()).unwrap().to_string();
    sqlx::query("update accounts set password_hash = $1 where id = $2")
        .bind(hash)
        .bind(who.account())
        .execute(&mut world.look().await)
        .await
        .unwrap();
}

/// The grant of the row with this name in a list of staff, from one of its buttons.
fn button_of(page: &Page, words: &str) -> String {
    page.link(words).unwrap_or_else(|| {
        let html = page.html();
        let forms = scraper::Selector::parse("form").unwrap();
        let buttons = scraper::Selector::parse("button").unwrap();
        html.select(&forms)
            .find(|form| {
                form.select(&buttons)
                    .any(|b| b.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ") == words)
            })
            .and_then(|form| form.attr("action").map(ToOwned::to_owned))
            .unwrap_or_else(|| panic!("no button “{words}”:\n{}", page.text()))
    })
}

#[tokio::test]
async fn a_new_operator_is_invited_sets_a_password_and_works() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let shown = invite(&mut admin, "jambi", " Siti@Contoh.ID ", "Operator provinsi", None).await;
    shown
        .expect(200)
        .expect_text("Tautan undangan untuk Siti Contoh")
        .expect_text("Selasa, 9 Agustus 2022, 08.30 WIB");
    assert_eq!(shown.count("figure.qr svg"), 1);
    let link = link_on(&shown);
    assert!(shown.body.contains("https://wa.me/?text=Yth"));
    admin.open("/jambi/staf").await.expect_text("Siti Contoh").expect_text("Diundang").expect_no_text(&link);
    assert_eq!(world.count("select count(*) from one_time_links where used_at is null").await, 2);

    let mut siti = world.visitor();
    let front = accept_as_new(&mut siti, &link).await;
    front
        .expect(200)
        .expect_text("Selamat datang. Anda sekarang Operator provinsi.")
        .expect_text("Ringkasan");
    assert_eq!(front.path, "/jambi");
    admin.open("/jambi/staf").await.expect_text("Siti Aminah").expect_text("sejak 2 Agustus 2022");

    // The password works, and the QR code that came with the link is gone with it.
    siti.post("/keluar", &[]).await;
    sign_in(&mut siti, "siti@contoh.id", PASSWORD).await.expect(200).expect_text("Ringkasan");
    assert_eq!(
        world.count("select count(*) from one_time_links where used_at is null and revoked_at is null").await,
        0
    );
    assert_eq!(
        world.count("select count(*) from audit_log where action in ('staff.invite', 'staff.accept') and province_code = '15'").await,
        2
    );
    assert_eq!(
        world.count("select count(*) from audit_log where coalesce(after::text, '') ~ '[0-9a-f]{64}'").await,
        0
    );
}

#[tokio::test]
async fn wrong_invitations_come_back_with_sentences() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let blank = admin.open("/jambi/staf/undang").await;
    let form = blank
        .form("Buat tautan undangan")
        .fill("Alamat surel", "siti")
        .fill("Nomor WhatsApp", "12")
        .forge("role", "national_coordinator");
    let page = admin.submit(form).await;
    page.expect(422).expect_text("Undangan belum dibuat");
    assert_eq!(page.problem("Nama lengkap").as_deref(), Some("Isi nama lengkap."));
    assert!(page.problem("Alamat surel").unwrap().starts_with("Tulis alamat surel lengkap"));
    assert!(page.problem("Nomor WhatsApp").is_some());
    assert_eq!(page.problem("Peran").as_deref(), Some("Pilih peran dari daftar."));

    // A facilitator needs an event of this province, and another's is not one.
    let page = invite(&mut admin, "jambi", "siti@contoh.id", "Fasilitator", None).await;
    assert_eq!(
        page.problem("Kegiatan yang difasilitasi").as_deref(),
        Some("Pilih kegiatan yang difasilitasi dari daftar.")
    );
    let form = page.form("Buat tautan undangan").forge("event", "00000000-0000-0000-0000-000000000e33");
    admin.submit(form).await.expect(422);

    // Twice the same.
    invite(&mut admin, "jambi", "siti@contoh.id", "Operator provinsi", None).await.expect(200);
    let page = invite(&mut admin, "jambi", "siti@contoh.id", "Operator provinsi", None).await;
    assert!(page.expect(422).problem("Alamat surel").unwrap().contains("sudah diundang"));
    assert_eq!(world.count("select count(*) from role_grants where accepted_at is null").await, 1);
}

#[tokio::test]
async fn a_preview_of_the_link_changes_nothing_and_it_works_once() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let link = link_on(&invite(&mut admin, "jambi", "siti@contoh.id", "Operator provinsi", None).await);
    for _ in 0..3 {
        let seen = world.visitor().open(&link).await;
        seen.expect(200)
            .expect_text("Operator provinsi")
            .expect_text("Provinsi Jambi")
            .expect_text("s•••@contoh.id")
            .expect_no_text("siti@contoh.id");
    }
    assert_eq!(world.count("select count(*) from one_time_links where used_at is not null").await, 0);
    assert_eq!(world.count("select count(*) from role_grants where accepted_at is null").await, 1);

    let mut siti = world.visitor();
    let page = siti.open(&link).await;
    let short = page
        .form("Buat kata sandi dan terima")
        .fill("Kata sandi", "pendek")
        .fill("Ulangi kata sandi", "pendek");
    let short = siti.submit(short).await;
    assert!(short.expect(422).problem("Kata sandi").unwrap().contains("paling sedikit 10 huruf, sekarang 6"));
    let unequal = page
        .form("Buat kata sandi dan terima")
        .fill("Kata sandi", PASSWORD)
        .fill("Ulangi kata sandi", "lain sekali ini");
    let unequal = siti.submit(unequal).await;
    assert!(unequal.expect(422).problem("Ulangi kata sandi").unwrap().contains("tidak sama"));
    unequal.expect_no_text(PASSWORD);

    accept_as_new(&mut siti, &link).await.expect(200);
    let mut thief = world.visitor();
    thief.open(&link).await.expect(410).expect_text("Undangan ini sudah diterima");
    thief
        .post(&link, &[("full_name", "Pencuri"), ("password", PASSWORD), ("repeat", PASSWORD)])
        .await
        .expect(410);
    assert_eq!(world.count("select count(*) from accounts where full_name = 'Pencuri'").await, 0);
}

#[tokio::test]
async fn expired_withdrawn_replaced_and_unknown_links_each_say_so() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let first = link_on(&invite(&mut admin, "jambi", "siti@contoh.id", "Operator provinsi", None).await);
    let list = admin.open("/jambi/staf").await;
    let second = link_on(&admin.press(&list, "Tautan baru untuk Siti Contoh").await);
    world.visitor().open(&first).await.expect(410).expect_text("Tautan ini tidak berlaku lagi");
    world.visitor().open(&second).await.expect(200);

    let list = admin.press(&list, "Cabut Operator provinsi Siti Contoh").await;
    list.expect_text("tautannya tidak berlaku lagi");
    world.visitor().open(&second).await.expect(410).expect_text("Tautan ini tidak berlaku lagi");
    let fields = [("full_name", "Siti"), ("password", PASSWORD), ("repeat", PASSWORD)];
    world.visitor().post(&second, &fields).await.expect(410);

    let list = admin.press(&list, "Urungkan").await;
    list.expect_text("Tautan lama tidak berlaku; buatkan yang baru");
    let third = link_on(&admin.press(&list, "Tautan baru untuk Siti Contoh").await);
    world.clock.advance(TimeDelta::days(7));
    world.visitor().open(&third).await.expect(410).expect_text("sudah lewat masa berlakunya");
    world.visitor().post(&third, &fields).await.expect(410);
    admin.open("/jambi/staf").await.expect_text("Diundang, tautan tidak berlaku lagi");

    world.visitor().open("/undangan/abc").await.expect(404).expect_text("Tautan ini tidak dikenal");
    world.visitor().open("/setel-sandi/abc").await.expect(404).expect_text("Tautan ini tidak dikenal");
    // An invitation is no password reset.
    world.visitor().open(third.replace("/undangan/", "/setel-sandi/")).await.expect(404);
    assert_eq!(world.count("select count(*) from accounts where password_hash is not null").await, 0);
}

#[tokio::test]
async fn the_code_that_is_shown_lives_ten_minutes() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    invite(&mut admin, "jambi", "siti@contoh.id", "Fasilitator", Some("PLM Provinsi Jambi 2022")).await;
    let lifetimes: Vec<i32> = sqlx::query_scalar(
        "select (extract(epoch from expires_at - made_at) / 60)::int from one_time_links order by 1",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap();
    assert_eq!(lifetimes, [10, 7 * 24 * 60]);
}

#[tokio::test]
async fn an_existing_account_is_neither_told_nor_taken_over() {
    let world = World::new().await;
    give_password(&world, Who::JatengOperator, PASSWORD).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let email = "operator.jateng@contoh.id.invalid";
    let known = invite(&mut admin, "jambi", email, "Operator provinsi", None).await;
    let unknown = invite(&mut admin, "jambi", "siapa@contoh.id.invalid", "Operator provinsi", None).await;
    let neutral = |page: &Page| page.text().replace(&link_on(page), "");
    assert_eq!(neutral(&known), neutral(&unknown));
    let list = admin.open("/jambi/staf").await;
    list.expect_text("Siti Contoh").expect_no_text("Operator Jateng");
    let link = link_on(&known);
    let of = |page: Page| page.text().replace("o•••", "").replace("s•••", "");
    assert_eq!(
        of(world.visitor().open(&link).await),
        of(world.visitor().open(link_on(&unknown)).await),
        "what the link shows is the same"
    );

    // Who holds the link alone cannot take the account.
    let mut thief = world.visitor();
    accept_as_new(&mut thief, &link).await.expect(422).expect_text("akun yang sudah ada");
    thief.open("/jambi").await.expect_text("Masuk ke Sejawat");
    let mut other = world.browser(Who::JambiFacilitator).await;
    let page = other.open(&link).await;
    page.expect_text("undangan ini untuk orang lain");
    other.post(&link, &[]).await.expect(403);
    assert_eq!(world.count("select count(*) from role_grants where accepted_at is null").await, 2);
    assert_eq!(world.count("select count(*) from accounts where full_name = 'Siti Aminah'").await, 0);

    // Nor does an account without a password that has a role already.
    sqlx::query("update accounts set password_hash = null").execute(&mut world.look().await).await.unwrap();
    accept_as_new(&mut thief, &link).await.expect(422);
    give_password(&world, Who::JatengOperator, PASSWORD).await;

    // The owner signs in on the way and takes it on.
    let mut owner = world.visitor();
    let page = owner.open(&link).await;
    let sign_in = owner.click(&page, "Masuk").await;
    let form = sign_in.form("Masuk").fill("Alamat surel", email).fill("Kata sandi", PASSWORD);
    let page = owner.submit(form).await;
    page.expect_text("Anda masuk sebagai Operator Jateng");
    owner.open("/jambi").await.expect(404);
    owner.press(&page, "Terima undangan").await.expect(200).expect_text("Selamat datang");
    owner.open("/jambi").await.expect(200);
    owner.open("/jawa-tengah").await.expect(200);
    admin.open("/jambi/staf").await.expect_text("Operator Jateng");
}

#[tokio::test]
async fn a_facilitator_reaches_one_event_only() {
    let world = World::new().await;
    sqlx::raw_sql(
        "insert into events (id, edition_id, host_province, title, starts_on, ends_on, programme_starts_on, programme_ends_on, zone)
         values ('00000000-0000-0000-0000-000000000e16', '00000000-0000-0000-0000-000000000ed0', '15', 'PLM Kota Jambi', '2022-09-01', '2022-09-02', '2022-09-01', '2022-09-02', 'WIB');
         insert into event_provinces (event_id, province_code, part, edition_id) values ('00000000-0000-0000-0000-000000000e16', '15', 'host', '00000000-0000-0000-0000-000000000ed0');",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut admin = world.browser(Who::JambiAdmin).await;
    let shown = invite(&mut admin, "jambi", "siti@contoh.id", "Fasilitator", Some("PLM Kota Jambi")).await;
    shown.expect_text("Fasilitator, PLM Kota Jambi");
    let mut siti = world.visitor();
    let page = accept_as_new(&mut siti, &link_on(&shown)).await;
    page.expect(200);
    assert_eq!(page.path, "/tugas");
    siti.open("/tugas/kegiatan/00000000-0000-0000-0000-000000000e16/agenda").await.expect(200);
    siti.open(format!("/tugas/kegiatan/{JAMBI}/agenda")).await.expect(404);
    siti.open("/jambi").await.expect(404);
    siti.open("/jambi/staf").await.expect(404);
    siti.open("/akun").await.expect(200).expect_text("Fasilitator sebuah kegiatan, Jambi");
}

#[tokio::test]
async fn the_end_of_a_role_ends_access_at_once_and_can_be_undone() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open("/jambi").await.expect(200);
    let list = admin.open("/jambi/staf").await;
    let list = admin.press(&list, "Akhiri Operator provinsi Operator Jambi").await;
    list.expect(200).expect_text("aksesnya sudah tertutup").expect_text("Peran yang sudah berakhir (1)");
    operator.open("/jambi").await.expect(404);
    admin.press(&list, "Urungkan").await.expect_text("Operator Jambi memegang perannya lagi.");
    operator.open("/jambi").await.expect(200);
    assert_eq!(
        world.count("select count(*) from audit_log where action in ('staff.end', 'staff.restore') and province_code = '15'").await,
        2
    );

    // The own role has no button, and cannot be ended by a forged request.
    let own: uuid::Uuid = sqlx::query_scalar("select id from role_grants where account_id = $1")
        .bind(Who::JambiAdmin.account())
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    assert!(!list.body.contains(&own.to_string()));
    admin.post(format!("/jambi/staf/{own}/akhiri"), &[]).await.expect_text("tidak dapat Anda akhiri");
    admin.post(format!("/jambi/staf/{own}/tautan-sandi"), &[]).await.expect_text("Akun saya");
    admin.open("/jambi").await.expect(200);
}

#[tokio::test]
async fn an_admin_resets_only_people_of_the_own_province() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = admin.open("/jambi/staf").await;
    let shown = admin.press(&list, "Tautan kata sandi untuk Operator Jambi").await;
    shown.expect(200).expect_text("Tautan kata sandi untuk Operator Jambi");
    let link = link_on(&shown);
    let mut fresh = world.visitor();
    let page = fresh.open(&link).await;
    page.expect(200).expect_text("o•••@contoh.id.invalid");
    operator.open("/jambi").await.expect(200); // opening the link changed nothing
    let form = page
        .form("Simpan kata sandi")
        .fill("Kata sandi baru", PASSWORD)
        .fill("Ulangi kata sandi baru", PASSWORD);
    fresh.submit(form.clone()).await.expect(200).expect_text("Kata sandi baru tersimpan");
    operator.open("/jambi").await.expect_text("Masuk ke Sejawat");
    world.visitor().submit(form).await.expect(410).expect_text("Tautan ini sudah dipakai");
    sign_in(&mut world.visitor(), "operator.jambi@contoh.id.invalid", PASSWORD).await.expect(200);

    // Somebody who works elsewhere too is for Perpusnas.
    sqlx::query("insert into role_grants (id, account_id, role, province_code, granted_at, accepted_at, revoked_at) values (gen_random_uuid(), $1, 'province_operator', '33', now(), now(), now())")
        .bind(Who::JambiOperator.account())
        .execute(&mut world.look().await)
        .await
        .unwrap();
    let list = admin.open("/jambi/staf").await;
    admin
        .press(&list, "Tautan kata sandi untuk Operator Jambi")
        .await
        .expect_text("Hanya koordinator nasional");
    assert_eq!(world.count("select count(*) from one_time_links where purpose = 'password_reset'").await, 2);
}

#[tokio::test]
async fn a_reset_link_ends_when_the_account_reaches_further() {
    let world = World::new().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let list = admin.open("/jambi/staf").await;
    let reset = link_on(&admin.press(&list, "Tautan kata sandi untuk Operator Jambi").await);
    let mut jateng = world.browser(Who::JatengAdmin).await;
    let email = "operator.jambi@contoh.id.invalid";
    let invited = invite(&mut jateng, "jawa-tengah", email, "Operator provinsi", None).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(link_on(&invited)).await;
    operator.press(&page, "Terima undangan").await.expect(200);
    world.visitor().open(&reset).await.expect(410);
    let fields = [("password", PASSWORD), ("repeat", PASSWORD)];
    world.visitor().post(&reset, &fields).await.expect(410);
    assert_eq!(world.count("select count(*) from accounts where password_hash is not null").await, 0);
}

#[tokio::test]
async fn staff_is_the_admins_and_the_provinces_own() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open("/jambi/staf").await.expect(403);
    operator.open("/jambi/staf/undang").await.expect(403);
    operator.post("/jambi/staf/undang", &[("full_name", "X")]).await.expect(403);
    let mut jateng = world.browser(Who::JatengAdmin).await;
    jateng.open("/jambi/staf").await.expect(404);
    jateng.open("/nasional/staf").await.expect(404);
    jateng.open("/jawa-tengah/staf").await.expect(200).expect_no_text("Jambi");
    let mut jambi = world.browser(Who::JambiAdmin).await;
    let list = jambi.open("/jambi/staf").await;
    list.expect_text("Konsultan Jambi")
        .expect_text("Fasilitator Jambi")
        .expect_text("PLM Provinsi Jambi 2022");
    for (words, tail) in [
        ("Akhiri Operator provinsi Operator Jambi", "akhiri"),
        ("Tautan kata sandi untuk Operator Jambi", "tautan-sandi"),
    ] {
        let action = button_of(&list, words);
        assert!(action.ends_with(tail));
        jateng.post(action.replace("/jambi/", "/jawa-tengah/"), &[]).await.expect(404);
        jateng.post(&action, &[]).await.expect(404);
    }
    // A province sees its consultant, and leaves the role to Perpusnas.
    let consultant: uuid::Uuid = sqlx::query_scalar("select id from role_grants where role = 'consultant'")
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    jambi.post(format!("/jambi/staf/{consultant}/akhiri"), &[]).await.expect(404);
    assert_eq!(world.count("select count(*) from role_grants where revoked_at is not null").await, 0);
}

#[tokio::test]
async fn perpusnas_invites_coordinators_admins_and_consultants() {
    let world = World::new().await;
    let mut national = world.browser(Who::Coordinator).await;
    let list = national.open("/nasional/staf").await;
    list.expect(200)
        .expect_text("Admin Jambi")
        .expect_text("Konsultan Jambi")
        .expect_no_text("Operator Jambi");
    national
        .open("/nasional/staf?cari=jateng")
        .await
        .expect_text("Admin Jateng")
        .expect_no_text("Admin Jambi");
    let blank = national.click(&list, "Undang").await;
    let form = blank
        .form("Buat tautan undangan")
        .fill("Nama lengkap", "Budi Contoh")
        .fill("Alamat surel", "budi@contoh.id")
        .fill("Peran", "Admin provinsi");
    let page = national.submit(form.clone()).await;
    assert_eq!(page.expect(422).problem("Provinsi").as_deref(), Some("Pilih provinsi dari daftar."));
    let shown = national.submit(form.fill("Provinsi", "Jawa Tengah")).await;
    shown.expect(200).expect_text("Admin provinsi, Jawa Tengah");
    let mut budi = world.visitor();
    let page = accept_as_new(&mut budi, &link_on(&shown)).await;
    assert_eq!(page.expect(200).path, "/jawa-tengah");
    budi.open("/jawa-tengah/staf").await.expect(200);

    let form = blank
        .form("Buat tautan undangan")
        .fill("Nama lengkap", "Koordinator Baru")
        .fill("Alamat surel", "baru@contoh.id")
        .fill("Peran", "Koordinator nasional");
    let shown = national.submit(form).await;
    let mut fresh = world.visitor();
    accept_as_new(&mut fresh, &link_on(&shown)).await.expect(200).expect_text("Selamat datang");
    fresh.open("/nasional/staf").await.expect(200);
}

#[tokio::test]
async fn ones_own_account_shows_roles_and_changes_the_name() {
    let world = World::new().await;
    let mut me = world.browser(Who::JambiOperator).await;
    let mut elsewhere = world.browser(Who::JambiOperator).await;
    let page = me.open("/akun").await;
    page.expect(200)
        .expect_text("operator.jambi@contoh.id.invalid")
        .expect_text("Operator provinsi, Jambi")
        .expect_text("Perangkat ini")
        .expect_no_text("Admin Jambi");
    let stale = page.form("Simpan nama").fill("Nama lengkap", "Nama Saya");
    let form = elsewhere.open("/akun").await.form("Simpan nama").fill("Nama lengkap", "Nama Lain");
    elsewhere.submit(form).await.expect(200).expect_text("Nama Anda disimpan");
    let conflict = me.submit(stale).await;
    conflict.expect(409).expect_text("Nama Lain");
    me.submit(conflict.form("Simpan nama")).await.expect(200);
    let empty = me.open("/akun").await.form("Simpan nama").fill("Nama lengkap", " ");
    assert_eq!(
        me.submit(empty).await.expect(422).problem("Nama lengkap").as_deref(),
        Some("Isi nama lengkap.")
    );
    assert_eq!(world.count("select count(*) from accounts where full_name = 'Nama Saya'").await, 1);
    world.visitor().open("/akun").await.expect_text("Masuk ke Sejawat");
}

#[tokio::test]
async fn a_new_password_asks_for_the_old_one_and_ends_other_sign_ins() {
    let world = World::new().await;
    give_password(&world, Who::JambiOperator, PASSWORD).await;
    let mut me = world.browser(Who::JambiOperator).await;
    let mut elsewhere = world.browser(Who::JambiOperator).await;
    let page = me.open("/akun").await;
    let form = |old: &str, new: &str, again: &str| {
        page.form("Ganti kata sandi")
            .fill("Kata sandi sekarang", old)
            .fill("Kata sandi baru", new)
            .fill("Ulangi kata sandi baru", again)
    };
    let wrong = me.submit(form("salah sekali", "kata sandi baru", "kata sandi baru")).await;
    assert!(wrong.expect(422).problem("Kata sandi sekarang").unwrap().contains("tidak cocok"));
    let short = me.submit(form(PASSWORD, "pendek", "pendek")).await;
    assert!(short.expect(422).problem("Kata sandi baru").is_some());
    elsewhere.open("/akun").await.expect_text("Akun saya");
    me.submit(form(PASSWORD, "kata sandi baru", "kata sandi baru"))
        .await
        .expect(200)
        .expect_text("Kata sandi diganti");
    me.open("/akun").await.expect_text("Akun saya");
    elsewhere.open("/akun").await.expect_text("Masuk ke Sejawat");
    let email = "operator.jambi@contoh.id.invalid";
    sign_in(&mut world.visitor(), email, PASSWORD).await.expect(422);
    sign_in(&mut world.visitor(), email, "kata sandi baru").await.expect(200);
}

#[tokio::test]
async fn a_sign_in_that_is_ended_ends_at_once() {
    let world = World::new().await;
    let mut me = world.browser(Who::JambiOperator).await;
    let mut phone = world.browser(Who::JambiOperator).await;
    let mut tablet = world.browser(Who::JambiOperator).await;
    let mut stranger = world.browser(Who::JambiAdmin).await;
    let page = me.open("/akun").await;
    assert_eq!(page.count("form[action$='/akhiri']"), 2);

    // Somebody else's sign-in does not exist.
    let of_others: uuid::Uuid = sqlx::query_scalar("select id from logins where account_id = $1")
        .bind(Who::JambiAdmin.account())
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    me.post(format!("/akun/masuk/{of_others}/akhiri"), &[]).await.expect(404);
    stranger.open("/akun").await.expect_text("Akun saya");

    let page = me.press(&page, "Akhiri Perangkat yang tidak dikenal").await;
    page.expect(200).expect_text("Perangkat itu sudah keluar.");
    assert_eq!(page.count("form[action$='/akhiri']"), 1);
    let gone = [phone.open("/akun").await, tablet.open("/akun").await];
    assert_eq!(gone.iter().filter(|page| page.text().contains("Masuk ke Sejawat")).count(), 1);
    me.press(&page, "Akhiri semua yang lain").await.expect_text("1 perangkat lain sudah keluar.");
    for browser in [&mut phone, &mut tablet] {
        browser.open("/akun").await.expect_text("Masuk ke Sejawat");
    }
    me.open("/akun").await.expect_text("Akun saya");
    stranger.open("/akun").await.expect_text("Akun saya");
}

#[tokio::test]
async fn signing_in_never_leads_off_the_site() {
    let world = World::new().await;
    give_password(&world, Who::JambiOperator, PASSWORD).await;
    for evil in ["https://evil.id", "//evil.id", "/\\evil.id"] {
        let body = serde_html_form::to_string([
            ("email", "operator.jambi@contoh.id.invalid"),
            ("password", PASSWORD),
            ("lanjut", evil),
        ])
        .unwrap();
        let page = world.visitor().send("POST", "/masuk", Some(body), &[]).await;
        assert_eq!((page.status.as_u16(), page.path.as_str()), (303, "/"), "{evil}");
        let mut signed_in = world.browser(Who::JambiOperator).await;
        let query = serde_html_form::to_string([("lanjut", evil)]).unwrap();
        let page = signed_in.send("GET", &format!("/masuk?{query}"), None, &[]).await;
        assert_eq!(page.path, "/", "{evil}");
    }
}

#[tokio::test]
async fn the_first_coordinator_comes_by_a_link_from_the_machine() {
    let world = World::new().await;
    let make = async || {
        let mut tx = world.db.begin(&Scope::system()).await.unwrap();
        let made =
            identity::create_admin(&mut tx, &world.clock, "kepala@contoh.id", "Kepala Contoh").await.unwrap();
        tx.commit().await.unwrap();
        made
    };
    let (purpose, first) = make().await;
    assert_eq!(purpose, Purpose::Invitation);
    let (purpose, second) = make().await;
    assert_eq!(purpose, Purpose::Invitation);
    world.visitor().open(format!("/undangan/{}", first.link)).await.expect(410);
    let mut head = world.visitor();
    accept_as_new(&mut head, &format!("/undangan/{}", second.link)).await.expect(200);
    head.open("/nasional/staf").await.expect(200);
    let (purpose, reset) = make().await;
    assert_eq!(purpose, Purpose::PasswordReset);
    world.visitor().open(format!("/setel-sandi/{}", reset.link)).await.expect(200);
}

#[tokio::test]
async fn a_seeded_account_signs_in_with_its_role() {
    use argon2::password_hash::PasswordHasher as _;

    let world = World::new().await;
    let mut tx = world.db.begin(&Scope::system()).await.unwrap();
    let hash = argon2::Argon2::default().hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    let account = NewAccount {
        email: "Demo@Contoh.id".into(),
        full_name: "Demo".into(),
        phone: String::new(),
        password_hash: Some(hash),
    };
    let id = identity::create_account(&mut tx, &world.clock, &account).await.unwrap();
    assert_eq!(identity::create_account(&mut tx, &world.clock, &account).await.unwrap(), id);
    let role = NewRole { role: StaffRole::ProvinceAdmin, province: ProvinceCode::parse("15"), event: None };
    assert!(identity::grant(&mut tx, &world.clock, id, &role).await.unwrap().is_some());
    assert!(identity::grant(&mut tx, &world.clock, id, &role).await.unwrap().is_none());
    tx.commit().await.unwrap();
    let mut demo = world.visitor();
    let page = sign_in(&mut demo, "demo@contoh.id", PASSWORD).await;
    assert_eq!(page.expect(200).path, "/jambi");
}

#[tokio::test]
async fn no_scope_but_the_doors_reads_accounts() {
    let world = World::new().await;
    let scopes = [
        Scope::national(),
        Scope::public(),
        crate::support::world::office("15", &[JAMBI], &[]),
        Scope::assignment(vec![JAMBI]),
    ];
    for scope in scopes {
        for table in
            ["accounts", "role_grants", "logins", "one_time_links", "known_devices", "sign_in_failures"]
        {
            let mut tx = world.db.begin(&scope).await.unwrap();
            let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
            assert!(sqlx::query(sql).execute(&mut *tx).await.is_err(), "{table} in {}", scope.name());
        }
    }
}
