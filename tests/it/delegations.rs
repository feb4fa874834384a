//! Libraries are invited, and name their people by a link: on one phone and on two, over a bad line, until the places are
//! taken; the office sees it at once and is the last to decide.

use chrono::TimeDelta;
use proptest::{collection::vec, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use sejawat::{
    db::scope::{ProvinceCode, Scope},
    features::registration::{
        InvitationPlan, LibraryKind, LibraryPlan, Named, NamingPlan, add_library, default_places, invite,
        name_person,
    },
    kernel::{
        ids::{DelegationId, EventId, ParticipantId},
        origin::Origin,
    },
};

use crate::support::{
    World,
    browser::{Browser, Page},
    world::{JAMBI, JOINT, Who, office},
};

const INVITATIONS: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/undangan";
const PEOPLE: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/peserta";
const VILLAGE: &str = "Perpustakaan Desa Contoh";
const CITY: &str = "Dinas Perpustakaan Kota Jambi";

/// Two libraries of Jambi, each with a PIC.
async fn with_libraries(world: &World) {
    let mut tx = world.db.begin(&office("15", &[], &[])).await.unwrap();
    let province = ProvinceCode::parse("15").unwrap();
    for (name, kind, phone) in [
        (VILLAGE, LibraryKind::VillageLibrary, "+6281234567890"),
        (CITY, LibraryKind::RegencyOffice, "+6281111112222"),
    ] {
        let plan = LibraryPlan {
            pic_name: format!("PIC {name}"),
            pic_phone: phone.into(),
            ..LibraryPlan::new(kind, name)
        };
        add_library(&mut tx, &world.clock, &province, &plan).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Invites the village's library with so many places.
async fn invited(operator: &mut Browser, places: &str) -> Page {
    let choose = operator.open(format!("{INVITATIONS}/baru")).await;
    let form = choose.form("Undang yang dicentang").tick(&format!("Undang {VILLAGE}"));
    operator.submit(form.fill(&format!("Tempat {VILLAGE}"), places)).await
}

/// The path and the code of a link that was just shown.
fn shown(page: &Page) -> (String, String) {
    let code = page.text().split("Kode untuk perangkat baru: ").nth(1).unwrap()[..4].to_owned();
    (page.copied("tautan-1"), code)
}

/// A link for the village's library, made by the office.
async fn link(operator: &mut Browser) -> (String, String) {
    let list = operator.open(INVITATIONS).await;
    let page = operator.click(&list, VILLAGE).await;
    let button =
        if page.text().contains("Buat tautan pengganti") { "Buat tautan pengganti" } else { "Buat tautan" };
    shown(&operator.press(&page, button).await)
}

/// The PIC's phone, past the door.
async fn phone(world: &World, path: &str) -> (Browser, Page) {
    let mut phone = world.visitor();
    let door = phone.open(path).await;
    let own = phone.submit(door.form("Buka halaman perpustakaan").fill("Empat angka", "7890")).await;
    own.expect(200).expect_text(VILLAGE);
    (phone, own)
}

async fn named(phone: &mut Browser, page: &Page, name: &str) -> Page {
    phone.submit(page.form("Simpan orang ini").fill("Nama lengkap", name).tick("Perempuan")).await
}

/// An invited village library with its link, and the PIC's phone on its page.
async fn scene(places: &str) -> (World, Browser, String, Browser, Page) {
    let world = World::new().await;
    with_libraries(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    invited(&mut operator, places).await;
    let (path, _) = link(&mut operator).await;
    let (phone, own) = phone(&world, &path).await;
    (world, operator, path, phone, own)
}

#[tokio::test]
async fn libraries_are_invited_many_at_once_with_their_usual_places_withdrawn_and_brought_back() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(INVITATIONS).await;
    empty.expect(200).expect_text("Belum ada perpustakaan yang diundang");
    operator.click(&empty, "Undang perpustakaan").await.expect_text("Direktori perpustakaan masih kosong");
    with_libraries(&world).await;
    let choose = operator.click(&empty, "Undang perpustakaan").await;
    let form = choose.form("Undang yang dicentang");
    let nothing = operator.submit(form.clone()).await;
    nothing.expect(422).expect_text("Belum ada yang dipilih");
    let both = form.tick(&format!("Undang {VILLAGE}")).tick(&format!("Undang {CITY}"));
    let wrong = operator.submit(both.clone().fill(&format!("Tempat {CITY}"), "0")).await;
    wrong.expect(422).expect_text(&format!("Isi tempat {CITY} dengan angka 1 sampai 99."));
    assert_eq!(wrong.count("input[name=who][checked]"), 2, "what was ticked is still ticked");
    let list = operator.submit(both.clone()).await;
    list.expect_text("2 perpustakaan diundang.").expect_text("0 dari 2").expect_text("0 dari 3 tempat");
    assert_eq!(default_places(LibraryKind::RegencyOffice) + default_places(LibraryKind::VillageLibrary), 3);
    // The same once more invites nobody a second time.
    operator.submit(both).await.expect_text("0 perpustakaan diundang. 2 lainnya sudah diundang.");
    let page = operator.click(&list, CITY).await;
    let form =
        page.form("Simpan undangan").fill("Tempat", "4").fill("Telepon (WhatsApp) PIC", "0811 2233 4455");
    let list = operator.submit(form).await;
    list.expect_text("disimpan.").expect_text("0 dari 5 tempat").expect_text("0811-2233-4455");
    let page = operator.click(&list, CITY).await;
    let gone = operator.press(&page, "Tarik undangan").await;
    gone.expect_text("ditarik").expect_text("0 dari 1 tempat");
    operator.press(&gone, "Urungkan").await.expect_text("dikembalikan").expect_text("0 dari 5 tempat");
    assert_eq!(world.count("select count(*) from audit_log where action like 'delegation.%'").await, 5);
}

#[tokio::test]
async fn a_pic_names_people_until_the_places_are_taken_and_the_office_sees_them_at_once() {
    let (world, mut operator, path, mut phone, own) = scene("2").await;
    own.expect_text("0 dari 2 tempat terisi").expect_text("Selasa, 2 Agustus 2022");
    let blank = phone.submit(own.form("Simpan orang ini")).await;
    blank.expect(422);
    assert_eq!(blank.problem("Nama lengkap").as_deref(), Some("Isi nama lengkap."));
    let form = blank
        .form("Simpan orang ini")
        .fill("Nama lengkap", "Dra. Siti Aminah, M.Hum.")
        .tick("Perempuan")
        .fill("Peran dalam utusan", "PIC")
        .fill("Jabatan", "Kepala desa")
        .fill("Telepon (WhatsApp)", "0812 3333 4444");
    let one = phone.submit(form).await;
    one.expect(200).expect_text("Dra. Siti Aminah, M.Hum. tersimpan.").expect_text("1 dari 2 tempat terisi");
    operator
        .open(PEOPLE)
        .await
        .expect_text("Dra. Siti Aminah, M.Hum.")
        .expect_text(VILLAGE)
        .expect_text("0812-3333-4444")
        .expect_text("Perpustakaan Desa/Kelurahan");
    operator.open(INVITATIONS).await.expect_text("1 dari 2").expect_text("Sedang mengisi");
    let late = phone.open(&path).await;
    let late = late.form("Simpan orang ini").fill("Nama lengkap", "Terlambat").tick("Laki-laki");
    let full = named(&mut phone, &one, "Ninik").await;
    full.expect_text("2 dari 2 tempat terisi").expect_text("Semua 2 tempat sudah terisi");
    assert_eq!(full.count("[name=full_name]"), 0);
    let refused = phone.submit(late).await;
    refused.expect(422).expect_text("Semua 2 tempat sudah terisi. Tarik dulu salah satu nama");
    assert_eq!(refused.count("[name=full_name][value=Terlambat]"), 1, "what was typed is still there");
    let edit = phone.click(&refused, "Perbaiki Ninik").await;
    let form = edit.form("Simpan perubahan").fill("Jabatan", "Pustakawan");
    phone.submit(form.clone()).await.expect_text("Ninik tersimpan.").expect_text("Pustakawan");
    // The answer to the first was lost, and the browser sends it again.
    phone.submit(form).await.expect(200).expect_text("Ninik tersimpan.");
    let done = phone.press(&full, "Selesai, ini daftarnya").await;
    done.expect_text("Terima kasih").expect_text("Dinyatakan selesai");
    operator.open(INVITATIONS).await.expect_text("Sudah menjawab").expect_text("1 dari 1");
    let by = "select count(*) from participants where entry = 'invited' and status = 'registered' and category = 'village_library' and changed_by like 'PIC %'";
    assert_eq!(world.count(by).await, 2);
    assert_eq!(
        world.count("select count(*) from audit_log where province_code = '15' and scope = 'person' and actor_name = 'PIC Perpustakaan Desa Contoh'").await,
        5,
        "opened, two named, one corrected, finished"
    );
    phone.open(&path).await.expect_text("2 dari 2");
}

#[tokio::test]
async fn a_second_click_and_a_lost_answer_name_one_person_and_a_later_wording_counts() {
    let (world, _, _, mut phone, own) = scene("3").await;
    let form = own.form("Simpan orang ini").fill("Nama lengkap", "Siti").tick("Perempuan");
    phone.submit(form.clone()).await.expect(200);
    phone.submit(form.clone()).await.expect(200).expect_text("1 dari 3");
    let reworded = form.clone().fill("Nama lengkap", "Siti Aminah");
    phone.submit(reworded).await.expect(200).expect_text("1 dari 3").expect_text("Siti Aminah");
    let page = phone.submit(form.clone()).await;
    let gone = phone.press(&page, "Tarik Siti").await;
    gone.expect_text("ditarik dari daftar").expect_text("0 dari 3");
    // A form that arrives after its person was taken back brings nobody back by itself.
    let late = phone.submit(form).await;
    late.expect(422).expect_text("baru saja ditarik kembali");
    assert_eq!(world.count("select count(*) from participants where status = 'registered'").await, 0);
    phone.press(&late, "Simpan orang ini").await.expect(200).expect_text("1 dari 3");
    phone.press(&gone, "Urungkan").await.expect_text("Siti kembali ke daftar").expect_text("2 dari 3");
    // The browser went back to the form of somebody who is saved, and somebody else was typed into it.
    let other = gone.form("Simpan orang ini").fill("Nama lengkap", "Ninik").tick("Perempuan");
    phone.submit(other.clone()).await.expect_text("3 dari 3");
    let asked = phone.submit(other.fill("Nama lengkap", "Rahmat")).await;
    asked.expect(422).expect_text("sudah tersimpan sebagai Ninik").expect_text("3 dari 3");
    // An id that no page of ours made.
    let forged = gone.form("Simpan orang ini").fill("Nama lengkap", "Palsu").tick("Laki-laki");
    phone.submit(forged.forge("id", "1")).await.expect(422).expect_text("Tekan simpan sekali lagi");
}

#[tokio::test]
async fn whom_the_office_has_changed_is_only_read() {
    let (world, mut operator, _, mut phone, own) = scene("3").await;
    let form = own.form("Simpan orang ini").fill("Nama lengkap", "Siti").tick("Perempuan");
    let page = phone.submit(form.clone().fill("Telepon (WhatsApp)", "0812 3333 4444")).await;
    let open = phone.click(&page, "Perbaiki Siti").await;
    let people = operator.open(PEOPLE).await;
    let person = operator.click(&people, "Siti").await;
    operator.submit(person.form("Simpan").fill("Nama lengkap", "Siti Rahmah")).await.expect_text("disimpan");
    let sent = phone.submit(open.form("Simpan perubahan").fill("Jabatan", "Lurah")).await;
    sent.expect(200)
        .expect_text("sudah diubah oleh dinas")
        .expect_text("Siti Rahmah")
        .expect_no_text("Lurah");
    sent.expect_text("Diubah oleh dinas").expect_no_text("0812-3333-4444");
    assert_eq!(sent.link("Perbaiki Siti Rahmah"), None);
    phone.submit(form).await.expect(422).expect_text("sudah diubah oleh dinas");
    let id: uuid::Uuid =
        sqlx::query_scalar("select id from participants").fetch_one(&mut world.look().await).await.unwrap();
    let own_path = own.path.clone();
    phone.post(format!("{own_path}/orang/{id}/tarik"), &[]).await.expect_text("sudah diubah oleh dinas");
    assert_eq!(
        world
            .count(
                "select count(*) from participants where full_name = 'Siti Rahmah' and status = 'registered'"
            )
            .await,
        1
    );
    // The place stays taken, also when somebody else comes instead.
    phone.open(&own_path).await.expect_text("1 dari 3");
}

#[tokio::test]
async fn two_phones_of_one_pic_correct_the_same_person() {
    let (world, _, path, mut one, own) = scene("2").await;
    let page = named(&mut one, &own, "Siti").await;
    let (mut two, other) = phone(&world, &path).await;
    let (first, second) = (one.click(&page, "Perbaiki Siti").await, two.click(&other, "Perbaiki Siti").await);
    one.submit(first.form("Simpan perubahan").fill("Jabatan", "Lurah")).await.expect(200);
    let asked = two.submit(second.form("Simpan perubahan").fill("Jabatan", "Camat")).await;
    asked.expect(409).expect_text("Lurah");
    two.press(&asked, "Simpan perubahan").await.expect(200).expect_text("Camat");
}

#[tokio::test]
async fn a_library_that_cannot_come_says_why_and_can_take_it_back() {
    let (world, mut operator, path, mut phone, own) = scene("2").await;
    let blank = phone.submit(own.form("Kirim jawaban")).await;
    blank.expect(422).expect_text("Tulis alasannya");
    let one = named(&mut phone, &own, "Siti").await;
    let decline = own.form("Kirim jawaban").fill("Alasannya", "Bersamaan dengan musrenbang");
    phone.submit(decline.clone()).await.expect_text("Masih ada nama dalam daftar");
    phone.press(&one, "Tarik Siti").await;
    phone.press(&one, "Selesai, ini daftarnya").await.expect_text("Belum ada nama");
    let declined = phone.submit(decline).await;
    declined.expect_text("menyatakan tidak dapat hadir").expect_text("musrenbang");
    operator
        .open(format!("{INVITATIONS}?jawaban=tidak-hadir"))
        .await
        .expect_text("Tidak dapat hadir")
        .expect_text("Bersamaan dengan musrenbang")
        .expect_text("0 dari 0 tempat");
    let late = one.form("Simpan orang ini").fill("Nama lengkap", "Ninik").tick("Perempuan");
    phone.submit(late).await.expect(422).expect_text("Batalkan dulu jawaban itu");
    let open = phone.open(&path).await;
    phone.press(&open, "Batalkan jawaban ini").await.expect_text("0 dari 2 tempat terisi");
    operator.open(INVITATIONS).await.expect_text("Belum menjawab").expect_text("0 dari 2 tempat");
    assert_eq!(
        world.count("select count(*) from delegations where answer = 'none' and answered_at is null").await,
        1
    );
}

#[tokio::test]
async fn a_preview_tells_the_event_alone_and_guessing_has_an_end() {
    let world = World::new().await;
    with_libraries(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    invited(&mut operator, "2").await;
    let (path, code) = link(&mut operator).await;
    let before = world.everything().await;
    let mut guesser = world.visitor();
    guesser
        .open(&path)
        .await
        .expect(200)
        .expect_text("PLM Provinsi Jambi 2022")
        .expect_no_text(VILLAGE)
        .expect_no_text("PIC ");
    assert_eq!(world.everything().await, before, "looking changes nothing");
    let wrong = if code == "0000" { "0001" } else { "0000" };
    for _ in 0..10 {
        guesser.post(&path, &[("code", wrong)]).await.expect(422).expect_no_text(VILLAGE);
    }
    guesser.post(&path, &[("code", &code)]).await.expect(422).expect_text("Terlalu banyak percobaan");
    operator.open(INVITATIONS).await.expect_text("belum dibuka");
    world.clock.advance(TimeDelta::minutes(16));
    guesser.post(&path, &[("code", &code)]).await.expect(200).expect_text(VILLAGE);
    operator.open(INVITATIONS).await.expect_text("dibuka 2 Agustus 2022");
    // The secret itself is nowhere.
    let kept = "select count(*) from delegation_links where encode(token_hash, 'hex') = $1 or code = $1";
    let kept: i64 = sqlx::query_scalar(kept)
        .bind(path.trim_start_matches("/utusan/"))
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_link_ends_when_it_is_renewed_revoked_withdrawn_or_when_names_close() {
    let (world, mut operator, old, mut pic, own) = scene("2").await;
    let (new, _) = link(&mut operator).await;
    pic.open(&old).await.expect(404).expect_text("tidak berlaku lagi");
    let unsent = own.form("Simpan orang ini").fill("Nama lengkap", "Siti").tick("Perempuan");
    pic.submit(unsent).await.expect(404);
    let (mut pic, _) = phone(&world, &new).await;
    world.clock.advance(TimeDelta::hours(15));
    pic.open(&new).await.expect(200);
    world.clock.advance(TimeDelta::hours(1));
    // Half past midnight of 3 August in Jambi: the first programme day is over.
    pic.open(&new).await.expect(404);
    let list = operator.open(INVITATIONS).await;
    let page = operator.click(&list, VILLAGE).await;
    page.expect_text("Nama ditutup Selasa, 2 Agustus 2022");
    operator.submit(page.form("Simpan undangan").fill("Nama ditutup pada", "3/8/2022")).await.expect(200);
    pic.open(&new).await.expect(200).expect_text("Rabu, 3 Agustus 2022");
    let page = operator.click(&list, VILLAGE).await;
    let gone = operator.press(&page, "Tarik undangan").await;
    pic.open(&new).await.expect(404);
    operator.press(&gone, "Urungkan").await;
    pic.open(&new).await.expect(200);
    let page = operator.click(&list, VILLAGE).await;
    operator.press(&page, "Cabut tautan").await.expect_text("Tautan dicabut");
    pic.open(&new).await.expect(404);
    world.visitor().open("/utusan/abc").await.expect(404);
}

#[tokio::test]
async fn links_are_made_for_all_at_once_and_reminders_go_one_after_another() {
    let world = World::new().await;
    with_libraries(&world).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let choose = operator.open(format!("{INVITATIONS}/baru")).await;
    let both = choose
        .form("Undang yang dicentang")
        .tick(&format!("Undang {VILLAGE}"))
        .tick(&format!("Undang {CITY}"));
    let list = operator.submit(both).await;
    operator.open(format!("{INVITATIONS}/ingatkan")).await.expect_text("2 perpustakaan belum punya tautan");
    let made = operator.press(&list, "Buat 2 tautan").await;
    made.expect(200)
        .expect_text("2 tautan ini hanya ditampilkan sekali")
        .expect_text("Yth. PIC Perpustakaan Desa Contoh");
    assert!(made.body.contains("https://wa.me/6281234567890?text="));
    let noted = operator
        .submit(made.form("Catat yang sudah dikirim").tick(&format!("Sudah dikirim kepada {CITY}")))
        .await;
    noted.expect_text("1 pengiriman dicatat.").expect_text("Operator Jambi");
    world.clock.advance(TimeDelta::days(-1));
    sqlx::raw_sql("update delegations set reminded_at = reminded_at - interval '2 days'")
        .execute(&mut world.look().await)
        .await
        .unwrap();
    let first = operator.click(&noted, "Ingatkan yang belum menjawab").await;
    first
        .expect_text("1 dari 2")
        .expect_text(VILLAGE)
        .expect_text("Tautan belum dibuka")
        .expect_no_text("/utusan/");
    operator.click(&first, "Lewati dulu").await.expect_text("2 dari 2").expect_text(CITY);
    let second = operator.press(&first, "Sudah dikirim, berikutnya").await;
    second.expect_text("1 pengiriman dicatat.").expect_text("1 dari 1").expect_text(CITY);
    let end = operator.press(&second, "Sudah dikirim, berikutnya").await;
    end.expect_text("Tidak ada yang perlu diingatkan hari ini");
    assert_eq!(world.count("select count(*) from delegations where reminded_by = 'Operator Jambi'").await, 2);
    assert_eq!(world.count("select count(*) from audit_log where action = 'delegation.remind'").await, 3);
    // Somebody who has answered is not reminded, and has no second link.
    let list = operator.open(INVITATIONS).await;
    operator.press(&list, "Buat tautan").await.expect_text("Belum ada yang dipilih");
}

#[tokio::test]
async fn a_guest_invites_its_own_libraries_and_the_host_only_sees_them() {
    let world = World::new().await;
    let mut tx = world.db.begin(&office("31", &[], &[JOINT])).await.unwrap();
    let province = ProvinceCode::parse("31").unwrap();
    let plan = LibraryPlan::new(LibraryKind::VillageLibrary, "Perpustakaan Kelurahan Tamu");
    add_library(&mut tx, &world.clock, &province, &plan).await.unwrap();
    tx.commit().await.unwrap();
    let of = |place: &str| format!("/{place}/kegiatan/{JOINT}/undangan");
    let mut guest = world.browser(Who::GuestOperator).await;
    let choose = guest.open(format!("{}/baru", of("dki-jakarta"))).await;
    let list =
        guest.submit(choose.form("Undang yang dicentang").tick("Undang Perpustakaan Kelurahan Tamu")).await;
    let own = list.link("Perpustakaan Kelurahan Tamu").expect("the guest opens its own");
    let mut host = world.browser(Who::HostAdmin).await;
    let seen = host.open(of("jawa-barat")).await;
    seen.expect_text("Perpustakaan Kelurahan Tamu").expect_text("DKI Jakarta").expect_text("0 dari 1");
    assert_eq!(seen.link("Perpustakaan Kelurahan Tamu"), None);
    let theirs = own.replace("dki-jakarta", "jawa-barat");
    host.open(&theirs).await.expect(404);
    for deed in ["", "/tarik", "/pulihkan", "/tautan", "/tautan/cabut"] {
        host.post(format!("{theirs}{deed}"), &[("places", "9")]).await.expect(404);
    }
    host.open(format!("{}/baru", of("jawa-barat"))).await.expect_no_text("Kelurahan Tamu");
    world.browser(Who::JambiOperator).await.open(of("jambi")).await.expect(404);
    assert_eq!(
        world.count("select count(*) from delegations where places = 1 and withdrawn_at is null").await,
        1
    );
    assert_eq!(world.count("select count(*) from delegation_links").await, 0);
}

#[tokio::test]
async fn doubles_are_told_to_the_office_and_not_to_the_pic() {
    let (world, mut operator, _, mut phone, own) = scene("2").await;
    sqlx::raw_sql(
        "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
         values ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-000000000111', '15', 'peserta', 'regency_office', 'Dinas Lain', 'Siti Aminah', now())",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let page = named(&mut phone, &own, "Hj. Siti Aminah").await;
    page.expect(200).expect_text("1 dari 2").expect_no_text("Dinas Lain").expect_no_text("rangkap");
    let list = operator.open(format!("{INVITATIONS}?jawaban=rangkap")).await;
    list.expect_text("Mungkin rangkap");
    operator
        .click(&list, VILLAGE)
        .await
        .expect_text("Mungkin rangkap: Siti Aminah, Dinas Lain (terdaftar): nama sama");
}

#[tokio::test]
async fn places_are_never_fewer_than_the_people_who_were_named() {
    let (_world, mut operator, _, mut phone, own) = scene("2").await;
    let page = named(&mut phone, &own, "Siti").await;
    named(&mut phone, &page, "Ninik").await;
    let list = operator.open(INVITATIONS).await;
    let edit = operator.click(&list, VILLAGE).await;
    let refused = operator.submit(edit.form("Simpan undangan").fill("Tempat", "1")).await;
    refused.expect(422).expect_text("Sudah 2 orang disebutkan");
}

/// An invitation of Jambi made through the verbs, with so many places.
async fn key(world: &World, places: i32) -> (EventId, DelegationId) {
    with_libraries(world).await;
    let province = ProvinceCode::parse("15").unwrap();
    let library: uuid::Uuid = sqlx::query_scalar("select id from libraries where name = $1")
        .bind(VILLAGE)
        .fetch_one(&mut world.look().await)
        .await
        .unwrap();
    let plan = InvitationPlan {
        library: library.into(),
        places,
        category: sejawat::features::registration::Category::VillageLibrary,
        closes_on: None,
        data_origin: Origin::Real,
    };
    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    let made = invite(&mut tx, &world.clock, JAMBI, &province, &[plan]).await.unwrap();
    tx.commit().await.unwrap();
    (JAMBI, made[0].0)
}

fn plan(name: &str) -> NamingPlan {
    NamingPlan {
        full_name: name.into(),
        title_prefix: String::new(),
        title_suffix: String::new(),
        sex: "L".into(),
        delegation_role: String::new(),
        job_title: String::new(),
        phone: String::new(),
        data_origin: Origin::Real,
    }
}

#[tokio::test]
async fn two_browsers_at_once_never_name_more_than_there_are_places() {
    let world = World::new().await;
    let key = key(&world, 3).await;
    let scope = Scope::delegation(key.0, key.1);
    let mut runs = Vec::new();
    for n in 0..8 {
        let (db, clock, scope) = (world.db.clone(), world.clock.clone(), scope.clone());
        runs.push(tokio::spawn(async move {
            let mut tx = db.begin(&scope).await.unwrap();
            let said =
                name_person(&mut tx, &clock, key, ParticipantId::new(), &plan(&format!("Orang {n}"))).await;
            tx.commit().await.unwrap();
            said.unwrap()
        }));
    }
    let mut saved = 0;
    for run in runs {
        match run.await.unwrap() {
            Named::Saved => saved += 1,
            other => assert_eq!(other, Named::Full(3)),
        }
    }
    assert_eq!(saved, 3);
    assert_eq!(world.count("select count(*) from participants").await, 3);
}

/// What a PIC's phones and the office do, in any order.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// Name somebody, perhaps one who was named before.
    Name(usize),
    TakeBack(usize),
    BringBack(usize),
    Finish,
    Decline,
    Reopen,
    /// The office cancels somebody, or has them again.
    Office(usize, bool),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => (0..5_usize).prop_map(Deed::Name),
        2 => (0..5_usize).prop_map(Deed::TakeBack),
        2 => (0..5_usize).prop_map(Deed::BringBack),
        1 => Just(Deed::Finish),
        1 => Just(Deed::Decline),
        1 => Just(Deed::Reopen),
        1 => (0..5_usize, any::<bool>()).prop_map(|(who, back)| Deed::Office(who, back)),
    ];
    vec(deed, 4..24)
}

#[tokio::test]
async fn whatever_is_done_places_hold_and_the_counts_are_a_recount() {
    let (world, mut operator, path, mut phone, own) = scene("2").await;
    let people: Vec<ParticipantId> = (0..5).map(|_| ParticipantId::new()).collect();
    let form = own.form("Simpan orang ini").fill("Nama lengkap", "Orang").tick("Perempuan");
    let mut runner = TestRunner::deterministic();
    for _ in 0..12 {
        for deed in deeds().new_tree(&mut runner).unwrap().current() {
            let of = |who: usize, rest: &str| format!("{path}/orang/{}{rest}", people[who]);
            let mut by_office = None;
            let page = match deed {
                Deed::Name(who) => phone.submit(form.clone().forge("id", &people[who].to_string())).await,
                Deed::TakeBack(who) => phone.post(of(who, "/tarik"), &[]).await,
                Deed::BringBack(who) => phone.post(of(who, "/kembalikan"), &[]).await,
                Deed::Finish => phone.post(format!("{path}/selesai"), &[]).await,
                Deed::Decline => phone.post(format!("{path}/berhalangan"), &[("reason", "Rapat")]).await,
                Deed::Reopen => phone.post(format!("{path}/batalkan-jawaban"), &[]).await,
                Deed::Office(who, back) => {
                    let to = if back { "terdaftar" } else { "dibatalkan" };
                    by_office = Some(back);
                    operator.post(format!("{PEOPLE}/orang/{}/status/{to}", people[who]), &[]).await
                }
            };
            assert!(page.status.as_u16() < 500, "{deed:?}: {}", page.text());
            if by_office == Some(true) {
                // The office may put more people on its list than there are places; what it has is its own to count.
                sqlx::raw_sql("update participants set status = 'cancelled', version = version + 1 where (select count(*) from participants where status = 'registered') > 2 and version <> named_version")
                    .execute(&mut world.look().await)
                    .await
                    .unwrap();
            }
            let held = world
                .count("select count(*) from participants where status not in ('cancelled', 'declined')")
                .await;
            assert!(held <= 2, "{held} people for 2 places after {deed:?}");
            let answer = "select count(*) from delegations where answer = 'declined' and exists (select from participants where version = named_version and status = 'registered')";
            assert_eq!(world.count(answer).await, 0, "declined with somebody named after {deed:?}");
        }
        let held = world
            .count("select count(*) from participants where status not in ('cancelled', 'declined')")
            .await;
        let places = world
            .count("select coalesce(sum(places), 0)::bigint from delegations where answer <> 'declined'")
            .await;
        let answered = world.count("select count(*) from delegations where answer <> 'none'").await;
        let list = operator.open(INVITATIONS).await;
        list.expect_text(&format!("{held} dari {places} tempat")).expect_text(&format!("{answered} dari 1"));
    }
}

#[tokio::test]
async fn the_scope_of_a_delegation_names_people_of_its_own_library_alone() {
    let world = World::filled().await;
    let id = |text: &str| format!("'00000000-0000-0000-0000-{text:0>12}'");
    let insert = |event: &str, province: &str, delegation: &str, rest: &str| {
        let rest =
            if rest.is_empty() { "'registered', 'invited', 'peserta', 'regency_office', 1" } else { rest };
        format!(
            "insert into participants (event_id, id, province_code, full_name, registered_at, delegation_id, status, entry, kind, category, named_version)
             values ({}, '{}', '{province}', 'Orang', '2022-08-01', {}, {rest})",
            id(event),
            uuid::Uuid::now_v7(),
            id(delegation)
        )
    };
    let scope = Scope::delegation(JAMBI, DelegationId(uuid::Uuid::from_u128(0x1de15)));
    let run = async |sql: String| {
        let mut tx = world.db.begin(&scope).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await.map(|done| done.rows_affected())
    };
    assert_eq!(run(insert("e15", "15", "1de15", "")).await.unwrap(), 1);
    for refused in [
        insert("e15", "15", "2de15", ""),
        insert("e33", "33", "1de33", ""),
        insert("e15", "33", "1de15", ""),
        insert("e15", "15", "1de15", "'confirmed', 'invited', 'peserta', 'regency_office', 1"),
        insert("e15", "15", "1de15", "'registered', 'office', 'peserta', 'regency_office', 1"),
        insert("e15", "15", "1de15", "'registered', 'invited', 'panitia', null, 1"),
        insert("e15", "15", "1de15", "'registered', 'invited', 'peserta', 'regency_office', 2"),
        format!(
            "insert into participant_details (event_id, participant_id, province_code, phone, delegation_id) values ({}, {}, '15', '', {})",
            id("e15"),
            id("9e15"),
            id("1de15")
        ),
        "update participants set status = 'confirmed'".into(),
        "update participants set delegation_id = null".into(),
        "update delegations set places = 9".into(),
        "delete from participants".into(),
        "select token_hash from delegation_links".into(),
        "select code from delegation_links".into(),
        "select pic_name from libraries".into(),
    ] {
        assert!(run(refused.clone()).await.is_err(), "{refused}");
    }
    let reached = run("update participants set full_name = 'Lain', version = version + 1, named_version = named_version + 1".into()).await;
    assert_eq!(reached.unwrap(), 1, "its own person");
    assert_eq!(run("update participant_details set phone = ''".into()).await.unwrap(), 1);
    assert_eq!(run("update delegations set answer_reason = 'x'".into()).await.unwrap(), 1);
    // Once the office has changed the person, not even that one.
    sqlx::raw_sql("update participants set version = version + 1 where delegation_id is not null")
        .execute(&mut world.look().await)
        .await
        .unwrap();
    assert_eq!(run("update participants set full_name = 'Lain'".into()).await.unwrap(), 0);
}
