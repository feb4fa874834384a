//! Where a signature and the register differ: told before a session is closed, and settled by a person.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use sqlx::PgConnection;

use super::{
    actions::{deliver, of_paper},
    forms::DifferenceForm,
    paths::DifferencePath,
    sql::{self, Difference},
};
use crate::{
    audit::Change,
    auth::permission::{MarkAttendance, Permission},
    db::Tx,
    error::{Error, Result},
    features::{
        agenda,
        attendance::{
            closing::ClosePage,
            model::{Mark, Outcome, Source, State as Presence},
            paths::ClosePath,
            sql as register,
        },
    },
    kernel::{
        ids::{EventId, ParticipantId, SessionId},
        names,
        place::Place,
    },
    web::{AppState, flash::Done, form::Form, guard::Can, page::rejected},
};

/// A difference as it is shown.
#[derive(Clone, Debug)]
pub(in crate::features::attendance) struct Unsettled {
    /// About whom.
    pub person: ParticipantId,
    /// The name with its titles.
    pub name: String,
    /// Where from.
    pub agency: String,
    /// Whether the person has signed and is not marked; else is marked and has not signed.
    pub signed: bool,
    /// What the register says.
    pub state: &'static str,
    /// Sheets and lines, or that there is none.
    pub lines: String,
    /// A mark waits for a decision.
    pub waits: bool,
    /// Why it stays so, and who said that; `None` while nobody has.
    pub accepted: Option<(String, String)>,
    /// Where it is settled.
    pub path: String,
}

impl Unsettled {
    fn new(place: &Place, event: EventId, session: SessionId, row: Difference) -> Self {
        let path = DifferencePath { place: place.clone(), event, session, participant: row.person };
        let state = row.state.filter(|state| *state != Presence::Cleared);
        Self {
            person: row.person,
            name: names::titled(&row.title_prefix, &row.full_name, &row.title_suffix),
            agency: row.agency,
            signed: row.signed,
            state: state.map_or("belum ditandai", Presence::label),
            lines: if row.lines.is_empty() {
                "tidak ada di lembar mana pun".into()
            } else {
                row.lines.join(", ")
            },
            waits: row.waits,
            accepted: row.reason.map(|reason| (reason, row.accepted_by.unwrap_or_default())),
            path: path.to_string(),
        }
    }
}

/// Where signatures and the register differ in a session; those that wait for a person first.
pub(in crate::features::attendance) async fn differences(
    conn: &mut PgConnection,
    place: &Place,
    (event, session): (EventId, SessionId),
) -> Result<Vec<Unsettled>> {
    let mut found: Vec<_> = sql::differences(conn, event, session)
        .await?
        .into_iter()
        .map(|row| Unsettled::new(place, event, session, row))
        .collect();
    found.sort_by_key(|difference| difference.accepted.is_some());
    Ok(found)
}

/// Says of differences that they stay, with one reason.
pub(in crate::features::attendance) async fn accept_all<P: Permission>(
    tx: &mut Tx,
    app: &AppState,
    can: &Can<P>,
    (event, session): (EventId, SessionId),
    differences: &[(ParticipantId, bool)],
    reason: &str,
) -> Result<()> {
    if differences.is_empty() {
        return Ok(());
    }
    let hand = (can.actor.account, app.clock.now());
    sql::accept(tx, (event, session), differences, reason, hand).await?;
    Change::new(&app.clock, "attendance.accept_difference", session)
        .in_event(event)
        .after(&(reason, differences))
        .record(tx)
        .await
}

/// Settles one difference: by a mark, or by the reason why it stays.
pub async fn settle(
    path: DifferencePath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    Form(form): Form<DifferenceForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    agenda::find(&mut tx, path.event, path.session).await?;
    let at = (path.event, path.session);
    let close = ClosePath { place: path.place.clone(), event: path.event, session: path.session };
    let found = differences(&mut tx, &path.place, at).await?;
    let Some(found) = found.into_iter().find(|one| one.person == path.participant) else {
        // Somebody else was faster, or it was sent twice; a person who is not there is not found.
        let (name, _) = register::name(&mut tx, path.event, path.participant).await?;
        return Ok(Done::to(close).saying(format!("{name}: tidak ada selisih lagi.")).into_response());
    };
    let said = match Presence::from_code(&form.state) {
        Some(state @ (Presence::Present | Presence::Late | Presence::Absent)) => {
            let marks = [mark(&path, &found, state, &app)];
            let outcomes =
                deliver(&mut tx, (path.event, ""), can.actor.account, &marks, app.clock.now()).await?;
            match outcomes.first() {
                Some(Outcome::Conflict) => "ditandai; tanda petugas lain berbeda dan admin memutuskan.",
                Some(Outcome::Proposed) => "menjadi usulan karena sesi sudah ditutup.",
                Some(Outcome::Refused) | None => return Err(Error::NotFound),
                Some(_) => "ditandai.",
            }
        }
        _ => match form.reason() {
            Ok(reason) => {
                accept_all(&mut tx, &app, &can, at, &[(found.person, found.signed)], &reason).await?;
                "dibiarkan dengan alasan Anda."
            }
            Err(problems) => {
                let shown = ClosePage::load(&mut tx, &can, &close, problems).await?;
                return rejected(&shown);
            }
        },
    };
    tx.commit().await?;
    Ok(Done::to(close).saying(format!("{}: {said}", found.name)).into_response())
}

/// What the paper says, or what a person says against the paper.
fn mark(path: &DifferencePath, found: &Unsettled, state: Presence, app: &AppState) -> Mark {
    let source = if found.signed { Source::Paper } else { Source::Form };
    Mark { source, ..of_paper(path.session, path.participant, state, app.clock.now()) }
}
