//! Accounts: signing in and out, one's own account, the staff of offices, invitations and new passwords.
//!
//! Rules:
//! - Accounts come by invitation. An invitation gives a role once its link is opened by POST and the account's owner
//!   has proved to be it: by the password the account has, or by setting the first one of an account nobody owns yet.
//! - Inviting tells nothing about an address: until the invitation is taken on, its list shows what was typed.
//! - Links are told once and stored as a hash; they end by use, time, withdrawal, or a newer one.
//! - An admin makes password links only for people who never worked outside the province; a coordinator for all whom
//!   Perpusnas sees. A new password ends every other sign-in.
//! - A role that ends, ends with the next request; nobody ends the own one.

mod account;
mod actions;
mod door;
mod forms;
pub mod model;
mod pages;
pub mod paths;
mod sql;
mod staff;
mod verbs;

pub use verbs::{
    Invitation, NewAccount, NewRole, Secrets, create_account, create_admin, grant, invite, make_reset,
    rename, set_password,
};

use crate::web::{page::Area, routes::Routes};

/// Signing in, one's own account, and what links lead to.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::home)
        .page(pages::sign_in)
        .action(actions::sign_in)
        .action(actions::sign_out)
        .page(account::pages::account)
        .action(account::actions::rename)
        .action(account::actions::change_password)
        .action(account::actions::end_login)
        .action(account::actions::end_other_logins)
        .page(door::pages::invitation)
        .action(door::actions::accept)
        .page(door::pages::reset)
        .action(door::actions::reset)
}

/// The staff of a province and of Perpusnas, late in their rails.
pub fn staff_routes() -> Routes {
    Routes::new()
        .page(staff::pages::staff)
        .rail(Area::Office, "Staf", "akun")
        .page(staff::pages::invite)
        .action(staff::actions::invite)
        .action(staff::actions::renew)
        .action(staff::actions::reset)
        .action(staff::actions::end)
        .action(staff::actions::restore)
        .page(staff::pages::national_staff)
        .rail(Area::National, "Staf", "akun")
        .page(staff::pages::national_invite)
        .action(staff::actions::national_invite)
        .action(staff::actions::national_renew)
        .action(staff::actions::national_reset)
        .action(staff::actions::national_end)
        .action(staff::actions::national_restore)
}
