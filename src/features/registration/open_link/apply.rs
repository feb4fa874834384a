//! The applicant's deeds: keeping a step, sending, and going on in another browser.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    apply_pages::{Filling, ShutPage, StepPage, own_page},
    forms::{ApplyForm, STEPS, step},
    limits::{self, SHORTEST, Try},
    model::{Sent, Taken, places, shut},
    paths::{ApplyPath, FillPath, KeepPath, ResumePath},
    sql, verbs,
};
use crate::{
    auth::token,
    db::Tx,
    error::Result,
    features::registration::KEPT,
    kernel::{origin::Origin, text},
    web::{
        AppState, cookies,
        flash::Done,
        form::{Form, FormState, Problem},
        guard::{ByOpenLink, DEVICE_COOKIE, DEVICE_LASTS, DRAFT_COOKIE},
        page::{page, rejected},
    },
};

/// The browser that asks.
struct Device {
    /// What it brought; empty when it is new.
    brought: String,
    /// What it is called from now on.
    own: String,
}

impl Device {
    fn of(headers: &HeaderMap) -> Result<Self> {
        let brought = cookies::read(headers, DEVICE_COOKIE).filter(|d| d.len() == 64).unwrap_or_default();
        let own = if brought.is_empty() { token::fresh()? } else { brought.to_owned() };
        Ok(Self { brought: brought.to_owned(), own })
    }

    /// The answer, with what lets this browser go on by itself.
    fn remember(&self, mut response: Response, secret: &str) -> Result<Response> {
        cookies::set(&mut response, DEVICE_COOKIE, &self.own, DEVICE_LASTS)?;
        cookies::set(&mut response, DRAFT_COOKIE, secret, KEPT.num_seconds())?;
        Ok(response)
    }
}

/// What came of keeping what was typed.
enum Kept {
    /// The draft as it is now.
    Yes(Box<ApplyForm>),
    /// This device, or everybody together, begins too many forms.
    TooMany,
    /// The draft has just been begun by another request: ask once more.
    Again,
    /// It has been sent already.
    Sent,
}

/// Keeps what a step sent.
async fn keep_step(
    tx: &mut Tx,
    app: &AppState,
    me: &ByOpenLink,
    (secret, device): (&str, &Device),
    form: &ApplyForm,
) -> Result<Kept> {
    let (event, now) = (me.link.event, app.clock.now());
    let step = step(&form.step).unwrap_or(1);
    let begun = sql::draft(tx, event, me.person).await?;
    let is_new = begun.is_none();
    let mut fields = begun.map(|draft| draft.fields.0).unwrap_or_default();
    fields.take(step, form);
    if is_new && !limits::try_to(tx, event, &device.brought, Try::Start, now).await? {
        return Ok(Kept::TooMany);
    }
    if is_new {
        let begun = sql::begin(tx, event, me.person, &token::hash(secret), &fields, now).await?;
        return Ok(if begun { Kept::Yes(Box::new(fields)) } else { Kept::Again });
    }
    let kept = sql::keep(tx, event, me.person, &fields, now).await?;
    Ok(if kept { Kept::Yes(Box::new(fields)) } else { Kept::Sent })
}

fn is_sent(me: &ByOpenLink) -> bool {
    me.link.draft.is_some_and(|draft| draft.is_sent)
}

/// To the page of one's own, which says that one waits; the same however often it is sent.
fn thanks(me: &ByOpenLink, secret: &str) -> Response {
    let sentence = format!("Pendaftaran Anda terkirim dan menunggu persetujuan {}.", me.link.office);
    Done::to(own_page(secret)).saying(sentence).into_response()
}

fn problem(field: &'static str, sentence: &str) -> Problem {
    Problem { field, sentence: sentence.into() }
}

const TOO_MANY: &str = "Terlalu banyak pendaftaran dalam waktu singkat. Isian Anda tetap ada di halaman ini; coba lagi sepuluh menit lagi, atau hubungi dinas.";

/// Keeps a step and goes on to the next one; the last step sends.
pub async fn fill(
    path: FillPath,
    me: ByOpenLink,
    State(app): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<ApplyForm>,
) -> Result<Response> {
    let secret = path.resume.as_str();
    if is_sent(&me) {
        return Ok(thanks(&me, secret));
    }
    let device = Device::of(&headers)?;
    let mut tx = app.db.begin(&me.scope).await?;
    let taken = sql::taken(&mut tx, me.link.event).await?;
    if let Some(why) = shut(&me.link, &taken, app.clock.programme_now()) {
        return page(&ShutPage::new(&me.shell, &me.link, why));
    }
    let step = step(&form.step).unwrap_or(1);
    let at = Filling { step, secret, is_kept: true, taken: &taken };
    let fields = match keep_step(&mut tx, &app, &me, (secret, &device), &form).await? {
        Kept::Yes(fields) => *fields,
        Kept::Again => return Ok(Redirect::temporary(&path.to_string()).into_response()),
        Kept::Sent => return Ok(thanks(&me, secret)),
        Kept::TooMany => {
            let form = FormState::rejected(form, vec![problem("", TOO_MANY)]);
            let at = Filling { is_kept: false, ..at };
            return rejected(&StepPage::load(&mut tx, &app, &me, at, form).await?);
        }
    };
    let apply = ApplyPath { token: path.token.clone() };
    let problems = fields.problems_of(step, &me.link);
    let response = if form.act == "later" {
        let said = "Isian Anda tersimpan. Buka lagi tautan ini di ponsel yang sama, atau pakai tautan di bawah untuk melanjutkan di perangkat lain.";
        tx.commit().await?;
        Done::to(format!("{apply}?langkah={step}")).saying(said).into_response()
    } else if !problems.is_empty() {
        let shown = StepPage::load(&mut tx, &app, &me, at, FormState::rejected(fields, problems)).await?;
        tx.commit().await?;
        rejected(&shown)?
    } else if step < STEPS {
        tx.commit().await?;
        Redirect::to(&format!("{apply}?langkah={}", step + 1)).into_response()
    } else {
        send(tx, &app, &me, (secret, &device), (fields, &form.website), &taken).await?
    };
    device.remember(response, secret)
}

/// Sends the whole form, or shows what stands in its way.
async fn send(
    mut tx: Tx,
    app: &AppState,
    me: &ByOpenLink,
    (secret, device): (&str, &Device),
    (fields, website): (ApplyForm, &str),
    taken: &Taken,
) -> Result<Response> {
    let (event, now) = (me.link.event, app.clock.now());
    let application = match fields.parse(&me.link) {
        Ok(application) => application,
        Err(problems) => {
            let step = fields.first_open(&me.link);
            return refuse(tx, app, me, (secret, step, taken), (fields, problems)).await;
        }
    };
    let started = sql::draft(&mut tx, event, me.person).await?.map_or(now, |draft| draft.started_at);
    let why = if !website.is_empty() {
        limits::note_robot(&mut tx, event, &device.brought, now).await?;
        Some("Kolom “Situs web” harus dikosongkan. Kirim sekali lagi.")
    } else if now - started < SHORTEST {
        limits::note_robot(&mut tx, event, &device.brought, now).await?;
        Some("Formulir terkirim terlalu cepat. Periksa isian Anda sekali lagi, lalu kirim.")
    } else if limits::try_to(&mut tx, event, &device.brought, Try::Send, now).await? {
        None
    } else {
        Some(TOO_MANY)
    };
    if let Some(sentence) = why {
        return refuse(tx, app, me, (secret, STEPS, taken), (fields, vec![problem("", sentence)])).await;
    }
    let keys = (me.person, secret, device.own.as_str());
    match verbs::send(&mut tx, &app.clock, &me.link, keys, &application, Origin::Real).await? {
        Sent::Waits => {
            tx.commit().await?;
            Ok(thanks(me, secret))
        }
        Sent::Full => {
            drop(tx);
            full(app, me, (secret, fields)).await
        }
    }
}

/// The last place was taken by somebody else at this moment.
async fn full(app: &AppState, me: &ByOpenLink, (secret, fields): (&str, ApplyForm)) -> Result<Response> {
    let mut tx = app.db.begin(&me.scope).await?;
    let taken = sql::taken(&mut tx, me.link.event).await?;
    if places(&me.link).is_full(&taken) {
        return page(&ShutPage::new(&me.shell, &me.link, super::model::Shut::Full));
    }
    let sentence =
        "Tempat untuk kategori ini sudah penuh. Pilih kategori lain bila memang sesuai, atau hubungi dinas.";
    refuse(tx, app, me, (secret, 2, &taken), (fields, vec![problem("category", sentence)])).await
}

/// The step again, with what stands in the way; what was typed is kept.
async fn refuse(
    mut tx: Tx,
    app: &AppState,
    me: &ByOpenLink,
    (secret, step, taken): (&str, u8, &Taken),
    (fields, problems): (ApplyForm, Vec<Problem>),
) -> Result<Response> {
    let at = Filling { step, secret, is_kept: true, taken };
    let shown = StepPage::load(&mut tx, app, me, at, FormState::rejected(fields, problems)).await?;
    tx.commit().await?;
    rejected(&shown)
}

/// Keeps what is being typed, for the page's script: 409 when nothing can be kept any more.
pub async fn keep(
    path: KeepPath,
    me: ByOpenLink,
    State(app): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<ApplyForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&me.scope).await?;
    let taken = sql::taken(&mut tx, me.link.event).await?;
    if is_sent(&me) || shut(&me.link, &taken, app.clock.programme_now()).is_some() {
        return Ok(StatusCode::CONFLICT.into_response());
    }
    let device = Device::of(&headers)?;
    match keep_step(&mut tx, &app, &me, (&path.resume, &device), &form).await? {
        Kept::Yes(_) => tx.commit().await?,
        Kept::Sent => return Ok(StatusCode::CONFLICT.into_response()),
        Kept::TooMany => return Ok(StatusCode::TOO_MANY_REQUESTS.into_response()),
        Kept::Again => return Ok(Redirect::temporary(&path.to_string()).into_response()),
    }
    let at = text::time(me.link.about.zone.local(app.clock.programme_now()).time());
    let saved = format!("{at} {}", me.link.about.zone);
    device.remember(Json(serde_json::json!({ "saved": saved })).into_response(), &path.resume)
}

/// This browser goes on with the draft.
pub async fn resume(path: ResumePath, me: ByOpenLink, headers: HeaderMap) -> Result<Response> {
    if is_sent(&me) {
        return Ok(Redirect::to(&own_page(&path.resume)).into_response());
    }
    let response = Redirect::to(&ApplyPath { token: me.link.token.clone() }.to_string()).into_response();
    Device::of(&headers)?.remember(response, &path.resume)
}
