//! Signed sheets: typed in by their code, by two people at once, for people who have left meanwhile; and held against the
//! register before a session is closed.

use chrono::TimeDelta;
use proptest::prelude::*;
use sejawat::{
    db::scope::Scope,
    kernel::ids::{EventId, SessionId},
};
use uuid::Uuid;

use crate::support::{
    Browser, Page, World,
    browser::Form,
    world::{JAMBI, JOINT, Who, office},
};

const CODE: &str = "7K2Q01";

fn session(n: u128) -> SessionId {
    SessionId(Uuid::from_u128(0x5e55_0000 + n))
}

fn person(n: u128) -> Uuid {
    Uuid::from_u128(0xd00_0000 + n)
}

const NAMES: [&str; 4] = ["Siti Aminah", "Budi Santoso", "Ninik", "Wiwin"];

/// Two sessions of a day, four people, and a sheet of the first session (or of the day) in two pages: two lines, and two
/// lines with ten that are blank.
async fn prepare(world: &World, event: EventId, province: &str, of_day: bool) {
    let mut conn = world.look().await;
    for (n, title, hour) in [(1, "Pembukaan", 8), (2, "Paparan", 10)] {
        sqlx::query(
            "insert into sessions (event_id, id, kind, title, starts_at, ends_at, takes_attendance, changed_at)
             values ($1, $2, 'opening', $3, '2022-08-02 00:00+07'::timestamptz + $4 * interval '1 hour', '2022-08-02 01:00+07'::timestamptz + $4 * interval '1 hour', true, now())",
        )
        .bind(event.0)
        .bind(session(n).0)
        .bind(title)
        .bind(hour)
        .execute(&mut conn)
        .await
        .unwrap();
    }
    for (n, name) in (1_u128..).zip(NAMES) {
        sqlx::query(
            "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status)
             values ($1, $2, $3, 'peserta', 'champion_village', 'Perpustakaan Desa Contoh', $4, now(), 'confirmed')",
        )
        .bind(event.0)
        .bind(person(n))
        .bind(province)
        .bind(name)
        .execute(&mut conn)
        .await
        .unwrap();
    }
    sqlx::query(
        "insert into attendance_sheets (event_id, code, province_code, day, session_id, people, page_ends, first_printed_at)
         values ($1, $2, $3, '2022-08-02', $4, $5, '{2,14}', '2022-08-01 16:00+07')",
    )
    .bind(event.0)
    .bind(CODE)
    .bind(province)
    .bind((!of_day).then_some(session(1).0))
    .bind((1..=4).map(person).collect::<Vec<_>>())
    .execute(&mut conn)
    .await
    .unwrap();
}

fn sheets(place: &str, event: EventId) -> String {
    format!("/{place}/kegiatan/{event}/kehadiran/lembar")
}

fn page_of(place: &str, n: u128, number: usize) -> String {
    format!("{}/{CODE}/sesi/{}/halaman/{number}", sheets(place, JAMBI), session(n))
}

fn close_of(place: &str) -> String {
    format!("/{place}/kegiatan/{JAMBI}/kehadiran/sesi/{}/tutup", session(1))
}

const SAVE: &str = "Simpan halaman";

/// The page's form with these signs on its lines.
fn signed(page: &Page, signs: &[(i32, &str)]) -> Form {
    signs.iter().fold(page.form(SAVE), |form, (line, sign)| form.forge(&format!("baris_{line}"), sign))
}

async fn states(world: &World) -> Vec<(String, String, String)> {
    sqlx::query_as(
        "select p.full_name, a.state, m.source from attendance_states a
           join participants p on p.id = a.participant_id
           left join attendance_marks m on m.id = a.mark_id and m.marker = a.marker order by 1",
    )
    .fetch_all(&mut world.look().await)
    .await
    .unwrap()
}

fn row(name: &str, state: &str, source: &str) -> (String, String, String) {
    (name.into(), state.into(), source.into())
}

const MARKS: &str = "select count(*) from attendance_marks";

#[tokio::test]
async fn a_code_typed_as_people_type_leads_to_the_page_in_the_order_of_the_sheet() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let overview = operator.open(format!("/jambi/kegiatan/{JAMBI}/kehadiran")).await;
    let list = operator.click(&overview, "Isi dari kertas").await;
    list.expect(200).expect_text("Pembukaan").expect_text("7K2Q01").expect_text("Belum diisi");
    let wrong = operator.submit(list.form("Buka lembar").fill("Kode lembar", "7K2Q")).await;
    wrong.expect(422).expect_text("enam huruf dan angka");
    let unknown = operator.submit(list.form("Buka lembar").fill("Kode lembar", "ABCDEF")).await;
    unknown.expect(422).expect_text("Tidak ada lembar kegiatan ini dengan kode itu");
    let page = operator.submit(list.form("Buka lembar").fill("Kode lembar", " 7k2qO1 - 2 ")).await;
    page.expect(200).expect_text("halaman 2 dari 2").expect_text("3 Ninik").expect_text("4 Wiwin");
    page.expect_no_text("Siti Aminah").expect_text("Baris kosong");
    let sheet = operator.submit(list.form("Buka lembar").fill("Kode lembar", "7k2q01")).await;
    sheet.expect(200).expect_text("0 dari 2 baris diisi").expect_text("4 nama");
    operator.click(&sheet, "Isi Pembukaan, halaman 1").await.expect_text("1 Siti Aminah");
    // A facilitator of the event types as well; a consultant and a guest do not.
    let mut phone = world.browser(Who::JambiFacilitator).await;
    phone.open(page_of("tugas", 1, 1)).await.expect(200).expect_text("Siti Aminah");
    world.browser(Who::JambiConsultant).await.open(page_of("tugas", 1, 1)).await.expect(403);
    world.browser(Who::JatengOperator).await.open(sheets("jawa-tengah", JAMBI)).await.expect(404);
    operator.open(page_of("jambi", 1, 3)).await.expect(404);
    operator.open(page_of("jambi", 2, 1)).await.expect(404);
}

#[tokio::test]
async fn what_is_signed_is_marked_from_paper_once_however_often_it_is_sent() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let first = operator.open(page_of("jambi", 1, 1)).await;
    let form = signed(&first, &[(1, "present"), (2, "sick")]);
    let second = operator.submit(form.clone()).await;
    second
        .expect(200)
        .expect_text("Halaman 1 lembar 7K2Q01 disimpan: 2 baris.")
        .expect_text("halaman 2 dari 2");
    assert_eq!(
        states(&world).await,
        [row("Budi Santoso", "sick", "paper"), row("Siti Aminah", "present", "paper")]
    );
    // The second click, and the page behind the back button.
    operator.submit(form).await.expect(200).expect_text("tidak ada yang berubah");
    assert_eq!(world.count(MARKS).await, 2);
    // What nothing was chosen for stays open, unless all the rest is empty.
    let sheet = operator.submit(signed(&second, &[(3, "present")])).await;
    sheet.expect_text("1 dari 2 baris diisi");
    let second = operator.click(&sheet, "Isi Pembukaan, halaman 2").await;
    let sheet = operator.press(&second, "Simpan, sisanya kosong").await;
    sheet.expect_text("2 dari 2 baris diisi");
    assert_eq!(world.count(MARKS).await, 3);
    assert_eq!(world.count("select count(*) from sheet_entries where sign = 'empty' and line = 4").await, 1);
    // A line read wrongly is read again: the sheet's own mark is taken back.
    world.clock.advance(TimeDelta::minutes(1));
    let first = operator.open(page_of("jambi", 1, 1)).await;
    operator.submit(signed(&first, &[(1, "empty")])).await.expect(200);
    let state = "select count(*) from attendance_states a join participants p on p.id = a.participant_id
        where p.full_name = 'Siti Aminah' and a.state = 'cleared'";
    assert_eq!(world.count(state).await, 1);
    assert_eq!(
        world.count("select count(*) from audit_log where action = 'attendance.enter_sheet'").await,
        4
    );
}

#[tokio::test]
async fn everybody_has_signed_by_one_press_that_stores_nothing_yet() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(page_of("jambi", 1, 1)).await;
    let all = operator.click(&page, "Semua bertanda tangan").await;
    all.expect_text("belum disimpan");
    assert_eq!(all.count("input[value=present][checked]"), 2);
    assert_eq!(world.count(MARKS).await, 0);
    assert_eq!(operator.click(&all, "Urungkan").await.count("input[checked]"), 0);
    operator.press(&all, SAVE).await.expect_text("2 baris");
    assert_eq!(world.count(MARKS).await, 2);
}

#[tokio::test]
async fn two_people_who_type_the_same_page_overwrite_nothing_unasked() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let (mine, theirs) =
        (operator.open(page_of("jambi", 1, 1)).await, admin.open(page_of("jambi", 1, 1)).await);
    operator.submit(signed(&mine, &[(1, "present"), (2, "empty")])).await.expect_text("2 baris");
    world.clock.advance(TimeDelta::seconds(20));
    // The same is nothing new; another reading is asked about, and the rest of the page is stored.
    let asked = admin.submit(signed(&theirs, &[(1, "present"), (2, "absent")])).await;
    asked.expect(409).expect_text("Operator Jambi baru saja mengisi “kosong”, Anda “tidak hadir”");
    assert_eq!(world.count(MARKS).await, 1);
    admin.press(&asked, SAVE).await.expect(200).expect_text("1 baris");
    assert_eq!(
        states(&world).await,
        [row("Budi Santoso", "absent", "paper"), row("Siti Aminah", "present", "paper")]
    );
    // The page that was open all the time changes nothing that it did not touch.
    operator.submit(signed(&mine, &[])).await.expect_text("tidak ada yang berubah");
    assert_eq!(world.count(MARKS).await, 2);
}

/// A tap of a facilitator, before the sheet is typed in.
async fn tapped(world: &World, n: u128, state: &str) {
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let roll = format!("/tugas/kegiatan/{JAMBI}/kehadiran/sesi/{}/tandai", session(1));
    let (id, person) = (Uuid::now_v7().to_string(), person(n).to_string());
    phone.post(&roll, &[("id", &id), ("person", &person), ("state", state), ("was", "")]).await.expect(200);
    world.clock.advance(TimeDelta::minutes(5));
}

#[tokio::test]
async fn a_signature_leaves_presence_as_it_was_marked_and_a_different_mark_is_a_conflict() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    tapped(&world, 1, "late").await;
    tapped(&world, 2, "absent").await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(page_of("jambi", 1, 1)).await;
    page.expect_text("Tercatat: terlambat").expect_text("Tercatat: tidak hadir");
    let saved = operator.submit(signed(&page, &[(1, "present"), (2, "present")])).await;
    saved.expect_text("1 orang ditandai berbeda oleh petugas lain");
    assert_eq!(
        states(&world).await,
        [row("Budi Santoso", "present", "paper"), row("Siti Aminah", "late", "form")]
    );
    assert_eq!(world.count("select count(*) from attendance_states where conflict").await, 1);
    assert_eq!(world.count(MARKS).await, 3);
    // Taking the signature back leaves the phone's mark alone.
    world.clock.advance(TimeDelta::minutes(1));
    let page = operator.open(page_of("jambi", 1, 1)).await;
    operator.submit(signed(&page, &[(1, "empty")])).await.expect(200);
    assert_eq!(states(&world).await[1], row("Siti Aminah", "late", "form"));
}

#[tokio::test]
async fn a_filled_blank_line_is_somebody_known_or_somebody_new_and_never_twice() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", true).await;
    sqlx::query(
        "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status)
         values ($1, $2, '15', 'peserta', 'champion_village', 'Perpustakaan Desa Lain', 'Datang Belakangan', now(), 'registered')",
    )
    .bind(JAMBI.0)
    .bind(person(9))
    .execute(&mut world.look().await)
    .await
    .unwrap();
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(page_of("jambi", 1, 2)).await;
    // What was chosen is stored on the way.
    let form = page.form("Ada tulisan: isi orangnya di baris 5").forge("baris_3", "present");
    let blank = operator.submit(form).await;
    blank.expect(200).expect_text("Siapa di baris 5?");
    assert_eq!(world.count(MARKS).await, 1);
    let press = "Simpan dan tandai hadir";
    let known = blank.form(press).forge("person", &person(9).to_string());
    let back = operator.submit(known.clone()).await;
    back.expect(200)
        .expect_text("Datang Belakangan di baris 5 disimpan")
        .expect_text("Ditulis di baris kosong");
    operator.submit(known).await.expect_text("Baris 5 sudah diisi sebagai Datang Belakangan.");
    // Somebody new, by the rules of the door.
    let blank = operator.press(&back, "Ada tulisan: isi orangnya di baris 6").await;
    operator.press(&blank, press).await.expect(422).expect_text("Isi nama lengkap.");
    let typed = |name: &str| {
        blank
            .form(press)
            .fill("Nama lengkap", name)
            .forge("sex", "P")
            .fill("Perpustakaan atau instansi", "Perpustakaan Desa Contoh")
    };
    operator
        .submit(typed("Siti Aminah"))
        .await
        .expect(422)
        .expect_text("Mungkin sudah terdaftar: Siti Aminah");
    let back = operator.submit(typed("Dra. Wati")).await;
    back.expect(200).expect_text("Dra. Wati di baris 6 disimpan");
    operator.submit(typed("Dra. Wati")).await.expect_text("Baris 6 sudah diisi");
    assert_eq!(
        world.count("select count(*) from participants where full_name = 'Wati' and entry = 'walk_in'").await,
        1
    );
    assert_eq!(world.count(MARKS).await, 3);
    // The next session of the day's sheet begins with what was entered for the first.
    let next = operator.open(page_of("jambi", 2, 2)).await;
    next.expect_text("disalin dari sesi lain").expect_text("Dra. Wati").expect_text("Datang Belakangan");
    assert_eq!(next.count("input[value=present][checked]"), 3);
    operator.press(&next, SAVE).await.expect_text("3 baris");
    assert_eq!(world.count(MARKS).await, 6);
    // A facilitator adds nobody whom the host has not allowed to be added, but knows who is registered.
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let url = format!("{}/{CODE}/sesi/{}/baris/7", sheets("tugas", JAMBI), session(1));
    phone
        .open(&url)
        .await
        .expect(200)
        .expect_text("Orang yang belum terdaftar ditambah oleh kantor provinsi");
    let fields = [("full_name", "Selundupan"), ("sex", "L"), ("agency", "Perpustakaan Desa Contoh")];
    phone.post(&url, &fields).await.expect(422).expect_text("orang baru ditambah oleh kantor provinsi");
    operator.open(url.replace("tugas", "jambi").replace("baris/7", "baris/2")).await.expect(404);
    operator.open(url.replace("tugas", "jambi").replace("baris/7", "baris/15")).await.expect(404);
}

#[tokio::test]
async fn whoever_left_was_merged_or_whose_session_moved_is_said_and_nothing_is_lost() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    let mut conn = world.look().await;
    let change = format!(
        "update participants set status = 'cancelled' where id = '{}';
         update participants set status = 'merged', merged_into = '{}', merged_at = '2022-08-02 08:00+07' where id = '{}';
         update sessions set starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day' where id = '{}'",
        person(1), person(4), person(2), session(1)
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(change)).execute(&mut conn).await.unwrap();
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(page_of("jambi", 1, 1)).await;
    page.expect(200)
        .expect_text("Dibatalkan sesudah lembar dicetak.")
        .expect_text("2 Wiwin")
        .expect_text("Datanya sudah digabungkan")
        .expect_text("sesinya dipindah sesudah itu");
    operator.submit(signed(&page, &[(1, "present"), (2, "present")])).await.expect_text("2 baris");
    assert_eq!(
        states(&world).await,
        [row("Siti Aminah", "present", "paper"), row("Wiwin", "present", "paper")]
    );
    // A session that is closed takes proposals; one that was removed says so and keeps what was entered.
    sqlx::raw_sql("update sessions set locked_at = now(), locked_by = 'x'").execute(&mut conn).await.unwrap();
    let page = operator.open(page_of("jambi", 1, 2)).await;
    page.expect_text("menjadi usulan");
    operator.submit(signed(&page, &[(3, "present")])).await.expect_text("1 tanda menjadi usulan");
    sqlx::raw_sql("update sessions set removed_at = now()").execute(&mut conn).await.unwrap();
    let back = operator.submit(signed(&page, &[(4, "present")])).await;
    back.expect(200).expect_text("sudah dihapus dari agenda");
    assert_eq!(world.count("select count(*) from sheet_entries").await, 3);
}

#[tokio::test]
async fn differences_are_settled_or_said_before_a_session_is_closed() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(page_of("jambi", 1, 1)).await;
    let next = operator.submit(signed(&page, &[(1, "present"), (2, "empty")])).await;
    operator.submit(signed(&next, &[(3, "empty"), (4, "present")])).await.expect(200);
    // Ninik was tapped present; Siti was then tapped absent, later than her signature was typed in.
    world.clock.advance(TimeDelta::minutes(1));
    tapped(&world, 3, "present").await;
    tapped(&world, 1, "absent").await;
    tapped(&world, 2, "present").await;
    let roll = operator.open(close_of("jambi").replace("/tutup", "")).await;
    let close = operator.press(&roll, "Tutup daftar hadir").await;
    close
        .expect(200)
        .expect_text("Bertanda tangan, tidak ditandai hadir Siti Aminah")
        .expect_text("7K2Q01 baris 1")
        .expect_text("Ditandai hadir, tidak bertanda tangan")
        .expect_text("3 selisih belum diselesaikan");
    assert_eq!(world.count("select count(*) from sessions where locked_at is not null").await, 0);
    // One by a mark, one by a reason.
    let close = operator.press(&close, "Tandai hadir : Siti Aminah").await;
    close.expect_text("Siti Aminah: ditandai; tanda petugas lain berbeda").expect_text("2 selisih");
    let refused = operator.press(&close, "Biarkan Ninik dengan alasan ini").await;
    refused.expect(422).expect_text("Isi alasan.");
    let reason = close.form("Biarkan Ninik dengan alasan ini").forge("reason", "lupa tanda tangan");
    let close = operator.submit(reason).await;
    close.expect_text("Dibiarkan oleh Operator Jambi: lupa tanda tangan").expect_text("1 selisih");
    // The rest with one sentence, which may not be left out, and only for what was seen.
    operator.press(&close, "Tutup dengan selisih").await.expect(422).expect_text("Isi alasan.");
    let form = close.form("Tutup dengan selisih").forge("reason", "disepakati panitia");
    operator.submit(form.clone().forge("seen", "")).await.expect(422).expect_text("baru muncul");
    let closed = operator.submit(form).await;
    closed.expect(200).expect_text("Daftar hadir ditutup");
    let accepted: Vec<(String, bool)> =
        sqlx::query_as("select reason, signed from sheet_differences_accepted order by 1")
            .fetch_all(&mut world.look().await)
            .await
            .unwrap();
    assert_eq!(accepted, [("disepakati panitia".to_owned(), false), ("lupa tanda tangan".to_owned(), false)]);
    // Sent twice, and by somebody who came later: harmless.
    let url = format!("/jambi/kegiatan/{JAMBI}/kehadiran/sesi/{}/selisih/{}", session(1), person(1));
    operator.post(&url, &[("state", "present")]).await.expect_text("tidak ada selisih lagi");
    operator.post(url.replace(&person(1).to_string(), &person(99).to_string()), &[]).await.expect(404);
}

#[tokio::test]
async fn two_who_save_the_same_page_at_the_same_moment_are_one_after_the_other() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    for _ in 0..5 {
        let mine = signed(&operator.open(page_of("jambi", 1, 1)).await, &[(1, "present")]);
        let theirs = signed(&admin.open(page_of("jambi", 1, 1)).await, &[(1, "absent")]);
        let (one, other) = tokio::join!(operator.submit(mine), admin.submit(theirs));
        let mut answers = [one.status.as_u16(), other.status.as_u16()];
        answers.sort_unstable();
        assert_eq!(answers, [200, 409], "the second is asked");
        sqlx::raw_sql(
            "delete from attendance_states; delete from attendance_marks; delete from sheet_entries",
        )
        .execute(&mut world.look().await)
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn a_difference_that_turns_round_is_asked_about_anew() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(page_of("jambi", 1, 1)).await;
    operator.submit(signed(&page, &[(1, "empty")])).await.expect(200);
    tapped(&world, 1, "present").await;
    let close = operator.open(close_of("jambi")).await;
    let button = "Biarkan Siti Aminah dengan alasan ini";
    let said = operator.submit(close.form(button).forge("reason", "lupa tanda tangan")).await;
    said.expect_text("Dibiarkan oleh Operator Jambi: lupa tanda tangan");
    // The line was read wrongly, and the tap was meant for somebody else.
    let page = operator.open(page_of("jambi", 1, 1)).await;
    operator.submit(signed(&page, &[(1, "present")])).await.expect(200);
    world.clock.advance(TimeDelta::minutes(1));
    tapped(&world, 1, "absent").await;
    let turned = operator.open(close_of("jambi")).await;
    turned.expect_text("Bertanda tangan, tidak ditandai hadir").expect_text("1 selisih belum diselesaikan");
    turned.expect_no_text("Dibiarkan");
}

#[tokio::test]
async fn who_is_marked_and_stands_on_no_sheet_has_not_signed() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    for (n, name, kind) in [(9, "Datang Belakangan", "peserta"), (10, "Bupati", "pejabat")] {
        sqlx::query(
            "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at, status)
             values ($1, $2, '15', $4, case when $4 = 'peserta' then 'champion_village' end, 'Perpustakaan Desa Lain', $3, now(), 'registered')",
        )
        .bind(JAMBI.0)
        .bind(person(n))
        .bind(name)
        .bind(kind)
        .execute(&mut world.look().await)
        .await
        .unwrap();
        tapped(&world, n, "present").await;
    }
    let mut operator = world.browser(Who::JambiOperator).await;
    // Before any line is entered there is nothing to compare.
    assert_eq!(shown(&mut operator).await, []);
    let page = operator.open(page_of("jambi", 1, 1)).await;
    operator.submit(signed(&page, &[(1, "present")])).await.expect(200);
    assert_eq!(shown(&mut operator).await, [("Datang Belakangan".to_owned(), false)]);
    let close = operator.open(close_of("jambi")).await;
    close.expect_text("tidak ada di lembar mana pun");
    // Nobody on a line that is still to be read is among them.
    tapped(&world, 3, "present").await;
    assert_eq!(shown(&mut operator).await, [("Datang Belakangan".to_owned(), false)]);
    let button = "Biarkan Datang Belakangan dengan alasan ini";
    operator
        .submit(close.form(button).forge("reason", "lembar sudah dicetak"))
        .await
        .expect_text("Dibiarkan oleh Operator Jambi: lembar sudah dicetak");
    // Written on a blank line, they have signed.
    let blank = operator.open(format!("{}/{CODE}/sesi/{}/baris/7", sheets("jambi", JAMBI), session(1))).await;
    let form = blank.form("Simpan dan tandai hadir").forge("person", &person(9).to_string());
    operator.submit(form).await.expect(200);
    assert_eq!(shown(&mut operator).await, []);
}

#[tokio::test]
async fn a_host_types_its_guests_sheets_in_and_nobody_else_s_eyes_reach_them() {
    let world = World::new().await;
    prepare(&world, JOINT, "31", false).await;
    let mut host = world.browser(Who::HostAdmin).await;
    let list = host.open(sheets("jawa-barat", JOINT)).await;
    list.expect_text("Utusan DKI Jakarta");
    let url = format!("{}/{CODE}/sesi/{}/halaman/1", sheets("jawa-barat", JOINT), session(1));
    let page = host.open(&url).await;
    host.submit(signed(&page, &[(1, "present"), (2, "empty")])).await.expect_text("2 baris");
    let mut guest = world.browser(Who::GuestAdmin).await;
    guest.open(sheets("dki-jakarta", JOINT)).await.expect(403);
    let count = async |scope: &Scope| {
        let mut tx = world.db.begin(scope).await.unwrap();
        sqlx::query_scalar::<_, i64>("select count(*) from sheet_entries").fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!(count(&office("32", &[JOINT], &[])).await, 2);
    assert_eq!(count(&office("31", &[], &[JOINT])).await, 2, "a guest reads its own people's");
    assert_eq!(count(&office("15", &[JAMBI], &[])).await, 0);
    assert_eq!(count(&Scope::assignment(vec![JAMBI])).await, 0);
    assert_eq!(count(&Scope::assignment(vec![JOINT])).await, 2);
    let mut tx = world.db.begin(&office("31", &[], &[JOINT])).await.unwrap();
    let changed = sqlx::query("update sheet_entries set sign = 'present'").execute(&mut *tx).await.unwrap();
    assert_eq!(changed.rows_affected(), 0, "a guest writes nothing");
}

/// A photo as a phone without script sends it.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let draw =
        |x: u32, y: u32| image::Rgb([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 90]);
    image::RgbImage::from_fn(width, height, draw)
        .write_to(&mut std::io::Cursor::new(&mut file), image::ImageFormat::Jpeg)
        .unwrap();
    file
}

#[tokio::test]
async fn a_photo_of_the_sheet_is_kept_small_once_and_removed_with_a_reason() {
    let world = World::new().await;
    prepare(&world, JAMBI, "15", false).await;
    let mut phone = world.browser(Who::JambiFacilitator).await;
    let page = phone.open(page_of("tugas", 1, 1)).await;
    let send = |page: &Page| page.form("Kirim foto");
    let kept = phone.upload(send(&page), "file", "IMG_1.jpg", &picture(2600, 1300)).await;
    kept.expect(200).expect_text("Foto halaman 1 lembar 7K2Q01 disimpan.").expect_text("Fasilitator Jambi");
    // Sent again from the queue, it is the same photo; what is no picture is refused.
    phone.upload(send(&page), "file", "IMG_1.jpg", &picture(900, 900)).await.expect_text("sudah tersimpan");
    assert_eq!(world.count("select count(*) from sheet_photos").await, 1);
    let fresh = phone.open(page_of("tugas", 1, 1)).await;
    for wrong in [&b"<svg onload=alert(1)>"[..], b"%PDF-1.7", b""] {
        let refused = phone.upload(send(&fresh), "file", "foto.jpg", wrong).await;
        refused.expect(400);
    }
    phone.upload(send(&fresh).forge("id", "bukan"), "file", "f.jpg", &picture(300, 300)).await.expect(400);
    let link = fresh.html();
    let link = link.select(&scraper::Selector::parse(".photos a").unwrap()).next().unwrap();
    let href = link.attr("href").unwrap().to_owned();
    let (_, bytes) = phone.fetch(&href).await;
    let drawn = image::load_from_memory(&bytes).unwrap();
    assert_eq!((drawn.width(), drawn.height()), (2000, 1000));
    let (small, bytes) = phone.fetch(&format!("{href}/kecil")).await;
    assert_eq!((small.status.as_u16(), image::load_from_memory(&bytes).unwrap().width()), (200, 320));
    // Only the office removes it, and says why.
    assert_eq!(fresh.count(".photos form"), 0);
    phone.post(format!("{href}/hapus"), &[("reason", "x")]).await.expect(403);
    world.browser(Who::JatengOperator).await.open(href.replace("tugas", "jawa-tengah")).await.expect(404);
    let mut operator = world.browser(Who::JambiOperator).await;
    let page = operator.open(page_of("jambi", 1, 1)).await;
    operator.press(&page, "Hapus foto").await.expect_text("Foto belum dihapus: tulis alasannya");
    let gone = operator.submit(page.form("Hapus foto").forge("reason", "salah halaman")).await;
    gone.expect_text("Foto dihapus. Alasannya tercatat.");
    operator.submit(page.form("Hapus foto").forge("reason", "lagi")).await.expect_text("sudah dihapus");
    phone.open(&href).await.expect(404);
    let row = "select count(*) from sheet_photos where file is null and removed_reason = 'salah halaman'";
    assert_eq!(world.count(row).await, 1);
    let logged = "select count(*) from audit_log where action like 'attendance.sheet_photo%'";
    assert_eq!(world.count(logged).await, 2);
    // What is sent again after that stays away.
    phone.upload(send(&kept), "file", "IMG_1.jpg", &picture(900, 900)).await.expect(200);
}

/// The differences that the page of closing shows, by name.
async fn shown(browser: &mut Browser) -> Vec<(String, bool)> {
    let page = browser.open(close_of("jambi")).await;
    let html = page.expect(200).html();
    let (sections, names) =
        (scraper::Selector::parse("section").unwrap(), scraper::Selector::parse("h3").unwrap());
    let mut found: Vec<(String, bool)> = html
        .select(&sections)
        .flat_map(|section| {
            let signed = section.text().any(|text| text.starts_with("Bertanda tangan, tidak ditandai"));
            let names: Vec<_> =
                section.select(&names).map(|name| (name.text().collect::<String>(), signed)).collect();
            names
        })
        .collect();
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// However lines and states lie, what is shown are exactly those whose signature and state differ.
    #[test]
    fn the_differences_shown_are_those_that_counting_by_hand_finds(
        signs in prop::collection::vec(prop::option::of(prop::sample::select(vec!["present", "late", "sick", "empty"])), 4),
        after in prop::collection::vec(prop::option::of(prop::sample::select(vec!["present", "late", "absent", "cleared"])), 4),
        merged: bool,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            prepare(&world, JAMBI, "15", false).await;
            let mut operator = world.browser(Who::JambiOperator).await;
            for (number, lines) in [(1, [1, 2]), (2, [3, 4])] {
                let page = operator.open(page_of("jambi", 1, number)).await;
                let signs: Vec<(i32, &str)> = lines
                    .into_iter()
                    .filter_map(|line| signs[line - 1].map(|sign| (i32::try_from(line).unwrap(), sign)))
                    .collect();
                operator.submit(signed(&page, &signs)).await.expect(200);
            }
            world.clock.advance(TimeDelta::minutes(1));
            for (n, state) in (1..).zip(&after) {
                if let Some(state) = state {
                    tapped(&world, n, state).await;
                }
            }
            if merged {
                // The fourth line is the third person's as well.
                let change = format!(
                    "update participants set status = 'merged', merged_into = '{}', merged_at = '2022-08-02 08:00+07' where id = '{}';
                     delete from attendance_states where participant_id = '{}'",
                    person(3), person(4), person(4)
                );
                sqlx::raw_sql(sqlx::AssertSqlSafe(change)).execute(&mut world.look().await).await.unwrap();
            }
            let present = states(&world).await;
            let mut expected = Vec::new();
            for (n, name) in NAMES.iter().enumerate() {
                let lines: Vec<_> = match (merged, n) {
                    (true, 2) => vec![signs[2], signs[3]],
                    (true, 3) => vec![],
                    _ => vec![signs[n]],
                };
                let entered: Vec<_> = lines.into_iter().flatten().collect();
                if entered.is_empty() { continue; }
                let has_signed = entered.iter().any(|sign| ["present", "late"].contains(sign));
                let is_present = present.iter().any(|(who, state, _)| who == name && ["present", "late"].contains(&state.as_str()));
                if has_signed != is_present {
                    expected.push(((*name).to_owned(), has_signed));
                }
            }
            expected.sort();
            prop_assert_eq!(shown(&mut operator).await, expected);
            Ok(())
        })?;
    }
}
