//! Forms: what was typed becomes a typed command, or the same page with what was typed and a sentence beside
//! each field.
//!
//! A raw form has only `String` (and `Vec<String>`) fields, so nothing that can be typed or forged fails to be
//! read; [`Problems`] then parses field by field and collects the sentences.

use axum::{
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, RawForm, Request},
    http::{StatusCode, request::Parts},
};
use chrono::{NaiveDate, NaiveTime};
use serde::{Serialize, de::DeserializeOwned};

use super::AppState;
use crate::error::Error;

/// The body of a POST, read as a raw form.
#[derive(Debug)]
pub struct Form<F>(pub F);

impl<F: DeserializeOwned> FromRequest<AppState> for Form<F> {
    type Rejection = Error;
    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        const UNREADABLE: &str =
            "Isian tidak terbaca. Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi.";
        let RawForm(bytes) = RawForm::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Error::TooLarge
            } else {
                Error::Invalid(UNREADABLE)
            }
        })?;
        serde_html_form::from_bytes(&bytes).map(Form).map_err(|_| Error::Invalid(UNREADABLE))
    }
}

/// The body of a POST of at most so many bytes, read as JSON.
#[derive(Debug)]
pub struct JsonUpTo<T, const MOST: usize>(pub T);

impl<T: DeserializeOwned, const MOST: usize> FromRequest<AppState> for JsonUpTo<T, MOST> {
    type Rejection = Error;
    async fn from_request(mut request: Request, state: &AppState) -> Result<Self, Error> {
        DefaultBodyLimit::max(MOST).apply(&mut request);
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(body)) => Ok(Self(body)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Error::TooLarge),
            Err(_) => Err(Error::Invalid("Kiriman ini tidak terbaca. Muat ulang halaman lalu coba lagi.")),
        }
    }
}

/// The part of the URL after `?`. What does not parse counts as not given.
#[derive(Debug)]
pub struct Query<Q>(pub Q);

impl<Q: DeserializeOwned + Default> FromRequestParts<AppState> for Query<Q> {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Self::Rejection> {
        Ok(Query(serde_html_form::from_str(parts.uri.query().unwrap_or_default()).unwrap_or_default()))
    }
}

/// What is wrong with one field, as a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field's name.
    pub field: &'static str,
    /// The sentence.
    pub sentence: String,
}

/// Reads raw fields and collects what is wrong with them.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a sentence beside a field.
    pub fn add(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.0.push(Problem { field, sentence: sentence.into() });
    }

    /// The command when nothing was wrong, else the sentences.
    pub fn into_result<T>(self, command: Option<T>) -> Result<T, Vec<Problem>> {
        match command {
            Some(command) if self.0.is_empty() => Ok(command),
            _ => Err(self.0),
        }
    }

    /// Whether anything is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether nothing is wrong with this field so far.
    pub fn is_empty_for(&self, field: &str) -> bool {
        self.0.iter().all(|problem| problem.field != field)
    }

    /// One line that must be filled in, of at most `max` letters. `label` as in "Isi judul sesi."
    pub fn required(&mut self, field: &'static str, raw: &str, label: &str, max: usize) -> String {
        let text = self.optional(field, raw, label, max);
        if text.is_empty() && !self.0.iter().any(|p| p.field == field) {
            self.add(field, format!("Isi {label}."));
        }
        text
    }

    /// One line that may be empty.
    pub fn optional(&mut self, field: &'static str, raw: &str, label: &str, max: usize) -> String {
        let text = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        self.bounded(field, text, label, max)
    }

    /// Several lines that may be empty.
    pub fn lines(&mut self, field: &'static str, raw: &str, label: &str, max: usize) -> String {
        let text = raw.replace("\r\n", "\n").trim().to_owned();
        self.bounded(field, text, label, max)
    }

    fn bounded(&mut self, field: &'static str, text: String, label: &str, max: usize) -> String {
        let length = text.chars().count();
        if length > max {
            self.add(field, format!("Ringkas {label}: paling banyak {max} huruf, sekarang {length}."));
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            self.add(field, format!("Ketik ulang {label}: ada karakter yang tidak terbaca di dalamnya."));
        }
        text
    }

    /// A whole number in a range.
    pub fn number(&mut self, field: &'static str, raw: &str, label: &str, min: i32, max: i32) -> Option<i32> {
        match raw.trim().parse::<i32>() {
            Ok(n) if (min..=max).contains(&n) => Some(n),
            _ => {
                self.add(field, format!("Isi {label} dengan angka {min} sampai {max}."));
                None
            }
        }
    }

    /// A date as the browser's date field sends it, or as people type it (`2/8/2022`).
    pub fn date(&mut self, field: &'static str, raw: &str, label: &str) -> Option<NaiveDate> {
        let raw = raw.trim();
        let date = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
            .iter()
            .find_map(|format| NaiveDate::parse_from_str(raw, format).ok())
            .filter(|date| (2000..2200).contains(&chrono::Datelike::year(date)));
        if date.is_none() {
            self.add(field, format!("Isi {label} dengan tanggal, misalnya 2/8/2022."));
        }
        date
    }

    /// A time of day as people type it: `09.05`, `9:05`, `9,05`, `0905`, `9`.
    pub fn time(&mut self, field: &'static str, raw: &str, label: &str) -> Option<NaiveTime> {
        let time = time_of_day(raw.trim());
        if time.is_none() {
            self.add(field, format!("Isi {label} dengan jam, misalnya 09.05."));
        }
        time
    }

    /// One of a closed list.
    pub fn choice<T>(
        &mut self,
        field: &'static str,
        raw: &str,
        label: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let choice = read(raw.trim());
        if choice.is_none() {
            self.add(field, format!("Pilih {label} dari daftar."));
        }
        choice
    }

    /// A value whose own parser says the sentence; empty stays empty.
    pub fn parsed<T: Default>(
        &mut self,
        field: &'static str,
        raw: &str,
        parse: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> T {
        if raw.trim().is_empty() {
            return T::default();
        }
        parse(raw.trim()).unwrap_or_else(|sentence| {
            self.add(field, sentence);
            T::default()
        })
    }

    /// The row's version that the form was made from; a forged one counts as stale.
    pub fn version(raw: &str) -> i32 {
        raw.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(-1)
    }
}

fn time_of_day(typed: &str) -> Option<NaiveTime> {
    let (hour, minute) = match typed.split_once(['.', ':', ',']) {
        // A browser may add seconds.
        Some((hour, rest)) => (hour, rest.strip_suffix(":00").unwrap_or(rest)),
        None if typed.is_ascii() && typed.len() > 2 => typed.split_at(typed.len() - 2),
        None => (typed, "00"),
    };
    let number = |digits: &str, most: usize| {
        let plain = (1..=most).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if plain { digits.parse::<u32>().ok() } else { None }
    };
    if minute.len() != 2 {
        return None;
    }
    NaiveTime::from_hms_opt(number(hour, 2)?, number(minute, 2)?, 0)
}

/// A form on its page: what is in the fields, what is wrong, and what another person saved meanwhile.
#[derive(Debug)]
pub struct FormState<F> {
    /// What is in the fields.
    pub values: F,
    problems: Vec<Problem>,
    theirs: Vec<(String, String)>,
    taken: Vec<String>,
    stale_by: Option<String>,
    /// The seal of what somebody else saved meanwhile.
    stale_seal: Option<String>,
}

/// The fields of a form by their names.
fn fields(form: &impl Serialize) -> Fields {
    match serde_json::to_value(form) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => Fields::new(),
    }
}

type Fields = serde_json::Map<String, serde_json::Value>;

/// The version of the row and, behind it, how the fields stood when the form was drawn: what tells afterwards which of
/// them were touched. A form that has come back keeps the seal it was sent with.
fn seal(fields: &Fields) -> String {
    let version = fields.get("version").and_then(serde_json::Value::as_str).unwrap_or_default();
    if version.is_empty() || version.contains(' ') {
        return version.to_owned();
    }
    let mut stood = fields.clone();
    stood.remove("version");
    format!("{version} {}", serde_json::Value::Object(stood))
}

/// The same but for the line ends that browsers send.
fn is_same(one: Option<&serde_json::Value>, other: Option<&serde_json::Value>) -> bool {
    let plain = |value: Option<&serde_json::Value>| {
        value.map(|value| {
            value.as_str().map_or_else(|| value.clone(), |text| text.replace("\r\n", "\n").into())
        })
    };
    plain(one) == plain(other)
}

impl<F: Serialize> FormState<F> {
    /// The form as it is first shown.
    pub fn fresh(values: F) -> Self {
        Self {
            values,
            problems: Vec::new(),
            theirs: Vec::new(),
            taken: Vec::new(),
            stale_by: None,
            stale_seal: None,
        }
    }

    /// The form as it was sent, with what is wrong.
    pub fn rejected(values: F, problems: Vec<Problem>) -> Self {
        Self { problems, ..Self::fresh(values) }
    }

    /// The form as it was sent, beside what somebody else has saved since it was opened. A field that was not touched
    /// follows the other's change; sending it again is a decision about the rest.
    pub fn stale(values: F, theirs: &F, by: impl Into<String>) -> Self
    where
        F: DeserializeOwned,
    {
        let (mut mine, now) = (fields(&values), fields(theirs));
        let sent = mine.get("version").and_then(serde_json::Value::as_str).unwrap_or_default();
        let stood: Fields =
            sent.split_once(' ').and_then(|(_, stood)| serde_json::from_str(stood).ok()).unwrap_or_default();
        let taken: Vec<String> = now
            .iter()
            .filter(|(name, value)| {
                stood.contains_key(*name)
                    && is_same(mine.get(*name), stood.get(*name))
                    && !is_same(Some(value), stood.get(*name))
            })
            .map(|(name, _)| name.clone())
            .collect();
        for name in &taken {
            if let Some(value) = now.get(name) {
                mine.insert(name.clone(), value.clone());
            }
        }
        let values = if taken.is_empty() {
            values
        } else {
            serde_json::from_value(serde_json::Value::Object(mine.clone())).unwrap_or(values)
        };
        let stale_seal = Some(seal(&now));
        let theirs = now
            .into_iter()
            .filter(|(name, value)| name != "version" && !is_same(mine.get(name), Some(value)))
            // What only I changed is no question.
            .filter(|(name, value)| !stood.contains_key(name) || !is_same(Some(value), stood.get(name)))
            .map(|(name, value)| {
                let shown = match value {
                    serde_json::Value::String(text) if text.is_empty() => "(kosong)".to_owned(),
                    serde_json::Value::String(text) => text,
                    serde_json::Value::Array(items) => {
                        items.iter().filter_map(|i| i.as_str()).collect::<Vec<_>>().join(", ")
                    }
                    other => other.to_string(),
                };
                (name, shown)
            })
            .collect();
        Self { theirs, taken, stale_by: Some(by.into()), stale_seal, ..Self::fresh(values) }
    }

    /// Shows the other's choices by their words: `name` turns a field and its code into a label.
    #[must_use]
    pub fn naming(mut self, name: impl Fn(&str, &str) -> Option<String>) -> Self {
        for (field, value) in &mut self.theirs {
            if let Some(label) = name(field, value) {
                *value = label;
            }
        }
        self
    }

    /// The sentence beside a field.
    pub fn problem(&self, field: &str) -> Option<&str> {
        self.problems.iter().find(|p| p.field == field).map(|p| p.sentence.as_str())
    }

    /// All sentences, in the order of the form.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether anything is wrong.
    pub fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// What somebody else saved in a field meanwhile.
    pub fn theirs(&self, field: &str) -> Option<&str> {
        self.theirs.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// Whether a field that was not touched follows somebody else's change.
    pub fn is_taken(&self, field: &str) -> bool {
        self.taken.iter().any(|name| name == field)
    }

    /// What the form's hidden version field sends back.
    pub fn seal(&self) -> String {
        self.stale_seal.clone().unwrap_or_else(|| seal(&fields(&self.values)))
    }

    /// Whether somebody else saved meanwhile.
    pub fn is_stale(&self) -> bool {
        self.stale_by.is_some()
    }

    /// Who saved meanwhile, and when.
    pub fn stale_by(&self) -> &str {
        self.stale_by.as_deref().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_bounded_and_readable() {
        let mut problems = Problems::new();
        assert_eq!(
            problems.required("title", "  Paparan \u{a0} capaian ", "judul sesi", 20),
            "Paparan capaian"
        );
        assert!(problems.is_empty());
        problems.required("title", " ", "judul sesi", 20);
        problems.required("room", "satu dua tiga", "ruang", 5);
        problems.optional("note", "a\u{0}b", "catatan", 50);
        let sentences: Vec<_> = problems.0.iter().map(|p| p.sentence.as_str()).collect();
        assert_eq!(
            sentences,
            [
                "Isi judul sesi.",
                "Ringkas ruang: paling banyak 5 huruf, sekarang 13.",
                "Ketik ulang catatan: ada karakter yang tidak terbaca di dalamnya."
            ]
        );
    }

    #[test]
    fn dates_and_times_are_read_as_browsers_and_people_write_them() {
        let mut problems = Problems::new();
        let day = NaiveDate::from_ymd_opt(2022, 8, 2);
        assert_eq!(problems.date("day", "2022-08-02", "hari"), day);
        assert_eq!(problems.date("day", "2/8/2022", "hari"), day);
        for typed in ["09.05", "9.05", "09:05", "09:05:00", "9,05", "0905", "905", " 09.05 "] {
            assert_eq!(problems.time("from", typed, "mulai"), NaiveTime::from_hms_opt(9, 5, 0), "{typed}");
        }
        assert_eq!(problems.time("from", "13", "mulai"), NaiveTime::from_hms_opt(13, 0, 0));
        assert!(problems.is_empty());
        for typed in ["", "24.00", "9.5", "9.60", "12345", "9.05.1", "+9.05", "sembilan", "٠٩.٠٥"] {
            assert_eq!(problems.time("from", typed, "mulai"), None, "{typed}");
        }
        assert_eq!(problems.date("day", "31/2/2022", "hari"), None);
        assert_eq!(problems.date("day", "99999-01-01", "hari"), None);
        assert!(!problems.is_empty());
    }

    #[derive(Clone, Serialize, serde::Deserialize)]
    struct Session {
        title: String,
        room: String,
        note: String,
        version: String,
    }

    fn session(title: &str, room: &str, note: &str, version: &str) -> Session {
        let [title, room, note, version] = [title, room, note, version].map(ToOwned::to_owned);
        Session { title, room, note, version }
    }

    #[test]
    fn a_stale_form_shows_only_what_differs() {
        let form =
            FormState::stale(session("Paparan", "A", "", "1"), &session("Ekspo", "A", "", "2"), "Siti");
        assert_eq!(form.theirs("title"), Some("Ekspo"));
        assert_eq!((form.theirs("room"), form.theirs("version")), (None, None));
        assert_eq!(form.values.title, "Paparan");
        assert_eq!(Problems::version(&form.seal()), 2);
    }

    #[test]
    fn what_was_not_touched_follows_the_other_and_what_both_changed_is_asked() {
        let drawn = FormState::fresh(session("Paparan", "A", "satu\ndua", "1"));
        let mut sent = session("Paparan kita", "A", "satu\r\ndua", &drawn.seal());
        let theirs = session("Ekspo", "B", "tiga", "2");
        let form = FormState::stale(sent.clone(), &theirs, "Siti");
        assert_eq!((form.values.title.as_str(), form.theirs("title")), ("Paparan kita", Some("Ekspo")));
        assert_eq!(
            (form.values.room.as_str(), form.theirs("room"), form.is_taken("room")),
            ("B", None, true)
        );
        assert_eq!((form.values.note.as_str(), form.is_taken("note")), ("tiga", true));
        // Sent again it belongs to the version that was shown, also after a mistake.
        sent.version = FormState::rejected(session("", "B", "tiga", &form.seal()), Vec::new()).seal();
        assert_eq!(Problems::version(&sent.version), 2);
        // A forged seal takes nothing over.
        sent.version = "1 {\"title\":".into();
        assert_eq!(FormState::stale(sent, &theirs, "Siti").values.title, "Paparan kita");
    }
}
