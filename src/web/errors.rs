//! Error pages: each says what happened and offers a way back. The cause of a failure goes to the log, with the
//! request's id, and never to the screen.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    filters,
    page::{Shell, page_with},
    trace::RequestId,
};
use crate::error::Error;

#[derive(Template)]
#[template(path = "error/not_found.html")]
struct NotFoundPage {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "error/link_over.html")]
struct LinkOverPage {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "error/signed_out.html")]
struct SignedOutPage {
    shell: Shell,
    /// The page that was being filled in, percent-encoded, or empty.
    back: String,
}

#[derive(Template)]
#[template(path = "error/forbidden.html")]
struct ForbiddenPage {
    shell: Shell,
    sentence: &'static str,
}

#[derive(Template)]
#[template(path = "error/invalid.html")]
struct InvalidPage {
    shell: Shell,
    sentence: &'static str,
}

#[derive(Template)]
#[template(path = "error/failed.html")]
struct FailedPage {
    shell: Shell,
    request_id: String,
}

/// The path of the page that the browser was on, percent-encoded for a query; only our own pages tell.
fn came_from(headers: &HeaderMap) -> String {
    let told = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let path = told(header::REFERER)
        .and_then(|url| url.parse::<Uri>().ok())
        .filter(|url| url.authority().map(axum::http::uri::Authority::as_str) == told(header::HOST));
    path.map(|url| utf8_percent_encode(url.path(), NON_ALPHANUMERIC).to_string()).unwrap_or_default()
}

fn is_refused_unread(response: &Response) -> bool {
    response.status() == StatusCode::PAYLOAD_TOO_LARGE
        && response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/json")
}

/// An error as a program is told it: a code, and a sentence for the person who uses it.
fn told(error: &Error, id: &str) -> Response {
    let (status, code, sentence) = match error {
        Error::SignIn { .. } => (StatusCode::UNAUTHORIZED, "sign_in", "Masuk dahulu, lalu ulangi."),
        Error::NotFound | Error::LinkOver => (
            StatusCode::NOT_FOUND,
            "not_found",
            "Tidak ada di sini, atau tugas Anda di kegiatan ini sudah berakhir.",
        ),
        Error::Forbidden(sentence) => (StatusCode::FORBIDDEN, "forbidden", *sentence),
        Error::CrossSite => (
            StatusCode::FORBIDDEN,
            "cross_site",
            "Permintaan ini datang dari situs lain, jadi tidak dijalankan.",
        ),
        Error::Invalid(sentence) => (StatusCode::BAD_REQUEST, "invalid", *sentence),
        Error::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "Kiriman ini terlalu besar. Kirim sebagian demi sebagian.",
        ),
        Error::Busy | Error::TooManyLinks => {
            (StatusCode::SERVICE_UNAVAILABLE, "busy", "Server sedang sibuk. Coba lagi sebentar lagi.")
        }
        Error::Internal(cause) => {
            tracing::error!(request = id, cause = ?cause, "request failed");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "failed",
                "Server tidak dapat mengerjakannya. Coba lagi nanti.",
            )
        }
    };
    (status, axum::Json(serde_json::json!({ "error": code, "message": sentence }))).into_response()
}

/// Draws the page of an answer that carries an [`Error`].
pub async fn draw(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.to_string()).unwrap_or_default();
    let back = came_from(request.headers());
    let is_program = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let error = match response.extensions().get::<Arc<Error>>() {
        Some(error) => Arc::clone(error),
        // A body over the limit is refused before it is read, and so before any handler could say why.
        None if is_refused_unread(&response) => Arc::new(Error::TooLarge),
        None => return response,
    };
    if is_program {
        return told(&error, &id);
    }
    let drawn = match error.as_ref() {
        // What was sent cannot be sent again after signing in, so the page says that it was not kept.
        Error::SignIn { next } if next.is_empty() => {
            page_with(StatusCode::UNAUTHORIZED, &SignedOutPage { shell: Shell::default(), back })
        }
        Error::SignIn { next } => {
            let next = utf8_percent_encode(next, NON_ALPHANUMERIC);
            return Redirect::to(&format!("/masuk?lanjut={next}")).into_response();
        }
        Error::NotFound => page_with(StatusCode::NOT_FOUND, &NotFoundPage { shell: Shell::default() }),
        Error::LinkOver => page_with(StatusCode::NOT_FOUND, &LinkOverPage { shell: Shell::default() }),
        Error::Forbidden(sentence) => {
            page_with(StatusCode::FORBIDDEN, &ForbiddenPage { shell: Shell::default(), sentence })
        }
        Error::CrossSite => page_with(
            StatusCode::FORBIDDEN,
            &ForbiddenPage {
                shell: Shell::default(),
                sentence: "Permintaan ini datang dari situs lain, jadi tidak dijalankan. Buka halamannya di sini lalu ulangi.",
            },
        ),
        Error::Invalid(sentence) => {
            page_with(StatusCode::BAD_REQUEST, &InvalidPage { shell: Shell::default(), sentence })
        }
        Error::TooLarge => page_with(
            StatusCode::PAYLOAD_TOO_LARGE,
            &InvalidPage {
                shell: Shell::default(),
                sentence: "Kiriman ini terlalu besar. Kembali ke halaman sebelumnya, isian Anda masih ada di sana; kurangi, lalu simpan sebagian demi sebagian.",
            },
        ),
        Error::Busy => page_with(
            StatusCode::SERVICE_UNAVAILABLE,
            &InvalidPage {
                shell: Shell::default(),
                sentence: "Terlalu banyak orang memakai Sejawat pada saat yang sama. Tunggu beberapa detik, lalu coba lagi.",
            },
        ),
        Error::TooManyLinks => page_with(
            StatusCode::TOO_MANY_REQUESTS,
            &InvalidPage {
                shell: Shell::default(),
                sentence: "Terlalu banyak tautan yang tidak ada dibuka dari perangkat ini. Tunggu 15 menit, lalu buka lagi tautan Anda persis seperti yang dikirim panitia.",
            },
        ),
        Error::Internal(cause) => {
            tracing::error!(request = id, cause = ?cause, "request failed");
            page_with(
                StatusCode::INTERNAL_SERVER_ERROR,
                &FailedPage { shell: Shell::default(), request_id: id },
            )
        }
    };
    drawn.unwrap_or_else(|error| {
        tracing::error!(?error, "the error page itself failed");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}
