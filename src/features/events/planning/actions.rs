//! What is done on the board.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{JoinForm, LikeForm, MoveForm, PlaceForm},
    model,
    pages::BoardPage,
    sql, verbs,
};
use crate::{
    auth::permission::PlanEvents,
    db::{Tx, constraint, scope::ProvinceCode},
    error::{Error, Result},
    features::{
        editions::{self, Edition, Wave, paths::EditionPath},
        events::{
            model::Dates,
            paths::{EmptyWavePath, JoinPath, MovePath, PlaceLikePath, PlacePath, SplitPath, TakeOutPath},
        },
    },
    kernel::{ids::EditionId, ids::EventId, text},
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem},
        guard::Can,
        page::rejected,
    },
};

/// Said when an event cannot be given up.
const IN_USE: &str = "sudah dikerjakan: sudah terbit, atau sudah mempunyai tempat, agenda, pejabat, atau peserta. Kosongkan dulu, atau biarkan berdiri sendiri.";

/// The event among the plan's, or 404.
async fn planned(tx: &mut Tx, edition: EditionId, event: EventId) -> Result<sql::Row> {
    let rows = sql::plan(tx, edition).await?;
    rows.into_iter().find(|row| row.planned.event == event).ok_or(Error::NotFound)
}

fn names(row: &sql::Row) -> String {
    row.planned.provinces.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" dan ")
}

/// Puts provinces into a wave.
pub async fn place(
    path: PlacePath,
    can: Can<PlanEvents>,
    State(app): State<AppState>,
    Form(form): Form<PlaceForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let edition = editions::find(&mut tx, path.edition).await?;
    let waves = editions::waves(&mut tx, path.edition).await?;
    let (wave, provinces) = match form.parse(&waves) {
        Ok(wanted) => wanted,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&BoardPage::load(&mut tx, can.shell(), path.edition, form, None).await?);
        }
    };
    sql::hold(&mut tx, path.edition).await?;
    let wave = waves.iter().find(|w| w.id == wave).ok_or(Error::NotFound)?;
    let candidates = sql::candidates(&mut tx, edition.regions_as_of).await?;
    let rows = sql::plan(&mut tx, path.edition).await?;
    let mut placed = Vec::new();
    for code in &provinces {
        let candidate = candidates.iter().find(|c| c.code == *code && c.has_office);
        let taken = rows.iter().find(|row| row.planned.provinces.iter().any(|(c, _)| c == code));
        let (Some(candidate), None) = (candidate, taken) else {
            let sentence = match taken {
                Some(row) => format!("{} sudah ditempatkan; muat ulang halaman ini.", names(row)),
                None => "Pilih provinsi dari daftar.".into(),
            };
            let form = FormState::rejected(form, vec![Problem { field: "provinces", sentence }]);
            return rejected(&BoardPage::load(&mut tx, can.shell(), path.edition, form, None).await?);
        };
        if placed.contains(&candidate.name) {
            continue;
        }
        let code = ProvinceCode::parse(code).ok_or(Error::NotFound)?;
        let dates = Dates::within_wave(wave.starts_on, wave.ends_on);
        verbs::place(&mut tx, &app.clock, &edition, (wave.id, dates), &code).await?;
        placed.push(candidate.name.clone());
    }
    tx.commit().await?;
    let said = format!("{} ditempatkan di gelombang {}.", placed.join(", "), wave.number);
    Ok(Done::to(EditionPath { edition: path.edition }).saying(said).into_response())
}

/// Puts the provinces that have no wave yet where they stood in another edition.
pub async fn place_like(
    path: PlaceLikePath,
    can: Can<PlanEvents>,
    State(app): State<AppState>,
    Form(form): Form<LikeForm>,
) -> Result<Done> {
    let back = Done::to(EditionPath { edition: path.edition });
    let Some(other) = form.other() else {
        return Ok(back.refusing("Belum ditempatkan: pilih edisi yang diikuti dulu."));
    };
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.edition).await?;
    let edition = editions::find(&mut tx, path.edition).await?;
    let like = editions::find(&mut tx, other).await?;
    let found = found_in(&mut tx, &edition, other).await?;
    let mut placed = 0;
    for (wave, provinces) in &found {
        placed += verbs::place_together(&mut tx, &app.clock, &edition, wave, provinces).await?;
    }
    tx.commit().await?;
    Ok(back.saying(match placed {
        0 => format!(
            "Tidak ada yang ditempatkan: gelombang {} tidak cocok dengan yang ada di sini.",
            like.name
        ),
        _ => format!("{placed} provinsi ditempatkan seperti {}.", like.name),
    }))
}

/// Where the provinces that an edition has not placed yet stand in another.
async fn found_in(tx: &mut Tx, edition: &Edition, other: EditionId) -> Result<Vec<(Wave, Vec<String>)>> {
    let planned = |rows: Vec<sql::Row>| rows.into_iter().map(|row| row.planned).collect::<Vec<_>>();
    let candidates = sql::candidates(tx, edition.regions_as_of).await?;
    let plan = planned(sql::plan(tx, edition.id).await?);
    let theirs = (editions::waves(tx, other).await?, planned(sql::plan(tx, other).await?));
    let waves = editions::waves(tx, edition.id).await?;
    Ok(model::as_in(&model::unplaced(&candidates, &plan), &waves, (&theirs.0, &theirs.1)))
}

/// Moves an event to another wave.
pub async fn move_event(
    path: MovePath,
    can: Can<PlanEvents>,
    State(app): State<AppState>,
    Form(form): Form<MoveForm>,
) -> Result<Done> {
    let back = EditionPath { edition: path.edition };
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.edition).await?;
    let row = planned(&mut tx, path.edition, path.event).await?;
    let waves = editions::waves(&mut tx, path.edition).await?;
    let from = waves.iter().find(|wave| wave.id == row.planned.wave).ok_or(Error::NotFound)?;
    let Some(to) = waves.iter().find(|wave| Some(wave.id) == form.wave()) else {
        return Ok(Done::to(back).refusing("Belum dipindahkan: pilih gelombang tujuan dulu."));
    };
    let dates = verbs::move_to_wave(&mut tx, &app.clock, path.event, (from, to)).await?;
    tx.commit().await?;
    let days = text::date_range(dates.programme_starts_on, dates.programme_ends_on);
    Ok(Done::to(back).saying(format!("{} pindah ke gelombang {}, acara {days}.", names(&row), to.number)))
}

/// Makes the host of one event a guest of another.
pub async fn join(
    path: JoinPath,
    can: Can<PlanEvents>,
    State(app): State<AppState>,
    Form(form): Form<JoinForm>,
) -> Result<Done> {
    let back = Done::to(EditionPath { edition: path.edition });
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.edition).await?;
    let edition = editions::find(&mut tx, path.edition).await?;
    let own = planned(&mut tx, path.edition, path.event).await?;
    let Some(joint) = form.joint() else {
        return Ok(back.refusing("Belum digabung: pilih provinsi tuan rumah dulu."));
    };
    let host = planned(&mut tx, path.edition, joint).await?;
    let joined = verbs::join(&mut tx, &app.clock, &edition, path.event, joint).await;
    if !unless_in_use(joined)? {
        return Ok(back.refusing(format!("Belum digabung: kegiatan {} {IN_USE}", names(&own))));
    }
    tx.commit().await?;
    Ok(back.saying(format!("{} menjadi tamu di kegiatan {}.", names(&own), names(&host))))
}

/// Gives the guests of a joint event their own events again.
pub async fn split(path: SplitPath, can: Can<PlanEvents>, State(app): State<AppState>) -> Result<Done> {
    let back = Done::to(EditionPath { edition: path.edition });
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.edition).await?;
    let edition = editions::find(&mut tx, path.edition).await?;
    let row = planned(&mut tx, path.edition, path.event).await?;
    let done = verbs::split(&mut tx, &app.clock, &edition, path.event).await.map(|guests| guests > 0);
    if !unless_in_use(done)? {
        return Ok(back.refusing(format!(
            "Belum dipisah: provinsi tamu di kegiatan {} sudah mempunyai peserta atau kuota.",
            names(&row)
        )));
    }
    tx.commit().await?;
    Ok(back.saying(format!("{} masing-masing mempunyai kegiatan sendiri lagi.", names(&row))))
}

/// Takes an event that is still empty out of the plan.
pub async fn take_out(path: TakeOutPath, can: Can<PlanEvents>, State(app): State<AppState>) -> Result<Done> {
    let back = Done::to(EditionPath { edition: path.edition });
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.edition).await?;
    let row = planned(&mut tx, path.edition, path.event).await?;
    if !unless_in_use(verbs::take_out(&mut tx, &app.clock, path.event, &row.title).await)? {
        return Ok(back.refusing(format!("Belum dikeluarkan: kegiatan {} {IN_USE}", names(&row))));
    }
    tx.commit().await?;
    Ok(back.saying(format!("{} dikeluarkan dari rencana.", names(&row))))
}

/// Takes every event of a wave out of the plan, or none: all must be empty still.
pub async fn empty_wave(
    path: EmptyWavePath,
    can: Can<PlanEvents>,
    State(app): State<AppState>,
) -> Result<Done> {
    let back = Done::to(EditionPath { edition: path.edition });
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.edition).await?;
    let waves = editions::waves(&mut tx, path.edition).await?;
    let wave = waves.iter().find(|wave| wave.id == path.wave).ok_or(Error::NotFound)?;
    let rows = sql::plan(&mut tx, path.edition).await?;
    for row in rows.iter().filter(|row| row.planned.wave == wave.id) {
        if !unless_in_use(verbs::take_out(&mut tx, &app.clock, row.planned.event, &row.title).await)? {
            return Ok(back.refusing(format!("Belum dikosongkan: kegiatan {} {IN_USE}", names(row))));
        }
    }
    tx.commit().await?;
    Ok(back.saying(format!("Gelombang {} dikosongkan.", wave.number)))
}

/// A foreign key that something else hangs on means that the event is in use.
fn unless_in_use(done: Result<bool>) -> Result<bool> {
    match done {
        Err(Error::Internal(error)) => match error.downcast::<sqlx::Error>() {
            Ok(error) if constraint::broken(&error).is_some_and(|name| name.ends_with("_fkey")) => Ok(false),
            Ok(error) => Err(Error::from(*error)),
            Err(other) => Err(Error::Internal(other)),
        },
        other => other,
    }
}
