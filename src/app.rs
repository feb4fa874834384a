//! The application put together: the one list of features, and the layers around them. `build` serves the program
//! and the tests alike.

use std::time::Duration;

use axum::{Router, middleware::from_fn};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer,
};

use crate::{
    auth::password::Passwords,
    db::Db,
    error::Result,
    features,
    kernel::clock::Clock,
    web::{
        AppState, assets, cookies, errors, flash, headers,
        routes::{RouteInfo, Routes},
        same_origin,
        state::Parts,
        trace,
    },
};

/// The largest body of a form, in bytes. Uploads have their own limit where they are.
const BODY_LIMIT: usize = 256 * 1024;

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
        .merge(features::personal::routes())
        .merge(features::national::routes())
        .merge(features::editions::routes())
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
}

/// The program's router with all its layers.
pub fn build(needs: Needs) -> Result<Router> {
    let (router, rail) = routes().into_parts();
    let state = AppState::new(Parts {
        db: needs.db,
        clock: needs.clock,
        passwords: Passwords::new(std::thread::available_parallelism().map_or(2, usize::from))?,
        base_url: needs.base_url,
        rail,
    });
    let router = router
        .fallback(|| async { crate::error::Error::NotFound })
        .layer(from_fn(same_origin::check))
        .layer(from_fn(flash::consume))
        .layer(CatchPanicLayer::custom(|_| {
            use axum::response::IntoResponse as _;
            crate::error::Error::Internal("a handler panicked".into()).into_response()
        }))
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(30),
        ))
        .layer(from_fn(errors::draw))
        .layer(from_fn(headers::add))
        .layer(CompressionLayer::new())
        .layer(from_fn(trace::log));
    let is_https = state.base_url.starts_with("https://");
    let router = if is_https { router.layer(from_fn(cookies::over_tls)) } else { router };
    Ok(router.with_state(state))
}

/// The route table.
pub fn route_table() -> Vec<RouteInfo> {
    routes().info().to_vec()
}
