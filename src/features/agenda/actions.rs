//! What is done to an agenda.

use std::fmt::Write as _;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use sqlx::PgConnection;

use super::{
    forms::{SessionForm, in_words},
    model::SessionPlan,
    pages::EditPage,
    paths::{
        AgendaPath, NewSessionPath, RemoveSessionPath, RestoreSessionPath, SessionPath, TemplatePath,
        UndoTemplatePath,
    },
    sql,
    verbs::{self, Template},
    warnings::Found,
};
use crate::{
    audit::{Change, Hand},
    auth::{actor::EventHead, permission::EditAgenda},
    error::{Error, Result},
    features::editions::template::WhichForm,
    kernel::{ids::SessionId, text},
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// How many sessions an agenda has at most.
const MOST: i64 = 300;

fn full() -> Problem {
    let sentence = format!("Agenda ini sudah berisi {MOST} sesi. Hapus dulu yang tidak dipakai.");
    Problem { field: "", sentence }
}

/// Makes a session.
pub async fn create(
    path: NewSessionPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<SessionForm>,
) -> Result<Response> {
    let mut parsed = form.parse(can.event()?);
    let mut tx = app.db.begin(&can.scope).await?;
    if sql::count(&mut tx, path.event).await? >= MOST {
        parsed = Err(vec![full()]);
    }
    let plan = match parsed {
        Ok(plan) => plan,
        Err(problems) => {
            return rejected(
                &EditPage::load(&mut tx, &can, None, FormState::rejected(form, problems)).await?,
            );
        }
    };
    let plan = SessionPlan { is_fixed: plan.is_fixed || plan.kind.keeps_its_hour(&plan.title), ..plan };
    let id = SessionId::new();
    let hand = Hand::of(&tx, &app.clock);
    sql::insert(&mut tx, path.event, id, &plan, None, &hand).await?;
    Change::new(&app.clock, "session.create", id).in_event(path.event).after(&plan).record(&mut tx).await?;
    let noticed = noticed(&mut tx, can.event()?, id).await?;
    tx.commit().await?;
    Ok(Done::to(AgendaPath { place: path.place, event: path.event })
        .saying(format!("Sesi “{}” ditambahkan.{noticed}", plan.title))
        .warning_if(!noticed.is_empty())
        .into_response())
}

/// What a saved session should be looked at for; empty, or a sentence that begins with a space.
pub(super) async fn noticed(
    conn: &mut PgConnection,
    event: &EventHead,
    session: SessionId,
) -> Result<String> {
    let sessions = sql::list_for_event(conn, event.id).await?;
    Ok(Found::load(conn, event, &sessions).await?.after_saving(session))
}

/// Presence in a closed session is settled; its session cannot be moved from under it.
fn closed() -> Problem {
    Problem {
        field: "",
        sentence: "Daftar hadir sesi ini sudah ditutup. Buka lagi daftar hadirnya sebelum mengubah sesi."
            .into(),
    }
}

/// Changes a session, unless somebody else did meanwhile.
pub async fn update(
    path: SessionPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<SessionForm>,
) -> Result<Response> {
    let event = can.event()?;
    let parsed = form.parse(event);
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, path.event, path.session).await?;
    let parsed = if before.locked_at.is_some() { Err(vec![closed()]) } else { parsed };
    let plan = match parsed {
        Ok(plan) => plan,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&EditPage::load(&mut tx, &can, Some(path.session), form).await?);
        }
    };
    let hand = Hand::of(&tx, &app.clock);
    let version = Problems::version(&form.version);
    if !sql::update(&mut tx, path.event, path.session, version, &plan, &hand).await? {
        let theirs = sql::find(&mut tx, path.event, path.session).await?;
        let by = format!(
            "{}, {}",
            theirs.changed_by,
            text::moment(event.zone.local(theirs.changed_at), event.zone)
        );
        let form = FormState::stale(form.with_times_of(&plan, event), &SessionForm::of(&theirs, event), by)
            .naming(|field, value| match field {
                "is_fixed" => Some(if value == "ya" { "jam tetap" } else { "boleh digeser" }.to_owned()),
                field => in_words(&theirs, field).filter(|_| !value.is_empty()),
            });
        return stale(&EditPage::load(&mut tx, &can, Some(path.session), form).await?);
    }
    Change::new(&app.clock, "session.update", path.session)
        .in_event(path.event)
        .before(&SessionForm::of(&before, event))
        .after(&plan)
        .record(&mut tx)
        .await?;
    let noticed = noticed(&mut tx, event, path.session).await?;
    tx.commit().await?;
    Ok(Done::to(AgendaPath { place: path.place, event: path.event })
        .saying(format!("Sesi “{}” disimpan.{noticed}", plan.title))
        .warning_if(!noticed.is_empty())
        .into_response())
}

/// Removes a session; the next page offers to bring it back.
pub async fn remove(
    path: RemoveSessionPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let session = sql::find(&mut tx, path.event, path.session).await?;
    if session.locked_at.is_some() {
        let back = AgendaPath { place: path.place, event: path.event };
        return Ok(Done::to(back).saying(format!(
            "Sesi “{}” tidak dihapus. {}",
            session.title,
            closed().sentence
        )));
    }
    let hand = Hand::of(&tx, &app.clock);
    if sql::remove(&mut tx, path.event, path.session, &hand).await? {
        Change::new(&app.clock, "session.remove", path.session).in_event(path.event).record(&mut tx).await?;
        tx.commit().await?;
    }
    let RemoveSessionPath { place, event, session: id } = path;
    Ok(Done::to(AgendaPath { place: place.clone(), event })
        .saying(format!("Sesi “{}” dihapus.", session.title))
        .undo(RestoreSessionPath { place, event, session: id }))
}

/// Brings a removed session back.
pub async fn restore(
    path: RestoreSessionPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let hand = Hand::of(&tx, &app.clock);
    if sql::restore(&mut tx, path.event, path.session, &hand).await? {
        Change::new(&app.clock, "session.restore", path.session).in_event(path.event).record(&mut tx).await?;
    }
    let session = sql::find(&mut tx, path.event, path.session).await?;
    tx.commit().await?;
    Ok(Done::to(AgendaPath { place: path.place, event: path.event })
        .saying(format!("Sesi “{}” dikembalikan.", session.title)))
}

/// Takes over a template of the edition into an empty agenda.
pub async fn apply_template(
    path: TemplatePath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(which): Form<WhichForm>,
) -> Result<Done> {
    let back = AgendaPath { place: path.place, event: path.event };
    let mut tx = app.db.begin(&can.scope).await?;
    let done = verbs::take_over_template(&mut tx, &app.clock, can.event()?, which.template()).await?;
    tx.commit().await?;
    let missing = "Edisi ini belum mempunyai pola agenda. Tambahkan sesi satu per satu.";
    Ok(taken(back, done, "dibuat dari pola", missing))
}

/// What came of beginning an agenda, in words; `missing` is said where there was nothing to begin with.
pub(super) fn taken(back: AgendaPath, done: Template, how: &str, missing: &str) -> Done {
    let AgendaPath { place, event } = back.clone();
    let back = Done::to(back);
    match done {
        Template::AgendaNotEmpty => back.refusing(
            "Pola tidak dipakai: agenda ini sudah berisi sesi. Hapus dulu sesinya bila ingin mulai dari pola.",
        ),
        Template::Missing => back.refusing(missing),
        Template::Taken { made, beyond, batch } => {
            let mut sentence = format!("{made} sesi {how}.");
            if beyond > 0 {
                let _ = write!(sentence, " {beyond} sesi tidak {} karena harinya di luar kegiatan ini.", if how == "disalin" { "disalin" } else { "dibuat" });
            }
            back.saying(sentence).undo(UndoTemplatePath { place, event, batch })
        }
    }
}

/// Takes the template back, except for sessions that somebody has changed since.
pub async fn undo_template(
    path: UndoTemplatePath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let hand = Hand::of(&tx, &app.clock);
    let removed = sql::remove_batch(&mut tx, path.event, path.batch, &hand).await?;
    let left = sql::batch_left(&mut tx, path.event, path.batch).await?;
    let back = Done::to(AgendaPath { place: path.place, event: path.event });
    if removed == 0 {
        return if left > 0 {
            Ok(back.refusing("Tidak ada yang dihapus: semua sesi dari pola sudah diubah atau dipakai."))
        } else {
            Err(Error::NotFound)
        };
    }
    Change::new(&app.clock, "agenda.undo_template", path.batch).in_event(path.event).record(&mut tx).await?;
    tx.commit().await?;
    let mut said = format!("{removed} sesi dari pola dihapus lagi.");
    if left > 0 {
        let _ = write!(said, " {left} sesi tetap, karena sudah diubah atau dipakai.");
    }
    Ok(back.saying(said))
}
