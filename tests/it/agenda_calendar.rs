//! Agendas as calendar files, read by a reader that is not ours.

use chrono::NaiveDateTime;
use icalendar::{
    Calendar, CalendarComponent, CalendarDateTime, Component as _, DatePerhapsTime, Event, EventLike as _,
};
use sejawat::{
    features::agenda::calendar::{self, Entry},
    kernel::{ids::SessionId, zone::Zone},
};

use crate::support::{
    Page, World,
    browser::Browser,
    samples::{self, JAMBI as JAMBI_SIDE},
    world::{JAMBI, JATENG, JOINT, Who, at},
};

const FILE: &str = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/agenda/agenda.ics";

fn read(text: &str) -> Vec<Event> {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    let calendar: Calendar = text.parse().unwrap();
    calendar
        .components
        .into_iter()
        .filter_map(|component| match component {
            CalendarComponent::Event(event) => Some(event),
            _ => None,
        })
        .collect()
}

async fn events(browser: &mut Browser) -> Vec<Event> {
    events_at(browser, FILE).await
}

async fn events_at(browser: &mut Browser, file: &str) -> Vec<Event> {
    let (page, bytes) = browser.fetch(file).await;
    assert_eq!(page.status.as_u16(), 200, "{file}");
    read(&String::from_utf8(bytes).unwrap())
}

async fn publish(office: &mut Browser) -> Page {
    let page = office.open(format!("/jambi/kegiatan/{JAMBI}/agenda/terbitkan")).await;
    let page = office.submit(page.form("Terbitkan agenda")).await;
    page.expect_text("Agenda terbit sebagai versi");
    page
}

fn same<'a>(events: &'a [Event], event: &Event) -> &'a Event {
    events.iter().find(|other| other.get_uid() == event.get_uid()).unwrap()
}

fn stands(events: &[Event], event: &Event) -> bool {
    same(events, event).property_value("STATUS") == Some("CONFIRMED")
}

fn named<'a>(events: &'a [Event], title: &str) -> &'a Event {
    events.iter().find(|event| event.get_summary() == Some(title)).unwrap_or_else(|| panic!("no {title}"))
}

fn starts(event: &Event) -> (NaiveDateTime, String) {
    match event.get_start().unwrap() {
        DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid }) => (date_time, tzid),
        other => panic!("{other:?}"),
    }
}

fn sequence(event: &Event) -> u32 {
    event.get_sequence().unwrap()
}

#[tokio::test]
async fn an_agenda_is_a_calendar_that_others_read() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let list = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let list = operator.press(&list, "Pakai pola nasional").await;
    assert_eq!(list.link("Unduh kalender (.ics)").as_deref(), Some(FILE));
    let head = operator.head(FILE).await;
    assert_eq!(head["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(head["content-disposition"], "attachment; filename=\"agenda.ics\"");
    assert_eq!(head["cache-control"], "private, no-cache");
    let tag = head["etag"].to_str().unwrap().to_owned();
    assert_eq!(operator.send("GET", FILE, None, &[("if-none-match", &tag)]).await.status.as_u16(), 304);

    let all = events(&mut operator).await;
    assert_eq!(all.len(), 5);
    let opening = named(&all, "Pembukaan");
    let (local, zone) = starts(opening);
    assert_eq!((local.to_string().as_str(), zone.as_str()), ("2022-08-02 08:30:00", "Asia/Jakarta"));
    assert_eq!(opening.get_location(), Some("Aula, Hotel (contoh), Kota Jambi"));
    assert_eq!(opening.get_description(), Some("Pembukaan"));
    assert!(opening.get_uid().unwrap().ends_with("@sejawat.test"));

    // A change is another file, and what was not changed keeps its number.
    let edit = operator.click(&list, "Pembukaan").await;
    operator.submit(edit.form("Simpan sesi").fill("Ruang", "Aula M")).await.expect(200);
    assert_eq!(operator.send("GET", FILE, None, &[("if-none-match", &tag)]).await.status.as_u16(), 200);
    let later = events(&mut operator).await;
    assert_eq!(sequence(named(&later, "Pembukaan")), 1);
    assert_eq!(sequence(named(&later, "Penghargaan")), 0);
}

#[tokio::test]
async fn a_session_keeps_its_uid_and_its_number_only_grows() {
    let world = World::new().await;
    let mut operator = world.browser(Who::JambiOperator).await;
    let mut list = operator.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    let blank = operator.click(&list, "Tambah sesi").await;
    let form = blank
        .form("Simpan sesi")
        .fill("Judul sesi", "Testimoni")
        .fill("Jenis sesi", "Testimoni")
        .fill("Mulai", "10.00")
        .fill("Selesai", "11.00");
    list = operator.submit(form).await;
    let mut seen = vec![events(&mut operator).await];
    for (label, value) in
        [("Mulai", "10.15"), ("Judul sesi", "Testimoni baru"), ("Hari", "Rabu, 3 Agustus 2022")]
    {
        let title = if label == "Hari" { "Testimoni baru" } else { "Testimoni" };
        let edit = operator.click(&list, title).await;
        list = operator.submit(edit.form("Simpan sesi").fill(label, value)).await;
        seen.push(events(&mut operator).await);
    }
    let removed = operator.press(&list, "Hapus sesi Testimoni baru").await;
    seen.push(events(&mut operator).await);
    operator.press(&removed, "Urungkan").await;
    seen.push(events(&mut operator).await);
    let seen: Vec<&Event> = seen
        .iter()
        .map(|events| {
            assert_eq!(events.len(), 1);
            &events[0]
        })
        .collect();
    assert!(seen.iter().all(|event| event.get_uid() == seen[0].get_uid()));
    let numbers: Vec<u32> = seen.iter().map(|event| sequence(event)).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
    let states: Vec<_> = seen.iter().map(|event| event.property_value("STATUS").unwrap()).collect();
    assert_eq!(states, ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]);
    assert_eq!(starts(seen[5]).0.to_string(), "2022-08-03 10:15:00");
}

fn entry(title: &str, zone: Zone) -> Entry {
    Entry {
        id: SessionId(uuid::Uuid::from_u128(7)),
        title: title.into(),
        location: String::new(),
        description: String::new(),
        starts_at: at("2022-08-08T22:00:00Z"),
        ends_at: at("2022-08-08T23:30:00Z"),
        zone,
        sequence: 3,
        changed_at: at("2022-07-20T01:02:03Z"),
        is_cancelled: false,
    }
}

fn file(entries: &[Entry]) -> String {
    let about =
        calendar::Calendar { name: "PLM; Jambi", base_url: "https://plm.example.go.id", zone: Zone::Wib };
    calendar::calendar(&about, entries)
}

#[test]
fn each_zone_tells_its_own_morning() {
    let local = [
        (Zone::Wib, "2022-08-09 05:00:00", "Asia/Jakarta", "+0700"),
        (Zone::Wita, "2022-08-09 06:00:00", "Asia/Makassar", "+0800"),
        (Zone::Wit, "2022-08-09 07:00:00", "Asia/Jayapura", "+0900"),
    ];
    for (zone, morning, name, offset) in local {
        let text = file(&[entry("Pembukaan", zone)]);
        let read = read(&text);
        let (told, zone) = starts(&read[0]);
        assert_eq!((told.to_string().as_str(), zone.as_str()), (morning, name));
        assert!(text.contains(&format!("TZID:{name}\r\nBEGIN:STANDARD\r\n")), "{text}");
        assert!(text.contains(&format!("TZOFFSETTO:{offset}\r\n")), "{text}");
        assert!(text.contains("DTSTAMP:20220720T010203Z\r\n"), "{text}");
    }
    let all: Vec<Entry> = Zone::ALL.into_iter().map(|zone| entry("Pembukaan", zone)).collect();
    assert_eq!(file(&all).matches("BEGIN:VTIMEZONE").count(), 3);
    assert_eq!(file(&[]).matches("BEGIN:VTIMEZONE").count(), 1, "a calendar is never without a component");
}

#[test]
fn odd_and_long_titles_come_back_as_they_were() {
    let titles = [
        "Paparan; capaian, dan \\ rencana".to_owned(),
        "Baris satu\nbaris dua".to_owned(),
        "Lapak 📚🌾 literasi ".repeat(12).trim().to_owned(),
        "é".repeat(200),
        "END:VEVENT\r\nBEGIN:VALARM".replace("\r\n", "\n"),
    ];
    for title in titles {
        let mut entry = entry(&title, Zone::Wita);
        entry.description = format!("{title}\n{title}");
        entry.location.clone_from(&title);
        let text = file(&[entry]);
        let read = read(&text);
        assert_eq!(read.len(), 1, "{text}");
        assert_eq!(read[0].get_summary(), Some(title.as_str()));
        assert_eq!(read[0].get_location(), Some(title.as_str()));
        assert_eq!(read[0].get_description(), Some(format!("{title}\n{title}").as_str()));
        assert_eq!(sequence(&read[0]), 3);
    }
}

#[tokio::test]
async fn a_calendar_is_for_those_who_may_read_the_agenda() {
    let world = World::filled().await;
    for (who, url, status) in [
        (Who::JambiFacilitator, format!("/tugas/kegiatan/{JAMBI}/agenda/agenda.ics"), 200),
        (Who::GuestAdmin, format!("/dki-jakarta/kegiatan/{JOINT}/agenda/agenda.ics"), 200),
        (Who::JatengAdmin, FILE.to_owned(), 404),
        (Who::JambiAdmin, format!("/jambi/kegiatan/{JATENG}/agenda/agenda.ics"), 404),
    ] {
        let (page, _) = world.browser(who).await.fetch(&url).await;
        assert_eq!(page.status.as_u16(), status, "{who:?}");
    }
}

#[tokio::test]
async fn a_participant_takes_the_agenda_along() {
    let world = World::filled().await;
    let link = format!("/saya/{}", samples::token(JAMBI_SIDE));
    let file = format!("{link}/agenda.ics");
    // A browser that has not shown the code is led to the door, and learns nothing.
    let mut stranger = world.visitor();
    let (page, bytes) = stranger.fetch(&file).await;
    assert_eq!((page.status.as_u16(), page.path.as_str()), (303, link.as_str()));
    assert!(!String::from_utf8(bytes).unwrap().contains("BEGIN"));
    let mut own = world.visitor();
    own.set_cookie("sejawat_perangkat", "ponsel");
    let page = own.open(&link).await;
    assert_eq!(page.link("Simpan agenda ke kalender").as_deref(), Some(file.as_str()));
    let (page, bytes) = own.fetch(&file).await;
    assert_eq!(page.status.as_u16(), 200);
    let text = String::from_utf8(bytes).unwrap();
    let events = read(&text);
    assert_eq!(events.len(), 2);
    assert_eq!(named(&events, "Sesi dibatalkan").property_value("STATUS"), Some("CANCELLED"));
    assert!(!text.contains("Fasilitator"), "nobody else is named");
    assert!(!text.contains(&samples::token(JAMBI_SIDE)), "the link is a secret");
}

const PUBLIC: &str = "/plm/00000000-0000-0000-0000-000000000e15/agenda.ics";

#[tokio::test]
async fn readers_calendars_follow_publications_and_withdrawals() {
    let world = World::new().await;
    let mut office = world.browser(Who::JambiOperator).await;
    let mut public = world.visitor();
    let before = events_at(&mut public, PUBLIC).await;
    assert!(before.is_empty(), "a draft is nobody's");
    let list = office.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    office.press(&list, "Pakai pola nasional").await;
    assert!(events_at(&mut public, PUBLIC).await.is_empty());

    let list = publish(&mut office).await;
    let first = events_at(&mut public, PUBLIC).await;
    assert_eq!(first.len(), 5);
    assert!(first.iter().all(|event| event.property_value("STATUS") == Some("CONFIRMED")));
    // What is changed in the draft is told when it is published.
    let edit = office.click(&list, "Pembukaan").await;
    let list = office.submit(edit.form("Simpan sesi").fill("Mulai", "08.45")).await;
    office.press(&list, "Hapus sesi Penghargaan").await;
    assert_eq!(events_at(&mut public, PUBLIC).await, first);
    publish(&mut office).await;
    let second = events_at(&mut public, PUBLIC).await;
    assert_eq!(starts(named(&second, "Pembukaan")).0.to_string(), "2022-08-02 08:45:00");
    let (opening, award) = (named(&first, "Pembukaan").clone(), named(&first, "Penghargaan").clone());
    assert!(stands(&second, &opening) && !stands(&second, &award));

    // Withdrawn, what was shown before counts again; once all is withdrawn, nothing stands.
    let mut seen = vec![first, second];
    for version in [2, 1] {
        office
            .post(format!("/jambi/kegiatan/{JAMBI}/agenda/versi/{version}/tarik-kembali"), &[])
            .await
            .expect(200);
        seen.push(events_at(&mut public, PUBLIC).await);
    }
    assert_eq!(starts(named(&seen[2], "Pembukaan")).0.to_string(), "2022-08-02 08:30:00");
    assert!(stands(&seen[2], &award) && !stands(&seen[3], &award) && !stands(&seen[3], &opening));
    // Of what was withdrawn calendars are told nothing but that.
    assert_eq!(seen[3].len(), 5);
    for event in &seen[3] {
        assert_eq!((event.get_summary(), event.get_location()), (Some("Sesi dibatalkan"), None));
    }
    publish(&mut office).await;
    seen.push(events_at(&mut public, PUBLIC).await);
    // A change of the event reaches calendars without a publication: it is held elsewhere, then called off.
    for change in ["city = 'Muara Bulian'", "status = 'cancelled', resumes_as = 'published'"] {
        let change = format!(
            "update events set {change}, version = version + 1, changed_at = changed_at + interval '1 day' where id = '{}'",
            JAMBI.0
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(change)).execute(&mut world.look().await).await.unwrap();
        seen.push(events_at(&mut public, PUBLIC).await);
    }
    assert!(named(&seen[5], "Pembukaan").get_location().unwrap().ends_with("Muara Bulian"));
    assert!(seen[6].iter().all(|event| event.property_value("STATUS") == Some("CANCELLED")));

    for event in [&opening, &award] {
        let numbers: Vec<u32> = seen.iter().map(|events| sequence(same(events, event))).collect();
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
    }
}

#[tokio::test]
async fn the_public_calendar_names_speakers_and_nobody_else() {
    let world = World::new().await;
    let people = "insert into participants (event_id, id, province_code, kind, full_name, registered_at)
           select '00000000-0000-0000-0000-000000000e15', ('00000000-0000-0000-0000-00000000011' || n)::uuid, '15', kind, name, now()
             from (values (1, 'fasilitator', 'Fasilitator Rahasia'), (2, 'narasumber', 'Ninik Narasumber'), (3, 'fasilitator', 'Moderator Rahasia')) p (n, kind, name);";
    let mut office = world.browser(Who::JambiOperator).await;
    let list = office.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    office.press(&list, "Pakai pola nasional").await;
    let leaders = "insert into session_leaders select event_id, s.id, p.id, 1, case when p.full_name like 'Moderator%' then 'moderates' else 'leads' end
                     from sessions s join participants p using (event_id) where title = 'Pembukaan';";
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("{people}{leaders}")))
        .execute(&mut world.look().await)
        .await
        .unwrap();
    publish(&mut office).await;
    let mut public = world.visitor();
    let page = public.open(format!("/plm/{JAMBI}")).await;
    assert_eq!(
        page.link("Unduh kalender (.ics)").as_deref(),
        Some(format!("http://sejawat.test{PUBLIC}").as_str())
    );
    assert_eq!(
        page.link("Langganan kalender").as_deref(),
        Some(format!("webcal://sejawat.test{PUBLIC}").as_str())
    );
    page.expect_text("Moderator: Fasilitator").expect_no_text("Rahasia");
    let opening = events_at(&mut public, PUBLIC).await;
    let told = named(&opening, "Pembukaan").get_description().unwrap();
    assert_eq!(told, "Pembukaan\nDipandu oleh Ninik Narasumber");
    // Whoever is signed in is told everybody.
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let theirs = events_at(&mut facilitator, &format!("/tugas/kegiatan/{JAMBI}/agenda/agenda.ics")).await;
    let told = named(&theirs, "Pembukaan").get_description().unwrap();
    assert!(told.contains("Fasilitator Rahasia") && told.contains("Moderator Moderator Rahasia"), "{told}");
}

#[tokio::test]
async fn a_facilitator_has_all_their_events_in_one_calendar_at_a_secret_address() {
    let world = World::new().await;
    let mut office = world.browser(Who::JambiOperator).await;
    let list = office.open(format!("/jambi/kegiatan/{JAMBI}/agenda")).await;
    office.press(&list, "Pakai pola nasional").await;
    publish(&mut office).await;
    let mut facilitator = world.browser(Who::JambiFacilitator).await;
    let account = facilitator.open("/akun").await;
    let page = facilitator.click(&account, "Kalender tugas").await;
    let page = facilitator.press(&page, "Buat alamat kalender").await;
    let file = page.copied("alamat-kalender");
    assert_eq!(
        page.link("Tambahkan ke kalender di perangkat ini").as_deref(),
        Some(format!("webcal://sejawat.test{file}").as_str())
    );
    // It is shown once, and only its hash is kept.
    facilitator.open("/akun/kalender").await.expect_text("Alamat yang berlaku").expect_no_text(&file);
    let secret = file.split('/').nth(2).unwrap();
    assert_eq!(world.count("select count(*) from calendar_links").await, 1);
    let kept: String = sqlx::query_scalar("select calendar_links::text || (select string_agg(audit_log::text, '') from audit_log) from calendar_links")
        .fetch_one(&mut world.look().await).await.unwrap();
    assert!(!kept.contains(secret));

    let mut program = world.visitor();
    let events = events_at(&mut program, &file).await;
    assert_eq!(events.len(), 5);
    let told = named(&events, "Pembukaan").get_description().unwrap();
    assert!(told.starts_with("PLM Provinsi Jambi 2022\nPembukaan"), "{told}");
    // Another event's agenda comes with the assignment, and goes with it.
    for (sql, count) in [
        ("insert into agenda_versions (event_id, number, published_at, published_by, sessions)
            select '00000000-0000-0000-0000-000000000e33', 1, now(), 'contoh', jsonb_build_array(sessions -> 0 || '{\"id\": \"00000000-0000-0000-0000-00000000abcd\"}') from agenda_versions", 5),
        ("insert into role_grants (id, account_id, role, province_code, event_id, granted_at, accepted_at)
            select gen_random_uuid(), account_id, 'facilitator', '33', '00000000-0000-0000-0000-000000000e33', now(), now() from calendar_links", 6),
        ("update role_grants set revoked_at = now() where event_id = '00000000-0000-0000-0000-000000000e15'", 1),
    ] {
        sqlx::raw_sql(sql).execute(&mut world.look().await).await.unwrap();
        assert_eq!(events_at(&mut program, &file).await.len(), count, "{sql}");
    }
    // A new address ends the old one; revoked or disabled, there is none.
    let page = facilitator.open("/akun/kalender").await;
    let page = facilitator.press(&page, "Buat alamat pengganti").await;
    let newer = page.copied("alamat-kalender");
    assert_eq!(program.fetch(&file).await.0.status.as_u16(), 404);
    assert_eq!(program.fetch(&newer).await.0.status.as_u16(), 200);
    let disable =
        "update accounts set disabled_at = now() where id = (select account_id from calendar_links)";
    sqlx::raw_sql(disable).execute(&mut world.look().await).await.unwrap();
    assert_eq!(program.fetch(&newer).await.0.status.as_u16(), 404);
    sqlx::raw_sql("update accounts set disabled_at = null").execute(&mut world.look().await).await.unwrap();
    let page = facilitator.open("/akun/kalender").await;
    facilitator.press(&page, "Cabut alamat").await.expect_text("Belum ada alamat kalender");
    assert_eq!(program.fetch(&newer).await.0.status.as_u16(), 404);
}
