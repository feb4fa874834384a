//! Secrets that travel in cookies and links. Only their hash is stored.

use sha2::{Digest as _, Sha256};

use crate::{
    error::{Error, Result},
    kernel::text,
};

/// A fresh secret: 32 random bytes as 64 hexadecimal letters.
pub fn fresh() -> Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(text::hex(&bytes))
}

/// A code that is read out: four digits.
pub fn four_digits() -> Result<String> {
    let mut bytes = [0u8; 2];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(format!("{:04}", u16::from_be_bytes(bytes) % 10_000))
}

/// What is stored of a secret.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
