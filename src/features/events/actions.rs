//! What is done to an event by its host.

use std::fmt::Write as _;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use uuid::Uuid;

use super::{
    NewEvent,
    forms::{DraftForm, FrameForm, ReasonForm},
    model::{Act, Status},
    pages::{
        draft::{self, DraftPage},
        edit::{EditPage, ReasonPage, fundings_of},
    },
    paths::{ActPath, EditPath, EventPath, NewEventPath},
    sql::{self, Event},
};
use crate::{
    audit::{Change, Hand},
    auth::permission::{DraftEvent, EditEvent},
    error::{Error, Result},
    kernel::{
        origin::{FieldOrigins, Origin},
        text,
    },
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Changes an event's frame, unless somebody else did meanwhile.
pub async fn update(
    path: EditPath,
    can: Can<EditEvent>,
    State(app): State<AppState>,
    Form(form): Form<FrameForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, path.event).await?;
    let sessions = sql::programme(&mut tx, &[path.event]).await?;
    let back = EventPath { place: path.place.clone(), event: path.event };
    if matches!(before.status, Status::Closed | Status::Reported | Status::Cancelled) {
        return Ok(Done::to(back)
            .refusing("Kegiatan ini sudah ditutup atau dibatalkan. Buka kembali dulu, lalu ubah.")
            .into_response());
    }
    let has_agenda = !sessions.is_empty();
    let frame = match form.parse(&fundings_of(before.wave.is_some(), &before.host)) {
        Ok(frame) => frame,
        Err(problems) => {
            return rejected(&EditPage::new(&can, &before, has_agenda, FormState::rejected(form, problems)));
        }
    };
    let hand = Hand::of(&tx, &app.clock);
    let today = app.clock.programme_now();
    let version = Problems::version(&form.version);
    if !sql::update_frame(&mut tx, path.event, version, &frame, today, &hand).await? {
        let theirs = sql::find(&mut tx, path.event).await?;
        let form =
            FormState::stale(form, &FrameForm::of(&theirs), changed_by(&theirs)).naming(FrameForm::name);
        return stale(&EditPage::new(&can, &theirs, has_agenda, form));
    }
    let shift = before.frame().shift_to(&frame);
    let mut said = format!("“{}” disimpan.", frame.title);
    if shift != 0 && has_agenda && form.move_agenda == "ya" {
        let moved = sql::shift_agenda(&mut tx, path.event, shift, &hand).await?;
        let _ = write!(said, " {moved} sesi ikut digeser.");
        if sql::shift_readers_agenda(&mut tx, path.event, shift, &hand.by, today).await? {
            said.push_str(" Agenda yang dilihat peserta juga, sebagai versi baru.");
        }
    }
    let outside = sql::programme(&mut tx, &[path.event])
        .await?
        .iter()
        .filter(|s| !(frame.dates.starts_on..=frame.dates.ends_on).contains(&frame.zone.date(s.starts_at)))
        .count();
    if outside > 0 {
        let _ = write!(said, " {outside} sesi jatuh di luar tanggal kegiatan; sesuaikan di agenda.");
    }
    Change::new(&app.clock, "event.update", path.event)
        .in_event(path.event)
        .before(&before.frame())
        .after(&frame)
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Done::to(back).saying(said).into_response())
}

/// Makes a self-funded event, with the agenda of the one it is a copy of.
pub async fn create(
    path: NewEventPath,
    can: Can<DraftEvent>,
    State(app): State<AppState>,
    Form(form): Form<DraftForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let office = can.office()?;
    let rules = draft::rules(&mut tx, office).await?;
    let draft = match form.parse(&rules) {
        Ok(draft) => draft,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&DraftPage::load(&mut tx, &can, rules, form).await?);
        }
    };
    let year = chrono::Datelike::year(&draft.frame.dates.programme_starts_on);
    let Some(edition) = sql::edition_for(&mut tx, year).await? else {
        let sentence =
            "Belum ada edisi di Sejawat. Hubungi koordinator nasional agar edisi dibuat dulu.".to_owned();
        let form = FormState::rejected(form, vec![Problem { field: "", sentence }]);
        return rejected(&DraftPage::load(&mut tx, &can, rules, form).await?);
    };
    let source = match draft.copied_from {
        Some(id) => {
            Some(sql::find(&mut tx, id).await?).filter(|event| event.host == office.province.as_str())
        }
        None => None,
    };
    let new = NewEvent {
        edition,
        wave: None,
        host: office.province.clone(),
        quota: draft.quota,
        guests: Vec::new(),
        kind: draft.kind,
        level: draft.level,
        region_code: draft.region_code,
        venue_set_at: (!draft.frame.venue.is_empty()).then(|| app.clock.programme_now()),
        frame: draft.frame,
        status: Status::Draft,
        copied_from: source.as_ref().map(|event| event.id),
        origin: Origin::Real,
        field_origins: FieldOrigins::new(),
        source: String::new(),
    };
    let id = super::create(&mut tx, &app.clock, &new).await?;
    let mut said = format!("“{}” dibuat sebagai konsep.", new.frame.title);
    if let Some(source) = source {
        let copied = super::copy_agenda(
            &mut tx,
            &app.clock,
            (source.id, &source.frame()),
            (id, &new.frame),
            Uuid::now_v7(),
        )
        .await?;
        let _ = write!(said, " {copied} sesi agenda disalin.");
    }
    tx.commit().await?;
    Ok(Done::to(EventPath { place: path.place, event: id }).saying(said).into_response())
}

/// Who changed an event last, and when, in its own zone.
fn changed_by(event: &Event) -> String {
    match event.changed_at {
        Some(at) => format!("{}, {}", event.changed_by, text::moment(event.zone.local(at), event.zone)),
        None => event.changed_by.clone(),
    }
}

/// Publishes, postpones, cancels, resumes, closes, reports.
pub async fn act(
    path: ActPath,
    can: Can<EditEvent>,
    State(app): State<AppState>,
    Form(form): Form<ReasonForm>,
) -> Result<Response> {
    let act = Act::from_segment(&path.act).ok_or(Error::NotFound)?;
    let reason = match form.parse() {
        _ if !act.needs_reason() => String::new(),
        Ok(reason) => reason,
        Err(problems) => {
            return rejected(&ReasonPage::new(&can, &path, act, FormState::rejected(form, problems)));
        }
    };
    let back = EventPath { place: path.place.clone(), event: path.event };
    let mut tx = app.db.begin(&can.scope).await?;
    let event = sql::find(&mut tx, path.event).await?;
    let now = app.clock.programme_now();
    if let Some(sentence) = act.refused(&event.dates(), event.zone.date(now)) {
        return Ok(Done::to(back).refusing(sentence).into_response());
    }
    if !super::act(&mut tx, &app.clock, path.event, act, &reason).await? {
        return Ok(Done::to(back)
            .refusing(format!("Tidak ada yang diubah: keadaan kegiatan sekarang “{}”.", event.status.label()))
            .into_response());
    }
    let open = sql::programme(&mut tx, &[path.event]).await?;
    let open =
        open.iter().filter(|s| s.takes_attendance && s.locked_at.is_none() && s.ends_at <= now).count();
    let after = sql::find(&mut tx, path.event).await?.status;
    tx.commit().await?;
    let done = Done::to(back).saying(sentence(act, after, open));
    Ok(match act.undone_by() {
        Some(undo) => done.undo(ActPath { act: undo.segment().into(), ..path }).into_response(),
        None => done.into_response(),
    })
}

fn sentence(act: Act, after: Status, open_sessions: usize) -> String {
    match act {
        Act::Publish => "Kegiatan diterbitkan.".into(),
        Act::Withdraw => "Kegiatan kembali menjadi konsep.".into(),
        Act::Postpone => "Kegiatan ditunda. Alasannya terlihat oleh semua yang terlibat.".into(),
        Act::Cancel => "Kegiatan dibatalkan. Alasannya terlihat oleh semua yang terlibat.".into(),
        Act::Resume if after == Status::Published => "Kegiatan dilanjutkan dan tetap terbit.".into(),
        Act::Resume => "Kegiatan dilanjutkan sebagai konsep.".into(),
        Act::Close if open_sessions > 0 => {
            format!("Kegiatan ditutup, tetapi daftar hadir {open_sessions} sesi belum ditutup.")
        }
        Act::Close => "Kegiatan ditutup.".into(),
        Act::Reopen => "Kegiatan dibuka kembali.".into(),
        Act::Report => "Laporan dinyatakan terkirim.".into(),
        Act::Unreport => "Laporan dinyatakan belum terkirim.".into(),
    }
}
