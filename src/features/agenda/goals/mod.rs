//! Which of the edition's goals and of the programme's strategies the sessions of an event serve, for how long, and which
//! none serves ("Tujuan dan strategi").

mod model;
mod pages;
pub mod paths;

use crate::web::routes::Routes;

/// The routes of the goals.
pub(super) fn routes() -> Routes {
    Routes::new().page(pages::list)
}
