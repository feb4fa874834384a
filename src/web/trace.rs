//! One log line per request, with an id that the person who saw an error can read out.
//!
//! The route's pattern is logged and never the URL itself, which may hold a personal link.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use tracing::Instrument as _;
use uuid::Uuid;

/// The id of one request.
#[derive(Clone, Debug)]
pub struct RequestId(pub Arc<str>);

/// Gives the request its id and logs its end.
pub async fn log(mut request: Request, next: Next) -> Response {
    let random = Uuid::now_v7().simple().to_string();
    let id: Arc<str> = Arc::from(random.get(20..).unwrap_or_default());
    request.extensions_mut().insert(RequestId(Arc::clone(&id)));
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %id, method = %request.method(), route);
    async move {
        let started = Instant::now();
        let mut response = next.run(request).await;
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert("x-request-id", value);
        }
        let micros = started.elapsed().as_micros();
        tracing::debug!(status = response.status().as_u16(), micros, "answered");
        response
    }
    .instrument(span)
    .await
}
