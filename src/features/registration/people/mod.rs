//! The people of an event: one list of six kinds, and one short form.
//!
//! Rules:
//! - A peserta has a category; nobody else has. Where a library is chosen and no category, the library's usual one
//!   is taken.
//! - A guest province registers and changes its own people; the host registers and changes everybody.
//! - Who registers by the open link waits until the office says yes or no; that they may be a double, only the office sees.
//! - Titles typed into the name are moved to where they belong, so that the same person is recognised.
//! - How somebody sorted the list last is remembered in the browser, by a cookie that counts for that person alone.
//! - Whoever stands at the door (`walk_in`) adds people with a name, L or P and an agency, sees no contact data, and is told
//!   of a double by the name alone.
//! - A double (same name without titles, same telephone, same NIP) is shown before it is saved, and can be saved.

mod actions;
mod arrival;
mod forms;
mod list_head;
pub mod model;
mod pages;
pub mod paths;
mod scene;
mod sql;
mod standing;
mod status;
mod verbs;
mod walk_in;

pub use arrival::{Arrival, Arrived, arrive};
pub use model::{Alike, Category, Contact, Entry, PersonKind, PersonPlan, Status, TrainerKind};
pub use sql::{RosterRow, roster};
pub use verbs::{register, replace, set_status};
pub use walk_in::{
    PlaceTaken, StandInForm, Unregistered, WalkInForm, WalkInOffer, place_of, stand_in, take_back, walk_in,
};

pub use forms::ChosenForm;
pub(super) use forms::{Asks, PeopleFilter, PersonForm, TypedContact};
pub(super) use forms::{email, sex};
pub(super) use model::{TypedName, category_of_agency, usual_category};
pub(super) use scene::{Counts, Scene};
pub(super) use sql::{Person, Probe, Twin, category_labels, everybody, twins};
pub(super) use verbs::register_as;

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
