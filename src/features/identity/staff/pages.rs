//! The list of staff, the invitation form, and the page that shows a link once.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    desk::{Desk, Offer},
    forms::{InviteForm, Search},
};
use crate::features::identity::{
    model::{GrantState, Purpose, StaffRole},
    paths::{
        EndGrantPath, InvitationPath, InvitePath, NationalInvitePath, NationalStaffPath, RenewInvitationPath,
        ResetLinkPath, ResetPath, StaffPath,
    },
    sql::{self, Held},
    verbs::Secrets,
};
use crate::{
    auth::permission::{ManageNationalStaff, ManageStaff},
    error::Result,
    kernel::{names, place::Place, text},
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Shell, page},
        qr, whatsapp,
    },
};

/// How many roles are listed at most.
const LIMIT: u16 = 300;

#[derive(Template)]
#[template(path = "identity/staff.html")]
struct StaffPage {
    shell: Shell,
    is_national: bool,
    search: String,
    invite: String,
    people: Vec<Row>,
    ended: Vec<Row>,
    is_cut: bool,
}

struct Row {
    name: String,
    email: String,
    phone: String,
    role: &'static str,
    /// Province or event.
    within: String,
    state: GrantState,
    since: String,
    /// A new link for the invitation.
    renew: Option<String>,
    reset: Option<String>,
    end: Option<String>,
}

impl Row {
    fn is_invitation(&self) -> bool {
        matches!(self.state, GrantState::Invited(_))
    }
}

/// The people of a province's office.
pub async fn staff(
    _: StaffPath,
    can: Can<ManageStaff>,
    State(app): State<AppState>,
    Query(asked): Query<Search>,
) -> Result<Response> {
    list(&app, Desk::of_province(&can)?, asked).await
}

/// Coordinators, provinces' admins and consultants.
pub async fn national_staff(
    _: NationalStaffPath,
    can: Can<ManageNationalStaff>,
    State(app): State<AppState>,
    Query(asked): Query<Search>,
) -> Result<Response> {
    list(&app, Desk::of_nation(&can), asked).await
}

async fn list(app: &AppState, desk: Desk, asked: Search) -> Result<Response> {
    let search = asked.cari.trim().to_lowercase();
    let mut tx = app.db.begin(&desk.scope).await?;
    let mut held = sql::held(&mut tx, desk.sight(), None, &search, i64::from(LIMIT) + 1).await?;
    drop(tx);
    let is_cut = held.len() > usize::from(LIMIT);
    held.truncate(usize::from(LIMIT));
    let now = app.clock.now();
    let (ended, people): (Vec<_>, Vec<_>) =
        held.iter().map(|held| row(&desk, held, now)).partition(|row| row.state == GrantState::Ended);
    page(&StaffPage {
        is_national: desk.province.is_none(),
        search: asked.cari,
        invite: InvitePath { place: desk.place.clone() }.to_string(),
        people,
        ended,
        is_cut,
        shell: desk.shell,
    })
}

/// The name as this desk may know it: an invitation shows what was typed, until the person accepts.
pub(super) fn name_of(held: &Held) -> &str {
    if held.accepted_at.is_none() && !held.invited_name.is_empty() {
        &held.invited_name
    } else {
        &held.full_name
    }
}

/// The number as this desk may know it, by the same rule.
fn phone_of(held: &Held) -> &str {
    if held.accepted_at.is_none() { &held.invited_phone } else { &held.phone }
}

fn row(desk: &Desk, held: &Held, now: chrono::DateTime<chrono::Utc>) -> Row {
    let state = GrantState::of(held.accepted_at, held.ends_at, held.revoked_at, held.link_expires_at, now);
    let on = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| text::date(desk.zone.date(at))).unwrap_or_default()
    };
    let (place, grant) = (desk.place.clone(), held.id);
    let ours = desk.gives().contains(&held.role) && state != GrantState::Ended;
    let other = held.account != desk.actor.account;
    Row {
        name: name_of(held).to_owned(),
        email: held.email.clone(),
        phone: names::phone_for_people(phone_of(held)),
        role: held.role.label(),
        within: match (&held.event_title, &held.province_name, &desk.province) {
            (Some(event), ..) => event.clone(),
            (None, Some(province), None) => province.clone(),
            _ => String::new(),
        },
        state,
        since: match state {
            GrantState::Active => format!("sejak {}", on(held.accepted_at)),
            GrantState::Invited(true) => format!("tautan berlaku sampai {}", on(held.link_expires_at)),
            GrantState::Invited(false) => String::new(),
            GrantState::Ended => on(held.revoked_at.or(held.ends_at)),
        },
        renew: (ours && matches!(state, GrantState::Invited(_)))
            .then(|| RenewInvitationPath { place: place.clone(), grant }.to_string()),
        reset: (ours && other && state == GrantState::Active)
            .then(|| ResetLinkPath { place: place.clone(), grant }.to_string()),
        end: (ours && other).then(|| EndGrantPath { place, grant }.to_string()),
    }
}

#[derive(Template)]
#[template(path = "identity/invite.html")]
pub(super) struct InvitePage {
    shell: Shell,
    form: FormState<InviteForm>,
    offer: Offer,
    is_national: bool,
    back: String,
}

impl InvitePage {
    /// The page with the form in this state.
    pub(super) fn new(desk: &Desk, offer: Offer, form: FormState<InviteForm>) -> Self {
        let back = StaffPath { place: desk.place.clone() }.to_string();
        Self {
            shell: desk.shell.clone().under("Staf", &back),
            form,
            offer,
            is_national: desk.province.is_none(),
            back,
        }
    }
}

/// What the invitation form offers at this desk.
pub(super) async fn offer(conn: &mut PgConnection, desk: &Desk) -> Result<Offer> {
    Ok(match &desk.province {
        Some(province) => Offer::new(desk, &sql::hosted_events(conn, province).await?, &[]),
        None => Offer::new(desk, &[], &sql::offices(conn).await?),
    })
}

async fn blank(app: &AppState, desk: Desk) -> Result<Response> {
    let mut tx = app.db.begin(&desk.scope).await?;
    let offer = offer(&mut tx, &desk).await?;
    drop(tx);
    page(&InvitePage::new(&desk, offer, FormState::fresh(InviteForm::default())))
}

/// The form of an invitation to an office.
pub async fn invite(_: InvitePath, can: Can<ManageStaff>, State(app): State<AppState>) -> Result<Response> {
    blank(&app, Desk::of_province(&can)?).await
}

/// The form of an invitation by Perpusnas.
pub async fn national_invite(
    _: NationalInvitePath,
    can: Can<ManageNationalStaff>,
    State(app): State<AppState>,
) -> Result<Response> {
    blank(&app, Desk::of_nation(&can)).await
}

#[derive(Template)]
#[template(path = "identity/link.html")]
struct LinkPage {
    shell: Shell,
    purpose: Purpose,
    name: String,
    /// `Fasilitator, PLM Provinsi Jambi 2022`.
    role: String,
    link: String,
    expires: String,
    whatsapp: String,
    qr: String,
    back: String,
}

impl LinkPage {
    fn is_invitation(&self) -> bool {
        self.purpose == Purpose::Invitation
    }
}

/// The page that shows a link, once: it is stored nowhere and cannot be shown again.
pub(super) fn link_page(
    app: &AppState,
    desk: &Desk,
    purpose: Purpose,
    held: &Held,
    secrets: &Secrets,
) -> Result<Response> {
    let href = |token: &str| {
        let token = token.to_owned();
        let path = match purpose {
            Purpose::Invitation => InvitationPath { token }.to_string(),
            Purpose::PasswordReset => ResetPath { token }.to_string(),
        };
        format!("{}{path}", app.base_url)
    };
    let link = href(&secrets.link);
    let local = desk.zone.local(secrets.link_expires_at);
    let expires = text::moment(local, desk.zone);
    let role = role_in_words(held);
    let name = name_of(held);
    let letter = match purpose {
        Purpose::Invitation => format!(
            "Yth. Bapak/Ibu {name},\n\nAnda diundang ke Sejawat sebagai {role}. Buka tautan ini untuk menerimanya:\n{link}\n\nTautan berlaku sampai {expires}, hanya untuk Anda, dan hanya sekali pakai."
        ),
        Purpose::PasswordReset => format!(
            "Yth. Bapak/Ibu {name},\n\nBuka tautan ini untuk membuat kata sandi Sejawat yang baru:\n{link}\n\nTautan berlaku sampai {expires}, hanya untuk Anda, dan hanya sekali pakai."
        ),
    };
    let phone = if held.accepted_at.is_some() { &held.phone } else { &held.invited_phone };
    let back = StaffPath { place: desk.place.clone() }.to_string();
    page(&LinkPage {
        shell: desk.shell.clone().under("Staf", &back),
        purpose,
        name: name.to_owned(),
        role,
        whatsapp: whatsapp::link(app, phone, &letter),
        qr: qr::svg(&href(&secrets.qr), "Kode QR tautan sekali pakai")?,
        link,
        expires,
        back,
    })
}

/// `Admin provinsi, Jambi`; `Fasilitator, PLM Provinsi Jambi 2022`.
fn role_in_words(held: &Held) -> String {
    let role = held.role.label();
    match (held.role, &held.event_title, &held.province_name) {
        (StaffRole::NationalCoordinator, ..) | (_, None, None) => role.to_owned(),
        (_, Some(event), _) => format!("{role}, {event}"),
        (_, None, Some(province)) => format!("{role}, {province}"),
    }
}

/// The list this desk returns to.
pub(super) fn back_to(place: &Place) -> StaffPath {
    StaffPath { place: place.clone() }
}
