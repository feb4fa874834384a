//! Using a one-time link.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{AcceptForm, ResetForm},
    pages::{InvitationPage, ResetPage, Visitor, closed, find},
};
use crate::features::identity::{
    actions::{device, signed_in},
    model::{LinkState, Purpose, StaffRole, masked_email},
    paths::{HomePath, InvitationPath, ResetPath},
    sql::Link,
    verbs::{self, Taken},
};
use crate::{
    auth::sign_in,
    error::Result,
    kernel::place::Place,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem},
        guard::AtTheDoor,
        page::{page_with, rejected},
    },
};

/// Where somebody goes who has just taken a role on.
fn welcome(link: &Link) -> Done {
    let place = match (link.role, &link.slug) {
        (Some(StaffRole::ProvinceAdmin | StaffRole::ProvinceOperator), Some(slug)) => {
            Place::Office(slug.clone())
        }
        (Some(StaffRole::NationalCoordinator), _) => Place::National,
        _ => Place::Duties,
    };
    let role = link.role.map_or("", StaffRole::label);
    Done::to(format!("/{place}"))
        .saying(format!("Selamat datang. Anda sekarang {role}. Lain kali masuk dengan surel {}.", link.email))
}

/// Takes an invitation on: signed in as its owner, or as somebody new with a first password.
pub async fn accept(
    path: InvitationPath,
    door: AtTheDoor,
    State(app): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<AcceptForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&door.scope).await?;
    let found = find(&mut tx, &app, &path.token, Purpose::Invitation).await?;
    let Some((link, LinkState::Open)) = found else {
        return closed(door.shell, Purpose::Invitation, found.map(|(_, state)| state));
    };
    let actor = door.actor.as_ref();
    match Visitor::of(actor, &link) {
        Visitor::Owner => {
            if verbs::accept(&mut tx, &app.clock, &link).await? != Taken::Accepted {
                return closed(door.shell, Purpose::Invitation, Some(LinkState::Revoked));
            }
            tx.commit().await?;
            return Ok(welcome(&link).into_response());
        }
        Visitor::Other => {
            let form = FormState::fresh(AcceptForm::default());
            let page = InvitationPage::new(door.shell.clone(), actor, &link, &path.token, form);
            return page_with(StatusCode::FORBIDDEN, &page);
        }
        Visitor::Stranger => drop(tx),
    }

    let (name, password) = match form.parse() {
        Ok(typed) => typed,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&InvitationPage::new(door.shell, actor, &link, &path.token, form));
        }
    };
    let hash = app.passwords.hash(password).await?;
    let mut tx = app.db.begin(&door.scope).await?;
    match verbs::accept_as_new(&mut tx, &app.clock, &link, &name, &hash).await? {
        Taken::Accepted => {
            let (device_token, device_name) = device(&headers)?;
            let now = app.clock.now();
            let secret = sign_in::open(&mut tx, link.account, &device_token, &device_name, now).await?;
            tx.commit().await?;
            signed_in((link.account, &secret), &device_token, welcome(&link).into_response())
        }
        Taken::LinkClosed => closed(door.shell, Purpose::Invitation, Some(LinkState::Revoked)),
        Taken::SignInFirst => {
            let problems = vec![Problem {
                field: "",
                sentence: "Undangan ini untuk akun yang sudah ada. Masuk dulu dengan kata sandi akun itu (tautannya di bawah), lalu terima undangan di halaman ini."
                    .into(),
            }];
            let form = FormState::rejected(form, problems);
            rejected(&InvitationPage::new(door.shell, None, &link, &path.token, form))
        }
    }
}

/// Sets the new password, ends every sign-in and opens one here.
pub async fn reset(
    path: ResetPath,
    door: AtTheDoor,
    State(app): State<AppState>,
    headers: HeaderMap,
    Form(form): Form<ResetForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&door.scope).await?;
    let found = find(&mut tx, &app, &path.token, Purpose::PasswordReset).await?;
    tx.commit().await?;
    let Some((link, LinkState::Open)) = found else {
        return closed(door.shell, Purpose::PasswordReset, found.map(|(_, state)| state));
    };
    let password = match form.parse() {
        Ok(password) => password,
        Err(problems) => {
            return rejected(&ResetPage {
                shell: door.shell,
                form: FormState::rejected(form, problems),
                email: masked_email(&link.email),
                action: path.to_string(),
            });
        }
    };
    let hash = app.passwords.hash(password).await?;
    let mut tx = app.db.begin(&door.scope).await?;
    if !verbs::reset_password(&mut tx, &app.clock, &link, &hash).await? {
        return closed(door.shell, Purpose::PasswordReset, Some(LinkState::Used));
    }
    let (device_token, device_name) = device(&headers)?;
    let secret = sign_in::open(&mut tx, link.account, &device_token, &device_name, app.clock.now()).await?;
    tx.commit().await?;
    let done = Done::to(HomePath).saying("Kata sandi baru tersimpan. Perangkat lain harus masuk lagi.");
    signed_in((link.account, &secret), &device_token, done.into_response())
}
