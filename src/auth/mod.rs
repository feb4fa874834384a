//! Who is asking and what they may do: the one table of permissions, sign-ins, passwords.

pub mod actor;
pub mod caller;
pub mod check_in;
pub mod delegation;
pub mod password;
pub mod permission;
pub mod open_link;
pub mod personal;
pub mod sign_in;
mod sql;
pub mod token;

pub use sql::resolve;
