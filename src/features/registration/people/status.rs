//! Where a person stands: confirmed, unable to come, cancelled, replaced.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use uuid::Uuid;

use super::{
    forms::{ChosenForm, SubstituteForm},
    model::Status,
    pages::{TwinLine, sexes},
    paths::{
        PeoplePath, PersonPath, ReplacePath, StatusOfSeveralPath, StatusPath, StatusWord, UndoReplacePath,
    },
    sql::{self, Person},
    verbs,
};
use crate::{
    auth::permission::EditParticipants,
    error::{Error, Result},
    web::{
        AppState, filters,
        flash::Done,
        form::{Form, FormState},
        guard::Can,
        page::{Choice, Shell, page, rejected},
    },
};

impl From<StatusWord> for Status {
    /// Being replaced is not among them: it needs a substitute.
    fn from(word: StatusWord) -> Self {
        match word {
            StatusWord::Diundang => Status::Invited,
            StatusWord::Menunggu => Status::AwaitingApproval,
            StatusWord::Terdaftar => Status::Registered,
            StatusWord::Terkonfirmasi => Status::Confirmed,
            StatusWord::Berhalangan => Status::Declined,
            StatusWord::Ditolak => Status::Refused,
            StatusWord::Dibatalkan => Status::Cancelled,
        }
    }
}

impl From<Status> for StatusWord {
    fn from(status: Status) -> Self {
        match status {
            Status::Invited => StatusWord::Diundang,
            Status::AwaitingApproval => StatusWord::Menunggu,
            Status::Registered | Status::Replaced | Status::Merged => StatusWord::Terdaftar,
            Status::Confirmed => StatusWord::Terkonfirmasi,
            Status::Declined => StatusWord::Berhalangan,
            Status::Refused => StatusWord::Ditolak,
            Status::Cancelled => StatusWord::Dibatalkan,
        }
    }
}

/// Sets a person's status; the next page offers to take it back.
pub async fn change(
    path: StatusPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Done> {
    let StatusPath { place, event, participant, to } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let before = verbs::set_status(&mut tx, &app.clock, event, participant, Status::from(to)).await?;
    let name = sql::find(&mut tx, event, participant).await?.titled();
    tx.commit().await?;
    let back = Done::to(PeoplePath { place: place.clone(), event });
    if before == Status::from(to) || before == Status::Replaced {
        return Ok(back.saying(format!("{name}: {}.", Status::from(to).label().to_lowercase())));
    }
    let sentence = match Status::from(to) {
        Status::Cancelled => format!("Pendaftaran {name} dibatalkan."),
        Status::Declined => format!("{name} berhalangan hadir."),
        Status::Confirmed => format!("{name} terkonfirmasi."),
        Status::Refused => format!("Pendaftaran {name} tidak disetujui."),
        Status::Registered if before == Status::AwaitingApproval => {
            format!("Pendaftaran {name} disetujui.")
        }
        _ => format!("{name} dikembalikan ke daftar."),
    };
    Ok(back.saying(sentence).undo(StatusPath { place, event, participant, to: before.into() }))
}

/// Sets the status of everybody who was chosen; who has been replaced or merged stays so.
pub async fn change_several(
    path: StatusOfSeveralPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<ChosenForm>,
) -> Result<Done> {
    let StatusOfSeveralPath { place, event, to } = path;
    let back = Done::to(form.back(&PeoplePath { place, event }.to_string()));
    let people = form.people();
    if people.is_empty() {
        return Ok(back.refusing("Belum ada yang dipilih. Centang nama-namanya dulu."));
    }
    let to = Status::from(to);
    let ids: Vec<Uuid> = people.iter().map(|person| person.0).collect();
    let mut tx = app.db.begin(&can.scope).await?;
    let found = sql::persons(&mut tx, event, Some(&ids)).await?;
    if found.len() != people.len() {
        return Err(Error::NotFound);
    }
    let mut changed = 0;
    for person in found.iter().filter(|person| person.status != to && person.status.may_become(to)) {
        verbs::change_status(&mut tx, &app.clock, event, person.id, (person.status, to)).await?;
        changed += 1;
    }
    tx.commit().await?;
    let left = people.len() - changed;
    let left = if left == 0 { String::new() } else { format!(" {left} lainnya tetap.") };
    let deed = match to {
        Status::Registered => "disetujui".to_owned(),
        other => other.label().to_lowercase(),
    };
    Ok(back.saying(format!("{changed} orang {deed}.{left}")))
}

#[derive(Template)]
#[template(path = "registration/substitute.html")]
struct SubstitutePage {
    shell: Shell,
    form: FormState<SubstituteForm>,
    back: String,
    name: String,
    agency: String,
    twins: Vec<TwinLine>,
    sexes: Vec<Choice>,
}

impl SubstitutePage {
    fn new(
        can: &Can<EditParticipants>,
        path: &ReplacePath,
        first: &Person,
        form: FormState<SubstituteForm>,
    ) -> Self {
        let ReplacePath { place, event, participant } = path.clone();
        let list = PeoplePath { place: place.clone(), event };
        let back = PersonPath { place, event, participant }.to_string();
        Self {
            shell: can.shell().under("Peserta", list).under(first.titled(), &back),
            form,
            back,
            name: first.titled(),
            agency: first.agency_name.clone(),
            twins: Vec::new(),
            sexes: sexes(),
        }
    }
}

/// The form of somebody who comes instead.
pub async fn replacement(
    path: ReplacePath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let first = sql::find(&mut tx, path.event, path.participant).await?;
    page(&SubstitutePage::new(&can, &path, &first, FormState::fresh(SubstituteForm::default())))
}

/// Registers somebody who comes instead; the first person is replaced from then on.
pub async fn replace(
    path: ReplacePath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<SubstituteForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let first = sql::find(&mut tx, path.event, path.participant).await?;
    let plan = match form.parse(&first) {
        Ok(plan) => plan,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&SubstitutePage::new(&can, &path, &first, form));
        }
    };
    if form.save_anyway != "ya" {
        let twins = verbs::twins(&mut tx, path.event, &plan, None).await?;
        if !twins.is_empty() {
            let twins = TwinLine::all(&can, &twins, None)?;
            let page = SubstitutePage::new(&can, &path, &first, FormState::fresh(form));
            return rejected(&SubstitutePage { twins, ..page });
        }
    }
    let (participant, before) =
        verbs::replace(&mut tx, &app.clock, path.event, path.participant, &plan).await?;
    tx.commit().await?;
    let ReplacePath { place, event, .. } = path;
    Ok(Done::to(PeoplePath { place: place.clone(), event })
        .saying(format!("{} digantikan oleh {}.", first.titled(), plan.titled()))
        .undo(UndoReplacePath { place, event, participant, to: before.into() })
        .into_response())
}

/// Takes a replacement back.
pub async fn undo_replace(
    path: UndoReplacePath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Done> {
    let UndoReplacePath { place, event, participant, to } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let first = verbs::undo_replace(&mut tx, &app.clock, event, participant, Status::from(to)).await?;
    let name = sql::find(&mut tx, event, first).await?.titled();
    tx.commit().await?;
    Ok(Done::to(PeoplePath { place, event })
        .saying(format!("Penggantian dibatalkan; {name} dikembalikan ke daftar.")))
}
