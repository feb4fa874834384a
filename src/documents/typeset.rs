//! Papers: a Typst template of `templates/documents` and its data become a PDF that says it is PDF/A-2b.
//!
//! The same template and data give the same bytes: the date inside is the data's own, fonts are the ones that stand
//! beside the templates, and nothing is looked up anywhere. Data reaches a template as JSON and is never read as
//! markup.

use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use serde::Serialize;
use serde_json::Value;
use typst::{
    foundations::{Bytes, Datetime, Dict, IntoValue as _, Smart},
    text::Font,
};
use typst_as_lib::TypstEngine;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// The parts that all papers share, under the name that templates import.
const PARTS: (&str, &str) = ("parts.typ", include_str!("../../templates/documents/parts.typ"));

/// Liberation Sans: the measures of Arial, which Indonesian offices write in.
const FONTS: [&[u8]; 3] = [
    include_bytes!("../../templates/documents/fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../../templates/documents/fonts/LiberationSans-Bold.ttf"),
    include_bytes!("../../templates/documents/fonts/LiberationSans-Italic.ttf"),
];

/// What stands for a letter that the fonts do not have; PDF/A wants every letter to be one of a font's.
const UNKNOWN: char = '□';

/// A template of `templates/documents`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its file's name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// What a paper says about itself.
#[derive(Clone, Debug)]
pub struct About {
    /// Its title.
    pub title: String,
    /// When what it says was last changed.
    pub at: DateTime<Utc>,
}

/// A finished paper.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The PDF.
    pub file: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Why there is no paper: always a defect of a template.
#[derive(Debug, thiserror::Error)]
#[error("{template}: {what}")]
pub struct TypesetError {
    template: &'static str,
    what: String,
}

static TYPEFACES: LazyLock<Vec<Font>> =
    LazyLock::new(|| FONTS.iter().flat_map(|font| Font::iter(Bytes::new(*font))).collect());

/// One paper at a time: setting one takes a core, and what Typst remembers of it is thrown away afterwards.
static PRESS: Mutex<()> = Mutex::new(());

/// Sets a paper, with an emblem (a PNG) on its letterhead or none. It takes its time: call it where blocking is allowed.
pub fn typeset(
    template: Template,
    about: &About,
    data: &impl Serialize,
    emblem: Option<Vec<u8>>,
) -> Result<Paper, TypesetError> {
    let failed = |what: String| TypesetError { template: template.name, what };
    let mut data = serde_json::to_value(data).map_err(|error| failed(error.to_string()))?;
    make_printable(&mut data);
    let mut inputs = Dict::new();
    inputs.insert("data".into(), data.to_string().into_value());
    inputs.insert("title".into(), printable(&about.title).into_value());

    if let Some(emblem) = emblem {
        inputs.insert("emblem".into(), Bytes::new(emblem).into_value());
    }

    let _press = PRESS.lock().unwrap_or_else(PoisonError::into_inner);
    let engine = TypstEngine::builder()
        .main_file((template.name, template.text))
        .with_static_source_file_resolver([PARTS])
        .fonts(TYPEFACES.iter().cloned())
        .comemo_evict_max_age(Some(0))
        .build();
    let document: Result<PagedDocument, _> = engine.compile_with_input(inputs).output;
    let document = document.map_err(|error| failed(error.to_string()))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(|error| failed(format!("{error:?}")))?;
    let file = typst_pdf::pdf(
        &document,
        &PdfOptions {
            ident: Smart::Custom(format!("{} {}", template.name, about.title)),
            creator: Smart::Custom(Some("Sejawat".into())),
            timestamp: moment(about.at).map(Timestamp::new_utc),
            standards,
            ..PdfOptions::default()
        },
    );
    let pages = document.pages().len();
    Ok(Paper { file: file.map_err(|error| failed(format!("{error:?}")))?, pages })
}

fn moment(at: DateTime<Utc>) -> Option<Datetime> {
    let (date, time) = (at.date_naive(), at.time());
    let small = |n: u32| u8::try_from(n).ok();
    Datetime::from_ymd_hms(
        date.year(),
        small(date.month())?,
        small(date.day())?,
        small(time.hour())?,
        small(time.minute())?,
        small(time.second())?,
    )
}

/// The text with a sign for every letter that no font has.
fn printable(text: &str) -> String {
    let has = |c: char| TYPEFACES.iter().all(|font| font.info().coverage.contains(u32::from(c)));
    text.chars().map(|c| if c == '\n' || has(c) { c } else { UNKNOWN }).collect()
}

fn make_printable(value: &mut Value) {
    match value {
        Value::String(text) if !text.is_ascii() || text.contains(|c: char| c.is_control() && c != '\n') => {
            *text = printable(text);
        }
        Value::Array(values) => values.iter_mut().for_each(make_printable),
        Value::Object(fields) => fields.values_mut().for_each(make_printable),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_no_font_has_is_a_sign() {
        assert_eq!(printable("Siti Nur’aini – É\u{7}"), "Siti Nur’aini – É□");
        assert_eq!(printable("愛🙂"), "□□");
    }
}
