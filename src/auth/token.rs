//! Secrets that travel in cookies and links. Only their hash is stored.

use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// A fresh secret: 32 random bytes as 64 hexadecimal letters.
pub fn fresh() -> Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What is stored of a secret.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
