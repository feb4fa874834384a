//! Registration: the libraries of a province, and the people of an event.
//!
//! Rules:
//! - A library belongs to one province. Its display name stands beside the official region; two libraries may share
//!   a name only in different regions.
//! - People of an event are one list of several kinds. A person's row belongs to the province that sends the person;
//!   that province and the event's host see it, nobody else.
//! - Nobody is deleted: people are cancelled, decline, or are replaced, and keep their marks. Only a list that came as a
//!   file can be taken back, while nothing was built on it.
//! - Doubles and full quotas are warned about and never block.
//! - Telephone, e-mail and NIP stand apart from the name and are shown to the offices only.
//! - Libraries are invited with places; their PIC names people without an account, by a link.
//!
//! | folder | what lives there |
//! |---|---|
//! | `libraries` | the libraries of a province; in `doubles`, those that are there twice |
//! | `directory` | the same as a spreadsheet, in and out |
//! | `partners` | the national list of partner libraries, of which every office gets its part |
//! | `people` | the list of an event's people, and one person's form |
//! | `import` | lists of people as spreadsheets, in and out |
//! | `merging` | two rows that are one: which value wins, and how it is taken back |
//! | `open_link` | the link by which people register themselves |
//! | `details` | what people say about their own row |
//! | `consents` | what people agree to |
//! | `message_texts` | the wording of what the office sends |
//! | `quick` | many people on one page |
//! | `lodging` | who comes when, sleeps where and needs what |
//! | `saved` | searches of the list that are kept |
//! | `quotas` | places per province and category |
//! | `delegations` | invited libraries of an event, and their links |
//! | `naming` | the page of such a link |

pub mod consents;
pub mod delegations;
pub mod details;
pub mod directory;
pub mod import;
pub mod libraries;
pub mod lodging;
pub mod merging;
pub mod message_texts;
pub mod naming;
pub mod open_link;
pub mod partners;
pub mod people;
pub mod quick;
pub mod quotas;
pub mod saved;

pub use consents::{Channel, NOTICE as CONSENT_NOTICE, Purpose, Word, of_person as consents_of, say};
pub use delegations::{InvitationPlan, MadeLink, default_places, invite, make_links_with_code};
pub use details::{Answer, Details, DetailsForm, OwnRow, answer, change as change_details, own_row};
pub use libraries::{LibraryKind, LibraryPlan, add_library};
pub use message_texts::{
    MessageKind, Wording,
    paths::{MessageWord, WordingPath},
    wording,
};
pub use naming::{Named, NamingPlan, finish, name as name_person, paths::NamingPath};
pub use open_link::{Application, Places, Terms, apply, open as open_registration, paths::ApplyPath};
pub use people::{
    Alike, Arrival, Arrived, Category, ChosenForm, Contact, Entry, PersonKind, PersonPlan, PlaceTaken,
    RosterRow, StandInForm, Status, TrainerKind, Unregistered, WalkInForm, WalkInOffer, arrive, place_of,
    register, replace, roster, set_status, stand_in, take_back, walk_in,
};
pub use quotas::set_quota;

use chrono::TimeDelta;

use crate::{db::Tx, error::Result, kernel::clock::Clock, web::routes::Routes};

/// How long what was sent is kept that nobody accepts or finishes, how long an applicant's browser finds the draft again,
/// and how long an accepted list of people can be taken back. The policies by which it is forgotten say the same.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Forgets what was sent and never became anything, of all offices; under the program's own eyes.
pub async fn forget_old(tx: &mut Tx, clock: &Clock) -> Result<()> {
    let before = clock.now() - KEPT;
    import::forget_old(tx, before).await?;
    directory::forget_old(tx, before).await?;
    partners::forget_old(tx, before).await?;
    Ok(open_link::forget_old(tx, before).await?)
}

/// The routes of the national list of partners, which stands in Perpusnas's rail behind the board.
pub fn partner_routes() -> Routes {
    partners::routes()
}

/// The feature's routes.
pub fn routes() -> Routes {
    Routes::new()
        .merge(libraries::routes())
        .merge(open_link::routes())
        .merge(consents::routes())
        .merge(message_texts::routes())
        .merge(directory::routes())
        .merge(people::routes())
        .merge(quick::routes())
        .merge(import::routes())
        .merge(quotas::routes())
        .merge(lodging::routes())
        .merge(saved::routes())
        .merge(delegations::routes())
        .merge(naming::routes())
}
