//! The kinds of messages, their default wording, and what may vary in it.

use super::paths::MessageWord;
use crate::kernel::text;

crate::codes! {
    /// What a message is for.
    pub enum MessageKind {
        /// Brings a person the link of their own page.
        PersonalLink = "personal_link", "Tautan pribadi";
        /// Asks people to register themselves.
        OpenLink = "open_link", "Undangan mendaftar";
    }
}

impl From<MessageWord> for MessageKind {
    fn from(word: MessageWord) -> Self {
        match word {
            MessageWord::TautanPribadi => MessageKind::PersonalLink,
            MessageWord::UndanganMendaftar => MessageKind::OpenLink,
        }
    }
}

/// Something that varies in a message.
#[derive(Clone, Copy, Debug)]
pub struct Placeholder {
    /// As it is typed, without its braces.
    pub name: &'static str,
    /// What comes there.
    pub meaning: &'static str,
    /// Whether the message is of no use without it.
    pub is_needed: bool,
    /// What the preview shows there.
    pub sample: &'static str,
}

const fn placeholder(
    name: &'static str,
    meaning: &'static str,
    is_needed: bool,
    sample: &'static str,
) -> Placeholder {
    Placeholder { name, meaning, is_needed, sample }
}

impl MessageKind {
    /// The wording where the office has none of its own.
    pub const fn usual(self) -> &'static str {
        match self {
            MessageKind::PersonalLink => {
                "Yth. {nama}, ini halaman pribadi Anda untuk {kegiatan}: {tautan} . Bila diminta, masukkan kode {kode}."
            }
            MessageKind::OpenLink => {
                "Pendaftaran peserta {kegiatan} dibuka sampai {tutup}. Silakan mendaftar lewat tautan ini: {tautan}"
            }
        }
    }

    /// What may vary in it.
    pub const fn placeholders(self) -> &'static [Placeholder] {
        const PERSONAL: [Placeholder; 4] = [
            placeholder("nama", "nama peserta dengan gelarnya", false, "Dra. Siti Aminah, M.Hum."),
            placeholder("kegiatan", "nama kegiatan", false, "PLM Provinsi"),
            placeholder("tautan", "tautan pribadi peserta", true, "https://sejawat.example/saya/4f9c..."),
            placeholder("kode", "kode untuk perangkat baru", true, "1234"),
        ];
        const OPEN: [Placeholder; 3] = [
            placeholder("kegiatan", "nama kegiatan", false, "PLM Provinsi"),
            placeholder("tautan", "tautan pendaftaran", true, "https://sejawat.example/daftar/kx3m..."),
            placeholder("tutup", "kapan pendaftaran ditutup", false, "Senin, 1 Agustus 2022, 16.00 WIB"),
        ];
        match self {
            MessageKind::PersonalLink => &PERSONAL,
            MessageKind::OpenLink => &OPEN,
        }
    }

    /// What is wrong with a wording, in a sentence that says what to do.
    pub fn check(self, wording: &str) -> Result<(), String> {
        let names: Vec<String> = self.placeholders().iter().map(|p| format!("{{{}}}", p.name)).collect();
        let parts = parts(wording).ok_or_else(|| {
            format!("Ada kurung kurawal tanpa pasangan. Tulis penanda seperti {}.", text::list(&names))
        })?;
        let found: Vec<&str> = parts
            .iter()
            .filter_map(|part| if let Part::Placeholder(name) = part { Some(*name) } else { None })
            .collect();
        if let Some(unknown) = found.iter().find(|name| self.placeholders().iter().all(|p| p.name != **name))
        {
            return Err(format!(
                "Penanda {{{unknown}}} tidak dikenal. Yang dapat dipakai: {}.",
                text::list(&names)
            ));
        }
        match self.placeholders().iter().find(|p| p.is_needed && !found.contains(&p.name)) {
            Some(missing) => Err(format!(
                "Tambahkan penanda {{{}}}: di situ akan muncul {}.",
                missing.name, missing.meaning
            )),
            None => Ok(()),
        }
    }
}

enum Part<'t> {
    Words(&'t str),
    Placeholder(&'t str),
}

/// The text in parts; `None` when a brace stands alone.
fn parts(mut rest: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}')?;
        if before.contains('}') || name.contains('{') {
            return None;
        }
        parts.extend([Part::Words(before), Part::Placeholder(name)]);
        rest = after;
    }
    if rest.contains('}') {
        return None;
    }
    parts.push(Part::Words(rest));
    Some(parts)
}

/// The wording of a message as it counts in one event for one office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// With its placeholders.
    pub text: String,
    /// How often the office has changed it; 0 where it has none of its own.
    pub version: i32,
}

impl Wording {
    /// The message with what varies put in; what is not known stays empty. What is put in is never read again.
    pub fn fill(&self, values: &[(&str, &str)]) -> String {
        let Some(parts) = parts(&self.text) else { return self.text.clone() };
        parts
            .into_iter()
            .map(|part| match part {
                Part::Words(words) => words,
                Part::Placeholder(name) => {
                    values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_usual_wording_is_right() {
        for kind in MessageKind::ALL {
            assert_eq!(kind.check(kind.usual()), Ok(()), "{kind:?}");
        }
    }

    #[test]
    fn what_is_unknown_missing_or_torn_is_said() {
        let kind = MessageKind::PersonalLink;
        let said = |wording: &str| kind.check(wording).unwrap_err();
        assert!(said("{nama} {tautan} {kode} {umur}").contains("Penanda {umur} tidak dikenal"));
        assert!(said("Yth. {nama}: {kode}").contains("Tambahkan penanda {tautan}"));
        assert!(said("Yth. {nama}: {tautan}").contains("Tambahkan penanda {kode}"));
        for torn in ["{tautan} {kode", "{tautan} kode}", "{tau{tan} {kode}}"] {
            assert!(said(torn).contains("tanpa pasangan"), "{torn}");
        }
        assert_eq!(kind.check("{tautan}{kode}"), Ok(()));
    }

    proptest! {
        #[test]
        fn what_is_put_in_is_never_taken_for_a_placeholder(name in "[{}a-z ]{0,12}", link in "[{}a-z/]{0,12}") {
            let text = "a {nama} b {tautan} c {kode} d".to_owned();
            let filled = Wording { text, version: 1 }.fill(&[("nama", &name), ("tautan", &link), ("kode", "12")]);
            prop_assert_eq!(filled, format!("a {name} b {link} c 12 d"));
        }

        #[test]
        fn a_wording_that_passes_loses_none_of_its_words(before in "[a-z ]{0,10}", after in "[a-z ]{0,10}") {
            let text = format!("{before}{{tautan}}{after}{{kode}}");
            prop_assert_eq!(MessageKind::PersonalLink.check(&text), Ok(()));
            let filled = Wording { text, version: 0 }.fill(&[("tautan", "T"), ("kode", "K")]);
            prop_assert_eq!(filled, format!("{before}T{after}K"));
        }
    }
}
