//! What is done to accounts and roles, with its row in the audit log. Everything runs in the system scope.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    model::{GrantState, LINK_LASTS, Purpose, QR_LASTS, StaffRole},
    sql::{self, GrantRow, Held, Link, NewLink, Reach},
};
use crate::{
    audit::Change,
    auth::token,
    db::{Tx, scope::ProvinceCode},
    error::Result,
    kernel::{
        clock::Clock,
        ids::{AccountId, EventId, GrantId, LoginId},
    },
};

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The address used to sign in.
    pub email: String,
    /// Full name.
    pub full_name: String,
    /// E.164, or empty.
    pub phone: String,
    /// What [`crate::auth::password::Passwords::hash`] made; without it nobody can sign in yet.
    pub password_hash: Option<String>,
}

/// A role to be given, and where it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewRole {
    /// Which role.
    pub role: StaffRole,
    /// In which province; `None` for coordinators.
    pub province: Option<ProvinceCode>,
    /// In which event, for facilitators.
    pub event: Option<EventId>,
}

/// Makes an account, or finds the one that has the address already.
pub async fn create_account(tx: &mut Tx, clock: &Clock, account: &NewAccount) -> Result<AccountId> {
    let email = account.email.trim().to_lowercase();
    let (id, is_new) = sql::account_for(
        tx,
        &email,
        &account.full_name,
        &account.phone,
        account.password_hash.as_deref(),
        clock.now(),
    )
    .await?;
    if is_new {
        Change::new(clock, "account.create", id).record(tx).await?;
    }
    Ok(id)
}

/// Gives a role that counts at once; `None` when the account has it already.
pub async fn grant(
    tx: &mut Tx,
    clock: &Clock,
    account: AccountId,
    role: &NewRole,
) -> Result<Option<GrantId>> {
    let row = GrantRow {
        account,
        role: role.role,
        province: role.province.as_ref(),
        event: role.event,
        invited_name: "",
        invited_phone: "",
        by: tx.scope().actor(),
        at: clock.now(),
        accepted: true,
    };
    let Some(id) = sql::insert_grant(tx, &row).await? else { return Ok(None) };
    sql::revoke_resets(tx, account, clock.now()).await?;
    placed(Change::new(clock, "staff.grant", id), role.province.as_ref(), role.event)
        .after(role)
        .record(tx)
        .await?;
    Ok(Some(id))
}

/// Sets a password; every sign-in but `keep` ends, and open resets with it.
pub async fn set_password(
    tx: &mut Tx,
    clock: &Clock,
    account: AccountId,
    hash: &str,
    keep: Option<LoginId>,
) -> Result<()> {
    sql::set_password(tx, account, hash).await?;
    sql::end_logins(tx, account, keep, clock.now()).await?;
    sql::revoke_resets(tx, account, clock.now()).await?;
    Change::new(clock, "account.set_password", account).record(tx).await
}

/// Changes the own name, if nobody did since `version`.
pub async fn rename(
    tx: &mut Tx,
    clock: &Clock,
    account: AccountId,
    version: i32,
    full_name: &str,
) -> Result<bool> {
    let before = sql::account(tx, account).await?;
    let changed = sql::rename(tx, account, version, full_name).await?;
    if changed {
        Change::new(clock, "account.rename", account)
            .before(&before.full_name)
            .after(&full_name)
            .record(tx)
            .await?;
    }
    Ok(changed)
}

/// Somebody to be invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Name as the inviter knows it.
    pub full_name: String,
    /// The address that the account has or will have.
    pub email: String,
    /// E.164, or empty.
    #[serde(skip)]
    pub phone: String,
    /// What for.
    #[serde(flatten)]
    pub role: NewRole,
}

/// A link's secrets: told once, stored nowhere.
pub struct Secrets {
    /// For the link that is sent.
    pub link: String,
    /// Until when it can be used.
    pub link_expires_at: DateTime<Utc>,
    /// For the QR code that is shown.
    pub qr: String,
}

/// Invites somebody: the role waits until the link is opened by a person who then proves to own the account.
/// `None` when the address has this role, or waits for it, already.
pub async fn invite(
    tx: &mut Tx,
    clock: &Clock,
    invitation: &Invitation,
) -> Result<Option<(GrantId, Secrets)>> {
    let now = clock.now();
    let (account, _) =
        sql::account_for(tx, &invitation.email, &invitation.full_name, &invitation.phone, None, now).await?;
    let row = GrantRow {
        account,
        role: invitation.role.role,
        province: invitation.role.province.as_ref(),
        event: invitation.role.event,
        invited_name: &invitation.full_name,
        invited_phone: &invitation.phone,
        by: tx.scope().actor(),
        at: now,
        accepted: false,
    };
    let Some(grant) = sql::insert_grant(tx, &row).await? else { return Ok(None) };
    placed(
        Change::new(clock, "staff.invite", grant),
        invitation.role.province.as_ref(),
        invitation.role.event,
    )
    .after(invitation)
    .record(tx)
    .await?;
    let secrets = make_links(tx, clock, Purpose::Invitation, account, Some(grant)).await?;
    Ok(Some((grant, secrets)))
}

/// New links for an invitation that waits; the old ones end.
pub(super) async fn renew_invitation(tx: &mut Tx, clock: &Clock, held: &Held) -> Result<Secrets> {
    sql::revoke_invitations(tx, held.id, clock.now()).await?;
    placed(Change::new(clock, "staff.renew_invitation", held.id), held.province.as_ref(), held.event)
        .record(tx)
        .await?;
    make_links(tx, clock, Purpose::Invitation, held.account, Some(held.id)).await
}

/// A link to set a new password; earlier ones for this account end.
pub async fn make_reset(
    tx: &mut Tx,
    clock: &Clock,
    account: AccountId,
    province: Option<&ProvinceCode>,
) -> Result<Secrets> {
    sql::revoke_resets(tx, account, clock.now()).await?;
    placed(Change::new(clock, "staff.reset_link", account), province, None).record(tx).await?;
    make_links(tx, clock, Purpose::PasswordReset, account, None).await
}

async fn make_links(
    tx: &mut Tx,
    clock: &Clock,
    purpose: Purpose,
    account: AccountId,
    grant: Option<GrantId>,
) -> Result<Secrets> {
    let at = clock.now();
    let secrets = Secrets { link: token::fresh()?, link_expires_at: at + LINK_LASTS, qr: token::fresh()? };
    let by = tx.scope().actor();
    for (secret, expires_at) in [(&secrets.link, secrets.link_expires_at), (&secrets.qr, at + QR_LASTS)] {
        let token_hash = token::hash(secret);
        let link = NewLink { token_hash: &token_hash, purpose, account, grant, by, at, expires_at };
        sql::insert_link(tx, &link).await?;
    }
    Ok(secrets)
}

/// Ends a role, or withdraws an invitation; says whether anything changed. Access ends with the next request.
pub(super) async fn end_grant(tx: &mut Tx, clock: &Clock, reach: Reach<'_>, held: &Held) -> Result<bool> {
    let now = clock.now();
    let ended = sql::end_grant(tx, reach, held.id, now).await?;
    if ended {
        sql::revoke_invitations(tx, held.id, now).await?;
        sql::revoke_resets(tx, held.account, now).await?;
        // Whoever is out cannot come back through a link made before.
        sql::revoke_links_made_by(tx, held.account, now).await?;
        placed(Change::new(clock, "staff.end", held.id), held.province.as_ref(), held.event)
            .record(tx)
            .await?;
    }
    Ok(ended)
}

/// Brings an ended role back; says whether that was possible.
pub(super) async fn restore_grant(tx: &mut Tx, clock: &Clock, reach: Reach<'_>, held: &Held) -> Result<bool> {
    let restored = sql::restore_grant(tx, reach, held.id).await?;
    if restored {
        sql::revoke_resets(tx, held.account, clock.now()).await?;
        placed(Change::new(clock, "staff.restore", held.id), held.province.as_ref(), held.event)
            .record(tx)
            .await?;
    }
    Ok(restored)
}

/// What came of taking an invitation on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// The role counts now.
    Accepted,
    /// The link was used or withdrawn a moment ago.
    LinkClosed,
    /// The account has a password: its owner must sign in first.
    SignInFirst,
}

/// The owner of the account, signed in, takes the role on.
pub(super) async fn accept(tx: &mut Tx, clock: &Clock, link: &Link) -> Result<Taken> {
    let now = clock.now();
    let Some(grant) = link.grant else { return Ok(Taken::LinkClosed) };
    if !sql::use_link(tx, link.id, now).await? || !sql::accept_grant(tx, grant, link.account, now).await? {
        return Ok(Taken::LinkClosed);
    }
    sql::revoke_invitations(tx, grant, now).await?;
    // Whoever made a reset link may have had a right to it before the account reached further.
    sql::revoke_resets(tx, link.account, now).await?;
    placed(Change::new(clock, "staff.accept", grant), link.province.as_ref(), link.event).record(tx).await?;
    Ok(Taken::Accepted)
}

/// A new person sets name and password, and takes the role on. An account that has a password is not touched.
pub(super) async fn accept_as_new(
    tx: &mut Tx,
    clock: &Clock,
    link: &Link,
    full_name: &str,
    hash: &str,
) -> Result<Taken> {
    let phone = link.invited_phone.as_deref().unwrap_or_default();
    if !sql::set_first_password(tx, link.account, full_name, phone, hash).await? {
        return Ok(Taken::SignInFirst);
    }
    Change::new(clock, "account.set_password", link.account).record(tx).await?;
    accept(tx, clock, link).await
}

/// Whoever holds a reset link sets a new password; every sign-in ends.
pub(super) async fn reset_password(tx: &mut Tx, clock: &Clock, link: &Link, hash: &str) -> Result<bool> {
    if !sql::use_link(tx, link.id, clock.now()).await? {
        return Ok(false);
    }
    set_password(tx, clock, link.account, hash, None).await?;
    Ok(true)
}

/// Makes a national coordinator and says the way in: an invitation for a new one, a reset for one who is there.
pub async fn create_admin(
    tx: &mut Tx,
    clock: &Clock,
    email: &str,
    full_name: &str,
) -> Result<(Purpose, Secrets)> {
    let role = NewRole { role: StaffRole::NationalCoordinator, province: None, event: None };
    let invitation =
        Invitation { full_name: full_name.to_owned(), email: email.to_owned(), phone: String::new(), role };
    if let Some((_, secrets)) = invite(tx, clock, &invitation).await? {
        return Ok((Purpose::Invitation, secrets));
    }
    let reach = Reach { province: None, roles: &[StaffRole::NationalCoordinator] };
    let (account, _) = sql::account_for(tx, email, full_name, "", None, clock.now()).await?;
    let now = clock.now();
    let held = sql::held(tx, reach, None, email, 300).await?;
    for held in held.iter().filter(|held| held.account == account) {
        let state = GrantState::of(held.accepted_at, held.ends_at, held.revoked_at, None, now);
        if matches!(state, GrantState::Invited(_)) {
            return Ok((Purpose::Invitation, renew_invitation(tx, clock, held).await?));
        }
    }
    Ok((Purpose::PasswordReset, make_reset(tx, clock, account, None).await?))
}

/// Says where a change belongs.
fn placed<'a>(change: Change<'a>, province: Option<&ProvinceCode>, event: Option<EventId>) -> Change<'a> {
    let change = match province {
        Some(province) => change.in_province(province),
        None => change,
    };
    match event {
        Some(event) => change.in_event(event),
        None => change,
    }
}
