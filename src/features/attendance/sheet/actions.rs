//! Writing a page of a signed sheet down, and marking what follows from it.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    forms::PageForm,
    model::{Known, Sign, Step, mark, step},
    pages::{EntryPage, Ground, gone},
    paths::{BlankLinePath, SheetPagePath, SheetPath},
    sql::{self, Line},
};
use crate::{
    audit::Change,
    auth::permission::{MarkAttendance, Permission},
    db::Tx,
    error::{Error, Result},
    features::attendance::{
        model::{Mark, Outcome, Source, State as Presence},
        record::{self, Delivery},
    },
    kernel::ids::{AccountId, EventId, MarkId, ParticipantId, SessionId},
    web::{AppState, flash::Done, form::Form, guard::Can, page::stale},
};

/// What came of a page, in numbers.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub written: usize,
    pub conflicts: usize,
    pub proposed: usize,
    pub refused: usize,
}

/// A change of lines, as the log keeps it.
#[derive(Serialize)]
struct Logged<'a> {
    code: &'a str,
    lines: Vec<(i32, Sign)>,
}

/// Writes lines down and stores the marks that follow from them.
pub(super) async fn write<P: Permission>(
    tx: &mut Tx,
    app: &AppState,
    can: &Can<P>,
    key: (EventId, &str, SessionId),
    lines: &[(&Line, ParticipantId, Sign)],
) -> Result<Told> {
    let mut told = Told { written: lines.len(), ..Told::default() };
    if lines.is_empty() {
        return Ok(told);
    }
    let (event, code, session) = key;
    let (now, by) = (app.clock.now(), can.actor.account);
    let written: Vec<_> = lines.iter().map(|(line, person, sign)| (line.number, *person, *sign)).collect();
    sql::write(tx, key, &written, (by, now)).await?;
    let marks: Vec<Mark> = lines
        .iter()
        .filter_map(|(line, person, sign)| {
            let known = Known { before: line.sign, state: line.state, by_paper: line.by_paper };
            mark(*sign, known).map(|state| of_paper(session, *person, state, now))
        })
        .collect();
    for verdict in deliver(tx, (event, code), by, &marks, now).await? {
        match verdict {
            Outcome::Conflict => told.conflicts += 1,
            Outcome::Proposed => told.proposed += 1,
            Outcome::Refused => told.refused += 1,
            _ => {}
        }
    }
    let logged = Logged { code, lines: written.iter().map(|(line, _, sign)| (*line, *sign)).collect() };
    Change::new(&app.clock, "attendance.enter_sheet", session)
        .in_event(event)
        .after(&logged)
        .record(tx)
        .await?;
    Ok(told)
}

/// A mark that comes from a signed sheet.
pub(super) fn of_paper(
    session: SessionId,
    person: ParticipantId,
    state: Presence,
    now: DateTime<Utc>,
) -> Mark {
    Mark {
        id: MarkId::new(),
        session,
        person,
        state,
        note: String::new(),
        device_time: now,
        offset_ms: Some(0),
        source: Source::Paper,
    }
}

/// Stores marks that come from a sheet, under its code.
pub(super) async fn deliver(
    tx: &mut Tx,
    (event, code): (EventId, &str),
    by: AccountId,
    marks: &[Mark],
    now: DateTime<Utc>,
) -> Result<Vec<Outcome>> {
    let device = format!("lembar {code}");
    let verdicts = record::record(tx, &Delivery::new(event, by, device.trim(), now), marks).await?;
    Ok(verdicts.into_iter().map(|verdict| verdict.outcome).collect())
}

/// What was stored, in words.
pub(super) fn said(what: &str, told: &Told) -> String {
    let mut said = match told.written {
        0 => format!("{what} sudah tersimpan; tidak ada yang berubah."),
        n => format!("{what} disimpan: {n} baris."),
    };
    for (n, words) in [
        (told.conflicts, "orang ditandai berbeda oleh petugas lain; keduanya disimpan dan admin memutuskan."),
        (told.proposed, "tanda menjadi usulan karena sesi sudah ditutup."),
        (told.refused, "tanda tidak dapat disimpan karena orangnya tidak lagi ada di kegiatan ini."),
    ] {
        if n > 0 {
            said = format!("{said} {n} {words}");
        }
    }
    said
}

/// Writes a page down. Lines that somebody else has written meanwhile are asked about; the rest is stored.
pub async fn save(
    path: SheetPagePath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    Form(form): Form<PageForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let key = (path.event, path.code.as_str(), path.session);
    let ground = match Ground::load(&mut tx, key).await? {
        Ok(ground) => ground,
        Err(sentence) => return Ok(gone(&path, sentence).into_response()),
    };
    let range = ground.sheet.page(path.number).ok_or(Error::NotFound)?;
    sql::hold(&mut tx, path.event, &path.code, path.session).await?;
    let lines = sql::lines(&mut tx, key, range).await?;
    let (mut changed, mut asked) = (Vec::new(), Vec::new());
    for line in &lines {
        // On a blank line nobody stands; whoever has left the event altogether is marked no more.
        let (Some(person), Some(_)) = (line.person, line.counts_for) else { continue };
        let sent = form
            .sent(line.number)
            .or(form.fills_rest().then_some(Sign::Empty).filter(|_| line.sign.is_none()));
        match (step(form.was(line.number), sent, line.sign), sent) {
            (Step::Write, Some(sign)) => changed.push((line, person, sign)),
            (Step::Ask, Some(sign)) => asked.push((line.number, sign)),
            _ => {}
        }
    }
    let told = write(&mut tx, &app, &can, key, &changed).await?;
    if !asked.is_empty() {
        let lines = sql::lines(&mut tx, key, range).await?;
        let photos = sql::photos(&mut tx, path.event, &path.code, path.number).await?;
        let shown = EntryPage::new(&can, &path, &ground, (&lines, &photos), &asked)?;
        tx.commit().await?;
        return stale(&shown);
    }
    tx.commit().await?;
    let said = said(&format!("Halaman {} lembar {}", path.number, path.code), &told);
    Ok(Done::to(next(&path, &ground, form.then())).saying(said).into_response())
}

/// Where one goes on: the blank line that was pressed, the next page, or the sheet with its sessions.
fn next(path: &SheetPagePath, ground: &Ground, then: Option<i32>) -> String {
    let SheetPagePath { place, event, code, session, number } = path.clone();
    if let Some(line) = then.filter(|line| ground.sheet.page_of(*line) == Some(number)) {
        return BlankLinePath { place, event, code, session, line }.to_string();
    }
    if number < ground.sheet.page_ends.len() {
        return SheetPagePath { place, event, code, session, number: number + 1 }.to_string();
    }
    SheetPath { place, event, code }.to_string()
}
