//! At the door: somebody comes unannounced, or instead of somebody; added by the office, and by a facilitator where the
//! host has allowed it.

use sejawat::{
    db::scope::Scope,
    kernel::ids::{AccountId, EventId},
};
use uuid::Uuid;

use crate::support::{
    Browser, Page, World,
    world::{JAMBI, JATENG, JOINT, Who},
};

fn session(event: EventId) -> Uuid {
    Uuid::from_u128(event.0.as_u128() << 16 | 0x5e55)
}

fn roll_call(place: &str, event: EventId) -> String {
    format!("/{place}/kegiatan/{event}/kehadiran/sesi/{}", session(event))
}

/// An event with one session and two people of a province.
async fn prepare(world: &World, event: EventId, province: &str) {
    let mut conn = world.look().await;
    sqlx::query(
        "insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at)
         values ($1, $2, 'opening', 'Pembukaan', '2022-08-02 08:30+07', '2022-08-02 09:15+07', now())",
    )
    .bind(event.0)
    .bind(session(event))
    .execute(&mut conn)
    .await
    .unwrap();
    for (n, name) in (1_u128..).zip(["Siti Aminah", "Budi"]) {
        sqlx::query(
            "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status)
             values ($1, $2, $3, 'peserta', 'champion_village', 'Perpustakaan Desa Contoh', $4, now(), 'confirmed')",
        )
        .bind(event.0)
        .bind(Uuid::from_u128(0xd00_0000 + n))
        .bind(province)
        .bind(name)
        .execute(&mut conn)
        .await
        .unwrap();
    }
}

/// The host lets facilitators add people, by its settings page.
async fn allow(world: &World, who: Who, slug: &str) {
    let mut admin = world.browser(who).await;
    let settings = admin.open(format!("/{slug}/pengaturan")).await;
    let form =
        settings.form("Simpan pengaturan").tick("Fasilitator boleh menambah orang yang datang dan wakil");
    admin.submit(form).await.expect(200).expect_text("Pengaturan disimpan");
}

async fn added(browser: &mut Browser, roll: &Page, name: &str, agency: &str) -> Page {
    let blank = browser.click(roll, "Tambah orang yang datang").await;
    let form = blank
        .form("Tambah dan tandai hadir")
        .fill("Nama lengkap", name)
        .forge("sex", "P")
        .fill("Perpustakaan atau instansi", agency);
    browser.submit(form).await
}

const PRESENT: &str =
    "select count(*) from attendance_states s join participants p on p.id = s.participant_id
    where s.state = 'present' and p.status = 'registered' and p.category = 'champion_village'";

#[tokio::test]
async fn a_facilitator_adds_nobody_before_the_host_allows_it() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15").await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let roll = phone.open(roll_call("tugas", JAMBI)).await;
    roll.expect(200).expect_no_text("Tambah orang yang datang").expect_no_text("Diwakili");
    let person = Uuid::from_u128(0xd00_0001);
    for rest in ["/datang-langsung".to_owned(), format!("/orang/{person}/wakil")] {
        let url = format!("{}{rest}", roll_call("tugas", JAMBI));
        phone.open(&url).await.expect(403).expect_text("belum mengizinkan fasilitator");
        let fields = [("full_name", "Wakil"), ("sex", "L"), ("agency", "Perpustakaan Desa Contoh")];
        phone.post(&url, &fields).await.expect(403);
    }
    phone
        .post(format!("{}/datang-langsung/{person}/urungkan", roll_call("tugas", JAMBI)), &[])
        .await
        .expect(403);
    assert_eq!(world.count("select count(*) from participants").await, 2);

    allow(&world, Who::JambiAdmin, "jambi").await;
    phone
        .open(roll_call("tugas", JAMBI))
        .await
        .expect_text("Tambah orang yang datang")
        .expect_text("Diwakili");
    let audited = "select count(*) from audit_log where action = 'tenant.configure'
        and (after ->> 'facilitators_add_people')::boolean and not (before ->> 'facilitators_add_people')::boolean";
    assert_eq!(world.count(audited).await, 1);
    // A consultant reads, allowed or not.
    let mut consultant = world.browser(Who::JambiConsultant).await;
    consultant.open(roll_call("tugas", JAMBI)).await.expect(200).expect_no_text("Tambah orang yang datang");
    consultant.open(format!("{}/datang-langsung", roll_call("tugas", JAMBI))).await.expect(403);
}

#[tokio::test]
async fn a_facilitator_adds_somebody_with_three_fields_and_takes_it_back() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15").await;
    allow(&world, Who::JambiAdmin, "jambi").await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let roll = phone.open(roll_call("tugas", JAMBI)).await;
    // The category follows from the people of the same agency.
    let back = added(&mut phone, &roll, "Dra. Wati, M.Hum.", "perpustakaan desa contoh").await;
    back.expect(200).expect_text("Dra. Wati, M.Hum. terdaftar dan hadir.");
    assert_eq!(back.path, roll_call("tugas", JAMBI));
    assert_eq!(world.count(PRESENT).await, 1);
    assert_eq!(
        world
            .count("select count(*) from participants where entry = 'walk_in' and registered_at is not null")
            .await,
        1
    );
    assert_eq!(
        world.count("select count(*) from audit_log where action = 'participant.register' and scope = 'assignment' and province_code = '15'").await,
        1
    );
    // The same press again asks first.
    added(&mut phone, &roll, "Wati", "Perpustakaan Desa Contoh")
        .await
        .expect(422)
        .expect_text("Mungkin sudah terdaftar");
    // An agency that nobody comes from yet is asked for its category.
    let asked = added(&mut phone, &roll, "Tono", "Kantor Camat").await;
    asked.expect(422).expect_text("dari instansi ini tidak dapat diketahui");
    let gone = phone.press(&back, "Urungkan").await;
    gone.expect(200).expect_text("Pendaftaran Dra. Wati, M.Hum. dibatalkan.");
    assert_eq!(gone.path, roll_call("tugas", JAMBI));
    assert!(!gone.body.contains(">Dra. Wati, M.Hum.</h3>"), "still on the roll call");
    assert_eq!(world.count(PRESENT).await, 0);
    // Once more is harmless.
    phone.press(&back, "Urungkan").await.expect(200);
}

#[tokio::test]
async fn whoever_comes_instead_takes_the_place_and_gives_it_back() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15").await;
    allow(&world, Who::JambiAdmin, "jambi").await;
    for (who, place) in [(Who::JambiFacilitator, "tugas"), (Who::JambiOperator, "jambi")] {
        let mut browser = world.browser(who).await;
        let roll = browser.open(roll_call(place, JAMBI)).await;
        let blank = browser.click(&roll, "Diwakili orang lain: Siti Aminah").await;
        blank.expect(200).expect_text("Wakil Siti Aminah").expect_text("Perpustakaan Desa Contoh");
        assert_eq!(blank.count("main form input:not([type=hidden])"), 3, "a name, and L or P");
        browser.submit(blank.form("Wakil hadir")).await.expect(422).expect_text("Isi nama lengkap.");
        let form = blank.form("Wakil hadir").fill("Nama wakil", "Joko, S.Sos.").forge("sex", "L");
        let back = browser.submit(form.clone()).await;
        back.expect(200).expect_text("Joko, S.Sos. menggantikan Siti Aminah, terdaftar dan hadir.");
        assert_eq!(back.path, roll_call(place, JAMBI));
        assert_eq!(world.count(PRESENT).await, 1);
        let taken = "select count(*) from participants where entry = 'substitute' and status = 'registered' and sex = 'L'
            and agency_name = 'Perpustakaan Desa Contoh' and replaces is not null";
        assert_eq!(world.count(taken).await, 1);
        assert_eq!(world.count("select count(*) from participants where status = 'replaced'").await, 1);
        // A second press, and a form that was open meanwhile: the place is taken.
        browser.submit(form).await.expect(200).expect_text("sudah tidak kosong");
        assert_eq!(world.count(taken).await, 1);
        let undone = browser.press(&back, "Urungkan").await;
        undone.expect(200).expect_text("Penggantian dibatalkan; Siti Aminah kembali di daftar.");
        assert_eq!(world.count("select count(*) from participants where full_name = 'Siti Aminah' and status = 'confirmed'").await, 1);
        assert_eq!(world.count(PRESENT).await, 0);
        browser.press(&back, "Urungkan").await.expect(200);
        world.clock.advance(chrono::TimeDelta::seconds(1));
        sqlx::raw_sql("update participants set full_name = 'Lain' || entry, source = 'dulu' where entry = 'substitute' and status = 'cancelled'")
            .execute(&mut world.look().await)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_guests_place_goes_to_the_guests_wakil() {
    let world = World::new().await;
    prepare(&world, JOINT, "31").await;
    let mut host = world.browser(Who::HostAdmin).await;
    let roll = host.open(roll_call("jawa-barat", JOINT)).await;
    let blank = host.click(&roll, "Diwakili orang lain: Budi").await;
    let form = blank.form("Wakil hadir").fill("Nama wakil", "Joko").forge("sex", "L");
    host.submit(form).await.expect(200).expect_text("Joko menggantikan Budi");
    // And who comes from the same agency belongs to the same province.
    added(&mut host, &roll, "Rini", "Perpustakaan Desa Contoh")
        .await
        .expect_text("Rini terdaftar dan hadir.");
    let guests =
        "select count(*) from participants where entry in ('substitute', 'walk_in') and province_code = '31'";
    assert_eq!(world.count(guests).await, 2);
    // The guest sees it and marks nobody.
    let mut guest = world.browser(Who::GuestAdmin).await;
    let roll = guest.open(roll_call("dki-jakarta", JOINT)).await;
    roll.expect(200)
        .expect_text("Joko")
        .expect_no_text("Tambah orang yang datang")
        .expect_no_text("Diwakili");
}

/// What a facilitator's transaction may write of people, whatever the program forgets.
#[tokio::test]
async fn beneath_the_program_a_facilitator_adds_only_who_comes_to_the_door() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15").await;
    let insert = |event: EventId, columns: &str, values: &str| {
        format!(
            "insert into participants (event_id, id, province_code, full_name, registered_at, kind, category{columns})
             values ('{event}', gen_random_uuid(), '{}', 'Wakil', now(), {values})",
            if event == JATENG { "33" } else { "15" }
        )
    };
    let good = insert(JAMBI, ", entry", "'peserta', 'champion_village', 'walk_in'");
    let first = "d000001".to_owned();
    let first = format!("00000000-0000-0000-0000-00000{first}");
    let replaced = format!("update participants set status = 'replaced' where id = '{first}'");
    let scope = || {
        Scope::assignment(vec![JAMBI]).acting(AccountId(Who::JambiFacilitator.account()), "Fasilitator Jambi")
    };
    let run = async |statement: &str| {
        let mut tx = world.db.begin(&scope()).await.unwrap();
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        sqlx::raw_sql(statement).execute(&mut *tx).await.map(|done| done.rows_affected())
    };
    // Not allowed by the host: nothing.
    assert!(run(&good).await.is_err());
    assert_eq!(run(&replaced).await.unwrap(), 0);
    allow(&world, Who::JambiAdmin, "jambi").await;
    assert_eq!(run(&good).await.unwrap(), 1);
    assert_eq!(run(&replaced).await.unwrap(), 1);
    for (columns, values) in [
        ("", "'peserta', 'champion_village'"),
        (", entry", "'peserta', 'champion_village', 'self'"),
        (", entry", "'panitia', null, 'walk_in'"),
        (", entry", "'peserta', 'champion_village', 'substitute'"),
        (", entry, status", "'peserta', 'champion_village', 'walk_in', 'confirmed'"),
        (", entry, note", "'peserta', 'champion_village', 'walk_in', 'rahasia'"),
        (
            ", entry, account_id",
            "'peserta', 'champion_village', 'walk_in', '00000000-0000-0000-0000-000000000a15'",
        ),
    ] {
        assert!(run(&insert(JAMBI, columns, values)).await.is_err(), "{columns} {values}");
    }
    assert!(run(&insert(JATENG, ", entry", "'peserta', 'champion_village', 'walk_in'")).await.is_err());
    for wrong in [
        format!("update participants set status = 'cancelled' where id = '{first}'"),
        format!("update participants set status = 'declined' where id = '{first}'"),
        format!("update participants set full_name = 'Lain' where id = '{first}'"),
        format!("delete from participants where id = '{first}'"),
        "select * from participant_details".to_owned(),
        "insert into participant_details select event_id, id, province_code, '+62811' from participants"
            .to_owned(),
    ] {
        assert!(run(&wrong).await.is_err(), "{wrong}");
    }
}
