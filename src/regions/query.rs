//! How names are made comparable, and what a typed text says. Pure: no database here.

/// How alike two names must be (trigram similarity, 0 to 1) when nothing better was found. Not below the threshold
/// of the database's `%` operator, which is 0.3.
pub(super) const LIKENESS_ALONE: f32 = 0.3;
/// The same, when names that begin so were found already.
pub(super) const LIKENESS_BESIDE: f32 = 0.5;

/// Longer queries are cut: the longest official name has 44 characters.
const LONGEST_QUERY: usize = 160;
const LONGEST_KEY: usize = 60;
const MOST_WORDS: usize = 12;
/// Kecamatan, kabupaten, province.
const MOST_PARENTS: usize = 3;

/// A name made comparable: small ASCII letters and digits without spaces, accents, apostrophes or punctuation, roman
/// numerals as digits, a few abbreviations written out. The same at load and at query time; changing it changes
/// `load::VERSION`, and a test says so.
pub(super) fn key(name: &str) -> String {
    squash(&words(name))
}

/// The words of a text, folded to small ASCII letters and digits.
fn words(text: &str) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => folded.push(c),
            'à'..='å' | 'ā' | 'ă' => folded.push('a'),
            'ç' => folded.push('c'),
            'è'..='ë' | 'ē' | 'ĕ' => folded.push('e'),
            'ì'..='ï' | 'ī' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò'..='ö' | 'ō' => folded.push('o'),
            'ù'..='ü' | 'ū' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            // Within a word: apostrophes of every make, and accents that follow their letter.
            '\'' | '’' | '‘' | '‛' | '`' | '´' | 'ʼ' | 'ʻ' | '′' | '\u{300}'..='\u{36f}' => {}
            _ => folded.push(' '),
        }
    }
    folded.split_ascii_whitespace().map(str::to_owned).collect()
}

fn squash(words: &[String]) -> String {
    let mut key = String::new();
    for (place, word) in words.iter().enumerate() {
        match roman(word) {
            // "X Koto" is a name with a letter as far as anyone who types it can tell.
            Some(number) if place > 0 || word.len() > 1 => key.push_str(number),
            _ => key.push_str(written_out(word)),
        }
    }
    key.truncate(LONGEST_KEY);
    key
}

fn roman(word: &str) -> Option<&'static str> {
    Some(match word {
        "i" => "1",
        "ii" => "2",
        "iii" => "3",
        "iv" => "4",
        "v" => "5",
        "vi" => "6",
        "vii" => "7",
        "viii" => "8",
        "ix" => "9",
        "x" => "10",
        "xi" => "11",
        "xii" => "12",
        "xiii" => "13",
        "xiv" => "14",
        "xv" => "15",
        "xvi" => "16",
        "xvii" => "17",
        "xviii" => "18",
        "xix" => "19",
        "xx" => "20",
        _ => return None,
    })
}

/// Words that the official list itself writes now short, now long.
fn written_out(word: &str) -> &str {
    match word {
        "sei" | "sungei" => "sungai",
        "tj" => "tanjung",
        "gn" => "gunung",
        "kp" | "kampong" => "kampung",
        "kep" => "kepulauan",
        "perk" => "perkebunan",
        "mns" => "meunasah",
        "btg" => "batang",
        "lbk" => "lubuk",
        other => other,
    }
}

/// What was typed, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// The beginning of a code, with its dots, when only digits and dots were typed.
    pub code: Option<String>,
    pub name: Name,
    /// Readings of the text as a name and the place it lies in.
    pub places: Vec<Place>,
    explicit: bool,
}

/// A name that was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// Key of everything typed: `kotategal`.
    pub full: String,
    /// Key without a kind's word at the front: `tegal`.
    pub bare: String,
    /// What the kind has to begin with, by that word: `Kota`. Empty when there was none.
    pub kind: &'static str,
}

/// "Sidomulyo, Kab. Semarang": a name within something of another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub name: String,
    pub within: String,
    pub within_kind: &'static str,
}

impl Query {
    /// Takes what was typed apart; any text will do.
    pub fn parse(typed: &str) -> Self {
        let typed: String = typed.chars().take(LONGEST_QUERY).collect();
        let mut parts = parts(&typed).into_iter();
        let Some(first) = parts.next() else { return Self::default() };
        let name = Name::of(&first);
        let mut places = Vec::new();
        for part in parts.take(MOST_PARENTS) {
            places.extend(Place::new(name.bare.clone(), &part));
        }
        let explicit = !places.is_empty();
        if !explicit {
            let rest = without_kind(&first).0;
            for at in 1..rest.len() {
                let (name, within) = rest.split_at(at);
                places.extend(Place::new(squash(name), within));
            }
        }
        Self { code: code_prefix(&typed), name, places, explicit }
    }

    /// Nothing in it can be searched.
    pub fn is_empty(&self) -> bool {
        self.name.full.is_empty()
    }

    /// Whether the text itself says that a place follows the name.
    pub fn says_where(&self) -> bool {
        self.explicit
    }

    /// One or two letters resemble everything.
    pub fn is_long_enough_to_resemble(&self) -> bool {
        self.name.bare.len() > 2
    }
}

impl Name {
    fn of(words: &[String]) -> Self {
        let (rest, kind) = without_kind(words);
        let full = squash(words);
        match province_abbreviation(&squash(rest)) {
            Some(province) => Self { full, bare: province.to_owned(), kind: "Provinsi" },
            None => Self { full, bare: squash(rest), kind },
        }
    }

    /// The digits in it: two names that differ in their number alone are two places.
    pub fn digits(&self) -> String {
        self.bare.chars().filter(char::is_ascii_digit).collect()
    }
}

impl Place {
    fn new(name: String, within: &[String]) -> Option<Self> {
        let place = Name::of(within);
        (name.len() > 1 && place.bare.len() > 2).then_some(Self {
            name,
            within: place.bare,
            within_kind: place.kind,
        })
    }
}

/// Parts that follow each other from small to large: at commas and brackets, and before a word that can only announce
/// the next larger region.
fn parts(typed: &str) -> Vec<Vec<String>> {
    let mut parts = Vec::new();
    let mut budget = MOST_WORDS;
    for text in typed.split([',', ';', '(', ')', '\n']) {
        let mut part: Vec<String> = Vec::new();
        for word in words(text).into_iter().take(budget) {
            budget -= 1;
            let announces = matches!(
                word.as_str(),
                "kec" | "kecamatan" | "distrik" | "kab" | "kabupaten" | "prov" | "provinsi" | "propinsi"
            );
            if announces && !part.is_empty() {
                parts.push(std::mem::take(&mut part));
            }
            part.push(word);
        }
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts
}

/// The words after a kind's word at the front, and which kind it means. Never takes the last word.
fn without_kind(words: &[String]) -> (&[String], &'static str) {
    let words = match words {
        // People search for the library: "Perpustakaan Desa Loram Wetan".
        [library, rest @ ..] if !rest.is_empty() && matches!(library.as_str(), "perpustakaan" | "perpus") => {
            rest
        }
        _ => words,
    };
    let Some((first, rest)) = words.split_first() else { return (words, "") };
    if rest.is_empty() {
        return (words, "");
    }
    let kind = match first.as_str() {
        "prov" | "provinsi" | "propinsi" | "dki" | "di" | "diy" | "daerah" => "Provinsi",
        "kab" | "kabupaten" => "Kabupaten",
        "kota" | "kotamadya" | "kodya" => "Kota",
        "kec" | "kecamatan" | "distrik" | "kapanewon" | "kemantren" => "Kecamatan",
        "kel" | "kelurahan" => "Kelurahan",
        "desa" | "ds" | "nagari" | "gampong" | "pekon" | "kampung" | "kampong" | "kp" | "kalurahan" => "Desa",
        _ => return (words, ""),
    };
    // The second half of "Kota Administrasi", "Provinsi DKI", "Daerah Istimewa".
    let more = rest.iter().take(rest.len().saturating_sub(1)).take_while(|word| {
        matches!(
            word.as_str(),
            "administrasi" | "adm" | "adat" | "dki" | "di" | "daerah" | "istimewa" | "khusus" | "ibukota"
        )
    });
    (rest.get(more.count()..).unwrap_or(rest), kind)
}

/// The key of the province that a text names: `jambi` of `15. Prov. Jambi`, `yogyakarta` of `D.I.Y.`. `None` where the
/// text names something smaller, or nothing.
pub(super) fn province_key(typed: &str) -> Option<String> {
    let words = first_words(typed)?;
    let (rest, kind) = without_kind(&words);
    let key = squash(rest);
    let is_province = matches!(kind, "" | "Provinsi") && !key.is_empty();
    is_province.then(|| province_abbreviation(&key).map_or(key, ToOwned::to_owned))
}

/// The key of the kabupaten or kota that a text names, and what its kind has to begin with.
pub(super) fn regency_key(typed: &str) -> Option<(String, &'static str)> {
    let words = first_words(typed)?;
    let (rest, kind) = without_kind(&words);
    let key = squash(rest);
    (matches!(kind, "" | "Kabupaten" | "Kota") && !key.is_empty()).then_some((key, kind))
}

/// The words of the first part that has letters, without numbers before them; initials as one word: `D.I.` is `di`.
fn first_words(typed: &str) -> Option<Vec<String>> {
    let typed: String = typed.chars().take(LONGEST_QUERY).collect();
    let is_number = |word: &String| word.bytes().all(|b| b.is_ascii_digit());
    let part = parts(&typed).into_iter().find(|part| !part.iter().all(is_number))?;
    let mut joined: Vec<String> = Vec::new();
    let mut was_initial = false;
    for word in part.into_iter().skip_while(is_number) {
        let is_initial = word.len() == 1;
        match joined.last_mut() {
            Some(last) if is_initial && was_initial => last.push_str(&word),
            _ => joined.push(word),
        }
        was_initial = is_initial;
    }
    Some(joined)
}

/// What offices write for a province; the key it stands for.
fn province_abbreviation(key: &str) -> Option<&'static str> {
    Some(match key {
        "nad" | "nanggroeacehdarussalam" => "aceh",
        "sumut" => "sumaterautara",
        "sumbar" => "sumaterabarat",
        "sumsel" => "sumateraselatan",
        "babel" | "bangkabelitung" => "kepulauanbangkabelitung",
        "kepri" => "kepulauanriau",
        "dki" => "jakarta",
        "jabar" => "jawabarat",
        "jateng" => "jawatengah",
        "diy" | "jogja" | "jogjakarta" | "yogya" => "yogyakarta",
        "jatim" => "jawatimur",
        "ntb" => "nusatenggarabarat",
        "ntt" => "nusatenggaratimur",
        "kalbar" => "kalimantanbarat",
        "kalteng" => "kalimantantengah",
        "kalsel" => "kalimantanselatan",
        "kaltim" => "kalimantantimur",
        "kaltara" => "kalimantanutara",
        "sulut" => "sulawesiutara",
        "sulteng" => "sulawesitengah",
        "sulsel" => "sulawesiselatan",
        "sultra" => "sulawesitenggara",
        "sulbar" => "sulawesibarat",
        "malut" => "malukuutara",
        _ => return None,
    })
}

/// The beginning of a dotted code: `6211`, `62.11` and `62.11.` are `62.11`. At least the two digits of a province.
fn code_prefix(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if !typed.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let digits = typed.bytes().filter(u8::is_ascii_digit).map(char::from);
    let mut code = String::new();
    let mut count = 0;
    for digit in digits {
        if matches!(count, 2 | 4 | 6) {
            code.push('.');
        }
        code.push(digit);
        count += 1;
    }
    (2..=10).contains(&count).then_some(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(typed: &str) -> (String, String, &'static str) {
        let name = Query::parse(typed).name;
        (name.full, name.bare, name.kind)
    }

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (one, other) in [
            ("Mantaren II", "mantaren 2"),
            ("Sungai Penuh", "SUNGAIPENUH"),
            ("Muaro Jambi", "Muarojambi"),
            ("Panu'ut", "Panuut"),
            ("Regapu’u", "rega pu`u"),
            ("Du’en", "Dúên"),
            ("Cafe\u{301}", "café"),
            ("Sei Rampah", "Sungai Rampah"),
            ("Tj. Baru Silaiya", "tanjung baru silaiya"),
            ("Tanjung Harapan-I", "Tanjung Harapan 1"),
            ("IV Koto", "4 Koto"),
        ] {
            assert_eq!(key(one), key(other), "{one} / {other}");
        }
        assert_eq!(key("X Koto Singkarak"), "xkotosingkarak");
        assert_eq!(key("Lambang Sari I, II, III"), "lambangsari123");
        assert_eq!(key("I"), "i");
    }

    #[test]
    fn a_kinds_word_is_understood_but_not_required() {
        assert_eq!(name("Kab. Tegal"), ("kabtegal".into(), "tegal".into(), "Kabupaten"));
        assert_eq!(name("kota tegal"), ("kotategal".into(), "tegal".into(), "Kota"));
        assert_eq!(name("Tegal"), ("tegal".into(), "tegal".into(), ""));
        assert_eq!(name("Kel. Desa Baru").1, "desabaru");
        assert_eq!(name("Nagari Koto Baru"), ("nagarikotobaru".into(), "kotobaru".into(), "Desa"));
        assert_eq!(name("Kota Administrasi Jakarta Pusat").1, "jakartapusat");
        assert_eq!(name("Perpustakaan Desa Loram Wetan").1, "loramwetan");
        assert_eq!(name("kota"), ("kota".into(), "kota".into(), ""));
    }

    #[test]
    fn provinces_go_by_many_names() {
        for typed in ["DIY", "di yogyakarta", "Daerah Istimewa Yogyakarta", "Prov. DI Yogyakarta", "jogja"] {
            assert_eq!(name(typed).1, "yogyakarta", "{typed}");
        }
        for typed in ["DKI", "dki jakarta", "Provinsi Daerah Khusus Ibukota Jakarta"] {
            assert_eq!(name(typed).1, "jakarta", "{typed}");
        }
        assert_eq!(name("Kalteng"), ("kalteng".into(), "kalimantantengah".into(), "Provinsi"));
    }

    #[test]
    fn what_follows_a_name_is_where_it_lies() {
        let query = Query::parse("Desa Undaan Tengah Kec. Undaan, Kab. Kudus");
        assert!(query.says_where());
        assert_eq!(query.name.bare, "undaantengah");
        let places: Vec<_> = query.places.iter().map(|p| (p.within.as_str(), p.within_kind)).collect();
        assert_eq!(places, [("undaan", "Kecamatan"), ("kudus", "Kabupaten")]);

        let query = Query::parse("Sidomulyo Semarang");
        assert!(!query.says_where());
        let places: Vec<_> = query.places.iter().map(|p| (p.name.as_str(), p.within.as_str())).collect();
        assert_eq!(places, [("sidomulyo", "semarang")]);
        assert_eq!(Query::parse("Mentaren 2").places, []);
    }

    #[test]
    fn codes_are_read_with_and_without_dots() {
        let code = |typed: &str| Query::parse(typed).code;
        assert_eq!(code("62.11.05.2014").as_deref(), Some("62.11.05.2014"));
        assert_eq!(code("6211052014").as_deref(), Some("62.11.05.2014"));
        assert_eq!(code("62.11.").as_deref(), Some("62.11"));
        assert_eq!(code("62115").as_deref(), Some("62.11.5"));
        for typed in ["6", "62110520145", "62 11", "62a", "", "..."] {
            assert_eq!(code(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_typed(typed in any::<String>()) {
            let query = Query::parse(&typed);
            prop_assert!(query.places.len() < MOST_WORDS);
            for key in [&query.name.full, &query.name.bare] {
                prop_assert!(key.len() <= LONGEST_KEY);
                prop_assert!(key.bytes().all(|b| b.is_ascii_alphanumeric()));
            }
        }

        #[test]
        fn a_key_is_its_own_key(name in "[a-z]{6,20}") {
            prop_assert_eq!(key(&key(&name)), key(&name));
        }
    }
}
