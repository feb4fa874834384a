//! Moving sessions: the rest of a day when it runs late, or one session by a few minutes. `model` says by which rule.
//!
//! Every moving is kept with the old hours, so that it can be put back as a whole; whoever touched a session since keeps
//! their work. What was published in the same step is withdrawn with it, as long as readers see no later version.

mod actions;
mod forms;
mod model;
mod pages;
pub mod paths;
mod sql;
mod verbs;

use crate::web::routes::Routes;

/// The routes of moving sessions.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::show)
        .action(actions::apply)
        .action(actions::undo)
        .action(actions::undo_published)
        .action(actions::nudge)
}
