//! Registration by an open link: from the office that opens it to the office that says yes.

use chrono::TimeDelta;

use crate::support::{
    Browser, World,
    browser::Page,
    world::{JAMBI, JOINT, Who, at},
};

const PEOPLE: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/peserta";

fn office_page() -> String {
    format!("{PEOPLE}/pendaftaran-terbuka")
}

/// Opens the link for so many, until four in the afternoon of the same day; answers its path.
async fn opened(world: &World, places: &str) -> String {
    let mut office = world.browser(Who::JambiOperator).await;
    let page = office.open(office_page()).await;
    let form = page
        .form("Buka pendaftaran")
        .fill("Dibuka tanggal", "2022-08-02")
        .fill("Jam buka (WIB)", "08.00")
        .fill("Ditutup tanggal", "2022-08-02")
        .fill("Jam tutup (WIB)", "16.00")
        .fill("Jumlah tempat lewat tautan ini", places);
    let made = office.submit(form).await;
    made.expect(200)
        .expect_text("Tautan pendaftaran dibuat.")
        .expect_text("Terbuka sampai Selasa, 2 Agustus 2022, 16.00 WIB");
    made.copied("tautan")
}

/// The boxes of these people, ticked.
pub fn chosen(list: &Page, names: &[&str]) -> Vec<(String, String)> {
    let html = list.html();
    let rows = scraper::Selector::parse("tbody tr").unwrap();
    let boxes = scraper::Selector::parse("input[name=who]").unwrap();
    let who = |name: &&str| {
        let words = format!("Pilih {name}");
        let row = html.select(&rows).find(|row| {
            let text = row.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
            text.starts_with(&format!("{words} "))
        });
        row.unwrap().select(&boxes).next().unwrap().attr("value").unwrap().to_owned()
    };
    names.iter().map(|name| ("who".to_owned(), who(name))).collect()
}

/// Fills in the first two steps and stands before the last one.
async fn before_sending(phone: &mut Browser, link: &str, name: &str, number: &str) -> Page {
    let first = phone.open(link).await;
    first.expect(200).expect_text("Langkah 1 dari 3");
    let form = first
        .form("Lanjut")
        .fill("Nama lengkap", name)
        .tick("Perempuan")
        .fill("Nomor telepon (WhatsApp)", number);
    let second = phone.submit(form).await;
    second.expect(200).expect_text("Langkah 2 dari 3");
    let form = second
        .form("Lanjut")
        .fill("Perpustakaan atau instansi", "Perpustakaan Desa Contoh")
        .tick("Perpustakaan Desa/Kelurahan")
        .fill("Jabatan atau pekerjaan", "Pengelola");
    let third = phone.submit(form).await;
    third.expect(200).expect_text("Langkah 3 dari 3").expect_text(name);
    third
}

/// Registers somebody and answers the page of thanks.
async fn applied(world: &World, phone: &mut Browser, link: &str, name: &str, number: &str) -> Page {
    let last = before_sending(phone, link, name, number).await;
    world.clock.advance(TimeDelta::seconds(5));
    phone.submit(last.form("Kirim pendaftaran")).await
}

#[tokio::test]
async fn somebody_registers_and_the_office_says_yes() {
    let world = World::new().await;
    let link = opened(&world, "10").await;
    let mut phone = world.visitor();
    let last = before_sending(&mut phone, &link, "Dra. Siti Aminah, M.Hum.", "0812-3456-7890").await;
    world.clock.advance(TimeDelta::seconds(5));
    let ticked = last.form("Kirim pendaftaran").forge("consent", "photo");
    let thanks = phone.submit(ticked).await;
    thanks.expect(200).expect_text("Menunggu persetujuan").expect_text("terkirim dan menunggu persetujuan");
    assert!(thanks.path.starts_with("/saya/"), "{}", thanks.path);
    let one = "select count(*) from participants where full_name = 'Siti Aminah' and title_suffix = 'M.Hum.' and sex = 'P' and status = 'awaiting_approval'
        and entry = 'self' and kind = 'peserta' and category = 'village_library' and province_code = '15' and agency_name = 'Perpustakaan Desa Contoh'";
    assert_eq!(world.count(one).await, 1);
    assert_eq!(
        world.count("select count(*) from participant_details where phone = '+6281234567890'").await,
        1
    );
    assert_eq!(world.count("select count(*) from consents where purpose = 'photo' and given and channel = 'open_link' and text_version = 1").await, 1);
    assert_eq!(
        world.count("select count(*) from open_drafts where fields <> '{}'").await,
        0,
        "what was typed is forgotten once sent"
    );
    assert_eq!(world.count("select count(*) from audit_log where action = 'participant.register' and scope = 'public' and actor_name = 'pendaftar'").await, 1);

    // They correct themselves until the office decides.
    let wrong = thanks.form("Simpan data saya").fill("Nama lengkap", "Siti Aminah Wati");
    phone.submit(wrong).await.expect(200).expect_text("Data Anda disimpan.");

    let mut office = world.browser(Who::JambiOperator).await;
    let summary = office.open("/jambi/kegiatan/00000000-0000-0000-0000-000000000e15").await;
    summary.expect_text("1 pendaftar menunggu persetujuan");
    let waiting = office.click(&summary, "Lihat pendaftar").await;
    waiting.expect(200).expect_text("Dra. Siti Aminah Wati, M.Hum.");
    let listed = office.press(&waiting, "Setujui Dra. Siti Aminah Wati, M.Hum.").await;
    listed.expect(200).expect_text("disetujui.").expect_text("Terdaftar");
    phone.open(&thanks.path).await.expect_text("Pendaftaran disetujui");
    // Taking it back lets the person wait again.
    office.press(&listed, "Urungkan").await.expect(200);
    phone.open(&thanks.path).await.expect_text("Menunggu persetujuan");
}

#[tokio::test]
async fn several_are_approved_and_refused_together_and_the_refused_are_told_politely() {
    let world = World::new().await;
    let link = opened(&world, "10").await;
    let mut pages = Vec::new();
    for (name, number) in
        [("Ninik", "0812-1111-0001"), ("Agus", "0812-1111-0002"), ("Dewi", "0812-1111-0003")]
    {
        let mut phone = world.visitor();
        let thanks = applied(&world, &mut phone, &link, name, number).await;
        pages.push((name, phone, thanks.path));
    }
    let mut office = world.browser(Who::JambiAdmin).await;
    let list = office.open(format!("{PEOPLE}?status=awaiting_approval")).await;
    let chosen = chosen(&list, &["Ninik", "Agus"]);
    let path = format!("{PEOPLE}/terpilih/status/terdaftar");
    office.post_all(&path, &chosen).await.expect_text("2 orang disetujui.");
    let list = office.open(format!("{PEOPLE}?status=semua")).await;
    let chosen = self::chosen(&list, &["Dewi", "Ninik"]);
    let path = format!("{PEOPLE}/terpilih/status/ditolak");
    office.post_all(&path, &chosen).await.expect_text("1 orang tidak disetujui. 1 lainnya tetap.");
    for (name, phone, path) in &mut pages {
        let page = phone.open(path.clone()).await;
        if *name == "Dewi" {
            page.expect(200).expect_text("Mohon maaf").expect_text("belum dapat menyetujui pendaftaran Anda");
            page.expect_no_text("Simpan data saya");
        } else {
            page.expect(200).expect_text("Pendaftaran disetujui");
        }
    }
    assert_eq!(
        world.count("select count(*) from participants where status = 'registered' and entry = 'self'").await,
        2
    );
}

#[tokio::test]
async fn before_after_when_full_closed_replaced_and_cancelled_the_page_says_so() {
    let world = World::new().await;
    let link = opened(&world, "1").await;
    let event = "update events set status = $1 where id = '00000000-0000-0000-0000-000000000e15'";
    let say = async |sentence: &str| {
        let page = world.visitor().open(&link).await;
        page.expect(200).expect_text("PLM Provinsi Jambi 2022").expect_text(sentence);
        assert_eq!(page.count("form"), 0, "{sentence}");
    };
    world.clock.advance(TimeDelta::hours(-1));
    say("Pendaftaran dibuka Selasa, 2 Agustus 2022, 08.00 WIB").await;
    world.clock.advance(TimeDelta::hours(10));
    say("Pendaftaran ditutup pada Selasa, 2 Agustus 2022, 16.00 WIB").await;
    world.clock.advance(TimeDelta::hours(-9));
    applied(&world, &mut world.visitor(), &link, "Ninik", "0812-1111-0001")
        .await
        .expect_text("Menunggu persetujuan");
    say("Semua tempat sudah terisi").await;
    for (status, sentence) in [
        ("cancelled", "tidak jadi diselenggarakan"),
        ("postponed", "ditunda dan belum bertanggal baru"),
        ("closed", "sudah ditutup, jadi tidak ada pendaftaran lagi"),
    ] {
        sqlx::query(event).bind(status).execute(&mut world.look().await).await.unwrap();
        say(sentence).await;
    }
    sqlx::query(event).bind("published").execute(&mut world.look().await).await.unwrap();
    let mut office = world.browser(Who::JambiOperator).await;
    let page = office.open(office_page()).await;
    office.press(&page, "Tutup sekarang").await.expect_text("Ditutup dinas");
    say("Dinas sudah menutup pendaftaran").await;
    let page = office.open(office_page()).await;
    let renewed = office.press(&page, "Ganti dengan tautan baru").await;
    assert_ne!(renewed.copied("tautan"), link);
    say("Dinas telah menggantinya dengan tautan lain").await;
    let again =
        office.submit(renewed.form("Simpan ketentuan").fill("Jumlah tempat lewat tautan ini", "5")).await;
    again.expect_text("Terbuka sampai");
    world.visitor().open(again.copied("tautan")).await.expect_text("Langkah 1 dari 3");
}

#[tokio::test]
async fn sending_twice_and_after_a_lost_answer_is_sending_once() {
    let world = World::new().await;
    let link = opened(&world, "10").await;
    let mut phone = world.visitor();
    let last = before_sending(&mut phone, &link, "Ninik", "0812-1111-0001").await;
    world.clock.advance(TimeDelta::seconds(5));
    let form = last.form("Kirim pendaftaran");
    // Two at once, and a third whose answer the phone never saw.
    let (mut one, mut other) = (phone.clone(), phone.clone());
    let (first, second) = tokio::join!(one.submit(form.clone()), other.submit(form.clone()));
    let third = phone.submit(form).await;
    for page in [&first, &second, &third] {
        page.expect(200).expect_text("Menunggu persetujuan");
        assert_eq!(page.path, first.path);
    }
    assert_eq!(world.count("select count(*) from participants").await, 1);
    assert_eq!(world.count("select count(*) from personal_links").await, 1);
    phone.open(&link).await.expect_text("Pendaftaran dari ponsel ini sudah terkirim");
    // The same phone may register a colleague.
    let page = phone.open(format!("{link}?baru=ya")).await;
    page.expect_text("Langkah 1 dari 3").expect_no_text("Ninik");
}

#[tokio::test]
async fn the_last_place_goes_to_one_of_two() {
    let world = World::new().await;
    let link = opened(&world, "1").await;
    let (mut one, mut other) = (world.visitor(), world.visitor());
    let first = before_sending(&mut one, &link, "Ninik", "0812-1111-0001").await.form("Kirim pendaftaran");
    let second = before_sending(&mut other, &link, "Agus", "0812-1111-0002").await.form("Kirim pendaftaran");
    world.clock.advance(TimeDelta::seconds(5));
    let (first, second) = tokio::join!(one.submit(first), other.submit(second));
    let texts = [first.text(), second.text()];
    assert_eq!(texts.iter().filter(|text| text.contains("Menunggu persetujuan")).count(), 1, "{texts:?}");
    assert_eq!(
        texts.iter().filter(|text| text.contains("Semua tempat sudah terisi")).count(),
        1,
        "{texts:?}"
    );
    assert_eq!(world.count("select count(*) from participants").await, 1);
}

#[tokio::test]
async fn a_category_has_places_of_its_own() {
    let world = World::new().await;
    let link = opened(&world, "10").await;
    let mut office = world.browser(Who::JambiOperator).await;
    let page = office.open(office_page()).await;
    let form = page.form("Simpan ketentuan").fill("Perpustakaan Desa/Kelurahan", "1");
    office.submit(form).await.expect_text("Ketentuan pendaftaran disimpan.");
    let mut slow = world.visitor();
    let last = before_sending(&mut slow, &link, "Agus", "0812-1111-0002").await;
    applied(&world, &mut world.visitor(), &link, "Ninik", "0812-1111-0001")
        .await
        .expect_text("Menunggu persetujuan");
    let refused = slow.submit(last.form("Kirim pendaftaran")).await;
    refused
        .expect(422)
        .expect_text("kategori ini sudah penuh")
        .expect_text("Sudah penuh: Perpustakaan Desa/Kelurahan.");
    let other = slow.submit(refused.form("Lanjut").tick("Penerima manfaat")).await;
    slow.submit(other.form("Kirim pendaftaran")).await.expect_text("Menunggu persetujuan");
    assert_eq!(
        world.count("select count(*) from participants where category = 'impact_beneficiary'").await,
        1
    );
}

#[tokio::test]
async fn what_is_typed_is_kept_step_by_step_and_goes_on_in_another_browser() {
    let world = World::new().await;
    let link = opened(&world, "10").await;
    let mut phone = world.visitor();
    let first = phone.open(&link).await;
    let wrong = first.form("Lanjut").fill("Nama lengkap", "Ninik").fill("Nomor telepon (WhatsApp)", "12");
    let wrong = phone.submit(wrong).await;
    wrong.expect(422).expect_text("Pilih laki-laki atau perempuan.").expect_text("Nomor telepon diawali 08");
    let again = phone.open(&link).await;
    again.expect_text("Langkah 1 dari 3");
    assert!(
        again.body.contains("value=\"Ninik\"") && again.body.contains("value=\"12\""),
        "wrong or not, it is kept"
    );
    let kept = phone.submit(again.form("Simpan, lanjutkan nanti").fill("Nama lengkap", "Ninik Wati")).await;
    kept.expect_text("Isian Anda tersimpan.");
    let resume = kept.copied("lanjut");
    assert!(resume.len() < 32, "short enough to be read out: {resume}");

    // A messenger that looks at the link learns of the event only, and changes nothing.
    let before = world.everything().await;
    let mut other = world.visitor();
    let door = other.open(&resume).await;
    door.expect(200).expect_text("PLM Provinsi Jambi 2022").expect_no_text("Ninik");
    assert_eq!(world.everything().await, before);
    let resumed = other.press(&door, "Lanjutkan pendaftaran").await;
    assert!(resumed.expect(200).body.contains("value=\"Ninik Wati\""));
    // The office reads no drafts, and another link replaced the first: what was begun goes on.
    let mut office = world.browser(Who::JambiOperator).await;
    let page = office.open(office_page()).await;
    let renewed = office.press(&page, "Ganti dengan tautan baru").await;
    assert!(other.open(renewed.copied("tautan")).await.body.contains("value=\"Ninik Wati\""));
    assert!(other.open(&resume).await.text().contains("PLM Provinsi Jambi 2022"));
}

#[tokio::test]
async fn the_pages_script_keeps_what_is_being_typed() {
    let world = World::new().await;
    let link = opened(&world, "10").await;
    let mut phone = world.visitor();
    let page = phone.open(&link).await;
    let keep = page
        .html()
        .select(&scraper::Selector::parse("form[data-keep]").unwrap())
        .next()
        .unwrap()
        .attr("data-keep")
        .unwrap()
        .to_owned();
    let fields = [("step", "1"), ("full_name", "Nin"), ("phone", ""), ("email", "")];
    phone.post(&keep, &fields).await.expect(200).expect_text("08.30 WIB");
    assert!(phone.open(&link).await.body.contains("value=\"Nin\""));
    assert_eq!(world.count("select count(*) from open_drafts").await, 1);
    world.clock.advance(TimeDelta::hours(9));
    phone.post(&keep, &fields).await.expect(409);

    world.clock.advance(TimeDelta::days(29));
    world.sweep().await;
    assert_eq!(world.count("select count(*) from open_drafts").await, 1);
    world.clock.advance(TimeDelta::days(1));
    world.sweep().await;
    assert_eq!(world.count("select count(*) from open_drafts").await, 0, "who never sends it is forgotten");
    sqlx::raw_sql(
        "insert into open_drafts (event_id, id, secret_hash, fields, started_at, saved_at, sent_at)
         select event_id, gen_random_uuid(), '\\x01', '{}', '2022-05-01', '2022-05-01', '2022-05-01' from open_links limit 1",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    world.sweep().await;
    assert_eq!(world.count("select count(*) from open_drafts").await, 1, "what was sent stays");
}

#[tokio::test]
async fn programs_are_kept_out_and_a_hall_of_sixty_new_phones_gets_through() {
    let world = World::new().await;
    let link = opened(&world, "60").await;
    let mut robot = world.visitor();
    let last = before_sending(&mut robot, &link, "Robot", "0812-1111-9999").await;
    robot.submit(last.form("Kirim pendaftaran")).await.expect(422).expect_text("terkirim terlalu cepat");
    world.clock.advance(TimeDelta::seconds(5));
    let filled = last.form("Kirim pendaftaran").forge("website", "https://murah.example");
    robot.submit(filled).await.expect(422).expect_text("Kolom “Situs web” harus dikosongkan");
    assert_eq!(world.count("select count(*) from participants").await, 0);
    assert_eq!(world.count("select count(*) from open_tries where kind = 'robot'").await, 2);

    for n in 0..60 {
        let page = applied(
            &world,
            &mut world.visitor(),
            &link,
            &format!("Peserta Ke {n}"),
            &format!("0812-1111-{n:04}"),
        )
        .await;
        page.expect(200).expect_text("Menunggu persetujuan");
    }
    assert_eq!(world.count("select count(*) from participants where status = 'awaiting_approval'").await, 60);
}

#[tokio::test]
async fn one_device_cannot_send_without_end() {
    let world = World::new().await;
    let link = opened(&world, "100").await;
    let mut phone = world.visitor();
    for n in 0..20 {
        let path = format!("{link}?baru=ya");
        applied(&world, &mut phone, &path, &format!("Orang {n}"), &format!("0812-2222-{n:04}"))
            .await
            .expect_text("Menunggu");
    }
    let refused = applied(&world, &mut phone, &format!("{link}?baru=ya"), "Orang 20", "0812-2222-0020").await;
    refused.expect(422).expect_text("Terlalu banyak pendaftaran dalam waktu singkat");
    assert_eq!(world.count("select count(*) from participants").await, 20);
    // Others are not held up, and the device goes on the next day.
    applied(&world, &mut world.visitor(), &link, "Orang lain", "0812-3333-0000")
        .await
        .expect_text("Menunggu");
}

#[tokio::test]
async fn a_double_is_seen_by_the_office_and_not_by_the_applicant() {
    let world = World::new().await;
    let link = opened(&world, "10").await;
    applied(&world, &mut world.visitor(), &link, "Siti Aminah", "0812-1111-0001").await;
    let mut phone = world.visitor();
    let thanks = applied(&world, &mut phone, &link, "Hj. SITI AMINAH", "0812-1111-0001").await;
    thanks.expect(200).expect_text("Menunggu persetujuan").expect_no_text("sama");
    let list =
        world.browser(Who::JambiOperator).await.open(format!("{PEOPLE}?status=awaiting_approval")).await;
    list.expect_text("Mungkin ganda:").expect_text("nama dan nomor telepon sama");
}

#[tokio::test]
async fn a_library_that_is_known_is_linked_and_only_its_name_is_offered() {
    let world = World::new().await;
    sqlx::raw_sql(
        "insert into libraries (province_code, id, kind, name, pic_name, pic_phone) values
           ('15', gen_random_uuid(), 'village_library', 'Perpustakaan Desa Contoh', 'Penjaga Rahasia', '+62811'),
           ('33', gen_random_uuid(), 'village_library', 'Perpustakaan Desa Orang Lain', '', '')",
    )
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let link = opened(&world, "10").await;
    let mut phone = world.visitor();
    let last = before_sending(&mut phone, &link, "Ninik", "0812-1111-0001").await;
    let second = phone.open(format!("{link}?langkah=2")).await;
    assert_eq!(second.count("datalist option"), 1);
    second.expect_no_text("Penjaga Rahasia").expect_no_text("Orang Lain");
    world.clock.advance(TimeDelta::seconds(5));
    let thanks = phone.submit(last.form("Kirim pendaftaran")).await;
    // The name of a library is the office's word.
    assert_eq!(thanks.count("#field-agency_name"), 0);
    assert_eq!(world.count("select count(*) from participants where library_id is not null").await, 1);
}

#[tokio::test]
async fn two_people_at_the_office_do_not_overwrite_each_other() {
    let world = World::new().await;
    opened(&world, "10").await;
    let (mut one, mut other) =
        (world.browser(Who::JambiOperator).await, world.browser(Who::JambiAdmin).await);
    let (mine, theirs) = (one.open(office_page()).await, other.open(office_page()).await);
    other
        .submit(theirs.form("Simpan ketentuan").fill("Jumlah tempat lewat tautan ini", "12"))
        .await
        .expect(200);
    let stale = one.submit(mine.form("Simpan ketentuan").fill("Jam tutup (WIB)", "15.00")).await;
    stale.expect(409).expect_text("Sudah mengikuti perubahan Admin Jambi");
    one.submit(stale.form("Simpan ketentuan")).await.expect(200).expect_text("15.00 WIB");
    assert_eq!(world.count("select count(*) from open_links where places = 12").await, 1);
    let wrong = one
        .open(office_page())
        .await
        .form("Simpan ketentuan")
        .fill("Ditutup tanggal", "2022-08-01")
        .fill("Jumlah tempat lewat tautan ini", "0");
    let wrong = one.submit(wrong).await;
    wrong.expect(422).expect_text("Isi jumlah tempat dengan angka 1 sampai 999.");
}

#[tokio::test]
async fn only_the_hosts_office_opens_it_and_a_guests_people_are_the_guests() {
    let world = World::new().await;
    let path = |slug: &str| format!("/{slug}/kegiatan/{}/peserta/pendaftaran-terbuka", JOINT.0);
    world.browser(Who::GuestAdmin).await.open(path("dki-jakarta")).await.expect(403);
    world.browser(Who::JatengAdmin).await.open(path("jawa-barat")).await.expect(404);
    let mut host = world.browser(Who::HostAdmin).await;
    let made = host.open(path("jawa-barat")).await;
    let made = host.submit(made.form("Buka pendaftaran")).await;
    let link = made.copied("tautan");
    let mut phone = world.visitor();
    let first = phone.open(&link).await;
    let form = first
        .form("Lanjut")
        .fill("Nama lengkap", "Ninik")
        .tick("Perempuan")
        .fill("Nomor telepon (WhatsApp)", "0812-1111-0001");
    let second = phone.submit(form).await;
    let form = second
        .form("Lanjut")
        .fill("Provinsi", "DKI Jakarta")
        .fill("Perpustakaan atau instansi", "Perpustakaan RW 3")
        .tick("Desa Champion")
        .fill("Jabatan atau pekerjaan", "Pengelola");
    let third = phone.submit(form).await;
    world.clock.advance(TimeDelta::seconds(5));
    phone.submit(third.form("Kirim pendaftaran")).await.expect_text("Menunggu persetujuan");
    let list = world
        .browser(Who::GuestOperator)
        .await
        .open(format!("/dki-jakarta/kegiatan/{}/peserta", JOINT.0))
        .await;
    list.expect_text("Ninik").expect_text("1 orang menunggu persetujuan");
    assert_ne!(JAMBI, JOINT);
}

#[tokio::test]
async fn wrong_links_are_counted_and_stop_the_device_that_guesses_and_no_hall() {
    let world = World::filled().await;
    let _ = at("2022-08-02T08:30:00+07:00");
    let good = format!("/saya/{}", crate::support::samples::token(crate::support::samples::JAMBI));
    let mut guesser = world.visitor();
    guesser.set_cookie("sejawat_perangkat", &"e".repeat(64));
    for n in 0..30 {
        let path = if n % 2 == 0 {
            format!("/saya/{n:064}")
        } else {
            format!("/daftar/aaaaaaaaaa{}{}", char::from(b'a' + n / 5), char::from(b'a' + n % 5))
        };
        guesser.open(path).await.expect(404);
    }
    guesser.open("/saya/tebak").await.expect(429).expect_text("Tunggu 15 menit");
    // Even a right link waits now, unless this device knew it before.
    guesser.open(&good).await.expect(429).expect_no_text("PLM Provinsi Jambi");
    world.clock.advance(TimeDelta::minutes(16));
    guesser.open(&good).await.expect(200);

    // Phones that bring no cookie are many people: however often they mistype, a right link opens.
    for n in 0..70 {
        world.visitor().open(format!("/saya/{n:064x}")).await.expect(404);
    }
    world.visitor().open(&good).await.expect(200).expect_text("PLM Provinsi Jambi 2022");
    world.visitor().open("/daftar/jambiaaaaaaa").await.expect(200);
}
