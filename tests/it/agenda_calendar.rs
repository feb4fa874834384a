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
    World,
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
    let (page, bytes) = browser.fetch(FILE).await;
    assert_eq!(page.status.as_u16(), 200);
    read(&String::from_utf8(bytes).unwrap())
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
    assert_eq!(named(&events, "Penutupan 15").property_value("STATUS"), Some("CANCELLED"));
    assert!(!text.contains("Fasilitator"), "nobody else is named");
    assert!(!text.contains(&samples::token(JAMBI_SIDE)), "the link is a secret");
}
