//! The sign-in form.

use serde::{Deserialize, Serialize};

/// An address and a password as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub email: String,
    #[serde(skip_serializing)]
    pub password: String,
    /// Where to go afterwards.
    pub lanjut: String,
}

impl SignInForm {
    /// The path to go to afterwards: only a path of this site.
    pub fn next(&self) -> &str {
        let next = self.lanjut.as_str();
        let stays =
            next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
        if stays { next } else { "/" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_off_the_site() {
        let to =
            |lanjut: &str| SignInForm { lanjut: lanjut.into(), ..SignInForm::default() }.next().to_owned();
        assert_eq!(to("/jambi/kegiatan?q=a"), "/jambi/kegiatan?q=a");
        for evil in ["https://evil.id", "//evil.id", "/\\evil.id", "javascript:alert(1)", "", "/\t/evil.id"] {
            assert_eq!(to(evil), "/", "{evil}");
        }
    }
}
