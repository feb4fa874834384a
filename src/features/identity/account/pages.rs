//! The page of one's own account.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::forms::{NameForm, PasswordForm};
use crate::features::identity::{
    model::device_in_words,
    paths::{AccountPath, EndLoginPath, EndOtherLoginsPath, OwnNamePath, OwnPasswordPath},
    sql,
};
use crate::{
    auth::{actor::Grant, permission::Role},
    error::Result,
    kernel::{text, zone::Zone},
    web::{
        AppState, filters,
        form::FormState,
        guard::SignedIn,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "identity/account.html")]
pub(super) struct Page {
    shell: Shell,
    email: String,
    roles: Vec<String>,
    name_form: FormState<NameForm>,
    password_form: FormState<PasswordForm>,
    logins: Vec<LoginRow>,
    name_action: String,
    password_action: String,
    end_others: String,
}

struct LoginRow {
    device: String,
    since: String,
    seen: String,
    is_this: bool,
    end: String,
}

impl Page {
    /// The page with the forms in these states; `None` for a form that was not sent.
    pub(super) async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        me: SignedIn,
        name: Option<FormState<NameForm>>,
        password: Option<FormState<PasswordForm>>,
    ) -> Result<Self> {
        let account = sql::account(conn, me.actor.account).await?;
        let logins = sql::open_logins(conn, me.actor.account, app.clock.now()).await?;
        let moment = |at| text::moment(Zone::Wib.local(at), Zone::Wib);
        Ok(Self {
            email: me.actor.email.clone(),
            roles: me.actor.grants.iter().map(role_in_words).collect(),
            name_form: name.unwrap_or_else(|| {
                FormState::fresh(NameForm {
                    full_name: account.full_name,
                    version: account.version.to_string(),
                })
            }),
            password_form: password.unwrap_or_else(|| FormState::fresh(PasswordForm::default())),
            logins: logins
                .into_iter()
                .map(|login| LoginRow {
                    device: device_in_words(&login.device),
                    since: moment(login.started_at),
                    seen: moment(login.seen_at),
                    is_this: login.id == me.actor.login,
                    end: EndLoginPath { login: login.id }.to_string(),
                })
                .collect(),
            name_action: OwnNamePath.to_string(),
            password_action: OwnPasswordPath.to_string(),
            end_others: EndOtherLoginsPath.to_string(),
            shell: me.shell,
        })
    }

    fn has_others(&self) -> bool {
        self.logins.iter().any(|login| !login.is_this)
    }
}

/// `Admin provinsi, Jambi`.
fn role_in_words(grant: &Grant) -> String {
    let role = grant.role.label();
    match (&grant.province_name, grant.role) {
        (Some(province), Role::Facilitator) => format!("{role} sebuah kegiatan, {province}"),
        (Some(province), _) => format!("{role}, {province}"),
        (None, _) => role.to_owned(),
    }
}

/// One's own account.
pub async fn account(_: AccountPath, me: SignedIn, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&me.scope).await?;
    page(&Page::load(&mut tx, &app, me, None, None).await?)
}
