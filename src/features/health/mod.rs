//! Whether the program is alive, and whether it can serve: for load balancers and `systemd`.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Result,
    web::{AppState, guard::Anyone, routes::Routes},
};

mod sql;

#[derive(TypedPath, Deserialize)]
#[typed_path("/healthz")]
struct HealthPath;

#[derive(TypedPath, Deserialize)]
#[typed_path("/readyz")]
struct ReadyPath;

/// The process answers.
async fn health(_: HealthPath, _: Anyone) -> &'static str {
    "ok\n"
}

/// The database answers and has this program's migrations.
async fn ready(_: ReadyPath, _: Anyone, State(app): State<AppState>) -> Result<Response> {
    let newest = crate::MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or_default();
    let answer = match app.db.before_scope().await {
        Ok(mut conn) => sql::schema_version(&mut conn).await,
        Err(error) => Err(error),
    };
    Ok(match answer {
        Ok(version) if version == newest => (StatusCode::OK, "ok\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database is at another version\n"),
        Err(error) => {
            tracing::warn!(?error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
    .into_response())
}

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new().page(health).page(ready)
}
