//! The people of an event: registered one by one and many at once, found, changed, replaced; and nobody else's.

use sejawat::{
    db::scope::{ProvinceCode, Scope},
    features::registration::{
        self, Category, LibraryKind, LibraryPlan, PersonKind, PersonPlan, Status, add_library,
        people::paths::PeoplePath,
    },
    kernel::{
        ids::{EventId, LibraryId},
        place::Place,
    },
};

use crate::support::{
    World,
    browser::{Browser, Form, Page},
    world::{JAMBI, JATENG, JOINT, Who, office},
};

fn people_of(slug: &str, event: EventId) -> PeoplePath {
    PeoplePath { place: Place::Office(slug.into()), event }
}

async fn library(world: &World, code: &str, name: &str, kind: LibraryKind) -> LibraryId {
    let mut tx = world.db.begin(&office(code, &[], &[])).await.unwrap();
    let province = ProvinceCode::parse(code).unwrap();
    let id = add_library(&mut tx, &world.clock, &province, &LibraryPlan::new(kind, name)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn person(world: &World, event: EventId, plan: PersonPlan) -> sejawat::kernel::ids::ParticipantId {
    let code = plan.province.to_string();
    let mut tx = world.db.begin(&office(&code, &[event], &[])).await.unwrap();
    let id = registration::register(&mut tx, &world.clock, event, &plan).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn plan(code: &str, name: &str) -> PersonPlan {
    let mut plan = PersonPlan::new(ProvinceCode::parse(code).unwrap(), PersonKind::Peserta, name);
    plan.category = Some(Category::RegencyOffice);
    plan.agency_name = "Instansi contoh".into();
    plan.sex = "P".into();
    plan
}

async fn form(browser: &mut Browser, slug: &str, event: EventId, button: &str) -> Form {
    browser.open(format!("{}/baru", people_of(slug, event))).await.expect(200).form(button)
}

/// Fills one row of the page for many people.
fn row(form: Form, n: usize, fields: [&str; 4]) -> Form {
    let [name, sex, library, phone] = fields;
    let mut form = form;
    for (column, value) in [("full_name", name), ("sex", sex), ("library", library), ("phone", phone)] {
        let at = form.fields.iter().enumerate().filter(|(_, (field, _))| field == column).nth(n - 1);
        let at = at.unwrap().0;
        value.clone_into(&mut form.fields[at].1);
    }
    form
}

#[tokio::test]
async fn sixteen_people_are_registered_on_one_page() {
    let world = World::new().await;
    library(&world, "15", "Perpustakaan Kota Jambi", LibraryKind::RegencyOffice).await;
    library(&world, "15", "Perpustakaan Desa Pematang", LibraryKind::VillageLibrary).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let empty = operator.open(people_of("jambi", JAMBI)).await;
    empty.expect(200).expect_text("Belum ada peserta");
    let quick = operator.click(&empty, "Mulai mengisi daftar").await;
    assert_eq!(quick.count("tbody tr"), 10);
    let filled = row(
        quick.form("Tambah 10 baris"),
        1,
        ["Dra. Hj. Siti Aminah, M.Hum.", "P", "perpustakaan kota jambi", "0812 1111 2222"],
    );
    let quick = operator.submit(filled).await;
    quick.expect(200);
    assert_eq!(quick.count("tbody tr"), 20);
    let mut form = quick.form("Simpan semua");
    for n in 2..=16 {
        let library = if n == 9 { "Perpustakaan Desa Pematang" } else { "" };
        form = row(form, n, [&format!("Peserta Nomor {n}"), "L", library, ""]);
    }
    let broken = row(form.clone(), 5, ["Peserta Nomor 5", "", "", "dua belas"]);
    let page = operator.submit(broken).await;
    page.expect(422).expect_text("perbaiki 1 baris").expect_text("Baris 5: Pilih L atau P.");
    page.expect_text("Nomor telepon hanya berisi angka");
    assert!(page.body.contains("Peserta Nomor 16"));
    assert_eq!(world.count("select count(*) from participants").await, 0);

    let list = operator.submit(form).await;
    list.expect(200).expect_text("16 orang terdaftar.").expect_text("16 dari 16");
    list.expect_text("Dra. Hj. Siti Aminah, M.Hum.").expect_text("0812-1111-2222");
    assert_eq!(world.count("select count(*) from participants where full_name = 'Siti Aminah' and category = 'regency_office'").await, 1);
    assert_eq!(world.count("select count(*) from participants where category = 'village_library' and library_id is not null").await, 8);
    assert_eq!(world.count("select count(*) from audit_log where action = 'participant.register'").await, 16);
}

#[tokio::test]
async fn too_many_rows_come_back_as_typed_and_a_body_too_large_is_refused_in_a_sentence() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let url = format!("{}/isi-banyak", people_of("jambi", JAMBI));
    let fields = |people: usize| {
        let mut fields = vec![("kind".to_owned(), "peserta".to_owned())];
        for n in 1..=people {
            for (name, value) in
                [("full_name", format!("Orang {n}")), ("sex", "L".into()), ("library", "Dinas".into())]
            {
                fields.push((name.to_owned(), value));
            }
            fields.push(("category".into(), "village_library".into()));
            fields.push(("phone".into(), String::new()));
        }
        fields
    };
    let post = async |operator: &mut crate::support::Browser, people: usize| {
        let fields = fields(people);
        let fields: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        operator.post(&url, &fields).await
    };
    let page = post(&mut operator, 501).await;
    page.expect(422).expect_text("paling banyak 500 orang, sekarang 501");
    assert!(page.body.contains("Orang 501") && page.body.contains("Orang 1"), "a row is lost");
    post(&mut operator, 10_000).await.expect(413).expect_text("isian Anda masih ada di sana");
    assert_eq!(world.count("select count(*) from participants").await, 0);
    post(&mut operator, 500)
        .await
        .expect(200)
        .expect_text("500 orang terdaftar.")
        .expect_text("Melebihi kuota");
}

#[tokio::test]
async fn one_mistake_in_many_rows_is_said_once() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let quick = operator.open(format!("{}/isi-banyak", people_of("jambi", JAMBI))).await;
    let mut form = quick.form("Simpan semua");
    for n in 1..=9 {
        form = row(form, n, [&format!("Peserta Nomor {n}"), "", "Dinas Contoh", ""]);
    }
    let page = operator.submit(form).await;
    page.expect(422).expect_text("Baris 1, 2, 3, 4, 5, 6, dan 3 baris lain: Pilih L atau P.");
    assert_eq!(page.count("#ringkasan-masalah li"), 2);
}

#[tokio::test]
async fn one_by_one_the_form_keeps_the_library_and_starts_with_the_name() {
    let world = World::new().await;
    library(&world, "15", "Perpustakaan Kota Jambi", LibraryKind::RegencyOffice).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let first = form(&mut operator, "jambi", JAMBI, "Simpan dan tambah lagi")
        .await
        .fill("Nama lengkap", "Ninik")
        .forge("sex", "P")
        .fill("Perpustakaan", "Perpustakaan Kota Jambi")
        .fill("Kategori peserta", "Penerima manfaat")
        .fill("NIP", "Non-ASN");
    let next = operator.submit(first).await;
    next.expect(200).expect_text("Ninik terdaftar sebagai Penerima manfaat.");
    assert_eq!(next.count("#field-full_name[autofocus][value='']"), 1);
    assert_eq!(next.count("#field-library option[selected]"), 1);
    assert_eq!(
        next.count("option[value=impact_beneficiary][selected]"),
        0,
        "a category is chosen for each person"
    );
    // Enter presses the first button of the form.
    let html = next.html();
    let enter = html.select(&scraper::Selector::parse("main form.form button").unwrap()).next().unwrap();
    assert_eq!(enter.attr("value"), Some("again"));
    let second = next
        .form("Simpan")
        .fill("Nama lengkap", &format!("{} O'Brien", "Aa".repeat(56)))
        .forge("sex", "L")
        .fill("Kategori peserta", "Desa Champion");
    let list = operator.submit(second).await;
    list.expect(200).expect_text("O'Brien").expect_text("2 dari 16");
    let cancelled = operator.press(&list, "Urungkan").await;
    cancelled.expect_text("dibatalkan.").expect_text("1 dari 16");
}

#[tokio::test]
async fn bad_input_comes_back_with_what_was_typed() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let bad = form(&mut operator, "jambi", JAMBI, "Simpan")
        .await
        .fill("Nama lengkap", &"n".repeat(121))
        .fill("Telepon (WhatsApp)", "12")
        .fill("NIP", "1.98609E+17")
        .fill("Surel", "tanpa at")
        .fill("Jabatan", "Kepala\u{7}")
        .forge("kind", "raja");
    let page = operator.submit(bad).await;
    page.expect(422);
    for label in
        ["Nama lengkap", "Telepon (WhatsApp)", "NIP", "Surel", "Jabatan", "Hadir sebagai", "Perpustakaan"]
    {
        assert!(label == "Perpustakaan" || page.problem(label).is_some(), "no sentence beside {label}");
    }
    assert!(page.body.contains(&"n".repeat(121)) && page.body.contains("1.98609E+17"));
    let blank = form(&mut operator, "jambi", JAMBI, "Simpan").await;
    let page = operator.submit(blank).await;
    page.expect(422).expect_text("Isi nama lengkap.").expect_text("Pilih laki-laki atau perempuan.");
    page.expect_text("Pilih kategori peserta.")
        .expect_text("Pilih perpustakaan, atau tulis nama instansinya.");
    assert_eq!(world.count("select count(*) from participants").await, 0);
}

#[tokio::test]
async fn doubles_are_shown_before_saving_and_can_be_meant() {
    let world = World::new().await;
    let mut first = plan("15", "Siti Aminah");
    first.contact.phone = "+6281234567890".into();
    first.contact.nip = "190001011920012999".into();
    person(&world, JAMBI, first).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let fields = |form: Form, name: &str| {
        form.fill("Nama lengkap", name)
            .forge("sex", "P")
            .fill("Instansi lain", "Perpustakaan Lain")
            .fill("Kategori peserta", "Desa Champion")
    };
    let blank = form(&mut operator, "jambi", JAMBI, "Simpan").await;
    let same_name = operator.submit(fields(blank.clone(), "Hj. SITI AMINAH, S.Sos.")).await;
    same_name.expect(422).expect_text("mungkin orang ini sudah ada").expect_text("nama sama");
    let same_phone =
        operator.submit(fields(blank.clone(), "Lain").fill("Telepon (WhatsApp)", "0812-3456-7890")).await;
    same_phone.expect(422).expect_text("nomor telepon sama");
    let same_nip = operator.submit(fields(blank, "Lain").fill("NIP", "19000101 192001 2 999")).await;
    same_nip.expect(422).expect_text("NIP sama");
    let list = operator.submit(same_name.form("Simpan").tick("Tetap simpan")).await;
    list.expect(200).expect_text("terdaftar sebagai Desa Champion.");
    assert_eq!(world.count("select count(*) from participants where full_name ilike 'siti aminah'").await, 2);

    let quick = operator.open(format!("{}/isi-banyak", people_of("jambi", JAMBI))).await;
    let rows = row(quick.form("Simpan semua"), 1, ["Ninik", "P", "Dinas", "0811 1111 1111"]);
    let mut rows = row(rows, 2, ["Bu Ani", "P", "", "0811 1111 1111"]);
    for (_, category) in rows.fields.iter_mut().filter(|(name, _)| name == "category") {
        "champion_village".clone_into(category);
    }
    let page = operator.submit(rows).await;
    page.expect(422).expect_text("nomor telepon sama dengan baris 1");
    // A row that is not meant is emptied by one press; the tick stays while something else is mended.
    let emptied = operator.press(&page, "Kosongkan baris 2").await;
    assert_eq!(emptied.expect(200).count("input[name=full_name][value='Bu Ani']"), 0);
    assert_eq!(emptied.count("input[name=full_name][value=Ninik]"), 1);
    let meant = row(page.form("Simpan semua").tick("Tetap simpan semua"), 3, ["Tri", "", "Dinas", ""]);
    let page = operator.submit(meant).await;
    page.expect(422).expect_text("Pilih L atau P.");
    let mended = row(page.form("Simpan semua"), 3, ["", "", "", ""]);
    operator.submit(mended).await.expect_text("2 orang terdaftar.");
}

#[tokio::test]
async fn people_are_confirmed_declined_cancelled_and_replaced_each_with_undo() {
    let world = World::new().await;
    person(&world, JAMBI, plan("15", "Budi")).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(people_of("jambi", JAMBI)).await;
    let list = operator.press(&list, "Konfirmasi Budi").await;
    list.expect_text("Budi terkonfirmasi.");
    let list = operator.press(&list, "Urungkan").await;
    list.expect_text("Terdaftar");
    let budi = operator.click(&list, "Budi").await;
    let list = operator.press(&budi, "Batalkan pendaftaran").await;
    list.expect_text("Pendaftaran Budi dibatalkan.");
    let list = operator.press(&list, "Urungkan").await;
    list.expect_text("Budi dikembalikan ke daftar.");

    let swap =
        operator.click(&operator.clone().click(&list, "Budi").await, "Gantikan dengan orang lain").await;
    let form = swap
        .form("Simpan pengganti")
        .fill("Nama lengkap", "Wati")
        .forge("sex", "P")
        .fill("Telepon (WhatsApp)", "08129999999");
    let list = operator.submit(form).await;
    list.expect_text("Budi digantikan oleh Wati.").expect_text("1 dari 16");
    let all = operator.open(format!("{}?status=replaced", people_of("jambi", JAMBI))).await;
    all.expect_text("Digantikan");
    operator.click(&all, "Budi").await.expect_text("Digantikan oleh Wati");
    let again =
        operator.submit(swap.form("Simpan pengganti").fill("Nama lengkap", "Tono").forge("sex", "L")).await;
    again.expect(400).expect_text("sudah digantikan");
    let list = operator.press(&list, "Urungkan").await;
    list.expect_text("Budi dikembalikan ke daftar.");
    assert_eq!(
        world
            .count("select count(*) from participants where full_name = 'Wati' and status = 'cancelled'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_stale_form_overwrites_nothing_and_shows_the_others_change() {
    let world = World::new().await;
    person(&world, JAMBI, plan("15", "Budi")).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let list = operator.open(people_of("jambi", JAMBI)).await;
    let mine = operator.click(&list, "Budi").await.form("Simpan").fill("Jabatan", "Pustakawan");
    let theirs = admin
        .click(&list, "Budi")
        .await
        .form("Simpan")
        .fill("Jabatan", "Kepala")
        .fill("Kategori peserta", "Desa Champion");
    admin.submit(theirs).await.expect(200);
    let page = operator.submit(mine).await;
    page.expect(409).expect_text("Kepala").expect_text("Admin Jambi").expect_text("Desa Champion");
    assert!(page.body.contains("Pustakawan"));
    page.expect_text("Sudah mengikuti perubahan Admin Jambi");
    operator.submit(page.form("Simpan")).await.expect(200);
    // What both changed is as the second decided; what only the other changed stands.
    let both =
        "select count(*) from participants where job_title = 'Pustakawan' and category = 'champion_village'";
    assert_eq!(world.count(both).await, 1);
}

#[tokio::test]
async fn quotas_are_divided_warned_about_and_never_block() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(format!("{}/kuota", people_of("jambi", JAMBI))).await;
    page.expect(200).expect_text("Jumlah 0 dari 16 tempat");
    let stale = page.form("Simpan kuota");
    let bad = page.form("Simpan kuota");
    let places = |mut form: Form, typed: [&str; 5]| {
        let cells = form.fields.iter_mut().filter(|(name, _)| name == "places");
        for ((_, value), typed) in cells.zip(typed) {
            typed.clone_into(value);
        }
        form
    };
    operator
        .submit(places(bad, ["1", "banyak", "", "", ""]))
        .await
        .expect(422)
        .expect_text("Isi dengan angka");
    let list = operator.submit(places(page.form("Simpan kuota"), ["2", "1", "5", "3", "2"])).await;
    list.expect(200).expect_text("Kuota disimpan.").expect_text("0 dari 5");
    operator
        .submit(places(stale, ["2", "9", "5", "3", "2"]))
        .await
        .expect(409)
        .expect_text("Tersimpan sekarang: 1");
    person(&world, JAMBI, plan("15", "Budi")).await;
    let over = form(&mut operator, "jambi", JAMBI, "Simpan")
        .await
        .fill("Nama lengkap", "Wati")
        .forge("sex", "P")
        .fill("Instansi lain", "Dinas")
        .fill("Kategori peserta", "Dinas Perpustakaan Kab/Kota");
    operator
        .submit(over)
        .await
        .expect(200)
        .expect_text("Melebihi kuota: Dinas Perpustakaan Kab/Kota 2 dari 1.");
}

#[tokio::test]
async fn a_guest_sees_and_edits_its_own_people_and_the_host_sees_all() {
    let world = World::new().await;
    let mut host = world.browser(Who::HostAdmin).await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    let add = |form: Form, name: &str| {
        form.fill("Nama lengkap", name)
            .forge("sex", "L")
            .fill("Instansi lain", "Dinas")
            .fill("Kategori peserta", "Desa Champion")
    };
    let own = form(&mut guest, "dki-jakarta", JOINT, "Simpan").await;
    // A guest who forges another province registers its own person all the same.
    guest.submit(add(own, "Orang Jakarta").forge("province", "32")).await.expect(200);
    let hosts = form(&mut host, "jawa-barat", JOINT, "Simpan").await;
    host.submit(add(hosts.clone(), "Orang Bandung")).await.expect(200);
    host.submit(add(hosts.clone(), "Orang Titipan").forge("province", "31")).await.expect(200);
    host.submit(add(hosts, "Orang Jambi").forge("province", "15")).await.expect(422);

    let seen = host.open(people_of("jawa-barat", JOINT)).await;
    seen.expect_text("Orang Jakarta").expect_text("Orang Bandung").expect_text("3 dari 23");
    host.open(format!("{}?provinsi=31", people_of("jawa-barat", JOINT)))
        .await
        .expect_no_text("Orang Bandung");
    let mine = guest.open(people_of("dki-jakarta", JOINT)).await;
    mine.expect_text("Orang Jakarta").expect_text("Orang Titipan").expect_no_text("Orang Bandung");
    mine.expect_text("2 dari 9").expect_no_text("Atur kuota");
    guest.open(format!("{}/kuota", people_of("dki-jakarta", JOINT))).await.expect(403);

    let bandung = seen.link("Orang Bandung").unwrap().replace("/jawa-barat/", "/dki-jakarta/");
    guest.open(&bandung).await.expect(404);
    guest.post(format!("{bandung}/status/dibatalkan"), &[]).await.expect(404);
    guest.post(format!("{bandung}/ganti"), &[("full_name", "X"), ("sex", "L")]).await.expect(404);
    let page = host.click(&seen, "Orang Jakarta").await;
    host.submit(page.form("Simpan").fill("Jabatan", "Disunting tuan rumah")).await.expect(200);
    assert_eq!(
        world.count("select count(*) from participants where province_code = '31' and job_title <> ''").await,
        1
    );
}

#[tokio::test]
async fn a_host_keeps_the_library_of_a_guests_person() {
    let world = World::new().await;
    let library = library(&world, "31", "Perpustakaan Jakarta", LibraryKind::ProvinceOffice).await;
    let mut visitor = plan("31", "Orang Jakarta");
    visitor.library = Some(library);
    let mut tx = world.db.begin(&office("31", &[], &[JOINT])).await.unwrap();
    registration::register(&mut tx, &world.clock, JOINT, &visitor).await.unwrap();
    tx.commit().await.unwrap();
    let mut host = world.browser(Who::HostAdmin).await;
    let seen = host.open(people_of("jawa-barat", JOINT)).await;
    let page = host.click(&seen, "Orang Jakarta").await;
    let list = host.submit(page.form("Simpan").fill("Jabatan", "Kepala")).await;
    list.expect(200).expect_text("Perpustakaan Jakarta");
    assert_eq!(
        world
            .count("select count(*) from participants where library_id is not null and job_title = 'Kepala'")
            .await,
        1
    );
    let swap =
        host.click(&host.clone().click(&list, "Orang Jakarta").await, "Gantikan dengan orang lain").await;
    host.submit(swap.form("Simpan pengganti").fill("Nama lengkap", "Wakil").forge("sex", "L"))
        .await
        .expect(200);
    assert_eq!(
        world
            .count("select count(*) from participants where library_id is not null and province_code = '31'")
            .await,
        2
    );
}

#[tokio::test]
async fn forged_libraries_people_and_events_are_refused() {
    let world = World::new().await;
    let foreign = library(&world, "33", "Perpustakaan Jateng", LibraryKind::ProvinceOffice).await;
    let theirs = person(&world, JATENG, plan("33", "Orang Jateng")).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let forged = form(&mut operator, "jambi", JAMBI, "Simpan")
        .await
        .fill("Nama lengkap", "Budi")
        .forge("sex", "L")
        .forge("library", &foreign.to_string());
    operator.submit(forged).await.expect(422).expect_text("Perpustakaan ini tidak ada dalam daftar Anda.");
    operator.open(format!("{}/orang/{theirs}", people_of("jambi", JAMBI))).await.expect(404);
    operator.open(people_of("jambi", JATENG)).await.expect(404);
    let fields = [("full_name", "Budi"), ("sex", "L"), ("kind", "panitia"), ("next", "")];
    operator.post(format!("{}/baru", people_of("jambi", JATENG)), &fields).await.expect(404);
    operator.post(format!("{}/orang/{theirs}/status/raja", people_of("jambi", JAMBI)), &[]).await.expect(404);
    assert_eq!(world.count("select count(*) from participants").await, 1);

    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    let mut smuggled = plan("15", "Budi");
    smuggled.library = Some(foreign);
    registration::register(&mut tx, &world.clock, JAMBI, &smuggled).await.unwrap_err();
}

#[tokio::test]
async fn the_list_is_searched_filtered_sorted_and_paged() {
    let world = World::new().await;
    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    for n in 0..70 {
        let mut plan = plan("15", &format!("Nama Ke{n:02}"));
        plan.agency_name = format!("Instansi {:02}", 99 - n);
        if n >= 60 {
            plan.kind = PersonKind::Panitia;
            plan.category = None;
        }
        plan.status = if n % 10 == 0 { Status::Declined } else { Status::Registered };
        registration::register(&mut tx, &world.clock, JAMBI, &plan).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(people_of("jambi", JAMBI)).await;
    list.expect_text("1-50 dari 63 orang")
        .expect_text("54 dari 16")
        .expect_text("Melebihi kuota")
        .expect_text("Panitia 9");
    operator.click(&list, "Berikutnya").await.expect_text("51-63 dari 63").expect_text("Nama Ke69");
    let by_agency = operator.click(&list, "Perpustakaan atau instansi").await;
    let names = |page: &Page| {
        page.html()
            .select(&scraper::Selector::parse("tbody th a").unwrap())
            .map(|a| a.text().collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&by_agency)[0], "Nama Ke69");
    let found = operator.submit(list.form("Saring").fill("Cari nama atau instansi", "KE0 instansi 9")).await;
    found.expect_text("9 orang");
    let declined =
        operator.submit(list.form("Saring").fill("Status", "Berhalangan").fill("Jenis", "Panitia")).await;
    assert_eq!(names(&declined), ["Nama Ke60"]);
    operator
        .open(format!("{}?cari=%27%25_%5C&urut=x&halaman=-3", people_of("jambi", JAMBI)))
        .await
        .expect(200)
        .expect_text("Tidak ada yang cocok");
}

#[tokio::test]
async fn telephones_are_for_the_offices_and_names_are_not_for_the_nation() {
    let world = World::new().await;
    let mut known = plan("15", "Siti Aminah");
    known.contact.phone = "+6281234567890".into();
    person(&world, JAMBI, known).await;
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let seen = facilitator.open(PeoplePath { place: Place::Duties, event: JAMBI }).await;
    seen.expect(200).expect_text("Siti Aminah").expect_no_text("0812").expect_no_text("Tambah orang");
    facilitator.open(format!("{}/baru", PeoplePath { place: Place::Duties, event: JAMBI })).await.expect(403);
    world
        .browser(Who::Coordinator)
        .await
        .open(PeoplePath { place: Place::National, event: JAMBI })
        .await
        .expect(403);

    let mut tx = world.db.begin(&Scope::national()).await.unwrap();
    let counted: i64 =
        sqlx::query_scalar("select count(id) from participants").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(counted, 1);
    for forbidden in [
        "select full_name from participants",
        "select name_key from participants",
        "select phone from participant_details",
        "select name from libraries",
    ] {
        let mut tx = world.db.begin(&Scope::national()).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(forbidden)).fetch_all(&mut *tx).await.unwrap_err();
    }
    let mut tx = world.db.begin(&Scope::assignment(vec![JAMBI])).await.unwrap();
    sqlx::query("select phone from participant_details").fetch_all(&mut *tx).await.unwrap_err();
}

#[tokio::test]
async fn sql_that_forgets_every_filter_still_sees_one_province() {
    let world = World::new().await;
    person(&world, JAMBI, plan("15", "Orang Jambi")).await;
    person(&world, JATENG, plan("33", "Orang Jateng")).await;
    let mut tx = world.db.begin(&office("15", &[JAMBI], &[])).await.unwrap();
    assert_eq!(registration::roster(&mut tx, JAMBI).await.unwrap().len(), 1);
    assert!(registration::roster(&mut tx, JATENG).await.unwrap().is_empty());
    for sql in ["update participants set full_name = 'Dibajak'", "update participant_details set phone = ''"]
    {
        let touched = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await.unwrap();
        assert_eq!(touched.rows_affected(), 1);
    }
}

#[tokio::test]
async fn several_people_are_confirmed_and_given_their_links_at_once() {
    let world = World::new().await;
    for name in ["Ani", "Budi", "Citra"] {
        person(&world, JAMBI, plan("15", name)).await;
    }
    let mut operator = world.browser(Who::JambiOperator).await;
    let list =
        operator.open(format!("{}?urut=nama&kategori=regency_office", people_of("jambi", JAMBI))).await;
    operator.press(&list, "Konfirmasi").await.expect_text("Belum ada yang dipilih");
    let mut two = list.form("Konfirmasi");
    two.fields.extend(chosen(&list, &["Ani", "Citra"]));
    let list = operator.submit(two).await;
    list.expect(200).expect_text("2 orang terkonfirmasi.");
    assert!(
        list.path.contains("kategori=regency_office"),
        "back to the list as it was filtered: {}",
        list.path
    );
    assert_eq!(world.count("select count(*) from participants where status = 'confirmed'").await, 2);
    let several = format!("{}/terpilih/tautan", people_of("jambi", JAMBI));
    let links = operator.post_all(&several, &chosen(&list, &["Ani", "Budi"])).await;
    links.expect(200).expect_text("2 tautan ini hanya ditampilkan sekali").expect_no_text("Citra");
    assert_eq!(links.count("a[href^='https://wa.me/']"), 2);
    let again = operator.post_all(&several, &chosen(&list, &["Ani", "Citra"])).await;
    again.expect_text("Sudah mempunyai tautan yang berlaku: Ani").expect_text("1 tautan ini");
    assert_eq!(world.count("select count(*) from personal_links where revoked_at is null").await, 3);
    let mut other = world.browser(Who::JatengOperator).await;
    let theirs = format!("{}/terpilih/tautan", people_of("jawa-tengah", JATENG));
    other.post_all(&theirs, &chosen(&list, &["Ani"])).await.expect(404);
}

/// The boxes of these people, ticked: they stand beside the form that they belong to.
fn chosen(list: &Page, names: &[&str]) -> Vec<(String, String)> {
    let html = list.html();
    let boxes = scraper::Selector::parse("input[name=who]").unwrap();
    let words = |label: scraper::ElementRef<'_>| label.text().collect::<String>();
    html.select(&boxes)
        .filter(|tick| {
            let label = tick.parent().and_then(scraper::ElementRef::wrap).map(words).unwrap_or_default();
            names.iter().any(|name| label.trim() == format!("Pilih {name}"))
        })
        .filter_map(|tick| tick.attr("value").map(|id| ("who".to_owned(), id.to_owned())))
        .collect()
}
