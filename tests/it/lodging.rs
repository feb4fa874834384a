//! The hotel's list: who comes when, sleeps where and needs what; with the people's word, and nobody else's to see.

use sejawat::{db::scope::Scope, kernel::ids::EventId};
use uuid::Uuid;

use crate::support::{
    World,
    browser::Form,
    world::{JAMBI, JOINT, Who, office},
};

fn rooms(slug: &str, event: EventId) -> String {
    format!("/{slug}/kegiatan/{event}/peserta/kamar")
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x10d_0000 + n)
}

/// Registers these people of a province; their numbers are their places in the list of names.
async fn people(world: &World, event: EventId, province: &str, people: &[(u128, &str, &str)]) {
    let mut conn = world.look().await;
    for (n, name, sex) in people {
        sqlx::query(
            "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, sex, registered_at)
             values ($1, $2, $3, 'peserta', 'village_library', 'Desa Contoh', $4, $5, now())",
        )
        .bind(event.0)
        .bind(id(*n))
        .bind(province)
        .bind(*name)
        .bind(*sex)
        .execute(&mut conn)
        .await
        .unwrap();
    }
}

const FOUR: &[(u128, &str, &str)] = &[(1, "Ani", "P"), (2, "Budi", "L"), (3, "Citra", "P"), (4, "Dodi", "L")];

/// Fills one field of a person's row.
fn with(mut form: Form, n: u128, field: &str, value: &str) -> Form {
    let person = id(n).to_string();
    let rows: Vec<String> =
        form.fields.iter().filter(|(name, _)| name == "person").map(|(_, value)| value.clone()).collect();
    let at = rows.iter().position(|row| *row == person).unwrap();
    let field = form.fields.iter_mut().filter(|(name, _)| name == field).nth(at).unwrap();
    value.clone_into(&mut field.1);
    form
}

fn agreed(mut form: Form, n: u128) -> Form {
    form.fields.push(("consent".into(), id(n).to_string()));
    form
}

const SAVE: &str = "Simpan daftar kamar";

#[tokio::test]
async fn nobody_on_the_list_is_no_list() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    operator.open(rooms("jambi", JAMBI)).await.expect(200).expect_text("Belum ada peserta");
    operator
        .open(format!("{}/cetak", rooms("jambi", JAMBI)))
        .await
        .expect(200)
        .expect_text("Belum ada orang");
}

#[tokio::test]
async fn stays_are_typed_as_people_write_them_and_counted_night_by_night() {
    let world = World::new().await;
    people(&world, JAMBI, "15", FOUR).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/peserta")).await;
    let page = operator.click(&list, "Daftar kamar").await;
    page.expect(200).expect_text("Ani (P)");
    // Nobody is put into a room, and nobody beside anybody, by default.
    assert_eq!(page.count("select[name=needs_room] option[selected]"), 0);
    assert_eq!(page.count("input[name=mate][value='']"), 4);
    assert_eq!(page.count("datalist#teman-L option"), 2);
    let mut form = page.form(SAVE);
    for n in 1..=3 {
        for (field, value) in
            [("arrives_on", "1"), ("arrives_at", "14.30"), ("departs_on", "4/8"), ("needs_room", "ya")]
        {
            form = with(form, n, field, value);
        }
    }
    let form = with(with(form, 1, "room", "301"), 3, "mate", "ani");
    let saved = operator.submit(with(form, 2, "room", "301")).await;
    saved.expect(200).expect_text("3 orang disimpan.");
    saved.expect_text("Malam Senin, 1 Agustus 2022 3 orang (L 1, P 2), 1 kamar");
    saved.expect_text("3 orang sekamar, tempat tidurnya 2").expect_text("Laki-laki dan perempuan sekamar");
    saved.expect_text("Sekamar: Ani dan Budi");
    assert_eq!(world.count("select count(*) from lodgings where arrives_on = '2022-08-01' and departs_on = '2022-08-04' and arrives_at = '14:30'").await, 3);
    assert_eq!(world.count("select count(*) from audit_log where action = 'lodging.set'").await, 3);

    // Saving what stands there changes nothing.
    operator.submit(saved.form(SAVE)).await.expect(200).expect_text("Tidak ada yang berubah.");
    let beds = operator.submit(saved.form("Simpan tempat tidur").fill("Kamar 301", "3")).await;
    beds.expect(200).expect_text("Jumlah tempat tidur disimpan.").expect_no_text("tempat tidurnya");
    let apart = with(with(beds.form(SAVE), 2, "room", ""), 2, "departs_on", "6/8/2022");
    let apart = operator.submit(apart).await;
    apart.expect_text("Perlu kamar, belum ada kamarnya").expect_text("Menginap sesudah kegiatan selesai");
    operator
        .open(format!("{}?tampil=periksa", rooms("jambi", JAMBI)))
        .await
        .expect_text("Budi (L)")
        .expect_no_text("Ani (P)");
    let print = operator.open(format!("{}/cetak", rooms("jambi", JAMBI))).await;
    print
        .expect(200)
        .expect_text("Dinas Perpustakaan dan Arsip Daerah Provinsi Jambi")
        .expect_text("belum ada");
    print.expect_text("Malam Selasa, 2 Agustus 2022 3 orang".trim_start_matches("Malam "));
}

#[tokio::test]
async fn what_cannot_be_comes_back_as_it_was_typed() {
    let world = World::new().await;
    people(&world, JAMBI, "15", FOUR).await;
    people(&world, JAMBI, "15", &[(5, "Ani", "P")]).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(rooms("jambi", JAMBI)).await;
    for (field, value, said) in [
        ("arrives_on", "32/8", "dengan tanggal"),
        ("arrives_at", "25.00", "dengan jam"),
        ("arrives_at", "08.00", "Isi juga harinya."),
        ("mate", "Siapa", "Tidak ada orang bernama ini"),
        ("mate", "Budi", "Teman sekamar adalah orang lain."),
        ("mate", "Ani", "Ada beberapa orang bernama ini."),
        ("room", "kamar yang terlalu panjang", "Ringkas nomor kamar"),
        ("diet", "Tanpa kacang", "Tanpa persetujuan, kebutuhan tidak disimpan."),
    ] {
        let answer = operator.submit(with(page.form(SAVE), 2, field, value)).await;
        answer.expect(422).expect_text(said).expect_text("perbaiki 1 baris");
        assert_eq!(answer.count(&format!("input[name={field}][value='{value}']")), 1, "{field} is lost");
    }
    let backwards = with(with(page.form(SAVE), 2, "arrives_on", "3/8"), 2, "departs_on", "2/8");
    operator.submit(backwards).await.expect(422).expect_text("lebih awal daripada datangnya");
    assert_eq!(
        world.count("select (select count(*) from lodgings) + (select count(*) from lodging_needs)").await,
        0
    );
}

#[tokio::test]
async fn needs_are_kept_only_with_the_persons_word_and_go_with_it() {
    let world = World::new().await;
    people(&world, JAMBI, "15", FOUR).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(rooms("jambi", JAMBI)).await;
    let form = with(with(page.form(SAVE), 1, "access", "Kursi roda"), 1, "diet", "Tanpa kacang");
    let saved = operator.submit(agreed(form, 1)).await;
    saved
        .expect(200)
        .expect_text("1 orang disimpan.")
        .expect_text("Dicatat Operator Jambi, Selasa, 2 Agustus 2022");
    assert_eq!(world.count("select count(*) from lodging_needs where diet = 'Tanpa kacang' and recorded_by = 'Operator Jambi'").await, 1);
    // The log says that there was something, and never what.
    assert_eq!(
        world
            .count("select count(*) from audit_log where before::text || after::text ~* 'roda|kacang'")
            .await,
        0
    );
    assert_eq!(world.count("select count(*) from audit_log where (after ->> 'has_needs')::boolean").await, 1);
    // On paper they do not stand; in the file only where that is asked for, which is written down.
    operator.open(format!("{}/cetak", rooms("jambi", JAMBI))).await.expect_no_text("Kursi roda");
    let button = "Unduh daftar kamar (Excel)";
    let plain = operator.download(saved.form(button)).await;
    assert!(plain.starts_with(b"PK"));
    let full = operator.download(saved.form(button).tick("Sertakan kebutuhan khusus")).await;
    let cells = |bytes: &[u8]| {
        let book = sejawat::documents::read(bytes).unwrap();
        book.sheets[0].rows.iter().flat_map(|row| row.cells.clone()).collect::<Vec<String>>()
    };
    assert!(!cells(&plain).contains(&"Kursi roda".to_owned()));
    assert!(cells(&full).contains(&"Kursi roda".to_owned()));
    assert_eq!(world.count("select count(*) from audit_log where action = 'lodging.export' and (after ->> 'needs')::boolean").await, 1);
    // The word is taken back: what was known is erased.
    let mut form = saved.form(SAVE);
    form.fields.retain(|(name, _)| name != "consent");
    operator.submit(form.clone()).await.expect(422).expect_text("Tanpa persetujuan");
    operator.submit(with(with(form, 1, "access", ""), 1, "diet", "")).await.expect(200);
    assert_eq!(world.count("select count(*) from lodging_needs").await, 0);
}

#[tokio::test]
async fn a_stale_row_is_asked_about_and_nothing_of_it_is_lost() {
    let world = World::new().await;
    people(&world, JAMBI, "15", FOUR).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let mine = operator.open(rooms("jambi", JAMBI)).await.form(SAVE);
    let theirs = admin.open(rooms("jambi", JAMBI)).await.form(SAVE);
    admin.submit(with(with(theirs, 1, "room", "301"), 1, "needs_room", "ya")).await.expect(200);
    // Another person's row is nobody's quarrel.
    operator.submit(with(mine.clone(), 2, "room", "302")).await.expect(200).expect_text("1 orang disimpan.");
    let asked = operator.submit(with(with(mine, 1, "room", "307"), 1, "arrives_by", "Bus")).await;
    asked.expect(409).expect_text("Admin Jambi").expect_text("Tersimpan sekarang: 301");
    assert_eq!(asked.count("input[name=room][value='307']"), 1);
    assert_eq!(asked.count("#needs_room-1 option[value=ya][selected]"), 1, "what was not touched follows");
    operator.submit(asked.form(SAVE)).await.expect(200).expect_text("1 orang disimpan.");
    assert_eq!(
        world
            .count("select count(*) from lodgings where room = '307' and needs_room and arrives_by = 'Bus'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_guest_sees_its_own_people_and_the_host_all() {
    let world = World::new().await;
    people(&world, JOINT, "32", &[(1, "Ani", "P")]).await;
    people(&world, JOINT, "31", &[(2, "Citra", "P"), (3, "Dewi", "P")]).await;
    let mut guest = world.browser(Who::GuestAdmin).await;
    let page = guest.open(rooms("dki-jakarta", JOINT)).await;
    page.expect(200).expect_text("Citra (P)").expect_no_text("Ani").expect_text("tamu pada kegiatan ini");
    let form = with(with(page.form(SAVE), 2, "mate", "Ani"), 2, "diet", "Vegetarian");
    guest.submit(agreed(form.clone(), 2)).await.expect(422).expect_text("Tidak ada orang bernama ini");
    let form = with(with(form, 2, "mate", "Dewi"), 2, "room", "12");
    guest.submit(agreed(form, 2)).await.expect(200).expect_text("12: 2 orang, 2 tempat tidur");
    // A forged row of somebody else is no row.
    let person = id(1).to_string();
    let forged = [("person", person.as_str()), ("version", "0"), ("room", "99")];
    guest.post(rooms("dki-jakarta", JOINT), &forged).await.expect_text("Tidak ada yang berubah.");
    guest
        .post(format!("{}/tempat-tidur", rooms("dki-jakarta", JOINT)), &[("number", "12"), ("beds", "3")])
        .await
        .expect(400);
    let mut host = world.browser(Who::HostAdmin).await;
    let page = host.open(rooms("jawa-barat", JOINT)).await;
    page.expect_text("Ani (P)").expect_text("Citra (P)").expect_text("DKI Jakarta");
    assert_eq!(page.count("input[name=diet][value=Vegetarian]"), 1);
    assert_eq!(world.count("select count(*) from lodgings where room = '99'").await, 0);
}

#[tokio::test]
async fn nobody_but_the_offices_reads_it() {
    let world = World::filled().await;
    for (who, place) in [(Who::JambiFacilitator, "tugas"), (Who::JambiConsultant, "tugas")] {
        world.browser(who).await.open(rooms(place, JAMBI)).await.expect(403).expect_no_text("Kursi roda");
    }
    world.browser(Who::Coordinator).await.open(rooms("nasional", JAMBI)).await.expect_no_text("Kursi roda");
    world.browser(Who::JatengAdmin).await.open(rooms("jawa-tengah", JAMBI)).await.expect(404);
    let scopes = [
        Scope::assignment(vec![JAMBI, JOINT]),
        Scope::national(),
        Scope::public(),
        Scope::system(),
        Scope::person(JAMBI, sejawat::kernel::ids::ParticipantId(Uuid::from_u128(0x1e15))),
    ];
    for scope in scopes {
        for table in ["lodgings", "lodging_needs", "lodging_rooms"] {
            let mut tx = world.db.begin(&scope).await.unwrap();
            let sql = format!("select count(*) from {table}");
            let seen = sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(sql)).fetch_one(&mut *tx).await;
            assert!(seen.is_err(), "{} reads {table}", scope.name());
        }
    }
    let mut guest = world.db.begin(&office("31", &[], &[JOINT])).await.unwrap();
    let own: i64 =
        sqlx::query_scalar("select count(*) from lodging_needs").fetch_one(&mut *guest).await.unwrap();
    assert_eq!(own, 1);
}
