//! The application put together: the one list of features, and the layers around them. `build` serves the program
//! and the tests alike.

use std::time::Duration;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{StatusCode, header},
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer};

use crate::{
    auth::password::Passwords,
    db::Db,
    error::Result,
    features,
    jobs::{Bell, Worker},
    kernel::clock::Clock,
    web::{
        AppState, assets, cookies, errors, flash, headers,
        routes::{RouteInfo, Routes},
        same_origin,
        state::Parts,
        trace, upload,
    },
};

/// The largest body of a form, in bytes. A form with a file has its own limit, see [`upload`].
const BODY_LIMIT: usize = 256 * 1024;
/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a file may be on its way: ten megabytes at 400 kbit/s take four minutes.
const PATIENCE_WITH_FILES: Duration = Duration::from_mins(10);

/// Every feature's routes. The order decides nothing but the order of the left rail.
pub fn routes() -> Routes {
    Routes::new()
        .merge(assets::routes())
        .merge(features::health::routes())
        .merge(features::tenants::routes())
        .merge(features::identity::routes())
        .merge(features::events::routes())
        .merge(features::registration::routes())
        .merge(features::agenda::routes())
        .merge(features::attendance::routes())
        .merge(features::minutes::routes())
        .merge(features::evaluation::routes())
        .merge(features::achievements::routes())
        .merge(features::personal::routes())
        .merge(features::papers::routes())
        .merge(features::doubles::routes())
        .merge(features::national::routes())
        .merge(features::editions::routes())
        .merge(features::registration::partner_routes())
        .merge(features::identity::staff_routes())
        .merge(features::tenants::settings_routes())
}

/// What the program needs to run.
pub struct Needs {
    /// The door to the data.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The address that people type.
    pub base_url: String,
    /// Wakes the worker.
    pub bell: Bell,
}

/// Whoever does what goes on after the answers: the one list of the kinds of jobs, and
/// of what is forgotten in time.
pub fn worker(db: &Db, clock: &Clock, bell: &Bell) -> Worker {
    let paper = {
        let (db, clock) = (db.clone(), clock.clone());
        move |job| features::papers::make(db.clone(), clock.clone(), job)
    };
    Worker::new(db.clone(), clock.clone(), bell.clone())
        .doing(features::papers::KIND, paper)
        .forgetting(|tx, clock| Box::pin(features::registration::forget_old(tx, clock)))
}

/// The program's router with all its layers.
pub fn build(needs: Needs) -> Result<Router> {
    let (router, rail) = routes().into_parts();
    let state = AppState::new(Parts {
        db: needs.db,
        clock: needs.clock,
        passwords: Passwords::new(std::thread::available_parallelism().map_or(2, usize::from))?,
        base_url: needs.base_url,
        bell: needs.bell,
        rail,
    });
    let router = router
        .fallback(|| async { crate::error::Error::NotFound })
        .layer(from_fn(same_origin::check))
        .layer(from_fn(flash::consume))
        .layer(CatchPanicLayer::custom(|_| {
            crate::error::Error::Internal("a handler panicked".into()).into_response()
        }))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(RequestBodyLimitLayer::new(upload::MOST_BYTES + BODY_LIMIT))
        .layer(from_fn(in_time))
        .layer(from_fn(errors::draw))
        .layer(from_fn(headers::add))
        .layer(CompressionLayer::new())
        .layer(from_fn(trace::log));
    let is_https = state.base_url.starts_with("https://");
    let router = if is_https { router.layer(from_fn(cookies::over_tls)) } else { router };
    Ok(router.with_state(state))
}

/// Answers 503 for what takes too long.
async fn in_time(request: Request, next: Next) -> Response {
    let has_file = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    let patience = if has_file { PATIENCE_WITH_FILES } else { PATIENCE };
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The route table.
pub fn route_table() -> Vec<RouteInfo> {
    routes().info().to_vec()
}
