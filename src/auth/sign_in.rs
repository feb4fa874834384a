//! Signing in and out.
//!
//! Failures are counted per account and device, not per address: a hall full of facilitators shares one. A device
//! that has signed in to the account before is never locked out by what strangers try.

use chrono::{DateTime, TimeDelta, Utc};

use super::{password::Passwords, sql, token};
use crate::{
    db::Db,
    db::scope::Scope,
    error::Result,
    kernel::ids::{AccountId, LoginId},
};

/// How long a sign-in lasts.
pub const LOGIN_LASTS: TimeDelta = TimeDelta::days(14);
/// Over how long failures are counted.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failures of one device after which it must wait.
const DEVICE_LIMIT: i64 = 8;
/// Failures of all devices together after which only known devices may go on.
const STRANGERS_LIMIT: i64 = 40;

/// Who signs in, from what.
#[derive(Debug)]
pub struct Attempt {
    /// The address as typed.
    pub email: String,
    /// The password as typed.
    pub password: String,
    /// The device's long-lived secret.
    pub device_token: String,
    /// The device's name for the list of sign-ins.
    pub device_name: String,
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// Whose sign-in it is, and the secret for the cookie.
    SignedIn(AccountId, String),
    /// Unknown address or wrong password: the two are not told apart.
    Wrong,
    /// Too many failures; try again in a quarter of an hour.
    Wait,
}

/// Whether a password was right.
#[derive(Debug)]
pub enum Checked {
    /// It is this account's.
    Right(AccountId),
    /// Unknown address or wrong password: the two are not told apart.
    Wrong,
    /// Too many failures; try again in a quarter of an hour.
    Wait,
}

/// Checks a password, counting failures. The cost is the same for unknown addresses.
pub async fn check(
    db: &Db,
    scope: &Scope,
    passwords: &Passwords,
    now: DateTime<Utc>,
    attempt: &Attempt,
) -> Result<Checked> {
    let email = attempt.email.trim().to_lowercase();
    let account_key = token::hash(&email);
    let device_key = token::hash(&attempt.device_token);

    let mut tx = db.begin(scope).await?;
    let found = sql::credentials(&mut tx, &email).await?;
    // One at a time for one address, so that guesses sent side by side are counted one by one.
    sql::hold_account(&mut tx, &account_key).await?;
    let failures = sql::recent_failures(&mut tx, &account_key, &device_key, now - WINDOW).await?;
    let known = match &found {
        Some(found) => sql::is_known_device(&mut tx, found.id, &device_key).await?,
        None => false,
    };
    if failures.by_device >= DEVICE_LIMIT || (failures.by_strangers >= STRANGERS_LIMIT && !known) {
        return Ok(Checked::Wait);
    }
    // The attempt counts as a failure until the password has proved right: it is checked outside the transaction, for
    // argon2 takes long and a connection is dear.
    let counted = sql::note_failure(&mut tx, &account_key, &device_key, now).await?;
    tx.commit().await?;

    let stored = found.as_ref().and_then(|f| f.password_hash.clone());
    let right = passwords.verify(attempt.password.clone(), stored).await?;
    let Some(found) = found.filter(|_| right) else { return Ok(Checked::Wrong) };
    let mut tx = db.begin(scope).await?;
    sql::forget_failure(&mut tx, counted).await?;
    tx.commit().await?;
    Ok(Checked::Right(found.id))
}

/// Checks the password and opens a sign-in.
pub async fn sign_in(
    db: &Db,
    scope: &Scope,
    passwords: &Passwords,
    now: DateTime<Utc>,
    attempt: Attempt,
) -> Result<Outcome> {
    let account = match check(db, scope, passwords, now, &attempt).await? {
        Checked::Right(account) => account,
        Checked::Wrong => return Ok(Outcome::Wrong),
        Checked::Wait => return Ok(Outcome::Wait),
    };
    let mut tx = db.begin(scope).await?;
    let secret = open(&mut tx, account, &attempt.device_token, &attempt.device_name, now).await?;
    tx.commit().await?;
    tracing::info!(%account, "signed in");
    Ok(Outcome::SignedIn(account, secret))
}

/// Opens a sign-in for an account whose owner has just proved it, by a password or a one-time link. The device is
/// known from now on.
pub async fn open(
    conn: &mut sqlx::PgConnection,
    account: AccountId,
    device_token: &str,
    device_name: &str,
    now: DateTime<Utc>,
) -> Result<String> {
    let secret = token::fresh()?;
    let device: String = device_name.chars().filter(|c| !c.is_control()).take(200).collect();
    sql::note_device(conn, account, &token::hash(device_token), now).await?;
    sql::insert_login(conn, LoginId::new(), &token::hash(&secret), account, &device, now, now + LOGIN_LASTS)
        .await?;
    Ok(secret)
}

/// Ends the sign-in that this secret belongs to.
pub async fn sign_out(db: &Db, scope: &Scope, secret: &str, now: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin(scope).await?;
    sql::end_login(&mut tx, &token::hash(secret), now).await?;
    tx.commit().await?;
    Ok(())
}
