//! What people do with Sejawat, one folder per feature. In every folder the same file name means the same thing:
//!
//! | file | what it holds |
//! |---|---|
//! | `mod.rs` | what the feature is, its rules, `routes()`, and what later features may use |
//! | `paths.rs` | its URLs, as types |
//! | `pages.rs` | GET handlers and what their templates show |
//! | `actions.rs` | POST handlers |
//! | `forms.rs` | raw forms and how they become typed commands |
//! | `model.rs` | types and rules, without the database or the web |
//! | `sql.rs` | every statement |
//! | `job.rs` | what is done after the answer |
//! | `verbs.rs` | what can be done, with its row in the audit log; for the actions, and for filling the demo |
//!
//! A feature knows only the features above it in this list.

pub mod health;
pub mod installation;
pub mod tenants;
pub mod identity;
pub mod editions;
pub mod events;
pub mod registration;
pub mod agenda;
pub mod attendance;
pub mod minutes;
pub mod evaluation;
pub mod achievements;
pub mod personal;
pub mod papers;
pub mod doubles;
pub mod national;
