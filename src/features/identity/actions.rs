//! Signing in and out.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    forms::SignInForm,
    pages::SignInPage,
    paths::{SignInPath, SignOutPath},
};
use crate::{
    auth::{
        sign_in::{self, Attempt, LOGIN_LASTS, Outcome},
        token,
    },
    error::Result,
    kernel::ids::AccountId,
    web::{
        AppState, cookies,
        flash::Done,
        form::{Form, FormState, Problem},
        guard::{AtTheDoor, DEVICE_COOKIE, DEVICE_LASTS, NOBODY, SESSION_COOKIE, WHO_COOKIE},
        page::page_with,
    },
};

/// The device's secret (from its cookie, or fresh) and its name.
pub(super) fn device(headers: &HeaderMap) -> Result<(String, String)> {
    let token = match cookies::read(headers, DEVICE_COOKIE) {
        Some(token) if token.len() == 64 => token.to_owned(),
        _ => token::fresh()?,
    };
    let name =
        headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("tidak dikenal");
    Ok((token, name.to_owned()))
}

/// Adds the cookies of a sign-in to the answer.
pub(super) fn signed_in(
    (account, secret): (AccountId, &str),
    device: &str,
    mut response: Response,
) -> Result<Response> {
    cookies::set(&mut response, SESSION_COOKIE, secret, LOGIN_LASTS.num_seconds())?;
    cookies::set_in_sight(&mut response, WHO_COOKIE, &account.to_string(), LOGIN_LASTS.num_seconds())?;
    cookies::set(&mut response, DEVICE_COOKIE, device, DEVICE_LASTS)?;
    Ok(response)
}

/// Signs in.
pub async fn sign_in(
    _: SignInPath,
    door: AtTheDoor,
    State(app): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    let (device_token, device_name) = device(&headers)?;
    let attempt = Attempt {
        email: form.email.clone(),
        password: form.password.clone(),
        device_token: device_token.clone(),
        device_name,
    };
    let outcome = sign_in::sign_in(&app.db, &door.scope, &app.passwords, app.clock.now(), attempt).await?;
    let (status, sentence) = match outcome {
        Outcome::SignedIn(account, secret) => {
            if let Some(old) = cookies::read(&headers, SESSION_COOKIE) {
                sign_in::sign_out(&app.db, &door.scope, old, app.clock.now()).await?;
            }
            let next = Redirect::to(form.next()).into_response();
            return signed_in((account, &secret), &device_token, next);
        }
        Outcome::Wrong => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "Alamat surel atau kata sandi tidak cocok. Periksa keduanya; huruf besar dan kecil pada kata sandi dibedakan.",
        ),
        Outcome::Wait => (
            StatusCode::TOO_MANY_REQUESTS,
            "Terlalu banyak percobaan. Tunggu 15 menit lalu coba lagi, atau mintalah tautan masuk baru kepada admin.",
        ),
    };
    let problems = vec![Problem { field: "email", sentence: sentence.into() }];
    page_with(status, &SignInPage { shell: door.shell, form: FormState::rejected(form, problems) })
}

/// Signs out on this device.
pub async fn sign_out(
    _: SignOutPath,
    door: AtTheDoor,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response> {
    if let Some(secret) = cookies::read(&headers, SESSION_COOKIE) {
        sign_in::sign_out(&app.db, &door.scope, secret, app.clock.now()).await?;
    }
    let mut response = Done::to(SignInPath).saying("Anda sudah keluar.").into_response();
    cookies::set(&mut response, SESSION_COOKIE, "", 0)?;
    cookies::set_in_sight(&mut response, WHO_COOKIE, NOBODY, LOGIN_LASTS.num_seconds())?;
    Ok(response)
}
