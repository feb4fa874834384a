//! Every page that there is, from the route table: as whom it is opened, and where.

use sejawat::{app, auth::permission::Role, web::routes::RouteInfo};
use uuid::Uuid;

use crate::{
    site::Site,
    support::{
        World,
        samples::{self, GUEST, HOST, JAMBI, JATENG, Side},
        world::Who,
    },
};

/// Remembers a participant's browser.
const DEVICE_COOKIE: &str = "sejawat_perangkat";

/// A page, as it is come by.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Of the route, for messages and pictures.
    pub name: String,
    pub who: Option<Who>,
    pub url: String,
    /// What is changed on the page before it is looked at, or a button pressed.
    pub first: Option<&'static str>,
    /// A button that is then pressed, to see the page that answers.
    pub press: Option<&'static str>,
    /// A cookie that the page needs besides.
    pub cookie: Option<(&'static str, String)>,
    /// What the server says.
    pub status: u16,
}

impl Visit {
    fn new(name: &str, who: Option<Who>, url: &str) -> Self {
        let (name, url) = (name.to_owned(), url.to_owned());
        Self { name, who, url, first: None, press: None, cookie: None, status: 200 }
    }

    fn answering(self, status: u16) -> Self {
        Self { status, ..self }
    }

    fn after(self, script: &'static str) -> Self {
        Self { first: Some(script), ..self }
    }

    fn pressing(self, button: &'static str) -> Self {
        Self { press: Some(button), ..self }
    }
}

/// Who stands for a role, where, with whose rows.
const STANDS: [(Role, Who, &str, Side); 6] = [
    (Role::ProvinceAdmin, Who::JambiAdmin, "jambi", JAMBI),
    (Role::ProvinceOperator, Who::JambiOperator, "jambi", JAMBI),
    (Role::NationalCoordinator, Who::Coordinator, "nasional", JAMBI),
    (Role::Facilitator, Who::JambiFacilitator, "tugas", JAMBI),
    (Role::Consultant, Who::JambiConsultant, "tugas", JAMBI),
    (Role::GuestAdmin, Who::GuestAdmin, "dki-jakarta", GUEST),
];

/// The world that the pages show: sample rows everywhere, and a full list in Jambi.
pub async fn full_site() -> Site {
    let site = Site::still(World::filled().await).await;
    site.register(16).await;
    // Somebody who works in several places, and so has a choice.
    sqlx::raw_sql(
        "insert into role_grants (id, account_id, role, province_code, granted_at, accepted_at)
         values (gen_random_uuid(), '00000000-0000-0000-0000-000000000a32', 'consultant', '15', '2022-07-01', '2022-07-01');
         update open_links set closed_at = '2022-08-01' where event_id = '00000000-0000-0000-0000-000000000e33'",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    // Cards, one of them of somebody with a long name.
    sqlx::raw_sql(
        "insert into badge_tokens (event_id, participant_id, province_code, token)
         select event_id, id, province_code, case full_name when 'Siti Aminah' then '0A1B2C3D4E5F60718293' else '1B2C3D4E5F60718293A0' end
           from participants where event_id = '00000000-0000-0000-0000-000000000e15' and full_name in ('Siti Aminah', 'I Gusti Ngurah Made Bagus Wirawan Adnyana Putra')
         on conflict do nothing",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    // A few regions, so that the national list knows whose its rows are.
    sqlx::raw_sql(
        "insert into regions (code, name, kind, parents, key, zone) values
           ('15', 'Jambi', 'Provinsi', '', 'jambi', 'WIB'), ('33', 'Jawa Tengah', 'Provinsi', '', 'jawatengah', 'WIB'),
           ('33.28', 'Tegal', 'Kabupaten', 'Jawa Tengah', 'tegal', 'WIB')",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    // Libraries that are not invited, and invited ones that have not answered.
    sqlx::raw_sql(
        "insert into libraries (province_code, id, kind, name, pic_name, pic_phone, bimtek_completed)
           select '15', ('00000000-0000-0000-0000-0000000001' || n)::uuid, kind, name, pic, phone, n % 2 = 0 from (values
             (11, 'village_library', 'Perpustakaan Desa Mantaren II', 'Hj. Nurhayati, S.IP.', '+6281200000001'),
             (12, 'regency_office', 'Dinas Perpustakaan dan Kearsipan Kabupaten Tanjung Jabung Timur', '', ''),
             (13, 'village_library', 'Perpustakaan Desa Loram Wetan', 'Dr. H. Muhammad Nur''aini Syahputra, S.Sos., M.I.Kom.', '+6281200000003'),
             (14, 'other', 'Taman Bacaan Pelangi', 'Ninik', '+6281200000004')) l (n, kind, name, pic, phone);
         insert into delegations (event_id, id, province_code, library_id, library_name, library_kind, category, places, pic_name, pic_phone, invited_at, reminded_at, reminded_by)
           select '00000000-0000-0000-0000-000000000e15', id, '15', id, name, kind, 'village_library', 2, pic_name, pic_phone, '2022-07-20',
                  case when pic_name <> '' then '2022-07-30 09:00+07'::timestamptz end, case when pic_name <> '' then 'Operator Jambi' else '' end
             from libraries where right(id::text, 3) in ('111', '112');
         insert into delegation_links (event_id, id, delegation_id, province_code, token_hash, code, made_by, made_at)
           select event_id, id, id, province_code, sha256(id::text::bytea), '4321', 'Operator Jambi', '2022-07-28' from delegations where library_name like '%Mantaren%'",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    fill_agenda(&site).await;
    // A sheet of a whole day, of which one page is typed in.
    sqlx::raw_sql(
        "insert into attendance_sheets (event_id, code, province_code, day, people, page_ends, first_printed_at)
           select '00000000-0000-0000-0000-000000000e15', '7K2Q9M', '15', '2022-08-02', array_agg(id order by lower(full_name), id),
                  array[10, 40], '2022-08-01 16:00+07'
             from participants where event_id = '00000000-0000-0000-0000-000000000e15' and kind = 'peserta' and status in ('registered', 'confirmed', 'invited');
         insert into sheet_entries (event_id, code, session_id, line, participant_id, province_code, sign, entered_by, entered_at)
           select s.event_id, s.code, '00000000-0000-0000-0000-000000005e15', l.n, l.id, '15', case when l.n % 4 = 0 then 'empty' else 'present' end,
                  '00000000-0000-0000-0000-000000000b15', '2022-08-02 12:00+07'
             from attendance_sheets s cross join unnest(s.people) with ordinality l (id, n) where s.code = '7K2Q9M' and l.n <= 7",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    site
}

/// Agendas as offices have them: an earlier one, several rooms, an order of libraries, and much to be warned about.
async fn fill_agenda(site: &Site) {
    // An earlier event of the office, whose agenda can be copied.
    sqlx::raw_sql(
        "insert into events (id, edition_id, host_province, title, starts_on, ends_on, programme_starts_on, programme_ends_on, zone, status)
           values ('00000000-0000-0000-0000-000000000e14', '00000000-0000-0000-0000-000000000ed0', '15', 'PLM Kabupaten Muaro Jambi', '2022-05-10', '2022-05-11', '2022-05-10', '2022-05-11', 'WIB', 'reported');
         insert into event_provinces (event_id, province_code, part, edition_id) values ('00000000-0000-0000-0000-000000000e14', '15', 'host', '00000000-0000-0000-0000-000000000ed0');
         insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at) values ('00000000-0000-0000-0000-000000000e14', gen_random_uuid(), 'opening', 'Pembukaan', '2022-05-10 08:00+07', '2022-05-10 09:00+07', '2022-05-01')",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    // A meeting with stakeholders that has no agenda yet, and its national template.
    sqlx::raw_sql(
        "insert into events (id, edition_id, host_province, kind, title, starts_on, ends_on, programme_starts_on, programme_ends_on, zone)
           values ('00000000-0000-0000-0000-000000000e16', '00000000-0000-0000-0000-000000000ed0', '15', 'shm', 'Stakeholder Meeting Provinsi Jambi 2022', '2022-08-04', '2022-08-04', '2022-08-04', '2022-08-04', 'WIB');
         insert into event_provinces (event_id, province_code, part, edition_id) values ('00000000-0000-0000-0000-000000000e16', '15', 'host', '00000000-0000-0000-0000-000000000ed0');
         insert into agenda_template_sessions (edition_id, event_kind, day_offset, starts_at, ends_at, kind, title, room, takes_attendance)
           values ('00000000-0000-0000-0000-000000000ed0', 'shm', 0, '10:30', '12:00', 'group_discussion', 'Dialog pemangku kepentingan: dukungan dan jalan keluar', 'Aula', true)",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    // A day in several rooms, with a session that was doubled by mistake, and libraries in their order.
    sqlx::raw_sql(
        "insert into sessions (event_id, id, kind, title, room, starts_at, ends_at, is_fixed, takes_attendance, changed_at, changed_by)
           select '00000000-0000-0000-0000-000000000e15', gen_random_uuid(), kind, title, room, ('2022-08-02 ' || starts || '+07')::timestamptz,
                  ('2022-08-02 ' || ends || '+07')::timestamptz, kind in ('break_prayer', 'closing'), kind <> 'break_prayer', '2022-07-20', 'contoh' from (values
             ('achievement_presentation', 'Paparan capaian kabupaten/kota', 'Aula utama lantai 2', '09:15', '12:00'),
             ('expo_tour', 'Kunjungan expo capaian dengan kartu ATM', 'Selasar timur', '09:30', '10:15'),
             ('testimony', 'Testimoni', 'Ruang rapat', '10:20', '10:30'),
             ('testimony', 'Testimoni penerima manfaat', 'Ruang rapat', '10:25', '11:00'),
             ('break_prayer', 'Ishoma', '', '12:00', '13:00'),
             ('group_discussion', 'Diskusi kelompok tantangan dan solusi', 'Aula utama lantai 2', '13:00', '15:00'),
             ('closing', 'Penutupan', '', '15:30', '16:00')) s (kind, title, room, starts, ends);
         insert into session_slots (event_id, id, session_id, library_id, label, minutes, position, changed_at, changed_by)
           select '00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '00000000-0000-0000-0000-000000005e15', id, name, 15, n + 1, '2022-07-21', 'contoh'
             from (select id, name, row_number() over (order by name) as n from libraries where right(id::text, 3) in ('111', '112', '113')) l",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    // An agenda with much to be warned about: a room, a person, a small hall, prayers, a day that is not the programme's.
    sqlx::raw_sql(
        "insert into event_rooms (event_id, id, name, name_key, capacity, changed_at) values
           ('00000000-0000-0000-0000-000000000e15', gen_random_uuid(), 'Ruang rapat lantai dua', 'ruangrapatlantaidua', 12, '2022-07-20');
         insert into sessions (event_id, id, kind, title, room, starts_at, ends_at, goals, strategies, changed_at) values
           ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-0000000005e1', 'achievement_presentation', 'Paparan capaian perpustakaan kabupaten dan kota', 'Ruang rapat lantai dua',
             '2022-08-02 09:00+07', '2022-08-02 12:15+07', '{1,2}', '{advocacy,publicity}', '2022-07-20'),
           ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-0000000005e2', 'testimony', 'Testimoni penerima manfaat', 'ruang rapat lantai dua',
             '2022-08-02 11:00+07', '2022-08-02 11:30+07', '{1}', '{}', '2022-07-20'),
           ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-0000000005e3', 'closing', 'Penutupan', '', '2022-08-04 09:00+07', '2022-08-04 10:00+07', '{}', '{}', '2022-07-20');
         insert into session_leaders (event_id, session_id, participant_id, position)
           select '00000000-0000-0000-0000-000000000e15', ('00000000-0000-0000-0000-0000000005e' || n)::uuid, '00000000-0000-0000-0000-000000002e15', 1 from generate_series(1, 2) n",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
}

/// Every page of the route table that is HTML, for one person of each place that may open it.
pub async fn pages(site: &Site) -> Vec<Visit> {
    let mut visits = pages_of(site, |_| true).await;
    visits.extend(by_link(site).await);
    visits.extend(by_open_link());
    visits.extend(by_delegation(site).await);
    visits.extend(partners());
    visits.extend(agenda());
    visits.extend(phone());
    visits.extend(sheets());
    visits
}

/// The pages that there are before anything has been entered: an office's, and an event's.
pub async fn empty_pages(site: &Site) -> Vec<Visit> {
    let visits = pages_of(site, |route| {
        route.guard == "can" && route.path.replace("{place}", "").replace("{event}", "").find('{').is_none()
    })
    .await;
    visits.into_iter().map(|visit| Visit { name: format!("kosong-{}", visit.name), ..visit }).collect()
}

async fn pages_of(site: &Site, wanted: impl Fn(&RouteInfo) -> bool) -> Vec<Visit> {
    let mut visits = Vec::new();
    for route in app::route_table().iter().filter(|route| route.method == "GET" && wanted(route)) {
        for visit in visits_of(route) {
            let page = match visit.who {
                Some(who) => site.world.browser(who).await,
                None => site.world.visitor(),
            }
            .send("GET", &visit.url, None, &[])
            .await;
            if page.body.starts_with("<!doctype html>") {
                assert_eq!(page.status.as_u16(), 200, "{visit:?}: {}", page.text());
                visits.push(visit);
            }
        }
    }
    assert!(visits.len() > 10, "pages have gone missing: {visits:?}");
    visits
}

/// A participant's page, before and after its door.
async fn by_link(site: &Site) -> Vec<Visit> {
    let person = samples::of("participant", "", JAMBI);
    let link = format!("/jambi/kegiatan/{}/peserta/{person}/tautan", Uuid::from_u128(JAMBI.event));
    let mut office = site.world.browser(Who::JambiOperator).await;
    let page = office.open(&link).await;
    let button =
        if page.text().contains("pengganti") { "Buat tautan pengganti" } else { "Buat tautan pribadi" };
    let made = office.press(&page, button).await;
    let html = made.html();
    let field = html.select(&scraper::Selector::parse("input#tautan").unwrap()).next().unwrap();
    let url = field.attr("value").unwrap().strip_prefix(&site.base).unwrap().to_owned();
    let code =
        html.select(&scraper::Selector::parse(".code").unwrap()).next().unwrap().text().collect::<String>();
    let mut phone = site.world.visitor();
    let door = phone.open(&url).await;
    phone.submit(door.form("Buka halaman saya").fill("Empat angka", code.trim())).await.expect(200);
    let device = phone.cookie(DEVICE_COOKIE).unwrap().to_owned();
    let known = |visit: Visit| Visit { cookie: Some((DEVICE_COOKIE, device.clone())), ..visit };
    vec![
        Visit::new("saya-pintu", None, &url),
        known(Visit::new("saya", None, &url)),
        known(Visit::new(
            "kode-dikenal",
            None,
            &format!("/kode/{}/123456", samples::of("session", "", JAMBI)),
        )),
        Visit::new("kode-asing", None, &format!("/kode/{}/123456", samples::of("session", "", JAMBI))),
        known(Visit::new("kode-tutup", None, "/kode/00000000-0000-0000-0000-000000000bad/123456")),
        known(Visit::new("saya-narasumber", None, &format!("{url}/narasumber"))),
        known(Visit::new("saya-evaluasi", None, &format!("{url}/evaluasi"))),
        known(Visit::new("saya-evaluasi-ditolak", None, &format!("{url}/evaluasi")))
            .pressing("Kirim evaluasi")
            .answering(422),
        known(Visit::new("saya-capaian", None, &format!("{url}/capaian"))),
        Visit::new("tautan-dibuat", Some(Who::JambiOperator), &link).pressing("Buat tautan pengganti"),
    ]
}

/// An applicant's pages: each step, what was sent, and why nobody can register.
fn by_open_link() -> Vec<Visit> {
    let link = format!("/daftar/{}", samples::open_token(JAMBI));
    let begun = ("sejawat_daftar", samples::resume(JAMBI));
    vec![
        Visit::new("daftar-1", None, &link),
        Visit::new("daftar-1-ditolak", None, &link).pressing("Lanjut").answering(422),
        Visit { cookie: Some(begun.clone()), ..Visit::new("daftar-2", None, &link) },
        Visit { cookie: Some(begun), ..Visit::new("daftar-1-lanjut", None, &format!("{link}?langkah=1")) },
        Visit::new("daftar-tutup", None, &format!("/daftar/{}", samples::open_token(JATENG))),
    ]
}

/// The page of an invited library, before and after its door, with one person named; and the office's about its link.
async fn by_delegation(site: &Site) -> Vec<Visit> {
    let own = format!("/utusan/{}", samples::delegation_token(JAMBI));
    let mut phone = site.world.visitor();
    let door = phone.open(&own).await;
    let form = door.form("Buka halaman perpustakaan").fill("Empat angka", "1234");
    phone.submit(form).await.expect(200);
    let device = phone.cookie(DEVICE_COOKIE).unwrap().to_owned();
    let known = |visit: Visit| Visit { cookie: Some((DEVICE_COOKIE, device.clone())), ..visit };
    let person = samples::of("participant", "/utusan/", JAMBI);
    let invitations = format!("/jambi/kegiatan/{}/undangan", Uuid::from_u128(JAMBI.event));
    let delegation = samples::of("delegation", "", JAMBI);
    vec![
        Visit::new("utusan-pintu", None, &own),
        known(Visit::new("utusan", None, &own)),
        known(Visit::new("utusan-perbaiki", None, &format!("{own}/orang/{person}"))),
        known(Visit::new("utusan-ditolak", None, &own)).pressing("Simpan orang ini").answering(422),
        Visit::new("undangan-ditolak", Some(Who::JambiOperator), &format!("{invitations}/baru"))
            .pressing("Undang yang dicentang")
            .answering(422),
        Visit::new("undangan-tautan", Some(Who::JambiOperator), &format!("{invitations}/data/{delegation}"))
            .pressing("Buat tautan pengganti"),
    ]
}

/// A list of partners that was shared, and an office's part of it.
fn partners() -> Vec<Visit> {
    let shared = samples::of("list", "/tarik-kembali", JAMBI);
    let part = Uuid::from_u128((0x2b << 12) | JAMBI.owner);
    vec![
        Visit::new("mitra-dibagikan", Some(Who::Coordinator), &format!("/nasional/mitra/{shared}")),
        Visit::new("mitra-di-kantor", Some(Who::JambiOperator), &format!("/jambi/perpustakaan/impor/{part}")),
    ]
}

/// The other view of the agenda, and what comes of moving a day.
fn agenda() -> Vec<Visit> {
    let agenda = format!("/jambi/kegiatan/{}/agenda", Uuid::from_u128(JAMBI.event));
    let session = samples::of("session", "", JAMBI);
    let operator = Some(Who::JambiOperator);
    vec![
        Visit::new("agenda-linimasa", operator, &format!("{agenda}?tampilan=linimasa")),
        Visit::new(
            "agenda-linimasa-tugas",
            Some(Who::JambiFacilitator),
            &format!("{}?tampilan=linimasa", agenda.replace("jambi", "tugas")),
        ),
        Visit::new("agenda-terbuka", operator, &agenda)
            .after("document.querySelectorAll('.slot:nth-child(2) details, .saved details').forEach((d) => { d.open = true; })"),
        Visit::new("geser-hasil", operator, &format!("{agenda}/geser?mulai={session}&menit=20")),
        Visit::new("agenda-shm", operator, &format!("/jambi/kegiatan/{}/agenda", Uuid::from_u128(0xe16))),
        Visit::new("pola-shm", Some(Who::Coordinator), "/nasional/edisi/00000000-0000-0000-0000-000000000ed0/pola?jenis=shm"),
        Visit::new("geser-semua", operator, &format!("{agenda}/geser?mulai={session}&lain=240&tetap=ya")),
        Visit::new("geser-keliru", operator, &format!("{agenda}/geser?mulai={session}&lain=abc")),
        Visit::new(
            "salin-agenda",
            operator,
            &format!("/jambi/kegiatan/salin-agenda?ke={}", Uuid::from_u128(JAMBI.event)),
        ),
        Visit::new("sesi-salinan", operator, &format!("{agenda}/sesi-baru?dari={session}")),
        Visit::new("paparan-ditolak", operator, &format!("{agenda}/sesi/{session}/paparan"))
            .after("document.querySelector('[name=minutes]').value = '999'")
            .pressing("Simpan menit")
            .answering(422),
    ]
}

/// Signed sheets: half typed in, taken for signed, a code that is none, and a filled blank line that says too little.
fn sheets() -> Vec<Visit> {
    let sheets = format!("/jambi/kegiatan/{}/kehadiran/lembar", Uuid::from_u128(JAMBI.event));
    let session = samples::of("session", "", JAMBI);
    let page = format!("{sheets}/7K2Q9M/sesi/{session}");
    let operator = Some(Who::JambiOperator);
    vec![
        Visit::new("lembar-sehari", operator, &format!("{sheets}/7K2Q9M")),
        Visit::new("lembar-isi", operator, &format!("{page}/halaman/1")),
        Visit::new("lembar-isi-2", operator, &format!("{page}/halaman/2")),
        Visit::new("lembar-semua", operator, &format!("{page}/halaman/1?isi=semua")),
        Visit::new("lembar-keliru", operator, &format!("{sheets}?kode=7K2")).answering(422),
        Visit::new("lembar-baris-ditolak", operator, &format!("{page}/baris/40"))
            .pressing("Simpan dan tandai hadir")
            .answering(422),
        Visit::new("selisih", operator, &format!("{}/sesi/{session}/tutup", sheets.replace("/lembar", ""))),
    ]
}

/// The page that works without signal, drawn by its scripts: what is waited for says that it is there.
fn phone() -> Vec<Visit> {
    let event = Uuid::from_u128(JAMBI.event);
    let session = samples::of("session", "", JAMBI);
    let visit = |name: &str, hash: &str, first| {
        Visit::new(name, Some(Who::JambiFacilitator), &format!("/hadir{hash}")).after(first)
    };
    vec![
        visit("hadir", "", THERE_ARE_SESSIONS),
        visit("hadir-sesi", &format!("#sesi/{event}/{session}"), THERE_ARE_PEOPLE),
        visit("hadir-tanda", &format!("#sesi/{event}/{session}"), THERE_ARE_MARKS),
        visit("hadir-antrean", "#antrean", THERE_ARE_NEWS),
        visit("hadir-pindai", &format!("#pindai/{event}/{session}"), THERE_ARE_SCANS),
        visit("hadir-titipan", "#titipan", THERE_IS_A_FILE),
        visit("hadir-tidak-ada", &format!("#sesi/{event}/{event}"), THERE_ARE_NEWS),
    ]
}

const THERE_ARE_SESSIONS: &str = "return new Promise((done) => {
    const look = () => (document.querySelector('.slot a') && navigator.serviceWorker.controller ? done(true) : setTimeout(look, 50)); look(); })";
const THERE_ARE_PEOPLE: &str = "return new Promise((done) => {
    const look = () => (document.querySelector('[data-person]') ? done(true) : setTimeout(look, 50)); look(); })";
const THERE_ARE_MARKS: &str = "return new Promise((done) => {
    const look = () => {
      const marks = document.querySelectorAll('.mark[value=sick]');
      if (marks.length === 0) return setTimeout(look, 50);
      if (marks[1].ariaPressed === 'true') { document.querySelectorAll('[data-note]')[1].open = true; return done(true); }
      marks[1].click();
      setTimeout(look, 900);
    };
    look(); })";
/// No camera is here: the words on cards are typed, one of somebody with a long name, one of nobody.
const THERE_ARE_SCANS: &str = "return new Promise((done) => {
    const type = (word) => { const field = document.querySelector('#field-word'); field.value = word; field.dispatchEvent(new Event('input', { bubbles: true })); };
    const send = () => document.querySelector('[data-typed]').requestSubmit();
    const look = () => {
      if (!document.querySelector('[data-trouble]:not([hidden])') || document.querySelector('[data-count=cleared] b').textContent === '0') return setTimeout(look, 50);
      type('0A1B2'); send();
      setTimeout(() => { type('1B2C'); send(); setTimeout(() => { type('A1B2'); setTimeout(() => done(true), 400); }, 400); }, 400);
    };
    look(); })";
/// A file of two marks, one of an event that is nobody's here.
const THERE_IS_A_FILE: &str = "return new Promise((done) => {
    const mark = (session, person) => ({ id: '01920000-0000-7000-8000-' + person.slice(-12), session_id: session, participant_id: person, state: 'present', note: null,
      marked_at: '2022-08-02T01:31:00.000Z', clock_offset_ms: 0, source: 'tap' });
    const look = async () => {
      const field = document.querySelector('#field-file');
      if (!field || !document.querySelector('[data-link-state]').textContent.includes('terkirim')) return setTimeout(look, 50);
      const events = await (await fetch('/api/v1/attendance/events')).json();
      const { sessions, participants } = await (await fetch('/api/v1/attendance/events/' + events.events[0].id + '/roster')).json();
      const marks = [...participants.slice(0, 20).map((one) => mark(sessions[0].id, one.id)), mark('00000000-0000-0000-0000-000000000009', participants[0].id)];
      const files = new DataTransfer();
      files.items.add(new File([JSON.stringify({ format: 'sejawat-antrean', version: 1, device: 'x', marker: '00000000-0000-0000-0000-000000000009', saved_at: '2022-08-02T01:35:00.000Z', people: [], marks })], 'antrean-hadir.json'));
      field.files = files.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
      setTimeout(() => { document.querySelector('[data-send]').click(); setTimeout(() => done(true), 1500); }, 500);
    };
    look(); })";
const THERE_ARE_NEWS: &str = "return new Promise((done) => {
    const look = () => (document.querySelector('[data-link-state]').textContent.includes('terkirim') ? setTimeout(() => done(true), 200) : setTimeout(look, 50)); look(); })";

/// A code that is spoken instead of shown.
const SPOKEN: &str = "document.querySelector('button[name=kind]').value = 'spoken'";

/// Where a session's code for the hall is.
fn code_of(side: Side) -> String {
    let (event, session) = (Uuid::from_u128(side.event), samples::of("session", "", side));
    let place = if side == JATENG { "tugas" } else { side.slug };
    format!("/{place}/kegiatan/{event}/kehadiran/sesi/{session}/kode")
}

/// Pages that are answers: refusals, forms that come back, errors.
pub fn answers() -> Vec<Visit> {
    let event = format!("/jambi/kegiatan/{}", Uuid::from_u128(JAMBI.event));
    let session = samples::of("session", "", JAMBI);
    let roll = format!("/tugas/kegiatan/{}/kehadiran/sesi/{session}", Uuid::from_u128(JAMBI.event));
    vec![
        Visit::new("hadir-mandiri", Some(Who::JatengFacilitator), &code_of(JATENG)).pressing("Tutup hadir mandiri"),
        Visit::new("kode-lisan", Some(Who::HostAdmin), &code_of(HOST)).after(SPOKEN).pressing("Ganti kode"),
        Visit::new("tidak-ada", Some(Who::JambiAdmin), "/jambi/tidak-ada").answering(404),
        Visit::new("tidak-ada-pengunjung", None, "/tidak/ada").answering(404),
        Visit::new("tidak-boleh", Some(Who::JambiOperator), "/jambi/pengaturan").answering(403),
        Visit::new("tautan-mati", None, "/saya/tidak-berlaku").answering(404),
        Visit::new("masuk-ditolak", None, "/masuk").pressing("Masuk").answering(422),
        Visit::new("sesi-ditolak", Some(Who::JambiAdmin), &format!("{event}/agenda/sesi-baru"))
            .pressing("Simpan sesi")
            .answering(422),
        Visit::new("sesi-basi", Some(Who::JambiAdmin), &format!("{event}/agenda/sesi/{session}"))
            .after("document.querySelector('[name=version]').value = '0'; document.querySelector('[name=title]').value = 'Judul yang lain sama sekali'")
            .pressing("Simpan sesi")
            .answering(409),
        Visit::new("terbitkan-basi", Some(Who::JambiAdmin), &format!("{event}/agenda/terbitkan"))
            .after("document.querySelector('[name=seen]').value = '1 x'")
            .pressing("Terbitkan agenda")
            .answering(409),
        Visit::new("banyak-ditolak", Some(Who::JambiOperator), &format!("{event}/peserta/isi-banyak"))
            .after("document.querySelectorAll('[name=full_name]').forEach((field) => { field.value = 'Siti Aminah'; })")
            .pressing("Simpan semua")
            .answering(422),
        Visit::new("tutup-ditanya", Some(Who::JambiFacilitator), &roll).pressing("Tutup daftar hadir"),
        // From here on the session is closed.
        Visit::new("daftar-ditutup", Some(Who::JambiFacilitator), &format!("{roll}/tutup"))
            .after("document.querySelector('#field-reason').value = 'Sudah dicocokkan dengan lembar aslinya.'")
            .pressing("Tutup dengan selisih"),
        Visit::new("daftar-ditutup-admin", Some(Who::JambiAdmin), &roll.replace("tugas", "jambi")),
    ]
}

fn visits_of(route: &RouteInfo) -> Vec<Visit> {
    let name = route.path.trim_matches('/').replace(['{', '}', '*'], "").replace('/', "_");
    if route.path == "/" {
        return vec![Visit::new("pintu-depan", Some(Who::HostAdmin), "/")];
    }
    // Drawn for whoever is signed in: see `phone`.
    if route.path.starts_with("/hadir") {
        return Vec::new();
    }
    if route.guard != "can" {
        // A participant's link is opened in a journey of its own.
        if route.path.contains("{token}") {
            return Vec::new();
        }
        let who = (route.guard == "signed_in").then_some(Who::JambiAdmin);
        return vec![Visit::new(&name, who, &url(route.path, "jambi", JAMBI))];
    }
    let mut visits: Vec<Visit> = Vec::new();
    let mut places = Vec::new();
    for (role, who, place, side) in STANDS {
        let literal = route.path.split('/').nth(1).filter(|first| !first.starts_with('{'));
        let fits = literal.map_or_else(
            || match place {
                "tugas" | "nasional" => route.path.starts_with("/{place}/kegiatan/{event}"),
                _ => true,
            },
            |literal| literal == place,
        );
        if fits && route.roles.contains(&role) && !places.contains(&place) {
            places.push(place);
            visits.push(Visit::new(&format!("{name}-{place}"), Some(who), &url(route.path, place, side)));
        }
    }
    assert!(!visits.is_empty(), "nobody here may open {}: see STANDS", route.path);
    visits
}

fn url(path: &str, place: &str, side: Side) -> String {
    let mut url = path.to_owned();
    for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        let value = match name {
            "place" => place.to_owned(),
            "event" => Uuid::from_u128(side.event).to_string(),
            name => samples::of(name, path, side),
        };
        url = url.replace(&format!("{{{name}}}"), &value);
    }
    url
}
