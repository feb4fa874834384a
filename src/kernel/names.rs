//! Persons' names, telephone numbers and NIP, as Indonesia writes them (`full_name` is one field; one word is
//! a whole name).

/// A name with its titles: `Dr. Joko Santoso, M.Hum.`
pub fn titled(prefix: &str, full_name: &str, suffix: &str) -> String {
    let mut out = String::new();
    if !prefix.is_empty() {
        out.push_str(prefix);
        out.push(' ');
    }
    out.push_str(full_name);
    if !suffix.is_empty() {
        out.push_str(", ");
        out.push_str(suffix);
    }
    out
}

/// Brings a telephone number to E.164 (`+628123456789`), or says in a sentence what is wrong with it.
///
/// Accepts `08..`, `8..`, `62..`, `+62..` with spaces, dashes, points and brackets; a number with another
/// country's `+` code is kept.
pub fn phone(typed: &str) -> Result<String, &'static str> {
    let mut digits = String::new();
    for c in typed.trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => {}
            ' ' | '-' | '.' | '(' | ')' | '\u{a0}' => {}
            _ => return Err("Nomor telepon hanya berisi angka dan tanda hubung, misalnya 0812-3456-7890."),
        }
    }
    let national = if typed.trim_start().starts_with('+') && !digits.starts_with("62") {
        return if (8..=15).contains(&digits.len()) {
            Ok(format!("+{digits}"))
        } else {
            Err("Nomor telepon luar negeri berisi 8 sampai 15 angka.")
        };
    } else if let Some(rest) = digits.strip_prefix("62") {
        rest.trim_start_matches('0')
    } else if let Some(rest) = digits.strip_prefix('0') {
        rest
    } else if digits.starts_with('8') {
        &digits
    } else {
        return Err("Nomor telepon diawali 08 atau +62, misalnya 0812-3456-7890.");
    };
    if (8..=12).contains(&national.len()) {
        Ok(format!("+62{national}"))
    } else {
        Err("Nomor telepon terlalu pendek atau terlalu panjang; periksa lagi angkanya.")
    }
}

/// `0812-3456-7890` from E.164; other countries' numbers stay as they are.
pub fn phone_for_people(e164: &str) -> String {
    let Some(national) = e164.strip_prefix("+62") else { return e164.to_owned() };
    let mut out = String::from("0");
    for (i, digit) in national.chars().enumerate() {
        if i == 3 || i == 7 {
            out.push('-');
        }
        out.push(digit);
    }
    out
}

/// The 18 digits of a NIP without its spaces, or a sentence. Only the length is demanded: PPPK numbers differ in the middle.
pub fn nip(typed: &str) -> Result<String, &'static str> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.' && *c != '-').collect();
    if digits.len() == 18 && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err("NIP berisi 18 angka. Kosongkan bila bukan ASN.")
    }
}

/// `19860926 201505 1 001`: the way a NIP is printed.
pub fn nip_for_people(nip: &str) -> String {
    match (nip.get(..8), nip.get(8..14), nip.get(14..15), nip.get(15..)) {
        (Some(birth), Some(appointed), Some(sex), Some(serial)) => {
            format!("{birth} {appointed} {sex} {serial}")
        }
        _ => nip.to_owned(),
    }
}

/// A name without the titles that were typed into it, `Hj.Siti Aminah S.Sos` as `Siti Aminah`: a guess, for comparing only.
pub fn bare(typed: &str) -> String {
    const BEFORE: [&str; 15] = [
        "h", "hj", "haji", "hajjah", "dr", "drs", "dra", "drg", "ir", "prof", "kh", "ust", "ustaz", "sdr",
        "sdri",
    ];
    let is_title_before = |word: &str| BEFORE.contains(&word.to_lowercase().as_str());
    let before_comma = typed.split(',').next().unwrap_or_default();
    let mut words: Vec<&str> = Vec::new();
    for word in before_comma.split_whitespace() {
        // A title may be glued to the name: `Hj.Siti`.
        match word.split_once('.') {
            Some((title, rest)) if words.is_empty() && is_title_before(title) => {
                words.extend(Some(rest).filter(|rest| !rest.is_empty()));
            }
            None if words.is_empty() && is_title_before(word) => {}
            _ => words.push(word),
        }
    }
    // `S.Sos`, `M.M.`, `A.Md`: letters with a point between them.
    let is_title_behind = |word: &&str| word.trim_end_matches('.').contains('.') && word.len() <= 8;
    while words.len() > 1 && words.last().is_some_and(is_title_behind) {
        words.pop();
    }
    if words.is_empty() { before_comma.trim().to_owned() } else { words.join(" ") }
}

/// A name (without titles) as it sounds, for finding one that was spelled otherwise: old spellings (`oe`, `dj`, `tj`), doubled
/// letters, and the many ways to write Muhammad. Equal sounds are a hint, never a proof.
pub fn sounding(full_name: &str) -> String {
    const MUHAMMAD: [&str; 4] = ["m", "moh", "mohd", "muh"];
    let mut out = String::new();
    for (at, word) in
        full_name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).enumerate()
    {
        let word = word.to_lowercase();
        let mut word = if at == 0 && MUHAMMAD.contains(&word.as_str()) { "muhamad".to_owned() } else { word };
        for (old, new) in
            [("oe", "u"), ("dj", "j"), ("tj", "c"), ("ch", "h"), ("kh", "h"), ("ph", "f"), ("sj", "sy")]
        {
            word = word.replace(old, new);
        }
        let mut last = ' ';
        for c in word.chars() {
            let c = match c {
                'y' => 'i',
                'v' => 'f',
                'q' => 'k',
                'o' if word.starts_with("moha") => 'u',
                other => other,
            };
            if c != last {
                out.push(c);
            }
            last = c;
        }
        if out.ends_with('h') {
            out.pop();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_their_titles() {
        assert_eq!(titled("Dr.", "Joko Santoso", "M.Hum."), "Dr. Joko Santoso, M.Hum.");
        assert_eq!(titled("", "Ninik", ""), "Ninik");
    }

    #[test]
    fn phones_arrive_in_every_spelling() {
        for typed in
            ["0812-3456-7890", "+62 812 3456 7890", "62812.3456.7890", "81234567890", "(0812) 34567890"]
        {
            assert_eq!(phone(typed).as_deref(), Ok("+6281234567890"), "{typed}");
        }
        assert_eq!(phone("+60123456789").as_deref(), Ok("+60123456789"));
        assert!(phone("081").is_err());
        assert!(phone("dua belas").is_err());
        assert_eq!(phone_for_people("+6281234567890"), "0812-3456-7890");
    }

    #[test]
    fn one_name_sounds_alike_however_it_is_spelled() {
        for (one, other) in [
            ("Moh. Yusup", "M. Yusup"),
            ("Siti Fatimah", "Siti Fatima"),
            ("Soekarno", "Sukarno"),
            ("Djoko Santosso", "Joko Santoso"),
        ] {
            assert_eq!(sounding(one), sounding(other), "{one} {other}");
        }
        assert_eq!(sounding("Muhammad Ali"), sounding("Mochammad Ali"));
        assert_ne!(sounding("Siti Aminah"), sounding("Siti Aisyah"));
        assert_eq!(sounding("Ninik"), "ninik");
    }

    #[test]
    fn titles_are_left_out_of_what_is_compared() {
        for typed in
            ["Siti Aminah S.Sos", "Hj.Siti Aminah", "Hajjah Siti Aminah", "Dr. Hj. Siti Aminah M.Si. S.Sos"]
        {
            assert_eq!(bare(typed), "Siti Aminah", "{typed}");
        }
        assert_eq!(bare("M.Ali"), "M.Ali");
        assert_eq!(bare("Hj."), "Hj.");
        assert_eq!(bare("Ninik"), "Ninik");
    }

    #[test]
    fn a_nip_is_eighteen_digits() {
        assert_eq!(nip("19860926 201505 1 001").as_deref(), Ok("198609262015051001"));
        assert!(nip("1.98609E+17").is_err());
        assert_eq!(nip_for_people("198609262015051001"), "19860926 201505 1 001");
    }
}
