//! What a PIC does.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{DeclineForm, NamedForm},
    pages::{DOOR, EditPage, OwnPage},
    paths::{
        BringBackPath, DeclinePath, FinishPath, NamePath, NamedPath, NamingPath, ReopenPath, TakeBackPath,
    },
    verbs::{self, Corrected, Named, Unmoved},
};
use crate::{
    auth::{personal::Opening, token::Secret},
    error::{Error, Result},
    kernel::{ids::ParticipantId, text},
    web::{
        AppState,
        door::{self, CodeForm},
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::ByDelegation,
        page::{rejected, stale},
    },
};

const OFFICE: &str = "Data orang ini sudah diubah oleh dinas, jadi di sini hanya dapat dibaca. Sampaikan perubahannya kepada dinas.";

/// Back to the library's page; on a browser that is not known, to its door.
fn home(token: &Secret) -> Done {
    Done::to(NamingPath { token: token.clone() })
}

/// A new browser shows the four digits.
pub async fn open(
    path: NamingPath,
    me: ByDelegation,
    State(app): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Result<Response> {
    let device = door::device(&headers)?;
    let opening = match form.digits() {
        None => Opening::Wrong,
        Some(code) => {
            let (opening, scope) = me.open(&app, &path.token.0, &device, &code).await?;
            if let Some(scope) = scope {
                let mut tx = app.db.begin(scope).await?;
                verbs::opened(&mut tx, &app.clock, (me.link.event, me.link.delegation)).await?;
                tx.commit().await?;
            }
            opening
        }
    };
    door::answer(&app, opening, (&path.to_string(), &device), (me.shell, &me.link.about, DOOR), form)
}

/// Names one more person.
pub async fn name(
    path: NamePath,
    me: ByDelegation,
    State(app): State<AppState>,
    Form(form): Form<NamedForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(home(&path.token).into_response()) };
    let mut tx = app.db.begin(scope).await?;
    let plan = match form.parse() {
        Ok(plan) => plan,
        Err(problems) => {
            let form = FormState::rejected(keeping_id(form), problems);
            return rejected(&OwnPage::load(&mut tx, &path.token, &me, Some(form), None).await?);
        }
    };
    let key = (me.link.event, me.link.delegation);
    let named = match form.person() {
        Some(id) => verbs::name(&mut tx, &app.clock, key, id, &plan).await?,
        None => Named::Foreign,
    };
    let refused = match named {
        Named::Saved => {
            tx.commit().await?;
            return Ok(home(&path.token).saying(format!("{} tersimpan.", plan.titled())).into_response());
        }
        Named::Full(places) => format!(
            "Semua {places} tempat sudah terisi. Tarik dulu salah satu nama di atas, atau minta tempat tambahan kepada dinas."
        ),
        Named::Declined => "Perpustakaan ini dinyatakan tidak dapat hadir. Batalkan dulu jawaban itu.".into(),
        Named::TakenBack => {
            "Orang ini baru saja ditarik kembali. Simpan sekali lagi bila memang jadi hadir.".into()
        }
        Named::Office => OFFICE.into(),
        Named::Other(ref name) => format!(
            "Isian ini tadi sudah tersimpan sebagai {name}. Bila ini orang lain, simpan sekali lagi; untuk membetulkan nama {name}, pakai Perbaiki."
        ),
        Named::Foreign => "Belum tersimpan. Tekan simpan sekali lagi.".into(),
    };
    let is_spent = matches!(named, Named::TakenBack | Named::Other(_) | Named::Foreign);
    let form = if is_spent { NamedForm { id: ParticipantId::new().to_string(), ..form } } else { form };
    let form = FormState::rejected(form, vec![Problem { field: "", sentence: refused }]);
    rejected(&OwnPage::load(&mut tx, &path.token, &me, Some(form), None).await?)
}

/// A form that came without a usable id gets one.
fn keeping_id(form: NamedForm) -> NamedForm {
    if form.person().is_some() { form } else { NamedForm { id: ParticipantId::new().to_string(), ..form } }
}

/// Corrects a person.
pub async fn correct(
    path: NamedPath,
    me: ByDelegation,
    State(app): State<AppState>,
    Form(form): Form<NamedForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(home(&path.token).into_response()) };
    let key = (me.link.event, me.link.delegation);
    let mut tx = app.db.begin(scope).await?;
    let plan = match form.parse() {
        Ok(plan) => plan,
        Err(problems) => {
            let page = EditPage::load(&mut tx, &path, &me, FormState::rejected(form, problems)).await?;
            return page.map_or_else(
                || Ok(home(&path.token).refusing(OFFICE).into_response()),
                |page| rejected(&page),
            );
        }
    };
    let version = Problems::version(&form.version);
    match verbs::correct(&mut tx, &app.clock, key, (path.participant, version), &plan).await? {
        Corrected::Saved => {
            tx.commit().await?;
            Ok(home(&path.token).saying(format!("{} tersimpan.", plan.titled())).into_response())
        }
        Corrected::Office => Ok(home(&path.token).refusing(OFFICE).into_response()),
        Corrected::Nobody => Err(Error::NotFound),
        Corrected::Stale(person) => {
            let at = text::moment(
                me.link.about.zone.local(person.changed_at.unwrap_or_default()),
                me.link.about.zone,
            );
            let form =
                FormState::stale(form, &NamedForm::of(&person), format!("{}, {at}", person.changed_by));
            let page = EditPage::load(&mut tx, &path, &me, form).await?;
            page.map_or_else(|| Ok(home(&path.token).refusing(OFFICE).into_response()), |page| stale(&page))
        }
    }
}

/// Takes a person back; the next page offers to undo it.
pub async fn take_back(path: TakeBackPath, me: ByDelegation, State(app): State<AppState>) -> Result<Done> {
    let Some(scope) = &me.scope else { return Ok(home(&path.token)) };
    let mut tx = app.db.begin(scope).await?;
    let key = (me.link.event, me.link.delegation);
    let moved = verbs::take_back(&mut tx, &app.clock, key, path.participant).await?;
    tx.commit().await?;
    let TakeBackPath { token, participant } = path;
    match moved {
        Ok(name) => Ok(home(&token)
            .saying(format!("{name} ditarik dari daftar."))
            .undo(BringBackPath { token, participant })),
        Err(Unmoved::Nobody) => Err(Error::NotFound),
        Err(_) => Ok(home(&token).refusing(OFFICE)),
    }
}

/// Names a person again who was taken back.
pub async fn bring_back(path: BringBackPath, me: ByDelegation, State(app): State<AppState>) -> Result<Done> {
    let Some(scope) = &me.scope else { return Ok(home(&path.token)) };
    let mut tx = app.db.begin(scope).await?;
    let key = (me.link.event, me.link.delegation);
    let moved = verbs::bring_back(&mut tx, &app.clock, key, path.participant).await?;
    tx.commit().await?;
    match moved {
        Ok(name) => Ok(home(&path.token).saying(format!("{name} kembali ke daftar."))),
        Err(Unmoved::Nobody) => Err(Error::NotFound),
        Err(Unmoved::Office) => Ok(home(&path.token).refusing(OFFICE)),
        Err(Unmoved::Full) => Ok(home(&path.token).refusing("Belum dikembalikan: tempatnya sudah terisi.")),
    }
}

/// Says that the list is complete.
pub async fn finish(path: FinishPath, me: ByDelegation, State(app): State<AppState>) -> Result<Done> {
    let Some(scope) = &me.scope else { return Ok(home(&path.token)) };
    let mut tx = app.db.begin(scope).await?;
    let is_done = verbs::finish(&mut tx, &app.clock, (me.link.event, me.link.delegation)).await?;
    tx.commit().await?;
    if !is_done {
        let sentence =
            "Belum ada nama. Sebutkan dulu orangnya, atau nyatakan bahwa perpustakaan tidak dapat hadir.";
        return Ok(home(&path.token).refusing(sentence));
    }
    Ok(home(&path.token)
        .saying("Terima kasih. Dinas sudah melihat daftar ini; Anda masih dapat memperbaikinya."))
}

/// Says that the library cannot come.
pub async fn decline(
    path: DeclinePath,
    me: ByDelegation,
    State(app): State<AppState>,
    Form(form): Form<DeclineForm>,
) -> Result<Response> {
    let Some(scope) = &me.scope else { return Ok(home(&path.token).into_response()) };
    let mut tx = app.db.begin(scope).await?;
    let reason = match form.parse() {
        Ok(reason) => reason,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&OwnPage::load(&mut tx, &path.token, &me, None, Some(form)).await?);
        }
    };
    let key = (me.link.event, me.link.delegation);
    let done = if verbs::decline(&mut tx, &app.clock, key, &reason).await? {
        home(&path.token).saying("Jawaban tersimpan: perpustakaan tidak dapat hadir.")
    } else {
        home(&path.token)
            .refusing("Masih ada nama dalam daftar. Tarik dulu nama-nama itu, lalu kirim jawaban ini lagi.")
    };
    tx.commit().await?;
    Ok(done.into_response())
}

/// Takes the answer back.
pub async fn reopen(path: ReopenPath, me: ByDelegation, State(app): State<AppState>) -> Result<Done> {
    let Some(scope) = &me.scope else { return Ok(home(&path.token)) };
    let mut tx = app.db.begin(scope).await?;
    verbs::reopen(&mut tx, &app.clock, (me.link.event, me.link.delegation)).await?;
    tx.commit().await?;
    Ok(home(&path.token).saying("Jawaban dibatalkan. Silakan sebutkan orangnya."))
}
