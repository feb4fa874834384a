//! What people do to their own account.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{NameForm, PasswordForm},
    pages::Page,
};
use crate::features::identity::{
    actions::device,
    paths::{AccountPath, EndLoginPath, EndOtherLoginsPath, OwnNamePath, OwnPasswordPath, SignInPath},
    sql, verbs,
};
use crate::{
    audit::Change,
    auth::sign_in::{self, Attempt, Checked},
    error::{Error, Result},
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::SignedIn,
        page::{rejected, stale},
    },
};

/// Changes the own name, unless it was changed on another device meanwhile.
pub async fn rename(
    _: OwnNamePath,
    me: SignedIn,
    State(app): State<AppState>,
    Form(form): Form<NameForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&me.scope).await?;
    let name = match form.parse() {
        Ok(name) => name,
        Err(problems) => {
            let form = Some(FormState::rejected(form, problems));
            return rejected(&Page::load(&mut tx, &app, me, form, None).await?);
        }
    };
    let version = Problems::version(&form.version);
    if !verbs::rename(&mut tx, &app.clock, me.actor.account, version, &name).await? {
        let account = sql::account(&mut tx, me.actor.account).await?;
        let theirs = NameForm { full_name: account.full_name, version: account.version.to_string() };
        let form = Some(FormState::stale(form, &theirs, "Anda di tempat lain"));
        return stale(&Page::load(&mut tx, &app, me, form, None).await?);
    }
    tx.commit().await?;
    Ok(Done::to(AccountPath).saying("Nama Anda disimpan.").into_response())
}

/// Changes the own password; the other sign-ins end.
pub async fn change_password(
    _: OwnPasswordPath,
    me: SignedIn,
    State(app): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<PasswordForm>,
) -> Result<Response> {
    let wrong = match form.parse() {
        Err(problems) => problems,
        Ok(password) => {
            let (device_token, device_name) = device(&headers)?;
            let attempt = Attempt {
                email: me.actor.email.clone(),
                password: form.old.clone(),
                device_token,
                device_name,
            };
            let now = app.clock.now();
            match sign_in::check(&app.db, &me.scope, &app.passwords, now, &attempt).await? {
                Checked::Right(account) if account == me.actor.account => {
                    let hash = app.passwords.hash(password).await?;
                    let mut tx = app.db.begin(&me.scope).await?;
                    verbs::set_password(&mut tx, &app.clock, account, &hash, Some(me.actor.login)).await?;
                    tx.commit().await?;
                    return Ok(Done::to(AccountPath)
                        .saying("Kata sandi diganti. Perangkat lain harus masuk lagi dengan kata sandi baru.")
                        .into_response());
                }
                Checked::Wait => vec![Problem {
                    field: "old",
                    sentence: "Terlalu banyak percobaan. Tunggu 15 menit lalu coba lagi.".into(),
                }],
                _ => vec![Problem {
                    field: "old",
                    sentence: "Kata sandi yang sekarang tidak cocok. Huruf besar dan kecil dibedakan.".into(),
                }],
            }
        }
    };
    let mut tx = app.db.begin(&me.scope).await?;
    let form = Some(FormState::rejected(form, wrong));
    rejected(&Page::load(&mut tx, &app, me, None, form).await?)
}

/// Ends one of the own sign-ins.
pub async fn end_login(path: EndLoginPath, me: SignedIn, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&me.scope).await?;
    if !sql::end_login(&mut tx, me.actor.account, path.login, app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    Change::new(&app.clock, "login.end", path.login).record(&mut tx).await?;
    tx.commit().await?;
    if path.login == me.actor.login {
        return Ok(Done::to(SignInPath).into_response());
    }
    Ok(Done::to(AccountPath).saying("Perangkat itu sudah keluar.").into_response())
}

/// Ends all own sign-ins but this one.
pub async fn end_other_logins(
    _: EndOtherLoginsPath,
    me: SignedIn,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&me.scope).await?;
    let ended = sql::end_logins(&mut tx, me.actor.account, Some(me.actor.login), app.clock.now()).await?;
    Change::new(&app.clock, "login.end_others", me.actor.account).record(&mut tx).await?;
    tx.commit().await?;
    Ok(Done::to(AccountPath).saying(match ended {
        0 => "Tidak ada perangkat lain yang masih masuk.".to_owned(),
        n => format!("{n} perangkat lain sudah keluar."),
    }))
}
