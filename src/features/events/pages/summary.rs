//! The summary of an event: what is next, what is missing, today's agenda, and the facts.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, NaiveDate, Utc};

use super::distance;
use crate::{
    auth::permission::{EditEvent, EditParticipants, Role, ViewEvent},
    error::Result,
    features::events::{
        model::{self, Act, Ceremony, Dates, Facts, Gap, Mode, Phase, Stage, Status},
        officials::{self, Official, SLOTS},
        paths::{ActPath, EditPath, EventPath, PublicPath},
        sql::{self, Event, Party, Programmed},
    },
    kernel::{
        ids::EventId,
        names,
        origin::{Origin, is_sample},
        place::Place,
        text,
        zone::Zone,
    },
    web::{
        AppState, filters,
        guard::Can,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "events/summary.html")]
struct SummaryPage {
    shell: Shell,
    title: String,
    stage: Stage,
    is_sample: bool,
    /// Why it is postponed or cancelled.
    reason: String,
    next: String,
    todos: Vec<Todo>,
    day: Day,
    facts: Vec<Fact>,
    officials: Vec<Fact>,
    note: String,
    /// The address of the public page; empty before there is one.
    public: String,
    edit: Option<String>,
    /// The next step of the work.
    primary: Option<ActLink>,
    /// What else can be done to the status.
    acts: Vec<ActLink>,
}

struct Todo {
    words: String,
    meaning: &'static str,
    due: String,
    link: Option<(String, &'static str)>,
}

struct Day {
    heading: String,
    slots: Vec<Slot>,
    zone: &'static str,
    empty: String,
    agenda: Option<String>,
}

struct Slot {
    title: String,
    room: String,
    starts: String,
    ends: String,
    class: &'static str,
}

struct Fact {
    name: &'static str,
    value: String,
    sub: String,
    is_sample: bool,
    link: Option<(String, &'static str)>,
}

struct ActLink {
    href: String,
    words: &'static str,
    /// Whether it leads to a page that asks for a reason.
    asks: bool,
}

impl Fact {
    fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: value.into(), sub: String::new(), is_sample: false, link: None }
    }

    fn with(self, sub: impl Into<String>) -> Self {
        Self { sub: sub.into(), ..self }
    }

    fn sample(self, is_sample: bool) -> Self {
        Self { is_sample, ..self }
    }
}

/// The summary of an event.
pub async fn summary(path: EventPath, can: Can<ViewEvent>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let event = sql::find(&mut tx, path.event).await?;
    let parties = sql::parties(&mut tx, event.id).await?;
    let officials = officials::list(&mut tx, event.id).await?;
    let progress = sql::progress(&mut tx, event.id).await?;
    let sessions = sql::programme(&mut tx, &[event.id]).await?;
    drop(tx);

    let now = app.clock.programme_now();
    let today = event.zone.date(now);
    let is_guest = matches!(can.role, Role::GuestAdmin | Role::GuestOperator);
    let own = can.actor.office.as_ref().map(|office| office.province.as_str()).filter(|_| is_guest);
    let places = parties
        .iter()
        .filter(|party| own.is_none_or(|own| own == party.province))
        .map(|party| i64::from(party.quota))
        .sum();
    let has = |phase| officials.iter().any(|o| o.ceremony == Ceremony::Opener && o.phase == phase);
    let facts = Facts {
        today,
        dates: event.dates(),
        status: event.status,
        has_venue: !event.venue.is_empty() || event.mode == Mode::Online,
        sessions: i64::try_from(sessions.len()).unwrap_or(i64::MAX),
        open_sessions: open_sessions(&sessions, event.zone, now),
        registered: progress.registered,
        places,
        opener_planned: has(Phase::Planned) || has(Phase::Actual),
        opener_recorded: has(Phase::Actual),
    };
    let shell = can.shell();
    let stage = Stage::of(event.status, &facts.dates, today);
    let may_edit = can.may::<EditEvent>();
    let changeable = !matches!(event.status, Status::Closed | Status::Reported | Status::Cancelled);
    let edit =
        (may_edit && changeable).then(|| EditPath { place: path.place.clone(), event: event.id }.to_string());
    let opener = |segment| may_edit.then(|| officials::pages::href(&path.place, event.id, segment));
    let (primary, acts) = acts(&path, &event, today, may_edit);
    let links = Links {
        shell: &shell,
        is_guest,
        edit: edit.clone(),
        planned: opener("pembuka-rencana"),
        actual: opener("pembuka-pelaksanaan"),
    };
    let waiting = if can.may::<EditParticipants>() { progress.awaiting } else { 0 };
    let gaps = model::gaps(&facts).into_iter().map(|(gap, due)| todo(gap, due, &facts, &links));
    let todos = awaiting(waiting, &shell).into_iter().chain(gaps).collect();
    page(&SummaryPage {
        title: event.title.clone(),
        stage,
        is_sample: event.data_origin == Origin::Synthetic,
        reason: event.status_reason.clone(),
        next: next(&event, stage, &sessions, now),
        todos,
        day: day(&event, &shell, &sessions, now),
        facts: facts_of(&event, &parties, &facts, own),
        officials: officials_of(&path.place, event.id, &officials, may_edit),
        edit: edit.clone(),
        primary,
        acts,
        note: event.note.clone(),
        public: if event.status == Status::Draft {
            String::new()
        } else {
            format!("{}{}", app.base_url, PublicPath { event: event.id })
        },
        shell,
    })
}

/// Sessions that are over, in which presence is taken, and that nobody has closed; and the day of the first.
fn open_sessions(sessions: &[Programmed], zone: Zone, now: DateTime<Utc>) -> (i64, Option<NaiveDate>) {
    let open: Vec<NaiveDate> = sessions
        .iter()
        .filter(|s| s.takes_attendance && s.locked_at.is_none() && s.ends_at <= now)
        .map(|s| zone.date(s.ends_at))
        .collect();
    (i64::try_from(open.len()).unwrap_or(i64::MAX), open.into_iter().min())
}

/// One sentence about what comes next.
fn next(event: &Event, stage: Stage, sessions: &[Programmed], now: DateTime<Utc>) -> String {
    let zone = event.zone;
    let today = zone.date(now);
    let clock = |at| format!("{} {zone}", text::time(zone.local(at).time()));
    match stage {
        Stage::Cancelled => return "Kegiatan ini dibatalkan; tidak ada yang perlu disiapkan lagi.".into(),
        Stage::Postponed => return "Kegiatan ini ditunda sampai ada tanggal baru.".into(),
        Stage::Reported => return "Laporan sudah dikirim. Tidak ada yang tersisa.".into(),
        _ => {}
    }
    if let Some(current) = sessions.iter().find(|s| s.starts_at <= now && now < s.ends_at) {
        return format!("Sedang berlangsung: {}, sampai {}.", current.title, clock(current.ends_at));
    }
    if let Some(coming) = sessions.iter().find(|s| s.starts_at > now)
        && zone.date(coming.starts_at) == today
    {
        return format!("Pukul {}: {}.", clock(coming.starts_at), coming.title);
    }
    let opening = event.programme_starts_on;
    if today < event.starts_on || today < opening {
        let travel = if event.starts_on < opening && today < event.starts_on {
            format!(" Peserta berangkat {}.", text::long_date(event.starts_on))
        } else {
            String::new()
        };
        return format!("Acara dimulai {}, {}.{travel}", text::long_date(opening), distance(today, opening));
    }
    if let Some(coming) = sessions.iter().find(|s| s.starts_at > now) {
        let day = text::long_date(zone.date(coming.starts_at));
        return format!("Acara berlanjut {day} pukul {}: {}.", clock(coming.starts_at), coming.title);
    }
    if today <= event.programme_ends_on {
        return format!("Hari acara: {}.", text::date_range(opening, event.programme_ends_on));
    }
    let ended = format!("Acara selesai {}", text::long_date(event.programme_ends_on));
    match stage {
        Stage::Closed => format!("{ended}. Langkah berikutnya: laporan kegiatan."),
        _ => format!("{ended}. Langkah berikutnya: tutup kegiatan bila semua data sudah lengkap."),
    }
}

/// Where gaps are filled, for a reader who may.
struct Links<'a> {
    shell: &'a Shell,
    is_guest: bool,
    edit: Option<String>,
    planned: Option<String>,
    actual: Option<String>,
}

/// Applicants who wait for the office, first of all.
fn awaiting(people: i64, shell: &Shell) -> Option<Todo> {
    let list = shell.rail.iter().find(|item| item.icon == "peserta")?;
    let href = format!("{}?status=awaiting_approval", list.href);
    (people > 0).then(|| Todo {
        words: format!("{people} pendaftar menunggu persetujuan"),
        meaning: "late",
        due: String::new(),
        link: Some((href, "Lihat pendaftar")),
    })
}

/// A gap in words, with its deadline and the page where it is filled.
fn todo(gap: Gap, due: Option<NaiveDate>, facts: &Facts, links: &Links<'_>) -> Todo {
    let area = |icon: &str, words: &'static str| {
        links.shell.rail.iter().find(|item| item.icon == icon).map(|item| (item.href.clone(), words))
    };
    let is_guest = links.is_guest;
    let to = |href: &Option<String>, words| href.clone().map(|href| (href, words));
    let (words, link) = match gap {
        Gap::Venue => ("Tempat kegiatan belum ditentukan".to_owned(), to(&links.edit, "Isi tempat")),
        Gap::Publication => {
            ("Kegiatan belum diterbitkan; undangan sebaiknya menunggu penerbitan".into(), None)
        }
        Gap::Places => ("Jumlah tempat peserta belum ditetapkan".into(), area("peserta", "Buka peserta")),
        Gap::People => {
            let whose = if is_guest { "Peserta provinsi Anda" } else { "Peserta" };
            (
                format!("{whose} terdaftar {} dari {}", facts.registered, facts.places),
                area("peserta", "Buka peserta"),
            )
        }
        Gap::Agenda => ("Agenda masih kosong".into(), area("agenda", "Buka agenda")),
        Gap::Opener => ("Pejabat yang membuka belum ditentukan".into(), to(&links.planned, "Isi pejabat")),
        Gap::OpenSessions => (
            format!("Daftar hadir {} sesi yang sudah selesai belum ditutup", facts.open_sessions.0),
            area("kehadiran", "Buka kehadiran"),
        ),
        Gap::ActualOpener => {
            ("Belum dicatat siapa yang benar-benar membuka acara".into(), to(&links.actual, "Catat pejabat"))
        }
        Gap::Closing => ("Kegiatan belum ditutup".into(), None),
        Gap::Report => ("Laporan belum dinyatakan terkirim".into(), None),
        Gap::NewDate => {
            ("Tentukan tanggal baru, lalu lanjutkan kegiatan".into(), to(&links.edit, "Ubah tanggal"))
        }
    };
    let (meaning, due) = match due {
        Some(due) if due < facts.today => {
            ("late", format!("Terlambat {} hari", (facts.today - due).num_days()))
        }
        Some(due) if due == facts.today => ("way", "Tenggat hari ini".into()),
        Some(due) => ("neutral", format!("Tenggat {}", text::date(due))),
        None => ("neutral", String::new()),
    };
    Todo { words, meaning, due, link }
}

/// Today's sessions; before and after the programme, those of its first day.
fn day(event: &Event, shell: &Shell, sessions: &[Programmed], now: DateTime<Utc>) -> Day {
    let zone = event.zone;
    let today = zone.date(now);
    let is_on = |day: NaiveDate| sessions.iter().any(|s| zone.date(s.starts_at) == day);
    let coming = sessions.iter().map(|s| zone.date(s.starts_at)).find(|day| *day > today);
    let (heading, shown) = match coming {
        _ if is_on(today) => (format!("Hari ini, {}", text::long_date(today)), Some(today)),
        Some(coming) => (text::long_date(coming), Some(coming)),
        None => ("Agenda".into(), None),
    };
    let slots = sessions
        .iter()
        .filter(|s| Some(zone.date(s.starts_at)) == shown)
        .map(|s| Slot {
            title: s.title.clone(),
            room: s.room.clone(),
            starts: text::time(zone.local(s.starts_at).time()),
            ends: text::time(zone.local(s.ends_at).time()),
            class: slot_class(s, now),
        })
        .collect();
    let empty = if sessions.is_empty() { "Belum ada sesi." } else { "Semua sesi sudah selesai." };
    Day {
        heading,
        slots,
        zone: zone.letters(),
        empty: empty.into(),
        agenda: shell.rail.iter().find(|item| item.icon == "agenda").map(|item| item.href.clone()),
    }
}

/// Where a session stands, as the stylesheet calls it.
pub(super) fn slot_class(session: &Programmed, now: DateTime<Utc>) -> &'static str {
    if now >= session.ends_at {
        "past"
    } else if now >= session.starts_at {
        "now"
    } else if session.is_break {
        "break"
    } else {
        ""
    }
}

fn facts_of(event: &Event, parties: &[Party], facts: &Facts, own: Option<&str>) -> Vec<Fact> {
    let sample = |field| is_sample(event.data_origin, &event.field_origins, field);
    let Dates { starts_on, programme_starts_on, programme_ends_on, ends_on } = event.dates();
    let place = [&event.room, &event.address, &event.city].map(String::as_str);
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let mut out = vec![
        match (event.venue.as_str(), event.mode) {
            ("", Mode::Online) => Fact::new("Tempat", "Daring"),
            ("", _) => Fact::new("Tempat", "Belum ditentukan").with(place.join(", ")),
            (venue, _) => Fact::new("Tempat", venue).with(place.join(", ")).sample(sample("venue")),
        },
        Fact::new("Hari acara", text::date_range(programme_starts_on, programme_ends_on))
            .sample(sample("programme")),
    ];
    if (starts_on, ends_on) != (programme_starts_on, programme_ends_on) {
        let days = text::date_range(starts_on, ends_on);
        out.push(Fact::new("Termasuk perjalanan", days).sample(sample("travel")));
    }
    let host = parties.iter().find(|party| party.is_host);
    let guests: Vec<String> = parties.iter().filter(|p| !p.is_host).map(|p| p.name.clone()).collect();
    if let Some(host) = host {
        out.push(Fact::new("Tuan rumah", host.name.clone()).with(host.agency.clone()));
    }
    if !guests.is_empty() {
        out.push(Fact::new("Provinsi tamu", text::list(&guests)));
    }
    let places = if facts.places == 0 {
        format!("{} orang", facts.registered)
    } else {
        format!("{} dari {} tempat", facts.registered, facts.places)
    };
    let label = if own.is_some() { "Peserta provinsi Anda" } else { "Peserta terdaftar" };
    out.push(Fact::new(label, places).sample(facts.places > 0 && sample("quota")));
    out.push(Fact::new("Zona waktu", event.zone.letters()));
    out.push(Fact::new("Bentuk", event.mode.label()));
    out.push(Fact::new(
        "Jenis dan tingkat",
        format!("{}, tingkat {}", event.kind, event.level.label().to_lowercase()),
    ));
    out.push(Fact::new("Sumber dana", event.funding.label()));
    out.push(match event.wave_number {
        Some(number) => {
            Fact::new("Gelombang", format!("Gelombang {number}")).with(event.edition_name.clone())
        }
        None => Fact::new("Gelombang", "Di luar gelombang").with(event.edition_name.clone()),
    });
    out
}

/// The four officials: those who may change them see the empty places too.
fn officials_of(place: &Place, event: EventId, officials: &[Official], may_edit: bool) -> Vec<Fact> {
    let mut out = Vec::new();
    for (segment, ceremony, phase) in SLOTS {
        let found = officials.iter().find(|o| (o.ceremony, o.phase) == (ceremony, phase));
        let link = may_edit.then(|| {
            let words = if found.is_some() { "Ubah" } else { "Isi" };
            (officials::pages::href(place, event, segment), words)
        });
        let name = officials::slot_name(ceremony, phase);
        match found {
            Some(official) => out.push(Fact { link, ..fact_of(name, official) }),
            None if may_edit => out.push(Fact { link, ..Fact::new(name, "Belum diisi") }),
            None => {}
        }
    }
    out
}

fn fact_of(name: &'static str, official: &Official) -> Fact {
    let titled = names::titled(&official.title_prefix, &official.full_name, &official.title_suffix);
    let value = match official.honorific.as_str() {
        "" => titled,
        honorific => format!("{honorific} {titled}"),
    };
    let note = if official.note.is_empty() { String::new() } else { format!(" ({})", official.note) };
    Fact::new(name, value)
        .with(format!("{}{note}", official.standing()))
        .sample(official.data_origin == Origin::Synthetic)
}

/// What the reader may do to the event's status now: the next step of the work, and the rest.
fn acts(
    path: &EventPath,
    event: &Event,
    today: NaiveDate,
    may_edit: bool,
) -> (Option<ActLink>, Vec<ActLink>) {
    if !may_edit {
        return (None, Vec::new());
    }
    let dates = event.dates();
    let next = match Stage::of(event.status, &dates, today) {
        Stage::Draft => Some(Act::Publish),
        Stage::Over => Some(Act::Close),
        Stage::Closed => Some(Act::Report),
        Stage::Postponed => Some(Act::Resume),
        Stage::Upcoming | Stage::Running | Stage::Reported | Stage::Cancelled => None,
    };
    let link = |act: Act| ActLink {
        href: ActPath { place: path.place.clone(), event: path.event, act: act.segment().into() }.to_string(),
        words: words_of(act),
        asks: act.needs_reason(),
    };
    let others = Act::ALL.into_iter().filter(|act| {
        act.from().contains(&event.status) && Some(*act) != next && act.refused(&dates, today).is_none()
    });
    (next.map(link), others.map(link).collect())
}

/// The button of an act.
pub(super) const fn words_of(act: Act) -> &'static str {
    match act {
        Act::Publish => "Terbitkan kegiatan",
        Act::Withdraw => "Kembalikan ke konsep",
        Act::Postpone => "Tunda kegiatan",
        Act::Cancel => "Batalkan kegiatan",
        Act::Resume => "Lanjutkan kegiatan",
        Act::Close => "Tutup kegiatan",
        Act::Reopen => "Buka kembali",
        Act::Report => "Nyatakan laporan terkirim",
        Act::Unreport => "Laporan belum terkirim",
    }
}
