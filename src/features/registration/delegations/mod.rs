//! Invited libraries of an event: the office invites, the PIC names people by a link (see `naming`).
//!
//! Rules:
//! - A library is invited once per event, with a number of places. The invitation keeps the library's name, so that the
//!   host of a joint event sees a guest's invitations without its libraries; only the guest changes them.
//! - Places are never fewer than the people who were named.
//! - The link is a secret, shown once; a new one ends the old one, and a withdrawn invitation has none.
//! - A library has answered when its PIC said "selesai" or "tidak dapat hadir". Who is reminded, and when, the office
//!   notes by a button; nothing is sent from here.
//! - Withdrawing an invitation leaves the people who were named on the list.

mod actions;
mod forms;
mod links;
mod model;
mod pages;
pub mod paths;
mod reminders;
mod sql;
mod verbs;

pub use model::{Answer, InvitationPlan, default_places};
pub use verbs::{MadeLink, invite, make_links, make_links_with_code};

use crate::web::{page::Area, routes::Routes};

/// The routes of an event's invited libraries.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .rail(Area::Event, "Undangan", "undangan")
        .page(pages::choose)
        .action(actions::invite)
        .page(pages::edit)
        .action(actions::update)
        .action(actions::withdraw)
        .action(actions::restore)
        .action(links::make_several)
        .action(links::make)
        .action(links::revoke)
        .page(reminders::next)
        .action(reminders::note)
}
