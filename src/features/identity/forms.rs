//! The sign-in form, and what several forms have in common.

use serde::{Deserialize, Serialize};

use crate::{auth::password, web::form::Problems};

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
        let stays = next.starts_with('/')
            && !next.starts_with("//")
            && !next.contains(|c: char| c == '\\' || c.is_control());
        if stays { next } else { "/" }
    }
}

/// An e-mail address in lower case, or a sentence beside `field`.
pub(super) fn email(problems: &mut Problems, field: &'static str, raw: &str) -> String {
    let email = problems.required(field, raw, "alamat surel", 200).to_lowercase();
    let complete = email.split_once('@').is_some_and(|(who, domain)| {
        !who.is_empty() && domain.split('.').count() > 1 && domain.split('.').all(|part| !part.is_empty())
    });
    if !email.is_empty()
        && (!complete || email.contains(char::is_whitespace) || email.matches('@').count() > 1)
    {
        problems.add(field, "Tulis alamat surel lengkap, misalnya nama@contoh.go.id.");
    }
    email
}

/// A chosen password, typed twice, or sentences beside the fields.
pub(super) fn new_password(problems: &mut Problems, password: &str, repeat: &str) -> String {
    match password::problem(password) {
        Some(sentence) => problems.add("password", sentence),
        None if password != repeat => {
            problems.add("repeat", "Kedua kata sandi tidak sama. Ketik ulang keduanya.");
        }
        None => {}
    }
    password.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_lowered_and_complete() {
        for (typed, good) in [
            (" Siti@Contoh.GO.id ", true),
            ("siti@contoh", false),
            ("siti", false),
            ("@contoh.id", false),
            ("siti@contoh..id", false),
            ("siti @contoh.id", false),
            ("a@b@contoh.id", false),
        ] {
            let mut problems = Problems::new();
            let email = email(&mut problems, "email", typed);
            assert_eq!(problems.is_empty(), good, "{typed}");
            if good {
                assert_eq!(email, "siti@contoh.go.id");
            }
        }
    }

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
