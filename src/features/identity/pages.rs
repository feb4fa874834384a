//! The front door and the sign-in page.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::{
    forms::SignInForm,
    paths::{HomePath, SignInPath},
};
use crate::{
    error::Result,
    web::{
        filters,
        form::{FormState, Query},
        guard::{self, AtTheDoor, SignedIn},
        page::{Crumb, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "identity/home.html")]
struct HomePage {
    shell: Shell,
    places: Vec<Crumb>,
}

/// Leads to the only place the person works in, or shows the places.
pub async fn home(_: HomePath, me: SignedIn) -> Result<Response> {
    let places = guard::places(&me.actor);
    match places.as_slice() {
        [only] => Ok(Redirect::to(&only.href).into_response()),
        _ => page(&HomePage { shell: me.shell, places }),
    }
}

#[derive(Template)]
#[template(path = "identity/sign_in.html")]
pub(super) struct SignInPage {
    pub(super) shell: Shell,
    pub(super) form: FormState<SignInForm>,
}

/// The sign-in page; somebody who is signed in already goes on.
pub async fn sign_in(_: SignInPath, door: AtTheDoor, Query(form): Query<SignInForm>) -> Result<Response> {
    if door.actor.is_some() {
        return Ok(Redirect::to(form.next()).into_response());
    }
    page(&SignInPage { shell: door.shell, form: FormState::fresh(form) })
}
