//! Answers that are files and not pages. Their names are ours, never what somebody typed.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};

use crate::{
    documents::write::WriteError,
    error::{Error, Result},
};

/// A spreadsheet to be kept.
pub fn spreadsheet(name: &str, bytes: Result<Vec<u8>, WriteError>) -> Result<Response> {
    let bytes = bytes.map_err(|error| Error::Internal(Box::new(error)))?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(sent(kind, format!("attachment; filename=\"{name}\""), bytes))
}

/// A paper to be looked at, kept or printed.
pub fn pdf(name: &str, bytes: Vec<u8>) -> Response {
    sent("application/pdf", format!("inline; filename=\"{name}\""), bytes)
}

fn sent(kind: &'static str, disposition: String, bytes: Vec<u8>) -> Response {
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}
