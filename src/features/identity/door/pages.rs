//! What a one-time link shows when it is opened. Previews by messengers open links too, so nothing is changed.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use sqlx::PgConnection;

use super::forms::{AcceptForm, ResetForm};
use crate::features::identity::{
    model::{LinkState, Purpose, StaffRole, masked_email},
    paths::{InvitationPath, ResetPath, SignInPath},
    sql::{self, Link},
};
use crate::{
    auth::{actor::Actor, token},
    error::Result,
    kernel::{text, zone::Zone},
    web::{
        AppState, filters,
        form::FormState,
        guard::AtTheDoor,
        page::{Shell, page, page_with},
    },
};

#[derive(Template)]
#[template(path = "identity/link_closed.html")]
struct ClosedPage {
    shell: Shell,
    title: &'static str,
    sentence: &'static str,
    sign_in: String,
}

/// Why a link cannot be used, and what to do. `None` for a link that nobody made.
pub(super) fn closed(shell: Shell, purpose: Purpose, state: Option<LinkState>) -> Result<Response> {
    let (status, title, sentence) = match (state, purpose) {
        (None, _) => (
            StatusCode::NOT_FOUND,
            "Tautan ini tidak dikenal",
            "Mungkin terpotong waktu disalin. Buka lagi dari pesan aslinya, atau mintalah tautan baru kepada yang mengirimnya.",
        ),
        (Some(LinkState::Expired), _) => (
            StatusCode::GONE,
            "Tautan ini sudah lewat masa berlakunya",
            "Mintalah tautan baru kepada yang mengirimnya; yang lama tidak perlu dihapus.",
        ),
        (Some(LinkState::Used), Purpose::Invitation) => (
            StatusCode::GONE,
            "Undangan ini sudah diterima",
            "Tautan hanya sekali pakai. Bila Anda yang menerimanya, silakan masuk. Bila bukan, beri tahu yang mengirimnya.",
        ),
        (Some(LinkState::Used), Purpose::PasswordReset) => (
            StatusCode::GONE,
            "Tautan ini sudah dipakai",
            "Tautan hanya sekali pakai. Bila Anda yang memakainya, silakan masuk dengan kata sandi baru. Bila bukan, segera beri tahu admin Anda.",
        ),
        (Some(_), _) => (
            StatusCode::GONE,
            "Tautan ini tidak berlaku lagi",
            "Tautan ini dicabut atau sudah diganti dengan yang lebih baru. Pakai tautan terakhir yang Anda terima, atau mintalah yang baru.",
        ),
    };
    page_with(status, &ClosedPage { shell, title, sentence, sign_in: SignInPath.to_string() })
}

/// The link with this secret, and where it stands.
pub(super) async fn find(
    conn: &mut PgConnection,
    app: &AppState,
    secret: &str,
    purpose: Purpose,
) -> Result<Option<(Link, LinkState)>> {
    let link = sql::link(conn, &token::hash(secret), purpose).await?;
    Ok(link.map(|link| {
        let state = LinkState::of(link.used_at, link.revoked_at, link.expires_at, app.clock.now());
        (link, state)
    }))
}

/// How the one who opens the link stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visitor {
    /// Nobody is signed in.
    Stranger,
    /// The account that is invited.
    Owner,
    /// Somebody else is signed in on this device.
    Other,
}

impl Visitor {
    /// Compares who is signed in with whom the link is for.
    pub(super) fn of(actor: Option<&Actor>, link: &Link) -> Self {
        match actor {
            None => Visitor::Stranger,
            Some(actor) if actor.account == link.account => Visitor::Owner,
            Some(_) => Visitor::Other,
        }
    }
}

#[derive(Template)]
#[template(path = "identity/invitation.html")]
pub(super) struct InvitationPage {
    shell: Shell,
    form: FormState<AcceptForm>,
    role: &'static str,
    within: String,
    email: String,
    expires: String,
    visitor: Visitor,
    signed_in_as: String,
    action: String,
    sign_in: String,
}

impl InvitationPage {
    /// The page with the form in this state.
    pub(super) fn new(
        shell: Shell,
        actor: Option<&Actor>,
        link: &Link,
        secret: &str,
        form: FormState<AcceptForm>,
    ) -> Self {
        let action = InvitationPath { token: secret.to_owned() }.to_string();
        Self {
            shell,
            form,
            role: link.role.map_or("", StaffRole::label),
            within: match (&link.event_title, &link.province_name) {
                (Some(event), _) => event.clone(),
                (None, Some(province)) => format!("Provinsi {province}"),
                (None, None) => "Perpustakaan Nasional".into(),
            },
            email: masked_email(&link.email),
            expires: text::moment(Zone::Wib.local(link.expires_at), Zone::Wib),
            visitor: Visitor::of(actor, link),
            signed_in_as: actor.map(|actor| actor.name.clone()).unwrap_or_default(),
            sign_in: format!("{SignInPath}?lanjut={action}"),
            action,
        }
    }

    fn is_owner(&self) -> bool {
        self.visitor == Visitor::Owner
    }

    fn is_other(&self) -> bool {
        self.visitor == Visitor::Other
    }
}

/// What an invitation is for, and how to take it on.
pub async fn invitation(
    path: InvitationPath,
    door: AtTheDoor,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&door.scope).await?;
    let found = find(&mut tx, &app, &path.token, Purpose::Invitation).await?;
    drop(tx);
    match found {
        Some((link, LinkState::Open)) => {
            let form = FormState::fresh(AcceptForm {
                full_name: link.invited_name.clone().unwrap_or_default(),
                ..AcceptForm::default()
            });
            page(&InvitationPage::new(door.shell, door.actor.as_ref(), &link, &path.token, form))
        }
        other => closed(door.shell, Purpose::Invitation, other.map(|(_, state)| state)),
    }
}

#[derive(Template)]
#[template(path = "identity/reset.html")]
pub(super) struct ResetPage {
    pub(super) shell: Shell,
    pub(super) form: FormState<ResetForm>,
    pub(super) email: String,
    pub(super) action: String,
}

/// What a password reset is for.
pub async fn reset(path: ResetPath, door: AtTheDoor, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&door.scope).await?;
    let found = find(&mut tx, &app, &path.token, Purpose::PasswordReset).await?;
    drop(tx);
    match found {
        Some((link, LinkState::Open)) => page(&ResetPage {
            shell: door.shell,
            form: FormState::fresh(ResetForm::default()),
            email: masked_email(&link.email),
            action: path.to_string(),
        }),
        other => closed(door.shell, Purpose::PasswordReset, other.map(|(_, state)| state)),
    }
}
