//! The rooms of an event: offered to its sessions, measured in people, and taken along when they get another name.

use crate::support::{
    World,
    browser::{Browser, Page},
    world::{JAMBI, JOINT, Who},
};

const ROOMS: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/agenda/ruang";

async fn add(browser: &mut Browser, name: &str, capacity: &str) -> Page {
    let page = browser.open(ROOMS).await;
    let form = page.form("Tambah ruang").fill("Nama ruang", name).fill("Daya tampung (orang)", capacity);
    browser.submit(form).await
}

#[tokio::test]
async fn a_room_is_added_changed_removed_and_brought_back() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(ROOMS).await.expect(200).expect_text("Belum ada ruang");
    let list = add(&mut operator, " Aula  M ", "60").await;
    list.expect(200).expect_text("Ruang “Aula M” ditambahkan.").expect_text("memuat 60 orang, belum dipakai");
    let list = add(&mut operator, "Lobi", "").await;
    list.expect_text("daya tampung belum diisi");

    let edit = operator.click(&list, "Ubah ruang Aula M").await;
    let list = operator.submit(edit.form("Simpan ruang").fill("Daya tampung (orang)", "1.200")).await;
    list.expect_text("Ruang “Aula M” disimpan.").expect_text("memuat 1.200 orang");

    let list = operator.press(&list, "Hapus ruang Aula M").await;
    list.expect_text("Ruang “Aula M” dihapus.").expect_no_text("memuat 1.200 orang");
    let list = operator.press(&list, "Urungkan").await;
    list.expect_text("Ruang “Aula M” dikembalikan.").expect_text("memuat 1.200 orang");
    assert_eq!(world.count("select count(*) from audit_log where action like 'room.%'").await, 5);
}

#[tokio::test]
async fn two_rooms_of_one_name_are_refused_however_it_is_written() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    add(&mut operator, "Aula M", "60").await;
    let list = add(&mut operator, "Lobi", "").await;
    let page = add(&mut operator, "AULA-m", "10").await;
    let taken = "Nama ini sudah dipakai ruang lain. Ubah ruang itu, atau pilih nama yang berbeda.";
    assert_eq!(page.expect(422).problem("Nama ruang").as_deref(), Some(taken));
    assert!(page.body.contains("AULA-m"), "what was typed is kept");
    let edit = operator.click(&list, "Ubah ruang Lobi").await;
    let page = operator.submit(edit.form("Simpan ruang").fill("Nama ruang", "aula m")).await;
    assert_eq!(page.expect(422).problem("Nama ruang").as_deref(), Some(taken));

    // A removed one whose name was given away cannot come back.
    let removed = operator.press(&list, "Hapus ruang Lobi").await;
    add(&mut operator, "LOBI", "").await.expect(200);
    operator.press(&removed, "Urungkan").await.expect_text("Nama ini sudah dipakai ruang lain.");
    assert_eq!(
        world.count("select count(*) from event_rooms where name_key = 'lobi' and removed_at is null").await,
        1
    );
    for (name, capacity, field, sentence) in [
        ("", "", "Nama ruang", "Isi nama ruang."),
        ("!!!", "", "Nama ruang", "Nama ruang harus memuat huruf atau angka."),
        ("Balai", "0", "Daya tampung (orang)", "Isi daya tampung dengan angka 1 sampai 20000."),
        ("Balai", "banyak", "Daya tampung (orang)", "Isi daya tampung dengan angka 1 sampai 20000."),
    ] {
        let page = add(&mut operator, name, capacity).await;
        assert_eq!(page.expect(422).problem(field).as_deref(), Some(sentence), "{name}");
    }
}

#[tokio::test]
async fn sessions_are_offered_the_rooms_and_follow_a_new_name() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let agenda = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let agenda = operator.press(&agenda, "Pakai pola nasional").await;
    sqlx::query("update sessions set room = 'AULA ' where title = 'Penyusunan RTL'")
        .execute(&mut world.look().await)
        .await
        .unwrap();
    sqlx::query("update sessions set locked_at = now() where title = 'Penghargaan'")
        .execute(&mut world.look().await)
        .await
        .unwrap();
    let list = add(&mut operator, "Aula", "60").await;
    list.expect_text("memuat 60 orang, dipakai 4 sesi");
    let form = operator.click(&agenda, "Pembukaan").await;
    assert_eq!(form.count("datalist#daftar-ruang option"), 1);
    assert_eq!(form.count("datalist#daftar-ruang option[value='Aula']"), 1);

    let edit = operator.click(&list, "Ubah ruang Aula").await;
    let list = operator.submit(edit.form("Simpan ruang").fill("Nama ruang", "Aula Utama")).await;
    list.expect_text("Ruang “Aula Utama” disimpan. Namanya juga berubah pada 3 sesi.");
    assert_eq!(world.count("select count(*) from sessions where room = 'Aula Utama'").await, 3);
    assert_eq!(
        world.count("select count(*) from sessions where room = 'Aula' and locked_at is not null").await,
        1
    );
    assert_eq!(world.count("select count(*) from audit_log where action = 'session.room'").await, 3);
    // The form that was open before is not the last word any more.
    operator.submit(form.form("Simpan sesi").fill("Judul sesi", "Pembukaan resmi")).await.expect(409);
}

#[tokio::test]
async fn two_who_change_a_room_see_each_others_words() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let list = add(&mut operator, "Aula", "60").await;
    let mine = operator
        .click(&list, "Ubah ruang Aula")
        .await
        .form("Simpan ruang")
        .fill("Daya tampung (orang)", "70");
    let theirs =
        admin.click(&list, "Ubah ruang Aula").await.form("Simpan ruang").fill("Daya tampung (orang)", "80");
    admin.submit(theirs).await.expect(200);
    let page = operator.submit(mine).await;
    page.expect(409).expect_text("80").expect_text("Admin Jambi");
    operator.submit(page.form("Simpan ruang")).await.expect(200).expect_text("memuat 70 orang");
}

#[tokio::test]
async fn rooms_are_the_hosts() {
    let world = World::new().await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    guest.open(format!("/dki-jakarta/kegiatan/{JOINT}/agenda/ruang")).await.expect(403);
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    facilitator.open(format!("/tugas/kegiatan/{JAMBI}/agenda/ruang")).await.expect(403);
    let mut jateng = world.browser(Who::JatengAdmin).await;
    jateng.open(ROOMS).await.expect(404);
}

#[tokio::test]
async fn what_sessions_call_their_rooms_is_registered_with_a_number() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let agenda = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    operator.press(&agenda, "Pakai pola nasional").await.expect(200);
    let page = operator.open(ROOMS).await;
    page.expect_text("Dipakai di agenda, belum terdaftar").expect_text("Aula (4 sesi)");
    let wrong = operator.submit(page.form("Daftarkan Aula").fill("Daya tampung Aula", "0")).await;
    wrong.expect(422).expect_text("Isi daya tampung dengan angka 1 sampai 20000.");
    let page = operator.submit(page.form("Daftarkan Aula").fill("Daya tampung Aula", "80")).await;
    page.expect(200)
        .expect_text("Ruang “Aula” ditambahkan.")
        .expect_text("memuat 80 orang, dipakai 4 sesi")
        .expect_no_text("belum terdaftar");
}
