//! The list of routes. A handler's arguments must start with its typed path and its guard, or it does not compile;
//! the same builder writes down method, path and permission, from which the tests generate the whole matrix.
//!
//! ```compile_fail
//! use axum_extra::routing::TypedPath;
//! use sejawat::web::routes::Routes;
//! #[derive(TypedPath, serde::Deserialize)]
//! #[typed_path("/terbuka")]
//! struct OpenPath;
//! async fn unguarded(_: OpenPath) -> &'static str { "siapa saja" }
//! let _ = Routes::new().page(unguarded);
//! ```

use axum::{
    Router,
    handler::Handler,
    routing::{MethodRouter, get, post},
};
use axum_extra::routing::TypedPath;
use serde::Serialize;

use super::{
    AppState,
    guard::Guard,
    page::{Area, RailEntry},
};
use crate::auth::permission::Role;

/// One route, as `sejawat routes --json` prints it.
#[derive(Clone, Debug, Serialize)]
pub struct RouteInfo {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// `/{place}/kegiatan/{event}/agenda`.
    pub path: &'static str,
    /// `anyone`, `signed_in` or `can`.
    pub guard: &'static str,
    /// The permission's name, when the guard asks for one.
    pub permission: Option<&'static str>,
    /// Who holds it.
    #[serde(skip)]
    pub roles: &'static [Role],
}

/// The argument list of a handler: typed path first, guard second.
#[diagnostic::on_unimplemented(
    message = "handler arguments must start with (typed path, guard, ..)",
    note = "every route states its URL and who may call it"
)]
pub trait Signature {
    /// The route's URL.
    type Path: TypedPath;
    /// Who may call it.
    type Guard: Guard;
}

macro_rules! signatures {
    ($(($($t:ident),*))*) => {$(
        impl<M, P: TypedPath, G: Guard, $($t),*> Signature for (M, P, G, $($t,)*) {
            type Path = P;
            type Guard = G;
        }
    )*};
}
signatures!(()(A)(A, B)(A, B, C));

/// A feature's routes, and all features' routes together.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    info: Vec<RouteInfo>,
    rail: Vec<RailEntry>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page, by GET. Its transaction is read-only.
    #[must_use]
    pub fn page<H, T>(self, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: Signature + 'static,
    {
        self.add::<T>("GET", get(handler))
    }

    /// A deed, by POST.
    #[must_use]
    pub fn action<H, T>(self, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: Signature + 'static,
    {
        self.add::<T>("POST", post(handler))
    }

    /// Puts the page just added into the left rail of `area`, for those who may see it.
    #[must_use]
    pub fn rail(mut self, area: Area, label: &'static str, icon: &'static str) -> Self {
        if let Some(page) = self.info.last() {
            self.rail.push(RailEntry { area, label, icon, path: page.path, roles: page.roles });
        }
        self
    }

    fn add<T: Signature>(mut self, method: &'static str, handler: MethodRouter<AppState>) -> Self {
        let path = <T::Path as TypedPath>::PATH;
        let guard = T::Guard::describe();
        self.info.push(RouteInfo {
            method,
            path,
            guard: guard.name,
            permission: guard.permission,
            roles: guard.roles,
        });
        #[expect(clippy::disallowed_methods, reason = "this is the door that the lint sends to")]
        let router = self.router.route(path, handler);
        self.router = router;
        self
    }

    /// These routes and another feature's.
    #[must_use]
    pub fn merge(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.info.extend(other.info);
        self.rail.extend(other.rail);
        self
    }

    /// What the routes are.
    pub fn info(&self) -> &[RouteInfo] {
        &self.info
    }

    /// The router and the rail, for the application.
    pub fn into_parts(self) -> (Router<AppState>, Vec<RailEntry>) {
        (self.router, self.rail)
    }
}
