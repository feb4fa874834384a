//! Secrets that travel in cookies and links. Only their hash is stored.

use std::fmt;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::{
    error::{Error, Result},
    kernel::text,
};

/// The secret of a link; it is never printed but into a URL.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A fresh secret: 32 random bytes as 64 hexadecimal letters.
pub fn fresh() -> Result<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(text::hex(&bytes))
}

/// A fresh secret that people may have to read out or pass on: so many letters of 32, five random bits each.
pub fn short(letters: usize) -> Result<String> {
    let mut bytes = vec![0u8; letters];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string().into()))?;
    let letter = |byte: &u8| match byte % 32 {
        n @ 0..26 => char::from(b'a' + n),
        n => char::from(b'2' + (n - 26)),
    };
    Ok(bytes.iter().map(letter).collect())
}

/// Whether this can be a secret of [`short`].
pub fn is_short(text: &str, letters: usize) -> bool {
    text.len() == letters && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
}

/// Another secret that follows from this one, for another purpose; the first cannot be found from it.
pub fn derived(secret: &str, purpose: &str) -> String {
    text::hex(&Sha256::digest(format!("{purpose}:{secret}").as_bytes()))
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

/// What tells one text from another, as letters.
pub fn digest(content: &str) -> String {
    text::hex(&Sha256::digest(content.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_secret_is_of_its_letters_and_another_follows_from_it() {
        let secret = short(20).unwrap();
        assert!(is_short(&secret, 20) && !is_short(&secret, 12), "{secret}");
        assert!(!is_short("ABCDEFGHIJKL", 12) && !is_short("abcdefghijk1", 12));
        assert_ne!(secret, short(20).unwrap());
        assert_eq!(derived(&secret, "halaman"), derived(&secret, "halaman"));
        assert_ne!(derived(&secret, "halaman"), derived(&secret, "lain"));
        assert_eq!(derived(&secret, "halaman").len(), fresh().unwrap().len());
    }
}
