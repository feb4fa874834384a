//! Sejawat runs the provincial Peer Learning Meetings (PLM) of Indonesia's national library.
//!
//! # The house
//!
//! | folder | what lives there |
//! |---|---|
//! | [`kernel`] | ids, clock, zones, Indonesian text: knows nothing of the database or the web |
//! | [`db`] | the private PostgreSQL, the pool, and the scopes that every transaction needs |
//! | [`auth`] | the one permission table, sign-ins, passwords |
//! | [`audit`] | one row for every change |
//! | [`documents`] | spreadsheets, in and out; papers by Typst |
//! | [`jobs`] | work that goes on after the answer |
//! | [`regions`] | the official regions and their search |
//! | [`web`] | guards, typed routes, forms, pages, headers |
//! | [`features`] | what people do, one folder per feature |
//! | [`demo`] | the 2022 edition as demo data, made through the features' own verbs |
//! | [`app`] | the list of features and the layers around them |
//! | [`program`] | what the commands do; `main` only reads the command line |
//!
//! Left knows nothing of right: `kernel <- db <- auth <- web <- features <- demo <- app <- program <- main`; `audit`,
//! `documents`, `jobs` and `regions` sit beside `auth`. A test reads the `use` lines and says which one broke it.
//!
//! # A request
//!
//! 1. The route table demands a typed path and a guard: a handler without them does not compile.
//! 2. The guard asks the session function who holds the cookie and what of the URL is theirs: sign-in page, then 404,
//!    then 403. It alone makes a [`db::scope::Scope`].
//! 3. [`db::Db::begin`] turns the scope into a database role and local settings; row-level security does the rest.
//!    A GET's transaction is read-only.
//! 4. The handler parses the form into a command, calls one domain verb, records the change, commits and answers.

pub mod app;
pub mod audit;
pub mod auth;
pub mod config;
pub mod db;
pub mod demo;
pub mod documents;
pub mod error;
pub mod features;
pub mod jobs;
pub mod kernel;
pub mod program;
pub mod regions;
pub mod web;

/// The migrations, inside the binary.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();
