//! Passwords, by argon2id. Each hash takes about 19 MiB, so a semaphore bounds how many are made at once.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// The shortest password that is taken, in letters.
pub const MIN_LENGTH: usize = 10;
/// The longest password that is taken, in letters.
pub const MAX_LENGTH: usize = 200;

/// What is wrong with a password that somebody chooses, as a sentence. Only its length counts: rules about signs and
/// digits make people write passwords down.
pub fn problem(password: &str) -> Option<String> {
    match password.chars().count() {
        0 => Some("Isi kata sandi.".into()),
        n if n < MIN_LENGTH => Some(format!(
            "Kata sandi paling sedikit {MIN_LENGTH} huruf, sekarang {n}. Kalimat pendek mudah diingat dan cukup aman."
        )),
        n if n > MAX_LENGTH => Some(format!("Kata sandi paling banyak {MAX_LENGTH} huruf, sekarang {n}.")),
        _ => None,
    }
}

/// How many may wait for a place: about two seconds of hashing.
const MOST_WAITING: usize = 48;

/// Hashes and checks passwords off the request threads.
#[derive(Clone, Debug)]
pub struct Passwords {
    places: Arc<Semaphore>,
    /// Those at work and those who wait for a place.
    line: Arc<Semaphore>,
    /// Checked when the account is unknown, so that the answer takes as long.
    nobodys: Arc<str>,
}

impl Passwords {
    /// At most `at_once` hashes are made at the same time.
    pub fn new(at_once: usize) -> Result<Self> {
        let nobodys = hash_now(&crate::auth::token::fresh()?)?;
        Ok(Self {
            places: Arc::new(Semaphore::new(at_once)),
            line: Arc::new(Semaphore::new(at_once + MOST_WAITING)),
            nobodys: Arc::from(nobodys),
        })
    }

    /// The string to store for a password.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.off_thread(move || hash_now(&password)).await?
    }

    /// Whether `password` is the one stored. Without a stored one the answer is no, after the same work.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool> {
        let nobodys = Arc::clone(&self.nobodys);
        self.off_thread(move || {
            let phc = stored.as_deref().unwrap_or(&nobodys);
            let right = PasswordHash::new(phc)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            right && stored.is_some()
        })
        .await
    }

    /// The place is held by the work itself, not by the request: somebody who hangs up frees nothing early. Beyond the
    /// places there is a short line; whoever comes after it is sent away at once.
    async fn off_thread<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let waiting = Arc::clone(&self.line).try_acquire_owned().map_err(|_| Error::Busy)?;
        let place =
            Arc::clone(&self.places).acquire_owned().await.map_err(|e| Error::Internal(Box::new(e)))?;
        let work = move || {
            let _held = (place, waiting);
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(Box::new(e)))
    }
}

fn hash_now(password: &str) -> Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(error.to_string().into()))
}
