//! Answers that are files and not pages. Their names are ours, never what somebody typed.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use crate::{
    auth::token,
    documents::write::WriteError,
    error::{Error, Result},
};

/// A spreadsheet to be kept.
pub fn spreadsheet(name: &str, bytes: Result<Vec<u8>, WriteError>) -> Result<Response> {
    let bytes = bytes.map_err(|error| Error::Internal(Box::new(error)))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(sent(kind, format!("attachment; filename=\"{name}\""), bytes))
}

/// A presentation to be kept and edited.
pub fn presentation(name: &str, bytes: Vec<u8>) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    sent(kind, format!("attachment; filename=\"{name}\""), bytes)
}

/// A paper to be looked at, kept or printed.
pub fn pdf(name: &str, bytes: Vec<u8>) -> Response {
    sent("application/pdf", format!("inline; filename=\"{name}\""), bytes)
}

/// A calendar, which programs ask for again and again: the same file is sent once.
pub fn calendar(name: &str, text: &str, headers: &HeaderMap) -> Response {
    let tag = format!("W/\"{}\"", token::digest(text));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok()).unwrap_or_default();
    let is_known = known.split(',').any(|known| known.trim() == tag);
    let kept = [(header::ETAG, tag), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    if is_known {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let disposition = format!("attachment; filename=\"{name}\"");
    (kept, sent("text/calendar; charset=utf-8", disposition, text.as_bytes().to_vec())).into_response()
}

fn sent(kind: &'static str, disposition: String, bytes: Vec<u8>) -> Response {
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}
