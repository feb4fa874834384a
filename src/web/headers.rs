//! Headers that every answer carries. They are set here and nowhere else, so that no handler can weaken them.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// The page that reads cards by the camera; no other page may ask for it.
const WITH_CAMERA: &str = "/hadir";
/// What compiles the program that reads cards; no page may, and nothing else.
const COMPILES: &str = "/hadir/pembaca.js";

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";
/// A worker is ruled by its own headers: this one fetches its two parts, and compiles one of them.
const POLICY_OF_READER: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
const NO_SENSES: &str = "camera=(), microphone=(), geolocation=()";
const CAMERA_ALONE: &str = "camera=(self), microphone=(), geolocation=()";

/// Adds the headers; pages of signed-in people are never stored.
pub async fn add(request: Request, next: Next) -> Response {
    let policy = if request.uri().path() == COMPILES { POLICY_OF_READER } else { POLICY };
    let senses = if request.uri().path() == WITH_CAMERA { CAMERA_ALONE } else { NO_SENSES };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (HeaderName::from_static("permissions-policy"), senses),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
