//! Attendance's pages.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    api::paths::SyncPath,
    check_in::paths::CheckInPath,
    door::{
        self,
        paths::{StandInPath, WalkInPath},
    },
    model,
    paths::{AttendancePath, ClosePath, MarkPath, MarkTheRestPath, PersonPath, ReopenPath, RollCallPath},
    phone,
    sheet::paths::SheetsPath,
    sql::{self, PhoneRow, RollRow, SessionCounts, Unsettled},
};
use crate::{
    auth::{
        actor::EventHead,
        permission::{
            MakePapers, MarkAttendance, Permission, Role, SettleAttendance, ViewAttendance, ViewOffice,
        },
    },
    error::Result,
    features::agenda,
    kernel::{
        ids::{AccountId, MarkId},
        names,
        place::Place,
        text,
    },
    web::{
        AppState, filters,
        guard::Can,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "attendance/overview.html")]
struct OverviewPage {
    shell: Shell,
    zone: &'static str,
    /// Whether the reader's province visits: it sees its own people, whom the host marks.
    is_guest: bool,
    /// The same on a phone without signal; only for those who mark.
    phone: Option<String>,
    /// Sheets that were signed; only for those who mark.
    sheets: Option<String>,
    /// Where the final list is made; only for those who make papers.
    final_list: Option<String>,
    present: i64,
    expected: i64,
    days: Vec<Day>,
    unsettled: Vec<Question>,
    /// Only for the event's own office.
    devices: Vec<DeviceLine>,
}

/// Somebody about whom a person has to decide.
struct Question {
    name: String,
    session: String,
    why: &'static str,
    path: String,
}

/// A phone in the hall.
struct DeviceLine {
    by: String,
    device: String,
    heard: String,
    held: String,
    /// When the oldest of what it holds was marked; may be empty.
    since: String,
    class: &'static str,
}

struct Day {
    name: String,
    is_today: bool,
    sessions: Vec<SessionLine>,
}

struct SessionLine {
    title: String,
    room: String,
    starts: String,
    ends: String,
    path: String,
    class: &'static str,
    closed: bool,
    conflicts: i64,
    counts: Vec<(&'static str, i64)>,
    unmarked: i64,
}

/// The sessions with their counts; today's first.
pub async fn overview(
    path: AttendancePath,
    can: Can<ViewAttendance>,
    State(app): State<AppState>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let sessions = sql::session_counts(&mut tx, event.id).await?;
    let (present, expected) = sql::present_at_event(&mut tx, event.id).await?;
    let unsettled = sql::unsettled(&mut tx, event.id).await?;
    let devices = if can.may::<ViewOffice>() { sql::devices(&mut tx, event.id).await? } else { Vec::new() };
    drop(tx);
    let now = app.clock.programme_now();
    let today = event.zone.date(now);
    let mut days: Vec<Day> = Vec::new();
    for session in sessions {
        let date = event.zone.date(session.starts_at);
        let name = text::long_date(date);
        let line = line(&path.place, event, session, now);
        match days.last_mut() {
            Some(day) if day.name == name => day.sessions.push(line),
            _ => days.push(Day { name, is_today: date == today, sessions: vec![line] }),
        }
    }
    days.sort_by_key(|day| !day.is_today);
    let is_guest = matches!(can.role, Role::GuestAdmin | Role::GuestOperator);
    let phone = can.may::<MarkAttendance>().then(|| phone::paths::of_event(event.id));
    let sheets = SheetsPath { place: path.place.clone(), event: event.id };
    page(&OverviewPage {
        shell: can.shell(),
        final_list: can
            .may::<MakePapers>()
            .then(|| format!("/{}/kegiatan/{}/dokumen/siapkan/daftar-hadir-akhir", path.place, event.id)),
        sheets: can.may::<MarkAttendance>().then(|| sheets.to_string()),
        zone: event.zone.letters(),
        is_guest,
        phone,
        present,
        expected,
        days,
        unsettled: unsettled.into_iter().map(|row| question(&path.place, event, row)).collect(),
        devices: devices.into_iter().map(|device| device_line(event, device)).collect(),
    })
}

fn question(place: &Place, event: &EventHead, row: Unsettled) -> Question {
    let path =
        PersonPath { place: place.clone(), event: event.id, session: row.session, participant: row.person };
    Question {
        name: row.name,
        session: row.title,
        why: if row.conflict { "ditandai berbeda oleh dua petugas" } else { "ada usulan yang menunggu" },
        path: path.to_string(),
    }
}

fn device_line(event: &EventHead, device: PhoneRow) -> DeviceLine {
    let moment = |at| text::moment(event.zone.local(at), event.zone);
    DeviceLine {
        by: device.name.unwrap_or_default(),
        device: device.device,
        heard: moment(device.heard_at),
        held: if device.unsent == 0 {
            "Semua terkirim".into()
        } else {
            format!("{} belum terkirim", device.unsent)
        },
        since: device.unsent_since.map(moment).unwrap_or_default(),
        class: if device.unsent == 0 { "done" } else { "late" },
    }
}

fn line(
    place: &Place,
    event: &EventHead,
    session: SessionCounts,
    now: chrono::DateTime<chrono::Utc>,
) -> SessionLine {
    use model::State as S;
    let marked = session.present + session.late + session.excused + session.sick + session.absent;
    let all = [
        (S::Present, session.present),
        (S::Late, session.late),
        (S::Excused, session.excused),
        (S::Sick, session.sick),
        (S::Absent, session.absent),
    ];
    SessionLine {
        path: RollCallPath { place: place.clone(), event: event.id, session: session.id }.to_string(),
        title: session.title,
        room: session.room,
        starts: text::time(event.zone.local(session.starts_at).time()),
        ends: text::time(event.zone.local(session.ends_at).time()),
        class: agenda::model::moment_class(session.starts_at, session.ends_at, now),
        closed: session.locked_at.is_some(),
        conflicts: session.conflicts,
        counts: all.into_iter().filter(|(_, n)| *n > 0).map(|(state, n)| (state.label(), n)).collect(),
        unmarked: (session.expected - marked).max(0),
    }
}

#[derive(Template)]
#[template(path = "attendance/roll_call.html")]
struct RollCallPage {
    shell: Shell,
    title: String,
    when: String,
    closed: Option<Closed>,
    marking: Option<Marking>,
    may_settle: bool,
    counts: Vec<Count>,
    groups: Vec<Group>,
    unmarked: usize,
    /// Where somebody who comes unannounced is added; only for those who may.
    walk_in: Option<String>,
    /// Where what is said is written down.
    minutes: String,
}

/// What is needed to mark; absent for readers and in a closed session.
struct Marking {
    mark: String,
    rest: String,
    close: String,
    sync: String,
    /// The same on a phone without signal.
    phone: String,
    /// Where people mark themselves.
    check_in: String,
    marker: String,
    session: String,
    server_time: String,
}

/// A closed session: what is said of it, and how whoever may opens it again.
struct Closed {
    said: String,
    reopen: Option<String>,
}

struct Count {
    code: &'static str,
    letter: &'static str,
    label: &'static str,
    number: usize,
}

struct Group {
    heading: &'static str,
    people: Vec<Person>,
}

struct Person {
    id: String,
    name: String,
    agency: String,
    note: String,
    state: Option<model::State>,
    conflict: bool,
    proposals: i64,
    /// Why a person who is no longer expected still stands here.
    gone: &'static str,
    fresh_id: String,
    history: String,
    /// Where somebody comes instead; only for those who may, and for people who are expected.
    stand_in: Option<String>,
}

impl Person {
    fn was(&self) -> &'static str {
        self.state.map(model::State::code).unwrap_or_default()
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is(&self, state: &model::State) -> bool {
        self.state == Some(*state)
    }
}

impl RollCallPage {
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn marks(&self) -> [model::State; 5] {
        model::State::MARKS
    }
}

/// The roll call of a session.
pub async fn roll_call(
    path: RollCallPath,
    can: Can<ViewAttendance>,
    State(app): State<AppState>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let session = agenda::find(&mut tx, path.event, path.session).await?;
    let rows = sql::roll(&mut tx, path.event, path.session).await?;
    let may_add = session.locked_at.is_none() && door::is_open(&mut tx, &can).await?;
    let closed = match session.locked_at {
        Some(at) => {
            let (name, closer) = sql::closed_by(&mut tx, path.event, path.session).await?;
            let when = text::moment(event.zone.local(at), event.zone);
            let said = if name.is_empty() { when } else { format!("{when} oleh {name}") };
            let reopen = ReopenPath { place: path.place.clone(), event: path.event, session: path.session };
            Some(Closed { said, reopen: may_reopen(&can, closer).then(|| reopen.to_string()) })
        }
        None => None,
    };
    drop(tx);

    let RollCallPath { place, event: id, session: session_id } = path;
    let local = |at| text::time(event.zone.local(at).time());
    let counts = count(&rows);
    let unmarked = rows.iter().filter(|row| is_counted(row) && is_unmarked(row.state)).count();
    let may_mark = can.may::<MarkAttendance>() && session.locked_at.is_none();
    let marking = may_mark.then(|| Marking {
        mark: MarkPath { place: place.clone(), event: id, session: session_id }.to_string(),
        rest: MarkTheRestPath { place: place.clone(), event: id, session: session_id }.to_string(),
        close: ClosePath { place: place.clone(), event: id, session: session_id }.to_string(),
        sync: SyncPath.to_string(),
        phone: phone::paths::of_session(id, session_id),
        check_in: CheckInPath { place: place.clone(), event: id, session: session_id }.to_string(),
        marker: can.actor.account.to_string(),
        session: session_id.to_string(),
        server_time: app.clock.now().timestamp_millis().to_string(),
    });
    let walk_in =
        may_add.then(|| WalkInPath { place: place.clone(), event: id, session: session_id }.to_string());
    let groups = group(rows, |person| {
        let (place, participant) = (place.clone(), person.id);
        let history = PersonPath { place: place.clone(), event: id, session: session_id, participant };
        let stand_in = StandInPath { place, event: id, session: session_id, participant };
        (history.to_string(), (may_add && is_counted(person)).then(|| stand_in.to_string()))
    });
    page(&RollCallPage {
        walk_in,
        minutes: format!("/{place}/kegiatan/{id}/notulen/sesi/{session_id}"),
        shell: can.shell().under("Kehadiran", AttendancePath { place: place.clone(), event: id }),
        title: session.title,
        when: format!(
            "{}, {}-{} {}",
            text::long_date(event.zone.date(session.starts_at)),
            local(session.starts_at),
            local(session.ends_at),
            event.zone
        ),
        closed,
        marking,
        may_settle: can.may::<SettleAttendance>(),
        counts,
        groups,
        unmarked,
    })
}

fn is_unmarked(state: Option<model::State>) -> bool {
    state.is_none_or(|state| state == model::State::Cleared)
}

/// Counted are the participants who are expected; facilitators and committee are marked, but are not who the event is for.
fn is_counted(row: &RollRow) -> bool {
    row.kind == "peserta" && matches!(row.status.as_str(), "invited" | "registered" | "confirmed")
}

fn count(rows: &[RollRow]) -> Vec<Count> {
    let of = |wanted: model::State| {
        rows.iter()
            .filter(|row| is_counted(row) && row.state.unwrap_or(model::State::Cleared) == wanted)
            .count()
    };
    model::State::MARKS
        .into_iter()
        .map(|state| (state, state.label()))
        .chain([(model::State::Cleared, "Belum")])
        .map(|(state, label)| Count { code: state.code(), letter: state.letter(), label, number: of(state) })
        .collect()
}

/// Whether this person may open a session that `closer` has closed.
pub(super) fn may_reopen(can: &Can<impl Permission>, closer: Option<AccountId>) -> bool {
    can.may::<SettleAttendance>() || (can.may::<MarkAttendance>() && closer == Some(can.actor.account))
}

/// `links` are a person's history, and where somebody comes instead.
fn group(rows: Vec<RollRow>, links: impl Fn(&RollRow) -> (String, Option<String>)) -> Vec<Group> {
    let mut participants = Group { heading: "Peserta", people: Vec::new() };
    let mut others = Group { heading: "Fasilitator, narasumber, dan panitia", people: Vec::new() };
    for row in rows {
        let (history, stand_in) = links(&row);
        let group = if row.kind == "peserta" { &mut participants } else { &mut others };
        group.people.push(Person {
            id: row.id.to_string(),
            name: names::titled(&row.title_prefix, &row.full_name, &row.title_suffix),
            gone: match row.status.as_str() {
                "replaced" => "Sudah digantikan",
                "cancelled" => "Dibatalkan",
                "declined" => "Tidak jadi ikut",
                _ => "",
            },
            agency: row.agency_name,
            note: row.note.unwrap_or_default(),
            state: row.state.filter(|state| *state != model::State::Cleared),
            conflict: row.conflict.unwrap_or_default(),
            proposals: row.proposals,
            fresh_id: MarkId::new().to_string(),
            history,
            stand_in,
        });
    }
    [participants, others].into_iter().filter(|group| !group.people.is_empty()).collect()
}
