//! What stands on a line of a signed sheet, how its code is read, and what comes of an entry.

use crate::features::attendance::model::State;

crate::codes! {
    /// What stands on a line.
    pub enum Sign {
        /// A signature.
        Present = "present", "Bertanda tangan";
        /// A signature, and a word that the person came late.
        Late = "late", "Terlambat";
        /// A word that the person is excused.
        Excused = "excused", "Izin";
        /// A word that the person is ill.
        Sick = "sick", "Sakit";
        /// A word that the person does not come.
        Absent = "absent", "Tidak hadir";
        /// Nothing.
        Empty = "empty", "Kosong";
    }
}

impl Sign {
    /// What a mark says that is made of it; nothing where nothing stands.
    pub const fn state(self) -> Option<State> {
        match self {
            Sign::Present => Some(State::Present),
            Sign::Late => Some(State::Late),
            Sign::Excused => Some(State::Excused),
            Sign::Sick => Some(State::Sick),
            Sign::Absent => Some(State::Absent),
            Sign::Empty => None,
        }
    }

    /// Whether the person has signed.
    pub const fn is_signed(self) -> bool {
        matches!(self, Sign::Present | Sign::Late)
    }

    /// The letter that is typed for it and stands on its button.
    pub const fn letter(self) -> &'static str {
        match self.state() {
            Some(state) => state.letter(),
            None => "–",
        }
    }

    /// The meaning's class in the stylesheet.
    pub const fn class(self) -> &'static str {
        match self.state() {
            Some(state) => state.class(),
            None => "neutral",
        }
    }
}

/// A sheet's code as people type it, and the page where it was typed along: `7k2q9m 2`, `7K2Q9M-2`, or what its QR code
/// says. Letters that the alphabet leaves out are read as the digits they look like.
pub fn read_code(typed: &str) -> Option<(String, Option<usize>)> {
    let upper = typed.trim().to_uppercase();
    let plain = upper.strip_prefix("SEJAWAT:DH:").unwrap_or(&upper);
    let signs: String = plain.chars().filter(char::is_ascii_alphanumeric).collect();
    if signs.len() < 6 || !plain.chars().all(|c| c.is_ascii_alphanumeric() || " -._/".contains(c)) {
        return None;
    }
    let (code, page) = signs.split_at(6);
    let code = code
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    match page {
        "" => Some((code, None)),
        page => page.parse().ok().filter(|page| (1..=999).contains(page)).map(|page| (code, Some(page))),
    }
}

/// What is to be done with one line of a page that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It stands so already, or nobody has touched it.
    Leave,
    /// It is written down.
    Write,
    /// Somebody else has written something else since the page was drawn: whoever sent it looks at the paper again.
    Ask,
}

/// A line as it was when the page was drawn, as it was sent, and as it is now.
pub fn step(was: Option<Sign>, sent: Option<Sign>, now: Option<Sign>) -> Step {
    match sent {
        Some(sent) if Some(sent) != now && Some(sent) != was => {
            if now == was {
                Step::Write
            } else {
                Step::Ask
            }
        }
        _ => Step::Leave,
    }
}

/// What of a person is known before a line is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The line as it stood.
    pub before: Option<Sign>,
    /// The state that counts.
    pub state: Option<State>,
    /// Whether it comes from a signed sheet.
    pub by_paper: bool,
}

/// The mark that follows from a line. A signature adds nothing about somebody who is present already, be it late, and so
/// leaves the first mark with its time; a line that was taken for signed and is not takes the sheet's own mark back.
pub fn mark(sign: Sign, known: Known) -> Option<State> {
    let standing = known.state.unwrap_or(State::Cleared);
    match sign.state() {
        None => {
            let was_said = known.before.is_some_and(|before| before != Sign::Empty);
            (was_said && known.by_paper && standing != State::Cleared).then_some(State::Cleared)
        }
        Some(state) if state == standing => None,
        Some(State::Present) if standing.is_present() => None,
        Some(state) => Some(state),
    }
}

/// Whether a signature and the register say different things.
pub const fn differs(signed: bool, state: Option<State>) -> bool {
    let present = match state {
        Some(state) => state.is_present(),
        None => false,
    };
    signed != present
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let read = |typed| read_code(typed);
        assert_eq!(read("7K2Q9M"), Some(("7K2Q9M".into(), None)));
        assert_eq!(read(" 7k2 q9m - 2 "), Some(("7K2Q9M".into(), Some(2))));
        assert_eq!(read("oIl234"), Some(("011234".into(), None)));
        assert_eq!(read("SEJAWAT:DH:7K2Q9M-12"), Some(("7K2Q9M".into(), Some(12))));
        for nonsense in ["", "7K2Q9", "7K2Q9M-", "7K2Q9M-0", "7K2Q9M-X", "7K2Q9M\u{0}", "７Ｋ２Ｑ９Ｍ"]
        {
            let expected = (nonsense == "7K2Q9M-").then(|| ("7K2Q9M".to_owned(), None));
            assert_eq!(read(nonsense), expected, "{nonsense}");
        }
    }

    fn sign() -> impl Strategy<Value = Option<Sign>> {
        prop::option::of(prop::sample::select(Sign::ALL))
    }

    proptest! {
        #[test]
        fn what_was_sent_twice_is_written_once_and_nobody_is_overwritten_unasked(
            was in sign(), sent in sign(), now in sign()
        ) {
            let first = step(was, sent, now);
            // Nothing is written that was not touched, and nothing over what somebody else wrote meanwhile.
            if first == Step::Write {
                prop_assert_eq!(now, was);
                prop_assert_ne!(sent, was);
                prop_assert_eq!(step(was, sent, sent), Step::Leave);
            }
            if now == was {
                prop_assert_ne!(first, Step::Ask);
            }
            // Whoever was asked and sends it again means it.
            if first == Step::Ask {
                prop_assert_eq!(step(now, sent, now), Step::Write);
            }
        }

        #[test]
        fn a_signature_makes_present_and_never_overrules_presence(before in sign(), at in 0_usize..7, by_paper: bool) {
            let state = State::ALL.get(at).copied();
            let mark = mark(Sign::Present, Known { before, state, by_paper });
            let after = mark.or(state);
            prop_assert!(after.is_some_and(State::is_present));
            prop_assert!(mark.is_none() || !state.is_some_and(State::is_present));
            let empty = super::mark(Sign::Empty, Known { before, state, by_paper });
            prop_assert!(empty.is_none() || by_paper && empty == Some(State::Cleared));
        }
    }
}
