//! The people of an event: one list of six kinds, and one short form.
//!
//! Rules:
//! - A peserta has a category; nobody else has. Where a library is chosen and no category, the library's usual one
//!   is taken.
//! - A guest province registers and changes its own people; the host registers and changes everybody.
//! - Titles typed into the name are moved to where they belong, so that the same person is recognised.
//! - A double (same name without titles, same telephone, same NIP) is shown before it is saved, and can be saved.

mod actions;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod scene;
mod sql;
mod status;
mod verbs;
mod walk_in;

pub use model::{Category, Contact, Entry, PersonKind, PersonPlan, Status, TrainerKind};
pub use sql::{RosterRow, roster};
pub use verbs::{register, replace, set_status};
pub use walk_in::{Unregistered, WalkInForm, WalkInOffer, walk_in};

pub use forms::ChosenForm;
pub(super) use forms::{Asks, PeopleFilter, PersonForm, TypedContact};
pub(super) use model::usual_category;
pub(super) use scene::{Counts, Scene};
pub(super) use sql::{Person, Probe, Twin, everybody, twins};

use crate::web::{page::Area, routes::Routes};

/// The routes of an event's people.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .rail(Area::Event, "Peserta", "peserta")
        .page(pages::create)
        .action(actions::create)
        .page(pages::edit)
        .action(actions::update)
        .action(status::change)
        .action(status::change_several)
        .page(status::replacement)
        .action(status::replace)
        .action(status::undo_replace)
}
