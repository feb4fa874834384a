//! Signing in and out, and what is refused.

use crate::support::{World, world::Who};

pub async fn with_password(world: &World, password: &str) {
    use argon2::password_hash::PasswordHasher as _;
    let hash = argon2::Argon2::default().hash_password(password.as_bytes()).unwrap().to_string();
    sqlx::query("update accounts set password_hash = $1 where id = $2")
        .bind(hash)
        .bind(Who::JambiOperator.account())
        .execute(&mut world.look().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_person_signs_in_and_returns_to_the_page_that_was_asked_for() {
    let world = World::new().await;
    with_password(&world, "rahasia sekali").await;
    let mut browser = world.visitor();
    let page = browser.open("/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/agenda").await;
    page.expect(200).expect_text("Masuk ke Sejawat");
    let form = page
        .form("Masuk")
        .fill("Alamat surel", " Operator.Jambi@contoh.id.invalid ")
        .fill("Kata sandi", "rahasia sekali");
    browser.submit(form).await.expect(200).expect_text("Agenda masih kosong");
    browser.post("/keluar", &[]).await.expect_text("Masuk ke Sejawat");
    browser
        .open("/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/agenda")
        .await
        .expect_text("Masuk ke Sejawat");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let world = World::new().await;
    with_password(&world, "rahasia sekali").await;
    let mut sentences = Vec::new();
    for email in ["operator.jambi@contoh.id.invalid", "tidak.ada@contoh.id.invalid"] {
        let mut browser = world.visitor();
        let page = browser.open("/masuk").await;
        let form = page.form("Masuk").fill("Alamat surel", email).fill("Kata sandi", "tebakan saja");
        let page = browser.submit(form).await;
        sentences.push(page.expect(422).problem("Alamat surel").unwrap());
        page.expect_no_text("tebakan saja");
    }
    assert_eq!(sentences[0], sentences[1]);
}

#[tokio::test]
async fn guessing_locks_the_guessers_device_and_not_the_owners() {
    let world = World::new().await;
    with_password(&world, "rahasia sekali").await;
    let address = "operator.jambi@contoh.id.invalid";
    let mut own = world.visitor();
    let form = own
        .open("/masuk")
        .await
        .form("Masuk")
        .fill("Alamat surel", address)
        .fill("Kata sandi", "rahasia sekali");
    own.submit(form).await.expect(200).expect_text("PLM Provinsi Jambi 2022");
    own.post("/keluar", &[]).await;

    let mut guesser = world.visitor();
    guesser.set_cookie("sejawat_perangkat", &"a".repeat(64));
    for attempt in 0..9 {
        let form = guesser
            .open("/masuk")
            .await
            .form("Masuk")
            .fill("Alamat surel", address)
            .fill("Kata sandi", "salah");
        let page = guesser.submit(form).await;
        page.expect(if attempt < 8 { 422 } else { 429 });
    }
    let form = own
        .open("/masuk")
        .await
        .form("Masuk")
        .fill("Alamat surel", address)
        .fill("Kata sandi", "rahasia sekali");
    assert_ne!(own.submit(form).await.status.as_u16(), 429);
}

#[tokio::test]
async fn another_site_cannot_make_the_browser_change_anything() {
    let world = World::new().await;
    let mut browser = world.browser(Who::JambiOperator).await;
    let page = browser
        .send(
            "POST",
            "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/agenda/pola",
            Some(String::new()),
            &[("sec-fetch-site", "cross-site")],
        )
        .await;
    page.expect(403).expect_text("situs lain");
    assert_eq!(world.count("select count(*) from sessions").await, 0);
}

#[tokio::test]
async fn guesses_sent_side_by_side_are_counted_one_by_one() {
    let world = World::new().await;
    let mut guessers = Vec::new();
    for _ in 0..20 {
        let mut browser = world.visitor();
        browser.set_cookie("sejawat_perangkat", &"b".repeat(64));
        guessers.push(tokio::spawn(async move {
            let fields = [("email", "operator.jambi@contoh.id.invalid"), ("password", "tebakan saja")];
            browser.post("/masuk", &fields).await.status.as_u16()
        }));
    }
    let mut tried = 0;
    for guesser in guessers {
        tried += usize::from(guesser.await.unwrap() == 422);
    }
    assert_eq!(tried, 8);
}

#[tokio::test]
async fn over_tls_cookies_are_bound_to_this_host_and_plain_ones_are_not_believed() {
    let world = World::new().await.served_at("https://sejawat.test");
    with_password(&world, "rahasia sekali").await;
    let mut browser = world.visitor();
    let form = browser
        .open("/masuk")
        .await
        .form("Masuk")
        .fill("Alamat surel", "operator.jambi@contoh.id.invalid")
        .fill("Kata sandi", "rahasia sekali");
    browser.submit(form).await.expect(200).expect_text("Ringkasan");
    let secret = browser.cookie("__Host-sejawat_masuk").unwrap().to_owned();
    assert_eq!(browser.cookie("sejawat_masuk"), None);

    let mut planted = world.visitor();
    planted.set_cookie("sejawat_masuk", &secret);
    planted.open("/jambi").await.expect_text("Masuk ke Sejawat");
    let mut own = world.visitor();
    own.set_cookie("__Host-sejawat_masuk", &secret);
    own.open("/jambi").await.expect_text("Ringkasan");

    let answer = own.head("/masuk").await;
    assert_eq!(answer["strict-transport-security"], "max-age=31536000");
    let left = own.head_of_post("/keluar").await;
    let cookie = left
        .get_all("set-cookie")
        .iter()
        .filter_map(|cookie| cookie.to_str().ok())
        .find(|cookie| cookie.starts_with("__Host-sejawat_masuk=;"))
        .expect("signing out takes the cookie back");
    for attribute in ["Path=/;", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(attribute), "{attribute} is missing: {cookie}");
    }
}
