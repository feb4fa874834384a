//! Closing a session: what is still open is told first.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use sqlx::PgConnection;

use super::{
    actions::back_to,
    forms::CloseForm,
    paths::{AttendancePath, ClosePath, PersonPath, ReopenPath, RollCallPath},
    record,
    sheet::{self, Unsettled},
    sql,
};
use crate::{
    auth::permission::{MarkAttendance, Permission},
    error::Result,
    features::agenda,
    kernel::ids::ParticipantId,
    web::{
        AppState, filters,
        flash::Done,
        form::{Form, Problem},
        guard::Can,
        page::{Crumb, Shell, page, rejected},
    },
};

#[derive(Template)]
#[template(path = "attendance/close.html")]
pub(super) struct ClosePage {
    shell: Shell,
    session: String,
    is_closed: bool,
    unmarked: Vec<String>,
    /// Whom two people marked differently, or about whom a mark waits.
    undecided: Vec<Crumb>,
    differences: Vec<Unsettled>,
    /// The differences that nobody has settled, as this page shows them.
    seen: String,
    problem: String,
    typed: String,
    close: String,
    back: String,
}

/// Differences as a form brings them along.
fn seen(differences: &[Unsettled]) -> String {
    let open = differences.iter().filter(|difference| difference.accepted.is_none());
    open.map(|one| format!("{}:{}", one.person, one.signed)).collect::<Vec<_>>().join(" ")
}

impl ClosePage {
    /// What is still open, with the sentences of a form that was sent.
    pub async fn load<P: Permission>(
        conn: &mut PgConnection,
        can: &Can<P>,
        path: &ClosePath,
        problems: Vec<Problem>,
    ) -> Result<Self> {
        let session = agenda::find(conn, path.event, path.session).await?;
        let unmarked = sql::unmarked(conn, path.event, path.session).await?;
        let undecided = sql::unsettled(conn, path.event).await?;
        let at = (path.event, path.session);
        let differences = sheet::differences(conn, &path.place, at).await?;
        let ClosePath { place, event, session: id } = path.clone();
        let back = RollCallPath { place: place.clone(), event, session: id };
        let of_person = |participant| PersonPath { place: place.clone(), event, session: id, participant };
        Ok(Self {
            undecided: undecided
                .into_iter()
                .filter(|one| one.session == id)
                .map(|one| Crumb { label: one.name, href: of_person(one.person).to_string() })
                .collect(),
            shell: can
                .shell()
                .under("Kehadiran", AttendancePath { place: place.clone(), event })
                .under(&session.title, &back),
            is_closed: session.locked_at.is_some(),
            session: session.title,
            unmarked: unmarked.into_iter().map(|(_, name)| name).collect(),
            seen: seen(&differences),
            differences,
            problem: problems.into_iter().next().map(|problem| problem.sentence).unwrap_or_default(),
            typed: String::new(),
            close: path.to_string(),
            back: back.to_string(),
        })
    }

    /// Both kinds of differences: signed and not marked first.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn sides(&self) -> [bool; 2] {
        [true, false]
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn has(&self, signed: &bool) -> bool {
        self.differences.iter().any(|difference| difference.signed == *signed)
    }

    /// How many differences nobody has settled.
    fn open(&self) -> usize {
        self.differences.iter().filter(|difference| difference.accepted.is_none()).count()
    }
}

/// Asks before a session is closed while something is open.
pub async fn ask(path: ClosePath, can: Can<MarkAttendance>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&ClosePage::load(&mut tx, &can, &path, Vec::new()).await?)
}

/// Closes the session: later marks become proposals. While participants have no mark, asks first; while signatures and
/// marks differ, asks why that stays so.
pub async fn close(
    path: ClosePath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    Form(form): Form<CloseForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let session = agenda::find(&mut tx, path.event, path.session).await?;
    let at = (path.event, path.session);
    let differences = sheet::differences(&mut tx, &path.place, at).await?;
    let open: Vec<(ParticipantId, bool)> = differences
        .iter()
        .filter(|difference| difference.accepted.is_none())
        .map(|difference| (difference.person, difference.signed))
        .collect();
    let is_open = !open.is_empty() || !sql::unmarked(&mut tx, path.event, path.session).await?.is_empty();
    if form.anyway != "ya" && is_open {
        return Ok(Done::to(path).into_response());
    }
    if !open.is_empty() {
        let is_new = |one: &&(ParticipantId, bool)| {
            let shown = format!("{}:{}", one.0, one.1);
            !form.seen.split(' ').any(|seen| seen == shown)
        };
        let problems = if open.iter().any(|one| is_new(&one)) {
            let sentence = "Ada selisih yang baru muncul sesudah halaman ini dibuka. Periksa lagi daftarnya.";
            vec![Problem { field: "reason", sentence: sentence.into() }]
        } else {
            sheet::reason(&form.reason).err().unwrap_or_default()
        };
        if !problems.is_empty() {
            let shown = ClosePage::load(&mut tx, &can, &path, problems).await?;
            return rejected(&ClosePage { typed: form.reason, ..shown });
        }
        let reason = sheet::reason(&form.reason).unwrap_or_default();
        sheet::accept_all(&mut tx, &app, &can, at, &open, &reason).await?;
    }
    if record::close(&mut tx, &app.clock, path.event, path.session).await? {
        tx.commit().await?;
    }
    Ok(Done::to(back_to(path.place.clone(), path.event, path.session))
        .saying(format!("Daftar hadir “{}” ditutup.", session.title))
        .undo(ReopenPath { place: path.place, event: path.event, session: path.session })
        .into_response())
}
