//! The code for the hall, where it leads a phone, and where it is typed.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::DateTime;
use sqlx::PgConnection;

use super::{
    model::Kind,
    paths::{CheckInPath, CloseCheckInPath, CodePath, OpenCheckInPath, OwnCheckInPath},
    sql,
};
use crate::{
    auth::{check_in, permission::MarkAttendance, token::Secret},
    error::Result,
    features::{
        agenda,
        attendance::{
            model,
            paths::{AttendancePath, RollCallPath},
        },
        registration::own_row,
    },
    kernel::ids::{EventId, ParticipantId},
    web::{
        AppState, filters,
        guard::{AtCheckIn, Can},
        page::{Shell, page},
        qr,
    },
};

#[derive(Template)]
#[template(path = "attendance/check_in.html")]
struct StartPage {
    shell: Shell,
    session: String,
    is_closed: bool,
    open: String,
}

#[derive(Template)]
#[template(path = "attendance/check_in_screen.html")]
struct ScreenPage {
    shell: Shell,
    session: String,
    kind: Kind,
    /// `482 913`
    code: String,
    /// Empty for a spoken code.
    qr: String,
    /// When the code changes; empty for a spoken one.
    until: String,
    counts: sql::Count,
    open: String,
    close: String,
    back: String,
}

impl ScreenPage {
    fn is_spoken(&self) -> bool {
        self.kind == Kind::Spoken
    }
}

/// The session's code for the hall; while the check-in does not stand open, how it is opened.
pub async fn office(
    path: CheckInPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let session = agenda::find(&mut tx, path.event, path.session).await?;
    let found = sql::open(&mut tx, path.event, path.session).await?;
    let CheckInPath { place, event: id, session: session_id } = path;
    let back = RollCallPath { place: place.clone(), event: id, session: session_id }.to_string();
    let open = OpenCheckInPath { place: place.clone(), event: id, session: session_id }.to_string();
    let Some(found) = found.filter(|_| session.locked_at.is_none()) else {
        return page(&StartPage {
            shell: can
                .shell()
                .under("Kehadiran", AttendancePath { place, event: id })
                .under(&session.title, back),
            session: session.title,
            is_closed: session.locked_at.is_some(),
            open,
        });
    };
    let counts = sql::count(&mut tx, id, session_id).await?;
    drop(tx);
    let step = check_in::step(app.clock.now());
    let is_spoken = found.kind == Kind::Spoken;
    let code = check_in::code(&found.secret, if is_spoken { 0 } else { step });
    let (qr, until) = if is_spoken {
        (String::new(), String::new())
    } else {
        let url = CodePath { session: session_id, code: Secret(code.clone()) };
        let next =
            i64::try_from(step + 1).ok().and_then(|step| DateTime::from_timestamp(step * check_in::STEP, 0));
        let until = next.map(|at| event.zone.local(at).format("%H.%M.%S").to_string());
        (qr::svg(&format!("{}{url}", app.base_url), "Kode QR hadir mandiri")?, until.unwrap_or_default())
    };
    page(&ScreenPage {
        shell: can.shell(),
        session: session.title,
        kind: found.kind,
        code: spaced(&code),
        qr,
        until,
        counts,
        open,
        close: CloseCheckInPath { place, event: id, session: session_id }.to_string(),
        back,
    })
}

/// `482913` as people read it: `482 913`.
fn spaced(code: &str) -> String {
    code.split_at_checked(3).map_or_else(|| code.to_owned(), |(a, b)| format!("{a} {b}"))
}

#[derive(Template)]
#[template(path = "attendance/check_in_self.html")]
struct SelfPage {
    shell: Shell,
    event: String,
    session: String,
    is_open: bool,
    action: String,
    people: Vec<Person>,
}

/// Somebody whom the phone knows.
struct Person {
    id: ParticipantId,
    name: String,
    agency: String,
    state: Option<model::State>,
}

impl Person {
    fn may_check_in(&self) -> bool {
        !self.state.is_some_and(model::State::is_present)
    }
}

/// Where the screen's code leads a phone: those whom it knows check in with one tap.
pub async fn at_code(path: CodePath, at: AtCheckIn, State(app): State<AppState>) -> Result<Response> {
    let mut people = Vec::with_capacity(at.people.len());
    for (id, scope) in at.people.iter().take(10) {
        let Some(open) = &at.open else { break };
        let mut tx = app.db.begin(scope).await?;
        let row = own_row(&mut tx, open.event, *id).await?;
        let asking = sql::asking(&mut tx, open.event, *id).await?;
        let state = asking.into_iter().find(|one| one.session == open.session).and_then(|one| one.state);
        let state = state.filter(|state| *state != model::State::Cleared);
        people.push(Person { id: *id, name: row.titled(), agency: row.agency_name, state });
    }
    page(&SelfPage {
        shell: at.shell,
        event: at.open.as_ref().map(|open| open.about.title.clone()).unwrap_or_default(),
        session: at.open.as_ref().map(|open| open.session_title.clone()).unwrap_or_default(),
        is_open: at.open.is_some(),
        action: path.to_string(),
        people,
    })
}

/// A session that asks for its code on the page of one's own.
pub struct Asked {
    /// What it is sent with.
    pub session: String,
    /// What it is called.
    pub title: String,
    /// Whether somebody has said that the person is there.
    pub is_present: bool,
    /// Where the code is to be had.
    pub hint: &'static str,
    /// Where the code is sent.
    pub action: String,
}

/// The sessions that ask for their code, for a person's own page.
pub async fn asked(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
    token: &str,
) -> Result<Vec<Asked>> {
    let action = OwnCheckInPath { token: Secret(token.to_owned()) }.to_string();
    let asking = sql::asking(conn, event, person).await?.into_iter();
    Ok(asking
        .map(|one| Asked {
            session: one.session.to_string(),
            title: one.title,
            is_present: one.state.is_some_and(model::State::is_present),
            hint: match one.kind {
                Kind::Screen => "6 angka di layar ruangan, berganti tiap 30 detik.",
                Kind::Spoken => "6 angka yang disebutkan pemandu.",
            },
            action: action.clone(),
        })
        .collect())
}
