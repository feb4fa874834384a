//! The one error type. A person is told what happened and what to do; the cause is logged once, with the
//! request's id, and never shown.

use axum::response::{IntoResponse, Response};

/// Why a command of the program failed; shown to the operator as it is.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or it is not the asker's: the two are not told apart.
    #[error("not found")]
    NotFound,
    /// It is the asker's to see, but not to do.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// Nobody is signed in; `next` is where to go afterwards (empty when the request cannot be repeated).
    #[error("sign-in required")]
    SignIn {
        /// Path to return to.
        next: String,
    },
    /// A personal link that does not count: unknown, expired, revoked. The three are not told apart.
    #[error("personal link does not count")]
    LinkOver,
    /// A device that has asked for too many personal links that do not exist.
    #[error("too many wrong links")]
    TooManyLinks,
    /// A changing request that another site made the browser send.
    #[error("cross-site request refused")]
    CrossSite,
    /// A body over the limit; nothing of it was read.
    #[error("body too large")]
    TooLarge,
    /// Too much at this moment; nothing was tried.
    #[error("too much at once")]
    Busy,
    /// A request that no form of ours sends; the sentence is shown.
    #[error("invalid request: {0}")]
    Invalid(&'static str),
    /// A defect or an outage.
    #[error(transparent)]
    Internal(#[from] Box<dyn std::error::Error + Send + Sync>),
}

/// The result of everything that may end as an error page.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<sqlx::Error> for Error {
    /// A row that row-level security or a filter hides is a row that does not exist.
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Error::NotFound,
            sqlx::Error::PoolTimedOut => Error::Busy,
            other => Error::Internal(Box::new(other)),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Error::Internal(Box::new(error))
    }
}

impl From<axum::extract::rejection::PathRejection> for Error {
    /// A malformed id names nothing.
    fn from(_: axum::extract::rejection::PathRejection) -> Self {
        Error::NotFound
    }
}

impl IntoResponse for Error {
    /// An empty answer that carries its error; `web::errors` draws the page and writes the log.
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(std::sync::Arc::new(self));
        response
    }
}
