//! Signing in and out, one's own account, and where one goes after signing in.

mod actions;
mod forms;
mod pages;
pub mod paths;

use crate::web::routes::Routes;

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new().page(pages::home).page(pages::sign_in).action(actions::sign_in).action(actions::sign_out)
}
