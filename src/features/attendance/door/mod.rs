//! At the door: somebody comes unannounced, or instead of somebody, and is marked at once.
//!
//! Rules:
//! - An office may always; a facilitator where the event's host has allowed it, and row-level security says so once more.
//! - Who comes instead takes the place: library, category, agency. Whoever had it is replaced from then on.
//! - What was done is taken back by one press: the place goes back, and the mark with it.

mod actions;
mod pages;
pub mod paths;

use sqlx::PgConnection;

use crate::{
    auth::permission::{AddWalkIn, Permission, Role},
    error::{Error, Result},
    features::tenants,
    web::{guard::Can, routes::Routes},
};

/// The routes of the door.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::walk_in)
        .action(actions::walk_in)
        .action(actions::undo_walk_in)
        .page(pages::stand_in)
        .action(actions::stand_in)
        .action(actions::undo_stand_in)
}

/// Whether this person may add people here: the buttons are shown to nobody else.
pub(super) async fn is_open<P: Permission>(conn: &mut PgConnection, can: &Can<P>) -> Result<bool> {
    if !can.may::<AddWalkIn>() {
        return Ok(false);
    }
    if can.role != Role::Facilitator {
        return Ok(true);
    }
    Ok(tenants::facilitators_add_people(conn, &can.event()?.host).await?)
}

/// Refuses a facilitator whom the host has not allowed it.
async fn admit(conn: &mut PgConnection, can: &Can<AddWalkIn>) -> Result<()> {
    if is_open(conn, can).await? {
        return Ok(());
    }
    Err(Error::Forbidden(
        "Provinsi tuan rumah belum mengizinkan fasilitator menambah orang. Panggil panitia atau operatornya, atau minta admin provinsi mengizinkannya di Pengaturan.",
    ))
}
