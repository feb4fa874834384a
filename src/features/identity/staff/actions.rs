//! What is done to staff. A province's admin and a coordinator do the same, each within reach.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    desk::Desk,
    forms::InviteForm,
    pages::{InvitePage, back_to, link_page, name_of, offer},
};
use crate::features::identity::{
    model::{GrantState, Purpose},
    paths::{
        EndGrantPath, InvitePath, NationalEndGrantPath, NationalInvitePath, NationalRenewInvitationPath,
        NationalResetLinkPath, NationalRestoreGrantPath, RenewInvitationPath, ResetLinkPath,
        RestoreGrantPath,
    },
    sql::{self, Held},
    verbs,
};
use crate::{
    auth::permission::{ManageNationalStaff, ManageStaff},
    db::Tx,
    error::{Error, Result},
    kernel::ids::GrantId,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem},
        guard::Can,
        page::rejected,
    },
};

/// One role within reach of the desk; another's does not exist.
async fn find(tx: &mut Tx, desk: &Desk, grant: GrantId) -> Result<Held> {
    sql::held(tx, desk.reach(), Some(grant), "", 1).await?.pop().ok_or(Error::NotFound)
}

fn state_of(held: &Held, app: &AppState) -> GrantState {
    GrantState::of(held.accepted_at, held.ends_at, held.revoked_at, held.link_expires_at, app.clock.now())
}

async fn invite_at(app: &AppState, desk: Desk, form: InviteForm) -> Result<Response> {
    let mut tx = app.db.begin(&desk.scope).await?;
    let offer = offer(&mut tx, &desk).await?;
    let invitation = match form.parse(&desk, &offer) {
        Ok(invitation) => invitation,
        Err(problems) => {
            return rejected(&InvitePage::new(&desk, offer, FormState::rejected(form, problems)));
        }
    };
    let Some((grant, secrets)) = verbs::invite(&mut tx, &app.clock, &invitation).await? else {
        let problems = vec![Problem {
            field: "email",
            sentence: "Surel ini sudah memegang peran itu atau sudah diundang. Di daftar staf Anda dapat membuat tautan baru."
                .into(),
        }];
        return rejected(&InvitePage::new(&desk, offer, FormState::rejected(form, problems)));
    };
    let held = find(&mut tx, &desk, grant).await?;
    tx.commit().await?;
    link_page(app, &desk, Purpose::Invitation, &held, &secrets)
}

async fn renew_at(app: &AppState, desk: Desk, grant: GrantId) -> Result<Response> {
    let mut tx = app.db.begin(&desk.scope).await?;
    let held = find(&mut tx, &desk, grant).await?;
    if !matches!(state_of(&held, app), GrantState::Invited(_)) {
        return Ok(Done::to(back_to(&desk.place))
            .refusing("Undangan itu sudah diterima atau sudah dicabut, jadi tautan baru tidak dibuat.")
            .into_response());
    }
    let secrets = verbs::renew_invitation(&mut tx, &app.clock, &held).await?;
    tx.commit().await?;
    link_page(app, &desk, Purpose::Invitation, &held, &secrets)
}

async fn reset_at(app: &AppState, desk: Desk, grant: GrantId) -> Result<Response> {
    let mut tx = app.db.begin(&desk.scope).await?;
    let held = find(&mut tx, &desk, grant).await?;
    let refused = if held.account == desk.actor.account {
        Some("Ganti kata sandi Anda sendiri di halaman Akun saya.")
    } else if state_of(&held, app) != GrantState::Active {
        Some("Peran itu tidak aktif, jadi tautan kata sandi tidak dibuat.")
    } else if let Some(province) = &desk.province
        && sql::works_elsewhere(&mut tx, held.account, province).await?
    {
        Some(
            "Orang ini juga bekerja, atau pernah bekerja, di luar provinsi Anda. Hanya koordinator nasional di Perpusnas yang dapat membuatkan tautan kata sandi untuknya.",
        )
    } else {
        None
    };
    if let Some(sentence) = refused {
        return Ok(Done::to(back_to(&desk.place)).refusing(sentence).into_response());
    }
    let secrets = verbs::make_reset(&mut tx, &app.clock, held.account, desk.province.as_ref()).await?;
    tx.commit().await?;
    link_page(app, &desk, Purpose::PasswordReset, &held, &secrets)
}

async fn end_at(app: &AppState, desk: Desk, grant: GrantId) -> Result<Done> {
    let mut tx = app.db.begin(&desk.scope).await?;
    let held = find(&mut tx, &desk, grant).await?;
    let back = back_to(&desk.place);
    if held.account == desk.actor.account {
        return Ok(Done::to(back)
            .refusing("Peran Anda sendiri tidak dapat Anda akhiri. Mintalah admin lain melakukannya."));
    }
    verbs::end_grant(&mut tx, &app.clock, desk.reach(), &held).await?;
    tx.commit().await?;
    let (name, role) = (name_of(&held), held.role.label());
    let sentence = if held.accepted_at.is_some() {
        format!("Peran {name} sebagai {role} diakhiri; aksesnya sudah tertutup.")
    } else {
        format!("Undangan {name} sebagai {role} dicabut; tautannya tidak berlaku lagi.")
    };
    Ok(Done::to(back).saying(sentence).undo(RestoreGrantPath { place: desk.place, grant }))
}

async fn restore_at(app: &AppState, desk: Desk, grant: GrantId) -> Result<Done> {
    let mut tx = app.db.begin(&desk.scope).await?;
    let held = find(&mut tx, &desk, grant).await?;
    let restored = verbs::restore_grant(&mut tx, &app.clock, desk.reach(), &held).await?;
    tx.commit().await?;
    let name = name_of(&held);
    Ok(Done::to(back_to(&desk.place)).saying(match (restored, held.accepted_at) {
        (false, _) => format!("{name} sudah memegang peran itu atau sudah diundang lagi."),
        (true, Some(_)) => format!("{name} memegang perannya lagi."),
        (true, None) => format!("{name} diundang lagi. Tautan lama tidak berlaku; buatkan yang baru."),
    }))
}

/// Invites somebody to an office.
pub async fn invite(
    _: InvitePath,
    can: Can<ManageStaff>,
    State(app): State<AppState>,
    Form(form): Form<InviteForm>,
) -> Result<Response> {
    invite_at(&app, Desk::of_province(&can)?, form).await
}

/// Makes new links for an invitation to an office.
pub async fn renew(
    path: RenewInvitationPath,
    can: Can<ManageStaff>,
    State(app): State<AppState>,
) -> Result<Response> {
    renew_at(&app, Desk::of_province(&can)?, path.grant).await
}

/// Makes a link for a new password, for somebody who works in this province only.
pub async fn reset(
    path: ResetLinkPath,
    can: Can<ManageStaff>,
    State(app): State<AppState>,
) -> Result<Response> {
    reset_at(&app, Desk::of_province(&can)?, path.grant).await
}

/// Ends a role in an office, or an invitation to it; the next page offers to take that back.
pub async fn end(path: EndGrantPath, can: Can<ManageStaff>, State(app): State<AppState>) -> Result<Done> {
    end_at(&app, Desk::of_province(&can)?, path.grant).await
}

/// Brings a role in an office back.
pub async fn restore(
    path: RestoreGrantPath,
    can: Can<ManageStaff>,
    State(app): State<AppState>,
) -> Result<Done> {
    restore_at(&app, Desk::of_province(&can)?, path.grant).await
}

/// Invites a coordinator, a province's admin or a consultant.
pub async fn national_invite(
    _: NationalInvitePath,
    can: Can<ManageNationalStaff>,
    State(app): State<AppState>,
    Form(form): Form<InviteForm>,
) -> Result<Response> {
    invite_at(&app, Desk::of_nation(&can), form).await
}

/// Makes new links for an invitation by Perpusnas.
pub async fn national_renew(
    path: NationalRenewInvitationPath,
    can: Can<ManageNationalStaff>,
    State(app): State<AppState>,
) -> Result<Response> {
    renew_at(&app, Desk::of_nation(&can), path.grant).await
}

/// Makes a link for a new password, for anybody whom Perpusnas sees.
pub async fn national_reset(
    path: NationalResetLinkPath,
    can: Can<ManageNationalStaff>,
    State(app): State<AppState>,
) -> Result<Response> {
    reset_at(&app, Desk::of_nation(&can), path.grant).await
}

/// Ends a role that Perpusnas gives; the next page offers to take that back.
pub async fn national_end(
    path: NationalEndGrantPath,
    can: Can<ManageNationalStaff>,
    State(app): State<AppState>,
) -> Result<Done> {
    end_at(&app, Desk::of_nation(&can), path.grant).await
}

/// Brings a role back that Perpusnas gives.
pub async fn national_restore(
    path: NationalRestoreGrantPath,
    can: Can<ManageNationalStaff>,
    State(app): State<AppState>,
) -> Result<Done> {
    restore_at(&app, Desk::of_nation(&can), path.grant).await
}
