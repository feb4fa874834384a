//! What was just done, told on the next page, with a way to undo it. It travels in a cookie that the next page
//! consumes.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::cookies;

const COOKIE: &str = "sejawat_pesan";
/// Stands before the sentence of a warning; the sentence itself is percent-encoded.
const WARNING: &str = "!";

/// A sentence about what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// The sentence.
    pub text: String,
    /// Whether nothing was done, or something needs a look.
    pub is_warning: bool,
    /// A button that takes it back.
    pub undo: Option<Undo>,
}

/// A POST that takes back what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    /// The button's label.
    pub label: String,
    /// The path to post to.
    pub action: String,
}

/// The answer to a deed: go to a page, and say there what was done.
#[derive(Debug)]
pub struct Done {
    to: String,
    flash: Option<Flash>,
}

impl Done {
    /// Go to this page.
    #[expect(clippy::needless_pass_by_value, reason = "callers make the path for this call")]
    pub fn to(path: impl ToString) -> Self {
        Self { to: path.to_string(), flash: None }
    }

    /// Say this sentence there.
    #[must_use]
    pub fn saying(self, text: impl Into<String>) -> Self {
        Self { flash: Some(Flash { text: text.into(), is_warning: false, undo: None }), ..self }
    }

    /// Say there why nothing was done.
    #[must_use]
    pub fn refusing(self, text: impl Into<String>) -> Self {
        self.saying(text).warning_if(true)
    }

    /// Mark what is said as something that needs a look.
    #[must_use]
    pub fn warning_if(mut self, is_warning: bool) -> Self {
        if let Some(flash) = &mut self.flash {
            flash.is_warning = is_warning;
        }
        self
    }

    /// Offer to take it back by a POST to `action`.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers make the path for this call")]
    pub fn undo(mut self, action: impl ToString) -> Self {
        if let Some(flash) = &mut self.flash {
            flash.undo = Some(Undo { label: "Urungkan".into(), action: action.to_string() });
        }
        self
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        let mut response = Redirect::to(&self.to).into_response();
        match self.flash.map(|flash| cookies::set(&mut response, COOKIE, &encode(&flash), 60)) {
            Some(Err(error)) => error.into_response(),
            _ => response,
        }
    }
}

fn encode(flash: &Flash) -> String {
    let text: String = flash.text.chars().take(400).collect();
    let mark = if flash.is_warning { WARNING } else { "" };
    let mut out = format!("{mark}{}", utf8_percent_encode(&text, NON_ALPHANUMERIC));
    if let Some(undo) = &flash.undo {
        for part in [&undo.label, &undo.action] {
            out.push('.');
            out.push_str(&utf8_percent_encode(part, NON_ALPHANUMERIC).to_string());
        }
    }
    out
}

/// The flash that this request brings, if any.
pub fn read(headers: &HeaderMap) -> Option<Flash> {
    let value = cookies::read(headers, COOKIE)?;
    let (is_warning, value) = match value.strip_prefix(WARNING) {
        Some(rest) => (true, rest),
        None => (false, value),
    };
    let mut parts = value.split('.').map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned());
    let text = parts.next().filter(|text| !text.is_empty())?;
    let undo = match (parts.next(), parts.next()) {
        (Some(label), Some(action)) if action.starts_with('/') && !action.starts_with("//") => {
            Some(Undo { label, action })
        }
        _ => None,
    };
    Some(Flash { text, is_warning, undo })
}

/// Forgets the flash once a page has shown it.
pub async fn consume(request: Request, next: Next) -> Response {
    let shown = request.method() == Method::GET && cookies::read(request.headers(), COOKIE).is_some();
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    // A page that may be kept is the same for everybody: it shows none, and sets no cookie.
    let is_everybodys = response
        .headers()
        .get(header::CACHE_CONTROL)
        .is_some_and(|value| value.as_bytes().starts_with(b"public"));
    if shown
        && is_page
        && !is_everybodys
        && let Err(error) = cookies::set(&mut response, COOKIE, "", 0)
    {
        return error.into_response();
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flash_survives_its_cookie() {
        let flash = Flash {
            text: "Peserta Ni Luh O'Brien; dihapus. 100%!".into(),
            is_warning: false,
            undo: Some(Undo { label: "Urungkan".into(), action: "/jambi/pulihkan".into() }),
        };
        for flash in [Flash { is_warning: true, ..flash.clone() }, flash] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, format!("a=b; {COOKIE}={}", encode(&flash)).parse().unwrap());
            assert_eq!(read(&headers), Some(flash));
        }
    }

    #[test]
    fn a_forged_undo_cannot_leave_the_site() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("{COOKIE}=x.Urungkan.%2F%2Fevil.example").parse().unwrap());
        assert_eq!(read(&headers).and_then(|f| f.undo), None);
    }
}
