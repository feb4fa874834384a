//! The door of a page that a link opens: a new browser shows four digits, and until then is told the event alone.

use askama::Template;
use axum::{
    http::HeaderMap,
    response::{IntoResponse as _, Redirect, Response},
};
use serde::{Deserialize, Serialize};

use super::{
    AppState, cookies, filters,
    form::{FormState, Problem},
    guard::{DEVICE_COOKIE, DEVICE_LASTS},
    page::{Shell, page, rejected},
};
use crate::{
    auth::{
        personal::{LinkedEvent, Opening},
        token,
    },
    error::{Error, Result},
    kernel::text,
};

/// The code of the demo's links; their doors name it.
pub const DEMO_CODE: &str = "2022";

/// Four digits as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    /// The digits; never sent back.
    #[serde(skip_serializing)]
    pub code: String,
}

impl CodeForm {
    /// The four digits, or `None`.
    pub fn digits(&self) -> Option<String> {
        let digits: String = self.code.chars().filter(|c| !c.is_whitespace()).collect();
        (digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
    }
}

/// What a preview may tell: the event, and nobody's name.
#[derive(Clone, Debug)]
pub struct EventLine {
    /// `PLM Provinsi Jambi 2022`.
    pub title: String,
    /// `2-3 Agustus 2022`.
    pub when: String,
    /// Venue and city; may be empty.
    pub place: String,
}

impl From<&LinkedEvent> for EventLine {
    fn from(event: &LinkedEvent) -> Self {
        let place = [event.venue.as_str(), event.city.as_str()].into_iter().filter(|part| !part.is_empty());
        Self {
            title: event.title.clone(),
            when: text::date_range(event.starts_on, event.ends_on),
            place: place.collect::<Vec<_>>().join(", "),
        }
    }
}

/// What a door says.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Whose page it is, and which digits are asked for.
    pub lead: &'static str,
    /// The button.
    pub button: &'static str,
}

#[derive(Template)]
#[template(path = "ui/door.html")]
struct DoorPage {
    shell: Shell,
    event: EventLine,
    form: FormState<CodeForm>,
    words: Words,
    /// In the demo, the code of its links.
    demo_code: Option<&'static str>,
}

fn demo_code(app: &AppState) -> Option<&'static str> {
    app.clock.is_demo().then_some(DEMO_CODE)
}

/// The door as it is first seen.
pub fn closed(app: &AppState, shell: Shell, event: &LinkedEvent, words: Words) -> Result<Response> {
    let form = FormState::fresh(CodeForm::default());
    page(&DoorPage { shell, event: event.into(), form, words, demo_code: demo_code(app) })
}

/// The device that asks, or a new name for it.
pub fn device(headers: &HeaderMap) -> Result<String> {
    match cookies::read(headers, DEVICE_COOKIE) {
        Some(device) if device.len() == 64 => Ok(device.to_owned()),
        _ => token::fresh(),
    }
}

/// What follows from showing a code: in, or at the door again with a sentence.
pub fn answer(
    app: &AppState,
    opening: Opening,
    (to, device): (&str, &str),
    (shell, event, words): (Shell, &LinkedEvent, Words),
    form: CodeForm,
) -> Result<Response> {
    let sentence = match opening {
        Opening::Open => {
            let mut response = Redirect::to(to).into_response();
            cookies::set(&mut response, DEVICE_COOKIE, device, DEVICE_LASTS)?;
            return Ok(response);
        }
        Opening::NoLink => return Err(Error::LinkOver),
        Opening::Wrong => {
            "Kode tidak cocok. Ketik 4 angka terakhir nomor telepon Anda, atau kode dari panitia."
        }
        Opening::Wait => {
            "Terlalu banyak percobaan. Tunggu 15 menit lalu coba lagi, atau minta bantuan panitia."
        }
    };
    let problems = vec![Problem { field: "code", sentence: sentence.into() }];
    let form = FormState::rejected(form, problems);
    rejected(&DoorPage { shell, event: event.into(), form, words, demo_code: demo_code(app) })
}
