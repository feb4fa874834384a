//! What is done to an office's settings and signers.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{SettingsForm, SignerForm},
    model::{ActingStatus, Paper},
    pages::{SettingsPage, SignerPage},
    paths::{NewSignerPath, RemoveSignerPath, RestoreSignerPath, SettingsPath, SignerPath},
    sql, verbs,
};
use crate::{
    auth::permission::EditTenant,
    error::Result,
    kernel::{text, zone::Zone},
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Who saved, and when, as a stale form tells it.
fn saved_by(by: &str, at: chrono::DateTime<chrono::Utc>, zone: Zone) -> String {
    format!("{by}, {}", text::moment(zone.local(at), zone))
}

/// Changes the agency's settings, unless somebody else did meanwhile.
pub async fn configure(
    path: SettingsPath,
    can: Can<EditTenant>,
    State(app): State<AppState>,
    Form(form): Form<SettingsForm>,
) -> Result<Response> {
    let office = can.office()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let settings = match form.parse() {
        Ok(settings) => settings,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&SettingsPage::load(&mut tx, &app, &can, form).await?);
        }
    };
    let before = sql::find(&mut tx, &office.province).await?;
    let version = Problems::version(&form.version);
    if !verbs::configure(&mut tx, &app.clock, &before, version, &settings).await? {
        let theirs = sql::find(&mut tx, &office.province).await?;
        let by = saved_by(&theirs.changed_by, theirs.changed_at, office.zone);
        let form =
            FormState::stale(form, &SettingsForm::of(&theirs), by).naming(|field, value| match field {
                "paper" => Paper::from_code(value).map(|paper| paper.label().to_owned()),
                "facilitators_add_people" => {
                    Some(if value == "ya" { "diizinkan" } else { "tidak diizinkan" }.into())
                }
                _ => None,
            });
        return stale(&SettingsPage::load(&mut tx, &app, &can, form).await?);
    }
    tx.commit().await?;
    Ok(Done::to(path).saying("Pengaturan disimpan. Kop surat di bawah sudah mengikutinya.").into_response())
}

/// Adds a signer.
pub async fn add_signer(
    path: NewSignerPath,
    can: Can<EditTenant>,
    State(app): State<AppState>,
    Form(form): Form<SignerForm>,
) -> Result<Response> {
    let plan = match form.parse() {
        Ok(plan) => plan,
        Err(problems) => return rejected(&SignerPage::new(&can, None, FormState::rejected(form, problems))),
    };
    let mut tx = app.db.begin(&can.scope).await?;
    verbs::add_signer(&mut tx, &app.clock, &can.office()?.province, &plan).await?;
    tx.commit().await?;
    Ok(Done::to(SettingsPath { place: path.place })
        .saying(format!("{} ditambahkan sebagai penanda tangan.", plan.titled()))
        .into_response())
}

/// Changes a signer, unless somebody else did meanwhile.
pub async fn change_signer(
    path: SignerPath,
    can: Can<EditTenant>,
    State(app): State<AppState>,
    Form(form): Form<SignerForm>,
) -> Result<Response> {
    let office = can.office()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::signer(&mut tx, &office.province, path.signer).await?;
    let plan = match form.parse() {
        Ok(plan) => plan,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&SignerPage::new(&can, Some(path.signer), form));
        }
    };
    let version = Problems::version(&form.version);
    if !verbs::change_signer(&mut tx, &app.clock, &office.province, &before, version, &plan).await? {
        let theirs = sql::signer(&mut tx, &office.province, path.signer).await?;
        let by = saved_by(&theirs.changed_by, theirs.changed_at, office.zone);
        let form = FormState::stale(form, &SignerForm::of(&theirs), by).naming(|field, value| {
            (field == "acting_status")
                .then(|| ActingStatus::from_code(value).map(|s| s.label().to_owned()))
                .flatten()
        });
        return stale(&SignerPage::new(&can, Some(path.signer), form));
    }
    tx.commit().await?;
    Ok(Done::to(SettingsPath { place: path.place })
        .saying(format!("{} disimpan.", plan.titled()))
        .into_response())
}

/// Removes a signer; the next page offers to bring it back.
pub async fn remove_signer(
    path: RemoveSignerPath,
    can: Can<EditTenant>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    let signer = sql::signer(&mut tx, province, path.signer).await?;
    verbs::set_signer_removed(&mut tx, &app.clock, province, path.signer, true).await?;
    tx.commit().await?;
    let RemoveSignerPath { place, signer: id } = path;
    Ok(Done::to(SettingsPath { place: place.clone() })
        .saying(format!("{} tidak lagi menjadi penanda tangan.", signer.plan().titled()))
        .undo(RestoreSignerPath { place, signer: id }))
}

/// Brings a removed signer back.
pub async fn restore_signer(
    path: RestoreSignerPath,
    can: Can<EditTenant>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    verbs::set_signer_removed(&mut tx, &app.clock, province, path.signer, false).await?;
    let signer = sql::signer(&mut tx, province, path.signer).await?;
    tx.commit().await?;
    Ok(Done::to(SettingsPath { place: path.place })
        .saying(format!("{} menjadi penanda tangan lagi.", signer.plan().titled())))
}
